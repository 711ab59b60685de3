/* What was opened last on this site, in this browser: offered before anything is typed. */
import type { PeopleTable } from "../parts/tables";

export interface Recent {
    table: PeopleTable;
    id: string;
    name: string;
}

const MOST = 7;
const keyOf = (site: string) => `praca.recent.${site}`;

export function recentOf(site: string): Recent[] {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(keyOf(site)) ?? "[]");
        return Array.isArray(kept) ? (kept as Recent[]).filter((r) => typeof r.id === "string" && typeof r.name === "string") : [];
    } catch {
        return [];
    }
}

export function remember(site: string, r: Recent) {
    const others = recentOf(site).filter((x) => x.id !== r.id);
    try {
        localStorage.setItem(keyOf(site), JSON.stringify([r, ...others].slice(0, MOST)));
    } catch {
        /* A browser that keeps nothing offers nothing. */
    }
}

export function forget(site: string, id: string) {
    try {
        localStorage.setItem(keyOf(site), JSON.stringify(recentOf(site).filter((x) => x.id !== id)));
    } catch {
        /* as above */
    }
}
