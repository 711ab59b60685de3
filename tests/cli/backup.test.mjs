/* backup.test.mjs -- praca backup and restore: all of it comes back, or a sentence says why not. */
import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { folder, killedAfter, praca, serving } from "./run.mjs";

let dir, data;
before(() => {
    dir = mkdtempSync(join(tmpdir(), "praca-cli-"));
    data = join(dir, "data");
    assert.equal(praca("demo", "--data", data).code, 0);
    mkdirSync(join(data, "uploads"));
    writeFileSync(join(data, "uploads", "1"), "a,b\n");
    writeFileSync(join(data, "praca.conf"), "[log]\nlevel = warn\n");
});
after(() => rmSync(dir, { recursive: true, force: true }));

const list = (copy) => JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8"));
const exported = (from) => ["accounts", "deals", "plans"].map((table) => praca("export", table, "--data", from).out);

test("what was backed up comes back whole", (t) => {
    const away = folder(t);
    const [copy, back] = [join(away, "copy"), join(away, "back")];
    const made = praca("backup", "--to", copy, "--data", data);
    assert.equal(made.code, 0, made.err);
    const kept = list(copy).files.map((f) => f.path);
    const journal = readdirSync(join(data, "journal")).filter((name) => name.endsWith(".log")).sort().map((name) => `journal/${name}`);
    assert.ok(journal.length > 0);
    assert.deepEqual(kept, ["demo-login.txt", "facts/facts.duckdb", ...journal, "praca.conf", "praca.db", "uploads/1"]);
    assert.equal(statSync(copy).mode & 0o77, 0);
    const restored = praca("restore", "--from", copy, "--data", back);
    assert.equal(restored.code, 0, restored.err);
    assert.deepEqual(exported(back), exported(data));
    assert.equal(readFileSync(join(back, "uploads", "1"), "utf8"), "a,b\n");
    assert.equal(praca("doctor", "--data", back).code, 0);
    /* The demonstration is known to be filled, events included. */
    assert.match(praca("demo", "--data", back, "--if-missing").out, /Log in/);
});

test("a server that is running is backed up all the same", async (t) => {
    const copy = join(folder(t), "copy");
    const stop = await serving(data);
    const made = praca("backup", "--to", copy, "--data", data);
    await stop();
    assert.equal(made.code, 0, made.err);
    assert.ok(list(copy).files.some((f) => f.path === "facts/facts.duckdb"));
    assert.ok(list(copy).files.every((f) => !/lock|sock/.test(f.path)));
});

test("a backup that was killed is none, and a restore that was killed leaves no data directory", async (t) => {
    const away = folder(t);
    const [copy, back] = [join(away, "copy"), join(away, "back")];
    assert.equal(praca("backup", "--to", copy, "--data", data).code, 0);
    let kills = 0;
    for (const ms of [20, 40, 60, 90, 130]) {
        const half = join(away, `half-${ms}`);
        if (!(await killedAfter(ms, "backup", "--to", half, "--data", data))) continue;
        kills++;
        const refused = praca("restore", "--from", half, "--data", join(away, "never"));
        assert.equal(refused.code, 1);
        assert.match(refused.err, /There is no complete copy in/);
        assert.equal(existsSync(join(away, "never")), false);
    }
    for (const ms of [10, 20, 40, 60]) {
        if (await killedAfter(ms, "restore", "--from", copy, "--data", back)) {
            kills++;
            assert.equal(existsSync(back), false);
        } else rmSync(back, { recursive: true });
    }
    assert.ok(kills > 0);
    const restored = praca("restore", "--from", copy, "--data", back);
    assert.equal(restored.code, 0, restored.err);
    assert.deepEqual(readdirSync(away).filter((name) => name.endsWith(".restoring")), []);
});

test("a copy that was tampered with is refused by name", (t) => {
    const away = folder(t);
    const [copy, back] = [join(away, "copy"), join(away, "back")];
    assert.equal(praca("backup", "--to", copy, "--data", data).code, 0);
    const manifest = readFileSync(join(copy, "manifest.json"), "utf8");
    const refused = (sentence) => {
        const r = praca("restore", "--from", copy, "--data", back);
        assert.equal(r.code, 1);
        assert.match(r.err, sentence);
        assert.deepEqual(readdirSync(away), ["copy"]);
    };
    appendFileSync(join(copy, "uploads", "1"), "x");
    refused(/uploads\/1 of the copy has changed/);
    rmSync(join(copy, "uploads", "1"));
    refused(/lacks the file uploads\/1/);
    for (const path of ["../outside", "/etc/passwd", "uploads/../../x", ".hidden", ""]) {
        writeFileSync(join(copy, "manifest.json"), JSON.stringify({ files: [{ path, bytes: 1, sha256: "" }] }));
        refused(/points outside the copy/);
    }
    writeFileSync(join(copy, "manifest.json"), manifest.slice(0, 100));
    refused(/manifest\.json of .* cannot be read/);
});

test("folders that hold something are not written over", (t) => {
    const away = folder(t);
    const copy = join(away, "copy");
    assert.equal(praca("backup", "--to", copy, "--data", data).code, 0);
    const twice = praca("backup", "--to", copy, "--data", data);
    assert.equal(twice.code, 1);
    assert.match(twice.err, /is not empty/);
    const over = praca("restore", "--from", copy, "--data", data);
    assert.equal(over.code, 1);
    assert.match(over.err, /is not empty/);
    mkdirSync(join(away, "empty"));
    assert.equal(praca("restore", "--from", copy, "--data", join(away, "empty")).code, 0);
    assert.equal(praca("backup", "--data", data).code, 2);
    assert.equal(praca("restore", "--from", copy).code, 2);
    assert.match(praca("backup", "--to", join(away, "x"), "--data", join(away, "nothing")).err, /There is no data/);
});
