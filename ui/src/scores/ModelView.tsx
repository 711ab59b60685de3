/* A version to read: its rows in words with their points, its bands, the weights of roles. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { choiceLabel } from "../parts/fields";
import { roles, signedPoints, type ScoreModel, type ScoreRow } from "./words";

export function ModelView({ model }: { model: ScoreModel }) {
    const { t } = useTranslation();
    return (
        <>
            <ul className="score-rows">
                {model.base > 0 && <li><Points n={model.base} base /><Text size="sm">{t("scores.base")}</Text></li>}
                {model.rows.map((row, i) => <li key={i}><Points n={row.points} /><RowWords row={row} kind={model.kind} /></li>)}
            </ul>
            {model.rows.length === 0 && <Text size="sm" className="dim">{t("scores.noRows")}</Text>}
            <Bands kind={model.kind} bands={model.bands} />
            <Weights weights={model.weights} />
        </>
    );
}

export function Points({ n, base = false }: { n: number; base?: boolean }) {
    return <span className="score-points num" data-tone={base ? "base" : n > 0 ? "plus" : "minus"}>{base ? n : signedPoints(n)}</span>;
}

export function RowWords({ row, kind }: { row: ScoreRow; kind: ScoreModel["kind"] }) {
    const { t } = useTranslation();
    return (
        <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={row.label ? 550 : undefined}>{row.label ?? row.sentence ?? t("scores.broken")}</Text>
            {row.label && <Text size="xs" className="dim">{row.sentence ?? t("scores.broken")}</Text>}
            {kind === "engagement" && <Text size="xs" className="dim num">{t("scores.fades", { days: row.half_life_days, most: row.at_most })}</Text>}
        </div>
    );
}

function Bands({ kind, bands }: { kind: ScoreModel["kind"]; bands: number[] }) {
    const { t } = useTranslation();
    const names = kind === "fit" ? ["A", "B", "C", "D"] : ["1", "2", "3", "4"];
    return (
        <>
            <Text size="xs" fw={600} className="dim" mt="md" mb={4}>{t("scores.bands")}</Text>
            <ul className="score-bands">
                {names.map((n, i) => (
                    <li key={n}>
                        <strong>{n}</strong> <span>{t(`scores.${kind === "fit" ? "fitBand" : "engagementBand"}.${n}`)}</span>
                        <span className="dim num">{i < bands.length ? t("scores.fromPoints", { n: bands[i] }) : t("scores.below", { n: bands[bands.length - 1] })}</span>
                    </li>
                ))}
            </ul>
        </>
    );
}

function Weights({ weights }: { weights: Record<string, number> }) {
    const { t } = useTranslation();
    return (
        <details style={{ marginTop: 14 }}>
            <summary className="dim" style={{ cursor: "pointer", fontSize: "0.84rem" }}>{t("scores.weights")}</summary>
            <Text size="sm" className="dim" mt={4} lh={1.5}>{t("scores.weightsText")}</Text>
            <ul className="score-bands" style={{ marginTop: 8 }}>
                {roles.map((x) => <li key={x}><span>{x === "none" ? t("scores.noRole") : choiceLabel("role", x, t)}</span> <span className="dim num">{weights[x] ?? 0}&nbsp;%</span></li>)}
            </ul>
        </details>
    );
}
