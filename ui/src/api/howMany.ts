/* How many records a question finds, without the records. */
import { api, type Query } from "./client";
import type { Page, Row } from "./types";

export async function howMany(table: string, query: Query, signal?: AbortSignal): Promise<{ n: number; capped: boolean }> {
    const page = await api.get<Page<Row>>(`/${table}`, { ...query, limit: 1, count: 1 }, signal);
    return { n: page.count ?? 0, capped: page.count_capped ?? false };
}
