/* The proposals, reached from the menu. A shift of budget goes to the plan that is open. */
import { useTranslation } from "react-i18next";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../shell/Fallbacks";
import { usePlans } from "../usePlan";
import { Queue } from "./Queue";

export function ProposalsPage() {
    const { t } = useTranslation();
    const { plans, plan } = usePlans();
    return (
        <>
            <PageHead title={t("menu.proposals")} lead={t("improve.lead")} />
            {plans.isPending ? <Waiting /> : <Queue plan={plan?.id} />}
        </>
    );
}
