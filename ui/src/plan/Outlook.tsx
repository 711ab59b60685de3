/* Where a goal will probably arrive: the range, the chance to reach the target, and how far its own past bears it out. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Outlook as Told } from "../api/types";
import { count, day, inShort, percent } from "../format";
import { reasonText } from "../parts/Figure";
import { useReader } from "../session";

export function Outlook({ o, due, target }: { o: Told; due: string; target: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const show = (v: number | null) => inShort(r, o.unit, v);
    const why = reasonText(o.reason);
    if (why || o.middle === null) return <Text size="sm" className="dim">{t("goal.outlook.none", { why: why ?? "" })}</Text>;
    return (
        <div>
            <Group gap={8} align="baseline">
                <Text size="sm">{t("goal.outlook.range", { due: day(r, due), middle: show(o.middle), low: show(o.low), high: show(o.high) })}</Text>
                {target && o.chance !== null && <Chance o={o} />}
            </Group>
            {target && o.ambition === "timid" && <Text size="sm" mt={4}>{t("goal.outlook.timid")}</Text>}
            {target && o.ambition === "bold" && <Text size="sm" mt={4}>{o.best_growth !== null && o.needed_growth !== null ? t("goal.outlook.boldGrowth", { months: o.months, best: percent(r, o.best_growth), needed: percent(r, o.needed_growth) }) : t("goal.outlook.bold")}</Text>}
            <Text size="xs" className="dim num" mt={4}>
                {t("goal.outlook.told", { weeks: count(r, o.weeks), since: day(r, o.since) })}
                {o.trials > 0 && ` ${t("goal.outlook.tried", { held: count(r, o.held), trials: count(r, o.trials) })}`}
                {o.trials >= 8 && o.held / o.trials < 0.6 && ` ${t("goal.outlook.trustLess")}`}
                {o.steady < o.weeks && ` ${t("goal.outlook.jump", { count: o.steady, n: count(r, o.steady) })}`}
            </Text>
        </div>
    );
}

function Chance({ o }: { o: Told }) {
    const { t } = useTranslation();
    const r = useReader();
    const p = o.chance ?? 0;
    const text = p > 0.99 ? `> ${percent(r, 0.99, 0)}` : p < 0.01 ? `< ${percent(r, 0.01, 0)}` : percent(r, p, 0);
    const color = o.ambition === "bold" ? "terracotta" : o.ambition === "timid" ? "gray" : "azulejo";
    return <Badge variant="light" color={color} tt="none" radius="sm">{t("goal.outlook.chance", { p: text })}</Badge>;
}
