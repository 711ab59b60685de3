/* Scenarios of a plan: read, copied, adopted, thrown away. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { Page, PlanApplied, PlanComparison, PlanDiff, Row } from "../../api/types";
import { usePlanRefresh } from "../versions/versions";

export function useScenarios(plan: string) {
    return useQuery({ queryKey: ["rows", "plans", "scenarios", plan], queryFn: async ({ signal }) => (await api.get<Page<Row>>(`/plans/${plan}/scenarios`, undefined, signal)).items });
}

export function useComparison(plan: string, others: string[]) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["progress", "plan-compare", plan, others.join(), i18n.language],
        enabled: others.length > 0,
        queryFn: ({ signal }) => api.get<PlanComparison>(`/plans/${plan}/compare`, { with: others.join(",") }, signal),
    });
}

export function useScenarioDiff(plan: string, scenario: string | undefined) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["progress", "scenario-diff", plan, scenario, i18n.language],
        enabled: scenario !== undefined,
        queryFn: ({ signal }) => api.get<PlanDiff>(`/plans/${plan}/scenarios/${scenario}/diff`, undefined, signal),
    });
}

export interface ScenarioInput {
    name: string;
    budget_percent?: number;
    hours_percent?: number;
}

export function useNewScenario(plan: string) {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: (body: ScenarioInput) => api.post<Row>(`/plans/${plan}/scenarios`, body), onSuccess: again });
}

export function useAdopt(plan: string) {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: (scenario: string) => api.post<PlanApplied>(`/plans/${plan}/scenarios/${scenario}/adopt`), onSuccess: again });
}

export function useDropScenario(plan: string) {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: (scenario: string) => api.del<undefined>(`/plans/${plan}/scenarios/${scenario}`), onSuccess: again });
}
