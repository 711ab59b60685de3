/* One import, from what was detected to what came of it. Its state lives on the server, so the page may be left and
 * opened again while it runs. */
import { Alert, Button, Group, Progress, SegmentedControl, Stepper, Text } from "@mantine/core";
import { IconArrowBackUp, IconDownload, IconPlayerPlay, IconTestPipe } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../api/client";
import { useRefresh } from "../api/queries";
import type { ColumnMap, Import, ImportMap } from "../api/types";
import { bytes, count, percent } from "../format";
import { Confirm } from "../parts/Confirm";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Mapping } from "./ImportMapping";
import { StateBadge } from "./ImportPage";

const busyStates = ["simulating", "running", "undoing"];

export function ImportWizard() {
    const { id } = useParams({ from: "/shell/import/$id" });
    const q = useQuery({
        queryKey: ["import", id],
        queryFn: ({ signal }) => api.get<Import>(`/imports/${id}`, undefined, signal),
        refetchInterval: (s) => (s.state.data && busyStates.includes(s.state.data.state) ? 400 : false),
    });
    if (q.isError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return <Wizard key={id} it={q.data} />;
}

function Wizard({ it }: { it: Import }) {
    const { t } = useTranslation();
    const r = useReader();
    const client = useQueryClient();
    const refresh = useRefresh();
    const [map, setMap] = useState<ImportMap>(() => ({ ...it.map, columns: mappedIn(it) }));
    const [tried, setTried] = useState<string | null>(null);
    const [asking, setAsking] = useState(false);
    const [sending, setSending] = useState(false);

    const busy = busyStates.includes(it.state) || sending;
    const over = ["done", "undone", "undoing", "running", "failed"].includes(it.state);
    const stale = it.state === "simulated" && tried !== null && tried !== JSON.stringify(map);
    const act = async (what: "simulate" | "run" | "undo") => {
        setSending(true);
        try {
            if (what === "simulate") setTried(JSON.stringify(map));
            const now = await api.post<Import | undefined>(`/imports/${it.id}/${what}`, what === "undo" ? {} : { map });
            if (now?.state) client.setQueryData(["import", it.id], now);
            await client.invalidateQueries({ queryKey: ["import", it.id] });
            void client.invalidateQueries({ queryKey: ["imports"] });
            refresh("contacts");
        } catch (e) {
            failed(e);
        }
        setSending(false);
    };
    const step = over ? 2 : it.state === "simulated" ? 1 : 0;
    return (
        <>
            <PageHead tab={it.name} title={it.name} lead={<Group gap={8}><StateBadge state={it.state} /> {t(`import.kind.${it.kind}`)} · {bytes(r, it.bytes)}</Group>}>
                <Link to="/import" className="link">{t("import.all")}</Link>
            </PageHead>
            <Stepper active={step} size="sm" mb="lg" allowNextStepsSelect={false} wrap={false} visibleFrom="sm">
                <Stepper.Step label={t("import.step1")} />
                <Stepper.Step label={t("import.step2")} />
                <Stepper.Step label={t("import.step3")} />
            </Stepper>
            {busyStates.includes(it.state) && <Running it={it} />}
            {!over && (
                <>
                    <Shape it={it} />
                    <Mapping it={it} map={map} onChange={setMap} />
                    <Group justify="space-between" my="md" align="flex-end">
                        <div>
                            <Text size="sm" fw={600} mb={4} id="dup-label">{t("import.duplicate")}</Text>
                            <SegmentedControl
                                aria-labelledby="dup-label" size="xs" value={map.on_duplicate ?? "update"} onChange={(v) => setMap({ ...map, on_duplicate: v as "update" | "skip" })}
                                data={[{ value: "update", label: t("import.update") }, { value: "skip", label: t("import.skip") }]}
                            />
                        </div>
                        <Group>
                            <Button variant={it.state === "simulated" && !stale ? "default" : "filled"} leftSection={<IconTestPipe size={16} aria-hidden />} loading={busy} onClick={() => void act("simulate")}>{t("import.simulate")}</Button>
                            {it.state === "simulated" && (
                                <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} disabled={stale} loading={busy} onClick={() => void act("run")}>{t("import.run")}</Button>
                            )}
                        </Group>
                    </Group>
                </>
            )}
            {stale && <Alert variant="light" color="ochre" mb="md">{t("import.stale")}</Alert>}
            <div aria-live="polite">{["simulated", "done", "undone", "failed"].includes(it.state) && !stale && <Result it={it} />}</div>
            {it.state === "done" && (
                <Group mt="lg">
                    <Link to="/people/$table" params={{ table: it.kind === "deals" ? "deals" : "contacts" }} className="link">{t(`import.see.${it.kind}`)}</Link>
                    <Link to="/results/channels" className="link">{t("import.seeChannels")}</Link>
                    <Button ml="auto" variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => setAsking(true)}>{t("common.undo")}</Button>
                </Group>
            )}
            <Confirm opened={asking} title={t("import.undoTitle")} text={t("import.undoText")} yes={t("common.undo")} onClose={() => setAsking(false)} onYes={() => { setAsking(false); void act("undo"); }} />
        </>
    );
}

/* The server lists every column of the file; one that goes nowhere is null. */
function mappedIn(it: Import): ImportMap["columns"] {
    return Object.fromEntries(Object.entries(it.map.columns ?? {}).filter(([, c]) => c as ColumnMap | null));
}

function Running({ it }: { it: Import }) {
    const { t } = useTranslation();
    const r = useReader();
    const total = it.rows_total_bytes ?? it.bytes;
    const part = total ? Math.min(1, (it.bytes_done ?? 0) / total) : 0;
    return (
        <div className="card" style={{ marginBottom: 16 }} role="status">
            <Group justify="space-between" mb={8}>
                <Text fw={600}>{t(`import.states.${it.state}`)}</Text>
                <Text className="num dim">{percent(r, part, 0)}</Text>
            </Group>
            <Progress value={part * 100} animated aria-label={t(`import.states.${it.state}`)} />
            <Text size="sm" className="dim" mt={8}>{t("import.leave")}</Text>
        </div>
    );
}

const separators: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };

function Shape({ it }: { it: Import }) {
    const { t } = useTranslation();
    const dates = [...new Set(Object.values(mappedIn(it)).map((c) => c.pattern).filter((p): p is string => Boolean(p)))];
    const facts = [
        [t("import.separator"), separators[it.shape.separator] ? t(`import.sep.${separators[it.shape.separator]}`) : it.shape.separator],
        [t("import.encoding"), it.shape.encoding.toUpperCase()],
        [t("import.dates"), dates.join(", ") || t("common.none")],
        [t("import.columns"), String(it.header.length)],
    ];
    return (
        <section className="card" style={{ padding: "14px 20px", marginBottom: 16 }} aria-label={t("import.detected")}>
            <Text size="xs" className="dim" mb={6}>{t("import.detected")}</Text>
            <dl style={{ display: "flex", flexWrap: "wrap", gap: "8px 36px", margin: 0 }}>
                {facts.map(([k, v]) => (
                    <div key={k}>
                        <dt className="dim" style={{ fontSize: "0.8rem" }}>{k}</dt>
                        <dd style={{ margin: 0, fontWeight: 600, fontSize: "0.92rem" }}>{v}</dd>
                    </div>
                ))}
            </dl>
        </section>
    );
}

function Result({ it }: { it: Import }) {
    const { t } = useTranslation();
    const r = useReader();
    const sums: [string, number | null | undefined][] = [["rows", it.rows], ["added", it.added], ["changed", it.changed], ["same", it.same], ["skipped", it.skipped], ["failed", it.failed]];
    return (
        <section className="card" aria-label={t("import.result")}>
            <h2 style={{ fontSize: "1.02rem", margin: "0 0 4px" }}>{t(`import.resultTitle.${it.state === "simulated" ? "simulated" : it.state}`)}</h2>
            {it.message && <Text size="sm" mb="sm">{it.message}</Text>}
            <div style={{ display: "flex", flexWrap: "wrap", gap: "12px 40px", margin: "12px 0" }}>
                {sums.filter(([k, v]) => v != null && (v > 0 || k === "rows" || k === "failed")).map(([k, v]) => (
                    <div key={k}>
                        <Text className={k === "failed" && v ? "num attention" : "num"} fw={680} fz="1.5rem" lh={1.2}>{count(r, v)}</Text>
                        <Text size="sm" className="dim">{t(`import.sum.${k}`, { count: v ?? 0 })}</Text>
                    </div>
                ))}
            </div>
            {(it.warnings ?? []).map((w) => (
                <Alert key={w.code} variant="light" color="ochre" mb="xs" p="sm">
                    {w.message}
                    {w.rows && w.rows.length > 0 && <Text size="xs" className="dim" mt={2}>{t("import.inRows", { rows: w.rows.slice(0, 10).join(", ") })}</Text>}
                </Alert>
            ))}
            {(it.errors ?? []).length > 0 && (
                <>
                    <Group justify="space-between" mt="md" mb={4}>
                        <Text fw={600} size="sm">{t("import.errors")}</Text>
                        <Button size="xs" variant="light" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void download(`/imports/${it.id}/errors.csv`, `${it.name}-erros.csv`).catch(failed)}>{t("import.errorsCsv")}</Button>
                    </Group>
                    <div className="scroll-x">
                        <table className="grid-table">
                            <thead><tr><th className="num">{t("import.line")}</th><th>{t("import.column")}</th><th>{t("import.why")}</th></tr></thead>
                            <tbody>
                                {it.errors?.map((e, i) => (
                                    <tr key={i}><td className="num">{count(r, e.line)}</td><td>{e.field ?? "–"}</td><td>{e.message}</td></tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </>
            )}
        </section>
    );
}
