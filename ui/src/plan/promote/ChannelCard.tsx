/* A channel of the plan: whom it suits, what a lead is to cost and why, and what it brought. */
import { ActionIcon, Badge, Button, Group, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { count, money } from "../../format";
import { OwnerName } from "../../parts/Cell";
import { channelName } from "../../parts/fields";
import { RowMenu } from "../../parts/RowMenu";
import { useReader } from "../../session";
import { Against } from "./Against";
import type { ChannelOutcome } from "./outcomes";
import { Twins } from "./Twins";

interface Props {
    row: Row;
    model: Model;
    outcome: ChannelOutcome | undefined;
    days: { from?: string; to?: string }; /* that the outcome is of */
    fits: Row[];
    audiences: Row[];
    may: boolean;
    twins: string[]; /* that stand for the same name in the data */
    onEdit: () => void;
    onDrop: () => void;
    onFit: () => void;
    onFitDrop: (fit: Row) => void;
    onFitEdit: (fit: Row) => void;
}

export function ChannelCard(p: Props) {
    const { t } = useTranslation();
    const name = nameOf(p.row);
    const label = (field: string, value: unknown) => p.model.fields.find((f) => f.name === field)?.choice_labels[String(value)] ?? String(value);
    const navigate = useNavigate();
    const key = p.outcome?.key;
    /* MQLs are the economics' column; the others are the channel report's. */
    const open = (column: string) => void navigate({ to: "/results/channels/rows", search: { by: "channel", key: key ?? "", column, ...p.days, ...(column.includes("mql") ? { report: "economics" } : {}) } });
    const text = (field: string) => (typeof p.row[field] === "string" ? (p.row[field] as string) : "");
    return (
        <article className="card" style={{ padding: 18, minWidth: 0 }} aria-label={name}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
                <h3 style={{ margin: 0, fontSize: "1rem", overflowWrap: "anywhere" }}>{name}</h3>
                {p.may && <RowMenu name={name} onEdit={p.onEdit} onDrop={p.onDrop} />}
            </Group>
            <Group gap={6} mb={10}>
                <Badge variant="light" color="azulejo" tt="none" radius="sm">{label("kind", p.row.kind)}</Badge>
                {p.row.offline === true && <Badge variant="light" color="gray" tt="none" radius="sm">{t("promote.whereIs.offline")}</Badge>}
                {text("matches") ? <Badge variant="outline" color="gray" tt="none" radius="sm">{t("promote.inData", { name: channelName(text("matches"), t) })}</Badge> : <Badge variant="light" color="terracotta" tt="none" radius="sm">{t("promote.notTied")}</Badge>}
            </Group>
            {text("why") && <Text size="sm" mb={8} style={{ whiteSpace: "pre-wrap" }}>{text("why")}</Text>}
            <Twins names={p.twins} />
            <Cost row={p.row} />
            {p.outcome && !p.outcome.matches && <Text size="sm" className="dim" mb={4}>{p.outcome.reasons.leads?.message}</Text>}
            {p.outcome?.matches && (
                <Against
                    name={name} of={p.outcome} open={key == null ? undefined : open}
                    lines={[
                        { key: "cost_per_lead_minor", unit: "money", label: t("promote.line.cost_per_lead"), expected: p.outcome.expected.cost_per_lead_minor },
                        { key: "leads", unit: "count", label: t("promote.line.leads"), expected: p.outcome.expected.leads },
                        { key: "spend_minor", unit: "money", label: t("promote.line.spend"), expected: p.outcome.expected.spend_minor },
                        { key: "mqls", unit: "count", label: t("promote.line.mqls"), expected: null },
                        { key: "cost_per_mql_minor", unit: "money", label: t("promote.line.cost_per_mql"), expected: null },
                        { key: "won", unit: "count", label: t("promote.line.won"), expected: null },
                        { key: "revenue_minor", unit: "money", label: t("promote.line.revenue"), expected: null },
                    ]}
                />
            )}
            <Offline outcome={p.outcome} />
            <Fits {...p} />
            <Group gap="md" mt={8}>
                {text("phone") && <Text size="xs" className="dim num">{t("promote.phone", { phone: text("phone") })}</Text>}
                {text("owner") && <Text size="xs" className="dim">{t("promote.owner")} <OwnerName id={text("owner")} /></Text>}
            </Group>
        </article>
    );
}

/* How the expected cost per lead comes about. */
function Cost({ row }: { row: Row }) {
    const { t } = useTranslation();
    const r = useReader();
    const n = (k: string) => (typeof row[k] === "number" ? (row[k] as number) : null);
    const [price, volume, leads, cost] = [n("price_minor"), n("volume"), n("expected_leads"), n("expected_cost_per_lead_minor")];
    if (cost === null) return <Text size="sm" className="dim" mb={8}>{t("promote.noCost")}</Text>;
    const model = String(row.cost_model);
    const how = price === null ? t("promote.costTyped") : model === "per_lead" ? t("promote.costPerLead") : leads === null ? t("promote.costTyped")
        : t("promote.costHow", { price: money(r, price), volume: count(r, volume ?? 1), unit: t(`promote.unit.${model}`, { count: volume ?? 1 }), leads: count(r, leads), period: t(`promote.period.${String(row.cost_period ?? "month")}`) });
    return <Text size="sm" mb={8}>{t("promote.costIs")} <strong className="num">{money(r, cost)}</strong> <span className="dim">({how})</span></Text>;
}

function Offline({ outcome: o }: { outcome: ChannelOutcome | undefined }) {
    const { t } = useTranslation();
    if (!o || o.link_hits + o.code_uses + o.calls === 0) return null;
    const parts = [o.link_hits && t("promote.hits", { count: o.link_hits }), o.code_uses && t("promote.uses", { count: o.code_uses }), o.calls && t("promote.calls", { count: o.calls })].filter(Boolean);
    return <Text size="sm" className="dim" mt={8}>{parts.join(" · ")}</Text>;
}

function Fits({ row, fits, audiences, may, onFit, onFitDrop, onFitEdit }: Props) {
    const { t } = useTranslation();
    const main = typeof row.audience === "string" ? audiences.find((a) => a.id === row.audience) : undefined;
    if (!main && fits.length === 0 && !may) return null;
    return (
        <section aria-label={`${t("promote.suits")}: ${nameOf(row)}`} style={{ marginTop: 10 }}>
            <Text size="sm" fw={600}>{t("promote.suits")}</Text>
            <ul className="plain-list" style={{ fontSize: "0.89rem" }}>
                {main && !fits.some((f) => f.audience === main.id) && <li style={{ padding: "3px 0" }}>{nameOf(main)}</li>}
                {fits.map((f) => {
                    const who = nameOf(audiences.find((a) => a.id === f.audience), "–");
                    return (
                        <li key={f.id} style={{ display: "flex", gap: 6, alignItems: "flex-start", padding: "3px 0" }}>
                            <span style={{ flex: 1, minWidth: 0 }}>
                                {may ? <button type="button" className="figure-open" onClick={() => onFitEdit(f)}>{who}</button> : <strong>{who}</strong>}
                                {typeof f.why === "string" && <span className="dim">: {f.why}</span>}
                            </span>
                            {may && <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`${t("common.delete")}: ${who}`} onClick={() => onFitDrop(f)}><IconX size={14} aria-hidden /></ActionIcon>}
                        </li>
                    );
                })}
            </ul>
            {may && <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} aria-hidden />} onClick={onFit} aria-label={`${t("promote.addAudience")}: ${nameOf(row)}`}>{t("promote.addAudience")}</Button>}
        </section>
    );
}
