/* Who changed what on this record. */
import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useWho } from "../api/queries";
import type { AuditEntry, Model, Page } from "../api/types";
import { moment } from "../format";
import { byWhom } from "../parts/auditWords";
import { Diff } from "../parts/Diff";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

/* Entries, the newest first, with the currency that each left the record in. */
function withCurrency(items: AuditEntry[], now: string | undefined): [AuditEntry, string | undefined][] {
    let at = now;
    return items.map((e) => {
        const left = at;
        const told = e.diff?.currency;
        if (Array.isArray(told) && typeof told[0] === "string") at = told[0];
        return [e, left];
    });
}

export function History({ model, id, currency }: { model: Model; id: string; currency?: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const who = useWho();
    const q = useQuery({ queryKey: ["history", model.table, id], queryFn: ({ signal }) => api.get<Page<AuditEntry>>(`/${model.table}/${id}/history`, undefined, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    if (q.data.items.length === 0) return <Text className="dim" size="sm">{t("record.nothingYet")}</Text>;
    return (
        <Stack gap="md">
            {withCurrency(q.data.items, currency).map(([e, left]) => (
                <div key={e.id}>
                    <Text size="sm">
                        <strong>{byWhom(t, who, e)}</strong> · {t(`audit.action.${e.action}`, { defaultValue: e.action })}
                        <Text span size="xs" className="dim"> · {moment(r, e.at)}</Text>
                    </Text>
                    <Diff diff={e.diff} model={model} currency={left} />
                </div>
            ))}
        </Stack>
    );
}
