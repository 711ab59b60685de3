/* The input for a field of any kind, drawn from its row in the field table. What was typed stays typed: a value that
 * cannot be read is kept in the input and named below it. */
import { Autocomplete, Checkbox, NumberInput, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMembers, useWho } from "../api/queries";
import type { Field, Json } from "../api/types";
import { moneyForInput, parseMoney, parseNumber } from "../format";
import { useReader } from "../session";
import { useStageNames } from "../pipeline/stages";
import { choicesOf, fromLocalInput, tagsOf, toLocalInput } from "./fields";
import { RefPicker } from "./RefPicker";

export interface FieldInputProps {
    field: Field;
    value: Json | undefined;
    onChange: (v: Json) => void;
    error?: string;
    currency?: string;
    autoFocus?: boolean;
    bare?: boolean; /* the label is said, not shown */
    suggestions?: string[];
    plan?: string; /* of a record of a plan: it refers to what stands in the same one */
    inPlace?: boolean; /* lists open inside their own box, not over the page */
    first?: boolean; /* where typing begins when a dialog opens */
}

/* What was chosen before its choice was taken away can still be seen. */
function withOwn(choices: ReturnType<typeof choicesOf>, value: string) {
    return value === "" || choices.some((c) => c.value === value) ? choices : [...choices, { value, label: value }];
}

export function FieldInput(p: FieldInputProps) {
    const { field, value, onChange, error, autoFocus, bare } = p;
    const { t } = useTranslation();
    const r = useReader();
    const same = {
        error,
        autoFocus,
        ...(p.first ? { "data-autofocus": true } : {}),
        ...(bare ? { "aria-label": field.label } : { label: field.label, description: field.help ?? undefined, required: field.required }),
    };
    const combobox = { withinPortal: !p.inPlace };
    const text = typeof value === "string" ? value : value == null ? "" : String(value);
    const put = (s: string) => onChange(s === "" ? null : s);
    if (field.name === "owner") return <OwnerInput {...p} />;
    if (field.name === "stage" && field.kind === "text") return <StageInput {...p} />;
    switch (field.kind) {
        case "prose":
            return <Textarea {...same} autosize minRows={2} maxRows={12} value={text} onChange={(e) => put(e.currentTarget.value)} maxLength={field.max ?? undefined} />;
        case "money":
            return <MoneyInput {...p} currency={p.currency ?? r.currency} />;
        case "rate":
            return <RateInput {...p} />;
        case "int":
            return (
                <NumberInput
                    {...same} allowDecimal={false} value={typeof value === "number" ? value : ""} min={field.min ?? undefined} max={field.max ?? undefined} clampBehavior="none"
                    thousandSeparator={r.locale.startsWith("pt") ? "." : ","} decimalSeparator={r.locale.startsWith("pt") ? "," : "."}
                    onChange={(v) => onChange(v === "" ? null : Number(v))} hideControls={(field.max ?? 1e9) > 10}
                />
            );
        case "bool":
            return <Checkbox label={field.label} description={bare ? undefined : (field.help ?? undefined)} error={error} checked={value === true || value === 1} onChange={(e) => onChange(e.currentTarget.checked)} />;
        case "enum":
            return <Select {...same} openOnFocus={false} comboboxProps={combobox} data={withOwn(choicesOf(field, t), text)} value={text || null} onChange={onChange} clearable={!field.required} placeholder={t("common.choose")} />;
        case "date":
            return <TextInput {...same} type="date" value={text} onChange={(e) => put(e.currentTarget.value)} />;
        case "time":
            return (
                <TextInput
                    {...same} type="datetime-local" value={text ? toLocalInput(text, r.timeZone) : ""}
                    onChange={(e) => onChange(e.currentTarget.value ? fromLocalInput(e.currentTarget.value, r.timeZone) : null)}
                />
            );
        case "ref":
            return <RefPicker {...p} />;
        case "tags":
            return <TagsInput {...same} comboboxProps={combobox} value={tagsOf(value)} onChange={(v) => onChange(v)} data={p.suggestions} maxDropdownHeight={220} clearable />;
        default:
            if (p.suggestions?.length) return <Autocomplete {...same} comboboxProps={combobox} data={p.suggestions} value={text} onChange={put} maxLength={field.max ?? undefined} />;
            return (
                <TextInput
                    {...same} type={field.kind === "email" ? "email" : field.kind === "url" ? "url" : "text"} value={text} maxLength={field.max ?? undefined}
                    placeholder={field.kind === "url" ? "https://" : undefined} onChange={(e) => put(e.currentTarget.value)}
                />
            );
    }
}

function labelled(p: FieldInputProps) {
    return p.bare ? { "aria-label": p.field.label } : { label: p.field.label, description: p.field.help ?? undefined, required: p.field.required };
}

export function MoneyInput(p: FieldInputProps & { currency: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const from = (v: Json | undefined) => (typeof v === "number" ? moneyForInput(r.locale, p.currency, v) : "");
    const [typed, setTyped] = useState(() => from(p.value));
    const [seen, setSeen] = useState(p.value);
    if (seen !== p.value) {
        setSeen(p.value);
        if ((parseMoney(r.locale, p.currency, typed) ?? null) !== (p.value ?? null)) setTyped(from(p.value));
    }
    const bad = typed.trim() !== "" && parseMoney(r.locale, p.currency, typed) === null;
    return (
        <TextInput
            {...labelled(p)}
            leftSection={<span style={{ fontSize: "0.78rem" }}>{p.currency}</span>}
            leftSectionWidth={48}
            inputMode="decimal"
            value={typed}
            autoFocus={p.autoFocus}
            error={bad ? t("form.money", { example: moneyForInput(r.locale, p.currency, 123456) }) : p.error}
            onChange={(e) => {
                const s = e.currentTarget.value;
                setTyped(s);
                const v = parseMoney(r.locale, p.currency, s);
                if (s.trim() === "") p.onChange(null);
                else if (v !== null) {
                    setSeen(v);
                    p.onChange(v);
                }
            }}
            onBlur={() => {
                const v = parseMoney(r.locale, p.currency, typed);
                if (v !== null) setTyped(from(v));
            }}
        />
    );
}

function RateInput(p: FieldInputProps) {
    const { t } = useTranslation();
    const r = useReader();
    const [typed, setTyped] = useState(() => (typeof p.value === "number" ? new Intl.NumberFormat(r.locale, { maximumFractionDigits: 4 }).format(p.value * 100) : ""));
    const bad = typed.trim() !== "" && parseNumber(r.locale, typed) === null;
    return (
        <TextInput
            {...labelled(p)} inputMode="decimal" rightSection="%" value={typed} autoFocus={p.autoFocus} error={bad ? t("form.number") : p.error}
            onChange={(e) => {
                const s = e.currentTarget.value;
                setTyped(s);
                const v = parseNumber(r.locale, s);
                if (s.trim() === "") p.onChange(null);
                else if (v !== null) p.onChange(Math.round(v * 10_000) / 1_000_000);
            }}
        />
    );
}

function OwnerInput(p: FieldInputProps) {
    const { t } = useTranslation();
    const users = useMembers().data ?? [];
    const who = useWho();
    const id = p.value == null ? null : String(p.value);
    const data = users.map((u) => ({ value: u.id, label: u.name ?? u.email }));
    if (id && !data.some((d) => d.value === id)) data.push({ value: id, label: who(id) });
    return <Select {...labelled(p)} comboboxProps={{ withinPortal: !p.inPlace }} data={data} value={id} onChange={p.onChange} clearable searchable error={p.error} autoFocus={p.autoFocus} placeholder={t("common.choose")} />;
}

function StageInput(p: FieldInputProps) {
    const { t } = useTranslation();
    const names = useStageNames();
    const data = [...names].map(([value, label]) => ({ value, label }));
    const now = typeof p.value === "string" ? p.value : null;
    if (now && !names.has(now)) data.push({ value: now, label: now });
    return <Select {...labelled(p)} comboboxProps={{ withinPortal: !p.inPlace }} data={data} value={now} onChange={p.onChange} clearable error={p.error} autoFocus={p.autoFocus} placeholder={t("common.choose")} />;
}
