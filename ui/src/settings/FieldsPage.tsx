/* Fields of one's own on companies, contacts and deals. */
import { ActionIcon, Alert, Button, Group, Modal, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useCustomFields } from "../api/queries";
import type { CustomField } from "../api/types";
import { fold } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { Trouble, Waiting } from "../shell/Fallbacks";

const models = ["account", "contact", "deal"];
const kinds = ["text", "int", "money", "date", "bool", "enum"];

/* A name for the API while it is typed: it may end in the _ that the next letter follows. */
function typedName(s: string): string {
    return fold(s).replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+/, "").slice(0, 40);
}

function slug(s: string): string {
    return typedName(s).replace(/_+$/, "");
}

export function FieldsPage() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const q = useCustomFields();
    const [adding, add] = useDisclosure(false);
    const [editing, edit] = useState<CustomField | null>(null);
    const [dropping, setDropping] = useState<CustomField | null>(null);
    const again = () => { void client.invalidateQueries({ queryKey: ["custom-fields"] }); void client.invalidateQueries({ queryKey: ["models"] }); };
    const remove = useMutation({ mutationFn: (id: string) => api.del(`/custom-fields/${id}`), onSuccess: () => { again(); setDropping(null); done(t("settings.fields.dropped")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const button = <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>{t("settings.fields.add")}</Button>;
    return (
        <>
            {q.data.length === 0 ? <div className="card"><Empty title={t("settings.fields.empty")} text={t("settings.fields.emptyText")}>{button}</Empty></div> : (
                <>
                    <Group justify="flex-end" mb="sm">{button}</Group>
                    <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("settings.fields.title")}>
                        <table className="grid-table row-cards">
                            <thead><tr><th>{t("settings.fields.label")}</th><th>{t("settings.fields.of")}</th><th>{t("settings.fields.name")}</th><th>{t("settings.fields.kind")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                            <tbody>
                                {q.data.map((f) => (
                                    <tr key={f.id}>
                                        <td><strong>{f.label}</strong></td>
                                        <td data-label={t("settings.fields.of")}>{t(`settings.fields.model.${f.model}`, { defaultValue: f.model })}</td>
                                        <td data-label={t("settings.fields.name")}><code>custom.{f.name}</code></td>
                                        <td data-label={t("settings.fields.kind")}>{t(`settings.fields.kinds.${f.kind}`, { defaultValue: f.kind })}{f.choices?.length ? `: ${f.choices.join(", ")}` : ""}</td>
                                        <td className="row-actions">
                                            <Group gap={2} wrap="nowrap" justify="flex-end">
                                                <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.edit")}: ${f.label}`} onClick={() => edit(f)}><IconPencil size={16} aria-hidden /></ActionIcon>
                                                <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.delete")}: ${f.label}`} onClick={() => setDropping(f)}><IconTrash size={16} aria-hidden /></ActionIcon>
                                            </Group>
                                        </td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </>
            )}
            <Modal opened={adding} onClose={add.close} title={t("settings.fields.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <NewField onDone={() => { add.close(); again(); done(t("common.saved")); }} />
            </Modal>
            <Modal opened={editing !== null} onClose={() => edit(null)} title={t("settings.fields.edit")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {editing && <EditField of={editing} onDone={() => { edit(null); again(); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={dropping !== null} title={t("record.deleteTitle", { name: dropping?.label ?? "" })} text={t("settings.fields.dropText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)} onYes={() => dropping && remove.mutate(dropping.id)} />
        </>
    );
}

function NewField({ onDone }: { onDone: () => void }) {
    const { t } = useTranslation();
    const [form, setForm] = useState({ model: "contact", label: "", name: "", kind: "text", choices: [] as string[] });
    const save = useMutation({ mutationFn: () => api.post("/custom-fields", { ...form, name: slug(form.name || form.label), choices: form.kind === "enum" ? form.choices : null }), onSuccess: onDone });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <Select label={t("settings.fields.of")} data={models.map((m) => ({ value: m, label: t(`settings.fields.model.${m}`) }))} value={form.model} onChange={(v) => v && setForm({ ...form, model: v })} allowDeselect={false} error={wrong.model} />
                <TextInput label={t("settings.fields.label")} value={form.label} onChange={(e) => setForm({ ...form, label: e.currentTarget.value })} error={wrong.label} required data-autofocus />
                <TextInput label={t("settings.fields.name")} description={t("settings.fields.nameHint")} placeholder={slug(form.label)} value={form.name} onChange={(e) => setForm({ ...form, name: typedName(e.currentTarget.value) })} error={wrong.name} />
                <Select label={t("settings.fields.kind")} data={kinds.map((k) => ({ value: k, label: t(`settings.fields.kinds.${k}`) }))} value={form.kind} onChange={(v) => v && setForm({ ...form, kind: v })} allowDeselect={false} error={wrong.kind} />
                {form.kind === "enum" && <TagsInput label={t("settings.fields.choices")} value={form.choices} onChange={(v) => setForm({ ...form, choices: v })} error={wrong.choices} />}
                <Button type="submit" loading={save.isPending}>{t("common.add")}</Button>
            </Stack>
        </form>
    );
}

function EditField({ of, onDone }: { of: CustomField; onDone: () => void }) {
    const { t } = useTranslation();
    const chosen = of.kind === "enum";
    const [label, setLabel] = useState(of.label);
    const [choices, setChoices] = useState(of.choices);
    const save = useMutation({ mutationFn: () => api.patch(`/custom-fields/${of.id}`, chosen ? { label, choices } : { label }), onSuccess: onDone });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <TextInput label={t("settings.fields.label")} value={label} onChange={(e) => setLabel(e.currentTarget.value)} error={wrong.label} required data-autofocus />
                {chosen && <TagsInput label={t("settings.fields.choices")} description={t("settings.fields.choicesHint")} value={choices} onChange={setChoices} error={wrong.choices} />}
                <Text size="sm" className="dim"><code>custom.{of.name}</code> · {t(`settings.fields.kinds.${of.kind}`, { defaultValue: of.kind })}</Text>
                <Button type="submit" loading={save.isPending}>{t("common.save")}</Button>
            </Stack>
        </form>
    );
}
