/* One import of history: what is asked of it, what came of it, and what can be done with it now. */
import { Badge, Button, Checkbox, Group, Progress, Select, Text, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download, sentence } from "../api/client";
import { bytes, count, day, moment } from "../format";
import { Confirm } from "../parts/Confirm";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { leftOut, reports, underWay, type VisitImport, type VisitImportOptions } from "./imports";

export function HistoryCard({ of }: { of: VisitImport }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const client = useQueryClient();
    const navigate = useNavigate();
    const [options, setOptions] = useState<VisitImportOptions>(of.options);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<string | null>(null);
    const [asking, setAsking] = useState<"undo" | "remove" | null>(null);
    const open = ["draft", "simulated", "undone", "failed"].includes(of.state);
    const holds = of.first_day !== null;
    const work = async (what: "simulate" | "run" | "undo" | "remove") => {
        setBusy(true);
        setError(null);
        try {
            if (what === "remove") await api.del(`/visits/imports/${of.id}`);
            else await api.post(`/visits/imports/${of.id}/${what}`, what === "undo" || holds ? {} : { options });
        } catch (e) {
            setError(sentence(e));
        } finally {
            setBusy(false);
            setAsking(null);
            void client.invalidateQueries({ queryKey: ["visit-imports"] });
            void client.invalidateQueries({ queryKey: ["stats"] });
        }
    };
    const see = () => {
        const [from, to] = [of.first_day ?? undefined, of.last_day ?? undefined];
        if (of.format === "search") void navigate({ to: "/results/awareness", search: { from, to } });
        else void navigate({ to: "/results/visits", search: { period: `${from},${to}` } });
    };
    return (
        <article className="card" aria-label={of.name}>
            <Group justify="space-between" align="flex-start" gap="xs">
                <div style={{ minWidth: 0 }}>
                    <h3 style={{ margin: 0, fontSize: "1rem", overflowWrap: "anywhere" }}>{of.name}</h3>
                    <Text size="sm" className="dim">{t(`history.formats.${of.format}`)} · {bytes(r, of.bytes)} · {moment(r, of.created_at)}</Text>
                </div>
                <Badge variant="light" tt="none" radius="sm" color={of.state === "done" ? "leaf" : of.state === "failed" ? "terracotta" : of.state === "undone" ? "gray" : "azulejo"}>{t(`import.states.${of.state}`)}</Badge>
            </Group>
            {underWay(of) && (
                <div style={{ margin: "12px 0" }}>
                    <Progress value={of.bytes ? Math.min(100, (100 * of.bytes_done) / of.bytes) : 0} animated aria-label={t("history.progress")} />
                    <Text size="sm" className="dim" mt={4}>{t("history.read", { n: count(r, of.rows) })}</Text>
                </div>
            )}
            {of.message && <Text role="alert" className="attention" mt="sm">{of.message}</Text>}
            {(of.rows > 0 || of.state === "simulated") && <Counts of={of} />}
            {of.refused > 0 && can("import") && (
                <Button mt="xs" variant="subtle" size="compact-sm" leftSection={<IconDownload size={15} aria-hidden />} onClick={() => void download(`/visits/imports/${of.id}/refused.csv`, "refused.csv").catch(failed)}>{t("history.refusedFile")}</Button>
            )}
            {can("import") && open && !holds && <Options of={of} value={options} onChange={setOptions} />}
            {error && <Text role="alert" className="attention" mt="sm">{error}</Text>}
            {can("import") && (
                <Group mt="md" gap="xs">
                    {open && !holds && <Button variant="default" loading={busy} onClick={() => void work("simulate")}>{t("history.simulate")}</Button>}
                    {open && <Button loading={busy} onClick={() => void work("run")}>{t(holds ? "history.resume" : "history.run")}</Button>}
                    {(of.state === "done" || (of.state === "failed" && holds)) && <Button variant="default" loading={busy} onClick={() => setAsking("undo")}>{t("history.undo")}</Button>}
                    {of.state === "done" && of.first_day && of.last_day && <Button variant="subtle" onClick={see}>{t("history.see")}</Button>}
                    {open && !holds && <Button variant="subtle" color="gray" loading={busy} onClick={() => setAsking("remove")}>{t("history.remove")}</Button>}
                </Group>
            )}
            <Confirm opened={asking !== null} title={t(`history.${asking ?? "undo"}Title`)} text={t(`history.${asking ?? "undo"}Text`)} yes={t(`history.${asking ?? "undo"}`)} busy={busy} onClose={() => setAsking(null)} onYes={() => asking && void work(asking)} />
        </article>
    );
}

/* All rows, and where each went: the parts add up. */
function Counts({ of }: { of: VisitImport }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const rows: [string, number][] = [
        [t("history.rows"), of.rows], [t("history.taken"), of.taken],
        ...leftOut.filter((k) => of[k] > 0).map((k): [string, number] => [t(`history.left.${k}`), of[k]]),
    ];
    const kept: [string, number][] = ([[t("history.visits"), of.visits], [t("history.robots"), of.robots], [t("history.totals"), of.totals]] as [string, number][]).filter(([, n]) => n > 0);
    return (
        <div style={{ marginTop: 12 }}>
            <dl className="history-counts">
                {[...rows, ...kept].map(([name, n]) => <div key={name}><dt className="dim">{name}</dt><dd className="num">{count(r, n)}</dd></div>)}
            </dl>
            {of.first_day && of.last_day && <Text size="sm" mt={6}>{t("history.days", { from: day(r, of.first_day), to: day(r, of.last_day) })}</Text>}
            {of.state === "simulated" && <Text size="sm" className="dim" mt={6}>{t("history.simulated")}</Text>}
        </div>
    );
}

function Options({ of, value, onChange }: { of: VisitImport; value: VisitImportOptions; onChange: (v: VisitImportOptions) => void }) {
    const { t } = useTranslation();
    const set = (change: Partial<VisitImportOptions>) => onChange({ ...value, ...change });
    return (
        <fieldset className="history-options">
            <legend>{t("history.options")}</legend>
            <Group gap="sm" align="flex-end">
                <TextInput type="date" label={t("period.from")} value={value.from ?? ""} max={value.to ?? undefined} onChange={(e) => set({ from: e.currentTarget.value })} />
                <TextInput type="date" label={t("period.to")} value={value.to ?? ""} min={value.from ?? undefined} onChange={(e) => set({ to: e.currentTarget.value })} />
                {of.format === "log" && <TextInput label={t("history.host")} placeholder="acme.example" value={value.host ?? ""} onChange={(e) => set({ host: e.currentTarget.value })} />}
                {of.format === "matomo" && <TextInput label={t("history.zone")} placeholder="America/Sao_Paulo" value={value.zone ?? ""} onChange={(e) => set({ zone: e.currentTarget.value })} />}
                {of.format === "matomo" && (
                    <Select label={t("history.report")} clearable value={value.report || null} onChange={(v) => set({ report: v ?? "" })} data={reports.map((x) => ({ value: x, label: t(`history.reports.${x}`) }))} placeholder={t("history.reportGuess")} />
                )}
            </Group>
            <Text size="sm" className="dim" mt={6}>{t(of.format === "search" ? "history.rangeSearch" : "history.range")}</Text>
            <Checkbox mt="sm" label={t("history.overlap")} checked={value.overlap ?? false} onChange={(e) => set({ overlap: e.currentTarget.checked })} />
        </fieldset>
    );
}
