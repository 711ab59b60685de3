/* Company profile and market summary, which open the written plan. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/queries";
import type { Row } from "../api/types";
import { RecordForm } from "../parts/RecordForm";
import { done } from "../parts/toast";
import { useDesk } from "../session";

const texts = ["company_profile", "market_summary", "summary"];

export function PlanTexts({ plan }: { plan: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("plans");
    const [editing, setEditing] = useState(false);
    if (!model) return null;
    const fields = texts.map((n) => model.fields.find((f) => f.name === n)).filter((f) => f !== undefined);
    return (
        <section className="card" style={{ marginBottom: 24 }} aria-label={t("plan.texts")}>
            <Group justify="space-between" mb="sm">
                <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("plan.texts")}</h2>
                {!editing && can("edit_plan") && <Button size="xs" variant="light" onClick={() => setEditing(true)}>{t("common.edit")}</Button>}
            </Group>
            {editing ? (
                <RecordForm model={model} row={plan} only={texts} hidden={model.fields.map((f) => f.name).filter((n) => !texts.includes(n))} onCancel={() => setEditing(false)} onDone={() => { setEditing(false); done(t("common.saved")); }} />
            ) : (
                <Stack gap="sm">
                    {fields.map((f) => (
                        <div key={f.name}>
                            <Text size="xs" className="dim">{f.label}</Text>
                            {typeof plan[f.name] === "string" && plan[f.name] ? <Text size="sm" lh={1.6} style={{ whiteSpace: "pre-wrap" }}>{plan[f.name] as string}</Text> : <Text size="sm" className="dim">{t("plan.unwritten")}</Text>}
                        </div>
                    ))}
                </Stack>
            )}
        </section>
    );
}
