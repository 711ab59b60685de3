/* Another site from inside: the same two doors. A demonstration is filled by a job whose progress is shown. */
import { Alert, Button, Progress, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Job, SiteOpened } from "../api/types";
import { asLanguage } from "../i18n";
import { Doors, type Door } from "./Doors";
import { currencies, hereZone, timeZones } from "./places";

export function NewSite({ onOpened }: { onOpened: (id: string) => void }) {
    const { t, i18n } = useTranslation();
    const [door, setDoor] = useState<Door | null>(null);
    const [form, setForm] = useState({ name: "", currency: "BRL", time_zone: hereZone() });
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [error, setError] = useState<string | null>(null);
    const [busy, setBusy] = useState(false);
    const [filling, setFilling] = useState<{ site: string; job: string } | null>(null);

    const open = async (e: SyntheticEvent) => {
        e.preventDefault();
        setBusy(true);
        setError(null);
        try {
            const s = await api.post<SiteOpened>("/sites", { ...form, name: form.name || t("site.demoName"), door, locale: asLanguage(i18n.language) });
            const id = s.site.id;
            if (s.job) setFilling({ site: id, job: s.job });
            else onOpened(id);
        } catch (x) {
            if (x instanceof Problem) setWrong(x.fields);
            setError(sentence(x));
            setBusy(false);
        }
    };
    if (filling) return <Filling job={filling.job} onDone={() => onOpened(filling.site)} />;
    return (
        <form onSubmit={(e) => void open(e)}>
            <Stack gap="md">
                <Doors door={door} onPick={setDoor} />
                {error && (
                    <Alert color="terracotta" variant="light" role="alert">
                        {error}
                    </Alert>
                )}
                {door === "own" && (
                    <>
                        <TextInput label={t("setup.company")} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={wrong.name} required />
                        <Select label={t("setup.currency")} data={currencies(i18n.language)} value={form.currency} onChange={(v) => v && setForm({ ...form, currency: v })} searchable limit={60} error={wrong.currency} />
                        <Select label={t("setup.timeZone")} data={timeZones()} value={form.time_zone} onChange={(v) => v && setForm({ ...form, time_zone: v })} searchable limit={60} error={wrong.time_zone} />
                    </>
                )}
                {door && (
                    <Button type="submit" loading={busy} style={{ alignSelf: "flex-end" }}>
                        {t(door === "own" ? "setup.begin" : "setup.explore")}
                    </Button>
                )}
            </Stack>
        </form>
    );
}

export function Filling({ job, onDone }: { job: string; onDone: () => void }) {
    const { t } = useTranslation();
    const q = useQuery({
        queryKey: ["job", job],
        queryFn: () => api.get<Job>(`/jobs/${job}`),
        refetchInterval: (s) => (s.state.data && ["done", "failed"].includes(s.state.data.state) ? false : 500),
    });
    const part = q.data?.total ? (100 * (q.data.done ?? 0)) / q.data.total : 100;
    return (
        <Stack gap="md" aria-live="polite">
            <Text>{q.data?.state === "failed" ? (q.data.message ?? t("error.title")) : t("site.filling")}</Text>
            <Progress value={part} animated={q.data?.state !== "done"} aria-label={t("site.filling")} />
            <Button onClick={onDone} style={{ alignSelf: "flex-end" }} variant={q.data?.state === "done" ? "filled" : "light"}>
                {t("site.enter")}
            </Button>
        </Stack>
    );
}
