/* The queue of sales that partners registered: what stands against each, and the answer. */
import { Alert, Badge, Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../../api/client";
import { useNames, useRefresh, useRows } from "../../api/queries";
import type { Page, Row } from "../../api/types";
import type { components } from "../../api/openapi";
import { day, money, taxNumber } from "../../format";
import { currencyOf } from "../../parts/fields";
import { done } from "../../parts/toast";
import { useEditing } from "../../parts/useEditing";
import { useDesk, useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";

type Conflict = components["schemas"]["RegistrationConflict"];
const asked = ["partner", "employer", "tax_number", "domain", "contact_name", "email", "amount_minor", "closes_on"];
const tones: Record<string, string> = { new: "azulejo", accepted: "leaf", declined: "terracotta", expired: "gray" };

export function Registrations() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [state, setState] = useState<string | null>(null);
    const [answering, answer] = useState<{ row: Row; accept: boolean } | null>(null);
    const q = useRows("deal_registrations", { sort: "-created_at", ...(state ? { state } : {}) });
    const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const partners = useNames("partners", useMemo(() => rows.map((x) => x.partner).filter((v): v is string => typeof v === "string"), [rows]));
    const own = useEditing("deal_registrations", { title: t("selling.addRegistration"), only: asked, hidden: ["currency"] });
    const states = own.model?.fields.find((f) => f.name === "state");
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !states) return <Waiting />;
    const may = can("edit_deals");
    return (
        <section aria-label={t("selling.registrations")} style={{ marginTop: 32 }}>
            <Group justify="space-between" mb="sm">
                <h2 style={{ fontSize: "1.05rem", margin: 0 }}>{t("selling.registrations")}</h2>
                <Group gap="sm">
                    <Select aria-label={states.label} placeholder={t("after.anyState")} clearable value={state} onChange={setState} data={states.choices.map((c) => ({ value: c, label: states.choice_labels[c] ?? c }))} />
                    {may && <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => own.add()}>{t("selling.addRegistration")}</Button>}
                </Group>
            </Group>
            <div className="card" style={{ padding: "4px 18px" }}>
                {rows.length === 0 ? <Text size="sm" className="dim" py="md">{t("selling.noRegistrations")}</Text> : (
                    <ul className="plain-list">
                        {rows.map((x) => <One key={x.id} row={x} partner={partners.get(String(x.partner)) ?? "…"} state={states.choice_labels[String(x.state)] ?? String(x.state)} may={may} onAnswer={(accept) => answer({ row: x, accept })} />)}
                    </ul>
                )}
            </div>
            {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            {own.dialogs}
            <Modal opened={answering !== null} onClose={() => answer(null)} title={answering ? t(answering.accept ? "selling.acceptTitle" : "selling.declineTitle", { name: String(answering.row.employer) }) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
                {answering && <Answer {...answering} onClose={() => answer(null)} />}
            </Modal>
        </section>
    );
}

function One({ row, partner, state, may, onAnswer }: { row: Row; partner: string; state: string; may: boolean; onAnswer: (accept: boolean) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const text = (k: string) => (typeof row[k] === "string" ? (row[k] as string) : "");
    const amount = typeof row.amount_minor === "number" ? money(r, row.amount_minor, currencyOf(row, r)) : "";
    const who = [text("domain"), text("tax_number") && taxNumber(text("tax_number")), text("contact_name"), text("email"), text("phone")].filter(Boolean).join(" · ");
    return (
        <li className="activity" style={{ flexWrap: "wrap" }}>
            <div style={{ minWidth: 0, flex: "1 1 240px" }}>
                <Group gap={8}>
                    <Text size="sm" fw={600}>{text("employer")}</Text>
                    <Badge variant="light" color={tones[text("state")] ?? "gray"} tt="none" radius="sm">{state}</Badge>
                </Group>
                <Text size="sm">{[partner, amount, text("closes_on") && t("selling.decides", { when: day(r, text("closes_on")) })].filter(Boolean).join(" · ")}</Text>
                <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{who}</Text>
                <Text size="xs" className="dim">{t("selling.protected", { from: day(r, row.created_at as string), until: day(r, text("expires_at")) })}</Text>
                {text("reason") && <Text size="sm" mt={4}>{text("reason")}</Text>}
                {text("deal") && <Link className="link" style={{ fontSize: "0.86rem" }} to="/people/$table/$id" params={{ table: "deals", id: text("deal") }}>{t("selling.toDeal")}</Link>}
            </div>
            {may && text("state") === "new" && (
                <Group gap={6} wrap="wrap" justify="flex-end">
                    <Button size="xs" onClick={() => onAnswer(true)} aria-label={`${t("selling.accept")}: ${text("employer")}`}>{t("selling.accept")}</Button>
                    <Button size="xs" variant="default" onClick={() => onAnswer(false)} aria-label={`${t("selling.decline")}: ${text("employer")}`}>{t("selling.decline")}</Button>
                </Group>
            )}
        </li>
    );
}

function Answer({ row, accept, onClose }: { row: Row; accept: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const refresh = useRefresh();
    const [reason, setReason] = useState("");
    const conflicts = useQuery({ queryKey: ["rows", "deal_registrations", "conflicts", row.id], queryFn: ({ signal }) => api.get<Page<Conflict>>(`/deal_registrations/${row.id}/conflicts`, undefined, signal) });
    const send = useMutation({
        mutationFn: () => api.post<Row>(`/deal_registrations/${row.id}/${accept ? "accept" : "decline"}`, { reason: reason.trim() || null }),
        onSuccess: () => { refresh("deal_registrations"); refresh("deals"); done(t(accept ? "selling.isAccepted" : "selling.isDeclined")); onClose(); },
    });
    const wrong = send.error instanceof Problem ? send.error.fields.reason : undefined;
    const against = conflicts.data?.items ?? [];
    const blocked = accept && against.some((c) => c.kind === "registered");
    return (
        <Stack gap="md">
            {conflicts.data && against.length === 0 && <Text size="sm">{t("selling.nothingAgainst")}</Text>}
            {against.length > 0 && (
                <Alert color={blocked ? "terracotta" : "ochre"} variant="light" title={t("selling.against")}>
                    <ul style={{ margin: 0, paddingLeft: 18 }}>
                        {against.map((c) => <li key={c.kind + c.id}>{t(`selling.conflict.${c.kind}`, { name: c.name ?? "", until: c.until ? day(r, c.until) : "" })}</li>)}
                    </ul>
                </Alert>
            )}
            {accept && <Text size="sm" className="dim">{t("selling.acceptText")}</Text>}
            <Textarea label={t(accept ? "selling.reasonAccept" : "selling.reasonDecline")} description={accept ? undefined : t("selling.reasonRead")} required={!accept} autosize minRows={2} maxLength={500} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={wrong} data-autofocus />
            {send.isError && !wrong && <Alert color="terracotta" variant="light" role="alert">{sentence(send.error)}</Alert>}
            <Group justify="flex-end">
                <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                <Button color={accept ? undefined : "terracotta.7"} disabled={blocked} loading={send.isPending} onClick={() => send.mutate()}>{t(accept ? "selling.accept" : "selling.decline")}</Button>
            </Group>
        </Stack>
    );
}
