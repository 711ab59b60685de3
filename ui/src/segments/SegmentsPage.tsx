/* All segments: how many are in each, how that moved, and the rule in words. */
import { Badge, Button, Group, SegmentedControl, SimpleGrid, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count } from "../format";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { useSentence } from "../rules/schema";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { examples, type Example } from "./examples";
import { ruleOf, useSegments, type Segment, type SegmentSubject } from "./segments";
import { Sparkline } from "./Sizes";

export function SegmentsPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const [subject, setSubject] = useState<SegmentSubject | undefined>();
    const q = useSegments(subject);
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    const none = q.isSuccess && items.length === 0;
    const create = () => void navigate({ to: "/people/segments/new", search: subject ? { subject } : {} });
    return (
        <>
            <PageHead title={t("menu.segments")} lead={t("segments.lead")}>
                {can("edit_people") && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>{t("segments.new")}</Button>}
            </PageHead>
            {(!none || subject !== undefined) && (
                <SegmentedControl
                    mb="md" aria-label={t("segments.whose")} value={subject ?? "all"} onChange={(v) => setSubject(v === "all" ? undefined : (v as SegmentSubject))}
                    data={[{ value: "all", label: t("segments.all") }, { value: "contact", label: t("menu.contacts") }, { value: "account", label: t("menu.accounts") }]}
                />
            )}
            {q.isLoadingError ? (
                <Trouble error={q.error} again={() => void q.refetch()} />
            ) : q.isPending ? (
                <Waiting />
            ) : none ? (
                <>
                    <div className="card"><Empty title={t("segments.none")} text={t("segments.noneText")}>{can("edit_people") && <Button onClick={create}>{t("segments.new")}</Button>}</Empty></div>
                    {can("edit_people") && <Examples />}
                </>
            ) : (
                <>
                    <List items={items} />
                    {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
                </>
            )}
        </>
    );
}

function List({ items }: { items: Segment[] }) {
    const { t } = useTranslation();
    return (
        <ul className="segments" aria-label={t("menu.segments")}>
            {items.map((s) => <Line key={s.id} segment={s} />)}
        </ul>
    );
}

function Line({ segment: s }: { segment: Segment }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const words = useSentence(s.subject, ruleOf(s.rule));
    return (
        <li className="card segment-line">
            <div style={{ minWidth: 0 }}>
                <Group gap={8} mb={2}>
                    <Link className="link" to="/people/segments/$id" params={{ id: s.id }} style={{ fontWeight: 620, overflowWrap: "anywhere" }}>{s.name}</Link>
                    {s.state === "building" && <Badge variant="light" color="ochre" tt="none" radius="sm">{t("segments.building")}</Badge>}
                </Group>
                <Text size="sm" className="dim" lineClamp={2} lh={1.5}>{words.data ?? (words.isError ? t("segments.brokenRule") : "…")}</Text>
            </div>
            <div><Sparkline id={s.id} /></div>
            <div className="segment-size num">
                {s.state === "building" && !s.member_count ? "…" : count(r, s.member_count)}
                <span className="segment-unit">{t(`segments.members.${s.subject}`, { count: s.member_count ?? 0 })}</span>
            </div>
        </li>
    );
}

function Examples() {
    const { t } = useTranslation();
    return (
        <section aria-label={t("segments.examples")} style={{ marginTop: 24 }}>
            <h2 style={{ fontSize: "1rem", fontWeight: 650, margin: "0 0 10px" }}>{t("segments.examples")}</h2>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
                {examples.map((e) => <Offer key={e.key} example={e} />)}
            </SimpleGrid>
        </section>
    );
}

function Offer({ example: e }: { example: Example }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const words = useSentence(e.subject, e.rule);
    if (words.isError) return null;
    return (
        <div className="card" style={{ display: "grid", gap: 8, alignContent: "start" }}>
            <Group gap={8}>
                <Text fw={620}>{t(`segments.example.${e.key}`)}</Text>
                <Badge variant="light" color="gray" tt="none" radius="sm">{t(`segments.subject.${e.subject}`)}</Badge>
            </Group>
            <Text size="sm" className="dim" lh={1.5}>{words.data ?? "…"}</Text>
            <div>
                <Button
                    size="xs" variant="light" aria-label={t("segments.useOf", { name: t(`segments.example.${e.key}`) })}
                    onClick={() => void navigate({ to: "/people/segments/new", search: { subject: e.subject, rule: JSON.stringify(e.rule), name: t(`segments.example.${e.key}`) } })}
                >
                    {t("segments.use")}
                </Button>
            </div>
        </div>
    );
}
