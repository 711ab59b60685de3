/* Step four: the goals, and above them the audiences that nobody set a goal for. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { done } from "../../parts/toast";
import { useDesk } from "../../session";
import { GoalForm } from "../GoalForm";
import { Section } from "../Section";
import { steps } from "../steps";
import type { StepViewProps } from "../stepViews";

const tables = steps.find((s) => s.n === 4)?.tables ?? [];

export function GoalsStep({ plan, holds }: StepViewProps) {
    return (
        <>
            <Without plan={plan} holds={holds} />
            {tables.map((x) => <Section key={x.table} plan={plan} kind={x} rows={holds[x.table] ?? []} holds={holds} titled={tables.length > 1} />)}
        </>
    );
}

function Without({ plan, holds }: StepViewProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("goals");
    const [of, setOf] = useState<Row | null>(null);
    const goals = holds.goals ?? [];
    const bare = (holds.audiences ?? []).filter((a) => !goals.some((g) => g.audience === a.id));
    if (!model) return null;
    // Hidden and not gone: a goal that is being written for the last of them stays.
    return (
        <section className="card" hidden={bare.length === 0} style={{ marginBottom: 20 }} aria-label={t("goal.without")}>
            <h2 style={{ margin: "0 0 4px", fontSize: "1.02rem" }}>{t("goal.without")}</h2>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("goal.withoutText")}</Text>
            <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 8 }}>
                {bare.map((a) => (
                    <li key={a.id}>
                        <Group justify="space-between" gap="sm">
                            <Text size="sm" fw={550}>{nameOf(a)}</Text>
                            {can("edit_plan") && <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} aria-label={t("goal.makeFor", { name: nameOf(a) })} onClick={() => setOf(a)}>{t("goal.make")}</Button>}
                        </Group>
                    </li>
                ))}
            </ul>
            <Modal opened={of !== null} onClose={() => setOf(null)} title={t("goal.makeFor", { name: nameOf(of ?? undefined) })} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {of && <GoalForm model={model} plan={plan.id} audience={of.id} onCancel={() => setOf(null)} onDone={() => { setOf(null); done(t("common.saved")); }} />}
            </Modal>
        </section>
    );
}
