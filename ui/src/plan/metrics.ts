import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Metric, Page } from "../api/types";

export function useMetrics() {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["metrics", i18n.language],
        staleTime: 5 * 60_000,
        queryFn: async ({ signal }) => {
            const a = await api.get<Page<Metric> | Metric[] | { metrics: Metric[] }>("/metrics", undefined, signal);
            return Array.isArray(a) ? a : "metrics" in a ? a.metrics : a.items;
        },
    });
}

export const MICRO = 1_000_000;

export function isRate(unit: string | undefined): boolean {
    return unit === "rate" || unit === "fraction" || unit === "percent";
}

export function isMoney(unit: string | undefined): boolean {
    return unit === "money" || unit === "money_minor";
}
