/* diff.test.ts -- what an entry of the audit shows is read by people: nothing reaches them as it is stored. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createInstance } from "i18next";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { fieldOf } from "../src/api/queries";
import type { Json, Model } from "../src/api/types";
import pt from "../src/i18n/pt-BR.json";
import { Diff } from "../src/parts/Diff";

vi.mock("../src/session", () => ({ useReader: () => ({ locale: "pt-BR", currency: "BRL", timeZone: "UTC" }) }));

const i18n = createInstance();
beforeAll(() => i18n.use(initReactI18next).init({ lng: "pt-BR", interpolation: { escapeValue: false }, resources: { "pt-BR": { translation: pt } } }));

function shown(of: string, diff: Record<string, Json>, kinds: Record<string, string> = {}): string {
    const fields = Object.entries(kinds).map(([name, kind]) => fieldOf({ name, label: name, kind: kind as "json" }));
    const model = fields.length ? ({ name: of, table: `${of}s`, fields } as unknown as Model) : undefined;
    const client = new QueryClient();
    const drawn = createElement(QueryClientProvider, { client }, createElement(I18nextProvider, { i18n }, createElement(Diff, { diff, model, of })));
    return renderToStaticMarkup(drawn).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
}

describe("a change in the audit", () => {
    it("never shows what is stored, whichever record holds it and wherever it stands", () => {
        const stored: Json[] = [{ days: 120, before: 5 }, [{ page: "/precos" }, { event: "form" }], ["a", { b: 1 }], [[{ x: 1 }]], {}];
        const places = ["proposal.findings", "report.question", "funnel.steps", "import_source.map", "setting.mail", "webhook.events", "segment.rule", "deal_stage.requires", "unheard.of"].map((x) => x.split(".") as [string, string]);
        for (const [of, name] of places) {
            for (const v of stored) {
                const entries: [Json, Json][] = [[null, v], [v, null], [v, [{ other: true }]]];
                for (const both of entries) {
                    for (const kinds of [{}, { [name]: "json" }, { [name]: "text" }]) {
                        expect(shown(of, { [name]: both }, kinds), `${of}.${name}`).not.toMatch(/[{}[\]"]|&quot;|\[object/);
                    }
                }
            }
        }
    });
    it("says that something without short words is there, and that it is another", () => {
        expect(shown("report", { question: [null, { by: "channel" }] }, { question: "json" })).toBe(`question: ${pt.audit.given}`);
        expect(shown("report", { question: [{ by: "channel" }, { by: "page" }] }, { question: "json" })).toBe(`question: ${pt.audit.altered}`);
    });
    it("says the steps of a funnel, before and after", () => {
        expect(shown("funnel", { steps: [[{ page: "/" }], [{ page: "/" }, { event: "form" }]] }, { steps: "json" })).toBe(`steps: / → / → ${pt.visits.event.form}`);
    });
    it("names who works here, whatever record tells of them", () => {
        for (const [of, name] of [["proposal", "decided_by"], ["checklist_tick", "ticked_by"], ["contact", "owner"]] as const)
            expect(shown(of, { [name]: [null, "811141894307255425"] }), of).not.toMatch(/8111/);
    });
    it("asks for the words of a code, and does not show it while they come", () => {
        expect(shown("answer_evidence", { question: [null, "audience_economics"] }, { question: "text" })).toBe("question: …");
        expect(shown("checklist_tick", { item: [null, "event_rehearsal"], campaign: [null, "7"] }, { item: "text" })).not.toContain("event_rehearsal");
    });
});
