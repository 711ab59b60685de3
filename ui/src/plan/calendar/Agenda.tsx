/* The calendar as a list, for narrow screens and for those who read rather than look. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dayRange } from "../../format";
import { useReader } from "../../session";
import { monthStart, said } from "./dates";
import { kindColor, type Item } from "./items";

export function Agenda({ items, from, onOpen, onEdit }: { items: Item[]; from: string; onOpen: (item: Item) => void; onEdit?: (item: Item) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const rest = items.filter((x) => x.to >= from);
    const months = [...new Set(rest.map((x) => monthStart(x.from < from ? from : x.from)))].sort();
    if (!rest.length) return <Text size="sm" className="dim">{t("calendar.nothing")}</Text>;
    return (
        <div style={{ display: "grid", gap: 18 }}>
            {months.map((m) => (
                <section key={m} aria-label={said(r.locale, m, { month: "long", year: "numeric" })}>
                    <h3 style={{ margin: "0 0 6px", fontSize: "0.9rem" }}>{said(r.locale, m, { month: "long", year: "numeric" })}</h3>
                    <ul className="cal-agenda">
                        {rest.filter((x) => monthStart(x.from < from ? from : x.from) === m).map((x) => (
                            <li key={x.key}>
                                <span className="cal-dot" style={{ background: `var(--mantine-color-${kindColor[x.kind]}-6)` }} aria-hidden />
                                <span style={{ minWidth: 0 }}>
                                    <button type="button" className="link cal-plain" onClick={() => onOpen(x)}>{x.name}</button>
                                    <Text size="xs" className="dim num">{t(`calendar.kind.${x.kind}`)} · {dayRange(r, x.from, x.to)}</Text>
                                </span>
                                {onEdit && !x.fixed && <Button size="compact-xs" variant="subtle" color="gray" aria-label={`${t("calendar.dates")}: ${x.name}`} onClick={() => onEdit(x)}>{t("calendar.dates")}</Button>}
                            </li>
                        ))}
                    </ul>
                </section>
            ))}
        </div>
    );
}
