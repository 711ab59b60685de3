/* When a report goes by mail, and to whom; what would go now, and what went. */
import { ActionIcon, Alert, Badge, Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconCalendarEvent, IconPencil, IconPlayerPause, IconPlayerPlay, IconSend, IconTrash, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { useMembers } from "../api/queries";
import type { Page } from "../api/types";
import { moment } from "../format";
import { Confirm } from "../parts/Confirm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { MailView } from "./MailView";
import { Mails } from "./Mails";
import type { MailChoices, Report, ReportSchedule } from "./reports";

type Recipient = ReportSchedule["recipients"][number];

export function Schedules({ report }: { report: Report }) {
    const { t } = useTranslation();
    const { can, user, site } = useDesk();
    const client = useQueryClient();
    const [editing, setEditing] = useState<ReportSchedule | "new" | null>(null);
    const [preview, setPreview] = useState(false);
    const q = useQuery({ queryKey: ["reports", "schedules", report.id], queryFn: async ({ signal }) => (await api.get<Page<ReportSchedule>>(`/saved_reports/${report.id}/schedules`, undefined, signal)).items });
    const again = () => { void client.invalidateQueries({ queryKey: ["reports", "schedules", report.id] }); void client.invalidateQueries({ queryKey: ["mails"] }); };
    const toMe = useMutation({ mutationFn: () => api.post(`/saved_reports/${report.id}/send`), onSuccess: () => { setPreview(false); again(); done(t("reports.sentToMe", { address: user.email })); }, onError: failed });
    return (
        <section className="card no-print" aria-labelledby="h-schedules">
            <Group justify="space-between" mb={6}>
                <h2 id="h-schedules" className="card-title">{t("reports.schedules")}</h2>
                <Group gap={6}>
                    <Button size="xs" variant="default" leftSection={<IconSend size={15} aria-hidden />} onClick={() => setPreview(true)}>{t("reports.preview")}</Button>
                    {can("edit_plan") && can("export") && <Button size="xs" variant="default" leftSection={<IconCalendarEvent size={15} aria-hidden />} onClick={() => setEditing("new")}>{t("reports.scheduleNew")}</Button>}
                </Group>
            </Group>
            <Text size="sm" className="dim" mb="sm" lh={1.5}>{t(site.is_demo ? "reports.schedulesDemo" : "reports.schedulesText")}</Text>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.length === 0 ? <Text size="sm">{t("reports.noSchedules")}</Text> : (
                <div style={{ display: "grid", gap: 14 }}>{q.data.map((s) => <One key={s.id} schedule={s} onEdit={() => setEditing(s)} again={again} />)}</div>
            )}
            <MailView from={preview ? `/saved_reports/${report.id}/mail` : null} title={t("reports.preview")} onClose={() => setPreview(false)}>
                {can("export") && <Group justify="flex-end" mt="md"><Button loading={toMe.isPending} leftSection={<IconSend size={16} aria-hidden />} onClick={() => toMe.mutate()}>{t("reports.sendToMe")}</Button></Group>}
            </MailView>
            <Modal opened={editing !== null} onClose={() => setEditing(null)} title={t(editing === "new" ? "reports.scheduleNew" : "reports.scheduleEdit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {editing && <Edit report={report.id} schedule={editing === "new" ? null : editing} onDone={() => { setEditing(null); again(); }} onCancel={() => setEditing(null)} />}
            </Modal>
        </section>
    );
}

/* "Toda segunda-feira às 8:00" */
function useWhen() {
    const { t, i18n } = useTranslation();
    const dayName = (n: number) => new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, n)));
    const hour = (h: number) => new Intl.DateTimeFormat(i18n.language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1, h)));
    const words = (s: Pick<ReportSchedule, "cadence" | "weekday" | "day" | "hour">) =>
        s.cadence === "weekly" ? t("reports.everyWeek", { day: dayName(s.weekday), hour: hour(s.hour) }) : t(s.day === 31 ? "reports.everyMonthEnd" : "reports.everyMonth", { day: s.day, hour: hour(s.hour) });
    return { dayName, hour, words };
}

function One({ schedule: s, onEdit, again }: { schedule: ReportSchedule; onEdit: () => void; again: () => void }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const { words } = useWhen();
    const [sending, setSending] = useState(false);
    const [dropping, setDropping] = useState(false);
    const [showing, setShowing] = useState(false);
    const may = can("edit_plan") && can("export");
    const pause = useMutation({ mutationFn: () => api.patch(`/report_schedules/${s.id}`, { paused: !s.paused }, s.version), onSuccess: again, onError: failed });
    const drop = useMutation({ mutationFn: () => api.del(`/report_schedules/${s.id}`), onSuccess: () => { setDropping(false); again(); done(t("reports.scheduleDropped")); }, onError: failed });
    const send = useMutation({ mutationFn: () => api.post<{ waiting: number }>(`/report_schedules/${s.id}/send`), onSuccess: (a) => { setSending(false); setShowing(true); again(); done(a.waiting ? t("reports.sentNow", { count: a.waiting }) : t("reports.sentNone")); }, onError: failed });
    const active = s.recipients.filter((x) => !x.stopped_at && !x.gone).length;
    return (
        <div className="schedule">
            <Group justify="space-between" gap="xs">
                <div style={{ minWidth: 0, flex: "1 1 220px" }}>
                    <Group gap={8}>
                        <Text fw={600}>{words(s)}</Text>
                        {s.paused && <Badge variant="light" color="ochre" tt="none" radius="sm">{t("reports.paused")}</Badge>}
                    </Group>
                    <Text size="sm" className="dim">{s.paused ? t("reports.pausedText") : t("reports.next", { at: moment(r, s.next_at) })}{s.last_at && ` · ${t("reports.last", { at: moment(r, s.last_at) })}`}</Text>
                </div>
                {may && (
                    <Group gap={4} wrap="nowrap">
                        <Button size="xs" variant="default" leftSection={<IconSend size={15} aria-hidden />} onClick={() => setSending(true)}>{t("reports.sendNow")}</Button>
                        <ActionIcon variant="default" size={30} aria-label={t(s.paused ? "reports.resume" : "reports.pause")} title={t(s.paused ? "reports.resume" : "reports.pause")} loading={pause.isPending} onClick={() => pause.mutate()}>{s.paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}</ActionIcon>
                        <ActionIcon variant="default" size={30} aria-label={t("common.edit")} title={t("common.edit")} onClick={onEdit}><IconPencil size={16} aria-hidden /></ActionIcon>
                        <ActionIcon variant="default" size={30} aria-label={t("common.delete")} title={t("common.delete")} onClick={() => setDropping(true)}><IconTrash size={16} aria-hidden /></ActionIcon>
                    </Group>
                )}
            </Group>
            <ul className="recipients" aria-label={t("reports.recipients")}>{s.recipients.map((x) => <Who key={x.id} who={x} />)}</ul>
            <Button size="compact-sm" variant="subtle" aria-expanded={showing} onClick={() => setShowing(!showing)}>{t("reports.delivered")}</Button>
            {showing && <div style={{ marginTop: 8 }}><Mails about={s.id} empty={t("reports.nothingSent")} /></div>}
            <Confirm opened={sending} title={t("reports.sendNow")} text={t("reports.sendNowText", { count: active })} yes={t("reports.sendNow")} busy={send.isPending} onYes={() => send.mutate()} onClose={() => setSending(false)} />
            <Confirm opened={dropping} title={t("reports.scheduleDrop")} text={t("reports.scheduleDropText")} yes={t("common.delete")} busy={drop.isPending} onYes={() => drop.mutate()} onClose={() => setDropping(false)} />
        </div>
    );
}

function Who({ who }: { who: Recipient }) {
    const { t } = useTranslation();
    const note = who.gone ? t("reports.gone") : who.stopped_at ? t("reports.stopped") : null;
    return (
        <li>
            <span style={{ overflowWrap: "anywhere" }}>{who.name ? `${who.name} · ${who.address ?? ""}` : who.address}</span>
            {note && <Badge ml={6} variant="light" color="gray" tt="none" radius="sm">{note}</Badge>}
        </li>
    );
}

interface Other { address: string; lang: string; known: boolean; stopped: boolean }

function Edit({ report, schedule, onDone, onCancel }: { report: string; schedule: ReportSchedule | null; onDone: () => void; onCancel: () => void }) {
    const { t, i18n } = useTranslation();
    const { can, user } = useDesk();
    const { dayName, hour } = useWhen();
    const [when, setWhen] = useState({ cadence: schedule?.cadence ?? "weekly", weekday: schedule?.weekday ?? 1, day: schedule?.day ?? 1, hour: schedule?.hour ?? 8 });
    const [users, setUsers] = useState<string[]>(schedule ? schedule.recipients.flatMap((x) => (x.user && !x.gone ? [x.user] : [])) : [user.id]);
    const [others, setOthers] = useState<Other[]>(schedule?.recipients.flatMap((x) => (x.user ? [] : [{ address: x.address ?? "", lang: x.lang, known: true, stopped: x.stopped_at !== null }])) ?? []);
    const [typed, setTyped] = useState("");
    const [sure, setSure] = useState(false);
    const members = useMembers();
    const choices = useQuery({ queryKey: ["mail_choices", i18n.language], queryFn: ({ signal }) => api.get<MailChoices>("/mail_choices", undefined, signal) });
    const known = new Map<string, string>([[user.id, user.name ?? user.email], ...(schedule?.recipients ?? []).flatMap((x): [string, string][] => (x.user ? [[x.user, x.name ?? x.address ?? ""]] : []))]);
    if (can("admin")) for (const m of members.data ?? []) if (!m.disabled) known.set(m.id, m.name ?? m.email);
    const fresh = others.some((o) => !o.known);
    const save = useMutation({
        mutationFn: () => {
            const body = { ...when, recipients: [...users.map((id) => ({ user: id })), ...others.map((o) => ({ address: o.address, ...(o.known ? {} : { lang: o.lang, confirmed: sure }) }))] };
            return schedule ? api.patch(`/report_schedules/${schedule.id}`, body, schedule.version) : api.post(`/saved_reports/${report}/schedules`, body);
        },
        onSuccess: () => { done(t("common.saved")); onDone(); },
    });
    const wrong = save.error instanceof Problem ? Object.values(save.error.fields) : [];
    const add = () => {
        const address = typed.trim();
        if (!address) return;
        if (!others.some((o) => o.address.toLowerCase() === address.toLowerCase())) setOthers([...others, { address, lang: i18n.language.startsWith("pt") ? "pt-BR" : "en", known: false, stopped: false }]);
        setTyped("");
    };
    return (
        <form noValidate onSubmit={(e: SyntheticEvent) => { e.preventDefault(); save.mutate(); }}>
            <Stack gap="md">
                {save.error && <Alert color="terracotta" variant="light" role="alert">{wrong.length ? [...new Set(wrong)].join(" ") : sentence(save.error)}</Alert>}
                <Group gap="sm" align="end" grow>
                    <Select label={t("reports.cadence")} allowDeselect={false} value={when.cadence} data={[{ value: "weekly", label: t("reports.weekly") }, { value: "monthly", label: t("reports.monthly") }]} onChange={(v) => v && setWhen({ ...when, cadence: v as "weekly" | "monthly" })} />
                    {when.cadence === "weekly" ? (
                        <Select label={t("reports.weekday")} allowDeselect={false} value={String(when.weekday)} data={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), label: dayName(n) }))} onChange={(v) => v && setWhen({ ...when, weekday: Number(v) })} />
                    ) : (
                        <Select label={t("reports.monthDay")} allowDeselect={false} value={String(when.day)} data={Array.from({ length: 31 }, (_, i) => ({ value: String(i + 1), label: i === 30 ? t("reports.monthEnd") : String(i + 1) }))} onChange={(v) => v && setWhen({ ...when, day: Number(v) })} />
                    )}
                    <Select label={t("reports.hour")} allowDeselect={false} value={String(when.hour)} data={Array.from({ length: 24 }, (_, h) => ({ value: String(h), label: hour(h) }))} onChange={(v) => v && setWhen({ ...when, hour: Number(v) })} />
                </Group>
                <MultiSelect label={t("reports.users")} data={[...known].map(([value, label]) => ({ value, label }))} value={users} onChange={setUsers} searchable nothingFoundMessage={t("common.nothing")} />
                <div>
                    <Group gap="xs" align="end" wrap="nowrap">
                        <TextInput style={{ flex: 1 }} type="email" label={t("reports.others")} description={t("reports.othersHint")} value={typed} autoComplete="off" onChange={(e) => setTyped(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === "Enter") { e.preventDefault(); add(); } }} />
                        <Button variant="default" onClick={add} disabled={!typed.trim()}>{t("common.add")}</Button>
                    </Group>
                    {others.length > 0 && (
                        <ul className="recipients" style={{ marginTop: 8 }}>
                            {others.map((o) => (
                                <li key={o.address}>
                                    <span style={{ overflowWrap: "anywhere" }}>{o.address}</span>
                                    {o.stopped && <Badge ml={6} variant="light" color="gray" tt="none" radius="sm">{t("reports.stopped")}</Badge>}
                                    <ActionIcon ml={4} variant="subtle" color="gray" size={24} aria-label={t("reports.takeOut", { address: o.address })} onClick={() => setOthers(others.filter((x) => x !== o))}><IconX size={14} aria-hidden /></ActionIcon>
                                </li>
                            ))}
                        </ul>
                    )}
                </div>
                {fresh && <Checkbox checked={sure} onChange={(e) => setSure(e.currentTarget.checked)} label={choices.data?.confirmation ?? ""} />}
                <Group justify="flex-end">
                    <Button variant="default" onClick={onCancel}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending}>{t("common.save")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
