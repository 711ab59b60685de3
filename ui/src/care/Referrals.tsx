/* Colleagues whom people named: no contact until somebody here decides so. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPlus, IconTrash, IconUserPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useDelete, useModel, useNames, useRefresh, useRows, useSave } from "../api/queries";
import type { Row } from "../api/types";
import { day } from "../format";
import { Empty } from "../parts/Empty";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

const tones: Record<string, string> = { new: "azulejo", contacted: "ochre", contact: "leaf", deal: "leaf", declined: "gray" };

export function Referrals() {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const model = useModel("referrals");
    const [state, setState] = useState<string | null>(null);
    const [adding, add] = useDisclosure(false);
    const q = useRows("referrals", { sort: "-created_at", ...(state ? { state } : {}) });
    const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const names = useNames("contacts", useMemo(() => rows.map((x) => x.referrer).filter((v): v is string => typeof v === "string"), [rows]));
    const refresh = useRefresh();
    const save = useSave("referrals");
    const remove = useDelete("referrals");
    const make = useMutation({ mutationFn: (x: Row) => api.post<Row>(`/referrals/${x.id}/contact`, {}), onSuccess: () => { refresh("referrals"); done(t("after.madeContact")); }, onError: failed });
    const states = model?.fields.find((f) => f.name === "state");
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model || !states) return <Waiting />;
    return (
        <>
            <Group justify="space-between" mb="md">
                <Select aria-label={states.label} placeholder={t("after.anyState")} clearable value={state} onChange={setState} data={states.choices.map((c) => ({ value: c, label: states.choice_labels[c] ?? c }))} />
                {can("edit_people") && <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={add.open}>{t("after.addReferral")}</Button>}
            </Group>
            <section className="card" aria-label={t("after.tab.referrals")}>
                {rows.length === 0 ? <Empty title={t("after.noReferrals")} text={t("after.noReferralsText")} /> : (
                    <ul className="plain-list">
                        {rows.map((x) => (
                            <li key={x.id} className="activity">
                                <div style={{ minWidth: 0, flex: 1 }}>
                                    <Group gap={8}>
                                        {typeof x.contact === "string" ? <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: x.contact }}>{String(x.name)}</Link> : <Text size="sm" fw={600}>{String(x.name)}</Text>}
                                        <Badge color={tones[String(x.state)] ?? "gray"} variant="light" tt="none" radius="sm">{states.choice_labels[String(x.state)]}</Badge>
                                    </Group>
                                    <Text size="sm" style={{ overflowWrap: "anywhere" }}>{[x.employer, x.email, x.phone].filter((v) => typeof v === "string" && v).join(" · ")}</Text>
                                    {typeof x.note === "string" && x.note && <Text size="sm" className="activity-body">{x.note}</Text>}
                                    <Text size="xs" className="dim">{day(r, x.created_at)}{typeof x.referrer === "string" && <> · {t("after.by")} <Link className="plain-link" to="/people/$table/$id" params={{ table: "contacts", id: x.referrer }}>{names.get(x.referrer) ?? "…"}</Link></>}</Text>
                                </div>
                                {can("edit_people") && (
                                    <Group gap={4} wrap="nowrap">
                                        {x.contact === null && x.state !== "declined" && <Button size="xs" variant="light" leftSection={<IconUserPlus size={14} aria-hidden />} visibleFrom="sm" onClick={() => { make.mutate(x); }}>{t("after.toContact")}</Button>}
                                        <Menu position="bottom-end" withinPortal>
                                            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${String(x.name)}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                                            <Menu.Dropdown>
                                                {x.contact === null && <Menu.Item leftSection={<IconUserPlus size={15} aria-hidden />} onClick={() => { make.mutate(x); }}>{t("after.toContact")}</Menu.Item>}
                                                {["contacted", "declined"].filter((s) => s !== x.state).map((s) => <Menu.Item key={s} onClick={() => { save.mutate({ row: x, values: { state: s } }, { onError: failed }); }}>{states.choice_labels[s]}</Menu.Item>)}
                                                <Menu.Item color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => { remove.mutate(x, { onSuccess: () => { done(t("after.referralGone")); }, onError: failed }); }}>{t("common.delete")}</Menu.Item>
                                            </Menu.Dropdown>
                                        </Menu>
                                    </Group>
                                )}
                            </li>
                        ))}
                    </ul>
                )}
                {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            </section>
            <Modal opened={adding} onClose={add.close} title={t("after.addReferral")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {adding && <RecordForm model={model} only={["name", "employer", "email", "phone", "referrer", "note"]} onDone={() => { add.close(); done(t("common.saved")); }} onCancel={add.close} />}
            </Modal>
        </>
    );
}
