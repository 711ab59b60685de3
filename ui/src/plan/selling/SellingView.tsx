/* Step 5: how we sell. Ways of selling against what they brought, partners, and the sales that partners register. */
import { Badge, Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { day, money, percent } from "../../format";
import { Empty } from "../../parts/Empty";
import { RowMenu } from "../../parts/RowMenu";
import { useEditing } from "../../parts/useEditing";
import { useDesk, useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { Against } from "../promote/Against";
import { useSellingOutcomes, type Figures, type SellingOutcome } from "../promote/outcomes";
import type { StepViewProps } from "../stepViews";
import { Partners } from "./Partners";
import { Registrations } from "./Registrations";

const asked = ["name", "kind", "margin", "cost_to_serve_minor", "expected_share", "notes"];

export function SellingView({ plan, holds }: StepViewProps) {
    const { can } = useDesk();
    return (
        <>
            <Ways plan={plan} rows={holds.selling_channels ?? []} may={can("edit_plan") && plan.state !== "archived"} />
            <Registrations />
            <Partners />
        </>
    );
}

function Ways({ plan, rows, may }: { plan: Row; rows: Row[]; may: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const outcomes = useSellingOutcomes(plan.id);
    const way = useEditing("selling_channels", { title: t("plan.add.selling_channels"), only: asked, hidden: ["plan"] });
    if (outcomes.isLoadingError) return <Trouble error={outcomes.error} again={() => void outcomes.refetch()} />;
    if (!way.model) return <Waiting />;
    const add = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => way.add({ plan: plan.id })}>{t("plan.add.selling_channels")}</Button>;
    const model = way.model;
    const kind = (k: string) => model.fields.find((f) => f.name === "kind")?.choice_labels[k] ?? k;
    return (
        <section aria-label={t("plan.table.selling_channels")}>
            <h2 style={{ margin: 0 }}><VisuallyHidden>{t("plan.table.selling_channels")}</VisuallyHidden></h2>
            {rows.length > 0 && (
                <Group justify="space-between" mb="sm">
                    <Text size="sm" className="dim">{outcomes.data ? t("promote.span", { from: day(r, outcomes.data.from), to: day(r, outcomes.data.to) }) : t("common.loading")}</Text>
                    {add}
                </Group>
            )}
            {rows.length === 0 ? (
                <div className="card"><Empty title={t("plan.none.selling_channels")} text={t("plan.noneText.selling_channels")}>{add}</Empty></div>
            ) : (
                <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fill, minmax(min(400px, 100%), 1fr))", alignItems: "start" }}>
                    {rows.map((row) => <Way key={row.id} row={row} model={model} outcome={outcomes.data?.items.find((o) => o.channel === row.id)} may={may} onEdit={() => way.edit(row)} onDrop={() => way.drop(row)} />)}
                </div>
            )}
            {outcomes.data && outcomes.data.others.length > 0 && rows.length > 0 && (
                <Text size="sm" mt="md">{t("selling.others")} {outcomes.data.others.map((o) => `${kind(o.kind)} (${won(o)})`).join(", ")}.</Text>
            )}
            {way.dialogs}
        </section>
    );
    function won(o: Figures) {
        return t("selling.wonOf", { count: o.figures.won ?? 0, amount: money(r, o.figures.revenue_minor ?? 0) });
    }
}

function Way({ row, model, outcome, may, onEdit, onDrop }: { row: Row; model: Model; outcome: SellingOutcome | undefined; may: boolean; onEdit: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const name = nameOf(row);
    const n = (k: string) => (typeof row[k] === "number" ? (row[k] as number) : null);
    const facts = [n("margin") !== null && t("selling.margin", { v: percent(r, n("margin")) }), n("cost_to_serve_minor") !== null && t("selling.serve", { v: money(r, n("cost_to_serve_minor")) })].filter(Boolean).join(" · ");
    return (
        <article className="card" style={{ padding: 18, minWidth: 0 }} aria-label={name}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
                <h3 style={{ margin: 0, fontSize: "1rem", overflowWrap: "anywhere" }}>{name}</h3>
                {may && <RowMenu name={name} onEdit={onEdit} onDrop={onDrop} />}
            </Group>
            <Group gap={6} mb={8}>
                <Badge variant="light" color="azulejo" tt="none" radius="sm">{model.fields.find((f) => f.name === "kind")?.choice_labels[String(row.kind)] ?? String(row.kind)}</Badge>
                {outcome?.shared && <Badge variant="light" color="gray" tt="none" radius="sm">{t("selling.shared")}</Badge>}
            </Group>
            {typeof row.notes === "string" && <Text size="sm" mb={6} style={{ whiteSpace: "pre-wrap" }}>{row.notes}</Text>}
            {facts && <Text size="sm" className="dim" mb={8}>{facts}</Text>}
            {outcome && (
                <Against
                    name={name} of={outcome}
                    lines={[
                        { key: "share", unit: "rate", label: t("selling.line.share"), expected: outcome.expected_share },
                        { key: "won", unit: "count", label: t("promote.line.won"), expected: null },
                        { key: "open", unit: "count", label: t("selling.line.open"), expected: null },
                        { key: "win_rate", unit: "rate", label: t("selling.line.win_rate"), expected: null },
                        { key: "revenue_minor", unit: "money", label: t("promote.line.revenue"), expected: null },
                        { key: "commission_minor", unit: "money", label: t("selling.line.commission"), expected: null },
                        { key: "margin_minor", unit: "money", label: t("selling.line.margin"), expected: null },
                        { key: "cycle_days", unit: "days", label: t("selling.line.cycle"), expected: null },
                    ]}
                />
            )}
        </article>
    );
}
