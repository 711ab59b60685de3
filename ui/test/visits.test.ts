/* visits.test.ts -- what the screen of visits asks, and what it keeps of a saved funnel. */
import { describe, expect, it } from "vitest";
import { ofFunnel, ofVisits } from "../src/reports/reports";
import { fileOf, question } from "../src/visits/ask";
import { changed, draftOf, stepOfDraft, type Funnel } from "../src/visits/funnel";

describe("a question of visits", () => {
    it("leaves as a file with the robots and the past that the screen has", () => {
        const search = { past: "without", robots: "only" } as const;
        const asked = question(search, { metrics: ["visits"], dimensions: ["source"], include: { total_rows: true } });
        expect(fileOf(asked, search)).toMatchObject({ include: { robots: "only", imports: false }, pagination: { limit: 10_000 } });
    });
    it("becomes a report of money where money is looked at", () => {
        const first = (figure?: "value") => (ofVisits({ figure }).question as { queries: { metrics: string[] }[] }).queries[0]?.metrics;
        expect(first("value")).toContain("value");
        expect(first()).not.toContain("value");
    });
});

describe("a saved funnel", () => {
    const both = { page: "/contato", event: "form", label: "Escreveu" };
    it("keeps what the form does not show of a step", () => {
        expect(stepOfDraft(draftOf(both))).toEqual(both);
        expect(stepOfDraft(changed(draftOf(both), { value: "order" }))).toEqual({ page: "/contato", event: "order" });
        expect(stepOfDraft(changed(draftOf(both), { kind: "page", value: "/precos" }))).toEqual({ page: "/precos" });
    });
    it("becomes a report without what steps no longer have, and with the past as chosen", () => {
        const steps = [{ ...both, goal: "3" }, { goal: "4" }, { page: "/x" }] as Funnel["steps"];
        expect(ofFunnel({ id: "1", version: 1, name: "F", steps, scope: "visit", window_days: null }, { past: "without" }).question).toMatchObject({ steps: [both, { page: "/x" }], include: { imports: false } });
    });
});
