/* Channels by months: planned above, actual below; what is planned is changed in its place, hours that were worked are added there. */
import { ActionIcon, Button, Group, NumberInput, Popover, Stack, Text } from "@mantine/core";
import { IconClockPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { fieldOf, useRefresh, useSave } from "../../api/queries";
import type { Budget, BudgetMonth, BudgetRow, Json, Row } from "../../api/types";
import { count, currencySign, moneyForInput, month, parseMoney, parseNumber } from "../../format";
import { FieldInput } from "../../parts/FieldInput";
import { done, doneWithUndo, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { actual, amount, planned, rounded, type Sums, type Unit } from "./unit";

export function BudgetGrid({ b, unit, plan, edit, log }: { b: Budget; unit: Unit; plan: Row; edit: boolean; log: boolean }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const box = useRef<HTMLDivElement>(null);
    const now = b.months.findIndex((m) => m.current);
    useEffect(() => {
        // The month that runs is seen without scrolling.
        const before = box.current?.querySelector<HTMLElement>("th[data-current]")?.previousElementSibling;
        const names = box.current?.querySelector<HTMLElement>("th.stick");
        if (box.current && names && before instanceof HTMLElement && before !== names) box.current.scrollLeft = before.offsetLeft - names.offsetWidth;
    }, [now]);
    const over = (m: BudgetMonth) => b.warnings.some((w) => w.month === m.month && w.kind === (unit === "money" ? "over_money" : "over_hours"));
    /* On a telephone the sum of a month has its mark; there the head of the table is not seen. */
    const label = (m: BudgetMonth) => (over(m) ? `${month(r, m.month)} ▲ ${t("budget.over")}` : month(r, m.month));
    const text = (s: Sums) => (
        <>
            <span style={{ display: "block" }}>{rounded(r, unit, planned(s, unit))}</span>
            <span className="dim" style={{ display: "block", fontSize: "0.78rem" }}>{rounded(r, unit, actual(s, unit))}</span>
        </>
    );
    const both = t("budget.both", { unit: unit === "money" ? currencySign(r) : t("budget.inHours") });
    return (
        <>
        <Text size="xs" className="dim" mb={2}>{both}</Text>
        <div className="scroll-x" ref={box} tabIndex={0} role="region" aria-label={`${t("plan.table.budget_lines")}: ${both}`}>
            <table className="grid-table budget-table row-cards row-cells">
                <thead>
                    <tr>
                        <th className="stick">{t("channels.by.channel")}</th>
                        {b.months.map((m) => (
                            <th key={m.month} className="num" data-current={m.current || undefined} style={over(m) ? { color: "var(--attention)" } : m.current ? { color: "var(--act)" } : undefined}>
                                {month(r, m.month)}{over(m) && <span title={t("budget.over")}> ▲<span className="hidden-visually">{t("budget.over")}</span></span>}
                            </th>
                        ))}
                        <th className="num">{t("channels.total")}</th>
                    </tr>
                </thead>
                <tbody>
                    {b.channels.map((c) => (
                        <tr key={c.channel}>
                            <td className="stick">{c.name}{unit === "money" && !c.measured && <span className="dim" style={{ display: "block", fontSize: "0.76rem" }}>{t("budget.unmeasured")}</span>}{unit === "money" && c.spend_in && <span className="attention" style={{ display: "block", fontSize: "0.76rem" }}>{t("budget.spendIn", { name: c.spend_in })}</span>}</td>
                            {c.cells.map((cell, i) => {
                                const m = b.months[i];
                                return m && (
                                    <td key={m.month} className="num" data-label={month(r, m.month)}>
                                        {edit && cell.lines < 2 ? <Planned plan={plan} c={c} m={m} cell={cell} unit={unit} /> : <span style={{ display: "block", padding: "2px 4px" }}>{rounded(r, unit, planned(cell, unit))}</span>}
                                        <span className="dim" style={{ display: "flex", justifyContent: "flex-end", alignItems: "center", gap: 2, fontSize: "0.78rem", padding: "0 4px" }}>
                                            {unit === "hours" && log && (m.past || m.current) && <Worked c={c} m={m} />}
                                            {m.past || m.current || actual(cell, unit) ? rounded(r, unit, actual(cell, unit)) : ""}
                                        </span>
                                    </td>
                                );
                            })}
                            <td className="num" data-label={t("channels.total")}>{text(c)}</td>
                        </tr>
                    ))}
                    {unit === "money" && b.outside.actual_minor > 0 && (
                        <tr>
                            <td className="stick dim"><Link to="/results/spend" className="link">{t("budget.outside")}</Link></td>
                            {b.outside.cells.map((cell, i) => <td key={b.months[i]?.month} className="num dim" data-label={b.months[i] && month(r, b.months[i].month)}>{rounded(r, unit, cell.actual_minor)}</td>)}
                            <td className="num dim" data-label={t("channels.total")}>{rounded(r, unit, b.outside.actual_minor)}</td>
                        </tr>
                    )}
                </tbody>
                <tfoot>
                    <tr>
                        <td className="stick">{t("channels.total")}</td>
                        {b.months.map((m) => <td key={m.month} className="num" data-label={label(m)} data-over={over(m) || undefined}>{text(m)}</td>)}
                        <td className="num" data-label={t("channels.total")}>{text(b)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
        </>
    );
}

/* A line is made where there is none, and changed where there is one. */
function Planned({ plan, c, m, cell, unit }: { plan: Row; c: BudgetRow; m: BudgetMonth; cell: BudgetRow["cells"][number]; unit: Unit }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const save = useSave("budget_lines");
    const refresh = useRefresh();
    const [typed, setTyped] = useState<string | null>(null);
    const [wrong, setWrong] = useState(false);
    const back = useRef(false); /* to the cell, for whoever left it by a key */
    const is = planned(cell, unit);
    const [kept, setKept] = useState<{ was: number; n: number } | null>(null); /* shown until the answer is read */
    const shown = kept && kept.was === is ? kept.n : is;
    const field = unit === "money" ? "planned_minor" : "planned_hours";
    const put = async (n: number, line: string | null) => {
        if (line) return save.mutateAsync({ row: await api.get<Row>(`/budget_lines/${line}`), values: { [field]: n } });
        return save.mutateAsync({ values: { plan: plan.id, channel: c.channel, month: m.month, planned_minor: 0, [field]: n } });
    };
    const keep = async () => {
        const n = typed === null || typed.trim() === "" ? 0 : unit === "money" ? parseMoney(r.locale, r.currency, typed) : parseNumber(r.locale, typed);
        if (n === null || n < 0 || (unit === "hours" && !Number.isInteger(n))) {
            setWrong(true);
            return;
        }
        setTyped(null);
        if (n === shown) return;
        setKept({ was: is, n });
        try {
            const row = await put(n, cell.line);
            refresh("budget_lines");
            doneWithUndo(t("budget.kept", { channel: c.name, month: month(r, m.month), amount: amount(r, t, unit, n) }), t("common.undo"), () => { setKept(null); void put(is, row.id).then(() => refresh("budget_lines"), failed); });
        } catch (e) {
            setKept(null);
            failed(e);
        }
    };
    const label = `${t("plan.money")}: ${c.name ?? ""}, ${month(r, m.month)}`;
    if (typed === null) {
        return <button ref={(el) => { if (el && back.current) { back.current = false; el.focus(); } }} type="button" className="budget-cell num" aria-label={`${label}: ${amount(r, t, unit, shown)}`} onClick={() => { setWrong(false); setTyped(shown ? (unit === "money" ? moneyForInput(r.locale, r.currency, shown) : String(shown)) : ""); }}>{rounded(r, unit, shown)}</button>;
    }
    return (
        <input
            className="num" aria-label={label} aria-invalid={wrong || undefined} inputMode="decimal" autoFocus value={typed} onFocus={(e) => e.currentTarget.select()} onChange={(e) => { setWrong(false); setTyped(e.currentTarget.value); }}
            onKeyDown={(e) => {
                back.current = e.key === "Enter" || e.key === "Escape";
                if (!back.current) return;
                e.preventDefault(); // the cell that comes back would take it for a click
                if (e.key === "Enter") void keep();
                else setTyped(null);
            }} onBlur={() => void keep()} title={wrong ? t("form.number") : undefined}
            style={{ width: 84, font: "inherit", textAlign: "right", color: "var(--ink)", background: "var(--card)", border: `1px solid ${wrong ? "var(--attention)" : "var(--act)"}`, borderRadius: 5, padding: "1px 4px" }}
        />
    );
}

const person = fieldOf({ name: "owner", label: "", kind: "ref" });

function Worked({ c, m }: { c: BudgetRow; m: BudgetMonth }) {
    const { t } = useTranslation();
    const { user, reader: r } = useDesk();
    const save = useSave("hours_lines");
    const [open, setOpen] = useState(false);
    const [hours, setHours] = useState<number | null>(null);
    const [who, setWho] = useState<Json>(user.id);
    const add = () => {
        if (!hours) return;
        save.mutate({ values: { channel: c.channel, month: m.month, hours, owner: who } }, {
            onSuccess: () => { setOpen(false); setHours(null); done(t("budget.logged", { n: count(r, hours), channel: c.name })); },
            onError: failed,
        });
    };
    return (
        <Popover opened={open} onChange={setOpen} position="bottom-end" withinPortal trapFocus>
            <Popover.Target>
                <ActionIcon size={20} variant="subtle" color="gray" aria-label={`${t("budget.log")}: ${c.name ?? ""}, ${month(r, m.month)}`} onClick={() => setOpen((o) => !o)}><IconClockPlus size={14} aria-hidden /></ActionIcon>
            </Popover.Target>
            <Popover.Dropdown>
                <form onSubmit={(e) => { e.preventDefault(); add(); }}>
                    <Stack gap="xs" w={220}>
                        <NumberInput data-autofocus label={`${t("budget.log")}: ${month(r, m.month)}`} value={hours ?? ""} min={0} max={10000} allowDecimal={false} hideControls onChange={(v) => setHours(typeof v === "number" ? v : null)} />
                        <FieldInput field={{ ...person, label: t("budget.who") }} value={who} onChange={setWho} inPlace />
                        <Group justify="flex-end"><Button type="submit" size="xs" loading={save.isPending} disabled={!hours}>{t("common.save")}</Button></Group>
                    </Stack>
                </form>
            </Popover.Dropdown>
        </Popover>
    );
}
