/* What of an answer was imported, and what could not be counted in. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dayRange } from "../format";
import { useReader } from "../session";
import type { StatsAnswer } from "./ask";

/* Under the graph: which days are imported, by the mark that they have there. */
export function Imported({ answer }: { answer: StatsAnswer }) {
    const { t } = useTranslation();
    const r = useReader();
    const of = answer.meta.imports;
    if (!of) return null;
    const days = of.periods.map((p) => dayRange(r, p.from, p.to)).join(", ");
    return (
        <Text size="xs" mt="sm" role="note">
            <span className={`imported-mark${of.included ? "" : " imported-mark-out"}`} aria-hidden /> {of.included ? t("visits.imported.days", { days }) : t("visits.imported.outDays", { days })} {of.left_out && of.left_out !== "asked" && t(`visits.imported.left.${of.left_out}`)}
        </Text>
    );
}

/* Under a list that the past does not reach. */
export function LeftOut({ answer }: { answer: StatsAnswer }) {
    const { t } = useTranslation();
    const why = answer.meta.imports?.left_out;
    if (!why || why === "asked") return null;
    return <Text size="xs" className="dim" mt="xs" role="note"><span className="imported-mark imported-mark-out" aria-hidden /> {t(`visits.imported.left.${why}`)}</Text>;
}
