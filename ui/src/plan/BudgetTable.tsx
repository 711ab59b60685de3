/* Budget lines by month, money and hours, with the sum below. */
import { ActionIcon, Group } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../api/queries";
import type { Row } from "../api/types";
import { count, money, month } from "../format";
import { useReader } from "../session";

export function BudgetTable({ rows, channels, onEdit, onDrop }: { rows: Row[]; channels: Row[]; onEdit?: (row: Row) => void; onDrop?: (row: Row) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const sorted = [...rows].sort((a, b) => String(a.month ?? "").localeCompare(String(b.month ?? "")));
    const n = (v: unknown) => (typeof v === "number" ? v : 0);
    return (
        <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={`${t("plan.table.budget_lines")}: ${t("home.month")}`}>
            <table className="grid-table">
                <thead>
                    <tr><th>{t("home.month")}</th><th>{t("channels.by.channel")}</th><th className="num">{t("plan.money")}</th><th className="num">{t("plan.hours")}</th><th>{t("spend.note")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr>
                </thead>
                <tbody>
                    {sorted.map((x) => (
                        <tr key={x.id}>
                            <td>{typeof x.month === "string" ? month(r, x.month) : "–"}</td>
                            <td>{nameOf(channels.find((c) => c.id === x.channel), "–")}</td>
                            <td className="num">{money(r, typeof x.planned_minor === "number" ? x.planned_minor : null)}</td>
                            <td className="num">{count(r, typeof x.planned_hours === "number" ? x.planned_hours : null)}</td>
                            <td>{typeof x.note === "string" ? x.note : ""}</td>
                            <td>
                                {onEdit && (
                                    <Group gap={2} wrap="nowrap" justify="flex-end">
                                        <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.edit")}: ${month(r, String(x.month ?? ""))}`} onClick={() => onEdit(x)}><IconPencil size={16} aria-hidden /></ActionIcon>
                                        <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.delete")}: ${month(r, String(x.month ?? ""))}`} onClick={() => onDrop?.(x)}><IconTrash size={16} aria-hidden /></ActionIcon>
                                    </Group>
                                )}
                            </td>
                        </tr>
                    ))}
                </tbody>
                <tfoot>
                    <tr>
                        <td colSpan={2}>{t("channels.total")}</td>
                        <td className="num">{money(r, sorted.reduce((a, x) => a + n(x.planned_minor), 0))}</td>
                        <td className="num">{count(r, sorted.reduce((a, x) => a + n(x.planned_hours), 0))}</td>
                        <td colSpan={2} />
                    </tr>
                </tfoot>
            </table>
        </div>
    );
}
