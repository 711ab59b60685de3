/* Mail of the program: what you get, what the summary of the week would say, and everything that went. */
import { Alert, Button, Group, Stack, Switch, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { done, failed } from "../parts/toast";
import { MailView } from "../reports/MailView";
import { Mails } from "../reports/Mails";
import type { MailChoices } from "../reports/reports";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

export function OutgoingPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    return (
        <Stack gap="lg">
            <Yours />
            {can("edit_plan") && (
                <section className="card" aria-labelledby="h-sent">
                    <h2 id="h-sent" className="card-title">{t("settings.outgoing.sent")}</h2>
                    <Text size="sm" className="dim" mb="sm" lh={1.5}>{t("settings.outgoing.sentText")}</Text>
                    <Mails empty={t("reports.nothingSent")} />
                </section>
            )}
        </Stack>
    );
}

function Yours() {
    const { t, i18n } = useTranslation();
    const { can, site } = useDesk();
    const client = useQueryClient();
    const [preview, setPreview] = useState(false);
    const key = ["mail_choices", i18n.language];
    const q = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<MailChoices>("/mail_choices", undefined, signal) });
    const put = useMutation({ mutationFn: (to: Partial<MailChoices>) => api.patch<MailChoices>("/mail_choices", to), onSuccess: (c) => { client.setQueryData(key, c); done(t("common.saved")); }, onError: failed });
    const send = useMutation({ mutationFn: () => api.post("/weekly/send"), onSuccess: () => { setPreview(false); void client.invalidateQueries({ queryKey: ["mails"] }); done(t("reports.sentToMe", { address: q.data?.address ?? "" })); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const c = q.data;
    const chosen = put.isPending ? { ...c, ...put.variables } : c;
    const day = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, c.weekday)));
    const hour = new Intl.DateTimeFormat(i18n.language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1, c.hour)));
    return (
        <section className="card" aria-labelledby="h-yours">
            <h2 id="h-yours" className="card-title">{t("settings.outgoing.yours", { address: c.address })}</h2>
            <Stack gap="md" mt="sm">
                {c.sink === "folder" && (
                    <Alert variant="light" color="azulejo" icon={<IconMail size={18} aria-hidden />} p="sm">
                        {t("settings.outgoing.folder")}{" "}
                        {can("admin") && <Link className="link" to="/settings/$page" params={{ page: "config" }}>{t("settings.outgoing.sender")}</Link>}
                    </Alert>
                )}
                <Switch label={t("settings.outgoing.weekly")} description={t(site.is_demo ? "settings.outgoing.weeklyDemo" : "settings.outgoing.weeklyText", { day, hour })} checked={chosen.weekly} onChange={(e) => put.mutate({ weekly: e.currentTarget.checked })} />
                <Switch label={t("settings.outgoing.silence")} description={t("settings.outgoing.silenceText")} checked={chosen.silence} onChange={(e) => put.mutate({ silence: e.currentTarget.checked })} />
                <Group><Button variant="default" onClick={() => setPreview(true)}>{t("settings.outgoing.preview")}</Button></Group>
            </Stack>
            <MailView from={preview ? "/weekly" : null} title={t("settings.outgoing.preview")} onClose={() => setPreview(false)}>
                <Group justify="flex-end" mt="md"><Button loading={send.isPending} onClick={() => send.mutate()}>{t("reports.sendToMe")}</Button></Group>
            </MailView>
        </section>
    );
}
