/* Filters as chips: each says what it asks, and is taken off by its cross. */
import { ActionIcon, Button, Group, Menu, Popover, Select, Stack } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { useTags } from "../api/queries";
import type { Field, Json, Model } from "../api/types";
import { FieldInput } from "../parts/FieldInput";
import { textOf } from "../parts/fields";
import { RefName } from "../parts/Cell";
import { useReader } from "../session";

interface Props {
    model: Model;
    ready: string[];
    filters: Record<string, string>;
    onChange: (f: Record<string, string>) => void;
}

export function Filters({ model, ready, filters, onChange }: Props) {
    const { t } = useTranslation();
    const [editing, setEditing] = useState<string | null>(null);
    const usable = model.fields.filter((f) => (f.filterable || f.sortable) && !f.custom && f.kind !== "prose");
    const order = [...ready, ...usable.map((f) => f.name).filter((n) => !ready.includes(n))];
    const shown = order.map((n) => usable.find((f) => f.name === n)).filter((f): f is Field => f !== undefined);
    const used = [...new Set(Object.keys(filters).map((k) => k.split(".")[0] ?? k))];

    const without = (name: string) => Object.fromEntries(Object.entries(filters).filter(([k]) => k !== name && !k.startsWith(`${name}.`)));
    return (
        <Group gap={6}>
            {used.map((name) => {
                const field = model.fields.find((f) => f.name === name);
                if (!field) return null;
                return (
                    <Group key={name} gap={0} style={{ background: "var(--act-soft)", borderRadius: 999, color: "var(--act)" }}>
                        <FilterEditor modelName={model.name} field={field} filters={filters} opened={editing === name} setOpened={(o) => setEditing(o ? name : null)} onSet={(f) => onChange({ ...without(name), ...f })}>
                            <button type="button" className="sort" style={{ padding: "6px 4px 6px 14px", fontSize: "0.84rem", fontWeight: 550 }} onClick={() => setEditing(editing === name ? null : name)}>
                                {field.label}: <FilterWords field={field} filters={filters} />
                            </button>
                        </FilterEditor>
                        <ActionIcon variant="transparent" size="md" aria-label={t("list.removeFilter", { name: field.label })} onClick={() => onChange(without(name))}>
                            <IconX size={13} aria-hidden />
                        </ActionIcon>
                    </Group>
                );
            })}
            {editing && !used.includes(editing) && (
                <FilterEditor
                    modelName={model.name} field={model.fields.find((f) => f.name === editing) as Field} filters={filters} opened setOpened={(o) => !o && setEditing(null)}
                    onSet={(f) => { onChange({ ...filters, ...f }); setEditing(null); }}
                >
                    <Button variant="light" size="xs" radius="xl">{model.fields.find((f) => f.name === editing)?.label}</Button>
                </FilterEditor>
            )}
            <Menu position="bottom-start" withinPortal>
                <Menu.Target>
                    <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>{t("list.filter")}</Button>
                </Menu.Target>
                <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
                    {shown.map((f) => (
                        <Menu.Item key={f.name} onClick={() => setTimeout(() => setEditing(f.name), 60)}>{f.label}</Menu.Item>
                    ))}
                </Menu.Dropdown>
            </Menu>
        </Group>
    );
}

function FilterWords({ field, filters }: { field: Field; filters: Record<string, string> }) {
    const { t } = useTranslation();
    const r = useReader();
    const say = (v: string) => textOf(field, asValue(field, v), r, t);
    const is = filters[field.name];
    const from = filters[`${field.name}.gte`];
    const to = filters[`${field.name}.lte`];
    if (filters[`${field.name}.null`] === "true") return <>{t("list.blank")}</>;
    if (is !== undefined && field.kind === "ref") return <RefName field={field} id={is} />;
    if (is !== undefined) return <>{field.kind === "tags" ? is : say(is)}</>;
    return <>{from && to ? (from === to ? say(from) : `${say(from)} – ${say(to)}`) : from ? t("list.since", { v: say(from) }) : to ? t("list.until", { v: say(to) }) : ""}</>;
}

function asValue(field: Field, v: string): Json {
    if (field.kind === "int" || field.kind === "money" || field.kind === "rate") return Number(v);
    if (field.kind === "bool") return v === "true";
    return v;
}

function FilterEditor({ modelName, field, filters, opened, setOpened, onSet, children }: {
    modelName: string; field: Field; filters: Record<string, string>; opened: boolean; setOpened: (o: boolean) => void; onSet: (f: Record<string, string>) => void; children: React.ReactNode;
}) {
    return (
        <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} withinPortal trapFocus shadow="md">
            <Popover.Target>{children}</Popover.Target>
            <Popover.Dropdown>{opened && <FilterForm modelName={modelName} field={field} filters={filters} onSet={(f) => { onSet(f); setOpened(false); }} />}</Popover.Dropdown>
        </Popover>
    );
}

function FilterForm({ modelName, field, filters, onSet }: { modelName: string; field: Field; filters: Record<string, string>; onSet: (f: Record<string, string>) => void }) {
    const { t } = useTranslation();
    const ranged = ["int", "money", "rate", "time", "date"].includes(field.kind);
    const read = (k: string) => (filters[k] === undefined ? null : asValue(field, filters[k]));
    const [is, setIs] = useState<Json>(read(field.name));
    const [from, setFrom] = useState<Json>(read(`${field.name}.gte`));
    const [to, setTo] = useState<Json>(read(`${field.name}.lte`));
    const plain: Field = { ...field, required: false, help: null };
    const tagged = field.kind === "tags";
    const tags = useTags(tagged ? modelName : undefined).data ?? [];
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        const out: Record<string, string> = {};
        if (ranged) {
            if (from != null && from !== "") out[`${field.name}.gte`] = String(from);
            if (to != null && to !== "") out[`${field.name}.lte`] = String(to);
        } else if (is != null && is !== "") out[field.name] = String(is);
        onSet(out);
    };
    return (
        <form onSubmit={submit}>
            <Stack gap="sm">
                {ranged ? (
                    <>
                        <FieldInput field={{ ...plain, label: `${field.label}: ${t("list.from")}` }} value={from} onChange={setFrom} autoFocus />
                        <FieldInput field={{ ...plain, label: `${field.label}: ${t("list.to")}` }} value={to} onChange={setTo} />
                    </>
                ) : tagged ? (
                    <Select label={field.label} data={[...new Set([...tags, ...(typeof is === "string" ? [is] : [])])]} value={typeof is === "string" ? is : null} onChange={setIs}
                        searchable clearable data-autofocus comboboxProps={{ withinPortal: false }} placeholder={t("common.choose")} nothingFoundMessage={t("identity.noTag")} />
                ) : (
                    <FieldInput field={plain} value={is} onChange={setIs} autoFocus inPlace />
                )}
                <Group justify="space-between">
                    {tagged ? <span /> : <Button size="xs" variant="subtle" onClick={() => onSet({ [`${field.name}.null`]: "true" })}>{t("list.blank")}</Button>}
                    <Button size="xs" type="submit">{t("list.apply")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
