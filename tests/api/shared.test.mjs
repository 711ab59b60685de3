/* shared.test.mjs -- a plan and a positioning by link: read by anybody who has it, counted, confirmed by POST alone, ended at once; and
 * a plan as a document for those who have an account. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send, setUp, startServer } from "./server.mjs";

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
let server, ana, plan, audience, canvas;
const page = (path, headers = {}) => send(`${server.url}${path}`, { headers: { "user-agent": firefox, "accept-language": "pt-BR", ...headers } });
const link = (kind, target, more = {}) => ana.post("/share_links", { kind, target, ...more });

before(async () => {
    server = await startServer();
    ana = await setUp(server);
    plan = ok(await ana.post("/plans", { name: "Plano 2027", summary: "Crescer em padarias" }), 201);
    audience = ok(await ana.post("/audiences", { plan: plan.id, name: "Padarias", reachable_accounts: 200, margin_minor: 1200000, win_rate: 0.1 }), 201);
    canvas = ok(await ana.post("/positionings", { plan: plan.id, audience: audience.id, statement: "Pão todo dia, sem fila" }), 201);
});
after(() => server?.stop());

/* What a person's browser sends when the button is pressed. */
async function confirm(path, name) {
    const shown = await page(path);
    const fields = [...shown.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]);
    assert.ok(fields.length > 0, "the form is signed");
    return send(`${server.url}${path}`, { method: "POST", headers: { "user-agent": firefox, "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams([...fields, ["name", name], ["do", "confirm"]]).toString() });
}

test("a plan opens by its link, whole and read-only, and its openings are receipts", async () => {
    const made = ok(await link("plan", plan.id, { note: "Conselho" }), 201);
    assert.match(made.path, /^\/p\/plan\//);
    const seen = await page(made.path);
    assert.equal(seen.status, 200);
    assert.match(seen.text, /Plano 2027[\s\S]*Crescer em padarias[\s\S]*Padarias[\s\S]*Pão todo dia, sem fila/);
    assert.match(seen.text, /Rascunho de trabalho/);
    assert.doesNotMatch(seen.text, /<script|style="|document\./);
    assert.equal(seen.headers["set-cookie"], undefined);
    assert.match(seen.headers["x-robots-tag"], /noindex/);
    assert.match((await page(`${made.path}?lang=en`)).text, /<html lang="en">[\s\S]*Target audience/);
    await page(made.path, { "user-agent": "WhatsApp/2.23.20.0" });
    const [listed] = ok(await ana.get(`/share_links?kind=plan&target=${plan.id}`)).items;
    assert.deepEqual([listed.opened_count, listed.confirmed_at, listed.path], [2, null, undefined]);
    assert.equal(ok(await ana.get(`/share_links/${made.id}/openings`)).items.length, 3);
});

test("only its button says that it was read, once, and nothing happens by looking", async () => {
    const made = ok(await link("plan", plan.id, { note: "Sócia" }), 201);
    const before = ok(await ana.get(`/plans/${plan.id}`)).version;
    assert.equal((await send(`${server.url}${made.path}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "name=Ningu%C3%A9m" })).status, 403);
    assert.equal((await confirm(made.path, "")).status, 400);
    assert.equal((await confirm(made.path, "Marina Duarte")).status, 303);
    assert.match((await page(made.path)).text, /Leitura confirmada por Marina Duarte/);
    const one = ok(await ana.get(`/share_links?kind=plan&target=${plan.id}`)).items.find((l) => l.id === made.id);
    assert.equal(one.confirmed_by, "Marina Duarte");
    assert.ok(one.confirmed_at);
    assert.equal(ok(await ana.get(`/plans/${plan.id}`)).version, before);
});

test("a link to a version shows that version, whatever the plan has become", async () => {
    ok(await ana.post(`/plans/${plan.id}/publish`, { reason: "primeira conversa", note: "Aprovado" }), 201);
    const first = ok(await link("plan", plan.id, { edition: 1 }), 201), newest = ok(await link("plan", plan.id), 201);
    const a = ok(await ana.get(`/audiences/${audience.id}`));
    ok(await ana.patch(`/audiences/${a.id}`, { name: "Padarias de bairro" }, a.version));
    assert.doesNotMatch((await page(first.path)).text, /Padarias de bairro/);
    ok(await ana.post(`/plans/${plan.id}/publish`, { reason: "nome novo" }), 201);
    assert.match((await page(newest.path)).text, /Versão 2[\s\S]*Padarias de bairro/);
    assert.match((await page(first.path)).text, /Versão 1/);
    assert.equal((await link("plan", plan.id, { edition: 9 })).status, 404);
    const mine = await ana.get(`/plans/${plan.id}/document?edition=1&lang=en`);
    assert.equal(mine.status, 200);
    assert.match(mine.headers["content-type"], /^text\/html/);
    assert.match(mine.text, /Version 1[\s\S]*Target audience/);
    assert.equal((await ana.get(`/plans/${plan.id}/document?edition=x`)).status, 422);
    const wrong = await ana.get(`/plans/${plan.id}/document?version=1`);
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [422, "version"]);
});

test("a positioning opens alone, and an ended link opens nothing", async () => {
    const made = ok(await link("positioning", canvas.id), 201);
    assert.match(made.path, /^\/p\/positioning\//);
    const seen = await page(made.path);
    assert.match(seen.text, /Pão todo dia, sem fila/);
    assert.doesNotMatch(seen.text, /Crescer em padarias/);
    /* A token of one kind opens no other. */
    assert.equal((await page(made.path.replace("/p/positioning/", "/p/plan/"))).status, 404);
    ok(await ana.del(`/share_links/${made.id}`), 204);
    assert.equal((await page(made.path)).status, 410);
    assert.equal((await link("positioning", canvas.id, { edition: 1 })).status, 422);
    assert.equal((await link("goal", canvas.id)).status, 422);
    assert.equal((await link("plan", "1")).status, 404);
});
