/* The nine steps: how far each is, what is missing next, what it rests on, what has drifted. */
import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Road, RoadStep } from "../../api/types";
import { count } from "../../format";
import { useReader } from "../../session";
import type { Mode } from "./useMode";

const colors = { empty: "gray", begun: "ochre", done: "leaf" } as const;

export function RoadList({ road, mode }: { road: Road; mode: Mode }) {
    return (
        <ol className="road">
            {road.steps.map((s) => (
                <li key={s.step}>
                    <StepLink plan={road.plan} step={s} guided={mode === "guide" && road.state !== "archived" && s.next !== null}>
                        <StepBody step={s} drifts={road.drifts.filter((d) => d.step === s.step).length} />
                    </StepLink>
                </li>
            ))}
        </ol>
    );
}

function StepLink({ plan, step, guided, children }: { plan: string; step: RoadStep; guided: boolean; children: ReactNode }) {
    if (guided) return <Link to="/plan/guide/$planId" params={{ planId: plan }} search={{ step: String(step.step) }} className="road-step">{children}</Link>;
    return <Link to="/plan/$planId/$step" params={{ planId: plan, step: String(step.step) }} className="road-step">{children}</Link>;
}

function StepBody({ step: s, drifts }: { step: RoadStep; drifts: number }) {
    const { t } = useTranslation();
    const r = useReader();
    const next = s.questions.find((q) => q.key === s.next);
    const line = { display: "block", fontSize: "0.84rem", marginTop: 3, lineHeight: 1.4 } as const;
    return (
        <>
            <span className="road-num" data-state={s.state} aria-hidden>{s.state === "done" ? <IconCheck size={20} /> : s.step}</span>
            <span style={{ minWidth: 0 }}>
                <span style={{ display: "block", fontWeight: 650 }}>{s.step}. {t(`plan.step.${s.step}.title`)}</span>
                <span className="dim" style={{ display: "block", fontSize: "0.87rem", lineHeight: 1.45 }}>{t(`plan.step.${s.step}.text`)}</span>
                {s.rests_on && <span className="dim" style={line}>{t("plan.restsOn", { step: s.rests_on.step, text: s.rests_on.label })}</span>}
                {next && !s.rests_on && <span className={next.required ? "attention" : "dim"} style={line}>{t(next.required ? "plan.nextMissing" : "plan.nextWish", { text: next.label })}</span>}
                {drifts > 0 && (
                    <span className="attention" style={{ ...line, display: "flex", gap: 5, alignItems: "center" }}>
                        <IconAlertTriangle size={15} aria-hidden style={{ flex: "none" }} />
                        {t("plan.drift.count", { count: drifts, n: count(r, drifts) })}
                    </span>
                )}
            </span>
            <span className="road-state">
                <Badge variant="light" tt="none" radius="sm" color={colors[s.state]}>{t(`plan.state.${s.state}`)}</Badge>
                <span className="dim num" style={{ fontSize: "0.78rem", whiteSpace: "nowrap" }}>{t("plan.answered", { n: s.answered, all: s.asked })}</span>
            </span>
        </>
    );
}
