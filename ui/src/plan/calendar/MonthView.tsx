/* A month as weeks, with bars across their days. */
import { useReader } from "../../session";
import { addDays, daysBetween, lanes, monthStart, said, weekStart } from "./dates";
import { ItemBar } from "./ItemBar";
import type { Item } from "./items";
import type { DateDrag } from "./useDateDrag";

const lane = 27; /* pixels */

/* The day whose cell is under a point. */
export function dayUnder(x: number, y: number): string | null {
    for (const el of document.elementsFromPoint(x, y)) {
        const d = el instanceof HTMLElement ? el.dataset.day : undefined;
        if (d) return d;
    }
    return null;
}

export function MonthView({ month, today, items, drag, onOpen }: { month: string; today: string; items: Item[]; drag: DateDrag; onOpen: (item: Item) => void }) {
    const r = useReader();
    const first = weekStart(month);
    const last = addDays(monthStart(month, 1), -1);
    const weeks = Array.from({ length: Math.floor(daysBetween(first, last) / 7) + 1 }, (_, i) => addDays(first, 7 * i));
    return (
        <div className="cal-month">
            <div className="cal-week cal-names" aria-hidden>
                {Array.from({ length: 7 }, (_, i) => <span key={i}>{said(r.locale, addDays(first, i), { weekday: "short" }).replace(".", "")}</span>)}
            </div>
            {weeks.map((week) => {
                const end = addDays(week, 6);
                const here = items.map((item) => ({ item, span: drag.spanOf(item) })).filter(({ span }) => span.from <= end && span.to >= week);
                const at = lanes(here.map((x) => x.span));
                const high = Math.max(2, ...at.map((n) => n + 1));
                return (
                    <div key={week} className="cal-week" style={{ minHeight: 32 + high * lane }}>
                        {Array.from({ length: 7 }, (_, i) => {
                            const d = addDays(week, i);
                            return (
                                <div key={d} className="cal-day" data-day={d} data-out={d < month || d > last || undefined} data-today={d === today || undefined} style={{ gridColumn: i + 1 }}>
                                    <span className="num">{Number(d.slice(8))}</span>
                                </div>
                            );
                        })}
                        {here.map(({ item, span }, i) => {
                            const from = Math.max(0, daysBetween(week, span.from));
                            const to = Math.min(6, daysBetween(week, span.to));
                            return (
                                <div key={item.key} className="cal-at" style={{ gridColumn: `${from + 1} / ${to + 2}`, marginTop: 26 + (at[i] ?? 0) * lane }}>
                                    <ItemBar item={item} span={span} drag={drag} onOpen={onOpen} cutLeft={span.from < week} cutRight={span.to > end} />
                                </div>
                            );
                        })}
                    </div>
                );
            })}
        </div>
    );
}
