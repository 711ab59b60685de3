/* care.test.mjs -- a mail is logged from a pipe, and survey links come out as CSV, without a browser. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca, program, rows } from "./run.mjs";

function people(t) {
    const { dir, data } = initialised(t);
    const file = join(dir, "leads.csv");
    writeFileSync(file, "nome,email\nAna,ana@acme.example\n");
    assert.equal(praca("import", "leads", file, "--data", data).code, 0);
    return data;
}

test("a mail from a contact is logged once", (t) => {
    const data = people(t);
    const input = "From: ana@acme.example\r\nTo: nos@x.example\r\nSubject: Oi\r\nMessage-ID: <1@acme.example>\r\n\r\nBom dia\r\n";
    const pipe = () => spawnSync(program, ["log-mail", "--data", data, "--lang", "en"], { input, encoding: "utf8" });
    assert.match(pipe().stdout, /^1 activities recorded, 0 were there already/);
    assert.match(pipe().stdout, /^0 activities recorded, 1 were there already/);
    const [, row] = rows(praca("export", "activities", "--data", data).out);
    assert.match(row, /mail,in,received/);
    const none = spawnSync(program, ["log-mail", "--data", data], { input: "oi", encoding: "utf8" });
    assert.equal(none.status, 1);
});

test("survey links are written as CSV, and wrong words are told", (t) => {
    const data = people(t);
    assert.deepEqual(rows(praca("nps", "links", "customers", "--data", data).out), ["name,email,link"]);
    for (const words of [[], ["links"], ["links", "list"], ["links", "list", "x"], ["links", "all"]]) assert.equal(praca("nps", ...words, "--data", data).code, 2, words.join());
});
