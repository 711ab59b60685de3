/* A rule as it is being written, and back to JSON. The grammar is docs/rules.md; no field, event or condition is known here
 * by its name.
 *
 * The tree on screen has three kinds of groups, all, any and none; JSON writes none as {"not": {"any": [...]}}, or {"not":
 * node} around a single one. A row may be unfinished: it is then left out of what is counted, and keeps a rule from being
 * saved. toRule() remembers which place of the JSON each row came to, so that the server's mistakes find their row. */
import type { Json } from "../api/types";

export type RuleJson = { [member: string]: Json };
export type How = "all" | "any" | "none";

export interface Times {
    least: number | null;
    most: number | null;
}

export interface GroupDraft {
    key: string;
    kind: "group";
    how: How;
    items: Draft[];
}
export interface BlankDraft {
    key: string;
    kind: "blank";
}
export interface FieldDraft {
    key: string;
    kind: "field";
    field: string;
    op: string;
    value: Json;
}
export interface HasDraft {
    key: string;
    kind: "has";
    many: string;
    times: Times;
    where: GroupDraft;
}
export interface EventDraft {
    key: string;
    kind: "event";
    event: string;
    how: "any" | "is" | "starts";
    path: string;
    channel: string | null; /* null: not asked */
    times: Times;
    days: number | null;
}
export interface UseDraft {
    key: string;
    kind: "use";
    condition: string;
    values: Record<string, Json>;
}
export type RowDraft = BlankDraft | FieldDraft | HasDraft | EventDraft | UseDraft;
export type Draft = GroupDraft | RowDraft;

/* What of the schema the tree needs to read and judge JSON. */
export interface Shape {
    conditions: { key: string; params: { name: string; required: boolean }[] }[];
}

let counter = 0;
export const newKey = (): string => `n${++counter}`;

export const blank = (): BlankDraft => ({ key: newKey(), kind: "blank" });
export const group = (how: How = "all", items: Draft[] = []): GroupDraft => ({ key: newKey(), kind: "group", how, items });
export const once: Times = { least: 1, most: null };

/* --- from JSON --------------------------------------------------------------------------------- */

function isObject(v: unknown): v is RuleJson {
    return typeof v === "object" && v !== null && !Array.isArray(v);
}

function whole(v: Json | undefined): number | null | undefined {
    return v === undefined ? null : typeof v === "number" && Number.isInteger(v) ? v : undefined;
}

function timesOf(v: RuleJson): Times | null {
    const least = whole(v.at_least);
    const most = whole(v.at_most);
    if (least === undefined || most === undefined) return null;
    return v.at_least === undefined && v.at_most === undefined ? once : { least, most };
}

function only(v: RuleJson, ...names: string[]): boolean {
    return Object.keys(v).every((k) => names.includes(k));
}

function list(v: Json | undefined, shape: Shape): Draft[] | null {
    if (!Array.isArray(v)) return null;
    const out: Draft[] = [];
    for (const x of v) {
        const d = node(x, shape);
        if (!d) return null;
        out.push(d);
    }
    return out;
}

function nodeNot(v: Json | undefined, shape: Shape): Draft | null {
    if (isObject(v) && v.any !== undefined && only(v, "any")) {
        const items = list(v.any, shape);
        return items && group("none", items);
    }
    const inner = node(v, shape);
    return inner && group("none", [inner]);
}

function nodeHas(v: RuleJson, shape: Shape): Draft | null {
    const times = timesOf(v);
    if (typeof v.has !== "string" || !times || !only(v, "has", "where", "at_least", "at_most")) return null;
    const where = v.where === undefined ? group() : asGroup(node(v.where, shape));
    return where && { key: newKey(), kind: "has", many: v.has, times, where };
}

function nodeEvent(v: RuleJson): Draft | null {
    const times = timesOf(v);
    const days = whole(v.within_days);
    const text = (x: Json | undefined) => x === undefined || typeof x === "string";
    if (typeof v.event !== "string" || !times || days === undefined || !text(v.path) || !text(v.path_starts) || !text(v.channel)) return null;
    if (!only(v, "event", "path", "path_starts", "channel", "at_least", "at_most", "within_days")) return null;
    if (v.path !== undefined && v.path_starts !== undefined) return null;
    const path = (v.path ?? v.path_starts ?? "") as string;
    return {
        key: newKey(), kind: "event", event: v.event, how: v.path !== undefined ? "is" : v.path_starts !== undefined ? "starts" : "any", path,
        channel: (v.channel as string | undefined) ?? null, times, days,
    };
}

function nodeField(v: RuleJson): Draft | null {
    const others = Object.keys(v).filter((k) => k !== "field");
    const op = others[0];
    if (typeof v.field !== "string" || others.length !== 1 || op === undefined) return null;
    return { key: newKey(), kind: "field", field: v.field, op, value: v[op] ?? null };
}

function node(v: Json | undefined, shape: Shape): Draft | null {
    if (!isObject(v)) return null;
    for (const how of ["all", "any"] as const) {
        if (v[how] === undefined) continue;
        const items = only(v, how) ? list(v[how], shape) : null;
        return items && group(how, items);
    }
    if (v.not !== undefined) return only(v, "not") ? nodeNot(v.not, shape) : null;
    if (v.field !== undefined) return nodeField(v);
    if (v.has !== undefined) return nodeHas(v, shape);
    if (v.event !== undefined) return nodeEvent(v);
    const c = shape.conditions.find((x) => v[x.key] !== undefined);
    return c && only(v, ...c.params.map((p) => p.name)) ? { key: newKey(), kind: "use", condition: c.key, values: { ...v } as Record<string, Json> } : null;
}

function asGroup(d: Draft | null): GroupDraft | null {
    return d && (d.kind === "group" ? d : group("all", [d]));
}

/* The tree of a rule, its root always a group; null when it is no rule of this schema's shape. */
export function fromRule(rule: Json | undefined, shape: Shape): GroupDraft | null {
    return asGroup(node(rule, shape));
}

/* --- to JSON ----------------------------------------------------------------------------------- */

const given = (v: Json | undefined) => v !== undefined && v !== null && v !== "" && !(Array.isArray(v) && v.length === 0);

/* Whether a row says all that it has to. Whether it is right, the server tells. */
export function isWhole(d: Draft, shape: Shape): boolean {
    switch (d.kind) {
        case "blank":
            return false;
        case "group":
            return d.items.every((x) => isWhole(x, shape));
        case "field":
            return d.op !== "" && given(d.value);
        case "has":
            return timesWhole(d.times) && isWhole(d.where, shape);
        case "event":
            return d.event !== "" && (d.how === "any" || d.path !== "") && d.channel !== "" && timesWhole(d.times);
        case "use": {
            const params = shape.conditions.find((c) => c.key === d.condition)?.params ?? [];
            return params.every((p) => !p.required || given(d.values[p.name]));
        }
    }
}

const timesWhole = (t: Times) => t.least !== null || t.most !== null;

/* Rows that are not whole, in reading order. */
export function unfinished(d: Draft, shape: Shape): RowDraft[] {
    if (d.kind === "group") return d.items.flatMap((x) => unfinished(x, shape));
    if (d.kind === "has" && timesWhole(d.times)) return unfinished(d.where, shape);
    return isWhole(d, shape) ? [] : [d];
}

export function countRows(d: Draft): number {
    return d.kind === "group" ? d.items.reduce((n, x) => n + countRows(x), 0) : 1;
}

export interface Written {
    rule: RuleJson;
    places: Map<string, string>; /* path in the JSON → key of its row or group */
}

function putTimes(out: RuleJson, t: Times): void {
    if (t.least === 1 && t.most === null) return;
    if (t.least !== null) out.at_least = t.least;
    if (t.most !== null) out.at_most = t.most;
}

/* Without what is not whole; a group of which nothing is left is left out too. */
export function toRule(root: GroupDraft, shape: Shape, at = "rule"): Written {
    const places = new Map<string, string>();
    const kept = (g: GroupDraft): Draft[] => g.items.filter((x) => (x.kind === "group" ? x.items.length === 0 || kept(x).length > 0 : isWholeButWhere(x)));
    const isWholeButWhere = (d: RowDraft) => (d.kind === "has" ? timesWhole(d.times) : isWhole(d, shape));
    const putGroup = (g: GroupDraft, path: string): RuleJson => {
        const items = kept(g);
        const single = g.how === "none" && items.length === 1 ? items[0] : undefined;
        places.set(path, g.key);
        if (single) return { not: put(single, `${path}.not`) };
        const inside = g.how === "none" ? `${path}.not.any` : `${path}.${g.how}`;
        const nodes = items.map((x, i) => put(x, `${inside}.${i}`));
        return g.how === "none" ? { not: { any: nodes } } : { [g.how]: nodes };
    };
    const put = (d: Draft, path: string): RuleJson => {
        places.set(path, d.key);
        switch (d.kind) {
            case "group":
                return putGroup(d, path);
            case "field":
                return { field: d.field, [d.op]: d.value };
            case "has": {
                const out: RuleJson = { has: d.many };
                if (kept(d.where).length) out.where = putGroup(d.where, `${path}.where`);
                putTimes(out, d.times);
                return out;
            }
            case "event": {
                const out: RuleJson = { event: d.event };
                if (d.how !== "any") out[d.how === "is" ? "path" : "path_starts"] = d.path;
                if (d.channel !== null) out.channel = d.channel;
                putTimes(out, d.times);
                if (d.days !== null) out.within_days = d.days;
                return out;
            }
            case "use":
                return Object.fromEntries(Object.entries(d.values).filter(([, v]) => given(v)));
            case "blank":
                return {};
        }
    };
    // A root without any row is everyone, whatever its word.
    const rule = kept(root).length ? putGroup(root, at) : { all: [] };
    if (!places.size) places.set(at, root.key);
    return { rule, places };
}

/* Mistakes by the row they belong to: the longest place that the path begins with. */
export function mistakesByKey(fields: Record<string, string>, places: Map<string, string>): Map<string, string[]> {
    const out = new Map<string, string[]>();
    for (const [path, message] of Object.entries(fields)) {
        let p = path;
        while (p && !places.has(p)) p = p.includes(".") ? p.slice(0, p.lastIndexOf(".")) : "";
        const key = places.get(p);
        if (key === undefined) continue;
        const have = out.get(key) ?? [];
        if (!have.includes(message)) out.set(key, [...have, message]);
    }
    return out;
}

/* --- changes ----------------------------------------------------------------------------------- */

/* Every group is edited by its key; where-groups too. */
function inGroups(g: GroupDraft, change: (g: GroupDraft) => GroupDraft): GroupDraft {
    const items = g.items.map((x) => {
        if (x.kind === "group") return inGroups(x, change);
        if (x.kind === "has") {
            const where = inGroups(x.where, change);
            return where === x.where ? x : { ...x, where };
        }
        return x;
    });
    const same = items.every((x, i) => x === g.items[i]);
    return change(same ? g : { ...g, items });
}

export function replace(root: GroupDraft, key: string, by: (d: Draft) => Draft): GroupDraft {
    if (root.key === key) return by(root) as GroupDraft;
    return inGroups(root, (g) => {
        const has = g.items.some((x) => x.key === key || (x.kind === "has" && x.where.key === key));
        if (!has) return g;
        return { ...g, items: g.items.map((x) => (x.key === key ? by(x) : x.kind === "has" && x.where.key === key ? { ...x, where: by(x.where) as GroupDraft } : x)) };
    });
}

export function append(root: GroupDraft, into: string, item: Draft): GroupDraft {
    return replace(root, into, (g) => (g.kind === "group" ? { ...g, items: [...g.items, item] } : g));
}

export function remove(root: GroupDraft, key: string): GroupDraft {
    return inGroups(root, (g) => (g.items.some((x) => x.key === key) ? { ...g, items: g.items.filter((x) => x.key !== key) } : g));
}

/* Where an item sits, so that it can be put back there whatever changed meanwhile. */
export interface Seat {
    item: Draft;
    group: string;
    at: number;
}

export function seatOf(root: GroupDraft, key: string): Seat | null {
    for (const [at, x] of root.items.entries()) {
        if (x.key === key) return { item: x, group: root.key, at };
        const inner = x.kind === "group" ? seatOf(x, key) : x.kind === "has" ? seatOf(x.where, key) : null;
        if (inner) return inner;
    }
    return null;
}

/* Back in its group; at the end of the root when that is gone. */
export function seat(root: GroupDraft, s: Seat): GroupDraft {
    let done = false;
    const put = (g: GroupDraft, at: number): GroupDraft => {
        done = true;
        return { ...g, items: [...g.items.slice(0, at), s.item, ...g.items.slice(at)] };
    };
    const next = replace(root, s.group, (g) => put(g as GroupDraft, s.at));
    return done ? next : put(root, root.items.length);
}

function fresh<T extends Draft>(d: T): T {
    const out = { ...d, key: newKey() };
    if (out.kind === "group") return { ...out, items: out.items.map(fresh) };
    if (out.kind === "has") return { ...out, where: fresh(out.where) };
    return out;
}

export function duplicate(root: GroupDraft, key: string): { root: GroupDraft; key: string } {
    let made = key;
    const next = inGroups(root, (g) => {
        const i = g.items.findIndex((x) => x.key === key);
        const item = g.items[i];
        if (!item) return g;
        const copy = fresh(item);
        made = copy.key;
        return { ...g, items: [...g.items.slice(0, i + 1), copy, ...g.items.slice(i + 1)] };
    });
    return { root: next, key: made };
}

/* Put the row into a group of its own, of the other word than the group it stands in, which is why one wants it. */
export function wrap(root: GroupDraft, key: string): GroupDraft {
    return inGroups(root, (g) => ({
        ...g,
        items: g.items.some((x) => x.key === key) ? g.items.map((x) => (x.key === key ? group(g.how === "any" ? "all" : "any", [x]) : x)) : g.items,
    }));
}

/* The members of a group in its place; only where that means the same: a group of one, or of its parent's word. */
export function unwrap(root: GroupDraft, key: string): GroupDraft {
    return inGroups(root, (g) => ({ ...g, items: g.items.flatMap((x) => (x.key === key && x.kind === "group" && mayUnwrap(g, x) ? x.items : [x])) }));
}

export function mayUnwrap(parent: GroupDraft, g: GroupDraft): boolean {
    return g.how !== "none" && (g.items.length === 1 || (g.how === parent.how && g.items.length > 0));
}

/* One step up or down in reading order: past a row, into a group, out of a group. It never leaves the records it speaks
 * of, so not into or out of a "where". Null when there is nowhere to go. */
export function move(root: GroupDraft, key: string, by: -1 | 1): GroupDraft | null {
    const scope = scopeOf(root, key);
    if (!scope) return null;
    const moved = moveIn(scope, key, by);
    if (!moved) return null;
    return scope.key === root.key ? moved : replace(root, scope.key, () => moved);
}

export type Side = "before" | "after" | "inside"; /* inside: at the end of a group */

/* Carried to another place among the records it speaks of. Null where it stays as it is, where it cannot be, and where the rule
 * would be deeper than it may. */
export function carry(root: GroupDraft, key: string, to: string, side: Side, deepest: number): GroupDraft | null {
    const scope = scopeOf(root, key);
    const from = scope && pathIn(scope, key);
    const held = scope && from && itemAt(scope, from);
    const path = scope && (scope.key === to ? [] : pathIn(scope, to));
    if (!held || !path || key === to || (held.kind === "group" && pathIn(held, to))) return null;
    const target = path.length ? itemAt(scope, path) : scope;
    if (!target || (side === "inside" ? target.kind !== "group" : !path.length)) return null;
    const without = remove(scope, key);
    const seated = side === "inside" ? append(without, to, held) : beside(without, to, held, side);
    const next = scope.key === root.key ? seated : replace(root, scope.key, () => seated);
    const same = JSON.stringify(next) === JSON.stringify(root);
    return same || (depthOf(next) > deepest && depthOf(next) > depthOf(root)) ? null : next;
}

function itemAt(g: GroupDraft, path: number[]): Draft | null {
    const [i = 0, ...rest] = path;
    const x = g.items[i];
    return !x || !rest.length ? x ?? null : x.kind === "group" ? itemAt(x, rest) : null;
}

function beside(g: GroupDraft, to: string, item: Draft, side: "before" | "after"): GroupDraft {
    return inGroups(g, (x) => {
        const i = x.items.findIndex((y) => y.key === to);
        if (i < 0) return x;
        const at = side === "before" ? i : i + 1;
        return { ...x, items: [...x.items.slice(0, at), item, ...x.items.slice(at)] };
    });
}

function scopeOf(g: GroupDraft, key: string): GroupDraft | null {
    if (pathIn(g, key)) return g;
    for (const x of rows(g)) {
        if (x.kind !== "has") continue;
        const s = scopeOf(x.where, key);
        if (s) return s;
    }
    return null;
}

function rows(g: GroupDraft): RowDraft[] {
    return g.items.flatMap((x) => (x.kind === "group" ? rows(x) : [x]));
}

/* Indices from g down to the item, through groups alone. */
function pathIn(g: GroupDraft, key: string): number[] | null {
    for (const [i, x] of g.items.entries()) {
        if (x.key === key) return [i];
        if (x.kind !== "group") continue;
        const p = pathIn(x, key);
        if (p) return [i, ...p];
    }
    return null;
}

function moveIn(root: GroupDraft, key: string, by: -1 | 1): GroupDraft | null {
    const path = pathIn(root, key);
    if (!path) return null;
    const step = (g: GroupDraft, at: number[]): { g: GroupDraft; out?: Draft } | null => {
        const [i = 0, ...rest] = at;
        const x = g.items[i] as Draft;
        if (rest.length && x.kind === "group") {
            const done = step(x, rest);
            if (!done) return null;
            const items = g.items.map((y, k) => (k === i ? done.g : y));
            if (done.out) items.splice(by < 0 ? i : i + 1, 0, done.out);
            return { g: { ...g, items } };
        }
        const to = i + by;
        const others = g.items.filter((_, k) => k !== i);
        const next = g.items[to];
        if (next === undefined) return { g: { ...g, items: others }, out: x };
        if (next.kind === "group") {
            const into = { ...next, items: by < 0 ? [...next.items, x] : [x, ...next.items] };
            return { g: { ...g, items: others.map((y) => (y === next ? into : y)) } };
        }
        others.splice(to, 0, x);
        return { g: { ...g, items: others } };
    };
    const done = step(root, path);
    return done && !done.out ? done.g : null;
}

/* Where an item stands, for those who hear it: its number in its group. */
export function placeOf(root: GroupDraft, key: string): { at: number; of: number; how: How } | null {
    for (const [i, x] of root.items.entries()) {
        if (x.key === key) return { at: i + 1, of: root.items.length, how: root.how };
        const inner = x.kind === "group" ? placeOf(x, key) : x.kind === "has" ? placeOf(x.where, key) : null;
        if (inner) return inner;
    }
    return null;
}

/* How deep the JSON would be: the schema has a limit. */
export function depthOf(d: Draft): number {
    if (d.kind === "group") {
        const own = d.how === "none" ? 2 : 1;
        return own + Math.max(0, ...d.items.map(depthOf));
    }
    return d.kind === "has" && d.where.items.length ? 1 + depthOf(d.where) : 1;
}
