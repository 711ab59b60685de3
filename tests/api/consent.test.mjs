/* consent.test.mjs -- the ledger over the wire, and the pages by which people speak for themselves. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, send, setUp, startServer, withToken } from "./server.mjs";

let server, ana;
before(async () => {
    server = await startServer();
    ana = await setUp(server);
    ok(await ana.post("/consent_purposes/usual"));
});
after(() => server?.stop());

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const person = async (more = {}) => ok(await ana.post("/contacts", { name: "Iara", email: `p${Math.random()}@norte.example`, locale: "pt-BR", ...more }), 201);
const pathOf = async (id) => ok(await ana.get(`/contacts/${id}/preference-link`)).path;
const state = async (id, code = "marketing_email") => ok(await ana.get(`/contacts/${id}/consent`)).states.find((s) => s.code === code);
const page = (path, o = {}) => send(server.url + path, o);
const fields = (html, formAt = 0) => {
    const form = html.split("<form").slice(1)[formAt].split("</form>")[0];
    return Object.fromEntries([...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([tag]) => [/name="([^"]+)"/.exec(tag)[1], /value="([^"]+)"/.exec(tag)[1]]));
};
const submit = (path, body, headers = {}) =>
    page(path, { method: "POST", body: new URLSearchParams(body).toString(), headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers } });
const texts = async () => ok(await ana.get("/consent_texts?limit=100")).items;
const purposes = async () => Object.fromEntries(ok(await ana.get("/consent_purposes?limit=100")).items.map((p) => [p.code, p]));

test("an entry names the words that were shown, and says what is wrong with it", async () => {
    const { id } = await person();
    const p = (await purposes()).marketing_email;
    const [text] = (await texts()).filter((t) => t.purpose === p.id && t.lang === "pt-BR");
    const without = await ana.post("/consents", { contact: id, purpose: "marketing_email", state: "given" });
    assert.deepEqual([without.status, without.json.errors.map((e) => e.code)], [422, ["consent.text_needed"]]);
    const wrong = await ana.post("/consents", { contact: id, purpose: "marketing_email", state: "maybe", channel: "owl", at: "2199-01-01T00:00:00Z" });
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["at", "channel", "state"]);
    const made = ok(await ana.post("/consents", { contact: id, purpose: "marketing_email", state: "given", text: text.id, channel: "paper", source: "Feira", proof: { page: 3 } }), 201);
    assert.deepEqual([made.text_title, made.actor_name, made.proof], [text.title, "Ana", { page: 3 }]);
    assert.equal((await state(id)).may, true);
    assert.equal((await ana.post("/consents", { contact: id, purpose: "nothing", state: "withdrawn" })).status, 404);
    const now = ok(await ana.get(`/consent_texts/${text.id}`));
    assert.ok(now.first_used_at);
    const changed = await ana.patch(`/consent_texts/${text.id}`, { body: "Aceito tudo." }, now.version);
    assert.deepEqual([changed.status, changed.json.code], [409, "consent.text_used"]);
});

test("opening the page changes nothing, the button does, and the words are in the ledger", async () => {
    const { id } = await person({ name: "Iara <script>alert(1)</script>" });
    const path = await pathOf(id);
    const entries = async () => ok(await ana.get(`/consents?contact=${id}`)).items;
    const before = ok(await ana.get(`/contacts/${id}/consent`));
    for (const method of ["GET", "HEAD"]) {
        const res = await page(path, { method });
        assert.equal(res.status, 200);
        assert.match(res.headers["content-security-policy"], /default-src 'none'/);
        assert.doesNotMatch(res.headers["content-security-policy"], /script-src|unsafe/);
        assert.equal(res.headers["set-cookie"], undefined);
        assert.equal(res.headers["referrer-policy"], "no-referrer");
        assert.match(res.headers["x-robots-tag"], /noindex/);
        assert.equal(res.headers["cache-control"], "no-store");
    }
    const seen = await page(path);
    assert.match(seen.text, /<html lang="pt-BR">/);
    assert.doesNotMatch(seen.text, /<script|style=|onclick/);
    assert.match(seen.text, /Iara &#60;script&#62;/);
    assert.deepEqual(ok(await ana.get(`/contacts/${id}/consent`)), before);
    assert.equal((await entries()).length, 0);

    const p = (await purposes()).marketing_email;
    const hidden = fields(seen.text);
    const done = await submit(path, { ...hidden, [`p.${p.id}`]: "1", do: "save" }, { "User-Agent": "Netscape/4" });
    assert.equal(done.status, 303, done.text);
    assert.equal(done.headers.location, `${path}?done=save`);
    assert.match((await page(done.headers.location)).text, /Suas escolhas foram guardadas/);
    const [entry] = await entries();
    const [text] = (await texts()).filter((t) => t.purpose === p.id && t.lang === "pt-BR");
    assert.deepEqual([entry.state, entry.channel, entry.legal_basis, entry.text, entry.text_title, entry.actor],
        ["given", "web", "consent", text.id, text.title, null]);
    assert.match(entry.ip_digest, /^[0-9a-f]{64}$/);
    assert.match(entry.agent_digest, /^[0-9a-f]{64}$/);
    assert.equal((await entries()).length, 1);

    const off = await submit(path, { ...fields((await page(path)).text), do: "save" });
    assert.equal(off.status, 303);
    assert.equal((await state(id)).state, "withdrawn");
    assert.equal(ok(await ana.get("/consents/verify")).ok, true);
});

test("a form that was not shown to this person, or is not whole, does nothing", async () => {
    const one = await person(), other = await person();
    const path = await pathOf(one.id), theirs = await pathOf(other.id);
    const hidden = fields((await page(path)).text), foreign = fields((await page(theirs)).text);
    const p = (await purposes()).marketing_email;
    for (const body of [{ do: "withdraw" }, { form: "AAAA", do: "withdraw" }, { form: foreign.form, do: "withdraw" }, { form: path.slice(3), do: "withdraw" }])
        assert.equal((await submit(path, body)).status, 403, JSON.stringify(body));
    assert.equal((await submit(path, { ...hidden, do: "anything" })).status, 400);
    assert.equal((await page(path, { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } })).status, 400);
    const stale = await submit(path, { ...hidden, [`text.${p.id}`]: "7", [`p.${p.id}`]: "1", do: "save" });
    assert.equal(stale.status, 409);
    assert.match(stale.text, /O texto mudou/);
    assert.equal(ok(await ana.get(`/consents?contact=${one.id}`)).items.length, 0);
});

test("a link that is cut, foreign or for another purpose opens nothing and says so as a page", async () => {
    const { id } = await person();
    const path = await pathOf(id);
    for (const bad of [path.slice(0, -1), `${path}A`, "/p/x", "/p/confirm/x", `/p/confirm/${path.slice(3)}`]) {
        const res = await page(bad, { headers: { "Accept-Language": "en" } });
        assert.equal(res.status, 404, bad);
        assert.match(res.text, /This link is not whole/);
        assert.match(res.headers["content-type"], /text\/html/);
    }
    const wrong = await page(path, { method: "DELETE", headers: { "Accept-Language": "pt-BR" } });
    assert.equal(wrong.status, 405);
    assert.match(wrong.headers["content-type"], /text\/html/);
    const gone = ok(await ana.get(`/contacts/${id}`));
    ok(await ana.del(`/contacts/${id}`, gone.version), 204);
    assert.equal((await page(path)).status, 404);
});

test("everything is taken back, objected to and asked for", async () => {
    const { id, email } = await person();
    const path = await pathOf(id);
    const list = ok(await ana.post("/lists", { name: `Carta ${id}`, double_opt_in: false }), 201);
    ok(await ana.post(`/lists/${list.id}/members`, { contacts: [id], status: "subscribed" }));
    const press = async (what) => {
        const html = (await page(path)).text;
        const res = await submit(path, { form: fields(html).form, do: what });
        assert.equal(res.status, 303, res.text);
        return (await page(res.headers.location)).text;
    };
    assert.match(await press("withdraw"), /nada mais será enviado/);
    const after = ok(await ana.get(`/contacts/${id}/consent`));
    assert.equal(after.suppressed, "unsubscribed");
    assert.equal(after.lists.find((l) => l.list === list.id).status, "unsubscribed");
    await press("object");
    assert.equal((await state(id, "marketing_phone")).state, "objected");
    assert.equal(ok(await ana.post("/suppressions/check", { email })).items[0].reason, "objection");
    const stays = await ana.del(`/suppressions/${after.suppression}`);
    assert.deepEqual([stays.status, stays.json.code], [409, "suppression.stays"]);
    assert.match(await press("copy"), /Pedido recebido/);
    await press("erase");
    await press("copy").catch(() => {});
    assert.deepEqual(ok(await ana.get(`/contacts/${id}/consent`)).requests.map((q) => q.kind), ["objection", "access", "erase"]);
});

test("nobody puts a person on a list who objected or cannot be written to", async () => {
    const carta = ok(await ana.post("/lists", { name: "Carta do mel", double_opt_in: false }), 201);
    const offers = ok(await ana.post("/lists", { name: "Ofertas do mel", purpose: (await purposes()).marketing_email.id }), 201);
    const objects = await person();
    const path = await pathOf(objects.id);
    assert.equal((await submit(path, { form: fields((await page(path)).text).form, do: "object" })).status, 303);
    const nobody = ok(await ana.post("/contacts", { name: "Sem endereço", phone: "+55 11 90000-0001" }), 201);
    const blocked = await person();
    ok(await ana.post("/suppressions", { email: blocked.email, reason: "manual" }));
    const fine = await person();
    const all = [objects.id, nobody.id, blocked.id, fine.id];
    for (const [list, codes, told] of [
        [carta, ["objected", "no_address", "suppressed"], { subscribed: 1, pending: 0 }],
        [offers, ["objected", "no_address", "suppressed"], { subscribed: 1, pending: 0 }],
    ]) {
        const res = ok(await ana.post(`/lists/${list.id}/members`, { contacts: all, status: "subscribed", confirmed: true }));
        assert.deepEqual([res.subscribed, res.pending, res.skipped], [told.subscribed, told.pending, 3]);
        assert.deepEqual(res.left_out.map((l) => [l.contact, l.code]), codes.map((code, i) => [all[i], code]));
        assert.ok(res.left_out.every((l) => l.message && !l.message.includes("why_")));
        assert.deepEqual(ok(await ana.get(`/lists/${list.id}/members`)).items.filter((m) => m.status !== "unsubscribed").map((m) => m.contact), [fine.id]);
        assert.equal(ok(await ana.post(`/lists/${list.id}/members`, { contacts: [nobody.id], status: "subscribed" })).pending, 0);
        assert.equal(ok(await ana.post(`/lists/${list.id}/members`, { contacts: [objects.id], status: "unsubscribed" })).skipped, 0);
    }
});

test("double opt-in: a scanner that opens the link confirms nothing", async () => {
    const { id } = await person({ locale: "en" });
    const p = (await purposes()).marketing_email;
    const list = ok(await ana.post("/lists", { name: "Newsletter", description: "Once a month.", purpose: p.id }), 201);
    assert.equal(ok(await ana.post(`/lists/${list.id}/members`, { contacts: [id], status: "subscribed" })).pending, 1);
    const link = async () => ok(await ana.get(`/lists/${list.id}/members/${id}/confirm-link`)).path;
    const path = await link();
    for (let i = 0; i < 3; i++) assert.equal((await page(path)).status, 200);
    const member = async () => ok(await ana.get(`/lists/${list.id}/members`)).items[0];
    assert.equal((await member()).status, "pending");
    const html = (await page(path)).text;
    assert.match(html, /<html lang="en">/);
    assert.match(html, /Receive articles and offers by e-mail/);
    assert.equal((await submit(path, { do: "confirm" })).status, 403);
    const done = await submit(path, { ...fields(html), do: "confirm" });
    assert.equal(done.status, 303, done.text);
    assert.match((await page(done.headers.location)).text, /You are on the list/);
    assert.equal((await member()).status, "subscribed");
    assert.equal((await state(id)).state, "given");
    const [entry] = ok(await ana.get(`/consents?contact=${id}`)).items;
    assert.equal(entry.proof.double_opt_in, true);
    assert.equal((await ana.get(`/lists/${list.id}/members/${id}/confirm-link`)).status, 409);
    ok(await ana.post(`/lists/${list.id}/members`, { contacts: [id], status: "unsubscribed" }));
    ok(await ana.post(`/lists/${list.id}/members`, { contacts: [id], status: "subscribed" }));
    assert.equal((await page(path)).status, 404);
    assert.equal((await page(await link())).status, 200);
});

test("the page speaks the reader's language, and the other one when asked", async () => {
    const stranger = await person({ locale: null });
    const path = await pathOf(stranger.id);
    assert.match((await page(path, { headers: { "Accept-Language": "en-GB" } })).text, /Your preferences/);
    assert.match((await page(path, { headers: { "Accept-Language": "pt-PT" } })).text, /Suas preferências/);
    assert.match((await page(`${path}?lang=en`, { headers: { "Accept-Language": "pt-BR" } })).text, /Your preferences/);
    const html = (await page(`${path}?lang=en`)).text;
    const p = (await purposes()).marketing_email;
    const done = await submit(`${path}?lang=en`, { ...fields(html), [`p.${p.id}`]: "1", do: "save" });
    assert.equal(done.headers.location, `${path}?done=save&lang=en`);
    assert.equal((await state(stranger.id)).text_lang, "en");
});

test("who may read may not speak for people, and another site's people are not there", async () => {
    const { id } = await person();
    const reader = await withToken(ana, ["read"]);
    for (const [method, path, body] of [
        ["POST", "/consents", { contact: id, purpose: "marketing_email", state: "withdrawn" }],
        ["GET", `/contacts/${id}/preference-link`],
        ["POST", "/suppressions", { email: "a@b.example" }],
        ["GET", "/suppressions/export.csv"],
        ["POST", "/consent_purposes/usual", {}],
    ])
        assert.equal((await reader.call(method, path, body ? { body } : {})).status, 403, `${method} ${path}`);
    ok(await reader.get(`/contacts/${id}/consent`));
    const other = new Client(server);
    Object.assign(other, { cookie: ana.cookie, csrf: ana.csrf });
    other.site = ok(await ana.post("/sites", { name: "Beta", door: "own", currency: "BRL", time_zone: "UTC", locale: "en" }), 201).site.id;
    assert.equal((await other.get(`/contacts/${id}/consent`)).status, 404);
    assert.equal((await other.get(`/contacts/${id}/preference-link`)).status, 404);
    assert.equal((await other.post("/consents", { contact: id, purpose: "marketing_email", state: "withdrawn" })).status, 404);
    assert.equal(ok(await other.get("/consents")).items.length, 0);
});

test("the ledger is read in pages, by person, purpose and state", async () => {
    const { id } = await person();
    const p = (await purposes()).marketing_phone;
    for (let i = 0; i < 5; i++) ok(await ana.post("/consents", { contact: id, purpose: p.id, state: i % 2 ? "objected" : "withdrawn" }), 201);
    const seen = [];
    for (let at = ""; at !== null; ) {
        const got = ok(await ana.get(`/consents?contact=${id}&limit=2${at && `&after=${at}`}`));
        seen.push(...got.items.map((x) => x.n));
        at = got.next;
    }
    assert.equal(seen.length, 5);
    assert.deepEqual(seen, [...seen].sort((a, b) => b - a));
    assert.equal(ok(await ana.get(`/consents?contact=${id}&state=objected`)).items.length, 2);
    assert.equal(ok(await ana.get(`/consents?purpose=${p.id}&state=objected&limit=500`)).items.filter((x) => x.contact === id).length, 2);
    assert.equal(ok(await ana.get(`/consents?contact=${id}&from=2199-01-01T00:00:00Z`)).items.length, 0);
});

test("one origin that asks too often is told to wait", async () => {
    let last;
    for (let i = 0; i < 140 && last?.status !== 429; i++) last = await page("/p/nothing");
    assert.equal(last.status, 429);
    assert.equal(last.headers["retry-after"], "60");
    assert.match(last.headers["content-type"], /text\/html/);
    assert.equal((await page("/p/style.css")).status, 200);
});
