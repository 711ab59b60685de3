/* Step 7: goals, channels, money, hours and days in one place. */
import { PlanTexts } from "../PlanTexts";
import { RestsOn } from "../RestsOn";
import type { StepViewProps } from "../stepViews";
import { Budget } from "./Budget";
import { Calendar } from "./Calendar";

export function CalendarStep({ plan, holds }: StepViewProps) {
    return (
        <>
            <RestsOn plan={plan} holds={holds} needs={{ 4: "goals", 6: "channels" }} />
            <Calendar plan={plan} holds={holds} />
            <Budget plan={plan} holds={holds} />
            <PlanTexts plan={plan} />
        </>
    );
}
