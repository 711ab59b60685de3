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
    ok(await ana.post("/events", { items: [visit, { event: "view", path: "/blog", contact: lead.id }] }), 202);
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
