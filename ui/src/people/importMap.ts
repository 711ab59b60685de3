/* What a map of an import says, and what a date pattern makes of a cell: enough to show the reader how the server will
 * read the file before it does. */
import type { ColumnMap, Import, ImportMap } from "../api/types";
import { isWorkbook } from "./workbook";

const members = ["kind", "description", "separator", "encoding", "time_zone", "numbers", "on_duplicate", "columns", "constants"];

function isObject(v: unknown): v is Record<string, unknown> {
    return typeof v === "object" && v !== null && !Array.isArray(v);
}

/* The columns that go somewhere. */
export function used(map: ImportMap): [string, ColumnMap & { to: string }][] {
    return Object.entries(map.columns).filter((e): e is [string, ColumnMap & { to: string }] => Boolean(e[1]?.to));
}

/* A map as the server takes it may name a field alone, {"Nome": "name"}; the screens know it long. */
export function longMap(map: ImportMap): ImportMap {
    const columns = map.columns as Record<string, ColumnMap | string | null>;
    return { ...map, columns: Object.fromEntries(Object.entries(columns).map(([c, m]) => [c, typeof m === "string" ? { to: m } : m])) };
}

export function samplesOf(it: Import, column: string): string[] {
    const i = it.header.indexOf(column);
    return [...new Set(it.sample.map((row) => row[i] ?? "").filter((v) => v !== ""))];
}

/* What tells the rows of a file apart, by kind: a field that the server finds records by. */
export function identifies(it: Import, map: ImportMap): boolean {
    const keys = it.kind === "leads" ? ["external_id", "email"] : it.kind === "accounts" ? ["external_id", "tax_number", "domain"] : ["external_id"];
    return used(map).some(([, m]) => keys.includes(m.to));
}

/* The map a draft opens with: what the server suggests, and for deals the code of the lead as the code of the deal, where
 * the sample shows it once a row. Without a code a file that is imported twice would count twice. */
export function openingMap(it: Import): ImportMap {
    const map = longMap({ ...it.map, columns: it.map?.columns ?? {} });
    if (it.state === "draft" && !map.numbers && isWorkbook(it.name)) map.numbers = "en"; // workbook.ts writes a point
    if (it.state !== "draft" || it.kind !== "deals" || identifies(it, map) || map.constants?.external_id) return map;
    const lead = used(map).find(([, m]) => m.to.startsWith("contact."))?.[0];
    if (!lead || samplesOf(it, lead).length < it.sample.length) return map;
    return { ...map, constants: { ...map.constants, external_id: `{${lead}}` } };
}

/* A map from a file, or why it is none: "json", "kind", or "columns" when none of its columns is in this file. */
export function readMap(text: string, it: Import): ImportMap | "json" | "kind" | "columns" {
    let v: unknown;
    try {
        v = JSON.parse(text);
    } catch {
        return "json";
    }
    if (!isObject(v) || !isObject(v.columns)) return "json";
    if (v.kind !== undefined && v.kind !== it.kind) return "kind";
    if (!Object.keys(v.columns).some((c) => it.header.includes(c))) return "columns";
    return longMap(Object.fromEntries(Object.entries(v).filter(([k]) => members.includes(k))) as unknown as ImportMap);
}

export function mapText(it: Import, map: ImportMap): string {
    const out: Record<string, unknown> = { kind: it.kind };
    for (const k of members) {
        const v = map[k as keyof ImportMap];
        if (v !== undefined && v !== null) out[k] = v;
    }
    out.columns = Object.fromEntries(used(map));
    return `${JSON.stringify(out, null, 2)}\n`;
}

const parts: Record<string, string> = { YYYY: "(?<y>\\d{4})", MM: "(?<m>\\d{1,2})", DD: "(?<d>\\d{1,2})", hh: "(?<H>\\d{1,2})", mm: "(?<M>\\d{2})", ss: "(?<S>\\d{2})" };

/* The moment that a cell names under a pattern, in no zone; null when it does not fit. */
export function readDate(pattern: string, cell: string): Date | null {
    if (pattern === "RFC3339") {
        const at = /^\d{4}-\d{2}-\d{2}T/.test(cell) ? new Date(cell) : new Date(NaN);
        return Number.isNaN(at.getTime()) ? null : at;
    }
    const source = pattern.replace(/YYYY|MM|DD|hh|mm|ss|[^\w\s]/g, (x) => parts[x] ?? `\\${x}`).replace(/\s+/g, "\\s+");
    const g = new RegExp(`^${source}$`).exec(cell.trim())?.groups;
    if (!g) return null;
    const n = (k: string, none: number) => (g[k] === undefined ? none : Number(g[k]));
    const at = new Date(Date.UTC(n("y", 1970), n("m", 1) - 1, n("d", 1), n("H", 0), n("M", 0), n("S", 0)));
    return at.getUTCMonth() === n("m", 1) - 1 && at.getUTCDate() === n("d", 1) && n("H", 0) < 24 ? at : null;
}

/* "1 de fevereiro de 2018": a date that nobody reads in two ways. */
export function longDate(locale: string, at: Date): string {
    return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/* The patterns that read every sample first. */
export function fitting(formats: string[], cells: string[]): string[] {
    const fits = (p: string) => cells.length > 0 && cells.every((c) => readDate(p, c) !== null);
    return [...formats.filter(fits), ...formats.filter((p) => !fits(p))];
}
