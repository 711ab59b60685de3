/* What the screens of scores share: shapes, reading, colours of bands. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import type { Json, Page } from "../api/types";

type Schemas = components["schemas"];
export type Members = Record<string, Json>;
export type ScoreRow = Omit<Schemas["ScoreRow"], "rule" | "behaviour"> & { rule?: Members; behaviour?: Members };
export type ScoreModel = Omit<Schemas["ScoreModel"], "rows" | "weights"> & { rows: ScoreRow[]; weights: Record<string, number> };
export type ScoreKind = Omit<Schemas["ScoreKind"], "published" | "publishing" | "draft"> & Record<"published" | "publishing" | "draft", ScoreModel | null>;
export type Score = Schemas["Score"];
export type ScorePart = Schemas["ScorePart"];
export type ScoreDay = Schemas["ScoreDay"];
export type ContactScore = Schemas["ContactScore"];
export type AccountScore = Schemas["AccountScore"];
export type PeopleScore = Schemas["PeopleScore"];
export type ScoreGrid = Schemas["ScoreGrid"];
export type ScoreBrief = Schemas["ScoreBrief"];
export type Replay = Schemas["ScoreReplay"];
export type ScoreBin = Schemas["ScoreBin"];
export type WhatIf = Schemas["WhatIf"];
export type Suggestion = Schemas["ScoreSuggestion"];
export type Kind = ScoreKind["kind"];

export const kinds: Kind[] = ["fit", "engagement"];
export const roles = ["decider", "payer", "champion", "approver", "buyer", "influencer", "initiator", "user", "gatekeeper", "blocker", "none"] as const;

export function useModels() {
    return useQuery({
        queryKey: ["scores", "models"],
        queryFn: async ({ signal }) => (await api.get<Page<ScoreKind>>("/score-models", undefined, signal)).items,
        // One that is being published is on its way: look again until it is there.
        refetchInterval: (q) => (q.state.data?.some((k) => k.publishing) ? 1000 : false),
    });
}

export function useScore<T>(table: "contacts" | "accounts", id: string) {
    return useQuery({ queryKey: ["scores", table, id], queryFn: ({ signal }) => api.get<T>(`/${table}/${id}/score`, undefined, signal) });
}

/* Grades of a page of contacts, by id. */
export function useGrades(ids: string[]): Map<string, string> {
    const list = ids.join(",");
    const q = useQuery({
        queryKey: ["scores", "briefs", list],
        enabled: ids.length > 0,
        placeholderData: keepPreviousData,
        queryFn: async ({ signal }) => (await api.get<Page<ScoreBrief>>("/scores", { contacts: list }, signal)).items,
    });
    return useMemo(() => new Map((q.data ?? []).filter((b) => b.grade).map((b) => [b.id, b.grade as string])), [q.data]);
}

export function useScoresAgain() {
    const client = useQueryClient();
    return () => void client.invalidateQueries({ queryKey: ["scores"] });
}

/* A and 1 are good, D and 4 are quiet, never alarming: a stranger is no fault. */
export function gradeColor(grade: string): string {
    const n = "ABCD".indexOf(grade[0] ?? "D") + Number(grade[1] ?? 4) - 1;
    return n <= 1 ? "leaf" : n <= 3 ? "azulejo" : "gray";
}

export function signedPoints(n: number): string {
    return n > 0 ? `+${n}` : n < 0 ? `−${Math.abs(n)}` : "0";
}
