/* The budget of a plan: what there is, what is promised, what became of it; in money or in hours. */
import { Alert, Button, Group, Modal, SegmentedControl, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useModel } from "../../api/queries";
import type { Budget as Answer, Row } from "../../api/types";
import { count, money } from "../../format";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { done } from "../../parts/toast";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { BudgetGrid } from "./BudgetGrid";
import { BudgetLines } from "./BudgetLines";
import { Warnings } from "./Warnings";
import type { Unit } from "./unit";

const BudgetCharts = lazy(() => import("./BudgetCharts").then((m) => ({ default: m.BudgetCharts })));

export function Budget({ plan, holds }: { plan: Row; holds: Record<string, Row[]> }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [unit, setUnit] = useState<Unit>("money");
    const [form, { open, close }] = useDisclosure(false);
    const [capacity, { open: openCapacity, close: closeCapacity }] = useDisclosure(false);
    const lineModel = useModel("budget_lines");
    const planModel = useModel("plans");
    const q = useQuery({ queryKey: ["budget", plan.id], queryFn: ({ signal }) => api.get<Answer>(`/plans/${plan.id}/budget`, undefined, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !lineModel || !planModel) return <Waiting />;
    const b = q.data;
    const draft = plan.state !== "archived";
    const may = can("edit_plan");
    const finish = () => { close(); closeCapacity(); done(t("common.saved")); };
    const only = ["month_money_minor", "month_hours"];
    const lines = b.left_out.lines > 0 || b.channels.some((c) => c.cells.some((x) => x.lines > 0));
    return (
        <section className="card" style={{ marginBottom: 24 }} aria-label={t("plan.table.budget_lines")}>
            <Group justify="space-between" mb="sm" gap="sm">
                <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("plan.table.budget_lines")}</h2>
                <Group gap="xs">
                    <SegmentedControl size="xs" value={unit} onChange={(v) => setUnit(v as Unit)} aria-label={t("budget.unit")} data={[{ value: "money", label: t("budget.money") }, { value: "hours", label: t("budget.hours") }]} />
                    {may && draft && b.channels.length > 0 && <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={open}>{t("plan.add.budget_lines")}</Button>}
                </Group>
            </Group>
            <Capacity b={b} onEdit={may && draft ? openCapacity : undefined} />
            <Warnings plan={plan} b={b} may={may} />
            {b.channels.length === 0 ? (
                <Empty title={t("budget.noChannels")} text={t("budget.noChannelsText")}><Button component={Link} to={`/plan/${plan.id}/6`} variant="default">{t("plan.goTo", { n: 6, title: t("plan.step.6.title") })}</Button></Empty>
            ) : (
                <>
                    {!draft && <Alert variant="light" color="gray" mb="sm">{t("budget.frozen")}</Alert>}
                    <BudgetGrid b={b} unit={unit} plan={plan} edit={may && draft} log={may} />
                    <Text size="xs" className="dim" mt={8} lh={1.5}>{b.definition}{b.other_currency > 0 && ` ${t("budget.otherCurrency", { count: b.other_currency, currency: b.currency })}`}</Text>
                    <Suspense fallback={<Waiting />}><BudgetCharts b={b} unit={unit} /></Suspense>
                    {lines && <BudgetLines plan={plan} holds={holds} />}
                </>
            )}
            <Modal opened={form} onClose={close} title={t("plan.add.budget_lines")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={lineModel} hidden={["plan"]} only={["channel", "month", "planned", "planned_hours", "note"]} initial={{ plan: plan.id }} onCancel={close} onDone={finish} />
            </Modal>
            <Modal opened={capacity} onClose={closeCapacity} title={t("budget.capacity")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={planModel} row={plan} only={only} hidden={planModel.fields.map((f) => f.name).filter((n) => !only.includes(n))} onCancel={closeCapacity} onDone={finish} />
            </Modal>
        </section>
    );
}

function Capacity({ b, onEdit }: { b: Answer; onEdit?: () => void }) {
    const { t } = useTranslation();
    const r = useDesk().reader;
    const parts = [
        ...(b.month_money_minor === null ? [] : [money(r, b.month_money_minor, b.currency)]),
        ...(b.month_hours === null ? [] : [t("budget.h", { n: count(r, b.month_hours) })]),
    ];
    return (
        <Group gap="xs" mb="sm">
            <Text size="sm">{parts.length ? <>{t("budget.perMonth")}: <strong className="num">{parts.join(" · ")}</strong></> : <span className="dim">{t("budget.noCapacity")}</span>}</Text>
            {onEdit && <Button size="compact-xs" variant="light" onClick={onEdit}>{parts.length ? t("common.edit") : t("budget.setCapacity")}</Button>}
        </Group>
    );
}
