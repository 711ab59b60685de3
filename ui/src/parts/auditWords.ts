/* What a line of the audit is called and says where no field of a record tells it: settings as on their page, the rest in words of its own. */
import type { TFunction } from "i18next";
import type { AuditEntry, Json, Model, Setting, WebhookEvent } from "../api/types";
import { day, moment, type Reader } from "../format";
import { actionSaid } from "../people/bulk/actions";
import { stagesKey } from "../settings/areas";
import { stepName, type Step } from "../visits/funnel";

export interface Said {
    t: TFunction;
    r: Reader;
    of: string; /* the kind of record the entry is about */
    models: Model[];
    settings: Setting[];
    events: WebhookEvent[];
    changed?: Model; /* what a bulk change changed */
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
    if (isPlain(v) || Array.isArray(v)) return x.t("audit.altered");
    return s?.key === stagesKey ? String(v).split(",").map((one) => x.t(`stage.${one.trim()}`)).join(", ") : String(v);
}

const modelSaid = (x: Said, name: string) => x.models.find((m) => m.name === name)?.label ?? x.t(`model.${name}`, { defaultValue: name });

export function isPlain(v: Json | undefined): v is { [k: string]: Json } {
    return typeof v === "object" && v !== null && !Array.isArray(v);
}

/* Whatever is written in braces within: no text of a few words. */
export function isTangled(v: Json | undefined): boolean {
    return isPlain(v) || (Array.isArray(v) && v.some(isTangled));
}

/* "deal.*" by the kinds of the dialog where webhooks are made. */
export function eventSaid(t: TFunction, events: WebhookEvent[], event: string): string {
    if (event === "ping") return t("settings.webhooks.test");
    if (event === "*") return t("settings.webhooks.allEvents");
    if (event.endsWith(".*")) return t("settings.webhooks.allOf", { kind: t(`settings.webhooks.kind.${event.slice(0, -2)}`) });
    return events.find((e) => e.event === event)?.label ?? event;
}

/* What has no short words is said to be there, or to be another than before: nobody reads it as it is stored. */
export function tangledSaid(x: Said, name: string, v: Json, changed = false): string {
    if (name === "action" && isPlain(v)) return actionSaid(x.t, x.changed, v);
    if (x.of === "funnel" && name === "steps" && Array.isArray(v)) return v.map((s) => stepName(s as Step, x.t)).join(" → ");
    return x.t(changed ? "audit.altered" : "audit.given");
}

export function lineSaid(x: Said, name: string, v: Json): string {
    if (x.of === "setting") return settingSaid(x, settingOf(x, name), v);
    if (typeof v === "boolean") return x.t(v ? "common.yes" : "common.no");
    if (isTangled(v)) return tangledSaid(x, name, v);
    if (Array.isArray(v)) return v.map((one) => lineSaid(x, name, one)).join(", ");
    const text = String(v);
    if (name === "model") return modelSaid(x, text);
    if (name === "events") return eventSaid(x.t, x.events, text);
    if (name === "role") return x.t(`role.${text}`, { defaultValue: text });
    if (x.of === "proposal" && name === "outcome") return x.t(`improve.outcome.${text}`, { defaultValue: text });
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(x.r, text);
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return moment(x.r, text);
    return x.t([`audit.value.${x.of}.${name}.${text}`, `audit.value.${name}.${text}`], { defaultValue: text });
}

/* Who did it: a person by name, else where it came from. who: people by their ids. */
export function byWhom(t: TFunction, who: (id: string) => string, e: Pick<AuditEntry, "actor" | "actor_name" | "origin">): string {
    if (e.actor_name) return e.actor_name;
    if (e.actor) return who(e.actor);
    return e.origin === "web" ? t("audit.visitor") : t("audit.program");
}

/* A member's name, where the entry is of one who was put on this site or taken off it. */
export function memberNamed(e: Pick<AuditEntry, "model" | "diff">): string | null {
    return e.model === "user" && typeof e.diff?.name === "string" && e.diff.name ? e.diff.name : null;
}

/* Their name stands in the sentence already; of one who left, the role is the one that they had. */
export function memberLines(e: Pick<AuditEntry, "model" | "action" | "diff">): AuditEntry["diff"] {
    if (!memberNamed(e)) return e.diff;
    const lines = Object.entries(e.diff ?? {}).filter(([name]) => name !== "name");
    return Object.fromEntries(lines.map(([name, v]) => [name, e.action === "delete" && Array.isArray(v) ? (v[0] ?? null) : v]));
}
