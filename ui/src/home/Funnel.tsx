/* The four stages as horizontal bars, with the rate between each and the next. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "../api/types";
import { count, percent } from "../format";
import { useReader } from "../session";

const shades = ["#3b72b8", "#2f8fa5", "#b9871a", "#3f9470"];

export function Funnel({ funnel, rates }: { funnel: Dashboard["funnel"]; rates: Dashboard["stages"] }) {
    const { t } = useTranslation();
    const r = useReader();
    const most = Math.max(...funnel.map((f) => f.count), 1);
    const rateAfter = (i: number): number | null => {
        const given = rates?.[i];
        if (given) return given.rate;
        const a = funnel[i]?.count ?? 0;
        const b = funnel[i + 1]?.count ?? 0;
        return a > 0 ? b / a : null;
    };
    return (
        <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
            {funnel.map((f, i) => {
                const rate = i < funnel.length - 1 ? rateAfter(i) : null;
                return (
                    <li key={f.stage}>
                        <div style={{ display: "flex", justifyContent: "space-between", gap: 8, marginBottom: 4, fontSize: "0.9rem" }}>
                            <span style={{ fontWeight: 550 }}>{f.label ?? t(`stage.${f.stage}`)}</span>
                            <span className="num" style={{ fontWeight: 600 }}>{count(r, f.count)}</span>
                        </div>
                        <div className="bar-track" style={{ height: 18 }} aria-hidden="true">
                            <div className="bar-fill" style={{ width: `${(100 * f.count) / most}%`, minWidth: f.count ? 4 : 0, background: shades[i % shades.length] }} />
                        </div>
                        {i < funnel.length - 1 && (
                            <Text size="xs" className="dim num" py={5} pl={2}>
                                ↓ {rate === null ? t("figure.none") : t("home.goesOn", { rate: percent(r, rate) })}
                            </Text>
                        )}
                    </li>
                );
            })}
        </ol>
    );
}
