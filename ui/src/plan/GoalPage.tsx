/* One goal: where it stands, its course so far, and the six answers that make it specific. */
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconPencil } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api, isMissing } from "../api/client";
import { nameOf, useModel, useRow } from "../api/queries";
import type { Field, Progress, Row } from "../api/types";
import { byUnit, count, dayRange, percent, today } from "../format";
import { Cell } from "../parts/Cell";
import { LeftOut, type Rows } from "../parts/LeftOut";
import { PageHead } from "../parts/PageHead";
import { done } from "../parts/toast";
import { useDesk } from "../session";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { GoalForm } from "./GoalForm";
import { Children } from "./goals/Children";
import { useFamily } from "./goals/family";
import { GapCard } from "./goals/GapCard";
import { Milestones } from "./goals/Milestones";
import { GoalProgress } from "./GoalProgress";
import { useMetrics } from "./metrics";
import { Outlook } from "./Outlook";

const GoalChart = lazy(() => import("./GoalChart").then((m) => ({ default: m.GoalChart })));

const answers = ["who", "what", "when_text", "where_text", "how", "why", "reason", "audience", "parent", "owner"];

export function GoalPage() {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const { id } = useParams({ from: "/shell/goals/$id" });
    const client = useQueryClient();
    const model = useModel("goals");
    const q = useRow("goals", id);
    const metrics = useMetrics().data;
    const progress = useQuery({ queryKey: ["progress", id], queryFn: ({ signal }) => api.get<Progress>(`/goals/${id}/progress`, undefined, signal) });
    const family = useFamily(id).data;
    const [form, { open, close }] = useDisclosure(false);
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} />;
    if (!q.data || !model) return <Waiting />;
    const row = q.data;
    const m = metrics?.find((x) => x.key === row.metric);
    const p = progress.data;
    const shown = answers.map((n) => model.fields.find((f) => f.name === n)).filter((f): f is Field => f !== undefined && row[f.name] != null && row[f.name] !== "");
    return (
        <>
            <Link to={typeof row.plan === "string" ? "/plan/$planId/$step" : "/plan"} params={{ planId: String(row.plan), step: "4" }} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("plan.step.4.title")}
            </Link>
            <PageHead title={nameOf(row)} lead={m ? `${m.label} · ${dayRange(r, row.starts_on as string | null, row.due_on as string | null)}` : undefined}>
                {can("edit_plan") && <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>{t("common.edit")}</Button>}
            </PageHead>
            <div className="two-cols" style={{ alignItems: "start" }}>
                <Stack gap={20}>
                <section className="card" aria-label={t("goal.progress")}>
                    {progress.isLoadingError ? <Trouble error={progress.error} /> : !p ? <Waiting /> : (
                        <>
                            <GoalProgress p={p} bare />
                            <div className="goal-facts">
                                <Fact label={t("goal.baseline")} value={byUnit(r, p.unit, p.baseline)} />
                                <Fact label={t("goal.now")} value={byUnit(r, p.unit, p.current)} />
                                <Fact label={t("goal.target")} value={byUnit(r, p.unit, p.target)} />
                                <Fact label={t("goal.expected")} value={byUnit(r, p.unit, p.expected_now)} />
                                <Fact label={t("goal.pace")} value={p.pace !== null && p.pace < 0 ? t("goal.worse") : percent(r, p.pace, 0)} />
                                <Fact label={t("goal.left")} value={count(r, p.days_left)} />
                            </div>
                            <LeftOut others={p.other_currencies} rows={rowsOf(row, today(r))} mt="md" />
                            {p.outlook && typeof row.due_on === "string" && (
                                <section aria-label={t("goal.outlook.title")} style={{ margin: "14px 0" }}>
                                    <h2 style={{ margin: "0 0 6px", fontSize: "0.92rem" }}>{t("goal.outlook.title")}</h2>
                                    <Outlook o={p.outlook} due={row.due_on} target />
                                </section>
                            )}
                            {p.series.filter((x) => x.value !== null).length > (p.outlook?.middle == null ? 1 : 0) && (
                                <Suspense fallback={<div style={{ height: 240 }} />}>
                                    <GoalChart p={p} due={String(row.due_on)} milestones={family?.milestones ?? []} />
                                </Suspense>
                            )}
                            {m && <Text size="xs" className="dim" mt="md">{m.definition} {m.sample_rule && t("figure.sample", { rule: m.sample_rule })}</Text>}
                        </>
                    )}
                </section>
                {family && <Milestones goal={row} family={family} />}
                </Stack>
                <Stack gap={20}>
                <section className="card" aria-label={t("goal.answers")}>
                    <h2 style={{ margin: "0 0 12px", fontSize: "1.02rem" }}>{t("goal.answers")}</h2>
                    {shown.length === 0 && <Text size="sm" className="dim">{t("goal.noAnswers")}</Text>}
                    <dl style={{ margin: 0, display: "grid", gap: 10, fontSize: "0.92rem" }}>
                        {shown.map((f) => (
                            <div key={f.name}>
                                <dt className="dim" style={{ fontSize: "0.8rem" }}>{f.label}</dt>
                                <dd style={{ margin: 0 }}><Cell field={f} row={row} link /></dd>
                            </div>
                        ))}
                    </dl>
                </section>
                <GapCard goal={row.id} due={String(row.due_on)} />
                </Stack>
            </div>
            {family && (family.children.length > 0 || family.parent) && <Children family={family} />}
            <Modal opened={form} onClose={close} title={t("common.edit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <GoalForm model={model} row={row} plan={String(row.plan)} onCancel={close} onDone={() => { close(); done(t("common.saved")); void progress.refetch(); void client.invalidateQueries({ queryKey: ["goal"] }); }} />
            </Modal>
        </>
    );
}

/* What the figure of a goal is made of, where a list can show it: deals by the channel of their lead, or by touches, it cannot. */
function rowsOf(goal: Row, now: string): Rows {
    const due = String(goal.due_on);
    const days = { from: String(goal.starts_on), to: due < now ? due : now };
    const byDay = goal.metric === "revenue" || goal.metric === "average_deal";
    return goal.channel ? {} : { ...(byDay ? { won: days } : {}), open: goal.metric === "open_pipeline", spend: days };
}

function Fact({ label, value }: { label: string; value: string }) {
    return (
        <div>
            <Text size="xs" className="dim">{label}</Text>
            <Text className="num" fw={650}>{value}</Text>
        </div>
    );
}
