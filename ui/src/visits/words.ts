/* Names of what visits are told apart by, as the reader says them. */
import type { TFunction } from "i18next";
import { count, day, decimal, money, percent, type Reader } from "../format";
import { channelName } from "../parts/fields";
import type { Metric } from "./ask";

const names = new Map<string, Intl.DisplayNames>();

function displayName(locale: string, type: "region" | "language", code: string): string {
    const key = `${locale} ${type}`;
    let n = names.get(key);
    if (!n) names.set(key, (n = new Intl.DisplayNames([locale], { type, fallback: "code" })));
    try {
        return n.of(code) ?? code;
    } catch {
        return code;
    }
}

export function valueName(dimension: string, value: string, r: Reader, t: TFunction): string {
    if (value === "") return dimension === "source" || dimension === "referrer" ? t("visits.none.source") : t("visits.none.other");
    if (dimension === "channel") return channelName(value, t);
    if (dimension === "country") return displayName(r.locale, "region", value);
    if (dimension === "language") return displayName(r.locale, "language", value);
    if (dimension === "device") return t(`visits.device.${value}`, { defaultValue: value });
    if (dimension === "event") return t(`visits.event.${value}`, { defaultValue: value });
    return value;
}

export function dimensionName(dimension: string, t: TFunction): string {
    return dimension.startsWith("props:") ? dimension.slice(6) : t(`visits.by.${dimension}`);
}

export function duration(seconds: number, t: TFunction): string {
    const s = Math.round(seconds);
    return s < 60 ? t("visits.seconds", { s }) : t("visits.minutes", { m: Math.floor(s / 60), s: String(s % 60).padStart(2, "0") });
}

/* "1:40", where there is no room for words. */
export function clock(seconds: number): string {
    const s = Math.round(seconds);
    return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

export function figureText(m: Metric, v: number | null | undefined, r: Reader, t: TFunction): string {
    if (v === null || v === undefined) return "–";
    if (m === "bounce_rate" || m === "conversion_rate") return percent(r, v, 1);
    if (m === "value") return money(r, v);
    if (m === "engaged") return duration(v, t);
    if (m === "views_per_visit") return decimal(r, v, 2);
    return count(r, v);
}

/* A mark on the axis of time, short or in full. */
export function timeName(label: string, interval: string, r: Reader, full: boolean): string {
    const at = new Date(`${label.slice(0, 10)}T${label.length > 10 ? label.slice(11) : "00:00"}:00Z`);
    const f = (o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(r.locale, { timeZone: "UTC", ...o }).format(at);
    if (interval === "hour" || interval === "minute") return `${full ? `${day(r, label.slice(0, 10))}, ` : ""}${f({ timeStyle: "short" })}`;
    if (interval === "month") return f(full ? { month: "long", year: "numeric" } : { month: "short", year: "2-digit" });
    return f(full ? { dateStyle: "full" } : { day: "2-digit", month: "2-digit" });
}
