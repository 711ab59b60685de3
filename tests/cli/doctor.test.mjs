/* doctor.test.mjs -- praca doctor: sound is said to be sound, and what is wrong is named. */
import assert from "node:assert/strict";
import { chmodSync, closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, initialised, praca } from "./run.mjs";

test("a sound installation is called sound, line by line", (t) => {
    const { data } = initialised(t);
    const r = praca("doctor", "--data", data);
    assert.equal(r.code, 0, r.err);
    for (const line of [/^ok +data directory/m, /^(ok|care) +disk space/m, /^ok +database: SQLite \d/m, /^ok +data version: \d+/m, /^ok +clock: 20/m, /^ok +time zones/m])
        assert.match(r.out, line);
    assert.match(r.out, /All is well|It works/);
});

test("a directory others can read is a point to care for", (t) => {
    const { data } = initialised(t);
    chmodSync(data, 0o755);
    const r = praca("doctor", "--data", data);
    assert.equal(r.code, 0);
    assert.match(r.out, /^care +data directory: .*chmod 700/m);
});

test("a damaged database is found", (t) => {
    const { data } = initialised(t);
    const file = join(data, "praca.db");
    const fd = openSync(file, "r+");
    const page = Buffer.alloc(4096, 0x5a);
    for (let at = 4096 * 3; at + 4096 < statSync(file).size; at += 4096 * 2) writeSync(fd, page, 0, page.length, at);
    closeSync(fd);
    const r = praca("doctor", "--data", data);
    assert.equal(r.code, 1);
    assert.match(r.out + r.err, /wrong|database/);
    assert.match(r.err, /wrong\.|database/);
});

test("looking at a folder does not make it a data directory", (t) => {
    const dir = folder(t);
    const r = praca("doctor", "--data", dir);
    assert.equal(r.code, 1);
    assert.match(r.err, /There is no data in/);
    assert.equal(praca("export", "contacts", "--data", dir).code, 1);
    assert.equal(existsSync(join(dir, "praca.db")), false);
});

test("every setting is explained with its value and where it came from", (t) => {
    const { data } = initialised(t);
    writeFileSync(join(data, "praca.conf"), "[http]\nport = 8123\n");
    const r = praca("doctor", "--config", "--data", data, "--http.host=127.0.0.2");
    assert.equal(r.code, 0, r.err);
    assert.match(r.out, /^http\.port = 8123 .*praca\.conf|^http\.port = 8123 +\(file/m);
    assert.match(r.out, /^http\.host = 127\.0\.0\.2/m);
    assert.match(r.out, /^db\.url = /m);
    assert.equal(praca("doctor", "--data", data, "--http.prot=1").code, 1);
    assert.match(praca("doctor", "--data", data, "--http.prot=1").err, /http\.port/);
    assert.match(readFileSync(join(data, "praca.conf"), "utf8"), /8123/);
});
