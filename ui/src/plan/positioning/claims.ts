/* The ledger of claims and proof, and a canvas with what it said before. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { components } from "../../api/openapi";
import type { Page, Row } from "../../api/types";

type Schemas = components["schemas"];

export type Ledger = Schemas["ClaimLedger"];
export type Claim = Schemas["LedgerClaim"];
export type Proof = Schemas["LedgerProof"];
export type Use = Schemas["LedgerUse"];
export type ClaimState = Claim["state"];
export type Canvas = Omit<Schemas["Canvas"], "positioning"> & { positioning: Row };
export type CanvasVersion = Omit<Schemas["CanvasVersion"], "positioning"> & { positioning: Row };

export const stateColors: Record<ClaimState, string> = { proved: "leaf", unproved: "ochre", withdrawn: "terracotta" };
export const canvasFields = ["team", "alternatives", "attributes", "value", "category", "statement"] as const;

export function useLedger(plan: string) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["rows", "claim-ledger", plan, i18n.language], queryFn: ({ signal }) => api.get<Ledger>(`/plans/${plan}/claims`, undefined, signal) });
}

export function useCanvas(id: string) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["rows", "canvas", id, i18n.language], queryFn: ({ signal }) => api.get<Canvas>(`/positionings/${id}/canvas`, undefined, signal) });
}

export function useVersions(id: string) {
    return useQuery({ queryKey: ["rows", "canvas-versions", id], queryFn: async ({ signal }) => (await api.get<Page<CanvasVersion>>(`/positionings/${id}/versions`, undefined, signal)).items });
}

/* Brings back what a version said, as a new one. */
export function useRestore(row: Row) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (version: number) => api.post<Row>(`/positionings/${row.id}/restore`, { version }, { version: row.version }),
        onSuccess: () => client.invalidateQueries({ queryKey: ["rows"] }),
    });
}
