/* What the screens of segments read: the segment itself, who is in it, who came and went, how large it was. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { useModel } from "../api/queries";
import type { Json, Page, Row } from "../api/types";
import type { RuleJson } from "../rules/tree";

type Schemas = components["schemas"];

export type SegmentSubject = "contact" | "account";

export interface Segment extends Row {
    name: string;
    subject: SegmentSubject;
    rule: RuleJson;
    description: string | null;
    member_count: number | null;
    counted_at: string | null;
    state: "building" | "live";
    trouble: string | null; /* why a build waits */
}

export type Member = Schemas["SegmentMember"];
export type Manual = Schemas["SegmentHand"];
export type Move = Schemas["SegmentMove"];
export type Size = Schemas["SegmentSize"];
export type Overlap = Schemas["SegmentOverlap"];
export type SegmentOf = Schemas["SegmentOf"];

export type How = "include" | "exclude" | "none";

export const recordsOf: Record<SegmentSubject, "contacts" | "accounts"> = { contact: "contacts", account: "accounts" };

/* The rule travels as JSON or as its text, as the field table says. */
export function ruleOf(v: Json | undefined): RuleJson | null {
    if (typeof v === "string") {
        try {
            return ruleOf(JSON.parse(v) as Json);
        } catch {
            return null;
        }
    }
    return typeof v === "object" && v !== null && !Array.isArray(v) ? v : null;
}

export function useHasSegments(): boolean {
    return useModel("segments") !== undefined;
}

const building = (s: Row | undefined) => s?.state === "building";

export function useSegment(id: string) {
    return useQuery({
        queryKey: ["row", "segments", id],
        queryFn: ({ signal }) => api.get<Segment>(`/segments/${id}`, undefined, signal),
        // Members come and go by themselves while one looks.
        refetchInterval: (q) => (building(q.state.data) ? 1000 : 10_000),
    });
}

export function useSegments(subject: SegmentSubject | undefined) {
    return useInfiniteQuery({
        queryKey: ["rows", "segments", "page", subject],
        initialPageParam: "",
        placeholderData: keepPreviousData,
        queryFn: ({ pageParam, signal }) => api.get<Page<Segment>>("/segments", { subject, sort: "name", limit: 25, after: pageParam, count: 1 }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
        refetchInterval: (q) => (q.state.data?.pages.some((p) => p.items.some(building)) ? 2000 : false),
    });
}

function usePages<T>(id: string, what: "members" | "moves" | "manual") {
    return useInfiniteQuery({
        queryKey: ["segment", id, what],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<T>>(`/segments/${id}/${what}`, { limit: 50, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
}

export const useMembersOf = (id: string) => usePages<Member>(id, "members");
export const useMoves = (id: string) => usePages<Move>(id, "moves");
export const useManual = (id: string) => usePages<Manual>(id, "manual");

/* The server tells the days on which the size changed; a line through time has them all. */
export function everyDay(changes: Size[], to: string): Size[] {
    const out: Size[] = [];
    for (const [i, s] of changes.entries()) {
        const end = changes[i + 1]?.day ?? next(to);
        for (let day = s.day; day < end; day = next(day)) out.push({ day, size: s.size });
    }
    return out;
}

function next(day: string): string {
    return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function useSizes(id: string, from: string, to: string) {
    return useQuery({
        queryKey: ["segment", id, "sizes", from, to],
        staleTime: 60_000,
        queryFn: async ({ signal }) => everyDay((await api.get<{ items: Size[] }>(`/segments/${id}/sizes`, { from, to }, signal)).items, to),
    });
}

export function useOverlap(id: string, other: string | null) {
    return useQuery({
        queryKey: ["segment", id, "overlap", other],
        enabled: other !== null,
        queryFn: ({ signal }) => api.get<Overlap>(`/segments/${id}/overlap`, { with: other }, signal),
    });
}

export function useSetManual(id: string) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: ({ ids, how }: { ids: string[]; how: How }) => api.post<{ changed: number }>(`/segments/${id}/manual`, { ids, how }),
        onSuccess: () => {
            void client.invalidateQueries({ queryKey: ["segment", id] });
            void client.invalidateQueries({ queryKey: ["row", "segments", id] });
            void client.invalidateQueries({ queryKey: ["rows", "segments"] });
        },
    });
}
