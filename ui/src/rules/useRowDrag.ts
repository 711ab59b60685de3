/* A row or group taken by its handle and put down elsewhere, by mouse or finger; the keyboard moves it with ↑ and ↓ on the same
 * handle. Where it would come is asked of the tree, so nothing is offered that the rule could not be. */
import { useEffect, useRef, useState, type PointerEvent } from "react";
import { carry, type GroupDraft, type Side } from "./tree";

const far = 6; /* pixels before a press becomes a drag */

export interface Drop {
    to: string;
    side: Side;
}

interface Held {
    key: string;
    x: number;
    y: number;
    moving: boolean;
}

/* What lies under the pointer: the foot of a group takes into it, a row or group has its halves. */
function under(x: number, y: number): Drop | null {
    const at = document.elementFromPoint(x, y);
    const foot = at?.closest(".rule-foot")?.closest<HTMLElement>("[data-rule-group]")?.dataset.ruleGroup;
    if (foot) return { to: foot, side: "inside" };
    const item = at?.closest<HTMLElement>("[data-rule-item]");
    if (!item?.dataset.ruleItem) return null;
    const box = item.getBoundingClientRect();
    return { to: item.dataset.ruleItem, side: y < box.top + box.height / 2 ? "before" : "after" };
}

export function useRowDrag(root: GroupDraft, deepest: number, put: (next: GroupDraft, key: string) => void) {
    const [held, setHeld] = useState<Held | null>(null);
    const [drop, setDrop] = useState<Drop | null>(null);
    const now = useRef({ held, drop, root, put });
    useEffect(() => { now.current = { held, drop, root, put }; });

    const pressed = held !== null;
    useEffect(() => {
        if (!pressed) return;
        const end = (done: boolean) => {
            const { held: h, drop: d, root: r, put: to } = now.current;
            setHeld(null);
            setDrop(null);
            const next = done && h?.moving && d ? carry(r, h.key, d.to, d.side, deepest) : null;
            if (next && h) to(next, h.key);
        };
        const move = (e: globalThis.PointerEvent) => {
            const h = now.current.held;
            if (!h || (!h.moving && Math.hypot(e.clientX - h.x, e.clientY - h.y) < far)) return;
            if (!h.moving) setHeld((now.current.held = { ...h, moving: true }));
            e.preventDefault();
            if (e.clientY < 60) window.scrollBy({ top: -14 });
            if (e.clientY > window.innerHeight - 60) window.scrollBy({ top: 14 });
            const at = under(e.clientX, e.clientY);
            const may = at && carry(now.current.root, h.key, at.to, at.side, deepest) ? at : null;
            const was = now.current.drop;
            if (may?.to !== was?.to || may?.side !== was?.side) setDrop((now.current.drop = may));
        };
        const up = () => { end(true); };
        const cancel = () => { end(false); };
        const keys = (e: KeyboardEvent) => { if (e.key === "Escape") end(false); };
        window.addEventListener("pointermove", move, { passive: false });
        window.addEventListener("pointerup", up);
        window.addEventListener("pointercancel", cancel);
        window.addEventListener("keydown", keys);
        return () => {
            window.removeEventListener("pointermove", move);
            window.removeEventListener("pointerup", up);
            window.removeEventListener("pointercancel", cancel);
            window.removeEventListener("keydown", keys);
        };
    }, [pressed, deepest]);

    const lift = (e: PointerEvent, key: string) => {
        if (e.button === 0) setHeld({ key, x: e.clientX, y: e.clientY, moving: false });
    };
    return { held: held?.moving ? held.key : null, drop, lift };
}
