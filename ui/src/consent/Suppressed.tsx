/* Addresses that get nothing: looked up, added, taken off, brought in and out as hashes. */
import { ActionIcon, Alert, Badge, Button, FileInput, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconPlus, IconSearch, IconTrash, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, download, Problem, sentence } from "../api/client";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { day } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { reasons, useAgain, type Suppression } from "./words";

type Brought = components["schemas"]["SuppressionImport"];

export function Suppressed() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [reason, setReason] = useState<string | null>(null);
    const [adding, add] = useDisclosure(false);
    const [bringing, bring] = useDisclosure(false);
    const q = useInfiniteQuery({
        queryKey: ["suppressions", reason],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Suppression>>("/suppressions", { limit: 50, after: pageParam, reason }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    return (
        <>
            <Text className="dim" size="sm" mb="sm" lh={1.55} maw={720}>{t("consent.suppressionText")}</Text>
            <Group mb="sm" gap="xs" align="flex-end">
                <LookUp />
                <Select aria-label={t("consent.reasonTitle")} placeholder={t("consent.anyReason")} clearable clearButtonProps={{ "aria-label": t("list.clear") }} value={reason} onChange={setReason} data={[...reasons, "erased"].map((x) => ({ value: x, label: t(`consent.reason.${x}`) }))} w={190} />
                <Group gap="xs" ml="auto">
                    {can("export") && <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download("/suppressions/export.csv", "suppression.csv").catch(failed)}>{t("consent.takeOut")}</Button>}
                    {can("import") && <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={bring.open}>{t("consent.bringIn")}</Button>}
                    {can("edit_people") && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>{t("consent.suppress")}</Button>}
                </Group>
            </Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : items.length === 0 ? <div className="card"><Empty title={t("consent.noSuppressed")} text={t("consent.noSuppressedText")} /></div> : <Rows items={items} />}
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
            <Modal opened={adding} onClose={add.close} title={t("consent.suppress")} closeButtonProps={{ "aria-label": t("common.close") }}><Add onDone={add.close} /></Modal>
            <Modal opened={bringing} onClose={bring.close} title={t("consent.bringIn")} closeButtonProps={{ "aria-label": t("common.close") }}><Bring onDone={bring.close} /></Modal>
        </>
    );
}

function Rows({ items }: { items: Suppression[] }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const again = useAgain();
    const [dropping, setDropping] = useState<Suppression | null>(null);
    const remove = useMutation({ mutationFn: (id: string) => api.del(`/suppressions/${id}`), onSuccess: () => { setDropping(null); again(); done(t("consent.unsuppressed")); }, onError: (e) => { setDropping(null); failed(e); } });
    const name = (s: Suppression) => s.email ?? `${s.hash.slice(0, 16)}…`;
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("consent.tab.suppression")}>
                <table className="grid-table">
                    <thead><tr><th>{t("consent.address")}</th><th>{t("consent.reasonTitle")}</th><th>{t("consent.since")}</th><th>{t("consent.source")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                    <tbody>
                        {items.map((s) => (
                            <tr key={s.id}>
                                <td style={{ overflowWrap: "anywhere", minWidth: 170 }}>{s.email ?? <code title={s.hash}>{name(s)}</code>}</td>
                                <td><Badge variant="light" color="gray" tt="none" radius="sm">{t(`consent.reason.${s.reason}`)}</Badge></td>
                                <td className="num">{day(r, s.created_at)}</td>
                                <td>{[s.source, s.actor_name].filter(Boolean).join(" · ") || "–"}</td>
                                <td>{can("edit_people") && <ActionIcon variant="subtle" color="gray" aria-label={t("consent.takeOff", { name: name(s) })} onClick={() => { setDropping(s); }}><IconTrash size={16} aria-hidden /></ActionIcon>}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <Confirm opened={dropping !== null} title={t("consent.takeOff", { name: dropping ? name(dropping) : "" })} text={t("consent.takeOffText")} yes={t("consent.takeOffYes")} busy={remove.isPending} onClose={() => { setDropping(null); }} onYes={() => { if (dropping) remove.mutate(dropping.id); }} />
        </>
    );
}

function LookUp() {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [email, setEmail] = useState("");
    const look = useMutation({ mutationFn: () => api.post<Page<Suppression>>("/suppressions/check", { email }) });
    const found = look.data?.items[0];
    const wrong = look.error instanceof Problem ? (look.error.fields.email ?? sentence(look.error)) : look.error ? sentence(look.error) : undefined;
    const submit = (e: SyntheticEvent) => { e.preventDefault(); look.mutate(); };
    return (
        <form onSubmit={submit} style={{ flex: "1 1 260px", maxWidth: 420 }}>
            <TextInput aria-label={t("consent.lookUp")} placeholder={t("consent.lookUp")} value={email} onChange={(e) => { setEmail(e.currentTarget.value); look.reset(); }} error={wrong}
                rightSection={<ActionIcon type="submit" variant="subtle" aria-label={t("consent.lookUp")} loading={look.isPending}><IconSearch size={16} aria-hidden /></ActionIcon>} />
            {look.data && <Text size="sm" mt={4} role="status" fw={600}>{found ? t("consent.found", { reason: t(`consent.reason.${found.reason}`), day: day(r, found.created_at) }) : t("consent.notFound")}</Text>}
        </form>
    );
}

function Add({ onDone }: { onDone: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [form, setForm] = useState({ email: "", reason: "manual", source: "" });
    const save = useMutation({ mutationFn: () => api.post("/suppressions", { ...form, source: form.source || null }), onSuccess: () => { again(); done(t("consent.suppressed")); onDone(); } });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <TextInput label={t("consent.addressOrHash")} value={form.email} onChange={(e) => { setForm({ ...form, email: e.currentTarget.value }); }} error={wrong.email} required data-autofocus autoComplete="off" />
                <Select label={t("consent.reasonTitle")} data={reasons.map((x) => ({ value: x, label: t(`consent.reason.${x}`) }))} value={form.reason} allowDeselect={false} onChange={(v) => { if (v) setForm({ ...form, reason: v }); }} />
                <TextInput label={t("consent.source")} value={form.source} maxLength={200} onChange={(e) => { setForm({ ...form, source: e.currentTarget.value }); }} />
                <Button type="submit" loading={save.isPending}>{t("consent.suppress")}</Button>
            </Stack>
        </form>
    );
}

function Bring({ onDone }: { onDone: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [file, setFile] = useState<File | null>(null);
    const [reason, setReason] = useState("manual");
    const send = useMutation({ mutationFn: (f: File) => api.upload<Brought>("/suppressions/import", f, { reason, source: f.name }), onSuccess: again });
    return (
        <Stack gap="md">
            <Text size="sm" lh={1.55}>{t("consent.bringInText")}</Text>
            {send.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(send.error)}</Alert>}
            {send.data ? (
                <>
                    <Alert color={send.data.message ? "ochre" : "leaf"} variant="light" role="status">
                        {t("consent.brought", { added: send.data.added, known: send.data.known })}
                        {send.data.message && <> {send.data.message}</>}
                    </Alert>
                    <Button onClick={onDone}>{t("common.close")}</Button>
                </>
            ) : (
                <>
                    <FileInput label={t("consent.file")} accept=".csv,.txt,text/csv,text/plain" value={file} onChange={setFile} placeholder={t("consent.chooseFile")} required />
                    <Select label={t("consent.reasonDefault")} data={reasons.map((x) => ({ value: x, label: t(`consent.reason.${x}`) }))} value={reason} allowDeselect={false} onChange={(v) => { if (v) setReason(v); }} />
                    <Button disabled={!file} loading={send.isPending} onClick={() => { if (file) send.mutate(file); }}>{t("consent.bringIn")}</Button>
                </>
            )}
        </Stack>
    );
}
