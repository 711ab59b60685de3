/* Who is in a segment, and whom a person put in or kept out whatever the rule says. */
import { ActionIcon, Badge, Button, Group, Menu, SegmentedControl, Text } from "@mantine/core";
import { IconDots, IconUserMinus, IconUserPlus, IconWand } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldOf } from "../api/queries";
import { moment } from "../format";
import { Empty } from "../parts/Empty";
import { RefPicker } from "../parts/RefPicker";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { recordsOf, useManual, useMembersOf, useSetManual, type How, type Segment } from "./segments";

export function nameOrId(x: { id: string; name: string | null; email?: string | null; domain?: string | null }): string {
    return x.name || x.email || x.domain || `#${x.id.slice(-6)}`;
}

function useSay(segment: Segment) {
    const { t } = useTranslation();
    const set = useSetManual(segment.id);
    const say = (id: string, how: How) => set.mutate({ ids: [id], how }, { onSuccess: () => done(t(`segments.said.${how}`)), onError: failed });
    return { say, busy: set.isPending };
}

export function Members({ segment }: { segment: Segment }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const q = useMembersOf(segment.id);
    const { say } = useSay(segment);
    const table = recordsOf[segment.subject];
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (q.isPending) return <Waiting />;
    if (!items.length) return segment.state === "building" ? <Text className="dim">{t("segments.buildingText")}</Text> : <Empty title={t("segments.noMembers")} text={t("segments.noMembersText")} />;
    return (
        <>
            <div className="scroll-x">
                <table className="grid-table row-cards">
                    <thead>
                        <tr>
                            <th scope="col">{t("segments.record")}</th>
                            <th scope="col">{t(segment.subject === "contact" ? "segments.email" : "segments.domain")}</th>
                            <th scope="col">{t("segments.since_")}</th>
                            {can("edit_people") && <th scope="col"><span className="hidden-visually">{t("common.actions")}</span></th>}
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((m) => (
                            <tr key={m.id}>
                                <td>
                                    <Link className="link" to="/people/$table/$id" params={{ table, id: m.id }}>{nameOrId(m)}</Link>
                                    {m.manual && <Badge ml={8} variant="light" color="ochre" tt="none" radius="sm">{t("segments.byHand")}</Badge>}
                                </td>
                                <td data-label={t(segment.subject === "contact" ? "segments.email" : "segments.domain")} style={{ overflowWrap: "anywhere" }}>{m.email ?? m.domain ?? <span className="dim">–</span>}</td>
                                <td className="num" data-label={t("segments.since_")} style={{ textAlign: "left", whiteSpace: "nowrap" }}>{moment(r, m.entered_at)}</td>
                                {can("edit_people") && (
                                    <td className="row-actions" style={{ width: 40 }}>
                                        <Menu position="bottom-end" withinPortal>
                                            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("segments.actionsOf", { name: nameOrId(m) })}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                                            <Menu.Dropdown>
                                                {m.manual && <Menu.Item leftSection={<IconWand size={15} aria-hidden />} onClick={() => say(m.id, "none")}>{t("segments.backToRule")}</Menu.Item>}
                                                <Menu.Item leftSection={<IconUserMinus size={15} aria-hidden />} onClick={() => say(m.id, "exclude")}>{t("segments.keepOut")}</Menu.Item>
                                            </Menu.Dropdown>
                                        </Menu>
                                    </td>
                                )}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}

export function ByHand({ segment }: { segment: Segment }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const q = useManual(segment.id);
    const { say, busy } = useSay(segment);
    const [who, setWho] = useState<string | null>(null);
    const [how, setHow] = useState<"include" | "exclude">("include");
    const table = recordsOf[segment.subject];
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (q.isPending) return <Waiting />;
    return (
        <>
            <Text size="sm" className="dim" mb="md" lh={1.5}>{t("segments.handLead")}</Text>
            {can("edit_people") && (
                <Group align="flex-end" gap="xs" mb="lg">
                    <div style={{ flex: "1 1 240px", maxWidth: 380 }}>
                        <RefPicker field={fieldOf({ name: "who", label: t(`segments.pick.${segment.subject}`), kind: "ref", refers: table })} value={who} onChange={(v) => setWho(typeof v === "string" ? v : null)} />
                    </div>
                    <SegmentedControl aria-label={t("segments.how")} value={how} onChange={(v) => setHow(v as "include" | "exclude")} data={[{ value: "include", label: t("segments.putIn") }, { value: "exclude", label: t("segments.keepOut") }]} />
                    <Button leftSection={<IconUserPlus size={16} aria-hidden />} disabled={who === null} loading={busy} onClick={() => { if (who) say(who, how); setWho(null); }}>{t("common.add")}</Button>
                </Group>
            )}
            {items.length === 0 ? (
                <Text size="sm" className="dim">{t("segments.noHand")}</Text>
            ) : (
                <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 8 }}>
                    {items.map((m) => (
                        <li key={m.id}>
                            <Group gap="xs" justify="space-between" wrap="nowrap">
                                <Group gap={8} style={{ minWidth: 0 }}>
                                    <Link className="link" to="/people/$table/$id" params={{ table, id: m.id }}>{nameOrId(m)}</Link>
                                    <Badge variant="light" color={m.how === "include" ? "leaf" : "terracotta"} tt="none" radius="sm">{t(m.how === "include" ? "segments.isIn" : "segments.isOut")}</Badge>
                                </Group>
                                {can("edit_people") && <Button size="compact-sm" variant="subtle" onClick={() => say(m.id, "none")}>{t("segments.backToRule")}</Button>}
                            </Group>
                        </li>
                    ))}
                </ul>
            )}
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
