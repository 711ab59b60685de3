/* What a model would have said of deals that were won and lost, beside the one that counts. Fit is today's, and says so. */
import { Alert, Badge, Group, SegmentedControl, Text, TextInput, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Job } from "../api/types";
import { count, decimal, percent, today } from "../format";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Intervals } from "./Intervals";
import { kinds, type Kind, type Replay, type ScoreKind, type WhatIf } from "./words";

export function WhatIfPanel({ models }: { models: ScoreKind[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const search = useSearch({ from: "/shell/people/scores" });
    const navigate = useNavigate();
    const kind: Kind = kinds.find((k) => k === search.kind) ?? "fit";
    const [from, setFrom] = useState(today(r, 364));
    const [to, setTo] = useState(today(r));
    const of = models.find((m) => m.kind === kind);
    const some = Boolean(of?.draft ?? of?.published);
    return (
        <section aria-label={t("scores.tab.whatif")}>
            <div className="card" style={{ marginBottom: 16 }}>
                <Text size="sm" className="dim" mb="md" lh={1.55}>{t(`scores.whatIfText.${kind}`)}</Text>
                <Group gap="md" align="flex-end">
                    <SegmentedControl value={kind} aria-label={t("scores.which")} data={kinds.map((k) => ({ value: k, label: t(`scores.kind.${k}`) }))}
                        onChange={(v) => void navigate({ to: "/people/scores", search: { tab: "whatif", kind: v } })} />
                    <TextInput type="date" size="sm" label={t("scores.closedFrom")} value={from} max={to} onChange={(e) => setFrom(e.currentTarget.value)} />
                    <TextInput type="date" size="sm" label={t("scores.closedTo")} value={to} min={from} onChange={(e) => setTo(e.currentTarget.value)} />
                </Group>
            </div>
            {some && from && to ? <Answer key={kind} kind={kind} from={from} to={to} version={of?.draft?.version ?? 0} /> : <Alert variant="light">{t("scores.noneToTry")}</Alert>}
        </section>
    );
}

function Answer({ kind, from, to, version }: { kind: Kind; from: string; to: string; version: number }) {
    const { t } = useTranslation();
    const q = useQuery({
        queryKey: ["scores", "what-if", kind, from, to, version],
        queryFn: () => api.post<WhatIf>(`/score-models/${kind}/what-if`, { from, to }),
        retry: false,
    });
    const job = q.data?.job ?? null;
    const work = useQuery({
        queryKey: ["job", job], enabled: job !== null,
        queryFn: async ({ signal }) => {
            const j = await api.get<Job>(`/jobs/${job}`, undefined, signal);
            if (j.state === "done") void q.refetch();
            return j;
        },
        refetchInterval: (x) => (x.state.data?.state === "done" || x.state.data?.state === "failed" ? false : 800),
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const { this: tried, published } = q.data;
    if (!tried) return <Alert variant="light" role="status">{t("scores.working", { done: work.data?.done ?? 0, total: work.data?.total ?? 0 })}</Alert>;
    return (
        <div className="even-cols">
            <Result of={tried} kind={kind} />
            {published ? <Result of={published} kind={kind} /> : job && <Waiting />}
        </div>
    );
}

/* Of ten pairs of one won and one lost deal, in how many the won one has the higher score. */
function Headline({ of }: { of: Replay }) {
    const { t } = useTranslation();
    const r = useReader();
    const { auc } = of;
    if (!auc.known || auc.value === null) {
        const short = of.won < of.need ? of.won : of.lost;
        return <p className="lack" style={{ margin: "6px 0 0" }}>{t("scores.few", { have: count(r, short), need: count(r, of.need), what: t(of.won < of.need ? "scores.won" : "scores.lost") })}</p>;
    }
    const ten = Math.round(auc.value * 10);
    const verdict = auc.low !== null && auc.low > 0.5 ? (auc.value >= 0.7 ? "good" : "some") : auc.high !== null && auc.high < 0.5 ? "wrong" : "none";
    return (
        <>
            <Tooltip label={t("scores.aucHint", { auc: decimal(r, auc.value, 2), low: decimal(r, auc.low, 2), high: decimal(r, auc.high, 2) })}>
                <Text tabIndex={0} fw={700} fz="1.35rem" lh={1.25} mt={6} style={{ width: "fit-content", textDecoration: "underline dotted", textUnderlineOffset: 5 }}>{t("scores.pairs", { n: ten })}</Text>
            </Tooltip>
            <Text size="sm" className={verdict === "good" ? "good" : verdict === "wrong" ? "attention" : "dim"} mt={2}>{t(`scores.verdict.${verdict}`)}</Text>
        </>
    );
}

function Result({ of, kind }: { of: Replay; kind: Kind }) {
    const { t } = useTranslation();
    const r = useReader();
    const name = t(of.state === "published" ? "scores.nowVersion" : of.state === "draft" ? "scores.draftVersion" : "scores.version", { n: of.number });
    const out = [
        of.no_contact ? t("scores.noContact", { count: of.no_contact }) : "",
        of.no_opening ? t("scores.noOpening", { count: of.no_opening }) : "",
        of.cut ? t("scores.cut", { n: count(r, of.deals) }) : "",
    ].filter(Boolean);
    return (
        <section className="card" aria-label={name}>
            <Badge variant="light" color={of.state === "published" ? "leaf" : "ochre"} tt="none" radius="sm">{name}</Badge>
            <Headline of={of} />
            <Text size="sm" className="dim num" mt={8}>{t("scores.tried", { won: count(r, of.won), lost: count(r, of.lost) })}{out.length ? ` ${out.join(" ")}` : ""}</Text>
            {of.leaks.length > 0 && <Alert color="ochre" variant="light" mt="sm">{t("scores.leaks", { count: of.leaks.length, rows: of.leaks.map((i) => i + 1).join(", ") })}</Alert>}
            {of.auc.known && (
                <>
                    <Text fw={650} size="sm" mt="lg" mb={2}>{t("scores.lift")}</Text>
                    <Text size="xs" className="dim" mb="sm">{t("scores.liftText", { rate: percent(r, of.won / (of.won + of.lost), 0) })}</Text>
                    <Intervals bins={of.lift} all={of.won / (of.won + of.lost)} label={t("scores.lift")} nameOf={(b) => (b.from === b.to ? decimal(r, b.from, 0) : `${decimal(r, b.from, 0)}–${decimal(r, b.to, 0)}`)} lift />
                    <Text fw={650} size="sm" mt="lg" mb={2}>{t("scores.calibration")}</Text>
                    <Text size="xs" className="dim" mb="sm">{t(`scores.calibrationText.${kind}`)}</Text>
                    <Intervals bins={[...of.calibration].reverse()} all={of.won / (of.won + of.lost)} label={t("scores.calibration")} nameOf={(b) => `${decimal(r, b.from, 0)}–${decimal(r, b.to === 100 ? 100 : b.to - 1, 0)}`} />
                </>
            )}
        </section>
    );
}
