/* A form for a record of any model, made from its field table. Checks while typing, keeps what was typed, and puts the
 * server's sentences beside their fields. */
import { Alert, Button, Collapse, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Fragment, useRef, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence, without } from "../api/client";
import { useSave, valueOf, type Values } from "../api/queries";
import type { Field, Json, Model, Row } from "../api/types";
import { useDesk } from "../session";
import { draftKey, draftOf, forgetDraft, keepDraft } from "./drafts";
import { FieldInput } from "./FieldInput";
import { fieldNamed } from "./fields";
import { asPeopleTable } from "./tables";

export interface RecordFormProps {
    model: Model;
    row?: Row;
    initial?: Values; /* of a new record, and of what an old one leaves open */
    draft?: string; /* under this name what is typed is kept in this browser until it is saved; without it, in memory (drafts.ts) */
    only?: string[]; /* shown first, in this order; the rest behind "more fields" */
    hidden?: string[];
    suggestions?: Record<string, string[]>;
    render?: Record<string, (value: Json | undefined, put: (v: Json) => void, error: string | undefined, values: Values) => React.ReactNode>;
    notes?: Record<string, (values: Values) => React.ReactNode>; /* below a field, told by all that is typed */
    submit?: string;
    onDone: (row: Row) => void;
    onCancel?: () => void;
}

export function RecordForm(p: RecordFormProps) {
    const { t } = useTranslation();
    const { user, site } = useDesk();
    const save = useSave(p.model.table);
    const usable = p.model.fields.filter((f) => !f.readonly && !p.hidden?.includes(f.name));
    const firstNames = p.only ?? usable.map((f) => f.name);
    const first = firstNames.map((n) => fieldNamed(usable, n)).filter((f): f is Field => f !== undefined);
    const rest = usable.filter((f) => !first.includes(f));

    const [key] = useState(() => draftKey({ user: user.id, site: site.id, table: p.model.table, row: p.row, initial: p.initial, asks: [p.only, p.hidden] }));
    const [left, setLeft] = useState(() => (p.draft ? null : draftOf(key, p.row?.version))); /* what was typed when it went away */
    const [began, setBegan] = useState(() => start(p));
    const [round, setRound] = useState(0);
    const [values, setValues] = useState<Values>(() => ({ ...began, ...left, ...readStored(p.draft) }));
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [error, setError] = useState<string | null>(null);
    const [holder, setHolder] = useState<string | null>(null);
    const [more, setMore] = useState(left !== null && rest.some((f) => f.name in left));
    const box = useRef<HTMLFormElement>(null);
    const [row, setRow] = useState(p.row); /* as it was read last */

    const people = asPeopleTable(p.model.table);
    const currency = typeof values.currency === "string" && values.currency ? values.currency : undefined;

    const keep = (all: Values, from: Values, over: Row | undefined) => {
        if (p.draft) store(p.draft, changed(all, over));
        else keepDraft(key, all, from, over?.version);
    };
    const forget = () => {
        if (p.draft) store(p.draft, null);
        else forgetDraft(key);
    };
    const put = (name: string, v: Json) => {
        setValues((o) => {
            const all = { ...o, [name]: v };
            keep(all, began, row);
            return all;
        });
        setWrong((w) => without(w, name));
    };
    const startOver = () => {
        forget();
        setLeft(null);
        setValues(began);
        setWrong({});
        setError(null);
        setHolder(null);
        setRound((n) => n + 1); /* inputs that hold what was typed begin anew too */
        onceDrawn(() => box.current?.querySelector<HTMLElement>("[data-autofocus], input, textarea")?.focus());
    };
    const submit = async (e: SyntheticEvent) => {
        e.preventDefault();
        e.stopPropagation();
        const missing = Object.fromEntries(
            usable.filter((f) => f.required && (values[f.name] == null || values[f.name] === "")).map((f) => [f.name, t("form.required", { field: f.label })]),
        );
        if (Object.keys(missing).length) {
            setWrong(missing);
            toFirstWrong(box.current);
            return;
        }
        setError(null);
        setHolder(null);
        try {
            const saved = await save.mutateAsync({ row, values: changed(values, row) });
            forget();
            p.onDone(saved);
        } catch (x) {
            if (x instanceof Problem && x.status === 412 && row) return meet(row);
            const fields = x instanceof Problem ? x.fields : {};
            setWrong(fields);
            setHolder(x instanceof Problem ? x.holder : null);
            if (rest.some((f) => fields[f.name])) setMore(true);
            setError(sentence(x));
            toFirstWrong(box.current);
        }
    };
    /* Somebody saved it meanwhile: theirs comes in, what was typed here stays, and whoever types decides. */
    const meet = async (was: Row) => {
        try {
            const now = await api.get<Row>(`/${p.model.table}/${was.id}`);
            const mine = changed(values, was);
            const both = usable.filter((f) => f.name in mine && JSON.stringify(valueOf(now, f.name) ?? null) !== JSON.stringify(valueOf(was, f.name) ?? null)).map((f) => f.label);
            const theirs = start({ ...p, row: now }), all = { ...theirs, ...mine };
            setRow(now);
            setBegan(theirs);
            setValues(all);
            keep(all, theirs, now);
            setError(both.length ? t("form.metBoth", { fields: both.join(", ") }) : t("form.met"));
        } catch (x) {
            setError(sentence(x));
        }
    };
    const draw = (f: Field) => {
        const own = p.render?.[f.name];
        const note = p.notes?.[f.name];
        if (own || note) return <div key={f.name}>{own ? own(values[f.name], (v) => put(f.name, v), wrong[f.name], values) : plain(f)}{note?.(values)}</div>;
        return plain(f);
    };
    const plain = (f: Field) => {
        return <FieldInput key={f.name} field={f} value={values[f.name]} onChange={(v) => put(f.name, v)} error={wrong[f.name]} currency={currency} suggestions={p.suggestions?.[f.name]} first={f === first[0]} plan={typeof values.plan === "string" ? values.plan : undefined} />;
    };
    return (
        <form ref={box} onSubmit={(e) => void submit(e)} noValidate>
            <Stack gap="md">
                {error && (
                    <Alert color="terracotta" variant="light" role="alert">
                        {error}
                        {holder && people && <> <Link className="link" to="/people/$table/$id" params={{ table: people, id: holder }} target="_blank">{t("form.openHolder")}</Link></>}
                    </Alert>
                )}
                {left && (
                    <Group justify="space-between" gap="xs" role="note">
                        <Text size="sm" className="dim">{t("form.resumed")}</Text>
                        <Button variant="subtle" size="compact-sm" px={0} onClick={startOver}>{t("form.startOver")}</Button>
                    </Group>
                )}
                <Fragment key={round}>{first.map(draw)}</Fragment>
                {rest.length > 0 && (
                    <>
                        <Button variant="subtle" size="xs" onClick={() => setMore((m) => !m)} aria-expanded={more} style={{ alignSelf: "flex-start" }}>
                            {more ? t("form.fewer") : t("form.more", { count: rest.length })}
                        </Button>
                        <Collapse expanded={more}>
                            <Stack gap="md">{more && <Fragment key={round}>{rest.map(draw)}</Fragment>}</Stack>
                        </Collapse>
                    </>
                )}
                <Group justify="flex-end" mt="xs">
                    {p.onCancel && (
                        <Button variant="subtle" onClick={() => { forget(); p.onCancel?.(); }}>
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

/* Once it is drawn: what is wrong may stand far above the button. */
function toFirstWrong(form: HTMLFormElement | null) {
    onceDrawn(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}

function onceDrawn(act: () => void) {
    requestAnimationFrame(() => requestAnimationFrame(act));
}

function readStored(name: string | undefined): Values {
    try {
        const kept: unknown = name ? JSON.parse(localStorage.getItem(name) ?? "{}") : {};
        return typeof kept === "object" && kept !== null ? (kept as Values) : {};
    } catch {
        return {}; // what another version of the program left is no draft
    }
}

function store(name: string, values: Values | null) {
    if (values) localStorage.setItem(name, JSON.stringify(values));
    else localStorage.removeItem(name);
}

function start(p: RecordFormProps): Values {
    const v: Values = {};
    for (const f of p.model.fields) {
        if (f.readonly) continue;
        if (p.row) v[f.name] = valueOf(p.row, f.name) ?? p.initial?.[f.name];
        else if (p.initial?.[f.name] !== undefined) v[f.name] = p.initial[f.name];
        else if (f.initial) v[f.name] = f.kind === "bool" ? f.initial === "1" : f.kind === "int" || f.kind === "money" ? Number(f.initial) : f.initial;
    }
    return v;
}

function changed(values: Values, row?: Row): Values {
    if (!row) return Object.fromEntries(Object.entries(values).filter(([, v]) => v != null));
    return Object.fromEntries(Object.entries(values).filter(([k, v]) => JSON.stringify(v ?? null) !== JSON.stringify(valueOf(row, k) ?? null)));
}
