/* What can be done with one row, behind three dots. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function RowMenu({ name, onEdit, onDrop, children }: { name: string; onEdit?: () => void; onDrop?: () => void; children?: ReactNode }) {
    const { t } = useTranslation();
    return (
        <Menu position="bottom-end" withinPortal>
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
                {children}
                {onEdit && <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>}
                {onDrop && <Menu.Item color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={onDrop}>{t("common.delete")}</Menu.Item>}
            </Menu.Dropdown>
        </Menu>
    );
}
