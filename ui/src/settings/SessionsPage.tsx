/* Where you are signed in; any of them can be ended from here. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { OpenSession, Page } from "../api/types";
import { ago, moment } from "../format";
import { done, failed } from "../parts/toast";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

/* "Firefox, Linux" out of a user agent, good enough to know one's own machines apart. */
export function machine(agent: string | null): string {
    if (!agent) return "?";
    const browser = /Edg\//.test(agent) ? "Edge" : /OPR\//.test(agent) ? "Opera" : /Firefox\//.test(agent) ? "Firefox" : /Chrom(e|ium)\//.test(agent) ? "Chrome" : /Safari/.test(agent) ? "Safari" : (agent.split(/[/ ]/)[0] ?? agent);
    const system = /iPhone|iPad/.test(agent) ? "iOS" : /Android/.test(agent) ? "Android" : /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
    return system ? `${browser}, ${system}` : browser;
}

export function SessionsPage() {
    const { t } = useTranslation();
    const r = useReader();
    const client = useQueryClient();
    const q = useQuery({ queryKey: ["sessions"], queryFn: async ({ signal }) => (await api.get<Page<OpenSession>>("/sessions", undefined, signal)).items });
    const end = useMutation({ mutationFn: (id: string) => api.del(`/sessions/${id}`), onSuccess: () => { void client.invalidateQueries({ queryKey: ["sessions"] }); done(t("settings.sessions.ended")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return (
        <ul className="card" style={{ listStyle: "none", margin: 0, paddingBlock: 6 }}>
            {q.data.map((s, i) => (
                <li key={s.id} style={{ borderTop: i ? "1px solid var(--line)" : 0, padding: "12px 0" }}>
                    <Group justify="space-between">
                        <div>
                            <Group gap={8}><Text fw={600}>{machine(s.agent)}</Text>{s.current && <Badge variant="light" color="leaf" tt="none">{t("settings.sessions.this")}</Badge>}</Group>
                            <Text size="sm" className="dim">{[s.address, t("settings.sessions.seen", { when: ago(r, s.seen_at) }), t("settings.sessions.since", { when: moment(r, s.created_at) })].filter(Boolean).join(" · ")}</Text>
                        </div>
                        {!s.current && <Button size="xs" variant="default" loading={end.isPending && end.variables === s.id} onClick={() => end.mutate(s.id)}>{t("settings.sessions.end")}</Button>}
                    </Group>
                </li>
            ))}
        </ul>
    );
}
