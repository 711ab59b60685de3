/* The period of a report: ready-made ones, or two dates. It stands in the address as from and to. */
import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/client";
import { today, type Reader } from "../format";
import { useReader } from "../session";

export interface Period {
    from?: string;
    to?: string;
}

const presets = ["all", "d30", "d90", "m12", "year", "lastYear"] as const;
export type Preset = (typeof presets)[number];

export function periodOf(p: Preset, r: Reader): Period {
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

/* The ready-made one that these dates are; null when they are none. */
export function presetOf(period: Period, r: Reader): Preset | null {
    return presets.find((p) => {
        const x = periodOf(p, r);
        return x.from === period.from && x.to === period.to;
    }) ?? null;
}

/* The same in the words of the API, where it is another period each day. */
export function rangeOf(p: Preset): string | null {
    return { all: null, d30: "30d", d90: "90d", m12: "365d", year: "year", lastYear: "last_year" }[p];
}

/* What the server says of two dates that are no period; null when the trouble is another. */
export function periodProblem(error: unknown): string | null {
    if (!(error instanceof Problem)) return null;
    return Object.entries(error.fields).find(([field]) => field === "from" || field === "to" || /(^|\.)date_range$/.test(field))?.[1] ?? null;
}

export function PeriodPicker({ period, onChange, error }: { period: Period; onChange: (p: Period) => void; error?: unknown }) {
    const { t } = useTranslation();
    const r = useReader();
    const match = presetOf(period, r);
    const [own, setOwn] = useState(match === null);
    return (
        <Group gap="xs" align="start">
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
                    <TextInput type="date" aria-label={t("period.to")} value={period.to ?? ""} min={period.from} error={periodProblem(error)} onChange={(e) => onChange({ ...period, to: e.currentTarget.value || undefined })} />
                </>
            )}
        </Group>
    );
}
