/* Requests that were answered, newest first. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page } from "../api/types";
import { day } from "../format";
import { Empty } from "../parts/Empty";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import type { RightsRequest } from "./words";

export function Ended() {
    const { t } = useTranslation();
    const r = useReader();
    const q = useInfiniteQuery({
        queryKey: ["rights", "ended"],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<RightsRequest>>("/rights-requests", { state: "ended", limit: 50, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const items = q.data.pages.flatMap((p) => p.items);
    if (items.length === 0) return <div className="card"><Empty title={t("rights.noEnded")} text={t("rights.noEndedText")} /></div>;
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("rights.tab.ended")}>
                <table className="grid-table">
                    <thead><tr><th>{t("rights.person")}</th><th>{t("rights.what")}</th><th>{t("rights.result")}</th><th>{t("rights.closedOn")}</th><th>{t("rights.answerTitle")}</th></tr></thead>
                    <tbody>
                        {items.map((x) => (
                            <tr key={x.id}>
                                <td style={{ minWidth: 150 }}>{x.name ?? x.email ?? <span className="dim">{t("rights.erasedPerson")}</span>}</td>
                                <td>{t(`rights.kind.${x.kind}`)}</td>
                                <td><Badge variant="light" tt="none" radius="sm" color={x.state === "done" ? "leaf" : "gray"}>{t(`rights.state.${x.state}`)}</Badge></td>
                                <td>{day(r, x.closed_at)}{x.closed_by_name && <Text size="xs" className="dim">{x.closed_by_name}</Text>}</td>
                                <td style={{ maxWidth: 320 }}>{x.erasure ? <Link className="link" to="/people/rights/erasures/$id" params={{ id: x.erasure }}>{t("rights.proof")}</Link> : (x.answer ?? "–")}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
