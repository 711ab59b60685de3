/* How long people take from one stage to the next, and deals in each stage of the pipeline. */
import { Group, Text, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { MetricValue, Reason } from "../api/types";
import { count, decimal, money, percent } from "../format";
import { Figure, reasonText } from "../parts/Figure";
import { LeftOut } from "../parts/LeftOut";
import { PageHead } from "../parts/PageHead";
import { PeriodPicker } from "../results/period";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

interface Times {
    have: number;
    p25: number | null;
    p50: number | null;
    p75: number | null;
    reason: Reason | null;
}
type Step = Times & { from: string; to: string; from_label: string; to_label: string; entered: number; went_on: number; rate: number | null };
type Stage = Times & { key: string; name: string };
interface Report { ladder: Step[]; stages: Stage[] }

export function FunnelPage() {
    const { t } = useTranslation();
    const search = useSearch({ from: "/shell/results/funnel" });
    const navigate = useNavigate();
    const q = useQuery({ queryKey: ["report", "funnel", search.from, search.to], queryFn: ({ signal }) => api.get<Report>("/reports/funnel", { from: search.from, to: search.to }, signal) });
    return (
        <>
            <PageHead title={t("menu.funnel")} lead={t("funnel.lead")} />
            <Group mb="md"><PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => void navigate({ to: "/results/funnel", search: { from: p.from, to: p.to }, replace: true })} /></Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : (
                <>
                    <Speed from={search.from} to={search.to} />
                    <Ladder steps={q.data.ladder} />
                    <Stages stages={q.data.stages} />
                </>
            )}
        </>
    );
}

function Speed({ from, to }: { from?: string; to?: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const keys = ["pipeline_velocity", "days_in_stage", "mql_accept_rate"] as const;
    const q = useQuery({ queryKey: ["report", "speed", from, to], queryFn: ({ signal }) => Promise.all(keys.map((k) => api.get<MetricValue>(`/metrics/${k}`, { from, to }, signal))) });
    const text = (k: (typeof keys)[number], v: number | null) => (k === "pipeline_velocity" ? t("funnel.perDay", { v: money(r, v) }) : k === "days_in_stage" ? t("funnel.daysN", { n: decimal(r, v) }) : percent(r, v, 0));
    return (
        <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(200px, 1fr))", gap: 14, marginBottom: 22 }}>
            {keys.map((k, i) => {
                const m = q.data?.[i];
                return (
                    <section key={k} className="card" style={{ padding: 16 }} aria-label={t(`funnel.figure.${k}`)}>
                        <Tooltip label={t(`funnel.about.${k}`)}><Text size="sm" className="dim" tabIndex={0}>{t(`funnel.figure.${k}`)}</Text></Tooltip>
                        <Text fw={650} fz="1.35rem" className="num" mt={2}>{!m ? "…" : m.value === null ? <span className="lack" style={{ fontSize: "0.86rem" }}>{reasonText(m.reason)}</span> : text(k, m.value)}</Text>
                        <LeftOut others={m?.other_currencies} mt={4} />
                        {k === "mql_accept_rate" && <Link className="link" style={{ fontSize: "0.82rem" }} to="/people/handoff" search={{ tab: "report", from, to }}>{t("funnel.byChannel")}</Link>}
                    </section>
                );
            })}
        </div>
    );
}

/* The middle half as a bar, the middle as a mark on it; the scale is the same for the whole table. */
function Span({ times, most }: { times: Times; most: number }) {
    const { t } = useTranslation();
    const r = useReader();
    if (times.p50 === null || times.p25 === null || times.p75 === null) return <Figure value="" none reason={times.reason} />;
    const at = (v: number) => `${(100 * v) / most}%`;
    const n = (v: number) => decimal(r, v);
    return (
        <Tooltip label={t("funnel.spanHint", { a: n(times.p25), b: n(times.p50), c: n(times.p75), count: times.have })}>
            <span tabIndex={0} style={{ flex: "0 1 220px", display: "grid", gridTemplateColumns: "minmax(90px, 1fr) auto", gap: 10, alignItems: "center" }}>
                <span className="bar-track" style={{ height: 14, position: "relative" }} aria-hidden>
                    <span style={{ position: "absolute", left: at(times.p25), width: at(Math.max(times.p75 - times.p25, most / 200)), top: 0, bottom: 0, background: "var(--wave)", opacity: 0.45, borderRadius: 4 }} />
                    <span style={{ position: "absolute", left: at(times.p50), width: 3, top: -2, bottom: -2, background: "var(--act)" }} />
                </span>
                <span className="num" style={{ whiteSpace: "nowrap" }}>{t("funnel.daysN", { n: n(times.p50) })}</span>
            </span>
        </Tooltip>
    );
}

const top = (all: Times[]) => Math.max(...all.map((x) => x.p75 ?? 0), 1e-9);

function Ladder({ steps }: { steps: Step[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const most = top(steps);
    return (
        <section style={{ marginBottom: 26 }}>
            <h2 style={{ margin: "0 0 4px", fontSize: "1.05rem" }}>{t("funnel.people")}</h2>
            <Text size="sm" className="dim" mb={8}>{t("funnel.peopleLead")}</Text>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("funnel.people")}>
                <table className="grid-table row-cards">
                    <thead><tr><th>{t("funnel.step")}</th><th className="num">{t("funnel.came")}</th><th className="num">{t("funnel.wentOn")}</th><th className="num">{t("funnel.share")}</th><th style={{ minWidth: 220 }}>{t("funnel.days")}</th></tr></thead>
                    <tbody>
                        {steps.map((s) => (
                            <tr key={s.from}>
                                <td>{s.from_label} → {s.to_label}</td>
                                <td className="num" data-label={t("funnel.came")}>{count(r, s.entered)}</td>
                                <td className="num" data-label={t("funnel.wentOn")}>{count(r, s.went_on)}</td>
                                <td className="num" data-label={t("funnel.share")}>{percent(r, s.rate, 0)}</td>
                                <td data-label={t("funnel.days")}><Span times={s} most={most} /></td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}

function Stages({ stages }: { stages: Stage[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const most = top(stages);
    return (
        <section>
            <h2 style={{ margin: "0 0 4px", fontSize: "1.05rem" }}>{t("funnel.deals")}</h2>
            <Text size="sm" className="dim" mb={8}>{t("funnel.dealsLead")}</Text>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("funnel.deals")}>
                <table className="grid-table row-cards">
                    <thead><tr><th>{t("funnel.stage")}</th><th className="num">{t("funnel.stays")}</th><th style={{ minWidth: 220 }}>{t("funnel.days")}</th></tr></thead>
                    <tbody>
                        {stages.map((s) => (
                            <tr key={s.key}>
                                <td>{s.name}</td>
                                <td className="num" data-label={t("funnel.stays")}>{count(r, s.have)}</td>
                                <td data-label={t("funnel.days")}><Span times={s} most={most} /></td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}
