/* A deal on the board: what it is, what is next, who has it, and what is wrong with it. */
import { ActionIcon, Avatar, Badge, Group, Menu, Text, Tooltip } from "@mantine/core";
import { IconArrowsHorizontal, IconCalendarEvent, IconClockPause, IconGripVertical, IconUserQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { day, money } from "../format";
import { choiceLabel } from "../parts/fields";
import { useReader } from "../session";
import type { Card, Column } from "./board";
import { keyOf } from "./board";

interface Props {
    card: Card;
    here: Column;
    columns: Column[];
    mayMove: boolean;
    held: boolean;
    onPress: (e: PointerEvent, handle: boolean) => void;
    onKey: (e: KeyboardEvent) => void;
    onMove: (to: Column) => void;
}

export function BoardCard({ card, here, columns, mayMove, held, onPress, onKey, onMove }: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const name = card.name ?? card.account?.name ?? `#${card.id.slice(-6)}`;
    return (
        <article
            className="board-card" data-dragging={held} data-stalled={card.stalled} tabIndex={mayMove ? 0 : undefined} aria-label={name} aria-describedby={mayMove ? "board-keys" : undefined}
            onPointerDown={mayMove ? (e) => { onPress(e, false); } : undefined} onKeyDown={mayMove ? onKey : undefined}
        >
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
                <Link className="plain-link board-name" to="/people/$table/$id" params={{ table: "deals", id: card.id }} draggable={false} title={name}>
                    {withoutAccount(name, card.account?.name)}
                </Link>
                {mayMove && (
                    <Group gap={0} wrap="nowrap">
                        <Menu withinPortal position="bottom-end">
                            <Menu.Target>
                                <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("board.move", { name })}><IconArrowsHorizontal size={15} aria-hidden /></ActionIcon>
                            </Menu.Target>
                            <Menu.Dropdown>
                                {columns.filter((c) => keyOf(c) !== keyOf(here)).map((c) => <Menu.Item key={keyOf(c)} onClick={() => { onMove(c); }}>{c.stage?.name ?? t("board.noStage")}</Menu.Item>)}
                            </Menu.Dropdown>
                        </Menu>
                        <span className="board-grip" aria-hidden onPointerDown={(e) => { onPress(e, true); }}><IconGripVertical size={16} /></span>
                    </Group>
                )}
            </Group>
            {card.account && <Text size="xs" className="dim" truncate>{card.account.name ?? t("board.unnamedCompany")}</Text>}
            <Group justify="space-between" gap={6} mt={6} wrap="nowrap">
                <Text size="sm" className="num" fw={600}>{card.amount_minor === null ? <span className="dim">{t("board.noAmount")}</span> : money(r, card.amount_minor, card.currency ?? r.currency)}</Text>
                {card.owner && <Tooltip label={t("board.owner", { name: card.owner.name ?? "" })}><Avatar size={22} radius="xl" color="azulejo" name={card.owner.name ?? "?"} alt={t("board.owner", { name: card.owner.name ?? "" })} /></Tooltip>}
            </Group>
            {card.outcome === "open" ? <OpenLines card={card} /> : <Text size="xs" className="dim" mt={4} lineClamp={2}>{[card.closed_at ? day(r, card.closed_at) : "", card.reason ?? ""].filter(Boolean).join(" · ")}</Text>}
        </article>
    );
}

function OpenLines({ card }: { card: Card }) {
    const { t } = useTranslation();
    const r = useReader();
    const first = card.missing[0];
    return (
        <div className="board-lines">
            {(card.next_step ?? card.next_step_on) && (
                <span data-tone={card.next_step_late ? "bad" : undefined} title={card.next_step ?? undefined}>
                    <IconCalendarEvent size={14} aria-hidden />
                    <span className="cut">{[card.next_step_on ? day(r, card.next_step_on) : "", card.next_step ?? ""].filter(Boolean).join(" · ")}</span>
                    {card.next_step_late && <span className="hidden-visually">{t("board.late")}</span>}
                </span>
            )}
            {first !== undefined && (
                <span data-tone="warn" title={card.missing.map((x) => t(`board.gap.${x}`)).join("; ")}>
                    <IconUserQuestion size={14} aria-hidden />
                    <span className="cut">{t(`board.gap.${first}`)}</span>
                    {card.missing.length > 1 && <Badge size="xs" variant="light" color="gray" radius="sm" aria-label={t("board.gapsMore", { roles: card.missing.slice(1).map((x) => choiceLabel("role", x, t)).join(", ") })}>+{card.missing.length - 1}</Badge>}
                </span>
            )}
            {card.days !== null && (
                <span data-tone={card.stalled ? "bad" : undefined}>
                    <IconClockPause size={14} aria-hidden />
                    <span className="cut">{t(card.stalled ? "board.stalled" : "board.inStage", { count: card.days })}</span>
                </span>
            )}
        </div>
    );
}

/* The company stands on its own line: "Acme · Kit · 11/2026" is "Kit · 11/2026" above "Acme". */
function withoutAccount(name: string, account: string | null | undefined): string {
    const rest = account && name.startsWith(account) ? name.slice(account.length).replace(/^\s*[·:–-]\s*/, "") : "";
    return rest || name;
}
