/* Entries of the ledger, newest first: of one person, or all that a search finds. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, type Query } from "../api/client";
import { useNames } from "../api/queries";
import type { Page } from "../api/types";
import { moment } from "../format";
import { Empty } from "../parts/Empty";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { colorOf, type ConsentEntry } from "./words";

export function Entries({ query, named }: { query: Query; named?: boolean }) {
    const { t } = useTranslation();
    const q = useInfiniteQuery({
        queryKey: ["consents", query],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<ConsentEntry>>("/consents", { limit: 50, ...query, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const items = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const names = useNames(named ? "contacts" : null, useMemo(() => items.filter((e) => !e.erased).map((e) => e.contact), [items]));
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    if (items.length === 0) return <Empty title={t("consent.noEntries")} text={t("consent.noEntriesText")} />;
    return (
        <>
            <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {items.map((e) => (
                    <li key={e.id} style={{ padding: "12px 0", borderTop: "1px solid var(--line)" }}>
                        <Group justify="space-between" gap="xs" wrap="wrap">
                            <Group gap={8} style={{ minWidth: 0 }}>
                                <Badge color={colorOf(e.state)} variant="light" tt="none" radius="sm">{t(`consent.state.${e.state}`)}</Badge>
                                <Text fw={600} size="sm">{e.name}</Text>
                                {named && (e.erased ? <Text size="sm" className="dim">{t("consent.erasedPerson")}</Text> : <Link className="link" style={{ fontSize: "0.88rem" }} to="/people/$table/$id" params={{ table: "contacts", id: e.contact }}>{names.get(e.contact) ?? t("consent.person")}</Link>)}
                            </Group>
                            <Text size="xs" className="dim num">{t("consent.entryN", { n: e.n })}</Text>
                        </Group>
                        <EntryFacts e={e} />
                    </li>
                ))}
            </ol>
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}

function EntryFacts({ e }: { e: ConsentEntry }) {
    const { t } = useTranslation();
    const r = useReader();
    const facts = [
        moment(r, e.at),
        t(`consent.by.${e.channel}`, { defaultValue: e.channel }),
        e.source,
        e.actor_name ? t("consent.recordedBy", { name: e.actor_name }) : t("consent.saidBySelf"),
    ].filter(Boolean);
    return (
        <>
            <Text size="sm" mt={4} style={{ overflowWrap: "anywhere" }}>{facts.join(" · ")}</Text>
            <Text size="xs" className="dim" mt={2} style={{ overflowWrap: "anywhere" }}>
                {e.text_title ? t("consent.shown", { title: e.text_title, n: e.text_number ?? 0 }) : t("consent.noText")}
                {" · "}{t(`consent.basis.${e.legal_basis}`, { defaultValue: e.legal_basis })}
                {" · "}<span title={e.chain}>{t("consent.seal", { chain: e.chain.slice(0, 12) })}</span>
            </Text>
            {e.proof && <Text size="xs" className="dim" component="pre" mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: "4px 0 0" }}>{JSON.stringify(e.proof)}</Text>}
        </>
    );
}
