/* The gate said no: here is all that stands in the way, to be filled in on the spot, confirmed, or gone through with a reason. */
import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../../api/client";
import { nameOf } from "../../api/queries";
import type { Launch, Model, Row } from "../../api/types";
import { done } from "../../parts/toast";
import { Fill } from "./Fill";
import type { useLaunchChange } from "./useLaunch";

export interface Refused {
    fields: Record<string, string>; /* the server's sentences, by field */
}

interface Props {
    row: Row;
    model: Model;
    launch: Launch;
    refused: Refused;
    change: ReturnType<typeof useLaunchChange>;
    onRefused: (r: Refused) => void;
    onClose: () => void;
}

export function StartDialog({ row, model, launch, refused, change, onRefused, onClose }: Props) {
    const { t } = useTranslation();
    const [reason, setReason] = useState("");
    const [error, setError] = useState<string | null>(null);
    const missing = launch.items.filter((x) => x.state === "missing");
    const open = launch.items.filter((x) => x.state === "open");
    const first = Object.entries(refused.fields).find(([f]) => !f.startsWith("checklist."));
    const start = () => {
        setError(null);
        change.mutate({ way: "start", confirm: true, reason: reason.trim() || undefined }, {
            onSuccess: () => { onClose(); done(t("launch.started", { name: nameOf(row) })); },
            onError: (e) => {
                if (e instanceof Problem && Object.keys(e.fields).length) onRefused({ fields: e.fields });
                setError(sentence(e));
            },
        });
    };
    return (
        <Modal opened onClose={onClose} title={t("launch.notYet")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack gap="md">
                {error && <Alert color="terracotta" variant="light" role="alert">{error}</Alert>}
                {missing.length > 0 && (
                    <section aria-label={t("launch.missingTitle")}>
                        <Text fw={600} size="sm" mb={2}>{t("launch.missingTitle")}</Text>
                        {first && <Text size="sm" className="dim" mb="xs">{first[1]}</Text>}
                        <Stack gap="sm">{missing.map((x) => <Fill key={x.field} item={x} row={row} model={model} />)}</Stack>
                    </section>
                )}
                {open.length > 0 && (
                    <section aria-label={t("launch.openTitle")}>
                        <Text fw={600} size="sm" mb={4}>{t("launch.openTitle")}</Text>
                        <ul style={{ margin: 0, paddingLeft: 18, fontSize: "0.9rem", lineHeight: 1.6 }}>
                            {open.map((x) => <li key={x.field}>{x.channel_name ? `${x.channel_name}: ${x.words}` : x.words}</li>)}
                        </ul>
                    </section>
                )}
                {missing.length > 0 && <Textarea label={t("launch.anyway")} description={t("launch.anywayHelp")} autosize minRows={2} maxLength={2000} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />}
                <Group justify="flex-end">
                    <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button loading={change.isPending} disabled={missing.length > 0 && !reason.trim()} color={missing.length ? "terracotta.7" : undefined} onClick={start}>
                        {missing.length ? t("launch.startAnyway") : open.length ? t("launch.confirmStart") : t("launch.start")}
                    </Button>
                </Group>
            </Stack>
        </Modal>
    );
}
