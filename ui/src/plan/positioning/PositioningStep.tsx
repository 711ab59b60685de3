/* Step 3: a canvas for each audience, and the claims with what proves them. */
import { Button, Group, Text } from "@mantine/core";
import { IconPlus, IconPrinter } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../api/queries";
import { Empty } from "../../parts/Empty";
import { useDesk } from "../../session";
import type { StepViewProps } from "../stepViews";
import { useRecordDialogs } from "../useRecordDialogs";
import { CanvasCard } from "./CanvasCard";
import { canvasFields } from "./claims";
import { LedgerCard } from "./LedgerCard";

export function PositioningStep({ plan, holds }: StepViewProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const { ask, drop, dialogs } = useRecordDialogs();
    const draft = plan.state !== "archived";
    const may = can("edit_plan") && draft;
    const audiences = holds.audiences ?? [];
    const canvases = [...(holds.positionings ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
    const without = audiences.filter((a) => !canvases.some((c) => c.audience === a.id));
    const add = (audience: string) => { ask({ table: "positionings", title: t("plan.add.positionings"), initial: { plan: plan.id, audience }, only: [...canvasFields] }); };
    return (
        <>
            <p className="only-print print-site">{nameOf(plan)} · {t("plan.step.3.title")}</p>
            {can("edit_plan") && !draft && <Text size="sm" className="dim no-print" mb="md">{t("canvas.frozen")}</Text>}
            <Group justify="space-between" mb="sm" className="no-print">
                <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("plan.table.positionings")}</h2>
                {canvases.length > 0 && <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => { window.print(); }}>{t("canvas.print")}</Button>}
            </Group>
            {audiences.length === 0 && <div className="card"><Empty title={t("plan.none.positionings")} text={t("canvas.noAudience")}><Button component={Link} to={`/plan/${plan.id}/1`} variant="default">{t("plan.goTo", { n: 1, title: t("plan.step.1.title") })}</Button></Empty></div>}
            <div style={{ display: "grid", gap: 16 }}>
                {canvases.map((c) => <CanvasCard key={c.id} row={c} competitors={holds.competitors ?? []} may={may} ask={ask} drop={drop} />)}
                {without.map((a) => (
                    <div key={a.id} className="card no-print">
                        <Group justify="space-between">
                            <Text><strong>{nameOf(a)}</strong>: <span className="attention">{t("canvas.missing")}</span></Text>
                            {may && <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => { add(a.id); }} aria-label={`${t("plan.add.positionings")}: ${nameOf(a)}`}>{t("plan.add.positionings")}</Button>}
                        </Group>
                    </div>
                ))}
            </div>
            <LedgerCard plan={plan} holds={holds} ask={ask} drop={drop} />
            {dialogs}
        </>
    );
}
