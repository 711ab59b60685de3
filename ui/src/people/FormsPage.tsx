/* Forms for pages of one's own: which there are, how to put one in, and who answered. */
import { ActionIcon, Badge, Button, Code, CopyButton, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { IconDots, IconExternalLink, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import { useAllOf, useModel } from "../api/queries";
import type { Page, Row } from "../api/types";
import { count, moment } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk, useReader } from "../session";
import { useMeasuring } from "../settings/MeasurePage";
import { Trouble, Waiting } from "../shell/Fallbacks";

type Answer = components["schemas"]["FormAnswer"];
const first = ["name", "title_pt", "title_en", "purpose", "ask_name", "ask_company", "ask_heard", "active"];

export function FormsPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const model = useModel("site_forms");
    const q = useAllOf("site_forms", { sort: "name" });
    const [editing, setEditing] = useState<Row | "new" | null>(null);
    const saved = () => { setEditing(null); void client.invalidateQueries({ queryKey: ["rows", "site_forms"] }); done(t("common.saved")); };
    const add = can("edit_people") && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setEditing("new"); }}>{t("forms.add")}</Button>;
    return (
        <>
            <PageHead title={t("forms.title")} lead={t("forms.lead")}>{q.data && q.data.length > 0 && add}</PageHead>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data || !model ? <Waiting /> : q.data.length === 0 ? (
                <div className="card"><Empty title={t("forms.empty")} text={t("forms.emptyText")}>{add}</Empty></div>
            ) : <Stack gap="md">{q.data.map((f) => <One key={f.id} form={f} onEdit={() => { setEditing(f); }} />)}</Stack>}
            <Modal opened={editing !== null} onClose={() => { setEditing(null); }} title={t(editing === "new" ? "forms.add" : "forms.edit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {editing !== null && model && <RecordForm model={model} row={editing === "new" ? undefined : editing} only={first} onDone={saved} onCancel={() => { setEditing(null); }} />}
            </Modal>
        </>
    );
}

const text = (row: Row, name: string): string => (typeof row[name] === "string" ? row[name] : "");

function One({ form, onEdit }: { form: Row; onEdit: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const { can } = useDesk();
    const client = useQueryClient();
    const [open, setOpen] = useState<"code" | "answers" | null>(null);
    const [asking, setAsking] = useState(false);
    const name = text(form, "name");
    const n = typeof form.answers === "number" ? form.answers : 0;
    const last = text(form, "last_answer_at");
    const remove = useMutation({
        mutationFn: () => api.del(`/site_forms/${form.id}`, form.version),
        onSuccess: () => { setAsking(false); void client.invalidateQueries({ queryKey: ["rows", "site_forms"] }); done(t("forms.deleted")); },
        onError: failed,
    });
    const toggle = (which: "code" | "answers") => { setOpen(open === which ? null : which); };
    return (
        <section className="card" aria-label={name}>
            <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                    <Group gap={8}><Text fw={600}>{name}</Text>{form.active === true ? <Badge color="leaf" variant="light" tt="none" radius="sm">{t("forms.on")}</Badge> : <Badge color="gray" variant="light" tt="none" radius="sm">{t("forms.off")}</Badge>}</Group>
                    <Text size="sm" className="dim">{n ? t("forms.answers", { count: n, n: count(r, n) }) : t("forms.none")}{last ? ` · ${t("forms.last", { when: moment(r, last) })}` : ""}</Text>
                </div>
                {can("edit_people") && (
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                        <Menu.Dropdown>
                            <Menu.Item onClick={onEdit}>{t("common.edit")}</Menu.Item>
                            <Menu.Item color="var(--attention)" onClick={() => { setAsking(true); }}>{t("common.delete")}</Menu.Item>
                        </Menu.Dropdown>
                    </Menu>
                )}
            </Group>
            <Group mt="sm" gap="xs">
                <Button size="xs" variant="light" aria-expanded={open === "code"} onClick={() => { toggle("code"); }}>{t("forms.code")}</Button>
                <Button size="xs" variant="subtle" aria-expanded={open === "answers"} onClick={() => { toggle("answers"); }}>{t("forms.seeAnswers")}</Button>
                {form.active === true && <Button size="xs" variant="subtle" component="a" href={`/f/${text(form, "key")}`} target="_blank" rel="noopener" rightSection={<IconExternalLink size={14} aria-hidden />}>{t("forms.preview")}</Button>}
            </Group>
            {open === "code" && <Embed formKey={text(form, "key")} />}
            {open === "answers" && <Answers id={form.id} />}
            <Confirm opened={asking} title={t("record.deleteTitle", { name })} text={t("forms.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => { setAsking(false); }} onYes={() => { remove.mutate(); }} />
        </section>
    );
}

function Embed({ formKey }: { formKey: string }) {
    const { t } = useTranslation();
    const m = useMeasuring();
    if (!m.data) return <Waiting />;
    const code = `<script src="${location.origin}${m.data.path}/f.js" data-form="${formKey}"></script>`;
    const page = `${location.origin}/f/${formKey}`;
    return (
        <Stack gap="xs" mt="sm">
            <Text size="sm" className="dim" lh={1.55}>{t("forms.codeText")}</Text>
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }} tabIndex={0} role="region" aria-label={t("forms.code")}>{code}</Code>
            <Group gap="xs">
                <CopyButton value={code}>{({ copied, copy }) => <Button size="xs" variant="light" onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}</CopyButton>
            </Group>
            <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{t("forms.pageText")} <a href={page} target="_blank" rel="noopener">{page}</a></Text>
        </Stack>
    );
}

/* What the link said that they came by. */
function link(a: Answer): string | undefined {
    const words = [[a.source, a.medium].filter(Boolean).join(" / "), a.utm_campaign, a.utm_content, a.utm_term].filter(Boolean);
    return words.length ? words.join(" · ") : undefined;
}

function Answers({ id }: { id: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useInfiniteQuery({
        queryKey: ["site_forms", id, "answers"],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Answer>>(`/site_forms/${id}/answers`, pageParam ? { after: pageParam } : {}, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const rows = q.data.pages.flatMap((p) => p.items);
    if (!rows.length) return <Text size="sm" className="dim" mt="sm">{t("forms.none")}</Text>;
    return (
        <div className="scroll-x" style={{ marginTop: 12 }} tabIndex={0} role="region" aria-label={t("forms.seeAnswers")}>
            <table className="grid-table">
                <thead><tr><th>{t("forms.who")}</th><th>{t("forms.when")}</th><th>{t("forms.company")}</th><th>{t("forms.heard")}</th><th>{t("forms.where")}</th><th>{t("forms.from")}</th></tr></thead>
                <tbody>
                    {rows.map((a) => (
                        <tr key={a.id}>
                            <td><Link to="/people/$table/$id" params={{ table: "contacts", id: a.contact }}>{a.contact_name ?? a.email ?? `#${a.contact.slice(-6)}`}</Link>{a.fresh && <Badge ml={6} size="sm" variant="light" tt="none" radius="sm">{t("forms.fresh")}</Badge>}</td>
                            <td>{moment(r, a.at)}</td>
                            <td>{a.company ?? "–"}</td>
                            <td>{a.heard_of ?? "–"}</td>
                            <td style={{ overflowWrap: "anywhere" }}>{a.host ? `${a.host}${a.path ?? ""}` : t("forms.hosted")}</td>
                            <td style={{ overflowWrap: "anywhere" }}>{link(a) ?? "–"}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {q.hasNextPage && <Button mt="sm" size="xs" variant="subtle" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("forms.more")}</Button>}
        </div>
    );
}
