/* One segment: its rule in words, how large it is and was, who is in it, who came and went, what it shares with another. */
import { ActionIcon, Badge, Button, Group, Loader, Menu, Tabs, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconDots, IconDownload, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { download, isMissing } from "../api/client";
import { useDelete } from "../api/queries";
import { ago, count } from "../format";
import { Confirm } from "../parts/Confirm";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { done, failed } from "../parts/toast";
import { useSentence } from "../rules/schema";
import { useDesk } from "../session";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { ByHand, Members } from "./Members";
import { Moves } from "./Moves";
import { OverlapPanel } from "./Overlap";
import { ruleOf, useSegment, type Segment } from "./segments";
import { SizeCard } from "./Sizes";

const tabs = { members: Members, moves: Moves, overlap: OverlapPanel, hand: ByHand } as const;
type Tab = keyof typeof tabs;

export function SegmentPage() {
    const { id } = useParams({ from: "/shell/people/segments/$id" });
    const q = useSegment(id);
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return <Page key={id} segment={q.data} />;
}

/* What was read of a segment is read again when its size or state shows that it moved. */
function useFollow(s: Segment): void {
    const client = useQueryClient();
    const now = `${s.state} ${s.member_count} ${s.version}`;
    const [seen, setSeen] = useState(now);
    useEffect(() => {
        if (seen === now) return;
        setSeen(now);
        void client.invalidateQueries({ queryKey: ["segment", s.id] });
    }, [client, now, seen, s.id]);
}

function Page({ segment: s }: { segment: Segment }) {
    const { t } = useTranslation();
    useFollow(s);
    const { can, reader: r } = useDesk();
    const navigate = useNavigate();
    const search = useSearch({ from: "/shell/people/segments/$id" });
    const remove = useDelete("segments");
    const [asking, ask] = useDisclosure(false);
    const words = useSentence(s.subject, ruleOf(s.rule));
    const tab: Tab = search.tab && search.tab in tabs ? (search.tab as Tab) : "members";
    const Panel = tabs[tab];
    const edit = can("edit_people");
    return (
        <>
            <Link to="/people/segments" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("menu.segments")}
            </Link>
            <PageHead
                tab={s.name} title={s.name}
                lead={
                    <Group gap={8}>
                        <Badge variant="light" color="gray" tt="none" radius="sm">{t(`segments.subject.${s.subject}`)}</Badge>
                        {s.description && <span>{s.description}</span>}
                    </Group>
                }
            >
                {can("export") && (
                    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download(`/segments/${s.id}/members.csv`, `${s.name}.csv`).catch(failed)}>{t("segments.csv")}</Button>
                )}
                {edit && <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={() => void navigate({ to: "/people/segments/$id/edit", params: { id: s.id } })}>{t("segments.change")}</Button>}
                {edit && (
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target><ActionIcon variant="default" size={36} aria-label={t("common.actions")}><IconDots size={18} aria-hidden /></ActionIcon></Menu.Target>
                        <Menu.Dropdown><Menu.Item color="var(--attention)" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask.open}>{t("common.delete")}</Menu.Item></Menu.Dropdown>
                    </Menu>
                )}
            </PageHead>
            <div className="segment-top">
                <section className="card" aria-label={t("segments.rule")}>
                    <div aria-live="polite">
                        <p className="rule-count">
                            <strong className="num">{s.state === "building" && !s.member_count ? "…" : count(r, s.member_count)}</strong>
                            <span className="dim">{t(`segments.members.${s.subject}`, { count: s.member_count ?? 0 })}</span>
                        </p>
                        {s.state === "building" && (
                            <Group gap={8} mt={6} wrap="nowrap">
                                <Loader size={14} aria-hidden />
                                <Text size="sm" className="dim">{s.trouble ? t(`segments.trouble.${s.trouble.split(".").at(-1)}`, { defaultValue: t("segments.buildingText") }) : t("segments.buildingText")}</Text>
                            </Group>
                        )}
                    </div>
                    <p className="rule-sentence">{words.data ?? (words.isError ? t("segments.brokenRule") : "…")}</p>
                    {s.state === "live" && s.counted_at && <Text size="xs" className="dim" mt="xs">{t("segments.kept", { when: ago(r, s.counted_at) })}</Text>}
                </section>
                <SizeCard id={s.id} />
            </div>
            <Tabs value={tab} onChange={(v) => void navigate({ to: "/people/segments/$id", params: { id: s.id }, search: v === "members" || !v ? {} : { tab: v }, replace: true })} keepMounted={false} className="card" mt={20}>
                <TabRow mb="md">
                    {(Object.keys(tabs) as Tab[]).map((k) => <Tabs.Tab key={k} value={k}>{t(`segments.tab.${k}`)}</Tabs.Tab>)}
                </TabRow>
                <Tabs.Panel value={tab}><Panel segment={s} /></Tabs.Panel>
            </Tabs>
            <Confirm
                opened={asking} title={t("segments.deleteTitle", { name: s.name })} text={t("segments.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={ask.close}
                onYes={() => remove.mutate(s, { onSuccess: () => { done(t("segments.deleted")); void navigate({ to: "/people/segments" }); }, onError: (e) => { ask.close(); failed(e); } })}
            />
        </>
    );
}
