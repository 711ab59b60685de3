/* Months of first contact down, months since across: how many had bought by then, or what they had brought. */
import { Group, SegmentedControl, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { EconomicsCohort, EconomicsCohorts } from "../api/types";
import { count, money, month, percent } from "../format";
import { useDesk } from "../session";
import { Trouble } from "../shell/Fallbacks";

export function Cohorts({ to }: { to?: string }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const navigate = useNavigate();
    const [of, setOf] = useState<"won" | "revenue">("won");
    const q = useQuery({ queryKey: ["report", "economics", "cohorts", of, to], queryFn: ({ signal }) => api.get<EconomicsCohorts>("/economics/cohorts", { of, to }, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || q.data.cohorts.length === 0) return null;
    const cohorts = q.data.cohorts;
    const currency = q.data.currency;
    const most = Math.max(...cohorts.flatMap((c) => c.cells.map((x) => x.value ?? 0)), 1e-9);
    const longest = Math.max(...cohorts.map((c) => c.cells.length));
    const write = (v: number | null, won: number) => (v === null ? count(r, won) : of === "won" ? percent(r, v, 0) : money(r, v, currency, true));
    const said = (c: EconomicsCohort, x: EconomicsCohort["cells"][number]) => of === "won"
        ? `${t("economics.cellWon", { won: count(r, x.won), leads: count(r, c.leads) })}${x.reason ? ` ${x.reason.message}` : ""}`
        : t("economics.cellRevenue", { amount: money(r, x.value, currency), won: count(r, x.won) });
    const since = (n: number) => (n === 0 ? t("economics.sameMonth") : `+${n}`);
    const openMonth = (m: string) => {
        const [y = 0, n = 1] = m.split("-").map(Number);
        const last = new Date(Date.UTC(y, n, 0)).toISOString().slice(0, 10);
        void navigate({ to: "/results/channels/rows", search: { by: "month", key: m, column: of === "won" ? "won" : "revenue_minor", from: `${m}-01`, to: last, report: "economics" } });
    };
    return (
        <section className="card" aria-labelledby="h-cohorts">
            <Group justify="space-between" mb="sm" gap="sm">
                <div>
                    <h2 id="h-cohorts" style={{ margin: 0, fontSize: "1.02rem" }}>{t("economics.cohorts")}</h2>
                    <Text size="sm" className="dim">{t("economics.cohortsText")}</Text>
                </div>
                <SegmentedControl className="no-print" size="xs" value={of} onChange={(v) => setOf(v as "won" | "revenue")} aria-label={t("economics.cohortOf")}
                    data={[{ value: "won", label: t("economics.ofWon") }, { value: "revenue", label: t("economics.ofRevenue") }]} />
            </Group>
            <div className="scroll-x" tabIndex={0} role="region" aria-label={t("economics.cohortsTable")}>
                <table className="grid-table heat row-cards row-cells">
                    <thead>
                        <tr>
                            <th scope="col">{t("economics.firstContactMonth")}</th>
                            <th scope="col" className="num">{t("economics.leads")}</th>
                            {Array.from({ length: longest }, (_, i) => <th key={i} scope="col" className="num">{since(i)}</th>)}
                        </tr>
                    </thead>
                    <tbody>
                        {cohorts.map((c) => (
                            <tr key={c.month}>
                                <th scope="row" style={{ whiteSpace: "nowrap" }}>{month(r, c.month)}</th>
                                <td className="num" data-label={t("economics.leads")}>{count(r, c.leads)}</td>
                                {c.cells.map((x) => (
                                    <td key={x.since} className="num heat-cell" data-label={since(x.since)} style={{ "--heat": `${Math.round((62 * (x.value ?? 0)) / most)}%` } as CSSProperties}>
                                        <Tooltip label={said(c, x)}>
                                            <button type="button" className={x.value === null ? "dim" : undefined} onClick={() => openMonth(c.month)}>
                                                {write(x.value, x.won)}
                                                <VisuallyHidden>{` ${month(r, c.month)}, +${x.since}: ${said(c, x)}`}</VisuallyHidden>
                                            </button>
                                        </Tooltip>
                                    </td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <Text size="xs" className="dim" mt="sm">{t(of === "won" ? "economics.cohortsRule" : "economics.cohortsRevenueRule", { need: q.data.need })}</Text>
        </section>
    );
}
