/* Your own account: name, password, and a second step at sign-in. */
import { Alert, Badge, Button, Code, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Session, User } from "../api/types";
import { done } from "../parts/toast";
import { sessionKey, useDesk } from "../session";

export function SecurityPage() {
    return (
        <Stack gap="lg">
            <Profile />
            <Password />
            <Totp />
        </Stack>
    );
}

function usePutUser() {
    const client = useQueryClient();
    return (change: Partial<User>) => client.setQueryData<Session | null>(sessionKey, (s) => (s ? { ...s, user: { ...s.user, ...change } } : s));
}

function Problemo({ error }: { error: unknown }) {
    return error ? <Alert color="terracotta" variant="light" role="alert">{sentence(error)}</Alert> : null;
}

function Profile() {
    const { t } = useTranslation();
    const { user } = useDesk();
    const put = usePutUser();
    const [name, setName] = useState(user.name ?? "");
    const save = useMutation({ mutationFn: () => api.patch("/session/user", { name }), onSuccess: () => { put({ name }); done(t("common.saved")); } });
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form className="card" onSubmit={submit}>
            <h2 style={{ margin: "0 0 12px", fontSize: "1.02rem" }}>{t("settings.security.you")}</h2>
            <Stack gap="sm">
                <Problemo error={save.error} />
                <TextInput label={t("setup.name")} value={name} onChange={(e) => setName(e.currentTarget.value)} autoComplete="name" required />
                <TextInput label={t("login.email")} value={user.email} readOnly autoComplete="username" />
                <Group justify="flex-end"><Button type="submit" loading={save.isPending} disabled={name === (user.name ?? "")}>{t("common.save")}</Button></Group>
            </Stack>
        </form>
    );
}

function Password() {
    const { t } = useTranslation();
    const [form, setForm] = useState({ current: "", password: "" });
    const save = useMutation({ mutationFn: () => api.post("/session/password", form), onSuccess: () => { setForm({ current: "", password: "" }); done(t("settings.security.changed")); } });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form className="card" onSubmit={submit}>
            <h2 style={{ margin: "0 0 12px", fontSize: "1.02rem" }}>{t("settings.security.password")}</h2>
            <Stack gap="sm">
                <Problemo error={save.error} />
                <PasswordInput label={t("settings.security.current")} value={form.current} onChange={(e) => setForm({ ...form, current: e.currentTarget.value })} error={wrong.current} autoComplete="current-password" required visibilityToggleButtonProps={{ "aria-label": t("login.show") }} />
                <PasswordInput label={t("settings.security.new")} description={t("setup.passwordHint", { count: 10 })} value={form.password} onChange={(e) => setForm({ ...form, password: e.currentTarget.value })} error={wrong.password} autoComplete="new-password" required visibilityToggleButtonProps={{ "aria-label": t("login.show") }} />
                <Group justify="flex-end"><Button type="submit" loading={save.isPending}>{t("settings.security.change")}</Button></Group>
            </Stack>
        </form>
    );
}

function Totp() {
    const { t } = useTranslation();
    const { user } = useDesk();
    const put = usePutUser();
    const [code, setCode] = useState("");
    const [password, setPassword] = useState("");
    const begin = useMutation({ mutationFn: () => api.post<{ secret: string; uri: string; qr_svg?: string | null }>("/totp") });
    const confirm = useMutation({ mutationFn: () => api.post("/totp/confirm", { code: code.replace(/\s/g, "") }), onSuccess: () => { put({ totp: true }); begin.reset(); setCode(""); done(t("settings.security.totpOn")); } });
    const end = useMutation({ mutationFn: () => api.del("/totp", undefined, { password }), onSuccess: () => { put({ totp: false }); setPassword(""); done(t("settings.security.totpOff")); } });
    const error = begin.error ?? confirm.error ?? end.error;
    const wrong = error instanceof Problem ? error.fields : {};
    return (
        <section className="card" aria-labelledby="h-totp">
            <Group justify="space-between" mb={6}>
                <h2 id="h-totp" style={{ margin: 0, fontSize: "1.02rem" }}>{t("settings.security.totp")}</h2>
                <Badge variant="light" tt="none" color={user.totp ? "leaf" : "gray"}>{t(user.totp ? "settings.security.isOn" : "settings.security.isOff")}</Badge>
            </Group>
            <Text size="sm" className="dim" mb="md" lh={1.55}>{t("settings.security.totpText")}</Text>
            {!wrong.code && !wrong.password && <Problemo error={error} />}
            {user.totp ? (
                <form onSubmit={(e) => { e.preventDefault(); end.mutate(); }}>
                    <Group align="flex-end" mt="sm">
                        <PasswordInput style={{ flex: "1 1 220px" }} label={t("settings.security.totpPassword")} value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={wrong.password} autoComplete="current-password" required visibilityToggleButtonProps={{ "aria-label": t("login.show") }} />
                        <Button type="submit" variant="default" loading={end.isPending}>{t("settings.security.totpEnd")}</Button>
                    </Group>
                </form>
            ) : begin.data ? (
                <form onSubmit={(e) => { e.preventDefault(); confirm.mutate(); }}>
                    <Group align="flex-start" gap="xl" mt="sm">
                        {begin.data.qr_svg && <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(begin.data.qr_svg)}`} width={180} height={180} alt={t("settings.security.qr")} style={{ background: "#fff", padding: 8, borderRadius: 10 }} />}
                        <Stack gap="sm" style={{ flex: "1 1 240px" }}>
                            <Text size="sm">{t("settings.security.scan")}</Text>
                            <Code style={{ overflowWrap: "anywhere" }}>{begin.data.secret}</Code>
                            <TextInput label={t("login.code")} value={code} onChange={(e) => setCode(e.currentTarget.value)} error={wrong.code} inputMode="numeric" autoComplete="one-time-code" maxLength={9} required />
                            <Button type="submit" loading={confirm.isPending}>{t("login.confirm")}</Button>
                        </Stack>
                    </Group>
                </form>
            ) : (
                <Button mt="sm" onClick={() => begin.mutate()} loading={begin.isPending}>{t("settings.security.totpBegin")}</Button>
            )}
        </section>
    );
}
