/* Promo codes: printed or said, typed on a form or set on a deal, each for a channel. */
import { Badge, Button, Group, Menu } from "@mantine/core";
import { IconPlus, IconPower } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useNames, useRows, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { count, day, today } from "../../format";
import { Empty } from "../../parts/Empty";
import { channelName } from "../../parts/fields";
import { RowMenu } from "../../parts/RowMenu";
import { done, failed } from "../../parts/toast";
import { useEditing } from "../../parts/useEditing";
import { ChannelPicker } from "../../results/SpendForm";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { channelNames } from "./Links";

const asked = ["name", "code", "channel", "offer", "starts_on", "ends_on"];

export function Codes({ channels }: { channels: Row[] }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const q = useRows("promo_codes", { sort: "-created_at" });
    const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const partners = useNames("partners", useMemo(() => rows.map((x) => x.partner).filter((v): v is string => typeof v === "string"), [rows]));
    const known = useMemo(() => channelNames(channels), [channels]);
    const save = useSave("promo_codes");
    const code = useEditing("promo_codes", {
        title: t("promote.addCode"), only: asked, hidden: ["active"],
        render: { channel: (v, put, error) => <ChannelPicker label={t("channels.by.channel")} value={v} onChange={put} error={error} known={known} /> },
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !code.model) return <Waiting />;
    const may = can("edit_plan");
    const add = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => code.add()}>{t("promote.addCode")}</Button>;
    const turn = (row: Row) => save.mutate({ row, values: { active: row.active === false } }, { onSuccess: () => done(t("common.saved")), onError: failed });
    if (rows.length === 0) return <><div className="card"><Empty title={t("promote.noCodes")} text={t("promote.noCodesText")}>{add}</Empty></div>{code.dialogs}</>;
    return (
        <>
            <Group justify="flex-end" mb="sm">{add}</Group>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("promote.codes")}>
                <table className="grid-table row-cards">
                    <thead><tr><th>{t("promote.code")}</th><th>{t("promote.where")}</th><th>{t("channels.by.channel")}</th><th>{t("promote.offer")}</th><th>{t("promote.until")}</th><th className="num">{t("promote.usesHead")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                    <tbody>
                        {rows.map((x) => (
                            <tr key={x.id}>
                                <td><strong className="num">{String(x.code)}</strong> {x.active === false && <Badge color="gray" variant="light" tt="none" radius="sm">{t("promote.isPaused")}</Badge>}{typeof x.ends_on === "string" && x.ends_on < today(r) && <Badge color="terracotta" variant="light" tt="none" radius="sm">{t("promote.isOver")}</Badge>}</td>
                                <td data-label={t("promote.where")}>{nameOf(x)}</td>
                                <td data-label={t("channels.by.channel")}>{channelName(String(x.channel), t)}{typeof x.partner === "string" && ` · ${partners.get(x.partner) ?? "…"}`}</td>
                                <td data-label={t("promote.offer")}>{typeof x.offer === "string" ? x.offer : "–"}</td>
                                <td data-label={t("promote.until")}>{typeof x.ends_on === "string" ? day(r, x.ends_on) : "–"}</td>
                                <td className="num" data-label={t("promote.usesHead")}>{count(r, Number(x.uses ?? 0))}</td>
                                <td className="row-actions">{may && <RowMenu name={String(x.code)} onEdit={() => code.edit(x)} onDrop={() => code.drop(x)}><Menu.Item leftSection={<IconPower size={15} aria-hidden />} onClick={() => turn(x)}>{t(x.active === false ? "promote.resume" : "promote.pause")}</Menu.Item></RowMenu>}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {code.dialogs}
        </>
    );
}
