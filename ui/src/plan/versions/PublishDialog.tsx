/* Freezes the plan as its next version. What the plan lacks is said first, and asks for a reason. */
import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client";
import { done, failed } from "../../parts/toast";
import { usePublish, useVersions } from "./versions";

export function PublishDialog({ plan, opened, onClose, onPublished }: { plan: string; opened: boolean; onClose: () => void; onPublished?: () => void }) {
    const { t } = useTranslation();
    const versions = useVersions(plan).data;
    const publish = usePublish(plan);
    const [note, setNote] = useState("");
    const [reason, setReason] = useState("");
    const [wrong, setWrong] = useState("");
    const next = Number(versions?.published ?? 0) + 1;
    const missing = versions?.missing ?? [];
    const send = () =>
        publish.mutate({ note: note.trim() || undefined, reason: reason.trim() || undefined }, {
            onSuccess: (v) => { setNote(""); setReason(""); setWrong(""); onClose(); done(t("versions.publishedNow", { n: v.number })); onPublished?.(); },
            onError: (e) => {
                const field = e instanceof Problem ? e.fields.reason : undefined;
                if (field) setWrong(field);
                else failed(e);
            },
        });
    return (
        <Modal opened={opened} onClose={onClose} title={t("versions.publishTitle", { n: next })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack gap="md">
                <Text size="sm" lh={1.55}>{t("versions.publishText")}</Text>
                {missing.length > 0 && (
                    <Alert color="ochre" variant="light" title={t("versions.missing")}>
                        <List size="sm">{missing.map((m) => <List.Item key={m}>{m}</List.Item>)}</List>
                    </Alert>
                )}
                <Textarea label={t("versions.note")} description={t("versions.noteHelp")} autosize minRows={2} maxLength={1000} value={note} onChange={(e) => setNote(e.currentTarget.value)} data-autofocus />
                {missing.length > 0 && (
                    <Textarea label={t("versions.reason")} description={t("versions.reasonHelp")} autosize minRows={2} maxLength={1000} required value={reason} error={wrong} onChange={(e) => { setReason(e.currentTarget.value); setWrong(""); }} />
                )}
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button onClick={send} loading={publish.isPending}>{t("versions.publishN", { n: next })}</Button>
                </Group>
                {publish.isPending && <Text size="xs" className="dim" role="status">{t("versions.working")}</Text>}
            </Stack>
        </Modal>
    );
}
