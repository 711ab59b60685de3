/* How a plan is begun: examples to look at, answers to send, and the guesses that are left. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { Page, PlanAnswers, PlanExample, PlanExampleWhole, PlanGuesses, Row } from "../../api/types";
import { usePlanRefresh } from "../versions/versions";

export function useExamples() {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["plan-examples", i18n.language], staleTime: 5 * 60_000, queryFn: async ({ signal }) => (await api.get<Page<PlanExample>>("/plan-examples", undefined, signal)).items });
}

export function useExample(key: string | undefined) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["plan-example", key, i18n.language], enabled: key !== undefined, staleTime: 5 * 60_000, queryFn: ({ signal }) => api.get<PlanExampleWhole>(`/plan-examples/${key}`, undefined, signal) });
}

export interface StartInput {
    name: string;
    starts_on: string;
    example?: string;
    answers?: PlanAnswers;
}

export function useStart() {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: (body: StartInput) => api.post<Row>("/plans/start", body), onSuccess: again });
}

export function useGuesses(plan: string) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["progress", "plan-guesses", plan, i18n.language], queryFn: ({ signal }) => api.get<PlanGuesses>(`/plans/${plan}/guesses`, undefined, signal) });
}

export interface ConfirmInput {
    table?: string;
    id?: string;
    fields?: string[];
}

export function useConfirmGuesses(plan: string) {
    const again = usePlanRefresh();
    return useMutation({ mutationFn: (body: ConfirmInput) => api.post<{ confirmed: number }>(`/plans/${plan}/guesses/confirm`, body), onSuccess: again });
}
