/* Where the data speak against the plan: each with its figures, and the place where it is looked at. Beside the road they stand by step,
 * the first of each; all are on the page of the step. */
import { Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { Link, useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { RoadDrift } from "../../api/types";
import { count, day } from "../../format";
import { useReader } from "../../session";

const FIRST = 2; /* of each step, beside the road */

export function Drifts({ plan, drifts, step }: { plan: string; drifts: RoadDrift[]; step?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    if (step && drifts.length === 0) return null;
    const days = [...new Set(drifts.map((d) => d.since))];
    const once = days.length === 1 ? days[0] : null; /* the one day on which all were noticed */
    return (
        <section className="card" aria-labelledby="h-drifts" style={step ? { marginBottom: 24 } : undefined}>
            <Group gap={8} mb={4} wrap="nowrap">
                {drifts.length ? <IconAlertTriangle size={19} aria-hidden color="var(--attention)" style={{ flex: "none" }} /> : <IconCircleCheck size={19} aria-hidden color="var(--good)" style={{ flex: "none" }} />}
                <h2 id="h-drifts" style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t("plan.drift.title")}</h2>
            </Group>
            <Text size="xs" className="dim" mb="sm" lh={1.5}>{t("plan.drift.how")}{once && <span className="num"> {t("plan.drift.since", { date: day(r, once) })}.</span>}</Text>
            {drifts.length === 0 && <Text size="sm">{t("plan.drift.none")}</Text>}
            {step ? <Points drifts={drifts} dated={!once} here /> : (
                <Stack gap={18}>
                    {[...new Set(drifts.map((d) => d.step))].map((n) => {
                        const all = drifts.filter((d) => d.step === n);
                        const title = t(`plan.step.${n}.title`);
                        return (
                            <div key={n}>
                                <h3 style={{ margin: "0 0 6px", fontSize: "0.9rem", fontWeight: 650 }}>
                                    <Link to="/plan/$planId/$step" params={{ planId: plan, step: String(n) }} className="link">{n}. {title}</Link>
                                </h3>
                                <Points drifts={all.slice(0, FIRST)} dated={!once} />
                                {all.length > FIRST && <Link to="/plan/$planId/$step" params={{ planId: plan, step: String(n) }} className="link" style={{ display: "inline-block", marginTop: 8, fontSize: "0.84rem" }} aria-label={`${t("plan.drift.more", { count: all.length - FIRST, n: count(r, all.length - FIRST) })}: ${title}`}>{t("plan.drift.more", { count: all.length - FIRST, n: count(r, all.length - FIRST) })}</Link>}
                            </div>
                        );
                    })}
                </Stack>
            )}
        </section>
    );
}

/* here: on the page of their step, where what they speak of stands too. */
function Points({ drifts, dated, here }: { drifts: RoadDrift[]; dated: boolean; here?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const router = useRouter();
    const go = (e: MouseEvent<HTMLAnchorElement>, url: string) => {
        if (e.metaKey || e.ctrlKey || e.shiftKey) return;
        e.preventDefault();
        router.history.push(url);
    };
    return (
        <Stack gap={10} component="ul" style={{ listStyle: "none", margin: 0, padding: 0 }}>
            {drifts.map((d) => (
                <li key={d.key} style={{ fontSize: "0.88rem", lineHeight: 1.5, overflowWrap: "anywhere" }}>
                    {d.message}
                    {!here && !d.url.startsWith("/plan/") && <> <a href={d.url} className="link" style={{ whiteSpace: "nowrap" }} onClick={(e) => go(e, d.url)} aria-label={`${t("plan.drift.open")}: ${d.name ?? ""}`}>{t("plan.drift.open")}</a></>}
                    {dated && d.since && <span className="dim num" style={{ display: "block", fontSize: "0.78rem" }}>{t("plan.drift.since", { date: day(r, d.since) })}</span>}
                </li>
            ))}
        </Stack>
    );
}
