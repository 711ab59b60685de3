/* Ten plain questions, three at a time, that lead to a filled draft. What is typed is kept in this browser until the plan is made. */
import { Button, Checkbox, Group, NumberInput, Progress, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client";
import type { PlanAnswers } from "../../api/types";
import { minorDigits, today } from "../../format";
import { PageHead } from "../../parts/PageHead";
import { failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { NameAndStart, nextMonth, type Beginning } from "./NameAndStart";
import { BackButton } from "./StartPage";
import { useStart } from "./start";

interface Typed extends Beginning {
    sells: string;
    to_whom: string;
    problem: string;
    accounts: number | string;
    ticket: number | string;
    margin: number | string;
    cycle: number | string;
    budget: number | string;
    hours: number | string;
    selling: string[];
    today: string[];
    goal: string;
    target: number | string;
}

const selling = ["direct", "internet", "distributor", "partner", "wholesaler"];
const channels = ["search", "mail", "referral", "paid", "social", "content", "fairs", "telephone"];
const PAGES = 4;
/* On which page a wrong answer is mended. */
const pageOf: Record<string, number> = { sells: 0, to_whom: 0, problem: 0, accounts: 1, ticket_minor: 1, margin_percent: 1, cycle_days: 1, selling: 2, today: 2, budget_minor: 2, hours: 2, goal: 3, target: 3, name: 3, starts_on: 3 };

export function Questions({ onMade, onBack }: { onMade: (id: string) => void; onBack: () => void }) {
    const { t } = useTranslation();
    const { site, reader } = useDesk();
    const start = useStart();
    const [page, setPage] = useState(0);
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [a, setA, clear] = useLocalStorage<Typed>({
        key: `praca.plan.questions.${site.id}`,
        getInitialValueInEffect: false,
        defaultValue: { name: "", starts_on: nextMonth(today(reader)), sells: "", to_whom: "", problem: "", accounts: "", ticket: "", margin: "", cycle: "", budget: "", hours: "", selling: ["direct"], today: [], goal: "won", target: "" },
    });
    const put = (more: Partial<Typed>) => {
        setA({ ...a, ...more });
        setWrong({});
    };
    const minor = (v: number | string) => (v === "" ? null : Math.round(Number(v) * 10 ** minorDigits(reader.currency)));
    const whole = (v: number | string) => (v === "" ? null : Math.round(Number(v)));
    const missing = (): Record<string, string> => {
        const need = (name: string, v: number | string, label: string) => (pageOf[name] === page && String(v).trim() === "" ? { [name]: t("form.required", { field: label }) } : {});
        return {
            ...need("sells", a.sells, t("start.q.sells")), ...need("to_whom", a.to_whom, t("start.q.to_whom")), ...need("problem", a.problem, t("start.q.problem")),
            ...need("ticket_minor", a.ticket, t("start.q.ticket")), ...need("budget_minor", a.budget, t("start.q.budget")), ...need("hours", a.hours, t("start.q.hours")),
            ...(page === 2 && a.selling.length === 0 ? { selling: t("start.choose") } : {}), ...need("name", a.name, t("start.name")),
        };
    };
    const send = () => {
        const answers = {
            sells: a.sells, to_whom: a.to_whom, problem: a.problem, accounts: whole(a.accounts), ticket_minor: minor(a.ticket) ?? 0, margin_percent: whole(a.margin), cycle_days: whole(a.cycle),
            budget_minor: minor(a.budget) ?? 0, hours: whole(a.hours) ?? 0, selling: a.selling, today: a.today, goal: a.goal as PlanAnswers["goal"], target: a.goal === "revenue" ? minor(a.target) : whole(a.target),
        };
        start.mutate({ name: a.name, starts_on: a.starts_on, answers }, {
            onSuccess: (row) => { clear(); onMade(row.id); },
            onError: (e) => {
                if (!(e instanceof Problem) || Object.keys(e.fields).length === 0) return failed(e);
                setWrong(e.fields);
                setPage(Math.min(...Object.keys(e.fields).map((f) => pageOf[f] ?? PAGES - 1)));
            },
        });
    };
    const next = () => {
        const m = missing();
        setWrong(m);
        if (Object.keys(m).length > 0) return;
        if (page + 1 < PAGES) setPage(page + 1);
        else send();
    };
    return (
        <>
            <BackButton onClick={onBack} />
            <PageHead title={t("start.questions")} lead={t("start.questionsLead")} />
            <form className="card" noValidate style={{ maxWidth: 720 }} onSubmit={(e) => { e.preventDefault(); next(); }}>
                <Progress value={(100 * (page + 1)) / PAGES} mb={6} aria-label={t("start.part", { n: page + 1, of: PAGES })} />
                <Text size="xs" className="dim" mb="md">{t("start.part", { n: page + 1, of: PAGES })}</Text>
                <Stack gap="lg" key={page}>
                    {page === 0 && <First a={a} put={put} wrong={wrong} />}
                    {page === 1 && <Sale a={a} put={put} wrong={wrong} />}
                    {page === 2 && <Means a={a} put={put} wrong={wrong} />}
                    {page === 3 && <Aim a={a} put={put} wrong={wrong} />}
                    <Group justify="space-between">
                        <Button variant="default" disabled={page === 0} onClick={() => setPage(page - 1)}>{t("start.before")}</Button>
                        <Button type="submit" loading={start.isPending}>{t(page + 1 < PAGES ? "start.next" : "start.draft")}</Button>
                    </Group>
                </Stack>
            </form>
        </>
    );
}

interface PageProps {
    a: Typed;
    put: (more: Partial<Typed>) => void;
    wrong: Record<string, string>;
}

function First({ a, put, wrong }: PageProps) {
    const { t } = useTranslation();
    return (
        <>
            <TextInput label={t("start.q.sells")} description={t("start.eg.sells")} required maxLength={200} value={a.sells} error={wrong.sells} onChange={(e) => put({ sells: e.currentTarget.value })} autoFocus />
            <TextInput label={t("start.q.to_whom")} description={t("start.eg.to_whom")} required maxLength={200} value={a.to_whom} error={wrong.to_whom} onChange={(e) => put({ to_whom: e.currentTarget.value })} />
            <TextInput label={t("start.q.problem")} description={t("start.eg.problem")} required maxLength={200} value={a.problem} error={wrong.problem} onChange={(e) => put({ problem: e.currentTarget.value })} />
        </>
    );
}

function useMoneyInput() {
    const { reader } = useDesk();
    const comma = reader.locale.startsWith("pt");
    return { min: 0, decimalScale: minorDigits(reader.currency), prefix: `${reader.currency === "BRL" ? "R$" : reader.currency} `, decimalSeparator: comma ? "," : ".", thousandSeparator: comma ? "." : "," };
}

function Sale({ a, put, wrong }: PageProps) {
    const { t } = useTranslation();
    const money = useMoneyInput();
    return (
        <>
            <NumberInput label={t("start.q.ticket")} description={t("start.eg.ticket")} required {...money} value={a.ticket} error={wrong.ticket_minor} onChange={(v) => put({ ticket: v })} autoFocus />
            <NumberInput label={t("start.q.margin")} description={t("start.eg.margin")} suffix=" %" min={1} max={100} allowDecimal={false} value={a.margin} error={wrong.margin_percent} onChange={(v) => put({ margin: v })} />
            <NumberInput label={t("start.q.cycle")} description={t("start.eg.cycle")} min={1} allowDecimal={false} value={a.cycle} error={wrong.cycle_days} onChange={(v) => put({ cycle: v })} />
            <NumberInput label={t("start.q.accounts")} description={t("start.eg.accounts")} min={1} allowDecimal={false} value={a.accounts} error={wrong.accounts} onChange={(v) => put({ accounts: v })} />
        </>
    );
}

function Means({ a, put, wrong }: PageProps) {
    const { t } = useTranslation();
    const money = useMoneyInput();
    return (
        <>
            <Checkbox.Group label={t("start.q.selling")} required value={a.selling} error={wrong.selling} onChange={(v) => put({ selling: v })}>
                <Group gap="md" mt={8}>{selling.map((k) => <Checkbox key={k} value={k} label={t(`start.selling.${k}`)} />)}</Group>
            </Checkbox.Group>
            <Checkbox.Group label={t("start.q.today")} description={t("start.eg.today")} value={a.today} error={wrong.today} onChange={(v) => put({ today: v.slice(0, 6) })}>
                <Group gap="md" mt={8}>{channels.map((k) => <Checkbox key={k} value={k} label={t(`start.channel.${k}`)} />)}</Group>
            </Checkbox.Group>
            <NumberInput label={t("start.q.budget")} description={t("start.eg.budget")} required {...money} value={a.budget} error={wrong.budget_minor} onChange={(v) => put({ budget: v })} />
            <NumberInput label={t("start.q.hours")} description={t("start.eg.hours")} required min={0} allowDecimal={false} value={a.hours} error={wrong.hours} onChange={(v) => put({ hours: v })} />
        </>
    );
}

function Aim({ a, put, wrong }: PageProps) {
    const { t } = useTranslation();
    const money = useMoneyInput();
    const number = { min: 1, allowDecimal: false };
    return (
        <>
            <Radio.Group label={t("start.q.goal")} required value={a.goal} error={wrong.goal} onChange={(v) => put({ goal: v, target: "" })}>
                <Stack gap={8} mt={8}>{["won", "revenue", "leads"].map((k) => <Radio key={k} value={k} label={t(`start.goal.${k}`)} />)}</Stack>
            </Radio.Group>
            <NumberInput label={t("start.q.target")} description={t("start.eg.target")} {...(a.goal === "revenue" ? money : number)} value={a.target} error={wrong.target} onChange={(v) => put({ target: v })} />
            <NameAndStart value={a} wrong={wrong} onChange={put} />
        </>
    );
}
