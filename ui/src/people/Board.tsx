/* Deals by stage. A card is dragged, moved by its menu or by the keyboard; a stage that asks something asks it first; every
 * move can be taken back. On a telephone one column fills the screen, and the next is a swipe away. */
import { Button, Group, Select, Text, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "../api/client";
import { count, money, percent } from "../format";
import { Empty } from "../parts/Empty";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { keyOf, useBoard, useMove, type Card, type Column, type Sum } from "./board";
import { BoardCard } from "./BoardCard";
import { asksOf, MoveDialog } from "./MoveDialog";
import { useDrag } from "./useDrag";

export function Board({ query, narrowed, onClear, onNew }: { query: Query; narrowed: boolean; onClear: () => void; onNew?: () => void }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const board = useBoard(query);
    const move = useMove(query);
    const [asking, setAsking] = useState<{ card: Card; to: Column } | null>(null);
    const columns = board.data?.columns ?? [];
    const go = (card: Card, to: Column) => {
        if (asksOf(to).length) setAsking({ card, to });
        else void move(card, to, {}).then((wrong) => { if (wrong) setAsking({ card, to }); });
    };
    const ghost = useRef<HTMLDivElement>(null);
    const drag = useDrag(columns, go, ghost);

    if (board.isLoadingError) return <Trouble error={board.error} again={() => void board.refetch()} />;
    if (!board.data) return <Waiting />;
    const total = columns.reduce((n, c) => n + c.count, 0);
    if (total === 0) {
        return (
            <div className="card">
                <Empty title={t(narrowed ? "list.noneFound" : "list.empty.deals")} text={t(narrowed ? "list.noneFoundText" : "list.emptyText.deals")}>
                    {narrowed ? <Button variant="light" onClick={onClear}>{t("list.clearAll")}</Button> : onNew && <Button onClick={onNew}>{t("list.new.deals")}</Button>}
                </Empty>
            </div>
        );
    }
    const target = columns.find((c) => keyOf(c) === drag.over);
    return (
        <>
            <Totals columns={columns} sums={board.data.sums} />
            <JumpTo columns={columns} />
            <p id="board-keys" className="hidden-visually">{t("board.keys")}</p>
            <div className="hidden-visually" aria-live="assertive">
                {drag.byKeys && drag.held && target ? t("board.over", { name: drag.held.name ?? "", stage: target.stage?.name ?? t("board.noStage") }) : ""}
            </div>
            <div className="board" tabIndex={0} role="region" aria-label={t("board.board")} data-dragging={drag.held !== null}>
                {columns.map((c) => (
                    <section key={keyOf(c)} className="board-col" data-column={keyOf(c)} data-kind={c.stage?.kind} data-over={drag.over === keyOf(c)} aria-label={c.stage?.name ?? t("board.noStage")}>
                        <ColumnHead column={c} />
                        {c.cards.map((card) => (
                            <BoardCard
                                key={card.id} card={card} here={c} columns={columns} mayMove={can("edit_deals")} held={drag.held?.id === card.id}
                                onPress={(e, handle) => { drag.start(e, card, keyOf(c), handle); }} onKey={(e) => { drag.keys(e, card, keyOf(c)); }} onMove={(to) => { go(card, to); }}
                            />
                        ))}
                        {c.cards.length === 0 && <Text size="xs" className="dim" ta="center" py="lg">{t("board.empty")}</Text>}
                        {c.count > c.cards.length && (
                            <Link className="link" style={{ display: "block", textAlign: "center", fontSize: "0.82rem", padding: 10 }} to="/people/$table" params={{ table: "deals" }} search={c.stage?.kind === "open" ? { stage: c.stage.key, outcome: "open" } : { outcome: c.stage?.kind ?? "open" }}>
                                {t("board.more", { count: c.count - c.cards.length })}
                            </Link>
                        )}
                    </section>
                ))}
            </div>
            {drag.held && !drag.byKeys && <div ref={ghost} className="board-ghost" aria-hidden>{drag.held.name}</div>}
            {asking && (
                <MoveDialog
                    card={asking.card} to={asking.to} asks={asksOf(asking.to)} onClose={() => { setAsking(null); }}
                    onMove={async (more) => {
                        const wrong = await move(asking.card, asking.to, more);
                        if (!wrong) setAsking(null);
                        return wrong;
                    }}
                />
            )}
        </>
    );
}

function useSums() {
    const { reader: r } = useDesk();
    return (sums: Sum[], which: "amount_minor" | "weighted_minor", short = true) => sums.map((s) => money(r, s[which], s.currency ?? r.currency, short)).join(" + ");
}

function ColumnHead({ column: c }: { column: Column }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const text = useSums();
    const chance = c.stage?.kind === "open" ? c.stage.probability : null;
    return (
        <div className="board-head">
            <Group justify="space-between" wrap="nowrap" gap={6}>
                <Text fw={650} size="sm" component="h2" truncate m={0}>{c.stage?.name ?? t("board.noStage")}</Text>
                <Text size="xs" className="dim num" fw={600}>{count(r, c.count)}</Text>
            </Group>
            <Text size="xs" className="dim num" truncate>
                {c.sums.length ? text(c.sums, "amount_minor") : "–"}
                {chance !== null && c.sums.length > 0 && <Tooltip label={t("board.weightedHint", { chance: percent(r, chance, 0) })}><span tabIndex={0}> · {t("board.weighted", { sum: text(c.sums, "weighted_minor") })}</span></Tooltip>}
            </Text>
        </div>
    );
}

/* The open pipeline in one line: how much there is, and how much of it may be expected. */
function Totals({ columns, sums }: { columns: Column[]; sums: Sum[] }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const text = useSums();
    const open = columns.filter((c) => (c.stage?.kind ?? "open") === "open");
    const n = open.reduce((a, c) => a + c.count, 0);
    const stalled = open.flatMap((c) => c.cards).filter((x) => x.stalled).length;
    return (
        <div className="board-totals">
            <span><b className="num">{count(r, n)}</b> {t("board.openDeals", { count: n })}</span>
            {sums.length > 0 && <span><b className="num">{text(sums, "amount_minor", false)}</b> {t("board.inPlay")}</span>}
            {sums.length > 0 && <Tooltip label={t("board.forecastHint")}><span tabIndex={0}><b className="num">{text(sums, "weighted_minor", false)}</b> {t("board.forecast")}</span></Tooltip>}
            {stalled > 0 && <span data-tone="bad"><b className="num">{count(r, stalled)}</b> {t("board.stalledDeals", { count: stalled })}</span>}
        </div>
    );
}

function JumpTo({ columns }: { columns: Column[] }) {
    const { t } = useTranslation();
    return (
        <Select
            className="board-jump" aria-label={t("board.jump")} placeholder={t("board.jump")} value={null} mb="xs"
            data={columns.map((c) => ({ value: keyOf(c), label: `${c.stage?.name ?? t("board.noStage")} (${c.count})` }))}
            onChange={(v) => { if (v) document.querySelector(`[data-column="${CSS.escape(v)}"]`)?.scrollIntoView({ inline: "start", block: "nearest", behavior: "smooth" }); }}
        />
    );
}
