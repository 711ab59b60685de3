/* Which channel brings customers, how fast and at what cost. Every figure says its definition and opens its rows; a
 * figure that cannot be told says why. */
import { ActionIcon, Alert, Button, Group, Modal, Select, Switch, Tabs, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconCoin, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import type { ChannelReport, ReportBy, ReportRow } from "../api/types";
import { day } from "../format";
import { Bars } from "../parts/Bars";
import { Empty } from "../parts/Empty";
import { Definition, Figure } from "../parts/Figure";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { done, failed } from "../parts/toast";
import { ofChannels } from "../reports/reports";
import { SaveReport } from "../reports/SaveReport";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { channelColor } from "../theme";
import { columnOrder, keyOf, moreColumns, nameIn, reasonIn, show, valueIn } from "./columns";
import { PeriodPicker } from "./period";
import { SpendForm } from "./SpendForm";
import { SortBy } from "./SortBy";

const dimensions: ReportBy[] = ["channel", "landing_page", "industry", "month", "campaign"];

export function Channels() {
    const { t, i18n } = useTranslation();
    const { can, reader } = useDesk();
    const search = useSearch({ from: "/shell/results/channels" });
    const navigate = useNavigate();
    const [spending, spend] = useDisclosure(false);
    const [spendOn, setSpendOn] = useState<string | undefined>();
    const by = dimensions.find((d) => d === search.by) ?? "channel";
    const period = { from: search.from, to: search.to };
    const q = useQuery({
        queryKey: ["report", "channels", by, period, i18n.language],
        queryFn: ({ signal }) => api.get<ChannelReport>("/reports/channels", { ...period, by }, signal),
        placeholderData: (old) => (old?.by === by ? old : undefined),
    });
    const go = (s: { from?: string; to?: string; by?: string }) =>
        void navigate({ to: "/results/channels", search: Object.fromEntries(Object.entries({ ...search, ...s }).filter(([, v]) => v)), replace: true });
    const spendFor = (channel?: string) => {
        setSpendOn(channel);
        spend.open();
    };
    return (
        <>
            <PageHead title={t("channels.title")} lead={t("channels.lead")}>
                <ActionIcon className="no-print" variant="default" size={36} aria-label={t("reports.print")} title={t("reports.print")} onClick={() => window.print()}><IconPrinter size={18} aria-hidden /></ActionIcon>
                <SaveReport make={() => ofChannels(by, search, reader)} name={`${t("menu.channels")}: ${t(`channels.by.${by}`)}`} />
                {can("spend") && <Button className="no-print" leftSection={<IconCoin size={17} aria-hidden />} onClick={() => spendFor()}>{t("spend.add")}</Button>}
            </PageHead>
            <p className="only-print dim">{t(`channels.by.${by}`)}</p>
            <Group className="no-print" justify="space-between" mb="md" gap="sm">
                <Tabs value={by} onChange={(v) => go({ by: v === "channel" ? undefined : (v ?? undefined) })} variant="pills" style={{ maxWidth: "100%" }}>
                    <TabRow aria-label={t("channels.dimension")}>
                        {dimensions.map((d) => <Tabs.Tab key={d} value={d} style={{ flex: "none" }}>{t(`channels.by.${d}`)}</Tabs.Tab>)}
                    </TabRow>
                </Tabs>
                <Group gap="xs">
                    <PeriodPicker period={period} onChange={(p) => go({ from: p.from, to: p.to })} />
                    {can("export") && (
                        <ActionIcon variant="default" size={36} aria-label={t("channels.csv")} title={t("channels.csv")} onClick={() => void download("/reports/channels.csv", `${by}.csv`, { ...period, by }).catch(failed)}>
                            <IconDownload size={18} aria-hidden />
                        </ActionIcon>
                    )}
                </Group>
            </Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.rows.length === 0 ? (
                <div className="card">
                    <Empty title={t("channels.empty")} text={t("channels.emptyText")}>
                        {can("import") && <Button onClick={() => void navigate({ to: "/import", search: { kind: "leads" } })}>{t("list.import")}</Button>}
                    </Empty>
                </div>
            ) : (
                <Report report={q.data} period={period} onSpend={can("spend") ? spendFor : undefined} />
            )}
            <Modal opened={spending} onClose={spend.close} title={t("spend.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <SpendForm channel={spendOn} from={period.from} to={period.to} known={q.data && by === "channel" ? q.data.rows.map(keyOf) : []} onCancel={spend.close} onDone={() => { spend.close(); done(t("spend.added")); }} />
            </Modal>
        </>
    );
}

function Report({ report, period, onSpend }: { report: ChannelReport; period: { from?: string; to?: string }; onSpend?: (channel: string) => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const navigate = useNavigate();
    const [drawn, setDrawn] = useState("lead_to_customer");
    const [more, setMore] = useState(false);
    const [sort, setSort] = useState<{ by: string; down: boolean } | null>(report.by === "month" ? null : { by: "leads", down: true });
    const columns = columnOrder.filter((c) => report.columns[c] && (more || !moreColumns.has(c)));
    const rows = sort
        ? [...report.rows].sort((a, b) => {
              const x = valueIn(a, sort.by) ?? -Infinity;
              const y = valueIn(b, sort.by) ?? -Infinity;
              return sort.down ? y - x : x - y;
          })
        : report.rows;
    const shared = sharedReasons(report, columns);
    const open = (key: string | null, column: string) =>
        void navigate({ to: "/results/channels/rows", search: { by: report.by, ...(key === null ? {} : { key }), column, ...clean(period) } });
    return (
        <>
            {report.anomalies.length > 0 && (
                <Alert variant="light" color="ochre" icon={<IconAlertTriangle size={18} aria-hidden />} mb="md" p="sm">
                    <ul className="notices">
                        {report.anomalies.map((a) => (
                            <li key={a.code}>
                                <span>{a.message}</span>
                                {a.rows_url && <Link to="/results/channels/rows" search={{ by: report.by, ...queryOf(a.rows_url), ...clean(period) }} className="link">{t("channels.see", { count: a.count })}</Link>}
                            </li>
                        ))}
                    </ul>
                </Alert>
            )}
            <section className="card" style={{ marginBottom: 20 }} aria-labelledby="h-draw">
                <Group justify="space-between" mb="md" gap="sm">
                    <h2 id="h-draw" style={{ margin: 0, fontSize: "1.02rem" }}>{t("channels.compare")}</h2>
                    <Select aria-label={t("channels.figure")} size="xs" w={230} allowDeselect={false} value={drawn} data={columnOrder.filter((c) => report.columns[c]).map((c) => ({ value: c, label: report.columns[c]?.label ?? c }))} onChange={(v) => v && setDrawn(v)} />
                </Group>
                {rows.some((x) => valueIn(x, drawn) !== null) ? (
                    <Bars
                        label={report.columns[drawn]?.label ?? drawn}
                        bars={rows.slice(0, 20).map((row) => ({
                            key: keyOf(row), label: nameIn(report, row, r, t), value: valueIn(row, drawn),
                            color: report.by === "channel" ? channelColor(keyOf(row)) : "#3b72b8",
                            text: <Figure value={show(report, drawn, r, valueIn(row, drawn))} none={valueIn(row, drawn) === null} reason={reasonIn(row, drawn)} />,
                        }))}
                    />
                ) : (
                    <Text size="sm" className="dim">{reasonIn(report.totals, drawn)?.message ?? t("channels.nothingToDraw")}</Text>
                )}
            </section>
            <Group justify="space-between" mb={8} gap="sm">
                <Text size="sm" className="dim">
                    {period.from || period.to ? t("channels.span", { from: day(r, period.from), to: day(r, period.to) }) : t("channels.allTime")}
                </Text>
                <Switch className="no-print" size="xs" label={t("channels.percentiles")} checked={more} onChange={(e) => setMore(e.currentTarget.checked)} />
            </Group>
            <SortBy value={sort?.by ?? null} choices={columns.map((c) => ({ value: c, label: report.columns[c]?.label ?? c }))} onChange={(by) => setSort({ by, down: true })} />
            <div className="card scroll-x wide-paper" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("channels.title")}>
                <table className="grid-table report row-cards">
                    <thead>
                        <tr>
                            <th className="stick">{t(`channels.by.${report.by}`)}</th>
                            {columns.map((c) => {
                                const col = report.columns[c];
                                const on = sort?.by === c;
                                const Arrow = sort?.down ? IconArrowDown : IconArrowUp;
                                return (
                                    <th key={c} className="num wraps" aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined}>
                                        {col && (
                                            <Definition column={col}>
                                                <button type="button" className="sort" onClick={() => setSort({ by: c, down: on ? !sort.down : true })}>
                                                    {on && <Arrow size={13} aria-hidden />}
                                                    {col.label}
                                                </button>
                                            </Definition>
                                        )}
                                    </th>
                                );
                            })}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => <Line key={keyOf(row)} report={report} row={row} columns={columns} shared={shared} name={nameIn(report, row, r, t)} onOpen={(c) => open(keyOf(row), c)} onSpend={report.by === "channel" ? onSpend : undefined} />)}
                    </tbody>
                    <tfoot>
                        <Line report={report} row={report.totals} columns={columns} shared={shared} name={t("channels.total")} onOpen={(c) => open(null, c)} total />
                    </tfoot>
                </table>
            </div>
            {[...new Set(shared.values())].map((why) => (
                <Text key={why} size="sm" className="dim" mt="sm">
                    <strong>{[...shared].filter(([, w]) => w === why).map(([c]) => report.columns[c]?.label ?? c).join(", ")}</strong>: {why}
                </Text>
            ))}
        </>
    );
}

const LONG = 45;

/* A long reason that every row gives for a column is told once, below the table. */
function sharedReasons(report: ChannelReport, columns: string[]): Map<string, string> {
    const out = new Map<string, string>();
    for (const c of columns) {
        const first = report.rows[0] ? reasonIn(report.rows[0], c) : null;
        const all = first && first.message.length > LONG && report.rows.every((row) => valueIn(row, c) === null && reasonIn(row, c)?.message === first.message);
        if (all) out.set(c, first.message);
    }
    return out;
}

function Line({ report, row, columns, shared, name, onOpen, onSpend, total = false }: { report: ChannelReport; row: ReportRow; columns: string[]; shared: Map<string, string>; name: string; onOpen: (c: string) => void; onSpend?: (channel: string) => void; total?: boolean }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const key = keyOf(row);
    return (
        <tr data-channel={total ? "total" : key}>
            <td className="stick" style={{ whiteSpace: "nowrap", maxWidth: 240, overflow: "hidden", textOverflow: "ellipsis" }} title={name}>
                {report.by === "channel" && !total && <span aria-hidden style={{ display: "inline-block", width: 10, height: 10, borderRadius: 3, background: channelColor(key), marginRight: 8 }} />}
                {name}
            </td>
            {columns.map((c) => {
                const v = valueIn(row, c);
                const reason = reasonIn(row, c);
                const sameForAll = v === null ? shared.get(c) : undefined;
                if (sameForAll) {
                    return (
                        <td key={c} className="num dim" data-column={c} data-label={report.columns[c]?.label}>
                            <span aria-hidden>–</span>
                            <span className="hidden-visually">{sameForAll}</span>
                        </td>
                    );
                }
                if (v === null && c === "spend_minor" && onSpend && !total && key !== "(none)") {
                    return (
                        <td key={c} className="num" data-column={c} data-label={report.columns[c]?.label}>
                            <button type="button" className="figure-open lack" onClick={() => onSpend(key)} title={t("spend.add")}>{reason?.message ?? t("figure.notGiven")}</button>
                        </td>
                    );
                }
                return (
                    <td key={c} className="num" data-column={c} data-label={report.columns[c]?.label}>
                        <Figure value={show(report, c, r, v)} none={v === null} reason={c === "revenue_minor" && reason ? { ...reason, message: t("figure.notGiven") } : reason} column={report.columns[c]} what={`${report.columns[c]?.label ?? c}, ${name}`} onOpen={() => onOpen(c)} />
                    </td>
                );
            })}
        </tr>
    );
}

function clean(p: { from?: string; to?: string }): Record<string, string> {
    return Object.fromEntries(Object.entries(p).filter((e): e is [string, string] => Boolean(e[1])));
}

function queryOf(url: string): Record<string, string> {
    return Object.fromEntries(new URL(url, "http://x").searchParams);
}
