/* A line taken by its handle and put down elsewhere in its list, by mouse or finger; ↑ and ↓ on the same handle move it too. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

interface Held { id: string; y: number; moving: boolean }

/* Ids with one at another place. */
export function moved(ids: string[], id: string, to: number): string[] {
    const rest = ids.filter((x) => x !== id);
    return [...rest.slice(0, to), id, ...rest.slice(to)];
}

function lineAt(x: number, y: number): string | undefined {
    return document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-line]")?.dataset.line;
}

export function useLineDrag(ids: string[], put: (ids: string[], id: string) => void) {
    const [held, setHeld] = useState<Held | null>(null);
    const [over, setOver] = useState<string | null>(null);
    const now = useRef({ held, over, ids, put });
    useEffect(() => { now.current = { held, over, ids, put }; });
    const pressed = held !== null;
    useEffect(() => {
        if (!pressed) return;
        const end = (down: boolean) => {
            const { held: h, over: o, ids: all, put: to } = now.current;
            setHeld(null);
            setOver(null);
            if (down && h?.moving && o && o !== h.id) to(moved(all, h.id, all.indexOf(o)), h.id);
        };
        const move = (e: globalThis.PointerEvent) => {
            const h = now.current.held;
            if (!h || (!h.moving && Math.abs(e.clientY - h.y) < 6)) return;
            if (!h.moving) setHeld((now.current.held = { ...h, moving: true }));
            e.preventDefault();
            const at = lineAt(e.clientX, e.clientY) ?? null;
            if (at !== now.current.over) setOver((now.current.over = at));
        };
        const up = () => { end(true); };
        const cancel = () => { end(false); };
        const key = (e: globalThis.KeyboardEvent) => { if (e.key === "Escape") end(false); };
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

    const handle = (id: string) => ({
        onPointerDown: (e: PointerEvent) => { if (e.button === 0) setHeld({ id, y: e.clientY, moving: false }); },
        onKeyDown: (e: KeyboardEvent) => {
            const to = ids.indexOf(id) + (e.key === "ArrowUp" ? -1 : e.key === "ArrowDown" ? 1 : 0);
            if ((e.key !== "ArrowUp" && e.key !== "ArrowDown") || to < 0 || to >= ids.length) return;
            e.preventDefault();
            put(moved(ids, id, to), id);
        },
        style: { touchAction: "none", cursor: "grab" } as const,
    });
    return { held: held?.moving ? held.id : null, over: held?.moving ? over : null, handle };
}
