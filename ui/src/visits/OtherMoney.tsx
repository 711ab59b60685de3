/* A value is added up in the company's currency; what came in others stands beside it, each as it came. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count, money } from "../format";
import { useReader } from "../session";
import type { StatsAnswer } from "./ask";

/* Whether there is any, in whichever currency. The value is what was asked for last. */
export function hasMoney(answer: StatsAnswer | undefined): boolean {
    if (!answer) return false;
    return (answer.meta.other_currencies ?? []).length > 0 || answer.results.some((x) => Boolean(x.metrics.at(-1)) || Boolean(x.comparison?.metrics.at(-1)));
}

export function OtherMoney({ answer }: { answer: StatsAnswer }) {
    const { t } = useTranslation();
    const r = useReader();
    const others = answer.meta.other_currencies ?? [];
    if (!others.length) return null;
    const each = others.map((o) => t("visits.otherMoney.each", { count: o.events, n: count(r, o.events), money: money(r, o.value, o.currency) }));
    return <Text size="sm" mt="xs" role="note">{t("visits.otherMoney.all", { each: new Intl.ListFormat(r.locale).format(each), currency: answer.meta.currency })}</Text>;
}
