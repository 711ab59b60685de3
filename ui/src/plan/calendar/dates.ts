/* Days as YYYY-MM-DD, moved and laid out without a clock. */
export const DAY = 86_400_000;

const at = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function addDays(day: string, n: number): string {
    return iso(at(day) + n * DAY);
}

export function daysBetween(from: string, to: string): number {
    return Math.round((at(to) - at(from)) / DAY);
}

export function monthStart(day: string, months = 0): string {
    const d = new Date(at(day));
    return iso(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + months, 1));
}

export function quarterStart(day: string, quarters = 0): string {
    const d = new Date(at(day));
    return iso(Date.UTC(d.getUTCFullYear(), Math.floor(d.getUTCMonth() / 3) * 3 + quarters * 3, 1));
}

/* The week of a day begins on Sunday in Portuguese of Brazil and in English. */
export function weekStart(day: string): string {
    return addDays(day, -new Date(at(day)).getUTCDay());
}

export function said(locale: string, day: string, o: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...o }).format(new Date(at(day)));
}

export type Pull = "move" | "start" | "end";

export interface Span {
    from: string;
    to: string;
}

/* A span whose whole, beginning or end was pulled by some days; an end never passes the other. */
export function pulled(s: Span, how: Pull, days: number): Span {
    if (how === "move") return { from: addDays(s.from, days), to: addDays(s.to, days) };
    if (how === "start") {
        const from = addDays(s.from, days);
        return { from: from > s.to ? s.to : from, to: s.to };
    }
    const to = addDays(s.to, days);
    return { from: s.from, to: to < s.from ? s.from : to };
}

/* Which lane each span stands in, so that none lies on another. Spans in order of their beginning. */
export function lanes(spans: Span[]): number[] {
    const ends: string[] = [];
    return spans.map((s) => {
        let lane = ends.findIndex((end) => end < s.from);
        if (lane < 0) lane = ends.length;
        ends[lane] = s.to;
        return lane;
    });
}
