/* The tree of the rule builder: JSON in and out means the same, mistakes find their row, and every change keeps the rest. */
import { describe, expect, it } from "vitest";
import type { Json } from "../src/api/types";
import {
    append, blank, carry, countRows, depthOf, duplicate, fromRule, group, isWhole, mistakesByKey, move, placeOf, remove, replace, seat, seatOf, toRule, unfinished,
    unwrap, wrap, type Draft, type FieldDraft, type GroupDraft, type Seat, type Shape, type Side,
} from "../src/rules/tree";

const shape: Shape = { conditions: [{ key: "segment", params: [{ name: "segment", required: true }] }, { key: "score", params: [{ name: "score", required: true }, { name: "at_least", required: false }] }] };
const read = (rule: Json) => fromRule(rule, shape) as GroupDraft;
const same = (rule: Json) => toRule(read(rule), shape).rule;
const field = (name: string, value: Json = 1): FieldDraft => ({ key: name, kind: "field", field: name, op: "is", value });
const keys = (d: Draft): Json => (d.kind === "group" ? d.items.map(keys) : d.key);

describe("JSON and back", () => {
    const rules: Json[] = [
        { all: [] },
        { all: [{ field: "name", is: "Ana" }, { any: [{ field: "age", at_least: 3 }, { not: { field: "tags", has: "x" } }] }] },
        { not: { any: [{ field: "a", given: true }, { field: "b", given: false }] } },
        { not: { all: [{ field: "a", is: 1 }, { field: "b", in: [1, 2] }] } },
        { not: { not: { field: "a", is: 1 } } },
        { all: [{ has: "deals" }, { has: "deals", where: { all: [{ field: "outcome", is: "open" }] }, at_least: 2, at_most: 4 }, { has: "deals", at_most: 0 }] },
        { any: [{ event: "view", path: "/precos", at_least: 2, within_days: 14 }, { event: "view", path_starts: "/blog", channel: "email" }, { event: "form", at_most: 0 }] },
        { all: [{ segment: "12" }, { score: "fit", at_least: 50 }] },
    ];
    it("says again what it read", () => {
        for (const rule of rules) expect(same(rule)).toEqual(rule);
    });
    it("puts a single node, or the where of related records, into a group that means the same", () => {
        expect(same({ field: "a", is: 1 })).toEqual({ all: [{ field: "a", is: 1 }] });
        expect(same({ all: [{ has: "deals", where: { field: "a", is: 1 } }] })).toEqual({ all: [{ has: "deals", where: { all: [{ field: "a", is: 1 }] } }] });
        expect(same({ all: [{ event: "view", at_least: 1 }] })).toEqual({ all: [{ event: "view" }] });
    });
    it("refuses what is no rule", () => {
        for (const rule of [null, 1, [], {}, { all: {} }, { all: [1] }, { field: "a" }, { field: "a", is: 1, in: [] }, { not: { any: [{}] } }, { unknown: "x" }, { segment: "1", more: 2 }, { event: "view", path: "/a", path_starts: "/b" }] as Json[]) {
            expect(fromRule(rule, shape), JSON.stringify(rule)).toBeNull();
        }
    });
});

describe("what is not finished", () => {
    it("is left out, with groups of which nothing is left", () => {
        const root = group("all", [field("a"), blank(), group("any", [blank(), { ...field("b"), value: "" }])]);
        expect(toRule(root, shape).rule).toEqual({ all: [{ field: "a", is: 1 }] });
        expect(unfinished(root, shape)).toHaveLength(3);
        expect(isWhole(root, shape)).toBe(false);
        expect(countRows(root)).toBe(4);
    });
    it("is everyone when nothing is there, whatever the word", () => {
        expect(toRule(group("none", []), shape).rule).toEqual({ all: [] });
        expect(toRule(group("any", [blank()]), shape).rule).toEqual({ all: [] });
    });
    it("keeps false and 0, which are values", () => {
        const root = group("all", [{ ...field("a"), op: "given", value: false }, { ...field("b"), value: 0 }]);
        expect(isWhole(root, shape)).toBe(true);
    });
    it("knows which members a condition needs", () => {
        expect(isWhole({ key: "u", kind: "use", condition: "score", values: { score: "fit" } }, shape)).toBe(true);
        expect(isWhole({ key: "u", kind: "use", condition: "segment", values: {} }, shape)).toBe(false);
    });
});

describe("mistakes", () => {
    it("find their row through every kind of group", () => {
        const root = group("all", [blank(), field("a"), group("none", [field("b")]), group("none", [field("c"), field("d")])]);
        root.items.push({ key: "h", kind: "has", many: "deals", times: { least: 1, most: null }, where: group("any", [field("e")]) });
        const { places } = toRule(root, shape);
        const found = mistakesByKey({ "rule.all.0.is": "A", "rule.all.1.not.field": "B", "rule.all.2.not.any.1.is": "D", "rule.all.3.where.any.0.is": "E", "rule.all.3.has": "H", rule: "R" }, places);
        expect(Object.fromEntries(found)).toEqual({ a: ["A"], b: ["B"], d: ["D"], e: ["E"], h: ["H"], [root.key]: ["R"] });
    });
});

describe("changes", () => {
    const tree = () => group("all", [field("a"), { ...group("any", [field("b"), field("c")]), key: "g" }, field("d")]);
    it("leave the rest as it was", () => {
        const root = tree();
        const next = replace(root, "b", (d) => ({ ...(d as FieldDraft), value: 2 }));
        expect(next.items[0]).toBe(root.items[0]);
        expect(next.items[2]).toBe(root.items[2]);
        expect(keys(remove(root, "g"))).toEqual(["a", "d"]);
        expect(keys(append(root, "g", field("x")))).toEqual(["a", ["b", "c", "x"], "d"]);
        expect(keys(root)).toEqual(["a", ["b", "c"], "d"]);
    });
    it("put back what was taken away, whatever changed meanwhile", () => {
        const root = tree();
        const was = seatOf(root, "c") as Seat;
        expect(keys(seat(remove(append(root, "g", field("x")), "c"), was))).toEqual(["a", ["b", "c", "x"], "d"]);
        expect(keys(seat(remove(root, "g"), was))).toEqual(["a", "d", "c"]);
    });
    it("duplicate with keys of its own, beside the first", () => {
        const { root, key } = duplicate(tree(), "g");
        expect(root.items[2]?.key).toBe(key);
        expect(new Set(JSON.stringify(root).match(/"key":"[^"]+"/g)).size).toBe(9);
    });
    it("wrap in the other word, and unwrap where it means the same", () => {
        const wrapped = wrap(tree(), "a");
        const g = wrapped.items[0] as GroupDraft;
        expect([g.how, keys(g)]).toEqual(["any", ["a"]]);
        expect(keys(unwrap(wrapped, g.key))).toEqual(["a", ["b", "c"], "d"]);
        expect(keys(unwrap(tree(), "g"))).toEqual(["a", ["b", "c"], "d"]);
    });
    it("move one step at a time, into groups and out of them", () => {
        let root: GroupDraft = tree();
        const seen: Json[] = [];
        for (;;) {
            const next = move(root, "a", 1);
            if (!next) break;
            root = next;
            seen.push(keys(root));
        }
        expect(seen).toEqual([[["a", "b", "c"], "d"], [["b", "a", "c"], "d"], [["b", "c", "a"], "d"], [["b", "c"], "a", "d"], [["b", "c"], "d", "a"]]);
        for (let next = move(root, "a", -1); next; next = move(root, "a", -1)) root = next;
        expect(keys(root)).toEqual(["a", ["b", "c"], "d"]);
        expect(placeOf(root, "c")).toEqual({ at: 2, of: 2, how: "any" });
    });
    it("never move out of the related records they speak of", () => {
        const where = { ...group("all", [field("x"), field("y")]), key: "w" };
        const root = group("all", [field("a"), { key: "h", kind: "has", many: "deals", times: { least: 1, most: null }, where }]);
        expect(move(root, "x", -1)).toBeNull();
        expect(move(root, "y", 1)).toBeNull();
        const moved = move(root, "x", 1) as GroupDraft;
        expect(keys((moved.items[1] as { where: GroupDraft }).where)).toEqual(["y", "x"]);
        expect(keys(move(root, "a", 1) as GroupDraft)).toEqual(["h", "a"]);
    });
    it("are carried to any place among their own, and nowhere else", () => {
        const put = (key: string, to: string, side: Side, deepest = 8) => {
            const next = carry(tree(), key, to, side, deepest);
            return next && keys(next);
        };
        expect(put("a", "c", "before")).toEqual([["b", "a", "c"], "d"]);
        expect(put("c", "a", "before")).toEqual(["c", "a", ["b"], "d"]);
        expect(put("d", "g", "inside")).toEqual(["a", ["b", "c", "d"]]);
        expect(put("g", "d", "after")).toEqual(["a", "d", ["b", "c"]]);
        expect(put("a", "g", "before"), "where it stands").toBeNull();
        expect(put("g", "b", "after"), "into itself").toBeNull();
        expect(put("a", "a", "after")).toBeNull();
        expect(put("a", "d", "inside"), "a row holds nothing").toBeNull();
        const inner = { ...group("any", [field("x")]), key: "i" };
        const root = group("all", [field("a"), inner, { ...group("any", [field("y")]), key: "j" }]);
        expect(carry(root, "i", "j", "inside", 3), "deeper than a rule may be").toBeNull();
        expect(carry(root, "i", "j", "inside", 4)).not.toBeNull();
        const where = { ...group("all", [field("x"), field("y")]), key: "w" };
        const has = group("all", [field("a"), { key: "h", kind: "has", many: "deals", times: { least: 1, most: null }, where }]);
        expect(carry(has, "x", "a", "before", 8), "out of the records it speaks of").toBeNull();
        expect(keys((carry(has, "x", "w", "inside", 8)?.items[1] as { where: GroupDraft }).where)).toEqual(["y", "x"]);
    });
    it("know how deep they are", () => {
        expect(depthOf(tree())).toBe(3);
        expect(depthOf(group("none", [field("a")]))).toBe(3);
    });
});
