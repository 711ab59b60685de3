/* What a campaign is made of: its further channels and its assets. */
import { Button, Group, Modal, Pill, Select, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useDelete, useModel, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { doneWithUndo, failed } from "../../parts/toast";
import { EventForm } from "../calendar/EventForm";
import { Assets } from "./Library";

export function Parts({ row, may }: { row: Row; may: boolean }) {
    const { t } = useTranslation();
    return (
        <section className="card" id="parts" aria-label={t("launch.parts")}>
            <h2 style={{ margin: "0 0 10px", fontSize: "1.05rem" }}>{t("launch.parts")}</h2>
            <Channels row={row} may={may} />
            <Used row={row} may={may} />
        </section>
    );
}

/* Rows that tie a campaign to something else: add one, take one away and back. */
function useTies(table: string, field: string, row: Row) {
    const { t } = useTranslation();
    const ties = useAllOf(table, { campaign: row.id, sort: "created_at" }).data ?? [];
    const save = useSave(table);
    const remove = useDelete(table);
    const add = (id: string) => save.mutate({ values: { campaign: row.id, [field]: id } }, { onError: failed });
    const take = (tie: Row, name: string) => remove.mutate(tie, {
        onSuccess: () => doneWithUndo(t("launch.taken", { name }), t("common.undo"), () => add(String(tie[field]))),
        onError: failed,
    });
    return { ties, add, take };
}

function Channels({ row, may }: { row: Row; may: boolean }) {
    const { t } = useTranslation();
    const all = useAllOf("channels", { plan: String(row.plan) }).data ?? [];
    const { ties, add, take } = useTies("campaign_channels", "channel", row);
    const free = all.filter((c) => c.id !== row.channel && !ties.some((x) => x.channel === c.id));
    const name = (id: unknown) => nameOf(all.find((c) => c.id === id), "…");
    return (
        <Stack gap={6} mb="md">
            <Text size="sm" fw={600}>{t("launch.channels")}</Text>
            <Group gap={6}>
                {row.channel ? <Pill>{name(row.channel)}</Pill> : null}
                {ties.map((x) => <Pill key={x.id} withRemoveButton={may} onRemove={() => take(x, name(x.channel))} removeButtonProps={{ "aria-label": `${t("launch.takeOut")}: ${name(x.channel)}`, tabIndex: 0, "aria-hidden": false }}>{name(x.channel)}</Pill>)}
                {!row.channel && ties.length === 0 && <Text size="sm" className="dim">{t("launch.noChannels")}</Text>}
            </Group>
            {may && free.length > 0 && <Select size="xs" aria-label={t("launch.addChannel")} placeholder={t("launch.addChannel")} data={free.map((c) => ({ value: c.id, label: nameOf(c) }))} value={null} searchable onChange={(v) => { if (v) add(v); }} />}
        </Stack>
    );
}

function Used({ row, may }: { row: Row; may: boolean }) {
    const { t } = useTranslation();
    const model = useModel("assets");
    const all = useAllOf("assets", { sort: "-created_at" }).data ?? [];
    const { ties, add, take } = useTies("campaign_assets", "asset", row);
    const [form, setForm] = useState<{ row?: Row } | null>(null);
    const used = ties.map((x) => all.find((a) => a.id === x.asset)).filter((a): a is Row => a !== undefined);
    const free = all.filter((a) => a.state !== "retired" && !used.includes(a));
    if (!model) return null;
    return (
        <Stack gap={6}>
            <Text size="sm" fw={600}>{t("launch.assets")}</Text>
            {used.length === 0 ? <Text size="sm" className="dim">{t("launch.noUsed")}</Text> : (
                <Assets
                    model={model} rows={used} show={["state", "due_on"]} onOpen={may ? (a) => setForm({ row: a }) : undefined}
                    more={may ? (a) => <Button size="compact-xs" variant="subtle" color="gray" aria-label={`${t("launch.takeOut")}: ${nameOf(a)}`} onClick={() => { const tie = ties.find((x) => x.asset === a.id); if (tie) take(tie, nameOf(a)); }}>{t("launch.takeOut")}</Button> : undefined}
                />
            )}
            {may && (
                <Group gap="xs">
                    {free.length > 0 && <Select size="xs" style={{ flex: "1 1 200px" }} aria-label={t("launch.addAsset")} placeholder={t("launch.addAsset")} data={free.map((a) => ({ value: a.id, label: nameOf(a) }))} value={null} searchable onChange={(v) => { if (v) add(v); }} />}
                    <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setForm({})}>{t("launch.newAsset")}</Button>
                </Group>
            )}
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? nameOf(form.row) : t("launch.newAsset")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && <EventForm table="assets" row={form.row} onDone={(saved) => { setForm(null); if (saved && !form.row) add(saved.id); }} />}
            </Modal>
        </Stack>
    );
}
