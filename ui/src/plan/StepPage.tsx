/* One step of the plan: what has drifted, its own screen, and the answers it holds. */
import { Group } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isMissing } from "../api/client";
import { nameOf, useRow } from "../api/queries";
import { PageHead } from "../parts/PageHead";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { StepDrifts, StepRoad } from "./road/StepRoad";
import { StepFiles } from "./StepFiles";
import { steps } from "./steps";
import { stepViews } from "./stepViews";
import { usePlanHolds } from "./usePlan";

export function StepPage() {
    const { t } = useTranslation();
    const { planId, step } = useParams({ from: "/shell/plan/$planId/$step" });
    const s = steps.find((x) => String(x.n) === step);
    const plan = useRow("plans", planId);
    const holds = usePlanHolds(planId);
    if (!s) return <NotFound />;
    if (isMissing(plan.error)) return <NotFound />;
    if (plan.isLoadingError) return <Trouble error={plan.error} />;
    if (!plan.data || !holds) return <Waiting />;
    const View = stepViews[s.n];
    const to = (n: number) => ({ to: "/plan/$planId/$step" as const, params: { planId, step: String(n) } });
    return (
        <div key={step}>
            <Link to="/plan" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {nameOf(plan.data)}
            </Link>
            <PageHead tab={t(`plan.step.${s.n}.title`)} title={`${s.n}. ${t(`plan.step.${s.n}.title`)}`} lead={t(`plan.step.${s.n}.help`)}>
                <StepFiles plan={planId} step={s.n} />
            </PageHead>
            <StepDrifts plan={planId} step={s.n} />
            {View && <Suspense fallback={<Waiting />}><View plan={plan.data} holds={holds} /></Suspense>}
            <StepRoad plan={planId} step={s.n} />
            <Group justify="space-between" mt={32} component="nav" aria-label={t("plan.road")}>
                {s.n > 1 ? <Link {...to(s.n - 1)} className="link" style={{ display: "inline-flex", gap: 6, alignItems: "center", fontSize: "0.9rem" }}><IconArrowLeft size={15} aria-hidden />{t(`plan.step.${s.n - 1}.title`)}</Link> : <span />}
                {s.n < 9 && <Link {...to(s.n + 1)} className="link" style={{ display: "inline-flex", gap: 6, alignItems: "center", fontSize: "0.9rem" }}>{t(`plan.step.${s.n + 1}.title`)}<IconArrowRight size={15} aria-hidden /></Link>}
            </Group>
        </div>
    );
}
