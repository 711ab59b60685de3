/* Figures and dates as the reader writes them: language of the reader, currency and time zone of the site. Portuguese
 * puts a space before the percent sign; figures that are absent are an en dash, never a zero. */

export interface Reader {
    locale: string;
    currency: string;
    timeZone: string;
}

const NONE = "–";
const NBSP = "\u00a0";

const cache = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, o: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = locale + JSON.stringify(o);
    let f = cache.get(key);
    if (!f) cache.set(key, (f = new Intl.NumberFormat(locale, o)));
    return f;
}

/* ISO 4217, as base/currency.c has it: browsers differ on some, and amounts are stored by this. */
const WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" ");
const THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND".split(" ");

export function minorDigits(currency: string): number {
    return WHOLE.includes(currency) ? 0 : THOUSANDTHS.includes(currency) ? 3 : 2;
}

export function money(r: Reader, minor: number | null | undefined, currency = r.currency, short = false): string {
    if (minor == null) return NONE;
    const v = minor / 10 ** minorDigits(currency);
    const o: Intl.NumberFormatOptions = short
        ? { style: "currency", currency, notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 }
        : { style: "currency", currency };
    return numberFormat(r.locale, o).format(v);
}

/* "R$", as it is written before an amount. */
export function currencySign(r: Reader): string {
    return numberFormat(r.locale, { style: "currency", currency: r.currency }).formatToParts(0).find((x) => x.type === "currency")?.value ?? r.currency;
}

/* "reais brasileiros", within a sentence; the code where the browser knows no name. */
export function currencyName(r: Reader, currency = r.currency): string {
    const name = numberFormat(r.locale, { style: "currency", currency, currencyDisplay: "name" }).formatToParts(2).find((x) => x.type === "currency")?.value ?? currency;
    return r.locale.startsWith("pt") && name !== currency ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

export function count(r: Reader, n: number | null | undefined): string {
    return n == null ? NONE : numberFormat(r.locale, { maximumFractionDigits: 0 }).format(n);
}

export function decimal(r: Reader, n: number | null | undefined, digits = 1): string {
    return n == null ? NONE : numberFormat(r.locale, { maximumFractionDigits: digits }).format(n);
}

export function percent(r: Reader, fraction: number | null | undefined, digits = 1): string {
    if (fraction == null) return NONE;
    const least = 10 ** -(digits + 2);
    if (fraction > 0 && fraction < least / 2) return `<${NBSP}${percent(r, least, digits)}`; /* something is not nothing */
    const s = numberFormat(r.locale, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(fraction);
    return (r.locale.startsWith("pt") ? s.replace(/\s*%/, `${NBSP}%`) : s).replace("-", "−");
}

/* A metric's value in its own unit. */
export function byUnit(r: Reader, unit: string, v: number | null | undefined): string {
    if (v == null) return NONE;
    switch (unit) {
        case "money":
        case "money_minor":
            return money(r, v);
        case "rate":
        case "fraction":
        case "percent":
            return percent(r, v);
        case "days":
            return decimal(r, v);
        case "count":
            return count(r, v);
        case "seconds":
            return `${decimal(r, v, 0)}${NBSP}s`;
        default:
            return decimal(r, v, 2);
    }
}

/* The same where little room or certainty is: money in short. */
export function inShort(r: Reader, unit: string, v: number | null | undefined): string {
    return unit === "money" || unit === "money_minor" ? money(r, v, r.currency, true) : byUnit(r, unit, v);
}

/* ±1.234 with its sign, for changes. */
export function signed(r: Reader, fraction: number): string {
    const s = percent(r, Math.round(Math.abs(fraction) * 100) / 100, 0);
    return fraction > 0 ? `+${s}` : fraction < 0 ? `−${s}` : s;
}

/* "+0,7": percentage points, of a change of a rate. */
export function signedPoints(r: Reader, change: number): string {
    const s = decimal(r, Math.abs(change) * 100, 1);
    return change > 0 ? `+${s}` : change < 0 ? `−${s}` : s;
}

/* "03/02/2026"; English reads a bare number in two ways, so it names the month, as the server's sentences do: "3 Feb 2026". */
function dayOf(r: Reader, d: Date, timeZone: string): string {
    if (!r.locale.startsWith("en")) return new Intl.DateTimeFormat(r.locale, { dateStyle: "short", timeZone }).format(d);
    const parts = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", year: "numeric", timeZone }).formatToParts(d);
    const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
    return `${part("day")} ${part("month")} ${part("year")}`;
}

export function day(r: Reader, iso: string | null | undefined): string {
    if (!iso) return NONE;
    if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return dayOf(r, new Date(`${iso}T00:00:00Z`), "UTC");
    const d = new Date(iso);
    return Number.isNaN(d.getTime()) ? iso : dayOf(r, d, zone(r));
}

/* "03/02/2026 – 09/02/2026". One day is said once; an end that is not known is left open. */
export function dayRange(r: Reader, from: string | null | undefined, to: string | null | undefined): string {
    const first = day(r, from), last = day(r, to);
    return first === last ? first : `${from ? first : "…"} – ${to ? last : "…"}`;
}

/* Day and hour; midnight is how a file without hours is read, and says only the day. */
export function moment(r: Reader, iso: string | null | undefined): string {
    if (!iso) return NONE;
    const d = new Date(iso);
    if (Number.isNaN(d.getTime())) return iso;
    const whole = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: zone(r) }).format(d) === "00:00:00";
    const time = new Intl.DateTimeFormat(r.locale, { timeStyle: "short", timeZone: zone(r) }).format(d);
    return whole ? dayOf(r, d, zone(r)) : `${dayOf(r, d, zone(r))}, ${time}`;
}

/* The digits of a Brazilian company's tax number with their usual marks. */
export function taxNumber(s: string): string {
    const m = /^(\w{2})(\w{3})(\w{3})(\w{4})(\d{2})$/.exec(s);
    const cpf = /^(\d{3})(\d{3})(\d{3})(\d{2})$/.exec(s);
    if (cpf) return `${cpf[1]}.${cpf[2]}.${cpf[3]}-${cpf[4]}`;
    return m ? `${m[1]}.${m[2]}.${m[3]}/${m[4]}-${m[5]}` : s;
}

/* "pt-BR" as readers call it; what is no language stays as it was typed. */
export function languageName(locale: string, code: string): string {
    try {
        const name = new Intl.DisplayNames([locale], { type: "language", languageDisplay: "standard" }).of(code) ?? code;
        return name === code ? code : name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
    } catch {
        return code;
    }
}

/* For comparing what somebody types with names: without accents and capitals. */
export function fold(s: string): string {
    return s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/* A long code of letters and digits keeps its two ends; words are left alone. */
export function shorten(s: string): string {
    return s.length > 20 && /^[\w-]+$/.test(s) && /\d/.test(s) ? `${s.slice(0, 6)}…${s.slice(-4)}` : s;
}

/* "2026-03" or "2026-03-01" as "mar. 26". */
export function month(r: Reader, iso: string): string {
    const m = /^(\d{4})-(\d{2})/.exec(iso);
    if (!m) return iso;
    const d = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, 1));
    const name = new Intl.DateTimeFormat(r.locale, { month: "short", timeZone: "UTC" }).format(d).replace(".", "");
    return `${name} ${(m[1] ?? "").slice(2)}`;
}

function zone(r: Reader): string {
    return r.timeZone || "UTC";
}

export function msSince(iso: string, now = Date.now()): number {
    return now - new Date(iso).getTime();
}

/* "há 3 dias", "in 2 hours". */
export function ago(r: Reader, iso: string, now = Date.now()): string {
    const s = (new Date(iso).getTime() - now) / 1000;
    const f = new Intl.RelativeTimeFormat(r.locale, { numeric: "auto" });
    const steps: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];
    for (const [unit, size] of steps) {
        if (Math.abs(s) >= size) return f.format(Math.round(s / size), unit);
    }
    return f.format(0, "minute");
}

/* A number typed in the reader's way: "50.000,00", "50,000.00", "R$ 1.234,5", "12". Null when it is not a number. */
export function parseNumber(locale: string, typed: string): number | null {
    const parts = numberFormat(locale, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(12345.6);
    const comma = parts.find((p) => p.type === "decimal")?.value ?? ".";
    const group = parts.find((p) => p.type === "group")?.value ?? ",";
    let s = typed.replace(/[^\d.,+\-−]/g, "").replace("−", "-");
    if (!/\d/.test(s)) return null;
    const groups = s.split(group);
    const looksGrouped = groups.slice(1).every((g) => /^\d{3}($|[^\d])/.test(g));
    if (looksGrouped) s = groups.join("");
    else if (groups.length > 2 || s.includes(comma)) return null;
    else s = s.replace(group, comma);
    s = s.replace(comma, ".");
    return /^[+-]?\d*\.?\d*$/.test(s) ? Number(s) : null;
}

export function parseMoney(locale: string, currency: string, typed: string): number | null {
    const n = parseNumber(locale, typed);
    return n === null ? null : Math.round(n * 10 ** minorDigits(currency));
}

/* Money as it stands in an input: the reader's separators, no currency sign. */
export function moneyForInput(locale: string, currency: string, minor: number): string {
    const d = minorDigits(currency);
    return numberFormat(locale, { minimumFractionDigits: d, maximumFractionDigits: d }).format(minor / 10 ** d);
}

export function bytes(r: Reader, n: number): string {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
    let i = 0;
    let v = n;
    while (v >= 1000 && i < units.length - 1) {
        v /= 1000;
        i++;
    }
    return numberFormat(r.locale, { style: "unit", unit: units[i] ?? "byte", unitDisplay: i ? "short" : "long", maximumFractionDigits: 1 }).format(v);
}

/* Date of today (or days before) in the site's time zone, as YYYY-MM-DD. */
export function today(r: Reader, minusDays = 0): string {
    const d = new Date(Date.now() - minusDays * 86_400_000);
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone(r), year: "numeric", month: "2-digit", day: "2-digit" }).format(d);
}
