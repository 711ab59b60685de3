/* What the parts of the builder share: the tree, how it is changed, and what is wrong where. */
import { createContext, useContext, type PointerEvent } from "react";
import type { Draft, GroupDraft, Shape } from "./tree";
import type { Drop } from "./useRowDrag";

export interface Builder {
    root: GroupDraft;
    shape: Shape;
    mistakes: Map<string, string[]>;
    asked: boolean; /* somebody wanted to save: what is missing is said too */
    focus: { key: string } | null; /* the row that was just made or moved takes the keyboard */
    change: (root: GroupDraft, said?: string, focus?: string) => void;
    put: (key: string, d: Draft) => void;
    add: (into: string, d: Draft) => void;
    drop: (key: string) => void;
    copy: (key: string) => void;
    wrap: (key: string) => void;
    unwrap: (key: string) => void;
    move: (key: string, by: -1 | 1) => void;
    held: string | null; /* the row or group that is being carried */
    dropAt: Drop | null; /* where it would come */
    lift: (e: PointerEvent, key: string) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
    const b = useContext(BuilderContext);
    if (!b) throw new Error("no builder");
    return b;
}
