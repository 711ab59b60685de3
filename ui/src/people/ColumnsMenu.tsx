/* Which columns a list shows, and in which order: dragged, or moved by its arrows. The name stays first. */
import { ActionIcon, Button, Checkbox, Group, Popover, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, Model } from "../api/types";

const FIRST = "name";
const MOST = 12;

/* "name,email": what is in the address; what is no field any more is left out. */
export function columnsOf(model: Model, cols: string | undefined, usual: Field[]): Field[] {
    if (!cols) return usual;
    const named = cols.split(",").map((c) => model.fields.find((f) => f.name === c)).filter((f): f is Field => f !== undefined && f.name !== FIRST);
    const name = model.fields.find((f) => f.name === FIRST);
    return name ? [name, ...named.slice(0, MOST)] : usual;
}

export function ColumnsMenu({ model, shown, onChange }: { model: Model; shown: Field[]; onChange: (cols: string | undefined) => void }) {
    const { t } = useTranslation();
    const [dragged, setDragged] = useState<string | null>(null);
    const names = shown.map((f) => f.name).filter((n) => n !== FIRST);
    const others = model.fields.filter((f) => f.name !== FIRST && f.kind !== "prose" && f.kind !== "json" && !names.includes(f.name));
    const put = (list: string[]) => onChange([FIRST, ...list].join(","));
    const move = (name: string, to: number) => {
        const list = names.filter((n) => n !== name);
        list.splice(Math.max(0, to), 0, name);
        put(list);
    };
    return (
        <Popover position="bottom-end" width={320} withinPortal shadow="md" trapFocus>
            <Popover.Target>
                <ActionIcon variant="default" size={36} aria-label={t("columns.title")} title={t("columns.title")}><IconColumns3 size={18} aria-hidden /></ActionIcon>
            </Popover.Target>
            <Popover.Dropdown style={{ maxHeight: 440, overflowY: "auto" }}>
                <Group justify="space-between" mb={6}>
                    <Text size="sm" fw={600}>{t("columns.title")}</Text>
                    <Button size="compact-xs" variant="subtle" onClick={() => onChange(undefined)}>{t("columns.usual")}</Button>
                </Group>
                <ul className="column-list">
                    {names.map((name, i) => {
                        const field = shown.find((f) => f.name === name) as Field;
                        return (
                            <li
                                key={name} draggable data-dragged={dragged === name || undefined}
                                onDragStart={(e) => { setDragged(name); e.dataTransfer.effectAllowed = "move"; }} onDragEnd={() => setDragged(null)}
                                onDragOver={(e) => { e.preventDefault(); if (dragged && dragged !== name) move(dragged, i); }}
                            >
                                <IconGripVertical size={15} aria-hidden className="dim" />
                                <Checkbox size="xs" checked label={field.label} onChange={() => put(names.filter((n) => n !== name))} style={{ flex: 1 }} />
                                <ActionIcon variant="subtle" color="gray" size={26} disabled={i === 0} aria-label={t("columns.up", { name: field.label })} onClick={() => move(name, i - 1)}><IconArrowUp size={14} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" size={26} disabled={i === names.length - 1} aria-label={t("columns.down", { name: field.label })} onClick={() => move(name, i + 1)}><IconArrowDown size={14} aria-hidden /></ActionIcon>
                            </li>
                        );
                    })}
                </ul>
                {others.length > 0 && <Text size="xs" className="dim" mt="sm" mb={4}>{t("columns.others")}</Text>}
                <ul className="column-list">
                    {others.map((f) => (
                        <li key={f.name}>
                            <Checkbox size="xs" checked={false} label={f.label} disabled={names.length >= MOST} onChange={() => put([...names, f.name])} />
                        </li>
                    ))}
                </ul>
            </Popover.Dropdown>
        </Popover>
    );
}
