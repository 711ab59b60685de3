/* What the screens read, as TanStack queries: field tables, records, names of what records point to, and saving with
 * the version that was read. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, type Query } from "./client";
import { shorten } from "../format";
import type { CustomField, Field, Json, Members, Model, Page, Row, Setting, WebhookEvent } from "./types";

const PAGE_MAX = 500; /* the most the server gives at once */

export function useModels() {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["models", i18n.language],
        staleTime: 5 * 60_000,
        queryFn: async ({ signal }) => (await api.get<{ models: Model[] }>("/models", undefined, signal)).models,
    });
}

/* The field table of a model; the site's own fields stand at its end as custom.NAME. */
export function useModel(table: string): Model | undefined {
    const models = useModels().data;
    return useMemo(() => models?.find((x) => x.table === table), [models, table]);
}

/* A field of a form that no model has, written like one. */
export function fieldOf(f: Pick<Field, "name" | "label" | "kind"> & Partial<Field>): Field {
    return {
        help: null, required: false, readonly: false, sortable: false, filterable: false, searchable: false, unique: false, custom: false,
        min: null, max: null, choices: [], choice_labels: {}, refers: null, initial: null, ...f,
    };
}

export function useCustomFields() {
    return useQuery({
        queryKey: ["custom-fields"],
        staleTime: 60_000,
        retry: false,
        queryFn: async ({ signal }) => {
            return (await api.get<Page<CustomField>>("/custom-fields", undefined, signal)).items;
        },
    });
}

export function useRows(table: string, query: Query, enabled = true) {
    return useInfiniteQuery({
        queryKey: ["rows", table, query],
        enabled,
        initialPageParam: "",
        placeholderData: keepPreviousData,
        queryFn: ({ pageParam, signal }) =>
            api.get<Page<Row>>(`/${table}`, pageParam ? { ...query, after: pageParam } : { ...query, count: 1 }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
}

/* Every record there is, page after page: a screen that adds up or looks for something must not stop at the first. */
export async function allOf<T = Row>(path: string, query: Query, signal?: AbortSignal): Promise<T[]> {
    const all: T[] = [];
    for (let after: string | null = ""; after !== null; ) {
        const page: Page<T> = await api.get<Page<T>>(path, { limit: PAGE_MAX, ...query, after }, signal);
        all.push(...page.items);
        after = page.next ?? null;
    }
    return all;
}

export function useAllOf(table: string, query: Query, enabled = true) {
    return useQuery({
        queryKey: ["rows", table, "all", query],
        enabled,
        queryFn: ({ signal }) => allOf(`/${table}`, query, signal),
    });
}

export function useRow(table: string, id: string, enabled = true) {
    return useQuery({
        queryKey: ["row", table, id],
        enabled: enabled && id !== "",
        queryFn: ({ signal }) => api.get<Row>(`/${table}/${id}`, undefined, signal),
        retry: (n, e) => n < 2 && !(e instanceof Problem && e.status < 500),
    });
}

export function nameOf(row: Row | undefined, fallback = ""): string {
    if (!row) return fallback;
    for (const f of ["name", "team", "email", "domain", "external_id", "job_title", "statement", "employer"]) {
        const v = row[f];
        if (typeof v === "string" && v) return v.length > 80 ? `${v.slice(0, 79)}…` : f === "external_id" ? shorten(v) : v;
    }
    return fallback || `#${row.id.slice(-6)}`;
}

/* Names of the records that a list points to, asked for together, as many at a time as one filter takes. */
const ONE_OF = 50;

export function useNames(table: string | null, ids: string[]): Map<string, string> {
    const { t } = useTranslation();
    const wanted = useMemo(() => [...new Set(ids)].sort(), [ids]);
    const parts = useMemo(() => {
        const out: string[][] = [];
        for (let i = 0; table && i < wanted.length; i += ONE_OF) out.push(wanted.slice(i, i + ONE_OF));
        return out;
    }, [wanted, table]);
    const answers = useQueries({
        queries: parts.map((part) => ({
            queryKey: ["names", table, part],
            staleTime: 60_000,
            retry: false,
            queryFn: async ({ signal }: { signal: AbortSignal }) => {
                // One that was merged is answered for by another: its name, under the id that was asked for.
                if (part.length === 1) return [{ ...(await api.get<Row>(`/${table}/${part[0]}`, undefined, signal)), id: part[0] as string }];
                return (await api.get<Page<Row>>(`/${table}`, { "id.in": part.join(","), limit: ONE_OF }, signal)).items;
            },
        })),
    });
    const stamp = answers.map((a) => `${a.dataUpdatedAt} ${a.errorUpdatedAt}`).join();
    return useMemo(() => {
        const m = new Map<string, string>();
        answers.forEach((a, i) => {
            const answered = a.isSuccess || (a.error instanceof Problem && a.error.status === 404);
            if (answered) for (const id of parts[i] ?? []) m.set(id, t("record.gone"));
            for (const row of a.data ?? []) m.set(row.id, nameOf(row));
        });
        return m;
        // eslint-disable-next-line react-hooks/exhaustive-deps
    }, [stamp, t]);
}

const users = { queryKey: ["users"], staleTime: 60_000, retry: false, queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Members>("/users", undefined, signal) };

const membersOf = (all: Members) => all.items;

export function useMembers() {
    return useQuery({ ...users, select: membersOf });
}

export function personNamed(t: TFunction, all: Members | undefined, id: string): string {
    const here = all?.items.find((u) => u.id === id);
    if (here) return here.name ?? here.email;
    const left = all?.left.find((u) => u.id === id);
    return left ? t("record.left", { name: left.name }) : t("record.someone");
}

/* What anyone who works here, or did, is called wherever a record names them by id. */
export function useWho() {
    const { t } = useTranslation();
    const all = useQuery(users).data;
    return (id: string) => personNamed(t, all, id);
}

/* The rows of the settings table, in the reader's language. */
export function useSettings(enabled = true) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["settings", i18n.language], enabled, queryFn: async ({ signal }) => (await api.get<Page<Setting>>("/settings", undefined, signal)).items });
}

/* What a webhook can hear of, in the reader's language. */
export function useWebhookEvents(enabled = true) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["webhooks", "events", i18n.language], enabled, retry: false, queryFn: async ({ signal }) => (await api.get<Page<WebhookEvent>>("/webhooks/events", undefined, signal)).items });
}

/* The tags in use on records of a model, to be offered. */
export function useTags(model: string | undefined) {
    return useQuery({
        queryKey: ["tags", model],
        enabled: model !== undefined,
        staleTime: 30_000,
        retry: false,
        queryFn: async ({ signal }) => (await api.get<{ items: string[] }>("/tags", { model }, signal)).items,
    });
}

export type Values = Record<string, Json | undefined>;

/* custom.NAME fields travel inside the custom object. */
export function toBody(values: Values, before?: Row): Record<string, Json> {
    const body: Record<string, Json> = {};
    let custom: Record<string, Json> | null = null;
    for (const [k, v] of Object.entries(values)) {
        if (v === undefined) continue;
        if (k.startsWith("custom.")) {
            custom ??= { ...(before?.custom ?? {}) };
            custom[k.slice(7)] = v;
        } else {
            body[k] = v;
        }
    }
    if (custom) body.custom = custom;
    return body;
}

export function valueOf(row: Row, field: string): Json | undefined {
    return field.startsWith("custom.") ? row.custom?.[field.slice(7)] : row[field];
}

/* What may have changed when a record did: its lists, itself, its timeline, and every figure. */
export function useRefresh() {
    const client = useQueryClient();
    return useMemo(
        () => (table: string, row?: Row) => {
            if (row) client.setQueryData(["row", table, row.id], row);
            for (const key of ["rows", "names", "timeline", "committee", "dashboard", "report", "progress", "history", "tags", "scores", "road", "budget", "launch"]) {
                void client.invalidateQueries({ queryKey: [key] });
            }
        },
        [client],
    );
}

export function useSave(table: string) {
    const refresh = useRefresh();
    return useMutation({
        mutationFn: ({ row, values }: { row?: Row; values: Values }) =>
            row
                ? api.patch<Row>(`/${table}/${row.id}`, toBody(values, row), row.version)
                : api.create<Row>(`/${table}`, toBody(values)),
        onSuccess: (saved) => refresh(table, saved),
    });
}

export function useDelete(table: string) {
    const refresh = useRefresh();
    return useMutation({
        mutationFn: (row: Row) => api.del<undefined>(`/${table}/${row.id}`, row.version),
        onSuccess: () => refresh(table),
    });
}
