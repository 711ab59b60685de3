/* Lists that people join and leave, and who is on them. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, SegmentedControl, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconDots, IconPlus, IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { fieldOf, useAllOf, useDelete, useModel } from "../api/queries";
import type { Page, Row } from "../api/types";
import { count, day } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { FieldInput } from "../parts/FieldInput";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { CopyLink } from "./CopyLink";
import { colorOf, saidOf, useAgain, usePurposes, type ListCount, type ListMember, type ListDone } from "./words";

export function Lists() {
    const search = useSearch({ from: "/shell/people/consent" });
    const lists = useAllOf("lists", {});
    if (lists.isLoadingError) return <Trouble error={lists.error} again={() => void lists.refetch()} />;
    if (!lists.data) return <Waiting />;
    const open = lists.data.find((l) => l.id === search.list);
    return open ? <Members key={open.id} list={open} /> : <All lists={lists.data} />;
}

function useCounts() {
    return useQuery({ queryKey: ["lists", "counts"], queryFn: async ({ signal }) => (await api.get<Page<ListCount>>("/lists/counts", undefined, signal)).items });
}

function All({ lists }: { lists: Row[] }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const model = useModel("lists");
    const again = useAgain();
    const counts = useCounts().data ?? [];
    const purposes = usePurposes().data ?? [];
    const remove = useDelete("lists");
    const [form, setForm] = useState<Row | "new" | null>(null);
    const [dropping, setDropping] = useState<Row | null>(null);
    const may = can("edit_people");
    const button = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setForm("new"); }}>{t("consent.newList")}</Button>;
    return (
        <>
            {lists.length === 0 ? <div className="card"><Empty title={t("consent.noLists")} text={t("consent.noListsText")}>{button}</Empty></div> : (
                <>
                    <Group justify="flex-end" mb="sm">{button}</Group>
                    <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("consent.tab.lists")}>
                        <table className="grid-table">
                            <thead><tr><th>{t("consent.list")}</th><th>{t("consent.purpose")}</th><th>{t("consent.member.subscribed")}</th><th>{t("consent.member.pending")}</th><th>{t("consent.member.unsubscribed")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                            <tbody>
                                {lists.map((l) => {
                                    const n = counts.find((c) => c.list === l.id);
                                    return (
                                        <tr key={l.id}>
                                            <td style={{ minWidth: 190 }}>
                                                <Link className="link" to="/people/consent" search={{ tab: "lists", list: l.id }}><strong>{String(l.name)}</strong></Link>
                                                <Group gap={4} mt={2}>
                                                    <Badge size="sm" variant="light" color={l.public ? "azulejo" : "gray"} tt="none" radius="sm">{t(l.public ? "consent.public" : "consent.private")}</Badge>
                                                    {l.double_opt_in === true && <Badge size="sm" variant="light" color="leaf" tt="none" radius="sm">{t("consent.doubleOptIn")}</Badge>}
                                                </Group>
                                            </td>
                                            <td>{purposes.find((p) => p.id === l.purpose)?.name ?? "–"}</td>
                                            <td className="num">{count(r, n?.subscribed ?? 0)}</td>
                                            <td className="num">{count(r, n?.pending ?? 0)}</td>
                                            <td className="num">{count(r, n?.unsubscribed ?? 0)}</td>
                                            <td>
                                                {may && (
                                                    <Menu position="bottom-end" withinPortal>
                                                        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${String(l.name)}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                                                        <Menu.Dropdown>
                                                            <Menu.Item onClick={() => { setForm(l); }}>{t("common.edit")}</Menu.Item>
                                                            <Menu.Item color="var(--attention)" onClick={() => { setDropping(l); }}>{t("common.delete")}</Menu.Item>
                                                        </Menu.Dropdown>
                                                    </Menu>
                                                )}
                                            </td>
                                        </tr>
                                    );
                                })}
                            </tbody>
                        </table>
                    </div>
                </>
            )}
            <Modal opened={form !== null} onClose={() => { setForm(null); }} title={form === "new" ? t("consent.newList") : t("common.edit")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && form && <RecordForm model={model} row={form === "new" ? undefined : form} onCancel={() => { setForm(null); }} onDone={() => { setForm(null); again(); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={dropping !== null} title={t("record.deleteTitle", { name: String(dropping?.name ?? "") })} text={t("consent.deleteListText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => { setDropping(null); }}
                onYes={() => { if (dropping) remove.mutate(dropping, { onSuccess: () => { setDropping(null); again(); done(t("common.saved")); }, onError: failed }); }} />
        </>
    );
}

const shown = ["all", "subscribed", "pending", "unsubscribed"] as const;

function Members({ list }: { list: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const navigate = useNavigate();
    const again = useAgain();
    const [status, setStatus] = useState<string>("all");
    const [adding, add] = useDisclosure(false);
    const [who, setWho] = useState<string | null>(null);
    const [link, setLink] = useState<string | null>(null);
    const may = can("edit_people");
    const q = useInfiniteQuery({
        queryKey: ["lists", list.id, status],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<ListMember>>(`/lists/${list.id}/members`, { limit: 50, after: pageParam, status: status === "all" ? undefined : status }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const set = useMutation({
        mutationFn: (x: { contact: string; status: string }) => api.post<ListDone>(`/lists/${list.id}/members`, { contacts: [x.contact], status: x.status }),
        onSuccess: (res) => { again(); add.close(); setWho(null); saidOf(res, t); },
        onError: failed,
    });
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    const name = (m: ListMember) => m.name ?? m.email ?? t("consent.person");
    return (
        <>
            <Link to="/people/consent" search={{ tab: "lists" }} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}><IconArrowLeft size={15} aria-hidden />{t("consent.tab.lists")}</Link>
            <Group justify="space-between" mb="sm" gap="sm">
                <div style={{ minWidth: 0, flex: "1 1 240px" }}>
                    <h2 style={{ margin: 0 }}>{String(list.name)}</h2>
                    {typeof list.description === "string" && list.description && <Text size="sm" className="dim">{list.description}</Text>}
                </div>
                {may && <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={add.open}>{t("consent.addPerson")}</Button>}
            </Group>
            <SegmentedControl mb="sm" aria-label={t("consent.show")} value={status} onChange={setStatus} data={shown.map((s) => ({ value: s, label: t(`consent.member.${s}`) }))} style={{ maxWidth: "100%", overflowX: "auto" }} />
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : items.length === 0 ? (
                <div className="card"><Empty title={t("consent.noMembers")} text={t("consent.noMembersText")} /></div>
            ) : (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={String(list.name)}>
                    <table className="grid-table">
                        <thead><tr><th>{t("consent.person")}</th><th>{t("consent.status")}</th><th>{t("consent.since")}</th><th>{t("consent.source")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                        <tbody>
                            {items.map((m) => (
                                <tr key={m.contact}>
                                    <td style={{ minWidth: 170 }}><Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: m.contact }}>{name(m)}</Link>{m.name && m.email && <div className="dim" style={{ fontSize: "0.8rem", overflowWrap: "anywhere" }}>{m.email}</div>}</td>
                                    <td><Badge color={colorOf(m.status)} variant="light" tt="none" radius="sm">{t(`consent.standing.${m.status}`)}</Badge></td>
                                    <td className="num">{day(r, m.status === "subscribed" ? m.subscribed_at : m.status === "pending" ? m.pending_at : m.unsubscribed_at)}</td>
                                    <td>{m.source ?? "–"}</td>
                                    <td>
                                        {may && (
                                            <Menu position="bottom-end" withinPortal>
                                                <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name(m)}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                                                <Menu.Dropdown>
                                                    {m.status === "pending" && <Menu.Item onClick={() => { setLink(`/lists/${list.id}/members/${m.contact}/confirm-link`); }}>{t("consent.confirmLink")}</Menu.Item>}
                                                    {m.status === "unsubscribed" ? <Menu.Item onClick={() => { set.mutate({ contact: m.contact, status: "subscribed" }); }}>{t(list.double_opt_in ? "consent.askJoin" : "consent.join")}</Menu.Item>
                                                        : <Menu.Item color="var(--attention)" onClick={() => { set.mutate({ contact: m.contact, status: "unsubscribed" }); }}>{t("consent.leave")}</Menu.Item>}
                                                    <Menu.Item onClick={() => void navigate({ to: "/people/$table/$id", params: { table: "contacts", id: m.contact } })}>{t("consent.openPerson")}</Menu.Item>
                                                </Menu.Dropdown>
                                            </Menu>
                                        )}
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
            <Modal opened={adding} onClose={add.close} title={t("consent.addPerson")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <FieldInput field={fieldOf({ name: "contact", label: t("consent.person"), kind: "ref", refers: "contact" })} value={who} onChange={(v) => { setWho(typeof v === "string" ? v : null); }} inPlace />
                {list.double_opt_in === true && <Text size="sm" className="dim" mt="sm">{t("consent.pendingText")}</Text>}
                <Group justify="flex-end" mt="md"><Button disabled={!who} loading={set.isPending} onClick={() => { if (who) set.mutate({ contact: who, status: "subscribed" }); }}>{t("common.add")}</Button></Group>
            </Modal>
            <CopyLink from={link} title={t("consent.confirmLink")} text={t("consent.confirmLinkText")} onClose={() => { setLink(null); }} />
        </>
    );
}
