/* The fit model that won and lost deals suggest: readable points with their samples, for a person to take or leave. */
import { Alert, Button, Checkbox, Group, Text, Tooltip } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { count, day, decimal, percent } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Points } from "./ModelView";
import { useScoresAgain, type ScoreModel, type Suggestion } from "./words";

export function SuggestionPanel({ hasDraft }: { hasDraft: boolean }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const again = useScoresAgain();
    const q = useQuery({ queryKey: ["scores", "suggestion"], queryFn: ({ signal }) => api.get<Suggestion>("/score-models/suggestion", undefined, signal) });
    const ask = useMutation({ mutationFn: () => api.post<Suggestion>("/score-models/suggestion"), onSuccess: again, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const s = q.data.suggestion;
    const button = can("edit_plan") && <Button variant={s ? "default" : "filled"} size={s ? "xs" : "sm"} leftSection={<IconSparkles size={16} aria-hidden />} loading={ask.isPending} onClick={() => ask.mutate()}>{t(s ? "scores.learnAgain" : "scores.learn")}</Button>;
    if (!s) return <div className="card"><Empty title={t("scores.noSuggestion")} text={t("scores.noSuggestionText")}>{button}</Empty></div>;
    return <Open key={q.data.at} s={s} at={q.data.at} hasDraft={hasDraft} button={button} />;
}

function Open({ s, at, hasDraft, button }: { s: NonNullable<Suggestion["suggestion"]>; at: string | null; hasDraft: boolean; button: React.ReactNode }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const again = useScoresAgain();
    const navigate = useNavigate();
    const [taken, setTaken] = useState(() => new Set(s.rows.map((_, i) => i)));
    const [asking, setAsking] = useState(false);
    const accept = useMutation({
        mutationFn: () => api.post<ScoreModel>("/score-models/suggestion/accept", { rows: [...taken] }),
        onSuccess: () => { again(); done(t("scores.accepted")); void navigate({ to: "/people/scores", search: { tab: "fit" } }); },
        onError: failed,
    });
    const dismiss = useMutation({ mutationFn: () => api.post<undefined>("/score-models/suggestion/dismiss"), onSuccess: () => { again(); done(t("scores.dismissed")); }, onError: failed });
    const turn = (i: number) => setTaken((was) => { const next = new Set(was); if (!next.delete(i)) next.add(i); return next; });
    const may = can("edit_plan");
    return (
        <section className="card" aria-label={t("scores.tab.suggestion")}>
            <Group justify="space-between" gap="sm" align="flex-start">
                <div style={{ flex: "1 1 300px", minWidth: 0 }}>
                    <Text size="sm" className="dim" lh={1.55}>{t("scores.suggestionText", { won: count(r, s.won), lost: count(r, s.lost), day: day(r, at) })}</Text>
                    {s.auc.known && s.auc.value !== null && (
                        <Tooltip label={t("scores.crossHint", { auc: decimal(r, s.auc.value, 2), low: decimal(r, s.auc.low, 2), high: decimal(r, s.auc.high, 2) })}>
                            <Text tabIndex={0} fw={700} fz="1.2rem" mt={8} style={{ width: "fit-content", textDecoration: "underline dotted", textUnderlineOffset: 5 }}>{t("scores.pairs", { n: Math.round(s.auc.value * 10) })}</Text>
                        </Tooltip>
                    )}
                </div>
                {button}
            </Group>
            {!s.known ? (
                <Alert variant="light" color="ochre" mt="md">{t("scores.few", { have: count(r, Math.min(s.won, s.lost)), need: count(r, s.need), what: t(s.won < s.lost ? "scores.won" : "scores.lost") })}</Alert>
            ) : s.auc.low !== null && s.auc.low <= 0.5 ? <Alert variant="light" color="ochre" mt="md">{t("scores.weak")}</Alert> : null}
            {s.known && (
                <ul className="score-rows" style={{ marginTop: 14 }}>
                    {s.rows.map((row, i) => (
                        <li key={i}>
                            <Checkbox size="xs" mt={5} aria-label={t("scores.takeRow", { name: row.label ?? row.sentence })} checked={taken.has(i)} onChange={() => turn(i)} disabled={!may} />
                            <Points n={row.points} />
                            <div style={{ minWidth: 0 }}>
                                <Text size="sm" fw={550}>{row.label ?? row.sentence}</Text>
                                <Text size="xs" className="dim num">{t("scores.sample", { n: count(r, row.n), rate: percent(r, row.n ? row.won / row.n : 0, 0), won: count(r, row.won) })}</Text>
                            </div>
                        </li>
                    ))}
                </ul>
            )}
            {may && (
                <Group justify="flex-end" mt="md">
                    <Button variant="subtle" color="gray" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>{t("scores.dismiss")}</Button>
                    {s.known && <Button disabled={taken.size === 0} loading={accept.isPending} onClick={() => (hasDraft ? setAsking(true) : accept.mutate())}>{t("scores.accept", { count: taken.size })}</Button>}
                </Group>
            )}
            <Confirm opened={asking} title={t("scores.replaceTitle")} text={t("scores.replaceText")} yes={t("scores.replace")} busy={accept.isPending} onClose={() => setAsking(false)} onYes={() => accept.mutate()} />
        </section>
    );
}
