/* What the consent screens share: shapes, states in words and colours, reading and refreshing. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { allOf } from "../api/queries";
import type { Page } from "../api/types";
import { done, failed } from "../parts/toast";

type Schemas = components["schemas"];
export type PersonConsent = Schemas["PersonConsent"];
export type ConsentState = Schemas["ConsentState"];
export type ConsentEntry = Schemas["ConsentEntry"];
export type Verdict = Schemas["ConsentVerdict"];
export type Purpose = Schemas["ConsentPurpose"];
export type ConsentText = Schemas["ConsentText"];
export type LegalBasis = Schemas["LegalBasis"];
export type ListCount = Schemas["ListCount"];
export type ListMember = Schemas["ListMember"];
export type ListDone = Schemas["ListDone"];
export type Suppression = Schemas["Suppression"];
export type SignedLink = Schemas["SignedLink"];

export const states = ["given", "withdrawn", "objected"] as const;
export const channels = ["phone", "person", "paper", "email", "whatsapp", "web", "import"] as const;
export const reasons = ["manual", "unsubscribed", "bounced", "complaint", "objection"] as const;

export function colorOf(state: string | null | undefined): string {
    if (state === "given" || state === "subscribed") return "leaf";
    if (state === "pending") return "ochre";
    return state ? "terracotta" : "gray";
}

/* What became of one person who was put on a list or taken off: they may have been left out, and then why is said. */
export function saidOf(res: ListDone, t: (key: string) => string): void {
    const [out] = res.left_out;
    if (out) failed(out.message);
    else done(t(res.pending ? "consent.nowPending" : "common.saved"));
}

export function usePurposes() {
    return useQuery({
        queryKey: ["rows", "consent_purposes", "all"],
        queryFn: ({ signal }) => allOf<Purpose>("/consent_purposes", {}, signal),
    });
}

export function useTexts(purpose?: string) {
    return useQuery({
        queryKey: ["rows", "consent_texts", purpose ?? "all"],
        queryFn: ({ signal }) => allOf<ConsentText>("/consent_texts", { purpose }, signal),
    });
}

export function useBases() {
    return useQuery({
        queryKey: ["legal-bases"],
        staleTime: 60 * 60_000,
        queryFn: async ({ signal }) => (await api.get<Page<LegalBasis>>("/legal-bases", undefined, signal)).items,
    });
}

/* After anything here changed: who stands where, the ledger, lists and counts. */
export function useAgain() {
    const client = useQueryClient();
    return useMemo(
        () => () => {
            for (const key of ["consent", "consents", "lists", "suppressions", "rows", "timeline", "history"]) void client.invalidateQueries({ queryKey: [key] });
        },
        [client],
    );
}

export function fullLink(path: string): string {
    return new URL(path, window.location.origin).href;
}
