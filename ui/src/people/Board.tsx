/* Open deals by stage, and what was won or lost of late. A card is dragged to another column, or moved by its menu. */
import { ActionIcon, Group, Menu, Text } from "@mantine/core";
import { IconArrowsHorizontal } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "../api/client";
import { nameOf, useAllOf, useModel, useNames, useSave, type Values } from "../api/queries";
import type { Row } from "../api/types";
import { count, money } from "../format";
import { channelName, currencyOf } from "../parts/fields";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { useTableOf } from "../parts/RefPicker";

const usual = ["qualification", "proposal", "negotiation"];

/* Stages are the site's own words; those that are common everywhere stand in the order a sale takes. */
const course = [/^(lead|novo|new|prospec)/, /^(qualif)/, /^(diagn|discover|descob|reuni|meeting|visita)/, /^(demo|apresent|present|teste|trial)/, /^(propo|or[cç]amento|quote)/, /^(negoc|negot)/, /^(contrat|contract|fecha|clos)/];

function courseOf(stage: string): number {
    const s = stage.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const i = course.findIndex((p) => p.test(s));
    return i < 0 ? course.length : i;
}

interface Column {
    key: string;
    label: string;
    rows: Row[];
    move: Values;
}

export function Board({ query }: { query: Query }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const client = useQueryClient();
    const model = useModel("deals");
    const open = useAllOf("deals", { ...query, outcome: "open" });
    const closed = useAllOf("deals", { ...query, "outcome.in": "won,lost", sort: "-closed_at", limit: 30 });
    const save = useSave("deals");
    const [over, setOver] = useState<string | null>(null);
    const [held, setHeld] = useState<Row | null>(null);
    const accounts = useTableOf(model?.fields.find((f) => f.name === "account")?.refers);
    const rows = useMemo(() => [...(open.data ?? []), ...(closed.data ?? [])], [open.data, closed.data]);
    const names = useNames(accounts, useMemo(() => rows.map((x) => x.account).filter((x): x is string => typeof x === "string"), [rows]));

    const columns = useMemo<Column[]>(() => {
        const by = new Map<string, Row[]>();
        for (const row of open.data ?? []) {
            const s = typeof row.stage === "string" ? row.stage : "";
            by.set(s, [...(by.get(s) ?? []), row]);
        }
        const known = [...by.keys()].filter((s) => s !== "");
        const stages = known.length ? known.sort((a, b) => courseOf(a) - courseOf(b) || a.localeCompare(b)) : usual;
        const out = stages.map((s) => ({ key: s, label: channelName(s, t), rows: by.get(s) ?? [], move: { stage: s, outcome: "open" } as Values }));
        const blank = by.get("");
        if (blank) out.unshift({ key: "(none)", label: t("board.noStage"), rows: blank, move: { stage: null, outcome: "open" } });
        for (const outcome of ["won", "lost"]) {
            out.push({ key: `=${outcome}`, label: t(`choice.outcome.${outcome}`), rows: (closed.data ?? []).filter((x) => x.outcome === outcome), move: { outcome } });
        }
        return out;
    }, [open.data, closed.data, t]);

    const move = (row: Row, to: Column) => {
        const values: Values = { ...to.move };
        if (to.key.startsWith("=")) values.closed_at = new Date().toISOString();
        else if (row.closed_at) values.closed_at = null;
        const back: Values = { stage: row.stage ?? null, outcome: row.outcome, closed_at: row.closed_at ?? null };
        save.mutate({ row, values }, {
            onSuccess: (saved) => {
                doneWithUndo(t("board.moved", { name: nameOf(row), stage: to.label }), t("common.undo"), () => save.mutate({ row: saved, values: back }, { onError: failed }));
            },
            onError: (e) => { failed(e); void client.invalidateQueries({ queryKey: ["rows"] }); },
        });
    };

    if (open.isError) return <Trouble error={open.error} again={() => void open.refetch()} />;
    if (open.isPending || closed.isPending) return <Waiting />;
    const mayMove = can("edit_deals");
    return (
        <div className="board" tabIndex={0} role="region" aria-label={t("board.board")}>
            {columns.map((c) => {
                const sum = c.rows.reduce((a, x) => a + (typeof x.amount_minor === "number" ? x.amount_minor : typeof x.amount === "number" ? x.amount : 0), 0);
                return (
                    <section
                        key={c.key} className="board-col" data-over={over === c.key} aria-label={c.label}
                        onDragOver={(e) => { if (held) { e.preventDefault(); setOver(c.key); } }}
                        onDragLeave={() => setOver((o) => (o === c.key ? null : o))}
                        onDrop={(e) => { e.preventDefault(); setOver(null); if (held && !c.rows.some((x) => x.id === held.id)) move(held, c); setHeld(null); }}
                    >
                        <div style={{ padding: "0 4px" }}>
                            <Text fw={650} size="sm" component="h2" truncate m={0}>{c.label}</Text>
                            <Text size="xs" className="dim num">{count(r, c.rows.length)}{sum > 0 && ` · ${money(r, sum, undefined, true)}`}</Text>
                        </div>
                        {c.rows.map((row) => (
                            <article key={row.id} className="board-card" draggable={mayMove} data-dragging={held?.id === row.id} onDragStart={(e) => { setHeld(row); e.dataTransfer.setData("text/plain", row.id); }} onDragEnd={() => { setHeld(null); setOver(null); }}>
                                <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
                                    <Link className="plain-link" to="/people/$table/$id" params={{ table: "deals", id: row.id }} draggable={false} title={nameOf(row)} style={{ fontWeight: 600, fontSize: "0.88rem", lineHeight: 1.35, overflowWrap: "anywhere", display: "-webkit-box", WebkitLineClamp: 2, WebkitBoxOrient: "vertical", overflow: "hidden" }}>
                                        {withoutAccount(nameOf(row), typeof row.account === "string" ? names.get(row.account) : undefined)}
                                    </Link>
                                    {mayMove && (
                                        <Menu withinPortal position="bottom-end">
                                            <Menu.Target>
                                                <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("board.move", { name: nameOf(row) })}><IconArrowsHorizontal size={15} aria-hidden /></ActionIcon>
                                            </Menu.Target>
                                            <Menu.Dropdown>
                                                {columns.filter((x) => x.key !== c.key).map((x) => <Menu.Item key={x.key} onClick={() => move(row, x)}>{x.label}</Menu.Item>)}
                                            </Menu.Dropdown>
                                        </Menu>
                                    )}
                                </Group>
                                {typeof row.account === "string" && <Text size="xs" className="dim" truncate>{names.get(row.account) ?? "…"}</Text>}
                                <AmountLine row={row} text={money(r, amountOf(row), currencyOf(row, r))} />
                            </article>
                        ))}
                        {c.rows.length === 0 && <Text size="xs" className="dim" ta="center" py="lg">{t("board.empty")}</Text>}
                    </section>
                );
            })}
        </div>
    );
}

/* The company stands on its own line: "Acme · Kit · 11/2026" is "Kit · 11/2026" above "Acme". */
function withoutAccount(name: string, account: string | undefined): string {
    const rest = account && name.startsWith(account) ? name.slice(account.length).replace(/^\s*[·:–-]\s*/, "") : "";
    return rest || name;
}

function amountOf(row: Row): number | null {
    return typeof row.amount_minor === "number" ? row.amount_minor : typeof row.amount === "number" ? row.amount : null;
}

function AmountLine({ row, text }: { row: Row; text: string }) {
    return (
        <>
            {amountOf(row) !== null && <Text size="sm" className="num" fw={550} mt={4}>{text}</Text>}
            {typeof row.next_step === "string" && row.next_step && <Text size="xs" className="dim" truncate title={row.next_step}>→ {row.next_step}</Text>}
        </>
    );
}
