/* audience.test.mjs -- praca list, suppression, consent, segment and bulk: who is reached, and by what right. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca, rows, serving } from "./run.mjs";

function people(t) {
    const { dir, data } = initialised(t);
    const run = (...words) => praca(...words, "--data", data);
    const json = (...words) => {
        const r = run(...words, "--format", "json");
        assert.equal(r.code, 0, r.err);
        return JSON.parse(r.out);
    };
    const add = (name, ...more) => json("record", "add", "contacts", `name=${name}`, `email=${name.toLowerCase()}@acme.com.br`, ...more).id;
    return { dir, data, run, json, ana: add("Ana", "lifecycle=mql"), rui: add("Rui") };
}

test("people are put on a list and taken off, and who is suppressed is left out", (t) => {
    const { dir, run, json } = people(t);
    const list = json("record", "add", "lists", "name=Novidades", "double_opt_in=false").id;
    assert.match(run("suppression", "add", "rui@acme.com.br", "--reason", "manual").out, /gets nothing/);
    const put = run("list", "put", list, "ana@acme.com.br", "rui@acme.com.br", "--source", "feira");
    assert.equal(put.code, 0, put.err);
    assert.match(put.out, /Subscribed: 1\..*Left out: 1\.\n\d+: \S/);
    assert.deepEqual(json("list", "members", list).items.map((m) => [m.name, m.source]), [["Ana", "feira"]]);
    assert.match(run("list", "take", list, "ana@acme.com.br").out, /Unsubscribed: 1\./);
    assert.equal(json("list", "counts").items[0].unsubscribed, 1);
    const [held] = json("suppression", "check", "rui@acme.com.br").items;
    assert.equal(held.reason, "manual");
    assert.equal(run("suppression", "remove", held.id).code, 0);
    assert.equal(json("suppression", "list").items.length, 0);
    const file = join(dir, "out.csv");
    writeFileSync(file, "email\na@b.com.br\nc@d.com.br\n");
    assert.match(run("suppression", "import", file).out, /Added: 2\./);
    assert.equal(rows(run("suppression", "export").out.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n")).length, 3);
    assert.equal(run("list", "put", list, "nobody@acme.com.br").code, 1);
    assert.equal(run("list", "put", list).code, 2);
});

test("consent is given with its source, shown, and withdrawn", (t) => {
    const { run, json, ana } = people(t);
    assert.equal(run("api", "POST", "/consent_purposes/usual").code, 0);
    const purpose = json("consent", "show", ana).states[0].code;
    assert.equal(run("consent", "give", ana, purpose).code, 2);
    assert.match(run("consent", "give", ana, purpose, "--source", "feira").err, /text: Say which text/);
    const { id } = json("record", "list", "consent_purposes", "--limit", "500").items.find((p) => p.code === purpose);
    const text = json("record", "add", "consent_texts", `purpose=${id}`, "lang=pt-BR", "title=Novidades", "body=Quero receber novidades.").id;
    const given = run("consent", "give", "ana@acme.com.br", purpose, "--source", "feira", "--text", text);
    assert.equal(given.code, 0, given.err);
    assert.equal(json("consent", "show", ana).states.find((s) => s.code === purpose).state, "given");
    assert.equal(run("consent", "withdraw", ana, purpose, "--source", "telefone").code, 0);
    assert.deepEqual(json("consent", "history", ana).items.map((c) => [c.state, c.source]), [["withdrawn", "telefone"], ["given", "feira"]]);
    assert.equal(run("consent", "verify").code, 0);
});

test("a segment is made of a rule in a file, and a person held in or out by hand", (t) => {
    const { dir, run, json, ana, rui } = people(t);
    const rule = join(dir, "rule.json");
    writeFileSync(rule, '{"field":"lifecycle","is":"mql"}');
    assert.equal(run("segment", "add", "MQLs", rule).code, 2);
    assert.match(run("segment", "add", "MQLs", `${rule}.none`, "--subject", "contact").err, /cannot be opened/);
    const id = json("segment", "add", "MQLs", rule, "--subject", "contact").id;
    assert.equal(run("segment", "rebuild").code, 0);
    const members = () => rows(run("segment", "export", id).out).slice(1).map((r) => r.split(",")[1]).sort();
    assert.deepEqual(members(), ["Ana"]);
    assert.match(run("segment", "include", id, "rui@acme.com.br").out, /by hand: 1/);
    assert.equal(run("segment", "exclude", id, ana).code, 0);
    assert.deepEqual(members(), ["Rui"]);
    assert.equal(run("segment", "release", id, ana, rui).code, 0);
    assert.deepEqual(members(), ["Ana"]);
});

test("many are changed only when that is said, with a server or without, and back", async (t) => {
    const { data, run, json, ana } = people(t);
    const title = () => json("record", "show", "contacts", ana).job_title;
    const counted = run("bulk", "contacts", "lifecycle=mql", "--set", "job_title=CEO");
    assert.equal(counted.code, 0, counted.err);
    assert.match(counted.out, /Chosen: 1\nWould change: 1\n/);
    assert.equal(title(), null);
    assert.equal(run("bulk", "run", /bulk run (\d+)/.exec(counted.out)[1]).code, 0);
    assert.equal(title(), "CEO");
    const done = run("bulk", "contacts", "--ids", ana, "--set", "job_title=CTO", "--do");
    assert.match(done.out, /Changed: 1/);
    const stop = await serving(data);
    const back = run("bulk", "undo", /bulk undo (\d+)/.exec(done.out)[1]);
    const tagged = run("bulk", "contacts", "--all", "--tag", "vip", "--do");
    await stop();
    assert.match(back.out, /Taken back: 1/);
    assert.match(tagged.out, /Changed: 2/, tagged.err);
    assert.equal(title(), "CEO");
    assert.equal(json("bulk", "list").items.length, 3);
    for (const words of [["contacts"], ["contacts", "--tag", "x"], ["contacts", "--all"], ["contacts", "--all", "--tag", "a", "--do", "--dry-run"], ["contacts", "--all", "--tag", "a", "--delete"], ["lists", "--all", "--delete"], ["run", "x"]]) assert.equal(run("bulk", ...words).code, 2, words.join());
});
