/* Why a proposal is made, in figures: each with what it is held against, and the counts open their rows. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Evidence, Proposal } from "../../api/types";
import { byUnit, count, day, inShort, money, percent } from "../../format";
import { useReader } from "../../session";
import { isOfAssets } from "./data";

interface Figure {
    label: string;
    value: ReactNode;
    against?: string;
}

/* compact: in a card among others. */
export function Figures({ p, compact }: { p: Proposal; compact?: boolean }) {
    const { t } = useTranslation();
    const ofGoal = useGoalFigures(), ofLeads = useLeadFigures();
    const figures = p.dimension === "goal" ? ofGoal(p.evidence) : ofLeads(p);
    return (
        <dl className={compact ? "told-figures compact" : "told-figures"} aria-label={t("improve.why")}>
            {figures.map((f) => (
                <div key={f.label}>
                    <dt>{f.label}</dt>
                    <dd>{f.value}{f.against && <span className="told-against">{f.against}</span>}</dd>
                </div>
            ))}
        </dl>
    );
}

/* Nothing is certain. */
function useChance(): (p: number) => string {
    const r = useReader();
    return (p) => (p > 0.99 ? `> ${percent(r, 0.99, 0)}` : p < 0.01 ? `< ${percent(r, 0.01, 0)}` : percent(r, p, 0));
}

function useGoalFigures(): (e: Evidence) => Figure[] {
    const { t } = useTranslation();
    const r = useReader();
    const chance = useChance();
    return (e) => {
        const show = (v: number | undefined) => byUnit(r, e.unit ?? "", v), short = (v: number | undefined) => inShort(r, e.unit ?? "", v);
        const figures: Figure[] = [
            { label: t("improve.figure.today"), value: show(e.current), against: t("improve.figure.evenPace", { v: show(e.expected) }) },
            { label: t("improve.figure.target"), value: show(e.target), against: t("improve.figure.until", { day: day(r, e.to) }) },
        ];
        if (typeof e.outlook_middle === "number") figures.push({ label: t("improve.figure.outlook"), value: show(e.outlook_middle), against: t("improve.figure.often", { low: short(e.outlook_low), high: short(e.outlook_high) }) });
        if (typeof e.chance === "number") figures.push({ label: t("improve.figure.chanceTarget"), value: chance(e.chance) });
        return figures;
    };
}

function useLeadFigures(): (p: Proposal) => Figure[] {
    const { t } = useTranslation();
    const r = useReader();
    const open = useOpen();
    const sure = useSureness();
    return (p) => {
        const e = p.evidence, figures: Figure[] = [];
        const range = (show: (v: number | undefined) => string, low?: number, high?: number) => t("improve.figure.between", { low: show(low), high: show(high) });
        const rate = (v: number | undefined) => percent(r, v);
        figures.push({ label: t("improve.column.leads"), value: open(p, "leads", count(r, e.leads)), against: p.kind === "mend" ? t("improve.figure.share", { v: rate(e.share) }) : undefined });
        figures.push({ label: t("improve.column.won"), value: open(p, "won", count(r, e.won)) });
        if (typeof e.rate === "number") figures.push({ label: t("improve.rate"), value: rate(e.rate), against: p.kind === "mend" ? undefined : range(rate, e.low, e.high) });
        if (typeof e.rest === "number" && p.kind !== "mend") figures.push({ label: t(isOfAssets(p.dimension) ? "improve.figure.restAssets" : "improve.figure.rest"), value: rate(e.rest) });
        if (typeof e.revenue === "number") figures.push({ label: t("improve.column.revenue_minor"), value: open(p, "revenue_minor", money(r, e.revenue)) });
        if (typeof e.spend === "number") figures.push({ label: t("improve.column.spend_minor"), value: open(p, "spend_minor", money(r, e.spend)) });
        const back = (v: number | undefined) => money(r, typeof v === "number" ? 100 * v : v);
        if (typeof e.return_middle === "number" && (p.kind === "stop" || !isOfAssets(p.dimension))) figures.push({ label: t(e.margin ? "improve.figure.backMargin" : "improve.figure.backRevenue", { one: money(r, 100) }), value: back(e.return_middle), against: range(back, e.return_low, e.return_high) });
        return figures.concat(sure(p));
    };
}

/* How sure the comparison is: of the rate, or of the spend that does not pay. */
function useSureness(): (p: Proposal) => Figure[] {
    const { t } = useTranslation();
    const r = useReader();
    const chance = useChance();
    return ({ kind, evidence: e }) => {
        const asked = typeof e.looks === "number" && typeof e.bar === "number" ? t("improve.figure.asked", { bar: percent(r, e.bar), looks: count(r, e.looks) }) : undefined;
        if (kind === "stop" && typeof e.chance_pays === "number") return [{ label: t("improve.figure.chancePays"), value: chance(e.chance_pays) }];
        if (typeof e.chance !== "number" || (kind !== "scale" && kind !== "fix")) return [];
        const better = kind === "scale" && e.chance >= 0.5;
        if (kind === "scale" && !better) return [];
        return [{ label: t(better ? "improve.figure.chanceBetter" : "improve.figure.chanceWorse"), value: chance(better ? e.chance : 1 - e.chance), against: asked }];
    };
}

function useOpen(): (p: Proposal, column: string, text: string) => ReactNode {
    return (p, column, text) => {
        const { from, to } = p.evidence;
        if (!from || !to) return text;
        return <Link to="/results/channels/rows" search={{ report: "improve", by: p.dimension, key: p.subject, from, to, column }} className="link">{text}</Link>;
    };
}
