/* What it cost and what came of it: by channel, campaign, segment or month of first contact; how long sales take; and what became of
 * each month's leads. Every figure says its definition and opens its rows; what cannot be told says why and what to do. */
import { ActionIcon, Alert, Group, Select, Switch, Tabs, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconPrinter, IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import type { Economics as Report, EconomicsFigure, EconomicsNumbers, EconomicsPercentiles, FunnelReport, ReportRow } from "../api/types";
import { byUnit, count, day, dayRange, decimal, money, month, percent, type Reader } from "../format";
import { Bars } from "../parts/Bars";
import { Empty } from "../parts/Empty";
import { TabRow } from "../parts/TabRow";
import { channelName } from "../parts/fields";
import { Change, Definition, Figure } from "../parts/Figure";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { channelColor } from "../theme";
import { ofEconomics } from "../reports/reports";
import { SaveReport } from "../reports/SaveReport";
import { models } from "./attribution";
import { keyOf, reasonIn, valueIn } from "./columns";
import { Cohorts } from "./EconomicsCohorts";
import { PeriodPicker, periodProblem } from "./period";
import { SortBy } from "./SortBy";

type Search = Record<string, string | undefined>;

const dimensions = ["channel", "campaign", "segment", "month"] as const;
type By = (typeof dimensions)[number];
/* What is looked for first stands first: not all of it fits beside one another. */
const main = ["spend_minor", "leads", "won", "cac_minor", "revenue_minor", "credited_won", "credited_revenue_minor", "roi", "roas", "mqls", "opportunities", "cost_per_lead_minor", "cost_per_mql_minor", "cost_per_opportunity_minor", "media_cac_minor", "payback_months"];
const modelOwn = ["credited_won", "credited_revenue_minor", "roi", "roas"];
const UNKNOWN = "(unknown)";
const kinds = ["media_minor", "people_minor", "tools_minor", "commission_minor", "other_minor"];
const cards: { column: string; less: boolean }[] = [
    { column: "spend_minor", less: true }, { column: "revenue_minor", less: false }, { column: "cac_minor", less: true }, { column: "payback_months", less: true }, { column: "ltv_cac", less: false }, { column: "roas", less: false }, { column: "roi", less: false },
];

export function Economics() {
    const { t, i18n } = useTranslation();
    const { can, reader } = useDesk();
    const search: Search = useSearch({ from: "/shell/results/economics" });
    const navigate = useNavigate();
    const by = dimensions.find((d) => d === search.by) ?? "channel";
    const bounded = Boolean(search.from && search.to);
    const modelled = by === "channel" || by === "campaign";
    const ask = { by, from: search.from, to: search.to, compare: bounded ? search.compare : undefined, model: modelled ? search.model : undefined };
    const q = useQuery({
        queryKey: ["report", "economics", ask, i18n.language],
        queryFn: ({ signal }) => api.get<Report>("/economics", ask, signal),
        placeholderData: (old) => (old?.by === by ? old : undefined),
    });
    const go = (s: Search) => void navigate({ to: "/results/economics", search: Object.fromEntries(Object.entries({ ...search, ...s }).filter(([, v]) => v)), replace: true });
    return (
        <>
            <PageHead title={t("economics.title")} lead={t("economics.lead")}>
                <ActionIcon className="no-print" variant="default" size={36} aria-label={t("attribution.print")} title={t("attribution.print")} onClick={() => window.print()}><IconPrinter size={18} aria-hidden /></ActionIcon>
                {can("export") && (
                    <ActionIcon className="no-print" variant="default" size={36} aria-label={t("channels.csv")} title={t("channels.csv")} onClick={() => void download("/economics.csv", `economics-${by}.csv`, ask).catch(failed)}><IconDownload size={18} aria-hidden /></ActionIcon>
                )}
                <SaveReport make={() => ofEconomics(by, ask.model, search, reader)} name={`${t("economics.title")}: ${t(`economics.by.${by}`)}`} />
            </PageHead>
            <div className="no-print">
                <Group justify="space-between" mb="sm" gap="sm">
                    <Tabs value={by} onChange={(v) => go({ by: v === "channel" ? undefined : (v ?? undefined) })} variant="pills" style={{ maxWidth: "100%" }}>
                        <TabRow aria-label={t("channels.dimension")}>
                            {dimensions.map((d) => <Tabs.Tab key={d} value={d} style={{ flex: "none" }}>{t(`economics.by.${d}`)}</Tabs.Tab>)}
                        </TabRow>
                    </Tabs>
                    <PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => go({ from: p.from, to: p.to })} error={q.error} />
                </Group>
                <Group mb="md" gap="sm" align="end">
                    <Select label={t("economics.compare")} w={230} allowDeselect={false} disabled={!bounded} description={bounded ? undefined : t("economics.compareOpen")}
                        value={bounded ? (search.compare ?? "none") : "none"} onChange={(v) => go({ compare: v === "none" ? undefined : (v ?? undefined) })}
                        data={["none", "previous_period", "year_over_year"].map((v) => ({ value: v, label: t(`economics.compares.${v}`) }))} />
                    {modelled && (
                        <Select label={t("economics.model")} w={250} allowDeselect={false} value={search.model ?? "first_contact"} onChange={(v) => go({ model: v === "first_contact" ? undefined : (v ?? undefined) })}
                            data={[{ value: "first_contact", label: t("economics.firstContact") }, ...models.map((m) => ({ value: m, label: t(`attribution.model.${m}`) }))]} />
                    )}
                </Group>
            </div>
            {periodProblem(q.error) ? null : q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.rows.length === 0 ? (
                <div className="card">
                    <Empty title={t("economics.empty")} text={t("economics.emptyText")}>
                        <Link to="/results/spend" className="link">{t("economics.toSpend")}</Link>
                    </Empty>
                </div>
            ) : <Body report={q.data} by={by} search={search} />}
        </>
    );
}

function Body({ report, by, search }: { report: Report; by: By; search: Search }) {
    const { t } = useTranslation();
    const { reader, can } = useDesk();
    const navigate = useNavigate();
    const r = { ...reader, currency: report.currency };
    const open = (key: string | null, column: string) => {
        if (modelOwn.includes(column) && report.model !== "first_contact") {
            const span = { by: by === "campaign" ? "campaign" : undefined, from: search.from, to: search.to };
            const named = by === "campaign" ? (report.rows as ReportRow[]).find((x) => keyOf(x) === key)?.label : key;
            if (key === null) void navigate({ to: "/results/attribution", search: clean(span) });
            else void navigate({ to: "/results/attribution/rows", search: clean({ ...span, model: report.model, key: key === UNKNOWN ? undefined : String(named ?? key) }) });
            return;
        }
        void navigate({ to: "/results/channels/rows", search: clean({ by, key: key ?? undefined, column, from: search.from, to: search.to, report: "economics" }) });
    };
    return (
        <>
            <Text size="sm" className="dim" mb="sm">
                {search.from || search.to ? t("channels.span", { from: day(r, report.from), to: day(r, report.to) }) : t("channels.allTime")}
                {report.before && ` · ${t("economics.against", { days: dayRange(r, report.before.from, report.before.to) })}`}
            </Text>
            {!report.settings.gross_margin && (
                <Alert className="no-print" variant="light" color="ochre" icon={<IconSettings size={18} aria-hidden />} mb="md" p="sm">
                    {t("economics.noMargin")}{" "}
                    {can("admin") && <Link className="link" to="/settings/$page" params={{ page: "config" }} hash="measure.gross_margin">{t("economics.toSettings")}</Link>}
                </Alert>
            )}
            {report.anomalies.length > 0 && (
                <Alert variant="light" color="ochre" icon={<IconAlertTriangle size={18} aria-hidden />} mb="md" p="sm">
                    <ul className="notices">{report.anomalies.map((a) => <li key={a.code}>{a.message}</li>)}</ul>
                </Alert>
            )}
            <Cards report={report} r={r} onOpen={(c) => open(null, c)} />
            <Table report={report} by={by} r={r} onOpen={open} />
            <div className="pair" style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 340px), 1fr))", gap: 16, margin: "20px 0" }}>
                <Times report={report} r={r} />
                <Velocity report={report} r={r} />
            </div>
            <Steps search={search} r={r} />
            <Cohorts to={search.to} />
        </>
    );
}

type Column = { label: string; definition: string; sample_rule: string | null; unit: string; basis: string };

function show(report: Pick<Report, "columns">, column: string, r: Reader, v: number | null): string {
    const unit = column.endsWith("_minor") ? "money" : (report.columns as Record<string, { unit: string }>)[column]?.unit ?? "count";
    return unit === "months" ? decimal(r, v, 1) : column === "credited_won" ? decimal(r, v, 2) : unit === "ratio" ? (v === null ? "–" : `${decimal(r, v, 2)}×`) : byUnit(r, unit, v);
}

function Cards({ report, r, onOpen }: { report: Report; r: Reader; onOpen: (column: string) => void }) {
    const { t } = useTranslation();
    const columns = report.columns as Record<string, { label: string; definition: string; sample_rule: string | null; unit: string }>;
    const totals = report.totals as ReportRow;
    const before = report.before?.totals as ReportRow | undefined;
    return (
        <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(146px, 1fr))", gap: 12, marginBottom: 20 }}>
            {cards.map(({ column, less }) => {
                const v = valueIn(totals, column);
                const c = columns[column];
                return (
                    <section key={column} className="card" style={{ padding: "12px 16px" }} aria-label={c?.label} data-figure={column}>
                        <Text size="sm" className="dim">{c?.label}</Text>
                        <Text fw={v === null ? 400 : 680} fz={v === null ? "0.86rem" : "1.3rem"} lh={1.35} component="div">
                            <Figure value={column.endsWith("_minor") && v !== null && v >= 100_000_00 ? money(r, v, r.currency, true) : show(report, column, r, v)} none={v === null} reason={reasonIn(totals, column)} column={c} what={c?.label} onOpen={column === "ltv_cac" ? undefined : () => onOpen(column)} />
                        </Text>
                        {(column === "roas" || column === "roi") && <Text size="xs" className="dim">{t("economics.byModel", { model: report.model_label })}</Text>}
                        {before && v !== null && <Change now={v} before={valueIn(before, column)} lessIsBetter={less} />}
                    </section>
                );
            })}
        </div>
    );
}

function nameOf(by: By, row: ReportRow, r: Reader, t: ReturnType<typeof useTranslation>["t"]): string {
    const key = keyOf(row);
    if (by === "month") return month(r, key);
    if (key === UNKNOWN) return t("attribution.unknown");
    if (by === "channel") return channelName(key, t);
    return key === "(none)" ? t(by === "segment" ? "economics.noSegment" : "channels.none") : String(row.label ?? key);
}

function Table({ report, by, r, onOpen }: { report: Report; by: By; r: Reader; onOpen: (key: string | null, column: string) => void }) {
    const { t } = useTranslation();
    const [byKind, setByKind] = useState(false);
    const [sort, setSort] = useState<{ by: string; down: boolean } | null>(null);
    const defined = report.columns as Record<string, Column>;
    const sharedOut = report.model !== "first_contact";
    const columns = (byKind ? ["spend_minor", ...kinds, ...main.slice(1)] : main).filter((c) => c !== "spend_minor" && !kinds.includes(c) ? true : by !== "segment").filter((c) => sharedOut || !c.startsWith("credited"));
    const all = report.rows as ReportRow[];
    const rows = sort ? [...all].sort((a, b) => ((valueIn(b, sort.by) ?? -Infinity) - (valueIn(a, sort.by) ?? -Infinity)) * (sort.down ? 1 : -1)) : all;
    const before = new Map((report.before?.rows as ReportRow[] | undefined)?.map((x) => [keyOf(x), x]));
    /* A reason that every row gives is told once below the table. */
    const shared = new Map(columns.map((c) => [c, reasonIn(all[0] ?? {}, c)?.message] as const).filter(([c, why]) => why && all.every((x) => valueIn(x, c) === null && reasonIn(x, c)?.message === why)));
    const ownBasis = (c: string) => sharedOut || c === "roas" || c === "roi";
    const label = (c: string) => {
        const col = defined[c];
        return col && ownBasis(c) ? `${col.label} (${col.basis})` : (col?.label ?? c);
    };
    const cell = (row: ReportRow, c: string, name: string, key: string | null) => {
        const v = valueIn(row, c);
        if (v === null && shared.has(c) && reasonIn(row, c)?.message === shared.get(c)) return <span className="dim"><span aria-hidden>–</span><span className="hidden-visually">{shared.get(c)}</span></span>;
        return (
            <div>
                <Figure value={show(report, c, r, v)} none={v === null} reason={reasonIn(row, c)} what={`${defined[c]?.label ?? c}, ${name}`} onOpen={() => onOpen(key, c)} />
                {report.before && v !== null && key !== null && (valueIn(before.get(key) ?? {}, c) ?? 0) !== 0 && (
                    <div><Change now={v} before={valueIn(before.get(key) ?? {}, c)} lessIsBetter={c.startsWith("cost") || c.includes("cac") || c === "payback_months" || c === "spend_minor"} /></div>
                )}
            </div>
        );
    };
    return (
        <section aria-labelledby="h-table">
            <Group justify="space-between" mb={8} gap="sm">
                <h2 id="h-table" style={{ margin: 0, fontSize: "1.02rem" }}>{t(`economics.tableBy.${by}`)}</h2>
                {by !== "segment" && <Switch className="no-print" size="xs" label={t("economics.byKind")} checked={byKind} onChange={(e) => setByKind(e.currentTarget.checked)} />}
            </Group>
            <SortBy value={sort?.by ?? null} choices={columns.map((c) => ({ value: c, label: defined[c]?.label ?? c }))} onChange={(by) => setSort({ by, down: true })} />
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("economics.title")}>
                <table className="grid-table report row-cards">
                    <thead>
                        <tr>
                            <th className="stick">{t(`economics.by.${by}`)}</th>
                            {columns.map((c) => {
                                const on = sort?.by === c;
                                const col = defined[c];
                                const basis = ownBasis(c);
                                return (
                                    <th key={c} className="num wraps" style={basis ? { minWidth: 176, maxWidth: 200 } : undefined} aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined}>
                                        {col && (
                                            <Definition column={col}>
                                                <button type="button" className="sort" onClick={() => setSort({ by: c, down: on ? !sort.down : true })}>
                                                    <span>{col.label}{basis && <Text span size="xs" className="dim" style={{ display: "block", fontWeight: 500 }}>{col.basis}</Text>}</span>
                                                </button>
                                            </Definition>
                                        )}
                                    </th>
                                );
                            })}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => {
                            const name = nameOf(by, row, r, t);
                            return (
                                <tr key={keyOf(row)} data-key={keyOf(row)}>
                                    <th scope="row" className="stick" style={{ whiteSpace: "nowrap", maxWidth: 240, overflow: "hidden", textOverflow: "ellipsis", textAlign: "left" }} title={name}>
                                        {by === "channel" && <span aria-hidden style={{ display: "inline-block", width: 10, height: 10, borderRadius: 3, background: channelColor(keyOf(row)), marginRight: 8 }} />}
                                        {name}
                                    </th>
                                    {columns.map((c) => <td key={c} className="num" data-column={c} data-label={label(c)}>{cell(row, c, name, keyOf(row))}</td>)}
                                </tr>
                            );
                        })}
                    </tbody>
                    <tfoot>
                        <tr data-key="total">
                            <th scope="row" className="stick" style={{ textAlign: "left" }}>{t("channels.total")}</th>
                            {columns.map((c) => <td key={c} className="num" data-column={c} data-label={label(c)}>{cell(report.totals as ReportRow, c, t("channels.total"), null)}</td>)}
                        </tr>
                    </tfoot>
                </table>
            </div>
            {[...new Set(shared.values())].map((why) => (
                <Text key={why} size="sm" className="dim" mt="sm"><strong>{[...shared].filter(([, w]) => w === why).map(([c]) => defined[c]?.label ?? c).join(", ")}</strong>: {why}</Text>
            ))}
            {by === "segment" && <Text size="sm" className="dim" mt="sm">{t("economics.segmentNote")}</Text>}
            <Text size="sm" className="dim" mt="sm">{sharedOut ? t("economics.creditNote", { model: report.model_label }) : t("economics.firstNote")}</Text>
        </section>
    );
}

/* The middle half as a bar, the middle as a mark on it. */
function Span({ times, most }: { times: EconomicsPercentiles; most: number }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const { p25, p50, p75, p90 } = times;
    if (p25 === null || p50 === null || p75 === null || p90 === null) return <Figure value="" none reason={times.reason} />;
    const at = (v: number) => `${(100 * v) / most}%`;
    const facts = { p25: decimal(r, p25), p50: decimal(r, p50), p75: decimal(r, p75), p90: decimal(r, p90) };
    return (
        <>
            <Text fw={680} fz="1.3rem">{t("economics.days", { n: facts.p50, count: p50 })}</Text>
            <span className="bar-track" style={{ display: "block", height: 14, position: "relative", margin: "6px 0" }} aria-hidden>
                <span style={{ position: "absolute", left: at(p25), width: at(Math.max(p75 - p25, most / 200)), top: 0, bottom: 0, background: "var(--wave)", opacity: 0.45, borderRadius: 4 }} />
                <span style={{ position: "absolute", left: at(p50), width: 3, top: -2, bottom: -2, background: "var(--act)" }} />
            </span>
            <Text size="sm" className="dim">{t("economics.spread", facts)}</Text>
            <Text size="xs" className="dim">{t("economics.sampleOf", { count: times.have, n: count(r, times.have) })}</Text>
        </>
    );
}

function Times({ report, r }: { report: Report; r: Reader }) {
    const { t } = useTranslation();
    const both = [report.cycle, report.early_engagement];
    return (
        <section className="card" aria-labelledby="h-times">
            <h2 id="h-times" style={{ margin: "0 0 12px", fontSize: "1.02rem" }}>{t("economics.times")}</h2>
            {both.map((x, i) => (
                <div key={x.label} style={{ marginTop: i ? 18 : 0 }} data-times={i ? "early" : "cycle"}>
                    <Definition column={x}><Text span size="sm" fw={600} tabIndex={0}>{x.label}</Text></Definition>
                    <Span times={x} most={Math.max(x.p90 ?? 0, 1e-9)} />
                    {report.before && <Change now={x.p50} before={[report.before.cycle, report.before.early_engagement][i]?.p50 ?? null} lessIsBetter />}
                </div>
            ))}
            <Text size="xs" className="dim" mt="md">{t("economics.timesNote", { from: day(r, report.from), to: day(r, report.to) })}</Text>
            <Lagged report={report} r={r} />
        </section>
    );
}

/* Who is won now heard of us earlier: the cost of then beside the customers of now. */
function Lagged({ report, r }: { report: Report; r: Reader }) {
    const { t } = useTranslation();
    const { cac, days, spend_from, spend_to } = report.lagged_cac;
    return (
        <div style={{ marginTop: 18 }} data-times="lagged">
            <Text size="sm" fw={600}>{t("economics.lagged")}</Text>
            <Text fw={680} fz={cac.value === null ? "0.86rem" : "1.3rem"} component="div"><Figure value={byUnit(r, cac.unit, cac.value)} none={cac.value === null} reason={cac.reason} /></Text>
            {spend_from && <Text size="xs" className="dim" mt={4}>{t("economics.laggedNote", { from: day(r, spend_from), to: day(r, spend_to), days: decimal(r, days.value ?? 0) })}</Text>}
        </div>
    );
}

function partText(f: EconomicsFigure, r: Reader, t: TFunction): string {
    if (f.unit === "days" && f.value !== null) return t("economics.days", { n: byUnit(r, f.unit, f.value), count: Math.round(f.value) });
    return f.unit === "money_per_day" ? money(r, f.value) : byUnit(r, f.unit, f.value);
}

function Velocity({ report, r }: { report: Report & EconomicsNumbers; r: Reader }) {
    const { t } = useTranslation();
    const v = report.velocity;
    const parts: [string, EconomicsFigure][] = [["×", v.open_deals], ["×", v.win_rate], ["÷", v.average_deal], ["", v.cycle_days]];
    return (
        <section className="card" aria-labelledby="h-velocity">
            <h2 id="h-velocity" style={{ margin: "0 0 12px", fontSize: "1.02rem" }}>{v.velocity.label}</h2>
            <Text fw={680} fz={v.velocity.value === null ? "0.86rem" : "1.3rem"} component="div">
                <Figure value={t("economics.perDay", { amount: partText(v.velocity, r, t) })} none={v.velocity.value === null} reason={v.velocity.reason} column={v.velocity} />
            </Text>
            <dl style={{ margin: "12px 0 0", display: "grid", gap: 8 }}>
                {parts.map(([sign, f]) => (
                    <div key={f.label} style={{ display: "flex", justifyContent: "space-between", gap: 12 }}>
                        <dt className="dim" style={{ fontSize: "0.88rem" }}>{f.label}</dt>
                        <dd className="num" style={{ margin: 0, fontWeight: 600 }}>
                            <Figure value={partText(f, r, t)} none={f.value === null} reason={f.reason} column={f} />
                            <span className="dim" aria-hidden style={{ display: "inline-block", width: 18, textAlign: "right" }}>{sign}</span>
                        </dd>
                    </div>
                ))}
            </dl>
            <Text size="xs" className="dim" mt="md">{t("economics.velocityNote")}</Text>
        </section>
    );
}

function Steps({ search, r }: { search: Search; r: Reader }) {
    const { t, i18n } = useTranslation();
    const span = { from: search.from, to: search.to };
    const q = useQuery({ queryKey: ["report", "funnel", span, i18n.language], queryFn: ({ signal }) => api.get<FunnelReport>("/reports/funnel", span, signal) });
    if (!q.data) return null;
    return (
        <section className="card" style={{ marginBottom: 20 }} aria-labelledby="h-steps">
            <Group justify="space-between" mb="md" gap="sm">
                <h2 id="h-steps" style={{ margin: 0, fontSize: "1.02rem" }}>{t("economics.steps")}</h2>
                <Link className="link no-print" to="/results/funnel" search={clean(span)} style={{ fontSize: "0.86rem" }}>{t("economics.toFunnel")}</Link>
            </Group>
            <Bars label={t("economics.steps")} bars={q.data.ladder.map((s) => ({
                key: s.from, label: `${s.from_label} → ${s.to_label}`, value: s.rate, color: "#3b72b8",
                text: s.rate === null ? <Tooltip label={t("economics.fewPeople", { n: count(r, s.entered) })}><span className="lack" tabIndex={0}>{t("figure.few", { have: s.entered, need: 20 })}</span></Tooltip>
                    : <Tooltip label={t("economics.stepOf", { went: count(r, s.went_on), entered: count(r, s.entered) })}><span tabIndex={0}>{percent(r, s.rate, 0)}</span></Tooltip>,
            }))} />
        </section>
    );
}

function clean(p: Search): Record<string, string> {
    return Object.fromEntries(Object.entries(p).filter((e): e is [string, string] => Boolean(e[1])));
}
