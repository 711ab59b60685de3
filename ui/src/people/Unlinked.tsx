/* On a company: people who came before it, or before its domain, and are of no company yet. One click ties them, as a change of many that
 * can be undone. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconUsersPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { useRefresh } from "../api/queries";
import { count } from "../format";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { ask } from "./bulk/actions";
import { useUndoBulk } from "./bulk/BulkDialog";
import { untilStill } from "./bulk/watch";

type Found = components["schemas"]["AccountUnlinked"];

export function Unlinked({ account }: { account: string }) {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    const client = useQueryClient();
    const refresh = useRefresh();
    const undo = useUndoBulk("contacts");
    const q = useQuery({ queryKey: ["rows", "contacts", "unlinked", account], queryFn: ({ signal }) => api.get<Found>(`/accounts/${account}/unlinked`, undefined, signal) });
    const tie = useMutation({
        mutationFn: async (ids: string[]) => {
            const { id } = await ask("contacts", { ids }, { account_by_domain: true });
            await untilStill(id);
            await api.post(`/bulk/${id}/run`);
            const after = await untilStill(id);
            if (after.state === "failed") throw new Error(after.error ?? t("bulk.failed"));
            return after;
        },
        onSuccess: (b) => doneWithUndo(t("identity.tied", { count: b.done }), t("common.undo"), () => void undo(b.id)),
        onError: failed,
        onSettled: () => {
            refresh("contacts");
            void client.invalidateQueries({ queryKey: ["bulks"] });
        },
    });
    if (!q.data?.count) return null;
    const { count: n, more, ids } = q.data;
    return (
        <Alert variant="light" icon={<IconUsersPlus size={18} aria-hidden />} title={t(more ? "identity.unlinkedMore" : "identity.unlinked", { count: n, n: count(reader, n) })}>
            <Text size="sm">{t("identity.unlinkedWhy")}</Text>
            {can("edit_people") && (
                <Group justify="flex-end" mt={6}>
                    <Button size="compact-sm" variant="light" loading={tie.isPending} onClick={() => { tie.mutate(ids); }}>{t("identity.tie", { n: count(reader, n), count: n })}</Button>
                </Group>
            )}
        </Alert>
    );
}
