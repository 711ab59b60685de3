/* What was merged into this record, each with its way back. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Merge, Page } from "../api/types";
import { moment } from "../format";
import { useDesk } from "../session";
import { useUndoMerge, type MergeTable } from "./MergeDialog";

export function Merges({ table, id }: { table: MergeTable; id: string }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const undo = useUndoMerge(table);
    const q = useQuery({ queryKey: ["merges", table, id], queryFn: async ({ signal }) => (await api.get<Page<Merge>>(`/${table}/${id}/merges`, undefined, signal)).items });
    const open = (q.data ?? []).filter((m) => m.undone_at === null);
    if (open.length === 0) return null;
    return (
        <Stack component="section" gap={6} mb="md" p="sm" aria-label={t("identity.merges")} style={{ background: "var(--act-soft)", borderRadius: 8 }}>
            {open.map((m) => (
                <Group key={m.id} justify="space-between" gap="xs" wrap="nowrap">
                    <Text size="sm">
                        {t("identity.mergedHere", { name: m.label ?? `#${m.gone.slice(-6)}` })}
                        <Text span size="xs" className="dim"> · {[m.actor_name, moment(r, m.merged_at)].filter(Boolean).join(" · ")}</Text>
                    </Text>
                    {can("edit_people") && (
                        <Button size="xs" variant="light" loading={undo.isPending && undo.variables === m.id} onClick={() => undo.mutate(m.id)}>{t("common.undo")}</Button>
                    )}
                </Group>
            ))}
        </Stack>
    );
}
