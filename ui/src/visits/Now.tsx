/* Who is here: the last five and thirty minutes, asked again every ten seconds while somebody looks. */
import { Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { count } from "../format";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { filterOf, type VisitsSearch } from "./ask";
import { Chips } from "./Controls";
import type { Go } from "./VisitsPage";
import { valueName } from "./words";

interface Named { name: string; visitors: number }
interface NowAnswer { visitors: number; visitors_30: number; views_30: number; minutes: { at: string; views: number; visitors: number }[]; pages: Named[]; sources: Named[]; countries: Named[] }

export function Now({ search, go }: { search: VisitsSearch; go: Go }) {
    const { t } = useTranslation();
    const r = useReader();
    const asked = JSON.stringify({ filters: (search.f ?? []).map(filterOf), include: search.robots ? { robots: search.robots === "only" ? "only" : true } : {} });
    const q = useQuery({ queryKey: ["stats", "now", asked], queryFn: ({ signal }) => api.get<NowAnswer>("/stats/now", { q: asked }, signal), refetchInterval: 10_000, placeholderData: keepPreviousData });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const d = q.data;
    const most = Math.max(1, ...d.minutes.map((m) => m.views));
    const clock = (iso: string) => new Intl.DateTimeFormat(r.locale, { timeStyle: "short", timeZone: r.timeZone || "UTC" }).format(new Date(iso));
    return (
        <>
            <Chips search={search} go={go} />
            <section className="card" aria-label={t("visits.tab.now")} style={{ marginBottom: 18 }}>
                <div style={{ display: "flex", gap: 32, flexWrap: "wrap", marginBottom: 14 }}>
                    <div role="status" aria-live="polite"><div className="num" style={{ fontSize: "2rem", fontWeight: 650, lineHeight: 1.1 }}>{count(r, d.visitors)}</div><Text size="sm" className="dim">{t("visits.nowVisitors", { count: d.visitors })}</Text></div>
                    <div><div className="num" style={{ fontSize: "1.3rem", fontWeight: 600, lineHeight: 1.6 }}>{count(r, d.visitors_30)}</div><Text size="sm" className="dim">{t("visits.now30", { count: d.visitors_30 })}</Text></div>
                    <div><div className="num" style={{ fontSize: "1.3rem", fontWeight: 600, lineHeight: 1.6 }}>{count(r, d.views_30)}</div><Text size="sm" className="dim">{t("visits.nowViews")}</Text></div>
                </div>
                <div className="visits-minutes" aria-hidden>
                    {d.minutes.map((m) => <span key={m.at} title={`${clock(m.at)} · ${m.views}`} style={{ height: `${Math.max(m.views ? 6 : 2, (100 * m.views) / most)}%`, background: m.views ? "var(--act)" : "var(--line)" }} />)}
                </div>
                <details style={{ marginTop: 8 }}>
                    <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("figure.table")}</summary>
                    <table className="grid-table">
                        <thead><tr><th>{t("visits.interval.minute")}</th><th className="num">{t("visits.metric.views")}</th><th className="num">{t("visits.metric.visitors")}</th></tr></thead>
                        <tbody>{d.minutes.map((m) => <tr key={m.at}><td>{clock(m.at)}</td><td className="num">{count(r, m.views)}</td><td className="num">{count(r, m.visitors)}</td></tr>)}</tbody>
                    </table>
                </details>
            </section>
            <div className="visits-panels">
                <List title={t("visits.panel.pages")} dimension="page" rows={d.pages} />
                <List title={t("visits.panel.sources")} dimension="source" rows={d.sources} />
                <List title={t("visits.by.country")} dimension="country" rows={d.countries} />
            </div>
        </>
    );
}

function List({ title, dimension, rows }: { title: string; dimension: string; rows: Named[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const most = Math.max(1, ...rows.map((x) => x.visitors));
    return (
        <section className="card visits-panel" aria-label={title}>
            <h2 style={{ margin: "0 0 8px", fontSize: "1rem", fontWeight: 650 }}>{title}</h2>
            {!rows.length ? <Text size="sm" className="dim">{t("visits.nobodyNow")}</Text> : (
                <table className="visits-rows">
                    <thead><tr><th scope="col">{title}</th><th scope="col" className="num">{t("visits.metric.visitors")}</th></tr></thead>
                    <tbody>
                        {rows.map((x) => (
                            <tr key={x.name}>
                                <td><span className="visits-bar" style={{ width: `${(100 * x.visitors) / most}%` }} aria-hidden /><span className="visits-row" title={x.name}>{valueName(dimension, x.name, r, t)}</span></td>
                                <td className="num">{count(r, x.visitors)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </section>
    );
}
