/* A request that came by telephone, letter or e-mail is written down here. contact: when it is known already. */
import { Alert, Button, Group, Modal, Select, Stack, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { nameOf } from "../api/queries";
import type { Page, Row } from "../api/types";
import { done } from "../parts/toast";
import { kinds, useAgain } from "./words";

export function NewRequest({ opened, contact, onClose }: { opened: boolean; contact?: string; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal opened={opened} onClose={onClose} title={t("rights.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
            {opened && <Form contact={contact} onClose={onClose} />}
        </Modal>
    );
}

function Form({ contact, onClose }: { contact?: string; onClose: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [who, setWho] = useState<string | null>(contact ?? null);
    const [kind, setKind] = useState<string>("access");
    const [note, setNote] = useState("");
    const save = useMutation({
        mutationFn: () => api.post("/rights-requests", { contact: who, kind, note: note || null }),
        onSuccess: () => { again(); done(t("rights.added")); onClose(); },
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    return (
        <form onSubmit={(e) => { e.preventDefault(); save.mutate(); }}>
            <Stack gap="md">
                {save.isError && Object.keys(wrong).length === 0 && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                {!contact && <Person value={who} onChange={setWho} error={wrong.contact} />}
                <Select label={t("rights.what")} value={kind} onChange={(v) => { if (v) setKind(v); }} data={kinds.map((k) => ({ value: k, label: t(`rights.kind.${k}`) }))} allowDeselect={false} error={wrong.kind} />
                <Textarea label={t("rights.note")} description={t("rights.noteHint")} value={note} onChange={(e) => { setNote(e.currentTarget.value); }} error={wrong.note} autosize minRows={2} maxLength={4000} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending} disabled={!who}>{t("common.save")}</Button>
                </Group>
            </Stack>
        </form>
    );
}

function Person({ value, onChange, error }: { value: string | null; onChange: (v: string | null) => void; error?: string }) {
    const { t } = useTranslation();
    const [typed, setTyped] = useState("");
    const [q] = useDebouncedValue(typed, 200);
    const found = useQuery({ queryKey: ["rows", "contacts", "pick", q], queryFn: async ({ signal }) => (await api.get<Page<Row>>("/contacts", { q, limit: 20 }, signal)).items });
    return (
        <Select
            label={t("rights.person")} placeholder={t("rights.findPerson")} searchable required data-autofocus value={value} onChange={onChange} searchValue={typed} onSearchChange={setTyped}
            data={(found.data ?? []).map((row) => ({ value: row.id, label: typeof row.email === "string" && row.email ? `${nameOf(row)} · ${row.email}` : nameOf(row) }))}
            filter={({ options }) => options} nothingFoundMessage={t("rights.nobodyFound")} error={error}
        />
    );
}
