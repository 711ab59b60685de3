/* One row of a model: who or what gives how many points. */
import { Alert, Autocomplete, Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import { RuleBuilder, type RuleState } from "../rules/RuleBuilder";
import type { Kind, Members, ScoreRow } from "./words";

interface Props {
    kind: Kind;
    row: ScoreRow | null;
    onClose: () => void;
    onSave: (row: ScoreRow) => void;
}

const fresh: Record<Kind, ScoreRow> = {
    fit: { label: null, points: 10, sentence: null },
    engagement: { label: null, points: 10, sentence: null, behaviour: { event: "view" }, half_life_days: 30, at_most: 100 },
};

export function RowDialog({ kind, row, onClose, onSave }: Props) {
    const { t } = useTranslation();
    const [form, setForm] = useState<ScoreRow>(row ?? fresh[kind]);
    const [rule, setRule] = useState<RuleState | null>(null);
    const [asked, setAsked] = useState(false);
    const number = (v: number | string) => (typeof v === "number" ? Math.round(v) : 0);
    // The words of what was chosen are the server's.
    const save = useMutation({
        mutationFn: async (next: ScoreRow) => {
            const words = await api.post<{ sentence: string }>("/rules/contact/sentence", { rule: next.rule ?? next.behaviour });
            return { ...next, sentence: words.sentence };
        },
        onSuccess: onSave,
    });
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        e.stopPropagation();
        setAsked(true);
        if (kind === "fit" && (!rule?.whole || isEveryone(rule.rule))) return;
        save.mutate({ ...form, label: form.label?.trim() ? form.label.trim() : null, ...(kind === "fit" && rule ? { rule: bare(rule.rule) } : {}) });
    };
    return (
        <Modal opened onClose={onClose} size={kind === "fit" ? "xl" : "lg"} title={t(row ? "scores.editRow" : "scores.addRow")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={submit} noValidate>
                <Stack gap="md">
                    {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                    <TextInput label={t("scores.label")} description={t("scores.labelHint")} value={form.label ?? ""} maxLength={120} data-autofocus onChange={(e) => { setForm({ ...form, label: e.currentTarget.value }); }} />
                    {kind === "fit" ? (
                        <div>
                            <Text size="sm" fw={500} mb={2}>{t("scores.whoGets")}</Text>
                            <Text size="xs" className="dim" mb={8}>{t("scores.whoGetsHint")}</Text>
                            <RuleBuilder subject="contact" rule={row?.rule ?? null} asked={asked} onChange={setRule} />
                        </div>
                    ) : <Behaviour value={form.behaviour ?? {}} onChange={(behaviour) => { setForm({ ...form, behaviour }); }} />}
                    <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))", gap: 12 }}>
                        <NumberInput label={t(kind === "fit" ? "scores.points" : "scores.pointsEach")} value={form.points} min={-100} max={100} allowDecimal={false} onChange={(v) => { setForm({ ...form, points: number(v) }); }} />
                        {kind === "engagement" && <NumberInput label={t("scores.halfLife")} value={form.half_life_days} min={1} max={365} allowDecimal={false} suffix={` ${t("scores.days")}`} onChange={(v) => { setForm({ ...form, half_life_days: number(v) }); }} />}
                        {kind === "engagement" && <NumberInput label={t("scores.atMost")} value={form.at_most} min={1} max={100} allowDecimal={false} onChange={(v) => { setForm({ ...form, at_most: number(v) }); }} />}
                    </div>
                    <Group justify="flex-end">
                        <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" loading={save.isPending} disabled={form.points === 0}>{t("scores.keepRow")}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

/* The builder always writes a group; a group of one is that one. */
function bare(rule: Members): Members {
    const all = rule.all;
    return Array.isArray(all) && all.length === 1 ? (all[0] as Members) : rule;
}

function isEveryone(rule: Members): boolean {
    return Array.isArray(rule.all) && rule.all.length === 0;
}

const events = ["view", "form", "download", "click", "mail_open", "mail_click", "call", "meeting", "whatsapp", "purchase"];

function Behaviour({ value, onChange }: { value: Members; onChange: (v: Members) => void }) {
    const { t } = useTranslation();
    const how = value.path !== undefined ? "path" : value.path_starts !== undefined ? "path_starts" : "any";
    const path = String(value.path ?? value.path_starts ?? "");
    const put = (event: string, kind: string, at: string, channel: string) =>
        onChange({ event, ...(kind === "any" ? {} : { [kind]: at }), ...(channel ? { channel } : {}) });
    const event = String(value.event ?? "");
    const channel = String(value.channel ?? "");
    const label = (x: string) => t(`scores.event.${x}`, { defaultValue: x });
    return (
        <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(180px, 1fr))", gap: 12 }}>
            <Autocomplete label={t("scores.eventOf")} required value={events.includes(event) ? label(event) : event} data={events.map(label)}
                onChange={(v) => put(events.find((x) => label(x) === v) ?? v.trim(), how, path, channel)} />
            <Select label={t("scores.where")} allowDeselect={false} value={how} data={["any", "path", "path_starts"].map((x) => ({ value: x, label: t(`scores.path.${x}`) }))} onChange={(v) => put(event, v ?? "any", path || "/", channel)} />
            {how !== "any" && <TextInput label={t("scores.pathOf")} required value={path} onChange={(e) => put(event, how, e.currentTarget.value, channel)} />}
            <TextInput label={t("scores.channelOf")} placeholder={t("scores.anyChannel")} value={channel} onChange={(e) => put(event, how, path, e.currentTarget.value.trim())} />
        </div>
    );
}
