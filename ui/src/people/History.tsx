/* Who changed what on this record. */
import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { AuditEntry, Model, Page } from "../api/types";
import { moment } from "../format";
import { Diff } from "../parts/Diff";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

export function History({ model, id }: { model: Model; id: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useQuery({ queryKey: ["history", model.table, id], queryFn: ({ signal }) => api.get<Page<AuditEntry>>(`/${model.table}/${id}/history`, undefined, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    if (q.data.items.length === 0) return <Text className="dim" size="sm">{t("record.nothingYet")}</Text>;
    return (
        <Stack gap="md">
            {q.data.items.map((e) => (
                <div key={e.id}>
                    <Text size="sm">
                        <strong>{e.actor_name ?? e.actor ?? e.origin}</strong> · {t(`audit.action.${e.action}`, { defaultValue: e.action })}
                        <Text span size="xs" className="dim"> · {moment(r, e.at)}</Text>
                    </Text>
                    <Diff diff={e.diff} model={model} />
                </div>
            ))}
        </Stack>
    );
}
