/* The pages, feeds and sitemaps of a competitor that are looked at by themselves: how each stands, why one failed and when it is tried
 * again, and a look right now. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { IconDots, IconEye, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useDelete, useModel, useRefresh, useSave } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { moment } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk, useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { useWatched, type WatchedPage } from "./data";

const alarms = ["alert_price", "alert_title", "alert_heading", "alert_data", "alert_news"];

export function Watch({ rival }: { rival: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("watch_sources");
    const q = useWatched(rival.id);
    const remove = useDelete("watch_sources");
    const [form, setForm] = useState<{ row?: Row } | null>(null);
    const [dropping, setDropping] = useState<Row | null>(null);
    const may = can("edit_plan");
    /* A look that has ended may have left a note and an alert. */
    const refresh = useRefresh();
    const looks = q.data?.map((x) => String(x.source.checked_at)).join();
    const before = useRef(looks);
    useEffect(() => {
        if (before.current !== undefined && looks !== undefined && before.current !== looks) refresh("competitor_notes");
        before.current = looks;
    }, [looks, refresh]);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model) return <Waiting />;
    const add = may ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setForm({})}>{t("rival.addSource")}</Button> : null;
    return (
        <>
            {q.data.length === 0 ? (
                <div className="card"><Empty title={t("rival.noSources")} text={t("rival.noSourcesText")}>{add}</Empty></div>
            ) : (
                <>
                    <Group justify="space-between" mb="sm" gap="sm">
                        <Text size="sm" className="dim" style={{ flex: "1 1 260px" }}>{t("rival.watchText")}</Text>
                        {add}
                    </Group>
                    <div style={{ display: "grid", gap: 14 }}>
                        {q.data.map((x) => <Source key={x.source.id} x={x} model={model} may={may} onEdit={() => setForm({ row: x.source })} onDrop={() => setDropping(x.source)} />)}
                    </div>
                </>
            )}
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? t("common.edit") : t("rival.addSource")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && <RecordForm model={model} row={form.row} hidden={["competitor"]} only={["url", "kind", "every_hours", "section", ...alarms, "active"]} initial={{ competitor: rival.id, url: typeof rival.website === "string" && q.data.length === 0 ? rival.website : null }} onCancel={() => setForm(null)} onDone={() => { setForm(null); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={dropping !== null} title={t("rival.dropSource")} text={t("rival.dropSourceText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })} />
        </>
    );
}

function Source({ x, model, may, onEdit, onDrop }: { x: WatchedPage; model: Model; may: boolean; onEdit: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const client = useQueryClient();
    const save = useSave("watch_sources");
    const s = x.source;
    const url = String(s.url).replace(/^https?:\/\//, "");
    const failing = s.last_state === "failed";
    const asked = typeof s.asked_at === "string";
    const look = useMutation({ mutationFn: () => api.post<{ job: string }>(`/watch_sources/${s.id}/check`), onSuccess: () => client.invalidateQueries({ queryKey: ["rows"] }), onError: failed });
    const time = (k: string) => (typeof s[k] === "string" ? moment(r, s[k] as string) : null);
    const told = alarms.filter((k) => s[k] === true).map((k) => t(`rival.${k}`));
    const facts: [string, string | null][] = [
        [t("rival.lastLook"), time("checked_at") ?? t("rival.never")],
        [t("rival.lastChange"), time("changed_page_at")],
        [s.active ? (failing ? t("rival.triesAgain") : t("rival.nextLook")) : t("rival.nextLook"), s.active ? time("next_at") : t("rival.paused")],
        [t("rival.every"), t("source.hours", { count: Number(s.every_hours ?? 24) })],
        [t("rival.alarms"), told.length ? told.join(", ") : t("common.none")],
    ];
    return (
        <article className="card" style={{ padding: 18, display: "grid", gap: 10 }} aria-label={url}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
                <div style={{ minWidth: 0 }}>
                    <a className="link" href={String(s.url)} target="_blank" rel="noreferrer" style={{ fontWeight: 600, overflowWrap: "anywhere" }}>{url}</a>
                    <Group gap={8} mt={4}>
                        <Text size="sm" className="dim">{model.fields.find((f) => f.name === "kind")?.choice_labels[String(s.kind)]}</Text>
                        <State s={s} />
                        {x.notes > 0 && <Text size="sm" className="dim">{t("rival.noteCount", { count: x.notes })}</Text>}
                    </Group>
                </div>
                {may && (
                    <Group gap={6} wrap="nowrap">
                        <Button size="xs" variant="default" leftSection={<IconEye size={15} aria-hidden />} loading={look.isPending || asked} onClick={() => look.mutate()}>{t("rival.lookNow")}</Button>
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${url}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                            <Menu.Dropdown>
                                <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>
                                <Menu.Item leftSection={s.active ? <IconPlayerPause size={15} aria-hidden /> : <IconPlayerPlay size={15} aria-hidden />} onClick={() => save.mutate({ row: s, values: { active: !s.active } }, { onError: failed })}>{t(s.active ? "rival.pause" : "rival.resume")}</Menu.Item>
                                <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={onDrop}>{t("common.delete")}</Menu.Item>
                            </Menu.Dropdown>
                        </Menu>
                    </Group>
                )}
            </Group>
            <p aria-live="polite" style={{ margin: 0, fontSize: "0.92rem" }}>
                {asked ? <span className="dim">{t("rival.looking")}</span> : failing ? <span className="attention">{x.message}</span> : s.last_state === "first" ? <span className="dim">{t("rival.firstText")}</span> : null}
            </p>
            <dl style={{ display: "flex", flexWrap: "wrap", gap: "6px 28px", margin: 0, fontSize: "0.88rem" }}>
                {facts.filter(([, v]) => v).map(([k, v]) => (
                    <div key={k}>
                        <dt className="dim" style={{ fontSize: "0.78rem" }}>{k}</dt>
                        <dd style={{ margin: 0 }}>{v}</dd>
                    </div>
                ))}
            </dl>
        </article>
    );
}

const tones: Record<string, string> = { first: "azulejo", same: "leaf", changed: "ochre", failed: "terracotta" };

function State({ s }: { s: Row }) {
    const { t } = useTranslation();
    if (!s.active) return <Badge variant="light" color="gray" tt="none" radius="sm">{t("rival.paused")}</Badge>;
    if (typeof s.last_state !== "string") return <Badge variant="light" color="gray" tt="none" radius="sm">{t("rival.never")}</Badge>;
    return <Badge variant="light" color={tones[s.last_state] ?? "gray"} tt="none" radius="sm">{t(`rival.state.${s.last_state}`)}</Badge>;
}
