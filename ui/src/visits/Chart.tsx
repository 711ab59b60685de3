/* One figure over time, with the other period as a dashed line under it; the same as a table below. */
import "@mantine/charts/styles.layer.css";
import { AreaChart } from "@mantine/charts";
import { ReferenceArea } from "recharts";
import { useTranslation } from "react-i18next";
import { money } from "../format";
import { useReader } from "../session";
import type { Metric, StatsAnswer, StatsRow } from "./ask";
import { clock, figureText, timeName } from "./words";

/* The marks on the axis that an imported stretch covers, first and last. */
function stretches(answer: StatsAnswer, labels: string[]): [string, string][] {
    const of = answer.meta.imports;
    if (!of?.included) return [];
    return of.periods.flatMap((p): [string, string][] => {
        const inside = labels.filter((l, i) => (labels[i + 1] ?? "9999") > p.from && l.slice(0, 10) <= p.to);
        const [first, last] = [inside[0], inside.at(-1)];
        return first && last ? [[first, last]] : [];
    });
}

const rates: Metric[] = ["bounce_rate", "views_per_visit", "engaged"];

function byLabel(rows: StatsRow[]): Map<string, number | null> {
    return new Map(rows.map((x) => [x.dimensions[0] ?? "", x.metrics[0] ?? null]));
}

export function Chart({ answer, figure }: { answer: StatsAnswer; figure: Metric }) {
    const { t } = useTranslation();
    const r = useReader();
    const interval = answer.meta.interval ?? "day";
    const labels = answer.meta.time_labels ?? [];
    const before = answer.meta.comparison?.time_labels;
    const now = byLabel(answer.results);
    const then = byLabel(answer.comparison_results ?? []);
    // Where nobody came a count is 0, and a rate is not known.
    const none = rates.includes(figure) ? null : 0;
    const data = labels.map((l, i) => ({
        at: l,
        is: now.get(l) ?? none,
        was: before?.[i] === undefined ? null : (then.get(before[i]) ?? none),
        beforeAt: before?.[i],
    }));
    const imported = stretches(answer, labels);
    const isImported = (l: string) => imported.some(([a, b]) => l >= a && l <= b);
    const text = (v: number | null) => figureText(figure, v, r, t);
    const series = [...(before ? [{ name: "was", label: t("visits.before"), color: "gray.5", strokeDasharray: "4 4" }] : []), { name: "is", label: t("visits.now"), color: "azulejo.5" }];
    return (
        <>
            <div aria-hidden className="visits-chart">
                <AreaChart
                    h={250} data={data} dataKey="at" curveType="linear" gridAxis="x" tickLine="none" withLegend={false} withDots={data.length < 2} areaChartProps={{ accessibilityLayer: false }} fillOpacity={0.12}
                    valueFormatter={text} series={series} areaProps={{ isAnimationActive: false }}
                    xAxisProps={{ tickFormatter: (l: string) => timeName(l, interval, r, false), minTickGap: 28 }} yAxisProps={{ width: 62, domain: [0, "auto"], tickFormatter: (v: number) => (figure === "engaged" ? clock(v) : figure === "value" ? money(r, v, r.currency, true) : text(v)) }}
                    tooltipProps={{
                        content: ({ payload }) => {
                            const p = payload[0]?.payload as (typeof data)[number] | undefined;
                            if (!p) return null;
                            return (
                                <div className="visits-tip">
                                    <div><strong>{text(p.is)}</strong> <span className="dim">{timeName(p.at, interval, r, true)}{isImported(p.at) && ` · ${t("visits.imported.mark")}`}</span></div>
                                    {p.beforeAt && <div><strong>{text(p.was)}</strong> <span className="dim">{timeName(p.beforeAt, interval, r, true)}</span></div>}
                                </div>
                            );
                        },
                    }}
                >
                    {imported.map(([a, b]) => <ReferenceArea key={a} x1={a} x2={b} fill="var(--ochre)" fillOpacity={0.16} stroke="var(--ochre)" strokeOpacity={0.5} strokeDasharray="3 3" ifOverflow="hidden" />)}
                </AreaChart>
            </div>
            <details style={{ marginTop: 8 }}>
                <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                <div className="scroll-x" style={{ maxHeight: 320, overflowY: "auto" }} tabIndex={0} role="region" aria-label={t("figure.table")}>
                    <table className="grid-table">
                        <thead><tr><th>{t(`visits.interval.${interval}`)}</th><th className="num">{t("visits.now")}</th>{before && <th className="num">{t("visits.before")}</th>}{imported.length > 0 && <th>{t("visits.imported.column")}</th>}</tr></thead>
                        <tbody>
                            {data.map((d) => <tr key={d.at}><td>{timeName(d.at, interval, r, true)}</td><td className="num">{text(d.is)}</td>{before && <td className="num">{text(d.was)}</td>}{imported.length > 0 && <td>{isImported(d.at) ? t("visits.imported.yes") : ""}</td>}</tr>)}
                        </tbody>
                    </table>
                </div>
            </details>
        </>
    );
}
