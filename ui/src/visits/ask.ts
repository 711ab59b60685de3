/* What the screen of visits asks, and how it stands in the address. Questions of one moment travel as one request. */
import { api } from "../api/client";

export type Metric = "visitors" | "visits" | "views" | "views_per_visit" | "bounce_rate" | "engaged" | "events" | "conversion_rate" | "value";
export type Operator = "is" | "is_not" | "contains" | "contains_not";
export type Filter = [op: Operator, dimension: string, values: string[]];
export type Compare = "previous" | "year" | "none";
export type Robots = "with" | "only";

export interface VisitsSearch {
    tab?: "funnels" | "now";
    period?: string; /* "30d", or two days: "2026-01-01,2026-01-31" */
    compare?: Compare;
    figure?: Metric;
    robots?: Robots;
    past?: "without"; /* imported history */
    goal?: string; /* a kind of event */
    f?: Filter[];
}

export interface StatsRow {
    dimensions: string[];
    metrics: (number | null)[];
    have?: Record<string, number>;
    comparison?: { metrics: (number | null)[]; change: (number | null)[] } | null;
}
export interface StatsImports {
    periods: { from: string; to: string }[];
    included: boolean;
    left_out: "asked" | "question" | "report" | null;
}
/* What came in a currency that a value leaves out. */
export interface StatsMoney { currency: string; value: number; events: number }
export interface StatsAnswer {
    results: StatsRow[];
    comparison_results?: StatsRow[];
    meta: { from: string; to: string; interval?: string; time_labels?: string[]; total_rows?: number; stable_visitors?: number; imports?: StatsImports; events_from?: string; currency?: string; other_currencies?: StatsMoney[]; comparison?: { from: string; to: string; time_labels?: string[] } };
}
export interface Question {
    metrics: Metric[];
    dimensions?: string[];
    date_range: string | [string, string];
    filters: unknown[];
    include: Record<string, unknown>;
    goal?: unknown;
    pagination?: { limit: number; offset?: number };
    order_by?: [string, "asc" | "desc"][];
}

const operators: readonly string[] = ["is", "is_not", "contains", "contains_not"];
export const figures: Metric[] = ["visitors", "visits", "views", "views_per_visit", "bounce_rate", "engaged"];
/* With money, which is drawn where there is some. */
export const totals: Metric[] = [...figures, "value"];
export const periods = ["today", "yesterday", "7d", "28d", "30d", "91d", "month", "last_month", "12mo", "24mo", "year", "all"] as const;

function isFilter(v: unknown): v is Filter {
    return Array.isArray(v) && v.length === 3 && operators.includes(String(v[0])) && typeof v[1] === "string" && Array.isArray(v[2]) && v[2].length > 0 && v[2].every((x) => typeof x === "string");
}

export function twoDays(period: string | undefined): [string, string] | null {
    const m = /^(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})$/.exec(period ?? "");
    return m?.[1] && m[2] ? [m[1], m[2]] : null;
}

export function readSearch(s: Record<string, unknown>): VisitsSearch {
    const out: VisitsSearch = {};
    if (s.tab === "funnels" || s.tab === "now") out.tab = s.tab;
    if (typeof s.period === "string" && ((periods as readonly string[]).includes(s.period) || /^\d{1,4}(d|mo)$/.test(s.period) || twoDays(s.period))) out.period = s.period;
    if (s.compare === "previous" || s.compare === "year" || s.compare === "none") out.compare = s.compare;
    if (totals.includes(s.figure as Metric)) out.figure = s.figure as Metric;
    if (s.robots === "with" || s.robots === "only") out.robots = s.robots;
    if (s.past === "without") out.past = s.past;
    if (typeof s.goal === "string" && /^[a-z][a-z0-9_]{0,31}$/.test(s.goal)) out.goal = s.goal;
    if (Array.isArray(s.f)) {
        const f = s.f.filter(isFilter).slice(0, 12);
        if (f.length) out.f = f;
    }
    return out;
}

/* What is a visit's is asked of the visit; a page or an event, of what was done in it. */
export function ofEvents(dimension: string): boolean {
    return dimension === "page" || dimension === "event" || dimension.startsWith("props:");
}

export function filterOf([op, dimension, values]: Filter): unknown {
    const not = op.endsWith("_not");
    const plain = op.replace("_not", "");
    if (!ofEvents(dimension)) return [op, dimension, values];
    return [not ? "has_not_done" : "has_done", [plain, dimension, values]];
}

export function compareMode(s: VisitsSearch): string | null {
    if (s.compare === "none" || s.period === "all") return null;
    return s.compare === "year" ? "year_over_year" : "previous_period";
}

/* Robots and imported history, as chosen. */
export function chosen(s: VisitsSearch): Record<string, unknown> {
    return { ...(s.robots ? { robots: s.robots === "only" ? "only" : true } : {}), ...(s.past ? { imports: false } : {}) };
}

export function question(s: VisitsSearch, more: Partial<Question> & { metrics: Metric[] }): Question {
    const mode = compareMode(s);
    return {
        date_range: twoDays(s.period) ?? s.period ?? "30d",
        ...more,
        ...(more.metrics.includes("conversion_rate") && s.goal ? { goal: ["is", "event", [s.goal]] } : {}),
        filters: [...(s.f ?? []).map(filterOf), ...(more.filters ?? [])],
        include: {
            ...chosen(s),
            ...(mode ? { comparisons: { mode } } : {}),
            ...more.include,
        },
    };
}

/* The same question as a file has it: all rows, beside no other period. */
export function fileOf(q: Question, s: VisitsSearch): Question {
    return { ...q, include: chosen(s), pagination: { limit: 10_000 } };
}

/* The filters with one more; one that is there already goes away. */
export function toggled(f: Filter[] | undefined, one: Filter): Filter[] | undefined {
    const same = (x: Filter) => JSON.stringify(x) === JSON.stringify(one);
    const all = f ?? [];
    const out = all.some(same) ? all.filter((x) => !same(x)) : [...all, one];
    return out.length ? out : undefined;
}

interface Waiting {
    question: Question;
    done: (a: StatsAnswer) => void;
    failed: (e: unknown) => void;
}
const MOST = 24;
const waiting: Waiting[] = [];

async function sendAll(): Promise<void> {
    const all = waiting.splice(0, MOST);
    if (waiting.length) queueMicrotask(() => void sendAll());
    try {
        const { answers } = await api.post<{ answers: StatsAnswer[] }>("/stats", { queries: all.map((w) => w.question) });
        all.forEach((w, i) => {
            const a = answers[i];
            if (a) w.done(a);
            else w.failed(new Error("no answer"));
        });
    } catch (e) {
        for (const w of all) w.failed(e);
    }
}

/* Those that are asked while a screen is drawn ride together. */
export function ask(q: Question): Promise<StatsAnswer> {
    return new Promise((done, failed) => {
        waiting.push({ question: q, done, failed });
        if (waiting.length === 1) setTimeout(() => void sendAll(), 0);
    });
}
