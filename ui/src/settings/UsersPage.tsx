/* Who may enter this site, and what for. */
import { ActionIcon, Alert, Badge, Button, Group, Menu, Modal, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useMembers } from "../api/queries";
import type { Member, Role } from "../api/types";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Leaving } from "./Leaving";

const roles: Role[] = ["owner", "marketer", "sales", "analyst", "readonly"];

export function UsersPage() {
    const { t } = useTranslation();
    const { user } = useDesk();
    const client = useQueryClient();
    const q = useMembers();
    const [adding, add] = useDisclosure(false);
    const [leaving, setLeaving] = useState<Member | null>(null);
    const again = () => void client.invalidateQueries({ queryKey: ["users"] });
    const change = useMutation({
        mutationFn: ({ id, body }: { id: string; body: Record<string, unknown> }) => api.patch(`/users/${id}`, body),
        onSuccess: () => { again(); done(t("common.saved")); },
        onError: (e) => { failed(e); again(); },
    });
    const remove = useMutation({ mutationFn: (id: string) => api.del(`/users/${id}`), onSuccess: () => { again(); setLeaving(null); done(t("settings.users.removed")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const options = roles.map((r) => ({ value: r, label: t(`role.${r}`) }));
    return (
        <>
            <Group justify="flex-end" mb="sm"><Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>{t("settings.users.add")}</Button></Group>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("settings.users.title")}>
                <table className="grid-table row-cards">
                    <thead><tr><th>{t("settings.users.name")}</th><th>{t("settings.users.role")}</th><th>{t("settings.users.state")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                    <tbody>
                        {q.data.map((m) => {
                            const id = m.id;
                            const self = id === user.id;
                            return (
                                <tr key={m.id}>
                                    <td style={{ minWidth: 170 }}><strong>{m.name ?? m.email}</strong>{m.name && <div className="dim" style={{ fontSize: "0.82rem", overflowWrap: "anywhere" }}>{m.email}</div>}</td>
                                    <td data-label={t("settings.users.role")} style={{ minWidth: 160 }}><Select size="xs" aria-label={t("settings.users.roleOf", { name: m.name ?? m.email })} data={options} value={m.role} disabled={self} allowDeselect={false} onChange={(v) => v && v !== m.role && change.mutate({ id, body: { role: v } })} /></td>
                                    <td data-label={t("settings.users.state")}><Group gap={6}>{m.disabled ? <Badge color="gray" variant="light" tt="none">{t("settings.users.off")}</Badge> : <Badge color="leaf" variant="light" tt="none">{t("settings.users.on")}</Badge>}{m.totp && <Badge variant="light" tt="none">{t("settings.users.totp")}</Badge>}</Group></td>
                                    <td className="row-actions">
                                        {!self && (
                                            <Menu position="bottom-end" withinPortal>
                                                <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${m.name ?? m.email}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                                                <Menu.Dropdown>
                                                    <Menu.Item onClick={() => change.mutate({ id, body: { disabled: !m.disabled } })}>{t(m.disabled ? "settings.users.enable" : "settings.users.disable")}</Menu.Item>
                                                    <Menu.Item color="var(--attention)" onClick={() => setLeaving(m)}>{t("settings.users.remove")}</Menu.Item>
                                                </Menu.Dropdown>
                                            </Menu>
                                        )}
                                    </td>
                                </tr>
                            );
                        })}
                    </tbody>
                </table>
            </div>
            <dl style={{ margin: "20px 0 0", display: "grid", gridTemplateColumns: "auto 1fr", gap: "4px 16px", fontSize: "0.86rem" }}>
                {roles.map((r) => <div key={r} style={{ display: "contents" }}><dt style={{ fontWeight: 600 }}>{t(`role.${r}`)}</dt><dd className="dim" style={{ margin: 0 }}>{t(`roleText.${r}`)}</dd></div>)}
            </dl>
            <Modal opened={adding} onClose={add.close} title={t("settings.users.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <NewUser onDone={() => { add.close(); again(); done(t("settings.users.added")); }} />
            </Modal>
            <Leaving member={leaving} busy={remove.isPending} onClose={() => setLeaving(null)} onYes={() => leaving && remove.mutate(leaving.id)} />
        </>
    );
}

function NewUser({ onDone }: { onDone: () => void }) {
    const { t } = useTranslation();
    const [form, setForm] = useState({ name: "", email: "", password: "", role: "marketer" as Role });
    const save = useMutation({ mutationFn: () => api.post("/users", form), onSuccess: onDone });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate();
    };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <TextInput label={t("settings.users.name")} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={wrong.name} required data-autofocus />
                <TextInput label={t("login.email")} type="email" value={form.email} onChange={(e) => setForm({ ...form, email: e.currentTarget.value })} error={wrong.email} required autoComplete="off" />
                <PasswordInput label={t("settings.users.password")} description={t("settings.users.passwordHint")} value={form.password} onChange={(e) => setForm({ ...form, password: e.currentTarget.value })} error={wrong.password} required autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("login.show") }} />
                <Select label={t("settings.users.role")} data={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} value={form.role} onChange={(v) => v && setForm({ ...form, role: v as Role })} error={wrong.role} allowDeselect={false} description={t(`roleText.${form.role}`)} />
                <Button type="submit" loading={save.isPending}>{t("common.add")}</Button>
            </Stack>
        </form>
    );
}
