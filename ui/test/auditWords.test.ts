/* auditWords.test.ts -- the audit speaks the words of the pages that it is about, in the reader's language. */
import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import type { Model, Setting } from "../src/api/types";
import en from "../src/i18n/en.json";
import pt from "../src/i18n/pt-BR.json";
import { lineName, lineSaid, type Said } from "../src/parts/auditWords";

async function said(language: string, of: string): Promise<Said> {
    const i18n = createInstance();
    await i18n.init({ lng: language, interpolation: { escapeValue: false }, resources: { en: { translation: en }, "pt-BR": { translation: pt } } });
    const settings = [{ key: "people.stale_deal_days", label: "Negócio parado", unit: "days", kind: "int", initial: 14, value: 21 }, { key: "mail.on", label: "Enviar e-mails", unit: null, kind: "bool", initial: true, value: false }] as unknown as Setting[];
    return { t: i18n.t, r: { locale: language, currency: "BRL", timeZone: "UTC" } as Said["r"], of, models: [{ name: "contact", label: "Contato" }] as unknown as Model[], settings, events: [{ event: "contact.created", label: "Contato criado" }] };
}

describe("the audit", () => {
    it("says a setting as its page does", async () => {
        const x = await said("pt-BR", "setting");
        expect(lineName(x, "people.stale_deal_days")).toBe("Negócio parado");
        expect(lineSaid(x, "people.stale_deal_days", 21)).toBe("21 dias");
        expect(lineSaid(x, "mail.on", false)).toBe("Não");
        expect(lineSaid(x, "mail.on", null)).toBe("como era no início");
    });
    it("says what no field table names in words, and not in codes", async () => {
        const list = await said("pt-BR", "list"), view = await said("en", "view");
        expect([lineName(list, "status"), lineSaid(list, "status", "unsubscribed")]).toEqual(["Situação", "fora da lista"]);
        expect([lineName(view, "model"), lineSaid(view, "model", "contact")]).toEqual(["On", "Contato"]);
        expect(lineSaid(await said("pt-BR", "user"), "role", "sales")).toBe(pt.role.sales);
        expect(lineSaid(await said("en", "bulk"), "action", { tags_add: ["vip", "norte"] })).toBe(`${en.bulk.do.tags_add}: vip, norte`);
        expect(lineSaid(await said("pt-BR", "webhook"), "events", ["contact.created", "*"])).toBe("Contato criado, *");
        expect(lineSaid(await said("en", "measuring"), "hosts", ["a.example", "b.example"])).toBe("a.example, b.example");
    });
});
