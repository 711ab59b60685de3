/* forms.test.mjs -- a form on a page: what a stranger typed becomes a contact, a consent with its words, an event; and no more. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send, setUp, startServer, until } from "./server.mjs";

let server, ana, form, purpose;

before(async () => {
    server = await startServer("--http.proxy=127.0.0.1");
    ana = await setUp(server);
    ok(await ana.post("/consent_purposes/usual", {}), 200);
    purpose = ok(await ana.get("/consent_purposes?code=marketing_email")).items[0];
    form = ok(await ana.post("/site_forms", { name: "Contato", title_pt: "Fale conosco", title_en: "Talk to us", purpose: purpose.id }), 201);
});
after(() => server?.stop());

const ok = (res, code = 200) => {
    assert.equal(res.status, code, res.text);
    return res.json;
};
let people = 0;
/* Each person comes from another address. */
const from = () => ({ "X-Forwarded-For": `198.51.100.${++people}` });
const asked = async (key = form.key, headers = {}) => ok(await send(`${server.url}/f/${key}?lang=en`, { headers: { Accept: "application/json", ...from(), ...headers } }));
const soon = (ms) => new Promise((done) => setTimeout(done, ms));
const answer = (body, { json = true, headers = {}, key = form.key } = {}) =>
    send(`${server.url}/f/${key}?lang=en`, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Mozilla/5.0 Firefox/133.0", ...(json ? { Accept: "application/json" } : {}), ...from(), ...headers },
        body: new URLSearchParams(body).toString(),
    });
/* Shown a moment ago, as to a person. */
const shown = async () => {
    const { token } = await asked();
    await soon(1100);
    return token;
};

test("an answer makes a contact, a company, a consent with the words that were shown, and an event", async () => {
    const token = await shown();
    const body = { form: token, email: "Rui@Norte.example", name: "Rui Melo", company: "Padaria Norte", heard_of: "Indicação", consent: "1", u: "https://acme.example/contato?x=1", c: "0" };
    assert.equal(ok(await answer(body)).ok, true);
    const { items: [rui] } = ok(await ana.get("/contacts?email=rui@norte.example"));
    assert.equal(rui.name, "Rui Melo");
    assert.equal(rui.heard_of_us, "Indicação");
    assert.equal(rui.lifecycle, "lead");
    const account = ok(await ana.get(`/accounts/${rui.account}`));
    assert.deepEqual([account.name, account.domain], ["Padaria Norte", "norte.example"]);
    const [consent] = ok(await ana.get(`/consents?contact=${rui.id}`)).items;
    assert.equal(consent.state, "given");
    assert.equal(consent.channel, "web");
    assert.equal(consent.text_lang, "en");
    const [row] = ok(await ana.get(`/site_forms/${form.id}/answers`)).items;
    assert.deepEqual([row.contact, row.fresh, row.company, row.heard_of, row.host, row.path], [rui.id, true, "Padaria Norte", "Indicação", "acme.example", "/contato"]);
    await until(() => ana.get(`/contacts/${rui.id}/timeline`), (r) => JSON.stringify(r.json).includes("form"));
    // The same answer once more is the same answer.
    assert.equal(ok(await answer(body)).ok, true);
    assert.equal(ok(await ana.get(`/site_forms/${form.id}/answers`)).items.length, 1);
    assert.equal(ok(await ana.get(`/site_forms/${form.id}`)).answers, 1);
});

test("who calls itself a program is thanked and forgotten; a browser without a window is not", async () => {
    for (const [agent, kept] of [["curl/8.5.0", 0], ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 0], ["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0.0.0", 1]]) {
        const email = `m${people}@maquina.example`;
        assert.equal(ok(await answer({ form: await shown(), email, consent: "1" }, { headers: { "User-Agent": agent } })).ok, true);
        assert.equal(ok(await ana.get(`/contacts?email=${email}`)).items.length, kept, agent);
    }
});

test("what is known of a person is not overwritten by what a stranger types", async () => {
    const eva = ok(await ana.post("/contacts", { name: "Eva Reis", email: "eva@sul.example" }), 201);
    ok(await answer({ form: await shown(), email: "eva@sul.example", name: "Mallory", heard_of: "Podcast" }));
    const now = ok(await ana.get(`/contacts/${eva.id}`));
    assert.equal(now.name, "Eva Reis");
    assert.equal(now.heard_of_us, "Podcast");
    assert.equal(ok(await ana.get("/contacts?email=eva@sul.example")).items.length, 1);
});

test("a free mailbox makes no company, and without a tick there is no consent", async () => {
    ok(await answer({ form: await shown(), email: "bia@gmail.com", company: "Ateliê da Bia" }));
    const { items: [bia] } = ok(await ana.get("/contacts?email=bia@gmail.com"));
    assert.equal(bia.account, null);
    assert.equal(bia.notes, "Ateliê da Bia");
    assert.deepEqual(ok(await ana.get(`/consents?contact=${bia.id}`)).items, []);
});

test("mistakes are told beside their fields, in the reader's language", async () => {
    const token = await shown();
    const en = await answer({ form: token, email: "nobody" });
    assert.equal(en.status, 422);
    assert.deepEqual(en.json.errors, { email: "Please enter a valid e-mail address." });
    const long = await answer({ form: token, email: "x@y.example", name: "x".repeat(201) });
    assert.equal(long.status, 422);
    assert.ok(long.json.errors.name);
    const page = await send(`${server.url}/f/${form.key}?lang=pt-BR`, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", ...from() }, body: new URLSearchParams({ form: token, email: "ninguém", name: "Rui <b>" }).toString() });
    assert.equal(page.status, 422);
    assert.match(page.text, /Por favor, insira um endereço de e-mail válido\./);
    assert.match(page.text, /value="Rui &#60;b&#62;"/);
});

test("programs are thanked or turned away, and make nobody", async () => {
    const before = ok(await ana.get("/contacts?count=true")).count;
    const token = await shown();
    assert.equal(ok(await answer({ form: token, email: "bot@spam.example", website: "http://spam.example" })).ok, true);
    const quick = await answer({ form: (await asked()).token, email: "bot@spam.example" });
    assert.equal(quick.status, 422);
    assert.equal((await answer({ form: token.slice(0, -2), email: "bot@spam.example" })).status, 403);
    assert.equal((await answer({ email: "bot@spam.example" })).status, 403);
    assert.equal((await send(`${server.url}/f/${form.key}?email=bot@spam.example`)).status, 200);
    assert.equal((await answer({ form: token, email: "x@y.example" }, { key: "0000000000000000" })).status, 404);
    for (let i = 0, last; i < 25; i++) {
        last = await answer({ form: "x", email: "bot@spam.example" }, { headers: { "X-Forwarded-For": "203.0.113.77" } });
        if (i === 24) assert.equal(last.status, 429);
    }
    assert.equal(ok(await ana.get("/contacts?count=true")).count, before);
});

test("the hosted page is whole, leads on where it should, and can be switched off", async () => {
    const page = await send(`${server.url}/f/${form.key}?lang=pt-BR`, { headers: from() });
    assert.equal(page.status, 200);
    assert.match(page.text, /<h1>Fale conosco<\/h1>/);
    assert.match(page.headers["content-security-policy"], /default-src 'none'/);
    const token = /name="form" value="([^"]+)"/.exec(page.text)[1];
    await soon(1100);
    const res = await answer({ form: token, email: "ivo@leste.example" }, { json: false });
    assert.equal(res.status, 303);
    assert.match((await send(new URL(res.headers.location, server.url).href, { headers: from() })).text, /We have got your message/);
    const there = ok(await ana.get(`/site_forms/${form.id}`));
    const elsewhere = ok(await ana.patch(`/site_forms/${form.id}`, { redirect: "https://acme.example/obrigado" }, there.version));
    const next = await answer({ form: await shown(), email: "lia@leste.example" }, { json: false });
    assert.equal(next.headers.location, "https://acme.example/obrigado");
    ok(await ana.patch(`/site_forms/${form.id}`, { active: false }, elsewhere.version));
    assert.equal((await send(`${server.url}/f/${form.key}`, { headers: from() })).status, 404);
});

/* Whose answer has come to its event. */
const told = async (email) => {
    const { items: [who] } = ok(await ana.get(`/contacts?email=${email}`));
    await until(() => ana.get(`/contacts/${who.id}/timeline`), (r) => r.json.items.some((x) => x.kind === "fact_form"));
    return who;
};
const visits = async () => ok(await ana.post("/stats", { metrics: ["visits"], date_range: "today", include: { robots: true } })).results[0].metrics[0];

test("what the link to the hosted page says of itself comes with the answer, and the answer is no robot's", async () => {
    const plan = ok(await ana.post("/plans", { name: "2027" }), 201);
    const campaign = ok(await ana.post("/campaigns", { name: "Feira", utm_campaign: "feira", plan: plan.id }), 201);
    const open = ok(await ana.post("/site_forms", { name: "Feira", title_pt: "Feira" }), 201);
    const to = `${server.url}/f/${open.key}?utm_source=linkedin&utm_campaign=feira&lang=en`;
    const page = await send(to, { headers: from() });
    const action = /action="([^"]+)"/.exec(page.text)[1].replaceAll("&amp;", "&").replaceAll("&#38;", "&");
    assert.equal(action, new URL(to).pathname + new URL(to).search);
    assert.match(page.text, /class="lang" href="\?lang=pt-BR&(amp|#38);utm_source=linkedin&(amp|#38);utm_campaign=feira"/);
    await soon(1100);
    const token = /name="form" value="([^"]+)"/.exec(page.text)[1];
    const res = await send(server.url + action, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Mozilla/5.0 Firefox/133.0", ...from() }, body: new URLSearchParams({ form: token, email: "noa@feira.example" }).toString() });
    assert.equal(res.status, 303);
    const who = await told("noa@feira.example");
    assert.deepEqual([who.channel, who.campaign], ["social", campaign.id]);
    for (const [by, key] of [["channel", "social"], ["campaign", "feira"]]) {
        const { rows } = ok(await ana.get(`/reports/attribution?credit=lead&by=${by}`));
        assert.ok(rows.some((r) => r.key === key && r.credits.last.conversions === 1), JSON.stringify(rows));
    }
    const first = ok(await ana.get(`/site_forms/${open.id}/answers`)).items[0];
    assert.deepEqual([first.fresh, first.channel, first.source, first.medium, first.utm_campaign, first.utm_content], [true, "social", "linkedin", null, "feira", null]);
});

test("the link by which somebody known answers stands with the answer, and is a touch of theirs", async () => {
    const plan = ok(await ana.get("/plans")).items[0];
    ok(await ana.post("/campaigns", { name: "Volta", utm_campaign: "volta", plan: plan.id }), 201);
    const known = ok(await ana.post("/contacts", { name: "Lia", email: "lia@volta.example" }), 201);
    const open = ok(await ana.post("/site_forms", { name: "Volta", title_pt: "Volta" }), 201);
    const to = `${server.url}/f/${open.key}?utm_source=Boletim&utm_medium=email&utm_campaign=volta&utm_content=topo&utm_term=mel`;
    const page = await send(to, { headers: from() });
    await soon(1100);
    const token = /name="form" value="([^"]+)"/.exec(page.text)[1];
    const res = await send(to, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Mozilla/5.0 Firefox/133.0", ...from() }, body: new URLSearchParams({ form: token, email: "lia@volta.example" }).toString() });
    assert.equal(res.status, 303);
    await told("lia@volta.example");
    const row = ok(await ana.get(`/site_forms/${open.id}/answers`)).items[0];
    assert.deepEqual([row.contact, row.fresh, row.channel, row.source, row.medium, row.utm_campaign, row.utm_content, row.utm_term], [known.id, false, "email", "boletim", "email", "volta", "topo", "mel"]);
    assert.equal(ok(await ana.get(`/contacts/${known.id}`)).channel, null);
    ok(await ana.post("/deals", { name: "Venda", contact: known.id, outcome: "won", amount_minor: 500 }), 201);
    for (const [by, key] of [["channel", "email"], ["source", "boletim / email"], ["campaign", "volta"], ["content", "topo"]]) {
        const { rows } = ok(await ana.get(`/reports/attribution?credit=won&by=${by}`));
        assert.ok(rows.some((r) => r.key === key && r.credits.last.conversions === 1), by + JSON.stringify(rows));
    }
});

test("who is not counted makes no visit by answering", async () => {
    const kept = async (email, body, headers) => {
        ok(await answer({ form: await shown(), email, ...body }, { key: other.key, headers }));
        await told(email);
    };
    const other = ok(await ana.post("/site_forms", { name: "Outro", title_pt: "Outro" }), 201);
    form = other;
    const before = await visits();
    await kept("off1@norte.example", {}, { Cookie: "praca_off=1" });
    await kept("off2@norte.example", { u: "https://acme.example/", c: "0", v: "", o: "1" });
    assert.equal(await visits(), before);
    await kept("on@norte.example", {});
    assert.equal(await visits(), before + 1);
    ok(await ana.patch("/settings", { "measure.count_refusing": false }));
    await until(async () => {
        const at = await visits();
        await kept(`no${people}@norte.example`, {});
        return at === (await visits());
    }, (same) => same);
});
