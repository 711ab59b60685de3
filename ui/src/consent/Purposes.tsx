/* What people's data is used for, and the words they are asked with: each language has versions, and one that was shown
 * is never changed. */
import { ActionIcon, Alert, Badge, Button, Group, Menu, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useDelete, useModel } from "../api/queries";
import type { Row } from "../api/types";
import { day } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { useAgain, useBases, usePurposes, useTexts, type ConsentText, type Purpose } from "./words";

const langs = ["pt-BR", "en"] as const;

export function Purposes() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("consent_purposes");
    const again = useAgain();
    const q = usePurposes();
    const texts = useTexts();
    const [adding, add] = useDisclosure(false);
    const usual = useMutation({ mutationFn: () => api.post<{ added: number }>("/consent_purposes/usual"), onSuccess: () => { again(); done(t("consent.usualDone")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !texts.data) return <Waiting />;
    const may = can("edit_people");
    const create = may && <Button leftSection={<IconPlus size={16} aria-hidden />} variant={q.data.length ? "filled" : "default"} onClick={add.open}>{t("consent.newPurpose")}</Button>;
    return (
        <>
            {q.data.length === 0 ? (
                <div className="card">
                    <Empty title={t("consent.noPurposesYet")} text={t("consent.noPurposesText")}>
                        {create}
                        {may && <Button loading={usual.isPending} onClick={() => { usual.mutate(); }}>{t("consent.usual")}</Button>}
                    </Empty>
                </div>
            ) : (
                <>
                    <Group justify="flex-end" mb="sm">{create}</Group>
                    <Stack gap="md">{q.data.map((p) => <One key={p.id} p={p} texts={texts.data.filter((x) => x.purpose === p.id)} />)}</Stack>
                </>
            )}
            <Modal opened={adding} onClose={add.close} title={t("consent.newPurpose")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && <RecordForm model={model} only={["name", "code", "channel", "legal_basis"]} onCancel={add.close} onDone={() => { add.close(); again(); done(t("common.saved")); }} />}
            </Modal>
        </>
    );
}

function One({ p, texts }: { p: Purpose; texts: ConsentText[] }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("consent_purposes");
    const again = useAgain();
    const basis = useBases().data?.find((b) => b.code === p.legal_basis);
    const remove = useDelete("consent_purposes");
    const [editing, edit] = useDisclosure(false);
    const [asking, ask] = useDisclosure(false);
    const row = p as unknown as Row;
    return (
        <section className="card" aria-label={p.name}>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                    <Group gap={8}>
                        <h2 style={{ margin: 0, fontSize: "1.05rem", fontWeight: 650 }}>{p.name}</h2>
                        {!p.active && <Badge color="gray" variant="light" tt="none">{t("consent.off")}</Badge>}
                        {!p.public && <Badge color="ochre" variant="light" tt="none">{t("consent.hidden")}</Badge>}
                    </Group>
                    <Text size="sm" className="dim" mt={2} style={{ overflowWrap: "anywhere" }}>
                        {t(`consent.reach.${p.channel}`)} · {basis ? `${basis.label} (LGPD ${basis.lgpd}; GDPR ${basis.gdpr})` : p.legal_basis}
                    </Text>
                </div>
                {can("edit_people") && (
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${p.name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                        <Menu.Dropdown>
                            <Menu.Item onClick={edit.open}>{t("common.edit")}</Menu.Item>
                            <Menu.Item color="var(--attention)" onClick={ask.open}>{t("common.delete")}</Menu.Item>
                        </Menu.Dropdown>
                    </Menu>
                )}
            </Group>
            <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(260px, 100%), 1fr))", gap: 16, marginTop: 14 }}>
                {langs.map((lang) => <Words key={lang} purpose={p} lang={lang} texts={texts.filter((x) => x.lang === lang).sort((a, b) => (b.number ?? 0) - (a.number ?? 0))} />)}
            </div>
            <Modal opened={editing} onClose={edit.close} title={p.name} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && <RecordForm model={model} row={row} onCancel={edit.close} onDone={() => { edit.close(); again(); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={asking} title={t("record.deleteTitle", { name: p.name })} text={t("consent.deletePurposeText")} yes={t("common.delete")} busy={remove.isPending} onClose={ask.close}
                onYes={() => { remove.mutate(row, { onSuccess: () => { ask.close(); again(); done(t("common.saved")); }, onError: (e) => { ask.close(); failed(e); } }); }} />
        </section>
    );
}

function Words({ purpose, lang, texts }: { purpose: Purpose; lang: string; texts: ConsentText[] }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const [writing, write] = useDisclosure(false);
    const [now, ...former] = texts;
    return (
        <div>
            <Group justify="space-between" gap="xs">
                <Text size="sm" fw={600} className="dim">{t(`consent.lang.${lang}`)}{now ? ` · ${t("consent.version", { n: now.number ?? 0 })}` : ""}</Text>
                {can("edit_people") && <Button size="compact-xs" variant="subtle" aria-label={t(now ? "consent.newVersionOf" : "consent.firstTextOf", { name: purpose.name, lang: t(`consent.lang.${lang}`) })} onClick={write.open}>{t(now ? "consent.newVersion" : "consent.firstText")}</Button>}
            </Group>
            {now ? (
                <div lang={lang}>
                    <Text fw={600} size="sm" mt={4}>{now.title}</Text>
                    <Text size="sm" mt={2} style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>{now.body}</Text>
                </div>
            ) : <Text size="sm" className="dim" mt={4}>{t("consent.noTextYet")}</Text>}
            {now && <Text size="xs" className="dim" mt={4}>{now.first_used_at ? t("consent.usedSince", { day: day(r, now.first_used_at) }) : t("consent.notUsed")}</Text>}
            {former.length > 0 && (
                <details style={{ marginTop: 6 }}>
                    <summary style={{ cursor: "pointer", fontSize: "0.84rem" }}>{t("consent.formerVersions", { count: former.length })}</summary>
                    {former.map((x) => (
                        <div key={x.id} lang={lang} style={{ borderLeft: "3px solid var(--line)", paddingLeft: 10, marginTop: 8 }}>
                            <Text size="xs" className="dim">{t("consent.version", { n: x.number ?? 0 })}{x.first_used_at ? ` · ${t("consent.usedSince", { day: day(r, x.first_used_at) })}` : ""}</Text>
                            <Text size="sm" fw={600}>{x.title}</Text>
                            <Text size="sm" style={{ whiteSpace: "pre-line" }}>{x.body}</Text>
                        </div>
                    ))}
                </details>
            )}
            <Modal opened={writing} onClose={write.close} title={t(now ? "consent.newVersionOf" : "consent.firstTextOf", { name: purpose.name, lang: t(`consent.lang.${lang}`) })} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <NewText purpose={purpose.id} lang={lang} from={now} onDone={write.close} />
            </Modal>
        </div>
    );
}

function NewText({ purpose, lang, from, onDone }: { purpose: string; lang: string; from?: ConsentText; onDone: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [form, setForm] = useState({ lang, title: from?.title ?? "", body: from?.body ?? "" });
    const save = useMutation({ mutationFn: () => api.create<Row>("/consent_texts", { purpose, ...form }), onSuccess: () => { again(); done(t("consent.versionSaved")); onDone(); } });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); save.mutate(); };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                {from && <Text size="sm" lh={1.55}>{t("consent.newVersionText")}</Text>}
                <Select label={t("consent.language")} data={langs.map((x) => ({ value: x, label: t(`consent.lang.${x}`) }))} value={form.lang} allowDeselect={false} onChange={(v) => { if (v) setForm({ ...form, lang: v }); }} />
                <TextInput label={t("consent.textTitle")} value={form.title} onChange={(e) => { setForm({ ...form, title: e.currentTarget.value }); }} error={wrong.title} required data-autofocus maxLength={200} />
                <Textarea label={t("consent.textBody")} description={t("consent.textBodyHint")} value={form.body} onChange={(e) => { setForm({ ...form, body: e.currentTarget.value }); }} error={wrong.body} required autosize minRows={4} maxLength={4000} />
                <Group justify="flex-end">
                    <Button variant="subtle" onClick={onDone}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending}>{t("common.save")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
