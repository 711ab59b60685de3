/* The settings table of the server, by area: each row with its limits and what it does. */
import { Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useSettings } from "../api/queries";
import type { Json, Setting } from "../api/types";
import { fold } from "../format";
import { done } from "../parts/toast";
import { UnitInput } from "../parts/UnitInput";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { areaOf, areas, elsewhere } from "./areas";

export function ConfigPage() {
    const { t } = useTranslation();
    const [typed, setTyped] = useState("");
    const q = useSettings();
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const fits = (s: Setting) => fold(`${s.label ?? ""} ${s.help ?? ""} ${s.key}`).includes(fold(typed.trim()));
    return (
        <Stack gap="md">
            {q.data.length === 0 && <Text className="dim">{t("settings.config.none")}</Text>}
            {q.data.length > 0 && <TextInput type="search" aria-label={t("settings.config.find")} placeholder={t("settings.config.find")} leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} maw={420} />}
            {q.data.length > 0 && !q.data.some(fits) && <Text className="dim" role="status">{t("settings.config.nothing", { typed: typed.trim() })}</Text>}
            {areas.map((area) => {
                const rows = q.data.filter((s) => areaOf(s.key) === area);
                return (
                    <section key={area} aria-labelledby={`area-${area}`} hidden={!rows.some(fits)}>
                        <h2 id={`area-${area}`} className="card-title" style={{ margin: "8px 0 12px" }}>{t(`settings.config.area.${area}`)}</h2>
                        {/* What does not fit is hidden and not gone: what was typed into it stays. */}
                        {rows.map((s) => <div key={s.key} hidden={!fits(s)} style={{ marginBottom: 16 }}>{elsewhere[s.key] ? <SetElsewhere s={s} /> : <One s={s} />}</div>)}
                    </section>
                );
            })}
        </Stack>
    );
}

/* What is chosen from lists on another screen is not typed here. */
function SetElsewhere({ s }: { s: Setting }) {
    const { t } = useTranslation();
    const at = elsewhere[s.key];
    return (
        <div className="card" style={{ padding: 16 }}>
            <Text size="sm" fw={500}>{s.label ?? s.key}</Text>
            <Text size="sm" className="dim">{t("settings.config.elsewhere")} {at && <Link className="link" to={at.to}>{t(at.key)}</Link>}</Text>
        </div>
    );
}

/* The unit that a row is declared with, in the reader's words. */
function useUnit(unit: string | null | undefined) {
    const { t } = useTranslation();
    return (count: number) => (unit ? t(`settings.config.units.${unit}`, { count, defaultValue: unit }) : "");
}

function One({ s }: { s: Setting }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const unit = useUnit(s.unit);
    const [value, setValue] = useState<Json>(s.value ?? s.initial);
    const save = useMutation({
        mutationFn: (to: Json) => api.patch("/settings", { [s.key]: to }),
        onSuccess: (_, to) => { if (to === null) setValue(s.initial); void client.invalidateQueries({ queryKey: ["settings"] }); done(t("common.saved")); },
    });
    const now = s.value ?? s.initial;
    const same = JSON.stringify(value) === JSON.stringify(now);
    const chosen = JSON.stringify(now) !== JSON.stringify(s.initial);
    const error = save.error instanceof Problem ? (save.error.fields[s.key] ?? save.error.message) : save.error ? sentence(save.error) : undefined;
    const label = s.label ?? s.key;
    const initial = typeof s.initial === "boolean" ? t(s.initial ? "common.yes" : "common.no") : typeof s.initial === "number" ? `${s.initial} ${unit(s.initial)}`.trim() : String(s.initial ?? "");
    const limits = s.kind === "int" && typeof s.min === "number" && typeof s.max === "number" ? t("settings.config.range", { min: s.min, max: s.max, unit: unit(s.max) }).trim() : null;
    const hint = (
        <>
            {s.help && <span style={{ display: "block" }}>{s.help}</span>}
            {[limits, initial && t("settings.config.initial", { v: initial })].filter(Boolean).join(" · ")}
        </>
    );
    return (
        <form className="card" style={{ padding: 16 }} noValidate onSubmit={(e) => { e.preventDefault(); save.mutate(value); }}>
            <Group align="flex-end" justify="space-between" gap="md">
                <div style={{ flex: "1 1 320px", minWidth: 0 }}>
                    {s.kind === "bool" ? (
                        <Switch label={label} description={hint} error={error} checked={value === true || value === 1} onChange={(e) => setValue(e.currentTarget.checked)} />
                    ) : s.kind === "int" ? (
                        <UnitInput label={label} description={hint} error={error} value={typeof value === "number" ? value : ""} min={s.min ?? undefined} max={s.max ?? undefined} clampBehavior="none" unit={s.unit ? unit(typeof value === "number" ? value : 0) : undefined} onChange={(v) => setValue(v === "" ? null : Number(v))} maw={420} />
                    ) : (
                        <TextInput label={label} description={hint} error={error} value={typeof value === "string" ? value : ""} onChange={(e) => setValue(e.currentTarget.value)} maw={420} />
                    )}
                </div>
                <Group gap="xs">
                    {chosen && <Button type="button" variant="subtle" disabled={save.isPending} onClick={() => save.mutate(null)}>{t("settings.config.reset")}</Button>}
                    <Button type="submit" variant={same ? "default" : "filled"} disabled={same} loading={save.isPending}>{t("common.save")}</Button>
                </Group>
            </Group>
        </form>
    );
}
