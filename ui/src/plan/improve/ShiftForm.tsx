/* Money, or hours, from one channel to another: what is typed, and the effect it would have, before anything is changed. */
import { Badge, Group, Input, NumberInput, SegmentedControl, Select, SimpleGrid, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, Problem } from "../../api/client";
import { fieldOf } from "../../api/queries";
import type { BudgetShift } from "../../api/types";
import { byUnit, count, decimal, percent } from "../../format";
import { channelName } from "../../parts/fields";
import { MoneyInput } from "../../parts/FieldInput";
import { useReader } from "../../session";
import { useEvidence } from "./data";

export interface Shift {
    from: string;
    to: string;
    amount: number;
    months: number;
    hours: boolean;
    metric: string;
}

export const noShift: Shift = { from: "", to: "", amount: 0, months: 3, hours: false, metric: "leads" };
const metrics = ["leads", "won", "revenue"];

export function ShiftForm({ value, onChange, wrong = {} }: { value: Shift; onChange: (v: Shift) => void; wrong?: Record<string, string> }) {
    const { t } = useTranslation();
    const r = useReader();
    const evidence = useEvidence("channel");
    const [asked] = useDebouncedValue(value, 350);
    const ready = asked.from !== "" && asked.to !== "" && asked.amount > 0;
    const q = useQuery({
        queryKey: ["budget-shift", asked], enabled: ready, retry: false, placeholderData: keepPreviousData,
        queryFn: ({ signal }) => api.get<BudgetShift>("/budget-shift", { ...asked }, signal),
    });
    const refused: Record<string, string> = { ...(ready && q.error instanceof Problem ? q.error.fields : {}), ...wrong };
    const put = (part: Partial<Shift>) => onChange({ ...value, ...part });
    const channels = (evidence.data?.items ?? []).filter((x) => x.kind !== "mend" && x.key !== "(none)").map((x) => ({ value: x.key, label: channelName(x.key, t) }));
    return (
        <div>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
                <Select label={t("improve.shift.from")} data={channels} value={value.from || null} onChange={(v) => put({ from: v ?? "" })} error={refused.from} searchable placeholder={t("common.choose")} />
                <Select label={t("improve.shift.to")} data={channels} value={value.to || null} onChange={(v) => put({ to: v ?? "" })} error={refused.to} searchable placeholder={t("common.choose")} />
                {value.hours ? (
                    <NumberInput label={t("improve.shift.hoursAmount")} min={0} allowDecimal={false} clampBehavior="none" value={value.amount || ""} error={refused.amount} onChange={(v) => put({ amount: Number(v) || 0 })} />
                ) : (
                    <MoneyInput field={fieldOf({ name: "amount", label: t("improve.shift.amount"), kind: "money" })} currency={r.currency} value={value.amount || null} error={refused.amount} onChange={(v) => put({ amount: typeof v === "number" ? v : 0 })} />
                )}
                <NumberInput label={t("improve.shift.months")} min={1} max={12} allowDecimal={false} clampBehavior="none" value={value.months} error={refused.months} onChange={(v) => put({ months: Number(v) || 0 })} />
            </SimpleGrid>
            <Group gap="sm" mt="sm">
                <Input.Wrapper label={t("improve.shift.what")} labelElement="div">
                    <SegmentedControl display="flex" aria-label={t("improve.shift.what")} value={value.hours ? "hours" : "money"} onChange={(v) => put({ hours: v === "hours", amount: 0 })} data={[{ value: "money", label: t("improve.shift.money") }, { value: "hours", label: t("improve.shift.hours") }]} />
                </Input.Wrapper>
                <Input.Wrapper label={t("improve.shift.metric")} labelElement="div">
                    <SegmentedControl display="flex" aria-label={t("improve.shift.metric")} value={value.metric} onChange={(v) => put({ metric: v })} data={metrics.map((m) => ({ value: m, label: t(`improve.shift.in.${m}`) }))} />
                </Input.Wrapper>
            </Group>
            {refused.metric && <Text size="sm" c="var(--attention)" mt={6}>{refused.metric}</Text>}
            <div aria-live="polite">{ready && q.data && !q.isError && <Effect s={q.data} />}</div>
            {ready && q.isError && Object.keys(refused).length === 0 && <Text size="sm" c="var(--attention)" mt={6}>{q.error.message}</Text>}
        </div>
    );
}

function Effect({ s }: { s: BudgetShift }) {
    const { t } = useTranslation();
    const r = useReader();
    const show = (v: number) => {
        const text = s.unit === "money" ? byUnit(r, "money", Math.round(v)) : decimal(r, v);
        return v > 0 ? `+${text}` : text;
    };
    const amount = (v: number) => (s.hours ? t("improve.hours", { n: count(r, v) }) : byUnit(r, "money", v));
    return (
        <section className="card" style={{ marginTop: 14, padding: "12px 14px" }} aria-label={t("improve.shift.effect")}>
            <Group gap={8} mb={8}>
                <Text size="sm" fw={600}>{t("improve.shift.result", { middle: show(s.middle), low: show(s.low), high: show(s.high), metric: t(`improve.shift.in.${s.metric}`), count: s.months, months: count(r, s.months) })}</Text>
                <Badge variant="light" tt="none" radius="sm" color={s.chance >= 0.8 ? "leaf" : s.chance <= 0.2 ? "terracotta" : "gray"}>
                    {t("improve.shift.chance", { p: s.chance > 0.99 ? `> ${percent(r, 0.99, 0)}` : s.chance < 0.01 ? `< ${percent(r, 0.01, 0)}` : percent(r, s.chance, 0) })}
                </Badge>
            </Group>
            <div style={{ overflowX: "auto" }}>
                <table className="grid-table row-cards">
                    <thead><tr><th>{t("improve.channel")}</th><th className="num">{t("improve.shift.monthly")}</th><th className="num">{t("improve.shift.brings")}</th></tr></thead>
                    <tbody>
                        {[s.from, s.to].map((side) => (
                            <tr key={side.channel}>
                                <td>{channelName(side.channel, t)}</td>
                                <td className="num" data-label={t("improve.shift.monthly")}><span>{amount(side.now)} → {amount(side.then)}</span></td>
                                <td className="num" data-label={t("improve.shift.brings")}><span>{show(side.middle)} <span className="dim">({show(side.low)} … {show(side.high)})</span></span></td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {[s.from, s.to].map((side) => (
                <Text key={side.channel} size="xs" className="dim" mt={4}>
                    {t(side.told ? "improve.shift.told" : "improve.shift.assumed", { channel: channelName(side.channel, t), count: side.months, n: count(r, side.months), more: percent(r, side.elasticity / 10) })}
                </Text>
            ))}
        </section>
    );
}
