/* person.test.mjs -- praca person: a copy, a request's day, and an erasure that the server will carry out. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca, rows } from "./run.mjs";

test("a person is copied to a file, and erased only with their name", (t) => {
    const { dir, data } = initialised(t);
    const file = join(dir, "leads.csv"), out = join(dir, "ana.json");
    writeFileSync(file, "nome,email\nAna Lima,ana@acme.com.br\n");
    assert.equal(praca("import", "leads", file, "--data", data).code, 0);
    const [id] = rows(praca("export", "contacts", "--data", data).out)[1].split(",");
    const copied = praca("person", "export", id, "--out", out, "--data", data);
    assert.equal(copied.code, 0, copied.err);
    const doc = JSON.parse(readFileSync(out, "utf8"));
    assert.equal(doc.contact.email, "ana@acme.com.br");
    assert.equal(praca("person", "export", id, "--out", out, "--data", data).code, 2, "an existing file is left alone");
    assert.match(praca("person", "export", id, "--html", "--data", data).out, /<h1>/);
    assert.equal(praca("person", "erase", id, "--data", data).code, 2);
    assert.equal(praca("person", "erase", id, "--confirm", "Ana", "--data", data).code, 1);
    const erased = praca("person", "erase", id, "--confirm", "ana lima", "--data", data);
    assert.equal(erased.code, 0, erased.err);
    assert.equal(praca("person", "erase", id, "--confirm", "ana lima", "--data", data).code, 1);
    assert.deepEqual([praca("person", "requests", "--data", data).code, praca("person", "requests", "--data", data).out], [0, ""]);
});

test("wrong words are told", (t) => {
    const { data } = initialised(t);
    for (const words of [[], ["export"], ["export", "x"], ["dance", "1"]]) assert.equal(praca("person", ...words, "--data", data).code, 2, words.join());
    assert.equal(praca("person", "export", "1", "--data", data).code, 1);
});
