/* On a contact's page: the link to the survey, and what the person said. */
import { Badge, Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconLink } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useAllOf, useNames } from "../api/queries";
import type { components } from "../api/openapi";
import type { Page, Row } from "../api/types";
import { fullLink, type SignedLink } from "../consent/words";
import { day } from "../format";
import { failed } from "../parts/toast";
import { Box } from "../people/Related";
import { useDesk } from "../session";
import { tone } from "./Health";
import { quarter } from "./Survey";

type Answer = components["schemas"]["NpsAnswer"];

export function AskNps({ contact }: { contact: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const clip = useClipboard({ timeout: 3000 });
    const q = useQuery({ queryKey: ["rows", "nps", "of", contact.id], queryFn: async ({ signal }) => (await api.get<Page<Answer>>("/nps/answers", { contact: contact.id, limit: 4 }, signal)).items });
    const make = useMutation({ mutationFn: () => api.post<SignedLink>(`/contacts/${contact.id}/nps-link`, {}), onError: failed });
    const by = useAllOf("referrals", { contact: contact.id, limit: 1 }).data?.[0];
    const referrer = typeof by?.referrer === "string" ? by.referrer : null;
    const names = useNames("contacts", referrer ? [referrer] : []);
    const url = make.data ? fullLink(make.data.path) : "";
    return (
        <Box title={t("after.recommends")}>
            {referrer && <Text size="sm" mb={6}>{t("after.referredBy")} <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: referrer }}>{names.get(referrer) ?? "…"}</Link></Text>}
            {q.data?.length === 0 && <Text size="sm" className="dim">{t("after.notAsked")}</Text>}
            {q.data?.map((a) => (
                <Group key={a.id} gap={8} wrap="nowrap" py={3} align="flex-start">
                    <Badge color={tone(a.score >= 9 ? 100 : a.score >= 7 ? 60 : 0)} variant="light" radius="sm"><span className="num">{a.score}</span></Badge>
                    <div style={{ minWidth: 0 }}>
                        <Text size="xs" className="dim">{quarter(a.period, t)}</Text>
                        {a.comment && <Text size="sm" lineClamp={3}>{a.comment}</Text>}
                    </div>
                </Group>
            ))}
            {can("edit_people") && <Button mt="xs" size="xs" variant="light" leftSection={<IconLink size={14} aria-hidden />} loading={make.isPending} onClick={() => { make.mutate(); }}>{t("after.surveyLink")}</Button>}
            <Modal opened={make.data !== undefined} onClose={() => { make.reset(); }} title={t("after.surveyLink")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <Text size="sm" mb="md" lh={1.55}>{t("after.surveyLinkText")}</Text>
                <TextInput label={t("consent.link")} value={url} readOnly onFocus={(e) => { e.currentTarget.select(); }} data-autofocus description={make.data ? t("consent.linkUntil", { day: day(r, make.data.expires_at) }) : undefined} />
                <Group justify="flex-end" mt="md"><Button leftSection={clip.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={() => { clip.copy(url); }}>{clip.copied ? t("consent.copied") : t("consent.copy")}</Button></Group>
            </Modal>
        </Box>
    );
}
