/* intake.test.mjs -- imports that come by themselves: folders, addresses, and what other programs send. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { send, setUp, startServer, until, withToken } from "./server.mjs";

const folder = mkdtempSync(join(tmpdir(), "praca-folder-"));
let server, ana, site, away, answer;

before(async () => {
    server = await startServer(`--import.folder=${folder}`, "--import.allow=127.0.0.1/32");
    ana = await setUp(server);
    site = createServer((q, s) => answer(q, s));
    await new Promise((done) => site.listen(0, "127.0.0.1", done));
    away = `http://127.0.0.1:${site.address().port}`;
});
after(async () => {
    site?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
});

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const columns = { email: { to: "email" }, nome: { to: "name" } };
const source = async (more) => ok(await ana.post("/import_sources", { name: "CRM", kind: "leads", ...more }), 201);

/* A file that lies still, as one that was written a minute ago. */
function put(name, text) {
    const path = join(folder, name);
    writeFileSync(path, text);
    const then = new Date(Date.now() - 60_000);
    utimesSync(path, then, then);
}

async function run(s) {
    const { job } = ok(await ana.post(`/import_sources/${s.id}/run`, {}), 202);
    ok(await until(() => ana.get(`/jobs/${job}`), (r) => ["done", "failed"].includes(r.json.state)));
    return ok(await ana.get(`/import_sources/${s.id}/deliveries`)).items;
}
const found = async (q) => ok(await ana.get(`/contacts?${q}`)).items;

test("each file of a folder is read once, by its content", async () => {
    mkdirSync(join(folder, "crm"));
    put("crm/a.csv", "email,nome\nrui@norte.example,Rui\n");
    put("crm/leia-me.md", "email,nome\nx@norte.example,X\n");
    const s = await source({ origin: "folder", path: "crm", every_minutes: 60, map: { columns } });
    assert.ok(new Date(s.next_at) > new Date());
    assert.deepEqual((await run(s)).map((d) => [d.name, d.state]), [["a.csv", "done"]]);
    assert.equal((await found("email=rui@norte.example"))[0].name, "Rui");
    put("crm/b.csv", "email,nome\nrui@norte.example,Rui\n");
    assert.equal((await run(s)).length, 1);
    put("crm/b.csv", "email,nome\nbia@norte.example,Bia\n");
    const two = await run(s);
    assert.deepEqual(two.map((d) => d.name), ["b.csv", "a.csv"]);
    const import_ = ok(await ana.get(`/imports/${two[0].import}`));
    assert.deepEqual([import_.state, import_.added, import_.source], ["done", 1, s.id]);
    assert.ok(ok(await ana.get("/imports")).items.every((i) => i.source === null));
    ok(await ana.post(`/imports/${two[0].import}/undo`, {}), 202);
    await until(() => ana.get(`/imports/${two[0].import}`), (r) => r.json.state === "undone");
    assert.equal((await found("email=bia@norte.example")).length, 0);
    assert.equal(ok(await ana.get(`/import_sources/${s.id}`)).last_state, "done");
});

test("nothing outside of the folder is read: no way up, no link", async () => {
    for (const path of ["../x", "/etc", "a//b", ".hidden", "a/../b"])
        assert.equal((await ana.post("/import_sources", { name: "x", origin: "folder", kind: "leads", path })).json.errors[0].field, "path", path);
    symlinkSync("/etc", join(folder, "fora"));
    const s = await source({ name: "Atalho", origin: "folder", path: "fora" });
    const [d] = await run(s);
    assert.equal(d.state, "failed");
    assert.match(d.message, /“fora”/);
    mkdirSync(join(folder, "dentro"));
    symlinkSync("/etc/passwd", join(folder, "dentro/p.csv"));
    assert.deepEqual(await run(await source({ name: "Dentro", origin: "folder", path: "dentro" })), []);
});

test("a wrong row stops a file unless it may be left out, and the failure is on the first screen", async () => {
    mkdirSync(join(folder, "erro"));
    put("erro/a.csv", "email,nome\nno address,Rui\nlia@norte.example,Lia\n");
    const s = await source({ name: "Com erro", origin: "folder", path: "erro", map: { columns } });
    const [d] = await run(s);
    assert.equal(d.state, "failed");
    assert.equal((await found("email=lia@norte.example")).length, 0);
    assert.equal(ok(await ana.get(`/import_sources/${s.id}`)).failures, 1);
    const tasks = ok(await ana.get("/dashboard")).tasks.filter((t) => t.code === "source_failed");
    assert.ok(tasks.some((t) => t.message.includes("Com erro") && t.url === `/import/sources/${s.id}`));
    const now = ok(await ana.get(`/import_sources/${s.id}`));
    ok(await ana.patch(`/import_sources/${s.id}`, { skip_errors: true }, now.version));
    ok(await ana.post(`/import_deliveries/${d.id}/replay`, {}), 202);
    const again = ok(await until(() => ana.get(`/import_deliveries/${d.id}`), (r) => ["partly", "failed"].includes(r.json.state) && r.json.id && r.json.ended_at));
    assert.equal(again.state, "partly");
    assert.equal((await found("email=lia@norte.example")).length, 1);
});

test("an address is asked again only for what changed, and not led elsewhere", async () => {
    const asked = [];
    answer = (q, s) => {
        asked.push(q.headers["if-none-match"]);
        if (q.headers["if-none-match"] === '"1"') return void s.writeHead(304).end();
        s.writeHead(200, { ETag: '"1"', "Content-Type": "text/csv" }).end("email,nome\nteo@norte.example,Teo\n");
    };
    const s = await source({ name: "Planilha", origin: "url", url: `${away}/export/leads.csv?key=1`, at_time: "06:30", map: { columns } });
    assert.deepEqual((await run(s)).map((d) => [d.name, d.state]), [["leads.csv", "done"]]);
    assert.equal((await run(s)).length, 1);
    assert.deepEqual(asked, [undefined, '"1"']);
    assert.equal(ok(await ana.get(`/import_sources/${s.id}`)).last_state, "nothing");

    const fails = async (how, message) => {
        answer = how;
        const f = await source({ name: `Falha ${message}`, origin: "url", url: `${away}/x.csv` });
        const [d] = await run(f);
        assert.equal(d.state, "failed");
        assert.match(d.message, message);
        assert.equal(ok(await ana.get(`/import_sources/${f.id}`)).last_state, "failed");
    };
    await fails((q, r) => r.writeHead(500).end("no"), /500/);
    await fails((q, r) => r.writeHead(302, { Location: "http://10.0.0.1/x.csv" }).end(), /10\.0\.0\.1/);
    await fails((q, r) => r.writeHead(302, { Location: "http://169.254.169.254/latest" }).end(), /169\.254/);
    await fails((q, r) => r.writeHead(200, { "Content-Length": String(2 * 1024 ** 3) }).write("a"), /large|MB|big/i);
    await fails((q, r) => r.writeHead(200, { "Content-Length": "100" }) && r.write("a") && r.destroy(), /./);
});

test("a source that could never be fetched is refused when it is saved, with what to do", async () => {
    const plain = await startServer();
    try {
        const bia = await setUp(plain);
        const wrong = async (more) => {
            const { errors } = (await bia.post("/import_sources", { name: "x", kind: "leads", ...more })).json;
            return errors.map((e) => [e.field, e.code, /import\.(allow|folder)/.test(e.message)]);
        };
        assert.deepEqual(await wrong({ origin: "folder", path: "crm" }), [["path", "import.no_folder", true]]);
        for (const [url, code] of [
            ["http://norte.example/x.csv", "import.https"], ["https://norte.example:22/x.csv", "net.closed_port"], ["https://10.0.0.1/x.csv", "net.closed_address"],
            ["https://169.254.169.254/latest", "net.closed_address"], ["https://[::1]/x.csv", "net.closed_address"], ["https://localhost/x.csv", "net.closed_address"],
            ["https://0x7f.1/x.csv", "net.closed_address"],
        ])
            assert.deepEqual(await wrong({ origin: "url", url }), [["url", code, true]], url);
        const s = ok(await bia.post("/import_sources", { name: "CRM", kind: "leads", origin: "url", url: "https://norte.example:8443/x.csv" }), 201);
        ok(await bia.patch(`/import_sources/${s.id}`, { name: "Norte" }, s.version));
        assert.equal((await bia.patch(`/import_sources/${s.id}`, { url: "https://127.0.0.1/x.csv" }, s.version + 1)).json.errors[0].code, "net.closed_address");
    } finally {
        await plain.stop();
    }
    assert.equal((await ana.post("/import_sources", { name: "x", kind: "leads", origin: "url", url: "https://10.0.0.1/x.csv" })).json.errors[0].code, "net.closed_address");
});

/* --- webhooks */

const deliver = (path, body, headers = {}) => send(server.url + path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: typeof body === "string" ? body : JSON.stringify(body) });
const settled = (id) => until(() => ana.get(`/import_deliveries/${id}`), (r) => ["done", "partly", "failed"].includes(r.json.state)).then((r) => r.json);

test("a program sends what it has, its shape is learnt, and the first map applies it", async () => {
    const s = await source({ name: "Formulário", origin: "webhook", id_path: "event_id" });
    assert.deepEqual(ok(await ana.get(`/import_sources/${s.id}/keys`)), { token: false, secret: false });
    assert.equal((await ana.post(`/import_sources/${s.id}/preview`, { map: { columns } })).json.code, "import.no_body");
    const { path } = ok(await ana.post(`/import_sources/${s.id}/token`, {}), 201);
    const first = { event_id: "e1", lead: { email: "Nina@Sul.example", nome: "Nina", empresa: { cnpj: "11222333000181" }, interesses: ["fornos", "massas"] } };
    const taken = await deliver(path, first);
    assert.equal(taken.status, 202, taken.text);
    assert.deepEqual((await deliver(path, { ...first, more: 1 })).json, { id: taken.json.id, again: true });

    const shape = ok(await ana.get(`/import_sources/${s.id}/shape`));
    assert.deepEqual(shape.fields.map((f) => f.path), ["event_id", "lead.email", "lead.nome", "lead.empresa.cnpj", "lead.interesses"]);
    assert.equal(shape.map.columns["lead.email"].to, "email");
    const map = { columns: { "lead.email": { to: "email" }, "lead.nome": { to: "name" }, "lead.empresa.cnpj": { to: "account.tax_number" }, "lead.interesses": { to: "tags" } } };
    const tried = ok(await ana.post(`/import_sources/${s.id}/preview`, { map }));
    assert.deepEqual([tried.rows, tried.added, tried.failed], [1, 1, 0]);
    assert.equal((await found("email=nina@sul.example")).length, 0);

    ok(await ana.patch(`/import_sources/${s.id}`, { map }, s.version));
    const done = await settled(taken.json.id);
    assert.equal(done.state, "done", done.message);
    assert.deepEqual(done.body, first);
    const [nina] = await found("email=nina@sul.example");
    assert.deepEqual([nina.name, nina.tags], ["Nina", ["fornos", "massas"]]);
    assert.equal(ok(await ana.get(`/accounts/${nina.account}`)).tax_number, "11222333000181");

    const wrong = await settled((await deliver(path, { event_id: "e2", lead: { email: "no address", nome: "Zé" } })).json.id);
    assert.equal(wrong.state, "failed");
    assert.ok(wrong.message);
    const list = ok(await ana.get(`/import_sources/${s.id}/deliveries?limit=1`));
    assert.equal(list.items[0].id, wrong.id);
    assert.equal(ok(await ana.get(`/import_sources/${s.id}/deliveries?limit=1&after=${list.next}`)).items[0].id, taken.json.id);
    ok(await ana.post(`/imports/${done.import}/undo`, {}), 202);
    await until(() => found("email=nina@sul.example").then((json) => ({ json, text: "" })), (r) => r.json.length === 0);
    ok(await ana.post(`/import_deliveries/${taken.json.id}/replay`, {}), 202);
    await until(() => found("email=nina@sul.example").then((json) => ({ json, text: "" })), (r) => r.json.length === 1);
});

test("forms and lists are taken too, each record a row", async () => {
    const s = await source({ name: "Lista", origin: "webhook", items_path: "data.items", map: { columns: { email: { to: "email" }, nome: { to: "name" } } } });
    const { path } = ok(await ana.post(`/import_sources/${s.id}/token`, {}), 201);
    const sent = await deliver(path, { data: { items: [{ email: "um@leste.example", nome: '=cmd "1"' }, { email: "x", nome: "Dois" }] } });
    const two = await settled(sent.json.id);
    assert.deepEqual([two.state, two.rows], ["partly", 2]);
    assert.equal((await found("email=um@leste.example"))[0].name, '=cmd "1"');
    assert.equal((await settled((await deliver(path, { other: 1 })).json.id)).state, "failed");

    const f = await source({ name: "Form", origin: "webhook", map: { columns: { email: { to: "email" }, interesse: { to: "tags" } } } });
    const form = ok(await ana.post(`/import_sources/${f.id}/token`, {}), 201);
    const res = await deliver(form.path, "email=eva%40leste.example&interesse=a&interesse=b", { "Content-Type": "application/x-www-form-urlencoded" });
    assert.equal((await settled(res.json.id)).state, "done");
    assert.deepEqual((await found("email=eva@leste.example"))[0].tags, ["a", "b"]);
    assert.equal((await deliver(path, "not json")).json.code, "import.body");
    assert.equal((await deliver(path, `{"a":"${"x".repeat(300 * 1024)}"}`)).status, 413);
});

test("a signature is asked for once there is a secret, and a token that was replaced is nobody's", async () => {
    const s = await source({ name: "Assinado", origin: "webhook", map: { columns } });
    const { path } = ok(await ana.post(`/import_sources/${s.id}/token`, {}), 201);
    const { secret } = ok(await ana.post(`/import_sources/${s.id}/secret`, { on: true }), 201);
    const body = JSON.stringify({ email: "leo@oeste.example", nome: "Leo" });
    const mac = (key) => createHmac("sha256", key).update(body).digest("hex");
    assert.equal((await deliver(path, body)).json.code, "import.signature");
    assert.equal((await deliver(path, body, { "X-Praca-Signature": `sha256=${mac("other")}` })).status, 403);
    assert.equal((await deliver(path, body, { "X-Praca-Signature": `sha256=${mac(secret)}` })).status, 202);
    assert.deepEqual(ok(await ana.get(`/import_sources/${s.id}/keys`)), { token: true, secret: true });
    assert.equal(JSON.stringify(ok(await ana.get(`/import_sources/${s.id}`))).includes(secret), false);
    const other = ok(await ana.post(`/import_sources/${s.id}/token`, {}), 201);
    assert.equal((await deliver(path, body)).json.code, "import.no_source");
    ok(await ana.post(`/import_sources/${s.id}/secret`, { on: false }), 201);
    assert.equal((await deliver(other.path, body)).status, 202);
    const now = ok(await ana.get(`/import_sources/${s.id}`));
    ok(await ana.patch(`/import_sources/${s.id}`, { active: false }, now.version));
    assert.equal((await deliver(other.path, body)).status, 404);
    const actions = ok(await ana.get("/audit?model=import_source&limit=50")).items.filter((x) => x.record === s.id).map((x) => x.action);
    for (const a of ["add", "token", "secret", "secret_off", "change"]) assert.ok(actions.includes(a), a);
});

test("who may only read sees what came but not what was sent, and starts nothing", async () => {
    const reader = await withToken(ana, ["read"]);
    const [s] = ok(await ana.get("/import_sources?origin=webhook")).items;
    const [d] = ok(await reader.get(`/import_sources/${s.id}/deliveries`)).items;
    for (const path of [`/import_sources/${s.id}/token`, `/import_sources/${s.id}/run`, `/import_deliveries/${d.id}/replay`])
        assert.equal((await reader.post(path, {})).status, 403, path);
    assert.equal((await reader.get(`/import_deliveries/${d.id}`)).status, 403);
});

test("one origin may not send without end", async () => {
    const answers = new Set();
    for (let i = 0; i < 40 && !answers.has(429); i++)
        for (const r of await Promise.all(Array.from({ length: 20 }, () => deliver("/in/nobody", "{}")))) answers.add(r.status);
    assert.deepEqual([...answers].filter((s) => s !== 503).sort(), [404, 429]);
});
