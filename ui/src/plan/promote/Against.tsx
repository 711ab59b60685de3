/* Expected against actual as a small table; what cannot be told says why. */
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { count, decimal, money, percent, type Reader } from "../../format";
import { Figure } from "../../parts/Figure";
import { useReader } from "../../session";
import type { Figures } from "./outcomes";

export type AgainstUnit = "count" | "money" | "rate" | "days";

export interface AgainstLine {
    key: string; /* of figures */
    unit: AgainstUnit;
    label: string;
    expected?: number | null;
}

export function inUnit(r: Reader, unit: AgainstUnit, v: number | null | undefined): string {
    return unit === "money" ? money(r, v) : unit === "rate" ? percent(r, v) : unit === "days" ? decimal(r, v) : count(r, v);
}

export function One({ of, name, unit, what, onOpen }: { of: Figures; name: string; unit: AgainstUnit; what: string; onOpen?: () => void }) {
    const r = useReader();
    const v = of.figures[name] ?? null;
    return <Figure value={inUnit(r, unit, v)} none={v === null} reason={of.reasons[name]} what={what} onOpen={onOpen} />;
}

const spendCodes = ["report.spend_not_given", "metric.no_cost"]; /* reasons that an entered spend takes away */

/* open: shows the rows behind a figure. Lines of which nothing is known are left out, and what they wait for is said once. */
export function Against({ name, of, lines, open }: { name: string; of: Figures; lines: AgainstLine[]; open?: (key: string) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const actual = (x: AgainstLine) => of.figures[x.key] ?? null;
    const known = lines.filter((x) => x.expected != null || actual(x) !== null);
    const plans = known.some((x) => x.expected != null);
    return (
        <>
            {known.length > 0 && (
                <table className="grid-table against" aria-label={t("promote.against", { name })}>
                    <thead>
                        <tr><th>{t("promote.what")}</th>{plans && <th className="num">{t("promote.expected")}</th>}<th className="num">{t("promote.actual")}</th></tr>
                    </thead>
                    <tbody>
                        {known.map((x) => (
                            <tr key={x.key}>
                                <td>{x.label}</td>
                                {plans && <td className="num">{x.expected != null && inUnit(r, x.unit, x.expected)}</td>}
                                <td className="num"><One of={of} name={x.key} unit={x.unit} what={`${x.label}, ${name}`} onOpen={open && (() => open(x.key))} /></td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            <Lacks of={of} lines={lines.filter((x) => !known.includes(x))} />
        </>
    );
}

function Lacks({ of, lines }: { of: Figures; lines: AgainstLine[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const list = (all: AgainstLine[]) => new Intl.ListFormat(r.locale).format(all.map((x) => x.label));
    const spend = lines.filter((x) => spendCodes.includes(of.reasons[x.key]?.code ?? ""));
    const others = new Map<string, AgainstLine[]>();
    for (const x of lines.filter((l) => !spend.includes(l))) {
        const why = of.reasons[x.key]?.message ?? t("promote.noData");
        others.set(why, [...(others.get(why) ?? []), x]);
    }
    return (
        <>
            {spend.length > 0 && <Text size="sm" className="dim" mt={8}>{t("promote.lackSpend", { lines: list(spend) })} <Link to="/results/spend" className="link">{t("promote.giveSpend")}</Link></Text>}
            {[...others].map(([why, all]) => <Text key={why} size="sm" className="dim" mt={8}>{list(all)}: {why}</Text>)}
        </>
    );
}
