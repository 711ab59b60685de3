/* What a company belongs to, what belongs to it, and the totals of the whole tree below it. */
import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Family as FamilyData, Row } from "../api/types";
import { count, money } from "../format";
import { useReader } from "../session";
import { Box } from "./Related";

export function Family({ row }: { row: Row }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useQuery({ queryKey: ["rows", "accounts", "family", row.id, row.version], queryFn: ({ signal }) => api.get<FamilyData>(`/accounts/${row.id}/family`, undefined, signal) });
    const f = q.data;
    if (!f || (f.parents.length === 0 && f.children.length === 0)) return null;
    const name = (x: { id: string; name: string | null; domain: string | null }) => x.name ?? x.domain ?? `#${x.id.slice(-6)}`;
    return (
        <Box title={t("identity.family")}>
            {f.parents.length > 0 && (
                <Text size="sm" mb={f.children.length ? 8 : 0}>
                    <span className="dim">{t("identity.belongsTo")} </span>
                    {f.parents.map((p, i) => (
                        <span key={p.id}>
                            {i > 0 && <span className="dim"> › </span>}
                            <Link className="link" to="/people/$table/$id" params={{ table: "accounts", id: p.id }}>{name(p)}</Link>
                        </span>
                    ))}
                </Text>
            )}
            {f.children.length > 0 && (
                <>
                    <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 8 }}>
                        {f.children.map((c) => (
                            <li key={c.id} style={{ fontSize: "0.9rem" }}>
                                <Link className="link" to="/people/$table/$id" params={{ table: "accounts", id: c.id }}>{name(c)}</Link>
                                <Text size="xs" className="dim num">
                                    {[t("identity.contactsOf", { count: c.contacts, n: count(r, c.contacts) }), t("identity.openOf", { count: c.open_deals, n: count(r, c.open_deals) })].join(" · ")}
                                </Text>
                            </li>
                        ))}
                    </ul>
                    <dl aria-label={t("identity.totals")} style={{ margin: "12px 0 0", paddingTop: 10, borderTop: "1px solid var(--line)", display: "grid", gap: 4, fontSize: "0.86rem" }}>
                        <Line label={t("identity.totalAccounts")} value={count(r, f.totals.accounts)} />
                        <Line label={t("menu.contacts")} value={count(r, f.totals.contacts)} />
                        <Line label={t("identity.totalOpen")} value={[count(r, f.totals.open_deals), ...f.money.filter((m) => m.open_minor > 0).map((m) => money(r, m.open_minor, m.currency ?? r.currency))].join(" · ")} />
                        <Line label={t("identity.totalWon")} value={[count(r, f.totals.won_deals), ...f.money.filter((m) => m.won_minor > 0).map((m) => money(r, m.won_minor, m.currency ?? r.currency))].join(" · ")} />
                    </dl>
                    {f.cut && <Text size="xs" className="dim" mt={6}>{t("identity.cut")}</Text>}
                </>
            )}
        </Box>
    );
}

function Line({ label, value }: { label: string; value: string }) {
    return (
        <Group justify="space-between" gap="xs" wrap="nowrap">
            <dt className="dim">{label}</dt>
            <dd className="num" style={{ margin: 0, textAlign: "right", fontWeight: 550 }}>{value}</dd>
        </Group>
    );
}
