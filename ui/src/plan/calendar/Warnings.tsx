/* What the budget warns of. A month that promises more than there is asks why; what was said stands with its name and day. */
import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSave, useWho } from "../../api/queries";
import type { Budget, BudgetMonth, BudgetWarning, Row } from "../../api/types";
import { day, month } from "../../format";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { amount } from "./unit";

export function Warnings({ plan, b, may }: { plan: Row; b: Budget; may: boolean }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const say = (w: BudgetWarning) => {
        const unit = w.kind.endsWith("hours") || w.kind.startsWith("worked") ? "hours" : "money";
        return t(`budget.warn.${w.kind}`, { have: amount(r, t, unit, w.have), than: amount(r, t, unit, w.than) });
    };
    const over = b.months.map((m) => ({ m, all: b.warnings.filter((w) => w.month === m.month && w.kind.startsWith("over_")) })).filter((x) => x.all.length > 0);
    const rest = b.warnings.filter((w) => !w.kind.startsWith("over_"));
    const now = rest.filter((w) => b.months.find((m) => m.month === w.month)?.current);
    const past = rest.filter((w) => !now.includes(w));
    const out = b.left_out;
    if (!over.length && !rest.length && !out.lines) return null;
    return (
        <Stack gap="xs" mb="md" role="group" aria-label={t("budget.warnings")}>
            {out.lines > 0 && out.first && out.last && (
                <Alert variant="light" color="terracotta" py={8}>
                    {t("budget.leftOut", {
                        count: out.lines,
                        what: [amount(r, t, "money", out.planned_minor), ...(out.planned_hours ? [amount(r, t, "hours", out.planned_hours)] : [])].join(" · "),
                        when: [out.first, out.last].filter((m, i, all) => all.indexOf(m) === i).map((m) => month(r, m)).join(" – "),
                    })}
                </Alert>
            )}
            {over.map(({ m, all }) => <Over key={m.month} plan={plan} m={m} said={all.map(say)} may={may} />)}
            {now.map((w) => <Alert key={w.kind + w.month} variant="light" color="ochre" py={8}><strong>{month(r, w.month)}</strong>: {say(w)}</Alert>)}
            {past.length > 0 && (
                <details>
                    <summary style={{ cursor: "pointer", fontSize: "0.86rem" }}>{t("budget.past", { count: past.length })}</summary>
                    <ul style={{ margin: "6px 0 0", paddingLeft: 18, fontSize: "0.86rem", lineHeight: 1.7 }}>
                        {past.map((w) => <li key={w.kind + w.month}><strong>{month(r, w.month)}</strong>: {say(w)}</li>)}
                    </ul>
                </details>
            )}
        </Stack>
    );
}

function Over({ plan, m, said, may }: { plan: Row; m: BudgetMonth; said: string[]; may: boolean }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const who = useWho();
    const save = useSave("budget_months");
    const [typed, setTyped] = useState<string | null>(null);
    const put = () => {
        if (!typed?.trim()) return;
        save.mutate({ values: { plan: plan.id, month: m.month, reason: typed } }, { onSuccess: () => { setTyped(null); done(t("common.saved")); }, onError: failed });
    };
    return (
        <Alert variant="light" color={m.reason ? "gray" : "terracotta"} py={10} role={m.reason ? undefined : "status"}>
            <Group justify="space-between" gap="xs">
                <Text size="sm"><strong>{month(r, m.month)}</strong>: {said.join("; ")}</Text>
                {!m.reason && may && typed === null && <Button size="compact-sm" variant="default" onClick={() => setTyped("")} aria-label={`${t("budget.why")}: ${month(r, m.month)}`}>{t("budget.why")}</Button>}
            </Group>
            {m.reason && <Text size="sm" mt={4}>{m.reason} <span className="dim">{t("budget.saidBy", { name: m.reasoned_by ? who(m.reasoned_by) : t("record.someone"), day: day(r, m.reasoned_at) })}</span></Text>}
            {typed !== null && (
                <form onSubmit={(e) => { e.preventDefault(); put(); }}>
                    <Textarea mt="xs" autosize minRows={2} autoFocus label={t("budget.whyLabel")} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} maxLength={2000} />
                    <Group justify="flex-end" mt="xs">
                        <Button size="xs" variant="subtle" onClick={() => setTyped(null)}>{t("common.cancel")}</Button>
                        <Button size="xs" type="submit" loading={save.isPending} disabled={!typed.trim()}>{t("common.save")}</Button>
                    </Group>
                </form>
            )}
        </Alert>
    );
}
