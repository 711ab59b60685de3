/* Passing to sales: what waits for an answer, what was answered, and what sales makes of it. */
import { Badge, Button, Group, SegmentedControl, Select, Text } from "@mantine/core";
import { IconBuilding, IconMail, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useWho } from "../api/queries";
import type { Page, TimelineItem } from "../api/types";
import { ago, count, day, moment } from "../format";
import { Empty } from "../parts/Empty";
import { channelName } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { done, failed } from "../parts/toast";
import type { ListSearch } from "../router";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Answer, ReturnDialog } from "./Answer";
import { HandoffReport } from "./HandoffReport";
import { nameOfContact, useAgain, useHandoffs, useSellers, type Handoff } from "./handoffs";

const tabs = ["waiting", "answered", "report"] as const;

export function HandoffPage() {
    const { t } = useTranslation();
    const search = useSearch({ from: "/shell/people/handoff" });
    const navigate = useNavigate();
    const tab = tabs.find((x) => x === search.tab) ?? "waiting";
    const go = (s: ListSearch) => void navigate({ to: "/people/handoff", search: s, replace: true });
    return (
        <>
            <PageHead title={t("menu.handoff")} lead={t("handoff.lead")} />
            <SegmentedControl mb="md" aria-label={t("handoff.view")} value={tab} onChange={(v) => { go({ tab: v === "waiting" ? undefined : v }); }} data={tabs.map((x) => ({ value: x, label: t(`handoff.tab.${x}`) }))} />
            {tab === "report" ? <HandoffReport search={search} go={go} /> : <Queue key={tab} answered={tab === "answered"} search={search} go={go} />}
        </>
    );
}

function Queue({ answered, search, go }: { answered: boolean; search: ListSearch; go: (s: ListSearch) => void }) {
    const { t } = useTranslation();
    const { user, can } = useDesk();
    const [returning, setReturning] = useState<Handoff | null>(null);
    const sellers = useSellers().data ?? [];
    const seller = search.seller === "me" ? user.id : search.seller;
    const state = answered ? (search.state ?? "") : "waiting";
    const q = useHandoffs({ state, seller, late: answered ? undefined : search.late, channel: search.channel, reason: search.reason, from: search.from, to: search.to, limit: 50 });
    const items = (q.data?.pages.flatMap((p) => p.items) ?? []).filter((h) => !answered || h.state !== "waiting");
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const late = items.filter((h) => h.late).length;
    return (
        <>
            <Group mb="sm" gap="xs">
                <Select
                    aria-label={t("handoff.seller")} placeholder={t("handoff.everyone")} w={220} clearable value={search.seller ?? null} onChange={(v) => { go({ ...search, seller: v ?? undefined }); }}
                    data={[{ value: "me", label: t("handoff.mine") }, ...sellers.filter((s) => s.id !== user.id).map((s) => ({ value: s.id, label: s.name ?? "–" }))]}
                />
                {answered && (
                    <Select aria-label={t("handoff.answer")} placeholder={t("handoff.anyAnswer")} w={180} clearable value={search.state ?? null} data={(["accepted", "returned", "withdrawn"] as const).map((x) => ({ value: x, label: t(`handoff.state.${x}`) }))} onChange={(v) => { go({ ...search, state: v ?? undefined }); }} />
                )}
                {search.channel && <Button variant="light" size="xs" radius="xl" onClick={() => { go({ ...search, channel: undefined }); }}>{channelName(search.channel, t)} ×</Button>}
                {search.reason && <Button variant="light" size="xs" radius="xl" onClick={() => { go({ ...search, reason: undefined }); }}>{t(`handoff.reason.${search.reason}`)} ×</Button>}
                {!answered && (late > 0 || search.late) && (
                    <Button variant={search.late ? "filled" : "light"} color={search.late ? "terracotta.7" : "terracotta"} size="xs" radius="xl" aria-pressed={Boolean(search.late)} onClick={() => { go({ ...search, late: search.late ? undefined : "1" }); }}>{t("handoff.lateN", { count: late })}</Button>
                )}
            </Group>
            {items.length === 0 ? (
                <div className="card"><Empty title={t(answered ? "handoff.noneAnswered" : "handoff.noneWaiting")} text={t(answered ? "handoff.noneAnsweredText" : "handoff.noneWaitingText")} >
                    {!answered && can("edit_people") && <Link className="link" to="/people/$table" params={{ table: "contacts" }} search={{ lifecycle: "mql" }}>{t("handoff.seeMqls")}</Link>}
                </Empty></div>
            ) : (
                <ul className="handoffs" aria-label={t(answered ? "handoff.tab.answered" : "handoff.tab.waiting")}>
                    {items.map((h) => <HandoffCard key={h.id} handoff={h} onReturn={setReturning} />)}
                </ul>
            )}
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
            {returning && <ReturnDialog handoff={returning} onClose={() => { setReturning(null); }} />}
        </>
    );
}

export function digits(phone: string): string {
    const d = phone.replace(/\D/g, "");
    return d.length === 10 || d.length === 11 ? `55${d}` : d;
}

function HandoffCard({ handoff: h, onReturn }: { handoff: Handoff; onReturn: (h: Handoff) => void }) {
    const { t } = useTranslation();
    const { reader: r, can, user } = useDesk();
    const who = useWho();
    const c = h.contact;
    const waits = h.state === "waiting";
    const facts = [c.job_title, c.industry, c.employees !== null ? t("handoff.employees", { count: c.employees, n: count(r, c.employees) }) : null].filter(Boolean);
    return (
        <li className="card handoff" data-late={h.late} aria-label={nameOfContact(c)}>
            <div style={{ minWidth: 0 }}>
                <Group gap={8} mb={2}>
                    <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: c.id }} style={{ fontWeight: 650 }}>{nameOfContact(c)}</Link>
                    <Grade contact={c.id} />
                    {!waits && <Badge variant="light" radius="sm" tt="none" color={h.state === "accepted" ? "leaf" : h.state === "returned" ? "terracotta" : "gray"}>{t(`handoff.state.${h.state}`)}</Badge>}
                </Group>
                {facts.length > 0 && <Text size="sm" className="dim">{facts.join(" · ")}</Text>}
                <Group gap={14} mt={4} fz="0.86rem">
                    {c.account && <Link className="plain-link with-icon" to="/people/$table/$id" params={{ table: "accounts", id: c.account.id }}><IconBuilding size={15} aria-hidden />{c.account.name ?? "–"}</Link>}
                    {c.phone && <a className="link with-icon" href={`https://wa.me/${digits(c.phone)}`} target="_blank" rel="noreferrer" title={t("handoff.whatsapp")}><IconPhone size={15} aria-hidden />{c.phone}</a>}
                    {c.email && <a className="link with-icon" href={`mailto:${c.email}`}><IconMail size={15} aria-hidden />{c.email}</a>}
                </Group>
                {h.message && <Text size="sm" mt={8} className="handoff-note">{h.message}</Text>}
                {!waits && h.state === "returned" && h.reason && <Text size="sm" mt={8}><b>{t(`handoff.reason.${h.reason}`)}</b>{h.note ? `: ${h.note}` : ""}</Text>}
            </div>
            <div className="handoff-side">
                <Text size="xs" className="dim">{[h.channel ? channelName(h.channel, t) : t("handoff.noChannel"), c.first_contact_at ? t("handoff.since", { day: day(r, c.first_contact_at) }) : null].filter(Boolean).join(" · ")}</Text>
                {waits && <LastActivity contact={c.id} />}
                <Text size="xs" className="dim">{t("handoff.to", { name: h.seller?.id === user.id ? t("handoff.you") : h.seller ? who(h.seller.id) : "–" })}</Text>
                <Text size="sm" fw={600} c={h.late ? "var(--attention)" : undefined} title={moment(r, waits ? h.due_at : (h.answered_at ?? h.asked_at))}>
                    {waits ? t(h.late ? "handoff.overdue" : "handoff.due", { when: ago(r, h.due_at) }) : t("handoff.answeredAt", { day: day(r, h.answered_at ?? h.asked_at) })}
                </Text>
                {waits && (
                    <Group gap="xs" className="handoff-answer">
                        {can("edit_deals") && <Answer handoff={h} onReturn={onReturn} />}
                        {can("edit_people") && <Withdraw handoff={h} />}
                    </Group>
                )}
            </div>
        </li>
    );
}

function Withdraw({ handoff }: { handoff: Handoff }) {
    const { t } = useTranslation();
    const again = useAgain();
    return (
        <Button variant="subtle" size="xs" px="xs" color="gray" aria-label={t("handoff.withdrawName", { name: nameOfContact(handoff.contact) })} onClick={() => void api.del(`/handoffs/${handoff.id}`).then(() => { done(t("handoff.withdrawn")); again(); }).catch((e: unknown) => { failed(e); again(); })}>
            {t("handoff.withdraw")}
        </Button>
    );
}

/* The newest thing that the timeline knows. */
function LastActivity({ contact }: { contact: string }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const q = useQuery({
        queryKey: ["timeline", "contacts", contact, "last"], staleTime: 60_000, retry: false,
        queryFn: async ({ signal }) => (await api.get<Page<TimelineItem>>(`/contacts/${contact}/timeline`, { limit: 10 }, signal)).items,
    });
    const last = q.data?.find((x) => !/^(handoff|stage|changed|added)/.test(x.kind));
    return last ? <Text size="xs" className="dim" title={moment(r, last.at)}>{t("handoff.last", { what: last.title, when: ago(r, last.at) })}</Text> : null;
}

function Grade({ contact }: { contact: string }) {
    const q = useQuery({ queryKey: ["scores", contact, "grade"], staleTime: 60_000, retry: false, queryFn: ({ signal }) => api.get<{ grade: string | null; meaning: string | null }>(`/contacts/${contact}/score`, undefined, signal) });
    return q.data?.grade ? <Badge variant="outline" radius="sm" title={q.data.meaning ?? undefined}>{q.data.grade}</Badge> : null;
}
