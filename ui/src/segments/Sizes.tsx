/* How large a segment was: a line small enough for a list, and a chart with its table. */
import "@mantine/charts/styles.layer.css";
import { AreaChart } from "@mantine/charts";
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count, day, signed, today } from "../format";
import { useReader } from "../session";
import { useSizes, type Size } from "./segments";

const W = 96;
const H = 26;

function pathOf(sizes: Size[]): string {
    const most = Math.max(...sizes.map((s) => s.size), 1);
    const x = (i: number) => (sizes.length === 1 ? W : (i * W) / (sizes.length - 1));
    return sizes.map((s, i) => `${i ? "L" : "M"}${x(i).toFixed(1)},${(H - 2 - (s.size / most) * (H - 4)).toFixed(1)}`).join("");
}

export function Sparkline({ id, days = 30 }: { id: string; days?: number }) {
    const { t } = useTranslation();
    const r = useReader();
    const sizes = useSizes(id, today(r, days), today(r)).data;
    const first = sizes?.[0];
    const last = sizes?.at(-1);
    if (!sizes || !first || !last || sizes.length < 2) return null;
    const words = t("segments.sparkline", { from: count(r, first.size), to: count(r, last.size), n: days });
    return (
        <svg width={W} height={H} viewBox={`0 0 ${W} ${H}`} role="img" aria-label={words} style={{ display: "block", overflow: "visible" }}>
            <title>{words}</title>
            <path d={`${pathOf(sizes)}L${W},${H}L0,${H}Z`} fill="var(--act)" opacity={0.12} />
            <path d={pathOf(sizes)} fill="none" stroke="var(--act)" strokeWidth={1.6} strokeLinejoin="round" />
        </svg>
    );
}

const SPAN = 90;

export function SizeCard({ id }: { id: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const sizes = useSizes(id, today(r, SPAN), today(r)).data;
    const first = sizes?.[0];
    const last = sizes?.at(-1);
    const change = first && last && first.size > 0 && sizes.length > 1 ? (last.size - first.size) / first.size : null;
    return (
        <section className="card" aria-label={t("segments.sizeTitle")}>
            <h2 style={{ margin: "0 0 8px", fontSize: "0.95rem", fontWeight: 650 }}>{t("segments.sizeTitle")}</h2>
            {!sizes ? null : sizes.length < 2 ? (
                <Text size="sm" className="dim">{t("segments.sizeYoung")}</Text>
            ) : (
                <>
                    {change !== null && first && <Text size="sm" className="dim num" mb="xs">{t("segments.since", { change: `${change > 0 ? "↑" : change < 0 ? "↓" : "="} ${signed(r, change)}`, day: day(r, first.day) })}</Text>}
                    <div aria-hidden>
                        <AreaChart
                            h={180} data={sizes.map((s) => ({ day: day(r, s.day), size: s.size }))} dataKey="day" gridAxis="x" tickLine="none" curveType="stepAfter" withDots={false} areaChartProps={{ accessibilityLayer: false }}
                            areaProps={{ isAnimationActive: false }} valueFormatter={(v) => count(r, v)} yAxisProps={{ width: 52, domain: [0, "auto"], allowDecimals: false }} xAxisProps={{ minTickGap: 40 }}
                            series={[{ name: "size", label: t("segments.size"), color: "azulejo.5" }]}
                        />
                    </div>
                    <details style={{ marginTop: 8 }}>
                        <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("segments.sizeTitle")} style={{ maxHeight: 260, overflowY: "auto" }}>
                            <table className="grid-table">
                                <thead><tr><th>{t("segments.day")}</th><th className="num">{t("segments.size")}</th></tr></thead>
                                <tbody>{sizes.map((s) => <tr key={s.day}><td>{day(r, s.day)}</td><td className="num">{count(r, s.size)}</td></tr>)}</tbody>
                            </table>
                        </div>
                    </details>
                </>
            )}
        </section>
    );
}
