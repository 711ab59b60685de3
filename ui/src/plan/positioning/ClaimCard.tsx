/* One claim with its state, its proofs and the places where it is said. */
import { ActionIcon, Badge, Button, Group, Menu, Text, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../../api/client";
import { useModel, useSave, useWho } from "../../api/queries";
import type { Row } from "../../api/types";
import { byUnit, day, moment, today } from "../../format";
import { done } from "../../parts/toast";
import { useReader } from "../../session";
import type { Dialogs } from "../audience/AudienceCard";
import { MetricPicker, TargetInput } from "../GoalForm";
import { MICRO, useMetrics } from "../metrics";
import type { Claim, Proof, Use } from "./claims";
import { StateChip } from "./StateChip";

interface Props extends Dialogs {
    claim: Claim;
    plan: Row;
    may: boolean;
    onEdit: () => void;
    onUse: () => void;
    onWithdraw: (proof: Proof) => void;
}

const askProof = ["kind", "name", "metric", "comparison", "value_micro", "url", "details", "proved_on", "expires_on"];

export function ClaimCard({ claim: c, plan, may, onEdit, onUse, onWithdraw, ask, drop }: Props) {
    const { t } = useTranslation();
    const who = useWho();
    const model = useModel("claim_proofs");
    const metrics = useMetrics().data ?? [];
    const label = (name: string) => model?.fields.find((f) => f.name === name)?.label ?? "";
    const proof = (row?: Proof) => {
        ask({
            table: "claim_proofs", title: row ? t("claims.editProof") : t("claims.addProof"), row: row as unknown as Row, only: row?.withdrawn_on ? [...askProof, "withdrawn_on", "withdrawn_reason"] : askProof, initial: row ? undefined : { claim: c.id },
            render: {
                metric: (v, put, error) => <MetricPicker label={label("metric")} value={v} error={error} onChange={put} />,
                value_micro: (v, put, error, values) => {
                    const m = metrics.find((x) => x.key === values.metric);
                    return m && <TargetInput key={m.unit} label={label("value_micro")} unit={m.unit} scale={m} value={v} onChange={put} error={error} help={model?.fields.find((f) => f.name === "value_micro")?.help} />;
                },
            },
        });
    };
    return (
        <article className="card claim" aria-label={c.name} data-claim-state={c.state}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
                <div style={{ minWidth: 0 }}>
                    <Group gap={8} mb={2}>
                        <h3 style={{ margin: 0, fontSize: "1rem", overflowWrap: "anywhere" }}>{c.name}</h3>
                        <StateChip state={c.state} />
                    </Group>
                    <Text size="xs" className="dim">{[c.audience_name ?? t("claims.everybody"), c.owner && who(c.owner)].filter(Boolean).join(" · ")}</Text>
                    {c.state !== "proved" && <Text size="sm" className="attention" mt={4} lh={1.5}>{c.why}</Text>}
                    {c.notes && <Text size="sm" mt={4} lh={1.5} style={{ whiteSpace: "pre-wrap" }}>{c.notes}</Text>}
                </div>
                {may && (
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target><ActionIcon className="no-print" variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${c.name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                        <Menu.Dropdown>
                            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>
                            <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={() => { drop("claims", c as unknown as Row, c.name); }}>{t("common.delete")}</Menu.Item>
                        </Menu.Dropdown>
                    </Menu>
                )}
            </Group>
            <div className="claim-cols">
                <section aria-label={`${t("claims.proofs")}: ${c.name}`}>
                    <h4 className="canvas-head">{t("claims.proofs")}</h4>
                    <ul className="claim-list">
                        {c.proofs.map((p) => (
                            <ProofItem
                                key={p.id} proof={p} kind={model?.fields.find((f) => f.name === "kind")?.choice_labels[p.kind] ?? p.kind} may={may}
                                onEdit={() => { proof(p); }} onWithdraw={() => { onWithdraw(p); }} onDrop={() => { drop("claim_proofs", p as unknown as Row, p.name); }}
                            />
                        ))}
                        {c.proofs.length === 0 && <li className="dim">{t("claims.noProofs")}</li>}
                    </ul>
                    {may && <Button className="no-print" size="compact-xs" variant="light" leftSection={<IconPlus size={12} aria-hidden />} onClick={() => { proof(); }} aria-label={`${t("claims.addProof")}: ${c.name}`}>{t("claims.addProof")}</Button>}
                </section>
                <section aria-label={`${t("claims.uses")}: ${c.name}`}>
                    <h4 className="canvas-head">{t("claims.uses")}</h4>
                    <ul className="claim-list">
                        {c.uses.map((u) => (
                            <li key={u.id}>
                                <UseName use={u} plan={plan} />
                                {u.flagged && <span className="attention" style={{ display: "inline-flex", alignItems: "center", gap: 4 }}><IconAlertTriangle size={14} aria-hidden />{t(`claims.flag.${c.state}`)}</span>}
                                {may && <ActionIcon className="no-print" variant="subtle" color="gray" size={24} aria-label={t("claims.dropUse", { where: u.campaign_name ?? u.audience_name ?? u.url })} onClick={() => { drop("claim_uses", u as unknown as Row, u.campaign_name ?? u.audience_name ?? u.url ?? ""); }}><IconTrash size={14} aria-hidden /></ActionIcon>}
                            </li>
                        ))}
                        {c.uses.length === 0 && <li className="dim">{t("claims.noUses")}</li>}
                    </ul>
                    {may && <Button className="no-print" size="compact-xs" variant="light" leftSection={<IconPlus size={12} aria-hidden />} onClick={onUse} aria-label={`${t("claims.addUse")}: ${c.name}`}>{t("claims.addUse")}</Button>}
                </section>
            </div>
        </article>
    );
}

function ProofItem({ proof: p, kind, may, onEdit, onWithdraw, onDrop }: { proof: Proof; kind: string; may: boolean; onEdit: () => void; onWithdraw: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const dates = [p.proved_on && t("claims.since", { day: day(r, p.proved_on) }), p.expires_on && t(p.state === "expired" ? "claims.expired" : "claims.until", { day: day(r, p.expires_on) }), p.withdrawn_on && t("claims.withdrawn", { day: day(r, p.withdrawn_on), why: p.withdrawn_reason })].filter(Boolean);
    return (
        <li data-proof-state={p.state}>
            <div style={{ minWidth: 0, flex: 1 }}>
                <Group gap={6}>
                    <Badge size="xs" variant="default" tt="none" radius="sm">{kind}</Badge>
                    {p.state !== "stands" && <Badge size="xs" variant="light" color="terracotta" tt="none" radius="sm">{t(`claims.proof.${p.state}`)}</Badge>}
                </Group>
                <span style={{ overflowWrap: "anywhere" }}>{p.url ? <a href={p.url} className="link" target="_blank" rel="noreferrer">{p.name}</a> : p.name}</span>
                {p.metric && <MetricNow proof={p} />}
                {p.details && <Text size="sm" className="dim" lh={1.5} style={{ whiteSpace: "pre-wrap" }}>{p.details}</Text>}
                {dates.length > 0 && <Text size="xs" className={p.state === "stands" ? "dim" : "attention"}>{dates.join(" · ")}</Text>}
            </div>
            {may && (
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target><ActionIcon className="no-print" variant="subtle" color="gray" size={24} aria-label={`${t("common.actions")}: ${p.name}`}><IconDots size={14} aria-hidden /></ActionIcon></Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item onClick={onEdit}>{t("common.edit")}</Menu.Item>
                        {p.state !== "withdrawn" && <Menu.Item onClick={onWithdraw}>{t("claims.withdraw")}</Menu.Item>}
                        <Menu.Item color="var(--attention)" onClick={onDrop}>{t("common.delete")}</Menu.Item>
                    </Menu.Dropdown>
                </Menu>
            )}
        </li>
    );
}

/* The figure over the last twelve months as it was last read, and what it has to be. */
function MetricNow({ proof: p }: { proof: Proof }) {
    const { t } = useTranslation();
    const r = useReader();
    const m = useMetrics().data?.find((x) => x.key === p.metric);
    const show = (v: number) => byUnit(r, m?.unit ?? "count", v / MICRO);
    return (
        <Text size="sm" className={p.state === "fails" ? "attention" : "dim"}>
            {t("claims.metricNow", { metric: m?.label ?? p.metric, v: p.measured_micro === null ? t("claims.noFigure") : show(p.measured_micro) })}
            {p.value_micro !== null && ` · ${t(`claims.need.${p.comparison ?? "at_least"}`, { v: show(p.value_micro) })}`}
            {p.kind === "metric" && p.value_micro === null && ` · ${t("claims.noValue")}`}
            {p.measured_at && ` · ${t("claims.measured", { at: moment(r, p.measured_at) })}`}
        </Text>
    );
}

function UseName({ use: u, plan }: { use: Use; plan: Row }) {
    const { t } = useTranslation();
    if (u.kind === "page") return <a href={u.url ?? undefined} className="link" target="_blank" rel="noreferrer" style={{ overflowWrap: "anywhere" }}>{u.url}</a>;
    const campaign = u.kind === "campaign";
    return <Link to="/plan/$planId/$step" params={{ planId: plan.id, step: campaign ? "8" : "3" }} className="link">{campaign ? t("claims.inCampaign", { name: u.campaign_name }) : t("claims.inCanvas", { name: u.audience_name })}</Link>;
}

export function WithdrawForm({ proof, uses, onDone }: { proof: Proof; uses: number; onDone: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const model = useModel("claim_proofs");
    const save = useSave("claim_proofs");
    const [on, setOn] = useState(today(r));
    const [why, setWhy] = useState("");
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const label = (name: string) => model?.fields.find((f) => f.name === name)?.label;
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate({ row: proof as unknown as Row, values: { withdrawn_on: on, withdrawn_reason: why.trim() || null } }, { onSuccess: () => { onDone(); done(t("common.saved")); } });
    };
    return (
        <form onSubmit={submit} style={{ display: "grid", gap: 14 }} noValidate>
            <Text size="sm" lh={1.5}>{t("claims.withdrawText", { count: uses })}</Text>
            <TextInput type="date" label={label("withdrawn_on")} value={on} onChange={(e) => { setOn(e.currentTarget.value); }} error={wrong.withdrawn_on} required />
            <Textarea label={label("withdrawn_reason")} value={why} onChange={(e) => { setWhy(e.currentTarget.value); }} error={wrong.withdrawn_reason} autosize minRows={2} required data-autofocus />
            {save.error && Object.keys(wrong).length === 0 && <Text size="sm" className="attention" role="alert">{sentence(save.error)}</Text>}
            <Group justify="flex-end"><Button type="submit" color="terracotta.7" loading={save.isPending}>{t("claims.withdraw")}</Button></Group>
        </form>
    );
}
