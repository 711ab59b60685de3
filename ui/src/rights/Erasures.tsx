/* Who was erased, without who it was: when, at whose wish, and the proof. */
import { Badge, Button, Group } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page } from "../api/types";
import { moment } from "../format";
import { Empty } from "../parts/Empty";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import type { ErasureRow } from "./words";

export function Erasures() {
    const { t } = useTranslation();
    const r = useReader();
    const q = useInfiniteQuery({
        queryKey: ["erasures"],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<ErasureRow>>("/erasures", { limit: 50, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
        refetchInterval: (x) => (x.state.data?.pages.some((p) => p.items.some((e) => e.state !== "done")) ? 1500 : false),
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const items = q.data.pages.flatMap((p) => p.items);
    if (items.length === 0) return <div className="card"><Empty title={t("rights.noErasures")} text={t("rights.noErasuresText")} /></div>;
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("rights.tab.erasures")}>
                <table className="grid-table">
                    <thead><tr><th>{t("rights.number")}</th><th>{t("rights.begun")}</th><th>{t("rights.askedBy")}</th><th>{t("rights.result")}</th></tr></thead>
                    <tbody>
                        {items.map((x) => (
                            <tr key={x.id}>
                                <td><Link className="link" to="/people/rights/erasures/$id" params={{ id: x.id }}>#{x.id.slice(-6)}</Link></td>
                                <td>{moment(r, x.created_at)}</td>
                                <td>{t(`rights.by.${x.asked_by}`, { defaultValue: x.asked_by })}</td>
                                <td>{x.state === "done" ? <Badge variant="light" tt="none" radius="sm" color="leaf">{t("rights.erased")}</Badge> : <Badge variant="light" tt="none" radius="sm" color="ochre">{x.message ?? t("rights.underWay")}</Badge>}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
