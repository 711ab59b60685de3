/* A goal: its metric is picked from the metric table, its target typed in the metric's own unit, its baseline read from
 * the data and shown before anything is saved. */
import { Select, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { fieldOf, type Values } from "../api/queries";
import type { Json, Metric, MetricValue, Model, Outlook as Told, Row } from "../api/types";
import { byUnit, parseNumber, today } from "../format";
import { MoneyInput } from "../parts/FieldInput";
import { reasonText } from "../parts/Figure";
import { RecordForm } from "../parts/RecordForm";
import { useReader } from "../session";
import { ChannelPicker } from "../results/SpendForm";
import { isMoney, isRate, MICRO, useMetrics } from "./metrics";
import { Outlook } from "./Outlook";

export function GoalForm({ model, row, plan, audience, onDone, onCancel }: { model: Model; row?: Row; plan: string; audience?: string; onDone: (row: Row) => void; onCancel: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const metrics = useMetrics().data ?? [];
    const [bold, setBold] = useState(typeof row?.reason === "string" && row.reason !== "");
    const label = (name: string) => model.fields.find((f) => f.name === name)?.label ?? name;
    return (
        <RecordForm
            model={model} row={row} hidden={["plan", "baseline_micro"]} onDone={onDone} onCancel={onCancel}
            only={["name", "metric", "channel", "target_micro", "starts_on", "due_on", ...(bold ? ["reason"] : []), "audience", "parent", "who", "what", "when_text", "where_text", "how", "why"]}
            initial={{ plan, starts_on: today(r), ...(audience ? { audience } : {}) }}
            notes={{ due_on: (v) => <Attainable values={v} onBold={setBold} /> }}
            render={{
                metric: (v, put, error) => <MetricPicker label={label("metric")} required value={v} error={error} onChange={put} />,
                channel: (v, put, error) => <ChannelOf label={label("channel")} value={v} error={error} onChange={put} />,
                target_micro: (v, put, error, typed) => {
                    const metric = typeof typed.metric === "string" ? typed.metric : null, channel = typeof typed.channel === "string" ? typed.channel : null;
                    const m = metrics.find((x) => x.key === metric);
                    return (
                        <div>
                            {metric && <Baseline metric={metric} channel={channel} there={(now) => m !== undefined && !m.counts && typeof v === "number" && (m.less_is_better ? now <= v / MICRO : now >= v / MICRO)} />}
                            <TargetInput key={m?.unit ?? "count"} label={t("goal.target")} unit={m?.unit ?? "count"} scale={m} value={v} onChange={put} error={error} />
                        </div>
                    );
                },
            }}
        />
    );
}

/* The metrics that the program computes, each with its definition below once chosen. */
export function MetricPicker(p: { label: string; required?: boolean; value: Json | undefined; onChange: (v: string | null) => void; error?: string }) {
    const { t } = useTranslation();
    const metrics = useMetrics().data ?? [];
    const value = typeof p.value === "string" ? p.value : null;
    const m = metrics.find((x) => x.key === value);
    return (
        <Select
            label={p.label} required={p.required} searchable clearable={!p.required} data={metrics.map((x) => ({ value: x.key, label: x.label }))} value={value} error={p.error}
            placeholder={t("common.choose")} description={m ? [m.definition, m.sample_rule].filter(Boolean).join(" · ") : t("goal.metricHint")} onChange={p.onChange}
        />
    );
}

export function ChannelOf(p: { label: string; value: Json | undefined; onChange: (v: Json) => void; error?: string }) {
    const q = useQuery({ queryKey: ["report", "channels", "channel", {}, "keys"], queryFn: ({ signal }) => api.get<{ rows: { channel?: string; key?: string }[] }>("/reports/channels", { by: "channel" }, signal) });
    return <ChannelPicker {...p} known={(q.data?.rows ?? []).map((x) => x.channel ?? x.key ?? "")} />;
}

function Baseline({ metric, channel, there }: { metric: string; channel: string | null; there: (now: number) => boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useQuery({
        queryKey: ["metric", metric, channel],
        queryFn: ({ signal }) => api.get<MetricValue>(`/metrics/${encodeURIComponent(metric)}`, { from: today(r, 364), to: today(r), channel }, signal),
        retry: false,
    });
    return (
        <Text size="sm" mb={8} aria-live="polite" className="dim">
            {q.isPending ? t("common.loading") : q.isError ? t("goal.noBaseline") : q.data.value === null ? (reasonText(q.data.reason) ?? t("goal.noBaseline")) : t("goal.baselineNow", { v: byUnit(r, q.data.unit, q.data.value) })}
            {q.data && q.data.value !== null && there(q.data.value) && ` ${t("goal.alreadyThere")}`}
        </Text>
    );
}

/* What history says of the target, as it is typed. A bold one brings the question for its reason. */
function Attainable({ values, onBold }: { values: Values; onBold: (bold: boolean) => void }) {
    const { t } = useTranslation();
    const text = (name: string) => (typeof values[name] === "string" ? values[name] : "");
    const [ask] = useDebouncedValue({ metric: text("metric"), channel: text("channel"), from: text("starts_on"), to: text("due_on"), target_micro: typeof values.target_micro === "number" ? values.target_micro : null }, 400);
    const { metric, ...rest } = ask;
    const q = useQuery({
        queryKey: ["outlook", ask],
        queryFn: ({ signal }) => api.get<Told>(`/metrics/${encodeURIComponent(metric)}/outlook`, { ...rest, channel: rest.channel || null }, signal),
        enabled: metric !== "" && ask.from !== "" && ask.to > ask.from, placeholderData: keepPreviousData, retry: false,
    });
    const isBold = q.data?.ambition === "bold" && ask.target_micro !== null;
    useEffect(() => {
        if (isBold) onBold(true);
    }, [isBold, onBold]);
    if (!q.data || q.isError) return null;
    return (
        <section className="card" style={{ marginTop: 12, padding: "12px 14px" }} aria-label={t("goal.outlook.title")} aria-live="polite">
            <Outlook o={q.data} due={ask.to} target={ask.target_micro !== null} />
            {isBold && <Text size="sm" fw={600} mt={6}>{t("goal.outlook.ask")}</Text>}
        </section>
    );
}

/* scale: the ends of the metric's, when it has two. */
export function TargetInput({ label, unit, scale, value, onChange, error, help }: { label: string; unit: string; scale?: Pick<Metric, "low" | "high">; value: Json | undefined; onChange: (v: Json) => void; error?: string; help?: string | null }) {
    const { t } = useTranslation();
    const r = useReader();
    const now = typeof value === "number" ? value / MICRO : null;
    const factor = isRate(unit) ? 100 : 1;
    const [typed, setTyped] = useState(now === null ? "" : new Intl.NumberFormat(r.locale, { maximumFractionDigits: 4 }).format(now * factor));
    if (isMoney(unit)) {
        return (
            <MoneyInput
                field={fieldOf({ name: "target", label, kind: "money", required: true, help: help ?? null })} currency={r.currency} value={now} error={error}
                onChange={(v) => onChange(typeof v === "number" ? Math.round(v * MICRO) : null)}
            />
        );
    }
    const bad = typed.trim() !== "" && parseNumber(r.locale, typed) === null;
    const low = scale?.low ?? 0, high = scale?.high ?? null;
    const ends = high === null ? null : { low: byUnit(r, unit, low), high: byUnit(r, unit, high) };
    const past = high !== null && now !== null && (now < low || now > high);
    return (
        <TextInput
            label={label} description={help ?? (ends ? t("goal.scale", ends) : undefined)} required inputMode={low < 0 ? "text" : "decimal"} value={typed} error={bad ? t("form.number") : past ? t("goal.pastScale", { ...ends }) : error} rightSection={isRate(unit) ? "%" : unit === "days" ? t("goal.days") : undefined} rightSectionWidth={unit === "days" ? 52 : undefined}
            onChange={(e) => {
                const s = e.currentTarget.value;
                setTyped(s);
                const v = parseNumber(r.locale, s);
                onChange(v === null ? null : Math.round((v / factor) * MICRO));
            }}
        />
    );
}
