/* Views of this list: one's own and everybody's, side by side above it. What a view holds is what stands in the address. The one that is
 * open can take in what was changed, be shared, moved, opened with, and dropped. What this browser had kept by itself
 * is given to the server once. */
import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Switch, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconArrowRight, IconBookmark, IconCheck, IconDeviceFloppy, IconHome, IconPencil, IconTrash, IconUsers } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page, View } from "../api/types";
import type { PeopleTable } from "../parts/tables";
import { done, failed } from "../parts/toast";
import type { ListSearch } from "../router";
import { useDesk } from "../session";
import { modelOf } from "./bulk/actions";

/* What of the address is a view, and what only says where one is. */
function heldOf(search: ListSearch): ListSearch {
    return Object.fromEntries(Object.entries(search).filter(([k, v]) => k !== "v" && k !== "new" && v !== undefined && v !== ""));
}

export function searchOf(v: View): ListSearch {
    const kept = v.view.search;
    const search = typeof kept === "object" && kept !== null ? Object.entries(kept).filter(([, x]) => typeof x === "string") : [];
    return { ...(Object.fromEntries(search) as ListSearch), v: v.id };
}

const same = (a: ListSearch, b: ListSearch) => {
    const x = heldOf(a);
    const y = heldOf(b);
    return Object.keys(x).length === Object.keys(y).length && Object.entries(x).every(([k, v]) => y[k] === v);
};

interface Kept {
    name: string;
    search: ListSearch;
}

/* Once, what earlier versions kept in the browser. */
function useBroughtAlong(table: PeopleTable, ready: boolean, again: () => void) {
    const { site } = useDesk();
    const begun = useRef(false);
    useEffect(() => {
        const key = `praca.views.${site.id}.${table}`;
        const text = ready && !begun.current ? localStorage.getItem(key) : null;
        if (!text) return;
        begun.current = true;
        const bring = async () => {
            const kept = JSON.parse(text) as Kept[];
            for (const v of kept) await api.post("/views", { model: modelOf[table], name: v.name.slice(0, 60), view: { search: v.search } });
            localStorage.removeItem(key);
            again();
        };
        bring().catch(failed);
    }, [table, ready, again, site.id]);
}

export function SavedViews({ table, search, onPick }: { table: PeopleTable; search: ListSearch; onPick: (s: ListSearch) => void }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const [asking, setAsking] = useState<"new" | "edit" | null>(null);
    const model = modelOf[table];
    const q = useQuery({ queryKey: ["views", model], staleTime: 30_000, queryFn: async ({ signal }) => (await api.get<Page<View>>("/views", { model }, signal)).items });
    const again = useCallback(() => void client.invalidateQueries({ queryKey: ["views"] }), [client]);
    const opened = useRef(false);
    const views = q.data ?? [];
    const active = views.find((v) => v.id === search.v);
    const changed = active && !same(search, searchOf(active));
    useBroughtAlong(table, q.isSuccess, again);
    useEffect(() => {
        if (!q.data || opened.current) return;
        opened.current = true;
        const first = q.data.find((v) => v.is_default);
        if (first && Object.keys(heldOf(search)).length === 0 && !search.v) onPick(searchOf(first));
    }, [q.data, search, onPick]);
    const act = async (work: () => Promise<unknown>, said?: string) => {
        try {
            await work();
            if (said) done(said);
        } catch (e) {
            failed(e);
        }
        again();
    };
    const change = (v: View, body: Record<string, unknown>, said?: string) => act(() => api.patch(`/views/${v.id}`, body, v.version), said);
    const move = (v: View, by: number) => {
        const ids = views.map((x) => x.id);
        const at = ids.indexOf(v.id);
        ids.splice(at, 1);
        ids.splice(Math.max(0, at + by), 0, v.id);
        return act(() => api.post("/views/order", { ids }));
    };
    return (
        <Group className="views" gap={6} role="navigation" aria-label={t("views.title")}>
            <button type="button" className="view-pill" aria-current={!active || undefined} onClick={() => onPick({ v: "all" })}>{t("views.all")}</button>
            {views.map((v) => (
                <button key={v.id} type="button" className="view-pill" aria-current={v === active || undefined} onClick={() => onPick(searchOf(v))}>
                    {v.shared && <IconUsers size={13} role="img" aria-label={t("views.shared")} />}
                    {v.name}
                    {v === active && changed && <span role="img" title={t("views.changed")} aria-label={t("views.changed")} className="view-dot" />}
                </button>
            ))}
            <Menu position="bottom-start" width={270} withinPortal>
                <Menu.Target>
                    <ActionIcon variant="subtle" color="gray" size={32} aria-label={t("views.menu")} title={t("views.menu")}><IconBookmark size={17} aria-hidden /></ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                    <Menu.Item leftSection={<IconBookmark size={16} aria-hidden />} onClick={() => setAsking("new")}>{t("views.keep")}</Menu.Item>
                    {active && (
                        <>
                            <Menu.Divider />
                            <Menu.Label>{active.name}</Menu.Label>
                            {active.may_change && changed && (
                                <Menu.Item leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={() => void change(active, { view: { search: heldOf(search) } }, t("views.updated", { name: active.name }))}>{t("views.update")}</Menu.Item>
                            )}
                            {active.may_change && <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setAsking("edit")}>{t("views.edit")}</Menu.Item>}
                            <Menu.Item leftSection={active.is_default ? <IconCheck size={16} aria-hidden /> : <IconHome size={16} aria-hidden />}
                                onClick={() => void act(() => api.post("/views/default", { model, view: active.is_default ? null : active.id }))}>
                                {t(active.is_default ? "views.notDefault" : "views.default")}
                            </Menu.Item>
                            {active.may_change && <Menu.Item leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={() => void move(active, -1)}>{t("views.left")}</Menu.Item>}
                            {active.may_change && <Menu.Item leftSection={<IconArrowRight size={16} aria-hidden />} onClick={() => void move(active, 1)}>{t("views.right")}</Menu.Item>}
                            {active.may_change && (
                                <Menu.Item color="var(--attention)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => { void act(() => api.del(`/views/${active.id}`)); onPick({ v: "all" }); }}>
                                    {t("views.drop", { name: active.name })}
                                </Menu.Item>
                            )}
                        </>
                    )}
                </Menu.Dropdown>
            </Menu>
            {asking && (
                <ViewForm
                    view={asking === "edit" ? active : undefined} mayShare={can("edit_people")} onClose={() => setAsking(null)}
                    onKeep={async (name, shared, first) => {
                        if (asking === "edit" && active) {
                            await api.patch(`/views/${active.id}`, { name, shared }, active.version);
                        } else {
                            const v = await api.post<View>("/views", { model, name, shared, view: { search: heldOf(search) } });
                            if (first) await api.post("/views/default", { model, view: v.id });
                            done(t("views.kept", { name: v.name }));
                            onPick(searchOf(v));
                        }
                        again();
                    }}
                />
            )}
        </Group>
    );
}

function ViewForm({ view, mayShare, onKeep, onClose }: { view?: View; mayShare: boolean; onKeep: (name: string, shared: boolean, first: boolean) => Promise<void>; onClose: () => void }) {
    const { t } = useTranslation();
    const [name, setName] = useState(view?.name ?? "");
    const [shared, setShared] = useState(view?.shared ?? false);
    const [first, setFirst] = useState(false);
    const [busy, { open: start, close: stop }] = useDisclosure(false);
    const keep = async (e: SyntheticEvent) => {
        e.preventDefault();
        if (!name.trim()) return;
        start();
        try {
            await onKeep(name.trim(), shared, first);
            onClose();
        } catch (x) {
            failed(x);
        }
        stop();
    };
    return (
        <Modal opened onClose={onClose} title={t(view ? "views.edit" : "views.keep")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={(e) => void keep(e)}>
                <TextInput label={t("views.name")} value={name} onChange={(e) => setName(e.currentTarget.value)} data-autofocus required maxLength={60} mb="md" />
                {mayShare && <Switch label={t("views.share")} description={t("views.shareHint")} checked={shared} onChange={(e) => setShared(e.currentTarget.checked)} mb="md" />}
                {!view && <Checkbox label={t("views.first")} checked={first} onChange={(e) => setFirst(e.currentTarget.checked)} mb="lg" />}
                <Button type="submit" fullWidth loading={busy}>{t("common.save")}</Button>
            </form>
        </Modal>
    );
}
