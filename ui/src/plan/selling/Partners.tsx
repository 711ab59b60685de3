/* Partners: what they take, what they registered and sold, and the link to their own page. */
import { Badge, Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { IconLink, IconLinkOff, IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { nameOf, useAllOf } from "../../api/queries";
import type { Row } from "../../api/types";
import { count, day, percent } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { CopyAddress } from "../../parts/CopyAddress";
import { Empty } from "../../parts/Empty";
import { RowMenu } from "../../parts/RowMenu";
import { done, failed } from "../../parts/toast";
import { useEditing } from "../../parts/useEditing";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { One } from "../promote/Against";
import { usePartnerOutcomes } from "../promote/outcomes";

const asked = ["name", "kind", "commission", "protection_days", "contact", "owner"];

const counts = [["open", "selling.line.open"], ["won", "promote.line.won"]] as const;
const amounts = [["revenue_minor", "promote.line.revenue"], ["commission_minor", "selling.line.commission"]] as const;

interface Link {
    path: string;
    expires_at: string;
}

export function Partners() {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const rows = useAllOf("partners", { sort: "name" });
    const outcomes = usePartnerOutcomes();
    const partner = useEditing("partners", { title: t("selling.addPartner"), only: asked });
    const [link, setLink] = useState<{ row: Row; link: Link } | null>(null);
    const [ending, end] = useState<Row | null>(null);
    const give = useMutation({ mutationFn: (row: Row) => api.post<Link>(`/partners/${row.id}/link`, {}), onSuccess: (l, row) => setLink({ row, link: l }), onError: failed });
    const stop = useMutation({ mutationFn: (row: Row) => api.del(`/partners/${row.id}/link`), onSuccess: () => { end(null); done(t("selling.linkEnded")); void rows.refetch(); }, onError: failed });
    if (rows.isLoadingError) return <Trouble error={rows.error} again={() => void rows.refetch()} />;
    if (!rows.data || !partner.model) return <Waiting />;
    const may = can("edit_deals");
    const add = may && <Button leftSection={<IconPlus size={16} aria-hidden />} variant={rows.data.length ? "default" : "filled"} onClick={() => partner.add()}>{t("selling.addPartner")}</Button>;
    const model = partner.model;
    const kind = (k: unknown) => model.fields.find((f) => f.name === "kind")?.choice_labels[String(k)] ?? String(k);
    return (
        <section aria-label={t("selling.partners")} style={{ marginTop: 32 }}>
            <Group justify="space-between" mb="sm">
                <h2 style={{ fontSize: "1.05rem", margin: 0 }}>{t("selling.partners")}</h2>
                {rows.data.length > 0 && add}
            </Group>
            {rows.data.length === 0 ? <div className="card"><Empty title={t("selling.noPartners")} text={t("selling.noPartnersText")}>{add}</Empty></div> : (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("selling.partnersTable")}>
                    <table className="grid-table row-cards">
                        <thead><tr><th>{t("selling.partner")}</th><th className="num">{t("selling.takes")}</th><th className="num">{t("selling.registered")}</th><th className="num">{t("selling.accepted")}</th><th className="num">{t("selling.line.open")}</th><th className="num">{t("promote.line.won")}</th><th className="num">{t("promote.line.revenue")}</th><th className="num">{t("selling.line.commission")}</th><th className="num">{t("selling.line.cycle")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                        <tbody>
                            {rows.data.map((x) => {
                                const o = outcomes.data?.items.find((i) => i.partner === x.id);
                                const name = nameOf(x);
                                return (
                                    <tr key={x.id}>
                                        <td><strong>{name}</strong> {x.active === false && <Badge color="gray" variant="light" tt="none" radius="sm">{t("promote.isPaused")}</Badge>}<br /><span className="dim" style={{ fontSize: "0.82rem" }}>{kind(x.kind)}</span></td>
                                        <td className="num" data-label={t("selling.takes")}>{typeof x.commission === "number" ? percent(r, x.commission) : "–"}</td>
                                        <td className="num" data-label={t("selling.registered")}>{count(r, o?.registered)}</td>
                                        <td className="num" data-label={t("selling.accepted")}>{count(r, o?.accepted)}</td>
                                        {counts.map(([k, label]) => <td key={k} className="num" data-label={t(label)}>{o && <One of={o} name={k} unit="count" what={`${t(label)}, ${name}`} />}</td>)}
                                        {amounts.map(([k, label]) => <td key={k} className="num" data-label={t(label)}>{o && <One of={o} name={k} unit="money" what={`${t(label)}, ${name}`} />}</td>)}
                                        <td className="num" data-label={t("selling.line.cycle")}>{o && <One of={o} name="cycle_days" unit="days" what={`${t("selling.line.cycle")}, ${name}`} />}</td>
                                        <td className="row-actions">
                                            {may && (
                                                <RowMenu name={name} onEdit={() => partner.edit(x)} onDrop={() => partner.drop(x)}>
                                                    <Menu.Item leftSection={<IconLink size={15} aria-hidden />} onClick={() => give.mutate(x)}>{t("selling.giveLink")}</Menu.Item>
                                                    <Menu.Item leftSection={<IconLinkOff size={15} aria-hidden />} onClick={() => end(x)}>{t("selling.endLinks")}</Menu.Item>
                                                </RowMenu>
                                            )}
                                        </td>
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </div>
            )}
            {partner.dialogs}
            <Modal opened={link !== null} onClose={() => setLink(null)} title={t("selling.linkOf", { name: nameOf(link?.row) })} closeButtonProps={{ "aria-label": t("common.close") }}>
                {link && (
                    <Stack gap="sm">
                        <Text size="sm">{t("selling.linkText", { until: day(r, link.link.expires_at) })}</Text>
                        <Text size="sm" className="num" style={{ overflowWrap: "anywhere" }}>{window.location.origin + link.link.path}</Text>
                        <Group><CopyAddress address={window.location.origin + link.link.path} /></Group>
                    </Stack>
                )}
            </Modal>
            <Confirm opened={ending !== null} title={t("selling.endTitle", { name: nameOf(ending ?? undefined) })} text={t("selling.endText")} yes={t("selling.endLinks")} busy={stop.isPending} onClose={() => end(null)} onYes={() => ending && stop.mutate(ending)} />
        </section>
    );
}
