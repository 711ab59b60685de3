/* Webhooks: who is told of what, and what became of it. A key is shown once, when it is made. */
import { ActionIcon, Alert, Badge, Button, Code, CopyButton, Group, Menu, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useWebhookEvents } from "../api/queries";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { eventSaid } from "../parts/auditWords";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { WebhookEvents } from "./WebhookEvents";
import { WebhookLog } from "./WebhookLog";

export type Webhook = components["schemas"]["Webhook"];

function useHooks() {
    return useQuery({ queryKey: ["webhooks"], queryFn: async ({ signal }) => (await api.get<Page<Webhook>>("/webhooks", undefined, signal)).items });
}

export function WebhooksPage() {
    const { t } = useTranslation();
    const q = useHooks();
    const [editing, setEditing] = useState<Webhook | "new" | null>(null);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const button = <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setEditing("new"); }}>{t("settings.webhooks.add")}</Button>;
    return (
        <>
            {q.data.length === 0 ? <div className="card"><Empty title={t("settings.webhooks.empty")} text={t("settings.webhooks.emptyText")}>{button}</Empty></div> : (
                <>
                    <Group justify="flex-end" mb="sm">{button}</Group>
                    <Stack gap="md">{q.data.map((h) => <One key={h.id} h={h} onEdit={() => { setEditing(h); }} />)}</Stack>
                </>
            )}
            <Modal opened={editing !== null} onClose={() => { setEditing(null); }} title={t(editing === "new" ? "settings.webhooks.add" : "settings.webhooks.edit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {editing !== null && <Edit of={editing === "new" ? null : editing} onClose={() => { setEditing(null); }} />}
            </Modal>
        </>
    );
}

function One({ h, onEdit }: { h: Webhook; onEdit: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const events = useWebhookEvents().data ?? [];
    const [log, setLog] = useState(false);
    const [secret, setSecret] = useState<string | null>(null);
    const [ask, setAsk] = useState<"delete" | "secret" | null>(null);
    const again = () => { void client.invalidateQueries({ queryKey: ["webhooks"] }); void client.invalidateQueries({ queryKey: ["dashboard"] }); };
    const turn = useMutation({ mutationFn: (active: boolean) => api.patch(`/webhooks/${h.id}`, { active }, h.version), onSuccess: again, onError: (e) => { failed(e); again(); } });
    const ping = useMutation({ mutationFn: () => api.post(`/webhooks/${h.id}/ping`), onSuccess: () => { setLog(true); again(); done(t("settings.webhooks.pinged")); }, onError: failed });
    const rotate = useMutation({ mutationFn: () => api.post<Webhook>(`/webhooks/${h.id}/secret`), onSuccess: (x) => { setAsk(null); setSecret(x.secret ?? null); again(); }, onError: failed });
    const remove = useMutation({ mutationFn: () => api.del(`/webhooks/${h.id}`, h.version), onSuccess: () => { setAsk(null); again(); done(t("settings.webhooks.deleted")); }, onError: failed });
    return (
        <section className="card" aria-label={h.name}>
            <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                    <Group gap={8}><Text fw={600}>{h.name}</Text>{h.active ? <Badge color="leaf" variant="light" tt="none" radius="sm">{t("settings.webhooks.on")}</Badge> : <Badge color={h.paused_at ? "terracotta" : "gray"} variant="light" tt="none" radius="sm">{t("settings.webhooks.off")}</Badge>}</Group>
                    <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{h.url}</Text>
                </div>
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${h.name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item onClick={onEdit}>{t("common.edit")}</Menu.Item>
                        <Menu.Item onClick={() => { ping.mutate(); }}>{t("settings.webhooks.ping")}</Menu.Item>
                        <Menu.Item onClick={() => { turn.mutate(!h.active); }}>{t(h.active ? "settings.webhooks.turnOff" : "settings.webhooks.turnOn")}</Menu.Item>
                        <Menu.Item onClick={() => { setAsk("secret"); }}>{t("settings.webhooks.newSecret")}</Menu.Item>
                        <Menu.Item color="var(--attention)" onClick={() => { setAsk("delete"); }}>{t("common.delete")}</Menu.Item>
                    </Menu.Dropdown>
                </Menu>
            </Group>
            {h.paused_at && <Alert color="terracotta" variant="light" p="xs" mt="sm"><Group justify="space-between" gap="xs"><Text size="sm">{h.paused_why}</Text><Button size="xs" variant="light" loading={turn.isPending} onClick={() => { turn.mutate(true); }}>{t("settings.webhooks.turnOn")}</Button></Group></Alert>}
            <Group gap={6} mt="sm">{h.events.map((e) => <Badge key={e} variant="light" color="gray" tt="none" radius="sm">{eventSaid(t, events, e)}</Badge>)}{h.bulk && <Badge variant="light" tt="none" radius="sm">{t("settings.webhooks.bulkShort")}</Badge>}</Group>
            <Button mt="sm" size="xs" variant="subtle" aria-expanded={log} onClick={() => { setLog(!log); }}>{t(log ? "settings.webhooks.hideLog" : "settings.webhooks.showLog")}</Button>
            {log && <WebhookLog hook={h} />}
            <Confirm opened={ask === "delete"} title={t("record.deleteTitle", { name: h.name })} text={t("settings.webhooks.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => { setAsk(null); }} onYes={() => { remove.mutate(); }} />
            <Confirm opened={ask === "secret"} title={t("settings.webhooks.newSecret")} text={t("settings.webhooks.newSecretText")} yes={t("settings.webhooks.newSecretYes")} busy={rotate.isPending} onClose={() => { setAsk(null); }} onYes={() => { rotate.mutate(); }} />
            <Modal opened={secret !== null} onClose={() => { setSecret(null); }} title={t("settings.webhooks.secret")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {secret && <Secret value={secret} onClose={() => { setSecret(null); }} />}
            </Modal>
        </section>
    );
}

function Secret({ value, onClose }: { value: string; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Stack gap="md">
            <Alert color="leaf" variant="light">{t("settings.webhooks.once")}</Alert>
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{value}</Code>
            <Text size="sm" className="dim" lh={1.55}>{t("settings.webhooks.howToCheck")}</Text>
            <Group justify="flex-end">
                <CopyButton value={value}>{({ copied, copy }) => <Button variant="light" onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}</CopyButton>
                <Button onClick={onClose}>{t("common.close")}</Button>
            </Group>
        </Stack>
    );
}

function Edit({ of, onClose }: { of: Webhook | null; onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [form, setForm] = useState({ name: of?.name ?? "", url: of?.url ?? "", events: of?.events ?? [], bulk: of?.bulk ?? false });
    const save = useMutation({
        mutationFn: () => (of ? api.patch<Webhook>(`/webhooks/${of.id}`, form, of.version) : api.post<Webhook>("/webhooks", form)),
        onSuccess: () => { void client.invalidateQueries({ queryKey: ["webhooks"] }); if (of) { done(t("common.saved")); onClose(); } },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    if (save.data?.secret) return <Secret value={save.data.secret} onClose={onClose} />;
    return (
        <form noValidate onSubmit={(e) => { e.preventDefault(); save.mutate(); }}>
            <Stack gap="md">
                {save.isError && Object.keys(wrong).length === 0 && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <TextInput label={t("settings.webhooks.name")} description={t("settings.webhooks.nameHint")} value={form.name} onChange={(e) => { setForm({ ...form, name: e.currentTarget.value }); }} error={wrong.name} required data-autofocus maxLength={120} />
                <TextInput label={t("settings.webhooks.url")} description={t("settings.webhooks.urlHint")} placeholder="https://" value={form.url} onChange={(e) => { setForm({ ...form, url: e.currentTarget.value }); }} error={wrong.url} required inputMode="url" />
                <WebhookEvents value={form.events} onChange={(events) => { setForm({ ...form, events }); }} error={wrong.events} />
                <Switch label={t("settings.webhooks.bulk")} description={t("settings.webhooks.bulkHint")} checked={form.bulk} onChange={(e) => { setForm({ ...form, bulk: e.currentTarget.checked }); }} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending}>{t(of ? "common.save" : "settings.webhooks.make")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
