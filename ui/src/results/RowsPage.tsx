/* The rows that add up to one figure of the channel report, and the same as a CSV. */
import { Button, Group, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import { fieldOf, useModel } from "../api/queries";
import type { ChannelReport, ReportRows } from "../api/types";
import { count, day, money } from "../format";
import { channelName, currencyOf, fieldNamed } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { RowsTable } from "../people/RowsTable";
import { isOfAssets, useEvidence, useJudgedName } from "../plan/improve/data";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { keyOf, nameIn, valueIn } from "./columns";

const columnsOf = {
    contacts: ["name", "email", "external_id", "channel", "landing_page", "first_contact_at", "won_at", "days"],
    deals: ["name", "channel", "first_contact_at", "won_at", "days", "amount_minor"],
};

/* The figures that count rows: the report knows how many there are before all of them were read. */
const counted = new Set(["leads", "won", "mqls", "opportunities"]);

const KEEP_LOADING = 1000;

export function RowsPage() {
    const { t, i18n } = useTranslation();
    const r = useReader();
    const search = useSearch({ from: "/shell/results/channels/rows" });
    const navigate = useNavigate();
    const small = useMediaQuery("(max-width: 48em)") ?? false;
    const { by = "channel", key, anomaly, from, to } = search;
    const column = anomaly ? undefined : (search.column ?? "leads");
    const economics = search.report === "economics";
    const improve = search.report === "improve"; /* what proposals come from: by is one of its dimensions */
    const query = improve ? { dimension: by, column, key, from, to } : { by, column, key, anomaly, from, to };
    const path = improve ? "/proposals/evidence/rows" : "/reports/channels/rows";
    const q = useInfiniteQuery({
        queryKey: ["report", "rows", query],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<ReportRows>(path, { ...query, limit: 200, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const evidence = useEvidence(by, improve);
    const judgedName = useJudgedName();
    const report = useQuery({
        enabled: !improve,
        queryKey: ["report", economics ? "economics" : "channels", by, { from, to }, i18n.language],
        queryFn: ({ signal }) => api.get<ChannelReport>(economics ? "/economics" : "/reports/channels", { from, to, by }, signal),
    });
    const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = q;
    useEffect(() => {
        if (hasNextPage && !isFetchingNextPage && rows.length < KEEP_LOADING) void fetchNextPage();
    }, [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);

    const table = q.data?.pages[0]?.kind ?? "contacts";
    const model = useModel(table);
    const odd = report.data?.anomalies.find((a) => a.code === anomaly);
    const explained = improve && column ? { label: t(`improve.column.${column}`), definition: t(isOfAssets(by) && column === "spend_minor" ? "improve.columnHelp.cost" : `improve.columnHelp.${column}`), sample_rule: null } : column ? report.data?.columns[column] : undefined;
    const line = key === undefined ? report.data?.totals : report.data?.rows.find((x) => keyOf(x) === key);
    const known = odd ? odd.count : column && counted.has(column) && line ? valueIn(line, column) : null;
    const what = explained?.label ?? column ?? "";
    const judged = evidence.data?.items.find((x) => x.key === key);
    const rowName = improve && key !== undefined ? judgedName(by, judged ?? { key, name: key }) : key === undefined ? t("channels.total") : report.data ? nameIn(report.data, { key }, r, t) : channelName(key, t);
    const total = q.data && !hasNextPage ? rows.length : known;
    const back = Object.fromEntries(Object.entries({ from, to, by: by === "channel" ? undefined : by }).filter(([, v]) => v)) as Record<string, string>;
    const name = anomaly ? (odd?.message ?? t("channels.title")) : `${what}: ${rowName}`;
    const columns = (table === "spend_lines" ? [] : columnsOf[table])
        .map((c) => (c === "won_at" ? fieldOf({ name: c, label: t("rows.wonAt"), kind: "time" }) : c === "first_contact_at" ? fieldOf({ name: c, label: t("rows.firstAt"), kind: "time" }) : c === "channel" ? fieldOf({ name: c, label: t("channels.by.channel"), kind: "text" }) : c === "days" ? fieldOf({ name: c, label: t("rows.days"), kind: "int" }) : fieldNamed(model?.fields ?? [], c)))
        .filter((f) => f !== undefined)
        .map((f) => ({ ...f, sortable: false, ...(f.name === "channel" || f.name === "landing_page" ? { kind: "text" as const } : {}) }))
        .filter((f) => f.name === "name" || rows.some((x) => x[f.name] != null && x[f.name] !== ""));
    return (
        <>
            <Link to={improve ? "/plan/proposals" : economics ? "/results/economics" : "/results/channels"} search={improve ? {} : back} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t(improve ? "menu.proposals" : economics ? "economics.title" : "channels.title")}
            </Link>
            <PageHead
                tab={name} title={name}
                lead={<span aria-live="polite">{total === null ? t("list.countMore", { n: count(r, rows.length) }) : t("rows.count", { count: total, n: count(r, total) })} {from || to ? `· ${t("channels.span", { from: day(r, from), to: day(r, to) })}` : ""}</span>}
            >
                <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download(`${path}.csv`, `${anomaly ?? column}-${key ?? "total"}.csv`, query).catch(failed)}>{t("rows.csv")}</Button>
            </PageHead>
            {explained && (
                <Text size="sm" className="dim" mb="md">
                    {explained.definition}
                    {explained.sample_rule && ` ${t("figure.sample", { rule: explained.sample_rule })}`}
                </Text>
            )}
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : q.isPending || !model ? <Waiting /> : rows.length === 0 ? (
                <div className="card"><Text className="dim">{t("rows.none")}</Text></div>
            ) : table === "spend_lines" ? (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={name}>
                    <table className="grid-table">
                        <thead><tr><th>{t("spend.when")}</th><th>{t("channels.by.channel")}</th><th className="num">{t("spend.amount")}</th><th>{t("spend.note")}</th></tr></thead>
                        <tbody>
                            {rows.map((x) => (
                                <tr key={x.id}>
                                    <td>{day(r, String(x.spent_on))}{x.until_on ? ` – ${day(r, String(x.until_on))}` : ""}</td>
                                    <td>{x.channel ? channelName(String(x.channel), t) : "–"}</td>
                                    <td className="num">{money(r, typeof x.amount_minor === "number" ? x.amount_minor : null, currencyOf(x, r))}</td>
                                    <td>{typeof x.note === "string" ? x.note : ""}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            ) : (
                <RowsTable
                    table={table} rows={rows} small={small} columns={columns} onOpen={(x) => void navigate({ to: "/people/$table/$id", params: { table, id: x.id } })}
                />
            )}
            {hasNextPage && rows.length >= KEEP_LOADING && <Group justify="center" mt="md"><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
