/* One question on the screen: in plain words, with why it matters and an example, and the fields of the record that answer it. */
import { Badge, Button, Group, Radio, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEffect, useRef, type KeyboardEvent } from "react";
import type { Field, Json, Model, Row } from "../../api/types";
import type { Values } from "../../api/queries";
import { choicesOf, fieldNamed } from "../../parts/fields";
import { RecordForm, type RecordFormProps } from "../../parts/RecordForm";
import { ChannelOf, MetricPicker, TargetInput } from "../GoalForm";
import { useMetrics } from "../metrics";

export interface QuestionProps {
    title: string;
    why: string;
    example: string;
    about?: string;
    optional?: boolean;
    model: Model;
    fields: string[];
    further: string[];
    row?: Row;
    initial: Values;
    draft: string;
    another?: boolean; /* several such records make sense */
    onDone: (row: Row, another: boolean) => void;
    onBack?: () => void;
    onSkip?: () => void;
}

export function Question(p: QuestionProps) {
    const { t } = useTranslation();
    const box = useRef<HTMLDivElement>(null);
    const more = useRef(false);
    const known = (names: string[]) => names.map((n) => fieldNamed(p.model.fields, n)?.name).filter((n) => n !== undefined);
    const fields = known(p.fields);
    const shown = [...fields, ...known(p.further)];
    useEffect(() => {
        box.current?.querySelector<HTMLElement>("form input:not([type=hidden]), form textarea")?.focus();
    }, []);
    const submit = (another: boolean) => {
        more.current = another;
        box.current?.querySelector("form")?.requestSubmit();
    };
    /* Before the inputs see it: Enter goes on, also from a list whose choice stands. */
    const enter = (e: KeyboardEvent) => {
        if (e.key !== "Enter" || e.shiftKey || e.nativeEvent.isComposing || e.defaultPrevented) return;
        const at = e.target;
        const chosen = at instanceof HTMLInputElement && (at.type === "radio" || (at.getAttribute("role") === "combobox" && at.getAttribute("aria-expanded") !== "true" && at.value !== ""));
        if (!(at instanceof HTMLTextAreaElement) && !chosen) return;
        e.preventDefault();
        e.stopPropagation();
        submit(false);
    };
    return (
        <div ref={box} className="card guide-card" onKeyDownCapture={enter}>
            <Group gap={8} mb={6}>
                {p.about && <Badge variant="light" tt="none" radius="sm" maw="100%">{t("plan.guide.about", { name: p.about })}</Badge>}
                {p.optional && <Badge variant="light" color="gray" tt="none" radius="sm">{t("plan.guide.optional")}</Badge>}
            </Group>
            <h2 style={{ margin: "0 0 8px", fontSize: "1.35rem", lineHeight: 1.3, fontWeight: 650 }}>{p.title}</h2>
            <Text size="sm" lh={1.55} mb={4}><strong>{t("plan.guide.why")}:</strong> {p.why}</Text>
            <Text size="sm" className="dim" lh={1.55} mb="lg">{t("plan.guide.example", { text: p.example })}</Text>
            <RecordForm
                model={p.model} row={p.row} initial={p.initial} draft={p.draft} only={fields} hidden={p.model.fields.map((f) => f.name).filter((n) => !shown.includes(n))} submit={t("plan.guide.next")} render={useDrawn(p.model, fields, p.row)}
                onDone={(row) => { const another = more.current; more.current = false; p.onDone(row, another); }}
            />
            <Group justify="space-between" mt="md" gap="xs">
                <Group gap="xs">
                    {p.onBack && <Button variant="subtle" color="gray" onClick={p.onBack}>{t("plan.guide.back")}</Button>}
                    {p.onSkip && <Button variant="subtle" color="gray" onClick={p.onSkip}>{t("plan.guide.skip")}</Button>}
                </Group>
                {p.another && <Button variant="default" onClick={() => submit(true)}>{t("plan.guide.another")}</Button>}
            </Group>
        </div>
    );
}

/* Inputs of their own: scores and kinds as choices that are seen, metrics from the metric table, a target in its metric's unit. */
function useDrawn(model: Model, fields: string[], row: Row | undefined): RecordFormProps["render"] {
    const metrics = useMetrics().data ?? [];
    const metric = useRef<string | null>(typeof row?.metric === "string" ? row.metric : null);
    const drawn: NonNullable<RecordFormProps["render"]> = {};
    for (const name of fields) {
        const f = fieldNamed(model.fields, name);
        if (!f) continue;
        if (f.kind === "int" && f.min === 0 && f.max === 5) drawn[f.name] = (v, put, error) => <Score field={f} value={v} onChange={put} error={error} />;
        if (f.kind === "enum") drawn[f.name] = (v, put, error) => <Choice field={f} value={v} onChange={put} error={error} />;
        if (f.name === "metric") drawn.metric = (v, put, error) => <MetricPicker label={f.label} required value={v} error={error} onChange={(x) => { metric.current = x; put(x); }} />;
        if (f.name === "target_micro") {
            drawn.target_micro = (v, put, error) => {
                const m = metrics.find((x) => x.key === metric.current), unit = m?.unit ?? "count";
                return <TargetInput key={unit} label={f.label} unit={unit} scale={m} value={v} onChange={put} error={error} />;
            };
        }
        if (f.name === "matches") drawn.matches = (v, put, error) => <ChannelOf label={f.label} value={v} error={error} onChange={put} />;
    }
    return drawn;
}

function Choice({ field, value, onChange, error }: { field: Field; value: Json | undefined; onChange: (v: Json) => void; error?: string }) {
    const { t } = useTranslation();
    return (
        <Radio.Group label={field.label} description={field.help ?? undefined} required={field.required} error={error} value={typeof value === "string" ? value : null} onChange={(v) => onChange(v)}>
            <div className="guide-choices">
                {choicesOf(field, t).map((c) => <Radio key={c.value} value={c.value} label={c.label} />)}
            </div>
        </Radio.Group>
    );
}

function Score({ field, value, onChange, error }: { field: Field; value: Json | undefined; onChange: (v: Json) => void; error?: string }) {
    const { t } = useTranslation();
    return (
        <Radio.Group label={field.label} description={field.help ?? t("plan.guide.score")} error={error} value={typeof value === "number" ? String(value) : null} onChange={(v) => onChange(Number(v))}>
            <Group mt={6} gap="md">
                {["0", "1", "2", "3", "4", "5"].map((n) => <Radio key={n} value={n} label={n} />)}
            </Group>
        </Radio.Group>
    );
}
