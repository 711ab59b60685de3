/* Views kept in this browser, for this site and list. */
import { ActionIcon, Button, Menu, Modal, TextInput } from "@mantine/core";
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { done } from "../parts/toast";
import type { ListSearch } from "../router";
import { useDesk } from "../session";

interface View {
    name: string;
    search: ListSearch;
}

export function SavedViews({ table, search, onPick }: { table: string; search: ListSearch; onPick: (s: ListSearch) => void }) {
    const { t } = useTranslation();
    const { site } = useDesk();
    const [views, setViews] = useLocalStorage<View[]>({ key: `praca.views.${site.id}.${table}`, defaultValue: [] });
    const [naming, { open, close }] = useDisclosure(false);
    const [name, setName] = useState("");
    const keep = (e: SyntheticEvent) => {
        e.preventDefault();
        if (!name.trim()) return;
        setViews([...views.filter((v) => v.name !== name.trim()), { name: name.trim(), search }]);
        done(t("views.kept", { name: name.trim() }));
        setName("");
        close();
    };
    return (
        <>
            <Menu position="bottom-end" width={260} withinPortal>
                <Menu.Target>
                    <ActionIcon variant="default" size={36} aria-label={t("views.title")} title={t("views.title")}>
                        <IconBookmark size={18} aria-hidden />
                    </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                    <Menu.Label>{t("views.title")}</Menu.Label>
                    <Menu.Item onClick={() => onPick({})}>{t("views.all")}</Menu.Item>
                    {views.map((v) => (
                        <Menu.Item key={v.name} onClick={() => onPick(v.search)}>{v.name}</Menu.Item>
                    ))}
                    <Menu.Divider />
                    <Menu.Item onClick={open}>{t("views.keep")}</Menu.Item>
                    {views.map((v) => (
                        <Menu.Item key={v.name} color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setViews(views.filter((x) => x !== v))}>
                            {t("views.drop", { name: v.name })}
                        </Menu.Item>
                    ))}
                </Menu.Dropdown>
            </Menu>
            <Modal opened={naming} onClose={close} title={t("views.keep")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <form onSubmit={keep}>
                    <TextInput label={t("views.name")} value={name} onChange={(e) => setName(e.currentTarget.value)} data-autofocus required maxLength={60} mb="md" />
                    <Button type="submit" fullWidth>{t("common.save")}</Button>
                </form>
            </Modal>
        </>
    );
}
