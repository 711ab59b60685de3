/* The gate of a campaign as the server sees it, and the three ways through it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { useRefresh } from "../../api/queries";
import type { Launch } from "../../api/types";

export function useLaunch(id: string, enabled = true) {
    return useQuery({ queryKey: ["launch", id], enabled, queryFn: ({ signal }) => api.get<Launch>(`/campaigns/${id}/launch`, undefined, signal) });
}

export interface LaunchAsk {
    way: "start" | "stop" | "finish";
    confirm?: boolean;
    reason?: string;
}

export function useLaunchChange(id: string) {
    const client = useQueryClient();
    const refresh = useRefresh();
    return useMutation({
        mutationFn: ({ way, ...body }: LaunchAsk) => api.post<Launch>(`/campaigns/${id}/${way}`, body),
        onSuccess: (launch) => {
            client.setQueryData(["launch", id], launch);
            void client.invalidateQueries({ queryKey: ["row", "campaigns", id] });
            refresh("campaigns");
        },
    });
}

/* The address that people are sent to, with the words that say where they come from; null: no page yet. */
export function taggedLink(page: string, tags: Record<string, string>): string | null {
    let url: URL;
    try {
        url = new URL(page);
    } catch {
        return null;
    }
    for (const [k, v] of Object.entries(tags)) {
        if (v.trim()) url.searchParams.set(k, v.trim());
        else url.searchParams.delete(k);
    }
    return url.toString();
}
