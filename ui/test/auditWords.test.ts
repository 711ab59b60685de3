/* auditWords.test.ts -- the audit speaks the words of the pages that it is about, in the reader's language. */
import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import type { Model, Setting } from "../src/api/types";
import en from "../src/i18n/en.json";
import pt from "../src/i18n/pt-BR.json";
import { byWhom, eventSaid, lineName, lineSaid, memberLines, memberNamed, type Said } from "../src/parts/auditWords";

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
        const changed = { name: "contact", fields: [{ name: "owner", label: "Responsável" }] } as unknown as Model;
        expect(lineSaid({ ...(await said("pt-BR", "bulk")), changed }, "action", { set: { owner: "7" } })).toBe(`${pt.bulk.do.set}: Responsável`);
        expect(lineSaid(await said("pt-BR", "webhook"), "events", ["contact.created", "*"])).toBe("Contato criado, Tudo");
        expect(lineSaid(await said("en", "measuring"), "hosts", ["a.example", "b.example"])).toBe("a.example, b.example");
    });
    it("says a funnel by its steps, a proposal by its outcome, and the stages of the funnel by their names", async () => {
        const pt_ = await said("pt-BR", "funnel");
        expect(lineSaid(pt_, "steps", [{ page: "/precos" }, { event: "form" }])).toBe(`/precos → ${pt.visits.event.form}`);
        expect(lineSaid(await said("en", "proposal"), "outcome", "cannot_tell")).toBe(en.improve.outcome.cannot_tell);
        expect(lineSaid(await said("pt-BR", "proposal"), "findings", { days: 120 })).toBe(pt.audit.given);
        const x = await said("pt-BR", "setting");
        x.settings.push({ key: "funnel.stages", label: "Fases", kind: "text" } as unknown as Setting);
        expect(lineSaid(x, "funnel.stages", "awareness,decision")).toBe(`${pt.stage.awareness}, ${pt.stage.decision}`);
    });
    it("says the events of a webhook by their labels, and all of a kind by the kind", async () => {
        const { t, events } = await said("pt-BR", "webhook");
        expect(["contact.created", "deal.*", "*", "ping"].map((e) => eventSaid(t, events, e))).toEqual(["Contato criado", "Negócios: tudo", "Tudo", "Teste"]);
    });
    it("tells who did it, and that somebody was taken off the site by name", async () => {
        const { t } = await said("pt-BR", "user");
        const who = (id: string) => `pessoa ${id}`;
        expect(byWhom(t, who, { actor: "7", actor_name: "Ana", origin: "screen" })).toBe("Ana");
        expect(byWhom(t, who, { actor: "7", actor_name: null, origin: "screen" })).toBe("pessoa 7");
        expect(byWhom(t, who, { actor: null, actor_name: null, origin: "web" })).toBe("Um visitante");
        expect(byWhom(t, who, { actor: null, actor_name: null, origin: "job" })).toBe("O programa");
        const left = { model: "user", action: "delete", diff: { name: "Rui Lima", role: ["sales", null] } };
        expect(t("audit.memberRemoved", { name: memberNamed(left) })).toBe("tirou Rui Lima deste site");
        expect(memberLines(left)).toEqual({ role: "sales" });
        expect(memberLines({ ...left, action: "change", diff: { name: "Rui Lima", role: ["sales", "analyst"] } })).toEqual({ role: ["sales", "analyst"] });
        expect(memberNamed({ model: "contact", diff: { name: "Rui" } })).toBeNull();
    });
});
