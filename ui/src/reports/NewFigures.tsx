/* A report of figures, one a row: which ones, over which days, beside the days before or not. It is saved, shared and sent like the others. */
import { Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Json } from "../api/types";
import { useMetrics } from "../plan/metrics";
import { useDesk } from "../session";
import type { Report } from "./reports";

const ranges = ["7d", "30d", "91d", "month", "last_month", "year", "last_year"] as const;
const MOST = 30;

export function NewFigures() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [opened, { open, close }] = useDisclosure(false);
    if (!can("edit_plan")) return null;
    return (
        <>
            <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={open}>{t("reports.newFigures")}</Button>
            <Modal opened={opened} onClose={close} title={t("reports.newFigures")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <Form onClose={close} />
            </Modal>
        </>
    );
}

function Form({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const navigate = useNavigate();
    const metrics = useMetrics().data ?? [];
    const [name, setName] = useState("");
    const [chosen, setChosen] = useState<string[]>([]);
    const [range, setRange] = useState<string>("91d");
    const [compared, setCompared] = useState(true);
    const save = useMutation({
        mutationFn: () => api.create<Report>("/saved_reports", {
            name: name.trim(), kind: "metrics", view: null,
            question: { metrics: chosen, date_range: range, ...(compared ? { include: { comparisons: { mode: "previous_period" } } } : {}) } as unknown as Json,
        }),
        onSuccess: (r) => {
            void client.invalidateQueries({ queryKey: ["reports"] });
            onClose();
            void navigate({ to: "/results/reports/$id", params: { id: r.id } });
        },
    });
    const wrong = save.error instanceof Problem ? (save.error.fields.name ?? save.error.message) : save.error ? sentence(save.error) : undefined;
    return (
        <form noValidate onSubmit={(e: SyntheticEvent) => { e.preventDefault(); save.mutate(); }}>
            <Stack gap="md">
                <Text size="sm" lh={1.55}>{t("reports.figuresText")}</Text>
                <TextInput label={t("reports.name")} value={name} error={wrong} maxLength={120} required data-autofocus onChange={(e) => setName(e.currentTarget.value)} />
                <MultiSelect
                    label={t("reports.figures")} required searchable maxValues={MOST} value={chosen} onChange={setChosen}
                    placeholder={chosen.length ? undefined : t("common.choose")} data={metrics.map((m) => ({ value: m.key, label: m.label }))}
                />
                <Select label={t("reports.figuresPeriod")} allowDeselect={false} value={range} onChange={(v) => setRange(v ?? "91d")} data={ranges.map((v) => ({ value: v, label: t(`reports.range.${v}`) }))} />
                <Checkbox label={t("reports.figuresCompared")} checked={compared} onChange={(e) => setCompared(e.currentTarget.checked)} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending} disabled={!name.trim() || chosen.length === 0}>{t("common.save")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
