/* Shares of won deals with their 95 % interval: a band, and a mark where the share is; a thin line shows all deals together. */
import { useTranslation } from "react-i18next";
import { count, decimal, percent } from "../format";
import { useReader } from "../session";
import type { ScoreBin } from "./words";

interface Props {
    bins: ScoreBin[];
    all: number;
    label: string;
    lift?: boolean;
    nameOf: (b: ScoreBin, i: number) => string;
}

export function Intervals({ bins, all, label, lift = false, nameOf }: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const at = (v: number | null) => `${100 * (v ?? 0)}%`;
    return (
        <ul className="intervals" aria-label={label}>
            {bins.map((b, i) => (
                <li key={i}>
                    <span className="num">{nameOf(b, i)}</span>
                    <span className="interval" aria-hidden="true">
                        <span className="interval-all" style={{ left: at(all) }} />
                        {b.rate !== null && (
                            <>
                                <span className="interval-band" style={{ left: at(b.low), width: at((b.high ?? 0) - (b.low ?? 0)) }} />
                                <span className="interval-mark" style={{ left: at(b.rate) }} />
                            </>
                        )}
                    </span>
                    <span className="num interval-text">
                        {b.rate === null ? <span className="dim">–</span> : <span><strong>{percent(r, b.rate, 0)}</strong>{lift && b.lift !== null ? <span className="dim">{` ${decimal(r, b.lift, 1)}×`}</span> : null}</span>}
                        <span className="dim">{t("scores.binOf", { won: count(r, b.won), n: count(r, b.n) })}</span>
                    </span>
                </li>
            ))}
        </ul>
    );
}
