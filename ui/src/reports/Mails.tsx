/* Mails of the program, newest first, with what became of each. */
import { Badge, Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page } from "../api/types";
import { moment } from "../format";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { MailView } from "./MailView";
import type { Mail } from "./reports";

const colors: Record<Mail["state"], string> = { waiting: "blue", sent: "leaf", skipped: "gray", failed: "terracotta" };

export function Mails({ about, empty }: { about?: string; empty: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const [open, setOpen] = useState<Mail | null>(null);
    const q = useInfiniteQuery({
        queryKey: ["mails", about ?? "all"],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Mail>>("/mails", { about, after: pageParam, limit: about ? 10 : 50 }, signal),
        getNextPageParam: (last) => last.next ?? undefined,
        refetchInterval: (x) => (x.state.data?.pages.some((p) => p.items.some((m) => m.state === "waiting")) ? 1500 : false),
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const items = q.data.pages.flatMap((p) => p.items);
    if (items.length === 0) return <Text size="sm" className="dim">{empty}</Text>;
    return (
        <>
            <ul className="mail-list">
                {items.map((m) => (
                    <li key={m.id}>
                        <div style={{ minWidth: 0, flex: "1 1 220px" }}>
                            <button type="button" className="link-button" onClick={() => setOpen(m)}>{m.subject}</button>
                            <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{m.name ? `${m.name} · ${m.to}` : m.to}</Text>
                            {m.reason && <Text size="sm">{m.reason}</Text>}
                        </div>
                        <Text size="sm" className="dim num">{moment(r, m.ended_at ?? m.created_at)}</Text>
                        <Badge variant="light" color={colors[m.state]} tt="none" radius="sm">{t(`reports.state.${m.state}`)}</Badge>
                    </li>
                ))}
            </ul>
            {q.hasNextPage && <Button mt="sm" size="xs" variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            <MailView from={open ? `/mails/${open.id}` : null} title={t("reports.mail")} onClose={() => setOpen(null)} />
        </>
    );
}
