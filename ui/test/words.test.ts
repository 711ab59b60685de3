/* Both languages say the same things, and every word that a screen asks for is there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../src/i18n/en.json";
import pt from "../src/i18n/pt-BR.json";
import { areaOfWord, areas, elsewhere, wordOf } from "../src/settings/areas";

type Words = { [key: string]: string | Words };

function flat(w: Words, at = ""): Map<string, string> {
    const out = new Map<string, string>();
    for (const [k, v] of Object.entries(w)) {
        if (typeof v === "string") out.set(at + k, v);
        else for (const [kk, vv] of flat(v, `${at}${k}.`)) out.set(kk, vv);
    }
    return out;
}

const portuguese = flat(pt);
const english = flat(en);

function sources(dir: string, named = /\.tsx?$/): string[] {
    return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
        e.isDirectory() ? sources(join(dir, e.name), named) : named.test(e.name) ? [readFileSync(join(dir, e.name), "utf8")] : [],
    );
}

function has(words: Map<string, string>, key: string): boolean {
    return words.has(key) || (words.has(`${key}_one`) && words.has(`${key}_other`));
}

const slots = (s: string) => [...s.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort().join();

describe("words", () => {
    it("has the same keys in both languages", () => {
        expect([...portuguese.keys()].sort()).toEqual([...english.keys()].sort());
    });
    it("has a word for every unit that a setting is declared with", () => {
        const units = sources(join(import.meta.dirname, "../../src"), /\.c$/).flatMap((c) => [...c.matchAll(/SETTING_INT,[^{}]*"([a-z_]+)"\}/g)].map((m) => m[1] ?? ""));
        expect(units).toContain("days");
        for (const u of units) expect(portuguese.has(`settings.config.units.${u}`), u).toBe(true);
    });
    it("has an area, on purpose, for every setting", () => {
        const keys = sources(join(import.meta.dirname, "../../src"), /\.c$/).flatMap((c) => [...c.matchAll(/\{\s*"([a-z_]+\.[a-z_.]+)",\s*SETTING_[A-Z]+/g)].map((m) => m[1] ?? ""));
        expect(keys).toContain("webhook.log_days");
        expect([...new Set(keys.map(wordOf))].filter((w) => !(w in areaOfWord))).toEqual([]);
        expect(Object.keys(areaOfWord).filter((w) => !keys.some((k) => wordOf(k) === w))).toEqual([]);
        for (const area of areas) expect(portuguese.has(`settings.config.area.${area}`), area).toBe(true);
    });
    it("has a screen, with lists, for every setting that is written in codes", () => {
        const keys = sources(join(import.meta.dirname, "../../src"), /\.c$/).flatMap((c) => [...c.matchAll(/\{\s*"([a-z_.]+)",\s*SETTING_NAMES/g)].map((m) => m[1] ?? ""));
        expect(keys).toContain("funnel.stages");
        expect(keys.filter((k) => !elsewhere[k])).toEqual([]);
    });
    it("has a word for every way in which a change may come", () => {
        const ways = sources(join(import.meta.dirname, "../../src"), /\.c$/).flatMap((c) => [...c.matchAll(/cx->origin = ([^;]*);/g)].flatMap((m) => [...(m[1] ?? "").matchAll(/"([a-z]+)"/g)].map((w) => w[1] ?? "")));
        expect(ways).toContain("screen");
        for (const w of ways) expect(portuguese.has(`audit.origin.${w}`), w).toBe(true);
    });
    it("has a word for every kind of event that a webhook may hear of", () => {
        const table = readFileSync(join(import.meta.dirname, "../../src/work/webhook.c"), "utf8").match(/webhook_events\[\] = \{([^}]*)\}/)?.[1] ?? "";
        const kinds = [...table.matchAll(/"([a-z]+)\./g)].map((m) => m[1] ?? "");
        expect(kinds).toContain("proposals");
        for (const k of kinds) expect(portuguese.has(`settings.webhooks.kind.${k}`), k).toBe(true);
    });
    it("has a word for whatever the audit names", () => {
        const entries = sources(join(import.meta.dirname, "../../src"), /\.c$/).flatMap((c) => [...c.matchAll(/audit_add\(cx, db,([^;]*);/g)].map((m) => m[1] ?? ""));
        const models = entries.flatMap((e) => [...e.matchAll(/^\s*"([a-z_]+)"/g)].map((m) => m[1] ?? ""));
        const actions = entries.flatMap((e) => [...e.matchAll(/^[^"]*(?:"[a-z_]+")?,[^,]*,[^"]*"([a-z_]+)"/g)].map((m) => m[1] ?? ""));
        expect(models).toContain("score_model");
        expect(actions).toContain("publish");
        const described = flat(JSON.parse(readFileSync(join(import.meta.dirname, "../../messages/pt-BR.json"), "utf8")) as Words);
        expect(models.filter((m) => !portuguese.has(`model.${m}`) && !described.has(`model.${m}`))).toEqual([]);
        expect(actions.filter((a) => !portuguese.has(`audit.action.${a}`))).toEqual([]);
    });
    it("leaves the same gaps in both languages", () => {
        for (const [k, v] of portuguese) expect(`${k}: ${slots(english.get(k) ?? "")}`).toBe(`${k}: ${slots(v)}`);
    });
    it("has no empty sentence and no exclamation mark", () => {
        for (const [k, v] of [...portuguese, ...english]) {
            expect(v.trim(), k).not.toBe("");
            expect(v, k).not.toMatch(/!/);
        }
    });
    it("has every key that the screens use", () => {
        const missing: string[] = [];
        for (const text of sources(join(import.meta.dirname, "../src"))) {
            for (const m of text.matchAll(/\bt\(\s*"([^"]+)"/g)) if (!has(portuguese, m[1] ?? "")) missing.push(m[1] ?? "");
            for (const m of text.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)) {
                if (![...portuguese.keys()].some((k) => k.startsWith(m[1] ?? ""))) missing.push(`${m[1]}*`);
            }
            for (const m of text.matchAll(/\bt\([^"`)]+\?\s*"([^"]+)"\s*:\s*"([^"]+)"/g)) for (const k of [m[1], m[2]]) if (!has(portuguese, k ?? "")) missing.push(k ?? "");
            for (const m of text.matchAll(/\bkey: "(menu\.[^"]+)"/g)) if (!has(portuguese, m[1] ?? "")) missing.push(m[1] ?? "");
        }
        expect(missing).toEqual([]);
    });
    it("uses every key that it has", () => {
        const all = sources(join(import.meta.dirname, "../src")).join("\n");
        const open = [...all.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((m) => m[1] ?? "");
        const said = new Set([...all.matchAll(/"([a-zA-Z0-9_.-]+)"/g)].map((m) => m[1] ?? ""));
        const idle = [...portuguese.keys()].map((k) => k.replace(/_(one|other)$/, "")).filter((k) => !said.has(k) && !open.some((o) => k.startsWith(o)));
        expect([...new Set(idle)]).toEqual([]);
    });
});
