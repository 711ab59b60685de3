/* finding.test.mjs -- what is called something is found by it, by every kind of name, and only on its own site. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, setUp, startServer, until, withToken } from "./server.mjs";

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
const add = async (table, body) => ok(await ana.post(`/${table}`, body), 201);
const found = async (q) => ok(await ana.get(`/search?q=${encodeURIComponent(q)}`)).groups.flatMap((g) => g.items.map((x) => x.name));

test("a word finds companies, people and deals, with or without accents", async () => {
    await add("accounts", { name: "Açúcar União", domain: "acucaruniao.com.br", tax_number: "11.222.333/0001-81" });
    const jose = await add("contacts", { name: "José Conceição", email: "jose@acucaruniao.com.br", phone: "(11) 98765-4321", job_title: "Comprador" });
    await add("deals", { name: "Açúcar para a safra" });
    assert.deepEqual(await found("acucar"), ["Açúcar União", "José Conceição", "Açúcar para a safra"]);
    assert.deepEqual(await found("AÇÚCAR SAF"), ["Açúcar para a safra"]);
    assert.deepEqual(await found("11222333"), ["Açúcar União"]);
    assert.deepEqual(await found("98765-4321"), ["José Conceição"]);
    assert.deepEqual(await found("comprador"), ["José Conceição"]);
    assert.deepEqual(await found("c"), ["José Conceição"]);
    assert.deepEqual(await found("j"), ["José Conceição"]);
    assert.deepEqual(await found(""), []);
    assert.deepEqual(await found("ninguém"), []);
    const hit = ok(await ana.get("/search?q=98765")).groups[1].items[0];
    assert.deepEqual([hit.id, hit.field, hit.text, hit.account.name], [jose.id, "phone", "(11) 98765-4321", "Açúcar União"]);
    assert.equal(ok(await ana.get("/contacts?q=conceicao")).items.length, 1);
});

test("no more than asked for, and it says that there are more", async () => {
    for (let i = 0; i < 5; i++) await add("contacts", { name: `Zuleica ${i}` });
    const group = ok(await ana.get("/search?q=zuleica&limit=3")).groups[1];
    assert.deepEqual([group.items.length, group.more], [3, true]);
    assert.deepEqual(group.items.map((x) => x.name), ["Zuleica 0", "Zuleica 1", "Zuleica 2"]);
    assert.equal((await ana.get("/search?q=zuleica&limit=x")).status, 400);
});

test("another site finds nothing of this one; without a right nobody asks", async () => {
    const other = await ana.post("/sites", { name: "Outra", door: "own" });
    const there = new Client(server);
    Object.assign(there, { cookie: ana.cookie, csrf: ana.csrf, site: ok(other, 201).site.id });
    const res = await there.get("/search?q=zuleica", { headers: { "Praca-Site": other.json.site.id } });
    assert.deepEqual(ok(res).groups.map((g) => g.items.length), [0, 0, 0]);
    assert.equal((await new Client(server).get("/search?q=zuleica")).status, 401);
});

/* --- many at once */

const counted = async (client, body) => {
    const { id } = ok(await client.post("/bulk", body), 202);
    return (await until(() => client.get(`/bulk/${id}`), (res) => res.json.state === "counted")).json;
};
const ended = async (id, how) => {
    ok(await ana.post(`/bulk/${id}/${how}`, {}), 202);
    return (await until(() => ana.get(`/bulk/${id}`), (res) => ["done", "undone", "failed"].includes(res.json.state))).json;
};

test("a preview says how many change and why others do not; the run does that and can be undone", async () => {
    const busy = await add("contacts", { name: "Yara Um", lead_status: "new" });
    await add("contacts", { name: "Yara Dois", lead_status: "in_work" });
    await add("deals", { name: "Negócio da Yara", contact: busy.id });
    const seen = await counted(ana, { model: "contact", query: { q: "yara" }, action: { set: { lead_status: "in_work" } } });
    assert.deepEqual([seen.all, seen.changes, seen.same, seen.refused], [2, 1, 1, 0]);
    assert.deepEqual(seen.sample, [{ id: busy.id, name: "Yara Um", diff: { lead_status: ["new", "in_work"] } }]);
    assert.equal(ok(await ana.get(`/contacts/${busy.id}`)).lead_status, "new");
    assert.equal((await ended(seen.id, "run")).done, 1);
    assert.equal(ok(await ana.get(`/contacts/${busy.id}`)).lead_status, "in_work");
    assert.equal((await ana.post(`/bulk/${seen.id}/run`, {})).status, 409);
    assert.equal((await ended(seen.id, "undo")).undone, 1);
    assert.equal(ok(await ana.get(`/contacts/${busy.id}`)).lead_status, "new");

    const gone = await counted(ana, { model: "contact", query: { q: "yara" }, action: { delete: true } });
    assert.deepEqual([gone.changes, gone.refused, gone.reasons[0].code, gone.reasons[0].count], [1, 1, "model.referred", 1]);
    const csv = await ana.get(`/bulk/${gone.id}/refused.csv`);
    assert.match(csv.text, new RegExp(`${busy.id},,`));
    assert.ok(ok(await ana.get("/bulk")).items.some((b) => b.id === seen.id));
    assert.equal(ok(await ana.get("/audit?model=bulk")).items[0].action, "undo");
});

test("who may not change such records does not change many; another site's are not there", async () => {
    const reader = await withToken(ana, ["read"]);
    assert.equal((await reader.post("/bulk", { model: "contact", query: {}, action: { delete: true } })).status, 403);
    const seen = await counted(ana, { model: "deal", query: {}, action: { tags_add: ["x"] } });
    assert.equal((await reader.post(`/bulk/${seen.id}/run`, {})).status, 403);
    assert.equal((await reader.get(`/bulk/${seen.id}/refused.csv`)).status, 403);
    const people = await withToken(ana, ["read", "edit_people"]);
    assert.equal((await people.post("/bulk", { model: "deal", query: {}, action: { tags_add: ["x"] } })).status, 403);
    const other = ok(await ana.post("/sites", { name: "Terceira", door: "own" }), 201);
    for (const [how, path] of [["GET", ""], ["POST", "/run"], ["POST", "/undo"], ["GET", "/refused.csv"]]) {
        const res = await ana.call(how, `/bulk/${seen.id}${path}`, { headers: { "Praca-Site": other.site.id }, ...(how === "POST" ? { body: {} } : {}) });
        assert.equal(res.status, 404, path);
    }
    assert.equal((await ana.post("/bulk", { model: "contact", query: { nada: "1" }, action: { delete: true } })).status, 422);
});
