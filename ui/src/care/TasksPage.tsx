/* What was promised and is still to be done, by whom: overdue first. */
import { Badge, Button, Checkbox, Group, SegmentedControl, Select, Text } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMembers, useModel, useNames, useRows } from "../api/queries";
import type { Row } from "../api/types";
import { day, today } from "../format";
import { Empty } from "../parts/Empty";
import { OwnerName } from "../parts/Cell";
import { PageHead } from "../parts/PageHead";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { useTick } from "./Activities";
import { asKind, kindIcons } from "./kinds";

type When = "late" | "today" | "later" | "someday";
const order: When[] = ["late", "today", "later", "someday"];

export function TasksPage() {
    const { t } = useTranslation();
    const { user, reader: r } = useDesk();
    const search = useSearch({ from: "/shell/people/tasks" });
    const navigate = useNavigate();
    const members = useMembers().data ?? [];
    const owner = search.owner === "me" ? user.id : search.owner;
    const q = useRows("activities", { is_open: true, sort: "follow_up_at", limit: 100, ...(owner ? { owner } : {}) });
    const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const now = today(r);
    const groups = useMemo(() => {
        const out: Record<When, Row[]> = { late: [], today: [], later: [], someday: [] };
        for (const a of rows) {
            const at = typeof a.follow_up_at === "string" ? localDay(a.follow_up_at, r.timeZone) : null;
            out[at === null ? "someday" : at < now ? "late" : at === now ? "today" : "later"].push(a);
        }
        return out;
    }, [rows, now, r.timeZone]);
    const set = (v: string | null) => void navigate({ to: "/people/tasks", search: v ? { owner: v } : {} });
    const view = search.owner === "me" ? "me" : search.owner ? "one" : "all";
    return (
        <>
            <PageHead title={t("care.tasks.title")} lead={t("care.tasks.lead")} />
            <Group mb="md" gap="sm">
                <SegmentedControl value={view} onChange={(v) => { set(v === "me" ? "me" : null); }} aria-label={t("care.tasks.whose")}
                    data={[{ value: "all", label: t("care.tasks.all") }, { value: "me", label: t("care.tasks.mine") }, ...(view === "one" ? [{ value: "one", label: t("care.tasks.one") }] : [])]} />
                {members.length > 1 && <Select aria-label={t("care.tasks.person")} placeholder={t("care.tasks.person")} clearable value={view === "one" ? (search.owner ?? null) : null} onChange={set} data={members.map((m) => ({ value: m.id, label: m.name ?? m.email }))} />}
            </Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : rows.length === 0 ? (
                <section className="card"><Empty title={t("care.tasks.empty")} text={t("care.tasks.emptyText")} /></section>
            ) : order.filter((w) => groups[w].length > 0).map((w) => <Part key={w} when={w} rows={groups[w]} />)}
            {q.hasNextPage && <Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
        </>
    );
}

function localDay(iso: string, timeZone: string): string {
    return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(iso));
}

function ids(rows: Row[], field: string): string[] {
    return rows.map((a) => a[field]).filter((v): v is string => typeof v === "string");
}

function Part({ when, rows }: { when: When; rows: Row[] }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const model = useModel("activities");
    const tick = useTick();
    const contacts = useNames("contacts", useMemo(() => ids(rows, "contact"), [rows]));
    const accounts = useNames("accounts", useMemo(() => ids(rows, "account"), [rows]));
    return (
        <section className="card" style={{ marginBottom: 16 }} aria-label={t(`care.tasks.when.${when}`)}>
            <Group gap={8} mb={4}>
                <h2 style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t(`care.tasks.when.${when}`)}</h2>
                <Badge variant="light" color={when === "late" ? "terracotta" : "azulejo"} radius="sm">{rows.length}</Badge>
            </Group>
            <ul className="plain-list">
                {rows.map((a) => {
                    const Icon = kindIcons[asKind(a.kind)];
                    const kind = model?.fields.find((f) => f.name === "kind")?.choice_labels[String(a.kind)] ?? "";
                    const name = typeof a.subject === "string" && a.subject ? a.subject : t(`care.back.${asKind(a.kind)}`);
                    const whom = [["contacts", a.contact, contacts], ["accounts", a.account, accounts]] as const;
                    return (
                        <li key={a.id} className="activity">
                            <Checkbox mt={2} checked={false} disabled={!can("edit_people")} onChange={() => { tick(a); }} aria-label={t("care.tasks.tick", { name })} />
                            <div style={{ minWidth: 0, flex: 1 }}>
                                <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>{name}</Text>
                                <Group gap={8}>
                                    <Text size="xs" className="dim" style={{ display: "inline-flex", gap: 4, alignItems: "center" }}><Icon size={13} aria-hidden />{kind}</Text>
                                    {whom.map(([table, id, names]) => typeof id === "string" && <Link key={table} className="link" style={{ fontSize: "0.8rem" }} to="/people/$table/$id" params={{ table, id }}>{names.get(id) ?? "…"}</Link>)}
                                    {typeof a.owner === "string" && <Text size="xs" className="dim"><OwnerName id={a.owner} /></Text>}
                                </Group>
                            </div>
                            {typeof a.follow_up_at === "string" && <Text size="sm" className={when === "late" ? "attention num" : "dim num"} style={{ whiteSpace: "nowrap" }}>{day(r, a.follow_up_at)}</Text>}
                        </li>
                    );
                })}
            </ul>
        </section>
    );
}
