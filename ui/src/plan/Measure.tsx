/* Step nine: every goal with its pace, and the way to the figures. */
import { Button, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf } from "../api/queries";
import type { Progress, Row } from "../api/types";
import { Empty } from "../parts/Empty";
import { GoalProgress } from "./GoalProgress";

export function Measure({ plan, goals }: { plan: string; goals: Row[] }) {
    const { t } = useTranslation();
    const answers = useQueries({
        queries: goals.map((g) => ({ queryKey: ["progress", g.id], retry: false, queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Progress>(`/goals/${g.id}/progress`, undefined, signal) })),
    });
    return (
        <div className="two-cols">
            <section className="card" aria-label={t("home.goals")}>
                <h2 style={{ margin: "0 0 14px", fontSize: "1.02rem" }}>{t("home.goals")}</h2>
                {goals.length === 0 ? <Empty title={t("plan.none.goals")} text={t("plan.noneText.goals")}><Button component={Link} to={`/plan/${plan}/4`} variant="default">{t("plan.goTo", { n: 4, title: t("plan.step.4.title") })}</Button></Empty> : (
                    <Stack gap="lg">
                        {goals.map((g, i) => {
                            const p = answers[i]?.data;
                            return (
                                <div key={g.id}>
                                    <Link className="plain-link" style={{ fontWeight: 600 }} to="/goals/$id" params={{ id: g.id }}>{nameOf(g)}</Link>
                                    {p ? <GoalProgress p={p} /> : <Text size="sm" className="dim">{answers[i]?.isError ? t("goal.noBaseline") : t("common.loading")}</Text>}
                                </div>
                            );
                        })}
                    </Stack>
                )}
            </section>
            <section className="card" aria-label={t("menu.results")}>
                <h2 style={{ margin: "0 0 8px", fontSize: "1.02rem" }}>{t("plan.results")}</h2>
                <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("plan.resultsText")}</Text>
                <Stack gap={8}>
                    <Link className="link" to="/results/channels">{t("plan.seeChannels")}</Link>
                    <Link className="link" to="/results/spend">{t("plan.seeSpend")}</Link>
                </Stack>
            </section>
        </div>
    );
}
