/* What came from a source, newest first: whether it went in, why not, and once more. */
import { Button, Code, Group, Loader, Modal, Text } from "@mantine/core";
import { IconReload } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import type { Delivery, DeliveryBody, Page, Row } from "../api/types";
import { bytes, count, moment } from "../format";
import { failed } from "../parts/toast";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { StateOf } from "./SourcesPage";

const under = (d: Delivery) => d.state === "waiting" || d.state === "running";

export function Deliveries({ s, editable, onChange }: { s: Row; editable: boolean; onChange: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const [open, setOpen] = useState<string | null>(null);
    const q = useInfiniteQuery({
        queryKey: ["deliveries", s.id],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Delivery>>(`/import_sources/${s.id}/deliveries`, { limit: 50, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
        refetchInterval: (x) => (x.state.data?.pages[0]?.items.some((d) => d.state === "running" || (d.state === "waiting" && s.map)) ? 1500 : s.origin === "webhook" ? 5000 : false),
    });
    const replay = useMutation({ mutationFn: (id: string) => api.post<Delivery>(`/import_deliveries/${id}/replay`), onSuccess: onChange, onError: failed });
    const items = q.data?.pages.flatMap((p) => p.items);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!items) return <Waiting />;
    if (items.length === 0) return <div className="card" style={{ padding: "16px 20px" }}><Text size="sm" className="dim">{t(s.origin === "webhook" ? "source.nothingSent" : "source.nothingTaken")}</Text></div>;
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("source.came")}>
                <table className="grid-table" style={{ minWidth: 620 }}>
                    <thead>
                        <tr>
                            <th>{t("import.when")}</th>
                            <th>{t(s.origin === "webhook" ? "source.size" : "import.file")}</th>
                            <th>{t("import.state")}</th>
                            <th className="num">{t("import.rows")}</th>
                            <th><span className="hidden-visually">{t("common.actions")}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((d) => (
                            <tr key={d.id}>
                                <td style={{ whiteSpace: "nowrap" }}>{moment(r, d.received_at)}</td>
                                <td style={{ whiteSpace: "nowrap" }}>{d.import && d.name ? <Link className="link" to="/import/$id" params={{ id: d.import }}>{d.name}</Link> : (d.name ?? bytes(r, d.bytes))}</td>
                                <td>
                                    <StateOf state={d.state} text={t(`source.state.${d.state}`)} />
                                    {d.message && <Text size="xs" className="attention" mt={2} maw={420}>{d.message}</Text>}
                                </td>
                                <td className="num">{d.rows === null ? "–" : count(r, d.rows)}</td>
                                <td>
                                    <Group gap={4} justify="flex-end" wrap="nowrap">
                                        {!d.name && editable && s.origin === "webhook" && <Button size="compact-xs" variant="subtle" onClick={() => setOpen(d.id)}>{t("source.see")}</Button>}
                                        {!d.name && d.import && <Link className="link" to="/import/$id" params={{ id: d.import }} style={{ fontSize: "0.8rem" }}>{t("source.import")}</Link>}
                                        {editable && !under(d) && (s.origin === "webhook" || d.import) && (
                                            <Button size="compact-xs" variant="subtle" leftSection={<IconReload size={14} aria-hidden />} loading={replay.isPending && replay.variables === d.id} onClick={() => replay.mutate(d.id)}>{t("source.replay")}</Button>
                                        )}
                                    </Group>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {q.hasNextPage && <Button mt="md" variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            {open && <Body id={open} onClose={() => setOpen(null)} />}
        </>
    );
}

function Body({ id, onClose }: { id: string; onClose: () => void }) {
    const { t } = useTranslation();
    const q = useQuery({ queryKey: ["delivery", id], gcTime: 0, queryFn: ({ signal }) => api.get<DeliveryBody>(`/import_deliveries/${id}`, undefined, signal) });
    return (
        <Modal opened onClose={onClose} title={t("source.sent")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {q.isLoadingError ? <Text className="attention" role="alert">{sentence(q.error)}</Text> : !q.data ? <Loader size="sm" aria-label={t("common.loading")} /> : q.data.body === null ? (
                <Text size="sm" className="dim">{t("source.bodyGone")}</Text>
            ) : (
                <Code block tabIndex={0} style={{ maxHeight: 420, overflow: "auto" }}>{JSON.stringify(q.data.body, null, 2)}</Code>
            )}
        </Modal>
    );
}
