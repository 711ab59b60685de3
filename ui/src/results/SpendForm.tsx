/* Enter what a channel cost, right where the figure is missing. */
import { Autocomplete, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/queries";
import type { Json, Row } from "../api/types";
import { today } from "../format";
import { channelName } from "../parts/fields";
import { RecordForm } from "../parts/RecordForm";
import { useReader } from "../session";
import { Waiting } from "../shell/Fallbacks";

const usual = ["organic_search", "paid_search", "social", "email", "referral", "display", "direct_traffic"];

export function SpendForm({ row, channel, from, to, known, onDone, onCancel }: { row?: Row; channel?: string; from?: string; to?: string; known: string[]; onDone: () => void; onCancel: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const model = useModel("spend_lines");
    if (!model) return <Waiting />;
    const label = model.fields.find((f) => f.name === "channel")?.label ?? t("channels.by.channel");
    return (
        <RecordForm
            model={model} row={row} onDone={onDone} onCancel={onCancel} hidden={["external_id"]} only={["channel", "amount", "spent_on", "until_on", "kind"]}
            initial={{ channel: channel ?? null, spent_on: from ?? today(r), until_on: to ?? null, kind: "media" }}
            render={{ channel: (v, put, error) => <ChannelPicker label={label} value={v} onChange={put} error={error} known={known} /> }}
        />
    );
}

/* Channels by their name for people; the value kept is the one that leads carry. Where none is known yet, it is typed. */
export function ChannelPicker({ label, value, onChange, error, known }: { label: string; value: Json | undefined; onChange: (v: Json) => void; error?: string; known: string[] }) {
    const { t } = useTranslation();
    const v = typeof value === "string" ? value : "";
    const real = known.filter((k) => k && k !== "(none)");
    if (real.length === 0) return <Autocomplete label={label} data={usual} value={v} onChange={(s) => onChange(s || null)} error={error} description={t("spend.channelHint")} />;
    const all = [...new Set([...real, ...(v ? [v] : [])])];
    return (
        <Select
            label={label} searchable clearable value={v || null} onChange={onChange} error={error} placeholder={t("common.choose")}
            data={all.map((k) => ({ value: k, label: channelName(k, t) }))}
        />
    );
}
