/* Step 1: which audience first and what would change that; then each audience with its questions, figures, people and the way it
 * buys. */
import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllOf } from "../../api/queries";
import type { Row } from "../../api/types";
import { Empty } from "../../parts/Empty";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { Section } from "../Section";
import { steps } from "../steps";
import type { StepViewProps } from "../stepViews";
import { useRecordDialogs } from "../useRecordDialogs";
import { AudienceCard } from "./AudienceCard";
import { askAudience } from "./fields";
import { RankingCard } from "./RankingCard";
import { useRanking, type Basis } from "./ranking";

export function AudienceStep({ plan, holds }: StepViewProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [basis, setBasis] = useState<Basis>("actual");
    const ranking = useRanking(plan.id, basis);
    const process = useAllOf("purchase_steps", { plan: plan.id, sort: "position" });
    const { ask, drop, dialogs } = useRecordDialogs();
    const draft = plan.state !== "archived";
    const may = can("edit_plan") && draft;
    const rows = holds.audiences ?? [];
    const personas = holds.personas ?? [];
    const loose = personas.filter((p) => !rows.some((a) => a.id === p.audience));
    const kind = steps[0]?.tables.find((x) => x.table === "personas");
    const edit = (row?: Row) => { ask({ table: "audiences", title: row ? t("common.edit") : t("plan.add.audiences"), row, initial: { plan: plan.id }, only: askAudience }); };
    const add = may ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { edit(); }}>{t("plan.add.audiences")}</Button> : null;
    if (ranking.isLoadingError) return <Trouble error={ranking.error} again={() => void ranking.refetch()} />;
    if (!ranking.data || !process.data) return <Waiting />;
    const inOrder = ranking.data.audiences.flatMap((told) => rows.filter((row) => row.id === told.id).map((row) => ({ told, row })));
    return (
        <>
            {can("edit_plan") && !draft && <Text size="sm" className="dim" mb="md">{t("audiences.frozen")}</Text>}
            {rows.length === 0 ? (
                <div className="card"><Empty title={t("plan.none.audiences")} text={t("plan.noneText.audiences")}>{add}</Empty></div>
            ) : (
                <>
                    <RankingCard ranking={ranking.data} basis={basis} onBasis={setBasis} />
                    <Group justify="space-between" mt={28} mb="sm">
                        <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("plan.table.audiences")}</h2>
                        {add}
                    </Group>
                    {inOrder.some(({ told }) => told.segment && !told.segment.gone) && <Text size="xs" className="dim" lh={1.5} mb="sm" maw={900}>{t("audiences.realHow")}</Text>}
                    <div style={{ display: "grid", gap: 16 }}>
                        {inOrder.map(({ told, row }) => (
                            <AudienceCard
                                key={row.id} row={row} told={told} personas={personas.filter((p) => p.audience === row.id)} process={process.data.filter((s) => s.audience === row.id)} may={may}
                                onEdit={() => { edit(row); }} onDrop={() => { drop("audiences", row); }} ask={ask} drop={drop}
                            />
                        ))}
                    </div>
                </>
            )}
            {kind && <div hidden={loose.length === 0} style={{ marginTop: 28 }}><Section plan={plan} kind={kind} rows={loose} holds={holds} titled /></div>}
            {dialogs}
        </>
    );
}
