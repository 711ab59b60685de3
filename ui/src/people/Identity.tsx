/* The addresses of a person or the domains of a company: the main one first; more are added, made the main one, or removed where
 * they stand. */
import { ActionIcon, Badge, Button, Group, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconStar, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useRefresh } from "../api/queries";
import type { IdentityValue, Page, Row } from "../api/types";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Box } from "./Related";

const kinds = {
    contacts: { many: "emails", field: "email", type: "email", example: "nome@empresa.com.br" },
    accounts: { many: "domains", field: "domain", type: "text", example: "empresa.com.br" },
} as const;

export function Identity({ table, row }: { table: "contacts" | "accounts"; row: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const kind = kinds[table];
    const path = `/${table}/${row.id}/${kind.many}`;
    const key = ["identity", table, row.id, row.version];
    const client = useQueryClient();
    const refresh = useRefresh();
    const q = useQuery({ queryKey: key, queryFn: async ({ signal }) => (await api.get<Page<IdentityValue>>(path, undefined, signal)).items });
    const [adding, setAdding] = useState(false);
    const [typed, setTyped] = useState("");
    const [error, setError] = useState<string>();

    const settle = (page: Page<IdentityValue>) => {
        client.setQueryData(key, page.items);
        void client.invalidateQueries({ queryKey: ["row", table, row.id] });
        refresh(table);
    };
    const add = useMutation({ mutationFn: (value: string) => api.post<Page<IdentityValue>>(path, { [kind.field]: value }), onSuccess: settle });
    const first = useMutation({ mutationFn: (id: string) => api.post<Page<IdentityValue>>(`${path}/${id}/first`), onSuccess: settle, onError: failed });
    const remove = useMutation({ mutationFn: (id: string) => api.del<Page<IdentityValue>>(`${path}/${id}`), onSuccess: settle, onError: failed });

    const submit = async (e: SyntheticEvent) => {
        e.preventDefault();
        try {
            await add.mutateAsync(typed);
            setTyped("");
            setError(undefined);
            setAdding(false);
        } catch (x) {
            setError(x instanceof Problem ? (x.fields[kind.field] ?? x.message) : sentence(x));
        }
    };
    const takeOff = (v: IdentityValue) =>
        remove.mutate(v.id as string, { onSuccess: () => doneWithUndo(t("identity.removed", { value: v.value }), t("common.undo"), () => add.mutate(v.value, { onError: failed })) });
    const editable = can("edit_people");
    if (!q.data) return null;
    return (
        <Box title={t(`identity.${kind.many}`)}>
            {q.data.length === 0 && !adding && <Text size="sm" className="dim">{t(`identity.no.${kind.many}`)}</Text>}
            <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 4 }}>
                {q.data.map((v) => (
                    <li key={v.value} style={{ display: "flex", alignItems: "center", gap: 6, minHeight: 32 }}>
                        <span style={{ fontSize: "0.9rem", overflowWrap: "anywhere", flex: 1, minWidth: 0 }}>{v.value}</span>
                        {v.first ? (
                            q.data.length > 1 && <Badge variant="light" tt="none" radius="sm">{t("identity.main")}</Badge>
                        ) : editable ? (
                            <Group gap={2} wrap="nowrap">
                                <Tooltip label={t("identity.makeMain")}>
                                    <ActionIcon variant="subtle" aria-label={t("identity.makeMainOf", { value: v.value })} loading={first.isPending && first.variables === v.id} onClick={() => first.mutate(v.id as string)}>
                                        <IconStar size={16} aria-hidden />
                                    </ActionIcon>
                                </Tooltip>
                                <Tooltip label={t("identity.remove")}>
                                    <ActionIcon variant="subtle" color="gray" aria-label={t("identity.removeOf", { value: v.value })} loading={remove.isPending && remove.variables === v.id} onClick={() => takeOff(v)}>
                                        <IconTrash size={16} aria-hidden />
                                    </ActionIcon>
                                </Tooltip>
                            </Group>
                        ) : null}
                    </li>
                ))}
            </ul>
            {editable && (adding ? (
                <form onSubmit={(e) => void submit(e)} style={{ marginTop: 8 }}>
                    <TextInput
                        aria-label={t(`identity.new.${kind.many}`)} placeholder={kind.example} type={kind.type} value={typed} error={error} autoFocus
                        onChange={(e) => { setTyped(e.currentTarget.value); setError(undefined); }}
                        onKeyDown={(e) => { if (e.key === "Escape") { setAdding(false); setError(undefined); } }}
                    />
                    <Group gap="xs" mt={8}>
                        <Button size="xs" type="submit" loading={add.isPending} disabled={typed.trim() === ""}>{t("common.add")}</Button>
                        <Button size="xs" variant="subtle" onClick={() => { setAdding(false); setError(undefined); }}>{t("common.cancel")}</Button>
                    </Group>
                </form>
            ) : (
                <Button size="xs" variant="subtle" mt={6} leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>{t(`identity.add.${kind.many}`)}</Button>
            ))}
        </Box>
    );
}
