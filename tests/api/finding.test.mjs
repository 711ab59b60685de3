/* finding.test.mjs -- what is called something is found by it, by every kind of name, and only on its own site. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, setUp, startServer } from "./server.mjs";

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
