/* One source: what it is, how its values become records, and what came from it. */
import { Button, Group, Menu } from "@mantine/core";
import { IconDots, IconEdit, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useModel } from "../api/queries";
import type { Job, Row } from "../api/types";
import { moment } from "../format";
import { Confirm } from "../parts/Confirm";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Deliveries } from "./Deliveries";
import { SourceForm } from "./SourceForm";
import { SourceMap } from "./SourceMap";
import { LastState, whenText } from "./SourcesPage";
import { WebhookKeys } from "./WebhookKeys";

export function SourcePage() {
    const { id } = useParams({ from: "/shell/import/sources/$id" });
    const q = useQuery({ queryKey: ["source", id], queryFn: ({ signal }) => api.get<Row>(`/import_sources/${id}`, undefined, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return <Source key={id} s={q.data} />;
}

function Source({ s }: { s: Row }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const client = useQueryClient();
    const navigate = useNavigate();
    const model = useModel("import_sources");
    const [editing, setEditing] = useState(false);
    const [asking, setAsking] = useState(false);
    const [job, setJob] = useState<string | null>(null);
    const webhook = s.origin === "webhook";
    const back = webhook ? "/import/webhooks" : "/import/scheduled";
    const again = () => {
        void client.invalidateQueries({ queryKey: ["source", s.id] });
        void client.invalidateQueries({ queryKey: ["deliveries", s.id] });
        void client.invalidateQueries({ queryKey: ["rows", "import_sources"] });
    };
    const watching = useQuery({
        queryKey: ["job", job],
        enabled: job !== null,
        queryFn: ({ signal }) => api.get<Job>(`/jobs/${job}`, undefined, signal),
        refetchInterval: (x) => (x.state.data?.state === "done" || x.state.data?.state === "failed" ? false : 500),
    });
    const state = watching.data?.state;
    useEffect(() => {
        if (state !== "done" && state !== "failed") return;
        setJob(null);
        void client.invalidateQueries();
    }, [state, client]);
    const run = useMutation({ mutationFn: () => api.post<{ job: string }>(`/import_sources/${s.id}/run`), onSuccess: (x) => setJob(x.job), onError: failed });
    const drop = useMutation({ mutationFn: () => api.del<undefined>(`/import_sources/${s.id}`, s.version), onSuccess: () => { again(); void navigate({ to: back }); }, onError: failed });
    const facts = webhook
        ? [[t("source.itemsPath"), s.items_path || t("source.bodyItself")], [t("source.idPath"), s.id_path || t("source.allContent")], [t("source.keep"), t("source.days", { count: Number(s.keep_days ?? 30) })]]
        : [[t(`source.where.${String(s.origin)}`), s.path || s.url], [t("source.every"), whenText(s, t)], [t("source.next"), s.active && typeof s.next_at === "string" ? moment(r, s.next_at) : "–"], [t("source.wrongRows"), t(s.skip_errors ? "source.leftOut" : "source.stopAll")]];
    return (
        <>
            <PageHead tab={String(s.name)} title={String(s.name)} lead={<Group gap={8}>{(s.last_state || s.active === false) && <LastState s={s} />} {t(`import.kind.${String(s.kind)}`)}</Group>}>
                <Link to={back} className="link" style={{ fontSize: "0.9rem" }}>{t(`source.all.${webhook ? "webhooks" : "scheduled"}`)}</Link>
                {can("import") && (
                    <>
                        {!webhook && <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={run.isPending || job !== null} onClick={() => run.mutate()}>{t("source.run")}</Button>}
                        <Button variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={() => setEditing(true)}>{t("common.edit")}</Button>
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target><Button variant="default" px={10} aria-label={t("common.actions")}><IconDots size={16} aria-hidden /></Button></Menu.Target>
                            <Menu.Dropdown><Menu.Item color="terracotta.7" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>{t("common.delete")}</Menu.Item></Menu.Dropdown>
                        </Menu>
                    </>
                )}
            </PageHead>
            <section className="card" style={{ padding: "14px 20px", marginBottom: 16 }} aria-label={t("source.about")}>
                <dl style={{ display: "flex", flexWrap: "wrap", gap: "8px 36px", margin: 0 }}>
                    {facts.map(([k, v]) => (
                        <div key={String(k)} style={{ minWidth: 0 }}>
                            <dt className="dim" style={{ fontSize: "0.8rem" }}>{String(k)}</dt>
                            <dd style={{ margin: 0, fontWeight: 600, fontSize: "0.92rem", overflowWrap: "anywhere" }}>{String(v)}</dd>
                        </div>
                    ))}
                </dl>
            </section>
            {webhook && can("import") && <WebhookKeys id={s.id} />}
            {can("import") && <SourceMap s={s} onSaved={again} />}
            <h2 style={{ fontSize: "1.02rem", margin: "28px 0 10px" }}>{t("source.came")}</h2>
            <Deliveries s={s} editable={can("import")} onChange={again} />
            {editing && model && <SourceForm model={model} origin={String(s.origin)} row={s} onClose={() => setEditing(false)} onDone={() => { setEditing(false); again(); }} />}
            <Confirm opened={asking} title={t("source.dropTitle", { name: String(s.name) })} text={t("source.dropText")} yes={t("common.delete")} busy={drop.isPending} onClose={() => setAsking(false)} onYes={() => drop.mutate()} />
        </>
    );
}
