/* demo.test.mjs -- praca demo: there once, whole, and told again. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, killedAfter, praca, rows, serving } from "./run.mjs";

const login = (out) => out.match(/Log in: .*/)?.[0];

test("a second run tells the same login and writes nothing", (t) => {
    const data = join(folder(t), "data");
    const first = praca("demo", "--data", data);
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /350 companies, 1600 people/);
    assert.match(first.out, /http:\/\/127\.0\.0\.1:8080/);
    assert.equal(statSync(join(data, "demo-login.txt")).mode & 0o777, 0o600);
    const before = praca("export", "contacts", "--data", data).out;
    const again = praca("demo", "--data", data, "--if-missing");
    assert.equal(again.code, 0, again.err);
    assert.equal(login(again.out), login(first.out));
    assert.doesNotMatch(again.out, /companies/);
    assert.equal(praca("export", "contacts", "--data", data).out, before);
});

test("the password of a file is taken, and a short one refused before anything is made", (t) => {
    const dir = folder(t);
    const data = join(dir, "data");
    writeFileSync(join(dir, "short"), "curta\n");
    writeFileSync(join(dir, "long"), "uma senha comprida\n");
    const refused = praca("demo", "--data", data, "--password-file", join(dir, "short"));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /password: /);
    assert.equal(existsSync(data), false);
    const done = praca("demo", "--data", data, "--password-file", join(dir, "long"));
    assert.equal(done.code, 0, done.err);
    assert.equal(readFileSync(join(data, "demo-login.txt"), "utf8"), "demo@praca.example\numa senha comprida\n");
});

test("killed in the middle and started again it is the same as in one go", async (t) => {
    const dir = folder(t);
    const [whole, broken] = [join(dir, "whole"), join(dir, "broken")];
    assert.equal(praca("demo", "--data", whole, "--seed", "5").code, 0);
    let kills = 0;
    for (const ms of [120, 250, 400, 600, 900]) kills += await killedAfter(ms, "demo", "--data", broken, "--seed", "5");
    assert.ok(kills > 0);
    const last = praca("demo", "--data", broken, "--seed", "5");
    assert.equal(last.code, 0, last.err);
    assert.ok(login(last.out), last.out);
    /* Ids and references differ; names, days and amounts do not. */
    const plain = (data, table) => rows(praca("export", table, "--data", data).out).map((row) => row.replace(/\b\d{15,}\b/g, "#"));
    for (const table of ["accounts", "contacts", "deals", "deal_members", "spend_lines", "goals", "budget_lines"])
        assert.deepEqual(plain(broken, table), plain(whole, table), table);
});

test("a running server does not keep the login from being told", async (t) => {
    const data = join(folder(t), "data");
    assert.equal(praca("demo", "--data", data).code, 0);
    const stop = await serving(data);
    const r = praca("demo", "--data", data, "--if-missing");
    await stop();
    assert.equal(r.code, 0, r.err);
    assert.match(r.out, /Log in/);
});

test("a wrong seed is said to be one", (t) => {
    const data = join(folder(t), "data");
    for (const seed of ["0", "-3", "many"]) {
        const r = praca("demo", "--data", data, `--seed=${seed}`);
        assert.equal(r.code, 2);
        assert.match(r.err, /--seed needs a whole number/);
    }
    assert.equal(existsSync(data), false);
});
