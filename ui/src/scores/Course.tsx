/* Engagement over the last days as a small line; it fades between what was done. A table behind it. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { day } from "../format";
import { useReader } from "../session";
import type { ScoreDay } from "./words";

const W = 280;
const H = 56;

export function Course({ days }: { days: ScoreDay[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const first = days[0];
    const last = days[days.length - 1];
    if (!first || !last || days.every((d) => d.score === 0)) return null;
    const most = Math.max(20, ...days.map((d) => d.score));
    const x = (i: number) => 3 + (i * (W - 6)) / (days.length - 1);
    const y = (v: number) => H - 4 - (v * (H - 10)) / most;
    const line = days.map((d, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(d.score).toFixed(1)}`).join("");
    return (
        <figure style={{ margin: "12px 0 0" }}>
            <svg viewBox={`0 0 ${W} ${H}`} style={{ width: "100%", height: H, display: "block" }} preserveAspectRatio="none" aria-hidden>
                <path d={`${line}L${x(days.length - 1)} ${H - 4}L${x(0)} ${H - 4}Z`} fill="var(--act-soft)" />
                <line x1="0" x2={W} y1={H - 4} y2={H - 4} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
                <path d={line} fill="none" stroke="var(--act)" strokeWidth="1.8" vectorEffect="non-scaling-stroke" />
            </svg>
            <figcaption>
                <Text size="xs" className="dim num" style={{ display: "flex", justifyContent: "space-between" }}>
                    <span>{day(r, first.day)}</span><span>{t("scores.course", { most: Math.max(...days.map((d) => d.score)) })}</span><span>{t("scores.today")}</span>
                </Text>
                <details>
                    <summary className="dim" style={{ cursor: "pointer", fontSize: "0.78rem" }}>{t("figure.table")}</summary>
                    <table className="grid-table">
                        <thead><tr><th>{t("scores.day")}</th><th className="num">{t("scores.kind.engagement")}</th></tr></thead>
                        <tbody>{days.filter((d, i) => i === days.length - 1 || d.score !== days[i + 1]?.score).map((d) => <tr key={d.day}><td>{day(r, d.day)}</td><td className="num">{d.score}</td></tr>)}</tbody>
                    </table>
                </details>
            </figcaption>
        </figure>
    );
}
