/* How often we win against a competitor, with its sample; under the sample, how far it is. */
import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { percent } from "../../format";
import { Figure } from "../../parts/Figure";
import { useReader } from "../../session";
import type { RivalOutcomes } from "./data";

export function WinRate({ of, own }: { of: RivalOutcomes; own?: RivalOutcomes }) {
    const { t } = useTranslation();
    const r = useReader();
    if (of.win_rate === null) return <Figure value="" none reason={of.reason} />;
    const against = own?.win_rate != null ? t("rival.against", { rate: percent(r, own.win_rate, 0) }) : "";
    return (
        <Tooltip label={`${t("rival.winRateHow", { won: of.won, closed: of.won + of.lost })} ${against}`}>
            <strong className="num" tabIndex={0} style={{ cursor: "help" }}>{percent(r, of.win_rate, 0)}</strong>
        </Tooltip>
    );
}
