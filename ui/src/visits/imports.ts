/* Imports of history: visits and searches from before, as the server has them. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { components } from "../api/openapi";

export type VisitImport = components["schemas"]["VisitImport"];
export type VisitImportOptions = components["schemas"]["VisitImportOptions"];

export const underWay = (i: VisitImport): boolean => i.state === "simulating" || i.state === "running" || i.state === "undoing";

/* Looks again every second while one is at work. */
export function useVisitImports() {
    return useQuery({
        queryKey: ["visit-imports"],
        queryFn: async ({ signal }) => (await api.get<{ items: VisitImport[] }>("/visits/imports", undefined, signal)).items,
        refetchInterval: (q) => (q.state.data?.some(underWay) ? 1000 : false),
    });
}

/* Why rows were not taken, each with its count. */
export const leftOut = ["covered", "outside", "assets", "failures", "others", "refused"] as const;

export const reports = ["totals", "sources", "pages", "entries", "exits", "places", "devices", "browsers", "systems", "events"] as const;
