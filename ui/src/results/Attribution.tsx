/* What brought the companies that became customers: the same total, shared out by each model. Three models open the screen; the rest
 * is behind a switch. Every figure opens its touches, which add up to it. */
import { ActionIcon, Alert, Button, Group, SegmentedControl, Select, Switch, Tabs, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import type { AttributionReport } from "../api/types";
import { count, day, decimal, money, percent, type Reader } from "../format";
import { Bars } from "../parts/Bars";
import { Empty } from "../parts/Empty";
import { Definition, Figure } from "../parts/Figure";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { failed } from "../parts/toast";
import { ofAttribution } from "../reports/reports";
import { SaveReport } from "../reports/SaveReport";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { channelColor } from "../theme";
import { agreement, agreementText, answerName, credits, dimensions, halfLives, models, openingModels, rowName, windows, type AttributionModel } from "./attribution";
import { PeriodPicker, periodProblem } from "./period";

type Search = Record<string, string | undefined>;

function choice<T extends string>(all: readonly T[], v: string | undefined, otherwise: T): T {
    return all.find((x) => x === v) ?? otherwise;
}

export function Attribution() {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    const search: Search = useSearch({ from: "/shell/results/attribution" });
    const navigate = useNavigate();
    const by = choice(dimensions, search.by, "channel");
    const credit = choice(credits, search.credit, "won");
    const ask = { by, credit, from: search.from, to: search.to, window: search.window, half_life: search.half_life, sales: search.sales };
    const q = useQuery({
        queryKey: ["report", "attribution", ask],
        queryFn: ({ signal }) => api.get<AttributionReport>("/reports/attribution", ask, signal),
        placeholderData: (old) => (old?.by === by && old.credit === credit ? old : undefined),
    });
    const go = (s: Search) => void navigate({ to: "/results/attribution", search: Object.fromEntries(Object.entries({ ...search, ...s }).filter(([, v]) => v)), replace: true });
    return (
        <>
            <PageHead title={t("attribution.title")} lead={t("attribution.lead")}>
                <ActionIcon className="no-print" variant="default" size={36} aria-label={t("attribution.print")} title={t("attribution.print")} onClick={() => window.print()}>
                    <IconPrinter size={18} aria-hidden />
                </ActionIcon>
                <SaveReport make={() => ofAttribution(by, credit, search, reader)} name={`${t("menu.attribution")}: ${t(`attribution.by.${by}`)}`} />
                {can("export") && (
                    <ActionIcon className="no-print" variant="default" size={36} aria-label={t("channels.csv")} title={t("channels.csv")} onClick={() => void download("/reports/attribution.csv", `attribution-${by}.csv`, ask).catch(failed)}>
                        <IconDownload size={18} aria-hidden />
                    </ActionIcon>
                )}
            </PageHead>
            <p className="only-print dim">{`${t("attribution.credited")}: ${t(`attribution.credit.${credit}`)} · ${t(`attribution.by.${by}`)}${search.sales === "false" ? "" : ` · ${t("attribution.sales")}`}`}</p>
            <div className="no-print">
                <Group justify="space-between" mb="sm" gap="sm">
                    <Tabs value={by} onChange={(v) => go({ by: v === "channel" ? undefined : (v ?? undefined) })} variant="pills" style={{ maxWidth: "100%" }}>
                        <TabRow aria-label={t("channels.dimension")}>
                            {dimensions.map((d) => <Tabs.Tab key={d} value={d} style={{ flex: "none" }}>{t(`attribution.by.${d}`)}</Tabs.Tab>)}
                        </TabRow>
                    </Tabs>
                    <PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => go({ from: p.from, to: p.to })} error={q.error} />
                </Group>
                <Group mb="md" gap="sm" align="end">
                    <Select label={t("attribution.credited")} w={210} allowDeselect={false} value={credit} data={credits.map((c) => ({ value: c, label: t(`attribution.credit.${c}`) }))} onChange={(v) => go({ credit: v === "won" ? undefined : (v ?? undefined) })} />
                    <Select label={t("attribution.window")} w={210} allowDeselect={false} value={choice(windows, search.window, "365")} data={windows.map((w) => ({ value: w, label: t("attribution.days", { n: w }) }))} onChange={(v) => go({ window: v === "365" ? undefined : (v ?? undefined) })} />
                    <Switch mb={8} label={t("attribution.sales")} checked={search.sales !== "false"} onChange={(e) => go({ sales: e.currentTarget.checked ? undefined : "false" })} />
                </Group>
            </div>
            {periodProblem(q.error) ? null : q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.conversions === 0 ? (
                <div className="card"><Empty title={t(`attribution.empty.${credit}`)} text={t("attribution.emptyText")} /></div>
            ) : (
                <Report report={q.data} search={search} go={go} />
            )}
        </>
    );
}

function Report({ report, search, go }: { report: AttributionReport; search: Search; go: (s: Search) => void }) {
    const { t, i18n } = useTranslation();
    const { reader } = useDesk();
    const r = { ...reader, currency: report.currency };
    const withMoney = report.credit !== "lead" && report.value_minor !== 0;
    const inMoney = withMoney && search.show !== "conversions";
    const more = search.models === "all";
    const list = (parts: string[]) => new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(parts);
    const sentence = report.enough ? agreementText(report, t, list) : t("attribution.tooFew");
    return (
        <>
            {report.credit === "opportunity" && <Text size="sm" className="dim" mb="sm">{t("attribution.opportunityNote")}</Text>}
            {(report.by === "source" || report.by === "content") && <Text size="sm" className="dim" mb="sm">{t(`attribution.about.${report.by}`)}</Text>}
            <section className="card" style={{ marginBottom: 16 }} aria-label={t("attribution.summary")}>
                <Text fw={600} size="lg">{sentence ?? t("attribution.noLeader")}</Text>
                {report.enough && agreement(report).blind && <Text size="sm" mt={4}>{t("attribution.blind")}</Text>}
                <Text size="sm" className="dim" mt={6}>
                    {t(`attribution.total.${report.credit}`, { count: report.conversions, n: count(r, report.conversions) })}
                    {withMoney && ` · ${money(r, report.value_minor)}`}
                    {` · ${report.from || report.to ? t("attribution.span", { from: day(r, report.from), to: day(r, report.to) }) : t("attribution.allTime")}`}
                    {` · ${t("attribution.days", { n: report.window_days })}`}
                </Text>
            </section>
            <Notices report={report} r={r} />
            <Group className="no-print" justify="space-between" mb={8} gap="sm">
                {withMoney ? (
                    <SegmentedControl size="xs" aria-label={t("attribution.show")} value={inMoney ? "money" : "conversions"} onChange={(v) => go({ show: v === "money" ? undefined : v })}
                        data={[{ value: "money", label: t("attribution.money") }, { value: "conversions", label: t("attribution.conversions") }]} />
                ) : <span />}
                <Group gap="sm">
                    {more && (
                        <Select size="xs" w={190} aria-label={t("attribution.halfLife")} allowDeselect={false} value={choice(halfLives, search.half_life, "30")} data={halfLives.map((d) => ({ value: d, label: t("attribution.halfLifeDays", { n: d }) }))} onChange={(v) => go({ half_life: v === "30" ? undefined : (v ?? undefined) })} />
                    )}
                    <Button size="xs" variant="default" aria-expanded={more} onClick={() => go({ models: more ? undefined : "all" })}>{t(more ? "attribution.fewer" : "attribution.more")}</Button>
                </Group>
            </Group>
            <Table report={report} shown={more ? models : openingModels} inMoney={inMoney} r={r} search={search} />
            <Heard report={report} r={r} withMoney={withMoney} search={search} />
        </>
    );
}

function Notices({ report, r }: { report: AttributionReport; r: Reader }) {
    const { t } = useTranslation();
    const { other_currency, other_currencies, no_amount, undated } = report.left_out;
    const theirs = new Intl.ListFormat(r.locale).format(other_currencies.map((o) => money(r, o.value_minor, o.currency)));
    const lines = [
        ...(report.enough ? [] : [t("attribution.few", { have: count(r, report.conversions - report.unknown.conversions), need: report.sample })]),
        ...(other_currency > 0 ? [`${t("attribution.otherCurrency", { count: other_currency, n: count(r, other_currency), currency: report.currency })} ${t("attribution.otherMoney", { money: theirs })}`] : []),
        ...(no_amount > 0 ? [t("attribution.noAmount", { count: no_amount, n: count(r, no_amount) })] : []),
        ...(undated > 0 ? [t("attribution.undated", { count: undated, n: count(r, undated) })] : []),
    ];
    if (lines.length === 0) return null;
    return (
        <Alert variant="light" color="ochre" icon={<IconAlertTriangle size={18} aria-hidden />} mb="md" p="sm">
            <ul className="notices">{lines.map((l) => <li key={l}>{l}</li>)}</ul>
        </Alert>
    );
}

interface TableProps {
    report: AttributionReport;
    shown: readonly AttributionModel[];
    inMoney: boolean;
    r: Reader;
    search: Search;
}

function Table({ report, shown, inMoney, r, search }: TableProps) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const open = (model: string, key?: string) => {
        const s = { ...search, model, key, show: undefined, models: undefined };
        void navigate({ to: "/results/attribution/rows", search: Object.fromEntries(Object.entries(s).filter(([, v]) => v)) as Record<string, string> });
    };
    /* Of what is shown: money or conversions; none where the sample is too small for the server to give one. */
    const share = (c: { conversions: number; value_minor: number; share: number | null }) =>
        c.share === null || (c.conversions === 0 && c.value_minor === 0) ? null : inMoney ? (report.value_minor === 0 ? null : c.value_minor / report.value_minor) : c.share;
    const part = (c: { conversions: number; value_minor: number; share: number | null }) => {
        const of = share(c);
        return of === null ? null : <Text size="xs" className="dim">{percent(r, of, 0)}</Text>;
    };
    const write = (c: { conversions: number; value_minor: number }) => (inMoney ? money(r, c.value_minor) : decimal(r, c.conversions, 2));
    return (
        <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("attribution.title")}>
            <table className="grid-table report row-cards">
                <thead>
                    <tr>
                        <th className="stick">{t(`attribution.by.${report.by}`)}</th>
                        {shown.map((m) => (
                            <th key={m} className="num wraps">
                                <Definition column={{ label: t(`attribution.model.${m}`), definition: t(`attribution.definition.${m}`, { days: report.half_life_days }), sample_rule: null }}>
                                    <span tabIndex={0}>{t(`attribution.model.${m}`)}</span>
                                </Definition>
                            </th>
                        ))}
                        <th className="num wraps">{t("attribution.touches")}</th>
                    </tr>
                </thead>
                <tbody>
                    {report.rows.filter((x) => x.touches > 0 || shown.some((m) => x.credits[m].conversions > 0)).map((x) => {
                        const name = rowName(report.by, x.key, t);
                        return (
                            <tr key={x.key} data-key={x.key}>
                                <th scope="row" className="stick" title={name}>
                                    {report.by === "channel" && <span aria-hidden style={{ display: "inline-block", width: 10, height: 10, borderRadius: 3, background: channelColor(x.key), marginRight: 8 }} />}
                                    {name}
                                </th>
                                {shown.map((m) => {
                                    const c = x.credits[m];
                                    return (
                                        <td key={m} className="num" data-model={m} data-label={t(`attribution.model.${m}`)}>
                                            <div>
                                                {c.conversions > 0 || c.value_minor !== 0 ? (
                                                    <Figure value={write(c)} none={false} what={`${name}, ${t(`attribution.model.${m}`)}`} onOpen={() => open(m, x.key)} />
                                                ) : <span className="dim">–</span>}
                                                {part(c)}
                                            </div>
                                        </td>
                                    );
                                })}
                                <td className="num" data-label={t("attribution.touches")}>{count(r, x.touches)}</td>
                            </tr>
                        );
                    })}
                </tbody>
                <tfoot>
                    {report.unknown.conversions > 0 && (
                        <tr data-key="unknown">
                            <th scope="row" className="stick">
                                <Tooltip label={t("attribution.unknownHint")}><span tabIndex={0}>{t("attribution.unknown")}</span></Tooltip>
                            </th>
                            {shown.map((m) => (
                                <td key={m} className="num" data-label={t(`attribution.model.${m}`)}>
                                    <div>
                                        <Figure value={write(report.unknown)} none={false} what={`${t("attribution.unknown")}, ${t(`attribution.model.${m}`)}`} onOpen={() => open(m)} />
                                        {part(report.unknown)}
                                    </div>
                                </td>
                            ))}
                            <td className="num" data-label={t("attribution.touches")}>–</td>
                        </tr>
                    )}
                    <tr data-key="total">
                        <th scope="row" className="stick">{t("channels.total")}</th>
                        {shown.map((m) => <td key={m} className="num" data-label={t(`attribution.model.${m}`)}>{write(report)}</td>)}
                        <td />
                    </tr>
                </tfoot>
            </table>
        </div>
    );
}

/* What people said when asked, beside what was measured. */
function Heard({ report, r, withMoney, search }: { report: AttributionReport; r: Reader; withMoney: boolean; search: Search }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const open = (heard: string) => {
        const s: Search = { ...search, heard, show: undefined, models: undefined };
        void navigate({ to: "/results/attribution/rows", search: Object.fromEntries(Object.entries(s).filter(([, v]) => v)) as Record<string, string> });
    };
    const said = report.self_reported.filter((x) => x.answer !== null);
    const silent = report.self_reported.find((x) => x.answer === null);
    return (
        <section className="card" style={{ marginTop: 20 }} aria-labelledby="h-heard">
            <h2 id="h-heard" style={{ margin: "0 0 4px", fontSize: "1.02rem" }}>{t("attribution.heard")}</h2>
            <Text size="sm" className="dim" mb="md">{t("attribution.heardText")}</Text>
            {said.length === 0 ? <Text size="sm" className="dim">{t("attribution.heardNone")}</Text> : (
                <Bars label={t("attribution.heard")} bars={said.map((x) => ({
                    key: x.answer ?? "", label: answerName(x.answer ?? "", t), value: x.conversions, color: "#3b72b8",
                    text: <Figure value={`${count(r, x.conversions)}${withMoney ? ` · ${money(r, x.value_minor)}` : ""}`} none={false} what={answerName(x.answer ?? "", t)} onOpen={() => open(x.answer ?? "")} />,
                }))} />
            )}
            {silent && said.length > 0 && (
                <Text size="sm" className="dim" mt="sm">
                    <button type="button" className="figure-open" onClick={() => open("(none)")}>{t("attribution.heardSilent", { count: silent.conversions, n: count(r, silent.conversions) })}</button>
                </Text>
            )}
        </section>
    );
}
