/* Step 6: where we promote. Channels from the registry, what they were to bring and what they did, and the links and codes that tell it offline. */
import { Button, Group, Modal, Tabs, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf } from "../../api/queries";
import type { Row } from "../../api/types";
import { day } from "../../format";
import { Empty } from "../../parts/Empty";
import { TabRow } from "../../parts/TabRow";
import { useEditing } from "../../parts/useEditing";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import type { StepViewProps } from "../stepViews";
import { ChannelCard } from "./ChannelCard";
import { Codes } from "./Codes";
import { KindPicker } from "./KindPicker";
import { Links } from "./Links";
import { sameInData, Twins } from "./Twins";
import { useChannelOutcomes, type ChannelKind } from "./outcomes";

const asked = ["name", "kind", "matches", "audience", "why", "cost_model", "price_minor", "cost_period", "volume", "expected_leads", "owner"];

export function PromoteView({ plan, holds }: StepViewProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    return (
        <>
            <Channels plan={plan} rows={holds.channels ?? []} audiences={holds.audiences ?? []} may={can("edit_plan") && plan.state !== "archived"} />
            <section aria-label={t("promote.offline")} style={{ marginTop: 32 }}>
                <h2 style={{ fontSize: "1.05rem", margin: "0 0 4px" }}>{t("promote.offline")}</h2>
                <Text size="sm" className="dim" mb="md" maw={720}>{t("promote.offlineText")}</Text>
                <Tabs defaultValue="links" keepMounted={false}>
                    <TabRow mb="md">
                        <Tabs.Tab value="links">{t("promote.links")}</Tabs.Tab>
                        <Tabs.Tab value="codes">{t("promote.codes")}</Tabs.Tab>
                    </TabRow>
                    <Tabs.Panel value="links"><Links channels={holds.channels ?? []} /></Tabs.Panel>
                    <Tabs.Panel value="codes"><Codes channels={holds.channels ?? []} /></Tabs.Panel>
                </Tabs>
            </section>
        </>
    );
}

function Channels({ plan, rows, audiences, may }: { plan: Row; rows: Row[]; audiences: Row[]; may: boolean }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [picking, pick] = useState(false);
    const outcomes = useChannelOutcomes(plan.id);
    const fits = useAllOf("channel_fits", { plan: plan.id });
    const [changed, change] = useState<string | null>(null); /* the channel in the form, when it is an old one */
    const twins = (id: string | null, matches: unknown) => rows.filter((x) => x.id !== id && sameInData(x.matches, matches)).map((x) => nameOf(x));
    const channel = useEditing("channels", {
        title: t("plan.add.channels"), only: asked, hidden: ["plan"],
        notes: { matches: (v) => <Twins names={twins(changed, v.matches)} /> },
    });
    const fit = useEditing("channel_fits", { title: t("promote.addAudience"), only: ["audience", "why"], hidden: ["plan", "channel"] });
    if (outcomes.isLoadingError) return <Trouble error={outcomes.error} again={() => void outcomes.refetch()} />;
    if (!channel.model || !fits.data) return <Waiting />;
    const start = (k: ChannelKind) => {
        pick(false);
        change(null);
        channel.add({ plan: plan.id, kind: k.key, name: k.key === "other" ? null : k.name, matches: k.matches, offline: k.offline, cost_model: k.cost_models[0] ?? null });
    };
    const add = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => pick(true)}>{t("plan.add.channels")}</Button>;
    const model = channel.model;
    return (
        <section aria-label={t("plan.table.channels")}>
            <h2 style={{ margin: 0 }}><VisuallyHidden>{t("plan.table.channels")}</VisuallyHidden></h2>
            {rows.length > 0 && (
                <Group justify="space-between" mb="sm">
                    <Text size="sm" className="dim">{outcomes.data ? t("promote.span", { from: day(r, outcomes.data.from), to: day(r, outcomes.data.to) }) : t("common.loading")}</Text>
                    {add}
                </Group>
            )}
            {rows.length === 0 ? (
                <div className="card"><Empty title={t("plan.none.channels")} text={t("promote.noneText")}>{add}</Empty></div>
            ) : (
                <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fill, minmax(min(400px, 100%), 1fr))", alignItems: "start" }}>
                    {rows.map((row) => (
                        <ChannelCard
                            key={row.id} row={row} model={model} may={may} audiences={audiences} fits={fits.data.filter((f) => f.channel === row.id)} outcome={outcomes.data?.items.find((o) => o.channel === row.id)} days={{ from: outcomes.data?.from, to: outcomes.data?.to }}
                            twins={twins(row.id, row.matches)} onEdit={() => { change(row.id); channel.edit(row); }} onDrop={() => channel.drop(row)} onFit={() => fit.add({ plan: plan.id, channel: row.id })} onFitEdit={fit.edit} onFitDrop={fit.drop}
                        />
                    ))}
                </div>
            )}
            <Modal opened={picking} onClose={() => pick(false)} title={t("promote.pick")} size="xl" closeButtonProps={{ "aria-label": t("common.close") }}>
                {picking && <KindPicker onPick={start} />}
            </Modal>
            {channel.dialogs}
            {fit.dialogs}
        </section>
    );
}
