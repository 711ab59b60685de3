/* rights.test.mjs -- a person asks for a copy or to be gone; the office answers in time; what was erased is nowhere. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client, send, setUp, startServer, until, withToken } from "./server.mjs";

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
const page = (path, o) => send(server.url + path, o);
const person = async (name, email, more = {}) => ok(await ana.post("/contacts", { name, email, channel: "organic_search", ...more }), 201);
const files = (dir) => readdirSync(dir).flatMap((f) => {
    const at = join(dir, f), st = statSync(at);
    return st.isDirectory() ? files(at) : st.isFile() ? [at] : [];
});
const hold = (text) => files(server.dir).filter((f) => readFileSync(f).toString("latin1").toLowerCase().includes(Buffer.from(text).toString("latin1").toLowerCase()));
/* The page's own form, sent as a browser would. */
const press = async (path, what, more = {}) => {
    const shown = (await page(path)).text;
    const form = [...shown.matchAll(/<form[\s\S]*?<\/form>/g)].map((m) => m[0]).find((f) => f.includes(`value="${what}"`));
    const body = new URLSearchParams([...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
    body.set("do", what);
    for (const [k, v] of Object.entries(more)) body.set(k, v);
    return page(path, { method: "POST", body: body.toString(), headers: { "Content-Type": "application/x-www-form-urlencoded" } });
};

test("a person asks on their page; looking changes nothing; the office sees the day and answers", async () => {
    const rui = await person("Rui Castanho", "rui.castanho@norte.example");
    const { path } = ok(await ana.get(`/contacts/${rui.id}/preference-link`));
    for (let i = 0; i < 3; i++) assert.equal((await page(path)).status, 200);
    assert.deepEqual(ok(await ana.get("/rights-requests")).items, []);
    assert.equal((await press(path, "copy")).status, 303);
    const [q] = ok(await ana.get(`/rights-requests?contact=${rui.id}`)).items;
    assert.deepEqual([q.kind, q.state, q.channel, q.late, q.name], ["access", "open", "page", false, "Rui Castanho"]);
    assert.equal(Math.round((new Date(q.due_at) - new Date(q.created_at)) / 86_400_000), 15);

    const link = ok(await ana.get(`/rights-requests/${q.id}/copy-link`)).path;
    const shown = await page(link, { headers: { "Accept-Language": "pt-BR" } });
    assert.equal(shown.status, 200);
    assert.match(shown.headers["content-disposition"], /attachment/);
    assert.match(shown.text, /rui\.castanho@norte\.example/);
    const doc = (await page(`${link}?format=json`)).json;
    assert.equal(doc.contact.name, "Rui Castanho");
    assert.equal(doc.tables.rights_requests.length, 1);
    assert.ok(doc.tables.audit.length > 0);
    assert.equal((await page(`${link}x`)).status, 404);

    const closed = ok(await ana.post(`/rights-requests/${q.id}/close`, { how: "done", answer: "Cópia entregue por link." }));
    assert.deepEqual([closed.state, closed.answer], ["done", "Cópia entregue por link."]);
    assert.equal((await ana.post(`/rights-requests/${q.id}/close`, { how: "done" })).status, 409);
    assert.equal(ok(await ana.get("/rights-requests?state=ended")).items[0].id, q.id);
});

test("a person asks by themselves for each right, once, in their own words where it needs some", async () => {
    const lia = await person("Lia Prado", "lia.prado@sul.example");
    const { path } = ok(await ana.get(`/contacts/${lia.id}/preference-link`));
    const asked = async () => ok(await ana.get(`/rights-requests?contact=${lia.id}`)).items;
    assert.equal((await press(path, "carry")).status, 303);
    const blank = await press(path, "correct");
    assert.deepEqual([blank.status, /Conte o que está errado|Say what is wrong/.test(blank.text)], [400, true]);
    assert.equal((await press(path, "correct", { words: "x".repeat(2001) })).status, 400);
    assert.equal((await press(path, "correct", { words: "Sou <diretora>, não gerente." })).status, 303);
    assert.equal((await press(path, "object")).status, 303);
    assert.equal((await press(path, "erase")).status, 303);
    const all = await asked();
    assert.deepEqual(all.map((q) => q.kind).sort(), ["correction", "erase", "objection", "portability"]);
    assert.ok(all.every((q) => q.channel === "page" && Math.round((new Date(q.due_at) - new Date(q.created_at)) / 86_400_000) === 15));
    assert.equal(all.find((q) => q.kind === "correction").note, "Sou <diretora>, não gerente.");
    const shown = (await page(path)).text;
    assert.doesNotMatch(shown, /value="(carry|correct|object|erase)"/, "what stands open is said, not offered");
    assert.doesNotMatch(shown, /<textarea/);
});

test("who takes a copy, or makes a link to one, is in the audit; the link itself once a day", async () => {
    const eva = await person("Eva Nunes", "eva.nunes@sul.example");
    const q = ok(await ana.post("/rights-requests", { contact: eva.id, kind: "portability" }), 201);
    const told = async () => ok(await ana.get(`/audit?model=contact&record=${eva.id}`)).items
        .filter((x) => x.action.startsWith("copy")).map((x) => [x.action, x.origin, x.actor !== null]);
    ok(await ana.get(`/contacts/${eva.id}/export`));
    const { path } = ok(await ana.get(`/rights-requests/${q.id}/copy-link`));
    for (let i = 0; i < 3; i++) assert.equal((await page(path)).status, 200);
    assert.deepEqual(await told(), [["copy", "web", false], ["copy_link", "screen", true], ["copy", "screen", true]]);
});

test("a refusal needs its reason, and one to erase does not end without the erasure", async () => {
    const bia = await person("Bia Moura", "bia.moura@norte.example");
    const q = ok(await ana.post("/rights-requests", { contact: bia.id, kind: "erase" }), 201);
    assert.equal(ok(await ana.post("/rights-requests", { contact: bia.id, kind: "erase" }), 201).id, q.id);
    assert.equal((await ana.post(`/rights-requests/${q.id}/close`, { how: "done" })).json.code, "rights.erase_first");
    const bare = await ana.post(`/rights-requests/${q.id}/close`, { how: "refused" });
    assert.deepEqual([bare.status, bare.json.errors[0].field], [422, "answer"]);
    assert.equal(ok(await ana.post(`/rights-requests/${q.id}/close`, { how: "refused", answer: "Nota fiscal em aberto." })).state, "refused");
    assert.equal((await ana.post("/rights-requests", { contact: bia.id, kind: "dance" })).status, 422);
    assert.equal((await ana.post("/rights-requests", { contact: "7", kind: "access" })).status, 404);
});

test("what is due soon or late stands on Home", async () => {
    const eva = await person("Eva Prates", "eva.prates@norte.example");
    ok(await ana.patch("/settings", { "rights.due_days": 1 }));
    const q = ok(await ana.post("/rights-requests", { contact: eva.id, kind: "correction", note: "O cargo mudou" }), 201);
    ok(await ana.patch("/settings", { "rights.due_days": null }));
    assert.ok(ok(await ana.get("/dashboard")).tasks.some((t) => t.code === "rights_soon" && t.url === "/people/rights"));
    ok(await ana.post(`/rights-requests/${q.id}/close`, { how: "done", answer: "Cargo corrigido." }));
    assert.ok(!ok(await ana.get("/dashboard")).tasks.some((t) => t.code === "rights_soon"));
});

test("who is erased is in no file, sums stay, the proof says what went and what stays", async () => {
    const csv = "email,nome,fone\nleda.vasques@sul.example,Leda Vasques Pinto,+55 21 97777-1212\nzeca@sul.example,Zeca,\n";
    const sent = ok(await ana.call("POST", "/imports?kind=leads&name=leads.csv", { raw: csv, headers: { "Content-Type": "application/octet-stream" } }), 201);
    const map = { kind: "leads", separator: ",", encoding: "utf-8", columns: { email: { to: "email" }, nome: { to: "name" }, fone: { to: "phone" } } };
    ok(await ana.post(`/imports/${sent.id}/simulate`, { map }), 202);
    await until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === "simulated");
    ok(await ana.post(`/imports/${sent.id}/run`, {}), 202);
    await until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === "done");
    const leda = ok(await ana.get("/contacts?email=leda.vasques@sul.example")).items[0];
    const deal = ok(await ana.post("/deals", { name: "Ovens of Leda Vasques Pinto", contact: leda.id, amount_minor: 500000, outcome: "won", closed_at: "2026-11-01T10:00:00Z" }), 201);
    const again = ok(await ana.get(`/contacts/${leda.id}`));
    ok(await ana.patch(`/contacts/${leda.id}`, { notes: "Segredo de Leda" }, again.version));
    const segment = ok(await ana.post("/segments", { name: "Quem pergunta", subject: "contact", rule: { field: "email", is: "leda.vasques@sul.example" } }), 201);
    const view = ok(await ana.post("/views", { model: "contact", name: "Her", shared: false, view: { search: "Leda Vasques Pinto" } }), 201);
    const before = ok(await ana.get("/reports/channels"));
    assert.ok(hold("leda.vasques").length > 0);
    const warned = ok(await ana.get(`/contacts/${leda.id}/erasure`)).counts.filter((c) => c.what === "rewritten");
    assert.deepEqual(warned.map((c) => c.table).sort(), ["deals", "lifecycle_stamps", "saved_views", "segments"]);

    assert.equal((await ana.post(`/contacts/${leda.id}/erase`, { confirm: "Leda" })).json.errors[0].code, "rights.confirm");
    const q = ok(await ana.post("/rights-requests", { contact: leda.id, kind: "erase" }), 201);
    const copy = ok(await ana.post("/rights-requests", { contact: leda.id, kind: "access" }), 201);
    const begun = ok(await ana.post(`/contacts/${leda.id}/erase`, { confirm: "Leda Vasques Pinto" }), 202);
    assert.equal(begun.asked_by, "person");
    assert.equal((await ana.post(`/contacts/${leda.id}/erase`, { confirm: "Leda Vasques Pinto" })).status, 409);
    const done = (await until(() => ana.get(`/erasures/${begun.id}`), (r) => r.json.state === "done")).json;
    for (const trace of ["leda.vasques", "Leda Vasques", "97777-1212", "Segredo de Leda"]) assert.deepEqual(hold(trace), [], trace);
    assert.equal(done.proof.files.found_in, 0);
    assert.ok(done.proof.kept.length && done.proof.out_of_reach.length && /^[0-9a-f]{64}$/.test(done.proof.digest));
    assert.deepEqual(ok(await ana.get("/reports/channels")), before);
    const stays = ok(await ana.get(`/deals/${deal.id}`));
    assert.deepEqual([stays.amount_minor, stays.name], [500000, "Ovens of erased person"]);
    assert.deepEqual(ok(await ana.get(`/segments/${segment.id}`)).rule, { field: "email", is: "erased@person.invalid" });
    assert.deepEqual(ok(await ana.get("/views?model=contact")).items.find((v) => v.id === view.id).view, { search: "erased person" });
    assert.match(done.proof.kept.find((k) => k.code === "rules")["pt-BR"], /o valor foi retirado\. Quantas: 2\./);
    assert.deepEqual(ok(await ana.get("/search?q=leda%20vasques")).groups.flatMap((g) => g.items), []);
    const left = ok(await ana.get(`/contacts/${leda.id}`));
    assert.deepEqual([left.name, left.email, left.phone, left.notes], [null, null, null, null]);
    assert.ok(left.erased_at);
    assert.equal((await ana.patch(`/contacts/${leda.id}`, { name: "Leda" }, left.version)).status, 409);
    assert.deepEqual(ok(await ana.get("/contacts?q=leda")).items, []);
    const ended = ok(await ana.get(`/rights-requests/${q.id}`));
    assert.deepEqual([ended.state, ended.erasure, ended.name], ["done", begun.id, null]);
    const moot = ok(await ana.get("/rights-requests?state=ended")).items.find((r) => r.id === copy.id);
    assert.deepEqual([moot.state, moot.erasure], ["erased", begun.id]);
    assert.equal((await ana.get("/rights-requests?state=zzz")).status, 422);
    assert.equal(ok(await ana.post("/suppressions/check", { email: "leda.vasques@sul.example" })).items[0].reason, "erased");
});

test("of who was erased nothing more is kept, and no segment has them", async () => {
    const rita = await person("Rita Moura", "rita.moura@sul.example");
    const named = ok(await ana.post("/segments", { name: "Todos", subject: "contact", rule: { all: [] } }), 201);
    const inside = async (id) => ok(await ana.get(`/segments/${id}/members?limit=500`)).items.map((m) => m.id);
    await until(() => ana.get(`/segments/${named.id}`), (r) => r.json.state === "live");
    assert.ok((await inside(named.id)).includes(rita.id));
    const deal = ok(await ana.post("/deals", { name: "Estufas" }), 201);
    const list = ok(await ana.post("/lists", { name: "Novas" }), 201);
    ok(await ana.post(`/contacts/${rita.id}/nps-link`, {}));
    ok(await ana.get(`/contacts/${rita.id}/export`));
    const begun = ok(await ana.post(`/contacts/${rita.id}/erase`, { confirm: "Rita Moura" }), 202);
    await until(() => ana.get(`/erasures/${begun.id}`), (r) => r.json.state === "done");
    for (const [path, body] of [
        ["/activities", { kind: "call", contact: rita.id }],
        ["/events", { items: [{ event: "demo", contact: rita.id }] }],
        ["/deal_members", { deal: deal.id, contact: rita.id, role: "buyer" }],
        ["/deals", { name: "De ninguém", contact: rita.id }],
        ["/referrals", { name: "Lia", referrer: rita.id }],
        [`/contacts/${rita.id}/nps-link`, {}],
    ]) {
        const res = await ana.post(path, body);
        assert.deepEqual([path, res.status, res.json.code], [path, 409, "contact.erased"]);
    }
    const nina = await person("Nina Paiva", "nina.paiva@sul.example");
    const joined = ok(await ana.post(`/lists/${list.id}/members`, { contacts: [rita.id, nina.id], status: "subscribed", confirmed: true }));
    assert.deepEqual([joined.subscribed, joined.left_out.map((l) => [l.contact, l.code])], [1, [[rita.id, "erased"]]]);
    const link = await ana.get(`/contacts/${rita.id}/preference-link`);
    assert.deepEqual([link.status, link.json.code], [409, "contact.erased"]);
    assert.equal(ok(await ana.post("/nps/links", { contacts: [rita.id] })).skipped, 1);
    const said = ok(await ana.get(`/contacts/${rita.id}/timeline`)).items;
    for (const kind of ["nps_link", "copy", "erase"]) {
        const item = said.find((x) => x.kind === kind);
        assert.ok(item && item.title !== kind && / /.test(item.title), JSON.stringify([kind, said]));
    }
    await until(() => inside(named.id), (ids) => !ids.includes(rita.id));
    const anew = ok(await ana.post("/segments", { name: "Todos de novo", subject: "contact", rule: { all: [] } }), 201);
    await until(() => ana.get(`/segments/${anew.id}`), (r) => r.json.state === "live");
    assert.ok(!(await inside(anew.id)).includes(rita.id));
});

test("only who may erase erases, and only who may export gets a copy", async () => {
    const caio = await person("Caio Neves", "caio.neves@norte.example");
    const reader = await withToken(ana, ["read", "edit_people"]);
    assert.equal((await reader.post(`/contacts/${caio.id}/erase`, { confirm: "Caio Neves" })).status, 403);
    assert.equal((await reader.get(`/contacts/${caio.id}/export`)).status, 403);
    assert.equal((await new Client(server).get("/rights-requests")).status, 401);
    const html = await ana.get(`/contacts/${caio.id}/export?format=html`);
    assert.match(html.headers["content-type"], /^text\/html/);
    assert.match(html.text, /<h1>Your personal data<\/h1>/);
});
