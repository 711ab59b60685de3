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
const press = async (path, what) => {
    const shown = (await page(path)).text;
    const form = [...shown.matchAll(/<form[\s\S]*?<\/form>/g)].map((m) => m[0]).find((f) => f.includes(`value="${what}"`));
    const body = new URLSearchParams([...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
    body.set("do", what);
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
    const deal = ok(await ana.post("/deals", { name: "Fornos", contact: leda.id, amount_minor: 500000, outcome: "won", closed_at: "2026-11-01T10:00:00Z" }), 201);
    const again = ok(await ana.get(`/contacts/${leda.id}`));
    ok(await ana.patch(`/contacts/${leda.id}`, { notes: "Segredo de Leda" }, again.version));
    const before = ok(await ana.get("/reports/channels"));
    assert.ok(hold("leda.vasques").length > 0);

    assert.equal((await ana.post(`/contacts/${leda.id}/erase`, { confirm: "Leda" })).json.errors[0].code, "rights.confirm");
    const q = ok(await ana.post("/rights-requests", { contact: leda.id, kind: "erase" }), 201);
    const begun = ok(await ana.post(`/contacts/${leda.id}/erase`, { confirm: "Leda Vasques Pinto" }), 202);
    assert.equal(begun.asked_by, "person");
    assert.equal((await ana.post(`/contacts/${leda.id}/erase`, { confirm: "Leda Vasques Pinto" })).status, 409);
    const done = (await until(() => ana.get(`/erasures/${begun.id}`), (r) => r.json.state === "done")).json;
    for (const trace of ["leda.vasques", "Leda Vasques", "97777-1212", "Segredo de Leda"]) assert.deepEqual(hold(trace), [], trace);
    assert.equal(done.proof.files.found_in, 0);
    assert.ok(done.proof.kept.length && done.proof.out_of_reach.length && /^[0-9a-f]{64}$/.test(done.proof.digest));
    assert.deepEqual(ok(await ana.get("/reports/channels")), before);
    assert.equal(ok(await ana.get(`/deals/${deal.id}`)).amount_minor, 500000);
    const left = ok(await ana.get(`/contacts/${leda.id}`));
    assert.deepEqual([left.name, left.email, left.phone, left.notes], [null, null, null, null]);
    assert.ok(left.erased_at);
    assert.equal((await ana.patch(`/contacts/${leda.id}`, { name: "Leda" }, left.version)).status, 409);
    assert.deepEqual(ok(await ana.get("/contacts?q=leda")).items, []);
    const ended = ok(await ana.get(`/rights-requests/${q.id}`));
    assert.deepEqual([ended.state, ended.erasure, ended.name], ["done", begun.id, null]);
    assert.equal(ok(await ana.post("/suppressions/check", { email: "leda.vasques@sul.example" })).items[0].reason, "erased");
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
