/* What a field's value looks like on screen and in an input, from its row in the field table. */
import type { TFunction } from "i18next";
import type { Field, Json, Row } from "../api/types";
import * as f from "../format";

export interface Choice {
    value: string;
    label: string;
}

/* Choices in the words that the server sends; a site's own choices are their own words. */
export function choicesOf(field: Field, t: TFunction): Choice[] {
    return field.choices.map((c) => ({ value: c, label: field.choice_labels[c] ?? (field.custom ? c : choiceLabel(field.name, c, t)) }));
}

export function choiceLabel(fieldName: string, value: string, t: TFunction): string {
    const own = t(`choice.${fieldName}.${value}`, { defaultValue: "" });
    return own || t(`choice.any.${value}`, { defaultValue: value.replaceAll("_", " ") });
}

export function tagsOf(v: Json | undefined): string[] {
    return Array.isArray(v) ? v.map((x) => String(x)) : [];
}

export function currencyOf(row: Row | undefined, r: f.Reader): string {
    const c = row?.currency;
    return typeof c === "string" && c ? c : r.currency;
}

/* Text of a value, for cells and facts; references need their names and are drawn by RefName. */
export function textOf(field: Field, v: Json | undefined, r: f.Reader, t: TFunction, row?: Row): string {
    if (v == null || v === "") return "";
    switch (field.kind) {
        case "money":
            return f.money(r, Number(v), currencyOf(row, r));
        case "rate":
            return f.percent(r, Number(v));
        case "int":
            return field.name === "owner" ? String(v) : f.decimal(r, Number(v), 0);
        case "bool":
            return v === true || v === 1 ? t("common.yes") : t("common.no");
        case "time":
            return f.moment(r, String(v));
        case "date":
            return f.day(r, String(v));
        case "enum":
            return choicesOf(field, t).find((c) => c.value === v)?.label ?? String(v);
        case "tags":
            return tagsOf(v).join(", ");
        case "json":
            return JSON.stringify(v);
        default:
            if (field.name === "tax_number") return f.taxNumber(String(v));
            if (field.name === "locale") return f.languageName(r.locale, String(v));
            return field.name === "channel" || field.name === "stage" ? channelName(String(v), t) : String(v);
    }
}

/* Well-known channel and stage names in the reader's language; any other as it was imported. */
export function channelName(v: string, t: TFunction): string {
    return t(`channel.${v}`, { defaultValue: "", keySeparator: "." }) || v;
}

/* Is the field a number that stands at the right of its column? */
export function isFigure(field: Field): boolean {
    return field.kind === "money" || field.kind === "rate" || (field.kind === "int" && field.name !== "owner");
}

/* RFC 3339 in the site's zone as the value of a datetime-local input, and back. */
export function toLocalInput(iso: string, timeZone: string): string {
    const parts = new Intl.DateTimeFormat("en-CA", {
        timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).formatToParts(new Date(iso));
    const p = Object.fromEntries(parts.map((x) => [x.type, x.value]));
    return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

export function fromLocalInput(local: string, timeZone: string): string | null {
    const guess = new Date(`${local}:00Z`);
    if (Number.isNaN(guess.getTime())) return null;
    // What the zone shows for the guess tells its offset; once more for days on which it changes.
    let at = guess.getTime();
    for (let i = 0; i < 2; i++) {
        const shown = new Date(`${toLocalInput(new Date(at).toISOString(), timeZone)}:00Z`).getTime();
        at += guess.getTime() - shown;
    }
    return new Date(at).toISOString();
}

/* A field by its plain name; money fields carry their unit in theirs. */
export function fieldNamed(fields: Field[], name: string): Field | undefined {
    return fields.find((x) => x.name === name) ?? fields.find((x) => x.name === `${name}_minor`);
}
