import { describe, expect, it } from "vitest";
import type { Import } from "../src/api/types";
import { fitting, mapText, openingMap, readDate, readMap } from "../src/people/importMap";

const deals = {
    kind: "deals", state: "draft", header: ["mql_id", "won_date"], sample: [["a1", "26-02-2018 19:58"], ["b2", "08-05-2018 20:17"]],
    map: { columns: { mql_id: { to: "contact.external_id" }, won_date: { to: "closed_at", pattern: "DD-MM-YYYY hh:mm" } } },
} as unknown as Import;

describe("a date pattern", () => {
    it("reads what fits and nothing else", () => {
        expect(readDate("DD-MM-YYYY hh:mm", "26-02-2018 19:58")?.toISOString()).toBe("2018-02-26T19:58:00.000Z");
        expect(readDate("MM/DD/YYYY", "26/02/2018")).toBeNull();
        expect(readDate("DD/MM/YYYY", "30/02/2018")).toBeNull();
        expect(readDate("RFC3339", "2018-02-01T10:00:00Z")?.getUTCHours()).toBe(10);
    });
    it("comes first in the list when it reads every sample", () => {
        expect(fitting(["YYYY-MM-DD", "DD/MM/YYYY"], ["31/12/2017"])[0]).toBe("DD/MM/YYYY");
    });
});

describe("a map", () => {
    it("takes the lead's code for the deal's where no other is given", () => {
        expect(openingMap(deals).constants?.external_id).toBe("{mql_id}");
        expect(openingMap({ ...deals, sample: [["a1", ""], ["a1", ""]] } as Import).constants).toBeUndefined();
    });
    it("comes back from a file as it was written", () => {
        const map = openingMap(deals);
        expect(readMap(mapText(deals, map), deals)).toMatchObject({ columns: map.columns, constants: map.constants });
    });
    it("is refused with its reason", () => {
        expect(readMap("{", deals)).toBe("json");
        expect(readMap('{"kind":"leads","columns":{}}', deals)).toBe("kind");
        expect(readMap('{"columns":{"other":{"to":"name"}}}', deals)).toBe("columns");
    });
});
