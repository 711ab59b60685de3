/* Bars of a calendar that are pulled by their middle or an end: with the mouse or a finger to another day, with the keyboard by the
 * arrows (with shift: the end; with alt: the beginning), kept by enter and let go by escape. dayAt says which day is under a point. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { daysBetween, pulled, type Pull, type Span } from "./dates";
import type { Item } from "./items";

const far = 4; /* pixels before a press becomes a pull */

interface Held {
    item: Item;
    how: Pull;
    day: string; /* that was grabbed */
    x: number;
    y: number;
    moving: boolean;
    span: Span;
    by: "pointer" | "keys";
}

export function useDateDrag(dayAt: (x: number, y: number) => string | null, drop: (item: Item, span: Span) => void) {
    const [held, setHeld] = useState<Held | null>(null);
    const now = useRef({ held, dayAt, drop });
    const pulledLast = useRef(false); /* the click that follows a pull opens nothing */
    useEffect(() => { now.current = { held, dayAt, drop }; });

    const letGo = (keep: boolean) => {
        const h = now.current.held;
        now.current.held = null;
        setHeld(null);
        if (keep && h && (h.span.from !== h.item.from || h.span.to !== h.item.to)) now.current.drop(h.item, h.span);
    };

    const pressed = held?.by === "pointer";
    useEffect(() => {
        if (!pressed) return;
        const move = (e: globalThis.PointerEvent) => {
            const h = now.current.held;
            if (!h || (!h.moving && Math.hypot(e.clientX - h.x, e.clientY - h.y) < far)) return;
            e.preventDefault();
            const day = now.current.dayAt(e.clientX, e.clientY);
            const next = { ...h, moving: true, span: day ? pulled(h.item, h.how, daysBetween(h.day, day)) : h.span };
            pulledLast.current = true;
            now.current.held = next;
            setHeld(next);
        };
        const up = () => { letGo(now.current.held?.moving ?? false); };
        const cancel = () => { letGo(false); };
        const key = (e: globalThis.KeyboardEvent) => { if (e.key === "Escape") letGo(false); };
        window.addEventListener("pointermove", move, { passive: false });
        window.addEventListener("pointerup", up);
        window.addEventListener("pointercancel", cancel);
        window.addEventListener("keydown", key);
        return () => {
            window.removeEventListener("pointermove", move);
            window.removeEventListener("pointerup", up);
            window.removeEventListener("pointercancel", cancel);
            window.removeEventListener("keydown", key);
        };
    }, [pressed]);

    const start = (e: PointerEvent, item: Item, how: Pull) => {
        pulledLast.current = false;
        if (e.button !== 0 || item.fixed) return;
        e.stopPropagation();
        const day = dayAt(e.clientX, e.clientY);
        if (day) setHeld({ item, how: item.begins ? how : "move", day, x: e.clientX, y: e.clientY, moving: false, span: { from: item.from, to: item.to }, by: "pointer" });
    };

    const keys = (e: KeyboardEvent | globalThis.KeyboardEvent, item: Item) => {
        const mine = held?.by === "keys" && held.item.key === item.key ? held : null;
        const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[e.key];
        if (step !== undefined && !item.fixed) {
            e.preventDefault();
            const how: Pull = !item.begins ? "move" : e.shiftKey ? "end" : e.altKey ? "start" : "move";
            setHeld({ item, how, day: item.from, x: 0, y: 0, moving: true, span: pulled(mine?.span ?? item, how, step), by: "keys" });
        } else if (mine && (e.key === "Enter" || e.key === " ")) {
            e.preventDefault();
            letGo(true);
        } else if (mine && e.key === "Escape") {
            e.preventDefault();
            e.stopPropagation();
            letGo(false);
        }
    };

    /* A bar that moves into another week, or out of sight, is another element: the keyboard follows it. */
    const byKeys = held?.by === "keys" ? held.item : null;
    useEffect(() => {
        if (!byKeys) return;
        const bars = [...document.querySelectorAll<HTMLElement>(`.cal-bar[data-item="${CSS.escape(byKeys.key)}"] .cal-name`)];
        if (bars.length && !bars.includes(document.activeElement as HTMLElement)) bars[0]?.focus();
        const follow = (e: globalThis.KeyboardEvent) => { if (document.activeElement === document.body) keys(e, byKeys); };
        window.addEventListener("keydown", follow);
        return () => window.removeEventListener("keydown", follow);
    });

    return {
        held: held?.moving ? held : null,
        spanOf: (item: Item): Span => (held?.moving && held.item.key === item.key ? held.span : item),
        start,
        keys,
        leave: () => { if (now.current.held?.by === "keys") letGo(true); },
        opens: () => !pulledLast.current,
    };
}

export type DateDrag = ReturnType<typeof useDateDrag>;
