/* Spend that looks counted twice, each with its days, both amounts and the imports by which one of them can be undone. */
import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { SpendOverlap } from "../api/types";
import { count, dayRange, money } from "../format";
import { useReader } from "../session";

export function OverlapList({ items, of }: { items: SpendOverlap[]; of: number }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <ul className="notices" style={{ marginTop: 6 }}>
            {items.map((o) => (
                <li key={`${o.name} ${o.kind} ${o.channel ?? ""} ${o.currency ?? ""} ${o.first} ${o.last} ${o.amount_minor}`}>
                    {t("spendImport.overlap", { count: o.others, n: count(r, o.others), name: o.name, days: dayRange(r, o.first, o.last), amount: money(r, o.amount_minor, o.currency ?? undefined), otherDays: dayRange(r, o.others_first, o.others_last), otherAmount: money(r, o.others_minor, o.currency ?? undefined) })}
                    {[o.import, o.others_import].map((id, i) => id && (
                        <span key={i}>{" "}<Link className="link" to="/results/spend/import" search={{ id }}>{t(i === 0 ? "spendImport.overlapFirst" : "spendImport.overlapOthers")}</Link></span>
                    ))}
                </li>
            ))}
            {of > items.length && <li>{t("spendImport.overlapMore", { count: of - items.length, n: count(r, of - items.length) })}</li>}
        </ul>
    );
}

export function Overlaps() {
    const { t } = useTranslation();
    const q = useQuery({ queryKey: ["spend", "overlaps"], queryFn: ({ signal }) => api.get<{ items: SpendOverlap[]; count: number }>("/spend/overlaps", undefined, signal) });
    if (!q.data || q.data.count === 0) return null;
    return (
        <Alert variant="light" color="ochre" mb="md" title={t("spendImport.overlaps")}>
            {t("spendImport.overlapsText")}
            <OverlapList items={q.data.items} of={q.data.count} />
        </Alert>
    );
}
