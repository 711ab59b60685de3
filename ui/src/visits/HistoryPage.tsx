/* Import history: a file of another program is dropped, tried, read in, and can be taken back. */
import { Button, Loader, Select, Text } from "@mantine/core";
import { IconArrowLeft, IconHistory } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { HistoryCard } from "./HistoryCard";
import { useVisitImports, type VisitImport } from "./imports";

const formats = ["plausible", "matomo", "log", "search"] as const;

export function HistoryPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const past = useVisitImports();
    const all = past.data ?? [];
    return (
        <>
            <PageHead title={t("history.title")} lead={t("history.lead")}>
                <Button component={Link} to="/results/visits" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>{t("history.back")}</Button>
            </PageHead>
            {can("import") && <Drop />}
            <section style={{ marginTop: 28, display: "grid", gap: 14 }} aria-labelledby="h-history">
                <h2 id="h-history" style={{ fontSize: "1.02rem", margin: 0 }}>{t("history.list")}</h2>
                {past.isLoadingError ? <Trouble error={past.error} again={() => void past.refetch()} /> : past.isPending ? <Waiting /> : all.length === 0 ? (
                    <div className="card"><Empty title={t("history.empty")} text={t("history.emptyText")} /></div>
                ) : all.map((i) => <HistoryCard key={i.id} of={i} />)}
            </section>
        </>
    );
}

function Drop() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [format, setFormat] = useState<string>("");
    const [over, setOver] = useState(false);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<string | null>(null);
    const pick = useRef<HTMLInputElement>(null);
    const take = async (file: File | undefined) => {
        if (!file) return;
        setBusy(true);
        setError(null);
        try {
            const made = await api.upload<VisitImport>("/visits/imports", file, { format: format || undefined, name: file.name });
            await api.post(`/visits/imports/${made.id}/simulate`, {});
            await client.invalidateQueries({ queryKey: ["visit-imports"] });
        } catch (e) {
            setError(sentence(e));
            await client.invalidateQueries({ queryKey: ["visit-imports"] });
        } finally {
            setBusy(false);
            if (pick.current) pick.current.value = "";
        }
    };
    return (
        <section style={{ maxWidth: 820 }} aria-label={t("history.send")}>
            <Select
                label={t("history.format")} allowDeselect={false} value={format} onChange={(v) => setFormat(v ?? "")} mb="sm" maw={420}
                data={[{ value: "", label: t("history.formats.guess") }, ...formats.map((f) => ({ value: f, label: t(`history.formats.${f}`) }))]}
            />
            <Text size="sm" className="dim" mb="md">{t(`history.formatText.${format || "guess"}`)}</Text>
            <div
                className="drop" data-over={over}
                onDragOver={(e) => { e.preventDefault(); setOver(true); }}
                onDragLeave={() => setOver(false)}
                onDrop={(e) => { e.preventDefault(); setOver(false); void take(e.dataTransfer.files[0]); }}
            >
                {busy ? <Loader type="dots" /> : <IconHistory size={40} stroke={1.3} color="var(--act)" aria-hidden />}
                <Text fw={600} mt={8}>{busy ? t("import.sending") : t("history.drop")}</Text>
                <Text size="sm" className="dim" mb="md">{t("history.files")}</Text>
                <Button onClick={() => pick.current?.click()} disabled={busy}>{t("import.pick")}</Button>
                <input ref={pick} type="file" aria-label={t("import.pick")} className="hidden-visually" tabIndex={-1} onChange={(e) => void take(e.currentTarget.files?.[0])} />
            </div>
            {error && <Text role="alert" mt="sm" className="attention">{error}</Text>}
        </section>
    );
}
