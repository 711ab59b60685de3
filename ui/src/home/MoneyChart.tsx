/* Spend and won revenue by month: two bars side by side on one axis from zero; the same as a table below. */
import "@mantine/charts/styles.layer.css";
import { BarChart } from "@mantine/charts";
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "../api/types";
import { count, minorDigits, money, month } from "../format";
import { useReader } from "../session";

export function MoneyChart({ months }: { months: Dashboard["money"] }) {
    const { t } = useTranslation();
    const r = useReader();
    const unit = 10 ** minorDigits(r.currency);
    const data = months.map((m) => ({ month: month(r, m.month), spend: m.spend_minor === null ? null : m.spend_minor / unit, won: m.revenue_minor === null ? null : m.revenue_minor / unit }));
    const short = (v: number) => money(r, Math.round(v * unit), undefined, true);
    if (months.every((m) => !m.spend_minor && !m.revenue_minor)) return <Text size="sm" className="dim">{t("home.noMoney")}</Text>;
    return (
        <>
            <div style={{ display: "flex", gap: 16, fontSize: "0.82rem", marginBottom: 8 }} aria-hidden>
                <Key color="var(--mantine-color-terracotta-5)" text={t("home.sum.spend_minor")} />
                <Key color="var(--mantine-color-leaf-5)" text={t("home.sum.revenue_minor")} />
            </div>
            <div aria-hidden>
                <BarChart
                    h={232} data={data} dataKey="month" gridAxis="x" barChartProps={{ accessibilityLayer: false }} tickLine="none" withLegend={false} maxBarWidth={18} valueFormatter={short}
                    xAxisProps={{ interval: "equidistantPreserveStart", minTickGap: 8 }} yAxisProps={{ width: 78, tickFormatter: short }} barProps={{ radius: [3, 3, 0, 0], isAnimationActive: false }}
                    series={[{ name: "spend", label: t("home.sum.spend_minor"), color: "terracotta.5" }, { name: "won", label: t("home.sum.revenue_minor"), color: "leaf.5" }]}
                />
            </div>
            <details style={{ marginTop: 8 }}>
                <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                <div className="scroll-x">
                    <table className="grid-table">
                        <thead>
                            <tr>
                                <th>{t("home.month")}</th>
                                <th className="num">{t("home.sum.spend_minor")}</th>
                                <th className="num">{t("home.sum.revenue_minor")}</th>
                                <th className="num">{t("home.sum.won")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {months.map((m) => (
                                <tr key={m.month}>
                                    <td>{month(r, m.month)}</td>
                                    <td className="num">{m.spend_minor === null ? t("figure.notGiven") : money(r, m.spend_minor)}</td>
                                    <td className="num">{m.revenue_minor === null ? t("figure.notGiven") : money(r, m.revenue_minor)}</td>
                                    <td className="num">{count(r, m.won)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            </details>
        </>
    );
}

function Key({ color, text }: { color: string; text: string }) {
    return (
        <span style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
            <span style={{ width: 10, height: 10, borderRadius: 3, background: color }} />
            {text}
        </span>
    );
}
