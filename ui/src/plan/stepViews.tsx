/* The screen of each step. */
import { lazy, type ComponentType } from "react";
import type { Row } from "../api/types";
import { AudienceStep } from "./audience/AudienceStep";
import { PositioningStep } from "./positioning/PositioningStep";
import { RivalsView } from "./rivals/RivalsView";
import { PromoteView } from "./promote/PromoteView";
import { SellingView } from "./selling/SellingView";
import { GoalsStep } from "./goals/GoalsStep";
import { ImproveStep } from "./improve/ImproveStep";

export interface StepViewProps {
    plan: Row;
    holds: Record<string, Row[]>; /* by table, see steps.ts */
}

const CalendarStep = lazy(() => import("./calendar/CalendarStep").then((m) => ({ default: m.CalendarStep })));
const LaunchStep = lazy(() => import("./launch/LaunchStep").then((m) => ({ default: m.LaunchStep })));

export const stepViews: Partial<Record<number, ComponentType<StepViewProps>>> = {
    1: AudienceStep,
    2: RivalsView,
    3: PositioningStep,
    4: GoalsStep,
    5: SellingView,
    6: PromoteView,
    7: CalendarStep,
    8: LaunchStep,
    9: ImproveStep,
};
