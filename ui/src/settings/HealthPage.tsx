/* Is the program well: its version, whether it answers, and how long that took. */
import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Json, Setup } from "../api/types";
import { decimal } from "../format";
import { useReader } from "../session";

interface Health {
    ok: boolean;
    ms: number;
    parts: [string, string][];
}

async function look(signal: AbortSignal): Promise<Health> {
    const begun = performance.now();
    const res = await fetch("/healthz", { signal });
    const text = await res.text();
    const parts: [string, string][] = [];
    try {
        const body = JSON.parse(text) as Json;
        if (typeof body === "object" && body !== null && !Array.isArray(body)) {
            for (const [k, v] of Object.entries(body)) parts.push([k, typeof v === "object" ? JSON.stringify(v) : String(v)]);
        }
    } catch {
        /* plain text says no more than its status */
    }
    return { ok: res.ok, ms: performance.now() - begun, parts };
}

export function HealthPage() {
    const { t } = useTranslation();
    const r = useReader();
    const version = useQuery({ queryKey: ["setup"], queryFn: () => api.get<Setup>("/setup"), retry: false });
    const q = useQuery({ queryKey: ["health"], queryFn: ({ signal }) => look(signal), refetchInterval: 10_000, retry: false });
    const ok = q.data?.ok === true;
    const rows: [string, string][] = [[t("settings.health.version"), version.data?.version ?? "–"], [t("settings.health.time"), q.data ? `${decimal(r, q.data.ms, 0)} ms` : "–"], ...(q.data?.parts ?? [])];
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
