/* A list of what the figures are made of: its rows filter, and open in full with search and a file. */
import { ActionIcon, Button, Group, Skeleton, Tabs, Text } from "@mantine/core";
import { IconTarget } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/client";
import { percent } from "../format";
import { useReader } from "../session";
import { channelColor } from "../theme";
import { ask, question, toggled, totals, type Metric, type VisitsSearch } from "./ask";
import { LeftOut } from "./Imported";
import type { Go } from "./VisitsPage";
import { dimensionName, figureText, valueName } from "./words";

const ROWS = 9;

export interface PanelKind {
    key: string;
    dimensions: string[];
}

export const panels: PanelKind[] = [
    { key: "sources", dimensions: ["channel", "source", "campaign"] },
    { key: "pages", dimensions: ["page", "entry", "exit"] },
    { key: "places", dimensions: ["country", "language"] },
    { key: "devices", dimensions: ["device", "browser", "os"] },
    { key: "events", dimensions: ["event"] },
];

/* What a list counts, each the cheapest that says it: a page is seen, an event is done by visitors, everything else is a visit's. */
export function metricsOf(dimension: string, goal?: string): [Metric, ...Metric[]] {
    if (dimension === "event") return ["visitors"];
    const first: Metric = dimension === "page" ? "views" : "visits";
    if (goal) return [first, "conversion_rate"];
    return dimension === "entry" ? [first, "bounce_rate"] : [first];
}

/* All visitors of the page, of whom those of an event are a share; null for too few to tell, undefined while nobody knows yet. */
export function useVisitors(search: VisitsSearch): number | null | undefined {
    const whole = question(search, { metrics: totals });
    const q = useQuery({ queryKey: ["stats", whole], queryFn: () => ask(whole), placeholderData: keepPreviousData });
    if (!q.data) return undefined;
    const n = q.data.results[0]?.metrics[0] ?? 0;
    return n >= 20 ? n : null;
}

export function onlyEvents(dimension: string): unknown[] {
    return dimension === "event" ? [["is_not", "event", ["view", "engage"]]] : [];
}

export function Panel({ panel, search, go, onDetails }: { panel: PanelKind; search: VisitsSearch; go: Go; onDetails: (dimension: string) => void }) {
    const { t } = useTranslation();
    const [dimension, setDimension] = useState(panel.dimensions[0] ?? "source");
    const title = t(`visits.panel.${panel.key}`);
    return (
        <section className="card visits-panel" aria-label={title}>
            <Tabs value={dimension} onChange={(v) => v && setDimension(v)} variant="none">
                <Group justify="space-between" gap="xs" wrap="nowrap" mb="xs">
                    <h2 style={{ margin: 0, fontSize: "1rem", fontWeight: 650 }}>{title}</h2>
                    {panel.dimensions.length > 1 && (
                        <Tabs.List style={{ display: "flex", gap: 2, flexWrap: "nowrap", overflowX: "auto" }} aria-label={title}>
                            {panel.dimensions.map((d) => <Tabs.Tab key={d} value={d} className="visits-tab">{dimensionName(d, t)}</Tabs.Tab>)}
                        </Tabs.List>
                    )}
                </Group>
                {panel.dimensions.length > 1 ? panel.dimensions.map((d) => <Tabs.Panel key={d} value={d}>{d === dimension && <Rows dimension={d} search={search} go={go} />}</Tabs.Panel>) : <Rows dimension={dimension} search={search} go={go} />}
            </Tabs>
            <div className="no-print" style={{ marginTop: "auto", paddingTop: 8 }}>
                <Button variant="subtle" size="compact-sm" onClick={() => onDetails(dimension)} aria-label={t("visits.detailsOf", { what: dimensionName(dimension, t) })}>{t("visits.details")}</Button>
            </div>
        </section>
    );
}

/* A figure that is still being asked for: not "–", which means that there is none. */
function Soon() {
    return <Skeleton height={12} width={38} style={{ display: "inline-block", verticalAlign: "middle" }} />;
}

function Rows({ dimension, search, go }: { dimension: string; search: VisitsSearch; go: Go }) {
    const { t } = useTranslation();
    const r = useReader();
    const metrics = metricsOf(dimension, search.goal);
    const visitors = useVisitors(search);
    const isEvent = dimension === "event";
    const asked = question({ ...search, compare: "none" }, { metrics, dimensions: [dimension], filters: onlyEvents(dimension), pagination: { limit: ROWS } });
    const q = useQuery({ queryKey: ["stats", asked], queryFn: () => ask(asked), placeholderData: keepPreviousData });
    if (q.isLoadingError) return <Text size="sm" className="attention">{sentence(q.error)}</Text>;
    const rows = q.data?.results ?? [];
    const most = Math.max(1, ...rows.map((x) => x.metrics[0] ?? 0));
    if (q.data && !rows.length) return <><Text size="sm" className="dim" py="md">{t("visits.nothing")}</Text><LeftOut answer={q.data} /></>;
    return (
        <>
        <table className="visits-rows" style={{ opacity: q.isPlaceholderData ? 0.6 : 1 }}>
            <thead>
                <tr>
                    <th scope="col">{dimensionName(dimension, t)}</th>
                    {metrics.map((m) => <th key={m} scope="col" className="num">{t(`visits.metric.${m}`)}</th>)}
                    {isEvent && <th scope="col" className="num">{t("visits.metric.conversion_rate")}</th>}
                </tr>
            </thead>
            <tbody>
                {rows.map((x) => {
                    const value = x.dimensions[0] ?? "";
                    const name = valueName(dimension, value, r, t);
                    const on = (search.f ?? []).some((f) => f[0] === "is" && f[1] === dimension && f[2].includes(value));
                    return (
                        <tr key={value}>
                            <td>
                                <span className="visits-bar" style={{ width: `${(100 * (x.metrics[0] ?? 0)) / most}%`, background: dimension === "channel" ? channelColor(value) : undefined }} aria-hidden />
                                <button type="button" className="visits-row" title={name} aria-pressed={on} aria-label={t(on ? "visits.filter.without" : "visits.filter.by", { what: name })} onClick={() => go({ f: toggled(search.f, ["is", dimension, [value]]) })}>{name}</button>
                            </td>
                            {metrics.map((m, i) => <td key={m} className="num">{x.metrics[i] === undefined ? <Soon /> : figureText(m, x.metrics[i], r, t)}</td>)}
                            {isEvent && (
                                <td className="num">
                                    {visitors === undefined ? <Soon /> : visitors === null ? "–" : percent(r, (x.metrics[0] ?? 0) / visitors)}
                                    <ActionIcon className="no-print" variant={search.goal === value ? "filled" : "subtle"} size={24} ml={4} aria-pressed={search.goal === value} aria-label={t("visits.goal.use", { what: name })} title={t("visits.goal.use", { what: name })} onClick={() => go({ goal: search.goal === value ? undefined : value })}>
                                        <IconTarget size={15} aria-hidden />
                                    </ActionIcon>
                                </td>
                            )}
                        </tr>
                    );
                })}
            </tbody>
        </table>
        {q.data && <LeftOut answer={q.data} />}
        </>
    );
}
