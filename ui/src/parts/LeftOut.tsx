/* Money in another currency is in no sum: it stands beside the sum, each as it came, and opens the deals or the lines of spend it is of. */
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { OtherMoney } from "../api/types";
import { count, currencyName, money } from "../format";
import { useReader } from "../session";

/* Days included; open where nothing is said. */
interface Days {
    from?: string;
    to?: string;
}

/* Which rows the money is of, as far as a screen can show them. */
export interface Rows {
    won?: Days; /* deals, by the day they were won */
    open?: boolean; /* deals that are open */
    spend?: Days;
}

export function LeftOut({ others, rows, mt = "xs" }: { others: OtherMoney[] | undefined; rows?: Rows; mt?: string | number }) {
    const { t } = useTranslation();
    const r = useReader();
    if (!others?.length) return null;
    const each = others.map((o) => t(`leftOut.${o.of}`, { count: o.count, n: count(r, o.count), money: money(r, o.value_minor, o.currency) }));
    let at = 0;
    return (
        <Text size="sm" className="dim" mt={mt} role="note">
            {t("leftOut.lead", { currency: currencyName(r) })}{" "}
            {new Intl.ListFormat(r.locale).formatToParts(each).map((part, i) => {
                if (part.type === "literal") return <Fragment key={i}>{part.value}</Fragment>;
                const o = others[at++];
                return <Fragment key={i}>{o && rows ? <Opens o={o} rows={rows} text={part.value} /> : part.value}</Fragment>;
            })}
            .
        </Text>
    );
}

function Opens({ o, rows, text }: { o: OtherMoney; rows: Rows; text: string }) {
    if (o.of === "spend" && rows.spend) {
        return <Link className="link" to="/results/channels/rows" search={{ by: "channel", anomaly: "spend_other_currency", ...rows.spend }}>{text}</Link>;
    }
    if (o.of === "deals" && (rows.won || rows.open)) {
        return <Link className="link" to="/people/$table" params={{ table: "deals" }} search={{ rule: dealsRule(o.currency, rows.won) }}>{text}</Link>;
    }
    return <>{text}</>;
}

/* won: deals won in those days; without it, deals that are open. */
export function dealsRule(currency: string, won?: Days): string {
    return JSON.stringify({
        all: [
            { field: "currency", is: currency },
            { field: "amount_minor", given: true },
            { field: "outcome", is: won ? "won" : "open" },
            ...(won?.from ? [{ field: "closed_at", at_least: won.from }] : []),
            ...(won?.to ? [{ field: "closed_at", at_most: won.to }] : []),
        ],
    });
}
