/* Short links: made, copied, printed as a QR code, paused, counted. */
import { Badge, Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { IconDownload, IconPlus, IconPower, IconQrcode } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../../api/client";
import { nameOf, useRows, useSave } from "../../api/queries";
import type { Page, Row } from "../../api/types";
import { count, day, today } from "../../format";
import { CopyAddress } from "../../parts/CopyAddress";
import { Empty } from "../../parts/Empty";
import { channelName } from "../../parts/fields";
import { QrCode } from "../../parts/QrCode";
import { RowMenu } from "../../parts/RowMenu";
import { done, failed } from "../../parts/toast";
import { useEditing } from "../../parts/useEditing";
import { ChannelPicker } from "../../results/SpendForm";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";

const asked = ["name", "target", "channel", "medium", "campaign"];

export function shortAddress(row: Row): string {
    return `${window.location.origin}/r/${String(row.code)}`;
}

/* Names of channels in the data, as this plan has them, once each. */
export function channelNames(channels: Row[]): string[] {
    return [...new Set(channels.map((c) => c.matches).filter((m): m is string => typeof m === "string" && m !== ""))];
}

export function Links({ channels }: { channels: Row[] }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [shown, show] = useState<Row | null>(null);
    const q = useRows("short_links", { sort: "-created_at" });
    const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const known = useMemo(() => channelNames(channels), [channels]);
    const link = useEditing("short_links", {
        title: t("promote.addLink"), only: asked, hidden: ["active"], dropText: t("promote.dropLink"), onSaved: (row, fresh) => { if (fresh) show(row); },
        render: { channel: (v, put, error) => <ChannelPicker label={t("channels.by.channel")} value={v} onChange={put} error={error} known={known} /> },
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !link.model) return <Waiting />;
    const may = can("edit_plan");
    const add = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => link.add()}>{t("promote.addLink")}</Button>;
    return (
        <>
            {rows.length > 0 && <Group justify="flex-end" mb="sm">{add}</Group>}
            <div className="card" style={rows.length ? { padding: "4px 18px" } : undefined}>
                {rows.length === 0 ? <Empty title={t("promote.noLinks")} text={t("promote.noLinksText")}>{add}</Empty> : (
                    <ul className="plain-list">
                        {rows.map((x) => <OneLink key={x.id} row={x} may={may} onEdit={() => link.edit(x)} onDrop={() => link.drop(x)} onQr={() => show(x)} />)}
                    </ul>
                )}
            </div>
            {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            {link.dialogs}
            <Modal opened={shown !== null} onClose={() => show(null)} title={nameOf(shown ?? undefined)} closeButtonProps={{ "aria-label": t("common.close") }}>
                {shown && <Poster row={shown} />}
            </Modal>
        </>
    );
}

function OneLink({ row, may, onEdit, onDrop, onQr }: { row: Row; may: boolean; onEdit: () => void; onDrop: () => void; onQr: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const save = useSave("short_links");
    const active = row.active !== false;
    const over = typeof row.ends_on === "string" && row.ends_on < today(r);
    const hits = Number(row.hits ?? 0), robots = Number(row.robot_hits ?? 0);
    const turn = () => save.mutate({ row, values: { active: !active } }, { onSuccess: () => done(t(active ? "promote.paused" : "promote.resumed")), onError: failed });
    return (
        <li className="activity">
            <div style={{ minWidth: 0, flex: 1 }}>
                <Group gap={8}>
                    <Text size="sm" fw={600}>{nameOf(row)}</Text>
                    <Badge variant="outline" color="gray" tt="none" radius="sm">{channelName(String(row.channel), t)}</Badge>
                    {!active && <Badge color="gray" variant="light" tt="none" radius="sm">{t("promote.isPaused")}</Badge>}
                    {active && over && <Badge color="terracotta" variant="light" tt="none" radius="sm">{t("promote.isOver")}</Badge>}
                </Group>
                <Text size="sm" className="num" style={{ overflowWrap: "anywhere" }}>{shortAddress(row)}</Text>
                <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{t("promote.leadsTo", { where: String(row.target).replace(/^https?:\/\//, "") })}</Text>
                <Text size="xs" className="dim">
                    {t("promote.hits", { count: hits, n: count(r, hits) })}{robots > 0 && ` · ${t("promote.robots", { count: robots })}`}{typeof row.last_at === "string" && ` · ${t("promote.last", { when: day(r, row.last_at) })}`}
                </Text>
            </div>
            <Group gap={4} wrap="nowrap" align="flex-start">
                <Group gap={4} visibleFrom="sm" wrap="nowrap">
                    <CopyAddress address={shortAddress(row)} />
                    <Button size="xs" variant="default" leftSection={<IconQrcode size={14} aria-hidden />} onClick={onQr} aria-label={`${t("promote.qr")}: ${nameOf(row)}`}>{t("promote.qr")}</Button>
                </Group>
                <RowMenu name={nameOf(row)} onEdit={may ? onEdit : undefined} onDrop={may ? onDrop : undefined}>
                    <Menu.Item leftSection={<IconQrcode size={15} aria-hidden />} onClick={onQr}>{t("promote.qrAndDays")}</Menu.Item>
                    {may && <Menu.Item leftSection={<IconPower size={15} aria-hidden />} onClick={turn}>{t(active ? "promote.pause" : "promote.resume")}</Menu.Item>}
                </RowMenu>
            </Group>
        </li>
    );
}

/* The code to print, how large, and how often it was followed. */
function Poster({ row }: { row: Row }) {
    const { t } = useTranslation();
    const address = shortAddress(row);
    const get = (format: string) => download(`/short_links/${row.id}/qr`, `${String(row.code)}.${format}`, { format, base: window.location.origin }).catch(failed);
    return (
        <Stack gap="md">
            <QrCode text={address} label={t("promote.qrOf", { name: nameOf(row) })} />
            <Text size="sm" className="num" ta="center" style={{ overflowWrap: "anywhere" }}>{address}</Text>
            <Group justify="center">
                <CopyAddress address={address} />
                <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void get("svg")}>SVG</Button>
                <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void get("png")}>PNG</Button>
            </Group>
            <Text size="sm" className="dim">{t("promote.printSize")}</Text>
            <Days id={row.id} />
        </Stack>
    );
}

function Days({ id }: { id: string }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const q = useQuery({ queryKey: ["report", "short_link_days", id], queryFn: ({ signal }) => api.get<Page<{ day: string; hits: number; robots: number }>>(`/short_links/${id}/days`, undefined, signal) });
    const days = q.data?.items ?? [];
    if (days.length === 0) return null;
    const most = Math.max(...days.map((d) => d.hits), 1);
    return (
        <section aria-label={t("promote.days")}>
            <Text size="sm" fw={600} mb={6}>{t("promote.days")}</Text>
            <div aria-hidden style={{ display: "flex", alignItems: "flex-end", gap: 1, height: 56 }}>
                {days.map((d) => <span key={d.day} style={{ flex: 1, height: `${Math.max((d.hits / most) * 100, 2)}%`, background: "var(--mantine-color-azulejo-5)", borderRadius: 1 }} />)}
            </div>
            <details style={{ marginTop: 6 }}>
                <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                <table className="grid-table">
                    <thead><tr><th>{t("goal.date")}</th><th className="num">{t("promote.hitsHead")}</th><th className="num">{t("promote.robotsHead")}</th></tr></thead>
                    <tbody>{[...days].reverse().map((d) => <tr key={d.day}><td>{day(r, d.day)}</td><td className="num">{count(r, d.hits)}</td><td className="num">{count(r, d.robots)}</td></tr>)}</tbody>
                </table>
            </details>
        </section>
    );
}
