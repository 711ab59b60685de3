/* segments.test.mjs -- segments over the wire: who enters by a visit, what is refused, and events that are taken once. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setUp, startServer, until, withToken } from "./server.mjs";

let server, ana;
before(async () => {
    server = await startServer();
    ana = await setUp(server);
});
after(() => server?.stop());

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const person = async (more = {}) => ok(await ana.post("/contacts", { name: "Iara", email: `p${Math.random()}@norte.example`, ...more }), 201);
const live = async (id) => (await until(() => ana.get(`/segments/${id}`), (res) => res.json.state === "live")).json;
const segment = async (rule, subject = "contact") => {
    const made = ok(await ana.post("/segments", { name: `S${Math.random()}`, subject, rule }), 201);
    return live(made.id);
};
const members = async (id) => ok(await ana.get(`/segments/${id}/members?limit=500`)).items;
const has = async (id, who) => (await members(id)).some((m) => m.id === who);

test("a lead who opens the prices twice enters by itself, and leaves when the rule says otherwise", async () => {
    const lead = await person();
    const hot = await segment({ event: "view", path: "/precos", at_least: 2, within_days: 14 });
    assert.deepEqual(hot.rule, { event: "view", path: "/precos", at_least: 2, within_days: 14 });
    const visit = { event: "view", path: "/precos", contact: lead.id };
    ok(await ana.post("/events", { items: [visit] }), 202);
    ok(await ana.post("/events", { items: [{ ...visit, path: "precos?utm_source=x" }, { event: "view", path: "/blog", contact: lead.id }] }), 202);
    await until(() => ana.get(`/segments/${hot.id}/members`), (res) => res.json.items.length === 1);
    assert.ok(await has(hot.id, lead.id));
    assert.equal(ok(await ana.get(`/segments/${hot.id}/moves`)).items[0].cause, "event");
    assert.equal(ok(await ana.get(`/segments/${hot.id}`)).member_count, 1);
    ok(await ana.patch(`/segments/${hot.id}`, { rule: { event: "view", path: "/precos", at_least: 3, within_days: 14 } }, ok(await ana.get(`/segments/${hot.id}`)).version));
    await live(hot.id);
    assert.deepEqual(await members(hot.id), []);
});

test("an event is kept once by the sender's own id, and all or none of a call", async () => {
    const lead = await person();
    const once = await segment({ event: "download" }), twice = await segment({ event: "download", at_least: 2 });
    const item = { id: "order-17", event: "download", contact: lead.id };
    ok(await ana.post("/events", { items: [item, item] }), 202);
    ok(await ana.post("/events", { items: [item] }), 202);
    ok(await ana.post("/events", { items: [{ event: "form", contact: lead.id }] }), 202);
    await until(() => ana.get(`/segments/${once.id}/members`), (res) => res.json.items.length === 1);
    assert.equal(await has(twice.id, lead.id), false);
    const bad = await ana.post("/events", { items: [{ event: "download", contact: lead.id }, { event: "download", email: "nobody@nowhere.example" }, { event: "Ação" }] });
    assert.deepEqual([bad.status, bad.json.errors.map((e) => [e.field, e.code])],
        [422, [["items.2.event", "event.kind"], ["items.1.email", "event.unknown"], ["items.2.contact", "event.nobody"]]]);
    assert.equal((await ana.post("/events", { items: Array(501).fill(item) })).status, 422);
    assert.equal((await (await withToken(ana, ["read"])).post("/events", { items: [item] })).status, 403);
});

test("a company is judged by what its people did", async () => {
    const acme = ok(await ana.post("/accounts", { name: "Acme" }), 201), lead = await person({ account: acme.id });
    const busy = await segment({ event: "meeting" }, "account");
    ok(await ana.post("/events", { items: [{ event: "meeting", contact: lead.id }] }), 202);
    await until(() => ana.get(`/segments/${busy.id}/members`), (res) => res.json.items.length === 1);
    assert.deepEqual((await members(busy.id)).map((m) => [m.id, m.name]), [[acme.id, "Acme"]]);
    assert.equal(ok(await ana.get(`/accounts/${acme.id}/segments`)).items[0].name, busy.name);
});

test("a change is right at once, by hand wins, and the history says why", async () => {
    const lead = await person({ seniority: "director" }), other = await person();
    const boss = await segment({ field: "seniority", is: "director" });
    assert.ok(await has(boss.id, lead.id));
    ok(await ana.patch(`/contacts/${lead.id}`, { seniority: "manager" }, lead.version));
    assert.equal(await has(boss.id, lead.id), false);
    assert.equal(ok(await ana.post(`/segments/${boss.id}/manual`, { ids: [other.id, "7"], how: "include" })).changed, 1);
    assert.deepEqual((await members(boss.id)).map((m) => [m.id, m.manual]), [[other.id, "include"]]);
    assert.deepEqual(ok(await ana.get(`/segments/${boss.id}/manual`)).items.map((m) => [m.id, m.how]), [[other.id, "include"]]);
    assert.deepEqual(ok(await ana.get(`/segments/${boss.id}/moves`)).items.map((m) => [m.record.id, m.move, m.cause]),
        [[other.id, "entered", "manual"], [lead.id, "left", "change"]]);
    assert.equal(ok(await ana.get(`/segments/${boss.id}/sizes`)).items.at(-1).size, 1);
    assert.equal((await ana.post(`/segments/${boss.id}/manual`, { ids: [other.id], how: "maybe" })).status, 422);
    assert.equal(ok(await ana.get(`/audit?model=segment&record=${boss.id}`)).items[0].action, "members");
    const csv = (await ana.get(`/segments/${boss.id}/members.csv`)).text.trim().split("\r\n");
    assert.deepEqual([csv[0], csv.length], ["id,name,email,entered_at,manual", 2]);
});

test("a circle is refused by name, and what others name stays", async () => {
    const one = await segment({ field: "seniority", is: "owner" }), two = await segment({ not: { segment: one.id } });
    const circle = await ana.patch(`/segments/${one.id}`, { rule: { segment: two.id } }, one.version);
    assert.equal(circle.status, 422);
    assert.match(circle.json.errors[0].message, new RegExp(`${one.name} → ${two.name} → ${one.name}`));
    const used = await ana.del(`/segments/${one.id}`, one.version);
    assert.deepEqual([used.status, used.json.code], [409, "segment.named"]);
    assert.ok(used.json.detail.includes(two.name));
    assert.equal((await ana.post("/segments", { name: "x", subject: "account", rule: { segment: one.id } })).json.errors[0].code, "segment.unknown");
    const both = ok(await ana.get(`/segments/${one.id}/overlap?with=${two.id}`));
    assert.equal(both.both, 0);
    assert.equal((await ana.get(`/segments/${one.id}/overlap`)).status, 422);
});

test("who is on a list, and what was said of a purpose, is asked by rules and followed at once", async () => {
    const list = ok(await ana.post("/lists", { name: "Carta do forno", double_opt_in: false }), 201);
    ok(await ana.post("/consent_purposes/usual"));
    const purpose = ok(await ana.get("/consent_purposes?code=marketing_phone")).items[0];
    const who = ok(await ana.post("/contacts", { name: "Lia Prado", email: "lia@carta.example", phone: "11 98888-1111" }), 201);
    const on = { list: list.id }, left = { list: list.id, status: "unsubscribed" }, said = (state) => ({ consent: purpose.id, state });
    const rules = { on, left, objected: said("objected"), silent: said("none") };
    const made = {};
    for (const [key, rule] of Object.entries(rules)) made[key] = ok(await ana.post("/segments", { name: `Postura ${key}`, subject: "contact", rule: { all: [rule, { field: "email", is: "lia@carta.example" }] } }), 201);
    for (const s of Object.values(made)) await until(() => ana.get(`/segments/${s.id}`), (r) => r.json.state === "live");
    const isIn = async () => (await Promise.all(Object.entries(made).map(async ([key, s]) => (ok(await ana.get(`/segments/${s.id}/members`)).items.length ? key : "")))).filter(Boolean);
    assert.deepEqual(await isIn(), ["silent"]);
    ok(await ana.post(`/lists/${list.id}/members`, { contacts: [who.id], status: "subscribed" }));
    assert.deepEqual(await isIn(), ["on", "silent"]);
    ok(await ana.post(`/lists/${list.id}/members`, { contacts: [who.id], status: "unsubscribed" }));
    ok(await ana.post("/consents", { contact: who.id, purpose: "marketing_phone", state: "objected", channel: "phone" }), 201);
    assert.deepEqual(await isIn(), ["left", "objected"]);
    const count = async (rule) => ok(await ana.post("/rules/contact/count", { rule })).count;
    assert.deepEqual([await count(on), await count(left), await count(said("objected")), await count({ not: said("none") })], [0, 1, 1, 1]);
    const sentence = async (rule, lang) => ok(await ana.post("/rules/contact/sentence", { rule }, { headers: { "Accept-Language": lang } })).sentence;
    assert.equal(await sentence(on, "pt-BR"), "Contatos inscritos na lista Carta do forno");
    assert.match(await sentence(said("objected"), "en"), /^Contacts who objected to /);
    assert.equal((await ana.post("/rules/contact/count", { rule: { list: "1" } })).json.errors[0].code, "list.unknown");
    assert.equal((await ana.post("/rules/contact/count", { rule: { consent: "1", state: "given" } })).json.errors[0].code, "consent.no_purpose_here");
});
