/* Pairs that may be one person or one company, the likeliest first: compare and merge, or say that they are two. */
import { Badge, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconArrowMerge, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf, useModel, valueOf } from "../api/queries";
import type { Duplicate, DuplicateSearch, Field, Job, Model, Page, Row } from "../api/types";
import { day } from "../format";
import { Cell } from "../parts/Cell";
import { Empty } from "../parts/Empty";
import { fieldNamed } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { done, doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { MergeDialog, type MergeTable } from "./MergeDialog";

const shown: Record<MergeTable, string[]> = {
    contacts: ["email", "phone", "account", "job_title", "lifecycle", "tax_number"],
    accounts: ["domain", "tax_number", "industry", "city", "state", "employees"],
};

export function DuplicatesPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const [table, setTable] = useState<MergeTable>("contacts");
    const [dismissed, setDismissed] = useState(false);
    const [merging, setMerging] = useState<Duplicate | null>(null);
    const [job, setJob] = useState<string | null>(null);
    const model = useModel(table);
    const kind = table === "contacts" ? "contact" : "account";
    const q = useInfiniteQuery({
        queryKey: ["duplicates", kind, dismissed],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Duplicate>>("/duplicates", { kind, dismissed: dismissed ? 1 : undefined, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const watching = useQuery({
        queryKey: ["job", job],
        enabled: job !== null,
        queryFn: ({ signal }) => api.get<Job>(`/jobs/${job}`, undefined, signal),
        refetchInterval: (x) => (x.state.data?.state === "done" || x.state.data?.state === "failed" ? false : 700),
    });
    const state = watching.data?.state;
    useEffect(() => {
        if (state !== "done" && state !== "failed") return;
        setJob(null);
        void client.invalidateQueries({ queryKey: ["duplicates"] });
        done(t(state === "done" ? "identity.searched" : "identity.searchFailed"));
    }, [state, client, t]);
    const search = useMutation({ mutationFn: () => api.post<DuplicateSearch>("/duplicates/search"), onSuccess: (x) => setJob(x.job), onError: failed });
    const say = useMutation({
        mutationFn: ({ pair, two }: { pair: Duplicate; two: boolean }) => (two ? api.post<undefined>(`/duplicates/${pair.id}/dismiss`) : api.del<undefined>(`/duplicates/${pair.id}/dismiss`)),
        onSuccess: (_, { pair, two }) => {
            void client.invalidateQueries({ queryKey: ["duplicates"] });
            if (two) doneWithUndo(t("identity.dismissed"), t("common.undo"), () => say.mutate({ pair, two: false }));
        },
        onError: failed,
    });
    const pairs = q.data?.pages.flatMap((p) => p.items) ?? [];
    const searching = search.isPending || job !== null;
    return (
        <>
            <PageHead title={t("menu.duplicates")} lead={t("identity.duplicatesLead")}>
                {can("edit_people") && (
                    <Button variant={pairs.length ? "default" : "filled"} leftSection={<IconSearch size={16} aria-hidden />} loading={searching} onClick={() => search.mutate()}>{t("identity.searchNow")}</Button>
                )}
            </PageHead>
            <Group gap="xs" mb="md">
                <SegmentedControl aria-label={t("identity.kind")} value={table} onChange={(v) => setTable(v as MergeTable)} data={[{ value: "contacts", label: t("menu.contacts") }, { value: "accounts", label: t("menu.accounts") }]} />
                <SegmentedControl aria-label={t("identity.state")} value={dismissed ? "two" : "open"} onChange={(v) => setDismissed(v === "two")} data={[{ value: "open", label: t("identity.open") }, { value: "two", label: t("identity.two") }]} />
            </Group>
            {q.isLoadingError ? (
                <Trouble error={q.error} again={() => void q.refetch()} />
            ) : q.isPending || !model ? (
                <Waiting />
            ) : pairs.length === 0 ? (
                <div className="card">
                    <Empty title={t(dismissed ? "identity.noneTwo" : `identity.none.${table}`)} text={t(dismissed ? "identity.noneTwoText" : "identity.noneText")} />
                </div>
            ) : (
                <Stack gap="md">
                    {pairs.map((p, i) => (
                        <Pair key={p.id} pair={p} nth={pairs.slice(0, i).filter((x) => named(x) === named(p)).length + 1} table={table} model={model} editable={can("edit_people")} onMerge={() => setMerging(p)} onSay={(two) => say.mutate({ pair: p, two })} />
                    ))}
                    {q.hasNextPage && (
                        <Group justify="center">
                            <Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>
                        </Group>
                    )}
                </Stack>
            )}
            {merging && <MergeDialog table={table} one={merging.one} other={merging.other} onClose={() => setMerging(null)} onDone={() => setMerging(null)} />}
        </>
    );
}

const named = (pair: Duplicate) => `${nameOf(pair.one)}\n${nameOf(pair.other)}`;

function Pair({ pair, nth, table, model, editable, onMerge, onSay }: { pair: Duplicate; nth: number /* of those called the same */; table: MergeTable; model: Model; editable: boolean; onMerge: () => void; onSay: (two: boolean) => void }) {
    const { t } = useTranslation();
    const two = [pair.one, pair.other];
    const fields = shown[table].map((n) => fieldNamed(model.fields, n)).filter((f): f is Field => f !== undefined && two.some((x) => given(x, f)));
    return (
        <section className="card" aria-label={t("identity.pairOf", { one: nameOf(pair.one), other: nameOf(pair.other) }) + (nth > 1 ? ` (${nth})` : "")}>
            <Group justify="space-between" gap="xs" mb="sm">
                <Group gap={6}>
                    {pair.reasons.map((x) => (
                        <Badge key={x} variant="light" tt="none" radius="sm">{t(`identity.reason.${x}`)}</Badge>
                    ))}
                    <Text size="xs" className="dim num">{t("identity.score", { score: pair.score })}</Text>
                </Group>
                {editable && (
                    <Group gap="xs">
                        {pair.dismissed_at === null ? (
                            <>
                                <Button size="xs" variant="default" onClick={() => onSay(true)}>{t("identity.notSame")}</Button>
                                <Button size="xs" leftSection={<IconArrowMerge size={14} aria-hidden />} onClick={onMerge}>{t("identity.compareMerge")}</Button>
                            </>
                        ) : (
                            <Button size="xs" variant="default" onClick={() => onSay(false)}>{t("identity.mayBeSame")}</Button>
                        )}
                    </Group>
                )}
            </Group>
            <div className="pair">
                {two.map((x) => (
                    <Side key={x.id} table={table} row={x} fields={fields} />
                ))}
            </div>
        </section>
    );
}

function Side({ table, row, fields }: { table: MergeTable; row: Row; fields: Field[] }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    return (
        <div>
            <Link className="link" to="/people/$table/$id" params={{ table, id: row.id }} style={{ fontWeight: 600 }}>{nameOf(row)}</Link>
            <dl style={{ margin: "6px 0 0", display: "grid", gridTemplateColumns: "minmax(84px, auto) 1fr", gap: "3px 10px", fontSize: "0.88rem" }}>
                {fields.map((f) => (
                    <div key={f.name} style={{ display: "contents" }}>
                        <dt className="dim">{f.label}</dt>
                        <dd style={{ margin: 0, overflowWrap: "anywhere" }}><Cell field={f} row={row} /></dd>
                    </div>
                ))}
                <dt className="dim">{t("identity.created")}</dt>
                <dd style={{ margin: 0 }}>{day(r, row.created_at.slice(0, 10))}</dd>
            </dl>
        </div>
    );
}

function given(row: Row, f: Field): boolean {
    const v = valueOf(row, f.name);
    return v != null && v !== "";
}
