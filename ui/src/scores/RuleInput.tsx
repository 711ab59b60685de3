/* Who gets the points: a field of the contact or its company, compared with a value. */
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/queries";
import type { Field, Json } from "../api/types";
import type { Members } from "./words";

interface Props {
    rule: Members | null;
    onChange: (rule: Members, whole: boolean) => void;
}

const numbers = ["int", "money", "rate"];

function operatorsOf(f: Field | undefined): string[] {
    if (!f) return [];
    if (numbers.includes(f.kind)) return ["at_least", "at_most", "given", "not_given"];
    if (f.kind === "enum") return ["is", "is_not", "given", "not_given"];
    return ["is", "contains", "starts", "given", "not_given"];
}

function read(rule: Members | null): { field: string; op: string; value: string } {
    const m = rule ?? {};
    const op = Object.keys(m).find((k) => k !== "field") ?? "";
    if (op === "given") return { field: String(m.field ?? ""), op: m.given ? "given" : "not_given", value: "" };
    return { field: typeof m.field === "string" ? m.field : "", op, value: op ? String(m[op]) : "" };
}

export function RuleInput({ rule, onChange }: Props) {
    const { t } = useTranslation();
    const contact = useModel("contacts");
    const account = useModel("accounts");
    const [form, setForm] = useState(() => read(rule));
    const usable = (f: Field) => ["text", "email", "enum", "int"].includes(f.kind) && !["lifecycle", "lead_status"].includes(f.name);
    const fields = [
        ...(contact?.fields ?? []).filter(usable).map((f) => ({ ...f, at: f.name, group: t("menu.contacts") })),
        ...(account?.fields ?? []).filter(usable).map((f) => ({ ...f, at: `account.${f.name}`, group: t("menu.accounts") })),
    ];
    const field = fields.find((f) => f.at === form.field);
    const change = (next: typeof form) => {
        setForm(next);
        const given = next.op === "given" || next.op === "not_given";
        const kind = fields.find((f) => f.at === next.field)?.kind ?? "text";
        const value: Json = given ? next.op === "given" : numbers.includes(kind) ? Number(next.value) : next.value;
        onChange({ field: next.field, [given ? "given" : next.op]: value }, Boolean(next.field && next.op && (given || next.value !== "")));
    };
    const groups = [t("menu.contacts"), t("menu.accounts")].map((group) => ({ group, items: fields.filter((f) => f.group === group).map((f) => ({ value: f.at, label: f.label })) }));
    return (
        <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(160px, 1fr))", gap: 12 }}>
            <Select label={t("scores.field")} searchable data={groups} value={form.field || null} onChange={(v) => change({ field: v ?? "", op: "", value: "" })} />
            <Select label={t("scores.compare")} data={operatorsOf(field).map((x) => ({ value: x, label: t(`scores.op.${x}`) }))} value={form.op || null} onChange={(v) => change({ ...form, op: v ?? "" })} />
            {form.op !== "given" && form.op !== "not_given" && form.op !== "" && (field?.kind === "enum"
                ? <Select label={t("scores.value")} data={field.choices.map((c) => ({ value: c, label: field.choice_labels[c] ?? c }))} value={form.value || null} onChange={(v) => change({ ...form, value: v ?? "" })} />
                : <TextInput label={t("scores.value")} value={form.value} onChange={(e) => change({ ...form, value: e.currentTarget.value })} />)}
        </div>
    );
}
