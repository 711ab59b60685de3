/* What each channel, campaign, page, asset, topic and format brought, and what the proposals are told by: the range its rate lies in, beside
 * the rate of what it is compared with. A change of the rate is said before anything else. */
import { Alert, Badge, Button, Group, SegmentedControl, Select, Text, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Judged, ProposalEvidence } from "../../api/types";
import { count, day, money, percent } from "../../format";
import { Empty } from "../../parts/Empty";
import { useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { dimensions, isOfAssets, useEvidence, useJudgedName } from "./data";
import { kindColor } from "./ProposalCard";

export function EvidenceCard({ plan }: { plan?: string }) {
    const { t } = useTranslation();
    const [dimension, setDimension] = useState<string>("channel");
    const small = useMediaQuery("(max-width: 62em)") ?? false;
    const q = useEvidence(dimension);
    const choices = dimensions.map((d) => ({ value: d, label: t(`improve.dimensions.${d}`) }));
    return (
        <section className="card" aria-labelledby="h-evidence">
            <Group justify="space-between" mb="sm">
                <h2 id="h-evidence" style={{ margin: 0, fontSize: "1.02rem" }}>{t("improve.evidence")}</h2>
                {small ? <Select aria-label={t("improve.by")} value={dimension} onChange={(v) => setDimension(v ?? "channel")} data={choices} allowDeselect={false} w={180} /> : <SegmentedControl aria-label={t("improve.by")} value={dimension} onChange={setDimension} data={choices} />}
            </Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : <Told d={q.data} plan={plan} />}
        </section>
    );
}

function Told({ d, plan }: { d: ProposalEvidence; plan?: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const ofAssets = isOfAssets(d.dimension);
    if (!d.from || !d.to) return <Text size="sm" className="dim">{t("improve.young")}</Text>;
    if (ofAssets && d.assets === d.unmet) return <NoAssets any={d.assets > 0} plan={plan} />;
    const span = { from: day(r, d.from), to: day(r, d.to) };
    return (
        <>
            <Text size="xs" className="dim num" mb="sm" maw={900} lh={1.55}>
                {ofAssets ? t("improve.evidenceHelpAssets", span) : t("improve.evidenceHelp", span)}
            </Text>
            {d.change && <Changed c={d.change} />}
            {d.items.length === 0 ? <Text size="sm" className="dim">{t("improve.nothing")}</Text> : <Rates d={d} />}
            {d.items.some((x) => x.low !== null) && <Text size="xs" className="dim" mt="sm" maw={900} lh={1.55}>{t("improve.rangeNote")}</Text>}
            {ofAssets && <Text size="xs" className="dim" mt="sm" maw={900} lh={1.55}>{t("improve.assetsMet")}</Text>}
            {ofAssets && d.unmet > 0 && <Text size="xs" mt={6} maw={900}>{t("improve.unmet", { count: d.unmet, n: count(r, d.unmet), all: count(r, d.assets) })} <Library plan={plan} /></Text>}
        </>
    );
}

function Library({ plan }: { plan?: string }) {
    const { t } = useTranslation();
    return plan ? <Link to="/plan/$planId/$step" params={{ planId: plan, step: "8" }} className="link">{t("improve.openLibrary")}</Link> : null;
}

function NoAssets({ any, plan }: { any: boolean; plan?: string }) {
    const { t } = useTranslation();
    return (
        <Empty title={t(any ? "improve.noneMet" : "improve.noAssets")} text={t("improve.noAssetsText")}>
            {plan && <Button component={Link} to="/plan/$planId/$step" params={{ planId: plan, step: "8" } as never}>{t("improve.openLibrary")}</Button>}
        </Empty>
    );
}

function Changed({ c }: { c: NonNullable<ProposalEvidence["change"]> }) {
    const { t } = useTranslation();
    const r = useReader();
    const side = (x: { leads: number; won: number; rate: number | null }) => t("improve.rateOf", { rate: percent(r, x.rate), won: count(r, x.won), leads: count(r, x.leads) });
    return <Alert color="ochre" mb="md">{t("improve.changed", { from: day(r, c.from), until: day(r, c.until), before: side(c.before), after: side(c.after) })}</Alert>;
}

const figures = ["leads", "lead_mqls", "pipeline_minor", "won", "revenue_minor", "spend_minor"] as const;

function Rates({ d }: { d: ProposalEvidence }) {
    const { t } = useTranslation();
    const r = useReader();
    const most = Math.max(0.01, ...d.items.map((x) => Math.max(x.high ?? 0, x.rest ?? 0)));
    return (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t(`improve.dimensions.${d.dimension}`)}>
            <table className="grid-table row-cards">
                <thead>
                    <tr>
                        <th>{t(`improve.dimension.${d.dimension}`)}</th>
                        {figures.map((c) => (
                            <th key={c} className="num"><Tooltip multiline maw={320} label={t(isOfAssets(d.dimension) && c === "spend_minor" ? "improve.columnHelp.cost" : `improve.columnHelp.${c}`)}><span tabIndex={0} className="hinted">{t(`improve.column.${c}`)}</span></Tooltip></th>
                        ))}
                        <th style={{ minWidth: 110 }}>{t("improve.range", { max: percent(r, most, 0) })}</th>
                        <th className="num"><Tooltip multiline maw={320} label={t("improve.rateHelp")}><span tabIndex={0} className="hinted">{t("improve.rate")}</span></Tooltip></th>
                        <th>{t("improve.says")}</th>
                    </tr>
                </thead>
                <tbody>{d.items.map((x) => <Line key={x.key} x={x} d={d} most={most} />)}</tbody>
            </table>
        </div>
    );
}

/* A figure that opens its rows; what is not known says why. */
function Cell({ x, d, column }: { x: Judged; d: ProposalEvidence; column: (typeof figures)[number] }) {
    const { t } = useTranslation();
    const r = useReader();
    const label = t(`improve.column.${column}`);
    const value = column === "lead_mqls" ? x.mqls : x[column];
    const search = { report: "improve", by: d.dimension, key: x.key, column, from: d.from ?? undefined, to: d.to ?? undefined };
    if (value === null) {
        if (column !== "spend_minor" || x.kind === "base" || !x.spend_why) return <td className="num" data-label={label}>–</td>;
        return <td className="num" data-label={label}><Tooltip multiline maw={300} label={t(`improve.spendWhy.${x.spend_why}`)}><span tabIndex={0} className="dim hinted">{t("improve.notKnown")}</span></Tooltip></td>;
    }
    const text = column.endsWith("_minor") ? money(r, value, d.currency) : count(r, value);
    return <td className="num" data-label={label}>{value === 0 ? text : <Link to="/results/channels/rows" search={search} className="link">{text}</Link>}</td>;
}

function Line({ x, d, most }: { x: Judged; d: ProposalEvidence; most: number }) {
    const { t } = useTranslation();
    const r = useReader();
    const name = useJudgedName()(d.dimension, x);
    const at = (v: number) => `${(100 * v) / most}%`;
    const low = x.low, high = x.high;
    return (
        <tr>
            <td style={{ minWidth: 96, overflowWrap: "break-word" }}>{name}</td>
            {figures.map((c) => <Cell key={c} x={x} d={d} column={c} />)}
            <td className="row-wide">
                {low !== null && high !== null ? (
                    <div className="interval" aria-hidden>
                        {x.rest !== null && <span className="interval-all" style={{ left: at(x.rest) }} />}
                        <span className="interval-band" style={{ left: at(low), width: at(high - low) }} />
                        {x.rate !== null && <span className="interval-mark" style={{ left: at(Math.min(x.rate, most)) }} />}
                    </div>
                ) : x.reason && <Text size="xs" className="dim">{t("improve.few", { have: count(r, x.reason.have), need: count(r, x.reason.need), of: t(`improve.fewOf.${x.reason.of}`) })}</Text>}
            </td>
            <td className="num" data-label={t("improve.rate")} style={{ whiteSpace: "nowrap" }}>{low !== null && high !== null ? <span>{percent(r, x.rate)} <span className="dim evidence-range">({percent(r, low)} – {percent(r, high)})</span></span> : "–"}</td>
            <td data-label={t("improve.says")}>{x.kind === "few" ? <span className="dim">–</span> : x.kind === "base" ? <span className="dim">{t("improve.base")}</span> : <Badge variant="light" color={kindColor[x.kind]} tt="none" radius="sm" h="auto" py={2} styles={{ label: { whiteSpace: "normal", lineHeight: 1.3 } }}>{t(`improve.kind.${x.kind}`)}</Badge>}</td>
        </tr>
    );
}
