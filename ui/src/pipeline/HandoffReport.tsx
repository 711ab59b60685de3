/* What share of the leads passed sales accepts, by the channel they came from, and why it returns the rest. Numbers open. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Reason as Why } from "../api/types";
import { count, decimal, percent } from "../format";
import { Empty } from "../parts/Empty";
import { channelName } from "../parts/fields";
import { Figure } from "../parts/Figure";
import { PeriodPicker } from "../results/period";
import type { ListSearch } from "../router";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { reasons } from "./handoffs";

interface Row {
    channel: string;
    asked: number;
    waiting: number;
    late: number;
    accepted: number;
    returned: number;
    rate: number | null;
    rate_reason: Why | null;
    answer_hours: number | null;
    hours_reason: Why | null;
    reasons: Record<string, number>;
}

export function HandoffReport({ search, go }: { search: ListSearch; go: (s: ListSearch) => void }) {
    const { t } = useTranslation();
    const q = useQuery({ queryKey: ["report", "handoffs", search.from, search.to], queryFn: ({ signal }) => api.get<{ rows: Row[]; totals: Row }>("/reports/handoffs", { from: search.from, to: search.to }, signal) });
    return (
        <>
            <div style={{ marginBottom: 12 }}><PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => { go({ tab: "report", from: p.from, to: p.to }); }} /></div>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.totals.asked === 0 ? (
                <div className="card"><Empty title={t("handoff.noReport")} text={t("handoff.noReportText")} /></div>
            ) : <Table rows={q.data.rows} totals={q.data.totals} />}
        </>
    );
}

function Table({ rows, totals }: { rows: Row[]; totals: Row }) {
    const { t } = useTranslation();
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("handoff.tab.report")}>
                <table className="grid-table row-cards">
                    <thead>
                        <tr>
                            <th>{t("handoff.channel")}</th><th className="num">{t("handoff.asked")}</th><th className="num">{t("handoff.state.accepted")}</th><th className="num">{t("handoff.state.returned")}</th>
                            <th className="num" title={t("handoff.rateHint")}>{t("handoff.rate")}</th><th className="num" title={t("handoff.hoursHint")}>{t("handoff.hours")}</th><th>{t("handoff.whyReturned")}</th><th className="num">{t("handoff.open")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.map((x) => <Line key={x.channel} row={x} />)}</tbody>
                    <tfoot><Line row={totals} all /></tfoot>
                </table>
            </div>
            <Text size="xs" className="dim" mt={8}>{t("handoff.reportNote")}</Text>
        </>
    );
}

function Line({ row: x, all }: { row: Row; all?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const to = (n: number, more: ListSearch) => n === 0 ? <>{count(r, n)}</> : <Link className="link" to="/people/handoff" search={{ ...(all ? {} : { channel: x.channel }), ...more }}>{count(r, n)}</Link>;
    const why = reasons.filter((k) => (x.reasons[k] ?? 0) > 0).sort((a, b) => (x.reasons[b] ?? 0) - (x.reasons[a] ?? 0));
    return (
        <tr style={all ? { fontWeight: 600 } : undefined}>
            <td>{all ? t("handoff.all") : channelName(x.channel, t)}</td>
            <td className="num" data-label={t("handoff.asked")}>{count(r, x.asked)}</td>
            <td className="num" data-label={t("handoff.state.accepted")}>{to(x.accepted, { tab: "answered", state: "accepted" })}</td>
            <td className="num" data-label={t("handoff.state.returned")}>{to(x.returned, { tab: "answered", state: "returned" })}</td>
            <td className="num" data-label={t("handoff.rate")}><Figure value={percent(r, x.rate, 0)} none={x.rate === null} reason={x.rate_reason} /></td>
            <td className="num" data-label={t("handoff.hours")}><Figure value={t("handoff.hoursN", { n: decimal(r, x.answer_hours, 0) })} none={x.answer_hours === null} reason={x.hours_reason} /></td>
            <td data-label={t("handoff.whyReturned")} style={{ fontSize: "0.86rem", fontWeight: 400 }}>
                {why.length === 0 ? <span className="dim">–</span> : <span>{why.map((k, i) => <span key={k}>{i > 0 && ", "}<Link className="link" to="/people/handoff" search={{ ...(all ? {} : { channel: x.channel }), tab: "answered", state: "returned", reason: k }}>{t(`handoff.reason.${k}`)} {x.reasons[k]}</Link></span>)}</span>}
            </td>
            <td className="num" data-label={t("handoff.open")}><span>{to(x.waiting, {})}{x.late > 0 && <span className="attention"> ({t("handoff.lateShort", { count: x.late })})</span>}</span></td>
        </tr>
    );
}
