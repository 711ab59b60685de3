/* Which of our audiences each competitor goes after. */
import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useDelete, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { failed } from "../../parts/toast";
import { useDesk } from "../../session";

interface TargetsProps {
    plan: string;
    rivals: Row[];
    audiences: Row[];
    frozen: boolean;
}

export function Targets({ plan, rivals, audiences, frozen }: TargetsProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const rows = useAllOf("competitor_audiences", { plan });
    const save = useSave("competitor_audiences");
    const remove = useDelete("competitor_audiences");
    const may = can("edit_plan") && !frozen;
    if (audiences.length === 0) return null;
    const of = (competitor: Row, audience: Row) => rows.data?.find((x) => x.competitor === competitor.id && x.audience === audience.id);
    const turn = (competitor: Row, audience: Row) => {
        const row = of(competitor, audience);
        if (row) remove.mutate(row, { onError: failed });
        else save.mutate({ values: { plan, competitor: competitor.id, audience: audience.id } }, { onError: failed });
    };
    return (
        <div style={{ marginBottom: 26 }}>
            <h2 style={{ margin: "0 0 10px", fontSize: "1.05rem" }}>{t("rival.targets")}</h2>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("rival.targets")}>
                <table className="grid-table">
                    <thead>
                        <tr>
                            <th scope="col">{t("rival.competitor")}</th>
                            {audiences.map((a) => <th key={a.id} scope="col" style={{ whiteSpace: "normal", minWidth: 110 }}>{nameOf(a)}</th>)}
                        </tr>
                    </thead>
                    <tbody>
                        {rivals.map((c) => (
                            <tr key={c.id}>
                                <th scope="row" style={{ fontWeight: 550, textAlign: "left" }}>{nameOf(c)}</th>
                                {audiences.map((a) => (
                                    <td key={a.id}>
                                        <Checkbox checked={of(c, a) !== undefined} disabled={!may || save.isPending || remove.isPending} onChange={() => turn(c, a)} aria-label={t("rival.targetsOne", { competitor: nameOf(c), audience: nameOf(a) })} />
                                    </td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </div>
    );
}
