/* Contracts that end soon, how much is at stake, and one press that opens the deal to renew one. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { useRefresh } from "../api/queries";
import type { components } from "../api/openapi";
import type { Page, Row } from "../api/types";
import { day, money, today } from "../format";
import { OwnerName } from "../parts/Cell";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

type Due = components["schemas"]["RenewalDue"];
const bounds = [30, 60, 90] as const;
const parts = ["late", "30", "60", "90"] as const;
type Part = (typeof parts)[number];

function days(from: string, to: string): number {
    return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function Renewals() {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const refresh = useRefresh();
    const q = useQuery({ queryKey: ["rows", "renewals"], queryFn: async ({ signal }) => (await api.get<Page<Due>>("/renewals", { days: 90 }, signal)).items });
    const renew = useMutation({ mutationFn: (d: Due) => api.post<Row>(`/deals/${d.deal}/renew`, {}), onSuccess: () => { refresh("deals"); done(t("after.renewalOpened")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    if (q.data.length === 0) return <section className="card"><Empty title={t("after.noRenewals")} text={t("after.noRenewalsText")} /></section>;
    const now = today(r);
    const groups: Record<Part, Due[]> = { late: [], 30: [], 60: [], 90: [] };
    for (const d of q.data) {
        const left = days(now, d.contract_ends_on);
        groups[left < 0 ? "late" : (String(bounds.find((b) => left <= b) ?? 90) as Part)].push(d);
    }
    return (
        <>
            <div className="due-sums">
                {parts.map((p) => (
                    <div key={p} className="card due-sum" data-late={p === "late" && groups[p].length > 0}>
                        <Text size="sm" className="dim">{t(`after.due.${p}`)}</Text>
                        <Text className="num" fw={650} size="lg">{money(r, groups[p].reduce((s, d) => s + (d.currency === null || d.currency === r.currency ? (d.amount_minor ?? 0) : 0), 0))}</Text>
                        <Text size="xs" className="dim">{t("after.contracts", { count: groups[p].length })}</Text>
                    </div>
                ))}
            </div>
            {parts.filter((p) => groups[p].length > 0).map((p) => (
                <section key={p} className="card" style={{ marginBottom: 16 }} aria-label={t(`after.due.${p}`)}>
                    <h2 style={{ margin: "0 0 4px", fontSize: "1.02rem", fontWeight: 650 }}>{t(`after.due.${p}`)}</h2>
                    <ul className="plain-list">
                        {groups[p].map((d) => (
                            <li key={d.deal} className="activity" style={{ alignItems: "center", flexWrap: "wrap" }}>
                                <div style={{ minWidth: 0, flex: "1 1 260px" }}>
                                    {d.account ? <Link className="link" to="/people/$table/$id" params={{ table: "accounts", id: d.account }}>{d.account_name ?? d.name ?? "–"}</Link> : <Text size="sm" fw={600}>{d.name}</Text>}
                                    <Text size="xs" className="dim">
                                        <Link className="plain-link" to="/people/$table/$id" params={{ table: "deals", id: d.deal }}>{d.name}</Link>
                                        {d.owner && <> · <OwnerName id={d.owner} /></>}
                                    </Text>
                                </div>
                                <Text size="sm" className={p === "late" ? "attention num" : "num"} style={{ whiteSpace: "nowrap" }}>{day(r, d.contract_ends_on)}</Text>
                                <Text size="sm" className="num" fw={600} style={{ minWidth: 110, textAlign: "right" }}>{d.amount_minor === null ? t("after.noAmount") : money(r, d.amount_minor, d.currency ?? r.currency)}</Text>
                                <Group gap={6} style={{ minWidth: 160 }} justify="flex-end">
                                    {d.renewal ? (
                                        <Link to="/people/$table/$id" params={{ table: "deals", id: d.renewal }} className="link"><Badge color="leaf" variant="light" tt="none" radius="sm" style={{ cursor: "pointer" }}>{t("after.renewalIsOpen")}</Badge></Link>
                                    ) : can("edit_deals") && (
                                        <Button size="xs" variant="light" loading={renew.isPending && renew.variables.deal === d.deal} onClick={() => { renew.mutate(d); }} aria-label={t("after.openRenewalOf", { name: d.account_name ?? d.name ?? "" })}>{t("after.openRenewal")}</Button>
                                    )}
                                </Group>
                            </li>
                        ))}
                    </ul>
                </section>
            ))}
        </>
    );
}
