/* Write down what a person said: yes, no longer, or an objection; with the words they were shown. */
import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { done } from "../parts/toast";
import { channels, states, useAgain, useTexts, type ConsentState } from "./words";

export function RecordAnswer({ contact, of, lang, onClose }: { contact: string; of: ConsentState | null; lang: string; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal opened={of !== null} onClose={onClose} title={of ? t("consent.recordOf", { name: of.name }) : ""} closeButtonProps={{ "aria-label": t("common.close") }} size="lg">
            {of && <Answer key={of.purpose} contact={contact} of={of} lang={lang} onDone={onClose} />}
        </Modal>
    );
}

function Answer({ contact, of, lang, onDone }: { contact: string; of: ConsentState; lang: string; onDone: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const texts = useTexts(of.purpose).data ?? [];
    const current = texts.find((x) => x.lang === lang) ?? texts[0];
    const [form, setForm] = useState({ state: of.state === "given" ? "withdrawn" : "given", text: null as string | null, channel: "phone", source: "", at: "" });
    const text = form.text ?? current?.id ?? null;
    const shown = texts.find((x) => x.id === text);
    const yes = form.state === "given";
    const save = useMutation({
        mutationFn: () => api.post("/consents", {
            contact, purpose: of.code, state: form.state, channel: form.channel, source: form.source || null, ...(yes || of.state === null ? { text } : {}),
            ...(form.at ? { at: new Date(form.at).toISOString() } : {}),
        }),
        onSuccess: () => { again(); done(t("consent.recorded")); onDone(); },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <SegmentedControl fullWidth aria-label={t("consent.whatSaid")} value={form.state} onChange={(v) => { setForm({ ...form, state: v }); }} data={states.map((s) => ({ value: s, label: t(`consent.say.${s}`) }))} />
                {yes && (
                    <div>
                        <Select label={t("consent.whichText")} description={t("consent.whichTextHint")} data={texts.map((x) => ({ value: x.id, label: `${t(`consent.lang.${x.lang}`)} · ${t("consent.version", { n: x.number ?? 0 })} · ${x.title}` }))} value={text} allowDeselect={false} onChange={(v) => { setForm({ ...form, text: v }); }} error={wrong.text} />
                        {shown && <blockquote style={{ margin: "10px 0 0", padding: "2px 0 2px 12px", borderLeft: "3px solid var(--line)" }}><Text size="sm" style={{ whiteSpace: "pre-line" }}>{shown.body}</Text></blockquote>}
                    </div>
                )}
                <Group grow align="flex-start">
                    <Select label={t("consent.how")} data={channels.map((c) => ({ value: c, label: t(`consent.by.${c}`) }))} value={form.channel} allowDeselect={false} onChange={(v) => { if (v) setForm({ ...form, channel: v }); }} error={wrong.channel} />
                    <TextInput type="datetime-local" label={t("consent.when")} value={form.at} onChange={(e) => { setForm({ ...form, at: e.currentTarget.value }); }} error={wrong.at} description={t("consent.whenHint")} inputWrapperOrder={["label", "input", "description", "error"]} />
                </Group>
                <TextInput label={t("consent.source")} placeholder={t("consent.sourceHint")} value={form.source} maxLength={200} onChange={(e) => { setForm({ ...form, source: e.currentTarget.value }); }} error={wrong.source} />
                <Group justify="flex-end">
                    <Button variant="subtle" onClick={onDone}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending}>{t("consent.record")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
