/* How the audience buys, step by step. A step is dragged by its handle, or moved with ↑ and ↓ on it. */
import { ActionIcon, Badge, Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { failed } from "../../parts/toast";
import type { Dialogs } from "./AudienceCard";
import { askStep } from "./fields";
import { useOrderSteps } from "./ranking";

interface Props extends Dialogs {
    audience: Row;
    rows: Row[];
    may: boolean;
}

export function Process({ audience, rows, may, ask, drop }: Props) {
    const { t } = useTranslation();
    const model = useModel("purchase_steps");
    const order = useOrderSteps(audience.id);
    const [moved, setMoved] = useState<string[] | null>(null); /* shown until the server has it */
    const [said, setSaid] = useState("");
    const [held, setHeld] = useState<string | null>(null);
    const list = useRef<HTMLOListElement>(null);
    const roles = model?.fields.find((f) => f.name === "buying_role")?.choice_labels ?? {};
    const ids = moved && moved.length === rows.length && moved.every((id) => rows.some((x) => x.id === id)) ? moved : rows.map((x) => x.id);
    const shown = ids.flatMap((id) => rows.filter((x) => x.id === id));
    const put = (next: string[], id: string) => {
        setMoved(next);
        setSaid(t("audiences.movedTo", { name: nameOf(rows.find((x) => x.id === id)), n: next.indexOf(id) + 1, of: next.length }));
        order.mutate(next, { onError: (e) => { setMoved(null); failed(e); } });
    };
    const by = (id: string, way: number) => {
        const at = ids.indexOf(id), to = at + way;
        if (to < 0 || to >= ids.length) return;
        const next = ids.filter((x) => x !== id);
        next.splice(to, 0, id);
        put(next, id);
        requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-step="${id}"] .step-handle`)?.focus());
    };
    const onto = (target: string) => {
        if (!held || held === target) return;
        const to = ids.indexOf(target);
        const next = ids.filter((x) => x !== held);
        next.splice(to, 0, held);
        put(next, held);
    };
    const edit = (row?: Row) => { ask({ table: "purchase_steps", title: row ? t("common.edit") : t("audiences.addStep"), row, only: askStep, initial: { plan: audience.plan ?? null, audience: audience.id } }); };
    const keys = (e: KeyboardEvent, id: string) => {
        if (e.key !== "ArrowUp" && e.key !== "ArrowDown") return;
        e.preventDefault();
        by(id, e.key === "ArrowUp" ? -1 : 1);
    };
    return (
        <>
            {rows.length === 0 && <Text size="sm" className="dim" mb="sm">{t("audiences.noSteps")}</Text>}
            <ol className="buying-steps" ref={list} aria-label={t("audiences.process")}>
                {shown.map((s, i) => (
                    <li
                        key={s.id} data-step={s.id} data-held={held === s.id} draggable={may} onDragStart={(e) => { setHeld(s.id); e.dataTransfer.effectAllowed = "move"; e.dataTransfer.setData("text/plain", s.id); }}
                        onDragEnd={() => { setHeld(null); }} onDragOver={(e) => { if (held) e.preventDefault(); }} onDrop={(e) => { e.preventDefault(); onto(s.id); setHeld(null); }}
                    >
                        {may && <ActionIcon className="step-handle" variant="subtle" color="gray" size={30} aria-label={t("audiences.move", { name: nameOf(s), n: i + 1, of: shown.length })} title={t("audiences.moveHint")} onKeyDown={(e) => { keys(e, s.id); }}><IconGripVertical size={16} aria-hidden /></ActionIcon>}
                        <div style={{ minWidth: 0, flex: 1 }}>
                            <Group gap={8}>
                                <strong style={{ overflowWrap: "anywhere" }}>{i + 1}. {nameOf(s)}</strong>
                                {typeof s.buying_role === "string" && <Badge variant="light" tt="none" radius="sm" size="sm">{roles[s.buying_role] ?? s.buying_role}</Badge>}
                            </Group>
                            {typeof s.needs === "string" && s.needs && <Text size="sm" className="dim" lh={1.5}>{t("audiences.needs", { what: s.needs })}</Text>}
                        </div>
                        {may && (
                            <Group gap={0} wrap="nowrap">
                                <ActionIcon variant="subtle" color="gray" size={28} aria-label={`${t("rules.up")}: ${nameOf(s)}`} disabled={i === 0} onClick={() => { by(s.id, -1); }}><IconArrowUp size={15} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" size={28} aria-label={`${t("rules.down")}: ${nameOf(s)}`} disabled={i === shown.length - 1} onClick={() => { by(s.id, 1); }}><IconArrowDown size={15} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" size={28} aria-label={`${t("common.edit")}: ${nameOf(s)}`} onClick={() => { edit(s); }}><IconPencil size={15} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" size={28} aria-label={`${t("common.delete")}: ${nameOf(s)}`} onClick={() => { drop("purchase_steps", s); }}><IconTrash size={15} aria-hidden /></ActionIcon>
                            </Group>
                        )}
                    </li>
                ))}
            </ol>
            <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
            {may && <Button mt="sm" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => { edit(); }}>{t("audiences.addStep")}</Button>}
        </>
    );
}
