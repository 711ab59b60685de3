/* One's own secret address for copies of mail, and, said plainly, what has to be set up for it to work. */
import { Alert, Button, Code, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useClipboard, useDisclosure } from "@mantine/hooks";
import { IconCheck, IconCopy, IconInfoCircle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { Confirm } from "../parts/Confirm";
import { done, failed } from "../parts/toast";
import { Trouble, Waiting } from "../shell/Fallbacks";

type Drop = components["schemas"]["MailDrop"];

export function MailDrop() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const clip = useClipboard({ timeout: 3000 });
    const [asking, ask] = useDisclosure(false);
    const q = useQuery({ queryKey: ["mail-drop"], queryFn: ({ signal }) => api.get<Drop>("/mail-drop", undefined, signal) });
    const make = useMutation({ mutationFn: () => api.post<Drop>("/mail-drop", {}), onSuccess: (d) => { client.setQueryData(["mail-drop"], d); ask.close(); done(t("care.mail.made")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const part = q.data.local_part;
    return (
        <section className="card">
            <Stack>
                <Alert icon={<IconInfoCircle size={18} aria-hidden />} color="azulejo" variant="light">{t("care.mail.honest")}</Alert>
                {part ? (
                    <>
                        <TextInput label={t("care.mail.address")} description={t(q.data.address ? "care.mail.whole" : "care.mail.domain")} value={q.data.address ?? `${part}@…`} readOnly onFocus={(e) => { e.currentTarget.select(); }} />
                        <Group>
                            <Button leftSection={clip.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={() => { clip.copy(q.data.address ?? part); }}>{clip.copied ? t("consent.copied") : t("consent.copy")}</Button>
                            <Button variant="subtle" color="gray" onClick={ask.open}>{t("care.mail.again")}</Button>
                        </Group>
                    </>
                ) : (
                    <Group><Button loading={make.isPending} onClick={() => { make.mutate(); }}>{t("care.mail.make")}</Button></Group>
                )}
                <div>
                    <Text size="sm" fw={600} mb={6}>{t("care.mail.how")}</Text>
                    <List type="ordered" size="sm" spacing={6}>
                        <List.Item>{t("care.mail.step1")}</List.Item>
                        <List.Item>{t("care.mail.step2")} <Code style={{ overflowWrap: "anywhere" }}>POST {new URL(q.data.path, window.location.origin).href}</Code> {t("care.mail.step2b")}</List.Item>
                        <List.Item>{t("care.mail.step3")} <Code>praca log-mail</Code></List.Item>
                        <List.Item>{t("care.mail.step4")}</List.Item>
                    </List>
                </div>
            </Stack>
            <Confirm opened={asking} title={t("care.mail.again")} text={t("care.mail.againText")} yes={t("care.mail.again")} busy={make.isPending} onClose={ask.close} onYes={() => { make.mutate(); }} />
        </section>
    );
}
