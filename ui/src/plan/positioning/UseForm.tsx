/* Where a claim is said: one campaign, one canvas or one page. */
import { Button, Group, SegmentedControl, Select, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../../api/client";
import { nameOf, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { done } from "../../parts/toast";

const kinds = ["page", "campaign", "canvas"] as const;
type Kind = (typeof kinds)[number];

export function UseForm({ claim, holds, onDone }: { claim: string; holds: Record<string, Row[]>; onDone: () => void }) {
    const { t } = useTranslation();
    const save = useSave("claim_uses");
    const [kind, setKind] = useState<Kind>("page");
    const [value, setValue] = useState<string | null>(null);
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const error = Object.values(wrong)[0] ?? (save.error ? sentence(save.error) : undefined);
    const field = kind === "page" ? "url" : kind === "campaign" ? "campaign" : "positioning";
    const audience = (c: Row) => nameOf(holds.audiences?.find((a) => a.id === c.audience));
    const choices = kind === "campaign" ? (holds.campaigns ?? []).map((c) => ({ value: c.id, label: nameOf(c) })) : (holds.positionings ?? []).map((c) => ({ value: c.id, label: audience(c) }));
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate({ values: { claim, [field]: value?.trim() || null } }, { onSuccess: () => { onDone(); done(t("common.saved")); } });
    };
    return (
        <form onSubmit={submit} style={{ display: "grid", gap: 14 }} noValidate>
            <Text size="sm" lh={1.5}>{t("claims.useText")}</Text>
            <SegmentedControl aria-label={t("claims.uses")} value={kind} onChange={(v) => { setKind(v as Kind); setValue(null); save.reset(); }} data={kinds.map((k) => ({ value: k, label: t(`claims.kind.${k}`) }))} />
            {kind === "page" ? (
                <TextInput label={t("claims.pageUrl")} type="url" placeholder="https://" value={value ?? ""} onChange={(e) => { setValue(e.currentTarget.value); }} error={error} required />
            ) : (
                <Select label={t(`claims.kind.${kind}`)} searchable data={choices} value={value} onChange={setValue} error={error} required placeholder={t("common.choose")} description={choices.length === 0 ? t("common.nothing") : undefined} />
            )}
            <Group justify="flex-end"><Button type="submit" loading={save.isPending}>{t("common.save")}</Button></Group>
        </form>
    );
}
