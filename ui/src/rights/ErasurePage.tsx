/* The proof of an erasure, to be read and kept: what went, what stays and why, and what nobody here can reach. */
import { Alert, Button, Code, Loader, Text } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, download, isMissing } from "../api/client";
import { bytes, count, moment } from "../format";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useReader } from "../session";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { byTable, type Erasure, type Proof, type Reason } from "./words";

export function ErasurePage() {
    const { t } = useTranslation();
    const r = useReader();
    const { id } = useParams({ from: "/shell/people/rights/erasures/$id" });
    const q = useQuery({ queryKey: ["erasures", id], queryFn: ({ signal }) => api.get<Erasure>(`/erasures/${id}`, undefined, signal), refetchInterval: (x) => (x.state.data && x.state.data.state !== "done" ? 1500 : false) });
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const x = q.data;
    return (
        <div style={{ maxWidth: 860 }}>
            <Link to="/people/rights" search={{ tab: "erasures" }} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}><IconArrowLeft size={15} aria-hidden />{t("rights.tab.erasures")}</Link>
            <PageHead title={t("rights.proofOf", { number: `#${x.id.slice(-6)}` })} lead={t("rights.proofLead", { by: t(`rights.by.${x.asked_by}`, { defaultValue: x.asked_by }), at: moment(r, x.created_at) })}>
                {x.proof && <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download(`/erasures/${x.id}/proof`, `erasure-${x.id}.json`).catch(failed)}>{t("rights.downloadProof")}</Button>}
            </PageHead>
            {x.proof ? <Paper proof={x.proof} /> : <div className="card" role="status"><Loader size="sm" mr="sm" />{x.message ?? t("rights.erasing")}</div>}
        </div>
    );
}

function Paper({ proof: p }: { proof: Proof }) {
    const { t, i18n } = useTranslation();
    const r = useReader();
    const clean = p.files.found_in === 0;
    return (
        <div style={{ display: "grid", gap: 16 }}>
            <Alert color={clean ? "leaf" : "ochre"} variant="light" icon={<IconShieldCheck size={20} aria-hidden />} title={t(clean ? "rights.clean" : "rights.notClean", { count: p.files.found_in })}>
                {t("rights.filesRead", { count: p.files.read, files: count(r, p.files.read), size: bytes(r, p.files.bytes) })}
            </Alert>
            <Counts title={t("rights.went")} lines={byTable(t, p.counts, "went")} />
            <Counts title={t("rights.emptied")} lines={byTable(t, p.counts, "emptied")} />
            <Counts title={t("rights.rewritten")} lines={byTable(t, p.counts, "rewritten")} note={t("rights.rewrittenText")} />
            <Counts title={t("rights.mentioned")} lines={byTable(t, p.counts, "mentioned")} note={t("rights.mentionedText")} />
            <Reasons title={t("rights.kept")} reasons={p.kept} lang={i18n.language} />
            <Reasons title={t("rights.beyond")} reasons={p.out_of_reach} lang={i18n.language} />
            <section className="card">
                <Text component="h2" fw={600} mb="xs">{t("rights.seal")}</Text>
                <Text size="sm" className="dim" mb="xs" lh={1.55}>{t("rights.sealText")}</Text>
                <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{p.digest}</Code>
            </section>
        </div>
    );
}

function Counts({ title, lines, note }: { title: string; lines: [string, number][]; note?: string }) {
    const { t } = useTranslation();
    const r = useReader();
    if (lines.length === 0) return null;
    return (
        <section className="card">
            <Text component="h2" fw={600} mb="xs">{title}</Text>
            {note && <Text size="sm" className="dim" mb="xs" lh={1.55}>{note}</Text>}
            <table className="grid-table">
                <thead><tr><th>{t("rights.where")}</th><th className="num">{t("rights.rows")}</th></tr></thead>
                <tbody>{lines.map(([label, n]) => <tr key={label}><td>{label}</td><td className="num">{count(r, n)}</td></tr>)}</tbody>
            </table>
        </section>
    );
}

function Reasons({ title, reasons, lang }: { title: string; reasons: Reason[]; lang: string }) {
    return (
        <section className="card">
            <Text component="h2" fw={600} mb="xs">{title}</Text>
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                {reasons.map((x) => <li key={x.code} style={{ lineHeight: 1.6, fontSize: "0.92rem" }}>{lang.startsWith("pt") ? x["pt-BR"] : x.en}</li>)}
            </ul>
        </section>
    );
}
