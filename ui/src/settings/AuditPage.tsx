/* Who changed what, newest first. */
import { Button, Group, Select, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useModels, useWho } from "../api/queries";
import type { AuditEntry, Page } from "../api/types";
import { moment } from "../format";
import { byWhom, memberLines, memberNamed } from "../parts/auditWords";
import { Diff } from "../parts/Diff";
import { asPeopleTable } from "../parts/tables";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

const membership: Record<string, string> = { add: "audit.memberAdded", delete: "audit.memberRemoved" };

export function AuditPage() {
    const { t } = useTranslation();
    const r = useReader();
    const models = useModels().data ?? [];
    const [model, setModel] = useState<string | null>(null);
    const q = useInfiniteQuery({
        queryKey: ["audit", model],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<AuditEntry>>("/audit", { model, after: pageParam, limit: 50 }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const named = useWho();
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    return (
        <>
            <Select aria-label={t("audit.what")} placeholder={t("audit.everything")} clearable searchable mb="md" maw={280} data={models.map((m) => ({ value: m.name, label: m.label ?? t(`model.${m.name}`, { defaultValue: m.name }) }))} value={model} onChange={setModel} />
            {q.isPending ? <Waiting /> : items.length === 0 ? <div className="card"><Text className="dim">{t("record.nothingYet")}</Text></div> : (
                <ul className="card" style={{ listStyle: "none", margin: 0, paddingBlock: 4 }}>
                    {items.map((e, i) => {
                        const m = models.find((x) => x.name === e.model || x.table === e.model);
                        const people = m ? asPeopleTable(m.table) : null;
                        const member = memberNamed(e);
                        const name = member ?? (e.record ? `#${e.record.slice(-6)}` : "");
                        return (
                            <li key={e.id} style={{ borderTop: i ? "1px solid var(--line)" : 0, padding: "12px 0" }}>
                                <Group justify="space-between" gap={8} align="baseline">
                                    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                                        <strong>{byWhom(t, named, e)}</strong> {member && e.action in membership ? t(membership[e.action] ?? "", { name: member }) : <>{t(`audit.action.${e.action}`, { defaultValue: e.action })} {(m?.label ?? t(`model.${e.model}`, { defaultValue: e.model })).toLocaleLowerCase(r.locale)}{" "}
                                        {people && e.record && !/delete|remove/.test(e.action) ? <Link className="link" to="/people/$table/$id" params={{ table: people, id: e.record }}>{name}</Link> : name}</>}
                                    </Text>
                                    <Text size="xs" className="dim num">{[moment(r, e.at), t(`audit.origin.${e.origin}`)].join(" · ")}</Text>
                                </Group>
                                <Diff diff={memberLines(e)} model={m} of={e.model} />
                            </li>
                        );
                    })}
                </ul>
            )}
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
