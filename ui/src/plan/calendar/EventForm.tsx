/* A date of the calendar, written or changed; it can be deleted here. */
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useDelete, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { Confirm } from "../../parts/Confirm";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { Waiting } from "../../shell/Fallbacks";

const asks: Record<string, string[]> = {
    plan_events: ["name", "kind", "starts_on", "ends_on", "channel", "audience", "notes"],
    assets: ["name", "kind", "state", "owner", "due_on", "url", "body", "funnel_stage", "topic"],
};

/* initial: of a new record, beside its plan. */
export function EventForm({ table, row, plan, initial, onDone }: { table: string; row?: Row; plan?: string; initial?: Record<string, string>; onDone: (row?: Row) => void }) {
    const { t } = useTranslation();
    const model = useModel(table);
    const remove = useDelete(table);
    const [asking, setAsking] = useState(false);
    if (!model) return <Waiting />;
    return (
        <>
            <RecordForm
                model={model} row={row} only={asks[table]} hidden={["plan"]} initial={{ ...(plan && table === "plan_events" ? { plan } : {}), ...initial }} onCancel={() => onDone()}
                onDone={(saved) => { onDone(saved); done(t("common.saved")); }}
            />
            {row && (
                <Group mt="sm">
                    <Button variant="subtle" color="gray" c="var(--attention)" size="xs" onClick={() => setAsking(true)}>{t("common.delete")}</Button>
                </Group>
            )}
            <Confirm
                opened={asking} title={t("record.deleteTitle", { name: nameOf(row) })} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setAsking(false)}
                onYes={() => row && remove.mutate(row, { onSuccess: () => { onDone(); done(t("list.deleted", { count: 1 })); }, onError: failed })}
            />
        </>
    );
}
