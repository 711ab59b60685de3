/* Money or hours of the same budget. */
import type { TFunction } from "i18next";
import { count, minorDigits, money, type Reader } from "../../format";

export type Unit = "money" | "hours";

export interface Sums {
    planned_minor: number;
    actual_minor: number;
    planned_hours: number;
    actual_hours: number;
}

export const planned = (s: Sums, unit: Unit) => (unit === "money" ? s.planned_minor : s.planned_hours);
export const actual = (s: Sums, unit: Unit) => (unit === "money" ? s.actual_minor : s.actual_hours);

/* In a table of many months, whose head names the unit: without cents, and a dash for nothing. */
export function rounded(r: Reader, unit: Unit, n: number): string {
    if (!n) return "–";
    return count(r, unit === "hours" ? n : n / 10 ** minorDigits(r.currency));
}

export function amount(r: Reader, t: TFunction, unit: Unit, n: number, short = false): string {
    return unit === "money" ? money(r, n, undefined, short) : t("budget.h", { n: count(r, n) });
}
