/* What is still to be asked: one item for each question and record that lacks an answer, what is essential first. */
import type { Json, Road, RoadQuestion, Row } from "../../api/types";
import type { Values } from "../../api/queries";

export interface Item {
    id: string; /* the same question about the same record has the same one */
    step: number;
    q: RoadQuestion;
    record?: string; /* to be changed; without it one is made */
    about?: string; /* name of the record, or of the audience */
    audience?: string;
}

function ofQuestion(step: number, q: RoadQuestion, holds: Record<string, Row[]>): Item[] {
    const open = q.targets.filter((x) => !x.given);
    const one = (record: string | undefined, about: string | null | undefined, audience?: string): Item => ({ id: `${q.key}:${audience ?? record ?? "new"}`, step, q, record, about: about ?? undefined, audience });
    switch (q.kind) {
        case "some":
            if (q.asked > q.targets.length) return [one(undefined, null)];
            return open.map((x) => one(x.id, x.name));
        case "cover":
            return open.map((x) => one(holds[q.table]?.find((row) => row.audience === x.id)?.id, x.name, x.id));
        case "plan":
            return open.map((x) => one(x.id, null));
        case "each":
            return open.map((x) => one(x.id, x.name));
    }
}

export function itemsOf(road: Road, holds: Record<string, Row[]>, only: { step?: string; q?: string }): Item[] {
    const all = road.steps
        .filter((s) => !only.step || String(s.step) === only.step)
        .flatMap((s) => s.questions.filter((q) => (!only.q || q.key === only.q) && q.state !== "answered" && q.state !== "waits").flatMap((q) => ofQuestion(s.step, q, holds)));
    return [...all.filter((x) => x.q.required), ...all.filter((x) => !x.q.required)];
}

/* Records of one kind, the oldest first. */
function first(rows: Row[] | undefined): Row | undefined {
    return [...(rows ?? [])].sort((a, b) => a.id.localeCompare(b.id, undefined, { numeric: true }))[0];
}

/* What a new answer most likely is, to be corrected rather than typed. */
export function likely(item: Item, plan: Row, holds: Record<string, Row[]>, today: string): Values {
    const audience: Json | undefined = item.audience ?? first(holds.audiences)?.id;
    const channel = first(holds.channels)?.id;
    const goal = first(holds.goals);
    const later = typeof plan.starts_on === "string" && plan.starts_on > today ? plan.starts_on : today;
    const end = typeof plan.ends_on === "string" && plan.ends_on > later ? plan.ends_on : undefined;
    const by: Record<string, Values> = {
        positionings: { audience },
        personas: { audience },
        goals: { audience, starts_on: later, due_on: end },
        budget_lines: { channel, month: `${later.slice(0, 7)}-01` },
        campaigns: { channel, starts_on: later, ...(item.q.fields.includes("audience") ? { audience, goal: goal?.id, metric: goal?.metric as Json | undefined } : {}) },
    };
    const values = by[item.q.table] ?? {};
    return item.record ? values : { plan: plan.id, ...values };
}
