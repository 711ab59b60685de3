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
    const stage = ok(await ana.get("/deal_stages?sort=position&limit=1")).items[0];
    await add("deals", { name: "Açúcar para a safra", stage: stage.key });
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
    const deal = ok(await ana.get("/search?q=safra")).groups[2].items[0];
    assert.deepEqual([deal.name, deal.detail], ["Açúcar para a safra", stage.name]);
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

/* --- views */

test("a view is one's own until it is shared, and only who may edit shares", async () => {
    const view = { search: { q: "yara", sort: "name" }, columns: ["name", "email"] };
    const own = ok(await ana.post("/views", { model: "contact", name: "Minhas", view }), 201);
    assert.deepEqual([own.shared, own.view, own.is_default], [false, view, false]);
    const all = ok(await ana.post("/views", { model: "contact", name: "De todos", shared: true, view: { search: {} } }), 201);
    const user = ok(await ana.post("/users", { email: "rita@praca.example", name: "Rita", password: "uma-senha-bem-longa-42", role: "readonly" }), 201);
    const rita = new Client(server);
    ok(await rita.post("/session", { email: "rita@praca.example", password: "uma-senha-bem-longa-42" }));
    assert.deepEqual(ok(await rita.get("/views?model=contact")).items.map((v) => [v.name, v.may_change]), [["De todos", false]]);
    assert.equal((await rita.patch(`/views/${own.id}`, { name: "x" }, 1)).status, 404);
    assert.equal((await rita.patch(`/views/${all.id}`, { name: "x" }, 1)).status, 403);
    assert.equal((await rita.del(`/views/${all.id}`)).status, 403);
    assert.equal((await rita.post("/views", { model: "contact", name: "x", shared: true, view: {} })).status, 403);
    const hers = ok(await rita.post("/views", { model: "contact", name: "Da Rita", view: {} }), 201);
    assert.equal((await ana.get("/views?model=contact")).json.items.some((v) => v.id === hers.id), false);

    assert.equal((await rita.post("/views/default", { model: "contact", view: all.id })).status, 204);
    assert.equal(ok(await rita.get("/views?model=contact")).items[0].is_default, true);
    assert.equal(ok(await ana.get("/views?model=contact")).items.some((v) => v.is_default), false);
    assert.equal((await rita.post("/views/default", { model: "contact", view: null })).status, 204);
    assert.equal((await rita.post("/views/default", { model: "deal", view: all.id })).status, 422);

    assert.equal((await ana.post("/views/order", { ids: [all.id, own.id] })).status, 204);
    assert.deepEqual(ok(await ana.get("/views?model=contact")).items.map((v) => v.id), [all.id, own.id]);
    assert.equal((await ana.patch(`/views/${own.id}`, { name: "Nossas", shared: true }, 9)).status, 412);
    assert.equal(ok(await ana.patch(`/views/${own.id}`, { name: "Nossas", shared: true }, 1)).shared, true);
    assert.equal((await ana.del(`/views/${own.id}`)).status, 204);
    assert.equal((await ana.del(`/views/${own.id}`)).status, 404);
    for (const bad of [{ model: "plan", name: "x", view: {} }, { model: "contact", name: " ", view: {} }, { model: "contact", name: "x", view: [] }]) {
        assert.equal((await ana.post("/views", bad)).status, 422);
    }
    assert.equal((await ana.get("/views?model=plan")).status, 422);
    void user;
});

test("a person becomes a card for the telephone", async () => {
    const firm = await add("accounts", { name: "Vidros, Espelhos & Cia; Ltda" });
    const lia = await add("contacts", { name: "Lia Márcia Quintão", email: "lia@vidros.example", phone: "+55 (11) 91234-5678", job_title: "Compras", account: firm.id });
    ok(await ana.post(`/contacts/${lia.id}/emails`, { email: "lia@casa.example" }));
    const res = await ana.get(`/contacts/${lia.id}/card.vcf`);
    assert.equal(res.status, 200);
    assert.match(res.headers["content-type"], /^text\/vcard/);
    assert.match(res.headers["content-disposition"], /lia-marcia-quintao\.vcf/);
    const lines = res.text.replace(/\r\n /g, "").split("\r\n");
    assert.deepEqual([lines[0], lines[1], lines.at(-2), lines.at(-1)], ["BEGIN:VCARD", "VERSION:4.0", "END:VCARD", ""]);
    for (const line of ["FN:Lia Márcia Quintão", "N:Quintão;Lia Márcia;;;", "ORG:Vidros\\, Espelhos & Cia\\; Ltda", "TITLE:Compras",
        "EMAIL;PREF=1;TYPE=work:lia@vidros.example", "EMAIL;TYPE=work:lia@casa.example", 'TEL;VALUE=uri;TYPE="voice,work":tel:+5511912345678']) {
        assert.ok(lines.includes(line), `${line}\n${res.text}`);
    }
    assert.ok(res.text.split("\r\n").every((l) => Buffer.byteLength(l) <= 75));
    const long = await add("contacts", { name: "Ç".repeat(100) });
    const card = (await ana.get(`/contacts/${long.id}/card.vcf`)).text;
    assert.ok(card.split("\r\n").every((l) => Buffer.byteLength(l) <= 75));
    assert.ok(card.replace(/\r\n /g, "").includes(`FN:${"Ç".repeat(100)}`));
    assert.equal((await ana.get("/contacts/1/card.vcf")).status, 404);
});
