/* An audit entry's changes in words: field, what it was, what it became. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModels, useSettings, useWebhookEvents } from "../api/queries";
import type { Field, Json, Model } from "../api/types";
import { money, moneyForInput } from "../format";
import { useSentence } from "../rules/schema";
import { useReader } from "../session";
import { isPlain, isTangled, lineName, lineSaid, tangledSaid, type Said } from "./auditWords";
import { isUser, OwnerName, RefName } from "./Cell";
import { codesOf } from "./CodeSaid";
import { channelName, textOf } from "./fields";

interface Line {
    field: string;
    before: Json | undefined;
    after: Json | undefined;
}

/* The server writes {field: [before, after]}; {before: …, after: …} of the whole record is read too. */
export function linesOf(diff: Record<string, Json> | null): Line[] {
    if (!diff) return [];
    if (isPlain(diff.before) || isPlain(diff.after)) {
        const b = isPlain(diff.before) ? diff.before : {};
        const a = isPlain(diff.after) ? diff.after : {};
        return [...new Set([...Object.keys(b), ...Object.keys(a)])].map((field) => ({ field, before: b[field], after: a[field] }));
    }
    return Object.entries(diff).map(([field, v]) => {
        if (Array.isArray(v) && v.length === 2) return { field, before: v[0], after: v[1] };
        if (isPlain(v) && ("from" in v || "to" in v)) return { field, before: v.from, after: v.to };
        if (isPlain(v) && ("before" in v || "after" in v)) return { field, before: v.before, after: v.after };
        return { field, before: undefined, after: v };
    });
}

const SHOWN = 3;

function blank(v: Json | undefined): boolean {
    return v === null || v === undefined || v === "" || (Array.isArray(v) && v.length === 0);
}

/* A rule in words. Whom it is about the entry does not tell: people are asked first, then companies. */
function RuleSaid({ rule, otherwise }: { rule: { [k: string]: Json }; otherwise: string }) {
    const people = useSentence("contact", rule);
    const companies = useSentence("account", people.isError ? rule : null);
    return <>{people.data ?? companies.data ?? (companies.isError ? otherwise : "…")}</>;
}

/* of: the kind of record, where no field table tells its lines. currency: the record's own, as the entry left it, where that is known. */
export function Diff({ diff, model, of = model?.name ?? "", currency: own }: { diff: Record<string, Json> | null; model?: Model; of?: string; currency?: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const [all, setAll] = useState(false);
    const models = useModels().data ?? [];
    const settings = useSettings(of === "setting").data ?? [];
    const events = useWebhookEvents("events" in (diff ?? {})).data ?? [];
    const said: Said = { t, r, of, models, settings, events, changed: models.find((m) => m.name === diff?.model) };
    const found = of === "setting" ? Object.entries(diff ?? {}).map(([field, after]) => ({ field, before: undefined, after })) : linesOf(diff);
    const every = found.filter((l) => of === "setting" || (l.field !== "merge_id" && !(blank(l.before) && blank(l.after))));
    if (every.length === 0) return null;
    const lines = all ? every : every.slice(0, SHOWN);
    const currency = found.find((l) => l.field === "currency");
    /* Of a record with a currency of its own that nobody tells, the amount alone is known. */
    const moneySaid = (v: Json, was: boolean) => {
        const c = (was ? (currency?.before ?? currency?.after) : (currency?.after ?? currency?.before)) ?? own;
        return typeof c === "string" && c ? money(r, Number(v), c) : moneyForInput(r.locale, r.currency, Number(v));
    };
    const labelOf = (name: string, f: string) => models.find((m) => m.name === name)?.fields.find((x) => x.name === f)?.label ?? f;
    const say = (field: Field | undefined, v: Json | undefined, name: string, was = false, changed = false) => {
        if (of === "setting") return lineSaid(said, name, v ?? null);
        if (v === undefined || blank(v)) return t("audit.blank");
        if (isUser(name)) return <OwnerName id={String(v)} />;
        if (name === "rule" && isPlain(v)) return <RuleSaid rule={v} otherwise={tangledSaid(said, name, v, changed)} />;
        if (isTangled(v)) return tangledSaid(said, name, v, changed);
        const Code = codesOf(of, name);
        if (Code) return <Code code={String(v)} diff={diff} />;
        if (of === "deal_stage" && name === "requires" && Array.isArray(v)) return v.map((f) => labelOf("deal", String(f))).join(", ");
        if (of === "channel" && name === "matches") return channelName(String(v), t);
        if (field?.kind === "ref") return <RefName field={field} id={String(v)} />;
        if (name === "events") return lineSaid(said, name, v);
        if (field?.kind === "money" && model?.fields.some((f) => f.name === "currency")) return moneySaid(v, was);
        if (field) return textOf(field, v, r, t) || t("audit.blank");
        return lineSaid(said, name, v);
    };
    return (
        <ul style={{ margin: "4px 0 0", padding: 0, listStyle: "none", fontSize: "0.85rem", display: "grid", gap: 2 }}>
            {lines.map((l) => {
                const field = model?.fields.find((f) => f.name === l.field);
                const had = !blank(l.before);
                /* Of what has no short words, that it is another now is all there is to say. */
                const struck = had && !(isTangled(l.before) && isTangled(l.after) && say(field, l.before, l.field) === say(field, l.after, l.field));
                return (
                    <li key={l.field} style={{ overflowWrap: "anywhere" }}>
                        <span className="dim">{field?.label ?? lineName(said, l.field)}: </span>
                        {struck && (
                            <>
                                <del className="dim">{say(field, l.before, l.field, true)}</del>
                                <span aria-hidden> → </span>
                            </>
                        )}
                        <ins style={{ textDecoration: "none", fontWeight: 550 }}>{say(field, l.after, l.field, false, had)}</ins>
                    </li>
                );
            })}
            {every.length > SHOWN && (
                <li>
                    <button type="button" className="figure-open" onClick={() => setAll(!all)} aria-expanded={all}>
                        {all ? t("form.fewer") : t("form.more", { count: every.length - SHOWN })}
                    </button>
                </li>
            )}
        </ul>
    );
}
