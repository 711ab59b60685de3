/* A funnel is made here: its steps in order, each a page or an event. */
import { ActionIcon, Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { done } from "../parts/toast";
import { changed, draftOf, stepOfDraft, type Draft, type Funnel } from "./funnel";

const MOST = 8;

export function FunnelForm({ funnel, onClose }: { funnel: Funnel | null; onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [name, setName] = useState(funnel?.name ?? "");
    const [steps, setSteps] = useState<Draft[]>(funnel ? funnel.steps.map(draftOf) : [{ kind: "page", value: "/" }, { kind: "event", value: "form" }]);
    const [scope, setScope] = useState<"visit" | "visitor">(funnel?.scope ?? "visit");
    const [days, setDays] = useState<number | string>(funnel?.window_days ?? 30);
    const save = useMutation({
        mutationFn: () => {
            const body = {
                name: name.trim(), scope, window_days: scope === "visitor" && typeof days === "number" ? days : null,
                steps: steps.map(stepOfDraft),
            };
            return funnel ? api.patch(`/funnels/${funnel.id}`, body, funnel.version) : api.create("/funnels", body);
        },
        onSuccess: () => {
            done(t("visits.funnel.saved"));
            void client.invalidateQueries({ queryKey: ["funnels"] });
            onClose();
        },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const set = (i: number, change: Partial<Draft>) => setSteps(steps.map((s, k) => (k === i ? changed(s, change) : s)));
    const ready = name.trim() !== "" && steps.every((s) => s.value.trim() !== "");
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (ready) save.mutate();
    };
    return (
        <Modal opened onClose={onClose} size="lg" title={t(funnel ? "visits.funnel.edit" : "visits.funnel.new")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={submit}>
                <Stack gap="sm">
                    <TextInput label={t("visits.funnel.name")} value={name} onChange={(e) => setName(e.currentTarget.value)} maxLength={120} required error={wrong.name} data-autofocus />
                    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
                        <Text component="legend" size="sm" fw={500} mb={4}>{t("visits.funnel.steps")}</Text>
                        <Text size="xs" className="dim" mb="xs">{t("visits.funnel.stepsHint")}</Text>
                        <Stack gap={6}>
                            {steps.map((s, i) => (
                                <div key={i}>
                                <Group gap={6} wrap="nowrap">
                                    <Select w={130} allowDeselect={false} aria-label={t("visits.funnel.kindOf", { n: i + 1 })} value={s.kind} onChange={(v) => set(i, { kind: v === "event" ? "event" : "page" })} data={[{ value: "page", label: t("visits.by.page") }, { value: "event", label: t("visits.by.event") }]} />
                                    <TextInput flex={1} aria-label={t("visits.funnel.valueOf", { n: i + 1 })} placeholder={s.kind === "page" ? "/precos*" : "form"} value={s.value} onChange={(e) => set(i, { value: e.currentTarget.value })} maxLength={500} />
                                    <ActionIcon variant="subtle" color="gray" size={36} disabled={steps.length <= 2} aria-label={t("visits.funnel.without", { n: i + 1 })} onClick={() => setSteps(steps.filter((_, k) => k !== i))}><IconX size={16} aria-hidden /></ActionIcon>
                                </Group>
                                {(s.label || (s.kind === "event" && s.page)) && <Text size="xs" className="dim" mt={2}>{[s.label && t("visits.funnel.named", { label: s.label }), s.kind === "event" && s.page && t("visits.funnel.onPage", { page: s.page })].filter(Boolean).join(" · ")}</Text>}
                                </div>
                            ))}
                        </Stack>
                        {wrong.steps && <Text size="sm" className="attention" mt={4}>{wrong.steps}</Text>}
                        {steps.length < MOST && <Button mt="xs" variant="subtle" size="compact-sm" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setSteps([...steps, { kind: "page", value: "" }])}>{t("visits.funnel.addStep")}</Button>}
                    </fieldset>
                    <div>
                        <Text size="sm" fw={500} mb={4} id="funnel-scope">{t("visits.funnel.within")}</Text>
                        <SegmentedControl aria-labelledby="funnel-scope" value={scope} onChange={(v) => setScope(v === "visitor" ? "visitor" : "visit")} data={[{ value: "visit", label: t("visits.funnel.visit") }, { value: "visitor", label: t("visits.funnel.visitor") }]} />
                    </div>
                    {scope === "visitor" && <NumberInput label={t("visits.funnel.days")} description={t("visits.funnel.daysHint")} min={1} max={365} allowDecimal={false} value={days} onChange={setDays} error={wrong.window_days} maw={220} />}
                    {save.isError && !Object.keys(wrong).length && <Text size="sm" className="attention" role="alert">{sentence(save.error)}</Text>}
                    <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t("common.cancel")}</Button><Button type="submit" loading={save.isPending} disabled={!ready}>{t("common.save")}</Button></Group>
                </Stack>
            </form>
        </Modal>
    );
}
