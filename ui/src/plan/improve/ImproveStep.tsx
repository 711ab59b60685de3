/* Step nine: how the goals stand, and what the figures say to do about it. */
import { Measure } from "../Measure";
import type { StepViewProps } from "../stepViews";
import { Queue } from "./Queue";

export function ImproveStep({ plan, holds }: StepViewProps) {
    return (
        <>
            <Queue plan={plan.id} />
            <div style={{ marginTop: 24 }}>
                <Measure plan={plan.id} goals={holds.goals ?? []} />
            </div>
        </>
    );
}
