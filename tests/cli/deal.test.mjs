/* deal.test.mjs -- praca deal, lifecycle and handoff: through the pipeline without a browser. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca } from "./run.mjs";

function started(t) {
    const { dir, data, password } = initialised(t);
    const run = (...words) => praca(...words, "--data", data);
    const json = (...words) => {
        const r = run(...words, "--format", "json");
        assert.equal(r.code, 0, r.err);
        return JSON.parse(r.out);
    };
    const ana = json("record", "add", "contacts", "name=Ana", "email=ana@acme.com.br").id;
    return { dir, data, password, run, json, ana };
}

test("a deal moves, is decided with a reason, and says who of the committee is missing", (t) => {
    const { run, json, ana } = started(t);
    const stage = run("stages").out.split(/\s+/)[0];
    const deal = json("record", "add", "deals", "name=Prensa", `contact=${ana}`).id;
    const moved = run("deal", "move", deal, stage);
    assert.equal(moved.code, 0, moved.err);
    assert.match(moved.out, new RegExp(`Deal ${deal}: .*, open`));
    const slip = run("deal", "move", deal, "nowhere at all");
    assert.equal(slip.code, 1);
    assert.match(slip.err, /stage: /);
    assert.equal(run("deal", "join", deal, "ana@acme.com.br").code, 2);
    const joined = run("deal", "join", deal, "ana@acme.com.br", "--role", "champion");
    assert.equal(joined.code, 0, joined.err);
    const who = json("deal", "committee", deal);
    assert.deepEqual(who.items.map((m) => [m.role, m.contact.email]), [["champion", "ana@acme.com.br"]]);
    assert.match(run("deal", "committee", deal).out, /champion[^]*Ana[^]*\n.*decid/i);
    assert.equal(run("deal", "leave", who.items[0].id).code, 0);
    assert.ok(json("deal", "committee", deal).items[0].left_at);
    assert.equal(run("deal", "close", deal, "lost", "--reason", "Preço").code, 0);
    assert.deepEqual([json("record", "show", "deals", deal)].map((d) => [d.outcome, d.reason]), [["lost", "Preço"]]);
    for (const words of [[], ["move", deal], ["move", "x", stage], ["fly", deal]]) assert.equal(run("deal", ...words).code, 2, words.join());
});

test("a person moves on, is passed to sales, returned with a reason, passed again and accepted", (t) => {
    const { dir, data, password, run, json, ana } = started(t);
    assert.match(run("lifecycle", "move", "ana@acme.com.br", "mql").out, /is now mql/);
    assert.equal(run("lifecycle", "move", ana, "nothing").code, 1);
    const rule = join(dir, "rule.json");
    writeFileSync(rule, '{"field":"lifecycle","is":"mql"}');
    assert.equal(json("lifecycle", "preview", "sql", rule).items.length, 1);
    assert.deepEqual(json("lifecycle", "rules").items, []);
    const id = json("record", "add", "lifecycle_rules", "name=Quentes", "stage=sql", `rule=@${rule}`, "active=true").id;
    const applied = run("lifecycle", "apply", id);
    assert.equal(applied.code, 0, applied.err);
    assert.equal(json("record", "show", "contacts", ana).lifecycle, "sql");
    assert.equal(run("record", "set", "lifecycle_rules", id, "active=false").code, 0);

    assert.equal(praca("user", "add", "bia@acme.example", "--name", "Bia", "--role", "sales", "--password-file", password, "--data", data).code, 0);
    const [seller] = json("handoff", "sellers").items.filter((s) => s.name === "Bia");
    const other = json("record", "add", "contacts", "name=Rui", "email=rui@acme.com.br", "lifecycle=mql").id;
    const pass = () => run("handoff", "pass", other, "--seller", "bia@acme.example", "--message", "Quente");
    assert.equal(run("handoff", "pass", other, "--seller", "nobody@acme.example").code, 1);
    const waiting = () => /^(\d+) {2}/m.exec(run("handoff", "list").out)[1];
    assert.match(pass().out, /Passed to sales: 1\./);
    assert.match(pass().out, new RegExp(`${other}: `)); // already there: left out, with the reason
    assert.equal(run("handoff", "return", waiting()).code, 2);
    assert.equal(run("handoff", "return", waiting(), "--reason", "early", "--as", "bia@acme.example").code, 0);
    assert.equal(run("lifecycle", "move", other, "mql").code, 0);
    assert.match(pass().out, /Passed to sales: 1\./);
    assert.deepEqual(json("handoff", "list", "--state", "returned").items.map((h) => [h.contact.name, h.reason]), [["Rui", "early"]]);
    assert.equal(json("record", "set", "contacts", other, "owner=bia@acme.example").owner, seller.id);
    assert.equal(json("record", "list", "contacts", "owner=bia@acme.example").items.length, 1);
    assert.match(run("handoff", "accept", waiting(), "--as", "bia@acme.example").out, /Accepted/);
});
