/* Who decides on a deal, in which role, and which roles nobody fills. */
import { ActionIcon, Alert, Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconUserOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf, useModel } from "../api/queries";
import type { Committee as CommitteeData, CommitteeMember, Row } from "../api/types";
import { day } from "../format";
import { choiceLabel } from "../parts/fields";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Box } from "./Related";

export function Committee({ deal }: { deal: string }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const client = useQueryClient();
    const model = useModel("deal_members");
    const [adding, add] = useDisclosure(false);
    const q = useQuery({ queryKey: ["committee", deal], queryFn: ({ signal }) => api.get<CommitteeData>(`/deals/${deal}/committee`, undefined, signal) });
    const again = () => void client.invalidateQueries({ queryKey: ["committee", deal] });
    const leaves = async (m: CommitteeMember) => {
        try {
            const row = await api.get<Row>(`/deal_members/${m.id}`);
            await api.patch(`/deal_members/${m.id}`, { left_at: new Date().toISOString() }, row.version);
            done(t("committee.left", { name: m.contact.name ?? m.contact.email ?? "" }));
            again();
        } catch (e) {
            failed(e);
        }
    };
    const members = q.data?.items ?? [];
    return (
        <Box title={t("committee.title")}>
            {members.map((m) => (
                <Group key={m.id} justify="space-between" wrap="nowrap" py={5} opacity={m.left_at ? 0.7 : 1}>
                    <div style={{ minWidth: 0, fontSize: "0.9rem" }}>
                        <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: m.contact.id }}>{nameOf({ ...m.contact, version: 0, created_at: "", changed_at: "" })}</Link>
                        <Text size="xs" className="dim">
                            {[m.role ? choiceLabel("role", m.role, t) : null, m.contact.job_title, m.left_at ? t("committee.leftAt", { at: day(r, m.left_at) }) : null].filter(Boolean).join(" · ")}
                        </Text>
                    </div>
                    {can("edit_deals") && !m.left_at && (
                        <ActionIcon variant="subtle" color="gray" aria-label={t("committee.leaves", { name: m.contact.name ?? "" })} title={t("committee.leaves", { name: m.contact.name ?? "" })} onClick={() => void leaves(m)}>
                            <IconUserOff size={16} aria-hidden />
                        </ActionIcon>
                    )}
                </Group>
            ))}
            {q.data && members.length === 0 && <Text size="sm" className="dim">{t("committee.none")}</Text>}
            {q.data && q.data.missing.length > 0 && (
                <Alert variant="light" color="ochre" mt="sm" p="xs" title={t("committee.missing")}>
                    <Text size="sm">{q.data.missing.map((x) => choiceLabel("role", x, t)).join(", ")}</Text>
                </Alert>
            )}
            {can("edit_deals") && model && (
                <Button mt="sm" size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={add.open}>{t("committee.add")}</Button>
            )}
            <Modal opened={adding} onClose={add.close} title={t("committee.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && <RecordForm model={model} hidden={["deal", "left_at"]} only={["contact", "role"]} initial={{ deal }} onCancel={add.close} onDone={() => { add.close(); again(); }} />}
            </Modal>
        </Box>
    );
}
