/* webhooks.test.mjs -- a program of one's own is told what happened, can check who says so, and sees what was sent. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Client, setUp, startServer, until, withToken } from "./server.mjs";

let server, ana, receiver, heard = [], status = 200;

before(async () => {
    receiver = createServer((req, res) => {
        let body = "";
        req.on("data", (d) => (body += d));
        req.on("end", () => {
            heard.push({ headers: req.headers, body, json: JSON.parse(body) });
            res.writeHead(status, { "Content-Type": "text/plain", Location: "http://127.0.0.1/" });
            res.end("obrigado ".repeat(200));
        });
    });
    await new Promise((done) => receiver.listen(0, "127.0.0.1", done));
    server = await startServer("--net.allow=127.0.0.1", `--net.ports=${receiver.address().port}`);
    ana = await setUp(server);
});
after(async () => {
    await server?.stop();
    receiver?.close();
});

const ok = (res, code = 200) => {
    assert.equal(res.status, code, res.text);
    return res.json;
};
const url = () => `http://127.0.0.1:${receiver.address().port}/hook`;
const heardOf = (n) => until(() => ({ text: `${heard.length} of ${n}` }), () => heard.length >= n);
const subscribe = async (events, more = {}) => {
    heard = [];
    status = 200;
    return ok(await ana.post("/webhooks", { name: "CRM", url: url(), events, ...more }), 201);
};
const remove = async (hook) => ok(await ana.del(`/webhooks/${hook.id}`, ok(await ana.get(`/webhooks/${hook.id}`)).version), 204);
/* As docs/webhooks.md says. */
const isOurs = (header, body, key) => {
    const parts = header.split(",").map((p) => p.split("="));
    const t = parts.find(([k]) => k === "t")[1];
    const mac = createHmac("sha256", key).update(`${t}.`).update(body).digest("hex");
    return parts.some(([k, v]) => k === "v1" && v === mac);
};
const later = () => new Promise((done) => setImmediate(done));

test("changes arrive signed, in order, as the API shows the record", async () => {
    const hook = await subscribe(["contact.*", "deal.created"]);
    const rui = ok(await ana.post("/contacts", { name: "Rui", email: "rui@norte.example" }), 201);
    const changed = ok(await ana.patch(`/contacts/${rui.id}`, { job_title: "Padeiro" }, rui.version));
    ok(await ana.post("/accounts", { name: "Norte" }), 201);
    ok(await ana.post("/deals", { name: "Fornos", amount_minor: 100 }), 201);
    ok(await ana.del(`/contacts/${rui.id}`, changed.version), 204);
    while (heard.length < 4) await later();
    assert.deepEqual(heard.map((h) => h.json.event), ["contact.created", "contact.changed", "deal.created", "contact.deleted"]);
    assert.deepEqual(heard[0].json.data, rui);
    assert.deepEqual(heard[1].json.data, changed);
    assert.deepEqual(heard[3].json.data, { id: rui.id });
    for (const h of heard) {
        assert.ok(isOurs(h.headers["praca-signature"], h.body, hook.secret));
        assert.equal(isOurs(h.headers["praca-signature"], h.body + " ", hook.secret), false);
        assert.equal(h.headers["praca-event-id"], h.json.id);
    }
    const log = await until(() => ana.get(`/webhooks/${hook.id}/deliveries?state=sent`), (r) => r.json.items.length === 4);
    const [last] = log.json.items;
    assert.deepEqual([last.status, last.attempts, last.answer.length, last.event], [200, 1, 500, "contact.deleted"]);
    assert.deepEqual(ok(await ana.get(`/webhooks/${hook.id}/deliveries/${last.id}`)).body, heard[3].json);
    await remove(hook);
});

test("a failure and a redirect wait to be tried again, and can be sent again by hand", async () => {
    const hook = await subscribe(["contact.created"]);
    status = 302;
    ok(await ana.post("/contacts", { name: "Bia" }), 201);
    const waiting = await until(() => ana.get(`/webhooks/${hook.id}/deliveries`), (r) => r.json.items[0]?.attempts === 1 && r.json.items[0].status);
    const [d] = waiting.json.items;
    assert.deepEqual([d.state, d.status, d.error], ["waiting", 302, "webhook.status"]);
    assert.ok(d.next_at > d.tried_at && d.message);
    assert.equal(heard.length, 1);
    status = 204;
    ok(await ana.post(`/webhooks/${hook.id}/deliveries/${d.id}/resend`, {}), 202);
    await until(() => ana.get(`/webhooks/${hook.id}/deliveries/${d.id}`), (r) => r.json.state === "sent");
    assert.equal(heard[1].json.id, heard[0].json.id);
    await remove(hook);
});

test("a receiver that says it is gone is switched off, and Home says so", async () => {
    const hook = await subscribe(["contact.created"]);
    status = 410;
    ok(await ana.post("/contacts", { name: "Caio" }), 201);
    const off = (await until(() => ana.get(`/webhooks/${hook.id}`), (r) => r.json.active === false)).json;
    assert.ok(off.paused_at && off.paused_why);
    assert.ok(ok(await ana.get("/dashboard")).tasks.some((t) => t.code === "webhooks_paused" && t.url === "/settings/webhooks"));
    ok(await ana.patch(`/webhooks/${hook.id}`, { active: true }, off.version));
    assert.equal(ok(await ana.get(`/webhooks/${hook.id}`)).paused_at, null);
    assert.ok(!ok(await ana.get("/dashboard")).tasks.some((t) => t.code === "webhooks_paused"));
    await remove(hook);
});

test("an import is told once; its records only where that was asked for", async () => {
    const quiet = await subscribe(["contact.*", "import.done"]), loud = ok(await ana.post("/webhooks", { name: "All", url: url(), events: ["contact.created"], bulk: true }), 201);
    const sent = ok(await ana.call("POST", "/imports?kind=leads&name=l.csv", { raw: "codigo,nome\n71,Eva\n72,Leo\n", headers: { "Content-Type": "application/octet-stream" } }), 201);
    const map = { kind: "leads", separator: ",", encoding: "utf-8", columns: { codigo: { to: "external_id" }, nome: { to: "name" } } };
    ok(await ana.post(`/imports/${sent.id}/simulate`, { map }), 202);
    await until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === "simulated");
    ok(await ana.post(`/imports/${sent.id}/run`, {}), 202);
    await until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === "done");
    await until(() => ana.get(`/webhooks/${loud.id}/deliveries?state=sent`), (r) => r.json.items.length === 2);
    const told = await until(() => ana.get(`/webhooks/${quiet.id}/deliveries?state=sent`), (r) => r.json.items.length === 1);
    assert.equal(told.json.items[0].event, "import.done");
    const done = heard.find((h) => h.json.event === "import.done").json;
    assert.deepEqual([done.data.import, done.data.counts.added], [sent.id, 2]);
    await remove(quiet);
    await remove(loud);
});

test("consent, hand-offs, segments and merges are told too", async () => {
    const hook = await subscribe(["consent.changed", "handoff.*", "segment.*", "contact.merged"]);
    ok(await ana.post("/consent_purposes/usual"));
    const seg = ok(await ana.post("/segments", { name: "Prontos", subject: "contact", rule: { field: "lifecycle", is: "mql" } }), 201);
    await until(() => ana.get(`/segments/${seg.id}`), (r) => r.json.state === "live");
    const otto = ok(await ana.post("/contacts", { name: "Otto", email: "otto@norte.example", lifecycle: "mql" }), 201), other = ok(await ana.post("/contacts", { name: "Otto B." }), 201);
    const text = ok(await ana.get("/consent_texts?limit=50")).items.find((x) => x.title.includes("e-mail"));
    ok(await ana.post("/consents", { contact: otto.id, purpose: "marketing_email", state: "given", text: text.id, channel: "paper" }), 201);
    const passed = await ana.post("/handoffs", { contacts: [otto.id], seller: ok(await ana.get("/session")).user.id });
    assert.ok(passed.status < 300, passed.text);
    ok(await ana.post(`/contacts/${otto.id}/merge`, { gone: other.id }));
    const wanted = ["contact.merged", "consent.changed", "handoff.passed", "segment.entered"];
    const log = await until(() => ana.get(`/webhooks/${hook.id}/deliveries?state=sent`), (r) => wanted.every((e) => r.json.items.some((d) => d.event === e)));
    assert.ok(log.json.items.every((d) => d.record === otto.id), JSON.stringify(log.json.items.map((d) => [d.event, d.record])));
    const said = heard.find((h) => h.json.event === "consent.changed").json.data;
    assert.deepEqual(said, { contact: otto.id, purpose: "marketing_email", state: "given", legal_basis: "consent" });
    await remove(hook);
});

test("what went wrong is said with the receiver in it", async () => {
    const hook = ok(await ana.post("/webhooks", { name: "Away", url: "https://nowhere.invalid/x", events: ["import.done"] }), 201);
    const { delivery } = ok(await ana.post(`/webhooks/${hook.id}/ping`, {}), 202);
    const d = (await until(() => ana.get(`/webhooks/${hook.id}/deliveries/${delivery}`), (r) => r.json.state === "failed")).json;
    assert.match(d.message, /nowhere\.invalid/);
    assert.doesNotMatch(d.message, /[{}]/);
    await remove(hook);
});

test("wrong input names each mistake; only who manages the site may see keys and addresses", async () => {
    const wrong = await ana.post("/webhooks", { name: "", url: "http://crm.example/", events: ["contact.danced"] });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["events", "name", "url"]);
    for (const [url, code] of [
        ["https://crm.example:22/", "net.closed_port"], ["https://10.0.0.1/", "net.closed_address"], ["http://169.254.169.254/latest", "net.closed_address"],
    ])
        assert.deepEqual((await ana.post("/webhooks", { name: "CRM", url, events: ["*"] })).json.errors.map((e) => [e.field, e.code]), [["url", code]], url);
    const hook = await subscribe(["*"]);
    assert.equal((await ana.patch(`/webhooks/${hook.id}`, { url: "https://[::1]/" }, hook.version)).json.errors[0].code, "net.closed_address");
    assert.equal((await ana.patch(`/webhooks/${hook.id}`, { name: "X" })).status, 428);
    assert.equal((await ana.patch(`/webhooks/${hook.id}`, { name: "X" }, 99)).status, 412);
    const reader = await withToken(ana, ["read", "edit_people"]);
    assert.equal((await reader.get("/webhooks")).status, 403);
    assert.equal((await new Client(server).get("/webhooks")).status, 401);
    const trail = ok(await ana.get("/audit?model=webhook&limit=50")).items;
    assert.ok(trail.length && !JSON.stringify(trail).includes("praca_wh_"));
    await remove(hook);
});
