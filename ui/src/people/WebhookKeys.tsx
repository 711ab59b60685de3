/* Where another program sends to, and what it signs with. Both are shown once, when they are made. */
import { Button, Code, Group, Modal, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconKey, IconLink } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { Confirm } from "../parts/Confirm";
import { failed } from "../parts/toast";

interface Made {
    what: "token" | "secret";
    value: string;
}

export function WebhookKeys({ id }: { id: string }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [made, setMade] = useState<Made | null>(null);
    const [asking, setAsking] = useState<"token" | "off" | null>(null);
    const q = useQuery({ queryKey: ["source", id, "keys"], queryFn: ({ signal }) => api.get<{ token: boolean; secret: boolean }>(`/import_sources/${id}/keys`, undefined, signal) });
    const again = () => void client.invalidateQueries({ queryKey: ["source", id, "keys"] });
    const token = useMutation({
        mutationFn: () => api.post<{ path: string }>(`/import_sources/${id}/token`),
        onSuccess: (x) => { setAsking(null); setMade({ what: "token", value: location.origin + x.path }); again(); },
        onError: failed,
    });
    const secret = useMutation({
        mutationFn: (on: boolean) => api.post<{ secret: string | null }>(`/import_sources/${id}/secret`, { on }),
        onSuccess: (x) => { setAsking(null); if (x.secret) setMade({ what: "secret", value: x.secret }); again(); },
        onError: failed,
    });
    if (!q.data) return null;
    return (
        <section className="card" style={{ padding: "16px 20px", marginBottom: 16 }} aria-labelledby="h-keys">
            <h2 id="h-keys" style={{ fontSize: "1.02rem", margin: "0 0 6px" }}>{t("source.address")}</h2>
            <Text size="sm" className="dim" mb="md" lh={1.55}>{t(q.data.token ? "source.addressHas" : "source.addressNone")} {t(q.data.secret ? "source.secretHas" : "source.secretNone")}</Text>
            <Group gap="xs">
                <Button variant={q.data.token ? "default" : "filled"} leftSection={<IconLink size={16} aria-hidden />} loading={token.isPending} onClick={() => (q.data.token ? setAsking("token") : token.mutate())}>{t(q.data.token ? "source.addressNew" : "source.addressMake")}</Button>
                <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} loading={secret.isPending} onClick={() => (q.data.secret ? setAsking("off") : secret.mutate(true))}>{t(q.data.secret ? "source.secretOff" : "source.secretMake")}</Button>
            </Group>
            <Confirm opened={asking === "token"} title={t("source.addressNew")} text={t("source.addressNewText")} yes={t("source.addressNew")} busy={token.isPending} onClose={() => setAsking(null)} onYes={() => token.mutate()} />
            <Confirm opened={asking === "off"} title={t("source.secretOff")} text={t("source.secretOffText")} yes={t("source.secretOff")} busy={secret.isPending} onClose={() => setAsking(null)} onYes={() => secret.mutate(false)} />
            {made && <Shown made={made} onClose={() => setMade(null)} />}
        </section>
    );
}

function Shown({ made, onClose }: { made: Made; onClose: () => void }) {
    const { t } = useTranslation();
    const clip = useClipboard({ timeout: 3000 });
    return (
        <Modal opened onClose={onClose} title={t(made.what === "token" ? "source.address" : "source.secret")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            <Text size="sm" mb="md" lh={1.55}>{t("source.once")}</Text>
            <TextInput aria-label={t(made.what === "token" ? "source.address" : "source.secret")} value={made.value} readOnly onFocus={(e) => { e.currentTarget.select(); }} data-autofocus />
            <Text size="sm" className="dim" mt="md" mb={6}>{t(made.what === "token" ? "source.tryIt" : "source.signIt")}</Text>
            <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {made.what === "token"
                    ? `curl -X POST ${made.value} \\\n  -H 'Content-Type: application/json' \\\n  -d '{"email":"ana@acme.example","nome":"Ana"}'`
                    : "X-Praca-Signature: sha256=HMAC-SHA256(secret, body)"}
            </Code>
            <Group justify="flex-end" mt="md">
                <Button leftSection={clip.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={() => { clip.copy(made.value); }}>{clip.copied ? t("consent.copied") : t("consent.copy")}</Button>
            </Group>
        </Modal>
    );
}
