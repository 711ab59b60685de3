/* Text of a record that is a word of the program: a question of the plan's road, an item to check before a campaign, a figure. */
import { useTranslation } from "react-i18next";
import { useAllOf } from "../api/queries";
import type { Json } from "../api/types";
import { byUnit, decimal } from "../format";
import { useLaunch } from "../plan/launch/useLaunch";
import { MICRO, useMetrics } from "../plan/metrics";
import { useRoad } from "../plan/road/useRoad";
import { useReader } from "../session";

/* What a field holds after the entry, or held before one that deletes. */
function given(told: Json | undefined): string {
    const v = Array.isArray(told) ? (told[1] ?? told[0]) : told;
    return v == null ? "" : String(v);
}

type Codes = (p: { code: string; diff: Record<string, Json> | null }) => React.ReactNode;

/* The question reads the same in every plan; its own may be gone. */
const Question: Codes = ({ code }) => {
    const { t } = useTranslation();
    const plans = useAllOf("plans", {});
    const road = useRoad(plans.data?.[0]?.id);
    if (plans.isPending || road.isLoading) return "…";
    return road.data?.steps.flatMap((s) => s.questions).find((q) => q.key === code)?.label ?? t("audit.question");
};

const Item: Codes = ({ code, diff }) => {
    const { t } = useTranslation();
    const campaign = given(diff?.campaign);
    const launch = useLaunch(campaign, campaign !== "");
    if (launch.isLoading) return "…";
    return launch.data?.items.find((x) => x.key === code)?.words ?? t("audit.item");
};

const Metric: Codes = ({ code }) => {
    const all = useMetrics();
    return all.isPending ? "…" : (all.data?.find((m) => m.key === code)?.label ?? code);
};

/* A target is kept in millionths; its figure, where the entry names it, tells the unit. */
const Target: Codes = ({ code, diff }) => {
    const r = useReader();
    const metric = useMetrics().data?.find((m) => m.key === given(diff?.metric));
    const v = Number(code) / MICRO;
    return metric ? byUnit(r, metric.unit, v) : decimal(r, v, 2);
};

const codes: Record<string, Codes | undefined> = {
    "answer_evidence.question": Question,
    "checklist_tick.item": Item,
    "goal.metric": Metric,
    "campaign.metric": Metric,
    "claim_proof.metric": Metric,
};

export function codesOf(of: string, field: string): Codes | undefined {
    return field.endsWith("_micro") ? Target : codes[`${of}.${field}`];
}
