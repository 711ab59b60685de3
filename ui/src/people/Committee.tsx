/* Who decides on a deal, in which role, and which roles nobody fills. Who of the company is known to have a role that is
 * missing is offered, one click away. */
import { ActionIcon, Alert, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { IconDots, IconPlus, IconUserOff, IconUserPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf, useAllOf, useModel } from "../api/queries";
import type { Committee as CommitteeData, CommitteeMember, Row } from "../api/types";
import { day } from "../format";
import { choiceLabel, choicesOf, fieldNamed } from "../parts/fields";
import { RecordForm } from "../parts/RecordForm";
import { done, doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Box } from "./Related";

const title = (m: CommitteeMember) => m.contact.name ?? m.contact.email ?? "";

export function Committee({ deal, open, account }: { deal: string; open: boolean; account?: string }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const model = useModel("deal_members");
    const [adding, setAdding] = useState<string | null>(null); /* the role to begin with, "" for none */
    const q = useQuery({ queryKey: ["committee", deal], queryFn: ({ signal }) => api.get<CommitteeData>(`/deals/${deal}/committee`, undefined, signal) });
    const colleagues = useAllOf("contacts", { account, limit: 100 }, Boolean(account)).data;
    const again = () => { for (const k of ["committee", "timeline", "rows"]) void client.invalidateQueries({ queryKey: [k] }); };
    const change = async (m: CommitteeMember, values: Record<string, string | null>, words: string) => {
        try {
            const row = await api.get<Row>(`/deal_members/${m.id}`);
            const saved = await api.patch<Row>(`/deal_members/${m.id}`, values, row.version);
            const back = Object.fromEntries(Object.keys(values).map((k) => [k, row[k] ?? null]));
            doneWithUndo(words, t("common.undo"), () => { api.patch(`/deal_members/${m.id}`, back, saved.version).then(again).catch(failed); });
            again();
        } catch (e) {
            failed(e);
        }
    };
    const join = async (contact: Row, role: string) => {
        try {
            await api.create<Row>("/deal_members", { deal, contact: contact.id, role, since_at: new Date().toISOString() });
            done(t("committee.joined", { name: nameOf(contact), role: choiceLabel("role", role, t) }));
            again();
        } catch (e) {
            failed(e);
        }
    };
    const members = useMemo(() => q.data?.items ?? [], [q.data]);
    const there = useMemo(() => new Set(members.filter((m) => !m.left_at).map((m) => `${m.contact.id} ${m.role ?? ""}`)), [members]);
    const field = model && fieldNamed(model.fields, "role");
    const roles = field ? choicesOf(field, t) : [];
    const may = can("edit_deals");
    return (
        <Box title={t("committee.title")}>
            {members.map((m) => <Member key={m.id} member={m} may={may} roles={roles} onRole={(role) => void change(m, { role }, t("committee.changed", { name: title(m) }))} onLeave={() => void change(m, { left_at: new Date().toISOString() }, t("committee.left", { name: title(m) }))} />)}
            {q.data && members.length === 0 && <Text size="sm" className="dim">{t("committee.none")}</Text>}
            {open && q.data && q.data.gaps.length > 0 && (
                <Alert variant="light" color="ochre" mt="sm" p="xs" title={t("committee.missing")}>
                    {q.data.gaps.map((g) => {
                        const fits = (colleagues ?? []).filter((c) => c.buying_role === g.role && !there.has(`${c.id} ${g.role}`)).slice(0, 2);
                        return (
                            <div key={g.role} style={{ padding: "4px 0" }}>
                                <Text size="sm">{g.message}</Text>
                                {may && (
                                    <Group gap={4} mt={2}>
                                        {fits.map((c) => <Button key={c.id} size="compact-xs" variant="light" leftSection={<IconUserPlus size={13} aria-hidden />} aria-label={t("committee.joinAs", { name: nameOf(c), role: choiceLabel("role", g.role, t) })} onClick={() => void join(c, g.role)}>{nameOf(c)}</Button>)}
                                        <Button size="compact-xs" variant="subtle" aria-label={t("committee.chooseFor", { role: choiceLabel("role", g.role, t) })} onClick={() => { setAdding(g.role); }}>{t("committee.choose")}</Button>
                                    </Group>
                                )}
                            </div>
                        );
                    })}
                </Alert>
            )}
            {may && model && <Button mt="sm" size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => { setAdding(""); }}>{t("committee.add")}</Button>}
            <Modal opened={adding !== null} onClose={() => { setAdding(null); }} title={t("committee.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && adding !== null && <RecordForm model={model} hidden={["deal", "left_at"]} only={["contact", "role"]} initial={{ deal, ...(adding ? { role: adding } : {}) }} onCancel={() => { setAdding(null); }} onDone={() => { setAdding(null); again(); }} />}
            </Modal>
        </Box>
    );
}

function Member({ member: m, may, roles, onRole, onLeave }: { member: CommitteeMember; may: boolean; roles: { value: string; label: string }[]; onRole: (r: string) => void; onLeave: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const name = title(m);
    return (
        <Group justify="space-between" wrap="nowrap" py={5}>
            <div style={{ minWidth: 0, fontSize: "0.9rem" }}>
                <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: m.contact.id }}>{nameOf({ ...m.contact, version: 0, created_at: "", changed_at: "" })}</Link>
                <Text size="xs" className="dim">
                    {[m.role ? choiceLabel("role", m.role, t) : null, m.contact.job_title, m.left_at ? t("committee.leftAt", { at: day(r, m.left_at) }) : m.since_at ? t("committee.since", { at: day(r, m.since_at) }) : null].filter(Boolean).join(" · ")}
                </Text>
            </div>
            {may && !m.left_at && (
                <Group gap={2} wrap="nowrap">
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("committee.roleOf", { name })} title={t("committee.roleOf", { name })}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                        <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
                            <Menu.Label>{t("committee.roleOf", { name })}</Menu.Label>
                            {roles.filter((x) => x.value !== m.role).map((x) => <Menu.Item key={x.value} onClick={() => { onRole(x.value); }}>{x.label}</Menu.Item>)}
                        </Menu.Dropdown>
                    </Menu>
                    <ActionIcon variant="subtle" color="gray" aria-label={t("committee.leaves", { name })} title={t("committee.leaves", { name })} onClick={onLeave}><IconUserOff size={16} aria-hidden /></ActionIcon>
                </Group>
            )}
        </Group>
    );
}
