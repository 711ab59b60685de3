/* Step 2: the competitors of a plan, side by side, and what was noticed lately. */
import { Badge, Button, Group, Modal, Tabs, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBellRinging, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { count, day } from "../../format";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { TabRow } from "../../parts/TabRow";
import { done } from "../../parts/toast";
import { useDesk, useReader } from "../../session";
import { Waiting } from "../../shell/Fallbacks";
import type { StepViewProps } from "../stepViews";
import { useRivalRecords, type RivalOutcomes, type RivalRecord } from "./data";
import { Matrix } from "./Matrix";
import { Notes } from "./Notes";
import { Targets } from "./Targets";
import { WinRate } from "./WinRate";

export function RivalsView({ plan, holds }: StepViewProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const model = useModel("competitors");
    const [tab, setTab] = useState<string | null>("all");
    const [form, { open, close }] = useDisclosure(false);
    const rivals = [...(holds.competitors ?? [])].sort((a, b) => Number(b.threat ?? -1) - Number(a.threat ?? -1)), audiences = holds.audiences ?? [];
    const frozen = plan.state === "archived";
    const add = can("edit_plan") ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>{t("plan.add.competitors")}</Button> : null;
    if (!model) return <Waiting />;
    return (
        <>
            {rivals.length === 0 ? (
                <div className="card"><Empty title={t("plan.none.competitors")} text={t("plan.noneText.competitors")}>{add}</Empty></div>
            ) : (
                <Tabs value={tab} onChange={setTab} keepMounted={false}>
                    <Group justify="space-between" align="flex-end" mb="md" gap="sm">
                        <TabRow style={{ flex: "1 1 260px" }}>
                            {["all", "matrix", "notes"].map((k) => <Tabs.Tab key={k} value={k} style={{ flex: "none" }}>{t(`rival.tab.${k}`)}</Tabs.Tab>)}
                        </TabRow>
                        {add}
                    </Group>
                    <Tabs.Panel value="all"><Cards plan={plan.id} rivals={rivals} audiences={audiences} /></Tabs.Panel>
                    <Tabs.Panel value="matrix">
                        <Targets plan={plan.id} rivals={rivals} audiences={audiences} frozen={frozen} />
                        <Matrix plan={plan.id} rivals={rivals} audiences={audiences} frozen={frozen} />
                    </Tabs.Panel>
                    <Tabs.Panel value="notes"><Notes rivals={rivals} /></Tabs.Panel>
                </Tabs>
            )}
            <Modal opened={form} onClose={close} title={t("plan.add.competitors")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={model} hidden={["plan"]} only={["name", "website", "threat", "offers", "sales", "content", "owner"]} initial={{ plan: plan.id }} onCancel={close}
                    onDone={(row) => { close(); done(t("common.saved")); void navigate({ to: "/competitors/$id", params: { id: row.id } }); }} />
            </Modal>
        </>
    );
}

function Cards({ plan, rivals, audiences }: { plan: string; rivals: Row[]; audiences: Row[] }) {
    const records = useRivalRecords(plan).data;
    const targets = useAllOf("competitor_audiences", { plan }).data ?? [];
    const of = (row: Row) => audiences.filter((a) => targets.some((x) => x.competitor === row.id && x.audience === a.id));
    return (
        <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fill, minmax(min(320px, 100%), 1fr))", alignItems: "start" }}>
            {rivals.map((row) => <Card key={row.id} row={row} record={records?.items.find((x) => x.competitor === row.id)} own={records?.own} audiences={of(row)} />)}
        </div>
    );
}

function Card({ row, record, own, audiences }: { row: Row; record?: RivalRecord; own?: RivalOutcomes; audiences: Row[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const threat = typeof row.threat === "number" ? row.threat : null;
    const missing = (["offers", "sales", "content"] as const).filter((k) => !row[k]);
    return (
        <article className="card" style={{ padding: 18, display: "grid", gap: 10 }}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
                <h2 style={{ margin: 0, fontSize: "1.02rem", overflowWrap: "anywhere" }}>
                    <Link to="/competitors/$id" params={{ id: row.id }} className="plain-link">{nameOf(row)}</Link>
                </h2>
                {threat !== null && <Threat value={threat} />}
            </Group>
            {record && record.alerts > 0 && (
                <Link to="/competitors/$id" params={{ id: row.id }} className="attention" style={{ display: "inline-flex", gap: 6, alignItems: "center", fontSize: "0.9rem", fontWeight: 600 }}>
                    <IconBellRinging size={16} aria-hidden />
                    {t("rival.alerts", { count: record.alerts })}
                </Link>
            )}
            <dl style={{ margin: 0, display: "grid", gap: 6, fontSize: "0.9rem" }}>
                <Fact label={t("rival.winRate")}>{record ? <WinRate of={record} own={own} /> : "…"}</Fact>
                <Fact label={t("rival.openDeals")}>{record ? count(r, record.open) : "…"}</Fact>
                <Fact label={t("rival.lastNote")}>{record?.last_note_on ? day(r, record.last_note_on) : <span className="dim">{t("rival.noNote")}</span>}</Fact>
                {record && record.watched > 0 && <Fact label={t("rival.watched")}>{record.failing > 0 ? <span className="attention">{t("rival.failing", { n: record.failing, all: record.watched })}</span> : count(r, record.watched)}</Fact>}
            </dl>
            {audiences.length > 0 && (
                <Group gap={6} aria-label={t("rival.targets")}>
                    {audiences.map((a) => <Badge key={a.id} variant="light" color="azulejo" tt="none" radius="sm" style={{ maxWidth: "100%" }}>{nameOf(a)}</Badge>)}
                </Group>
            )}
            {missing.length > 0 && <Text size="xs" className="dim">{t("rival.missing", { what: missing.map((k) => t(`rival.section.${k}`).toLowerCase()).join(", ") })}</Text>}
        </article>
    );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
    return (
        <div style={{ display: "flex", justifyContent: "space-between", gap: 10 }}>
            <dt className="dim">{label}</dt>
            <dd style={{ margin: 0, textAlign: "right" }}>{children}</dd>
        </div>
    );
}

export function Threat({ value }: { value: number }) {
    const { t } = useTranslation();
    return (
        <span role="img" aria-label={t("rival.threat", { value })} title={t("rival.threat", { value })} style={{ display: "inline-flex", gap: 3, flex: "none", paddingTop: 6 }}>
            {[1, 2, 3, 4, 5].map((i) => <span key={i} style={{ width: 9, height: 9, borderRadius: 99, background: i <= value ? "var(--mantine-color-terracotta-5)" : "var(--line)" }} />)}
        </span>
    );
}
