/* What was noticed, newest first: by whom, when, and from where. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { IconBellRinging, IconCheck, IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { nameOf, useDelete, useModel, useRefresh, useRows } from "../../api/queries";
import type { Row } from "../../api/types";
import { day, today } from "../../format";
import { OwnerName } from "../../parts/Cell";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk, useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { Changes } from "./Changes";
import { changesOf } from "./data";

interface NotesProps {
    rivals: Row[]; /* whose */
    section?: string; /* only of this one; it can be added to */
}

export function Notes({ rivals, section }: NotesProps) {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    const model = useModel("competitor_notes");
    const remove = useDelete("competitor_notes");
    const [form, setForm] = useState<{ row?: Row } | null>(null);
    const [dropping, setDropping] = useState<Row | null>(null);
    const one = rivals.length === 1 ? rivals[0] : undefined;
    const q = useRows("competitor_notes", { "competitor.in": rivals.map((c) => c.id).join(","), section, sort: "-noted_on", limit: section ? 5 : 30 });
    const rows = q.data?.pages.flatMap((p) => p.items);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!rows || !model) return <Waiting />;
    const may = can("edit_plan");
    const add = may && section && one ? <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setForm({})} aria-label={`${t("rival.addNote")}: ${t(`rival.section.${section}`)}`}>{t("rival.addNote")}</Button> : null;
    return (
        <div>
            {rows.length === 0 ? (
                section ? <Group gap="sm">{add}<Text size="sm" className="dim">{t("rival.noNotes")}</Text></Group> : <div className="card"><Empty title={t("rival.noNotesYet")} text={t("rival.noNotesText")} /></div>
            ) : (
                <>
                    {add && <div style={{ marginBottom: 10 }}>{add}</div>}
                    <ol className="rival-notes" aria-label={t("rival.notes")}>
                        {rows.map((n) => <Note key={n.id} n={n} rival={one ? undefined : rivals.find((c) => c.id === n.competitor)} onEdit={may ? () => setForm({ row: n }) : undefined} onDrop={may ? () => setDropping(n) : undefined} />)}
                    </ol>
                </>
            )}
            {q.hasNextPage && <Button variant="subtle" size="xs" mt={8} loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("rival.moreNotes")}</Button>}
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? t("common.edit") : t("rival.addNote")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && (
                    <RecordForm model={model} row={form.row} hidden={["competitor"]} only={["noted_on", "body", "source", "url", "presence", "section"]} initial={{ competitor: one?.id ?? null, section: section ?? "offers", noted_on: today(reader) }}
                        onCancel={() => setForm(null)} onDone={() => { setForm(null); done(t("common.saved")); }} />
                )}
            </Modal>
            <Confirm opened={dropping !== null} title={t("rival.dropNote")} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })} />
        </div>
    );
}

function Note({ n, rival, onEdit, onDrop }: { n: Row; rival?: Row; onEdit?: () => void; onDrop?: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const { can } = useDesk();
    const refresh = useRefresh();
    const see = useMutation({ mutationFn: () => api.post<undefined>(`/competitor_notes/${n.id}/seen`), onSuccess: () => refresh("competitor_notes"), onError: failed });
    const changes = changesOf(n.changes);
    const fresh = n.alert === true && n.seen_at == null;
    const url = typeof n.url === "string" && n.url ? n.url : null;
    return (
        <li className="rival-note" data-fresh={fresh || undefined}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap={8}>
                <Group gap={8} style={{ fontSize: "0.84rem" }}>
                    <time dateTime={String(n.noted_on)} className="num" style={{ fontWeight: 600 }}>{day(r, String(n.noted_on))}</time>
                    {rival && <Link className="link" to="/competitors/$id" params={{ id: rival.id }}>{nameOf(rival)}</Link>}
                    <span className="dim">{n.origin === "watch" ? t("rival.byWatch") : typeof n.author === "string" ? <OwnerName id={n.author} /> : null}</span>
                    {fresh && <Badge color="terracotta" variant="light" tt="none" radius="sm" leftSection={<IconBellRinging size={12} aria-hidden />}>{t("rival.alert")}</Badge>}
                </Group>
                <Group gap={4} wrap="nowrap">
                    {fresh && can("edit_plan") && <Button size="compact-xs" variant="light" leftSection={<IconCheck size={13} aria-hidden />} loading={see.isPending} onClick={() => see.mutate()}>{t("rival.seen")}</Button>}
                    {(onEdit || onDrop) && (
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target><ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${t("common.actions")}: ${day(r, String(n.noted_on))}`}><IconDots size={15} aria-hidden /></ActionIcon></Menu.Target>
                            <Menu.Dropdown>
                                <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>
                                <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={onDrop}>{t("common.delete")}</Menu.Item>
                            </Menu.Dropdown>
                        </Menu>
                    )}
                </Group>
            </Group>
            {changes.length > 0 ? <Changes changes={changes} /> : <p style={{ margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere", fontSize: "0.94rem" }}>{String(n.body)}</p>}
            {(n.source || url || n.presence) && (
                <Text size="xs" className="dim" style={{ overflowWrap: "anywhere" }}>
                    {t("rival.source")}: {[typeof n.source === "string" && n.source ? n.source : null, n.presence === "offline" ? t("rival.offline") : null].filter(Boolean).join(" · ")}
                    {url && <>{n.source || n.presence === "offline" ? " · " : ""}<a className="link" href={url} target="_blank" rel="noreferrer">{url.replace(/^https?:\/\//, "")}</a></>}
                </Text>
            )}
        </li>
    );
}
