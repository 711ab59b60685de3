/* export.test.mjs -- praca export: every row, and files that are whole or not there. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, after, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { initialised, praca, rows } from "./run.mjs";

let dir, data;
before(() => {
    dir = mkdtempSync(join(tmpdir(), "praca-cli-"));
    data = join(dir, "data");
    assert.equal(praca("demo", "--data", data).code, 0);
});
after(() => rmSync(dir, { recursive: true, force: true }));

test("a table goes to the output, more than one page of it, header first", () => {
    const r = praca("export", "contacts", "--data", data);
    assert.equal(r.code, 0, r.err);
    assert.match(rows(r.out)[0], /^id,external_id,email,name,/);
    assert.equal(rows(r.out).filter((row) => /@[a-z0-9.-]+\.example/.test(row)).length, 1600);
    assert.equal(new Set(rows(r.out).map((row) => row.split(",")[0])).size, 1601);
});

test("all tables become files, and nothing half-written stays", () => {
    const out = join(dir, "all");
    const r = praca("export", "all", "--out", out, "--data", data);
    assert.equal(r.code, 0, r.err);
    assert.match(r.out, /350 rows in .*accounts\.csv/);
    const names = readdirSync(out);
    assert.ok(names.includes("deals.csv") && names.includes("spend_lines.csv"));
    assert.ok(names.every((name) => name.endsWith(".csv")));
    assert.equal(readFileSync(join(out, "contacts.csv"), "utf8"), praca("export", "contacts", "--data", data).out);
});

test("what cannot be done is said, and no file is left", (t) => {
    const nothing = join(dir, "no", "where.csv");
    const refused = praca("export", "deals", "--out", nothing, "--data", data);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /could not be written: No such file or directory/);
    const unknown = praca("export", "leads", "--data", data);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /There is no table “leads”\. .*contacts/);
    assert.match(praca("export", "--data", data).err, /Say what to export/);
    assert.match(praca("export", "all", "--data", data).err, /--out is missing|Missing: --out|--out/);
    assert.match(praca("export", "deals", "--site", "other", "--data", data).err, /site/i);
    const { data: mine } = initialised(t);
    assert.equal(rows(praca("export", "deals", "--data", mine).out).length, 1);
    assert.equal(existsSync(nothing), false);
});
