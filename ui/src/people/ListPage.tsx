/* Companies, contacts or deals. What the list shows stands in the address, so that it can be sent, kept and gone back
 * to. Keys: / search, j k move, x mark, enter open, n new, ? help. */
import { ActionIcon, Button, Group, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconDownload, IconHistory, IconKeyboard, IconPlus, IconSearch, IconUpload, IconX } from "@tabler/icons-react";
import { Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { download, type Query } from "../api/client";
import { nameOf, useModel, useRows } from "../api/queries";
import type { Row } from "../api/types";
import { count } from "../format";
import { fieldNamed } from "../parts/fields";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { RecordForm } from "../parts/RecordForm";
import { asPeopleTable, views, type PeopleTable } from "../parts/tables";
import { done, failed } from "../parts/toast";
import { PassDialog } from "../pipeline/PassDialog";
import type { ListSearch } from "../router";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { ColumnsMenu, columnsOf } from "./ColumnsMenu";
import { Board } from "./Board";
import { exportMarked, type Chosen, type Doing } from "./bulk/actions";
import { BulkBar } from "./bulk/BulkBar";
import { BulkDialog } from "./bulk/BulkDialog";
import { RecentBulks } from "./bulk/RecentBulks";
import { BoardFilters, boardKeys } from "./BoardFilters";
import { Filters } from "./Filters";
import { RowsTable } from "./RowsTable";
import { RuleFilter } from "./RuleFilter";
import { SavedViews } from "./SavedViews";
import { KeysHelp, useListKeys } from "./useListKeys";

export function ListPage() {
    const { table } = useParams({ from: "/shell/people/$table" });
    const known = asPeopleTable(table);
    return known ? <List key={known} table={known} /> : <Navigate to="/people/$table" params={{ table: "contacts" }} />;
}

const reserved = new Set(["q", "sort", "view", "new", "rule", "v", "cols"]);

export function filtersOf(search: ListSearch): Record<string, string> {
    return Object.fromEntries(Object.entries(search).filter(([k, v]) => !reserved.has(k) && v !== undefined)) as Record<string, string>;
}

function List({ table }: { table: PeopleTable }) {
    const { t } = useTranslation();
    const { reader, can } = useDesk();
    const view = views[table];
    const model = useModel(table);
    const search = useSearch({ from: "/shell/people/$table" });
    const navigate = useNavigate();
    const small = useMediaQuery("(max-width: 48em)") ?? false;
    const searchBox = useRef<HTMLInputElement>(null);
    const [typed, setTyped] = useState(search.q ?? "");
    const [marked, setMarked] = useState<Set<string>>(new Set());
    const [adding, add] = useDisclosure(false);
    const [allFound, setAllFound] = useState(false);
    const [doing, setDoing] = useState<Doing | null>(null);
    const [recent, showRecent] = useDisclosure(false);
    const [helping, help] = useDisclosure(false);
    const [passing, pass] = useDisclosure(false);

    const filters = filtersOf(search);
    const sort = search.sort ?? view.sort;
    const query: Query = { q: search.q, sort, limit: 50, rule: search.rule, ...filters };
    const board = table === "deals" && search.view === "board";
    const rows = useRows(table, query, !board);
    const items = useMemo(() => rows.data?.pages.flatMap((p) => p.items) ?? [], [rows.data]);
    const first = rows.data?.pages[0];
    const narrowed = Boolean(search.q) || (!board && Boolean(search.rule)) || Object.keys(filters).length > 0;

    const go = (s: ListSearch) => void navigate({ to: "/people/$table", params: { table }, search: clean(s), replace: true });
    const find = useDebouncedCallback((q: string) => go({ ...search, q: q || undefined }), 250);
    useEffect(() => {
        if (search.new !== "1") return;
        if (can(view.edit)) add.open();
        go({ ...search, new: undefined });
        // eslint-disable-next-line react-hooks/exhaustive-deps -- asked for once, by the address
    }, [search.new]);
    /* Asked from elsewhere (a view, the palette), and not by what is being typed here. */
    useEffect(() => {
        if (document.activeElement !== searchBox.current) setTyped(search.q ?? "");
    }, [search.q]);
    const open = (row: Row) => void navigate({ to: "/people/$table/$id", params: { table, id: row.id } });
    const last = useRef<string | null>(null);
    /* With shift, all from the one that was marked last. */
    const mark = (id: string, shift = false) => {
        const from = shift ? items.findIndex((x) => x.id === last.current) : -1;
        const to = items.findIndex((x) => x.id === id);
        const range = from < 0 ? [id] : items.slice(Math.min(from, to), Math.max(from, to) + 1).map((x) => x.id);
        last.current = id;
        setAllFound(false);
        setMarked((m) => {
            const n = new Set(m);
            const on = !m.has(id);
            for (const one of range) {
                if (on) n.add(one);
                else n.delete(one);
            }
            return n;
        });
    };
    const unmark = () => {
        setMarked(new Set());
        setAllFound(false);
    };
    const chosen: Chosen = allFound ? { query: { ...(search.q ? { q: search.q } : {}), ...(search.rule ? { rule: search.rule } : {}), ...filters } } : { ids: [...marked] };
    const at = useListKeys({
        rows: items, open, mark, search: () => searchBox.current?.focus(), create: can(view.edit) ? add.open : undefined, help: help.toggle, off: adding || doing !== null || recent,
    });

    const pick = (s: ListSearch) => {
        setTyped(s.q ?? "");
        go(s);
    };
    const exportChosen = () => void (allFound ? download(`/${table}.csv`, `${table}.csv`, { q: search.q, sort, rule: search.rule, ...filters }) : exportMarked(table, [...marked])).catch(failed);

    if (!model) return <Waiting />;
    const usual = view.columns.map((c) => fieldNamed(model.fields, c)).filter((f) => f !== undefined);
    const columns = columnsOf(model, search.cols, usual);
    const total = first?.count;
    return (
        <>
            <PageHead
                title={t(`menu.${table}`)}
                lead={total != null && !board ? <span aria-live="polite">{t(first?.count_capped ? "list.countMore" : "list.count", { count: total, n: count(reader, total) })}</span> : undefined}
            >
                {table === "deals" && (
                    <SegmentedControl
                        aria-label={t("board.view")}
                        value={board ? "board" : "list"}
                        onChange={(v) => go({ q: search.q, owner: search.owner, sort: search.sort, view: v === "board" ? "board" : undefined })}
                        data={[{ value: "list", label: t("board.list") }, { value: "board", label: t("board.board") }]}
                    />
                )}
                {can("import") && view.imports && (
                    <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={() => void navigate({ to: "/import", search: { kind: view.imports } })}>
                        {t("list.import")}
                    </Button>
                )}
                {can(view.edit) && (
                    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>
                        {t(`list.new.${table}`)}
                    </Button>
                )}
            </PageHead>
            <SavedViews table={table} search={search} onPick={pick} />
            <Group gap="xs" mb="sm" wrap="wrap">
                <TextInput
                    ref={searchBox} type="search" aria-label={t("list.search")} placeholder={t("list.search")} value={typed} style={{ flex: small && board ? "1 1 120px" : "1 1 220px", maxWidth: 380 }}
                    leftSection={<IconSearch size={16} aria-hidden />}
                    rightSection={typed ? <ActionIcon variant="subtle" color="gray" aria-label={t("list.clear")} onClick={() => { setTyped(""); find(""); }}><IconX size={14} aria-hidden /></ActionIcon> : small ? null : <kbd aria-hidden>/</kbd>}
                    onChange={(e) => { setTyped(e.currentTarget.value); find(e.currentTarget.value); }}
                    onKeyDown={(e) => { if (e.key === "Escape") e.currentTarget.blur(); }}
                />
                {board ? <BoardFilters search={search} onChange={go} /> : <Filters model={model} ready={view.filters} filters={filters} onChange={(f) => go({ q: search.q, sort: search.sort, view: search.view, rule: search.rule, v: search.v, cols: search.cols, ...f })} />}
                {!board && <RuleFilter table={table} rule={search.rule} onChange={(rule) => go({ ...search, rule })} />}
                <Group gap={4} ml="auto">
                    {!board && !small && <ColumnsMenu model={model} shown={columns} onChange={(cols) => go({ ...search, cols })} />}
                    {can("export") && (
                        <ActionIcon variant="default" size={36} aria-label={t("list.csv")} title={t("list.csv")} onClick={() => void download(`/${table}.csv`, `${table}.csv`, { q: search.q, sort, rule: search.rule, ...filters }).catch(failed)}>
                            <IconDownload size={18} aria-hidden />
                        </ActionIcon>
                    )}
                    {can(view.edit) && (
                        <ActionIcon variant="default" size={36} aria-label={t("bulk.recent")} title={t("bulk.recent")} onClick={showRecent.open}>
                            <IconHistory size={18} aria-hidden />
                        </ActionIcon>
                    )}
                    {!small && (
                        <ActionIcon variant="default" size={36} aria-label={t("keys.title")} title={t("keys.title")} onClick={help.open}>
                            <IconKeyboard size={18} aria-hidden />
                        </ActionIcon>
                    )}
                </Group>
            </Group>
            {marked.size > 0 && !board && (
                <BulkBar
                    table={table} marked={marked.size} all={allFound} total={total} capped={first?.count_capped ?? false}
                    offerAll={items.length > 0 && items.every((x) => marked.has(x.id)) && (rows.hasNextPage ?? false)}
                    onAll={() => setAllFound(true)} onNone={unmark} onDo={setDoing} onExport={exportChosen} onPass={table === "contacts" && !allFound ? pass.open : undefined}
                />
            )}
            {board ? (
                <Board query={{ q: search.q, ...Object.fromEntries(boardKeys.map((k) => [k, search[k]])) }} narrowed={narrowed} onClear={() => { setTyped(""); go({ view: "board" }); }} onNew={can(view.edit) ? add.open : undefined} />
            ) : rows.isLoadingError ? (
                <Trouble error={rows.error} again={() => void rows.refetch()} />
            ) : rows.isPending ? (
                <Waiting />
            ) : items.length === 0 ? (
                <div className="card">
                    {narrowed ? (
                        <Empty title={t("list.noneFound")} text={t("list.noneFoundText")}>
                            <Button variant="light" onClick={() => { setTyped(""); go({}); }}>{t("list.clearAll")}</Button>
                        </Empty>
                    ) : (
                        <Empty title={t(`list.empty.${table}`)} text={t(`list.emptyText.${table}`)}>
                            {can("import") && <Button variant="default" onClick={() => void navigate({ to: "/import", search: { kind: view.imports ?? "deals" } })}>{t("list.import")}</Button>}
                            {can(view.edit) && <Button onClick={add.open}>{t(`list.new.${table}`)}</Button>}
                        </Empty>
                    )}
                </div>
            ) : (
                <>
                    <RowsTable table={table} columns={columns} rows={items} sort={sort} at={at} marked={can(view.edit) ? marked : undefined} onMark={mark}
                        onMarkAll={(on) => { setAllFound(false); setMarked(new Set(on ? items.map((x) => x.id) : [])); }} onSort={(s) => go({ ...search, sort: s })} onOpen={open} small={small} />
                    {rows.hasNextPage && (
                        <Group justify="center" mt="md">
                            <Button variant="default" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t("list.more")}</Button>
                        </Group>
                    )}
                </>
            )}
            <Modal opened={adding} onClose={add.close} title={t(`list.new.${table}`)} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={model} only={view.ask} onCancel={add.close} onDone={(row) => { add.close(); done(t("record.created", { name: nameOf(row) })); open(row); }} />
            </Modal>
            {doing && <BulkDialog table={table} model={model} chosen={chosen} doing={doing} onClose={() => setDoing(null)} onRun={unmark} />}
            {recent && <RecentBulks table={table} model={model} onClose={showRecent.close} />}
            {passing && <PassDialog contacts={[...marked]} title={t("handoff.passMany", { count: marked.size })} onClose={() => { pass.close(); unmark(); }} />}
            <KeysHelp opened={helping} onClose={help.close} />
        </>
    );
}

function clean(s: ListSearch): ListSearch {
    return Object.fromEntries(Object.entries(s).filter(([, v]) => v !== undefined && v !== ""));
}
