/* Step 8: what goes live, and what it is made of. */
import { Badge, Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { dayRange } from "../../format";
import { Empty } from "../../parts/Empty";
import { choicesOf, fieldNamed } from "../../parts/fields";
import { RecordForm } from "../../parts/RecordForm";
import { done } from "../../parts/toast";
import { useDesk } from "../../session";
import { Waiting } from "../../shell/Fallbacks";
import { MetricPicker } from "../GoalForm";
import { RestsOn } from "../RestsOn";
import type { StepViewProps } from "../stepViews";
import { Library } from "./Library";
import { useLaunch } from "./useLaunch";

export const stateColor: Record<string, string> = { idea: "gray", ready: "azulejo", running: "leaf", done: "gray", stopped: "terracotta" };
const order = ["running", "ready", "idea", "stopped", "done"];

export function LaunchStep({ plan, holds }: StepViewProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("campaigns");
    const [form, { open, close }] = useDisclosure(false);
    if (!model) return <Waiting />;
    const rows = [...(holds.campaigns ?? [])].sort((a, b) => order.indexOf(String(a.state)) - order.indexOf(String(b.state)) || String(a.starts_on ?? "9").localeCompare(String(b.starts_on ?? "9")));
    const states = fieldNamed(model.fields, "state");
    const add = can("edit_plan") ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>{t("plan.add.campaigns")}</Button> : null;
    return (
        <>
            <RestsOn plan={plan} holds={holds} needs={{ 1: "audiences", 4: "goals", 6: "channels" }} />
            <section style={{ marginBottom: 28 }} aria-label={t("plan.table.campaigns")}>
                <Group justify="space-between" mb="sm">
                    <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("plan.table.campaigns")}</h2>
                    {rows.length > 0 && add}
                </Group>
                {rows.length === 0 ? (
                    <div className="card"><Empty title={t("plan.none.campaigns")} text={t("plan.noneText.campaigns")}>{add}</Empty></div>
                ) : (
                    <div style={{ display: "grid", gap: 14, gridTemplateColumns: "repeat(auto-fill, minmax(min(300px, 100%), 1fr))" }}>
                        {rows.map((row) => <Card key={row.id} row={row} states={states ? choicesOf(states, t) : []} channel={nameOf(holds.channels?.find((c) => c.id === row.channel))} />)}
                    </div>
                )}
            </section>
            <Library plan={plan} />
            <Modal opened={form} onClose={close} title={t("plan.add.campaigns")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm
                    model={model} hidden={["plan", "stop_reason"]} only={["name", "audience", "goal", "channel", "metric", "starts_on", "ends_on", "state"]} initial={{ plan: plan.id }} onCancel={close}
                    onDone={() => { close(); done(t("common.saved")); }}
                    render={{ metric: (v, put, error) => <MetricPicker label={fieldNamed(model.fields, "metric")?.label ?? "metric"} value={v} error={error} onChange={put} /> }}
                />
            </Modal>
        </>
    );
}

function Card({ row, states, channel }: { row: Row; states: { value: string; label: string }[]; channel: string }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const state = String(row.state ?? "idea");
    const open = state === "idea" || state === "ready";
    const q = useLaunch(row.id);
    const l = q.data;
    return (
        <article className="card" style={{ padding: 16 }}>
            <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs" mb={6}>
                <h3 style={{ margin: 0, fontSize: "0.98rem", overflowWrap: "anywhere" }}><Link to="/campaigns/$id" params={{ id: row.id }} className="plain-link">{nameOf(row)}</Link></h3>
                <Badge variant="light" tt="none" radius="sm" color={stateColor[state] ?? "gray"} style={{ flex: "none" }}>{states.find((s) => s.value === state)?.label ?? state}</Badge>
            </Group>
            <Text size="sm" className="dim">{[channel, row.starts_on || row.ends_on ? dayRange(r, row.starts_on as string | null, row.ends_on as string | null) : ""].filter(Boolean).join(" · ")}</Text>
            {l && (
                <Text size="sm" mt={6}>
                    {l.missing > 0 && <span className="attention">{t("launch.missing", { count: l.missing })}</span>}
                    {l.missing > 0 && l.open > 0 && " · "}
                    {l.open > 0 && <span className={open ? undefined : "dim"}>{t("launch.open", { count: l.open })}</span>}
                    {l.missing + l.open === 0 && <span className="good">{t("launch.allReady")}</span>}
                </Text>
            )}
        </article>
    );
}
