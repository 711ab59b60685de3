/* What a simulation found or an import did: its sums, its warnings, its wrong rows. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { download } from "../api/client";
import type { Import } from "../api/types";
import { count } from "../format";
import { failed } from "../parts/toast";
import { OverlapList } from "../results/SpendOverlaps";
import { useReader } from "../session";

export function Result({ it }: { it: Import }) {
    const { t } = useTranslation();
    const r = useReader();
    const sums: [string, number | null | undefined][] = [["rows", it.rows], ["added", it.added], ["changed", it.changed], ["same", it.same], ["skipped", it.skipped], ["failed", it.failed], ["kept", it.kept]];
    return (
        <section className="card" aria-label={t("import.result")}>
            <h2 style={{ fontSize: "1.02rem", margin: "0 0 4px" }}>{t(`import.resultTitle.${it.state === "simulated" ? "simulated" : it.state}`)}</h2>
            {it.message && <Text size="sm" mb="sm">{it.message}</Text>}
            <div style={{ display: "flex", flexWrap: "wrap", gap: "12px 40px", margin: "12px 0" }}>
                {sums.filter(([k, v]) => v != null && (v > 0 || k === "rows" || k === "failed")).map(([k, v]) => (
                    <div key={k}>
                        <Text className={k === "failed" && v ? "num attention" : "num"} fw={680} fz="1.5rem" lh={1.2}>{count(r, v)}</Text>
                        <Text size="sm" className="dim">{t(`import.sum.${k}`, { count: v ?? 0 })}</Text>
                    </div>
                ))}
            </div>
            {it.warnings.map((w) => (
                <Alert key={w.code} variant="light" color="ochre" mb="xs" p="sm">
                    {w.message}
                    {w.overlaps.length > 0 && <OverlapList items={w.overlaps} of={w.count} />}
                    {w.rows.length > 0 && <Text size="xs" className="dim" mt={2}>{t("import.inRows", { rows: w.rows.slice(0, 10).join(", ") })}</Text>}
                </Alert>
            ))}
            {it.errors.length > 0 && (
                <>
                    <Group justify="space-between" mt="md" mb={4}>
                        <Text fw={600} size="sm">{t("import.errors")}</Text>
                        <Button size="xs" variant="light" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void download(`/imports/${it.id}/errors.csv`, `${it.name}-erros.csv`).catch(failed)}>{t("import.errorsCsv")}</Button>
                    </Group>
                    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("import.errors")}>
                        <table className="grid-table">
                            <thead><tr><th className="num" style={{ width: "1%" }}>{t("import.line")}</th><th>{t("import.column")}</th><th>{t("import.why")}</th></tr></thead>
                            <tbody>
                                {it.errors.map((e, i) => (
                                    <tr key={i}><td className="num">{count(r, e.line)}</td><td>{e.field ?? "–"}</td><td>{e.message}</td></tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </>
            )}
        </section>
    );
}
