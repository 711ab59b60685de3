/* Two records side by side: which one stays, and for each field that differs, whose value. What both lack or share is not asked. */
import { Button, Group, Modal, Radio, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowMerge } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf, useModel, useRefresh, valueOf } from "../api/queries";
import type { Field, MergeDone, MergeUndone, Row } from "../api/types";
import { day } from "../format";
import { Cell } from "../parts/Cell";
import { doneWithUndo, done, failed } from "../parts/toast";
import { useReader } from "../session";

export type MergeTable = "contacts" | "accounts";

/* Settled by rule, not by choice: tags are joined, the lifecycle never goes back, first contact is the earlier one. */
const ruled = new Set(["tags", "lifecycle", "first_contact_at", "first_seen_at", "parent"]);

export function useUndoMerge(table: MergeTable) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const refresh = useRefresh();
    return useMutation({
        mutationFn: (merge: string) => api.post<MergeUndone>(`/merges/${merge}/undo`),
        onSuccess: (back) => {
            for (const key of ["row", "identity", "merges", "duplicates"]) void client.invalidateQueries({ queryKey: [key] });
            refresh(table);
            done(back.stayed > 0 ? t("identity.undoneBut", { count: back.stayed }) : t("identity.undone"));
        },
        onError: failed,
    });
}

export function MergeDialog({ table, one, other, onClose, onDone }: { table: MergeTable; one: Row; other: Row; onClose: () => void; onDone: (kept: Row) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const small = useMediaQuery("(max-width: 48em)") ?? false;
    const model = useModel(table);
    const client = useQueryClient();
    const refresh = useRefresh();
    const undo = useUndoMerge(table);
    const [keep, setKeep] = useState(one.id);
    const [said, setSaid] = useState<Record<string, string>>({});
    const kept = keep === one.id ? one : other;
    const gone = keep === one.id ? other : one;
    const differ = useMemo(() => (model?.fields ?? []).filter((f) => !f.readonly && !ruled.has(f.name) && has(one, f) && has(other, f) && JSON.stringify(valueOf(one, f.name)) !== JSON.stringify(valueOf(other, f.name))), [model, one, other]);
    const filled = useMemo(() => (model?.fields ?? []).filter((f) => !f.readonly && !ruled.has(f.name) && !has(kept, f) && has(gone, f)), [model, kept, gone]);
    const merge = useMutation({
        mutationFn: () =>
            api.post<MergeDone>(`/${table}/${kept.id}/merge`, {
                gone: gone.id, version: kept.version, gone_version: gone.version,
                fields: Object.fromEntries(differ.map((f) => [f.name, (said[f.name] ?? kept.id) === kept.id ? "kept" : "gone"])),
            }),
        onSuccess: (answer) => {
            for (const key of ["row", "identity", "merges", "duplicates"]) void client.invalidateQueries({ queryKey: [key] });
            refresh(table);
            doneWithUndo(t("identity.merged", { gone: nameOf(gone), kept: nameOf(answer.record) }), t("common.undo"), () => undo.mutate(answer.merge));
            onDone(answer.record);
        },
        onError: failed,
    });
    return (
        <Modal opened onClose={onClose} size="xl" title={t(`identity.mergeTitle.${table}`)} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack gap="md">
                <div>
                    <Text size="sm" fw={600} mb={6} id="merge-keep">{t("identity.whoStays")}</Text>
                    <SegmentedControl
                        fullWidth orientation={small ? "vertical" : "horizontal"} value={keep} onChange={setKeep} aria-labelledby="merge-keep"
                        data={[one, other].map((x) => ({ value: x.id, label: [nameOf(x), tell(x) ?? t("identity.since", { day: day(r, x.created_at.slice(0, 10)) })].join(" · ") }))}
                    />
                    <Text size="xs" className="dim" mt={6}>{t("identity.whoStaysHint")}</Text>
                </div>
                {differ.length > 0 && (
                    <section aria-label={t("identity.differ")}>
                        <Text size="sm" fw={600} mb={6}>{t("identity.differ")}</Text>
                        <div className="merge-rows">
                            {differ.map((f) => (
                                <Radio.Group key={f.name} className="merge-row" label={f.label} value={said[f.name] ?? kept.id} onChange={(v) => setSaid({ ...said, [f.name]: v })}>
                                    <div className="pair">
                                        {[one, other].map((x) => (
                                            <Radio key={x.id} value={x.id} label={<Cell field={f} row={x} />} />
                                        ))}
                                    </div>
                                </Radio.Group>
                            ))}
                        </div>
                    </section>
                )}
                <Text size="sm" className="dim">
                    {filled.length > 0 && `${t("identity.filled", { fields: filled.map((f) => f.label).join(", ") })} `}
                    {t(`identity.mergeRules.${table}`)}
                </Text>
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button leftSection={<IconArrowMerge size={16} aria-hidden />} loading={merge.isPending} onClick={() => merge.mutate()}>{t("identity.merge")}</Button>
                </Group>
            </Stack>
        </Modal>
    );
}

/* What tells two of one name apart. */
function tell(row: Row): string | null {
    for (const f of ["email", "domain", "phone"]) {
        const v = row[f];
        if (typeof v === "string" && v && v !== nameOf(row)) return v;
    }
    return null;
}

function has(row: Row, f: Field): boolean {
    const v = valueOf(row, f.name);
    return v != null && v !== "" && !(Array.isArray(v) && v.length === 0);
}
