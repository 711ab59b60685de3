/* queries.test.ts -- what is asked of the server to show a whole list. */
import { describe, expect, it, vi } from "vitest";
import { api } from "../src/api/client";
import { allOf } from "../src/api/queries";

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
