/* Leads passed to sales: what the server says of them, and what is read anew when one is answered. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, type Query } from "../api/client";
import type { Page } from "../api/types";
import type { Named } from "../people/board";

export const reasons = ["no_authority", "early", "no_fit", "no_budget"] as const;
export type Reason = (typeof reasons)[number];

export interface Handoff {
    id: string;
    state: "waiting" | "accepted" | "returned" | "withdrawn";
    seller: Named | null;
    asked_by: Named | null;
    asked_at: string;
    due_at: string;
    late: boolean;
    message: string | null;
    channel: string | null;
    answered_at: string | null;
    reason: Reason | null;
    note: string | null;
    contact: {
        id: string;
        name: string | null;
        email: string | null;
        phone: string | null;
        job_title: string | null;
        lifecycle: string | null;
        first_contact_at: string | null;
        account: Named | null;
        industry: string | null;
        employees: number | null;
    };
}

export interface Seller {
    id: string;
    name: string | null;
    waiting: number;
    late: number;
}

export function useHandoffs(query: Query, enabled = true) {
    return useInfiniteQuery({
        queryKey: ["handoffs", query],
        enabled,
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Handoff>>("/handoffs", pageParam ? { ...query, after: pageParam } : query, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
}

export function useSellers(enabled = true) {
    return useQuery({ queryKey: ["handoffs", "sellers"], enabled, queryFn: async ({ signal }) => (await api.get<Page<Seller>>("/handoffs/sellers", undefined, signal)).items });
}

export function useAgain() {
    const client = useQueryClient();
    return useMemo(
        () => () => {
            for (const key of ["handoffs", "row", "rows", "timeline", "dashboard", "report"]) void client.invalidateQueries({ queryKey: [key] });
        },
        [client],
    );
}

export function nameOfContact(c: Handoff["contact"]): string {
    return c.name ?? c.email ?? `#${c.id.slice(-6)}`;
}
