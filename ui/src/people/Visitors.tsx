/* Which visitors of the site a person is: what they did, since when it is known, and taking it back. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Visitors as Answer, VisitorLink } from "../api/types";
import { count, day, moment, type Reader } from "../format";
import { channelName } from "../parts/fields";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Box } from "./Related";

export function Visitors({ id }: { id: string }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const key = ["visitors", id];
    const path = `/contacts/${id}/visitors`;
    const q = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<Answer>(path, undefined, signal) });
    const settle = (a: Answer) => {
        client.setQueryData(key, a);
        void client.invalidateQueries({ queryKey: ["timeline"] });
    };
    const relink = useMutation({ mutationFn: (link: string) => api.post<Answer>(`${path}/${link}/relink`, {}), onSuccess: settle, onError: failed });
    const unlink = useMutation({
        mutationFn: (link: string) => api.del<Answer>(`${path}/${link}`),
        onSuccess: (a, link) => {
            settle(a);
            doneWithUndo(t("visitors.unlinked"), t("common.undo"), () => relink.mutate(link));
        },
        onError: failed,
    });
    if (!q.data || q.data.items.length === 0) return null;
    return (
        <Box title={t("visitors.title")}>
            <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 14 }}>
                {q.data.items.map((v) => (
                    <One key={v.id} v={v} busy={(unlink.isPending && unlink.variables === v.id) || (relink.isPending && relink.variables === v.id)} onUnlink={() => unlink.mutate(v.id)} onRelink={() => relink.mutate(v.id)} />
                ))}
            </ul>
        </Box>
    );
}

function when(r: Reader, from: string, to: string, t: TFunction): string {
    const first = day(r, from), last = day(r, to);
    return first === last ? first : t("visitors.span", { from: first, to: last });
}

function One({ v, busy, onUnlink, onRelink }: { v: VisitorLink; busy: boolean; onUnlink: () => void; onRelink: () => void }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const undone = v.undone_at !== null;
    const device = [v.device && t(`visitors.device.${v.device}`, { defaultValue: v.device }), v.browser, v.os].filter(Boolean).join(" · ");
    const from = [v.source, v.medium].filter(Boolean).join(" / ") || (v.channel && channelName(v.channel, t));
    return (
        <li style={{ fontSize: "0.9rem" }}>
            <Group justify="space-between" gap="xs" wrap="nowrap" align="start">
                <div style={{ minWidth: 0 }}>
                    <Text size="sm" fw={600}>{device || t("visitors.unknown")} {undone && <Badge variant="light" color="gray" tt="none" radius="sm">{t("visitors.undone")}</Badge>}</Text>
                    {v.visits > 0 && (
                        <Text size="xs" className="dim">
                            {t("visitors.visits", { count: v.visits, n: count(r, v.visits) })}
                            {v.first_seen_at && v.last_seen_at && `, ${when(r, v.first_seen_at, v.last_seen_at, t)}`}
                        </Text>
                    )}
                    {from && <Text size="xs" className="dim">{t("visitors.cameFrom", { from })}</Text>}
                    <Text size="xs" className="dim" title={moment(r, v.linked_at)}>
                        {t(`visitors.how.${v.how}`)} · {day(r, v.linked_at)}
                        {v.linked_by && ` · ${v.linked_by}`}
                    </Text>
                    {v.ended_at && !undone && <Text size="xs" className="dim">{t("visitors.ended", { day: day(r, v.ended_at) })}</Text>}
                </div>
                {can("edit_people") && (
                    <Button size="xs" variant={undone ? "light" : "default"} loading={busy} onClick={undone ? onRelink : onUnlink} style={{ flex: "none" }}>{t(undone ? "visitors.relink" : "visitors.unlink")}</Button>
                )}
            </Group>
        </li>
    );
}
