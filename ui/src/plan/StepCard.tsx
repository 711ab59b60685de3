/* A record of the plan as a card: scores as dots, text in full, references by name. */
import { ActionIcon, Group, Menu, Text, Tooltip } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf } from "../api/queries";
import type { Field, Model, Progress, Row } from "../api/types";
import { count, money } from "../format";
import { Cell } from "../parts/Cell";
import { fieldNamed } from "../parts/fields";
import { useReader } from "../session";
import { GoalProgress } from "./GoalProgress";
import { useMetrics } from "./metrics";
import type { StepTable } from "./steps";

export function StepCard({ kind, model, row, onEdit, onDrop }: { kind: StepTable; model: Model; row: Row; onEdit?: () => void; onDrop?: () => void }) {
    const { t } = useTranslation();
    const name = nameOf(row);
    const goal = kind.table === "goals";
    const shown = kind.show.map((n) => fieldNamed(model.fields, n)).filter((f): f is Field => f !== undefined && row[f.name] != null && row[f.name] !== "");
    return (
        <article className="card" style={{ padding: 18 }}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb={8}>
                <h3 style={{ margin: 0, fontSize: "1rem", overflowWrap: "anywhere" }}>
                    {goal ? <Link to="/goals/$id" params={{ id: row.id }} className="plain-link">{name}</Link> : name}
                </h3>
                {onEdit && (
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target>
                            <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name}`}><IconDots size={17} aria-hidden /></ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>
                            <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={onDrop}>{t("common.delete")}</Menu.Item>
                        </Menu.Dropdown>
                    </Menu>
                )}
            </Group>
            {goal && <LiveGoal id={row.id} />}
            {kind.table === "audiences" && <Expected row={row} />}
            <dl style={{ margin: 0, display: "grid", gap: 8, fontSize: "0.89rem" }}>
                {shown.map((f) =>
                    f.max === 5 && f.kind === "int" ? (
                        <Score key={f.name} label={f.label} value={Number(row[f.name])} reason={typeof row[`${f.name}_reason`] === "string" ? (row[`${f.name}_reason`] as string) : null} bad={f.name === "threat"} />
                    ) : (
                        <div key={f.name}>
                            <dt className="dim" style={{ fontSize: "0.8rem" }}>{f.label}</dt>
                            <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{f.name === "metric" ? <MetricName metric={String(row.metric)} /> : <Cell field={f} row={row} link />}</dd>
                        </div>
                    ),
                )}
            </dl>
        </article>
    );
}

function MetricName({ metric }: { metric: string }) {
    const m = useMetrics().data?.find((x) => x.key === metric);
    return <>{m?.label ?? metric}</>;
}

function Score({ label, value, reason, bad }: { label: string; value: number; reason: string | null; bad: boolean }) {
    const dots = (
        <span role="img" aria-label={`${value}/5`} style={{ display: "inline-flex", gap: 4 }} tabIndex={reason ? 0 : undefined}>
            {[1, 2, 3, 4, 5].map((i) => <span key={i} style={{ width: 10, height: 10, borderRadius: 99, background: i <= value ? (bad ? "var(--mantine-color-terracotta-5)" : "var(--mantine-color-azulejo-5)") : "var(--line)" }} />)}
        </span>
    );
    return (
        <div style={{ display: "flex", justifyContent: "space-between", alignItems: "center", gap: 8 }}>
            <dt className="dim" style={{ fontSize: "0.85rem" }}>{label}</dt>
            <dd style={{ margin: 0 }}>{reason ? <Tooltip label={reason}>{dots}</Tooltip> : dots}</dd>
        </div>
    );
}

/* Accounts that can be reached × win rate × (margin − cost to win), when all are known. */
function Expected({ row }: { row: Row }) {
    const { t } = useTranslation();
    const r = useReader();
    const n = (k: string) => (typeof row[k] === "number" ? (row[k] as number) : null);
    const [accounts, rate, margin] = [n("reachable_accounts"), n("win_rate"), n("margin_minor")];
    if (accounts === null || rate === null || margin === null) return null;
    const profit = Math.round(accounts * rate * (margin - (n("cost_to_win_minor") ?? 0)));
    return (
        <Tooltip label={t("plan.expectedHow", { accounts: count(r, accounts) })}>
            <Text size="sm" mb={10} tabIndex={0} style={{ cursor: "help" }}>
                {t("plan.expected")}: <strong className="num">{money(r, profit)}</strong>
            </Text>
        </Tooltip>
    );
}

export function LiveGoal({ id }: { id: string }) {
    const q = useQuery({ queryKey: ["progress", id], queryFn: ({ signal }) => api.get<Progress>(`/goals/${id}/progress`, undefined, signal), retry: false });
    return q.data ? <div style={{ marginBottom: 12 }}><GoalProgress p={q.data} /></div> : null;
}
