/* What the builder offers, from the schema that the server sends; and the two answers that follow what is being written. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem } from "../api/client";
import { fieldOf } from "../api/queries";
import type { Field, Json, RuleCount, RuleField, RuleOperator, RuleRecord, RuleSchema } from "../api/types";
import { blank, group, once, type FieldDraft, type RowDraft, type RuleJson } from "./tree";

export type Subject = RuleSchema["subject"];
export const tableOf: Record<Subject, "contacts" | "accounts" | "deals"> = { contact: "contacts", account: "accounts", deal: "deals" };

export function useRuleSchema(subject: Subject | undefined) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["rule-schema", subject, i18n.language],
        enabled: subject !== undefined,
        staleTime: 60_000,
        queryFn: ({ signal }) => api.get<RuleSchema>(`/rules/${subject}/schema`, undefined, signal),
    });
}

/* Whose fields stand in a group: those of the subject and what it belongs to, or those of related records alone. */
export interface Scope {
    schema: RuleSchema;
    subject: string; /* whose values are suggested */
    records: RuleRecord[];
    inside: boolean;
}

export function scopeOf(schema: RuleSchema): Scope {
    return { schema, subject: schema.subject, records: schema.records, inside: false };
}

export function scopeOfMany(scope: Scope, many: string): Scope {
    const record = scope.schema.related.find((r) => r.name === many);
    return { schema: scope.schema, subject: record?.model ?? "", records: record ? [{ ...record, name: "" }] : [], inside: true };
}

export function fieldIn(scope: Scope, name: string): { field: RuleField; record: RuleRecord } | undefined {
    for (const record of scope.records) {
        const field = record.fields.find((f) => f.name === name);
        if (field) return { field, record };
    }
    return undefined;
}

/* A field of a rule as the inputs know fields. The name is not the field's own, so that no input takes it for one it knows. */
export function inputField(f: Pick<RuleField, "name" | "kind" | "refers" | "choices">, label: string): Field {
    return fieldOf({
        name: `rule:${f.name}`, label, kind: f.kind, required: true, refers: f.refers, choices: f.choices.map((c) => c.value),
        choice_labels: Object.fromEntries(f.choices.map((c) => [c.value, c.label])),
    });
}

/* --- what a row may be about ------------------------------------------------------------------- */

export interface What {
    value: string;
    label: string; /* as it stands in the row */
    short: string; /* as it stands in the list, under its heading */
}
export interface Whats {
    group: string;
    items: What[];
}

const whatKinds = { field: "f", has: "h", event: "e", use: "c" } as const;

export function whatOf(row: RowDraft): string | null {
    switch (row.kind) {
        case "blank":
            return null;
        case "field":
            return `f:${row.field}`;
        case "has":
            return `h:${row.many}`;
        case "event":
            return `e:${row.event}`;
        case "use":
            return `c:${row.condition}`;
    }
}

export function whatsIn(scope: Scope, t: (key: string, o?: Record<string, unknown>) => string, locale: string): Whats[] {
    const { schema } = scope;
    const byName = (a: What, b: What) => a.short.localeCompare(b.short, locale);
    const out: Whats[] = scope.records.map((r) => ({
        group: r.label,
        items: r.fields.map((f) => ({ value: `${whatKinds.field}:${f.name}`, label: r.name ? `${r.label}: ${f.label}` : f.label, short: f.label })).sort(byName),
    }));
    if (scope.inside) return out;
    const more = (key: string, items: What[]) => items.length && out.push({ group: t(key), items });
    const plain = (kind: string, value: string, label: string): What => ({ value: `${kind}:${value}`, label, short: label });
    more("rules.group.events", [...schema.events.map((e) => plain(whatKinds.event, e.value, e.label)), ...(schema.behaviour ? [plain(whatKinds.event, "", t("rules.otherEvent"))] : [])]);
    more("rules.group.related", schema.related.map((r) => plain(whatKinds.has, r.name, t("rules.has", { many: r.label }))));
    more("rules.group.conditions", schema.conditions.map((c) => plain(whatKinds.use, c.key, c.label)));
    return out;
}

/* The row that a choice begins; what it shares with the row before is kept. */
export function rowFor(scope: Scope, what: string, before: RowDraft): RowDraft {
    const { key } = before;
    const name = what.slice(2);
    switch (what.slice(0, 1)) {
        case whatKinds.field: {
            const found = fieldIn(scope, name);
            const operators = found ? operatorsOf(scope.schema, found.field) : [];
            const was = before.kind === "field" ? before : null;
            const kept = was && operators.find((o) => o.name === was.op);
            const kind = (n: string) => fieldIn(scope, n)?.field.kind;
            const sameKind = was && kind(was.field) === kind(name) && found?.field.choices.length === 0 && found.field.kind !== "ref";
            const op = kept && sameKind ? kept : firstOperator(operators, found?.field);
            return { key, kind: "field", field: name, op: op?.name ?? "", value: kept && sameKind && was ? was.value : firstValue(op) };
        }
        case whatKinds.has:
            return { key, kind: "has", many: name, times: once, where: group() };
        case whatKinds.event:
            return before.kind === "event" ? { ...before, event: name } : { key, kind: "event", event: name, how: "any", path: "", channel: null, times: once, days: null };
        case whatKinds.use:
            return { key, kind: "use", condition: name, values: {} };
        default:
            return { ...blank(), key };
    }
}

export function operatorsOf(schema: RuleSchema, f: RuleField): RuleOperator[] {
    return schema.operators.filter((o) => f.operators.includes(o.name));
}

/* Days for a time, words for a long text, the first that takes something otherwise. */
function firstOperator(operators: RuleOperator[], f: RuleField | undefined): RuleOperator | undefined {
    const dated = f && (f.kind === "time" || f.kind === "date") ? operators.find((o) => o.takes === "days") : undefined;
    return dated ?? operators.find((o) => o.takes !== "bool") ?? operators[0];
}

export function firstValue(op: RuleOperator | undefined): Json {
    return op?.takes === "bool" ? true : op?.takes === "days" ? 30 : null;
}

/* The value under another operator, as far as it means something there. */
export function valueUnder(before: FieldDraft, was: RuleOperator | undefined, now: RuleOperator): Json {
    const plain = (o: RuleOperator | undefined) => o?.takes === "value" || o?.takes === "words";
    if (was?.takes === now.takes) return before.value;
    if (plain(was) && plain(now)) return before.value;
    if (plain(was) && now.takes === "list") return before.value == null || before.value === "" ? [] : [before.value];
    if (was?.takes === "list" && plain(now)) return Array.isArray(before.value) ? (before.value[0] ?? null) : null;
    return firstValue(now);
}

/* Operators as choices: one that takes yes or no is two choices. */
export interface OperatorChoice {
    value: string;
    label: string;
}

export function operatorChoices(schema: RuleSchema, f: RuleField): OperatorChoice[] {
    const dated = f.kind === "time" || f.kind === "date";
    return operatorsOf(schema, f).flatMap((o) => {
        const label = (dated && o.label_date) || o.label;
        if (o.takes !== "bool") return [{ value: o.name, label }];
        return [{ value: `${o.name}:true`, label }, { value: `${o.name}:false`, label: o.label_false ?? label }];
    });
}

/* --- what follows the writing ------------------------------------------------------------------ */

export interface Live {
    sentence: string | undefined;
    count: RuleCount | undefined;
    mistakes: Record<string, string>;
    trouble: Error | null; /* neither right nor wrong: no answer */
    waiting: boolean;
}

export function useSentence(subject: Subject, rule: RuleJson | null) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["rule-sentence", subject, i18n.language, rule],
        enabled: rule !== null,
        retry: false,
        staleTime: 60_000,
        queryFn: async ({ signal }) => (await api.post<{ sentence: string }>(`/rules/${subject}/sentence`, { rule }, { signal })).sentence,
    });
}

/* Both answers for what was last written; the ones before stay until they come, and late ones are dropped: the rule is
 * their key. */
export function useLive(subject: Subject, rule: RuleJson): Live {
    const { i18n } = useTranslation();
    const text = JSON.stringify(rule);
    const [settled] = useDebouncedValue(text, 300);
    const ask = <T,>(what: "count" | "sentence") => ({
        queryKey: [`rule-${what}`, subject, i18n.language, settled],
        retry: false,
        staleTime: 15_000,
        placeholderData: keepPreviousData,
        queryFn: ({ signal }: { signal: AbortSignal }) => api.post<T>(`/rules/${subject}/${what}`, { rule: JSON.parse(settled) as Json }, { signal }),
    });
    const words = useQuery(ask<{ sentence: string }>("sentence"));
    const counted = useQuery(ask<RuleCount>("count"));
    return useMemo(() => {
        const wrong = words.error instanceof Problem && Object.keys(words.error.fields).length > 0 ? words.error.fields : {};
        return {
            sentence: words.error ? undefined : words.data?.sentence,
            count: counted.error ? undefined : counted.data,
            mistakes: wrong,
            trouble: Object.keys(wrong).length ? null : (words.error ?? counted.error),
            waiting: settled !== text || words.isFetching || counted.isFetching,
        };
    }, [words.error, words.data, words.isFetching, counted.error, counted.data, counted.isFetching, settled, text]);
}
