/* One step of the plan: its records, to add, read and change. */
import { Button, Group, Modal, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconArrowRight, IconPlus } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useDelete, useModel, useRow } from "../api/queries";
import type { Row } from "../api/types";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { BudgetTable } from "./BudgetTable";
import { GoalForm, MetricPicker } from "./GoalForm";
import { Measure } from "./Measure";
import { PlanTexts } from "./PlanTexts";
import { StepCard } from "./StepCard";
import { steps, type StepTable } from "./steps";
import { usePlanHolds } from "./usePlan";

export function StepPage() {
    const { t } = useTranslation();
    const { planId, step } = useParams({ from: "/shell/plan/$planId/$step" });
    const s = steps.find((x) => String(x.n) === step);
    const plan = useRow("plans", planId);
    const holds = usePlanHolds(planId);
    if (!s) return <NotFound />;
    if (plan.isError) return <Trouble error={plan.error} />;
    if (!plan.data || !holds) return <Waiting />;
    const to = (n: number) => ({ to: "/plan/$planId/$step" as const, params: { planId, step: String(n) } });
    return (
        <div key={step}>
            <Link to="/plan" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {nameOf(plan.data)}
            </Link>
            <PageHead tab={t(`plan.step.${s.n}.title`)} title={`${s.n}. ${t(`plan.step.${s.n}.title`)}`} lead={t(`plan.step.${s.n}.help`)} />
            {s.n === 7 && <PlanTexts plan={plan.data} />}
            {s.n === 9 && <Measure goals={holds.goals ?? []} />}
            {s.tables.map((x) => <Section key={x.table} plan={plan.data} kind={x} rows={holds[x.table] ?? []} holds={holds} titled={s.tables.length > 1 || s.n === 7} />)}
            <Group justify="space-between" mt={32} component="nav" aria-label={t("plan.road")}>
                {s.n > 1 ? <Link {...to(s.n - 1)} className="link" style={{ display: "inline-flex", gap: 6, alignItems: "center", fontSize: "0.9rem" }}><IconArrowLeft size={15} aria-hidden />{t(`plan.step.${s.n - 1}.title`)}</Link> : <span />}
                {s.n < 9 && <Link {...to(s.n + 1)} className="link" style={{ display: "inline-flex", gap: 6, alignItems: "center", fontSize: "0.9rem" }}>{t(`plan.step.${s.n + 1}.title`)}<IconArrowRight size={15} aria-hidden /></Link>}
            </Group>
        </div>
    );
}

function Section({ plan, kind, rows, holds, titled }: { plan: Row; kind: StepTable; rows: Row[]; holds: Record<string, Row[]>; titled: boolean }) {
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
