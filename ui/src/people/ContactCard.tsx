/* A person on a telephone: who, where, how to reach them with one thumb, what comes next and what was last. */
import { Avatar, Badge, Button, Group, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconAddressBook, IconBrandWhatsapp, IconCheck, IconCopy, IconMail, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import { nameOf, useAllOf, useRow } from "../api/queries";
import type { Page, Row, TimelineItem } from "../api/types";
import { ago } from "../format";
import { choiceLabel } from "../parts/fields";
import { failed } from "../parts/toast";
import { mailTo, useDrop } from "../care/MailMenu";
import { useDesk } from "../session";

function initials(name: string): string {
    const words = name.split(/\s+/).filter(Boolean);
    return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

const text = (v: unknown) => (typeof v === "string" && v !== "" ? v : null);
/* wa.me wants the country, and Brazil's is often not written. */
function whatsapp(phone: string): string {
    const digits = phone.replace(/\D/g, "");
    return phone.trim().startsWith("+") || digits.length > 11 ? digits : `55${digits}`;
}

function useNext(id: string): string | null {
    const deals = useAllOf("deals", { contact: id, outcome: "open", sort: "-opened_at", limit: 5 }).data;
    return deals?.map((d) => text(d.next_step)).find((s) => s !== null) ?? null;
}

function useLast(id: string): TimelineItem | undefined {
    return useQuery({
        queryKey: ["timeline", "contacts", id, "last"],
        queryFn: async ({ signal }) => (await api.get<Page<TimelineItem>>(`/contacts/${id}/timeline`, { limit: 1 }, signal)).items[0] ?? null,
    }).data ?? undefined;
}

function useGrade(id: string): string | null {
    return useQuery({
        queryKey: ["score", "contacts", id, "grade"],
        retry: false,
        queryFn: async ({ signal }) => (await api.get<{ grade: string | null }>(`/contacts/${id}/score`, undefined, signal)).grade,
    }).data ?? null;
}

export function ContactCard({ row, actions }: { row: Row; actions?: ReactNode }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const copied = useClipboard({ timeout: 1500 });
    const account = useRow("accounts", text(row.account) ?? "").data;
    const next = useNext(row.id);
    const last = useLast(row.id);
    const grade = useGrade(row.id);
    const name = nameOf(row);
    const phone = text(row.phone);
    const email = text(row.email);
    const reach = phone ?? email;
    const drop = useDrop(email !== null && can("edit_people"));
    return (
        <section className="card contact-card" aria-label={name}>
            <Group gap="md" wrap="nowrap" align="flex-start">
                <Avatar size={56} radius="xl" color="azulejo" name={name}>{initials(name)}</Avatar>
                <div style={{ minWidth: 0, flex: 1 }}>
                    <h1 className="contact-name">{name}</h1>
                    {text(row.job_title) && <Text size="sm">{text(row.job_title)}</Text>}
                    {account && <Link to="/people/$table/$id" params={{ table: "accounts", id: account.id }} className="link" style={{ fontSize: "0.92rem" }}>{nameOf(account)}</Link>}
                    <Group gap={6} mt={8}>
                        {text(row.lifecycle) && <Badge variant="light" tt="none" radius="sm">{choiceLabel("lifecycle", String(row.lifecycle), t)}</Badge>}
                        {grade && <Badge variant="light" color="leaf" tt="none" radius="sm" title={t("card.grade")}>{grade}</Badge>}
                    </Group>
                </div>
                {actions}
            </Group>
            <div className="contact-buttons">
                <Reach icon={IconPhone} label={t("card.call")} href={phone ? `tel:${phone.replace(/[^\d+]/g, "")}` : null} />
                <Reach icon={IconBrandWhatsapp} label={t("card.whatsapp")} href={phone ? `https://wa.me/${whatsapp(phone)}` : null} outside />
                <Reach icon={IconMail} label={t("card.mail")} href={email ? mailTo(email, drop?.address) : null} />
                <button type="button" className="contact-button" disabled={!reach} onClick={() => reach && copied.copy(reach)}>
                    {copied.copied ? <IconCheck size={22} aria-hidden /> : <IconCopy size={22} aria-hidden />}
                    {t(copied.copied ? "common.copied" : "common.copy")}
                </button>
            </div>
            {reach && <p className="contact-reach dim">{[phone, email].filter(Boolean).join(" · ")}</p>}
            <dl className="contact-lines">
                {next && (<><dt className="dim">{t("card.next")}</dt><dd>{next}</dd></>)}
                {last && (<><dt className="dim">{t("card.last")}</dt><dd>{last.title}<span className="dim"> · {ago(r, last.at)}</span></dd></>)}
            </dl>
            <Button fullWidth variant="default" mt="sm" leftSection={<IconAddressBook size={17} aria-hidden />} onClick={() => void download(`/contacts/${row.id}/card.vcf`, `${name}.vcf`).catch(failed)}>
                {t("card.save")}
            </Button>
        </section>
    );
}

function Reach({ icon: Icon, label, href, outside }: { icon: typeof IconPhone; label: string; href: string | null; outside?: boolean }) {
    if (!href) return <span className="contact-button" data-off="true"><Icon size={22} aria-hidden />{label}</span>;
    return <a className="contact-button" href={href} {...(outside ? { target: "_blank", rel: "noopener noreferrer" } : {})}><Icon size={22} aria-hidden />{label}</a>;
}
