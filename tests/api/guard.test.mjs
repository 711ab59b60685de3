/* guard.test.mjs -- who is let in, to which site, and what is hidden from those who are not. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, owner, send, setUp, startServer, until, withToken } from "./server.mjs";

let server, doc, ana, otherSite, rows;

/* One record of every model on the first site, to be looked for from the second. */
async function fill() {
    const made = {};
    const add = async (table, body) => {
        const res = await ana.post(`/${table}`, body);
        assert.equal(res.status, 201, `${table}: ${res.text}`);
        made[table] = res.json;
    };
    await add("accounts", { name: "Norte" });
    await add("contacts", { name: "Rui", email: "rui@norte.example", account: made.accounts.id, lifecycle: "customer" });
    await add("deals", { name: "Fornos", contact: made.contacts.id, account: made.accounts.id });
    await add("deal_members", { deal: made.deals.id, contact: made.contacts.id, role: "buyer" });
    await add("activities", { kind: "note", body: "Forno velho", contact: made.contacts.id });
    await add("referrals", { name: "Zé", referrer: made.contacts.id });
    await add("churns", { account: made.accounts.id, churned_on: "2026-01-31", reason: "price" });
    await add("plans", { name: "2027" });
    const plan = made.plans.id;
    await add("audiences", { plan, name: "Padarias" });
    await add("personas", { plan, name: "Dona" });
    await add("competitors", { plan, name: "Sul" });
    await add("positionings", { plan, audience: made.audiences.id });
    await add("goals", { plan, name: "Mais", metric: "leads", target_micro: 1000000, starts_on: "2027-01-01", due_on: "2027-12-31" });
    await add("selling_channels", { plan, kind: "direct", name: "Direta" });
    await add("channels", { plan, kind: "search", name: "Busca" });
    await add("budget_lines", { plan, channel: made.channels.id, month: "2027-01-01", planned_minor: 1 });
    await add("campaigns", { plan, name: "Janeiro" });
    await add("spend_lines", { spent_on: "2018-01-05", amount_minor: 5000 });
    await add("segments", { name: "Quem decide", subject: "contact", rule: { field: "seniority", is: "director" } });
    await until(() => ana.get(`/segments/${made.segments.id}`), (res) => res.json.state === "live");
    for (const [table, row] of Object.entries(made)) made[table] = (await ana.get(`/${table}/${row.id}`)).json; /* the deal lifted its contact */
    return made;
}

before(async () => {
    server = await startServer();
    ana = await setUp(server);
    doc = (await ana.get("/openapi.json")).json;
    rows = await fill();
    const opened = await ana.post("/sites", { name: "Beta", door: "own" });
    otherSite = opened.json.site.id;
});
after(() => server?.stop());

const operations = () => Object.entries(doc.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, o]) => ({ path: path.replace("/api/v1", ""), method: method.toUpperCase(), o })));
const open = (o) => o.security.length === 0;
const body = (o) => (o.requestBody ? {} : undefined);
const outside = new Set(["/healthz", "/metrics"]);

test("a stranger learns nothing but that a name is needed", async () => {
    const stranger = new Client(server);
    for (const { path, method, o } of operations()) {
        if (open(o) || outside.has(path)) continue;
        const res = await stranger.call(method, path.replace("{id}", "1"), { body: body(o) });
        assert.equal(res.status, 401, `${method} ${path}: ${res.text}`);
        assert.equal(res.headers["content-type"], "application/problem+json");
        assert.match(res.headers["www-authenticate"], /^Bearer/);
    }
});

test("a false session or token is nobody's", async () => {
    const c = new Client(server);
    c.cookie = "praca_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert.deepEqual([(await c.get("/contacts")).status, (await c.get("/contacts")).json.code], [401, "access.session"]);
    const t = new Client(server);
    for (const token of ["praca_x", "", "' or 1=1 --", "a".repeat(5000)]) {
        t.token = token;
        assert.equal((await t.get("/contacts")).status, 401);
    }
});

test("another site's token finds none of this site's records, and changes none", async () => {
    const beta = new Client(server);
    Object.assign(beta, { cookie: ana.cookie, csrf: ana.csrf, site: otherSite });
    const stranger = await withToken(beta, ["read", "edit_people", "edit_deals", "edit_plan", "spend", "import", "export", "erase", "audit", "admin"]);
    for (const [table, row] of Object.entries(rows)) {
        const at = `/${table}/${row.id}`;
        assert.equal((await stranger.get(at)).status, 404, at);
        assert.equal((await stranger.patch(at, { name: "mine" }, 1)).status, 404, at);
        assert.equal((await stranger.del(at, 1)).status, 404, at);
        assert.deepEqual((await stranger.get(`${at}/history`)).json.items, [], at);
        assert.deepEqual((await stranger.get(`/${table}`)).json.items, [], at);
        assert.equal((await stranger.get(`/${table}.csv`)).text.trim().split("\r\n").length, 1, at);
    }
    for (const { path, method, o } of operations()) {
        if (open(o) || outside.has(path) || !path.includes("{id}")) continue;
        const table = path.split("/")[1];
        const res = await stranger.call(method, path.replace("{id}", rows[table]?.id ?? ana.csrf.length + "77"), {
            body: body(o), headers: { "If-Match": '"1"' },
        });
        const fine = [404, ...(path.endsWith("/history") ? [200] : []), ...(o.security.length === 1 ? [403] : [])];
        assert.ok(fine.includes(res.status), `${method} ${path}: ${res.status} ${res.text}`);
    }
    for (const [table, row] of Object.entries(rows)) assert.deepEqual((await ana.get(`/${table}/${row.id}`)).json, row);
});

test("a list of another site is not there for who asks for a link to confirm", async () => {
    const purpose = (await ana.post("/consent_purposes", { code: "letter", name: "Letter" })).json;
    const list = (await ana.post("/lists", { name: "Letter", purpose: purpose.id, double_opt_in: true })).json;
    const beta = new Client(server);
    Object.assign(beta, { cookie: ana.cookie, csrf: ana.csrf, site: otherSite });
    const path = `/lists/${list.id}/members/${rows.contacts.id}/confirm-link`;
    assert.equal((await ana.get(path)).status, 409);
    assert.equal((await beta.get(path)).status, 404);
});

test("a record of this site may not refer to one of another", async () => {
    const res = await ana.call("POST", "/contacts", { body: { name: "x", account: rows.accounts.id }, headers: { "Praca-Site": otherSite } });
    assert.deepEqual([res.status, res.json.errors[0].code], [422, "field.ref"]);
});

test("a site one is no member of is not there, whatever its number", async () => {
    for (const site of ["1", "9223372036854775807", "abc", "-1", "99999999999999999999"]) {
        const res = await ana.get("/contacts", { headers: { "Praca-Site": site } });
        assert.deepEqual([res.status, res.json.code], [404, "access.no_site"], site);
    }
    const token = await withToken(ana, ["read"]);
    assert.equal((await token.get("/contacts", { headers: { "Praca-Site": otherSite } })).status, 404);
    assert.equal((await token.get("/contacts")).status, 200);
});

test("a member of one site cannot enter another, and leaves with the membership", async () => {
    const rui = { email: "rui@acme.example", name: "Rui", role: "marketer", password: "a green bicycle" };
    const made = await ana.post("/users", rui);
    const c = new Client(server);
    assert.equal((await c.post("/session", { email: rui.email, password: rui.password })).status, 200);
    assert.equal((await c.get("/contacts")).status, 200);
    assert.equal((await c.get("/contacts", { headers: { "Praca-Site": otherSite } })).status, 404);
    assert.equal((await ana.del(`/users/${made.json.id}`)).status, 204);
    assert.equal((await c.get("/contacts")).status, 404);
});

test("what one who left did and owns goes on bearing their name, with a mark", async () => {
    const ivo = { email: "ivo@acme.example", name: "Ivo Prado", role: "marketer", password: "a green bicycle" };
    const made = await ana.post("/users", ivo);
    const c = new Client(server);
    assert.equal((await c.post("/session", { email: ivo.email, password: ivo.password })).status, 200);
    const lia = (await c.post("/contacts", { name: "Lia", email: "lia@acme.example", owner: made.json.id })).json;
    const said = async (lang) => (await ana.get(`/contacts/${lia.id}/history`, { headers: { "Accept-Language": lang } })).json.items[0].actor_name;
    assert.equal(await said("en"), "Ivo Prado");
    assert.equal((await ana.del(`/users/${made.json.id}`)).status, 204);
    assert.equal(await said("en"), "Ivo Prado (left)");
    assert.equal(await said("pt-BR"), "Ivo Prado (saiu)");
    const all = (await ana.get("/users")).json;
    assert.ok(!all.items.some((u) => u.id === made.json.id));
    assert.deepEqual(all.left.filter((u) => u.id === made.json.id), [{ id: made.json.id, name: "Ivo Prado" }]);
    const elsewhere = await ana.get("/users", { headers: { "Praca-Site": otherSite } });
    assert.deepEqual([elsewhere.status, elsewhere.json.left], [200, []]);
});

test("a member of a body that is of the wrong kind, or has no meaning, is refused by its name", async () => {
    const site = (await ana.get("/site")).json;
    const me = (await ana.get("/session")).json.user.id;
    const [kept, gone] = [(await ana.post("/contacts", { name: "Lia" })).json.id, (await ana.post("/contacts", { name: "Lia R." })).json.id];
    const merge = `/contacts/${kept}/merge`;
    for (const [method, path, body, field, code] of [
        ["patch", "/site", { name: 5 }, "name", "field.text"], ["patch", "/site", { name: "Acme", time_zone: ["UTC"] }, "time_zone", "field.text"], ["patch", "/site", { nome: "Acme" }, "nome", "field.unknown"],
        ["post", "/sites", { name: "Gama", currency: 986 }, "currency", "field.text"],
        ["post", "/users", { email: "eva@acme.example", name: "Eva", password: "a green bicycle", role: "sales", locale: true }, "locale", "field.text"], ["patch", `/users/${me}`, { role: 1 }, "role", "field.text"], ["patch", `/users/${me}`, { disabled: "yes" }, "disabled", "field.bool"],
        ["post", "/tokens", { name: "x", scopes: "read" }, "scopes", "field.list"], ["post", "/tokens", { name: 7, scopes: ["read"] }, "name", "field.text"], ["post", "/tokens", { name: "x", scopes: ["read"], expires_at: 5 }, "expires_at", "field.time"],
        ["patch", "/session/user", { theme: 1 }, "theme", "field.text"], ["patch", "/mail_choices", { weekly: "yes" }, "weekly", "field.bool"], ["patch", "/settings", { "mail.rate": [] }, "mail.rate", null],
        ["post", "/share_links", { kind: "report", target: kept, edition: "x" }, "edition", "field.int"],
        ["post", merge, {}, "gone", "field.required"], ["post", merge, { gone: "abc" }, "gone", "field.id"], ["post", merge, { gone, version: "x" }, "version", "field.int"],
        ["post", merge, { gone, fields: "gone" }, "fields", "field.object"], ["post", merge, { gone, keep: {} }, "keep", "field.unknown"], ["post", merge, { gone, fields: { name: "both" } }, "name", "merge.choice"],
    ]) {
        const res = await ana[method](path, body);
        assert.equal(res.status, 422, `${method} ${path} ${JSON.stringify(body)}: ${res.text}`);
        assert.deepEqual(res.json.errors.map((e) => e.field), [field], JSON.stringify(body));
        if (code) assert.equal(res.json.errors[0].code, code, JSON.stringify(body));
        assert.ok(res.json.errors[0].message.length > 8);
    }
    assert.deepEqual((await ana.get("/site")).json, site);
    assert.equal((await ana.get(`/contacts/${gone}`)).json.id, gone);
});

test("what a browser changes needs the token that only our own page knows", async () => {
    for (const csrf of [undefined, "", "wrong", `${ana.csrf}x`]) {
        const res = await ana.post("/contacts", { name: "x" }, { headers: { "X-CSRF-Token": csrf } });
        assert.deepEqual([res.status, res.json.code], [403, "api.csrf"]);
    }
    const cookieOnly = new Client(server);
    cookieOnly.cookie = ana.cookie;
    for (const { path, method, o } of operations()) {
        if (method === "GET" || open(o)) continue;
        const res = await cookieOnly.call(method, path.replace("{id}", "1"), { body: body(o) });
        assert.deepEqual([res.status, res.json.code], [403, "api.csrf"], `${method} ${path}`);
    }
});

test("the cookie cannot be read by a script or sent by another site's form", async () => {
    const res = await new Client(server).post("/session", { email: owner.email, password: owner.password });
    assert.match(res.headers["set-cookie"][0], /^praca_session=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=\d+$/);
    const far = await send(`${server.url}/api/v1/session`, {
        method: "POST", headers: { Host: "praca.example", "Content-Type": "application/json" }, body: JSON.stringify({ email: owner.email, password: owner.password }),
    });
    assert.match(far.headers["set-cookie"][0], /; Secure/);
});

test("who may not export gets no file and sends no report, whether member or token", async () => {
    const report = (await ana.post("/saved_reports", { name: "Canais", kind: "channels", question: { by: "channel", date_range: "30d" }, view: { preset: "d30" } })).json;
    const schedule = (await ana.post(`/saved_reports/${report.id}/schedules`, { cadence: "monthly", day: 1, hour: 7, recipients: [{ address: "chefe@norte.example", lang: "pt-BR", confirmed: true }] })).json;
    const enter = async (role) => {
        const who = { email: `${role}@acme.example`, name: role, role, password: "a green bicycle" };
        assert.equal((await ana.post("/users", who)).status, 201);
        const c = new Client(server);
        assert.equal((await c.post("/session", { email: who.email, password: who.password })).status, 200);
        return c;
    };
    const everythingElse = ["read", "edit_people", "edit_deals", "edit_plan", "spend", "import", "erase", "audit", "admin"];
    const sends = [["POST", `/saved_reports/${report.id}/send`], ["POST", `/report_schedules/${schedule.id}/send`], ["POST", `/saved_reports/${report.id}/schedules`], ["PATCH", `/report_schedules/${schedule.id}`]];
    /* The rows of a file that could not be imported go back to whoever brought it. */
    const files = operations().filter(({ path, method }) => method === "GET" && /\.(csv|txt)$/.test(path) && !/^\/(visits\/)?imports\//.test(path))
        .map(({ path }) => ["GET", path.replace("{id}", report.id).replace("{table}", "contacts")]);
    assert.ok(files.some(([, path]) => path === "/reports/attribution.txt"));
    const before = (await ana.get("/mails")).json.items.length;
    for (const c of [await enter("readonly"), await withToken(ana, everythingElse)])
        for (const [method, path] of [...files, ...sends]) {
            const res = await c.call(method, path, { body: method === "GET" ? undefined : {}, headers: method === "PATCH" ? { "If-Match": `"${schedule.version}"` } : {} });
            assert.deepEqual([res.status, res.json?.code], [403, "access.denied"], `${method} ${path}`);
        }
    assert.equal((await ana.get("/mails")).json.items.length, before);
    assert.equal((await ana.post("/contacts", { name: "Teca", channel: "email", first_contact_at: new Date().toISOString() })).status, 201);
    const analyst = await enter("analyst");
    assert.equal((await analyst.get("/reports/attribution.txt")).status, 200);
    const sent = await analyst.post(`/saved_reports/${report.id}/send`, {});
    assert.equal(sent.status, 202, sent.text);
});

test("a role and a scope open what they name and nothing else", async () => {
    const read = await withToken(ana, ["read"]);
    assert.equal((await read.get("/contacts")).status, 200);
    for (const [method, path] of [["POST", "/contacts"], ["POST", "/deals"], ["POST", "/plans"], ["POST", "/spend_lines"], ["GET", "/audit"],
        ["GET", "/tokens"], ["POST", "/users"], ["PATCH", "/settings"], ["GET", "/contacts.csv"], ["PATCH", "/site"], ["GET", "/metrics.prom"]]) {
        const res = await read.call(method, path, { body: method === "GET" ? undefined : {} });
        assert.deepEqual([res.status, res.json.code], [403, "access.denied"], `${method} ${path}`);
    }
    for (const path of ["/session", "/sessions"]) assert.equal((await read.get(path)).json.code, "api.session_only");
    const people = await withToken(ana, ["read", "edit_people"]);
    assert.equal((await people.post("/contacts", { name: "Bia" })).status, 201);
    assert.equal((await people.post("/deals", { name: "Bia" })).status, 403);
    assert.equal((await ana.post("/tokens", { name: "x", scopes: ["read", "everything"] })).json.errors[0].field, "scopes");
});

test("a site keeps an owner, and nobody disables themselves", async () => {
    const me = (await ana.get("/session")).json.user.id;
    assert.equal((await ana.patch(`/users/${me}`, { role: "readonly" })).json.code, "api.yourself");
    assert.equal((await ana.del(`/users/${me}`)).json.code, "access.last_owner");
});

test("who enters other sites is not locked out of them by the owner of one", async () => {
    const ines = { email: "ines@acme.example", name: "Inês", role: "owner", password: "a paper lantern" };
    const made = await ana.post("/users", ines);
    assert.equal(made.status, 201, made.text);
    const guest = new Client(server);
    assert.equal((await guest.post("/session", { email: ines.email, password: ines.password })).status, 200);
    const beta = (await guest.post("/sites", { name: "Gama", door: "own" })).json.site;
    const refused = await ana.patch(`/users/${made.json.id}`, { disabled: true });
    assert.deepEqual([refused.status, refused.json.code], [403, "access.elsewhere"]);
    assert.equal((await guest.get("/session")).status, 200);
    assert.equal((await ana.patch(`/users/${made.json.id}`, { role: "sales" })).status, 200);
    assert.equal((await ana.del(`/users/${made.json.id}`)).status, 204);
    assert.ok((await guest.get("/session")).json.sites.some((s) => s.id === beta.id));
});

test("after ten wrong passwords the eleventh waits, and so does the right one", async () => {
    const lia = { email: "lia@acme.example", name: "Lia", role: "sales", password: "a paper lantern" };
    assert.equal((await ana.post("/users", lia)).status, 201);
    const c = new Client(server, { lang: "pt-BR" });
    for (let i = 0; i < 10; i++) {
        const res = await c.post("/session", { email: lia.email, password: "wrong password" });
        assert.deepEqual([res.status, res.json.code], [401, "access.login"]);
    }
    const res = await c.post("/session", { email: lia.email, password: lia.password });
    assert.deepEqual([res.status, res.json.code], [429, "access.too_many"]);
    assert.equal((await new Client(server).post("/session", { email: owner.email, password: owner.password })).status, 200);
});

test("what is refused at the door is said in the language of who knocks", async () => {
    for (const [lang, words] of [["en", /larger/], ["pt-BR", /maior/]]) {
        const c = new Client(server, { lang });
        Object.assign(c, { cookie: ana.cookie, csrf: ana.csrf });
        const large = await c.post("/rules/contact/count", { rule: { field: "name", is: "x".repeat(80_000) } });
        assert.equal(large.status, 413);
        assert.match(large.json.detail, words);
        const query = await c.get("/contacts?q=%00");
        assert.deepEqual([query.status, query.json.code], [400, "net.query"]);
        assert.match(query.json.title, lang === "en" ? /request/ : /requisição/);
    }
});

test("sales fill the pipeline and the committee, and change neither its stages nor how people are scored", async () => {
    const rui = { email: "tania@acme.example", name: "Tânia", role: "sales", password: "a paper kite" };
    assert.equal((await ana.post("/users", rui)).status, 201);
    const c = new Client(server);
    assert.equal((await c.post("/session", { email: rui.email, password: rui.password })).status, 200);
    const wrong = await c.post("/deals", { name: "Fornos", stage: "Propsta" });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field, wrong.json.errors[0].code], [422, "stage", "deal.no_stage"]);
    const deal = await c.post("/deals", { name: "Fornos", stage: "proposal" });
    assert.equal(deal.status, 201, deal.text);
    for (const outcome of ["won", "lost"]) {
        const res = await c.patch(`/deals/${deal.json.id}`, { outcome }, deal.json.version);
        assert.deepEqual([res.status, res.json.errors[0].field, res.json.errors[0].code], [422, "reason", "deal.stage_requires"]);
    }
    const narrow = await withToken(ana, ["read", "edit_deals"]);
    assert.equal((await narrow.post("/deals", { name: "Outro", stage: "Propsta" })).status, 422);
    assert.ok(!(await ana.get("/deal_stages?limit=100")).json.items.some((s) => s.name === "Propsta"));
    const typo = await ana.post("/deals", { name: "Piloto", stage: "Piloto" });
    assert.deepEqual([typo.status, typo.json.errors[0].code], [422, "deal.no_stage"]);
    assert.match(typo.json.errors[0].message, /Proposal, .*Won/);
    assert.equal((await c.post("/score-models/start", {})).status, 403);
    assert.equal((await c.post("/score-models/fit/draft", { rows: [] })).status, 403);
    assert.equal((await c.post("/score-models/fit/publish", {})).status, 403);
    assert.equal((await c.del("/score-models/fit/draft")).status, 403);
    assert.equal((await c.post("/score-models/suggestion/accept", { rows: [0] })).status, 403);
});

test("an unknown address and a wrong password answer the same", async () => {
    const c = new Client(server);
    const a = await c.post("/session", { email: "nobody@acme.example", password: "wrong password" });
    const b = await c.post("/session", { email: owner.email, password: "wrong password" });
    assert.deepEqual({ ...a.json, request_id: 0 }, { ...b.json, request_id: 0 });
});

test("a demonstration is a site of its own, filled by a job, with nothing of it on the others", async () => {
    const before = (await ana.get("/contacts?count=1&limit=1")).json.count;
    const opened = await ana.post("/sites", { door: "demo" });
    assert.equal(opened.status, 201, opened.text);
    const demo = { headers: { "Praca-Site": opened.json.site.id } };
    const job = await until(() => ana.get(`/jobs/${opened.json.job}`, demo), (r) => ["done", "failed"].includes(r.json.state));
    assert.equal(job.json.state, "done", job.text);
    assert.equal((await ana.get(`/jobs/${opened.json.job}`)).status, 404);
    assert.ok((await ana.get("/contacts?count=1&limit=1", demo)).json.count > 100);
    assert.equal((await ana.get("/site", demo)).json.is_demo, true);
    assert.equal((await ana.get("/contacts?count=1&limit=1")).json.count, before);
    assert.equal((await ana.post("/sites", { door: "back" })).json.errors[0].field, "door");
});

test("the first setup cannot be made twice", async () => {
    const res = await new Client(server).post("/setup", { ...owner, email: "eve@evil.example" });
    assert.deepEqual([res.status, res.json.code], [409, "api.setup_done"]);
});

test("neither passwords nor tokens reach the log", () => {
    for (const secret of [owner.password, ana.cookie.split("=")[1], ana.csrf, "rui@norte.example"]) assert.ok(!server.log().includes(secret));
});
