/* Two or three plans side by side; what differs is marked by a sign and by weight, not by colour alone. */
import { Switch, Tooltip } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlanComparison } from "../../api/types";
import { byUnit, month } from "../../format";
import { useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { useComparison } from "./scenarios";

type Table = PlanComparison["sections"][number];
type Line = Table["rows"][number];

export function Comparison({ plan, others }: { plan: string; others: string[] }) {
    const { t } = useTranslation();
    const q = useComparison(plan, others);
    const [only, setOnly] = useState(false);
    if (q.isLoadingError) return <Trouble error={q.error} />;
    if (!q.data) return <Waiting />;
    const { plans, sections } = q.data;
    return (
        <>
            <Switch mb="md" checked={only} onChange={(e) => setOnly(e.currentTarget.checked)} label={t("scenarios.onlyDifferent")} />
            <div className="plan-compare">
                {sections.filter((s) => s.rows.length > 0).map((s) => <CompareTable key={s.key} s={s} names={plans.map((p) => p.name)} only={only} />)}
            </div>
        </>
    );
}

function CompareTable({ s, names, only }: { s: Table; names: string[]; only: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const rows = only ? s.rows.filter((x) => x.differs) : s.rows;
    const label = (x: Line) => (x.total ? t("scenarios.total") : s.key.endsWith("_month") && x.label ? month(r, `${x.label}-01`) : (x.label ?? "–"));
    return (
        <section className="card" aria-label={t(`scenarios.section.${s.key}`)}>
            <h2 style={{ margin: "0 0 4px", fontSize: "1.02rem" }}>{t(`scenarios.section.${s.key}`)}</h2>
            <p className="dim" style={{ margin: "0 0 10px", fontSize: "0.84rem" }}>{t(`scenarios.how.${s.key}`)}</p>
            {rows.length === 0 ? <p className="dim" style={{ margin: 0, fontSize: "0.9rem" }}>{t("scenarios.noDifference")}</p> : (
                <div className="scroll-x" tabIndex={0} role="group" aria-label={t(`scenarios.section.${s.key}`)}>
                    <table className="compare-table">
                        <thead><tr><th scope="col">{t(`scenarios.column.${s.key}`)}</th>{names.map((n, i) => <th key={i} scope="col">{n}</th>)}</tr></thead>
                        <tbody>
                            {rows.map((x, i) => (
                                <tr key={i} data-total={x.total || undefined}>
                                    <th scope="row">{label(x)}</th>
                                    {names.map((_, k) => <CompareCell key={k} line={x} at={k} />)}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </section>
    );
}

function CompareCell({ line, at }: { line: Line; at: number }) {
    const { t } = useTranslation();
    const r = useReader();
    const v = line.values[at] as number | null;
    const base = line.values[0] as number | null;
    const reason = line.reasons[at] as string | null;
    if (v === null) {
        return <td className="dim num">{reason ? <Tooltip label={reason}><span tabIndex={0} style={{ cursor: "help" }}>{t("scenarios.unknown")}</span></Tooltip> : "–"}</td>;
    }
    const delta = at > 0 && base !== null && v !== base ? v - base : null;
    return (
        <td className="num" data-differs={delta !== null || undefined}>
            {byUnit(r, line.unit, v)}
            {delta !== null && <span className="delta">{delta > 0 ? "▲ +" : "▼ −"}{byUnit(r, line.unit, Math.abs(delta))}</span>}
        </td>
    );
}
