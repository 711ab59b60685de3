/* Two clicks record what was done: the kind, then how it ended. What else there is to say is added afterwards. */
import { Button, Group, Menu, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { useDelete, useModel, useSave, type Values } from "../api/queries";
import type { Row } from "../api/types";
import { sentence } from "../api/client";
import { fromLocalInput } from "../parts/fields";
import type { PeopleTable } from "../parts/tables";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { EditActivity } from "./EditActivity";
import { kindIcons, outcomes, withWhom, type Kind } from "./kinds";
import { MailMenu } from "./MailMenu";
import { WhatsappMenu } from "./Whatsapp";

const quick = ["call", "meeting"] as const;

export function LogBar({ table, row }: { table: PeopleTable; row: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("activities");
    const save = useSave("activities");
    const remove = useDelete("activities");
    const [writing, write] = useState<"note" | "task" | "issue" | null>(null);
    const [more, setMore] = useState<Row | null>(null);
    const label = (field: string, v: string) => model?.fields.find((f) => f.name === field)?.choice_labels[v] ?? v;
    const log = (values: Values) =>
        save.mutate({ values: { ...withWhom(table, row), ...values } }, {
            onError: failed,
            onSuccess: (made) => {
                setMore(made);
                doneWithUndo(t("care.logged", { kind: label("kind", String(made.kind)) }), t("common.undo"), () => {
                    setMore(null);
                    remove.mutate(made, { onError: failed });
                });
            },
        });
    if (!can("edit_people") || !model || row.erased_at) return null;
    return (
        <section className="card log-bar" aria-label={t("care.record")}>
            <Group gap={8}>
                {quick.map((k) => {
                    const Icon = kindIcons[k];
                    return (
                        <Menu key={k} position="bottom-start" withinPortal>
                            <Menu.Target>
                                <Button variant="light" size="sm" leftSection={<Icon size={17} aria-hidden />}>{t(`care.log.${k}`)}</Button>
                            </Menu.Target>
                            <Menu.Dropdown>
                                <Menu.Label>{t("care.howEnded")}</Menu.Label>
                                {outcomes[k]?.map((o) => (
                                    <Menu.Item key={o} onClick={() => { log({ kind: k, outcome: o }); }}>{label("outcome", o)}</Menu.Item>
                                ))}
                            </Menu.Dropdown>
                        </Menu>
                    );
                })}
                {table === "contacts" && <MailMenu email={typeof row.email === "string" && row.email ? row.email : null} onLog={log} />}
                {table === "contacts" && <WhatsappMenu contact={row} onLog={log} />}
                {(["note", "task", "issue"] as const).map((k) => {
                    const Icon = kindIcons[k];
                    return <Button key={k} variant="default" size="sm" leftSection={<Icon size={17} aria-hidden />} onClick={() => { write(k); }}>{t(`care.log.${k}`)}</Button>;
                })}
            </Group>
            {more && <AfterLog made={more} onClose={() => { setMore(null); }} />}
            <Modal opened={writing !== null} onClose={() => { write(null); }} title={writing ? t(`care.log.${writing}`) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
                {writing && <Write kind={writing} busy={save.isPending} error={save.isError ? sentence(save.error) : null}
                    onSave={(v) => { save.mutate({ values: { ...withWhom(table, row), kind: writing, ...v } }, { onSuccess: () => { write(null); } }); }} />}
            </Modal>
        </section>
    );
}

/* Just recorded: a place for its words, for whoever has them now. */
function AfterLog({ made, onClose }: { made: Row; onClose: () => void }) {
    const { t } = useTranslation();
    const [open, setOpen] = useState(false);
    return (
        <Group gap={8} mt={10} role="status">
            <Text size="sm" className="dim">{t("care.saved")}</Text>
            <Button size="compact-sm" variant="subtle" onClick={() => { setOpen(true); }}>{t("care.details")}</Button>
            <EditActivity row={open ? made : null} onClose={() => { setOpen(false); onClose(); }} />
        </Group>
    );
}

function Write({ kind, busy, error, onSave }: { kind: Kind; busy: boolean; error: string | null; onSave: (v: Values) => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [subject, setSubject] = useState("");
    const [body, setBody] = useState("");
    const [due, setDue] = useState("");
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        onSave({ ...(subject ? { subject } : {}), ...(body ? { body } : {}), ...(due ? { follow_up_at: fromLocalInput(`${due}T09:00`, r.timeZone) } : {}) });
    };
    return (
        <form onSubmit={submit}>
            <Stack>
                {kind !== "note" && <TextInput label={t(`care.what.${kind}`)} required maxLength={200} value={subject} onChange={(e) => { setSubject(e.currentTarget.value); }} data-autofocus />}
                <Textarea label={t(kind === "note" ? "care.what.note" : "care.more")} required={kind === "note"} autosize minRows={3} maxRows={12} value={body} onChange={(e) => { setBody(e.currentTarget.value); }} data-autofocus={kind === "note" ? true : undefined} />
                {kind === "task" && <TextInput type="date" label={t("care.due")} value={due} onChange={(e) => { setDue(e.currentTarget.value); }} />}
                {error && <Text role="alert" size="sm" c="var(--attention)">{error}</Text>}
                <Group justify="flex-end"><Button type="submit" loading={busy}>{t("common.save")}</Button></Group>
            </Stack>
        </form>
    );
}
