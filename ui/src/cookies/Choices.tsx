/* What visitors chose, by day and category. A share is of the choices of the period, each counted when it was made. */
import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { count, day, percent, today } from "../format";
import { Bars } from "../parts/Bars";
import { Empty } from "../parts/Empty";
import { PeriodPicker, type Period } from "../results/period";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { categories, type Days } from "./cookies";

/* Below this many a share says nothing. */
const LEAST = 20;

export function Choices() {
    const { t } = useTranslation();
    const r = useReader();
    const [period, setPeriod] = useState<Period>({ from: today(r, 29), to: today(r) });
    const q = useQuery({ queryKey: ["cookies", "days", period], queryFn: ({ signal }) => api.get<Days>("/cookies/days", { ...period }, signal) });
    const days = q.data?.items ?? [];
    const sum = (of: (d: Days["items"][number]) => number) => days.reduce((n, d) => n + of(d), 0);
    const all = sum((d) => d.receipts);
    const share = (n: number) => (all < LEAST ? t("cookies.few", { have: count(r, all), need: LEAST }) : percent(r, n / all));
    const bar = (key: string, label: string, n: number, color: string) => ({ key, label, value: n, color, text: `${count(r, n)} · ${share(n)}` });
    return (
        <Stack gap="md">
            <PeriodPicker period={period} onChange={setPeriod} />
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : !all ? <div className="card"><Empty title={t("cookies.noChoices")} text={t("cookies.noChoicesText")} /></div> : (
                <>
                    <section className="card" aria-label={t("cookies.answers")}>
                        <Group justify="space-between" mb="sm"><Text fw={600}>{t("cookies.answers")}</Text><Text size="sm" className="dim num">{t("cookies.choicesN", { count: all, n: count(r, all) })}</Text></Group>
                        <Bars label={t("cookies.answers")} bars={[
                            bar("accepted", t("cookies.acceptedAll"), sum((d) => d.accepted), "var(--good)"),
                            bar("chosen", t("cookies.chosen"), all - sum((d) => d.accepted) - sum((d) => d.rejected), "var(--act)"),
                            bar("rejected", t("cookies.rejectedAll"), sum((d) => d.rejected), "var(--attention)"),
                        ]} />
                    </section>
                    <section className="card" aria-label={t("cookies.allowed")}>
                        <Text fw={600} mb="sm">{t("cookies.allowed")}</Text>
                        <Bars label={t("cookies.allowed")} bars={categories.slice(1).map((c) => bar(c, t(`cookies.category.${c}`), sum((d) => d[c as "C0002"]), "var(--act)"))} />
                        {sum((d) => d.gpc) > 0 && <Text size="sm" className="dim" mt="sm">{t("cookies.gpcN", { count: sum((d) => d.gpc), n: count(r, sum((d) => d.gpc)) })}</Text>}
                    </section>
                    <ByDay days={days} />
                </>
            )}
        </Stack>
    );
}

function ByDay({ days }: { days: Days["items"] }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <div className="card">
            <div className="scroll-x" tabIndex={0} role="region" aria-label={t("cookies.byDay")}>
                <table className="grid-table">
                    <thead>
                        <tr>
                            <th>{t("cookies.day")}</th><th className="num">{t("cookies.all")}</th><th className="num">{t("cookies.acceptedAll")}</th><th className="num">{t("cookies.rejectedAll")}</th>
                            {categories.slice(1).map((c) => <th key={c} className="num">{t(`cookies.category.${c}`)}</th>)}
                        </tr>
                    </thead>
                    <tbody>
                        {[...days].reverse().map((d) => (
                            <tr key={d.day}>
                                <td>{day(r, d.day)}</td>
                                {[d.receipts, d.accepted, d.rejected, d.C0002, d.C0003, d.C0004, d.P0001].map((n, i) => <td key={i} className="num">{count(r, n)}</td>)}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </div>
    );
}
