/* The companies that a person left: what was recorded late or by mistake is put right here. */
import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from "@mantine/core";
import { IconCalendar, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { components } from "../api/openapi";
import type { Page, Row } from "../api/types";
import { day } from "../format";
import { Confirm } from "../parts/Confirm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Box } from "./Related";

type Past = components["schemas"]["PastCompany"];

export function PastCompanies({ contact }: { contact: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const path = `/contacts/${contact.id}/past_companies`;
    const key = ["row", "contacts", contact.id, "past", contact.version];
    const client = useQueryClient();
    const q = useQuery({ queryKey: key, queryFn: async ({ signal }) => (await api.get<Page<Past>>(path, undefined, signal)).items });
    const [asked, setAsked] = useState<Past>();
    const [dated, setDated] = useState<string>();
    const settle = (page: Page<Past>) => {
        client.setQueryData(key, page.items);
        void client.invalidateQueries({ queryKey: ["history"] });
    };
    const drop = useMutation({
        mutationFn: (p: Past) => api.del<Page<Past>>(`${path}/${p.id}`),
        onSuccess: (page) => { settle(page); setAsked(undefined); done(t("identity.past.gone")); },
        onError: failed,
    });
    if (!q.data?.length) return null;
    return (
        <Box title={t("identity.past.title")}>
            <Text size="xs" className="dim" mb={6} lh={1.5}>{t("identity.past.lead")}</Text>
            <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 4 }}>
                {q.data.map((p) => (
                    <li key={p.id}>
                        <Group gap={6} wrap="nowrap" style={{ minHeight: 32 }}>
                            <span style={{ fontSize: "0.9rem", overflowWrap: "anywhere", flex: 1, minWidth: 0 }}>
                                <Link to="/people/$table/$id" params={{ table: "accounts", id: p.account }} className="link">{p.name}</Link>{" "}
                                <span className="dim num">{t("identity.past.until", { day: day(r, p.until_at) })}</span>
                            </span>
                            {can("edit_people") && !contact.erased_at && (
                                <Group gap={2} wrap="nowrap">
                                    <Tooltip label={t("identity.past.day")}>
                                        <ActionIcon variant="subtle" aria-expanded={dated === p.id} aria-label={t("identity.past.change", { name: p.name })} onClick={() => setDated(dated === p.id ? undefined : p.id)}><IconCalendar size={16} aria-hidden /></ActionIcon>
                                    </Tooltip>
                                    <Tooltip label={t("identity.past.neverButton")}>
                                        <ActionIcon variant="subtle" color="gray" aria-label={t("identity.past.never", { name: p.name })} onClick={() => setAsked(p)}><IconTrash size={16} aria-hidden /></ActionIcon>
                                    </Tooltip>
                                </Group>
                            )}
                        </Group>
                        {dated === p.id && <Leaving path={`${path}/${p.id}`} onDone={(page) => { settle(page); setDated(undefined); done(t("identity.past.saved")); }} onCancel={() => setDated(undefined)} />}
                    </li>
                ))}
            </ul>
            <Confirm
                opened={asked !== undefined} title={t("identity.past.neverAsk")} text={t("identity.past.neverText", { name: asked?.name })} yes={t("identity.past.neverButton")}
                busy={drop.isPending} onClose={() => setAsked(undefined)} onYes={() => asked && drop.mutate(asked)}
            />
        </Box>
    );
}

function Leaving({ path, onDone, onCancel }: { path: string; onDone: (page: Page<Past>) => void; onCancel: () => void }) {
    const { t } = useTranslation();
    const [on, setOn] = useState("");
    const [error, setError] = useState<string>();
    const save = useMutation({
        mutationFn: () => api.patch<Page<Past>>(path, { until: on }),
        onSuccess: onDone,
        onError: (x) => setError(x instanceof Problem ? (x.fields.until ?? x.message) : sentence(x)),
    });
    return (
        <form onSubmit={(e) => { e.preventDefault(); save.mutate(); }} style={{ margin: "4px 0 8px" }}>
            <TextInput type="date" label={t("identity.past.day")} value={on} error={error} onChange={(e) => { setOn(e.currentTarget.value); setError(undefined); }} autoFocus required />
            <Group gap="xs" mt={8}>
                <Button size="xs" type="submit" loading={save.isPending} disabled={!on}>{t("common.save")}</Button>
                <Button size="xs" variant="subtle" onClick={onCancel}>{t("common.cancel")}</Button>
            </Group>
        </form>
    );
}
