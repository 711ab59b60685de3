/* On a record: a pair that may be the same, so that nobody works on the wrong one. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf } from "../api/queries";
import type { Duplicate, Page, Row } from "../api/types";
import type { MergeTable } from "./MergeDialog";
import { Box } from "./Related";

export function MaybeTwice({ table, row }: { table: MergeTable; row: Row }) {
    const { t } = useTranslation();
    const kind = table === "contacts" ? "contact" : "account";
    const q = useQuery({ queryKey: ["duplicates", kind, "of", row.id], queryFn: async ({ signal }) => (await api.get<Page<Duplicate>>("/duplicates", { kind, record: row.id, limit: 5 }, signal)).items });
    if (!q.data?.length) return null;
    return (
        <Box title={t("identity.maybeTwice")}>
            <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 8 }}>
                {q.data.map((p) => {
                    const other = p.one.id === row.id ? p.other : p.one;
                    return (
                        <li key={p.id} style={{ fontSize: "0.9rem" }}>
                            <Link className="link" to="/people/$table/$id" params={{ table, id: other.id }}>{nameOf(other)}</Link>
                            <Text size="xs" className="dim">{p.reasons.map((x) => t(`identity.reason.${x}`)).join(" · ")}</Text>
                        </li>
                    );
                })}
            </ul>
            <Link className="link" to="/people/duplicates" style={{ display: "inline-block", marginTop: 8, fontSize: "0.84rem" }}>{t("identity.seePairs")}</Link>
        </Box>
    );
}
