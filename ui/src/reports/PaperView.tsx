/* A report as the server wrote it: the same words as behind a link and in a mail. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Paper, PaperTable } from "./reports";

export function PaperView({ paper }: { paper: Paper }) {
    const { t } = useTranslation();
    return (
        <article className="paper-view">
            <div className="paper-head dim">
                <div>{paper.period ? t("reports.period", { period: paper.period }) : t("reports.allTime")}</div>
                {paper.compared && <div>{t("reports.compared", { period: paper.compared })}</div>}
                {paper.filters.map((f) => <div key={f}>{t("reports.filter", { filter: f })}</div>)}
            </div>
            {!paper.something && <Text my="sm" role="status">{t("reports.nothing")}</Text>}
            {paper.tables.map((table, i) => <Table key={i} table={table} name={table.title ?? paper.title} />)}
            {paper.notes.map((n) => <Text key={n} size="sm" className="dim" mt={4}>{n}</Text>)}
            {paper.made && <Text size="xs" className="dim" mt="md">{t("reports.made", { at: paper.made })}</Text>}
        </article>
    );
}

const wide = 8; /* columns that a sheet of paper holds upright */

function Table({ table, name }: { table: PaperTable; name: string }) {
    const { t } = useTranslation();
    const reasons = [...new Set(table.rows.flatMap((r) => r.flatMap((c) => (c.why ? [c.why] : []))))]; /* told once each, by number */
    return (
        <section className={`card paper-table${table.columns.length > wide ? " wide-paper" : ""}`}>
            {table.title && <h2>{table.title}</h2>}
            {table.rows.length === 0 ? <Text size="sm" className="dim">{t("reports.noRows")}</Text> : (
                <div className="scroll-x" tabIndex={0} role="region" aria-label={name}>
                    <table className="paper-grid">
                        <thead><tr>{table.columns.map((c) => <th key={c.key} scope="col" className={c.number ? "num" : undefined} title={c.definition ?? undefined}>{c.label}</th>)}</tr></thead>
                        <tbody>
                            {table.rows.map((row, i) => (
                                <tr key={i} className={table.totals && i === table.rows.length - 1 ? "totals" : undefined}>
                                    {row.map((c, k) => {
                                        const column = table.columns[k];
                                        const cls = [column?.number ? "num" : "", c.change > 0 ? "better" : c.change < 0 ? "worse" : ""].filter(Boolean).join(" ") || undefined;
                                        return k === 0 ? <th key={k} scope="row">{c.text}</th> : <td key={k} className={cls} title={c.why ?? undefined}>{c.text}{c.why && <sup className="dim">{reasons.indexOf(c.why) + 1}</sup>}</td>;
                                    })}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            {table.left_out > 0 && <Text size="sm" className="dim" mt={6}>{t("reports.leftOut", { count: table.left_out })}</Text>}
            {reasons.length > 0 && <ol className="paper-why dim">{reasons.map((w) => <li key={w}>{w}</li>)}</ol>}
        </section>
    );
}
