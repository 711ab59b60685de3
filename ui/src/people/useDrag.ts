/* Cards that are dragged to a column: by the mouse anywhere on the card, by a finger on its handle (a finger on the card
 * itself scrolls), and by the keyboard: space lifts and puts down, the arrows choose, escape lets go. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import type { Card, Column } from "./board";
import { keyOf } from "./board";

const far = 6; /* pixels before a press becomes a drag */

interface Held {
    card: Card;
    from: string;
    x: number;
    y: number;
    moving: boolean;
    by: "pointer" | "keys";
}

function columnAt(x: number, y: number): string | null {
    return document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-column]")?.dataset.column ?? null;
}

/* ghost: what follows the pointer. */
export function useDrag(columns: Column[], drop: (card: Card, to: Column) => void, ghost: RefObject<HTMLDivElement | null>) {
    const [held, setHeld] = useState<Held | null>(null);
    const [over, setOver] = useState<string | null>(null);
    const now = useRef<{ held: Held | null; over: string | null; columns: Column[]; drop: typeof drop }>({ held, over, columns, drop });
    useEffect(() => { now.current = { held, over, columns, drop }; });

    const letGo = (put: boolean) => {
        const { held: h, over: o, columns: all, drop: put_ } = now.current;
        setHeld(null);
        setOver(null);
        const to = all.find((c) => keyOf(c) === o);
        if (put && h && to && o !== h.from) put_(h.card, to);
    };

    const pressed = held?.by === "pointer";
    useEffect(() => {
        if (!pressed) return;
        const move = (e: globalThis.PointerEvent) => {
            const h = now.current.held;
            if (!h) return;
            if (!h.moving && Math.hypot(e.clientX - h.x, e.clientY - h.y) < far) return;
            if (!h.moving) {
                now.current.held = { ...h, moving: true };
                setHeld(now.current.held);
            }
            e.preventDefault();
            if (ghost.current) ghost.current.style.transform = `translate(${e.clientX + 10}px, ${e.clientY + 8}px)`;
            const board = document.querySelector<HTMLElement>(".board");
            if (board && e.clientX > board.getBoundingClientRect().right - 40) board.scrollBy({ left: 14 });
            if (board && e.clientX < board.getBoundingClientRect().left + 40) board.scrollBy({ left: -14 });
            const at = columnAt(e.clientX, e.clientY);
            now.current.over = at;
            setOver(at);
        };
        const up = () => { letGo(now.current.held?.moving ?? false); };
        const cancel = () => { letGo(false); };
        window.addEventListener("pointermove", move, { passive: false });
        window.addEventListener("pointerup", up);
        window.addEventListener("pointercancel", cancel);
        return () => {
            window.removeEventListener("pointermove", move);
            window.removeEventListener("pointerup", up);
            window.removeEventListener("pointercancel", cancel);
        };
    }, [pressed, ghost]);

    const start = (e: PointerEvent, card: Card, from: string, handle: boolean) => {
        if (e.button !== 0 || (e.pointerType !== "mouse" && !handle)) return;
        if (!handle && (e.target as HTMLElement).closest("button, [role=menu]")) return;
        setHeld({ card, from, x: e.clientX, y: e.clientY, moving: false, by: "pointer" });
    };

    const keys = (e: KeyboardEvent, card: Card, from: string) => {
        if (e.target !== e.currentTarget) return;
        const lifted = held?.by === "keys" && held.card.id === card.id;
        const at = columns.findIndex((c) => keyOf(c) === (over ?? from));
        if (e.key === " ") {
            e.preventDefault();
            if (lifted) letGo(true);
            else {
                setHeld({ card, from, x: 0, y: 0, moving: true, by: "keys" });
                setOver(from);
            }
        } else if (lifted && (e.key === "ArrowRight" || e.key === "ArrowLeft")) {
            e.preventDefault();
            const next = columns[at + (e.key === "ArrowRight" ? 1 : -1)];
            if (next) {
                setOver(keyOf(next));
                document.querySelector(`[data-column="${CSS.escape(keyOf(next))}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
            }
        } else if (lifted && e.key === "Enter") {
            e.preventDefault();
            letGo(true);
        } else if (lifted && (e.key === "Escape" || e.key === "Tab")) {
            letGo(false);
        }
    };

    return { held: held?.moving ? held.card : null, byKeys: held?.by === "keys", over, start, keys };
}
