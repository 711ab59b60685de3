/* What was expected beside what happened, and which of the two the ranking goes by; the companies behind it. */
import { Badge, Button, Group, Modal, Select, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLink, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf } from "../../api/queries";
import type { Row } from "../../api/types";
import { count, day, money, percent } from "../../format";
import { Figure } from "../../parts/Figure";
import { done, failed } from "../../parts/toast";
import { useDesk, useReader } from "../../session";
import { Waiting } from "../../shell/Fallbacks";
import { useAudienceDeals, useBind, type Ranked, type Told } from "./ranking";
import { SegmentDialog } from "./SegmentDialog";

export function Numbers({ row, told }: { row: Row; told: Ranked }) {
    const { t } = useTranslation();
    const r = useReader();
    const a = told.actual;
    const bound = told.segment !== null && !told.segment.gone;
    const [rows, { open, close }] = useDisclosure(false);
    const real: Record<string, { told: Told; as: "rate" | "money" } | undefined> = {
        win_rate: { told: a.won_share, as: "rate" }, margin_minor: { told: a.margin, as: "money" }, cost_to_win_minor: { told: a.cost, as: "money" },
    };
    const show = (x: { told: Told; as: "rate" | "money" }) => (x.as === "rate" ? percent(r, x.told.value) : money(r, x.told.value));
    return (
        <>
            <Binding row={row} told={told} />
            <div style={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("audiences.tab.numbers")}>
                <table className="plan-table">
                    <thead>
                        <tr>
                            <th scope="col">{t("audiences.column.assumption")}</th>
                            <th scope="col" className="num">{t("audiences.column.expected")}</th>
                            {bound && <th scope="col" className="num">{t("audiences.column.actual")}</th>}
                        </tr>
                    </thead>
                    <tbody>
                        {told.assumptions.filter((x) => !["fit", "value", "resources", "influence"].includes(x.field)).map((x) => {
                            const is = real[x.field];
                            return (
                                <tr key={x.field}>
                                    <th scope="row">{x.label}</th>
                                    <td className="num">{x.expected}{bound && !x.actual && is && <Used />}</td>
                                    {bound && (
                                        <td className="num">
                                            {x.field === "reachable_accounts" ? t("audiences.reached", { n: count(r, a.reached) }) : is ? <Figure none={is.told.value === null} value={show(is)} reason={is.told.reason} what={x.label} onOpen={open} /> : "–"}
                                            {x.actual && <Used />}
                                        </td>
                                    )}
                                </tr>
                            );
                        })}
                    </tbody>
                </table>
            </div>
            {bound && (
                    <dl className="facts-row">
                        {[
                            ["open", count(r, a.open_deals), null], ["won", count(r, a.won_deals), null], ["lost", count(r, a.lost_deals), null],
                            ["winRate", percent(r, a.win_rate.value), a.win_rate], ["average", money(r, a.average.value), a.average], ["spend", a.spend_since ? money(r, a.spend_minor) : "–", null],
                        ].map(([key, text, figure]) => (
                            <div key={key as string}>
                                <dt>{t(`audiences.fact.${key as string}`)}</dt>
                                <dd>{figure && typeof figure === "object" ? <Figure none={figure.value === null} value={text as string} reason={figure.reason} what={t(`audiences.fact.${key as string}`)} onOpen={open} /> : key === "spend" ? <span className="num">{text as string}</span> : <button type="button" className="figure-open num" onClick={open}>{text as string}</button>}</dd>
                            </div>
                        ))}
                    </dl>
            )}
            <Modal opened={rows} onClose={close} title={t("audiences.dealsOf", { name: told.name })} size="xl" closeButtonProps={{ "aria-label": t("common.close") }}>
                {rows && <Deals audience={row.id} />}
            </Modal>
        </>
    );
}

/* This one the ranking goes by. */
function Used() {
    const { t } = useTranslation();
    return <Tooltip label={t("audiences.usedHint")}><Badge ml={6} size="xs" variant="light" color="leaf" tt="none" radius="sm">{t("audiences.used")}</Badge></Tooltip>;
}

function Deals({ audience }: { audience: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useAudienceDeals(audience, true);
    if (!q.data) return <Waiting />;
    if (q.data.length === 0) return <Text className="dim">{t("audiences.noDeals")}</Text>;
    return (
        <div style={{ overflowX: "auto" }}>
            <table className="plan-table">
                <thead><tr>{["deal", "account", "outcome", "amount", "closed"].map((k) => <th key={k} scope="col" className={k === "amount" ? "num" : undefined}>{t(`audiences.column.${k}`)}</th>)}</tr></thead>
                <tbody>
                    {q.data.map((d) => (
                        <tr key={d.deal}>
                            <th scope="row"><Link to="/people/$table/$id" params={{ table: "deals", id: d.deal }} className="link">{d.name ?? d.deal}</Link></th>
                            <td><Link to="/people/$table/$id" params={{ table: "accounts", id: d.account }} className="plain-link">{d.account_name}</Link></td>
                            <td>{t(`audiences.outcome.${d.outcome ?? "open"}`)}</td>
                            <td className="num">{money(r, d.amount_minor, d.currency ?? r.currency)}</td>
                            <td className="num">{day(r, d.closed_at)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

/* The companies of the audience, as a live segment: chosen, made from the industry, or taken away. */
function Binding({ row, told }: { row: Row; told: Ranked }) {
    const { t } = useTranslation();
    const r = useReader();
    const { can } = useDesk();
    const bind = useBind(row.id);
    const segments = useAllOf("segments", { subject: "account", sort: "name" });
    const [choosing, setChoosing] = useState(false);
    const [making, { open, close }] = useDisclosure(false);
    const may = can("edit_plan");
    const put = (id: string | null) => {
        bind.mutate(id, { onSuccess: () => { setChoosing(false); done(t(id ? "audiences.bound" : "audiences.unbound")); }, onError: failed });
    };
    const { segment } = told;
    return (
        <div style={{ marginBottom: 14, fontSize: "0.9rem" }}>
            <Group gap={10} align="center">
                {segment && !segment.gone ? (
                    <>
                        <span style={{ display: "inline-flex", gap: 8, minWidth: 0 }}>
                            <IconLink size={16} aria-hidden style={{ flex: "none", marginTop: 3 }} />
                            <span>
                            {segment.state === "building" ? t("audiences.building") : t("audiences.members", { count: told.actual.members, n: count(r, told.actual.members) })}{" "}
                            <Link to="/people/segments/$id" params={{ id: segment.id }} className="link">{segment.name}</Link>
                            </span>
                        </span>
                        {may && <Button size="compact-xs" variant="subtle" onClick={() => { setChoosing(!choosing); }}>{t("audiences.rebind")}</Button>}
                        {may && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { put(null); }} loading={bind.isPending}>{t("audiences.unbind")}</Button>}
                    </>
                ) : (
                    <>
                        <span className={segment?.gone ? "attention" : "dim"}>{segment?.gone ? t("audiences.gone") : t("audiences.notBound")}</span>
                        {may && <Button size="compact-sm" variant="light" leftSection={<IconLink size={14} aria-hidden />} aria-expanded={choosing} onClick={() => { setChoosing(!choosing); }}>{t("audiences.bind")}</Button>}
                        {may && can("edit_people") && <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>{t("audiences.makeSegment")}</Button>}
                    </>
                )}
            </Group>
            {choosing && (
                <Select
                    mt="xs" maw={420} label={t("audiences.whichSegment")} description={segments.data?.length === 0 ? t("audiences.noSegments") : undefined} placeholder={t("common.choose")} searchable
                    data={(segments.data ?? []).map((s) => ({ value: s.id, label: nameOf(s) }))} value={segment?.gone ? null : (segment?.id ?? null)} onChange={(v) => { if (v) put(v); }}
                />
            )}
            <Modal opened={making} onClose={close} title={t("audiences.makeSegment")} size="xl" closeButtonProps={{ "aria-label": t("common.close") }}>
                {making && <SegmentDialog row={row} onCancel={close} onMade={(id) => { close(); put(id); }} />}
            </Modal>
        </div>
    );
}
