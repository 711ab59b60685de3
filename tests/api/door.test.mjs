/* door.test.mjs -- events from pages: what is taken, what is refused and why, and that every one of them is accounted for. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send, setUp, startServer, until } from "./server.mjs";

let server, ana, key, serial = 0;

before(async () => {
    server = await startServer("--measure.rate=0");
    ana = await setUp(server);
    key = ok(await ana.get("/measuring")).key;
    ok(await ana.patch("/measuring", { hosts: ["https://acme.example/", "*.loja.example"] }));
});
after(() => server?.stop());

const ok = (res, code = 200) => {
    assert.equal(res.status, code, res.text);
    return res.json;
};
const id = () => (++serial).toString(16).padStart(32, "0");
const view = (more = {}) => ({ i: id(), n: "view", u: "https://acme.example/precos?utm_source=news&x=1", r: "https://www.google.com/search?q=x", w: 1280, ...more });
const post = (body, { path = "/m/e", origin = "https://acme.example", headers = {} } = {}) =>
    send(server.url + path, {
        method: "POST",
        headers: { "Content-Type": "text/plain;charset=UTF-8", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/133.0", "X-Praca-Debug": "1", ...(origin ? { Origin: origin } : {}), ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
    });
const batch = (...events) => ({ k: key, t: Date.now(), b: events });
const refused = (res) => {
    assert.equal(res.status, 202, res.text);
    return res.headers["x-praca-refused"];
};
const losses = async () => ok(await ana.get("/measuring/losses")).totals;
const settled = (n) => until(() => ana.get("/measuring/losses"), (r) => r.json.totals.received >= n);

test("an event is on disk when it is answered, and stored once", async () => {
    const before = await losses();
    const e = view();
    for (let i = 0; i < 3; i++) {
        const res = await post(batch(e));
        assert.equal(refused(res), undefined);
        assert.equal(res.headers["access-control-allow-origin"], "https://acme.example");
        assert.equal(res.text, "");
    }
    await settled(before.received + 3);
    const now = await losses();
    assert.equal(now.human + now.robot, before.human + before.robot + 1);
    assert.equal(now.duplicate, before.duplicate + 2);
    const last = ok(await ana.get("/measuring")).last;
    assert.equal(last.host, "acme.example");
    assert.equal(last.path, "/precos");
});

test("a single event needs no list, and both doors are one", async () => {
    assert.equal(refused(await post({ k: key, ...view() }, { path: "/e" })), undefined);
    assert.equal(refused(await post({ k: key, ...view() })), undefined);
});

test("each refusal says why to who debugs, and to nobody else", async () => {
    assert.equal(refused(await post(batch(view()), { origin: "https://evil.example" })), "origin");
    assert.equal(refused(await post(batch(view({ u: "https://evil.example/" })))), "origin");
    assert.equal(refused(await post(batch(view({ u: "http://localhost:5173/" })), { origin: null })), "localhost");
    assert.equal(refused(await post({ k: "nobody", b: [view()] })), "unknown_site");
    assert.equal(refused(await post("not json")), "malformed");
    assert.equal(refused(await post(batch(view({ n: "_link" })))), "malformed");
    assert.equal(refused(await post(batch(view()), { headers: { Cookie: "praca_off=1" } })), "opted_out");
    assert.equal(refused(await post(batch(view()), { headers: { "Sec-Purpose": "prefetch;prerender" } })), "prerender");
    assert.equal(refused(await post(batch(...Array.from({ length: 51 }, () => view())))), "size");
    assert.equal(refused(await post(batch(view()), { origin: "https://evil.example", headers: { "X-Praca-Debug": "0" } })), undefined);
    assert.equal((await post("x".repeat(70000))).status, 413);
    const strangers = ok(await ana.get("/measuring")).strangers;
    assert.deepEqual(strangers.map((s) => s.host), ["evil.example"]);
});

test("received is the sum of all that became of it", async () => {
    await until(() => ana.get("/measuring/losses"), (r) => r.json.totals.refused >= 6);
    const all = ok(await ana.get("/measuring/losses"));
    for (const s of [all.totals, ...all.days]) assert.equal(s.received, s.human + s.robot + s.duplicate + s.refused + s.invalid);
    const count = (reason) => all.reasons.find((r) => r.reason === reason)?.count ?? 0;
    assert.equal(count("opted_out"), 1);
    assert.equal(count("prerender"), 1);
    assert.equal(count("localhost"), 1);
    assert.ok(count("origin") >= 3);
    assert.equal(all.reasons.find((r) => r.reason === "malformed").fate, "invalid");
    assert.equal(all.days.length, 30);
    assert.equal((await ana.get("/measuring/losses?from=2026-02-30")).status, 422);
    assert.equal((await ana.get("/measuring/losses?from=2020-01-01&to=2024-01-01")).status, 422);
});

test("robots are told apart by why, and judged again they move from one reason to the other", async () => {
    const before = ok(await ana.get("/measuring/losses")).totals;
    await post(batch(view()), { headers: { "User-Agent": "curl/8.5" } });
    for (let i = 0; i < 2; i++) await post(batch(view()), { headers: { "User-Agent": "Mozilla/5.0 AuroraPanel/2.0 Firefox/133.0" } });
    await settled(before.received + 3);
    const now = async () => {
        const all = ok(await ana.get("/measuring/losses"));
        const robots = all.reasons.filter((r) => r.fate === "robot");
        assert.equal(robots.reduce((n, r) => n + r.count, 0), all.totals.robot);
        assert.ok(robots.every((r) => r.count > 0 && r.label !== r.reason));
        return { human: all.totals.human, robot: all.totals.robot, agent: robots.find((r) => r.reason === "agent")?.count ?? 0 };
    };
    const first = await now();
    assert.equal(first.agent, 1);
    ok(await ana.patch("/settings", { "measure.robot_words": "aurorapanel" }));
    const again = async () => {
        const { job } = ok(await ana.post("/visits/rejudge", {}), 202);
        await until(() => ana.get(`/jobs/${job}`), (r) => r.json.state === "done");
    };
    await again();
    assert.deepEqual(await now(), { human: first.human - 2, robot: first.robot + 2, agent: 3 });
    ok(await ana.patch("/settings", { "measure.robot_words": "" }));
    await again();
    assert.deepEqual(await now(), first);
});

test("the share that was lost is a metric, once there is enough to tell", async () => {
    const few = ok(await ana.get("/metrics/data_loss"));
    assert.deepEqual([few.value, few.reason.code, few.need], [null, "metric.few_events", 100]);
    const before = (await losses()).received;
    for (let i = 0; i < 2; i++) await post(batch(...Array.from({ length: 50 }, () => view())));
    await settled(before + 100);
    const t = await losses();
    assert.equal(ok(await ana.get("/metrics/data_loss")).value, (t.refused + t.invalid) / t.received);
    assert.equal(ok(await ana.get("/metrics/data_loss?channel=email")).reason.code, "metric.no_channel");
});

test("who refuses is not counted at all where the site says so", async () => {
    ok(await ana.patch("/settings", { "measure.count_refusing": false }));
    const off = await until(() => post(batch(view({ c: 32 }))), (r) => r.headers["x-praca-refused"] === "no_consent");
    assert.equal(off.status, 202);
    assert.equal(refused(await post(batch(view({ c: 35, v: id() })))), undefined);
    ok(await ana.patch("/settings", { "measure.count_refusing": true }));
    await until(() => post(batch(view({ c: 32 }))), (r) => !r.headers["x-praca-refused"]);
});

test("a page without scripts is seen by its pixel", async () => {
    const before = await losses();
    const res = await send(`${server.url}/m/p.gif?s=${key}`, { headers: { Referer: "https://shop.loja.example/x?mail=a@b.example", "User-Agent": "Lynx/2.9" } });
    assert.equal(res.status, 200);
    assert.equal(res.headers["content-type"], "image/gif");
    assert.match(res.headers["cache-control"], /no-store/);
    await settled(before.received + 1);
    await until(() => ana.get("/measuring"), (r) => r.json.last.host === "shop.loja.example");
});

test("a program behind a page tells of its visitors, known or not", async () => {
    const before = await losses();
    const visit = { event: "view", visitor: "0".repeat(31) + "7", host: "acme.example", path: "/servidor", agent: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/133.0", language: "pt-BR", source: "news", medium: "email" };
    ok(await ana.post("/events", { items: [visit] }), 202);
    await settled(before.received + 1);
    await until(() => ana.get("/measuring"), (r) => r.json.last.path === "/servidor");
    const wrong = await ana.post("/events", { items: [{ ...visit, visitor: "x" }, { event: "view" }] });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["items.0.visitor", "items.1.contact"]);
});

test("hosts are for who may administer, and a wrong one changes nothing", async () => {
    const before = ok(await ana.get("/measuring")).hosts;
    const res = await ana.patch("/measuring", { hosts: ["acme.example", "não é um host"] });
    assert.equal(res.status, 422);
    assert.equal(res.json.errors[0].field, "hosts");
    assert.deepEqual(ok(await ana.get("/measuring")).hosts, before);
});

test("a host that was let in is no longer among the strangers", async () => {
    const hosts = ok(await ana.get("/measuring")).hosts;
    await post({ k: key, ...view({ u: "https://nova.example/" }) }, { origin: null });
    assert.ok((await ana.get("/measuring")).json.strangers.some((s) => s.host === "nova.example"));
    assert.ok(!ok(await ana.patch("/measuring", { hosts: [...hosts, "nova.example"] })).strangers.some((s) => s.host === "nova.example"));
    ok(await ana.patch("/measuring", { hosts }));
});

test("one address sends no more than its share", async () => {
    const small = await startServer("--measure.rate=5");
    try {
        const owner = await setUp(small);
        const { key: its } = ok(await owner.get("/measuring"));
        ok(await owner.patch("/measuring", { hosts: ["acme.example"] }));
        const say = () => send(`${small.url}/m/e`, { method: "POST", headers: { "X-Praca-Debug": "1", Origin: "https://acme.example" }, body: JSON.stringify({ k: its, b: [view()] }) });
        for (let i = 0; i < 5; i++) assert.equal(refused(await say()), undefined);
        assert.equal(refused(await say()), "rate");
    } finally {
        await small.stop();
    }
});

test("the neutral path is the installation's to choose", async () => {
    const other = await startServer("--measure.path=/estat/x1");
    try {
        assert.equal((await send(`${other.url}/estat/x1/p.gif?s=x`)).status, 200);
        for (const path of ["/e", "/", "/login", "/c/x"]) assert.equal((await send(`${other.url}/estat/x1${path}`)).status, 404, path);
        assert.notEqual((await send(`${other.url}/m/p.gif?s=x`)).headers["content-type"], "image/gif");
    } finally {
        await other.stop();
    }
    await assert.rejects(startServer("--measure.path=/x/"), /measure\.path|path/);
});
