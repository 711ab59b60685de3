import { beforeEach, describe, expect, it } from "vitest";
import type { Row } from "../src/api/types";
import { draftKey, draftOf, forgetDraft, forgetDrafts, keepDraft, type DraftOf } from "../src/parts/drafts";

const row = (id: string): Row => ({ id, version: 3, created_at: "", changed_at: "" });
const asks = [["name", "email"], undefined];
const contact: DraftOf = { user: "1", site: "7", table: "contacts", asks };

describe("what was typed and not saved", () => {
    beforeEach(forgetDrafts);

    it("is only what differs from what the form began with", () => {
        const key = draftKey(contact);
        keepDraft(key, { name: "Ana", email: null, country: "BR" }, { country: "BR" }, undefined);
        expect(draftOf(key, undefined)).toEqual({ name: "Ana" });
        keepDraft(key, { name: null, country: "BR" }, { country: "BR" }, undefined);
        expect(draftOf(key, undefined)).toBeNull();
    });
    it("keeps that a value was taken away", () => {
        const key = draftKey({ ...contact, row: row("5") });
        keepDraft(key, { name: null }, { name: "Ana" }, 3);
        expect(draftOf(key, 3)).toEqual({ name: null });
    });
    it("belongs to one person, site, record, beginning and set of fields", () => {
        keepDraft(draftKey(contact), { name: "Ana" }, {}, undefined);
        for (const other of [{ user: "2" }, { site: "8" }, { table: "accounts" }, { row: row("5") }, { initial: { plan: "9" } }, { asks: [["name"], undefined] }]) {
            expect(draftOf(draftKey({ ...contact, ...other }), undefined)).toBeNull();
        }
        expect(draftOf(draftKey({ ...contact }), undefined)).toEqual({ name: "Ana" });
    });
    it("is forgotten when the row was saved since, also for good", () => {
        const key = draftKey({ ...contact, row: row("5") });
        keepDraft(key, { name: "Bia" }, { name: "Ana" }, 3);
        expect(draftOf(key, 4)).toBeNull();
        expect(draftOf(key, 3)).toBeNull();
    });
    it("is forgotten one by one, and all at once", () => {
        const one = draftKey(contact), two = draftKey({ ...contact, table: "accounts" });
        keepDraft(one, { name: "Ana" }, {}, undefined);
        keepDraft(two, { name: "Moinho" }, {}, undefined);
        forgetDraft(one);
        expect(draftOf(one, undefined)).toBeNull();
        expect(draftOf(two, undefined)).toEqual({ name: "Moinho" });
        forgetDrafts();
        expect(draftOf(two, undefined)).toBeNull();
    });
});
