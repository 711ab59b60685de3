/* One competitor: what it offers, how it sells, what it publishes, each with its notes; the battle card; the pages that are watched; and
 * the deals it is after. */
import { Badge, Button, Group, Menu, Modal, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconBellRinging, IconCheck, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isMissing } from "../../api/client";
import { nameOf, useAllOf, useDelete, useModel, useRefresh, useRow } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { OwnerName } from "../../parts/Cell";
import { Confirm } from "../../parts/Confirm";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { TabRow } from "../../parts/TabRow";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { NotFound, Trouble, Waiting } from "../../shell/Fallbacks";
import { BattleCard } from "./BattleCard";
import { DealsAgainst } from "./DealsAgainst";
import { sections, useRivalDeals } from "./data";
import { Notes } from "./Notes";
import { Threat } from "./RivalsView";
import { Watch } from "./Watch";
import { WinRate } from "./WinRate";

const tabs = ["about", "card", "watch", "deals"] as const;
type Tab = (typeof tabs)[number];

export function RivalPage() {
    const { id } = useParams({ from: "/shell/competitors/$id" });
    const q = useRow("competitors", id);
    const model = useModel("competitors");
    const plan = useRow("plans", typeof q.data?.plan === "string" ? q.data.plan : "", q.data !== undefined);
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model || !plan.data) return <Waiting />;
    return <Rival key={id} row={q.data} model={model} plan={plan.data} />;
}

function Rival({ row, model, plan }: { row: Row; model: Model; plan: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const refresh = useRefresh();
    const search = useSearch({ from: "/shell/competitors/$id" });
    const tab: Tab = tabs.find((x) => x === search.tab) ?? "about";
    const remove = useDelete("competitors");
    const deals = useRivalDeals(row.id).data;
    const targets = useAllOf("competitor_audiences", { competitor: row.id }).data ?? [];
    const audiences = useAllOf("audiences", { plan: plan.id }).data ?? [];
    const [form, { open, close }] = useDisclosure(false);
    const [asking, setAsking] = useState(false);
    const may = can("edit_plan") && plan.state !== "archived";
    const see = useMutation({ mutationFn: () => api.post<undefined>(`/competitors/${row.id}/seen`), onSuccess: () => refresh("competitor_notes"), onError: failed });
    const alerts = deals?.record.alerts ?? 0;
    const back = { to: "/plan/$planId/$step" as const, params: { planId: plan.id, step: "2" } };
    return (
        <>
            <Link {...back} className="link no-print" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("plan.step.2.title")}, {nameOf(plan)}
            </Link>
            <PageHead title={nameOf(row)} lead={
                <Group gap="6px 18px" style={{ fontSize: "0.92rem" }}>
                    {typeof row.threat === "number" && <Threat value={row.threat} />}
                    {typeof row.website === "string" && row.website && <a className="link" href={row.website} target="_blank" rel="noreferrer">{row.website.replace(/^https?:\/\//, "")}</a>}
                    {deals && <span>{t("rival.winRate")}: <WinRate of={deals.record} own={deals.own} /></span>}
                    {typeof row.owner === "string" && <span>{t("rival.keptBy")}: <OwnerName id={row.owner} /></span>}
                    {targets.map((x) => <Badge key={x.id} variant="light" color="azulejo" tt="none" radius="sm">{nameOf(audiences.find((a) => a.id === x.audience), "…")}</Badge>)}
                </Group>
            }>
                {may && (
                    <Group gap="xs" className="no-print">
                        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>{t("common.edit")}</Button>
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target><Button variant="default" px={10} aria-label={t("common.actions")}><IconDots size={16} aria-hidden /></Button></Menu.Target>
                            <Menu.Dropdown><Menu.Item color="var(--attention)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>{t("common.delete")}</Menu.Item></Menu.Dropdown>
                        </Menu>
                    </Group>
                )}
            </PageHead>
            {alerts > 0 && (
                <section className="card no-print" style={{ padding: "12px 18px", marginBottom: 16, borderLeft: "4px solid var(--mantine-color-terracotta-5)" }} aria-label={t("rival.alert")}>
                    <Group justify="space-between" gap="sm">
                        <Group gap={8}><IconBellRinging size={18} aria-hidden /><strong>{t("rival.alerts", { count: alerts })}</strong></Group>
                        {can("edit_plan") && <Button size="xs" variant="default" leftSection={<IconCheck size={14} aria-hidden />} loading={see.isPending} onClick={() => see.mutate()}>{t("rival.allSeen")}</Button>}
                    </Group>
                </section>
            )}
            <Tabs value={tab} onChange={(v) => void navigate({ to: "/competitors/$id", params: { id: row.id }, search: v === "about" || !v ? {} : { tab: v } })} keepMounted={false}>
                <TabRow mb="md" className="no-print">
                    {tabs.map((k) => <Tabs.Tab key={k} value={k} style={{ flex: "none" }}>{t(`rival.tab.${k}`)}</Tabs.Tab>)}
                </TabRow>
                <Tabs.Panel value={tab}>
                    {tab === "about" && <About row={row} />}
                    {tab === "card" && <BattleCard row={row} model={model} may={may} />}
                    {tab === "watch" && <Watch rival={row} />}
                    {tab === "deals" && <DealsAgainst rival={row} />}
                </Tabs.Panel>
            </Tabs>
            <Modal opened={form} onClose={close} title={t("common.edit")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={model} row={row} hidden={["plan", "strengths", "weaknesses", "how_we_win", "proof"]} only={["name", "website", "threat", "offers", "sales", "content", "owner"]} onCancel={close} onDone={() => { close(); done(t("common.saved")); }} />
            </Modal>
            <Confirm opened={asking} title={t("record.deleteTitle", { name: nameOf(row) })} text={t("rival.dropText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setAsking(false)}
                onYes={() => remove.mutate(row, { onSuccess: () => { setAsking(false); done(t("list.deleted", { count: 1 })); void navigate(back); }, onError: (e) => { setAsking(false); failed(e); } })} />
        </>
    );
}

function About({ row }: { row: Row }) {
    const { t } = useTranslation();
    return (
        <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fit, minmax(min(320px, 100%), 1fr))", alignItems: "start" }}>
            {sections.map((s) => (
                <section key={s} className="card" style={{ padding: 18 }} aria-label={t(`rival.section.${s}`)}>
                    <h2 style={{ margin: "0 0 8px", fontSize: "1.02rem" }}>{t(`rival.section.${s}`)}</h2>
                    <p style={{ margin: "0 0 14px", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{typeof row[s] === "string" && row[s] ? row[s] : <span className="dim">{t(`rival.ask.${s}`)}</span>}</p>
                    <Notes rivals={[row]} section={s} />
                </section>
            ))}
        </div>
    );
}
