/* Planned against actual: by month as pairs of bars, by channel as one bar in another. The grid above holds the same as a table. */
import "@mantine/charts/styles.layer.css";
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import type { Budget } from "../../api/types";
import { count, minorDigits, month } from "../../format";
import { useReader } from "../../session";
import { actual, amount, planned, type Unit } from "./unit";

export function BudgetCharts({ b, unit }: { b: Budget; unit: Unit }) {
    const { t } = useTranslation();
    const r = useReader();
    const part = unit === "money" ? 10 ** minorDigits(b.currency) : 1;
    const data = b.months.map((m) => ({ month: month(r, m.month), planned: planned(m, unit) / part, actual: m.past || m.current ? actual(m, unit) / part : null }));
    const short = (v: number) => (unit === "money" ? amount(r, t, unit, Math.round(v * part), true) : count(r, v));
    const most = Math.max(1, ...b.channels.flatMap((c) => [planned(c, unit), actual(c, unit)]));
    if (!b.months.some((m) => planned(m, unit) || actual(m, unit))) return null;
    return (
        <div style={{ display: "grid", gap: 24, gridTemplateColumns: "repeat(auto-fit, minmax(min(340px, 100%), 1fr))", marginTop: 20 }}>
            <figure style={{ margin: 0, minWidth: 0 }}>
                <figcaption style={{ fontSize: "0.88rem", fontWeight: 600, marginBottom: 6 }}>{t("budget.byMonth")}</figcaption>
                <div style={{ display: "flex", gap: 16, fontSize: "0.82rem", marginBottom: 8 }} aria-hidden>
                    <Key color="var(--mantine-color-azulejo-3)" text={t("plan.money")} />
                    <Key color="var(--mantine-color-leaf-6)" text={t("budget.actual")} />
                </div>
                <div aria-hidden>
                    <BarChart
                        h={230} data={data} dataKey="month" gridAxis="x" barChartProps={{ accessibilityLayer: false }} tickLine="none" withLegend={false} maxBarWidth={16} valueFormatter={short}
                        yAxisProps={{ width: 74, tickFormatter: short }} barProps={{ radius: [3, 3, 0, 0], isAnimationActive: false }}
                        series={[{ name: "planned", label: t("plan.money"), color: "azulejo.3" }, { name: "actual", label: t("budget.actual"), color: "leaf.6" }]}
                    />
                </div>
            </figure>
            <figure style={{ margin: 0, minWidth: 0 }}>
                <figcaption style={{ fontSize: "0.88rem", fontWeight: 600, marginBottom: 10 }}>{t("budget.byChannel")}</figcaption>
                <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 9, gridTemplateColumns: "minmax(0, 1fr)" }}>
                    {b.channels.filter((c) => planned(c, unit) || actual(c, unit)).map((c) => (
                        <li key={c.channel} style={{ fontSize: "0.86rem" }}>
                            <div style={{ display: "flex", justifyContent: "space-between", gap: 10 }}>
                                <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{c.name}</span>
                                <span className="num dim" style={{ whiteSpace: "nowrap" }}>{t("budget.of", { have: amount(r, t, unit, actual(c, unit), true), than: amount(r, t, unit, planned(c, unit), true) })}</span>
                            </div>
                            <div aria-hidden style={{ position: "relative", height: 12, marginTop: 3 }}>
                                <span style={{ position: "absolute", inset: 0, right: "auto", width: `${(100 * planned(c, unit)) / most}%`, background: "var(--mantine-color-azulejo-3)", opacity: 0.5, borderRadius: 3 }} />
                                <span style={{ position: "absolute", top: 3, bottom: 3, left: 0, width: `${(100 * actual(c, unit)) / most}%`, background: "var(--mantine-color-leaf-6)", borderRadius: 2 }} />
                            </div>
                        </li>
                    ))}
                </ul>
            </figure>
        </div>
    );
}

function Key({ color, text }: { color: string; text: string }) {
    return <span style={{ display: "inline-flex", alignItems: "center", gap: 6 }}><span style={{ width: 10, height: 10, borderRadius: 3, background: color }} />{text}</span>;
}
