/* A form for a record of any model, made from its field table. Checks while typing, keeps what was typed, and puts the
 * server's sentences beside their fields. */
import { Alert, Button, Collapse, Group, Stack } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence, without } from "../api/client";
import { useSave, valueOf, type Values } from "../api/queries";
import type { Field, Json, Model, Row } from "../api/types";
import { FieldInput } from "./FieldInput";
import { fieldNamed } from "./fields";

export interface RecordFormProps {
    model: Model;
    row?: Row;
    initial?: Values;
    only?: string[]; /* shown first, in this order; the rest behind "more fields" */
    hidden?: string[];
    suggestions?: Record<string, string[]>;
    render?: Record<string, (value: Json | undefined, put: (v: Json) => void, error: string | undefined) => React.ReactNode>;
    submit?: string;
    onDone: (row: Row) => void;
    onCancel?: () => void;
}

export function RecordForm(p: RecordFormProps) {
    const { t } = useTranslation();
    const save = useSave(p.model.table);
    const [values, setValues] = useState<Values>(() => start(p));
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [error, setError] = useState<string | null>(null);
    const [more, setMore] = useState(false);

    const usable = p.model.fields.filter((f) => !f.readonly && !p.hidden?.includes(f.name));
    const firstNames = p.only ?? usable.map((f) => f.name);
    const first = firstNames.map((n) => fieldNamed(usable, n)).filter((f): f is Field => f !== undefined);
    const rest = usable.filter((f) => !first.includes(f));
    const currency = typeof values.currency === "string" && values.currency ? values.currency : undefined;

    const put = (name: string, v: Json) => {
        setValues((o) => ({ ...o, [name]: v }));
        setWrong((w) => without(w, name));
    };
    const submit = async (e: SyntheticEvent) => {
        e.preventDefault();
        e.stopPropagation();
        const missing = Object.fromEntries(
            usable.filter((f) => f.required && (values[f.name] == null || values[f.name] === "")).map((f) => [f.name, t("form.required", { field: f.label })]),
        );
        if (Object.keys(missing).length) {
            setWrong(missing);
            return;
        }
        setError(null);
        try {
            p.onDone(await save.mutateAsync({ row: p.row, values: changed(values, p.row) }));
        } catch (x) {
            const fields = x instanceof Problem ? x.fields : {};
            setWrong(fields);
            if (rest.some((f) => fields[f.name])) setMore(true);
            setError(sentence(x));
        }
    };
    const draw = (f: Field) => {
        const own = p.render?.[f.name];
        if (own) return <div key={f.name}>{own(values[f.name], (v) => put(f.name, v), wrong[f.name])}</div>;
        return <FieldInput key={f.name} field={f} value={values[f.name]} onChange={(v) => put(f.name, v)} error={wrong[f.name]} currency={currency} suggestions={p.suggestions?.[f.name]} />;
    };
    return (
        <form onSubmit={(e) => void submit(e)} noValidate>
            <Stack gap="md">
                {error && (
                    <Alert color="terracotta" variant="light" role="alert">
                        {error}
                    </Alert>
                )}
                {first.map(draw)}
                {rest.length > 0 && (
                    <>
                        <Button variant="subtle" size="xs" onClick={() => setMore((m) => !m)} aria-expanded={more} style={{ alignSelf: "flex-start" }}>
                            {more ? t("form.fewer") : t("form.more", { count: rest.length })}
                        </Button>
                        <Collapse expanded={more}>
                            <Stack gap="md">{more && rest.map(draw)}</Stack>
                        </Collapse>
                    </>
                )}
                <Group justify="flex-end" mt="xs">
                    {p.onCancel && (
                        <Button variant="subtle" onClick={p.onCancel}>
                            {t("common.cancel")}
                        </Button>
                    )}
                    <Button type="submit" loading={save.isPending}>
                        {p.submit ?? t("common.save")}
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}

function start(p: RecordFormProps): Values {
    const v: Values = {};
    for (const f of p.model.fields) {
        if (f.readonly) continue;
        if (p.row) v[f.name] = valueOf(p.row, f.name);
        else if (p.initial?.[f.name] !== undefined) v[f.name] = p.initial[f.name];
        else if (f.initial) v[f.name] = f.kind === "bool" ? f.initial === "1" : f.kind === "int" || f.kind === "money" ? Number(f.initial) : f.initial;
    }
    return v;
}

function changed(values: Values, row?: Row): Values {
    if (!row) return Object.fromEntries(Object.entries(values).filter(([, v]) => v != null));
    return Object.fromEntries(Object.entries(values).filter(([k, v]) => JSON.stringify(v ?? null) !== JSON.stringify(valueOf(row, k) ?? null)));
}
