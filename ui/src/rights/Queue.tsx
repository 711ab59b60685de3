/* What waits for an answer, the most urgent first. */
import { ActionIcon, Badge, Button, Group, Menu, Text } from "@mantine/core";
import { IconDots, IconLink, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page } from "../api/types";
import { CopyLink } from "../consent/CopyLink";
import { day } from "../format";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Answer } from "./Answer";
import { EraseDialog } from "./EraseDialog";
import { NewRequest } from "./NewRequest";
import { useAgain, type RightsRequest } from "./words";

/* The dialog stands beside the rows: the request leaves them while it still tells how far the erasure is. */
export function Queue() {
    const again = useAgain();
    const [erasing, setErasing] = useState<string | null>(null);
    return (
        <>
            <Open onErase={setErasing} />
            {erasing && <EraseDialog contact={erasing} onClose={() => { setErasing(null); again(); }} />}
        </>
    );
}

function Open({ onErase }: { onErase: (contact: string) => void }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [adding, setAdding] = useState(false);
    const q = useQuery({ queryKey: ["rights", "open"], queryFn: async ({ signal }) => (await api.get<Page<RightsRequest>>("/rights-requests", undefined, signal)).items });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const button = can("edit_people") && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setAdding(true); }}>{t("rights.add")}</Button>;
    return (
        <>
            {q.data.length === 0 ? <div className="card"><Empty title={t("rights.none")} text={t("rights.noneText")}>{button}</Empty></div> : (
                <>
                    <Group justify="flex-end" mb="sm">{button}</Group>
                    <Rows items={q.data} onErase={onErase} />
                </>
            )}
            <NewRequest opened={adding} onClose={() => { setAdding(false); }} />
        </>
    );
}

function Due({ q }: { q: RightsRequest }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [now] = useState(() => Date.now());
    const days = Math.ceil((new Date(q.due_at).getTime() - now) / 86_400_000);
    return (
        <Group gap={6} wrap="nowrap">
            <span className="num">{day(r, q.due_at)}</span>
            {q.late ? <Badge color="terracotta" variant="light" tt="none" radius="sm">{t("rights.late")}</Badge> : <Badge color={days <= 3 ? "ochre" : "gray"} variant="light" tt="none" radius="sm">{t("rights.inDays", { count: days })}</Badge>}
        </Group>
    );
}

function Rows({ items, onErase }: { items: RightsRequest[]; onErase: (contact: string) => void }) {
    const { t } = useTranslation();
    const { can, reader: r, user } = useDesk();
    const again = useAgain();
    const [link, setLink] = useState<string | null>(null);
    const [answering, setAnswering] = useState<{ q: RightsRequest; how: "done" | "refused" } | null>(null);
    const assign = useMutation({
        mutationFn: ({ id, to }: { id: string; to: string | null }) => api.patch(`/rights-requests/${id}`, { assigned: to }),
        onSuccess: () => { again(); done(t("common.saved")); },
        onError: failed,
    });
    const copies = (q: RightsRequest) => q.kind === "access" || q.kind === "portability";
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("rights.tab.open")}>
                <table className="grid-table">
                    <thead><tr><th>{t("rights.person")}</th><th>{t("rights.what")}</th><th>{t("rights.due")}</th><th>{t("rights.asked")}</th><th>{t("rights.assigned")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                    <tbody>
                        {items.map((q) => (
                            <tr key={q.id}>
                                <td style={{ minWidth: 170 }}>
                                    <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: q.contact }}><strong>{q.name ?? q.email ?? q.contact}</strong></Link>
                                    {q.note && <Text size="xs" className="dim" lineClamp={2} maw={320}>{q.note}</Text>}
                                </td>
                                <td>{t(`rights.kind.${q.kind}`)}</td>
                                <td><Due q={q} /></td>
                                <td>{day(r, q.created_at)}{q.channel && <Text size="xs" className="dim">{t(`rights.channel.${q.channel}`, { defaultValue: q.channel })}</Text>}</td>
                                <td>{q.assigned_name ?? <span className="dim">{t("rights.nobody")}</span>}</td>
                                <td>
                                    <Group gap={4} wrap="nowrap" justify="flex-end">
                                        {q.kind === "erase" && can("erase") && <Button size="xs" variant="light" color="terracotta" c="var(--attention)" onClick={() => { onErase(q.contact); }}>{t("rights.eraseButton")}</Button>}
                                        {copies(q) && can("export") && <Button size="xs" variant="light" leftSection={<IconLink size={14} aria-hidden />} onClick={() => { setLink(`/rights-requests/${q.id}/copy-link`); }}>{t("rights.copyLink")}</Button>}
                                        {can("edit_people") && (
                                            <Menu position="bottom-end" withinPortal>
                                                <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${q.name ?? q.contact}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                                                <Menu.Dropdown>
                                                    {q.assigned !== user.id && <Menu.Item onClick={() => { assign.mutate({ id: q.id, to: user.id }); }}>{t("rights.take")}</Menu.Item>}
                                                    {q.assigned && <Menu.Item onClick={() => { assign.mutate({ id: q.id, to: null }); }}>{t("rights.giveUp")}</Menu.Item>}
                                                    {q.kind !== "erase" && <Menu.Item onClick={() => { setAnswering({ q, how: "done" }); }}>{t("rights.close.done")}</Menu.Item>}
                                                    <Menu.Item color="var(--attention)" onClick={() => { setAnswering({ q, how: "refused" }); }}>{t("rights.close.refused")}</Menu.Item>
                                                </Menu.Dropdown>
                                            </Menu>
                                        )}
                                    </Group>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <CopyLink from={link} title={t("rights.copyLink")} text={t("rights.copyLinkText")} onClose={() => { setLink(null); }} />
            <Answer of={answering} onClose={() => { setAnswering(null); }} />
        </>
    );
}
