/* The records of one table of a plan: to add, read, change and delete. */
import { Button, Group, Modal, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useDelete, useModel } from "../api/queries";
import type { Row } from "../api/types";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Waiting } from "../shell/Fallbacks";
import { BudgetTable } from "./BudgetTable";
import { GoalForm, MetricPicker } from "./GoalForm";
import { StepCard } from "./StepCard";
import type { StepTable } from "./steps";

export function Section({ plan, kind, rows, holds, titled }: { plan: Row; kind: StepTable; rows: Row[]; holds: Record<string, Row[]>; titled: boolean }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel(kind.table);
    const remove = useDelete(kind.table);
    const [form, { open, close }] = useDisclosure(false);
    const [editing, setEditing] = useState<Row | undefined>();
    const [dropping, setDropping] = useState<Row | null>(null);
    if (!model) return <Waiting />;
    const edit = (row?: Row) => {
        setEditing(row);
        open();
    };
    const may = can("edit_plan");
    const add = may ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => edit()}>{t(`plan.add.${kind.table}`)}</Button> : null;
    const finish = () => {
        close();
        done(t("common.saved"));
    };
    return (
        <section style={{ marginBottom: 28 }} aria-label={kind.as === "table" && rows.length > 0 ? undefined : t(`plan.table.${kind.table}`)}>
            {(titled || rows.length > 0) && (
                <Group justify="space-between" mb="sm">
                    {titled ? <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t(`plan.table.${kind.table}`)}</h2> : <h2 style={{ margin: 0 }}><VisuallyHidden>{t(`plan.table.${kind.table}`)}</VisuallyHidden></h2>}
                    {rows.length > 0 && add}
                </Group>
            )}
            {rows.length === 0 ? (
                <div className="card"><Empty title={t(`plan.none.${kind.table}`)} text={t(`plan.noneText.${kind.table}`)}>{add}</Empty></div>
            ) : kind.as === "table" ? (
                <BudgetTable rows={rows} channels={holds.channels ?? []} onEdit={may ? edit : undefined} onDrop={may ? setDropping : undefined} />
            ) : (
                <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fill, minmax(min(340px, 100%), 1fr))", alignItems: "start" }}>
                    {rows.map((row) => <StepCard key={row.id} kind={kind} model={model} row={row} onEdit={may ? () => edit(row) : undefined} onDrop={may ? () => setDropping(row) : undefined} />)}
                </div>
            )}
            <Modal opened={form} onClose={close} title={editing ? t("common.edit") : t(`plan.add.${kind.table}`)} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {kind.table === "goals" ? (
                    <GoalForm model={model} row={editing} plan={plan.id} onCancel={close} onDone={finish} />
                ) : (
                    <RecordForm
                        model={model} row={editing} hidden={["plan"]} only={kind.ask} initial={{ plan: plan.id }} onCancel={close} onDone={finish}
                        render={kind.table === "campaigns" ? { metric: (v, put, error) => <MetricPicker label={model.fields.find((f) => f.name === "metric")?.label ?? "metric"} value={v} error={error} onChange={put} /> } : undefined}
                    />
                )}
            </Modal>
            <Confirm opened={dropping !== null} title={t("record.deleteTitle", { name: nameOf(dropping ?? undefined) })} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })} />
        </section>
    );
}
