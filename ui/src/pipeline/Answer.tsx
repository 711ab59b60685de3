/* Yes or no to a lead. No says why, and goes back to marketing. */
import { Button, Group, Modal, Radio, Stack, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { done, failed } from "../parts/toast";
import { nameOfContact, reasons, useAgain, type Handoff } from "./handoffs";

export function Answer({ handoff, onReturn }: { handoff: Handoff; onReturn: (h: Handoff) => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [busy, setBusy] = useState(false);
    const name = nameOfContact(handoff.contact);
    const accept = async () => {
        setBusy(true);
        try {
            await api.post(`/handoffs/${handoff.id}/accept`);
            done(t("handoff.acceptedToast", { name }));
            again();
        } catch (e) {
            failed(e);
            again();
        }
        setBusy(false);
    };
    return (
        <Group gap="xs" wrap="nowrap">
            <Button size="xs" color="leaf.7" leftSection={<IconCheck size={15} aria-hidden />} loading={busy} onClick={() => void accept()} aria-label={t("handoff.acceptName", { name })}>{t("handoff.accept")}</Button>
            <Button size="xs" variant="default" leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => { onReturn(handoff); }} aria-label={t("handoff.returnName", { name })}>{t("handoff.return")}</Button>
        </Group>
    );
}

/* Whoever shows it keeps it beside what lists the leads: one that was answered elsewhere leaves that list, and not what is being typed. */
export function ReturnDialog({ handoff, onClose }: { handoff: Handoff; onClose: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const name = nameOfContact(handoff.contact);
    const [reason, setReason] = useState<string | null>(null);
    const [note, setNote] = useState("");
    const [missing, setMissing] = useState(false);
    const [busy, setBusy] = useState(false);
    const submit = async (e: SyntheticEvent) => {
        e.preventDefault();
        if (!reason) {
            setMissing(true);
            return;
        }
        setBusy(true);
        try {
            await api.post(`/handoffs/${handoff.id}/return`, { reason, note: note.trim() || null });
            done(t("handoff.returnedToast", { name }));
            again();
            onClose();
        } catch (x) {
            failed(x);
            again();
        }
        setBusy(false);
    };
    return (
        <Modal opened onClose={onClose} title={t("handoff.returnTitle", { name })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={(e) => void submit(e)} noValidate>
                <Stack>
                    <Radio.Group label={t("handoff.why")} required value={reason} onChange={(v) => { setReason(v); setMissing(false); }} error={missing ? t("handoff.whyMissing") : undefined}>
                        <Stack gap={8} mt={6}>
                            {reasons.map((x) => <Radio key={x} value={x} label={t(`handoff.reason.${x}`)} description={t(`handoff.reasonHint.${x}`)} />)}
                        </Stack>
                    </Radio.Group>
                    <Textarea label={t("handoff.note")} placeholder={t("handoff.notePlace")} autosize minRows={2} maxRows={6} maxLength={1000} value={note} onChange={(e) => { setNote(e.currentTarget.value); }} />
                    <Group justify="flex-end">
                        <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" loading={busy}>{t("handoff.return")}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
