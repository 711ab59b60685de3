/* What the screens of people's rights share: shapes, and the words of tables that an erasure names. */
import type { TFunction } from "i18next";
import { useQueryClient } from "@tanstack/react-query";
import type { components } from "../api/openapi";

type Schemas = components["schemas"];
export type RightsRequest = Schemas["RightsRequest"];
export type ErasureRow = Schemas["ErasureRow"];
export type Erasure = Omit<Schemas["Erasure"], "proof"> & { proof: Proof | null };
export type ErasurePreview = Schemas["ErasurePreview"];
export type Count = Schemas["ErasureCount"];

export interface Reason { code: string; "pt-BR": string; en: string }
export interface Proof {
    done_at: string;
    person_digest: string;
    asked_by: string;
    counts: Count[];
    kept: Reason[];
    out_of_reach: Reason[];
    files: { read: number; bytes: number; found_in: number };
    digest: string;
    seal: string;
}

export const kinds = ["access", "portability", "correction", "objection", "erase"] as const;

/* "deals.notes" and "deals" are both of deals; a table without a word of its own shows its name. */
export function tableLabel(t: TFunction, name: string): string {
    const table = name.split(".")[0] ?? name;
    return t(`rights.table.${table}`, { defaultValue: table.replaceAll("_", " ") });
}

/* One line a table, the larger first. */
export function byTable(t: TFunction, counts: Count[], what: Count["what"]): [string, number][] {
    const sums = new Map<string, number>();
    for (const c of counts) {
        if (c.what === what) sums.set(tableLabel(t, c.table), (sums.get(tableLabel(t, c.table)) ?? 0) + c.rows);
    }
    return [...sums].sort((a, b) => b[1] - a[1]);
}

export function useAgain(): () => void {
    const client = useQueryClient();
    return () => {
        for (const key of ["rights", "erasures", "consent", "dashboard", "rows", "row"]) void client.invalidateQueries({ queryKey: [key] });
    };
}
