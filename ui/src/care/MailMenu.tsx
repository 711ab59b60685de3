/* A mail to a contact, from their page: write one in one's own program, with the secret address in blind copy where there is
 * one, so that it comes back to the timeline by itself; or record that one was sent or received. */
import { Button, Menu } from "@mantine/core";
import { IconExternalLink, IconMail, IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { useModel, type Values } from "../api/queries";
import { outcomes } from "./kinds";

type Drop = components["schemas"]["MailDrop"];

export function mailTo(email: string, copy: string | null | undefined): string {
    return `mailto:${encodeURIComponent(email).replace("%40", "@")}${copy ? `?bcc=${encodeURIComponent(copy)}` : ""}`;
}

export function useDrop(enabled: boolean) {
    return useQuery({ queryKey: ["mail-drop"], enabled, queryFn: ({ signal }) => api.get<Drop>("/mail-drop", undefined, signal) }).data;
}

export function MailMenu({ email, onLog }: { email: string | null; onLog: (v: Values) => void }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const model = useModel("activities");
    const [opened, setOpened] = useState(false);
    const drop = useDrop(opened);
    const label = (v: string) => model?.fields.find((f) => f.name === "outcome")?.choice_labels[v] ?? v;
    return (
        <Menu position="bottom-start" withinPortal opened={opened} onChange={setOpened}>
            <Menu.Target>
                <Button variant="light" size="sm" leftSection={<IconMail size={17} aria-hidden />}>{t("care.log.mail")}</Button>
            </Menu.Target>
            <Menu.Dropdown maw={340}>
                {email && <Menu.Item component="a" href={mailTo(email, drop?.address)} leftSection={<IconExternalLink size={16} aria-hidden />}>{t(drop?.address ? "care.mail.writeCopied" : "care.mail.write", { email })}</Menu.Item>}
                {email && drop && !drop.address && <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={() => void navigate({ to: "/settings/$page", params: { page: "mail" } })}>{t("care.mail.setUp")}</Menu.Item>}
                {email && <Menu.Divider />}
                {outcomes.mail?.map((o) => <Menu.Item key={o} onClick={() => { onLog({ kind: "mail", outcome: o }); }}>{t("care.mail.was", { how: label(o).toLowerCase() })}</Menu.Item>)}
            </Menu.Dropdown>
        </Menu>
    );
}
