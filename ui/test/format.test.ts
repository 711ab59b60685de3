import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import * as f from "../src/format";
import { fieldOf } from "../src/api/queries";
import { fromLocalInput, textOf, toLocalInput } from "../src/parts/fields";

const pt: f.Reader = { locale: "pt-BR", currency: "BRL", timeZone: "America/Sao_Paulo" };
const en: f.Reader = { locale: "en-US", currency: "USD", timeZone: "UTC" };
const plain = (s: string) => s.replace(/[\u00a0\u202f]/g, " ");

describe("figures", () => {
    it("writes money in the site's currency and the reader's way", () => {
        expect(plain(f.money(pt, 123456))).toBe("R$ 1.234,56");
        expect(f.money(en, 123456)).toBe("$1,234.56");
        expect(plain(f.money(pt, 5000, "JPY"))).toBe("JP¥ 5.000");
        expect(plain(f.money(en, 500000, "COP"))).toContain("5,000");
    });
    it("names a currency as a sentence does", () => {
        expect(f.currencyName(pt)).toBe("reais brasileiros");
        expect(f.currencyName(pt, "USD")).toBe("dólares americanos");
        expect(f.currencyName(en, "BRL")).toBe("Brazilian reals");
        expect(f.currencyName(en, "XQZ")).toBe("XQZ");
    });
    it("puts a space before the percent sign in Portuguese only", () => {
        expect(plain(f.percent(pt, 0.118))).toBe("11,8 %");
        expect(f.percent(en, 0.118)).toBe("11.8%");
    });
    it("never shows an absent figure as zero", () => {
        expect(f.money(pt, null)).toBe("–");
        expect(f.percent(pt, undefined)).toBe("–");
        expect(f.count(pt, null)).toBe("–");
    });
    it("signs a change", () => {
        expect(plain(f.signed(pt, 0.14))).toBe("+14 %");
        expect(plain(f.signed(pt, -0.14))).toBe("−14 %");
        expect(f.signedPoints(pt, 0.302 - 0.295)).toBe("+0,7");
        expect(f.signedPoints(en, -0.05)).toBe("−5");
    });
});

describe("days", () => {
    it("says a range from its first day to its last, and one day once", () => {
        expect(f.dayRange(pt, "2026-12-23", "2026-12-31")).toBe("23/12/2026 – 31/12/2026");
        expect(f.dayRange(pt, "2026-12-23", "2026-12-23")).toBe("23/12/2026");
        expect(f.dayRange(en, "2026-12-23", "2026-12-23")).toBe("23 Dec 2026");
    });
    it("leaves an end open that is not known", () => {
        expect(f.dayRange(pt, "2026-12-23", null)).toBe("23/12/2026 – …");
        expect(f.dayRange(pt, null, "2026-12-31")).toBe("… – 31/12/2026");
        expect(f.dayRange(pt, null, undefined)).toBe("–");
    });
});

describe("typed numbers", () => {
    it("reads money as the reader types it", () => {
        expect(f.parseMoney("pt-BR", "BRL", "50.000,00")).toBe(5_000_000);
        expect(f.parseMoney("pt-BR", "BRL", "R$ 1.234,5")).toBe(123_450);
        expect(f.parseMoney("en-US", "USD", "50,000.00")).toBe(5_000_000);
        expect(f.parseMoney("pt-BR", "BRL", "50000")).toBe(5_000_000);
        expect(f.parseMoney("pt-BR", "BRL", "0,1")).toBe(10);
    });
    it("takes a lone foreign decimal point for what it is", () => {
        expect(f.parseMoney("pt-BR", "BRL", "12.5")).toBe(1250);
        expect(f.parseMoney("en-US", "USD", "12,5")).toBe(1250);
    });
    it("refuses what is no number", () => {
        expect(f.parseMoney("pt-BR", "BRL", "abc")).toBeNull();
        expect(f.parseMoney("pt-BR", "BRL", "1.2.3,4,5")).toBeNull();
        expect(f.parseNumber("pt-BR", "")).toBeNull();
    });
    it("gives back in an input what it reads", () => {
        for (const l of ["pt-BR", "en-US"]) expect(f.parseMoney(l, "BRL", f.moneyForInput(l, "BRL", 123_456_789))).toBe(123_456_789);
    });
});

describe("dates", () => {
    it("does not move a date without a time across zones", () => {
        expect(f.day(pt, "2026-11-23")).toBe("23/11/2026");
    });
    it("names the month in English, wherever its reader is", () => {
        for (const locale of ["en", "en-US", "en-GB"]) {
            expect(f.day({ ...pt, locale }, "2026-09-03")).toBe("3 Sep 2026");
            expect(f.moment({ ...pt, locale }, "2026-09-03T15:30:00Z")).toMatch(/^3 Sep 2026, 12:30/);
        }
    });
    it("shows a moment in the site's zone", () => {
        expect(f.day(pt, "2026-11-24T01:00:00Z")).toBe("23/11/2026");
    });
    it("reads a local moment back to the same instant", () => {
        const iso = "2026-07-01T15:30:00.000Z";
        expect(fromLocalInput(toLocalInput(iso, "America/Sao_Paulo"), "America/Sao_Paulo")).toBe(iso);
        expect(fromLocalInput("2026-01-15T00:00", "Europe/Lisbon")).toBe("2026-01-15T00:00:00.000Z");
    });
});

describe("a language", () => {
    it("is called by its name, and what is none stays as it was typed", () => {
        expect(f.languageName("pt-BR", "pt-BR")).toBe("Português (Brasil)");
        expect(f.languageName("en", "pt-BR")).toBe("Portuguese (Brazil)");
        expect(["not a language", "zz"].map((x) => f.languageName("en", x))).toEqual(["not a language", "zz"]);
        expect(textOf(fieldOf({ name: "locale", label: "Idioma", kind: "text" }), "en", pt, ((k: string) => k) as unknown as TFunction)).toBe("Inglês");
    });
});
