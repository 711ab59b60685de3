/* A saved funnel, and its steps as the form has them. */
import type { TFunction } from "i18next";

export type Step = { page?: string; event?: string; label?: string };
export interface Funnel { id: string; version: number; name: string; steps: Step[]; scope: "visit" | "visitor"; window_days: number | null }

/* What the form changes of a step, and what it leaves as it is: its name, and the page on which an event must happen. */
export interface Draft { kind: "page" | "event"; value: string; page?: string; label?: string }

/* Without what a step said once and no step says any more. */
export function stepOf(s: Step): Step {
    return { ...(s.page ? { page: s.page } : {}), ...(s.event ? { event: s.event } : {}), ...(s.label ? { label: s.label } : {}) };
}

/* Its own name, else what it asks for. */
export function stepName(s: Step | undefined, t: TFunction): string {
    const { page, event, label } = stepOf(s ?? {});
    return label ?? [event && t(`visits.event.${event}`, { defaultValue: event }), page].filter(Boolean).join(" · ");
}

export function draftOf(s: Step): Draft {
    const { page, event, label } = stepOf(s);
    return event ? { kind: "event", value: event, page, label } : { kind: "page", value: page ?? "", label };
}

export function stepOfDraft(d: Draft): Step {
    const value = d.value.trim();
    return stepOf(d.kind === "event" ? { page: d.page, event: value, label: d.label } : { page: value, label: d.label });
}

/* Another step has another name. */
export function changed(d: Draft, change: Partial<Draft>): Draft {
    return { ...d, label: undefined, ...change };
}
