/* The goal above, the goals below, and how far these carry it. */
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { GoalFamily } from "../../api/types";
import { byUnit, percent } from "../../format";
import { useReader } from "../../session";

export function Children({ family: f }: { family: GoalFamily }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <section className="card" style={{ marginTop: 20 }} aria-label={t("goal.family")}>
            <h2 style={{ margin: "0 0 10px", fontSize: "1.02rem" }}>{t("goal.family")}</h2>
            {f.parent && <Text size="sm" mb="sm">{t("goal.partOf")} <Link to="/goals/$id" params={{ id: f.parent.id }} className="link">{f.parent.name}</Link></Text>}
            {f.children_target !== null && f.target !== null && f.target > 0 && (
                <Text size="sm" mb="sm">{t("goal.childrenSum", { share: percent(r, f.children_target / f.target, 0), now: byUnit(r, f.unit, f.children_current), of: byUnit(r, f.unit, f.children_target) })}</Text>
            )}
            {f.children.length > 0 && (
                <div className="scroll-x" tabIndex={0} role="region" aria-label={t("goal.below")}>
                    <table className="grid-table">
                        <thead><tr><th>{t("goal.below")}</th><th className="num">{t("goal.now")}</th><th className="num">{t("goal.target")}</th><th className="num">{t("goal.share")}</th></tr></thead>
                        <tbody>
                            {f.children.map((c) => (
                                <tr key={c.id}>
                                    <td><Link to="/goals/$id" params={{ id: c.id }} className="link">{c.name}</Link></td>
                                    <td className="num">{byUnit(r, c.unit, c.current)}</td>
                                    <td className="num">{byUnit(r, c.unit, c.target)}</td>
                                    <td className="num">{c.adds_up && c.target !== null && f.target ? percent(r, c.target / f.target, 0) : <span className="dim">{t("goal.otherMetric")}</span>}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </section>
    );
}
