/* First start: which door, then who you are. */
import { Alert, Button, Group, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence, setCsrf, setCurrentSite, without } from "../api/client";
import type { Session, Setup } from "../api/types";
import { asLanguage } from "../i18n";
import { startSession } from "../session";
import { Doors, type Door } from "./Doors";
import { Enter } from "./Enter";
import { Filling } from "./NewSite";
import { currencies, hereZone, timeZones } from "./places";

const SHORTEST = 10;

export function SetupPage() {
    const { t, i18n } = useTranslation();
    const client = useQueryClient();
    const navigate = useNavigate();
    const setup = useQuery({ queryKey: ["setup"], queryFn: () => api.get<Setup>("/setup"), retry: false });
    const [picked, setDoor] = useState<Door | null>(null);
    const [form, setForm] = useState({ name: "", email: "", password: "", company: "", currency: "BRL", time_zone: hereZone() });
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [error, setError] = useState<string | null>(null);
    const [busy, setBusy] = useState(false);
    const [filling, setFilling] = useState<{ session: Session; job: string } | null>(null);

    // Beside a demonstration only the other door is left.
    const ownOnly = setup.data?.needed === false && setup.data.own === true;
    const door = ownOnly ? "own" : picked;

    if (setup.data && !setup.data.needed && !ownOnly && !busy) return <Navigate to="/login" />;

    const put = (k: keyof typeof form, v: string) => {
        setForm((f) => ({ ...f, [k]: v }));
        setWrong((w) => without(w, k));
    };
    const begin = async (e: SyntheticEvent) => {
        e.preventDefault();
        setBusy(true);
        setError(null);
        try {
            const s = await api.post<Session & { job?: string | null }>("/setup", { ...form, door, locale: asLanguage(i18n.language) });
            if (s.sites[0]) setCurrentSite(s.sites[0].id);
            if (s.job) {
                setCsrf(s.csrf);
                setFilling({ session: s, job: s.job });
                return;
            }
            startSession(client, s);
            await navigate({ to: "/" });
        } catch (x) {
            if (x instanceof Problem) setWrong(x.fields);
            setError(sentence(x));
            setBusy(false);
        }
    };

    if (filling) {
        return (
            <Enter title={t("setup.demo")}>
                <div className="card">
                    <Filling job={filling.job} onDone={() => { startSession(client, filling.session); void navigate({ to: "/" }); }} />
                </div>
            </Enter>
        );
    }
    if (!door) {
        return (
            <Enter title={t("setup.title")} lead={t("setup.lead")} width={680}>
                <Doors door={door} onPick={setDoor} demo={setup.data?.demo !== false} />
                <Text size="sm" className="dim" mt="lg">
                    {t("setup.never")}
                </Text>
            </Enter>
        );
    }
    const weak = form.password.length > 0 && form.password.length < SHORTEST;
    return (
        <Enter title={door === "own" ? t("setup.own") : t("setup.demo")} lead={t(door === "own" ? "setup.accountOwn" : "setup.accountDemo")} width={480}>
            <form onSubmit={(e) => void begin(e)} className="card">
                <Stack gap="md">
                    {error && (
                        <Alert color="terracotta" variant="light" role="alert">
                            {error}
                        </Alert>
                    )}
                    <TextInput label={t("setup.name")} autoComplete="name" value={form.name} onChange={(e) => put("name", e.currentTarget.value)} error={wrong.name} required autoFocus />
                    <TextInput label={t("login.email")} type="email" autoComplete="username" value={form.email} onChange={(e) => put("email", e.currentTarget.value)} error={wrong.email} required />
                    <PasswordInput
                        label={t("login.password")} description={t("setup.passwordHint", { count: SHORTEST })} autoComplete="new-password" value={form.password} required
                        error={wrong.password ?? (weak ? t("setup.passwordMore", { count: SHORTEST - form.password.length }) : undefined)}
                        onChange={(e) => put("password", e.currentTarget.value)}
                        visibilityToggleButtonProps={{ "aria-label": t("login.show") }}
                    />
                    {door === "own" && (
                        <>
                            <TextInput label={t("setup.company")} autoComplete="organization" value={form.company} onChange={(e) => put("company", e.currentTarget.value)} error={wrong.company} required />
                            <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
                                <Select label={t("setup.currency")} data={currencies(i18n.language)} value={form.currency} onChange={(v) => v && put("currency", v)} searchable error={wrong.currency} limit={60} miw={180} />
                                <Select label={t("setup.timeZone")} data={timeZones()} value={form.time_zone} onChange={(v) => v && put("time_zone", v)} searchable error={wrong.time_zone} limit={60} miw={180} />
                            </Group>
                        </>
                    )}
                    <Group justify="space-between" mt="xs">
                        <Button variant="subtle" onClick={() => { if (ownOnly) void navigate({ to: "/login" }); else setDoor(null); }}>
                            {t("login.back")}
                        </Button>
                        <Button type="submit" loading={busy} disabled={weak}>
                            {t(door === "own" ? "setup.begin" : "setup.explore")}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Enter>
    );
}
