/* The usual rules, asked after the site's own: to be read, not changed. Each word of theirs begins a rule of the site's own, which is asked
 * before them. */
import { Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "../api/queries";
import { count } from "../format";
import { channelName } from "../parts/fields";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { useUsual, type Preview, type UsualRule } from "./origins";

const steps = ["tag", "paid", "click", "site", "page", "nothing"] as const;

type Copy = (rule: Values) => void;

export function Usual({ preview, onCopy }: { preview?: Preview; onCopy: Copy }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const may = can("edit_plan");
    const q = useUsual();
    const visits = (step: string) => preview?.steps.find((x) => x.step === step)?.visits;
    return (
        <section className="card" aria-labelledby="origins-usual">
            <Title order={2} size="h4" id="origins-usual">{t("origins.usual")}</Title>
            <Text size="sm" className="dim" mb="sm" lh={1.55}><IconLock size={14} aria-hidden style={{ verticalAlign: "-2px", marginRight: 4 }} />{t("origins.usualText")}{may && ` ${t("origins.copyHow")}`}</Text>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : (
                <ol className="origins-usual">
                    {steps.map((step) => {
                        const n = visits(step);
                        return (
                            <li key={step}>
                                <Text size="sm" fw={600}>{t(`origins.step.${step}`)}</Text>
                                {n !== undefined && <Text size="xs" className="dim">{t("origins.decides", { count: n, n: count(r, n) })}</Text>}
                                <Words rules={q.data.items.filter((x) => x.step === step && x.words.length > 0)} onCopy={may ? onCopy : undefined} />
                            </li>
                        );
                    })}
                </ol>
            )}
        </section>
    );
}

function Words({ rules, onCopy }: { rules: UsualRule[]; onCopy?: Copy }) {
    const { t } = useTranslation();
    if (rules.length === 0) return null;
    return (
        <details>
            <summary>{t("origins.words")}</summary>
            <dl className="origins-words">
                {rules.map((x) => (
                    <div key={`${x.step}-${x.channel}`}>
                        <dt>{x.channel ? channelName(x.channel, t) : t("origins.depends")}</dt>
                        <dd className="dim">{x.words.map((word, i) => <Fragment key={word}><Word rule={x} word={word} onCopy={onCopy} />{i + 1 < x.words.length && ", "}</Fragment>)}</dd>
                    </div>
                ))}
            </dl>
        </details>
    );
}

/* The rule that it begins is about the same visits; where the channel depends on the site, it is still to be said. */
function Word({ rule, word, onCopy }: { rule: UsualRule; word: string; onCopy?: Copy }) {
    const { t } = useTranslation();
    const { condition, medium, channel } = rule;
    if (!onCopy || !condition) return word;
    return (
        <button type="button" className="origins-word" title={t("origins.copy")} aria-label={t("origins.copyOf", { word })}
            onClick={() => { onCopy({ [condition]: word, ...(medium ? { medium } : {}), ...(channel ? { channel } : {}) }); }}>
            {word}
        </button>
    );
}
