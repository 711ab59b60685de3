/* The one who is signed in: language, light or dark, account, way out. */
import { ActionIcon, Avatar, Menu, UnstyledButton, VisuallyHidden, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconShieldLock, IconSun } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Session } from "../api/types";
import { languages, setLanguage, type Language } from "../i18n";
import { failed } from "../parts/toast";
import { putSession, sessionKey, useDesk } from "../session";

export function UserMenu({ compact = false }: { compact?: boolean }) {
    const { t, i18n } = useTranslation();
    const { user } = useDesk();
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    const client = useQueryClient();
    const navigate = useNavigate();
    const name = user.name ?? user.email;

    const keep = (change: { locale?: Language; theme?: "light" | "dark" | "auto" }) => {
        client.setQueryData<Session | null>(sessionKey, (s) => (s ? { ...s, user: { ...s.user, ...change } } : s));
        api.patch("/session/user", change).catch(failed);
    };
    const choose = (lng: Language) => {
        void setLanguage(lng);
        keep({ locale: lng });
    };
    const paint = (scheme: "light" | "dark" | "auto") => {
        setColorScheme(scheme);
        keep({ theme: scheme });
    };
    const leave = async () => {
        try {
            await api.del("/session");
        } catch (e) {
            failed(e);
            return;
        }
        putSession(client, null);
        await navigate({ to: "/login" });
    };
    const tick = (yes: boolean) => (yes ? <IconCheck size={14} aria-hidden /> : null);

    return (
        <Menu position={compact ? "bottom-end" : "top-start"} width={230} withinPortal>
            <Menu.Target>
                {compact ? (
                    <ActionIcon variant="subtle" size="lg" radius="xl">
                        <VisuallyHidden>{t("user.menu", { name })}</VisuallyHidden>
                        <Avatar size={30} radius="xl" name={name} color="azulejo" aria-hidden />
                    </ActionIcon>
                ) : (
                    <UnstyledButton className="nav-link" style={{ width: "100%" }} title={t("user.menu", { name })}>
                        <Avatar size={28} radius="xl" name={name} color="azulejo" aria-hidden />
                        <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{name}</span>
                    </UnstyledButton>
                )}
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Label>{t("user.language")}</Menu.Label>
                {languages.map((l) => (
                    <Menu.Item key={l} leftSection={<IconLanguage size={16} aria-hidden />} rightSection={tick(i18n.language === l)} onClick={() => choose(l)} lang={l}>
                        {l === "pt-BR" ? "Português" : "English"}
                    </Menu.Item>
                ))}
                <Menu.Label>{t("user.theme")}</Menu.Label>
                <Menu.Item leftSection={<IconSun size={16} aria-hidden />} rightSection={tick(colorScheme === "light")} onClick={() => paint("light")}>
                    {t("user.light")}
                </Menu.Item>
                <Menu.Item leftSection={<IconMoon size={16} aria-hidden />} rightSection={tick(colorScheme === "dark")} onClick={() => paint("dark")}>
                    {t("user.dark")}
                </Menu.Item>
                <Menu.Item leftSection={<IconDeviceDesktop size={16} aria-hidden />} rightSection={tick(colorScheme === "auto")} onClick={() => paint("auto")}>
                    {t("user.auto")}
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<IconShieldLock size={16} aria-hidden />} onClick={() => void navigate({ to: "/settings/$page", params: { page: "security" } })}>
                    {t("user.security")}
                </Menu.Item>
                <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
                    {t("user.leave")}
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
