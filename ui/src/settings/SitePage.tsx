import { Alert, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Session, Site } from "../api/types";
import { currencies, timeZones } from "../enter/places";
import { done } from "../parts/toast";
import { sessionKey, useDesk } from "../session";

export function SitePage() {
    const { t, i18n } = useTranslation();
    const { site, can } = useDesk();
    const client = useQueryClient();
    const [form, setForm] = useState({ name: site.name, locale: site.locale, time_zone: site.time_zone, currency: site.currency });
    const save = useMutation({
        mutationFn: () => {
            const change = Object.fromEntries(Object.entries(form).filter(([k, v]) => site[k as keyof Site] !== v));
            return api.patch<Site | undefined>("/site", change);
        },
        onSuccess: () => {
            client.setQueryData<Session | null>(sessionKey, (s) => (s ? { ...s, sites: s.sites.map((x) => (x.id === site.id ? { ...x, ...form } : x)) } : s));
            done(t("common.saved"));
        },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const off = !can("admin");
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate();
    };
    return (
        <form className="card" onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <TextInput label={t("settings.site.name")} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={wrong.name} required disabled={off} maxLength={120} />
                <Select label={t("settings.site.locale")} description={t("settings.site.localeHint")} value={form.locale} onChange={(v) => v && setForm({ ...form, locale: v })} data={[{ value: "pt-BR", label: "Português (Brasil)" }, { value: "en", label: "English" }]} error={wrong.locale} disabled={off} allowDeselect={false} />
                <Select label={t("setup.currency")} value={form.currency} onChange={(v) => v && setForm({ ...form, currency: v })} data={currencies(i18n.language)} searchable limit={60} error={wrong.currency} disabled={off} allowDeselect={false} />
                <Select label={t("setup.timeZone")} description={t("settings.site.zoneHint")} value={form.time_zone} onChange={(v) => v && setForm({ ...form, time_zone: v })} data={timeZones()} searchable limit={60} error={wrong.time_zone} disabled={off} allowDeselect={false} />
                {!off && <Group justify="flex-end"><Button type="submit" loading={save.isPending}>{t("common.save")}</Button></Group>}
            </Stack>
        </form>
    );
}
