/* The period of a report: ready-made ones, or two dates. It stands in the address as from and to. */
import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { today, type Reader } from "../format";
import { useReader } from "../session";

export interface Period {
    from?: string;
    to?: string;
}

const presets = ["all", "d30", "d90", "m12", "year", "lastYear"] as const;
type Preset = (typeof presets)[number];

function periodOf(p: Preset, r: Reader): Period {
    const year = Number(today(r).slice(0, 4));
    switch (p) {
        case "d30":
            return { from: today(r, 29), to: today(r) };
        case "d90":
            return { from: today(r, 89), to: today(r) };
        case "m12":
            return { from: today(r, 364), to: today(r) };
        case "year":
            return { from: `${year}-01-01`, to: `${year}-12-31` };
        case "lastYear":
            return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
        default:
            return {};
    }
}

export function PeriodPicker({ period, onChange }: { period: Period; onChange: (p: Period) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const match = presets.find((p) => {
        const x = periodOf(p, r);
        return x.from === period.from && x.to === period.to;
    });
    const [own, setOwn] = useState(match === undefined);
    return (
        <Group gap="xs">
            <Select
                aria-label={t("period.label")} w={190} allowDeselect={false} value={own ? "own" : (match ?? "own")}
                data={[...presets.map((p) => ({ value: p as string, label: t(`period.${p}`) })), { value: "own", label: t("period.own") }]}
                onChange={(v) => {
                    if (v === "own") setOwn(true);
                    else if (v) {
                        setOwn(false);
                        onChange(periodOf(v as Preset, r));
                    }
                }}
            />
            {own && (
                <>
                    <TextInput type="date" aria-label={t("period.from")} value={period.from ?? ""} max={period.to} onChange={(e) => onChange({ ...period, from: e.currentTarget.value || undefined })} />
                    <TextInput type="date" aria-label={t("period.to")} value={period.to ?? ""} min={period.from} onChange={(e) => onChange({ ...period, to: e.currentTarget.value || undefined })} />
                </>
            )}
        </Group>
    );
}
