/* The rows that add up to one figure of the channel report, and the same as a CSV. */
import { Button, Group, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import { useModel } from "../api/queries";
import type { ChannelReport, Page, Row } from "../api/types";
import { count, day, money } from "../format";
import { channelName, currencyOf, fieldNamed } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { RowsTable } from "../people/RowsTable";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { nameIn } from "./columns";

const columnsOf = {
    contacts: ["name", "email", "external_id", "channel", "landing_page", "first_contact_at", "lifecycle"],
    deals: ["name", "account", "amount", "outcome", "closed_at", "external_id"],
};

/* What kind of records they are is read from the records themselves. */
function tableOf(row: Row | undefined): "contacts" | "deals" | "spend_lines" | null {
    if (!row) return null;
    if ("spent_on" in row) return "spend_lines";
    return "outcome" in row ? "deals" : "contacts";
}

const KEEP_LOADING = 1000;

export function RowsPage() {
    const { t, i18n } = useTranslation();
    const r = useReader();
    const search = useSearch({ from: "/shell/results/channels/rows" });
    const navigate = useNavigate();
    const small = useMediaQuery("(max-width: 48em)") ?? false;
    const { by = "channel", key, column = "leads", from, to } = search;
    const query = { ...search, by, column };
    const q = useInfiniteQuery({
        queryKey: ["report", "rows", query],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Row>>("/reports/channels/rows", { ...query, limit: 200, after: pageParam, count: 1 }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const report = useQuery({
        queryKey: ["report", "channels", by, { from, to }, i18n.language],
        queryFn: ({ signal }) => api.get<ChannelReport>("/reports/channels", { from, to, by }, signal),
    });
    const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = q;
    useEffect(() => {
        if (hasNextPage && !isFetchingNextPage && rows.length < KEEP_LOADING) void fetchNextPage();
    }, [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);

    const table = tableOf(rows[0]);
    const model = useModel(table ?? "contacts");
    const what = report.data?.columns[column]?.label ?? column;
    const rowName = key === undefined ? t("channels.total") : report.data ? nameIn(report.data, { key }, r, t) : channelName(key, t);
    const total = q.data?.pages[0]?.count ?? (hasNextPage ? null : rows.length);
    const back = Object.fromEntries(Object.entries({ from, to, by: by === "channel" ? undefined : by }).filter(([, v]) => v)) as Record<string, string>;
    const name = `${what}: ${rowName}`;
    return (
        <>
            <Link to="/results/channels" search={back} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("channels.title")}
            </Link>
            <PageHead
                tab={name} title={name}
                lead={<span aria-live="polite">{total === null ? t("list.countMore", { n: count(r, rows.length) }) : t("rows.count", { count: total, n: count(r, total) })} {from || to ? `· ${t("channels.span", { from: day(r, from), to: day(r, to) })}` : ""}</span>}
            >
                <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download("/reports/channels/rows.csv", `${column}-${key ?? "total"}.csv`, query).catch(failed)}>{t("rows.csv")}</Button>
            </PageHead>
            {report.data?.columns[column] && (
                <Text size="sm" className="dim" mb="md">
                    {report.data.columns[column].definition}
                    {report.data.columns[column].sample_rule && ` ${t("figure.sample", { rule: report.data.columns[column].sample_rule })}`}
                </Text>
            )}
            {q.isError ? <Trouble error={q.error} again={() => void q.refetch()} /> : q.isPending || !model ? <Waiting /> : rows.length === 0 ? (
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
                    table={table ?? "contacts"} rows={rows} small={small} onOpen={(x) => void navigate({ to: "/people/$table/$id", params: { table: table ?? "contacts", id: x.id } })}
                    columns={columnsOf[table === "deals" ? "deals" : "contacts"].map((c) => fieldNamed(model.fields, c)).filter((f) => f !== undefined)}
                />
            )}
            {hasNextPage && rows.length >= KEEP_LOADING && <Group justify="center" mt="md"><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
