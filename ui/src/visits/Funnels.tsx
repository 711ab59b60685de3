/* Saved funnels: how many went through ordered steps, and where they stopped. */
import { Button, Group, Text, Tooltip } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { count, percent } from "../format";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { ofFunnel } from "../reports/reports";
import { SaveReport } from "../reports/SaveReport";
import { periodProblem } from "../results/period";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { chosen, filterOf, twoDays, type VisitsSearch } from "./ask";
import { Chips, Controls } from "./Controls";
import { stepName, type Funnel } from "./funnel";
import { FunnelForm } from "./FunnelForm";
import type { Go } from "./VisitsPage";

interface AnswerStep { label: string; count: number | null; of_first: number | null; of_before: number | null; unknown?: string[]; left_out?: boolean }
interface Answer { from: string; to: string; need: number; steps: AnswerStep[] }

function asking(funnel: Funnel, search: VisitsSearch) {
    const body = {
        funnel: funnel.id, date_range: twoDays(search.period) ?? search.period ?? "30d", filters: (search.f ?? []).map(filterOf),
        include: chosen(search),
    };
    return { queryKey: ["stats", "funnel", funnel.version, body], queryFn: () => api.post<Answer>("/stats/funnel", body) };
}

/* What is wrong with the dates is wrong for every funnel, and said once, beside them. */
function Dates({ funnel, search, go }: { funnel: Funnel; search: VisitsSearch; go: Go }) {
    return <Controls search={search} go={go} compares={false} error={useQuery(asking(funnel, search)).error} />;
}

export function Funnels({ search, go }: { search: VisitsSearch; go: Go }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [editing, setEditing] = useState<Funnel | "new" | null>(null);
    const q = useQuery({ queryKey: ["funnels"], queryFn: async ({ signal }) => (await api.get<{ items: Funnel[] }>("/funnels", { limit: 100 }, signal)).items });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const add = can("edit_plan") && <Button mb="sm" leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEditing("new")}>{t("visits.funnel.new")}</Button>;
    return (
        <>
            {q.data[0] && (
                <>
                    <Group justify="space-between" align="flex-start"><Dates funnel={q.data[0]} search={search} go={go} />{add}</Group>
                    <Chips search={search} go={go} />
                </>
            )}
            {q.data.length === 0 && <div className="card"><Empty title={t("visits.funnel.empty")} text={t("visits.funnel.emptyText")}>{add}</Empty></div>}
            <div style={{ display: "grid", gap: 18 }}>
                {q.data.map((f) => <Card key={f.id} funnel={f} search={search} onEdit={can("edit_plan") ? () => setEditing(f) : undefined} />)}
            </div>
            {editing && <FunnelForm funnel={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
        </>
    );
}

function Card({ funnel, search, onEdit }: { funnel: Funnel; search: VisitsSearch; onEdit?: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const client = useQueryClient();
    const q = useQuery(asking(funnel, search));
    const drop = useMutation({ mutationFn: () => api.del(`/funnels/${funnel.id}`, funnel.version), onSuccess: () => { done(t("visits.funnel.dropped")); void client.invalidateQueries({ queryKey: ["funnels"] }); }, onError: failed });
    const told = (q.data?.steps ?? []).filter((s) => s.count !== null);
    const first = told[0]?.count ?? 0;
    const last = told.at(-1);
    return (
        <section className="card" aria-label={funnel.name}>
            <Group justify="space-between" mb="sm" gap="xs">
                <div>
                    <h2 style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{funnel.name}</h2>
                    <Text size="xs" className="dim">{funnel.scope === "visit" ? t("visits.funnel.visit") : funnel.window_days ? t("visits.funnel.visitorDays", { count: funnel.window_days }) : t("visits.funnel.visitor")}</Text>
                </div>
                {onEdit && (
                    <Group gap={4} className="no-print">
                        <SaveReport size="xs" make={() => ofFunnel(funnel, search)} name={funnel.name} />
                        <Button variant="subtle" size="compact-sm" leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit} aria-label={t("visits.funnel.editOf", { name: funnel.name })}>{t("common.edit")}</Button>
                        <Button variant="subtle" color="terracotta" size="compact-sm" leftSection={<IconTrash size={15} aria-hidden />} loading={drop.isPending} onClick={() => drop.mutate()} aria-label={t("visits.funnel.dropOf", { name: funnel.name })}>{t("common.delete")}</Button>
                    </Group>
                )}
            </Group>
            {periodProblem(q.error) ? null : q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : (
                <>
                    <ol className="visits-funnel">
                        {q.data.steps.map((s, i) => (
                            <li key={i}>
                                <div className="visits-funnel-name"><span>{i + 1}. {stepName(funnel.steps[i], t) || (s.unknown ?? []).join(", ")}</span><span className="num"><strong>{s.count === null ? "–" : count(r, s.count)}</strong>{s.of_first !== null && <span className="dim"> · {percent(r, s.of_first)}</span>}</span></div>
                                {s.count !== null && <div className="bar-track" style={{ height: 18 }} aria-hidden><span className="bar-fill" style={{ display: "block", width: `${first ? (100 * s.count) / first : 0}%`, background: "var(--act)", minWidth: s.count ? 3 : 0 }} /></div>}
                                {s !== told[0] && s.of_before !== null && <Text size="xs" className="dim" mt={2}>{t("visits.funnel.went", { share: percent(r, s.of_before) })}</Text>}
                                {s.unknown && <Text size="xs" className="attention" mt={2} role="note">{t(s.left_out ? "visits.funnel.leftOut" : "visits.funnel.unknown", { names: s.unknown.join(", ") })}</Text>}
                            </li>
                        ))}
                    </ol>
                    {!last
                        ? <Text size="sm" className="attention" mt="sm" role="note">{t("visits.funnel.cannot")}</Text>
                        : last.of_first === null
                        ? <Tooltip label={t("visits.funnel.few")}><Text size="sm" className="lack" mt="sm" tabIndex={0} style={{ width: "fit-content" }}>{t("figure.few", { have: first, need: q.data.need })}</Text></Tooltip>
                        : <Text size="sm" mt="sm">{t("visits.funnel.sum", { share: percent(r, last.of_first) })}</Text>}
                </>
            )}
        </section>
    );
}
