/* A quarter as a timeline: one line for each thing, its bar along the days. */
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "../../session";
import { addDays, daysBetween, monthStart, quarterStart, said } from "./dates";
import { ItemBar } from "./ItemBar";
import type { Item } from "./items";
import type { DateDrag } from "./useDateDrag";

/* The day at a point of a track that shows a quarter. */
export function dayOnTrack(track: HTMLElement | null, quarter: string, x: number): string | null {
    const box = track?.getBoundingClientRect();
    if (!box?.width) return null;
    const days = daysBetween(quarter, quarterStart(quarter, 1));
    return addDays(quarter, Math.floor(((x - box.left) / box.width) * days));
}

export function QuarterView({ quarter, today, items, drag, onOpen, track }: { quarter: string; today: string; items: Item[]; drag: DateDrag; onOpen: (item: Item) => void; track: RefObject<HTMLDivElement | null> }) {
    const { t } = useTranslation();
    const r = useReader();
    const next = quarterStart(quarter, 1);
    const end = addDays(next, -1);
    const days = daysBetween(quarter, next);
    const share = (d: string) => (100 * daysBetween(quarter, d)) / days;
    const here = items.map((item) => ({ item, span: drag.spanOf(item) })).filter(({ item, span }) => (span.from <= end && span.to >= quarter) || drag.held?.item.key === item.key);
    return (
        <div className="cal-quarter">
            <div className="cal-track cal-months" ref={track} aria-hidden>
                {[0, 1, 2].map((i) => {
                    const m = monthStart(quarter, i);
                    return <span key={m} style={{ left: `${share(m)}%`, width: `${(100 * daysBetween(m, monthStart(m, 1))) / days}%` }}>{said(r.locale, m, { month: "long" })}</span>;
                })}
            </div>
            <div className="cal-lines">
                {[1, 2].map((i) => <i key={i} style={{ left: `${share(monthStart(quarter, i))}%` }} aria-hidden />)}
                {today >= quarter && today <= end && <i data-today style={{ left: `${share(today)}%` }} title={t("calendar.today")} aria-hidden />}
                {here.map(({ item, span }) => {
                    const from = span.from < quarter ? quarter : span.from > end ? end : span.from;
                    const to = span.to > end ? end : span.to < quarter ? quarter : span.to;
                    return (
                        <div key={item.key} className="cal-line">
                            <div className="cal-at" data-flip={share(from) > 72 || undefined} style={{ left: `${share(from)}%`, width: `${(100 * (daysBetween(from, to) + 1)) / days}%` }}>
                                <ItemBar item={item} span={span} drag={drag} onOpen={onOpen} cutLeft={span.from < quarter} cutRight={span.to > end} />
                            </div>
                        </div>
                    );
                })}
            </div>
        </div>
    );
}
