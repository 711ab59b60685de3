/* import.test.mjs -- praca import leads: taken back by its number, without a browser. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca, rows } from "./run.mjs";

test("an import is taken back, and what changed since stays and is counted", (t) => {
    const { dir, data } = initialised(t);
    const run = (...words) => praca(...words, "--data", data);
    const file = join(dir, "leads.csv");
    writeFileSync(file, "nome,email\nAna,ana@gmail.com\nRui,rui@gmail.com\n");
    const done = run("import", "leads", file);
    assert.equal(done.code, 0, done.err);
    assert.equal(run("record", "set", "contacts", "ana@gmail.com", "job_title=CEO").code, 0);
    const [, id] = /praca import leads (\d+) --undo/.exec(done.out);
    assert.deepEqual(JSON.parse(run("import", "list", "--format", "json").out).items.map((i) => [i.id, i.state, i.added]), [[id, "done", 2]]);
    assert.match(run("import", "leads", id, "--undo").out, /left as they are: 1\./);
    assert.equal(rows(run("export", "contacts").out).length, 2);
    assert.equal(run("import", "leads", "x", "--undo").code, 2);
    assert.equal(run("import", "leads", "1", "--undo").code, 1);
});
