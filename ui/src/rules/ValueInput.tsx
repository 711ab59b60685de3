/* What follows an operator: one value, a list, words, days, or nothing. The input fits the kind of the field. */
import { MultiSelect, Select, TagsInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf, useMembers, useNames, useTags, useWho } from "../api/queries";
import type { Field, Json, Page, Row, RuleField, RuleOperator, RuleRecord } from "../api/types";
import { minorDigits, parseNumber } from "../format";
import { FieldInput } from "../parts/FieldInput";
import { useTableOf } from "../parts/RefPicker";
import { UnitInput } from "../parts/UnitInput";
import { useReader } from "../session";
import { inputField, type Scope } from "./schema";

interface Props {
    scope: Scope;
    record: RuleRecord;
    field: RuleField;
    operator: RuleOperator;
    value: Json;
    wrong: boolean;
    label: string;
    onChange: (v: Json) => void;
}

export function ValueInput(p: Props) {
    const { operator, field } = p;
    if (operator.takes === "bool") return null;
    if (operator.takes === "days") return <Days value={typeof p.value === "number" ? p.value : null} label={p.label} wrong={p.wrong} max={p.scope.schema.limits.days} onChange={p.onChange} />;
    if (operator.takes === "list") return field.kind === "ref" ? <Refs {...p} /> : field.choices.length ? <Choices {...p} /> : <List {...p} />;
    if (field.kind === "bool") return <YesNo {...p} />;
    if (field.kind === "ref" && !field.refers) return <User {...p} />;
    return <One {...p} />;
}

export function Days({ value, label, wrong, max, onChange }: { value: number | null; label: string; wrong?: boolean; max: number; onChange: (v: number | null) => void }) {
    const { t } = useTranslation();
    return (
        <UnitInput
            className="rule-number" aria-label={label} value={value ?? ""} min={1} max={max} clampBehavior="none" allowNegative={false} error={wrong}
            unit={t("rules.days", { count: value ?? 2 })} onChange={(v) => onChange(v === "" ? null : Number(v))}
        />
    );
}

/* Values that records have, so that one need not know how they are written. */
function useSuggestions({ scope, record, field }: Props, typed: string): string[] {
    const [q] = useDebouncedValue(typed, 200);
    const tagged = field.kind === "tags";
    const tags = useTags(tagged ? record.model : undefined).data;
    const values = useQuery({
        queryKey: ["rule-values", scope.subject, field.name, q],
        enabled: field.kind === "text" && !field.custom && field.choices.length === 0,
        staleTime: 60_000,
        retry: false,
        queryFn: async ({ signal }) => (await api.get<{ items: string[] }>(`/rules/${scope.subject}/values`, { field: field.name, q }, signal)).items,
    });
    return useMemo(() => (tagged ? (tags ?? []) : (values.data ?? [])), [tagged, tags, values.data]);
}

function One(p: Props) {
    const text = typeof p.value === "string" ? p.value : "";
    const suggestions = useSuggestions(p, text);
    const words = p.operator.takes === "words";
    const plain: Field = inputField(words ? { ...p.field, kind: "text", refers: null } : p.field, p.label);
    // A time is compared by its day: the hour of a visit is nobody's question.
    const field = plain.kind === "time" ? { ...plain, kind: "date" as const } : plain;
    const value = plain.kind === "time" ? text.slice(0, 10) : p.value;
    return (
        <div className="rule-value">
            <FieldInput field={field} value={value} onChange={p.onChange} bare error={p.wrong ? " " : undefined} suggestions={suggestions} />
        </div>
    );
}

function YesNo({ value, label, wrong, onChange }: Props) {
    const { t } = useTranslation();
    return (
        <Select
            className="rule-number" aria-label={label} error={wrong} allowDeselect={false} placeholder={t("common.choose")} data={[{ value: "true", label: t("common.yes") }, { value: "false", label: t("common.no") }]}
            value={typeof value === "boolean" ? String(value) : null} onChange={(v) => onChange(v === "true")}
        />
    );
}

function User({ value, label, wrong, onChange }: Props) {
    const { t } = useTranslation();
    const users = useMembers().data ?? [];
    const who = useWho();
    const id = typeof value === "string" ? value : null;
    const data = users.map((u) => ({ value: u.id, label: u.name ?? u.email }));
    if (id && !data.some((d) => d.value === id)) data.push({ value: id, label: who(id) });
    return <Select className="rule-value" aria-label={label} error={wrong} searchable data={data} value={id} onChange={onChange} placeholder={t("common.choose")} nothingFoundMessage={t("common.nothing")} />;
}

/* The place to type goes on behind the last value. */
const slim = { inputField: { minWidth: 48 } };

const textsOf = (v: Json): string[] => (Array.isArray(v) ? v.map((x) => String(x)) : []);

function Choices({ field, value, label, wrong, onChange }: Props) {
    const { t } = useTranslation();
    const chosen = textsOf(value);
    return (
        <MultiSelect
            className="rule-value" styles={slim} aria-label={label} error={wrong} searchable hidePickedOptions data={field.choices} value={chosen} onChange={onChange}
            placeholder={chosen.length ? undefined : t("common.choose")} nothingFoundMessage={t("common.nothing")}
        />
    );
}

/* Texts or numbers, each closed by Enter or a comma. */
function List(p: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const [typed, setTyped] = useState("");
    const suggestions = useSuggestions(p, typed);
    const numbers = ["int", "money", "rate"].includes(p.field.kind);
    const scale = p.field.kind === "money" ? 10 ** minorDigits(r.currency) : p.field.kind === "rate" ? 0.01 : 1;
    const shown = numbers && Array.isArray(p.value) ? p.value.map((v) => (typeof v === "number" ? new Intl.NumberFormat(r.locale, { maximumFractionDigits: 6 }).format(v / scale) : String(v))) : textsOf(p.value);
    const read = (texts: string[]): Json[] => (numbers ? texts.map((s) => parseNumber(r.locale, s)).filter((n) => n !== null).map((n) => Math.round(n * scale * 1e6) / 1e6) : texts);
    return (
        <TagsInput
            className="rule-value" styles={slim} aria-label={p.label} error={p.wrong} value={shown} data={suggestions} searchValue={typed} onSearchChange={setTyped} maxTags={p.scope.schema.limits.list}
            splitChars={numbers ? [";"] : [",", ";"]} maxDropdownHeight={220} placeholder={shown.length ? undefined : t("rules.listHint")} onChange={(v) => p.onChange(read(v))}
        />
    );
}

/* Several records (or users) of another kind, found by name. */
function Refs({ field, value, label, wrong, onChange }: Props) {
    const { t } = useTranslation();
    const table = useTableOf(field.refers);
    const users = useMembers().data;
    const who = useWho();
    const [typed, setTyped] = useState("");
    const [q] = useDebouncedValue(typed, 200);
    const ids = textsOf(value);
    const known = useNames(table, ids);
    const found = useQuery({
        queryKey: ["rows", table, "pick", q],
        enabled: table !== null,
        queryFn: async ({ signal }) => (await api.get<Page<Row>>(`/${table}`, { q, limit: 20 }, signal)).items,
    });
    const rows = table ? (found.data ?? []).map((x) => ({ value: x.id, label: nameOf(x) })) : (users ?? []).map((u) => ({ value: u.id, label: u.name ?? u.email }));
    const data = [...rows, ...ids.filter((id) => !rows.some((x) => x.value === id)).map((id) => ({ value: id, label: table ? (known.get(id) ?? "…") : who(id) }))];
    return (
        <MultiSelect
            className="rule-value" styles={slim} aria-label={label} error={wrong} searchable hidePickedOptions data={data} value={ids} onChange={onChange} searchValue={typed} onSearchChange={setTyped}
            filter={table ? ({ options }) => options : undefined} placeholder={ids.length ? undefined : t("form.search")} nothingFoundMessage={found.isFetching ? t("common.loading") : t("common.nothing")}
        />
    );
}
