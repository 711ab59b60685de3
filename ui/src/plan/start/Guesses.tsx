/* What in the plan is nobody's word yet: confirmed kind by kind or value by value, or changed in its step. */
import { Alert, Badge, Button, Collapse, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconHelpCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useModels, useRow } from "../../api/queries";
import type { Json, PlanGuesses, Row } from "../../api/types";
import { byUnit } from "../../format";
import { textOf } from "../../parts/fields";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { MICRO, useMetrics } from "../metrics";
import { steps } from "../steps";
import { useConfirmGuesses, useGuesses, type ConfirmInput } from "./start";

type Item = PlanGuesses["items"][number];

const SHOWN = 8; /* of one kind; a year of budget lines is confirmed together */

export function Guesses({ plan }: { plan: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const q = useGuesses(plan.id).data;
    const confirm = useConfirmGuesses(plan.id);
    const [opened, { toggle }] = useDisclosure(false);
    if (!q || q.open === 0) return null;
    const may = can("edit_plan") && plan.state !== "archived";
    const send = (body: ConfirmInput) => confirm.mutate(body, { onSuccess: (r) => done(t("guesses.confirmed", { count: r.confirmed })), onError: failed });
    const tables = [...new Set(q.items.map((i) => i.table))];
    return (
        <Alert color="ochre" variant="light" icon={<IconHelpCircle size={20} aria-hidden />} mb="lg" title={t("guesses.title", { count: q.open })}>
            <Text size="sm" lh={1.55} mb="xs">{t("guesses.text")}</Text>
            <Button size="compact-sm" variant="default" onClick={toggle} aria-expanded={opened}>{t(opened ? "guesses.hide" : "guesses.show")}</Button>
            <Collapse expanded={opened}>
                <Stack gap="md" mt="md">
                    {tables.map((table) => <OfTable key={table} plan={plan.id} items={q.items.filter((i) => i.table === table)} may={may} busy={confirm.isPending} onConfirm={send} />)}
                </Stack>
            </Collapse>
        </Alert>
    );
}

function OfTable({ plan, items, may, busy, onConfirm }: { plan: string; items: Item[]; may: boolean; busy: boolean; onConfirm: (body: ConfirmInput) => void }) {
    const { t } = useTranslation();
    const first = items[0];
    if (!first) return null;
    const step = steps.find((s) => s.tables.some((x) => x.table === first.table))?.n ?? 7;
    const name = t(`plan.table.${first.table}`, { defaultValue: first.kind });
    return (
        <section aria-label={name}>
            <Group justify="space-between" gap="xs" mb={6}>
                <Group gap={8}>
                    <Text size="sm" fw={650}>{name}</Text>
                    <Link to="/plan/$planId/$step" params={{ planId: plan, step: String(step) }} className="link" style={{ fontSize: "0.84rem" }}>{t("guesses.change")}</Link>
                </Group>
                {may && <Button size="compact-xs" variant="light" disabled={busy} onClick={() => onConfirm({ table: first.table })} aria-label={`${t("guesses.confirmAll")}: ${name}`}>{t("guesses.confirmAll")}</Button>}
            </Group>
            <Stack gap={8}>
                {items.slice(0, SHOWN).map((i) => <OfRecord key={i.id} item={i} may={may} busy={busy} onConfirm={onConfirm} />)}
                {items.length > SHOWN && <Text size="xs" className="dim">{t("guesses.more", { count: items.length - SHOWN })}</Text>}
            </Stack>
        </section>
    );
}

function OfRecord({ item, may, busy, onConfirm }: { item: Item; may: boolean; busy: boolean; onConfirm: (body: ConfirmInput) => void }) {
    const { t } = useTranslation();
    return (
        <div>
            <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{item.name}</Text>
            <ul style={{ listStyle: "none", margin: "2px 0 0", padding: 0, display: "grid", gap: 4 }}>
                {item.fields.map((f) => (
                    <li key={f.name} style={{ display: "flex", gap: 8, alignItems: "baseline", flexWrap: "wrap", fontSize: "0.86rem" }}>
                        <Badge size="sm" variant="outline" color="ochre" tt="none" radius="sm">{t("guesses.one")}</Badge>
                        <span className="dim">{f.label}:</span>
                        <span style={{ flex: "1 1 120px", minWidth: 0, overflowWrap: "anywhere" }}><GuessValue item={item} name={f.name} v={f.value as Json} /></span>
                        {may && <Button size="compact-xs" variant="subtle" disabled={busy} leftSection={<IconCheck size={13} aria-hidden />} onClick={() => onConfirm({ table: item.table, id: item.id, fields: [f.name] })} aria-label={t("guesses.confirmOne", { field: f.label, name: item.name })}>{t("guesses.confirm")}</Button>}
                    </li>
                ))}
            </ul>
        </div>
    );
}

function GuessValue({ item, name, v }: { item: Item; name: string; v: Json }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const field = useModels().data?.find((m) => m.table === item.table)?.fields.find((f) => f.name === name);
    const goal = useRow("goals", item.id, name === "target_micro");
    const unit = useMetrics().data?.find((m) => m.key === goal.data?.metric)?.unit ?? "count";
    if (name === "target_micro") return <span className="num">{byUnit(reader, unit, Number(v) / MICRO)}</span>;
    return <>{field ? textOf(field, v, reader, t) : String(v)}</>;
}
