/* On a contact's or a company's page: the segments it is in, and since when. */
import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { day } from "../format";
import { Box } from "../people/Related";
import { useReader } from "../session";
import { useHasSegments, type SegmentOf } from "./segments";

export function SegmentsCard({ table, id }: { table: "contacts" | "accounts"; id: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const has = useHasSegments();
    const q = useQuery({ queryKey: ["segments-of", table, id], enabled: has, queryFn: async ({ signal }) => (await api.get<{ items: SegmentOf[] }>(`/${table}/${id}/segments`, undefined, signal)).items });
    if (!has) return null;
    return (
        <Box title={t("menu.segments")}>
            {!q.data ? null : q.data.length === 0 ? (
                <Text size="sm" className="dim">{t("segments.inNone")}</Text>
            ) : (
                <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 10 }}>
                    {q.data.map((s) => (
                        <li key={s.id} style={{ fontSize: "0.9rem" }}>
                            <Link className="link" to="/people/segments/$id" params={{ id: s.id }}>{s.name}</Link>
                            {s.manual && <Badge ml={6} size="sm" variant="light" color="ochre" tt="none" radius="sm">{t("segments.byHand")}</Badge>}
                            <Text size="xs" className="dim num">{t("segments.sinceDay", { day: day(r, s.entered_at) })}</Text>
                        </li>
                    ))}
                </ul>
            )}
        </Box>
    );
}
