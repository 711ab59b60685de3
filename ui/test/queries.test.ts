/* queries.test.ts -- what is asked of the server to show a whole list. */
import { createInstance } from "i18next";
import { describe, expect, it, vi } from "vitest";
import { api } from "../src/api/client";
import { allOf, personNamed } from "../src/api/queries";
import type { Members } from "../src/api/types";
import en from "../src/i18n/en.json";
import pt from "../src/i18n/pt-BR.json";

describe("a whole list", () => {
    it("is read page after page, to the last", async () => {
        const pages: Record<string, { items: number[]; next: string | null }> = {
            "": { items: [1, 2], next: "b" },
            b: { items: [3], next: "c" },
            c: { items: [4], next: null },
        };
        const get = vi.spyOn(api, "get").mockImplementation((_path, query) => Promise.resolve(pages[String(query?.after)] as never));
        expect(await allOf<number>("/goals", { plan: "7" })).toEqual([1, 2, 3, 4]);
        expect(get.mock.calls.every(([path, query]) => path === "/goals" && query?.plan === "7" && query.limit === 500)).toBe(true);
    });
});

describe("a person named by id", () => {
    const all = { items: [{ id: "1", name: null, email: "ana@acme.example" }], left: [{ id: "2", name: "Ivo Prado" }], next: null } as unknown as Members;
    it("is said to have left, in the reader's language", async () => {
        const i18n = createInstance();
        await i18n.init({ lng: "en", interpolation: { escapeValue: false }, resources: { en: { translation: en }, "pt-BR": { translation: pt } } });
        const named = (language: string, id: string) => personNamed(i18n.getFixedT(language), all, id);
        expect(named("en", "1")).toBe("ana@acme.example");
        expect(named("en", "2")).toBe("Ivo Prado (left)");
        expect(named("pt-BR", "2")).toBe("Ivo Prado (saiu)");
        expect(named("en", "3")).toBe("someone else");
    });
});
