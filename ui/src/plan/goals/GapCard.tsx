/* What the goal lacks by its outlook, and which channel would close it: how much it would take, or that none of them can. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { GoalGap } from "../../api/types";
import { byUnit, count, day } from "../../format";
import { channelName } from "../../parts/fields";
import { reasonText } from "../../parts/Figure";
import { useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";

export function GapCard({ goal, due }: { goal: string; due: string }) {
    const { t, i18n } = useTranslation();
    const q = useQuery({ queryKey: ["goal", goal, "gap", i18n.language], queryFn: ({ signal }) => api.get<GoalGap>(`/goals/${goal}/gap`, undefined, signal), retry: false });
    return (
        <section className="card" aria-label={t("goal.gap.title")}>
            <h2 style={{ margin: "0 0 10px", fontSize: "1.02rem" }}>{t("goal.gap.title")}</h2>
            {q.isLoadingError ? <Trouble error={q.error} /> : !q.data ? <Waiting /> : <Told g={q.data} due={due} />}
        </section>
    );
}

function Told({ g, due }: { g: GoalGap; due: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const amount = (c: GoalGap["channels"][number], v: number) => (c.hours ? t("improve.hours", { n: count(r, v) }) : byUnit(r, "money", v));
    const why = reasonText(g.reason);
    if (g.gap === 0) return <Text size="sm">{t("goal.gap.nothing")}</Text>;
    if (why) return <Text size="sm" className="dim" lh={1.55}>{why}</Text>;
    const best = g.channels.find((c) => c.can);
    return (
        <>
            <Text size="sm" lh={1.6}>
                {t("goal.gap.lacks", { gap: byUnit(r, g.unit, g.gap), due: day(r, due) })}{" "}
                <strong>{best ? t("goal.gap.best", { channel: channelName(best.channel, t), middle: amount(best, best.middle), low: amount(best, best.low), high: amount(best, best.high) }) : t("goal.gap.none")}</strong>
            </Text>
            {g.channels.length > 0 && (
                <div className="scroll-x" style={{ marginTop: 10 }} tabIndex={0} role="region" aria-label={`${t("goal.gap.title")}: ${t("improve.channel")}`}>
                    <table className="grid-table">
                        <thead><tr><th>{t("improve.channel")}</th><th className="num">{t("goal.gap.now")}</th><th className="num">{t("goal.gap.extra")}</th></tr></thead>
                        <tbody>
                            {g.channels.map((c) => (
                                <tr key={`${c.channel}-${c.hours ? "h" : "m"}`}>
                                    <td>{channelName(c.channel, t)}{!c.told && <span className="dim">{"\u00a0*"}</span>}</td>
                                    <td className="num">{amount(c, c.now)}</td>
                                    <td className="num">{c.can ? <>{amount(c, c.middle)} <span className="dim">({amount(c, c.low)} – {amount(c, c.high)})</span></> : <span className="dim">{t("goal.gap.cannot")}</span>}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                    <Text size="xs" className="dim" mt={6}>{t("goal.gap.how")}</Text>
                </div>
            )}
        </>
    );
}
