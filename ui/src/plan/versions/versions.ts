/* What a plan's versions are asked for, and what changes when one is made or gone back to. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useRefresh } from "../../api/queries";
import type { PlanApplied, PlanDiff, PlanVersion, PlanVersions } from "../../api/types";

export function useVersions(plan: string) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["progress", "plan-versions", plan, i18n.language],
        queryFn: ({ signal }) => api.get<PlanVersions>(`/plans/${plan}/versions`, undefined, signal),
    });
}

export function useVersionDiff(plan: string, from: string | undefined, to: string | undefined) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["progress", "plan-diff", plan, from, to, i18n.language],
        enabled: from !== undefined,
        queryFn: ({ signal }) => api.get<PlanDiff>(`/plans/${plan}/versions/${from}/diff`, { with: to }, signal),
    });
}

/* Much of a plan may be another now: whatever was read of it is asked for again. */
export function usePlanRefresh() {
    const refresh = useRefresh();
    const client = useQueryClient();
    return () => {
        refresh("plans");
        void client.invalidateQueries({ queryKey: ["row"] });
    };
}

export interface PublishInput {
    note?: string;
    reason?: string;
}

export function usePublish(plan: string) {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: (body: PublishInput) => api.post<PlanVersion>(`/plans/${plan}/publish`, body), onSuccess: again });
}

export interface RestoreInput {
    version: string;
    table?: string;
    id?: string;
    fields?: string[];
}

export function useRestore(plan: string) {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: ({ version, ...body }: RestoreInput) => api.post<PlanApplied>(`/plans/${plan}/versions/${version}/restore`, body), onSuccess: again });
}
