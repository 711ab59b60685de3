/* What was sent to a webhook: whether it arrived, what the receiver said, and a way to send it once more. */
import { Badge, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import { useWebhookEvents } from "../api/queries";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { count, moment } from "../format";
import { eventSaid } from "../parts/auditWords";
import { done, failed } from "../parts/toast";
import { useReader } from "../session";
import { Waiting } from "../shell/Fallbacks";
import type { Webhook } from "./WebhooksPage";

type Delivery = components["schemas"]["WebhookDelivery"];
const colors = { sent: "leaf", waiting: "ochre", failed: "terracotta" } as const;

export function WebhookLog({ hook }: { hook: Webhook }) {
    const { t } = useTranslation();
    const r = useReader();
    const events = useWebhookEvents().data ?? [];
    const [open, setOpen] = useState<string | null>(null);
    const q = useInfiniteQuery({
        queryKey: ["webhooks", hook.id, "log"],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Delivery>>(`/webhooks/${hook.id}/deliveries`, { limit: 20, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
        refetchInterval: (x) => {
            const waiting = x.state.data?.pages.flatMap((p) => p.items).filter((d) => d.state === "waiting") ?? [];
            return waiting.length === 0 ? false : waiting.some((d) => d.attempts < 2) ? 1000 : 10_000; // the first is counted before it is answered
        },
    });
    if (q.isLoadingError) return <Text c="var(--attention)" size="sm" role="alert">{sentence(q.error)}</Text>;
    if (!q.data) return <Waiting />;
    const items = q.data.pages.flatMap((p) => p.items);
    if (items.length === 0) return <Text size="sm" className="dim" mt="xs">{t("settings.webhooks.noLog")}</Text>;
    return (
        <>
            <div className="scroll-x" style={{ marginTop: 8 }} tabIndex={0} role="region" aria-label={t("settings.webhooks.log", { name: hook.name })}>
                <table className="grid-table">
                    <thead><tr><th>{t("settings.webhooks.event")}</th><th>{t("settings.webhooks.state")}</th><th>{t("settings.webhooks.answer")}</th><th className="num">{t("settings.webhooks.tries")}</th><th>{t("settings.webhooks.when")}</th></tr></thead>
                    <tbody>
                        {items.map((d) => (
                            <tr key={d.id}>
                                <td><button type="button" className="link" style={{ background: "none", border: 0, padding: 0, font: "inherit", cursor: "pointer" }} onClick={() => { setOpen(d.id); }}>{eventSaid(t, events, d.event)}</button></td>
                                <td><Badge variant="light" tt="none" radius="sm" color={colors[d.state]}>{t(`settings.webhooks.states.${d.state}`)}</Badge></td>
                                <td style={{ maxWidth: 260 }}>{d.status ?? "–"}{d.duration_ms != null && <span className="dim"> · {count(r, d.duration_ms)} ms</span>}{d.message && <Text size="xs" className="dim">{d.message}</Text>}</td>
                                <td className="num">{count(r, d.attempts)}</td>
                                <td>{moment(r, d.tried_at ?? d.created_at)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {q.hasNextPage && <Group justify="center" mt="sm"><Button size="xs" variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
            <Modal opened={open !== null} onClose={() => { setOpen(null); }} title={t("settings.webhooks.delivery")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {open && <One hook={hook} id={open} onClose={() => { setOpen(null); }} />}
            </Modal>
        </>
    );
}

function One({ hook, id, onClose }: { hook: Webhook; id: string; onClose: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const events = useWebhookEvents().data ?? [];
    const client = useQueryClient();
    const q = useQuery({ queryKey: ["webhooks", hook.id, "log", id], queryFn: ({ signal }) => api.get<Delivery>(`/webhooks/${hook.id}/deliveries/${id}`, undefined, signal) });
    const again = useMutation({
        mutationFn: () => api.post(`/webhooks/${hook.id}/deliveries/${id}/resend`),
        onSuccess: () => { void client.invalidateQueries({ queryKey: ["webhooks", hook.id, "log"] }); done(t("settings.webhooks.resent")); onClose(); },
        onError: failed,
    });
    if (q.isLoadingError) return <Text c="var(--attention)" size="sm" role="alert">{sentence(q.error)}</Text>;
    if (!q.data) return <Waiting />;
    const d = q.data;
    return (
        <Stack gap="sm">
            <Text size="sm">{eventSaid(t, events, d.event)} · {moment(r, d.created_at)}{d.next_at && ` · ${t("settings.webhooks.nextAt", { at: moment(r, d.next_at) })}`}</Text>
            {d.message && <Text size="sm" c="var(--attention)">{d.message}</Text>}
            <Text size="sm" fw={600}>{t("settings.webhooks.body")}</Text>
            <Code block style={{ maxHeight: 280, overflow: "auto" }} tabIndex={0}>{JSON.stringify(d.body ?? null, null, 2)}</Code>
            {d.answer && <><Text size="sm" fw={600}>{t("settings.webhooks.theirAnswer")}</Text><Code block style={{ whiteSpace: "pre-wrap", maxHeight: 160, overflow: "auto" }} tabIndex={0}>{d.answer}</Code></>}
            <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t("common.close")}</Button><Button loading={again.isPending} onClick={() => { again.mutate(); }}>{t("settings.webhooks.resend")}</Button></Group>
        </Stack>
    );
}
