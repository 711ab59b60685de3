/* The scenarios of a plan: copies to think with, laid side by side with the plan, adopted with a preview or thrown away. */
import { Badge, Button, Checkbox, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isMissing } from "../../api/client";
import { nameOf, useRow } from "../../api/queries";
import type { Row } from "../../api/types";
import { day } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { PageHead } from "../../parts/PageHead";
import { done, doneWithUndo, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { NotFound, Trouble, Waiting } from "../../shell/Fallbacks";
import { usePlans } from "../usePlan";
import { Changes } from "../versions/Changes";
import { useRestore } from "../versions/versions";
import { Comparison } from "./Comparison";
import { NewScenario } from "./NewScenario";
import { useAdopt, useDropScenario, useScenarioDiff, useScenarios } from "./scenarios";
import "../versions/plan.css";

const COMPARED_MAX = 2; /* besides the plan itself */

export function ScenariosPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const { planId } = useParams({ from: "/shell/plan/$planId/scenarios" });
    const plan = useRow("plans", planId);
    const scenarios = useScenarios(planId);
    const [making, { open, close }] = useDisclosure(false);
    const [off, setOff] = useState<string[]>([]);
    const [adopting, setAdopting] = useState<Row>();
    const [dropping, setDropping] = useState<Row | null>(null);
    const drop = useDropScenario(planId);
    if (isMissing(plan.error)) return <NotFound />;
    if (plan.isLoadingError) return <Trouble error={plan.error} />;
    if (scenarios.isLoadingError) return <Trouble error={scenarios.error} />;
    if (!plan.data || !scenarios.data) return <Waiting />;
    const may = can("edit_plan") && plan.data.state !== "archived";
    const open_ = scenarios.data.filter((s) => s.state !== "archived");
    const shown = open_.filter((s) => !off.includes(s.id)).slice(-COMPARED_MAX).map((s) => s.id);
    return (
        <>
            <Link to="/plan" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {nameOf(plan.data)}
            </Link>
            <PageHead title={t("scenarios.title")} lead={t("scenarios.lead")}>
                {may && scenarios.data.length > 0 && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>{t("scenarios.new")}</Button>}
            </PageHead>
            {scenarios.data.length === 0 ? (
                <div className="card"><Empty title={t("scenarios.empty")} text={t("scenarios.emptyText")}>{may && <Button onClick={open}>{t("scenarios.new")}</Button>}</Empty></div>
            ) : (
                <>
                    <ul className="scenario-list" aria-label={t("scenarios.title")}>
                        {scenarios.data.map((s) => (
                            <ScenarioCard key={s.id} row={s} may={may} shown={shown.includes(s.id)} full={shown.length >= COMPARED_MAX}
                                onShow={(yes) => setOff(yes ? off.filter((x) => x !== s.id) : [...off, s.id])} onAdopt={() => setAdopting(s)} onDrop={() => setDropping(s)} />
                        ))}
                    </ul>
                    {shown.length > 0 && <Comparison plan={planId} others={shown} />}
                    {shown.length === 0 && open_.length > 0 && <Text className="dim">{t("scenarios.choose")}</Text>}
                </>
            )}
            <NewScenario plan={planId} opened={making} onClose={close} />
            <AdoptDialog plan={planId} scenario={adopting} onClose={() => setAdopting(undefined)} />
            <Confirm opened={dropping !== null} title={t("record.deleteTitle", { name: nameOf(dropping ?? undefined) })} text={t("scenarios.dropText")} yes={t("common.delete")} busy={drop.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && drop.mutate(dropping.id, { onSuccess: () => { setDropping(null); done(t("scenarios.dropped")); }, onError: failed })} />
        </>
    );
}

function ScenarioCard({ row, may, shown, full, onShow, onAdopt, onDrop }: { row: Row; may: boolean; shown: boolean; full: boolean; onShow: (yes: boolean) => void; onAdopt: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const { pick } = usePlans();
    const go = useNavigate();
    const adopted = row.state === "archived";
    const name = nameOf(row);
    return (
        <li className="card">
            <Group justify="space-between" gap="sm">
                <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
                    {!adopted && <Checkbox checked={shown} disabled={!shown && full} onChange={(e) => onShow(e.currentTarget.checked)} aria-label={t("scenarios.compareIt", { name })} />}
                    <div style={{ minWidth: 0 }}>
                        <Text fw={600} style={{ overflowWrap: "anywhere" }}>{name}</Text>
                        <Text size="xs" className="dim num">{t("scenarios.madeOn", { day: day(reader, String(row.created_at)) })}</Text>
                    </div>
                    {adopted && <Badge variant="light" tt="none" radius="sm" color="gray">{t("scenarios.adopted")}</Badge>}
                </Group>
                <Group gap="xs">
                    {!adopted && <Button size="xs" variant="default" onClick={() => { pick(row.id); void go({ to: "/plan" }); }} aria-label={`${t("scenarios.open")}: ${name}`}>{t("scenarios.open")}</Button>}
                    {may && !adopted && <Button size="xs" variant="light" onClick={onAdopt} aria-label={`${t("scenarios.adopt")}: ${name}`}>{t("scenarios.adopt")}</Button>}
                    {may && <Button size="xs" variant="subtle" color="terracotta" onClick={onDrop} aria-label={`${t("common.delete")}: ${name}`}>{t("common.delete")}</Button>}
                </Group>
            </Group>
        </li>
    );
}

function AdoptDialog({ plan, scenario, onClose }: { plan: string; scenario: Row | undefined; onClose: () => void }) {
    const { t } = useTranslation();
    const diff = useScenarioDiff(plan, scenario?.id);
    const adopt = useAdopt(plan);
    const restore = useRestore(plan);
    const changes = diff.data?.changes ?? [];
    const send = () =>
        scenario && adopt.mutate(scenario.id, {
            onSuccess: (r) => {
                onClose();
                const kept = r.kept;
                if (kept) doneWithUndo(t("scenarios.adoptedNow", { name: nameOf(scenario) }), t("common.undo"), () => restore.mutate({ version: kept }, { onSuccess: () => done(t("versions.wentBack")), onError: failed }));
            },
            onError: failed,
        });
    return (
        <Modal opened={scenario !== undefined} onClose={onClose} size="lg" title={t("scenarios.adoptTitle", { name: nameOf(scenario) })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Text size="sm" lh={1.55} mb="md">{t("scenarios.adoptText")}</Text>
            {diff.isLoadingError ? <Trouble error={diff.error} /> : !diff.data ? <Waiting /> : changes.length === 0 ? <Text size="sm" className="dim">{t("scenarios.adoptNothing")}</Text> : (
                <>
                    <Text size="sm" fw={600} mb="xs">{t("versions.count", { count: changes.length })}</Text>
                    <div style={{ maxHeight: "45vh", overflow: "auto" }} tabIndex={0} role="group" aria-label={t("versions.differences")}><Changes changes={changes} /></div>
                </>
            )}
            <Group justify="flex-end" mt="md">
                <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                <Button onClick={send} loading={adopt.isPending} disabled={changes.length === 0}>{t("scenarios.adopt")}</Button>
            </Group>
        </Modal>
    );
}
