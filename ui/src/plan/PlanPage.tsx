/* The plan as a road of nine steps: what is done, what is missing, what has drifted, where to go on. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconChevronDown, IconFileText, IconMessageQuestion, IconPencil, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../api/queries";
import type { Row } from "../api/types";
import { dayRange } from "../format";
import { Empty } from "../parts/Empty";
import { choiceLabel } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { RecordForm } from "../parts/RecordForm";
import { ShareLinks } from "../parts/ShareLinks";
import { done } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Drifts } from "./road/Drifts";
import { RoadList } from "./road/RoadList";
import { useMode } from "./road/useMode";
import { useRoad } from "./road/useRoad";
import { LiveGoal } from "./StepCard";
import { PlanStanding } from "./versions/PlanStanding";
import { usePlanHolds, usePlans } from "./usePlan";

export function PlanPage() {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const { plans, plan, pick } = usePlans();
    const model = useModel("plans");
    const holds = usePlanHolds(plan?.id);
    const road = useRoad(plan?.id);
    const [mode, setMode] = useMode();
    const [form, { open, close }] = useDisclosure(false);
    const [editing, setEditing] = useState<Row | undefined>();
    const show = (row?: Row) => {
        setEditing(row);
        open();
    };
    const modal = (
        <Modal opened={form} onClose={close} title={editing ? t("plan.edit") : t("plan.new")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {model && <RecordForm model={model} row={editing} only={["name", "starts_on", "ends_on", "company_profile", "market_summary", "summary"]} onCancel={close} onDone={(row) => { close(); pick(row.id); done(t("common.saved")); }} />}
        </Modal>
    );
    if (plans.isLoadingError) return <Trouble error={plans.error} again={() => void plans.refetch()} />;
    if (plans.isPending) return <Waiting />;
    if (!plan) {
        return (
            <>
                <PageHead title={t("menu.plan")} />
                <div className="card">
                    <Empty title={t("plan.empty")} text={t("plan.emptyText")}>
                        {can("edit_plan") && (
                            <>
                                <GuideLink label={t("plan.guide.start")} onClick={() => setMode("guide")} />
                                <Button variant="default" component={Link} to="/plan/new">{t("plan.new")}</Button>
                            </>
                        )}
                    </Empty>
                </div>
                {modal}
            </>
        );
    }
    const ready = road.data?.done ?? 0;
    const writes = can("edit_plan") && plan.state !== "archived";
    return (
        <>
            <PageHead
                tab={t("menu.plan")}
                title={nameOf(plan)}
                lead={
                    <Group gap={8}>
                        {plan.state !== "published" && <Badge variant="light" tt="none" radius="sm" color="gray">{choiceLabel("state", String(plan.state ?? "draft"), t)}</Badge>}
                        {(plan.starts_on || plan.ends_on) && <span className="num">{dayRange(r, plan.starts_on as string | null, plan.ends_on as string | null)}</span>}
                    </Group>
                }
            >
                {writes && <GuideLink plan={plan.id} label={t(road.data?.steps.some((s) => s.answered > 0) ? "plan.guide.go" : "plan.guide.start")} onClick={() => setMode("guide")} />}
                <Button component="a" href={`/api/v1/plans/${plan.id}/document`} target="_blank" rel="noreferrer" variant="default" leftSection={<IconFileText size={18} aria-hidden />}>{t("plan.document")}</Button>
                <Menu position="bottom-end" width={260} withinPortal>
                    <Menu.Target>
                        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>{t("plan.others")}</Button>
                    </Menu.Target>
                    <Menu.Dropdown>
                        {plans.data.filter((p) => p.scenario_of == null).map((p) => <Menu.Item key={p.id} rightSection={p.id === plan.id ? <IconCheck size={14} aria-hidden /> : null} onClick={() => pick(p.id)}>{nameOf(p)}</Menu.Item>)}
                        {can("edit_plan") && (
                            <>
                                <Menu.Divider />
                                <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} component={Link} to="/plan/new">{t("plan.new")}</Menu.Item>
                            </>
                        )}
                    </Menu.Dropdown>
                </Menu>
                {can("edit_plan") && <ActionIcon variant="default" size={36} aria-label={t("plan.edit")} title={t("plan.edit")} onClick={() => show(plan)}><IconPencil size={18} aria-hidden /></ActionIcon>}
            </PageHead>
            <PlanStanding plan={plan} />
            {typeof plan.summary === "string" && plan.summary && <Text mb="md" lh={1.6} maw={760} style={{ whiteSpace: "pre-wrap" }}>{plan.summary}</Text>}
            {road.isLoadingError ? <Trouble error={road.error} again={() => void road.refetch()} /> : !road.data ? <Waiting /> : (
                <div className="plan-cols">
                <Stack gap="lg">
                    <div>
                        <Group justify="space-between" mb={6}>
                            <Text size="sm" fw={600}>{t("plan.ready", { count: ready })}</Text>
                            {writes && <SegmentedControl size="xs" aria-label={t("plan.mode.title")} value={mode} onChange={setMode} data={(["guide", "tables"] as const).map((value) => ({ value, label: t(`plan.mode.${value}`) }))} />}
                        </Group>
                        <Progress value={(100 * ready) / 9} color="leaf" aria-label={t("plan.ready", { count: ready })} />
                    </div>
                    <RoadList road={road.data} mode={mode} />
                </Stack>
                <Stack gap="lg">
                    <Drifts plan={plan.id} drifts={road.data.drifts} />
                    <PlanGoals goals={holds?.goals ?? []} plan={plan.id} />
                    {can("edit_plan") && <ShareLinks kind="plan" target={plan.id} />}
                </Stack>
                </div>
            )}
            {modal}
        </>
    );
}

function GuideLink({ plan, label, onClick }: { plan?: string; label: string; onClick: () => void }) {
    return <Button component={Link} to={plan ? `/plan/guide/${plan}` : "/plan/guide"} leftSection={<IconMessageQuestion size={18} aria-hidden />} onClick={onClick}>{label}</Button>;
}

/* The plan's goals as they stand today, beside the road. */
function PlanGoals({ goals, plan }: { goals: Row[]; plan: string }) {
    const { t } = useTranslation();
    return (
        <section className="card" aria-labelledby="h-plan-goals">
            <Group justify="space-between" mb="md" wrap="nowrap">
                <h2 id="h-plan-goals" style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t("home.goals")}</h2>
                <Link to="/plan/$planId/$step" params={{ planId: plan, step: "4" }} className="link" style={{ fontSize: "0.85rem" }}>{t("plan.goals.all")}</Link>
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
