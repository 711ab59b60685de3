/* merge.test.mjs -- praca merge: two records into one, and back, without a browser. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca, rows } from "./run.mjs";

test("people are merged and parted again by their numbers", (t) => {
    const { dir, data } = initialised(t);
    const file = join(dir, "leads.csv");
    writeFileSync(file, "nome,email\nAna,ana@acme.com.br\nAna Lima,analima@gmail.com\n");
    assert.equal(praca("import", "leads", file, "--data", data).code, 0);
    const people = () => rows(praca("export", "contacts", "--data", data).out).slice(1).map((r) => r.split(","));
    const [one, two] = people().map((r) => r[0]).sort();
    const done = praca("merge", "contacts", one, two, "--data", data);
    assert.equal(done.code, 0, done.err);
    assert.equal(people().length, 1);
    const undo = /praca merge undo (\d+)/.exec(done.out)[1];
    const back = praca("merge", "undo", undo, "--data", data);
    assert.equal(back.code, 0, back.err);
    assert.match(back.out, new RegExp(`${two} is back`));
    assert.equal(people().length, 2);
    assert.equal(praca("merge", "undo", undo, "--data", data).code, 1);
});

test("pairs are looked for, dismissed, put back, and told after a merge", (t) => {
    const { dir, data } = initialised(t);
    const run = (...words) => praca(...words, "--data", data);
    const file = join(dir, "leads.csv");
    writeFileSync(file, "nome,email,telefone\nAna Lima,ana@acme.com.br,11987654321\nAna Lima,analima@gmail.com,11987654321\n");
    assert.equal(run("import", "leads", file).code, 0);
    const searched = run("duplicate", "search");
    assert.equal(searched.code, 0, searched.err);
    const pairs = (...more) => JSON.parse(run("duplicate", "list", "--format", "json", ...more).out).items;
    const [pair] = pairs();
    assert.ok(pair.reasons.length > 0);
    assert.equal(run("duplicate", "dismiss", pair.id).code, 0);
    assert.deepEqual([pairs().length, pairs("--dismissed", "1").length], [0, 1]);
    assert.equal(run("duplicate", "restore", pair.id).code, 0);
    assert.equal(run("merge", "contacts", pair.one.id, pair.other.id).code, 0);
    assert.match(run("merge", "list", "contacts", pair.one.id).out, new RegExp(pair.other.id));
});

test("wrong words are told and change nothing", (t) => {
    const { data } = initialised(t);
    for (const words of [["contacts"], ["contacts", "1"], ["deals", "1", "2"], ["undo", "x"], []]) assert.equal(praca("merge", ...words, "--data", data).code, 2, words.join());
    assert.equal(praca("merge", "contacts", "1", "2", "--data", data).code, 1);
    assert.match(praca("merge", "--help").out, /praca merge undo MERGE/);
});
