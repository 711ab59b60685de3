/* Who entered and left, when and why; the newest first. */
import { Badge, Button, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { moment } from "../format";
import { Empty } from "../parts/Empty";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { nameOrId } from "./Members";
import { recordsOf, useMoves, type Segment } from "./segments";

export function Moves({ segment }: { segment: Segment }) {
    const { t } = useTranslation();
    const r = useReader();
    const q = useMoves(segment.id);
    const table = recordsOf[segment.subject];
    const items = q.data?.pages.flatMap((p) => p.items) ?? [];
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (q.isPending) return <Waiting />;
    if (!items.length) return <Empty title={t("segments.noMoves")} text={t("segments.noMovesText")} />;
    return (
        <>
            <div className="scroll-x">
                <table className="grid-table">
                    <thead><tr><th scope="col">{t("segments.when")}</th><th scope="col">{t("segments.record")}</th><th scope="col">{t("segments.move")}</th><th scope="col">{t("segments.why")}</th></tr></thead>
                    <tbody>
                        {items.map((m, i) => (
                            <tr key={`${m.at} ${m.record.id} ${i}`}>
                                <td className="num" style={{ textAlign: "left", whiteSpace: "nowrap" }}>{moment(r, m.at)}</td>
                                <td><Link className="link" to="/people/$table/$id" params={{ table, id: m.record.id }}>{nameOrId(m.record)}</Link></td>
                                <td><Badge variant="light" color={m.move === "entered" ? "leaf" : "gray"} tt="none" radius="sm">{m.move === "entered" ? `→ ${t("segments.entered")}` : `← ${t("segments.left")}`}</Badge></td>
                                <td>{t(`segments.cause.${m.cause}`)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
        </>
    );
}
