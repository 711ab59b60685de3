/* The last changes of many: what was done, by how many, and the way back. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../../api/client";
import type { Bulk, Json, Model, Page } from "../../api/types";
import { count, moment } from "../../format";
import type { PeopleTable } from "../../parts/tables";
import { failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { actionSaid, modelOf } from "./actions";
import { useUndoBulk } from "./BulkDialog";
import { isMoving } from "./watch";

export function RecentBulks({ table, model, onClose }: { table: PeopleTable; model: Model; onClose: () => void }) {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    const undo = useUndoBulk(table);
    const [busy, setBusy] = useState<string | null>(null);
    const q = useQuery({
        queryKey: ["bulks"],
        queryFn: async ({ signal }) => (await api.get<Page<Bulk>>("/bulk", undefined, signal)).items,
        refetchInterval: (s) => (s.state.data?.some(isMoving) ? 1000 : false),
    });
    const rows = (q.data ?? []).filter((b) => b.model === modelOf[table]);
    const back = async (id: string) => {
        setBusy(id);
        await undo(id);
        setBusy(null);
    };
    return (
        <Modal opened onClose={onClose} title={t("bulk.recent")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : q.isPending ? <Waiting /> : rows.length === 0 ? (
                <Text size="sm" className="dim">{t("bulk.noneYet")}</Text>
            ) : (
                <Stack gap={0} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
                    {rows.map((b) => (
                        <Group key={b.id} component="li" justify="space-between" py="sm" style={{ borderBottom: "1px solid var(--line)" }} wrap="nowrap" align="flex-start">
                            <div style={{ minWidth: 0 }}>
                                <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{actionSaid(t, model, b.action as Record<string, Json>)}</Text>
                                <Text size="sm" className="dim">
                                    {[b.started_at ? moment(reader, b.started_at) : null, t("bulk.done", { count: b.done }), b.refused ? t("bulk.cannotShort", { n: count(reader, b.refused) }) : null,
                                        b.state === "undone" ? t("bulk.undone", { count: b.undone }) : b.state !== "done" ? t(`bulk.state.${b.state}`) : null].filter(Boolean).join(" · ")}
                                </Text>
                            </div>
                            <Group gap="xs" wrap="nowrap">
                                {b.refused + b.kept > 0 && can("export") && (
                                    <Button size="compact-sm" variant="subtle" onClick={() => void download(`/bulk/${b.id}/refused.csv`, "refused.csv").catch(failed)}>CSV</Button>
                                )}
                                {b.state === "done" && b.done > 0 && <Button size="compact-sm" variant="default" loading={busy === b.id} onClick={() => void back(b.id)}>{t("common.undo")}</Button>}
                            </Group>
                        </Group>
                    ))}
                </Stack>
            )}
        </Modal>
    );
}
