/* What stands on a screen, kept under a name. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { doneWithUndo } from "../parts/toast";
import { useDesk } from "../session";
import type { NewReport, Report } from "./reports";

export function SaveReport({ make, name: suggested, size }: { make: () => NewReport; name: string; size?: "xs" | "sm" }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [opened, { open, close }] = useDisclosure(false);
    if (!can("edit_plan")) return null;
    return (
        <>
            <Button className="no-print" size={size} variant="default" leftSection={<IconDeviceFloppy size={17} aria-hidden />} onClick={open}>{t("reports.save")}</Button>
            <Modal opened={opened} onClose={close} title={t("reports.save")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <Form make={make} suggested={suggested} onClose={close} />
            </Modal>
        </>
    );
}

function Form({ make, suggested, onClose }: { make: () => NewReport; suggested: string; onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const navigate = useNavigate();
    const [name, setName] = useState(suggested);
    const save = useMutation({
        mutationFn: () => api.create<Report>("/saved_reports", { name: name.trim(), ...make() }),
        onSuccess: (r) => {
            void client.invalidateQueries({ queryKey: ["reports"] });
            onClose();
            doneWithUndo(t("reports.saved", { name: r.name }), t("reports.shareIt"), () => void navigate({ to: "/results/reports/$id", params: { id: r.id } }));
        },
    });
    const wrong = save.error instanceof Problem ? (save.error.fields.name ?? save.error.message) : save.error ? sentence(save.error) : undefined;
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form onSubmit={submit} noValidate>
            <Stack gap="md">
                <Text size="sm" lh={1.55}>{t("reports.saveText")}</Text>
                <TextInput label={t("reports.name")} value={name} error={wrong} maxLength={120} required data-autofocus onChange={(e) => setName(e.currentTarget.value)} onFocus={(e) => e.currentTarget.select()} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending} disabled={!name.trim()}>{t("common.save")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
