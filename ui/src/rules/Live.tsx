/* Under the builder: how many are meant, now, and the rule in words. */
import { Loader, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { sentence as sentenceOf } from "../api/client";
import type { RuleCount } from "../api/types";
import { count as countOf } from "../format";
import { useReader } from "../session";
import type { Live as Answers } from "./schema";

export function useCountText() {
    const { t } = useTranslation();
    const r = useReader();
    return (c: RuleCount): string => (c.exact ? countOf(r, c.count) : t("rules.about", { n: countOf(r, c.count) }));
}

export function Live({ live, subject, left }: { live: Answers; subject: string; left: number }) {
    const { t } = useTranslation();
    const r = useReader();
    const text = useCountText();
    const wrong = Object.keys(live.mistakes).length > 0;
    return (
        <section className="rule-live" aria-label={t("rules.live")} data-waiting={live.waiting}>
            <div aria-live="polite" aria-atomic>
                {wrong ? (
                    <Text size="sm" className="attention">{t("rules.wrong", { count: Object.keys(live.mistakes).length })}</Text>
                ) : live.trouble ? (
                    <Text size="sm" className="attention">{sentenceOf(live.trouble)}</Text>
                ) : (
                    <>
                        <p className="rule-count">
                            <strong className="num">{live.count ? text(live.count) : "…"}</strong>
                            {live.count && <span className="dim num">{t("rules.of", { of: countOf(r, live.count.of), subject: subject.toLowerCase() })}</span>}
                            {live.waiting && <Loader size={14} aria-label={t("rules.counting")} />}
                        </p>
                        <p className="rule-sentence">{live.sentence ?? "…"}</p>
                    </>
                )}
                {left > 0 && <Text size="xs" className="dim" mt={4}>{t("rules.left", { count: left })}</Text>}
            </div>
        </section>
    );
}
