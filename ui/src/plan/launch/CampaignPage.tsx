/* One campaign: what it lacks, what it is made of, and how it went. */
import { Badge, Button, Group, Modal, SimpleGrid, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isMissing, Problem } from "../../api/client";
import { nameOf, useDelete, useModel, useRow } from "../../api/queries";
import type { Field, Row } from "../../api/types";
import { Cell } from "../../parts/Cell";
import { Confirm } from "../../parts/Confirm";
import { fieldNamed } from "../../parts/fields";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { NotFound, Trouble, Waiting } from "../../shell/Fallbacks";
import { MetricPicker } from "../GoalForm";
import { useMetrics } from "../metrics";
import { Checks } from "./Checks";
import { stateColor } from "./LaunchStep";
import { Log } from "./Log";
import { Parts } from "./Parts";
import { StartDialog, type Refused } from "./StartDialog";
import { useLaunch, useLaunchChange } from "./useLaunch";
import { Utm } from "./Utm";

const facts = ["audience", "goal", "metric", "channel", "starts_on", "ends_on", "cta", "landing_url", "notes"];

export function CampaignPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const { id } = useParams({ from: "/shell/campaigns/$id" });
    const model = useModel("campaigns");
    const q = useRow("campaigns", id);
    const plan = useRow("plans", typeof q.data?.plan === "string" ? q.data.plan : "");
    const launch = useLaunch(id);
    const metrics = useMetrics().data;
    const change = useLaunchChange(id);
    const remove = useDelete("campaigns");
    const [form, { open, close }] = useDisclosure(false);
    const [dropping, drop] = useDisclosure(false);
    const [refused, setRefused] = useState<Refused | null>(null);
    const [ending, setEnding] = useState<"stop" | "finish" | null>(null);
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} />;
    if (launch.isLoadingError) return <Trouble error={launch.error} again={() => void launch.refetch()} />;
    if (!q.data || !model || !launch.data) return <Waiting />;
    const row = q.data;
    const state = launch.data.state;
    const may = can("edit_plan");
    const start = () => change.mutate({ way: "start" }, {
        onSuccess: () => done(t("launch.started", { name: nameOf(row) })),
        onError: (e) => {
            if (e instanceof Problem && Object.keys(e.fields).length) setRefused({ fields: e.fields });
            else failed(e);
        },
    });
    const shown = facts.map((n) => fieldNamed(model.fields, n)).filter((f): f is Field => f !== undefined && row[f.name] != null && row[f.name] !== "");
    return (
        <>
            {plan.data && (
                <Link to="/plan/$planId/$step" params={{ planId: plan.data.id, step: "8" }} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                    <IconArrowLeft size={15} aria-hidden />{nameOf(plan.data)} · {t("plan.step.8.title")}
                </Link>
            )}
            <PageHead title={nameOf(row)} lead={<Badge variant="light" tt="none" radius="sm" color={stateColor[state] ?? "gray"}>{fieldNamed(model.fields, "state")?.choice_labels[state] ?? state}</Badge>}>
                {may && <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>{t("common.edit")}</Button>}
                {may && state === "running" && <Button variant="default" onClick={() => setEnding("stop")}>{t("launch.stop")}</Button>}
                {may && state === "running" && <Button onClick={() => setEnding("finish")}>{t("launch.finish")}</Button>}
                {may && state !== "running" && state !== "done" && <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={change.isPending} onClick={start}>{t("launch.start")}</Button>}
            </PageHead>
            {typeof row.override_reason === "string" && row.override_reason && state === "running" && (
                <Text size="sm" mb="md"><strong>{t("launch.override")}:</strong> {row.override_reason}</Text>
            )}
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="lg">
                <div style={{ display: "grid", gap: 20, alignContent: "start", minWidth: 0 }}>
                    <section className="card" aria-label={t("launch.about")}>
                        <h2 style={{ margin: "0 0 10px", fontSize: "1.05rem" }}>{t("launch.about")}</h2>
                        {shown.length === 0 && <Text size="sm" className="dim">{t("launch.aboutNone")}</Text>}
                        <dl style={{ margin: 0, display: "grid", gap: 8, fontSize: "0.9rem" }}>
                            {shown.map((f) => (
                                <div key={f.name}>
                                    <dt className="dim" style={{ fontSize: "0.8rem" }}>{f.label}</dt>
                                    <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{f.name === "metric" ? (metrics?.find((m) => m.key === row.metric)?.label ?? String(row.metric)) : f.name === "goal" ? <Link to="/goals/$id" params={{ id: String(row.goal) }} className="link"><Cell field={f} row={row} /></Link> : <Cell field={f} row={row} />}</dd>
                                </div>
                            ))}
                        </dl>
                    </section>
                    <Utm model={model} row={row} may={may} />
                    <Parts row={row} may={may} />
                </div>
                <div style={{ display: "grid", gap: 20, alignContent: "start", minWidth: 0 }}>
                    <Checks row={row} launch={launch.data} may={may} onEdit={open} />
                    <Log moves={launch.data.moves} model={model} />
                </div>
            </SimpleGrid>
            {may && <Button mt="lg" variant="subtle" size="xs" color="gray" c="var(--attention)" onClick={drop.open}>{t("common.delete")}</Button>}
            <Modal opened={form} onClose={close} title={t("common.edit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm
                    model={model} row={row} hidden={["plan", "state", "override_reason", "stop_reason", "utm_source", "utm_medium", "utm_campaign", "utm_content"]} only={["name", "audience", "goal", "metric", "channel", "starts_on", "ends_on", "cta", "landing_url", "notes"]} onCancel={close}
                    onDone={() => { close(); done(t("common.saved")); }}
                    render={{ metric: (v, put, error) => <MetricPicker label={fieldNamed(model.fields, "metric")?.label ?? "metric"} value={v} error={error} onChange={put} /> }}
                />
            </Modal>
            {refused && <StartDialog row={row} model={model} launch={launch.data} refused={refused} change={change} onRefused={setRefused} onClose={() => setRefused(null)} />}
            <EndDialog way={ending} row={row} change={change} onClose={() => setEnding(null)} />
            <Confirm
                opened={dropping} title={t("record.deleteTitle", { name: nameOf(row) })} text={t("launch.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={drop.close}
                onYes={() => remove.mutate(row, { onSuccess: () => { done(t("list.deleted", { count: 1 })); void navigate({ to: "/plan/$planId/$step", params: { planId: String(row.plan), step: "8" } }); }, onError: failed })}
            />
        </>
    );
}

function EndDialog({ way, row, change, onClose }: { way: "stop" | "finish" | null; row: Row; change: ReturnType<typeof useLaunchChange>; onClose: () => void }) {
    const { t } = useTranslation();
    const [reason, setReason] = useState("");
    const end = () => {
        if (way) change.mutate({ way, reason: reason.trim() || undefined }, { onSuccess: () => { onClose(); setReason(""); done(t("common.saved")); }, onError: failed });
    };
    return (
        <Modal opened={way !== null} onClose={onClose} title={way ? `${t(`launch.${way}`)}: ${nameOf(row)}` : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Textarea data-autofocus label={t("launch.endWhy")} description={t("launch.endWhyHelp")} autosize minRows={2} value={reason} maxLength={2000} onChange={(e) => setReason(e.currentTarget.value)} />
            <Group justify="flex-end" mt="md">
                <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                <Button loading={change.isPending} onClick={end}>{way ? t(`launch.${way}`) : ""}</Button>
            </Group>
        </Modal>
    );
}
