/* identity.test.mjs -- second addresses, merges and old ids, families and tags, as a program sees them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, setUp, startServer, until, visitorNumber, withToken } from "./server.mjs";

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

test("a number that is taken says whose it is", async () => {
    const rui = await contact({ name: "Rui Prado", tax_number: "529.982.247-25" });
    const taken = await ana.post("/contacts", { name: "Outro", tax_number: "52998224725" });
    assert.equal(taken.status, 409);
    const [wrong] = taken.json.errors;
    assert.deepEqual([wrong.field, wrong.code, wrong.holder], ["tax_number", "field.taken_by", rui.id]);
    assert.match(wrong.message, /Rui Prado/);
    assert.match(taken.text, /value of CPF/);
    const sale = ok(await ana.post("/deals", { name: "Fornos", external_id: "N-1" }), 201);
    assert.equal((await ana.post("/deals", { name: "Outra", external_id: "N-1" })).json.errors[0].holder, sale.id);
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
    for (const of of ["consent", "export", "whatsapp", "erasure", "preference-link", "timeline", "score", "history", "segments"])
        ok(await ana.get(`/contacts/${gone.id}/${of}`));
    assert.equal(ok(await ana.get(`/contacts/${gone.id}/erasure`)).contact, kept.id);
    for (const filter of [`contact=${gone.id}`, `contact.in=${gone.id},1`]) assert.deepEqual(ok(await ana.get(`/deals?${filter}`)).items.map((d) => d.id), [deal.id]);
    assert.equal(ok(await ana.patch(`/contacts/${gone.id}`, { job_title: "Dona" }, done.record.version)).id, kept.id);
    const back = ok(await ana.post(`/merges/${done.merge}/undo`, {}));
    assert.deepEqual([back.kept, back.gone, back.stayed, back.record.name], [kept.id, gone.id, 0, "Carla Dias"]);
    assert.equal(ok(await ana.get(`/contacts/${gone.id}`)).email, "carla@dois.example");
    assert.equal(ok(await ana.get(`/contacts/${kept.id}`)).name, "Carla");
    assert.equal(ok(await ana.get(`/deals/${deal.id}`)).contact, gone.id);
    const held = await ana.del(`/contacts/${gone.id}`, ok(await ana.get(`/contacts/${gone.id}`)).version);
    assert.equal(held.status, 409);
    assert.match(held.json.title + held.json.detail, /Deal \(.*: 1\)/);
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
    ok(await ana.get(`/accounts/${twin.id}/research`));
    for (const of of ["contacts", "deals"]) assert.equal(ok(await ana.get(`/${of}?account=${twin.id}`)).items.length, 1);
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
    assert.equal((await other.get(`/contacts/${one.id}/merges`)).status, 404);
    assert.equal((await ana.post(`/contacts/${one.id}/merge`, {})).json.errors[0].field, "gone");
    assert.equal((await ana.post(`/contacts/${one.id}/merge`, { gone: two.id, fields: ["name"] })).json.errors[0].field, "fields");
});

test("a company's timeline has what its people did before they came to it, and lets go of what was not theirs", async () => {
    const acme = ok(await ana.post("/accounts", { name: "Acme Fornos" }), 201), other = ok(await ana.post("/accounts", { name: "Outra" }), 201);
    const rui = await contact({ name: "Rui Sá", email: "rui@gmail.com" });
    const at = (hours) => new Date(Date.now() - hours * 3600000).toISOString();
    const stranger = (path, hours) => ({ event: "view", path, visitor: "7".repeat(32), agent: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", host: "acme.example", at: at(hours) });
    ok(await ana.post("/consent_purposes/usual"));
    const text = ok(await ana.get("/consent_texts?limit=50")).items.find((x) => /visit/i.test(x.title));
    ok(await ana.post("/events", { items: [{ event: "webinar", contact: rui.id, at: at(50) }, stranger("/blog", 30), stranger("/precos", 29.9)] }), 202);
    const lines = async (account) => ok(await ana.get(`/accounts/${account.id}/timeline?limit=200`)).items.filter((x) => /^(visit|fact_)/.test(x.kind));
    const there = (account, n) => until(() => lines(account), (l) => l.length === n || void (l.text = JSON.stringify(l)));
    assert.deepEqual(await lines(acme), []);

    ok(await ana.patch(`/contacts/${rui.id}`, { account: acme.id }, rui.version));
    const [webinar] = await there(acme, 1);
    assert.deepEqual([webinar.kind, webinar.actor, webinar.url], ["fact_webinar", "Rui Sá", `/people/contacts/${rui.id}`]);

    /* who it was turns out later: the visits of before are the company's too */
    ok(await ana.post("/consents", { contact: rui.id, purpose: "profiling", state: "given", text: text.id, channel: "paper" }), 201);
    const linked = async () => ok(await ana.get(`/contacts/${rui.id}/visitors`)).items;
    const visitor = visitorNumber(server, ok(await ana.get("/site")).id, "7".repeat(32));
    ok(await ana.post(`/contacts/${rui.id}/visitors`, { visitor }));
    assert.deepEqual((await there(acme, 2)).map((x) => [x.kind, x.actor]), [["visit", "Rui Sá"], ["fact_webinar", "Rui Sá"]]);

    const merged = ok(await ana.post(`/accounts/${other.id}/merge`, { gone: acme.id }));
    assert.equal((await lines(other)).length, 2);
    ok(await ana.post("/events", { items: [{ event: "call", contact: rui.id, at: at(1) }] }), 202);
    await there(other, 3);
    ok(await ana.post(`/merges/${merged.merge}/undo`, {}));
    assert.deepEqual(await lines(other), []);
    assert.equal((await lines(acme)).length, 3);

    const [link] = await linked();
    ok(await ana.del(`/contacts/${rui.id}/visitors/${link.id}`));
    assert.deepEqual((await there(acme, 2)).map((x) => x.kind), ["fact_call", "fact_webinar"]);
});

test("pages that a program tells of are nobody's once the person objected to it", async () => {
    const eva = await contact({ name: "Eva Reis", email: "eva@gmail.com" });
    ok(await ana.post("/consent_purposes/usual"));
    const tell = async (path) => ok(await ana.post("/events", { items: [{ event: "view", path, host: "acme.example", contact: eva.id }] }), 202);
    const seen = async () => ok(await ana.get(`/contacts/${eva.id}/timeline?limit=50`)).items.filter((x) => x.kind === "visit" || x.kind.startsWith("fact_")).map((x) => x.kind);
    await tell("/precos");
    const before = await until(seen, (l) => l.length > 0);
    ok(await ana.post("/consents", { contact: eva.id, purpose: "profiling", state: "objected", channel: "paper" }), 201);
    await tell("/casos");
    ok(await ana.post("/events", { items: [{ event: "call", contact: eva.id }] }), 202);
    await until(seen, (l) => l.includes("fact_call"));
    assert.deepEqual((await seen()).filter((k) => k !== "fact_call"), before);
});

test("a program ties a visitor by the cookie that it sees, and what it told of is a touch", async () => {
    const ivo = await contact({ name: "Ivo Sá", email: "ivo@forno-sul.example" });
    const cookie = "8".repeat(32);
    const text = ok(await ana.get("/consent_texts?limit=50")).items.find((x) => /visit/i.test(x.title));
    ok(await ana.post("/consents", { contact: ivo.id, purpose: "profiling", state: "given", text: text.id, channel: "paper" }), 201);
    ok(await ana.post("/events", { items: [{ event: "view", path: "/fornos", visitor: cookie, host: "acme.example", agent: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0" }] }), 202);
    const neither = await ana.post(`/contacts/${ivo.id}/visitors`, {}), number = await ana.post(`/contacts/${ivo.id}/visitors`, { visitor: "nada" });
    assert.deepEqual([neither, number].map((r) => [r.status, r.json.errors[0].field, r.json.errors[0].code]), [[422, "visitor", "visitor.which"], [422, "visitor", "field.id"]]);
    const wrong = await ana.post(`/contacts/${ivo.id}/visitors`, { cookie: "nada" });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [422, "cookie"]);
    const { items } = ok(await ana.post(`/contacts/${ivo.id}/visitors`, { cookie }));
    assert.equal(items.length, 1);

    const at = (hours) => new Date(Date.now() - hours * 3600000).toISOString();
    const rita = await contact({ name: "Rita Sá", email: "rita@forno-oeste.example" });
    ok(await ana.post("/events", { items: [
        { event: "view", path: "/x", contact: rita.id, channel: "paid_search", at: at(40) },
        { event: "webinar", contact: rita.id, channel: "webinar", at: at(30) },
    ] }), 202);
    const deal = ok(await ana.post("/deals", { name: "Forno", contact: rita.id, account: rita.account, amount_minor: 100000, outcome: "won", closed_at: at(0.1) }), 201);
    assert.ok(deal.id);
    const credit = async () => Object.fromEntries(ok(await ana.get("/reports/attribution?by=channel")).rows.map((x) => [x.key, x.credits.linear.value_minor]));
    const told = await until(credit, (c) => c.paid_search > 0 && c.webinar > 0);
    assert.equal(told.paid_search, told.webinar);
});
