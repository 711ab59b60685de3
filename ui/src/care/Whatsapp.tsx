/* WhatsApp from a contact's page: open a chat (the click is recorded), record that one was held, paste one. */
import { Alert, Button, Group, Menu, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconBrandWhatsapp, IconClipboardText, IconExternalLink } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import { useModel, useRefresh, type Values } from "../api/queries";
import type { Row } from "../api/types";
import type { components } from "../api/openapi";
import { done, failed } from "../parts/toast";
import { outcomes } from "./kinds";

type Link = components["schemas"]["WhatsappLink"];
type Logged = components["schemas"]["WhatsappLogged"];

export function WhatsappMenu({ contact, onLog }: { contact: Row; onLog: (v: Values) => void }) {
    const { t } = useTranslation();
    const model = useModel("activities");
    const refresh = useRefresh();
    const [pasting, paste] = useState(false);
    const [opened, setOpened] = useState(false);
    const link = useQuery({ queryKey: ["whatsapp", contact.id, contact.version], enabled: opened, retry: false, queryFn: ({ signal }) => api.get<Link>(`/contacts/${contact.id}/whatsapp`, undefined, signal) });
    const click = useMutation({ mutationFn: () => api.post<Link>(`/contacts/${contact.id}/whatsapp`, {}), onSuccess: () => { refresh("activities"); done(t("care.whatsapp.clicked")); }, onError: failed });
    const label = (v: string) => model?.fields.find((f) => f.name === "outcome")?.choice_labels[v] ?? v;
    return (
        <>
            <Menu position="bottom-start" withinPortal opened={opened} onChange={setOpened}>
                <Menu.Target>
                    <Button variant="light" size="sm" leftSection={<IconBrandWhatsapp size={17} aria-hidden />}>{t("care.log.whatsapp")}</Button>
                </Menu.Target>
                <Menu.Dropdown maw={320}>
                    {link.data ? (
                        <Menu.Item component="a" href={link.data.url} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={16} aria-hidden />} onClick={() => { click.mutate(); }}>{t("care.whatsapp.open", { phone: link.data.phone })}</Menu.Item>
                    ) : (
                        link.isError && <Text size="sm" className="dim" px="sm" py={6}>{sentence(link.error)}</Text>
                    )}
                    <Menu.Item leftSection={<IconClipboardText size={16} aria-hidden />} onClick={() => { paste(true); }}>{t("care.whatsapp.paste")}</Menu.Item>
                    <Menu.Divider />
                    {outcomes.whatsapp?.map((o) => <Menu.Item key={o} onClick={() => { onLog({ kind: "whatsapp", outcome: o }); }}>{t("care.whatsapp.was", { how: label(o).toLowerCase() })}</Menu.Item>)}
                </Menu.Dropdown>
            </Menu>
            <Modal opened={pasting} onClose={() => { paste(false); }} title={t("care.whatsapp.paste")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {pasting && <Paste contact={contact.id} onDone={() => { paste(false); }} />}
            </Modal>
        </>
    );
}

function Paste({ contact, onDone }: { contact: string; onDone: () => void }) {
    const { t } = useTranslation();
    const refresh = useRefresh();
    const [text, setText] = useState("");
    const send = useMutation({
        mutationFn: () => api.post<Logged>("/activities/whatsapp", { contact, text }),
        onSuccess: (res) => {
            refresh("activities");
            if (res.chat_link_name) refresh("contacts");
            done(res.chat_link_name && !res.again ? t("care.whatsapp.fromLink", { name: res.chat_link_name }) : t(res.again ? "care.whatsapp.again" : "care.whatsapp.pasted", { count: res.messages }));
            onDone();
        },
    });
    return (
        <Stack>
            <Text size="sm" lh={1.55}>{t("care.whatsapp.how")}</Text>
            <Textarea label={t("care.whatsapp.text")} autosize minRows={8} maxRows={18} value={text} onChange={(e) => { setText(e.currentTarget.value); }} placeholder={t("care.whatsapp.example")} data-autofocus />
            {send.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(send.error)}</Alert>}
            <Group justify="flex-end"><Button loading={send.isPending} disabled={!text.trim()} onClick={() => { send.mutate(); }}>{t("care.record")}</Button></Group>
        </Stack>
    );
}
