/* One condition as a sentence: what it is about, how it is compared, with what. Keys on its handle: ↑ ↓ move it, Ctrl+D
 * doubles it, Delete takes it away. */
import { ActionIcon, Button, Menu, Select, Text, TextInput, type ComboboxItem, type OptionsFilter } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconBracketsContain, IconCopy, IconGripVertical, IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { fold } from "../format";
import { useBuilder } from "./builder";
import { Group } from "./Group";
import { fieldIn, operatorChoices, rowFor, scopeOfMany, valueUnder, whatOf, whatsIn, type Scope } from "./schema";
import { Times } from "./Times";
import { blank, isWhole, type EventDraft, type FieldDraft, type HasDraft, type RowDraft, type UseDraft } from "./tree";
import { UseInput } from "./UseInput";
import { Days, ValueInput } from "./ValueInput";

interface Props<T extends RowDraft = RowDraft> {
    row: T;
    scope: Scope;
    wrong: boolean;
}

export function Row({ row, scope, at, of }: { row: RowDraft; scope: Scope; at: number; of: number }) {
    const { t } = useTranslation();
    const b = useBuilder();
    const handle = useRef<HTMLButtonElement>(null);
    const what = useRef<HTMLInputElement>(null);
    const told = useId();
    const missing = !isWhole(row, b.shape) && !(row.kind === "has" && row.where.items.length > 0);
    const mistakes = b.mistakes.get(row.key) ?? [];
    const said = mistakes.length ? mistakes : b.asked && missing ? [t("rules.unfinished")] : [];
    useEffect(() => {
        if (b.focus?.key !== row.key) return;
        if (row.kind === "blank") what.current?.focus();
        else handle.current?.focus();
        // Only when it is asked for, not when the row changes.
        // eslint-disable-next-line react-hooks/exhaustive-deps
    }, [b.focus]);
    const keys = (e: KeyboardEvent) => {
        const plain = !e.ctrlKey && !e.metaKey;
        if (plain && (e.key === "ArrowUp" || e.key === "ArrowDown")) b.move(row.key, e.key === "ArrowUp" ? -1 : 1);
        else if (!plain && e.key.toLowerCase() === "d") b.copy(row.key);
        else if (plain && (e.key === "Delete" || e.key === "Backspace")) b.drop(row.key);
        else return;
        e.preventDefault();
    };
    return (
        <div className="rule-row" role="group" aria-label={t("rules.rowOf", { at, of })} aria-describedby={said.length ? told : undefined} data-wrong={said.length > 0}>
            <Menu position="bottom-start" withinPortal shadow="md">
                <Menu.Target>
                    <ActionIcon ref={handle} className="rule-handle" variant="subtle" color="gray" size={34} aria-label={t("rules.handle", { at, of })} title={t("rules.handleHint")} onKeyDown={keys} onPointerDown={(e) => b.lift(e, row.key)}>
                        <IconGripVertical size={17} aria-hidden />
                    </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                    <Menu.Item leftSection={<IconArrowUp size={15} aria-hidden />} onClick={() => b.move(row.key, -1)}>{t("rules.up")}</Menu.Item>
                    <Menu.Item leftSection={<IconArrowDown size={15} aria-hidden />} onClick={() => b.move(row.key, 1)}>{t("rules.down")}</Menu.Item>
                    <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => b.copy(row.key)}>{t("rules.duplicate")}</Menu.Item>
                    <Menu.Item leftSection={<IconBracketsContain size={15} aria-hidden />} onClick={() => b.wrap(row.key)}>{t("rules.wrap")}</Menu.Item>
                </Menu.Dropdown>
            </Menu>
            <div className="rule-parts">
                <WhatPicker row={row} scope={scope} wrong={said.length > 0 && row.kind === "blank"} inputRef={what} />
                {row.kind === "field" && <FieldRow row={row} scope={scope} wrong={said.length > 0} />}
                {row.kind === "has" && <HasRow row={row} scope={scope} wrong={mistakes.length > 0} />}
                {row.kind === "event" && <EventRow row={row} scope={scope} wrong={said.length > 0} />}
                {row.kind === "use" && <UseRow row={row} scope={scope} wrong={said.length > 0} />}
            </div>
            <ActionIcon className="rule-drop" variant="subtle" color="gray" size={34} aria-label={t("rules.remove", { at })} title={t("rules.removeHint")} onClick={() => b.drop(row.key)}>
                <IconTrash size={16} aria-hidden />
            </ActionIcon>
            {row.kind === "has" && <Where row={row} scope={scope} />}
            {said.length > 0 && (
                <Text id={told} className="rule-mistake attention" size="sm">
                    {said.join(" ")}
                </Text>
            )}
        </div>
    );
}

/* --- what it is about -------------------------------------------------------------------------- */

/* Words in any order, accents or not; a heading stays while something below it does. */
const findWhat: OptionsFilter = ({ options, search }) => {
    const words = fold(search).split(/\s+/).filter(Boolean);
    const fits = (o: ComboboxItem, head: string) => words.every((w) => fold(`${head} ${String(o.label)}`).includes(w));
    const out: ReturnType<OptionsFilter> = [];
    for (const g of options) {
        if (!("group" in g)) {
            if (fits(g, "")) out.push(g);
            continue;
        }
        const items = g.items.filter((o) => fits(o, String(g.group)));
        if (items.length) out.push({ group: g.group, items });
    }
    return out;
};

function WhatPicker({ row, scope, wrong, inputRef }: Props & { inputRef: React.Ref<HTMLInputElement> }) {
    const { t, i18n } = useTranslation();
    const b = useBuilder();
    const whats = useMemo(() => whatsIn(scope, t, i18n.language), [scope, t, i18n.language]);
    const short = useMemo(() => new Map(whats.flatMap((g) => g.items.map((i) => [i.value, i.short]))), [whats]);
    const now = whatOf(row);
    // A field that is no longer there, or an event that the list does not have, is shown by its own name.
    const known = now === null || short.has(now);
    const stray = row.kind === "event" ? "e:" : now;
    const value = known ? now : stray;
    const data = known || row.kind === "event" ? whats : [...whats, { group: t("rules.group.gone"), items: [{ value: now, label: now.slice(2), short: now.slice(2) }] }];
    return (
        <Select
            ref={inputRef} className="rule-what" aria-label={t("rules.what")} data={data} value={value} searchable allowDeselect={false} filter={findWhat} maxDropdownHeight={340} error={wrong}
            placeholder={t("rules.whatHint")} nothingFoundMessage={t("common.nothing")} renderOption={({ option }) => short.get(option.value) ?? option.label}
            comboboxProps={{ width: 300, position: "bottom-start" }} onChange={(v) => v !== null && v !== value && b.put(row.key, rowFor(scope, v, row))}
        />
    );
}

/* --- the four kinds of rows -------------------------------------------------------------------- */

function FieldRow({ row, scope, wrong }: Props<FieldDraft>) {
    const { t } = useTranslation();
    const b = useBuilder();
    const found = fieldIn(scope, row.field);
    if (!found) return null;
    const { field, record } = found;
    const operators = scope.schema.operators;
    const operator = operators.find((o) => o.name === row.op);
    const chosen = operator?.takes === "bool" ? `${row.op}:${String(row.value)}` : row.op;
    const pick = (v: string) => {
        const [op = "", yes] = v.split(":");
        const next = operators.find((o) => o.name === op);
        if (next) b.put(row.key, { ...row, op, value: yes === undefined ? valueUnder(row, operator, next) : yes === "true" });
    };
    return (
        <>
            <Select className="rule-op" aria-label={t("rules.compare")} data={operatorChoices(scope.schema, field)} value={chosen || null} allowDeselect={false} onChange={(v) => v && pick(v)} error={wrong && !operator} />
            {operator && <ValueInput key={`${row.field} ${operator.takes}`} scope={scope} record={record} field={field} operator={operator} value={row.value} wrong={wrong} label={t("rules.valueOf", { name: field.label })} onChange={(value) => b.put(row.key, { ...row, value })} />}
        </>
    );
}

function HasRow({ row, scope, wrong }: Props<HasDraft>) {
    const { t } = useTranslation();
    const b = useBuilder();
    const label = scope.schema.related.find((r) => r.name === row.many)?.label ?? row.many;
    return <Times times={row.times} max={scope.schema.limits.times} unit="records" label={t("rules.howMany", { many: label })} wrong={wrong} onChange={(times) => b.put(row.key, { ...row, times })} />;
}

/* Which of the related records count: a group of their own fields. */
function Where({ row, scope }: { row: HasDraft; scope: Scope }) {
    const { t } = useTranslation();
    const b = useBuilder();
    const inner = useMemo(() => scopeOfMany(scope, row.many), [scope, row.many]);
    if (!row.where.items.length) {
        return (
            <div className="rule-where">
                <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => b.add(row.where.key, blank())}>
                    {t("rules.narrow")}
                </Button>
            </div>
        );
    }
    return (
        <div className="rule-where">
            <Group group={row.where} scope={inner} lead={t("rules.where")} />
        </div>
    );
}

function EventRow({ row, scope, wrong }: Props<EventDraft>) {
    const { t } = useTranslation();
    const b = useBuilder();
    const put = (more: Partial<EventDraft>) => b.put(row.key, { ...row, ...more });
    const known = row.event !== "" && scope.schema.events.some((e) => e.value === row.event);
    const { limits } = scope.schema;
    return (
        <>
            {!known && <TextInput className="rule-mode" aria-label={t("rules.eventName")} placeholder={t("rules.eventHint")} value={row.event} error={wrong && !row.event} maxLength={32} onChange={(e) => put({ event: e.currentTarget.value })} />}
            <Select
                className="rule-mode" aria-label={t("rules.page")} allowDeselect={false} value={row.how} onChange={(v) => v && put({ how: v as EventDraft["how"] })}
                data={[{ value: "any", label: t("rules.pageAny") }, { value: "is", label: t("rules.pageIs") }, { value: "starts", label: t("rules.pageStarts") }]}
            />
            {row.how !== "any" && <TextInput className="rule-path" aria-label={t("rules.path")} placeholder="/precos" value={row.path} error={wrong && !row.path} maxLength={300} onChange={(e) => put({ path: e.currentTarget.value })} />}
            <Times times={row.times} max={limits.times} unit="times" label={t("rules.howOften")} wrong={wrong} onChange={(times) => put({ times })} />
            <Select
                className="rule-mode" aria-label={t("rules.when")} allowDeselect={false} value={row.days === null ? "ever" : "days"} onChange={(v) => put({ days: v === "days" ? 30 : null })}
                data={[{ value: "ever", label: t("rules.ever") }, { value: "days", label: t("rules.inDays") }]}
            />
            {row.days !== null && <Days value={row.days} label={t("rules.inDays")} wrong={wrong} max={limits.days} onChange={(days) => put({ days: days ?? 0 })} />}
            {row.channel === null ? (
                <Button className="rule-more" size="compact-sm" variant="subtle" color="gray" onClick={() => put({ channel: "" })}>{t("rules.addChannel")}</Button>
            ) : (
                <TextInput
                    className="rule-path" autoFocus={row.channel === ""} aria-label={t("rules.channel")} placeholder={t("rules.channelHint")} value={row.channel} error={wrong && !row.channel} maxLength={60} onChange={(e) => put({ channel: e.currentTarget.value })}
                    rightSection={<ActionIcon variant="subtle" color="gray" size={24} aria-label={t("rules.dropChannel")} onClick={() => put({ channel: null })}>×</ActionIcon>}
                />
            )}
        </>
    );
}

function UseRow({ row, scope, wrong }: Props<UseDraft>) {
    const b = useBuilder();
    const condition = scope.schema.conditions.find((c) => c.key === row.condition);
    if (!condition) return null;
    return condition.params.map((p) => (
        <UseInput key={p.name} param={p} value={row.values[p.name] ?? null} wrong={wrong} onChange={(v) => b.put(row.key, { ...row, values: { ...row.values, [p.name]: v } })} />
    ));
}
