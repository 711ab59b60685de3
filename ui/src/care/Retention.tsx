/* Who stays, by when they first bought: three figures, and a heat map whose cells open to the companies behind them. */
import { Group, Modal, SegmentedControl, Switch, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { count, money, month, percent } from "../format";
import { Empty } from "../parts/Empty";
import { reasonText } from "../parts/Figure";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { quarter } from "./Survey";

type Report = components["schemas"]["Retention"];
type Cohort = components["schemas"]["RetentionCohort"];
type Cell = components["schemas"]["RetentionCell"];
type Behind = components["schemas"]["RetentionAccount"];
const figures = ["retention", "churn", "nrr"] as const;

export function Retention() {
    const { t, i18n } = useTranslation();
    const r = useReader();
    const [by, setBy] = useState("quarter");
    const [revenue, setRevenue] = useState(false);
    const [open, setOpen] = useState<{ cohort: string; at: string } | null>(null);
    const q = useQuery({ queryKey: ["report", "retention", by, i18n.language], queryFn: ({ signal }) => api.get<Report>("/reports/retention", { by }, signal) });
    const named = (key: string) => (key.includes("Q") ? quarter(key, t) : month(r, `${key}-01`));
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const report = q.data;
    return (
        <>
            <div className="due-sums">
                {figures.map((f) => {
                    const x = report.figures[f];
                    return (
                        <div key={f} className="card due-sum">
                            <Text size="sm" className="dim">{t(`after.figure.${f}`)}</Text>
                            <Text className="num" fw={650} size="lg">{x.value === null ? "–" : percent(r, x.value)}</Text>
                            <Text size="xs" className="dim">{x.value === null ? reasonText(x.reason) : t(`after.figureText.${f}`, { stayed: report.figures.stayed, count: report.figures.customers })}</Text>
                        </div>
                    );
                })}
            </div>
            <section className="card" aria-label={t("after.cohorts")}>
                <Group justify="space-between" mb="sm">
                    <div>
                        <h2 style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t("after.cohorts")}</h2>
                        <Text size="sm" className="dim">{t("after.cohortsText", { months: report.term_months })}</Text>
                        {report.active + report.lapsed > 0 && (
                            <Text size="sm" className="dim num">
                                {t("after.activeNow", { count: report.active, n: count(r, report.active) })}
                                {report.lapsed > 0 && ` ${t("after.lapsed", { count: report.lapsed, n: count(r, report.lapsed) })}`}
                            </Text>
                        )}
                    </div>
                    <Group gap="sm">
                        <Switch label={t("after.byRevenue")} checked={revenue} onChange={(e) => { setRevenue(e.currentTarget.checked); }} />
                        <SegmentedControl size="xs" value={by} onChange={setBy} aria-label={t("after.cohortOf")} data={["quarter", "month"].map((v) => ({ value: v, label: t(`after.by_${v}`) }))} />
                    </Group>
                </Group>
                {report.cohorts.length === 0 ? <Empty title={t("after.noCohorts")} text={t("after.noCohortsText")} /> : (
                    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("after.firstBought")}>
                        <table className="grid-table heat">
                            <thead>
                                <tr>
                                    <th scope="col">{t("after.firstBought")}</th>
                                    <th scope="col" className="num">{t("after.companies")}</th>
                                    {longest(report.cohorts).map((_, i) => <th key={i} scope="col" className="num">{i === 0 ? t("after.start") : `+${i}`}</th>)}
                                </tr>
                            </thead>
                            <tbody>
                                {report.cohorts.map((c) => (
                                    <tr key={c.key}>
                                        <th scope="row" style={{ whiteSpace: "nowrap" }}>{named(c.key)}</th>
                                        <td className="num">{count(r, c.size)}</td>
                                        {c.cells.map((x) => (
                                            <td key={x.at} className="num heat-cell" style={{ "--heat": heat(c, x, revenue) } as React.CSSProperties}>
                                                <Tooltip label={tip(c, x)}>
                                                    <button type="button" onClick={() => { setOpen({ cohort: c.key, at: x.at }); }}>
                                                        {revenue ? (x.nrr === null ? short(x.revenue_minor) : percent(r, x.nrr, 0)) : x.rate === null ? count(r, x.active) : percent(r, x.rate, 0)}
                                                        <VisuallyHidden> {`${named(c.key)}, ${named(x.at)}: ${tip(c, x)}`}</VisuallyHidden>
                                                    </button>
                                                </Tooltip>
                                            </td>
                                        ))}
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                )}
                <Text size="xs" className="dim" mt="sm">{t("after.cohortsRule")}{report.unpriced > 0 && ` ${t("after.unpriced", { count: report.unpriced })}`}</Text>
            </section>
            <Modal opened={open !== null} onClose={() => { setOpen(null); }} title={open ? t("after.behind", { cohort: named(open.cohort), at: named(open.at) }) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
                {open && <BehindCell by={by} cell={open} />}
            </Modal>
        </>
    );

    function tip(c: Cohort, x: Cell): string {
        return t("after.cell", { active: x.active, size: c.size, revenue: money(r, x.revenue_minor) });
    }
    function short(minor: number): string {
        return money(r, minor, r.currency, true);
    }
}

/* How full a cell is drawn, in per cent: the share that stays, or of the first revenue; counts of few are drawn the same way. */
function heat(c: Cohort, x: Cell, revenue: boolean): string {
    const first = c.cells[0]?.revenue_minor ?? 0;
    const share = revenue ? (first > 0 ? x.revenue_minor / first : 0) : c.size > 0 ? x.active / c.size : 0;
    return `${Math.round(Math.max(0, Math.min(1, share)) * 62)}%`;
}

function longest(cohorts: Cohort[]): Cell[] {
    return cohorts.reduce<Cell[]>((l, c) => (c.cells.length > l.length ? c.cells : l), []);
}

function BehindCell({ by, cell }: { by: string; cell: { cohort: string; at: string } }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useQuery({ queryKey: ["report", "retention", "accounts", by, cell], queryFn: async ({ signal }) => (await api.get<Page<Behind>>("/reports/retention/accounts", { by, ...cell }, signal)).items });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return (
        <ul className="plain-list">
            {[...q.data].sort((a, b) => Number(a.active) - Number(b.active)).map((x) => (
                <li key={x.id} className="activity" style={{ padding: "7px 0" }}>
                    <Link className="link" style={{ flex: 1 }} to="/people/$table/$id" params={{ table: "accounts", id: x.id }}>{x.name ?? "–"}</Link>
                    <Text size="sm" className={x.active ? "num" : "attention"}>{x.active ? t("after.monthly", { amount: money(r, x.revenue_minor) }) : t("after.gone")}</Text>
                </li>
            ))}
        </ul>
    );
}
