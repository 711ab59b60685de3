/* Where the questions end for now: publish, go deeper, or take up what was left. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Road, Row } from "../../api/types";
import { PublishDialog } from "../versions/PublishDialog";
import { useVersions } from "../versions/versions";

export function Ending({ plan, road, optional, left, onDeepen, onAgain }: { plan: Row; road: Road; optional: number; left: number; onDeepen?: () => void; onAgain: () => void }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const [asking, { open, close }] = useDisclosure(false);
    const head = useRef<HTMLHeadingElement>(null);
    useEffect(() => head.current?.focus(), []);
    const ready = road.required_missing === 0;
    const versions = useVersions(plan.id).data;
    const published = Number(versions?.published ?? 0);
    const changes = Number(versions?.changes ?? 0);
    const kept = published > 0 && changes === 0; /* as it is now */
    const publishes = ready && plan.scenario_of == null && versions !== undefined && !kept;
    const text = !ready ? (left > 0 ? "left" : "allDone") : plan.scenario_of != null ? "allDone" : kept ? "kept" : published ? "changed" : "ready";
    return (
        <section className="card">
            <h2 ref={head} tabIndex={-1} style={{ margin: "0 0 8px", fontSize: "1.35rem", fontWeight: 650, outline: "none" }}>{t(`plan.guide.${text}`)}</h2>
            <Text size="sm" lh={1.6} mb="md">{t(`plan.guide.${text}Text`, { n: published, count: changes })}</Text>
            {!ready && (
                <Stack gap={4} mb="md" component="ul" style={{ margin: 0, paddingLeft: 18, fontSize: "0.9rem" }}>
                    {road.steps.flatMap((s) => s.questions.filter((q) => q.required && q.state !== "answered").map((q) => <li key={q.key}>{s.step}. {q.label}</li>))}
                </Stack>
            )}
            <Group gap="sm" mt="md">
                {publishes && <Button onClick={open}>{published ? t("versions.publishN", { n: published + 1 }) : t("plan.guide.publish")}</Button>}
                {left > 0 && <Button variant={ready ? "default" : "filled"} onClick={onAgain}>{t("plan.guide.again")}</Button>}
                {onDeepen && optional > 0 && <Button variant="default" onClick={onDeepen}>{t("plan.guide.deepen", { count: optional })}</Button>}
                <Button component={Link} to="/plan" variant={kept ? "filled" : "subtle"}>{t("plan.guide.see")}</Button>
            </Group>
            <PublishDialog plan={plan.id} opened={asking} onClose={close} onPublished={() => void navigate({ to: "/plan" })} />
        </section>
    );
}
