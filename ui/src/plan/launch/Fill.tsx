/* What a campaign lacks, given on the spot: chosen from the plan or made right here. */
import { Button, Group, Modal, Paper } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useModel, useSave } from "../../api/queries";
import type { Json, LaunchItem, Model, Row } from "../../api/types";
import { fieldNamed } from "../../parts/fields";
import { RecordForm } from "../../parts/RecordForm";
import { RefPicker } from "../../parts/RefPicker";
import { failed } from "../../parts/toast";
import { GoalForm, MetricPicker } from "../GoalForm";

export function Fill({ item, row, model }: { item: LaunchItem; row: Row; model: Model }) {
    const { t } = useTranslation();
    const save = useSave("campaigns");
    const [making, setMaking] = useState(false);
    const plan = String(row.plan);
    const field = fieldNamed(model.fields, item.key);
    if (!field) return null;
    /* The metric of a goal that is chosen is the campaign's, when it has none. */
    const put = async (v: Json) => {
        if (v == null) return;
        try {
            const metric = item.key === "goal" && !row.metric ? (await api.get<Row>(`/goals/${String(v)}`)).metric : undefined;
            await save.mutateAsync({ row, values: { [item.key]: v, ...(typeof metric === "string" ? { metric } : {}) } });
        } catch (e) {
            failed(e);
        }
    };
    return (
        <Paper withBorder p="sm" radius="md">
            {item.key === "metric" ? (
                <MetricPicker label={field.label} value={row.metric} onChange={(v) => void put(v)} />
            ) : (
                <Group align="flex-end" gap="xs">
                    <div style={{ flex: "1 1 220px" }}><RefPicker field={{ ...field, help: null }} value={row[field.name]} onChange={(v) => void put(v)} filter={{ plan }} /></div>
                    <Button variant="light" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setMaking(true)}>{t(`plan.add.${item.key}s`)}</Button>
                </Group>
            )}
            {item.key !== "metric" && <Make kind={item.key} plan={plan} opened={making} onClose={() => setMaking(false)} onMade={(made) => { setMaking(false); void put(made.id); }} />}
        </Paper>
    );
}

function Make({ kind, plan, opened, onClose, onMade }: { kind: string; plan: string; opened: boolean; onClose: () => void; onMade: (row: Row) => void }) {
    const { t } = useTranslation();
    const table = `${kind}s`;
    const model = useModel(table);
    if (!model) return null;
    return (
        <Modal opened={opened} onClose={onClose} title={t(`plan.add.${table}`)} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {kind === "goal" ? <GoalForm model={model} plan={plan} onCancel={onClose} onDone={onMade} /> : <RecordForm model={model} only={["name", "description", "industry"]} hidden={["plan"]} initial={{ plan }} onCancel={onClose} onDone={onMade} />}
        </Modal>
    );
}
