/* The order of the audiences, the sentence that says why, and what would turn it. */
import { Alert, SegmentedControl, Text } from "@mantine/core";
import { IconArrowsUpDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { count, day, money } from "../../format";
import { Bars } from "../../parts/Bars";
import { useReader } from "../../session";
import type { Basis, Ranking } from "./ranking";
import { Tornado } from "./Tornado";

export function RankingCard({ ranking, basis, onBasis }: { ranking: Ranking; basis: Basis; onBasis: (b: Basis) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const ranked = ranking.audiences.filter((a) => a.rank !== null);
    const waiting = ranking.audiences.filter((a) => a.rank === null);
    const bound = ranking.audiences.some((a) => a.segment !== null);
    return (
        <section className="card" aria-labelledby="h-ranking">
            <div className="rank-head">
                <h2 id="h-ranking" style={{ margin: 0, fontSize: "1.05rem" }}>{t("audiences.first")}</h2>
                {bound && (
                    <SegmentedControl
                        size="xs" aria-label={t("audiences.basis.label")} value={basis} onChange={(v) => { onBasis(v as Basis); }}
                        data={[{ value: "actual", label: t("audiences.basis.actual") }, { value: "expected", label: t("audiences.basis.expected") }]}
                    />
                )}
            </div>
            {ranking.change && (
                <Alert variant="light" color="azulejo" icon={<IconArrowsUpDown size={18} aria-hidden />} mb="md" data-told="change" title={t("audiences.changedOn", { day: day(r, ranking.change.at) })}>
                    {ranking.change.sentence}
                </Alert>
            )}
            {ranking.why && <Text fw={600} lh={1.5} mb={4} data-told="why" aria-live="polite">{ranking.why}</Text>}
            {ranked.length === 1 && ranked[0] && <Text lh={1.5} mb={4}>{t("audiences.alone", { name: ranked[0].name })}</Text>}
            {ranked.length > 0 && <Text size="sm" className="dim" lh={1.5} mb="md">{ranking.unit_text}</Text>}
            {ranked.length > 0 && (
                <>
                    <Bars roomy label={t("audiences.first")} bars={ranked.map((a) => ({ key: a.id, label: `${a.rank}. ${a.name}`, value: Math.max(a.worth ?? 0, 0), text: a.worth_text, color: a.rank === 1 ? "var(--mantine-color-leaf-5)" : "var(--mantine-color-azulejo-5)" }))} />
                    <details style={{ marginTop: 14 }}>
                        <summary className="link" style={{ cursor: "pointer", fontSize: "0.88rem" }}>{t("audiences.account")}</summary>
                        <div style={{ overflowX: "auto", marginTop: 10 }} tabIndex={0} role="group" aria-label={t("audiences.account")}>
                            <table className="plan-table row-cards">
                                <thead>
                                    <tr>
                                        <th scope="col">{t("plan.table.audiences")}</th>
                                        {["won", "profit", "perUnit", "points", "worth"].map((k) => <th key={k} scope="col" className="num">{t(`audiences.column.${k}`)}</th>)}
                                    </tr>
                                </thead>
                                <tbody>
                                    {ranked.map((a) => (
                                        <tr key={a.id}>
                                            <th scope="row">{a.rank}. {a.name}</th>
                                            <td className="num" data-label={t("audiences.column.won")}>{count(r, Math.round(a.won_accounts ?? 0))}</td>
                                            <td className="num" data-label={t("audiences.column.profit")}>{money(r, a.profit_minor, ranking.currency)}</td>
                                            <td className="num" data-label={t("audiences.column.perUnit")}>{a.per_unit_text}</td>
                                            <td className="num" data-label={t("audiences.column.points")}>{t("audiences.of20", { n: a.points })}</td>
                                            <td className="num" data-label={t("audiences.column.worth")}>{a.worth_text}</td>
                                        </tr>
                                    ))}
                                </tbody>
                            </table>
                        </div>
                        <Text size="xs" className="dim" mt={8} lh={1.5}>{t("audiences.how")}</Text>
                    </details>
                </>
            )}
            {waiting.length > 0 && (
                <ul className="plain" style={{ margin: ranked.length ? "16px 0 0" : 0, padding: 0, listStyle: "none", display: "grid", gap: 6, fontSize: "0.9rem" }} aria-label={t("audiences.waiting")}>
                    {waiting.map((a) => (
                        <li key={a.id}>
                            <strong>{a.name}</strong>: <span className="attention">{t("audiences.lacks", { what: a.assumptions.filter((x) => x.missing).map((x) => x.label).join(" · ") })}</span>
                        </li>
                    ))}
                </ul>
            )}
            {ranked.length > 1 && <Tornado ranking={ranking} />}
        </section>
    );
}
