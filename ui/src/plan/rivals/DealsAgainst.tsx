/* The deals a competitor is or was after: what stands behind the win rate. */
import { Badge, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Row } from "../../api/types";
import { count, day, money } from "../../format";
import { Empty } from "../../parts/Empty";
import { useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { useRivalDeals } from "./data";
import { WinRate } from "./WinRate";

const tones = { won: "leaf", lost: "terracotta", open: "azulejo" } as const;

export function DealsAgainst({ rival }: { rival: Row }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useRivalDeals(rival.id);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const { record, own, items } = q.data;
    if (items.length === 0) return <div className="card"><Empty title={t("rival.noDeals")} text={t("rival.noDealsText")} /></div>;
    return (
        <>
            <Text mb="sm">
                {t("rival.winRate")}: <WinRate of={record} own={own} /> · {t("rival.outcomes", { won: count(r, record.won), lost: count(r, record.lost), open: count(r, record.open) })}
            </Text>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("rival.tab.deals")}>
                <table className="grid-table row-cards">
                    <thead>
                        <tr>
                            <th scope="col">{t("rival.deal")}</th>
                            <th scope="col">{t("rival.outcome")}</th>
                            <th scope="col" className="num">{t("rival.amount")}</th>
                            <th scope="col">{t("rival.why")}</th>
                            <th scope="col">{t("rival.closed")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((d) => (
                            <tr key={d.deal}>
                                <td><Link className="link" to="/people/$table/$id" params={{ table: "deals", id: d.deal }}>{d.name}</Link></td>
                                <td data-label={t("rival.outcome")}><Badge variant="light" color={tones[d.outcome]} tt="none" radius="sm">{t(`rival.ended.${d.outcome}`)}</Badge></td>
                                <td className="num" data-label={t("rival.amount")}>{money(r, d.amount_minor, d.currency ?? undefined)}</td>
                                <td data-label={t("rival.why")}>{d.why ?? <span className="dim">–</span>}</td>
                                <td data-label={t("rival.closed")}>{day(r, d.closed_at)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <Text size="xs" className="dim" mt={8}>{t("rival.winRateText", { need: 10 })}</Text>
        </>
    );
}
