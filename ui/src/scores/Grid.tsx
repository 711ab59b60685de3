/* How many contacts have each grade: fit down, engagement across; each cell opens its contacts. */
import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { count, percent, type Reader } from "../format";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import type { ScoreGrid, ScoreKind } from "./words";

const letters = ["A", "B", "C", "D"];
const figures = ["1", "2", "3", "4"];

/* Few of many are not none. */
const small = (r: Reader, share: number) => percent(r, share, share > 0 && share < 0.01 ? 1 : 0);

export function Grid({ models }: { models: ScoreKind[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useQuery({ queryKey: ["scores", "grid"], queryFn: ({ signal }) => api.get<ScoreGrid>("/score-models/grid", undefined, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const g = q.data;
    if (!g.known) return <Missing models={models} />;
    const of = new Map(g.items.map((c) => [c.grade, c]));
    const most = Math.max(1, ...g.items.map((c) => c.count));
    return (
        <section className="card" aria-label={t("scores.tab.spread")}>
            <Text size="sm" className="dim" mb="md">{t("scores.spreadText", { count: g.of, n: count(r, g.of) })}</Text>
            <div className="scroll-x" tabIndex={0} role="region" aria-label={t("scores.grid")}>
                <table className="score-grid">
                    <caption className="hidden-visually">{t("scores.grid")}</caption>
                    <thead>
                        <tr>
                            <td />
                            {figures.map((f) => <th key={f} scope="col"><strong>{f}</strong><span className="dim">{t(`scores.engagementBand.${f}`)}</span></th>)}
                        </tr>
                    </thead>
                    <tbody>
                        {letters.map((l) => (
                            <tr key={l}>
                                <th scope="row"><strong>{l}</strong><span className="dim">{t(`scores.fitBand.${l}`)}</span></th>
                                {figures.map((f) => {
                                    const c = of.get(l + f);
                                    const share = (c?.count ?? 0) / most;
                                    return (
                                        <td key={f}>
                                            <Link className="score-cell" to="/people/$table" params={{ table: "contacts" }} search={{ rule: JSON.stringify({ grade: l + f }) }}
                                                title={c?.meaning} style={{ background: `color-mix(in srgb, var(--act) ${Math.round(share * 46)}%, var(--card))` }}>
                                                <span className="num" style={{ fontWeight: 700, fontSize: "1.1rem" }}>{count(r, c?.count ?? 0)}</span>
                                                <span className="num" style={{ fontSize: "0.75rem" }}>{l + f}<span className="share"> · {small(r, g.of ? (c?.count ?? 0) / g.of : 0)}</span></span>
                                            </Link>
                                        </td>
                                    );
                                })}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}

/* Grades need both models. */
function Missing({ models }: { models: ScoreKind[] }) {
    const { t } = useTranslation();
    return (
        <Alert variant="light" color="azulejo" title={t("scores.needBoth")}>
            <ul style={{ margin: 0, paddingLeft: 18 }}>
                {models.filter((m) => !m.published).map((m) => (
                    <li key={m.kind}>
                        <Link className="link" to="/people/scores" search={{ tab: m.kind }}>{t(`scores.kind.${m.kind}`)}</Link>: {t(m.publishing ? "scores.publishing" : "scores.unpublished")}
                    </li>
                ))}
            </ul>
        </Alert>
    );
}
