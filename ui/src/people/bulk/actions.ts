/* What can be done with many records, and the body that asks for it. */
import type { TFunction } from "i18next";
import { api, fetchText, saveFile } from "../../api/client";
import { toBody } from "../../api/queries";
import type { Bulk, Field, Json, Model } from "../../api/types";
import type { PeopleTable } from "../../parts/tables";

export type Doing = "set" | "tags_add" | "tags_remove" | "list" | "segment" | Ready;

/* What asks for nothing more. */
export type Ready = "account_by_domain" | "delete";
export const isReady = (d: Doing): d is Ready => d === "account_by_domain" || d === "delete";

/* Which records: those that were marked, or all that the list's question finds. */
export type Chosen = { ids: string[] } | { query: Record<string, string> };

export const modelOf: Record<PeopleTable, Bulk["model"]> = { accounts: "account", contacts: "contact", deals: "deal" };

/* What tells one record from all others is not set in all of them. */
export function settable(model: Model): Field[] {
    return model.fields.filter((f) => !f.unique && !f.readonly && f.kind !== "json" && f.kind !== "tags" && f.name !== "name");
}

/* The change in words: "Etapa, Responsável". */
export function actionSaid(t: TFunction, model: Model | undefined, a: Record<string, Json>): string {
    const label = (f: string) => model?.fields.find((x) => x.name === f)?.label ?? f;
    if (a.delete) return t("bulk.do.delete");
    if (a.account_by_domain) return t("bulk.do.account_by_domain");
    if (a.list) return t("bulk.do.list");
    if (a.segment) return `${t("bulk.do.segment")}: ${t(`bulk.how.${String(a.how)}`)}`;
    if (Array.isArray(a.tags_add)) return `${t("bulk.do.tags_add")}: ${a.tags_add.join(", ")}`;
    if (Array.isArray(a.tags_remove)) return `${t("bulk.do.tags_remove")}: ${a.tags_remove.join(", ")}`;
    return `${t("bulk.do.set")}: ${Object.keys((a.set ?? {}) as object).map(label).join(", ")}`;
}

export function ask(table: PeopleTable, chosen: Chosen, action: Record<string, Json>): Promise<Bulk> {
    return api.post<Bulk>("/bulk", { model: modelOf[table], ...chosen, action });
}

export function setAction(field: Field, value: Json): Record<string, Json> {
    return { set: toBody({ [field.name]: value }) };
}

const EACH = 50; /* as many as one filter takes */

/* Those that were marked as one file: the pieces without their heads, after the first. */
export async function exportMarked(table: PeopleTable, ids: string[]): Promise<void> {
    let all = "";
    for (let i = 0; i < ids.length; i += EACH) {
        const text = await fetchText(`/${table}.csv`, { "id.in": ids.slice(i, i + EACH).join(",") });
        all += i === 0 ? text : text.slice(text.indexOf("\n") + 1);
    }
    saveFile(new Blob([all], { type: "text/csv;charset=utf-8" }), `${table}.csv`);
}
