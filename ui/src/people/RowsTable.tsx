/* Records as a table; as cards on a telephone. */
import { Checkbox, Group, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useNames } from "../api/queries";
import type { Field, Row } from "../api/types";
import { Cell } from "../parts/Cell";
import { isFigure } from "../parts/fields";
import { useTableOf } from "../parts/RefPicker";
import type { PeopleTable } from "../parts/tables";
import { Grade } from "../scores/Grade";
import { useGrades } from "../scores/words";

interface Props {
    table: PeopleTable;
    columns: Field[];
    rows: Row[];
    sort?: string;
    at?: number;
    marked?: Set<string>;
    onMark?: (id: string, shift?: boolean) => void;
    onMarkAll?: (on: boolean) => void;
    onSort?: (sort: string) => void;
    onOpen: (row: Row) => void;
    small: boolean;
}

export function RowsTable(p: Props) {
    const { t } = useTranslation();
    const names = useRefNames(p.columns, p.rows);
    const grades = useRowGrades(p.table, p.rows);
    const body = useRef<HTMLTableSectionElement>(null);
    useEffect(() => {
        if (p.at !== undefined && p.at >= 0) body.current?.children[p.at]?.scrollIntoView({ block: "nearest" });
    }, [p.at]);
    if (p.small) return <Cards {...p} names={names} grades={grades} />;
    const all = p.marked !== undefined && p.rows.length > 0 && p.rows.every((r) => p.marked?.has(r.id));
    return (
        <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t(`menu.${p.table}`)}>
            <table className="grid-table">
                <thead>
                    <tr>
                        {p.marked && (
                            <th style={{ width: 40 }}>
                                <Checkbox size="xs" aria-label={t("list.markAll")} checked={all} indeterminate={!all && p.marked.size > 0} onChange={() => p.onMarkAll?.(!all)} />
                            </th>
                        )}
                        {p.columns.map((f) => (
                            <Head key={f.name} field={f} sort={p.sort} onSort={p.onSort} />
                        ))}
                    </tr>
                </thead>
                <tbody ref={body}>
                    {p.rows.map((row, i) => (
                        <tr key={row.id} data-opens="true" data-on={i === p.at} onClick={() => p.onOpen(row)}>
                            {p.marked && (
                                <td onClick={(e) => e.stopPropagation()}>
                                    <Checkbox size="xs" aria-label={t("list.mark", { name: nameOf(row) })} checked={p.marked.has(row.id)} onChange={(e) => p.onMark?.(row.id, (e.nativeEvent as MouseEvent).shiftKey)} />
                                </td>
                            )}
                            {p.columns.map((f, c) => (
                                <td key={f.name} className={isFigure(f) ? "num" : undefined} style={cellStyle(f)}>
                                    {c === 0 ? (
                                        <Group gap={8} justify="space-between" wrap="nowrap">
                                            <Link className="plain-link" to="/people/$table/$id" params={{ table: p.table, id: row.id }} onClick={(e) => e.stopPropagation()}>
                                                <Text component="span" fw={600} size="sm">{nameOf(row)}</Text>
                                            </Link>
                                            <GradeOf id={row.id} grades={grades} />
                                        </Group>
                                    ) : (
                                        <Cell field={f} row={row} names={names.get(f.name)} />
                                    )}
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

/* Addresses and codes break anywhere, dates nowhere, the rest between words. */
const breaksAnywhere = new Set(["external_id", "landing_page"]);

function cellStyle(f: Field): CSSProperties {
    if (f.kind === "time" || f.kind === "date") return { whiteSpace: "nowrap" };
    const anywhere = f.kind === "email" || f.kind === "url" || breaksAnywhere.has(f.name);
    return { maxWidth: 320, minWidth: f.kind === "email" ? 190 : undefined, overflowWrap: anywhere ? "anywhere" : "break-word" };
}

function Head({ field, sort, onSort }: { field: Field; sort?: string; onSort?: (s: string) => void }) {
    const on = sort?.replace("-", "") === field.name;
    const down = on && sort?.startsWith("-");
    const Arrow = down ? IconArrowDown : IconArrowUp;
    return (
        <th className={isFigure(field) ? "num" : undefined} aria-sort={on ? (down ? "descending" : "ascending") : undefined}>
            {field.sortable && onSort ? (
                <button type="button" className="sort" onClick={() => onSort(on && !down ? `-${field.name}` : field.name)}>
                    {field.label}
                    {on && <Arrow size={13} aria-hidden />}
                </button>
            ) : (
                field.label
            )}
        </th>
    );
}

/* Grades of the contacts that are shown, and of no others. */
function useRowGrades(table: PeopleTable, rows: Row[]): Map<string, string> {
    return useGrades(useMemo(() => (table === "contacts" ? rows.slice(0, 500).map((r) => r.id) : []), [table, rows]));
}

function GradeOf({ id, grades }: { id: string; grades: Map<string, string> }) {
    const grade = grades.get(id);
    return grade ? <Grade grade={grade} /> : null;
}

function Cards(p: Props & { names: Map<string, Map<string, string>>; grades: Map<string, string> }) {
    const { t } = useTranslation();
    return (
        <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 10 }}>
            {p.rows.map((row) => (
                <li key={row.id} className="card" style={{ padding: 14 }}>
                    <Group justify="space-between" wrap="nowrap" align="flex-start">
                        <Link className="plain-link" to="/people/$table/$id" params={{ table: p.table, id: row.id }} style={{ fontWeight: 600, overflowWrap: "anywhere" }}>
                            {nameOf(row)}
                        </Link>
                        <span style={{ marginLeft: "auto" }}><GradeOf id={row.id} grades={p.grades} /></span>
                        {p.marked && <Checkbox size="sm" aria-label={t("list.mark", { name: nameOf(row) })} checked={p.marked.has(row.id)} onChange={(e) => p.onMark?.(row.id, (e.nativeEvent as MouseEvent).shiftKey)} />}
                    </Group>
                    <dl style={{ margin: "8px 0 0", display: "grid", gridTemplateColumns: "auto 1fr", gap: "4px 12px", fontSize: "0.86rem" }}>
                        {p.columns.slice(1).filter((f) => row[f.name] != null && row[f.name] !== "").map((f) => (
                            <div key={f.name} style={{ display: "contents" }}>
                                <dt className="dim">{f.label}</dt>
                                <dd style={{ margin: 0, overflowWrap: "anywhere" }}>
                                    <Cell field={f} row={row} names={p.names.get(f.name)} />
                                </dd>
                            </div>
                        ))}
                    </dl>
                </li>
            ))}
        </ul>
    );
}

/* Names of what each reference column points to; no model has more than four that name records. */
function useRefNames(columns: Field[], rows: Row[]): Map<string, Map<string, string>> {
    const refs = columns.filter((f) => f.kind === "ref" && f.refers).slice(0, 4);
    const [a, b, c, d] = refs;
    const na = useColumnNames(a, rows);
    const nb = useColumnNames(b, rows);
    const nc = useColumnNames(c, rows);
    const nd = useColumnNames(d, rows);
    return useMemo(() => {
        const m = new Map<string, Map<string, string>>();
        if (a) m.set(a.name, na);
        if (b) m.set(b.name, nb);
        if (c) m.set(c.name, nc);
        if (d) m.set(d.name, nd);
        return m;
    }, [a, b, c, d, na, nb, nc, nd]);
}

function useColumnNames(field: Field | undefined, rows: Row[]): Map<string, string> {
    const table = useTableOf(field?.refers);
    const ids = useMemo(() => {
        if (!field) return [];
        return rows.map((r) => r[field.name]).filter((v): v is string => typeof v === "string");
    }, [field, rows]);
    return useNames(table, ids);
}
