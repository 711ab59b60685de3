/* What the builder makes of a schema: choices by record, and values that stay what they can be. */
import { describe, expect, it } from "vitest";
import type { RuleField, RuleOperator, RuleSchema } from "../src/api/types";
import { fieldIn, operatorChoices, rowFor, scopeOf, scopeOfMany, valueUnder, whatOf, whatsIn } from "../src/rules/schema";
import { blank, type FieldDraft } from "../src/rules/tree";
import { everyDay, ruleOf } from "../src/segments/segments";

const op = (name: string, takes: RuleOperator["takes"], more: Partial<RuleOperator> = {}): RuleOperator => ({ name, takes, label: name, label_date: null, label_false: null, ...more });
const field = (name: string, kind: RuleField["kind"], operators: string[], more: Partial<RuleField> = {}): RuleField => ({ name, label: name.toUpperCase(), kind, operators, refers: null, custom: false, choices: [], ...more });
const schema: RuleSchema = {
    subject: "contact", label: "Contacts", behaviour: true,
    records: [
        { name: "", label: "Contact", model: "contact", fields: [field("name", "text", ["is", "in", "given"]), field("born", "date", ["is", "given", "within_days"]), field("age", "int", ["is", "in"])] },
        { name: "account", label: "Company", model: "account", fields: [field("account.city", "text", ["is", "in"])] },
    ],
    related: [{ name: "deals", label: "deals", model: "deal", fields: [field("amount", "money", ["is"])] }],
    events: [{ value: "view", label: "Visited" }],
    conditions: [{ key: "segment", label: "In the segment", params: [] }],
    operators: [op("is", "value", { label_date: "on" }), op("in", "list"), op("given", "bool", { label_false: "not given" }), op("within_days", "days")],
    limits: { depth: 8, nodes: 100, bytes: 16384, behaviours: 10, list: 50, times: 1000, days: 3650 },
};
const t = (key: string) => key;
const scope = scopeOf(schema);

describe("choices", () => {
    it("stand by record and by name; a record's name comes before its fields in the row alone", () => {
        const groups = whatsIn(scope, t, "en");
        expect(groups.map((g) => g.group)).toEqual(["Contact", "Company", "rules.group.events", "rules.group.related", "rules.group.conditions"]);
        expect(groups[0]?.items.map((i) => i.short)).toEqual(["AGE", "BORN", "NAME"]);
        expect(groups[1]?.items[0]).toEqual({ value: "f:account.city", label: "Company: ACCOUNT.CITY", short: "ACCOUNT.CITY" });
    });
    it("inside related records are their fields alone", () => {
        const inner = scopeOfMany(scope, "deals");
        expect(whatsIn(inner, t, "en").flatMap((g) => g.items.map((i) => i.value))).toEqual(["f:amount"]);
        expect([inner.subject, fieldIn(inner, "amount")?.field.kind, fieldIn(inner, "name")]).toEqual(["deal", "money", undefined]);
    });
    it("make two of an operator that takes yes or no, and say dates in their own words", () => {
        const born = schema.records[0]?.fields[1] as RuleField;
        expect(operatorChoices(schema, born)).toEqual([{ value: "is", label: "on" }, { value: "given:true", label: "given" }, { value: "given:false", label: "not given" }, { value: "within_days", label: "within_days" }]);
    });
});

describe("rows", () => {
    const begun = (what: string) => rowFor(scope, what, blank());
    it("begin as what was chosen, under the key they had", () => {
        const first = blank();
        expect(rowFor(scope, "f:name", first)).toMatchObject({ key: first.key, kind: "field", op: "is", value: null });
        expect(begun("f:born")).toMatchObject({ op: "within_days", value: 30 });
        expect(begun("h:deals")).toMatchObject({ kind: "has", many: "deals" });
        expect(begun("c:segment")).toMatchObject({ kind: "use", condition: "segment" });
        for (const what of ["f:name", "h:deals", "e:view", "c:segment"]) expect(whatOf(begun(what))).toBe(what);
    });
    it("keep comparison and value for another field of the same kind", () => {
        const row = { ...begun("f:name"), op: "in", value: ["a"] } as FieldDraft;
        expect(rowFor(scope, "f:account.city", row)).toMatchObject({ op: "in", value: ["a"] });
        expect(rowFor(scope, "f:age", row)).toMatchObject({ op: "is", value: null });
    });
    it("carry a value to another comparison as far as it means something", () => {
        const row = begun("f:name") as FieldDraft;
        expect(valueUnder({ ...row, value: "x" }, op("is", "value"), op("in", "list"))).toEqual(["x"]);
        expect(valueUnder({ ...row, value: ["x", "y"] }, op("in", "list"), op("is", "value"))).toBe("x");
        expect(valueUnder({ ...row, value: "x" }, op("is", "value"), op("given", "bool"))).toBe(true);
        expect(valueUnder({ ...row, value: true }, op("given", "bool"), op("is", "value"))).toBeNull();
    });
});

describe("segments", () => {
    it("read a rule as JSON or as its text", () => {
        expect(ruleOf('{"all":[]}')).toEqual({ all: [] });
        expect(ruleOf({ all: [] })).toEqual({ all: [] });
        expect(ruleOf("{")).toBeNull();
        expect(ruleOf([1])).toBeNull();
    });
    it("have a size on every day up to the last, across a month's end", () => {
        const days = everyDay([{ day: "2026-02-27", size: 3 }, { day: "2026-03-01", size: 5 }], "2026-03-02");
        expect(days.map((d) => `${d.day} ${d.size}`)).toEqual(["2026-02-27 3", "2026-02-28 3", "2026-03-01 5", "2026-03-02 5"]);
    });
});
