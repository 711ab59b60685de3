/* The plan as a road of nine steps: what is done, what is missing, where to go on. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Progress, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconChevronDown, IconPencil, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../api/queries";
import type { Row } from "../api/types";
import { day } from "../format";
import { Empty } from "../parts/Empty";
import { choiceLabel } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { RecordForm } from "../parts/RecordForm";
import { done } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { LiveGoal } from "./StepCard";
import { steps } from "./steps";
import { usePlanHolds, usePlans, useStatuses } from "./usePlan";

export function PlanPage() {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const { plans, plan, pick } = usePlans();
    const model = useModel("plans");
    const holds = usePlanHolds(plan?.id);
    const statuses = useStatuses(plan, holds);
    const [form, { open, close }] = useDisclosure(false);
    const [editing, setEditing] = useState<Row | undefined>();
    const show = (row?: Row) => {
        setEditing(row);
        open();
    };
    const modal = (
        <Modal opened={form} onClose={close} title={editing ? t("plan.edit") : t("plan.new")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {model && <RecordForm model={model} row={editing} only={["name", "starts_on", "ends_on", "company_profile", "market_summary", "summary", "state"]} onCancel={close} onDone={(row) => { close(); pick(row.id); done(t("common.saved")); }} />}
        </Modal>
    );
    if (plans.isError) return <Trouble error={plans.error} again={() => void plans.refetch()} />;
    if (plans.isPending) return <Waiting />;
    if (!plan) {
        return (
            <>
                <PageHead title={t("menu.plan")} />
                <div className="card">
                    <Empty title={t("plan.empty")} text={t("plan.emptyText")}>{can("edit_plan") && <Button onClick={() => show()}>{t("plan.new")}</Button>}</Empty>
                </div>
                {modal}
            </>
        );
    }
    const ready = statuses?.filter((s) => s.state === "done").length ?? 0;
    return (
        <>
            <PageHead
                tab={t("menu.plan")}
                title={nameOf(plan)}
                lead={
                    <Group gap={8}>
                        <Badge variant="light" tt="none" radius="sm" color={plan.state === "published" ? "leaf" : "gray"}>{choiceLabel("state", String(plan.state ?? "draft"), t)}</Badge>
                        {(plan.starts_on || plan.ends_on) && <span className="num">{day(r, plan.starts_on as string | null)} – {day(r, plan.ends_on as string | null)}</span>}
                    </Group>
                }
            >
                <Menu position="bottom-end" width={260} withinPortal>
                    <Menu.Target>
                        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>{t("plan.others")}</Button>
                    </Menu.Target>
                    <Menu.Dropdown>
                        {plans.data.map((p) => <Menu.Item key={p.id} rightSection={p.id === plan.id ? <IconCheck size={14} aria-hidden /> : null} onClick={() => pick(p.id)}>{nameOf(p)}</Menu.Item>)}
                        {can("edit_plan") && (
                            <>
                                <Menu.Divider />
                                <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show()}>{t("plan.new")}</Menu.Item>
                            </>
                        )}
                    </Menu.Dropdown>
                </Menu>
                {can("edit_plan") && <ActionIcon variant="default" size={36} aria-label={t("plan.edit")} title={t("plan.edit")} onClick={() => show(plan)}><IconPencil size={18} aria-hidden /></ActionIcon>}
            </PageHead>
            {typeof plan.summary === "string" && plan.summary && <Text mb="md" lh={1.6} maw={760} style={{ whiteSpace: "pre-wrap" }}>{plan.summary}</Text>}
            {!statuses ? <Waiting /> : (
                <div className="plan-cols">
                <Stack gap="lg">
                    <div>
                        <Group justify="space-between" mb={6}>
                            <Text size="sm" fw={600}>{t("plan.ready", { count: ready })}</Text>
                        </Group>
                        <Progress value={(100 * ready) / 9} color="leaf" aria-label={t("plan.ready", { count: ready })} />
                    </div>
                    <ol className="road">
                        {steps.map((s, i) => {
                            const st = statuses[i];
                            if (!st) return null;
                            return (
                                <li key={s.n}>
                                    <Link to="/plan/$planId/$step" params={{ planId: plan.id, step: String(s.n) }} className="road-step">
                                        <span className="road-num" data-state={st.state} aria-hidden>{st.state === "done" ? <IconCheck size={20} /> : s.n}</span>
                                        <span style={{ minWidth: 0 }}>
                                            <span style={{ display: "block", fontWeight: 650 }}>{s.n}. {t(`plan.step.${s.n}.title`)}</span>
                                            <span className="dim" style={{ display: "block", fontSize: "0.87rem", lineHeight: 1.45 }}>{t(`plan.step.${s.n}.text`)}</span>
                                            {st.gaps.map((g) => <span key={g} className="attention" style={{ display: "block", fontSize: "0.84rem", marginTop: 3 }}>{g}</span>)}
                                        </span>
                                        <Badge variant="light" tt="none" radius="sm" color={st.state === "done" ? "leaf" : st.state === "begun" ? "ochre" : "gray"}>
                                            {t(`plan.state.${st.state}`)}
                                        </Badge>
                                    </Link>
                                </li>
                            );
                        })}
                    </ol>
                </Stack>
                <PlanGoals goals={holds?.goals ?? []} plan={plan.id} />
                </div>
            )}
            {modal}
        </>
    );
}

/* The plan's goals as they stand today, beside the road. */
function PlanGoals({ goals, plan }: { goals: Row[]; plan: string }) {
    const { t } = useTranslation();
    return (
        <section className="card" aria-labelledby="h-plan-goals">
            <Group justify="space-between" mb="md" wrap="nowrap">
                <h2 id="h-plan-goals" style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t("home.goals")}</h2>
                <Link to="/plan/$planId/$step" params={{ planId: plan, step: "4" }} className="link" style={{ fontSize: "0.85rem" }}>{t("home.seeAll")}</Link>
            </Group>
            {goals.length === 0 && <Text size="sm" className="dim">{t("home.noGoals")}</Text>}
            <Stack gap="md">
                {goals.map((g) => (
                    <div key={g.id}>
                        <Link to="/goals/$id" params={{ id: g.id }} className="plain-link" style={{ fontWeight: 600, fontSize: "0.93rem" }}>{nameOf(g)}</Link>
                        <LiveGoal id={g.id} />
                    </div>
                ))}
            </Stack>
        </section>
    );
}
