/* The questions of one step: which are answered, by whom and when, in which records an answer is missing, and what shows the answers to
 * be right. */
import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconCircle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Road, RoadQuestion } from "../../api/types";
import { day } from "../../format";
import { useDesk } from "../../session";
import { Evidence } from "./Evidence";
import { useRoad } from "./useRoad";
import { Drifts } from "./Drifts";

export function StepDrifts({ plan, step }: { plan: string; step: number }) {
    const road = useRoad(plan).data;
    return road ? <Drifts plan={plan} drifts={road.drifts.filter((d) => d.step === step)} step /> : null;
}

export function StepRoad({ plan, step }: { plan: string; step: number }) {
    const { t } = useTranslation();
    const road = useRoad(plan).data;
    const s = road?.steps.find((x) => x.step === step);
    if (!road || !s) return null;
    return (
        <section className="card" aria-labelledby="h-answers" style={{ marginTop: 28 }}>
            <Group justify="space-between" mb={4} gap="sm">
                <h2 id="h-answers" style={{ margin: 0, fontSize: "1.05rem" }}>{t("plan.answers.title")}</h2>
                <span className="dim num" style={{ fontSize: "0.84rem" }}>{t("plan.answered", { n: s.answered, all: s.asked })}</span>
            </Group>
            <Text size="sm" className="dim" mb="md">{t("plan.answers.lead")}</Text>
            {s.rests_on && <Text size="sm" className="attention" mb="md">{t("plan.restsOn", { step: s.rests_on.step, text: s.rests_on.label })}</Text>}
            <Stack gap={16} component="ul" style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {s.questions.map((q) => <Answer key={q.key} q={q} road={road} />)}
            </Stack>
        </section>
    );
}

const icons = { answered: IconCircleCheck, partly: IconCircleDashed, open: IconCircle, waits: IconCircle };
const NAMED = 6;

function Answer({ q, road }: { q: RoadQuestion; road: Road }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const Icon = icons[q.state];
    const lacks = q.targets.filter((x) => !x.given && x.name).map((x) => x.name);
    const asks = can("edit_plan") && road.state !== "archived" && (q.state === "open" || q.state === "partly");
    return (
        <li style={{ display: "grid", gridTemplateColumns: "22px minmax(0, 1fr)", gap: 10 }}>
            <Icon size={20} aria-hidden color={q.state === "answered" ? "var(--good)" : "var(--dim)"} style={{ marginTop: 1 }} />
            <div>
                <Group gap={8}>
                    <span style={{ fontWeight: 600, fontSize: "0.92rem" }}>{q.label}</span>
                    {!q.required && <Badge variant="light" color="gray" tt="none" size="sm" radius="sm">{t("plan.answers.optional")}</Badge>}
                </Group>
                <Text size="sm" className="dim">
                    {t(`plan.answers.${q.state}`, { n: q.given, all: q.asked })}
                    {q.at && <> {q.by ? t("plan.answers.by", { name: q.by, date: day(r, q.at) }) : t("plan.answers.on", { date: day(r, q.at) })}</>}
                </Text>
                {lacks.length > 0 && q.state !== "answered" && <Text size="sm" className="attention">{t("plan.answers.lacks", { names: lacks.slice(0, NAMED).join(", ") + (lacks.length > NAMED ? "…" : "") })}</Text>}
                <Evidence plan={road.plan} q={q} />
                {asks && (
                    <Button component={Link} to={`/plan/guide/${road.plan}?q=${q.key}`} variant="light" size="compact-xs" mt={6} aria-label={`${t("plan.answers.ask")}: ${q.label}`}>{t("plan.answers.ask")}</Button>
                )}
            </div>
        </li>
    );
}
