/* records.test.mjs -- versions, repeats, pages, filters, exports, and input that means no good. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, send, setUp, startServer, withToken } from "./server.mjs";

let server, ana, pt;
before(async () => {
    server = await startServer();
    ana = await setUp(server);
    pt = new Client(server, { lang: "pt-BR" });
    Object.assign(pt, { cookie: ana.cookie, csrf: ana.csrf });
});
after(() => server?.stop());

const add = async (body) => {
    const res = await ana.post("/contacts", body);
    assert.equal(res.status, 201, res.text);
    return res.json;
};

test("an entry of the audit tells what was done on the screen from what a key did", async () => {
    const key = await withToken(ana, ["read", "edit_people"]);
    for (const [client, origin] of [[ana, "screen"], [key, "api"]]) {
        const made = await client.post("/contacts", { name: origin, lifecycle: "mql" });
        assert.equal(made.status, 201, made.text);
        const entries = (await ana.get(`/contacts/${made.json.id}/history`)).json.items;
        assert.deepEqual(entries.map((e) => [e.action, e.origin, e.actor_name]), [["add", origin, "Ana"]]);
    }
});

test("a change needs the version that was read", async () => {
    const row = await add({ name: "Um" });
    const at = `/contacts/${row.id}`;
    assert.equal((await ana.get(at)).headers.etag, '"1"');
    assert.equal((await ana.get(at, { headers: { "If-None-Match": '"1"' } })).status, 304);
    const bare = await ana.patch(at, { name: "Dois" });
    assert.deepEqual([bare.status, bare.json.code], [428, "api.if_match_needed"]);
    assert.equal((await ana.del(at)).status, 428);
    for (const bad of ["1", '"x"', '"0"', 'W/"1"', '"1", "2"', '""']) {
        assert.equal((await ana.call("PATCH", at, { body: {}, headers: { "If-Match": bad } })).status, 400, bad);
    }
    const changed = await ana.patch(at, { name: "Dois" }, 1);
    assert.deepEqual([changed.status, changed.json.version, changed.headers.etag], [200, 2, '"2"']);
    const late = await ana.patch(at, { name: "Três" }, 1);
    assert.deepEqual([late.status, late.json.code], [412, "model.version"]);
    assert.equal((await ana.del(at, 1)).status, 412);
    assert.equal((await ana.get(at)).json.name, "Dois");
    assert.equal((await ana.call("PATCH", at, { body: { name: "Quatro" }, headers: { "If-Match": "*" } })).json.version, 3);
    assert.equal((await ana.del(at, 3)).status, 204);
});

test("of two changes at once one wins", async () => {
    const row = await add({ name: "Corrida" });
    const both = await Promise.all(["a", "b", "c", "d"].map((name) => ana.patch(`/contacts/${row.id}`, { name }, 1)));
    assert.deepEqual(both.map((r) => r.status).sort(), [200, 412, 412, 412]);
});

test("a repeated POST with one key makes one record", async () => {
    const headers = { "Idempotency-Key": "k-1" };
    const all = await Promise.all([1, 2, 3].map(() => ana.post("/contacts", { name: "Chave" }, { headers })));
    const again = await ana.post("/contacts", { name: "Chave" }, { headers });
    for (const res of [...all, again]) assert.equal(res.status, 201);
    assert.equal(new Set([...all, again].map((r) => r.json.id)).size, 1);
    assert.equal(again.headers["idempotency-replayed"], "true");
    const other = await ana.post("/contacts", { name: "Outra" }, { headers });
    assert.deepEqual([other.status, other.json.code], [409, "work.key_reused"]);
    assert.equal((await ana.post("/contacts", { name: "x" }, { headers: { "Idempotency-Key": "x".repeat(300) } })).status, 400);
    const wrong = { "Idempotency-Key": "k-2" };
    assert.equal((await ana.post("/contacts", { email: "no" }, { headers: wrong })).status, 422);
    assert.equal((await ana.post("/contacts", { name: "Agora" }, { headers: wrong })).status, 201);
});

test("all mistakes come at once, in the reader's language", async () => {
    const body = { email: "not an address", lifecycle: "king", acount: "1", first_contact_at: "yesterday", owner: 7.5 };
    const [a, b] = [await ana.post("/contacts", body), await pt.post("/contacts", body)];
    for (const res of [a, b]) {
        assert.equal(res.status, 422);
        assert.equal(res.headers["content-type"], "application/problem+json");
        assert.deepEqual(Object.keys(res.json), ["type", "title", "status", "code", "detail", "request_id", "errors"]);
        assert.deepEqual(res.json.errors.map((e) => e.field).sort(), ["acount", "email", "first_contact_at", "lifecycle", "owner"]);
    }
    assert.deepEqual([a.json.title, b.json.title], ["Some fields are wrong", "Há campos errados"]);
    assert.match(a.json.errors.find((e) => e.field === "acount").message, /account/);
    assert.notEqual(a.json.errors[0].message, b.json.errors[0].message);
});

test("what cannot be read, what breaks a rule and what does not exist come in one answer", async () => {
    const bad = { email: "ana@", locale: "pt_BR", lifecycle: "king", first_contact_at: "2090-01-01T00:00:00Z", account: "987654321", owner: "987654321" };
    const told = { email: "field.email", locale: "field.locale", lifecycle: "field.choice", first_contact_at: "field.future", account: "field.ref", owner: "field.owner" };
    const codes = (res) => Object.fromEntries(res.json.errors.map((e) => [e.field, e.code]));
    const row = await add({ name: "Inteira" });
    for (const res of [await ana.post("/contacts", bad), await ana.patch(`/contacts/${row.id}`, bad, row.version)]) {
        assert.equal(res.status, 422);
        assert.equal(res.json.errors.length, 6);
        assert.deepEqual(codes(res), told);
    }
    assert.deepEqual((await ana.get(`/contacts/${row.id}`)).json, row);
    const plan = (await ana.post("/plans", { name: "2026" })).json;
    const goal = await ana.post("/goals", { plan: plan.id, name: "x", metric: "no_such", target_micro: 1, starts_on: "2026-01-01", due_on: "2026-01-01", owner: "1" });
    assert.deepEqual(codes(goal), { metric: "metric.no_such", due_on: "field.before_start", owner: "field.owner" });
});

test("every problem has a sentence in both languages", async () => {
    const cases = [["GET", "/nothing", 404], ["GET", "/contacts/123", 404], ["GET", "/contacts/abc", 404], ["PUT", "/contacts/1", 405],
        ["GET", "/contacts?sort=phone", 400], ["GET", "/contacts?limit=0", 400], ["GET", "/contacts?limit=501", 400], ["GET", "/contacts?after=zzz", 400],
        ["GET", "/contacts?nothing=1", 400], ["GET", "/audit?limit=x", 400], ["GET", "/audit?record=x", 422]];
    for (const [method, path, status] of cases) {
        const [a, b] = [await ana.call(method, path), await pt.call(method, path)];
        assert.deepEqual([a.status, b.status], [status, status], `${path} ${a.text}`);
        assert.notEqual(a.json.detail, b.json.detail, path);
        assert.ok(a.json.detail.includes(" ") && !/\w\.\w+_\w/.test(a.json.detail), a.json.detail);
        assert.ok(a.json.request_id);
    }
});

test("a list is paged without gaps or repeats while it grows", async () => {
    for (let i = 0; i < 25; i++) await add({ name: `Página ${String(i).padStart(2, "0")}`, landing_page: "paginas" });
    for (const sort of ["name", "-name", "created_at", "-created_at"]) {
        const seen = [];
        let after = "";
        for (let pages = 0; ; pages++) {
            const res = await ana.get(`/contacts?landing_page=paginas&limit=7&sort=${sort}${after && `&after=${encodeURIComponent(after)}`}`);
            assert.equal(res.status, 200, res.text);
            seen.push(...res.json.items.map((x) => x.name));
            if (!res.json.next) break;
            after = res.json.next;
            assert.ok(pages < 5);
        }
        const sorted = [...seen].sort();
        assert.equal(new Set(seen).size, 25);
        assert.deepEqual(seen, sort.startsWith("-") ? sorted.reverse() : sorted);
    }
    const counted = await ana.get("/contacts?landing_page=paginas&limit=1&count=1");
    assert.deepEqual([counted.json.count, counted.json.count_capped], [25, false]);
    assert.equal((await ana.get("/contacts?landing_page=paginas&limit=1")).json.count, null);
    const cursor = counted.json.next;
    assert.equal((await ana.get(`/contacts?sort=name&after=${encodeURIComponent(cursor)}`)).status, 400);
});

test("filters and search find what they name", async () => {
    const row = await add({ name: "Érica Ção", email: "erica@filtro.example", channel: "fair", lifecycle: "mql", first_contact_at: "2018-03-01T12:00:00Z" });
    const find = async (q) => (await ana.get(`/contacts?${q}`)).json.items.map((x) => x.id);
    for (const q of ["q=erica%20cao", "email=erica@filtro.example", "channel=fair", "channel.in=fair,other", "first_contact_at.gte=2018-03-01T12:00:00Z&first_contact_at.lt=2018-03-02T00:00:00Z",
        `id.in=${row.id}`, "channel.not=x&q=erica"]) {
        assert.deepEqual(await find(q), [row.id], q);
    }
    assert.deepEqual(await find("channel=fair&first_contact_at.null=true"), []);
});

test("an export has every row, in pieces", async () => {
    const n = 260;
    for (let i = 0; i < n; i += 10) {
        await Promise.all(Array.from({ length: 10 }, (_, k) => add({ name: `Linha "${i + k}", =1+1`, landing_page: "csv", notes: "=cmd()" })));
    }
    const res = await ana.get("/contacts.csv?landing_page=csv&limit=3&count=1");
    assert.equal(res.status, 200);
    assert.match(res.headers["content-type"], /^text\/csv/);
    assert.match(res.headers["content-disposition"], /filename="contacts.csv"/);
    const lines = res.text.trim().split("\r\n");
    assert.equal(lines.length, n + 1);
    assert.equal(new Set(lines.slice(1).map((l) => l.split(",")[0])).size, n);
    assert.ok(lines[1].includes("'=cmd()"));
    assert.equal((await ana.get("/contacts.csv?sort=phone")).status, 400);
    const taken = (await ana.get("/audit?model=contact&limit=20")).json.items.filter((x) => x.action === "export");
    assert.equal(taken.length, 1, "who takes people's data out is on record, a question refused is not");
});

test("a body that is no JSON object, too large, or of another type is refused and changes nothing", async () => {
    const before = (await ana.get("/contacts?count=1&limit=1")).json.count;
    const raw = (data, type = "application/json") => ana.call("POST", "/contacts", { raw: data, headers: { "Content-Type": type } });
    for (const text of ["", "{", "[]", "null", '"x"', '{"name":"a","name":"b"}', '{"name":"a"}x', "\xff\xfe", '{"name":"\\u0000"}', "[".repeat(5000), '{"owner":1e400}']) {
        const res = await raw(text);
        assert.ok([400, 422].includes(res.status), `${text.slice(0, 20)}: ${res.status} ${res.text}`);
        assert.ok(res.json.detail.length > 10);
    }
    assert.equal((await raw("name=x", "application/x-www-form-urlencoded")).status, 415);
    assert.equal((await raw(JSON.stringify({ name: "x", notes: "x".repeat(600 * 1024) }))).status, 413);
    const long = await raw(JSON.stringify({ name: "x".repeat(5000) }));
    assert.deepEqual([long.status, long.json.errors[0].code], [422, "field.too_long"]);
    assert.equal((await ana.get("/contacts?count=1&limit=1")).json.count, before);
});

test("hostile input is text, nothing else", async () => {
    const evil = ["'; drop table contacts; --", "\" or \"\"=\"", "<script>alert(1)</script>", "%s%n{{7*7}}", "..\\..\\etc", "$(reboot)", "𝒳".repeat(40)];
    for (const name of evil) {
        const row = await add({ name, external_id: name });
        assert.equal((await ana.get(`/contacts/${row.id}`)).json.name, name);
        const found = await ana.get(`/contacts?external_id=${encodeURIComponent(name)}`);
        assert.deepEqual(found.json.items.map((x) => x.id), [row.id], name);
        assert.equal((await ana.get(`/contacts?q=${encodeURIComponent(name)}`)).status, 200);
    }
    // What turns the direction of reading around is left out: it makes one name look like another.
    assert.equal((await add({ name: "\u202egnp.exe", external_id: "turned" })).name, "gnp.exe");
    for (const q of ["sort=name;drop%20table", "sort=(select%201)", "name';--=1", "id=1%20or%201=1", "id.in=1,2;3", "limit=1;", "after=%27%20or%201", "custom.x=1"]) {
        const res = await ana.get(`/contacts?${q}`);
        assert.equal(res.status, 400, `${q}: ${res.text}`);
    }
    for (const path of ["/contacts/%00", "/contacts/..%2f..%2fetc", "/contacts/1%20or%201=1", "/sqlite_master", "/users.csv", "/sessions.csv", "/contacts.csv.csv", "/.csv"]) {
        const res = await send(`${server.url}/api/v1${path}`, { headers: { Cookie: ana.cookie } });
        assert.ok([400, 404].includes(res.status), `${path}: ${res.status}`);
    }
    assert.equal((await ana.get("/contacts?limit=1")).status, 200);
});

test("a goal's metric must exist, and its baseline is computed", async () => {
    const plan = (await ana.post("/plans", { name: "2027" })).json.id;
    const goal = { plan, name: "Leads", metric: "leads", target_micro: 9_000_000, starts_on: "2018-03-01", due_on: "2018-03-31" };
    assert.equal((await ana.post("/goals", goal)).json.baseline_micro, 0);
    const wrong = await ana.post("/goals", { ...goal, metric: "luck", due_on: "soon" });
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["due_on", "metric"]);
});

test("unknown and read-only members are named", async () => {
    const res = await ana.post("/contacts", { name: "x", id: "5", site: "1", version: 9, created_at: "2020-01-01T00:00:00Z" });
    assert.equal(res.status, 422);
    assert.deepEqual(res.json.errors.map((e) => e.field).sort(), ["created_at", "id", "site", "version"]);
});

test("own fields take part like built-in ones", async () => {
    const made = await ana.post("/custom-fields", { model: "contact", name: "size", label: "Size", kind: "enum", choices: ["S", "L"] });
    assert.equal(made.status, 201, made.text);
    const row = await add({ name: "Própria", custom: { size: "L" } });
    assert.deepEqual(row.custom, { size: "L" });
    const wrong = await ana.patch(`/contacts/${row.id}`, { custom: { size: "XXL", hat: 1 } }, 1);
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["custom.hat", "custom.size"]);
    const grown = await ana.patch(`/custom-fields/${made.json.id}`, { label: "Tamanho", choices: ["S", "XXL"] });
    assert.deepEqual([grown.status, grown.json.label, grown.json.choices, grown.json.name], [200, "Tamanho", ["S", "XXL"], "size"]);
    assert.equal((await ana.patch(`/custom-fields/${made.json.id}`, { kind: "int" })).status, 422);
    const cleared = await ana.patch(`/contacts/${row.id}`, { custom: { size: null } }, 1);
    assert.deepEqual(cleared.json.custom, {});
    assert.equal((await ana.post("/custom-fields", { model: "plan", name: "a", label: "A", kind: "text" })).status, 422);
    assert.equal((await ana.post("/custom-fields", { model: "contact", name: "size", label: "S", kind: "text" })).status, 409);
    const contact = (await ana.get("/models")).json.models.find((m) => m.name === "contact");
    assert.ok(contact.fields.some((f) => f.name === "custom.size" && f.custom));
});

test("a telephone can be called, who left had bought, a list is private until it is said to be public", async () => {
    for (const [path, body] of [["/contacts", { name: "Sem fone", phone: "abc" }], ["/referrals", { name: "Zé", phone: "12-34" }]]) {
        const short = await ana.post(path, body);
        assert.equal(short.status, 422, short.text);
        assert.ok(short.json.errors.some((e) => e.field === "phone" && e.code === "field.phone"), short.text);
    }
    await add({ name: "Ramal", phone: "3333-44 ramal 5" });
    const account = (await ana.post("/accounts", { name: "Nunca comprou" })).json.id;
    const left = { account, churned_on: "2026-01-31", reason: "price" };
    assert.equal((await ana.post("/churns", left)).json.errors[0].code, "churn.no_customer");
    await ana.post("/deals", { name: "Forno", account, outcome: "won", closed_at: "2025-11-01T10:00:00Z" });
    assert.equal((await ana.post("/churns", left)).status, 201);
    assert.equal((await ana.post("/lists", { name: "Interna" })).json.public, false);
});

test("HEAD answers as GET without a body", async () => {
    const head = await send(`${server.url}/api/v1/contacts`, { method: "HEAD", headers: { Cookie: ana.cookie } });
    assert.deepEqual([head.status, head.text], [200, ""]);
});
