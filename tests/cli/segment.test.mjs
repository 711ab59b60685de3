/* segment.test.mjs -- praca segment: listed, worked out again, and held against a full evaluation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { folder, praca, rows } from "./run.mjs";

test("segments are listed, worked out and held against a full evaluation", (t) => {
    const data = `${folder(t)}/data`;
    assert.equal(praca("demo", "--data", data).code, 0);
    const list = () => JSON.parse(praca("segment", "list", "--data", data, "--format", "json").out).items;
    assert.equal(list().length, 9);
    assert.ok(list().every((s) => s.state === "building"));
    const done = praca("segment", "rebuild", "--data", data);
    assert.equal(done.code, 0, done.err);
    assert.ok(list().every((s) => s.state === "live" && s.members > 0));
    const [one] = list();
    const members = rows(praca("segment", "members", one.id, "--data", data, "--format", "csv").out);
    assert.equal(members.length, one.members + 1);
    const check = praca("segment", "check", "--data", data);
    assert.equal(check.code, 0, check.err + check.out);
    assert.match(check.out, /missing +surplus/);
});

test("wrong words are told and change nothing", (t) => {
    const data = folder(t);
    for (const words of [[], ["members"], ["list", "1"], ["members", "x"], ["check", "1", "--format", "xml"]]) assert.equal(praca("segment", ...words, "--data", data).code, 2, words.join());
    assert.match(praca("segment", "--help").out, /praca segment check/);
});
