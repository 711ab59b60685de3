/* rules.test.mjs -- rules over the wire: what may be asked, counts, sentences, mistakes by their place, lists filtered by a
 * rule, and the published schema held against rules that are right and wrong. */
import Ajv2020 from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setUp, startServer, withToken } from "./server.mjs";

let server, ana, norte, sul;
const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const listed = async (table, rule, more = "") => ok(await ana.get(`/${table}?rule=${encodeURIComponent(JSON.stringify(rule))}${more}`));
const names = async (table, rule, more) => (await listed(table, rule, more)).items.map((x) => x.name).sort();

before(async () => {
    server = await startServer();
    ana = await setUp(server);
    const account = async (name, industry, employees) => ok(await ana.post("/accounts", { name, industry, employees }), 201).id;
    norte = await account("Norte", "Software", 80);
    sul = await account("Sul", "Varejo", 12);
    for (const [name, account, job_title] of [["Bia", norte, "Diretora"], ["Caio", norte, "Analista"], ["Davi", sul, "Diretor"], ["Eva", null, "Dona"]]) {
        ok(await ana.post("/contacts", { name, account, job_title, email: `${name.toLowerCase()}@x${name}.example` }), 201);
    }
    ok(await ana.post("/deals", { name: "Fornos", account: norte, amount_minor: 125000 }), 201);
});
after(() => server?.stop());

test("a count says how many of how many, and is exact on a small site", async () => {
    const rule = { all: [{ field: "account.industry", is: "Software" }, { not: { field: "job_title", contains: "diretor" } }] };
    assert.deepEqual(ok(await ana.post("/rules/contact/count", { rule })), { count: 1, of: 4, exact: true });
    assert.deepEqual(ok(await ana.post("/rules/contact/count", { rule: { all: [] } })), { count: 4, of: 4, exact: true });
    assert.deepEqual(ok(await ana.post("/rules/account/count", { rule: { has: "deals" } })), { count: 1, of: 2, exact: true });
    assert.equal(ok(await ana.post("/rules/contact/count", { rule: { event: "view", path: "/precos" } })).count, 0);
});

test("a sentence is in the reader's language", async () => {
    const rule = { all: [{ field: "account.industry", is: "Software" }, { event: "view", path: "/precos", at_least: 2, within_days: 14 }] };
    const said = async (lang) => ok(await ana.post("/rules/contact/sentence", { rule }, { headers: { "Accept-Language": lang } })).sentence;
    assert.equal(await said("pt-BR"), "Contatos do setor “Software” que visitaram /precos pelo menos 2 vezes em 14 dias");
    assert.match(await said("en"), /^Contacts .*Software.*\/precos.*2 times.*14 days/);
});

test("each mistake is named by its place in the rule", async () => {
    const rule = { all: [{ field: "nothing", is: 1 }, { field: "account.employees", at_least: "many" }, { any: [] }, { event: "view", within_days: 0 }] };
    for (const path of ["count", "sentence"]) {
        const res = await ana.post(`/rules/contact/${path}`, { rule });
        assert.equal(res.status, 422);
        assert.deepEqual(res.json.errors.map((e) => e.field).sort(), ["rule.all.0.field", "rule.all.1.at_least", "rule.all.2.any", "rule.all.3.within_days"]);
        for (const e of res.json.errors) assert.ok(e.message.length > 10, e.field);
    }
    assert.deepEqual((await ana.post("/rules/contact/count", {})).json.errors.map((e) => [e.field, e.code]), [["rule", "field.required"]]);
    assert.equal((await ana.post("/rules/plan/count", { rule: { all: [] } })).status, 404);
    assert.equal((await ana.get("/rules/nobody/schema")).status, 404);
});

test("a list takes a rule, beside filters, search and paging", async () => {
    assert.deepEqual(await names("contacts", { field: "account.employees", more: 50 }), ["Bia", "Caio"]);
    assert.deepEqual(await names("contacts", { field: "account.employees", more: 50 }, "&q=bia"), ["Bia"]);
    assert.deepEqual(await names("contacts", { field: "account.employees", more: 50 }, `&account=${sul}`), []);
    assert.deepEqual(await names("accounts", { has: "contacts", where: { field: "job_title", starts: "diretor" } }), ["Norte", "Sul"]);
    assert.deepEqual(await names("deals", { field: "account.industry", in: ["Software", "Indústria"] }), ["Fornos"]);
    assert.deepEqual(await names("contacts", { not: { event: "view" } }), ["Bia", "Caio", "Davi", "Eva"]);
    assert.deepEqual(await names("contacts", { any: [{ event: "view" }, { field: "name", is: "Eva" }] }), ["Eva"]);
    const seen = [];
    let page = await listed("contacts", { field: "job_title", given: true }, "&sort=name&limit=3&count=1");
    assert.equal(page.count, 4);
    seen.push(...page.items.map((x) => x.name));
    page = await listed("contacts", { field: "job_title", given: true }, `&sort=name&limit=3&after=${encodeURIComponent(page.next)}`);
    seen.push(...page.items.map((x) => x.name));
    assert.deepEqual(seen, ["Bia", "Caio", "Davi", "Eva"]);
});

test("the CSV of a list holds to the same rule", async () => {
    for (const rule of [{ field: "account.industry", is: "Varejo" }, { all: [{ field: "account.industry", is: "Varejo" }, { not: { event: "view" } }] }]) {
        const csv = await ana.get(`/contacts.csv?rule=${encodeURIComponent(JSON.stringify(rule))}`);
        assert.equal(csv.status, 200);
        assert.equal(csv.text.trim().split("\r\n").length, 2);
        assert.match(csv.text, /Davi/);
    }
});

test("a list says what is wrong with its rule, and what has no rules takes none", async () => {
    const res = await ana.get(`/contacts?rule=${encodeURIComponent(JSON.stringify({ field: "nothing", is: 1 }))}`);
    assert.deepEqual([res.status, res.json.errors[0].field], [422, "rule.field"]);
    assert.ok([400, 422].includes((await ana.get("/contacts?rule=%7B")).status));
    assert.ok([400, 422].includes((await ana.get("/plans?rule=%7B%22all%22%3A%5B%5D%7D")).status));
    const doc = ok(await ana.get("/openapi.json"));
    const takes = (table) => doc.paths[`/api/v1/${table}`].get.parameters.some((p) => p.name === "rule");
    assert.deepEqual([takes("contacts"), takes("accounts"), takes("deals"), takes("plans")], [true, true, true, false]);
});

test("values that records have are offered, the commonest first", async () => {
    const offered = async (query) => ok(await ana.get(`/rules/contact/values?${query}`)).items;
    assert.deepEqual(await offered("field=job_title&q=diretor"), ["Diretor", "Diretora"]);
    assert.deepEqual(await offered("field=account.industry"), ["Software", "Varejo"]);
    assert.deepEqual((await offered("field=job_title")).length, 4);
    assert.equal((await ana.get("/rules/contact/values?field=nothing")).status, 422);
    assert.equal((await ana.get("/rules/contact/values")).status, 422);
});

test("another site's rules see that site alone", async () => {
    const beta = ok(await ana.post("/sites", { name: "Beta", door: "own" }), 201).site.id;
    const there = { headers: { "Praca-Site": beta } };
    assert.deepEqual(ok(await ana.post("/rules/contact/count", { rule: { all: [] } }, there)), { count: 0, of: 0, exact: true });
    assert.deepEqual(ok(await ana.get(`/contacts?rule=${encodeURIComponent('{"not":{"event":"view"}}')}`, there)).items, []);
    const reader = await withToken(ana, ["read"]);
    assert.equal(ok(await reader.post("/rules/contact/count", { rule: { all: [] } })).count, 4);
});

test("the schema offers what it says, and its JSON schema knows right from wrong", async () => {
    ok(await ana.post("/custom-fields", { model: "contact", name: "shoe", label: "Shoe size", kind: "int" }), 201);
    const schema = ok(await ana.get("/rules/contact/schema"));
    const own = schema.records.find((r) => r.name === "");
    assert.deepEqual([own.model, own.fields.find((f) => f.name === "custom.shoe").label], ["contact", "Shoe size"]);
    assert.ok(schema.records.find((r) => r.name === "account").fields.some((f) => f.name === "account.industry"));
    assert.ok(schema.related.find((r) => r.name === "deals").fields.some((f) => f.name === "outcome" && f.choices.length === 3));
    assert.ok(schema.events.some((e) => e.value === "view") && schema.behaviour);
    const known = new Set(schema.operators.map((o) => o.name));
    for (const f of [...schema.records, ...schema.related].flatMap((r) => r.fields)) {
        assert.ok(f.operators.length && f.operators.every((o) => known.has(o)), f.name);
    }
    const fits = new Ajv2020({ strict: false }).compile(schema.json_schema);
    const right = [
        { all: [] }, { any: [{ field: "name", is: "Ana" }, { not: { field: "tags", has: "feira" } }] },
        { has: "deals", where: { field: "outcome", is: "open" }, at_least: 2 },
        { event: "view", path_starts: "/blog", at_least: 1, within_days: 30 },
        { field: "custom.shoe", in: [41, 42] }, { field: "created_at", older_than_days: 30 },
    ];
    const wrong = [
        {}, { all: {} }, { field: "name" }, { field: "name", is: "x", in: ["y"] }, { has: "cats" }, { event: "View!" }, { event: "view", within_days: 0 }, { nothing: 1 },
    ];
    for (const rule of right) {
        assert.ok(fits(rule), JSON.stringify([rule, fits.errors]));
        ok(await ana.post("/rules/contact/count", { rule }));
    }
    for (const rule of wrong) {
        assert.ok(!fits(rule), JSON.stringify(rule));
        assert.equal((await ana.post("/rules/contact/count", { rule })).status, 422, JSON.stringify(rule));
    }
    assert.equal(ok(await ana.get("/rules/deal/schema")).behaviour, false);
});
