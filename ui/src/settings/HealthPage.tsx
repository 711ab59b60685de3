/* Is the program well: its version, whether it answers, and how long that took. */
import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Json, Setup } from "../api/types";
import { decimal } from "../format";
import { useReader } from "../session";

const parts = ["db", "facts"] as const;

interface Health {
    ok: boolean;
    ms: number;
    parts: Partial<Record<(typeof parts)[number], boolean>>;
}

/* Whoever stands before the program may answer in its place: then nothing is known of its parts. */
async function look(signal: AbortSignal): Promise<Health> {
    const begun = performance.now();
    const res = await fetch("/healthz", { signal });
    const body = (await res.json().catch(() => null)) as Json;
    const said = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
    const known = parts.filter((p) => typeof said[p] === "string").map((p) => [p, said[p] === "ok"] as const);
    return { ok: res.ok, ms: performance.now() - begun, parts: Object.fromEntries(known) };
}

export function HealthPage() {
    const { t } = useTranslation();
    const r = useReader();
    const version = useQuery({ queryKey: ["setup"], queryFn: () => api.get<Setup>("/setup"), retry: false });
    const q = useQuery({ queryKey: ["health"], queryFn: ({ signal }) => look(signal), refetchInterval: 10_000, retry: false });
    const ok = q.data?.ok === true;
    const partRow = (p: (typeof parts)[number]): [string, string][] => {
        const well = q.data?.parts[p];
        return well === undefined ? [] : [[t(`settings.health.parts.${p}`), t(well ? "settings.health.answers" : "settings.health.away")]];
    };
    const rows: [string, string][] = [[t("settings.health.version"), version.data?.version ?? "–"], [t("settings.health.time"), q.data ? `${decimal(r, q.data.ms, 0)} ms` : "–"], ...parts.flatMap(partRow)];
    return (
        <Stack gap="md">
            <section className="card" aria-live="polite">
                <Group mb="sm">
                    <Badge size="lg" variant="light" tt="none" color={q.isPending ? "gray" : ok ? "leaf" : "terracotta"}>{q.isPending ? t("common.loading") : t(ok ? "settings.health.well" : "settings.health.ill")}</Badge>
                </Group>
                <dl style={{ margin: 0, display: "grid", gridTemplateColumns: "auto 1fr", gap: "6px 20px", fontSize: "0.9rem" }}>
                    {rows.map(([k, v]) => (
                        <div key={k} style={{ display: "contents" }}>
                            <dt className="dim">{k}</dt>
                            <dd className="num" style={{ margin: 0, overflowWrap: "anywhere" }}>{v}</dd>
                        </div>
                    ))}
                </dl>
            </section>
            <Text size="sm" className="dim">
                {t("settings.health.api")} <a className="link" href="/api/v1/reference">/api/v1/reference</a>
            </Text>
        </Stack>
    );
}
