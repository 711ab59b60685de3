/* How the site's pages are measured: the snippet to put in, the hosts that may speak, and whether anything arrives. */
import { ActionIcon, Alert, Badge, Button, Code, CopyButton, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconCheck, IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { components } from "../api/openapi";
import { ago, msSince } from "../format";
import { done } from "../parts/toast";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

type Measuring = components["schemas"]["Measuring"];

export function useMeasuring(watch = false) {
    return useQuery({ queryKey: ["measuring"], refetchInterval: watch ? 4000 : false, queryFn: ({ signal }) => api.get<Measuring>("/measuring", undefined, signal) });
}

/* What goes into a page's head. */
export function snippet(m: Measuring): string {
    const base = `${location.origin}${m.path}`;
    return `<script defer src="${base}/s.js" data-site="${m.key}"></script>\n<noscript><img src="${base}/p.gif?s=${m.key}" alt="" width="1" height="1"></noscript>`;
}

export function MeasurePage() {
    const q = useMeasuring(true);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return (
        <Stack gap="md">
            <Hosts m={q.data} />
            <Snippet m={q.data} />
            <Arrives m={q.data} />
            <Refusing m={q.data} />
        </Stack>
    );
}

function Hosts({ m }: { m: Measuring }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [typed, setTyped] = useState("");
    const save = useMutation({
        mutationFn: (hosts: string[]) => api.patch<Measuring>("/measuring", { hosts }),
        onSuccess: (now) => { client.setQueryData(["measuring"], now); setTyped(""); done(t("common.saved")); },
    });
    const wrong = save.error instanceof Problem ? (save.error.fields.hosts ?? sentence(save.error)) : save.isError ? sentence(save.error) : undefined;
    const add = (e: SyntheticEvent) => {
        e.preventDefault();
        if (typed.trim()) save.mutate([...m.hosts, typed.trim()]);
    };
    const unknown = m.strangers.filter((s) => !m.hosts.includes(s.host));
    return (
        <section className="card" aria-labelledby="measure-hosts">
            <Title order={2} size="h4" id="measure-hosts">{t("measure.hosts")}</Title>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("measure.hostsText")}</Text>
            {m.hosts.length > 0 && (
                <ul style={{ listStyle: "none", margin: "0 0 12px", padding: 0, display: "grid", gap: 6 }}>
                    {m.hosts.map((h) => (
                        <li key={h}>
                            <Group gap={6} wrap="nowrap">
                                <Code>{h}</Code>
                                <ActionIcon variant="subtle" color="gray" aria-label={t("measure.removeHost", { host: h })} loading={save.isPending} onClick={() => { save.mutate(m.hosts.filter((x) => x !== h)); }}><IconX size={15} aria-hidden /></ActionIcon>
                            </Group>
                        </li>
                    ))}
                </ul>
            )}
            <form onSubmit={add} noValidate>
                <Group align="flex-start" gap="xs">
                    <TextInput aria-label={t("measure.newHost")} placeholder="acme.com.br" value={typed} onChange={(e) => { setTyped(e.currentTarget.value); save.reset(); }} error={wrong} style={{ flex: "1 1 220px", maxWidth: 360 }} inputMode="url" autoComplete="off" />
                    <Button type="submit" variant={m.hosts.length ? "default" : "filled"} leftSection={<IconPlus size={16} aria-hidden />} loading={save.isPending}>{t("measure.addHost")}</Button>
                </Group>
            </form>
            {unknown.length > 0 && (
                <Alert color="terracotta" variant="light" mt="sm" title={t("measure.strangers")}>
                    <Stack gap={6}>
                        {unknown.map((s) => (
                            <Group key={s.host} gap="xs">
                                <Code>{s.host}</Code>
                                <Text size="sm">{t("measure.strangerCount", { count: s.count })}</Text>
                                <Button size="compact-xs" variant="light" onClick={() => { save.mutate([...m.hosts, s.host]); }}>{t("measure.allow")}</Button>
                            </Group>
                        ))}
                    </Stack>
                </Alert>
            )}
        </section>
    );
}

function Snippet({ m }: { m: Measuring }) {
    const { t } = useTranslation();
    return (
        <section className="card">
            <Title order={2} size="h4">{t("measure.snippet")}</Title>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("measure.snippetText")}</Text>
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }} tabIndex={0} role="region" aria-label={t("measure.snippet")}>{snippet(m)}</Code>
            <Group mt="sm" gap="xs">
                <CopyButton value={snippet(m)}>{({ copied, copy }) => <Button variant="light" onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}</CopyButton>
            </Group>
            <Text size="sm" className="dim" mt="sm" lh={1.55}>{t("measure.firstParty", { path: m.path })}</Text>
        </section>
    );
}

/* So long after the last page nothing is said to be arriving. */
const ARRIVES_MS = 3_600_000;

/* Asked again every few seconds, so that whoever puts the script in sees the first visit come. */
function Arrives({ m }: { m: Measuring }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <section className="card" aria-labelledby="measure-arrives">
            <Title order={2} size="h4" id="measure-arrives">{t("measure.arrives")}</Title>
            <div role="status">
                {m.last ? (
                    <Group gap="xs" mt={6}>
                        {msSince(m.last.at) < ARRIVES_MS ? (
                            <Badge color="leaf" variant="light" tt="none" radius="sm" leftSection={<IconCheck size={13} aria-hidden />}>{t("measure.works")}</Badge>
                        ) : (
                            <Badge color="gray" variant="light" tt="none" radius="sm">{t("measure.quiet")}</Badge>
                        )}
                        <Text size="sm">{t("measure.lastView", { when: ago(r, m.last.at), page: `${m.last.host}${m.last.path}` })}{m.last.robot ? ` ${t("measure.lastRobot")}` : ""}</Text>
                    </Group>
                ) : (
                    <Text size="sm" className="dim" mt={6} lh={1.55}>{t(m.hosts.length ? "measure.nothingYet" : "measure.noHosts")}</Text>
                )}
            </div>
            <Text size="sm" mt="sm"><Link to="/results/health">{t("measure.toHealth")}</Link></Text>
        </section>
    );
}

function Refusing({ m }: { m: Measuring }) {
    const { t } = useTranslation();
    return (
        <section className="card" aria-labelledby="measure-off">
            <Title order={2} size="h4" id="measure-off">{t("measure.off")}</Title>
            <Text size="sm" className="dim" lh={1.55}>{t("measure.offText")}</Text>
            <Group mt="sm" gap="md">
                <a href={`${m.path}/off`}>{t("measure.offPage")}</a>
                <Link to="/settings/$page" params={{ page: "config" }}>{t("measure.toConfig")}</Link>
            </Group>
        </section>
    );
}

