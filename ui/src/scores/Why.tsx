/* Why a score is what it is: every row that gave points, in words; the parts add up to the score exactly as shown. */
import { Drawer, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { day } from "../format";
import { choiceLabel } from "../parts/fields";
import { useReader } from "../session";
import { signedPoints, type AccountScore, type ContactScore, type PeopleScore, type Score, type ScorePart } from "./words";

function Line({ points, children, strong = false }: { points: string; children: React.ReactNode; strong?: boolean }) {
    return (
        <li style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", gap: 14, padding: "9px 0", borderTop: strong ? "2px solid var(--line-strong)" : "1px solid var(--line)" }}>
            <div style={{ minWidth: 0, fontWeight: strong ? 650 : undefined, fontSize: "0.9rem" }}>{children}</div>
            <span className="num" style={{ fontWeight: 650, whiteSpace: "nowrap" }}>{points}</span>
        </li>
    );
}

const list = { listStyle: "none", margin: 0, padding: 0 } as const;

function Name({ part }: { part: ScorePart }) {
    return (
        <>
            <Text size="sm" fw={550}>{part.label ?? part.sentence}</Text>
            {part.label && <Text size="xs" className="dim">{part.sentence}</Text>}
        </>
    );
}

/* "3 vezes entre 02/11/2026 e 20/11/2026; sem o tempo seriam 30 pontos" */
function Faded({ part }: { part: ScorePart }) {
    const { t } = useTranslation();
    const r = useReader();
    if (part.count === undefined || !part.first_day || !part.last_day) return null;
    const when = part.first_day === part.last_day ? t("scores.onDay", { count: part.count, day: day(r, part.first_day) }) : t("scores.between", { count: part.count, from: day(r, part.first_day), to: day(r, part.last_day) });
    const faded = part.capped ? t("scores.capped", { most: part.at_most }) : part.undecayed !== part.points ? t("scores.faded", { full: signedPoints(part.undecayed ?? 0), days: part.half_life_days }) : "";
    return <Text size="xs" className="dim">{[when, faded].filter(Boolean).join(" · ")}</Text>;
}

function Parts({ name, score }: { name: string; score: Score }) {
    const { t } = useTranslation();
    return (
        <section aria-label={name}>
            <Title order={3} mb={4}>{name}</Title>
            <Text size="xs" className="dim" mb={6}>{t("scores.byVersion", { n: score.number })}</Text>
            <ul style={list}>
                <Line points={String(score.base)}>{t("scores.base")}</Line>
                {score.parts.map((p, i) => <Line key={i} points={signedPoints(p.points)}><Name part={p} /><Faded part={p} /></Line>)}
                {score.limit !== 0 && <Line points={signedPoints(score.limit)}><Text size="sm">{t("scores.limit")}</Text></Line>}
                <Line strong points={String(score.score)}>{t("scores.total")}</Line>
            </ul>
            {score.parts.length === 0 && <Text size="sm" className="dim" mt={4}>{t(`scores.nothing.${name === t("scores.kind.fit") ? "fit" : "engagement"}`)}</Text>}
            {score.missed.length > 0 && (
                <details style={{ marginTop: 10 }}>
                    <summary style={{ cursor: "pointer", fontSize: "0.84rem" }}>{t("scores.missed", { count: score.missed.length })}</summary>
                    <ul style={list}>{score.missed.map((p, i) => <Line key={i} points={signedPoints(p.points)}><span className="dim"><Name part={p} /></span></Line>)}</ul>
                </details>
            )}
        </section>
    );
}

function People({ name, score }: { name: string; score: PeopleScore }) {
    const { t } = useTranslation();
    return (
        <section aria-label={name}>
            <Title order={3} mb={4}>{name}</Title>
            <Text size="xs" className="dim" mb={6}>{t(`scores.how.${score.how}`)}</Text>
            <ul style={list}>
                {score.people.map((p) => (
                    <Line key={p.id} points={signedPoints(p.points)}>
                        <Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: p.id }}>{p.name}</Link>
                        <Text size="xs" className="dim">{t("scores.person", { score: p.score, weight: p.weight, role: p.role ? choiceLabel("role", p.role, t) : t("scores.noRole") })}</Text>
                    </Line>
                ))}
                {score.limit !== 0 && <Line points={signedPoints(score.limit)}>{t("scores.limit")}</Line>}
                <Line strong points={String(score.score)}>{t("scores.total")}</Line>
            </ul>
        </section>
    );
}

export function WhyContact({ score, opened, onClose }: { score: ContactScore; opened: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Drawer opened={opened} onClose={onClose} position="right" size="md" title={t("scores.why")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack gap={28}>
                {score.fit && <Parts name={t("scores.kind.fit")} score={score.fit} />}
                {score.engagement && <Parts name={t("scores.kind.engagement")} score={score.engagement} />}
                <Text size="xs" className="dim" lh={1.5}>{t("scores.rounding")}</Text>
            </Stack>
        </Drawer>
    );
}

export function WhyAccount({ score, opened, onClose }: { score: AccountScore; opened: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Drawer opened={opened} onClose={onClose} position="right" size="md" title={t("scores.why")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack gap={28}>
                {score.fit && <People name={t("scores.kind.fit")} score={score.fit} />}
                {score.engagement && <People name={t("scores.kind.engagement")} score={score.engagement} />}
                <Text size="xs" className="dim" lh={1.5}>{t("scores.leftText")}</Text>
            </Stack>
        </Drawer>
    );
}
