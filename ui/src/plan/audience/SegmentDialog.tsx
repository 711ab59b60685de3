/* A segment of companies made from an audience: the rule begins with its industry and can be written on before it is saved. */
import { Button, Group, Text, TextInput } from "@mantine/core";
import { useMemo, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../../api/client";
import { nameOf, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { RuleBuilder, type RuleState } from "../../rules/RuleBuilder";

export function SegmentDialog({ row, onMade, onCancel }: { row: Row; onMade: (id: string) => void; onCancel: () => void }) {
    const { t } = useTranslation();
    const save = useSave("segments");
    const industry = typeof row.industry === "string" && row.industry ? row.industry : null;
    const rule = useMemo(() => (industry ? { field: "industry", is: industry } : null), [industry]);
    const [name, setName] = useState(nameOf(row));
    const [state, setState] = useState<RuleState | null>(null);
    const [asked, setAsked] = useState(false);
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        setAsked(true);
        if (!state?.whole || !name.trim()) return;
        save.mutate({ values: { name: name.trim(), subject: "account", rule: state.rule } }, { onSuccess: (made) => { onMade(made.id); } });
    };
    return (
        <form onSubmit={submit} noValidate style={{ display: "grid", gap: 14 }}>
            <Text size="sm" lh={1.5}>{t(industry ? "audiences.segmentText" : "audiences.segmentNoIndustry", { industry })}</Text>
            <TextInput label={t("segments.name")} required maxLength={200} value={name} onChange={(e) => { setName(e.currentTarget.value); }} error={asked && !name.trim() ? t("form.required", { field: t("segments.name") }) : undefined} />
            <RuleBuilder subject="account" rule={rule} asked={asked} onChange={setState} />
            {save.error && <Text size="sm" className="attention" role="alert">{save.error instanceof Problem ? (Object.values(save.error.fields)[0] ?? sentence(save.error)) : sentence(save.error)}</Text>}
            <Group justify="flex-end">
                <Button variant="subtle" onClick={onCancel}>{t("common.cancel")}</Button>
                <Button type="submit" loading={save.isPending}>{t("audiences.makeAndBind")}</Button>
            </Group>
        </form>
    );
}
