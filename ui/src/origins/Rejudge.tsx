/* History judged again by the rules of now: what would change first, then how far it is, then what came of it. */
import { Alert, Button, Group, Progress, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { components } from "../api/openapi";
import { count } from "../format";
import { channelName } from "../parts/fields";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import type { Preview, Span } from "./origins";

type Job = components["schemas"]["Job"];
const shown = 12;

export function Rejudge({ span, onSpan, preview }: { span: Span; onSpan: (s: Span) => void; preview: UseQueryResult<Preview> }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const [job, setJob] = useState<string | null>(null);
    const start = useMutation({ mutationFn: () => api.post<{ job: string }>("/visits/rejudge", { ...(span.from ? { from: span.from } : {}), ...(span.to ? { to: span.to } : {}) }), onSuccess: (x) => { setJob(x.job); }, onError: failed });
    const p = preview.data;
    const wrong = preview.error instanceof Problem ? preview.error.fields : {};
    const set = (k: "from" | "to", v: string) => { setJob(null); onSpan({ ...span, [k]: v || undefined }); };
    return (
        <section className="card" aria-labelledby="origins-again">
            <Title order={2} size="h4" id="origins-again">{t("origins.again")}</Title>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("origins.againText")}</Text>
            <Group align="flex-start" gap="sm" mb="sm">
                <TextInput type="date" label={t("origins.from")} value={span.from ?? ""} error={wrong.from} onChange={(e) => { set("from", e.currentTarget.value); }} />
                <TextInput type="date" label={t("origins.to")} value={span.to ?? ""} error={wrong.to} onChange={(e) => { set("to", e.currentTarget.value); }} />
            </Group>
            {preview.isError && !wrong.from && !wrong.to && <Text size="sm" c="var(--attention)">{sentence(preview.error)}</Text>}
            <div role="status" aria-busy={preview.isFetching} style={{ opacity: preview.isPlaceholderData ? 0.6 : 1 }}>
                {!p && !preview.isError && <Text size="sm" className="dim">{t("origins.looking")}</Text>}
                {p && !preview.isError && (
                    <>
                        <Text size="sm">{p.changed === 0 ? t("origins.nothing", { count: p.looked, n: count(r, p.looked) }) : t("origins.would", { count: p.changed, n: count(r, p.changed), of: count(r, p.looked) })}</Text>
                        {p.more && <Text size="xs" className="dim">{t("origins.more", { n: count(r, p.looked) })}</Text>}
                        {(p.robots > 0 || p.humans > 0) && <Text size="sm">{t("origins.robots", { robots: count(r, p.robots), humans: count(r, p.humans) })}</Text>}
                    </>
                )}
            </div>
            {p && !preview.isError && p.moves.length > 0 && <Moves preview={p} />}
            {job && <Running id={job} onEnd={() => void preview.refetch()} />}
            {can("edit_plan") && <Button mt="sm" variant={p && p.changed > 0 ? "filled" : "default"} loading={start.isPending} disabled={!p || preview.isError} onClick={() => { start.mutate(); }}>{t("origins.judge")}</Button>}
        </section>
    );
}

function Moves({ preview: p }: { preview: Preview }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    return (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("origins.moves")}>
            <table className="grid-table" style={{ marginTop: 8 }}>
                <caption className="hidden-visually">{t("origins.moves")}</caption>
                <thead><tr><th>{t("origins.was")}</th><th>{t("origins.willBe")}</th><th className="num">{t("origins.visits")}</th></tr></thead>
                <tbody>
                    {p.moves.slice(0, shown).map((m) => (
                        <tr key={`${m.from}-${m.to}`}><td>{channelName(m.from, t)}</td><td>{channelName(m.to, t)}</td><td className="num">{count(r, m.visits)}</td></tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Running({ id, onEnd }: { id: string; onEnd: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const client = useQueryClient();
    const q = useQuery({
        queryKey: ["job", id],
        queryFn: ({ signal }) => api.get<Job>(`/jobs/${id}`, undefined, signal),
        refetchInterval: (x) => (x.state.data && (x.state.data.state === "done" || x.state.data.state === "failed") ? false : 700),
    });
    const state = q.data?.state;
    useEffect(() => {
        if (state !== "done") return;
        void client.invalidateQueries({ queryKey: ["stats"] });
        void client.invalidateQueries({ queryKey: ["losses"] });
        onEnd();
        // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it ends
    }, [state]);
    const n = (v: unknown) => count(r, typeof v === "number" ? v : 0);
    if (state === "failed") return <Alert color="terracotta" mt="sm" title={t("origins.failed")}>{q.data?.message ?? q.data?.error}</Alert>;
    return (
        <div role="status" style={{ marginTop: 12 }}>
            {state !== "done" && <Progress value={100} animated size="sm" mb={6} aria-label={t("origins.running")} />}
            <Text size="sm">{state === "done" ? t("origins.done", { n: n(q.data?.done), changed: n(q.data?.changed) }) : t("origins.sofar", { n: n(q.data?.done) })}</Text>
        </div>
    );
}
