/* All that a plan holds, read once for the road and its steps, and what is still missing in each step. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page, Row } from "../api/types";
import { today } from "../format";
import { useDesk } from "../session";
import { steps, type StepState } from "./steps";

function runs(plan: Row, day: string): boolean {
    return typeof plan.starts_on === "string" && plan.starts_on <= day && (typeof plan.ends_on !== "string" || plan.ends_on >= day);
}

export function usePlans() {
    const { site, reader } = useDesk();
    const day = today(reader);
    const q = useQuery({ queryKey: ["rows", "plans", "all"], queryFn: async ({ signal }) => (await api.get<Page<Row>>("/plans", { limit: 100 }, signal)).items });
    const [picked, pick] = useLocalStorage<string>({ key: `praca.plan.${site.id}`, defaultValue: "", getInitialValueInEffect: false });
    const plan = q.data?.find((p) => p.id === picked) ?? q.data?.find((p) => p.state === "published" && runs(p, day)) ?? q.data?.find((p) => p.state !== "archived" && runs(p, day)) ?? q.data?.find((p) => p.state !== "archived") ?? q.data?.[0];
    return { plans: q, plan, pick };
}

const tables = steps.flatMap((s) => s.tables.map((x) => x.table));

export interface StepStatus {
    state: StepState;
    count: number;
    gaps: string[];
}

export function usePlanHolds(plan: string | undefined): Record<string, Row[]> | undefined {
    const answers = useQueries({
        queries: tables.map((table) => ({
            queryKey: ["rows", table, "plan", plan],
            enabled: plan !== undefined,
            queryFn: async ({ signal }: { signal: AbortSignal }) => (await api.get<Page<Row>>(`/${table}`, { plan, limit: 200 }, signal)).items,
        })),
    });
    const stamp = answers.map((a) => a.dataUpdatedAt).join();
    const ready = answers.every((a) => a.data !== undefined || a.isError);
    return useMemo(
        () => (ready ? Object.fromEntries(tables.map((t, i) => [t, answers[i]?.data ?? []])) : undefined),
        // eslint-disable-next-line react-hooks/exhaustive-deps
        [stamp, ready],
    );
}

export function useStatuses(plan: Row | undefined, holds: Record<string, Row[]> | undefined): StepStatus[] | undefined {
    const { t } = useTranslation();
    return useMemo(() => {
        if (!plan || !holds) return undefined;
        const of = (table: string) => holds[table] ?? [];
        const audiences = of("audiences");
        const without = (table: string) => audiences.filter((a) => !of(table).some((x) => x.audience === a.id)).length;
        const gaps: Record<number, string[]> = {
            1: [
                ...(audiences.length && !of("personas").length ? [t("plan.gap.personas")] : []),
                ...gap(audiences.filter((a) => [a.fit, a.value, a.resources, a.influence].some((v) => v == null)).length, (count) => t("plan.gap.questions", { count })),
            ],
            2: gap(of("competitors").filter((c) => !c.offers || !c.sales || !c.content).length, (count) => t("plan.gap.competitors", { count })),
            3: gap(without("positionings"), (count) => t("plan.gap.positionings", { count })),
            4: [...gap(without("goals"), (count) => t("plan.gap.goals", { count })), ...gap(of("goals").filter((g) => !g.metric || g.target_micro == null || !g.due_on).length, (count) => t("plan.gap.smart", { count }))],
            5: [],
            6: gap(of("channels").filter((c) => !c.why).length, (count) => t("plan.gap.why", { count })),
            7: [...(plan.company_profile && plan.market_summary ? [] : [t("plan.gap.profile")])],
            8: gap(of("campaigns").filter((c) => !c.audience || !c.goal || !c.metric).length, (count) => t("plan.gap.campaigns", { count })),
            9: of("goals").length ? [] : [t("plan.gap.measure")],
        };
        return steps.map((s) => {
            const count = s.n === 9 ? of("goals").filter((g) => g.metric).length : s.tables.reduce((a, x) => a + of(x.table).length, 0);
            const missing = gaps[s.n] ?? [];
            return { state: count === 0 ? "empty" : missing.length ? "begun" : "done", count, gaps: count === 0 && s.n !== 9 ? [] : missing };
        });
    }, [plan, holds, t]);
}

function gap(count: number, say: (count: number) => string): string[] {
    return count > 0 ? [say(count)] : [];
}
