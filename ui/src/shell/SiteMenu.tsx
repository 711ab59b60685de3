/* Which site is open, and the two doors to another one. A demonstration says so wherever its name stands. */
import { Badge, Button, Menu, Modal, Stack, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBuilding, IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, setCurrentSite } from "../api/client";
import type { Session } from "../api/types";
import { NewSite } from "../enter/NewSite";
import { sessionKey, startSession, useDesk } from "../session";

export function SiteMenu({ compact = false }: { compact?: boolean }) {
    const { t } = useTranslation();
    const { site, sites, openSite, can } = useDesk();
    const [opened, { open, close }] = useDisclosure(false);
    const navigate = useNavigate();
    const client = useQueryClient();

    const change = (id: string) => {
        openSite(id);
        void navigate({ to: "/" });
    };
    const opens = async (id: string) => {
        close();
        const s = await api.get<Session>("/session");
        setCurrentSite(id);
        startSession(client, s);
        await navigate({ to: "/" });
    };
    return (
        <>
            <Menu width={280} position="bottom-start" withinPortal>
                <Menu.Target>
                    <UnstyledButton
                        style={{
                            display: "flex", alignItems: "center", gap: 8, width: "100%", padding: compact ? "4px 8px" : "9px 10px",
                            border: compact ? 0 : "1px solid var(--line)", borderRadius: 10, minWidth: 0,
                        }}
                    >
                        <VisuallyHidden>{t("site.switch", { name: site.name })}</VisuallyHidden>
                        <span aria-hidden style={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", fontWeight: 600, fontSize: "0.9rem" }}>{site.name}</span>
                        {site.is_demo && compact && (
                            <Badge size="xs" variant="light" color="terracotta" tt="none" style={{ flex: "none" }} aria-hidden>
                                {t("site.demo")}
                            </Badge>
                        )}
                        <IconSelector size={16} aria-hidden style={{ flex: "none" }} />
                    </UnstyledButton>
                </Menu.Target>
                <Menu.Dropdown>
                    <Menu.Label>{t("site.yours")}</Menu.Label>
                    {sites.map((s) => (
                        <Menu.Item
                            key={s.id}
                            leftSection={<IconBuilding size={16} aria-hidden />}
                            rightSection={s.id === site.id ? <IconCheck size={14} aria-hidden /> : s.is_demo ? <Badge size="xs" variant="light" color="terracotta" tt="none">{t("site.demo")}</Badge> : null}
                            onClick={() => s.id !== site.id && change(s.id)}
                        >
                            {s.name}
                        </Menu.Item>
                    ))}
                    {can("admin") && (
                        <>
                            <Menu.Divider />
                            <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
                                {t("site.another")}
                            </Menu.Item>
                        </>
                    )}
                </Menu.Dropdown>
            </Menu>
            <Modal opened={opened} onClose={close} title={t("site.another")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <NewSite onOpened={(id) => void opens(id)} />
            </Modal>
        </>
    );
}

/* Signed in, but no site lets this user in. */
export function NoSite({ session }: { session: Session }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    return (
        <Stack component="main" align="center" py={80} px="md" gap="md" ta="center">
            <Text fw={600}>{t("site.none", { name: session.user.name ?? session.user.email })}</Text>
            <Button
                variant="light"
                onClick={() => {
                    void api.del("/session").then(() => client.setQueryData(sessionKey, null));
                }}
            >
                {t("user.leave")}
            </Button>
        </Stack>
    );
}
