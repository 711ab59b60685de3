/* A change of many as it goes on in the server: asked about until it has come to a state, whether its dialogue is open or not. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Bulk } from "../../api/types";

const moving = new Set<Bulk["state"]>(["gathering", "counting", "running", "undoing"]);

export function isMoving(b: Bulk): boolean {
    return moving.has(b.state);
}

export function useBulk(id: string | null) {
    return useQuery({
        queryKey: ["bulk", id],
        enabled: id !== null,
        queryFn: ({ signal }) => api.get<Bulk>(`/bulk/${id}`, undefined, signal),
        refetchInterval: (q) => (q.state.data && !isMoving(q.state.data) ? false : 350),
    });
}

export async function untilStill(id: string): Promise<Bulk> {
    for (;;) {
        const b = await api.get<Bulk>(`/bulk/${id}`);
        if (!isMoving(b)) return b;
        await new Promise((go) => setTimeout(go, 700));
    }
}
