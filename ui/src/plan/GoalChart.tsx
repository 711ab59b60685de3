/* The course of a goal against its target; the same figures as a table below. */
import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import type { MilestoneTold, Progress } from "../api/types";
import { byUnit, day, inShort } from "../format";
import { useReader } from "../session";

export function GoalChart({ p, due, milestones = [] }: { p: Progress; due: string; milestones?: MilestoneTold[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const o = p.outlook?.middle == null ? null : p.outlook;
    const last = p.series.at(-1)?.value ?? null;
    type Point = Record<string, string | number | null>;
    const points: (Point & { on: string })[] = p.series.map((s, i) => ({ on: s.date, value: s.value, ...(o && i === p.series.length - 1 ? { low: last, middle: last, high: last } : {}) }));
    if (o) for (const end of monthEnds(p.series.at(-1)?.date ?? due, due)) points.push({ on: end, value: null });
    if (o) points.push({ on: due, value: null, low: o.low, middle: o.middle, high: o.high });
    for (const m of milestones) {
        const there = points.find((x) => x.on === m.due_on);
        if (there) there.milestone = m.value;
        else points.push({ on: m.due_on, value: null, milestone: m.value });
    }
    const data = points.sort((a, b) => a.on.localeCompare(b.on)).map(({ on, ...x }): Point => ({ date: day(r, on), ...x }));
    const ahead = (name: string, label: string) => ({ name, label, color: "azulejo.5", strokeDasharray: "4 4" });
    const show = (v: number) => byUnit(r, p.unit, v);
    return (
        <>
            <div aria-hidden>
                <LineChart
                    h={240} data={data} dataKey="date" gridAxis="x" lineChartProps={{ accessibilityLayer: false }} tickLine="none" curveType="linear" withDots={data.length < 20} valueFormatter={show} yAxisProps={{ width: 76, tickFormatter: (v: number) => inShort(r, p.unit, v), domain: [0, "auto"] }}
                    lineProps={{ isAnimationActive: false }} series={[{ name: "value", label: t("goal.now"), color: "azulejo.5" }, ...(milestones.length ? [{ name: "milestone", label: t("goal.milestones"), color: "ochre.6", strokeDasharray: "2 4" }] : []), ...(o ? [ahead("high", t("goal.outlook.high")), ahead("middle", t("goal.outlook.middle")), ahead("low", t("goal.outlook.low"))] : [])]}
                    referenceLines={p.target === null ? [] : [{ y: p.target, label: t("goal.target"), color: "leaf.6", ifOverflow: "extendDomain" } as { y: number; label: string; color: string }]}
                />
            </div>
            <details style={{ marginTop: 8 }}>
                <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                <table className="grid-table">
                    <thead><tr><th>{t("goal.date")}</th><th className="num">{t("goal.now")}</th></tr></thead>
                    <tbody>{p.series.map((s) => <tr key={s.date}><td>{day(r, s.date)}</td><td className="num">{byUnit(r, p.unit, s.value)}</td></tr>)}
                        {milestones.map((m) => <tr key={m.id}><td>{day(r, m.due_on)}</td><td className="num">{m.name}: {byUnit(r, p.unit, m.value)}</td></tr>)}
                        {o && <tr><td>{t("goal.outlook.by", { due: day(r, due) })}</td><td className="num">{show(o.low ?? 0)} – {show(o.high ?? 0)}</td></tr>}</tbody>
                </table>
            </details>
        </>
    );
}

/* The last days of the months after one day and before another, so that the way ahead is as long as it is. */
function monthEnds(from: string, to: string): string[] {
    const ends: string[] = [];
    const [y = 0, m = 1] = from.split("-").map(Number);
    for (let i = 0; ; i++) {
        const end = new Date(Date.UTC(y, m + i, 0)).toISOString().slice(0, 10);
        if (end >= to) return ends;
        if (end > from) ends.push(end);
    }
}
