/* record.test.mjs -- praca search, record, view and api: any table's records, with the rights of whoever asks. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca, rows } from "./run.mjs";

function filled(t) {
    const site = initialised(t);
    const run = (...words) => praca(...words, "--data", site.data);
    const json = (...words) => {
        const r = run(...words, "--format", "json");
        assert.equal(r.code, 0, r.err);
        return JSON.parse(r.out);
    };
    return { ...site, run, json };
}

test("a record is added, found, changed, cleared and removed", (t) => {
    const { run, json } = filled(t);
    const acme = json("record", "add", "accounts", "name=Acme", "domain=acme.com.br", "employees=120", "revenue_minor=150000", "currency=BRL");
    assert.equal(acme.revenue_minor, 150000);
    const ana = json("record", "add", "contacts", "name=Ana Lima", "email=ana@acme.com.br", `account=${acme.id}`, "tags=vip,sul");
    assert.deepEqual(ana.tags, ["vip", "sul"]);
    const found = json("search", "ana", "lima").items;
    assert.deepEqual(found.map((f) => [f.kind, f.id, f.account.name]), [["contact", ana.id, "Acme"]]);
    assert.match(run("search", "acme").out, /account +\d+ +Acme/);
    const { id: member } = JSON.parse(run("api", "GET", "/users").out).items[0];
    json("record", "set", "contacts", ana.id, `owner=${member}`);
    const list = run("record", "list", "contacts").out;
    assert.match(list, /Ana Lima +ana@acme\.com\.br +lead +Acme +\S/);
    assert.ok(!list.includes(acme.id) && !list.includes(member), list);
    assert.match(run("record", "list", "contacts", "--columns", "account,owner", "--format", "csv").out, new RegExp(`${acme.id},${member}`));
    assert.equal(json("record", "list", "contacts").items[0].account, acme.id);
    assert.equal(json("record", "set", "contacts", "ana@acme.com.br", "job_title=CEO", "tags=").job_title, "CEO");
    assert.deepEqual(json("record", "show", "contacts", ana.id).tags ?? [], []);
    assert.ok(json("record", "history", "contacts", ana.id).items.some((x) => x.action === "change"));
    assert.equal(run("record", "remove", "contacts", ana.id).code, 0);
    assert.equal(run("record", "show", "contacts", ana.id).code, 1);
});

test("people who came before their company are tied to it, and what the API leaves for later says how to follow it", (t) => {
    const { dir, run, json } = filled(t);
    json("record", "add", "contacts", "name=Ana", "email=ana@acme.com.br");
    const acme = json("record", "add", "accounts", "name=Acme", "domain=acme.com.br");
    assert.equal(JSON.parse(run("api", "GET", `/accounts/${acme.id}/unlinked`).out).count, 1);
    const ask = join(dir, "bulk.json");
    writeFileSync(ask, JSON.stringify({ model: "contact", query: {}, action: { account_by_domain: true } }));
    const begun = run("api", "POST", "/bulk", "--body", ask);
    assert.match(begun.err, new RegExp(`server.*not running.*praca api GET /bulk/${JSON.parse(begun.out).id}`));
    const done = run("bulk", "contacts", "--all", "--by-domain", "--do");
    assert.match(done.out, /Changed: 1/);
    assert.equal(json("record", "list", "contacts").items[0].account, acme.id);
});

test("a target past the scale of its metric is refused by its field, typed and by the API alike", (t) => {
    const { dir, run, json } = filled(t);
    const { id: plan } = json("record", "add", "plans", "name=Ano");
    const goal = (metric, target) => ["name=Meta", `plan=${plan}`, `metric=${metric}`, `target_micro=${target}`, "starts_on=2030-01-01", "due_on=2030-06-30"];
    const typed = run("record", "add", "goals", ...goal("nps", 130_000_000));
    assert.notEqual(typed.code, 0);
    assert.match(typed.err, /-100 .*100/);
    const body = join(dir, "goal.json");
    writeFileSync(body, JSON.stringify({ name: "Meta", plan, metric: "churn", target_micro: 1_200_000, starts_on: "2030-01-01", due_on: "2030-06-30" }));
    const asked = run("api", "POST", "/goals", "--body", body);
    assert.notEqual(asked.code, 0);
    assert.match(asked.out + asked.err, /target_micro[^]*100/);
    const { id } = json("record", "add", "goals", ...goal("nps", -10_000_000));
    const mark = run("record", "add", "milestones", "name=Meio", `plan=${plan}`, `goal=${id}`, "due_on=2030-03-31", "value_micro=101000000");
    assert.notEqual(mark.code, 0);
    assert.match(mark.err, /-100 .*100/);
});

test("the site's own fields are set and cleared like the others", (t) => {
    const { dir, run, json } = filled(t);
    const field = join(dir, "field.json");
    writeFileSync(field, JSON.stringify({ model: "contact", name: "size", label: "Porte", kind: "enum", choices: ["P", "G"] }));
    const made = run("api", "POST", "/custom-fields", "--body", field);
    assert.equal(made.code, 0, made.err);
    const { id, custom } = json("record", "add", "contacts", "name=Ana", "custom.size=P");
    assert.deepEqual(custom, { size: "P" });
    assert.deepEqual(json("record", "set", "contacts", id, "custom.size=").custom ?? {}, {});
    assert.match(run("record", "set", "contacts", id, "custom.size=M").err, /custom\.size: /);
    assert.match(run("record", "set", "contacts", id, "custom.none=M").err, /custom\.none: There is no field/);
});

test("a list is asked for by fields, order, number and columns, and by a saved view", (t) => {
    const { dir, run, json } = filled(t);
    for (const [name, n] of [["Um", 10], ["Dois", 20], ["Três", 30]]) json("record", "add", "accounts", `name=${name}`, `employees=${n}`);
    const names = (...words) => json("record", "list", "accounts", ...words).items.map((a) => a.name);
    assert.deepEqual(names("employees.gte=20", "--sort", "-employees"), ["Três", "Dois"]);
    assert.deepEqual(names("--sort", "employees", "--limit", "1"), ["Um"]);
    assert.match(run("record", "list", "accounts", "--limit", "1").out, /1 of 3\. --limit shows more\./);
    const every = Object.keys(json("record", "add", "contacts", "name=Ana"));
    assert.ok(every.length > 24);
    assert.deepEqual(rows(run("record", "list", "contacts", "--columns", every.join(","), "--format", "csv").out)[0].split(","), every, "as many columns as are asked for");
    assert.deepEqual(rows(run("record", "list", "accounts", "--sort", "employees", "--columns", "name,employees", "--format", "csv").out), ["name,employees", "Um,10", "Dois,20", "Três,30"]);
    const whole = rows(run("record", "list", "accounts", "--sort", "employees", "--limit", "2", "--format", "csv").out);
    assert.equal(whole.length, 3);
    assert.match(whole[0], /^id,external_id,name/);
    const out = join(dir, "accounts.json");
    assert.equal(run("record", "list", "accounts", "--format", "json", "--out", out).out, "");
    assert.equal(JSON.parse(readFileSync(out, "utf8")).items.length, 3);
    assert.equal(run("record", "list", "accounts", "nonsense=1", "--format", "csv", "--out", `${out}.csv`).code, 1);
    assert.deepEqual(readdirSync(dir).filter((f) => f.startsWith("accounts")), ["accounts.json"]);
    const view = join(dir, "view.json");
    writeFileSync(view, JSON.stringify({ model: "account", name: "Médias", shared: true, view: { search: { "employees.gte": "15", sort: "employees", cols: "name" } } }));
    assert.equal(run("api", "POST", "/views", "--body", view).code, 0);
    assert.deepEqual(json("view", "list", "account").items.map((v) => v.name), ["Médias"]);
    assert.deepEqual(names("--view", "Médias"), ["Dois", "Três"]);
    assert.deepEqual(names("--view", "Médias", "--sort", "-employees"), ["Três", "Dois"]);
    assert.match(run("api", "GET", "/accounts?limit=1").out, /"items":\[\{/);
});

test("what is wrong is told with its field, and who may not is refused", (t) => {
    const { run, data, password } = filled(t);
    assert.match(run("record", "add", "contacts", "nonsense=1", "erased_at=2020-01-01").err, /nonsense: There is no field/);
    assert.match(run("record", "list", "nothing").err, /accounts, contacts, deals/);
    assert.equal(run("record", "list", "contacts", "--view", "none").code, 1);
    for (const words of [[], ["list"], ["show", "contacts"], ["add", "contacts"], ["add", "contacts", "name"], ["show", "contacts", "x"], ["list", "contacts", "--limit", "0"], ["list", "contacts", "--format", "xml"]]) assert.equal(run("record", ...words).code, 2, words.join());
    assert.equal(praca("user", "add", "reader@acme.example", "--role", "readonly", "--password-file", password, "--data", data).code, 0);
    assert.equal(run("record", "list", "contacts", "--as", "reader@acme.example").code, 0);
    assert.match(run("record", "add", "contacts", "email=a@b.com.br", "--as", "reader@acme.example").err, /role does not allow/);
    assert.equal(run("record", "list", "contacts", "--as", "stranger@acme.example").code, 1);
    for (const command of ["search", "record", "view", "api"]) assert.match(praca(command, "--help").out, new RegExp(`praca ${command}`));
});
