/* A signed link to give to a person: shown whole, copied with one press. Nothing is sent from here. */
import { Button, Group, Loader, Modal, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import { day } from "../format";
import { useReader } from "../session";
import { fullLink, type SignedLink } from "./words";

export function CopyLink({ from, title, text, onClose }: { from: string | null; title: string; text: string; onClose: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const clip = useClipboard({ timeout: 3000 });
    const q = useQuery({ queryKey: ["consent", "link", from], enabled: from !== null, retry: false, gcTime: 0, queryFn: ({ signal }) => api.get<SignedLink>(from ?? "", undefined, signal) });
    const url = q.data ? fullLink(q.data.path) : "";
    return (
        <Modal opened={from !== null} onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Text size="sm" mb="md" lh={1.55}>{text}</Text>
            {q.isLoadingError ? <Text c="var(--attention)" size="sm" role="alert">{sentence(q.error)}</Text> : !q.data ? <Loader size="sm" aria-label={t("consent.wait")} /> : (
                <>
                    <TextInput label={t("consent.link")} value={url} readOnly onFocus={(e) => { e.currentTarget.select(); }} data-autofocus description={t("consent.linkUntil", { day: day(r, q.data.expires_at) })} />
                    <Group justify="flex-end" mt="md">
                        <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default" leftSection={<IconExternalLink size={16} aria-hidden />}>{t("consent.openLink")}</Button>
                        <Button leftSection={clip.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={() => { clip.copy(url); }}>{clip.copied ? t("consent.copied") : t("consent.copy")}</Button>
                    </Group>
                </>
            )}
        </Modal>
    );
}
