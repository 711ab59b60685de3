/* What the goal wants to have reached on the way, met or missed; to add, change and delete. */
import { ActionIcon, Badge, Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useDelete, useModel } from "../../api/queries";
import type { GoalFamily, MilestoneTold, Row } from "../../api/types";
import { byUnit, day } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { TargetInput } from "../GoalForm";
import { useMetrics } from "../metrics";

const colors = { met: "leaf", missed: "terracotta", open: "gray", unknown: "gray" };

export function Milestones({ goal, family }: { goal: Row; family: GoalFamily }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const model = useModel("milestones");
    const client = useQueryClient();
    const remove = useDelete("milestones");
    const [form, { open, close }] = useDisclosure(false);
    const [editing, setEditing] = useState<Row | undefined>();
    const [dropping, setDropping] = useState<MilestoneTold | null>(null);
    const again = () => void client.invalidateQueries({ queryKey: ["goal", goal.id] });
    const edit = (m?: MilestoneTold) => {
        if (!m) {
            setEditing(undefined);
            open();
            return;
        }
        api.get<Row>(`/milestones/${m.id}`).then((row) => { setEditing(row); open(); }, failed);
    };
    const drop = (m: MilestoneTold) =>
        api.get<Row>(`/milestones/${m.id}`).then((row) => remove.mutate(row, { onSuccess: () => { setDropping(null); again(); done(t("list.deleted", { count: 1 })); }, onError: failed }), failed);
    const metric = useMetrics().data?.find((m) => m.key === goal.metric);
    const may = can("edit_plan") && model !== undefined;
    return (
        <section className="card" aria-label={t("goal.milestones")}>
            <Group justify="space-between" mb="sm">
                <h2 style={{ margin: 0, fontSize: "1.02rem" }}>{t("goal.milestones")}</h2>
                {may && <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => edit()}>{t("goal.addMilestone")}</Button>}
            </Group>
            {family.milestones.length === 0 ? <Text size="sm" className="dim" lh={1.55}>{t("goal.noMilestones")}</Text> : (
                <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 10 }}>
                    {family.milestones.map((m) => (
                        <li key={m.id} style={{ display: "flex", gap: 8, alignItems: "center" }}>
                            <div style={{ flex: 1, minWidth: 0 }}>
                                <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{m.name}</Text>
                                <Text size="xs" className="dim num">
                                    {t("goal.milestoneLine", { value: byUnit(r, family.unit, m.value), due: day(r, m.due_on) })}
                                    {m.actual !== null && ` · ${t(m.state === "open" ? "goal.milestoneSoFar" : "goal.milestoneWas", { v: byUnit(r, family.unit, m.actual) })}`}
                                </Text>
                            </div>
                            <Badge variant="light" color={colors[m.state]} tt="none" radius="sm">{t(`goal.milestoneState.${m.state}`)}</Badge>
                            {may && (
                                <Group gap={2} wrap="nowrap">
                                    <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.edit")}: ${m.name}`} onClick={() => edit(m)}><IconPencil size={15} aria-hidden /></ActionIcon>
                                    <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.delete")}: ${m.name}`} onClick={() => setDropping(m)}><IconTrash size={15} aria-hidden /></ActionIcon>
                                </Group>
                            )}
                        </li>
                    ))}
                </ul>
            )}
            <Modal opened={form} onClose={close} title={editing ? t("common.edit") : t("goal.addMilestone")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && (
                    <RecordForm
                        model={model} row={editing} hidden={["plan", "goal"]} only={["name", "due_on", "value_micro"]} initial={{ plan: String(goal.plan), goal: goal.id }} onCancel={close}
                        onDone={() => { close(); again(); done(t("common.saved")); }}
                        render={{ value_micro: (v, put, error) => <TargetInput label={model.fields.find((f) => f.name === "value_micro")?.label ?? ""} unit={family.unit} scale={metric} value={v} onChange={put} error={error} /> }}
                    />
                )}
            </Modal>
            <Confirm opened={dropping !== null} title={t("record.deleteTitle", { name: dropping?.name ?? "" })} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)} onYes={() => { if (dropping) void drop(dropping); }} />
        </section>
    );
}
