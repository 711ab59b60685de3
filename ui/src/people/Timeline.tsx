/* What happened, newest first, from all parts. */
import { Button, Text, Timeline as Line } from "@mantine/core";
import { IconBolt, IconCash, IconEye, IconMail, IconPencil, IconShieldCheck, IconStar, IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page, TimelineItem } from "../api/types";
import { ago, moment } from "../format";
import { asKind, kindIcons } from "../care/kinds";
import { channelName } from "../parts/fields";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

function Icon({ kind }: { kind: string }) {
    const p = { size: 14, "aria-hidden": true } as const;
    const recorded = /^activity_(.+)$/.exec(kind)?.[1];
    if (recorded) {
        const Recorded = kindIcons[asKind(recorded)];
        return <Recorded {...p} />;
    }
    if (kind.startsWith("consent_")) return <IconShieldCheck {...p} />;
    if (/visit|view|page/.test(kind)) return <IconEye {...p} />;
    if (/mail/.test(kind)) return <IconMail {...p} />;
    if (/won|lost|deal|amount|opened/.test(kind)) return <IconCash {...p} />;
    if (/lead|add|create|contact|joined/.test(kind)) return <IconUserPlus {...p} />;
    if (/change|edit|audit/.test(kind)) return <IconPencil {...p} />;
    if (/stage|lifecycle/.test(kind)) return <IconStar {...p} />;
    return <IconBolt {...p} />;
}

export function Timeline({ table, id }: { table: string; id: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useInfiniteQuery({
        queryKey: ["timeline", table, id],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<TimelineItem>>(`/${table}/${id}/timeline`, { after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const items = q.data.pages.flatMap((p) => p.items);
    if (items.length === 0) return <Text className="dim" size="sm">{t("record.nothingYet")}</Text>;
    return (
        <>
            <Line bulletSize={26} lineWidth={2} active={-1}>
                {items.map((x, i) => (
                    <Line.Item key={`${x.at}-${i}`} bullet={<Icon kind={x.kind} />} title={<Text size="sm" fw={600}>{x.url ? <Link to={x.url} className="plain-link">{x.title}</Link> : x.title}</Text>}>
                        {x.detail && <Text size="sm" className="activity-body">{x.detail.split(" · ").map((part) => channelName(part, t)).join(" · ")}</Text>}
                        <Text size="xs" className="dim" title={moment(r, x.at)}>
                            {ago(r, x.at)} · {moment(r, x.at)}
                            {x.actor && ` · ${x.actor}`}
                        </Text>
                    </Line.Item>
                ))}
            </Line>
            {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
        </>
    );
}
