/* On a contact's page: where the person stands on each purpose, their lists, what they asked for, and the way to their
 * own page. */
import { ActionIcon, Alert, Badge, Button, Group, Menu, Modal, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconHistory, IconLink, IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Row } from "../api/types";
import { day } from "../format";
import { Box } from "../people/Related";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { CopyLink } from "./CopyLink";
import { Entries } from "./Entries";
import { RecordAnswer } from "./RecordAnswer";
import { colorOf, saidOf, useAgain, type ListDone, type ConsentState, type PersonConsent } from "./words";

export function ConsentCard({ contact }: { contact: Row }) {
    const { t, i18n } = useTranslation();
    const { can, reader: r } = useDesk();
    const may = can("edit_people") && !contact.erased_at;
    const [saying, say] = useState<ConsentState | null>(null);
    const [link, setLink] = useState<{ from: string; kind: "own" | "confirm" } | null>(null);
    const [ledger, open] = useDisclosure(false);
    const q = useQuery({ queryKey: ["consent", contact.id], queryFn: ({ signal }) => api.get<PersonConsent>(`/contacts/${contact.id}/consent`, undefined, signal) });
    const p = q.data;
    const shown = p?.states.filter((s) => s.active || s.state) ?? [];
    return (
        <Box title={t("consent.title")}>
            {p?.suppressed && (
                <Alert color="terracotta" variant="light" p="xs" mb="sm">
                    <Text size="sm">{t("consent.isSuppressed", { reason: t(`consent.reason.${p.suppressed}`), day: day(r, p.suppressed_at) })}</Text>
                </Alert>
            )}
            {p?.requests.map((x) => (
                <Alert key={x.id} color="ochre" variant="light" p="xs" mb="sm">
                    <Text size="sm">{t(`consent.asked.${x.kind}`, { day: day(r, x.created_at), due: day(r, x.due_at) })}</Text>
                </Alert>
            ))}
            {p && shown.length === 0 && (
                <Text size="sm" className="dim">{t("consent.noPurposes")} <Link className="link" to="/people/consent">{t("consent.setUp")}</Link></Text>
            )}
            {shown.map((s) => <StateRow key={s.purpose} s={s} onSay={may ? () => { say(s); } : undefined} />)}
            {p && p.lists.length > 0 && <Lists contact={contact.id} lists={p.lists} may={may} onLink={(from) => { setLink({ from, kind: "confirm" }); }} />}
            <Group gap="xs" mt="sm">
                {may && <Button size="xs" variant="light" leftSection={<IconLink size={14} aria-hidden />} onClick={() => { setLink({ from: `/contacts/${contact.id}/preference-link`, kind: "own" }); }}>{t("consent.ownPage")}</Button>}
                <Button size="xs" variant="subtle" leftSection={<IconHistory size={14} aria-hidden />} onClick={open.open}>{t("consent.ledger")}</Button>
            </Group>
            <RecordAnswer contact={contact.id} of={saying} lang={typeof contact.locale === "string" && contact.locale ? contact.locale : i18n.language} onClose={() => { say(null); }} />
            <CopyLink from={link?.from ?? null} title={t(link?.kind === "confirm" ? "consent.confirmLink" : "consent.ownPage")} text={t(link?.kind === "confirm" ? "consent.confirmLinkText" : "consent.ownPageText")} onClose={() => { setLink(null); }} />
            <Modal opened={ledger} onClose={open.close} title={t("consent.ledger")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {ledger && <Entries query={{ contact: contact.id }} />}
            </Modal>
        </Box>
    );
}

function StateRow({ s, onSay }: { s: ConsentState; onSay?: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const basis = !s.state && s.purpose_basis !== "consent";
    const facts = s.state ? [day(r, s.at), t(`consent.by.${s.said_by ?? ""}`, { defaultValue: "" }), s.source, s.text_number ? t("consent.version", { n: s.text_number }) : ""] : [basis ? t(`consent.basis.${s.purpose_basis}`) : ""];
    return (
        <Group justify="space-between" wrap="nowrap" align="flex-start" py={6} gap="xs">
            <div style={{ minWidth: 0 }}>
                <Group gap={6}>
                    <Text size="sm" fw={600}>{s.name}</Text>
                    <Tooltip label={s.why} withArrow multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
                        <Badge tabIndex={0} color={basis ? "leaf" : colorOf(s.state)} variant="light" tt="none" radius="sm">{t(`consent.state.${s.state ?? (basis ? "basis" : "none")}`)}</Badge>
                    </Tooltip>
                </Group>
                {facts.some(Boolean) && <Text size="xs" className="dim" style={{ overflowWrap: "anywhere" }} title={s.text_body ?? undefined}>{facts.filter(Boolean).join(" · ")}</Text>}
                {s.text_title && <Text size="xs" className="dim" style={{ overflowWrap: "anywhere" }}>“{s.text_title}”</Text>}
            </div>
            {onSay && s.active && (
                <ActionIcon variant="subtle" color="gray" aria-label={t("consent.recordOf", { name: s.name })} title={t("consent.recordOf", { name: s.name })} onClick={onSay}>
                    <IconPencil size={16} aria-hidden />
                </ActionIcon>
            )}
        </Group>
    );
}

function Lists({ contact, lists, may, onLink }: { contact: string; lists: PersonConsent["lists"]; may: boolean; onLink: (from: string) => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const set = useMutation({
        mutationFn: ({ list, status }: { list: string; status: string }) => api.post<ListDone>(`/lists/${list}/members`, { contacts: [contact], status }),
        onSuccess: (res) => { again(); saidOf(res, t); },
        onError: failed,
    });
    return (
        <>
            <Text size="xs" className="dim" mt="sm" mb={2} fw={600}>{t("consent.lists")}</Text>
            {lists.map((l) => (
                <Group key={l.list} justify="space-between" wrap="nowrap" py={3} gap="xs">
                    <Group gap={6} style={{ minWidth: 0 }}>
                        <Text size="sm">{l.name}</Text>
                        {l.status && <Badge color={colorOf(l.status)} variant="light" tt="none" radius="sm">{t(`consent.standing.${l.status}`)}</Badge>}
                    </Group>
                    {may && (
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${l.name}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                            <Menu.Dropdown>
                                {l.status !== "subscribed" && <Menu.Item onClick={() => { set.mutate({ list: l.list, status: "subscribed" }); }}>{t(l.double_opt_in ? "consent.askJoin" : "consent.join")}</Menu.Item>}
                                {l.status === "pending" && <Menu.Item onClick={() => { onLink(`/lists/${l.list}/members/${contact}/confirm-link`); }}>{t("consent.confirmLink")}</Menu.Item>}
                                {(l.status === "subscribed" || l.status === "pending") && <Menu.Item color="var(--attention)" onClick={() => { set.mutate({ list: l.list, status: "unsubscribed" }); }}>{t("consent.leave")}</Menu.Item>}
                            </Menu.Dropdown>
                        </Menu>
                    )}
                </Group>
            ))}
        </>
    );
}
