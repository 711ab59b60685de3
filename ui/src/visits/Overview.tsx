/* Six figures that choose what the graph draws, a seventh where there is money, and what they are made of. */
import { Button, Text, Tooltip } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { day } from "../format";
import { Empty } from "../parts/Empty";
import { Change } from "../parts/Figure";
import { periodProblem } from "../results/period";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { ask, figures, question, totals, type Metric, type StatsAnswer, type VisitsSearch } from "./ask";
import { Chips, Controls } from "./Controls";
import { Details } from "./Details";
import { Panel, panels } from "./Panel";
import type { Go } from "./VisitsPage";
import { hasMoney, OtherMoney } from "./OtherMoney";
import { Imported } from "./Imported";
import { figureText } from "./words";

const Chart = lazy(() => import("./Chart").then((m) => ({ default: m.Chart })));

export interface MetricWords {
    key: string;
    label: string;
    definition: string;
}

export function useMetricWords(): Map<string, MetricWords> {
    const { i18n } = useTranslation();
    const q = useQuery({ queryKey: ["stats", "words", i18n.language], staleTime: Infinity, queryFn: ({ signal }) => api.get<{ metrics: MetricWords[] }>("/stats/words", undefined, signal) });
    return new Map((q.data?.metrics ?? []).map((m) => [m.key, m]));
}

export function Overview({ search, go }: { search: VisitsSearch; go: Go }) {
    const { t } = useTranslation();
    const [details, setDetails] = useState<string | null>(null);
    const figure = search.figure ?? "visitors";
    const whole = question(search, { metrics: totals });
    const graph = question(search, { metrics: [figure], dimensions: ["time"], include: { time_labels: true } });
    const q = useQuery({ queryKey: ["stats", whole], queryFn: () => ask(whole), placeholderData: keepPreviousData });
    const g = useQuery({ queryKey: ["stats", graph], queryFn: () => ask(graph), placeholderData: keepPreviousData });
    const none = q.data && !search.f && q.data.results[0]?.metrics[1] === 0;
    return (
        <>
            <Controls search={search} go={go} error={q.error} />
            <Chips search={search} go={go} />
            {periodProblem(q.error) ? null : q.isLoadingError ? <Trouble error={q.error} again={() => { void q.refetch(); void g.refetch(); }} /> : !q.data ? <Waiting /> : none ? <><NoVisits search={search} go={go} /><Imported answer={q.data} /></> : (
                <div style={{ display: "grid", gap: 18, opacity: q.isPlaceholderData ? 0.6 : 1 }} aria-busy={q.isPlaceholderData}>
                    <section className="card" aria-labelledby="h-visits">
                        <h2 id="h-visits" className="hidden-visually">{t("visits.figures")}</h2>
                        <Figures answer={q.data} figure={figure} go={go} />
                        <OtherMoney answer={q.data} />
                        <Suspense fallback={<div style={{ height: 260 }} />}>{g.data ? <Chart answer={g.data} figure={figure} /> : <div style={{ height: 260 }} />}</Suspense>
                        <Imported answer={q.data} />
                        <Span answer={q.data} />
                    </section>
                    <div className="visits-panels">
                        {panels.map((p) => <Panel key={p.key} panel={p} search={search} go={go} onDetails={setDetails} />)}
                    </div>
                </div>
            )}
            <Details dimension={details} search={search} go={go} onClose={() => setDetails(null)} />
        </>
    );
}

function Figures({ answer, figure, go }: { answer: StatsAnswer; figure: Metric; go: Go }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const words = useMetricWords();
    const row = answer.results[0];
    // Against a handful of visits anything has grown by thousands of percent.
    const enough = (row?.comparison?.metrics[1] ?? 0) >= 20;
    return (
        <div className="visits-figures" role="group" aria-label={t("visits.figures")}>
            {(figure === "value" || hasMoney(answer) ? totals : figures).map((m, i) => {
                const v = row?.metrics[i] ?? null;
                const before = enough ? (row?.comparison?.metrics[i] ?? null) : null;
                const label = words.get(m)?.label ?? t(`visits.metric.${m}`);
                return (
                    <Tooltip key={m} label={words.get(m)?.definition ?? label}>
                        <button type="button" className="visits-figure" aria-pressed={m === figure} onClick={() => go({ figure: m === "visitors" ? undefined : m })}>
                            <span className="dim visits-figure-name">{label}</span>
                            <span className="num visits-figure-value">{figureText(m, v, r, t)}</span>
                            {answer.meta.comparison && <Change now={v} before={before} lessIsBetter={m === "bounce_rate"} rate={m === "bounce_rate"} />}
                        </button>
                    </Tooltip>
                );
            })}
        </div>
    );
}

/* Which days these are, and how many visitors are ids of a day. */
function Span({ answer }: { answer: StatsAnswer }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const { from, to, comparison, stable_visitors: stable, events_from: events } = answer.meta;
    const visitors = answer.results[0]?.metrics[0] ?? 0;
    return (
        <Text size="xs" className="dim" mt="sm">
            {t("visits.span", { from: day(r, from), to: day(r, to) })}
            {comparison && ` · ${t("visits.spanBefore", { from: day(r, comparison.from), to: day(r, comparison.to) })}`}
            {stable !== undefined && visitors > 0 && !answer.meta.imports?.included && ` · ${t("visits.stable", { share: Math.round((100 * stable) / visitors) })}`}
            {events && ` · ${t("visits.eventsFrom", { day: day(r, events) })}`}
        </Text>
    );
}

function NoVisits({ search, go }: { search: VisitsSearch; go: Go }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    return (
        <div className="card">
            <Empty title={t("visits.empty")} text={t("visits.emptyText")}>
                {search.period !== "all" && <Button variant="default" onClick={() => go({ period: "all" })}>{t("visits.emptyAll")}</Button>}
                {can("admin") && <Button leftSection={<IconSettings size={17} aria-hidden />} onClick={() => void navigate({ to: "/settings/$page", params: { page: "measure" } })}>{t("visits.emptyAct")}</Button>}
            </Empty>
        </div>
    );
}
