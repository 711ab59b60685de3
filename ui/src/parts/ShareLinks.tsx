/* Links that open one thing without an account: made, counted with receipts, ended. The address is shown when it is made, and never
 * again. */
import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useClipboard, useDisclosure } from "@mantine/hooks";
import { IconCheck, IconCopy, IconExternalLink, IconLink } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { fullLink } from "../consent/words";
import { day, moment } from "../format";
import { done, failed } from "./toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

type ShareLink = components["schemas"]["ShareLink"];
type ShareOpening = components["schemas"]["ShareOpening"];
export type ShareKind = "report" | "plan" | "positioning";

const lives = ["7", "30", "90", "365", "never"] as const;

/* edition: the version of a plan that new links open; undefined: always the newest. */
export function ShareLinks({ kind, target, edition }: { kind: ShareKind; target: string; edition?: number }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const [making, setMaking] = useState(false);
    const [made, setMade] = useState<ShareLink | null>(null);
    const q = useQuery({ queryKey: ["share", kind, target], queryFn: async ({ signal }) => (await api.get<Page<ShareLink>>("/share_links", { kind, target }, signal)).items });
    const again = () => void client.invalidateQueries({ queryKey: ["share", kind, target] });
    const end = useMutation({ mutationFn: (id: string) => api.del(`/share_links/${id}`), onSuccess: () => { again(); done(t("share.linkEnded")); }, onError: failed });
    return (
        <section className="card no-print" aria-labelledby="h-links">
            <Group justify="space-between" mb={6}>
                <h2 id="h-links" className="card-title">{t("share.links")}</h2>
                {can("export") && <Button size="xs" variant="default" leftSection={<IconLink size={15} aria-hidden />} onClick={() => setMaking(true)}>{t("share.linkNew")}</Button>}
            </Group>
            <Text size="sm" className="dim" mb="sm" lh={1.5}>{t(`share.text.${kind}`)}</Text>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.length === 0 ? <Text size="sm">{t("share.noLinks")}</Text> : (
                <ul className="mail-list">{q.data.map((l) => <One key={l.id} link={l} busy={end.isPending} onEnd={() => end.mutate(l.id)} />)}</ul>
            )}
            <Modal opened={making || made !== null} onClose={() => { setMaking(false); setMade(null); }} title={t("share.linkNew")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {made ? <Made link={made} onClose={() => { setMade(null); setMaking(false); }} /> : <Make kind={kind} target={target} edition={edition} onMade={(l) => { setMade(l); again(); }} onCancel={() => setMaking(false)} />}
            </Modal>
        </section>
    );
}

function One({ link: l, busy, onEnd }: { link: ShareLink; busy: boolean; onEnd: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [now] = useState(() => Date.now());
    const [open, { toggle }] = useDisclosure(false);
    const over = l.revoked_at !== null || (l.expires_at !== null && new Date(l.expires_at).getTime() <= now);
    const until = l.revoked_at ? t("share.linkOver", { day: moment(r, l.revoked_at) }) : l.expires_at ? t(over ? "share.linkRanOut" : "share.linkUntil", { day: day(r, l.expires_at) }) : t("share.linkForever");
    const name = l.note ?? t("share.linkNoNote");
    return (
        <li style={{ flexWrap: "wrap" }}>
            <div style={{ minWidth: 0, flex: "1 1 200px" }}>
                <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>{name}{l.edition !== null && <span className="dim" style={{ fontWeight: 400 }}> · {t("share.edition", { n: l.edition })}</span>}</Text>
                <Text size="sm" className="dim">{until} · {l.opened_count ? t("share.opened", { count: l.opened_count, at: moment(r, l.opened_at) }) : t("share.neverOpened")}</Text>
                {l.confirmed_at && <Text size="sm" c="var(--good)">{t("share.confirmed", { name: l.confirmed_by, at: moment(r, l.confirmed_at) })}</Text>}
            </div>
            <Button size="xs" variant="subtle" onClick={toggle} aria-expanded={open} aria-label={t("share.receiptsOf", { name })}>{t("share.receipts")}</Button>
            {!over && <Button size="xs" variant="subtle" color="gray" c="var(--attention)" disabled={busy} onClick={onEnd} aria-label={t("share.linkEndOf", { name })}>{t("share.linkEnd")}</Button>}
            {open && <Openings link={l.id} />}
        </li>
    );
}

function Openings({ link }: { link: string }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const q = useQuery({ queryKey: ["share", "openings", link], queryFn: async ({ signal }) => (await api.get<Page<ShareOpening>>(`/share_links/${link}/openings`, undefined, signal)).items });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    if (q.data.length === 0) return <Text size="sm" style={{ flexBasis: "100%" }}>{t("share.neverOpened")}</Text>;
    return (
        <ul style={{ flexBasis: "100%", listStyle: "none", margin: 0, padding: "4px 0 0" }}>
            {q.data.map((o) => (
                <li key={o.id}><Text size="sm" className="dim">{moment(r, o.opened_at)} · {o.robot ? t("share.robot", { name: o.robot }) : [o.browser, o.device && t(`share.device.${o.device}`, { defaultValue: o.device })].filter(Boolean).join(", ")}</Text></li>
            ))}
        </ul>
    );
}

function Make({ kind, target, edition, onMade, onCancel }: { kind: ShareKind; target: string; edition?: number; onMade: (l: ShareLink) => void; onCancel: () => void }) {
    const { t } = useTranslation();
    const [note, setNote] = useState("");
    const [life, setLife] = useState<(typeof lives)[number]>("90");
    const make = useMutation({
        mutationFn: () => api.post<ShareLink>("/share_links", { kind, target, edition: edition ?? null, note: note.trim() || null, expires_at: life === "never" ? null : new Date(Date.now() + Number(life) * 86_400_000).toISOString() }),
        onSuccess: onMade,
    });
    return (
        <form noValidate onSubmit={(e: SyntheticEvent) => { e.preventDefault(); make.mutate(); }}>
            <Stack gap="md">
                {make.error && <Text c="var(--attention)" size="sm" role="alert">{sentence(make.error)}</Text>}
                <TextInput label={t("share.linkNote")} description={t("share.linkNoteHint")} value={note} maxLength={120} data-autofocus onChange={(e) => setNote(e.currentTarget.value)} />
                <Select label={t("share.linkLife")} allowDeselect={false} value={life} data={lives.map((v) => ({ value: v, label: v === "never" ? t("share.linkForever") : t("share.linkDays", { count: Number(v) }) }))} onChange={(v) => v && setLife(v as typeof life)} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onCancel}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={make.isPending}>{t("share.linkMake")}</Button>
                </Group>
            </Stack>
        </form>
    );
}

function Made({ link, onClose }: { link: ShareLink; onClose: () => void }) {
    const { t } = useTranslation();
    const clip = useClipboard({ timeout: 3000 });
    const url = fullLink(link.path ?? "");
    return (
        <Stack gap="md">
            <Text size="sm" lh={1.55}>{t("share.linkOnce")}</Text>
            <TextInput label={t("consent.link")} value={url} readOnly data-autofocus onFocus={(e) => e.currentTarget.select()} />
            <Group justify="flex-end">
                <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default" leftSection={<IconExternalLink size={16} aria-hidden />}>{t("consent.openLink")}</Button>
                <Button leftSection={clip.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={() => clip.copy(url)}>{clip.copied ? t("consent.copied") : t("consent.copy")}</Button>
                <Button variant="default" onClick={onClose}>{t("common.close")}</Button>
            </Group>
        </Stack>
    );
}
