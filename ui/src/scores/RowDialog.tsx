/* One row of a model: who or what gives how many points. */
import { Autocomplete, Button, Group, Modal, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { RuleInput } from "./RuleInput";
import type { Kind, Members, ScoreRow } from "./words";

interface Props {
    kind: Kind;
    row: ScoreRow | null;
    onClose: () => void;
    onSave: (row: ScoreRow) => void;
}

export function RowDialog({ kind, row, onClose, onSave }: Props) {
    const { t } = useTranslation();
    const [form, setForm] = useState<ScoreRow>(row ?? { label: null, points: 10, sentence: null, ...(kind === "fit" ? { rule: {} } : { behaviour: { event: "view" }, half_life_days: 30, at_most: 100 }) });
    const [whole, setWhole] = useState(kind === "engagement" || row !== null);
    const number = (v: number | string) => (typeof v === "number" ? Math.round(v) : 0);
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        onSave({ ...form, label: form.label?.trim() ? form.label.trim() : null, sentence: sameRule(form, row) ? form.sentence : null });
    };
    return (
        <Modal opened onClose={onClose} size="lg" title={t(row ? "scores.editRow" : "scores.addRow")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={submit}>
                <Stack gap="md">
                    <TextInput label={t("scores.label")} description={t("scores.labelHint")} value={form.label ?? ""} maxLength={120} data-autofocus onChange={(e) => { setForm({ ...form, label: e.currentTarget.value }); }} />
                    {kind === "fit"
                        ? <RuleInput rule={row?.rule ?? null} onChange={(rule, ok) => { setForm((f) => ({ ...f, rule })); setWhole(ok); }} />
                        : <Behaviour value={form.behaviour ?? {}} onChange={(behaviour) => { setForm({ ...form, behaviour }); }} />}
                    <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))", gap: 12 }}>
                        <NumberInput label={t(kind === "fit" ? "scores.points" : "scores.pointsEach")} value={form.points} min={-100} max={100} allowDecimal={false} onChange={(v) => { setForm({ ...form, points: number(v) }); }} />
                        {kind === "engagement" && <NumberInput label={t("scores.halfLife")} value={form.half_life_days} min={1} max={365} allowDecimal={false} suffix={` ${t("scores.days")}`} onChange={(v) => { setForm({ ...form, half_life_days: number(v) }); }} />}
                        {kind === "engagement" && <NumberInput label={t("scores.atMost")} value={form.at_most} min={1} max={100} allowDecimal={false} onChange={(v) => { setForm({ ...form, at_most: number(v) }); }} />}
                    </div>
                    <Group justify="flex-end">
                        <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" disabled={!whole || form.points === 0}>{t("scores.keepRow")}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

function sameRule(a: ScoreRow, b: ScoreRow | null): boolean {
    return b !== null && JSON.stringify(a.rule ?? a.behaviour) === JSON.stringify(b.rule ?? b.behaviour);
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
