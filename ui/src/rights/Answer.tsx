/* How a request ends: done, with what was done; or refused, with the reason that the person is owed. */
import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { done } from "../parts/toast";
import { useAgain, type RightsRequest } from "./words";

export function Answer({ of, onClose }: { of: { q: RightsRequest; how: "done" | "refused" } | null; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal opened={of !== null} onClose={onClose} title={of ? t(`rights.close.${of.how}`) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
            {of && <Form q={of.q} how={of.how} onClose={onClose} />}
        </Modal>
    );
}

function Form({ q, how, onClose }: { q: RightsRequest; how: "done" | "refused"; onClose: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [answer, setAnswer] = useState("");
    const save = useMutation({
        mutationFn: () => api.post(`/rights-requests/${q.id}/close`, { how, answer: answer || null }),
        onSuccess: () => { again(); done(t("rights.closed")); onClose(); },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    return (
        <form onSubmit={(e) => { e.preventDefault(); save.mutate(); }}>
            <Stack gap="md">
                {save.isError && !wrong.answer && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <Text size="sm" lh={1.55}>{t(`rights.kind.${q.kind}`)} · <strong>{q.name ?? q.email}</strong></Text>
                <Textarea label={t(`rights.answer.${how}`)} description={t(`rights.answerHint.${how}`)} value={answer} onChange={(e) => { setAnswer(e.currentTarget.value); }} error={wrong.answer} required={how === "refused"} autosize minRows={3} maxLength={4000} data-autofocus />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending}>{t("rights.finish")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
