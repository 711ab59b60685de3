/* What is marked, and what can be done with it. */
import { Button, Group, Menu, Text } from "@mantine/core";
import { IconBuilding, IconChevronDown, IconDownload, IconFilterPlus, IconListCheck, IconPencil, IconTag, IconTagOff, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { count } from "../../format";
import type { PeopleTable } from "../../parts/tables";
import { useDesk } from "../../session";
import type { Doing } from "./actions";

interface Props {
    table: PeopleTable;
    marked: number;
    all: boolean; /* all that the list finds, loaded or not */
    total: number | null | undefined;
    capped: boolean;
    offerAll: boolean;
    onAll: () => void;
    onNone: () => void;
    onDo: (d: Doing) => void;
    onExport: () => void;
    onPass?: () => void; /* to sales */
}

export function BulkBar(p: Props) {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    const n = p.total == null ? "" : count(reader, p.total);
    return (
        <Group className="card bulk-bar" justify="space-between" role="region" aria-label={t("bulk.bar")}>
            <Group gap="sm">
                <Text size="sm" fw={600} aria-live="polite">
                    {p.all ? t(p.capped ? "bulk.allMore" : "bulk.all", { n }) : t("list.marked", { count: p.marked })}
                </Text>
                {p.offerAll && !p.all && (
                    <Button size="compact-sm" variant="subtle" onClick={p.onAll}>{t(p.capped ? "bulk.takeAllMore" : "bulk.takeAll", { n })}</Button>
                )}
                <Button size="compact-sm" variant="subtle" color="gray" onClick={p.onNone}>{t("list.unmark")}</Button>
            </Group>
            <Group gap="xs">
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target>
                        <Button size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>{t("bulk.change")}</Button>
                    </Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => p.onDo("set")}>{t("bulk.do.set")}</Menu.Item>
                        <Menu.Item leftSection={<IconTag size={16} aria-hidden />} onClick={() => p.onDo("tags_add")}>{t("bulk.do.tags_add")}</Menu.Item>
                        <Menu.Item leftSection={<IconTagOff size={16} aria-hidden />} onClick={() => p.onDo("tags_remove")}>{t("bulk.do.tags_remove")}</Menu.Item>
                        {p.table === "contacts" && <Menu.Item leftSection={<IconListCheck size={16} aria-hidden />} onClick={() => p.onDo("list")}>{t("bulk.do.list")}</Menu.Item>}
                        {p.table !== "deals" && <Menu.Item leftSection={<IconFilterPlus size={16} aria-hidden />} onClick={() => p.onDo("segment")}>{t("bulk.do.segment")}</Menu.Item>}
                        {p.table === "contacts" && <Menu.Item leftSection={<IconBuilding size={16} aria-hidden />} onClick={() => p.onDo("account_by_domain")}>{t("bulk.do.account_by_domain")}</Menu.Item>}
                        <Menu.Divider />
                        <Menu.Item color="var(--attention)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => p.onDo("delete")}>{t("bulk.do.delete")}</Menu.Item>
                    </Menu.Dropdown>
                </Menu>
                {p.onPass && can("edit_people") && <Button size="xs" variant="light" onClick={p.onPass}>{t("handoff.pass")}</Button>}
                {can("export") && <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={p.onExport}>{t("bulk.export")}</Button>}
            </Group>
        </Group>
    );
}
