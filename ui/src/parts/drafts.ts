/* What was typed in a form of a record that went away without being saved, so that it begins with it when it is opened again for the same
 * thing. It is kept in memory, until it is saved, cancelled or taken away, or whoever typed it signs out. A secret is never among it: the
 * server describes no secret field, so no such form asks for one. */
import type { Values } from "../api/queries";
import type { Row } from "../api/types";

interface Draft {
    version: number | undefined; /* of the row it was typed over */
    typed: Values;
}

const kept = new Map<string, Draft>();

export interface DraftOf {
    user: string;
    site: string;
    table: string;
    row?: Row;
    initial?: Values;
    asks: (string[] | undefined)[]; /* which fields: two forms of one record know nothing of each other */
}

export function draftKey(d: DraftOf): string {
    return JSON.stringify([d.user, d.site, d.table, d.row?.id ?? "new", d.initial ?? {}, d.asks]);
}

/* Null: there is none. One that was typed over an older row is forgotten: what was saved since is newer. */
export function draftOf(key: string, version: number | undefined): Values | null {
    const d = kept.get(key);
    if (d && d.version !== version) kept.delete(key);
    return d && d.version === version ? d.typed : null;
}

/* Only what differs from what the form began with; when nothing does there is nothing to keep. */
export function keepDraft(key: string, values: Values, began: Values, version: number | undefined): void {
    const typed = Object.fromEntries(Object.entries(values).filter(([k, v]) => JSON.stringify(v ?? null) !== JSON.stringify(began[k] ?? null)));
    if (Object.keys(typed).length) kept.set(key, { version, typed });
    else kept.delete(key);
}

export function forgetDraft(key: string): void {
    kept.delete(key);
}

export function forgetDrafts(): void {
    kept.clear();
}
