/* What the screens of competitors read. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { components } from "../../api/openapi";
import type { Json, Row } from "../../api/types";

type Schemas = components["schemas"];

export type RivalRecord = Schemas["RivalRecord"];
export type RivalOutcomes = Schemas["RivalOutcomes"];
export type RivalDeal = Schemas["RivalDeal"];
export interface WatchedPage {
    source: Row;
    notes: number;
    message: string | null;
}

export interface Change {
    what: "title" | "price" | "heading" | "data" | "news" | "url";
    key?: string;
    before?: string | null;
    after?: string | null;
    url?: string;
    added?: number;
    removed?: number;
    examples?: string[];
}

export const sections = ["offers", "sales", "content"] as const;

/* The keys begin with "rows", so that they are read again when a record is saved. */
export function useRivalRecords(plan: string) {
    return useQuery({ queryKey: ["rows", "rival-records", plan], queryFn: ({ signal }) => api.get<Schemas["RivalRecords"]>(`/plans/${plan}/competitors`, undefined, signal) });
}

export function useRivalDeals(competitor: string) {
    return useQuery({ queryKey: ["rows", "rival-deals", competitor], queryFn: ({ signal }) => api.get<Schemas["RivalDeals"]>(`/competitors/${competitor}/deals`, undefined, signal) });
}

/* Asked again and again while a look is under way. */
export function useWatched(competitor: string) {
    return useQuery({
        queryKey: ["rows", "rival-watch", competitor],
        queryFn: async ({ signal }) => (await api.get<{ items: WatchedPage[] }>(`/competitors/${competitor}/watch`, undefined, signal)).items,
        refetchInterval: (q) => (q.state.data?.some((x) => x.source.asked_at) ? 1000 : false),
    });
}

export function changesOf(v: Json | undefined): Change[] {
    return Array.isArray(v) ? (v as unknown as Change[]) : [];
}
