/* The plan as a road, as the server tells it: completeness, who answered, what is missing next, what has drifted. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { Road } from "../../api/types";

export function useRoad(plan: string | undefined) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["road", plan, i18n.language],
        enabled: plan !== undefined && plan !== "",
        queryFn: ({ signal }) => api.get<Road>(`/plans/${plan}/road`, undefined, signal),
    });
}

/* How many of the answers without which a plan cannot be published are there. */
export function essentials(road: Road): { given: number; asked: number } {
    let given = 0;
    let asked = 0;
    for (const s of road.steps)
        for (const q of s.questions) {
            if (!q.required) continue;
            const all = Math.max(1, q.asked);
            asked += all;
            given += Math.min(q.given, all);
        }
    return { given, asked };
}
