/* The board's data, and a move of a card: shown at once, then told to the server, and put back when that says no. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, Problem, type Query } from "../api/client";
import { toBody, useRefresh, type Values } from "../api/queries";
import type { Row } from "../api/types";
import { doneWithUndo, failed } from "../parts/toast";

export interface Stage {
    id: string;
    key: string;
    name: string;
    kind: "open" | "won" | "lost";
    probability: number | null;
    stall_days: number | null;
    requires: string[];
}

export interface Sum {
    currency: string | null;
    amount_minor: number;
    weighted_minor: number;
}

export interface Named {
    id: string;
    name: string | null;
}

export interface Card {
    id: string;
    version: number;
    name: string | null;
    account: Named | null;
    amount_minor: number | null;
    currency: string | null;
    type: string | null;
    outcome: Stage["kind"];
    days: number | null;
    exact: boolean;
    stalled: boolean;
    next_step: string | null;
    next_step_on: string | null;
    next_step_late: boolean;
    owner: Named | null;
    missing: string[];
    closed_at: string | null;
    reason: string | null;
}

export interface Column {
    stage: Stage | null;
    count: number;
    sums: Sum[];
    cards: Card[];
}

export interface BoardData {
    columns: Column[];
    sums: Sum[];
}

const none = "(none)";

export function keyOf(c: Column): string {
    return c.stage ? c.stage.id : none;
}

export function useBoard(query: Query) {
    return useQuery({
        queryKey: ["rows", "deals", "board", query],
        placeholderData: keepPreviousData,
        queryFn: ({ signal }) => api.get<BoardData>("/deals/board", query, signal),
    });
}

/* The money of a column as it will be when this card has come (1) or gone (-1). */
function sumsWith(sums: Sum[], card: Card, by: 1 | -1, chance: number | null): Sum[] {
    const amount = card.amount_minor;
    if (amount === null) return sums;
    const weighted = Math.round(amount * (chance ?? 0));
    const known = sums.some((s) => s.currency === card.currency);
    const next = known ? sums : [...sums, { currency: card.currency, amount_minor: 0, weighted_minor: 0 }];
    return next.map((s) => (s.currency === card.currency ? { ...s, amount_minor: s.amount_minor + by * amount, weighted_minor: s.weighted_minor + by * weighted } : s));
}

export function moved(board: BoardData, card: Card, to: Column): BoardData {
    const columns = board.columns.map((c) => {
        if (c.cards.some((x) => x.id === card.id)) {
            return { ...c, count: c.count - 1, cards: c.cards.filter((x) => x.id !== card.id), sums: sumsWith(c.sums, card, -1, c.stage?.probability ?? null) };
        }
        if (keyOf(c) !== keyOf(to)) return c;
        const arrived: Card = { ...card, days: 0, exact: true, stalled: false, outcome: to.stage?.kind ?? "open" };
        return { ...c, count: c.count + 1, cards: [arrived, ...c.cards], sums: sumsWith(c.sums, card, 1, c.stage?.probability ?? null) };
    });
    return { ...board, columns };
}

export function useMove(query: Query) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const refresh = useRefresh();
    const key = ["rows", "deals", "board", query];

    /* more: what the stage asks for. Resolves to the wrong fields when the server names some. */
    return async (card: Card, to: Column, more: Values): Promise<Record<string, string> | null> => {
        const before = client.getQueryData<BoardData>(key);
        if (before) client.setQueryData(key, moved(before, card, to));
        try {
            const row = await api.get<Row>(`/deals/${card.id}`);
            const kind = to.stage?.kind ?? "open";
            const values: Values = { stage: to.stage?.key ?? null, outcome: kind, ...more };
            if (kind === "open") values.closed_at = null;
            const saved = await api.patch<Row>(`/deals/${card.id}`, toBody(values, row), row.version);
            refresh("deals", saved);
            const back: Values = { stage: row.stage ?? null, outcome: row.outcome, closed_at: row.closed_at ?? null, ...Object.fromEntries(Object.keys(more).map((k) => [k, row[k] ?? null])) };
            const stage = to.stage?.name ?? t("board.noStage");
            doneWithUndo(t("board.moved", { name: card.name ?? "", stage }), t("common.undo"), () => {
                api.patch<Row>(`/deals/${card.id}`, toBody(back, saved), saved.version).then((x) => { refresh("deals", x); }).catch(failed);
            });
            return null;
        } catch (e) {
            if (before) client.setQueryData(key, before);
            if (e instanceof Problem && Object.keys(e.fields).length > 0) return e.fields;
            failed(e);
            void client.invalidateQueries({ queryKey: ["rows"] });
            return null;
        }
    };
}
