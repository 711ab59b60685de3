/* The ledger of receipts: found by the id that stands in a visitor's cookie, checked link by link, taken away as a file. */
import { Alert, Badge, Button, Group, Text, TextInput } from "@mantine/core";
import { IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download, Problem } from "../api/client";
import type { Page } from "../api/types";
import { count, day, moment } from "../format";
import { Empty } from "../parts/Empty";
import { failed } from "../parts/toast";
import { useDesk, useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import type { Receipt, Verdict } from "./cookies";

export function Receipts() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [typed, setTyped] = useState("");
    const check = useMutation({ mutationFn: () => api.get<Verdict>("/cookies/verify"), onError: failed });
    const file = useMutation({ mutationFn: () => download("/cookies/receipts.csv", "cookie-receipts.csv"), onError: failed });
    /* What is copied may be the whole cookie. */
    const id = /[0-9a-f]{32}/.exec(typed.toLowerCase())?.[0] ?? "";
    return (
        <>
            <Group mb="sm" gap="xs" align="flex-end">
                <TextInput label={t("cookies.find")} description={t("cookies.findHint")} value={typed} onChange={(e) => { setTyped(e.currentTarget.value); }} style={{ flex: "1 1 260px", maxWidth: 420 }} />
                <Group gap="xs" ml="auto">
                    {can("export") && <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={file.isPending} onClick={() => { file.mutate(); }}>CSV</Button>}
                    <Button variant="default" leftSection={<IconShieldCheck size={16} aria-hidden />} loading={check.isPending} onClick={() => { check.mutate(); }}>{t("consent.verify")}</Button>
                </Group>
            </Group>
            {check.data && <Verdict_ v={check.data} />}
            <div className="card">{id ? <Found id={id} /> : <All />}</div>
        </>
    );
}

function Verdict_({ v }: { v: Verdict }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <Alert mb="sm" color={v.ok ? "leaf" : "terracotta"} variant="light" role="status" title={t(v.ok ? "consent.whole" : "consent.broken")}>
            <Text size="sm">
                {v.ok ? t("cookies.whole", { count: v.receipts, n: count(r, v.receipts) }) : t("cookies.broken", { n: v.broken_at ?? 0, why: v.message ?? "" })}
                {v.gone > 0 && ` ${t("cookies.gone", { count: v.gone, n: count(r, v.gone), day: day(r, v.gone_at) })}`}
            </Text>
            {v.ok && v.head && <Text size="xs" mt={4} style={{ overflowWrap: "anywhere" }}>{t("consent.head")} <code>{v.head}</code></Text>}
        </Alert>
    );
}

function All() {
    const { t } = useTranslation();
    const q = useInfiniteQuery({
        queryKey: ["cookies", "receipts"],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Receipt>>("/cookies/receipts", { limit: 50, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const items = q.data.pages.flatMap((p) => p.items);
    if (!items.length) return <Empty title={t("cookies.noReceipts")} text={t("cookies.noReceiptsText")} />;
    return (
        <>
            <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>{items.map((x) => <One key={x.n} x={x} />)}</ol>
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}

function Found({ id }: { id: string }) {
    const { t } = useTranslation();
    const q = useQuery({ queryKey: ["cookies", "receipt", id], retry: false, queryFn: ({ signal }) => api.get<Receipt>(`/cookies/receipts/${id}`, undefined, signal) });
    if (q.error instanceof Problem && q.error.status === 404) return <Empty title={t("cookies.notFound")} text={q.error.message} />;
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return <ol style={{ listStyle: "none", margin: 0, padding: 0 }}><One x={q.data} /></ol>;
}

function One({ x }: { x: Receipt }) {
    const { t } = useTranslation();
    const r = useReader();
    const allowed = x.choices.filter((c) => c !== "C0001");
    return (
        <li style={{ padding: "12px 0", borderTop: "1px solid var(--line)" }}>
            <Group justify="space-between" gap="xs" wrap="wrap">
                <Group gap={6}>
                    {allowed.length === 0 ? <Badge color="gray" variant="light" tt="none" radius="sm">{t("cookies.onlyNecessary")}</Badge> : allowed.map((c) => <Badge key={c} color="leaf" variant="light" tt="none" radius="sm">{t(`cookies.category.${c}`, { defaultValue: c })}</Badge>)}
                    {x.gpc && <Badge color="ochre" variant="light" tt="none" radius="sm">GPC</Badge>}
                </Group>
                <Text size="xs" className="dim num">{t("cookies.receiptN", { n: x.n })}</Text>
            </Group>
            <Text size="sm" mt={4}>{moment(r, x.at)} · {t(`cookies.how.${x.how}`)} · {t("cookies.edition", { n: x.edition })} ({x.lang})</Text>
            <Text size="xs" className="dim" mt={2} style={{ overflowWrap: "anywhere" }}>
                <code>{x.id}</code>{x.previous && <> · {t("cookies.replaces")} <code>{x.previous}</code></>} · <span title={x.chain}>{t("consent.seal", { chain: x.chain.slice(0, 12) })}</span>
            </Text>
        </li>
    );
}
