/* Who gets the lead, and what they should know. */
import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem } from "../api/client";
import { done, failed } from "../parts/toast";
import { useAgain, useSellers } from "./handoffs";

interface Passed {
    passed: number;
    skipped: { contact: string; message: string }[];
}

export function PassDialog({ contacts, title, onClose }: { contacts: string[]; title: string; onClose: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const sellers = useSellers().data ?? [];
    const [seller, setSeller] = useState<string | null>(null);
    const [text, setText] = useState("");
    const [busy, setBusy] = useState(false);
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [skipped, setSkipped] = useState<Passed["skipped"]>([]);
    const submit = async (e: SyntheticEvent) => {
        e.preventDefault();
        setBusy(true);
        try {
            const res = await api.post<Passed>("/handoffs", { contacts, seller, message: text.trim() || null });
            again();
            if (res.passed) done(t("handoff.passed", { count: res.passed }));
            if (res.skipped.length) setSkipped(res.skipped);
            else onClose();
        } catch (x) {
            if (x instanceof Problem && Object.keys(x.fields).length) setWrong(x.fields);
            else failed(x);
        }
        setBusy(false);
    };
    return (
        <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
            {skipped.length > 0 ? (
                <Stack>
                    <Alert color="ochre" variant="light" title={t("handoff.skipped", { count: skipped.length })}>
                        {[...new Set(skipped.map((s) => s.message))].map((m) => <Text key={m} size="sm">{m}</Text>)}
                    </Alert>
                    <Group justify="flex-end"><Button onClick={onClose}>{t("common.close")}</Button></Group>
                </Stack>
            ) : (
                <form onSubmit={(e) => void submit(e)}>
                    <Stack>
                        <Select
                            label={t("handoff.seller")} description={t("handoff.sellerHint")} placeholder={t("handoff.byTurns")} clearable searchable value={seller} onChange={setSeller} error={wrong.seller}
                            data={sellers.map((s) => ({ value: s.id, label: s.waiting ? `${s.name ?? "–"} (${t("handoff.waitingN", { count: s.waiting })})` : (s.name ?? "–") }))}
                        />
                        <Textarea label={t("handoff.message")} placeholder={t("handoff.messagePlace")} autosize minRows={2} maxRows={6} maxLength={1000} value={text} onChange={(e) => { setText(e.currentTarget.value); }} error={wrong.message} />
                        <Group justify="flex-end">
                            <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                            <Button type="submit" loading={busy}>{t("handoff.pass")}</Button>
                        </Group>
                    </Stack>
                </form>
            )}
        </Modal>
    );
}
