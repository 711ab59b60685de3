/* How what comes becomes records: learnt from what came, tried on it, and kept. */
import { Alert, Button, Group, Loader, Text } from "@mantine/core";
import { IconDeviceFloppy, IconRefresh, IconTestPipe } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem } from "../api/client";
import type { Delivery, Import, ImportKind, ImportMap, Page, Row, SourcePreview, SourceShape } from "../api/types";
import { count } from "../format";
import { done, failed } from "../parts/toast";
import { useReader } from "../session";
import { longMap } from "./importMap";
import { Mapping, useTargets } from "./ImportMapping";
import { Questions } from "./ImportQuestions";

/* What the wizard's parts are shown in the place of a file: its columns and a few rows. */
interface Seen {
    header: string[];
    sample: string[][];
    ambiguous: string[];
    map: ImportMap | null;
    count: number;
}

async function seenOfWebhook(id: string, signal: AbortSignal): Promise<Seen> {
    const shape = await api.get<SourceShape>(`/import_sources/${id}/shape`, undefined, signal);
    const most = Math.max(0, ...shape.fields.map((f) => f.samples.length));
    const sample = Array.from({ length: most }, (_, i) => shape.fields.map((f) => f.samples[i] ?? ""));
    return { header: shape.fields.map((f) => f.path), sample, ambiguous: [], map: shape.map as ImportMap | null, count: shape.bodies };
}

async function seenOfFiles(id: string, signal: AbortSignal): Promise<Seen> {
    const { items } = await api.get<Page<Delivery>>(`/import_sources/${id}/deliveries`, { limit: 20 }, signal);
    const last = items.find((d) => d.import);
    if (!last?.import) return { header: [], sample: [], ambiguous: [], map: null, count: 0 };
    const it = await api.get<Import>(`/imports/${last.import}`, undefined, signal);
    return { header: it.header, sample: it.sample, ambiguous: it.shape.ambiguous_dates, map: it.map, count: 1 };
}

export function SourceMap({ s, onSaved }: { s: Row; onSaved: () => void }) {
    const { t } = useTranslation();
    const webhook = s.origin === "webhook";
    const q = useQuery({ queryKey: ["source", s.id, "seen", s.last_at ?? ""], placeholderData: keepPreviousData, queryFn: ({ signal }) => (webhook ? seenOfWebhook(s.id, signal) : seenOfFiles(s.id, signal)) });
    const targets = useTargets(String(s.kind));
    if (q.isLoadingError || targets.isLoadingError) return null;
    if (!q.data || !targets.data) return <Loader size="sm" aria-label={t("common.loading")} />;
    const kept = s.map as unknown as ImportMap | null;
    const header = [...new Set([...q.data.header, ...Object.keys(kept?.columns ?? {})])];
    return (
        <section aria-labelledby="h-map">
            <Group justify="space-between" mb={10} mt={24}>
                <h2 id="h-map" style={{ fontSize: "1.02rem", margin: 0 }}>{t("source.map")}</h2>
                {webhook && <Button size="xs" variant="subtle" leftSection={<IconRefresh size={15} aria-hidden />} loading={q.isFetching} onClick={() => void q.refetch()}>{t("source.look")}</Button>}
            </Group>
            {header.length === 0 ? (
                <div className="card" style={{ padding: "16px 20px" }}><Text size="sm" className="dim" lh={1.55}>{t(webhook ? "source.learn" : "source.learnFiles")}</Text></div>
            ) : (
                <Editor s={s} seen={{ ...q.data, header }} targets={targets.data} onSaved={onSaved} />
            )}
        </section>
    );
}

/* What was changed here stays while more comes in; until then the map follows what came. */
function Editor({ s, seen, targets, onSaved }: { s: Row; seen: Seen; targets: Parameters<typeof Mapping>[0]["targets"]; onSaved: () => void }) {
    const { t } = useTranslation();
    const webhook = s.origin === "webhook";
    const kept = s.map as unknown as ImportMap | null;
    const client = useQueryClient();
    const [mine, setMine] = useState<ImportMap | null>(null);
    const map = mine ?? longMap(kept ?? { columns: seen.map?.columns ?? {} });
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const it = { id: s.id, name: String(s.name), kind: s.kind as ImportKind, state: "draft", header: seen.header, sample: seen.sample, map: null, shape: { separator: null, encoding: null, ambiguous_dates: seen.ambiguous } } as unknown as Import;
    const told = (e: Error) => {
        if (e instanceof Problem) setWrong(Object.fromEntries(Object.entries(e.fields).map(([k, v]) => [k.replace(/^map\./, ""), v])));
        failed(e);
    };
    const tried = useMutation({ mutationFn: () => api.post<SourcePreview>(`/import_sources/${s.id}/preview`, { map }), onError: told });
    const save = useMutation({
        mutationFn: () => api.patch<Row>(`/import_sources/${s.id}`, { map: map as never }, s.version),
        onSuccess: (now) => { client.setQueryData(["source", s.id], now); setMine(null); done(t("source.mapKept")); onSaved(); },
        onError: told,
    });
    const change = (m: ImportMap) => {
        setMine(m);
        setWrong({});
        tried.reset();
    };
    const same = kept !== null && JSON.stringify(kept) === JSON.stringify(map);
    return (
        <>
            {!kept && <Text size="sm" className="dim" mb="sm" lh={1.55}>{t(webhook ? "source.noMap" : "source.noMapFiles")}</Text>}
            <Mapping it={it} map={map} targets={targets} wrong={wrong} onChange={change} />
            <Questions it={it} map={map} targets={targets} wrong={wrong} onChange={change} />
            <div aria-live="polite">{tried.data && <Tried p={tried.data} />}</div>
            <Group justify="flex-end" my="md">
                {webhook && <Button variant="default" leftSection={<IconTestPipe size={16} aria-hidden />} loading={tried.isPending} onClick={() => tried.mutate()}>{t("source.try")}</Button>}
                <Button leftSection={<IconDeviceFloppy size={16} aria-hidden />} disabled={same} loading={save.isPending} onClick={() => save.mutate()}>{t("source.keepMap")}</Button>
            </Group>
        </>
    );
}

function Tried({ p }: { p: SourcePreview }) {
    const { t } = useTranslation();
    const r = useReader();
    const parts = (["added", "changed", "same", "skipped", "failed"] as const).filter((k) => p[k] > 0).map((k) => `${count(r, p[k])} ${t(`source.would.${k}`, { count: p[k] })}`);
    return (
        <Alert variant="light" color={p.failed ? "ochre" : "leaf"} mt="md" title={t("source.wouldTitle", { count: p.rows, n: count(r, p.rows) })}>
            <Text size="sm">{parts.join(" · ")}</Text>
            {p.errors.map((e, i) => <Text key={i} size="sm" mt={4}>{t("source.rowWrong", { row: e.row })}{e.field ? ` ${e.field}:` : ""} {e.message}</Text>)}
        </Alert>
    );
}
