/* All customers, the worst first, with what their health is made of behind the number. */
import { Button, Group, SegmentedControl, Select, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useMembers } from "../api/queries";
import type { Page } from "../api/types";
import { ago, day, money } from "../format";
import { OwnerName } from "../parts/Cell";
import { Empty } from "../parts/Empty";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Score, type Customer } from "./Health";

const shows = ["active", "risk", "former"] as const;

export function Customers() {
    const { t, i18n } = useTranslation();
    const r = useReader();
    const members = useMembers().data ?? [];
    const [show, setShow] = useState<string>("active");
    const [owner, setOwner] = useState<string | null>(null);
    const q = useInfiniteQuery({
        queryKey: ["rows", "customers", show, owner, i18n.language],
        initialPageParam: "",
        placeholderData: keepPreviousData,
        queryFn: ({ pageParam, signal }) => api.get<Page<Customer>>("/customers", { show, owner, after: pageParam, limit: 50 }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
    return (
        <>
            <Group mb="md" gap="sm">
                <SegmentedControl value={show} onChange={setShow} aria-label={t("after.which")} data={shows.map((v) => ({ value: v, label: t(`after.show.${v}`) }))} />
                {members.length > 1 && <Select aria-label={t("care.tasks.person")} placeholder={t("after.anyOwner")} clearable value={owner} onChange={setOwner} data={members.map((m) => ({ value: m.id, label: m.name ?? m.email }))} />}
            </Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : rows.length === 0 ? (
                <section className="card"><Empty title={t(`after.none.${show}`)} text={t("after.noneText")} /></section>
            ) : (
                <section className="card" style={{ padding: 0, overflow: "hidden" }}>
                    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("after.tab.customers")}>
                        <table className="grid-table row-cards">
                            <thead>
                                <tr>
                                    <th scope="col">{t("record.company")}</th>
                                    <th scope="col">{t("after.health")}</th>
                                    <th scope="col" className="num">{t("after.revenueYear")}</th>
                                    <th scope="col">{show === "former" ? t("after.leftDay") : t("after.contractEnds")}</th>
                                    <th scope="col">{t("after.lastSpoken")}</th>
                                    <th scope="col">{t("after.owner")}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {rows.map((c) => (
                                    <tr key={c.account}>
                                        <td><Link className="link" to="/people/$table/$id" params={{ table: "accounts", id: c.account }}>{c.name ?? "–"}</Link></td>
                                        <td data-label={t("after.health")}><Score customer={c} /></td>
                                        <td className="num" data-label={t("after.revenueYear")}>{money(r, c.revenue_minor)}</td>
                                        <td data-label={show === "former" ? t("after.leftDay") : t("after.contractEnds")}>{show === "former" ? (c.churned_on ? day(r, c.churned_on) : "–") : c.contract_ends_on ? day(r, c.contract_ends_on) : <Text span size="sm" className="dim">{t("after.notGiven")}</Text>}</td>
                                        <td data-label={t("after.lastSpoken")}>{c.last_activity_at ? ago(r, c.last_activity_at) : <Text span size="sm" className="dim">{t("after.never")}</Text>}</td>
                                        <td data-label={t("after.owner")}>{c.owner ? <OwnerName id={c.owner} /> : "–"}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                    {q.hasNextPage && <Button m="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
                </section>
            )}
        </>
    );
}
