/* The touches that add up to one figure of the attribution, or the conversions behind an answer, and the same as a CSV. */
import { Button, Group, Text } from "@mantine/core";
import { IconArrowLeft, IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import type { AttributionRows, AttributionTouch } from "../api/types";
import { count, decimal, moment, money, type Reader } from "../format";
import { channelName } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { answerName, dimensions, models, rowName } from "./attribution";

export function AttributionRowsPage() {
    const { t } = useTranslation();
    const { reader, can } = useDesk();
    const search = useSearch({ from: "/shell/results/attribution/rows" });
    const { model = "first", key, heard, ...ask } = search;
    const by = dimensions.find((d) => d === ask.by) ?? "channel";
    const known = models.find((m) => m === model) ?? "first";
    const query = { ...ask, by, model: known, key, heard };
    const q = useInfiniteQuery({
        queryKey: ["report", "attribution", "rows", query],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<AttributionRows>("/reports/attribution/rows", { ...query, limit: 100, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const first = q.data?.pages[0];
    const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
    const r = { ...reader, currency: first?.currency ?? reader.currency };
    const said = heard !== undefined;
    const name = said ? `${t("attribution.heard")}: ${answerName(heard, t)}` : `${key === undefined ? t("attribution.unknown") : rowName(by, key, t)} · ${t(`attribution.model.${known}`)}`;
    const withMoney = ask.credit !== "lead";
    return (
        <>
            <Link to="/results/attribution" search={ask} className="link no-print" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("attribution.title")}
            </Link>
            <PageHead tab={name} title={name} lead={first && (
                <span aria-live="polite">
                    {t(said ? "attribution.heardSum" : "attribution.rowsSum", { count: first.count, n: count(r, first.count), conversions: decimal(r, first.conversions, 2) })}
                    {withMoney && ` · ${money(r, first.value_minor)}`}
                </span>
            )}>
                {can("export") && <Button className="no-print" variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download("/reports/attribution/rows.csv", said ? "attribution-heard.csv" : `attribution-${known}-${key ?? "unknown"}.csv`, query).catch(failed)}>{t("rows.csv")}</Button>}
            </PageHead>
            {!said && <Text size="sm" className="dim" mb="md">{t(`attribution.definition.${known}`, { days: ask.half_life ?? 30 })}{known === "markov" && key !== undefined ? ` ${t("attribution.markovRows")}` : ""}</Text>}
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !first ? <Waiting /> : rows.length === 0 ? (
                <div className="card"><Text className="dim">{t("rows.none")}</Text></div>
            ) : (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={name}>
                    <table className="grid-table">
                        <thead>
                            <tr>
                                {!said && <th>{t("attribution.touch")}</th>}<th>{t("attribution.who")}</th>{!said && <th>{t("attribution.from")}</th>}<th>{t("attribution.leadsTo")}</th>
                                <th className="num">{t("attribution.conversions")}</th>{withMoney && <th className="num">{t("attribution.money")}</th>}
                            </tr>
                        </thead>
                        <tbody>{rows.map((x, i) => <Line key={`${x.id ?? x.deal ?? ""}-${i}`} x={x} r={r} withMoney={withMoney} said={said} />)}</tbody>
                    </table>
                </div>
            )}
            {q.hasNextPage && <Group justify="center" mt="md"><Button className="no-print" variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}

function Line({ x, r, withMoney, said }: { x: AttributionTouch; r: Reader; withMoney: boolean; said: boolean }) {
    const { t } = useTranslation();
    const from = [x.channel && channelName(x.channel, t), [x.source !== "activity" && x.source, x.source !== "activity" && x.medium].filter(Boolean).join(" / "), x.campaign].filter(Boolean);
    return (
        <tr>
            {!said && <td style={{ whiteSpace: "nowrap" }}>
                {x.kind ? t(`attribution.kind.${x.kind}`, { defaultValue: x.kind }) : t("attribution.unknown")}
                {x.kind === "visit" && x.views > 0 && ` · ${t("attribution.pages", { count: x.views, n: count(r, x.views) })}`}
                {x.at && <Text size="xs" className="dim">{moment(r, x.at)}</Text>}
                {x.path && x.kind !== "first_contact" && <Text size="xs" className="dim" style={{ maxWidth: 260, overflow: "hidden", textOverflow: "ellipsis" }} title={x.path}>{x.path}</Text>}
            </td>}
            <td style={{ minWidth: 170 }}>
                {x.contact ? <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: x.contact }}>{x.contact_name ?? `#${x.contact.slice(-6)}`}</Link> : "–"}
                {x.account && <Text size="xs"><Link className="link" to="/people/$table/$id" params={{ table: "accounts", id: x.account }}>{x.account_name ?? `#${x.account.slice(-6)}`}</Link></Text>}
            </td>
            {!said && <td style={{ minWidth: 140 }}>{from.length > 0 ? from.join(" · ") : "–"}</td>}
            <td style={{ whiteSpace: "nowrap" }}>
                {x.deal ? <Link className="link" to="/people/$table/$id" params={{ table: "deals", id: x.deal }}>{x.deal_name ?? `#${x.deal.slice(-6)}`}</Link> : x.converted_at ? t("attribution.credit.lead") : t("attribution.noConversion")}
                {x.more > 0 && ` +${x.more}`}
                {x.converted_at && <Text size="xs" className="dim">{moment(r, x.converted_at)}</Text>}
            </td>
            <td className="num">{decimal(r, x.conversions, 3)}</td>
            {withMoney && <td className="num">{money(r, x.value_minor)}</td>}
        </tr>
    );
}
