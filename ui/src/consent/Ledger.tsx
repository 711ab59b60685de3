/* The ledger of the site: searched, and checked link by link. */
import { Alert, Button, Group, Select, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { fieldOf } from "../api/queries";
import { count } from "../format";
import { FieldInput } from "../parts/FieldInput";
import { failed } from "../parts/toast";
import { useReader } from "../session";
import { Entries } from "./Entries";
import { states, usePurposes, type Verdict } from "./words";

export function Ledger() {
    const { t } = useTranslation();
    const r = useReader();
    const purposes = usePurposes().data ?? [];
    const [f, setF] = useState<{ contact: string | null; purpose: string | null; state: string | null }>({ contact: null, purpose: null, state: null });
    const check = useMutation({ mutationFn: () => api.get<Verdict>("/consents/verify"), onError: failed });
    const v = check.data;
    return (
        <>
            <Group mb="sm" gap="xs" align="flex-end">
                <div style={{ flex: "1 1 220px", maxWidth: 320 }}><FieldInput field={fieldOf({ name: "contact", label: t("consent.person"), kind: "ref", refers: "contact" })} value={f.contact} onChange={(x) => { setF({ ...f, contact: typeof x === "string" ? x : null }); }} /></div>
                <Select label={t("consent.purpose")} clearable clearButtonProps={{ "aria-label": t("list.clear") }} value={f.purpose} onChange={(x) => { setF({ ...f, purpose: x }); }} data={purposes.map((p) => ({ value: p.id, label: p.name }))} w={210} />
                <Select label={t("consent.answer")} clearable clearButtonProps={{ "aria-label": t("list.clear") }} value={f.state} onChange={(x) => { setF({ ...f, state: x }); }} data={states.map((s) => ({ value: s, label: t(`consent.state.${s}`) }))} w={170} />
                <Button ml="auto" variant="default" leftSection={<IconShieldCheck size={16} aria-hidden />} loading={check.isPending} onClick={() => { check.mutate(); }}>{t("consent.verify")}</Button>
            </Group>
            {v && (
                <Alert mb="sm" color={v.ok ? "leaf" : "terracotta"} variant="light" role="status" title={t(v.ok ? "consent.whole" : "consent.broken")}>
                    <Text size="sm">{v.ok ? t("consent.wholeText", { count: v.entries, n: count(r, v.entries), erased: count(r, v.erased) }) : t("consent.brokenText", { n: v.broken_at ?? 0, why: v.message ?? "" })}</Text>
                    {v.ok && v.head && <Text size="xs" mt={4} style={{ overflowWrap: "anywhere" }}>{t("consent.head")} <code>{v.head}</code></Text>}
                </Alert>
            )}
            <div className="card"><Entries query={f} named /></div>
        </>
    );
}
