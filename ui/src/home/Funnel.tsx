/* The four stages as horizontal bars, with the rate between each and the next. Each opens the contacts that it counts. */
import { Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "../api/types";
import { count, percent } from "../format";
import { Figure } from "../parts/Figure";
import { useReader } from "../session";

const shades = ["#3b72b8", "#2f8fa5", "#b9871a", "#3f9470"];

/* Who has no lifecycle stands among the leads. */
function whoCame(far: string[], everyone: string[]): { rule?: string } {
    if (far.length === everyone.length) return {};
    return { rule: JSON.stringify(far.includes("lead") ? { field: "lifecycle", not_in: everyone.filter((s) => !far.includes(s)) } : { field: "lifecycle", in: far }) };
}

export function Funnel({ funnel, rates, lifecycle }: { funnel: Dashboard["funnel"]; rates: Dashboard["stages"]; lifecycle: Dashboard["lifecycle"] }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
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
                            <span style={{ fontWeight: 550 }}>{f.label}</span>
                            <span className="num" style={{ fontWeight: 600 }}>
                                <Figure value={count(r, f.count)} none={false} what={f.label} onOpen={f.count > 0 ? () => void navigate({ to: "/people/$table", params: { table: "contacts" }, search: whoCame(f.lifecycle, lifecycle.map((l) => l.stage)) }) : undefined} />
                            </span>
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
