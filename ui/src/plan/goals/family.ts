/* A goal's milestones and the goals below it. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { GoalFamily } from "../../api/types";

export function useFamily(id: string) {
    return useQuery({ queryKey: ["goal", id, "family"], queryFn: ({ signal }) => api.get<GoalFamily>(`/goals/${id}/family`, undefined, signal) });
}
