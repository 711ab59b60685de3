/* The ranking of a plan's audiences, as the server computes and words it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { components } from "../../api/openapi";
import type { Page, Row } from "../../api/types";

type Schemas = components["schemas"];

export type Ranking = Schemas["AudienceRanking"];
export type Ranked = Schemas["RankedAudience"];
export type Flip = Schemas["AudienceFlip"];
export type Told = Schemas["AudienceFigure"];
export type AudienceDeal = Schemas["AudienceDeal"];
export type Basis = Ranking["basis"];

export function useRanking(plan: string, basis: Basis) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["rows", "audience-ranking", plan, basis, i18n.language],
        queryFn: ({ signal }) => api.get<Ranking>(`/plans/${plan}/audience-ranking`, { basis }, signal),
        placeholderData: keepPreviousData,
        // A segment that was just made is built within seconds.
        refetchInterval: (q) => (q.state.data?.audiences.some((a) => a.segment?.state === "building") ? 1500 : false),
    });
}

export function useAudienceDeals(audience: string, enabled: boolean) {
    return useQuery({
        queryKey: ["rows", "audience-deals", audience],
        enabled,
        queryFn: async ({ signal }) => (await api.get<Page<AudienceDeal>>(`/audiences/${audience}/deals`, undefined, signal)).items,
    });
}

/* Ties an audience to a segment of companies, or to none. */
export function useBind(audience: string) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (segment: string | null) => api.post<Row>(`/audiences/${audience}/segment`, { segment }),
        onSuccess: () => client.invalidateQueries({ queryKey: ["rows"] }),
    });
}

export function useOrderSteps(audience: string) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (ids: string[]) => api.post<undefined>(`/audiences/${audience}/purchase-steps/order`, { ids }),
        onSettled: () => client.invalidateQueries({ queryKey: ["rows", "purchase_steps"] }),
    });
}
