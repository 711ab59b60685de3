/* An example plan, step by step, to look at before it is taken. */
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client";
import { useModels } from "../../api/queries";
import type { Json, Model, PlanExampleWhole } from "../../api/types";
import { byUnit, money, today } from "../../format";
import { textOf } from "../../parts/fields";
import { failed } from "../../parts/toast";
import { useDesk, useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { MICRO, useMetrics } from "../metrics";
import { steps } from "../steps";
import { NameAndStart, nextMonth, type Beginning } from "./NameAndStart";
import { useExample, useStart } from "./start";

type Values = Record<string, Json>;

/* Of each kind, what tells it in a line or two. */
const told: Record<string, string[]> = {
    audiences: ["description", "reachable_accounts", "margin_minor", "win_rate", "cost_to_win_minor"],
    personas: ["buying_role", "pains", "objections"],
    competitors: ["offers", "sales", "threat"],
    positionings: ["statement", "value"],
    goals: ["metric", "target_micro", "how"],
    selling_channels: ["kind", "margin", "notes"],
    channels: ["why", "expected_cost_per_lead_minor"],
    campaigns: ["audience", "channel", "notes"],
};

export function ExampleDialog({ example, onClose, onMade }: { example: string | undefined; onClose: () => void; onMade: (id: string) => void }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const q = useExample(example);
    const start = useStart();
    const [value, setValue] = useState<Beginning>({ name: "", starts_on: nextMonth(today(reader)) });
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const send = () =>
        start.mutate({ ...value, name: value.name.trim() || (q.data?.name ?? ""), example }, {
            onSuccess: (row) => onMade(row.id),
            onError: (e) => { if (e instanceof Problem && Object.keys(e.fields).length) setWrong(e.fields); else failed(e); },
        });
    return (
        <Modal opened={example !== undefined} onClose={onClose} size="xl" title={q.data?.name ?? ""} closeButtonProps={{ "aria-label": t("common.close") }}>
            {q.isLoadingError ? <Trouble error={q.error} /> : !q.data ? <Waiting /> : (
                <Stack gap="md">
                    <Text size="sm" lh={1.55}>{q.data.text}</Text>
                    <div className="start-preview" style={{ maxHeight: "46vh", overflow: "auto" }} tabIndex={0} role="group" aria-label={t("start.preview")}>
                        <Preview of={q.data} />
                    </div>
                    <Alert color="ochre" variant="light">{t("start.guessNote")}</Alert>
                    <NameAndStart value={value.name === "" ? { ...value, name: value.name } : value} wrong={wrong} onChange={setValue} />
                    <Group justify="flex-end">
                        <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button onClick={send} loading={start.isPending} disabled={!value.name.trim()}>{t("start.use")}</Button>
                    </Group>
                </Stack>
            )}
        </Modal>
    );
}

function Preview({ of }: { of: PlanExampleWhole }) {
    const { t } = useTranslation();
    const models = useModels().data;
    const records = of.records as Record<string, Values[]>;
    const plan = of.plan as Values;
    return (
        <>
            <Text size="sm" lh={1.55}>{String(plan.company_profile ?? "")}</Text>
            <Text size="sm" lh={1.55} mt={6}>{String(plan.market_summary ?? "")}</Text>
            {steps.filter((s) => s.tables.length > 0).map((s) => (
                <section key={s.n}>
                    <h3>{s.n}. {t(`plan.step.${s.n}.title`)}</h3>
                    {s.tables.map((x) => x.table === "budget_lines"
                        ? <Budget key={x.table} lines={records.budget_lines ?? []} />
                        : (records[x.table] ?? []).map((v, i) => <Entry key={`${x.table}${i}`} v={v} model={models?.find((m) => m.table === x.table)} table={x.table} />))}
                </section>
            ))}
        </>
    );
}

function Entry({ v, model, table }: { v: Values; model: Model | undefined; table: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const metrics = useMetrics().data;
    const metric = metrics?.find((m) => m.key === v.metric);
    const say = (name: string): string => {
        const field = model?.fields.find((f) => f.name === name);
        if (v[name] == null) return "";
        if (name === "target_micro") return byUnit(r, metric?.unit ?? "count", Number(v[name]) / MICRO);
        if (name === "metric") return metric?.label ?? String(v[name]);
        if (!field || field.kind === "ref") return String(v[name]);
        return textOf(field, v[name], r, t);
    };
    const lines = (told[table] ?? []).filter((n) => say(n) !== "" && !(n === "statement" && !v.name));
    return (
        <div style={{ marginBottom: 10 }}>
            <Text size="sm" fw={600}>{String(v.name ?? v.statement ?? "")}</Text>
            {lines.map((n) => (
                <Text key={n} size="sm" lh={1.5}>
                    <span className="dim">{model?.fields.find((f) => f.name === n)?.label ?? n}: </span>{say(n)}
                </Text>
            ))}
        </div>
    );
}

function Budget({ lines }: { lines: Values[] }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <table className="compare-table">
            <thead><tr><th scope="col">{t("scenarios.column.money_channel")}</th><th scope="col">{t("start.aMonth")}</th><th scope="col">{t("plan.hours")}</th></tr></thead>
            <tbody>{lines.map((l, i) => <tr key={i}><th scope="row">{String(l.channel ?? "")}</th><td className="num">{money(r, Number(l.planned_minor))}</td><td className="num">{String(l.planned_hours ?? "–")}</td></tr>)}</tbody>
        </table>
    );
}
