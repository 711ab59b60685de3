/* What the screen of origins asks, and how its rules are said. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { useRefresh } from "../api/queries";
import type { Row } from "../api/types";
import { failed } from "../parts/toast";

export type Preview = components["schemas"]["RejudgePreview"];
export type Found = components["schemas"]["ChannelFound"];
export type UsualRule = components["schemas"]["ChannelUsual"];
export interface Span { from?: string; to?: string }

export const conditions = ["host", "source", "medium", "campaign", "click"] as const;

export function usePreview(span: Span) {
    return useQuery({
        queryKey: ["rejudge", span],
        queryFn: ({ signal }) => api.get<Preview>("/visits/rejudge", { from: span.from ?? "", to: span.to ?? "" }, signal),
        placeholderData: keepPreviousData,
    });
}

export function useUsual() {
    return useQuery({ queryKey: ["channels", "usual"], staleTime: Infinity, queryFn: ({ signal }) => api.get<{ items: UsualRule[] }>("/visits/channels", undefined, signal) });
}

/* "source is linkedin and medium is pago" */
export function ruleText(row: Row, t: TFunction): string {
    const said = conditions.filter((c) => typeof row[c] === "string" && row[c] !== "").map((c) => t(`origins.is.${c}`, { value: String(row[c]) }));
    return said.join(` ${t("origins.and")} `);
}

/* Rules in a new order: those whose place changed are saved, one after the other, so that the last state is whole or told of. */
export function useOrder() {
    const refresh = useRefresh();
    const client = useQueryClient();
    return async (rules: Row[]): Promise<boolean> => {
        try {
            for (const [i, row] of rules.entries()) {
                const position = (i + 1) * 10;
                if (row.position !== position) await api.patch(`/channel_rules/${row.id}`, { position }, row.version);
            }
            return true;
        } catch (e) {
            failed(e);
            return false;
        } finally {
            refresh("channel_rules");
            void client.invalidateQueries({ queryKey: ["rejudge"] });
        }
    };
}
