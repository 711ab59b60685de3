/* Where a goal stands: from its baseline to its target, with a mark at where an even pace would be today. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Progress } from "../api/types";
import { byUnit, count, percent } from "../format";
import { reasonText } from "../parts/Figure";
import { LeftOut } from "../parts/LeftOut";
import { useReader } from "../session";

/* bare: the figures are told beside it. */
export function GoalProgress({ p, bare }: { p: Progress; bare?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const show = (v: number | null) => byUnit(r, p.unit, v);
    const part = Math.max(0, Math.min(1, p.progress ?? 0));
    const expected = p.elapsed === null || p.keeps ? null : Math.max(0, Math.min(1, p.elapsed));
    return (
        <div>
            <Group justify="space-between" gap={6} mt={6} mb={6} fz="sm">
                <span className="num">
                    {p.current === null ? (
                        <span className="dim">{t("goal.targetIs", { v: show(p.target) })}</span>
                    ) : (
                        <>
                            <strong>{show(p.current)}</strong> <span className="dim">{t("goal.of", { v: show(p.target) })}</span>
                        </>
                    )}
                </span>
                <Pace p={p} />
            </Group>
            <div
                role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(part * 100)} aria-valuetext={percent(r, p.progress)} aria-label={t("goal.progress")}
                style={{ position: "relative", height: 10 }}
            >
                <div className="bar-track" style={{ height: 10 }}>
                    <div className="bar-fill" style={{ width: `${part * 100}%`, background: p.on_track === false ? "var(--mantine-color-terracotta-5)" : "var(--mantine-color-leaf-5)" }} />
                </div>
                {expected !== null && expected > 0 && <span aria-hidden style={{ position: "absolute", left: `calc(${expected * 100}% - 1px)`, top: -3, width: 2, height: 16, background: "var(--ink)" }} />}
            </div>
            {(!bare || reasonText(p.reason) || p.keeps) && (
                <Text size="xs" className="dim num" mt={6}>
                    {reasonText(p.reason)?.replace(/\.$/, "") ?? t(p.keeps ? "goal.lineKeeps" : p.progress !== null && p.progress < 0 ? "goal.lineWorse" : "goal.line", { base: show(p.baseline), progress: percent(r, p.progress, 0), expected: show(p.expected_now) })}
                    {p.days_left !== null && ` · ${t("goal.daysLeft", { count: p.days_left, n: count(r, p.days_left) })}`}
                </Text>
            )}
            {!bare && <LeftOut others={p.other_currencies} mt={4} />}
        </div>
    );
}

function standing(p: Progress) {
    if (p.keeps) return p.on_track ? "kept" : "notKept";
    if (p.on_track) return p.reached ? "reached" : "onTrack";
    return p.over ? "missed" : "behind";
}

export function Pace({ p }: { p: Progress }) {
    const { t } = useTranslation();
    const r = useReader();
    if (p.on_track === null) return null;
    return (
        <Badge variant="light" color={p.on_track ? "leaf" : "terracotta"} tt="none" radius="sm">
            {t(`goal.${standing(p)}`)}
            {!p.over && p.pace !== null && p.pace >= 0 && ` · ${percent(r, p.pace, 0)}`}
        </Badge>
    );
}
