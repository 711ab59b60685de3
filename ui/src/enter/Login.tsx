import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Navigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Session, Setup } from "../api/types";
import { startSession, useSessionQuery } from "../session";
import { Enter } from "./Enter";

export function Login() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const router = useRouter();
    const search = useSearch({ from: "/login" });
    const session = useSessionQuery();
    const setup = useQuery({ queryKey: ["setup"], queryFn: () => api.get<Setup>("/setup"), retry: false });
    const [email, setEmail] = useState("");
    const [password, setPassword] = useState("");
    const [totp, setTotp] = useState("");
    const [needsCode, setNeedsCode] = useState(false);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<string | null>(null);

    if (setup.data?.needed) return <Navigate to="/setup" />;
    if (session.data && !busy) return <Navigate to={search.next ?? "/"} />;

    const enter = async (e: SyntheticEvent) => {
        e.preventDefault();
        setBusy(true);
        setError(null);
        try {
            const s = await api.post<Session>("/session", { email, password, ...(needsCode ? { totp: totp.replace(/\s/g, "") } : {}) });
            startSession(client, s);
            router.history.push(search.next ?? "/");
        } catch (x) {
            if (x instanceof Problem && x.code === "access.totp_needed") setNeedsCode(true);
            else setError(sentence(x));
        } finally {
            setBusy(false);
        }
    };

    return (
        <Enter title={needsCode ? t("login.codeTitle") : t("login.title")} lead={needsCode ? t("login.codeLead") : t("login.lead")}>
            <form onSubmit={(e) => void enter(e)} className="card">
                <Stack gap="md">
                    {error && (
                        <Alert color="terracotta" variant="light" role="alert">
                            {error}
                        </Alert>
                    )}
                    {needsCode ? (
                        <TextInput label={t("login.code")} value={totp} onChange={(e) => setTotp(e.currentTarget.value)} inputMode="numeric" autoComplete="one-time-code" maxLength={9} size="md" data-autofocus autoFocus required />
                    ) : (
                        <>
                            <TextInput label={t("login.email")} type="email" name="email" autoComplete="username" value={email} onChange={(e) => setEmail(e.currentTarget.value)} size="md" required />
                            <PasswordInput
                                label={t("login.password")} name="password" autoComplete="current-password" value={password} size="md" required
                                onChange={(e) => setPassword(e.currentTarget.value)}
                                visibilityToggleButtonProps={{ "aria-label": t("login.show") }}
                            />
                        </>
                    )}
                    <Button type="submit" size="md" loading={busy} fullWidth>
                        {needsCode ? t("login.confirm") : t("login.enter")}
                    </Button>
                    {needsCode && (
                        <Button variant="subtle" onClick={() => { setNeedsCode(false); setTotp(""); }}>
                            {t("login.back")}
                        </Button>
                    )}
                </Stack>
            </form>
            {setup.data?.own && !needsCode && (
                <Text size="sm" mt="md" ta="center">
                    {t("login.noneYet")}{" "}
                    <Anchor component={Link} to="/setup" fw={600}>
                        {t("setup.own")}
                    </Anchor>
                </Text>
            )}
            {setup.data && (
                <Text size="xs" className="dim" mt="md" ta="center">
                    Praça {setup.data.version}
                </Text>
            )}
        </Enter>
    );
}
