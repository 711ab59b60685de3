/* The plan that is open, and all that it holds, in the order in which it was written, read once for its steps. What is missing is the road's to say: road/useRoad.ts. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { allOf } from "../api/queries";
import type { Row } from "../api/types";
import { today } from "../format";
import { useDesk } from "../session";
import { steps } from "./steps";

function runs(plan: Row, day: string): boolean {
    return typeof plan.starts_on === "string" && plan.starts_on <= day && (typeof plan.ends_on !== "string" || plan.ends_on >= day);
}

export function usePlans() {
    const { site, reader } = useDesk();
    const day = today(reader);
    const q = useQuery({ queryKey: ["rows", "plans", "all"], queryFn: ({ signal }) => allOf("/plans", {}, signal) });
    const [picked, pick] = useLocalStorage<string>({ key: `praca.plan.${site.id}`, defaultValue: "", getInitialValueInEffect: false });
    const own = q.data?.filter((p) => p.scenario_of == null); /* a scenario is looked at only when it was picked */
    const plan = q.data?.find((p) => p.id === picked) ?? own?.find((p) => p.state === "published" && runs(p, day)) ?? own?.find((p) => p.state !== "archived" && runs(p, day)) ?? own?.find((p) => p.state !== "archived") ?? own?.[0];
    return { plans: q, plan, pick };
}

const tables = steps.flatMap((s) => s.tables.map((x) => x.table));

export function usePlanHolds(plan: string | undefined): Record<string, Row[]> | undefined {
    const answers = useQueries({
        queries: tables.map((table) => ({
            queryKey: ["rows", table, "plan", plan],
            enabled: plan !== undefined,
            queryFn: ({ signal }: { signal: AbortSignal }) => allOf(`/${table}`, { plan, sort: "created_at" }, signal),
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
