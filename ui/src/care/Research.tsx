/* Several people of this company looked around within a few days: who, how often, and a button for "seen". */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { ago } from "../format";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";

type Found = components["schemas"]["ResearchAlert"];

export function Research({ account }: { account: string }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const client = useQueryClient();
    const [now] = useState(() => Date.now());
    const q = useQuery({ queryKey: ["rows", "research", account], queryFn: async ({ signal }) => (await api.get<Page<Found>>(`/accounts/${account}/research`, undefined, signal)).items });
    const again = () => {
        void client.invalidateQueries({ queryKey: ["rows", "research"] });
        void client.invalidateQueries({ queryKey: ["dashboard"] });
    };
    const show = useMutation({ mutationFn: (id: string) => api.del<undefined>(`/research/${id}/dismiss`), onSuccess: again, onError: failed });
    const dismiss = useMutation({
        mutationFn: (id: string) => api.post<undefined>(`/research/${id}/dismiss`),
        onSuccess: (_, id) => { again(); doneWithUndo(t("after.dismissed"), t("common.undo"), () => { show.mutate(id); }); },
        onError: failed,
    });
    const [x] = (q.data ?? []).filter((a) => a.dismissed_at === null && Date.parse(a.at) > now - a.days * 86_400_000);
    if (!x) return null;
    return (
        <Alert variant="light" color="ochre" icon={<IconEye size={18} aria-hidden />} title={t("after.researching", { count: x.people.length, days: x.days })}>
            <ul className="plain-list">
                {x.people.map((p) => <li key={p.contact}><Text size="sm"><Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: p.contact }}>{p.name ?? "–"}</Link> · {t("after.views", { count: p.views })}</Text></li>)}
            </ul>
            <Group justify="space-between" mt={6}>
                <Text size="xs">{ago(r, x.at)}</Text>
                {can("edit_people") && <Button size="compact-sm" variant="light" color="ochre" loading={dismiss.isPending} onClick={() => { dismiss.mutate(x.id); }}>{t("after.dismiss")}</Button>}
            </Group>
        </Alert>
    );
}
