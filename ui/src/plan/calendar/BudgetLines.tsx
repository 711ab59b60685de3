/* The lines behind the budget and the hours behind what was worked: to read one by one, change and delete. */
import { Group, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useDelete, useModel, useWho } from "../../api/queries";
import type { Row } from "../../api/types";
import { count, month } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { BudgetTable } from "../BudgetTable";

export function BudgetLines({ plan, holds }: { plan: Row; holds: Record<string, Row[]> }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const [open, setOpen] = useState(false);
    const [editing, setEditing] = useState<{ table: string; row: Row } | null>(null);
    const [dropping, setDropping] = useState<{ table: string; row: Row } | null>(null);
    const models = { budget_lines: useModel("budget_lines"), hours_lines: useModel("hours_lines") };
    const removes = { budget_lines: useDelete("budget_lines"), hours_lines: useDelete("hours_lines") };
    const channels = holds.channels ?? [];
    const hours = useAllOf("hours_lines", { "channel.in": channels.slice(0, 50).map((c) => c.id).join(",") }, open && channels.length > 0).data ?? [];
    const may = can("edit_plan");
    const lines = may && plan.state !== "archived";
    const model = editing && models[editing.table as keyof typeof models];
    const remove = removes[(dropping?.table ?? "budget_lines") as keyof typeof removes];
    return (
        <details style={{ marginTop: 16 }} onToggle={(e) => setOpen(e.currentTarget.open)}>
            <summary className="dim" style={{ cursor: "pointer", fontSize: "0.84rem" }}>{t("budget.lines")}</summary>
            {open && (
                <div style={{ display: "grid", gap: 16, marginTop: 10 }}>
                    <BudgetTable rows={holds.budget_lines ?? []} channels={channels} onEdit={lines ? (row) => setEditing({ table: "budget_lines", row }) : undefined} onDrop={lines ? (row) => setDropping({ table: "budget_lines", row }) : undefined} />
                    {hours.length > 0 && <HoursTable rows={hours} channels={channels} onEdit={may ? (row) => setEditing({ table: "hours_lines", row }) : undefined} onDrop={may ? (row) => setDropping({ table: "hours_lines", row }) : undefined} />}
                </div>
            )}
            <Modal opened={editing !== null} onClose={() => setEditing(null)} title={t("common.edit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {editing && model && <RecordForm model={model} row={editing.row} hidden={["plan"]} onCancel={() => setEditing(null)} onDone={() => { setEditing(null); done(t("common.saved")); }} />}
            </Modal>
            <Confirm
                opened={dropping !== null} title={t("record.deleteTitle", { name: dropping ? month(r, String(dropping.row.month ?? "")) : "" })} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping.row, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })}
            />
        </details>
    );
}

function HoursTable({ rows, channels, onEdit, onDrop }: { rows: Row[]; channels: Row[]; onEdit?: (row: Row) => void; onDrop?: (row: Row) => void }) {
    const { t } = useTranslation();
    const r = useDesk().reader;
    const who = useWho();
    return (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("budget.hoursDone")}>
            <table className="grid-table row-cards">
                <caption style={{ textAlign: "left", fontWeight: 600, fontSize: "0.9rem", paddingBottom: 4 }}>{t("budget.hoursDone")}</caption>
                <thead><tr><th>{t("home.month")}</th><th>{t("channels.by.channel")}</th><th>{t("budget.who")}</th><th className="num">{t("plan.hours")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                <tbody>
                    {rows.map((x) => (
                        <tr key={x.id}>
                            <td>{month(r, String(x.month ?? ""))}</td>
                            <td data-label={t("channels.by.channel")}>{nameOf(channels.find((c) => c.id === x.channel), "–")}</td>
                            <td data-label={t("budget.who")}>{typeof x.owner === "string" ? who(x.owner) : "–"}</td>
                            <td className="num" data-label={t("plan.hours")}>{count(r, typeof x.hours === "number" ? x.hours : null)}</td>
                            <td>
                                {onEdit && (
                                    <Group gap={10} justify="flex-end" wrap="nowrap">
                                        <button type="button" className="link cal-plain" onClick={() => onEdit(x)}>{t("common.edit")}</button>
                                        <button type="button" className="link cal-plain" onClick={() => onDrop?.(x)}>{t("common.delete")}</button>
                                    </Group>
                                )}
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
