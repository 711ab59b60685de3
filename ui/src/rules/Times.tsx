/* How often: at least, at most, exactly, between, never. */
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { UnitInput } from "../parts/UnitInput";
import type { Times as TimesOf } from "./tree";

const modes = ["least", "most", "exactly", "between", "never"] as const;
type Mode = (typeof modes)[number];

function modeOf(t: TimesOf): Mode {
    if (t.least === null) return t.most === 0 ? "never" : "most";
    if (t.most === null) return "least";
    return t.least === t.most ? "exactly" : "between";
}

function under(mode: Mode, t: TimesOf): TimesOf {
    const n = t.least ?? (t.most || null) ?? 1;
    switch (mode) {
        case "least":
            return { least: n, most: null };
        case "most":
            return { least: null, most: n };
        case "exactly":
            return { least: n, most: n };
        case "between":
            return { least: n, most: n + 1 };
        case "never":
            return { least: null, most: 0 };
    }
}

export function Times({ times, max, unit, label, wrong, onChange }: { times: TimesOf; max: number; unit: "times" | "records"; label: string; wrong: boolean; onChange: (t: TimesOf) => void }) {
    const { t } = useTranslation();
    // Kept, because while one types two of them may look alike.
    const [mode, setMode] = useState(() => modeOf(times));
    const choose = (m: Mode) => {
        setMode(m);
        onChange(under(m, times));
    };
    const number = (value: number | null, name: string, put: (n: number | null) => TimesOf) => (
        <UnitInput
            className="rule-times" aria-label={`${label}: ${name}`} value={value ?? ""} min={0} max={max} clampBehavior="none" allowNegative={false} error={wrong}
            unit={unit === "times" ? t("rules.times", { count: value ?? 2 }) : undefined} onChange={(v) => onChange(put(v === "" ? null : Number(v)))}
        />
    );
    const name = t(`rules.mode.${mode}`);
    return (
        <>
            <Select
                className="rule-mode" aria-label={label} allowDeselect={false} data={modes.map((m) => ({ value: m, label: m === "never" && unit === "records" ? t("rules.noneOf") : t(`rules.mode.${m}`) }))} value={mode}
                onChange={(m) => m && choose(m as Mode)}
            />
            {mode === "least" && number(times.least, name, (n) => ({ least: n, most: null }))}
            {mode === "most" && number(times.most, name, (n) => ({ least: null, most: n }))}
            {mode === "exactly" && number(times.least, name, (n) => ({ least: n, most: n }))}
            {mode === "between" && number(times.least, t("rules.from"), (n) => ({ ...times, least: n }))}
            {mode === "between" && <span className="rule-word">{t("rules.upTo")}</span>}
            {mode === "between" && number(times.most, t("rules.upTo"), (n) => ({ ...times, most: n }))}
        </>
    );
}
