/* What was recorded of one company, person or deal, newest first; each can be changed or taken away. And, beside it, what is
 * still open. */
import { ActionIcon, Badge, Button, Checkbox, Group, Menu, Text } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllOf, useDelete, useModel, useRows, useSave } from "../api/queries";
import type { Row } from "../api/types";
import { ago, day, moment } from "../format";
import { OwnerName } from "../parts/Cell";
import type { PeopleTable } from "../parts/tables";
import { done, doneWithUndo, failed } from "../parts/toast";
import { Box } from "../people/Related";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { EditActivity } from "./EditActivity";
import { asKind, kindIcons, withWhom } from "./kinds";

export function Activities({ table, row }: { table: PeopleTable; row: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const model = useModel("activities");
    const remove = useDelete("activities");
    const [editing, edit] = useState<Row | null>(null);
    const q = useRows("activities", { ...withWhom(table, row), sort: "-at", limit: 30 });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model) return <Waiting />;
    const rows = q.data.pages.flatMap((p) => p.items);
    const label = (field: string, v: unknown) => model.fields.find((f) => f.name === field)?.choice_labels[String(v)] ?? "";
    if (rows.length === 0) return <Text className="dim" size="sm">{t("care.none")}</Text>;
    return (
        <>
            <ul className="plain-list">
                {rows.map((a) => {
                    const Icon = kindIcons[asKind(a.kind)];
                    return (
                        <li key={a.id} className="activity">
                            <Icon size={17} aria-hidden />
                            <div style={{ minWidth: 0, flex: 1 }}>
                                <Group gap={6}>
                                    <Text size="sm" fw={600}>{label("kind", a.kind)}</Text>
                                    {typeof a.outcome === "string" && <Badge size="sm" variant="light" tt="none" radius="sm">{label("outcome", a.outcome)}</Badge>}
                                    {a.is_open === true && <Badge size="sm" color="ochre" variant="light" tt="none" radius="sm">{typeof a.follow_up_at === "string" ? t("care.dueOn", { day: day(r, a.follow_up_at) }) : t("care.open")}</Badge>}
                                </Group>
                                {typeof a.subject === "string" && a.subject && <Text size="sm" style={{ overflowWrap: "anywhere" }}>{a.subject}</Text>}
                                {typeof a.body === "string" && a.body && <Text size="sm" className="activity-body">{a.body}</Text>}
                                <Text size="xs" className="dim" title={moment(r, String(a.at))}>
                                    {ago(r, String(a.at))} · {moment(r, String(a.at))}
                                    {typeof a.owner === "string" && <> · <OwnerName id={a.owner} /></>}
                                </Text>
                            </div>
                            {can("edit_people") && (
                                <Menu position="bottom-end" withinPortal>
                                    <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${label("kind", a.kind)}, ${moment(r, String(a.at))}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                                    <Menu.Dropdown>
                                        <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => { edit(a); }}>{t("care.edit")}</Menu.Item>
                                        <Menu.Item color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => { remove.mutate(a, { onSuccess: () => { done(t("care.removed")); }, onError: failed }); }}>{t("common.delete")}</Menu.Item>
                                    </Menu.Dropdown>
                                </Menu>
                            )}
                        </li>
                    );
                })}
            </ul>
            {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            <EditActivity row={editing} onClose={() => { edit(null); }} />
        </>
    );
}

/* Ticked off with a way back. */
export function useTick() {
    const { t } = useTranslation();
    const save = useSave("activities");
    return (row: Row) => {
        save.mutate({ row, values: { done_at: new Date().toISOString() } }, {
            onError: failed,
            onSuccess: (after) => { doneWithUndo(t("care.ticked"), t("common.undo"), () => { save.mutate({ row: after, values: { done_at: null } }, { onError: failed }); }); },
        });
    };
}

export function OpenOnes({ table, row }: { table: PeopleTable; row: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const tick = useTick();
    const rows = useAllOf("activities", { ...withWhom(table, row), is_open: true, sort: "follow_up_at", limit: 20 }).data;
    if (!rows?.length) return null;
    return (
        <Box title={t("care.openTitle")}>
            <ul className="plain-list">
                {rows.map((a) => (
                    <li key={a.id} style={{ padding: "5px 0" }}>
                        <Checkbox disabled={!can("edit_people")} checked={false} onChange={() => { tick(a); }} label={String(a.subject ?? t(`care.back.${asKind(a.kind)}`))}
                            description={typeof a.follow_up_at === "string" ? t("care.dueOn", { day: day(r, a.follow_up_at) }) : undefined} />
                    </li>
                ))}
            </ul>
        </Box>
    );
}
