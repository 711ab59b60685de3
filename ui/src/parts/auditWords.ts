/* What a line of the audit is called and says where no field of a record tells it: settings as on their page, the rest in words of its own. */
import type { TFunction } from "i18next";
import type { Json, Model, Setting, WebhookEvent } from "../api/types";
import { day, moment, type Reader } from "../format";
import { actionSaid } from "../people/bulk/actions";

export interface Said {
    t: TFunction;
    r: Reader;
    of: string; /* the kind of record the entry is about */
    models: Model[];
    settings: Setting[];
    events: WebhookEvent[];
}

const settingOf = (x: Said, name: string) => (x.of === "setting" ? x.settings.find((s) => s.key === name) : undefined);

export function lineName(x: Said, name: string): string {
    return settingOf(x, name)?.label ?? x.t(`audit.field.${name}`, { defaultValue: name });
}

/* NULL of a setting is how it is given up. */
function settingSaid(x: Said, s: Setting | undefined, v: Json): string {
    if (v === null) return x.t("audit.initial");
    if (typeof v === "boolean") return x.t(v ? "common.yes" : "common.no");
    if (typeof v === "number" && s?.unit) return `${v} ${x.t(`settings.config.units.${s.unit}`, { count: v, defaultValue: s.unit })}`;
    return String(v);
}

const modelSaid = (x: Said, name: string) => x.models.find((m) => m.name === name)?.label ?? x.t(`model.${name}`, { defaultValue: name });

export function lineSaid(x: Said, name: string, v: Json): string {
    if (x.of === "setting") return settingSaid(x, settingOf(x, name), v);
    if (typeof v === "boolean") return x.t(v ? "common.yes" : "common.no");
    if (Array.isArray(v)) return v.map((one) => lineSaid(x, name, one)).join(", ");
    if (typeof v === "object" && v !== null) return name === "action" ? actionSaid(x.t, undefined, v) : JSON.stringify(v);
    const text = String(v);
    if (name === "model") return modelSaid(x, text);
    if (name === "events") return x.events.find((e) => e.event === text)?.label ?? text;
    if (name === "role") return x.t(`role.${text}`, { defaultValue: text });
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(x.r, text);
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return moment(x.r, text);
    return x.t([`audit.value.${x.of}.${name}.${text}`, `audit.value.${name}.${text}`], { defaultValue: text });
}
