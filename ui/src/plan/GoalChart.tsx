/* The course of a goal against its target; the same figures as a table below. */
import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import type { Progress } from "../api/types";
import { byUnit, day } from "../format";
import { useReader } from "../session";

export function GoalChart({ p }: { p: Progress }) {
    const { t } = useTranslation();
    const r = useReader();
    const data = p.series.map((s) => ({ date: day(r, s.date), value: s.value }));
    const show = (v: number) => byUnit(r, p.unit, v);
    return (
        <>
            <div aria-hidden>
                <LineChart
                    h={240} data={data} dataKey="date" gridAxis="x" lineChartProps={{ accessibilityLayer: false }} tickLine="none" curveType="linear" withDots={data.length < 20} valueFormatter={show} yAxisProps={{ width: 76, tickFormatter: show, domain: [0, "auto"] }}
                    lineProps={{ isAnimationActive: false }} series={[{ name: "value", label: t("goal.now"), color: "azulejo.5" }]}
                    referenceLines={p.target === null ? [] : [{ y: p.target, label: t("goal.target"), color: "leaf.6", ifOverflow: "extendDomain" } as { y: number; label: string; color: string }]}
                />
            </div>
            <details style={{ marginTop: 8 }}>
                <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                <table className="grid-table">
                    <thead><tr><th>{t("goal.date")}</th><th className="num">{t("goal.now")}</th></tr></thead>
                    <tbody>{p.series.map((s) => <tr key={s.date}><td>{day(r, s.date)}</td><td className="num">{byUnit(r, p.unit, s.value)}</td></tr>)}</tbody>
                </table>
            </details>
        </>
    );
}
