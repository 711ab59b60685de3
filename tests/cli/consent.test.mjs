/* consent.test.mjs -- praca consent verify: both ledgers of every site, whole or broken. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca } from "./run.mjs";

const digits = "0".repeat(63);

test("ledgers that nobody meddled with are whole, and one that somebody did is told of", (t) => {
    const { data } = initialised(t);
    const verify = (...more) => praca("consent", "verify", "--data", data, ...more);
    const well = verify();
    assert.equal(well.code, 0, well.err);
    assert.match(well.out, /Consents of people at \S+: there are none yet\./);
    assert.match(well.out, /Receipts of \S+: there are none yet\./);
    execFileSync("sqlite3", [join(data, "praca.db"),
        `insert into cookie_texts select id, 1, 'en', '{}', 'x', '{}', 1, 0, null from sites;
         insert into cookie_receipts select id, 1, '${digits.slice(0, 32)}', null, 1, 'en', 'x', 1, 'reject', 0, null, null, 's', 'd', 'c' from sites;
         insert into cookie_heads select id, 1, 'c', 0, null, null, null from sites;`]);
    const ill = verify();
    assert.equal(ill.code, 1);
    assert.match(ill.out, /receipt 1: /);
    assert.match(ill.err, /changed from outside/);
    for (const words of [[], ["mend"], ["verify", "more"]]) assert.equal(praca("consent", ...words, "--data", data).code, 2, words.join());
});
