/* What differs between two states of a plan, record by record and field by field, in words. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useModels, useRow } from "../../api/queries";
import type { Field, Json, Model, PlanChange } from "../../api/types";
import { byUnit } from "../../format";
import { textOf } from "../../parts/fields";
import { useReader } from "../../session";
import { MICRO, useMetrics } from "../metrics";

const tone = { added: "leaf", removed: "terracotta", changed: "azulejo" } as const;

export type Back = (change: PlanChange, field?: string) => void;

export function Changes({ changes, back, busy }: { changes: PlanChange[]; back?: Back; busy?: boolean }) {
    const { t } = useTranslation();
    const models = useModels().data;
    return (
        <ul className="plan-changes">
            {changes.map((c) => (
                <li key={`${c.table}${c.id}`} className="card plan-change">
                    <Group justify="space-between" gap="xs" mb={c.fields.length ? 8 : 0}>
                        <Group gap={8}>
                            <Badge variant="light" tt="none" radius="sm" color={tone[c.change]}>{t(`versions.change.${c.change}`)}</Badge>
                            <Text size="sm" className="dim">{c.kind}</Text>
                            <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>{c.name}</Text>
                        </Group>
                        {back && (
                            <Button size="compact-xs" variant="subtle" color="gray" disabled={busy} leftSection={<IconArrowBackUp size={14} aria-hidden />} onClick={() => back(c)}
                                aria-label={`${t(`versions.back.${c.change}`)}: ${c.name}`}>
                                {t(`versions.back.${c.change}`)}
                            </Button>
                        )}
                    </Group>
                    {c.change === "changed" && <Lines change={c} model={models?.find((m) => m.table === c.table)} back={back} busy={busy} />}
                </li>
            ))}
        </ul>
    );
}

function Lines({ change, model, back, busy }: { change: PlanChange; model: Model | undefined; back?: Back; busy?: boolean }) {
    const { t } = useTranslation();
    return (
        <dl className="plan-change-lines">
            {change.fields.map((f) => {
                const field = model?.fields.find((x) => x.name === f.name);
                return (
                    <div key={f.name}>
                        <dt>{f.label}</dt>
                        <dd>
                            <del><Value change={change} field={field} v={f.before as Json} name={f.before_name} /></del>
                            <span aria-hidden> → </span>
                            <ins><Value change={change} field={field} v={f.after as Json} name={f.after_name} /></ins>
                        </dd>
                        {back && change.fields.length > 1 && (
                            <dd>
                                <Button size="compact-xs" variant="subtle" color="gray" disabled={busy} onClick={() => back(change, f.name)} aria-label={t("versions.backField", { field: f.label, name: change.name })}>
                                    <IconArrowBackUp size={14} aria-hidden />
                                </Button>
                            </dd>
                        )}
                    </div>
                );
            })}
        </dl>
    );
}

function Value({ change, field, v, name }: { change: PlanChange; field: Field | undefined; v: Json | undefined; name?: string | null }) {
    const { t } = useTranslation();
    const r = useReader();
    if (v === null || v === undefined || v === "") return <span className="dim">{t("audit.blank")}</span>;
    if (name) return <>{name}</>;
    if (change.table === "goals" && field?.name === "target_micro") return <Target id={change.id} v={Number(v)} />;
    if (field?.name === "metric") return <MetricName metric={String(v)} />;
    if (field?.kind === "ref") return <span className="dim">{t("versions.goneRecord")}</span>;
    return <>{field ? textOf(field, v, r, t) : String(v)}</>;
}

function MetricName({ metric }: { metric: string }) {
    return <>{useMetrics().data?.find((m) => m.key === metric)?.label ?? metric}</>;
}

/* A target is told in the unit of the goal's metric. */
function Target({ id, v }: { id: string; v: number }) {
    const r = useReader();
    const goal = useRow("goals", id);
    const unit = useMetrics().data?.find((m) => m.key === goal.data?.metric)?.unit ?? "count";
    return <span className="num">{byUnit(r, unit, v / MICRO)}</span>;
}
