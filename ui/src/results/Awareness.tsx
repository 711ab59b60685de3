/* How well the brand is known: searches for its name, direct visits of people who return, wanted companies first seen. */
import { ActionIcon, Button, Group, Text, Title } from "@mantine/core";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import type { components } from "../api/openapi";
import { byUnit, count, day, decimal, month, percent } from "../format";
import { Bars } from "../parts/Bars";
import { Empty } from "../parts/Empty";
import { Definition } from "../parts/Figure";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useDesk, useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { PeriodPicker, type Period } from "./period";

type Answer = components["schemas"]["Awareness"];
type Metric = components["schemas"]["Metric"];
type Value = components["schemas"]["MetricValue"];

export function Awareness() {
    const { t, i18n } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const period: Period = useSearch({ strict: false });
    const q = useQuery({
        queryKey: ["awareness", period.from, period.to],
        placeholderData: keepPreviousData,
        queryFn: ({ signal }) => api.get<Answer>("/awareness", { from: period.from, to: period.to }, signal),
    });
    const words = useQuery({ queryKey: ["metrics", i18n.language], staleTime: Infinity, queryFn: ({ signal }) => api.get<{ metrics: Metric[] }>("/metrics", undefined, signal) });
    return (
        <>
            <PageHead title={t("awareness.title")} lead={t("awareness.lead")}>
                {can("export") && (
                    <ActionIcon variant="default" size={36} aria-label={t("list.csv")} title={t("list.csv")} onClick={() => void download("/awareness.csv", "awareness.csv", { from: period.from, to: period.to }).catch(failed)}>
                        <IconDownload size={18} aria-hidden />
                    </ActionIcon>
                )}
                {can("import") && <Button component={Link} to="/results/visits/import" variant="default" leftSection={<IconUpload size={16} aria-hidden />}>{t("awareness.import")}</Button>}
            </PageHead>
            <Group mb="md"><PeriodPicker period={period} onChange={(p) => { void navigate({ to: "/results/awareness", search: { ...p } }); }} /></Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : (
                <div style={{ display: "grid", gap: 16, opacity: q.isPlaceholderData ? 0.6 : 1 }} aria-busy={q.isPlaceholderData}>
                    <div className="awareness-figures">{q.data.metrics.map((m) => <Card key={m.key} of={m} words={words.data?.metrics.find((w) => w.key === m.key)} />)}</div>
                    <Searches of={q.data} />
                    <Direct of={q.data} />
                    <Files of={q.data} />
                    <Companies of={q.data} />
                </div>
            )}
        </>
    );
}

/* A figure with its months; without one, why. */
function Card({ of, words }: { of: Value; words?: Metric }) {
    const r = useReader();
    const { t } = useTranslation();
    const label = words?.label ?? "";
    const months = of.series.filter((p) => p.value !== null).slice(-12);
    return (
        <section className="card" aria-label={label}>
            <Definition column={{ label, definition: words?.definition ?? "", sample_rule: words?.sample_rule ?? null }}>
                <Text size="sm" className="dim" tabIndex={0}>{label}</Text>
            </Definition>
            {of.value === null ? <Text mt={6} size="sm">{of.reason?.message}</Text> : <div className="num awareness-value">{byUnit(r, of.unit, of.value)}</div>}
            {months.length > 1 && (
                <details style={{ marginTop: 6 }}>
                    <summary className="dim" style={{ cursor: "pointer", fontSize: "0.82rem" }}>{t("awareness.months")}</summary>
                    <table className="grid-table"><tbody>{months.map((p) => <tr key={p.month}><td>{month(r, p.month)}</td><td className="num">{byUnit(r, of.unit, p.value)}</td></tr>)}</tbody></table>
                </details>
            )}
        </section>
    );
}

function Searches({ of }: { of: Answer }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const r = useReader();
    const s = of.search;
    return (
        <section className="card" aria-labelledby="h-search">
            <Title order={2} size="h4" id="h-search" mb={4}>{t("awareness.search")}</Title>
            {of.brand_terms.length === 0 ? (
                <Empty title={t("awareness.noTerms")} text={t("awareness.noTermsText")}>
                    {can("admin") && <Button onClick={() => void navigate({ to: "/settings/$page", params: { page: "config" } })}>{t("awareness.toSettings")}</Button>}
                </Empty>
            ) : s.exports === 0 ? (
                <Empty title={t("awareness.noSearch")} text={s.cut ? t("awareness.cut", { count: s.cut, n: count(r, s.cut) }) : t("awareness.noSearchText")}>
                    {can("import") && <Button component={Link} to="/results/visits/import">{t("awareness.import")}</Button>}
                </Empty>
            ) : (
                <>
                    <Text size="sm" className="dim" mb="md">
                        {t("awareness.terms", { terms: of.brand_terms.join(", ") })} {t("awareness.searchSpan", { from: day(r, s.from), to: day(r, s.to) })} {s.cut > 0 && t("awareness.cut", { count: s.cut, n: count(r, s.cut) })}
                    </Text>
                    {s.impressions > 0 && (
                        <Bars label={t("awareness.share")} bars={[
                            { key: "brand", label: t("awareness.branded"), value: s.branded_impressions, text: `${count(r, s.branded_impressions)} · ${percent(r, s.branded_impressions / s.impressions)}`, color: "#3b72b8" },
                            { key: "rest", label: t("awareness.rest"), value: s.impressions - s.branded_impressions, text: `${count(r, s.impressions - s.branded_impressions)} · ${percent(r, 1 - s.branded_impressions / s.impressions)}`, color: "#7b8794" },
                        ]} />
                    )}
                    {s.queries.length === 0 ? <Text size="sm" mt="md">{t("awareness.noneBranded")}</Text> : (
                        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("awareness.queries")} style={{ marginTop: 14 }}>
                            <table className="grid-table">
                                <thead><tr><th>{t("awareness.query")}</th><th className="num">{t("awareness.impressions")}</th><th className="num">{t("awareness.clicks")}</th><th className="num">{t("awareness.position")}</th></tr></thead>
                                <tbody>{s.queries.map((x) => <tr key={x.query}><td style={{ overflowWrap: "anywhere" }}>{x.query}</td><td className="num">{count(r, x.impressions)}</td><td className="num">{count(r, x.clicks)}</td><td className="num">{decimal(r, x.position)}</td></tr>)}</tbody>
                            </table>
                        </div>
                    )}
                </>
            )}
        </section>
    );
}

function Direct({ of }: { of: Answer }) {
    const { t } = useTranslation();
    const r = useReader();
    const d = of.direct;
    return (
        <section className="card" aria-labelledby="h-direct">
            <Title order={2} size="h4" id="h-direct" mb={4}>{t("awareness.direct")}</Title>
            <Text size="sm" className="dim" mb="md">{t("awareness.directText")}</Text>
            {d.visits === 0 ? <Text size="sm">{t("awareness.noDirect")}</Text> : (
                <Bars label={t("awareness.direct")} bars={[
                    { key: "all", label: t("awareness.directAll"), value: d.visits, text: count(r, d.visits), color: "#7b8794" },
                    { key: "known", label: t("awareness.directKnown"), value: d.known, text: `${count(r, d.known)} · ${percent(r, d.known / d.visits)}`, color: "#3b72b8" },
                    { key: "returned", label: t("awareness.directReturned"), value: d.returned, text: count(r, d.returned), color: "#2e7d5b" },
                ]} />
            )}
        </section>
    );
}

function Files({ of }: { of: Answer }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <section className="card" aria-labelledby="h-files">
            <Title order={2} size="h4" id="h-files" mb={4}>{t("awareness.files")}</Title>
            <Text size="sm" className="dim" mb="md">{t("awareness.filesText")}</Text>
            {of.files.length === 0 ? <Text size="sm">{t("awareness.noFiles")}</Text> : (
                <Bars label={t("awareness.files")} bars={of.files.map((f) => ({ key: f.file, label: f.file || t("common.none"), value: f.downloads, text: count(r, f.downloads), color: "#3b72b8" }))} />
            )}
        </section>
    );
}

function Companies({ of }: { of: Answer }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <section className="card" aria-labelledby="h-seen">
            <Title order={2} size="h4" id="h-seen" mb={4}>{t("awareness.accounts", { count: of.accounts_seen, n: count(r, of.accounts_seen) })}</Title>
            <Text size="sm" className="dim" mb="md">{t("awareness.accountsText")}</Text>
            {of.audiences === 0 ? (
                <Empty title={t("awareness.noAudience")} text={t("awareness.noAudienceText")}><Button component={Link} to="/plan" variant="default">{t("awareness.toPlan")}</Button></Empty>
            ) : of.accounts.length === 0 ? <Text size="sm">{t("awareness.noAccounts")}</Text> : (
                <div className="scroll-x" style={{ maxHeight: 480, overflowY: "auto" }} tabIndex={0} role="region" aria-label={t("awareness.accountsList")}>
                    <table className="grid-table row-cards">
                        <thead><tr><th>{t("awareness.company")}</th><th>{t("awareness.audience")}</th><th>{t("awareness.industry")}</th><th>{t("awareness.seen")}</th></tr></thead>
                        <tbody>{of.accounts.map((a) => <tr key={a.id}><td><Link className="link" to="/people/$table/$id" params={{ table: "accounts", id: a.id }}>{a.name ?? a.id}</Link></td><td data-label={t("awareness.audience")}>{a.audience}</td><td data-label={t("awareness.industry")}>{a.industry}</td><td data-label={t("awareness.seen")}>{day(r, a.first_seen_at)}</td></tr>)}</tbody>
                    </table>
                </div>
            )}
        </section>
    );
}
