/* What a saved report holds, and how a screen becomes one and comes back from it. A kind is one row of `screens`. */
import type { components } from "../api/openapi";
import type { Json } from "../api/types";
import { question, readSearch, twoDays, type VisitsSearch } from "../visits/ask";
import { chosen, figures, filterOf, totals } from "../visits/ask";
import { metricsOf, onlyEvents, panels } from "../visits/Panel";
import { stepOf, type Funnel } from "../visits/funnel";
import { presetOf, periodOf, rangeOf, type Period, type Preset } from "../results/period";
import type { Reader } from "../format";

type Schemas = components["schemas"];

export type ReportKind = "visits" | "funnel" | "channels" | "attribution" | "economics" | "metrics";
export type Paper = Omit<Schemas["Paper"], "tables"> & { tables: PaperTable[] };
export type PaperTable = Omit<Schemas["PaperTable"], "rows"> & { rows: Schemas["PaperCell"][][] };
export type ReportSchedule = Schemas["ReportSchedule"];
export type Mail = Schemas["Mail"];
export type MailWhole = Schemas["MailWhole"];
export type MailPreview = Schemas["MailPreview"];
export type MailChoices = Schemas["MailChoices"];

export interface Report {
    id: string;
    version: number;
    name: string;
    kind: ReportKind;
    question: Json;
    view: Json;
    owner: string | null;
    trashed: boolean;
    created_at: string;
    changed_at: string;
}

export interface NewReport {
    kind: ReportKind;
    question: Json;
    view: Json;
}

const TOP = 20;

/* --- a screen becomes a report */

/* Its figures, their course, and each list of the screen by its first dimension. */
export function ofVisits(search: VisitsSearch): NewReport {
    const metrics = search.figure === "value" ? totals : figures;
    const { filters, include, date_range } = question(search, { metrics });
    const lists = panels.flatMap((p) => p.dimensions.slice(0, p.key === "sources" ? 2 : 1));
    const queries = [
        { metrics },
        { metrics: ["visits", "visitors"], dimensions: ["time"] },
        ...lists.map((d) => {
            const { goal, filters: more } = question({ ...search, f: undefined }, { metrics: metricsOf(d, search.goal), filters: onlyEvents(d) });
            return { metrics: metricsOf(d, search.goal), dimensions: [d], pagination: { limit: TOP }, ...(goal ? { goal } : {}), ...(more.length ? { filters: more } : {}) };
        }),
    ];
    return { kind: "visits", question: { date_range, filters, include, queries } as Json, view: viewOf(search) };
}

export function ofFunnel(funnel: Funnel, search: VisitsSearch): NewReport {
    return {
        kind: "funnel",
        question: {
            steps: funnel.steps.map(stepOf).filter((s) => s.page ?? s.event), scope: funnel.scope, ...(funnel.window_days ? { window_days: funnel.window_days } : {}),
            date_range: twoDays(search.period) ?? search.period ?? "30d", filters: (search.f ?? []).map(filterOf),
            include: chosen(search),
        } as unknown as Json,
        view: viewOf({ ...search, tab: "funnels" }),
    };
}

/* A ready-made period stays one: next month it is another month. */
function periodIn(period: Period, r: Reader): { question: Record<string, Json>; preset?: Preset } {
    const preset = presetOf(period, r);
    const range = preset && rangeOf(preset);
    if (range) return { question: { date_range: range }, preset };
    return { question: { ...(period.from ? { from: period.from } : {}), ...(period.to ? { to: period.to } : {}) } };
}

type Search = Record<string, string | undefined>;

function withPeriod(kind: ReportKind, rest: Record<string, Json>, search: Search, r: Reader): NewReport {
    const { question: days, preset } = periodIn({ from: search.from, to: search.to }, r);
    return { kind, question: { ...rest, ...days }, view: viewOf(preset ? { ...search, from: undefined, to: undefined, preset } : search) };
}

export function ofChannels(by: string, search: Search, r: Reader): NewReport {
    return withPeriod("channels", { by }, search, r);
}

export function ofAttribution(by: string, credit: string, search: Search, r: Reader): NewReport {
    return withPeriod("attribution", {
        by, credit, ...(search.window ? { window: Number(search.window) } : {}), ...(search.half_life ? { half_life: Number(search.half_life) } : {}),
        ...(search.sales === "false" ? { sales: false } : {}), ...(search.models === "all" ? { models: "all" } : {}),
    }, search, r);
}

export function ofEconomics(by: string, model: string | undefined, search: Search, r: Reader): NewReport {
    return withPeriod("economics", { by, ...(model ? { model } : {}) }, search, r);
}

function viewOf(search: object): Json {
    return Object.fromEntries(Object.entries(search).filter(([, v]) => v !== undefined)) as Json;
}

/* --- and comes back */

function asObject(v: Json): Record<string, unknown> {
    return typeof v === "object" && v !== null && !Array.isArray(v) ? v : {};
}

function visitsBack(view: Json) {
    return { ...readSearch(asObject(view)) };
}

function periodBack(view: Json, r: Reader): Search {
    const { preset, ...rest } = asObject(view);
    const texts = Object.fromEntries(Object.entries(rest).filter((e): e is [string, string] => typeof e[1] === "string"));
    return typeof preset === "string" ? { ...texts, ...periodOf(preset as Preset, r) } : texts;
}

const screens: Record<ReportKind, { to: string; search: (view: Json, r: Reader) => object } | null> = {
    visits: { to: "/results/visits", search: visitsBack },
    funnel: { to: "/results/visits", search: visitsBack },
    channels: { to: "/results/channels", search: periodBack },
    attribution: { to: "/results/attribution", search: periodBack },
    economics: { to: "/results/economics", search: periodBack },
    metrics: null, /* has no screen of its own: it is read as a report */
};

/* Where a report opens: the screen it was made on, as it stood; or itself. */
export function placeOf(report: Report, r: Reader): { to: string; search?: object } {
    const screen = screens[report.kind];
    if (!screen || report.view === null) return { to: `/results/reports/${report.id}` };
    return { to: screen.to, search: screen.search(report.view, r) };
}

export function hasScreen(report: Report): boolean {
    return screens[report.kind] !== null && report.view !== null;
}
