/* What the server says of channels, ways of selling and partners. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { Page, Reason } from "../../api/types";
import type { components } from "../../api/openapi";

type Schemas = components["schemas"];

export interface Figures {
    figures: Record<string, number | null>;
    reasons: Record<string, Reason>;
}
export type ChannelOutcome = Omit<Schemas["ChannelOutcome"], "figures" | "reasons"> & Figures;
export type ChannelOutcomes = Omit<Schemas["ChannelOutcomes"], "items"> & { items: ChannelOutcome[] };
export type SellingOutcome = Omit<Schemas["SellingOutcome"], "figures" | "reasons"> & Figures;
export type SellingOther = Omit<Schemas["SellingOther"], "figures" | "reasons"> & Figures;
export type SellingOutcomes = Omit<Schemas["SellingOutcomes"], "items" | "others"> & { items: SellingOutcome[]; others: SellingOther[] };
export type PartnerOutcome = Omit<Schemas["PartnerOutcome"], "figures" | "reasons"> & Figures;
export type PartnerOutcomes = Omit<Schemas["PartnerOutcomes"], "items"> & { items: PartnerOutcome[] };
export type ChannelKind = Schemas["ChannelKind"];

export function useChannelKinds() {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["channel_kinds", i18n.language], staleTime: Infinity, queryFn: async ({ signal }) => (await api.get<Page<ChannelKind>>("/channel_kinds", undefined, signal)).items });
}

export function useChannelOutcomes(plan: string) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["report", "plan_channels", plan, i18n.language], queryFn: ({ signal }) => api.get<ChannelOutcomes>(`/plans/${plan}/channels`, undefined, signal) });
}

export function useSellingOutcomes(plan: string) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["report", "plan_selling", plan, i18n.language], queryFn: ({ signal }) => api.get<SellingOutcomes>(`/plans/${plan}/selling`, undefined, signal) });
}

export function usePartnerOutcomes() {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["report", "partners", i18n.language], queryFn: ({ signal }) => api.get<PartnerOutcomes>("/reports/partners", undefined, signal) });
}
