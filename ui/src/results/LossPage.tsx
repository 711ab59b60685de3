/* Data health: what became of everything that came. The parts add up to what was received, day by day. */
import { Group, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { count, day, percent } from "../format";
import { Bars } from "../parts/Bars";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { PeriodPicker, periodProblem, type Period } from "./period";

type Losses = components["schemas"]["Losses"];

const fates = ["human", "robot", "duplicate", "refused", "invalid"] as const;
const colors = { human: "#2e7d5b", robot: "#7b8794", duplicate: "#3b72b8", refused: "#c8553d", invalid: "#8b3524" } as const;

export function LossPage() {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const period: Period = useSearch({ strict: false });
    const q = useQuery({
        queryKey: ["losses", period.from, period.to],
        placeholderData: keepPreviousData,
        queryFn: ({ signal }) => api.get<Losses>("/measuring/losses", { from: period.from, to: period.to }, signal),
    });
    return (
        <>
            <PageHead title={t("loss.title")} lead={t("loss.lead")} />
            <Group mb="md"><PeriodPicker period={period} onChange={(p) => { void navigate({ to: "/results/health", search: { ...p } }); }} error={q.error} /></Group>
            {periodProblem(q.error) ? null : q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.totals.received === 0 ? (
                <div className="card"><Empty title={t("loss.empty")} text={t("loss.emptyText")} /></div>
            ) : <div style={{ opacity: q.isPlaceholderData ? 0.6 : 1 }} aria-busy={q.isPlaceholderData}><Ledger of={q.data} /></div>}
        </>
    );
}

/* One part of the sum; it opens to what it means and why. What was lost stands open. */
function Fate({ fate, of }: { fate: (typeof fates)[number]; of: Losses }) {
    const { t } = useTranslation();
    const r = useReader();
    const n = of.totals[fate];
    const reasons = of.reasons.filter((x) => x.fate === fate);
    return (
        <li>
            <details open={n > 0 && (fate === "refused" || fate === "invalid")}>
                <summary>
                    <span className="loss-name">{t(`loss.fate.${fate}`)}</span>
                    <span className="bar-track loss-bar" aria-hidden="true"><span className="bar-fill" style={{ display: "block", width: `${(100 * n) / of.totals.received}%`, minWidth: n ? 3 : 0, background: colors[fate] }} /></span>
                    <span className="num loss-number">{`${count(r, n)} · ${percent(r, n / of.totals.received)}`}</span>
                </summary>
                <div className="loss-why">
                    <Text size="sm" className="dim" lh={1.55}>{t(`loss.what.${fate}`)}</Text>
                    {(fate === "human" || fate === "robot") && n > 0 && <Text size="sm"><Link to="/results/visits" search={{ period: `${of.from},${of.to}`, ...(fate === "robot" ? { robots: "only" as const } : {}) }}>{t(`loss.open.${fate}`)}</Link></Text>}
                    {reasons.length > 0 && <Bars sentences label={t("loss.why")} bars={reasons.map((x) => ({ key: x.reason, label: x.label, value: x.count, text: count(r, x.count), color: colors[fate] }))} />}
                </div>
            </details>
        </li>
    );
}

function Ledger({ of }: { of: Losses }) {
    const { t } = useTranslation();
    const r = useReader();
    const all = of.totals.received;
    const days = of.days.filter((d) => d.received > 0).reverse();
    return (
        <>
            <section className="card" aria-labelledby="loss-sum">
                <Title order={2} size="h4" id="loss-sum" mb={4}>{t("loss.received", { count: all, n: count(r, all) })}</Title>
                <Text size="sm" className="dim num" style={{ overflowWrap: "anywhere" }}>{`${count(r, all)} = ${fates.map((f) => count(r, of.totals[f])).join(" + ")}`}</Text>
                <Text size="sm" className="dim" mb="md">{t("loss.sum")}</Text>
                <ul className="loss-lines" aria-label={t("loss.title")}>
                    {fates.map((f) => <Fate key={f} fate={f} of={of} />)}
                </ul>
                {of.aged && <Text size="sm" className="dim" mt="md" lh={1.55}>{t("loss.aged", { count: of.aged.removed, n: count(r, of.aged.removed), day: day(r, of.aged.before) })}</Text>}
            </section>
            <div className="card scroll-x" style={{ padding: 0, marginTop: 16 }} tabIndex={0} role="region" aria-label={t("loss.byDay")}>
                <table className="grid-table">
                    <caption className="hidden-visually">{t("loss.byDay")}</caption>
                    <thead><tr><th>{t("loss.day")}</th><th className="num">{t("loss.total")}</th>{fates.map((f) => <th key={f} className="num">{t(`loss.fate.${f}`)}</th>)}</tr></thead>
                    <tbody>
                        {days.map((d) => (
                            <tr key={d.day}><td>{day(r, d.day)}</td><td className="num"><strong>{count(r, d.received)}</strong></td>{fates.map((f) => <td key={f} className="num">{count(r, d[f])}</td>)}</tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <Text size="sm" className="dim" mt="sm">{t("loss.utc")}</Text>
        </>
    );
}
