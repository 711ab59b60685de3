/* What each page was read, and which companies that had read it moved on: a table, and what the best pages have that the worst have not. */
import { ActionIcon, Group, Modal, Select, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDownload, IconPrinter, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import type { ContentPage, ContentReport, ContentUnit, Page, ReportColumn } from "../api/types";
import { count, day, decimal, money, percent, type Reader } from "../format";
import { Empty } from "../parts/Empty";
import { channelName } from "../parts/fields";
import { Definition, Figure, reasonText } from "../parts/Figure";
import { LeftOut } from "../parts/LeftOut";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { PeriodPicker } from "./period";
import { SortBy } from "./SortBy";

type Search = Record<string, string | undefined>;
const stages = ["leads", "mqls", "opportunities", "won"] as const;
const columns = ["views", "visits", "entries", "engaged_seconds", "leads", "mqls", "opportunities", "won", "revenue_minor"] as const;
type Column = (typeof columns)[number];
const opens = new Set<Column>(["leads", "mqls", "opportunities", "won", "revenue_minor"]);
const FIRST = 50;

export function Content() {
    const { t, i18n } = useTranslation();
    const { can } = useDesk();
    const search: Search = useSearch({ from: "/shell/results/content" });
    const navigate = useNavigate();
    const rank = stages.find((s) => s === search.rank) ?? "leads";
    const ask = { from: search.from, to: search.to, rank };
    const q = useQuery({ queryKey: ["report", "content", ask, i18n.language], queryFn: ({ signal }) => api.get<ContentReport>("/reports/content", ask, signal), placeholderData: (old) => old });
    const go = (s: Search) => void navigate({ to: "/results/content", search: Object.fromEntries(Object.entries({ ...search, ...s }).filter(([, v]) => v)), replace: true });
    return (
        <>
            <PageHead title={t("content.title")} lead={t("content.lead")}>
                <ActionIcon className="no-print" variant="default" size={36} aria-label={t("attribution.print")} title={t("attribution.print")} onClick={() => window.print()}><IconPrinter size={18} aria-hidden /></ActionIcon>
                {can("export") && <ActionIcon className="no-print" variant="default" size={36} aria-label={t("channels.csv")} title={t("channels.csv")} onClick={() => void download("/reports/content.csv", "content.csv", ask).catch(failed)}><IconDownload size={18} aria-hidden /></ActionIcon>}
            </PageHead>
            <Group className="no-print" justify="flex-end" mb="md"><PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => go({ from: p.from, to: p.to })} /></Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.rows.length === 0 ? (
                <div className="card"><Empty title={t("content.empty")} text={t("content.emptyText")}><Link to="/settings/$page" params={{ page: "measure" }} className="link">{t("content.toTracker")}</Link></Empty></div>
            ) : (
                <>
                    <Table report={q.data} ask={ask} />
                    <Compared report={q.data} onRank={(v) => go({ rank: v === "leads" ? undefined : v })} />
                </>
            )}
        </>
    );
}

function write(c: Column, p: Pick<ContentPage, Column>, r: Reader, seconds: (n: string) => string): string {
    const v = p[c];
    if (c === "revenue_minor") return money(r, v);
    if (c === "engaged_seconds") return v === null ? "–" : seconds(decimal(r, v, 0));
    return count(r, v);
}

function Table({ report, ask }: { report: ContentReport; ask: Search }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const r = { ...reader, currency: report.currency };
    const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: "visits", down: true });
    const [find, setFind] = useState("");
    const [all, setAll] = useState(false);
    const [behind, setBehind] = useState<{ page?: string; column: Column } | null>(null);
    const defined = report.columns as Record<string, ReportColumn>;
    const seconds = (n: string) => t("content.seconds", { n });
    const found = report.rows.filter((x) => x.page.toLowerCase().includes(find.trim().toLowerCase())).sort((a, b) => ((b[sort.by] ?? -1) - (a[sort.by] ?? -1)) * (sort.down ? 1 : -1));
    const rows = all ? found : found.slice(0, FIRST);
    return (
        <section aria-labelledby="h-pages" style={{ marginBottom: 20 }}>
            <Group justify="space-between" mb={8} gap="sm">
                <h2 id="h-pages" style={{ margin: 0, fontSize: "1.02rem" }}>{t("content.pages", { count: report.rows.length, n: count(r, report.rows.length) })}</h2>
                <TextInput className="no-print" size="xs" w={220} leftSection={<IconSearch size={14} aria-hidden />} aria-label={t("content.find")} placeholder={t("content.find")} value={find} onChange={(e) => setFind(e.currentTarget.value)} />
            </Group>
            <SortBy value={sort.by} choices={columns.map((c) => ({ value: c, label: defined[c]?.label ?? c }))} onChange={(v) => setSort({ by: v as Column, down: true })} />
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("content.title")}>
                <table className="grid-table report row-cards">
                    <thead>
                        <tr>
                            <th className="stick">{t("content.page")}</th>
                            {columns.map((c) => {
                                const on = sort.by === c;
                                const Arrow = sort.down ? IconArrowDown : IconArrowUp;
                                const col = defined[c];
                                return (
                                    <th key={c} className="num wraps" aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined}>
                                        {col && <Definition column={col}><button type="button" className="sort" onClick={() => setSort({ by: c, down: on ? !sort.down : true })}>{on && <Arrow size={13} aria-hidden />}{col.label}</button></Definition>}
                                    </th>
                                );
                            })}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((p) => (
                            <tr key={p.page} data-page={p.page}>
                                <th scope="row" className="stick" style={{ maxWidth: 260, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", textAlign: "left" }} title={p.page}>{p.page}</th>
                                {columns.map((c) => (
                                    <td key={c} className="num" data-column={c} data-label={defined[c]?.label}>
                                        {opens.has(c) && p[c] ? <Figure value={write(c, p, r, seconds)} none={false} what={`${defined[c]?.label ?? c}, ${p.page}`} onOpen={() => setBehind({ page: p.page, column: c })} /> : write(c, p, r, seconds)}
                                    </td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                    <tfoot>
                        <tr data-page="total">
                            <th scope="row" className="stick" style={{ textAlign: "left" }}><Definition column={{ label: t("content.any"), definition: t("content.anyText"), sample_rule: null }}><span tabIndex={0}>{t("content.any")}</span></Definition></th>
                            {columns.map((c) => (
                                <td key={c} className="num" data-column={c} data-label={defined[c]?.label}>
                                    {c === "leads" || c === "mqls" || c === "opportunities" || c === "won" || c === "revenue_minor"
                                        ? <Figure value={c === "revenue_minor" ? money(r, report.totals[c]) : count(r, report.totals[c])} none={false} what={`${defined[c]?.label ?? c}, ${t("content.any")}`} onOpen={() => setBehind({ column: c })} />
                                        : ""}
                                </td>
                            ))}
                        </tr>
                    </tfoot>
                </table>
            </div>
            {!all && found.length > FIRST && <Group justify="center" mt="sm" className="no-print"><button type="button" className="figure-open" onClick={() => setAll(true)}>{t("content.showAll", { n: count(r, found.length) })}</button></Group>}
            <LeftOut others={report.totals.other_currencies} mt="sm" />
            <Text size="sm" className="dim" mt="sm">{t("content.note", { days: report.window_days })}</Text>
            <Modal opened={behind !== null} onClose={() => setBehind(null)} title={behind ? t("content.behind", { what: defined[behind.column]?.label ?? "", page: behind.page ?? t("content.any") }) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
                {behind && <Behind ask={{ ...ask, ...behind }} r={r} />}
            </Modal>
        </section>
    );
}

function Behind({ ask, r }: { ask: Search; r: Reader }) {
    const { t } = useTranslation();
    const query = { page: ask.page, column: ask.column, from: ask.from, to: ask.to };
    const q = useQuery({ queryKey: ["report", "content", "rows", query], queryFn: async ({ signal }) => (await api.get<Page<ContentUnit>>("/reports/content/rows", query, signal)).items });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return (
        <ul className="plain-list">
            {q.data.map((x) => (
                <li key={`${x.id}-${x.at}`} style={{ padding: "6px 0" }}>
                    <Link className="link" to="/people/$table/$id" params={{ table: x.table, id: x.id }}>{x.name ?? t("content.unnamed")}</Link>
                    <Text size="xs" className="dim">{t("content.seenThen", { seen: day(r, x.seen_at.slice(0, 10)), at: day(r, x.at.slice(0, 10)) })}{x.amount_minor !== null && ` · ${money(r, x.amount_minor)}`}</Text>
                </li>
            ))}
        </ul>
    );
}

function Compared({ report, onRank }: { report: ContentReport; onRank: (v: string) => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const c = report.compare;
    const defined = report.columns as Record<string, ReportColumn>;
    const value = (of: string, v: string) => (of === "channel" ? channelName(v, t) : of === "language" ? (v ? t(`content.language.${v}`, { defaultValue: v }) : t("content.noLanguage")) : v);
    const share = (n: number, all: number) => (all > 0 ? percent(r, n / all, 0) : "–");
    return (
        <section className="card" aria-labelledby="h-compared">
            <Group justify="space-between" mb="sm" gap="sm">
                <div>
                    <h2 id="h-compared" style={{ margin: 0, fontSize: "1.02rem" }}>{t("content.compared")}</h2>
                    <Text size="sm" className="dim">{t("content.comparedText", { visits: c.visits_needed })}</Text>
                </div>
                <Select className="no-print" size="xs" w={220} label={t("content.rank")} allowDeselect={false} value={c.rank} data={stages.map((s) => ({ value: s, label: defined[s]?.label ?? s }))} onChange={(v) => v && onRank(v)} />
            </Group>
            {c.reason ? <Text size="sm" className="dim">{reasonText(c.reason)}</Text> : (
                <>
                    <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 300px), 1fr))", gap: 20 }}>
                        {(["best", "worst"] as const).map((side) => (
                            <div key={side}>
                                <Text fw={600} size="sm">{t(`content.${side}`, { count: c[side].pages.length })}</Text>
                                <Text size="xs" className="dim" mb={6}>{t("content.sideText", { reached: count(r, c[side].reached), visits: count(r, c[side].visits) })}</Text>
                                <ol style={{ margin: 0, paddingLeft: 20, fontSize: "0.88rem" }}>
                                    {c[side].pages.map((p) => <li key={p.page} style={{ overflowWrap: "anywhere" }}>{p.page} <span className="dim">· {t("content.sideText", { reached: count(r, p.reached), visits: count(r, p.visits) })}</span></li>)}
                                </ol>
                            </div>
                        ))}
                    </div>
                    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("content.traits")} style={{ marginTop: 16 }}>
                        <table className="grid-table row-cards">
                            <thead><tr><th>{t("content.trait")}</th><th>{t("content.value")}</th><th className="num">{t("content.inBest")}</th><th className="num">{t("content.inWorst")}</th></tr></thead>
                            <tbody>
                                {c.traits.map((x) => {
                                    const of = (side: "best" | "worst") => (x.of === "channel" ? c.traits.filter((y) => y.of === "channel").reduce((s, y) => s + y[side], 0) : c[side].pages.length);
                                    return (
                                        <tr key={`${x.of}-${x.value}`}>
                                            <td>{t(`content.of.${x.of}`)}</td><td data-label={t("content.value")}>{value(x.of, x.value)}</td>
                                            <td className="num" data-label={t("content.inBest")}>{t(x.of === "channel" ? "content.visitsShare" : "content.pagesShare", { count: x.best, n: count(r, x.best), share: share(x.best, of("best")) })}</td>
                                            <td className="num" data-label={t("content.inWorst")}>{t(x.of === "channel" ? "content.visitsShare" : "content.pagesShare", { count: x.worst, n: count(r, x.worst), share: share(x.worst, of("worst")) })}</td>
                                        </tr>
                                    );
                                })}
                            </tbody>
                        </table>
                    </div>
                    <Text size="xs" className="dim" mt="sm">{t("content.notCause")}</Text>
                </>
            )}
        </section>
    );
}
