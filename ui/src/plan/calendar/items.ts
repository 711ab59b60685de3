/* What stands on the calendar: campaigns, events, deadlines of goals and of their milestones, days by which assets are needed. */
import { useMemo } from "react";
import { nameOf, useAllOf } from "../../api/queries";
import type { Row } from "../../api/types";
import type { Span } from "./dates";

export type ItemKind = "campaign" | "event" | "goal" | "milestone" | "asset";

export interface Item extends Span {
    key: string;
    kind: ItemKind;
    table: string;
    row: Row;
    name: string;
    begins: string | null; /* the field of its first day; null: it is one day, and `ends` holds it */
    ends: string;
    fixed: boolean; /* of a plan that does not change any more */
}

export const kindColor: Record<ItemKind, string> = { campaign: "azulejo", event: "leaf", goal: "terracotta", milestone: "gray", asset: "ochre" };

const text = (v: unknown) => (typeof v === "string" && v ? v : null);

function spanned(kind: ItemKind, table: string, row: Row): Item | null {
    const from = text(row.starts_on) ?? text(row.ends_on);
    if (!from) return null;
    return { key: `${table}-${row.id}`, kind, table, row, name: nameOf(row), begins: "starts_on", ends: "ends_on", from, to: text(row.ends_on) ?? from, fixed: false };
}

function deadline(kind: ItemKind, table: string, row: Row, fixed: boolean): Item | null {
    const on = text(row.due_on);
    if (!on) return null;
    return { key: `${table}-${row.id}`, kind, table, row, name: nameOf(row), begins: null, ends: "due_on", from: on, to: on, fixed };
}

/* Its own name says little without the goal that it is of. */
function milestone(row: Row, goals: Row[], fixed: boolean): Item | null {
    const item = deadline("milestone", "milestones", row, fixed);
    const goal = goals.find((g) => g.id === row.goal);
    return item && { ...item, name: goal ? `${nameOf(row)} · ${nameOf(goal)}` : nameOf(row) };
}

export function useItems(plan: Row, holds: Record<string, Row[]>): Item[] | undefined {
    const events = useAllOf("plan_events", { plan: plan.id }).data;
    const milestones = useAllOf("milestones", { plan: plan.id, sort: "due_on" }).data;
    const assets = useAllOf("assets", { "due_on.null": false, sort: "-due_on" }).data;
    return useMemo(() => {
        if (!events || !milestones || !assets) return undefined;
        const fixed = plan.state === "archived";
        const all = [
            ...(holds.campaigns ?? []).map((x) => spanned("campaign", "campaigns", x)),
            ...events.map((x) => spanned("event", "plan_events", x)),
            ...(holds.goals ?? []).map((x) => deadline("goal", "goals", x, fixed)),
            ...milestones.map((x) => milestone(x, holds.goals ?? [], fixed)),
            ...assets.filter((x) => x.state !== "retired" && x.state !== "ready").map((x) => deadline("asset", "assets", x, false)),
        ];
        return all.filter((x): x is Item => x !== null).sort((a, b) => a.from.localeCompare(b.from) || b.to.localeCompare(a.to) || a.name.localeCompare(b.name));
    }, [events, milestones, assets, holds, plan.state]);
}

/* Campaigns of the plan that have no date yet. */
export function undated(holds: Record<string, Row[]>): Row[] {
    return (holds.campaigns ?? []).filter((x) => !text(x.starts_on) && !text(x.ends_on));
}
