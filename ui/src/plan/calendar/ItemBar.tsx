/* One bar on the calendar: its middle moves it, its ends stretch it where it has room for them (styles.css), a click opens it. */
import { useTranslation } from "react-i18next";
import { dayRange } from "../../format";
import { useReader } from "../../session";
import type { Span } from "./dates";
import { kindColor, type Item } from "./items";
import type { DateDrag } from "./useDateDrag";

export function ItemBar({ item, span, drag, onOpen, cutLeft, cutRight }: { item: Item; span: Span; drag: DateDrag; onOpen: (item: Item) => void; cutLeft?: boolean; cutRight?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const days = dayRange(r, span.from, span.to);
    return (
        <div
            className="cal-bar" data-kind={item.kind} data-item={item.key} data-held={drag.held?.item.key === item.key || undefined} data-fixed={item.fixed || undefined}
            data-cut={`${cutLeft ? "l" : ""}${cutRight ? "r" : ""}`} style={{ "--bar": `var(--mantine-color-${kindColor[item.kind]}-6)` } as React.CSSProperties}
            onPointerDown={(e) => drag.start(e, item, "move")}
        >
            {item.begins && !item.fixed && !cutLeft && <span className="cal-edge" data-edge="start" onPointerDown={(e) => drag.start(e, item, "start")} aria-hidden />}
            <button
                type="button" className="cal-name" title={`${item.name} · ${days}`} aria-label={`${t(`calendar.kind.${item.kind}`)}: ${item.name}, ${days}`} aria-describedby={item.fixed ? undefined : "cal-keys"}
                onKeyDown={(e) => drag.keys(e, item)} onBlur={drag.leave} onClick={() => { if (drag.opens()) onOpen(item); }}
            >
                {item.name}
            </button>
            {item.begins && !item.fixed && !cutRight && <span className="cal-edge" data-edge="end" onPointerDown={(e) => drag.start(e, item, "end")} aria-hidden />}
        </div>
    );
}
