/* Spend from an export of Google Ads, Meta or LinkedIn: the file is recognised and tried at once; what it would do stands here before it
 * is done, and can be undone after. A file of any other kind goes to the wizard of imports. */
import { Alert, Button, Group, Loader, Select, Text } from "@mantine/core";
import { IconArrowBackUp, IconFileSpreadsheet, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import { useRefresh } from "../api/queries";
import type { Import } from "../api/types";
import { count, day, dayRange } from "../format";
import { Confirm } from "../parts/Confirm";
import { channelName } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { Result } from "../people/ImportResult";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

const presets = ["google_ads", "meta_ads", "linkedin_ads"] as const;
const busyStates = ["simulating", "running", "undoing"];

export function SpendImport() {
    const { t } = useTranslation();
    const search: Record<string, string | undefined> = useSearch({ from: "/shell/results/spend/import" });
    return (
        <>
            <PageHead title={t("spendImport.title")} lead={t("spendImport.lead")}>
                <Link to="/results/spend" className="link" style={{ fontSize: "0.9rem" }}>{t("spendImport.back")}</Link>
            </PageHead>
            {search.id ? <One id={search.id} /> : <Drop />}
        </>
    );
}

function Drop() {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const pick = useRef<HTMLInputElement>(null);
    const [preset, setPreset] = useState<string>("auto");
    const [over, setOver] = useState(false);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<string | null>(null);
    const take = async (file: File | undefined) => {
        if (!file) return;
        setBusy(true);
        setError(null);
        try {
            const made = await api.upload<Import>("/imports", file, { kind: "spend", name: file.name, preset: preset === "auto" ? undefined : preset });
            if (!made.shape.export) {
                await navigate({ to: "/import/$id", params: { id: made.id } });
                return;
            }
            await api.post<Import>(`/imports/${made.id}/simulate`, {});
            await navigate({ to: "/results/spend/import", search: { id: made.id } });
        } catch (e) {
            setError(sentence(e));
        } finally {
            setBusy(false);
            if (pick.current) pick.current.value = "";
        }
    };
    return (
        <section style={{ maxWidth: 820 }}>
            <Select label={t("spendImport.preset")} w={280} mb="md" allowDeselect={false} value={preset} onChange={(v) => setPreset(v ?? "auto")} data={["auto", ...presets, "none"].map((p) => ({ value: p, label: t(`spendImport.presets.${p}`) }))} />
            <div className="drop" data-over={over} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(e) => { e.preventDefault(); setOver(false); void take(e.dataTransfer.files[0]); }}>
                {busy ? <Loader type="dots" /> : <IconFileSpreadsheet size={40} stroke={1.3} color="var(--act)" aria-hidden />}
                <Text fw={600} mt={8}>{busy ? t("import.sending") : t("import.drop")}</Text>
                <Text size="sm" className="dim" mb="md">{t("spendImport.formats")}</Text>
                <Button onClick={() => pick.current?.click()} disabled={busy}>{t("import.pick")}</Button>
                <input ref={pick} type="file" accept=".csv,.tsv,.txt,text/csv" aria-label={t("import.pick")} className="hidden-visually" tabIndex={-1} onChange={(e) => void take(e.currentTarget.files?.[0])} />
            </div>
            {error && <Text role="alert" mt="sm" className="attention">{error}</Text>}
            <Text size="sm" className="dim" mt="md">{t("spendImport.how")}</Text>
        </section>
    );
}

function One({ id }: { id: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const client = useQueryClient();
    const refresh = useRefresh();
    const [sending, setSending] = useState(false);
    const [asking, setAsking] = useState(false);
    const q = useQuery({ queryKey: ["import", id], queryFn: ({ signal }) => api.get<Import>(`/imports/${id}`, undefined, signal), refetchInterval: (s) => (s.state.data && busyStates.includes(s.state.data.state) ? 400 : false) });
    const state = q.data?.state;
    const seen = useRef(state);
    useEffect(() => {
        if (state && seen.current !== state && !busyStates.includes(state)) {
            refresh("spend_lines");
            void client.invalidateQueries({ queryKey: ["spend"] });
        }
        seen.current = state;
    }, [state, refresh, client]);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const it = q.data;
    const found = it.shape.export;
    const bad = it.failed ?? 0;
    const busy = busyStates.includes(it.state) || sending;
    const act = async (what: "simulate" | "run" | "undo") => {
        setSending(true);
        try {
            client.setQueryData(["import", id], await api.post<Import>(`/imports/${id}/${what}`, what === "run" ? { skip_errors: bad > 0 } : {}));
        } catch (e) {
            failed(e);
        }
        setSending(false);
    };
    return (
        <>
            <section className="card" style={{ marginBottom: 16 }} aria-label={t("spendImport.found")} data-preset={found?.preset}>
                <Text fw={600}>{found ? t("spendImport.recognised", { preset: t(`spendImport.presets.${found.preset}`) }) : it.name}</Text>
                <Text size="sm" className="dim">{it.name}</Text>
                {found && (
                    <ul className="notices" style={{ marginTop: 8 }}>
                        <li>{t("spendImport.lines", { count: found.lines, n: count(r, found.lines) })}{found.from && ` · ${dayRange(r, found.from, found.to)}`}</li>
                        {found.totals > 0 && <li>{t("spendImport.totals", { count: found.totals, n: count(r, found.totals) })}</li>}
                        {found.merged > 0 && <li>{t("spendImport.merged", { count: found.merged, n: count(r, found.merged) })}</li>}
                        <li>{t("spendImport.again")}</li>
                    </ul>
                )}
            </section>
            <Preview it={it} />
            <div aria-live="polite">
                {busyStates.includes(it.state) ? <Group gap="sm"><Loader size="sm" /><Text>{t(`import.states.${it.state}`)}</Text></Group> : it.state !== "draft" && <Result it={it} />}
            </div>
            <Group mt="md" gap="md">
                {it.state === "draft" && <Button loading={busy} onClick={() => void act("simulate")}>{t("import.simulate")}</Button>}
                {it.state === "simulated" && <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} disabled={bad === it.rows} loading={busy} onClick={() => void act("run")}>{bad > 0 ? t("import.runWithout", { count: bad, n: count(r, bad) }) : t("spendImport.run")}</Button>}
                {it.state === "done" && <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} loading={busy} onClick={() => setAsking(true)}>{t("common.undo")}</Button>}
                {["done", "undone", "failed"].includes(it.state) && <Link to="/results/spend/import" search={{}} className="link">{t("spendImport.another")}</Link>}
                {it.state === "done" && <><Link to="/results/spend" className="link">{t("import.see.spend")}</Link><Link to="/results/economics" className="link">{t("spendImport.toEconomics")}</Link></>}
            </Group>
            <Confirm opened={asking} title={t("import.undoTitle")} text={t("import.undoText")} yes={t("common.undo")} onClose={() => setAsking(false)} onYes={() => { setAsking(false); void act("undo"); }} />
        </>
    );
}

/* The first lines as they will be kept. */
function Preview({ it }: { it: Import }) {
    const { t } = useTranslation();
    const r = useReader();
    if (!it.shape.export || it.sample.length === 0) return null;
    const at = (name: string, row: string[]) => row[it.header.indexOf(name)] ?? "";
    return (
        <section style={{ marginBottom: 16 }}>
            <Text size="sm" fw={600} mb={6}>{t("spendImport.preview")}</Text>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("spendImport.preview")}>
                <table className="grid-table">
                    <thead><tr><th>{t("spend.when")}</th><th>{t("spendImport.campaign")}</th><th>{t("channels.by.channel")}</th><th className="num">{t("spend.amount")}</th></tr></thead>
                    <tbody>
                        {it.sample.map((row) => (
                            <tr key={at("external_id", row)}>
                                <td style={{ whiteSpace: "nowrap" }}>{when(at("spent_on", row))}{at("until_on", row) && ` – ${when(at("until_on", row))}`}</td>
                                <td>{at("campaign_name", row)}</td>
                                <td>{channelName(at("channel", row), t)}</td>
                                <td className="num">{at("amount_minor", row)} {at("currency", row)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
    function when(text: string): string {
        return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(r, text) : text;
    }
}

interface Name {
    name: string;
    channel: string | null;
    lines: number;
    amount_minor: number;
    first: string;
    last: string;
}

/* Names on bills that no campaign has: made campaigns with one press. */
export function Unmatched({ may }: { may: boolean }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const refresh = useRefresh();
    const [busy, setBusy] = useState<string | null>(null);
    const q = useQuery({ queryKey: ["spend", "campaigns"], queryFn: async ({ signal }) => (await api.get<{ items: Name[] }>("/spend/campaigns", undefined, signal)).items });
    if (!q.data || q.data.length === 0) return null;
    const add = async (names: string[], key: string) => {
        setBusy(key);
        try {
            await api.post("/spend/campaigns", { names });
            void client.invalidateQueries({ queryKey: ["spend"] });
            refresh("spend_lines");
        } catch (e) {
            failed(e);
        }
        setBusy(null);
    };
    return (
        <Alert variant="light" color="ochre" mb="md" title={t("spendImport.unmatched", { count: q.data.length })}>
            <Text size="sm" mb="xs">{t("spendImport.unmatchedText")}</Text>
            <Group gap="xs">
                {q.data.slice(0, 12).map((x) => (
                    <Button key={x.name} size="xs" variant="default" disabled={!may} loading={busy === x.name} onClick={() => void add([x.name], x.name)} title={t("spendImport.create", { name: x.name })}>{x.name}</Button>
                ))}
                {may && q.data.length > 1 && <Button size="xs" loading={busy === "*"} onClick={() => void add(q.data.map((x) => x.name), "*")}>{t("spendImport.createAll", { count: q.data.length })}</Button>}
            </Group>
        </Alert>
    );
}
