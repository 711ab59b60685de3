/* identity.test.mjs -- second addresses, merges and old ids, families and tags, as a program sees them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, setUp, startServer, withToken } from "./server.mjs";

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
const contact = async (body) => ok(await ana.post("/contacts", body), 201);

test("a second address finds the person, and is nobody else's", async () => {
    const bia = await contact({ name: "Bia", email: "bia@um.example" });
    const two = ok(await ana.post(`/contacts/${bia.id}/emails`, { email: "Bia@Dois.example" })).items;
    assert.deepEqual(two.map((x) => [x.value, x.first]), [["bia@um.example", true], ["bia@dois.example", false]]);
    assert.equal(ok(await ana.get("/contacts?email=bia@dois.example")).items[0].id, bia.id);
    assert.equal(ok(await ana.get("/contacts?q=dois.example")).items[0].id, bia.id);
    const taken = await ana.post("/contacts", { name: "Outra", email: "bia@dois.example" });
    assert.equal(taken.status, 409);
    assert.deepEqual([taken.json.errors[0].field, taken.json.errors[0].code], ["email", "field.taken_by"]);
    assert.match(taken.json.errors[0].message, /Bia/);
    const swapped = ok(await ana.post(`/contacts/${bia.id}/emails/${two[1].id}/first`, {})).items;
    assert.deepEqual(swapped.map((x) => x.value), ["bia@dois.example", "bia@um.example"]);
    assert.equal(ok(await ana.del(`/contacts/${bia.id}/emails/${swapped[1].id}`)).items.length, 1);
    assert.equal((await ana.del(`/contacts/${bia.id}/emails/${swapped[1].id}`)).status, 404);
    assert.equal((await ana.post(`/contacts/${bia.id}/emails`, { email: "isto não" })).status, 422);
    assert.equal((await ana.post(`/contacts/${bia.id}/emails`, {})).status, 422);
});

test("the old id of a merged person answers with the one that stayed, until it is undone", async () => {
    const kept = await contact({ name: "Carla", email: "carla@um.example", tags: ["vip"] });
    const gone = await contact({ name: "Carla Dias", email: "carla@dois.example", phone: "11 98888-7777" });
    const deal = ok(await ana.post("/deals", { name: "Fornos", contact: gone.id }), 201);
    const stale = await ana.post(`/contacts/${kept.id}/merge`, { gone: gone.id, gone_version: 9 });
    assert.equal(stale.status, 412);
    const done = ok(await ana.post(`/contacts/${kept.id}/merge`, { gone: gone.id, fields: { name: "gone" }, version: kept.version, gone_version: gone.version }));
    assert.deepEqual([done.record.name, done.record.phone, done.record.email], ["Carla Dias", "11 98888-7777", "carla@um.example"]);
    const old = await ana.get(`/contacts/${gone.id}`);
    assert.equal(ok(old).id, kept.id);
    assert.equal(old.headers["content-location"], `/api/v1/contacts/${kept.id}`);
    assert.equal((await ana.get(`/contacts/${kept.id}`)).headers["content-location"], undefined);
    assert.equal(ok(await ana.get(`/deals/${deal.id}`)).contact, kept.id);
    const line = ok(await ana.get(`/contacts/${gone.id}/timeline`)).items.map((x) => x.title);
    assert.ok(line.includes("Carla Dias was merged into this"), line.join());
    assert.equal(ok(await ana.get(`/contacts/${gone.id}/emails`)).items.length, 2);
    assert.deepEqual(ok(await ana.get(`/contacts/${gone.id}/merges`)).items.map((m) => [m.id, m.gone, m.label, m.undone_at]), [[done.merge, gone.id, "Carla Dias", null]]);
    const back = ok(await ana.post(`/merges/${done.merge}/undo`, {}));
    assert.deepEqual([back.kept, back.gone, back.stayed, back.record.name], [kept.id, gone.id, 0, "Carla Dias"]);
    assert.equal(ok(await ana.get(`/contacts/${gone.id}`)).email, "carla@dois.example");
    assert.equal(ok(await ana.get(`/contacts/${kept.id}`)).name, "Carla");
    assert.equal(ok(await ana.get(`/deals/${deal.id}`)).contact, gone.id);
    assert.equal((await ana.post(`/merges/${done.merge}/undo`, {})).status, 409);
    assert.equal((await ana.post(`/contacts/${kept.id}/merge`, { gone: kept.id })).status, 400);
    assert.equal((await ana.post(`/contacts/${kept.id}/merge`, { gone: "1" })).status, 404);
});

test("companies merge with their domains; a family has its totals", async () => {
    const top = ok(await ana.post("/accounts", { name: "Grupo", domain: "grupo.example" }), 201);
    const kid = ok(await ana.post("/accounts", { name: "Filha", parent: top.id }), 201);
    const twin = ok(await ana.post("/accounts", { name: "Filha Ltda", domain: "filha.example", parent: top.id }), 201);
    const inside = await contact({ name: "Davi", email: "davi@filha.example" });
    assert.equal(inside.account, twin.id);
    ok(await ana.post("/deals", { name: "Novo", account: twin.id, outcome: "won", amount_minor: 5000, currency: "BRL" }), 201);
    const done = ok(await ana.post(`/accounts/${kid.id}/merge`, { gone: twin.id }));
    assert.equal(done.record.domain, "filha.example");
    assert.equal(ok(await ana.get(`/contacts/${inside.id}`)).account, kid.id);
    assert.equal(ok(await ana.get(`/accounts/${twin.id}`)).id, kid.id);
    const family = ok(await ana.get(`/accounts/${top.id}/family`));
    assert.deepEqual(family.totals, { accounts: 2, contacts: 1, open_deals: 0, won_deals: 1 });
    assert.deepEqual(family.money, [{ currency: "BRL", open_minor: 0, won_minor: 5000 }]);
    assert.deepEqual(family.children.map((c) => [c.name, c.contacts]), [["Filha", 1]]);
    assert.deepEqual(ok(await ana.get(`/accounts/${twin.id}/family`)).parents.map((p) => p.name), ["Grupo"]);
    const domains = ok(await ana.post(`/accounts/${kid.id}/domains`, { domain: "https://www.filha.com.br/a" })).items;
    assert.deepEqual(domains.map((d) => d.value), ["filha.example", "filha.com.br"]);
    assert.equal((await ana.post(`/accounts/${kid.id}/domains`, { domain: "uol.com.br" })).status, 422);
});

test("tags are offered and asked for", async () => {
    assert.deepEqual(ok(await ana.get("/tags?model=contact")).items, ["vip"]);
    assert.deepEqual(ok(await ana.get("/tags?model=contact&q=VI")).items, ["vip"]);
    assert.deepEqual(ok(await ana.get("/tags?model=deal")).items, []);
    assert.equal((await ana.get("/tags")).status, 422);
    assert.equal(ok(await ana.get("/contacts?tags=vip")).items.length, 1);
    assert.equal(ok(await ana.get("/contacts?tags=nenhuma")).items.length, 0);
    assert.ok(ok(await ana.get("/contacts?tags.not=vip")).items.length > 1);
});

test("who may only read does not merge, and another site sees nothing", async () => {
    const reader = await withToken(ana, ["read"]);
    const one = await contact({ name: "E" }), two = await contact({ name: "F" });
    assert.equal((await reader.post(`/contacts/${one.id}/merge`, { gone: two.id })).status, 403);
    assert.equal((await reader.post(`/contacts/${one.id}/emails`, { email: "e@e.example" })).status, 403);
    const site = ok(await ana.post("/sites", { name: "Beta", door: "own" }), 201).site;
    const other = new Client(server);
    Object.assign(other, { cookie: ana.cookie, csrf: ana.csrf, site: site.id });
    assert.equal((await other.get(`/contacts/${one.id}/emails`)).status, 404);
    assert.equal((await other.post(`/contacts/${one.id}/merge`, { gone: two.id })).status, 404);
    assert.deepEqual(ok(await other.get(`/contacts/${one.id}/merges`)).items, []);
});
