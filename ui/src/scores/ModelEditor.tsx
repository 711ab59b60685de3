/* Writing a draft: rows, what everybody has to begin with, where bands begin. Nothing changes for anyone until it is
 * published. */
import { ActionIcon, Alert, Button, Group, NumberInput, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { choiceLabel } from "../parts/fields";
import { done, doneWithUndo } from "../parts/toast";
import { Points, RowWords } from "./ModelView";
import { RowDialog } from "./RowDialog";
import { roles, useScoresAgain, type Kind, type ScoreModel, type ScoreRow } from "./words";

interface Form {
    base: number;
    bands: number[];
    weights: Record<string, number>;
    rows: ScoreRow[];
}

const usual: Record<Kind, number[]> = { fit: [70, 50, 30], engagement: [60, 30, 10] };

function formOf(kind: Kind, from: ScoreModel | null): Form {
    return from ? { base: from.base, bands: from.bands, weights: from.weights, rows: from.rows } : { base: 0, bands: usual[kind], weights: {}, rows: [] };
}

export function ModelEditor({ kind, from, onDone, onCancel }: { kind: Kind; from: ScoreModel | null; onDone: () => void; onCancel?: () => void }) {
    const { t } = useTranslation();
    const again = useScoresAgain();
    const [form, setForm] = useState<Form>(() => formOf(kind, from));
    const [open, setOpen] = useState<number | null>(null);
    const save = useMutation({
        mutationFn: () => api.post<ScoreModel>(`/score-models/${kind}/draft`, {
            version: from?.state === "draft" ? from.version : undefined, base: form.base, bands: form.bands, weights: form.weights,
            rows: form.rows.map((row) => ({ label: row.label, points: row.points, rule: row.rule, behaviour: row.behaviour, half_life_days: row.half_life_days, at_most: row.at_most })),
        }),
        onSuccess: () => { again(); done(t("scores.saved")); onDone(); },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const put = (at: number, row: ScoreRow) => { setForm((f) => ({ ...f, rows: at < f.rows.length ? f.rows.map((x, i) => (i === at ? row : x)) : [...f.rows, row] })); setOpen(null); };
    const drop = (at: number) => {
        const was = form.rows[at];
        setForm((f) => ({ ...f, rows: f.rows.filter((_, i) => i !== at) }));
        if (was) doneWithUndo(t("scores.rowDropped"), t("common.undo"), () => setForm((f) => ({ ...f, rows: [...f.rows.slice(0, at), was, ...f.rows.slice(at)] })));
    };
    const move = (at: number, by: number) => setForm((f) => {
        const rows = [...f.rows];
        const [row] = rows.splice(at, 1);
        if (row) rows.splice(at + by, 0, row);
        return { ...f, rows };
    });
    const mistakes = (i: number) => Object.entries(wrong).filter(([k]) => k.startsWith(`rows.${i}.`)).map(([, m]) => m);
    return (
        <section className="card" aria-label={t("scores.editing", { name: t(`scores.kind.${kind}`) })}>
            <Text fw={650} mb={4}>{t("scores.editing", { name: t(`scores.kind.${kind}`) })}</Text>
            <Text size="sm" className="dim" mb="md" lh={1.5}>{t("scores.editingText")}</Text>
            {save.isError && <Alert color="terracotta" variant="light" role="alert" mb="md">{sentence(save.error)}</Alert>}
            <ul className="score-rows">
                {form.rows.map((row, i) => {
                    const name = row.label ?? row.sentence ?? t("scores.row", { n: i + 1 });
                    return (
                        <li key={i}>
                            <Points n={row.points} />
                            <div style={{ minWidth: 0 }}>
                                <RowWords row={row} kind={kind} />
                                {mistakes(i).map((m) => <Text key={m} size="xs" className="attention">{m}</Text>)}
                            </div>
                            <Group gap={2} wrap="nowrap" ml="auto">
                                <ActionIcon variant="subtle" color="gray" disabled={i === 0} aria-label={`${t("scores.up")}: ${name}`} onClick={() => move(i, -1)}><IconArrowUp size={16} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" disabled={i === form.rows.length - 1} aria-label={`${t("scores.down")}: ${name}`} onClick={() => move(i, 1)}><IconArrowDown size={16} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.edit")}: ${name}`} onClick={() => setOpen(i)}><IconPencil size={16} aria-hidden /></ActionIcon>
                                <ActionIcon variant="subtle" color="gray" aria-label={`${t("scores.dropRow")}: ${name}`} onClick={() => drop(i)}><IconTrash size={16} aria-hidden /></ActionIcon>
                            </Group>
                        </li>
                    );
                })}
            </ul>
            {form.rows.length === 0 && <Text size="sm" className="dim" mb="sm">{t("scores.noRows")}</Text>}
            <Button size="xs" variant="light" mt="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen(form.rows.length)}>{t("scores.addRow")}</Button>
            <Settings kind={kind} form={form} wrong={wrong} onChange={setForm} />
            <Group justify="flex-end" mt="lg">
                {onCancel && <Button variant="subtle" onClick={onCancel}>{t("common.cancel")}</Button>}
                <Button loading={save.isPending} onClick={() => save.mutate()}>{t("scores.save")}</Button>
            </Group>
            {open !== null && <RowDialog key={open} kind={kind} row={form.rows[open] ?? null} onClose={() => setOpen(null)} onSave={(row) => put(open, row)} />}
        </section>
    );
}

function Settings({ kind, form, wrong, onChange }: { kind: Kind; form: Form; wrong: Record<string, string>; onChange: (f: Form) => void }) {
    const { t } = useTranslation();
    const names = kind === "fit" ? ["A", "B", "C"] : ["1", "2", "3"];
    const whole = (v: number | string, otherwise: number) => (typeof v === "number" ? Math.round(v) : otherwise);
    return (
        <>
            <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(120px, 1fr))", gap: 12, marginTop: 20 }}>
                <NumberInput label={t("scores.baseOf")} value={form.base} min={0} max={100} allowDecimal={false} error={wrong.base} onChange={(v) => onChange({ ...form, base: whole(v, 0) })} />
                {names.map((n, i) => (
                    <NumberInput key={n} label={t("scores.bandFrom", { name: n })} value={form.bands[i]} min={1} max={100} allowDecimal={false} error={i === 0 ? wrong.bands : undefined}
                        onChange={(v) => onChange({ ...form, bands: form.bands.map((x, k) => (k === i ? whole(v, x) : x)) })} />
                ))}
            </div>
            <details style={{ marginTop: 14 }}>
                <summary style={{ cursor: "pointer", fontSize: "0.86rem" }}>{t("scores.weights")}</summary>
                <Text size="sm" className="dim" mt={4} lh={1.5}>{t("scores.weightsText")}</Text>
                <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(140px, 1fr))", gap: 12, marginTop: 10 }}>
                    {roles.map((x) => (
                        <NumberInput key={x} size="xs" label={x === "none" ? t("scores.noRole") : choiceLabel("role", x, t)} value={form.weights[x] ?? ""} min={0} max={100} suffix=" %" allowDecimal={false} error={wrong[`weights.${x}`]}
                            onChange={(v) => onChange({ ...form, weights: { ...form.weights, [x]: whole(v, 0) } })} />
                    ))}
                </div>
            </details>
        </>
    );
}
