/* rivals.test.mjs -- competitors: records that belong together, how deals against them end, and the watch against a server whose
 * pages change, time out, lead inside, send too much, send nonsense, or forbid it. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { setUp, startServer, until, withToken } from "./server.mjs";

let server, ana, plan, rival, ear;
const sites = [], told = [];

before(async () => {
    ear = await place((q, r) => {
        let text = "";
        q.on("data", (d) => (text += d));
        q.on("end", () => {
            told.push(JSON.parse(text));
            r.end();
        });
    });
    server = await startServer("--import.allow=127.0.0.1/32", "--net.allow=127.0.0.1/32", `--net.ports=${new URL(ear.url).port}`);
    ana = await setUp(server);
    plan = ok(await ana.post("/plans", { name: "Plan" }), 201).id;
});
let serial = 0;
beforeEach(async () => {
    rival = ok(await ana.post("/competitors", { plan, name: `Sulmaq ${++serial}` }), 201).id;
});
after(async () => {
    for (const s of sites) {
        s.closeAllConnections();
        s.close();
    }
    await server?.stop();
});

function ok(res, status = 200) {
    assert.equal(res.status, status, res.text);
    return res.json;
}

/* A server of its own for each test: looks at one server stand in line. answer(request, response, path); robots: its text, or a status. */
async function place(answer, robots = 404) {
    const asked = [];
    const s = createServer((q, r) => {
        asked.push({ path: q.url, headers: q.headers });
        if (q.url === "/robots.txt" && typeof robots !== "function") {
            r.statusCode = typeof robots === "number" ? robots : 200;
            r.end(typeof robots === "string" ? robots : "");
        } else if (q.url === "/robots.txt") robots(q, r);
        else answer(q, r, q.url);
    });
    await new Promise((done) => s.listen(0, "127.0.0.1", done));
    sites.push(s);
    return { url: `http://127.0.0.1:${s.address().port}`, asked };
}
const html = (r, text, more = {}) => r.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...more }).end(text);

const watched = async (more) => ok(await ana.post("/watch_sources", { competitor: rival, active: false, ...more }), 201);
async function look(s) {
    ok(await ana.post(`/watch_sources/${s.id}/check`, {}), 202);
    return ok(await until(() => ana.get(`/watch_sources/${s.id}`), (r) => r.json.asked_at === null));
}
const why = async (s) => ok(await ana.get(`/competitors/${rival}/watch`)).items.find((x) => x.source.id === s.id).message;
const notesOf = async (s) => ok(await ana.get(`/competitor_notes?watch=${s.id}&sort=created_at`)).items;

test("what belongs to a plan stays in it, and a cell of the matrix has one mark", async () => {
    const other = ok(await ana.post("/plans", { name: "Other" }), 201).id;
    const here = ok(await ana.post("/audiences", { plan, name: "Metal" }), 201).id;
    const there = ok(await ana.post("/audiences", { plan: other, name: "Metal" }), 201).id;
    ok(await ana.post("/competitor_audiences", { plan, competitor: rival, audience: here }), 201);
    const field = async (table, body) => {
        const res = await ana.post(table, body);
        assert.equal(res.status, 422, res.text);
        return [res.json.errors[0].field, res.json.errors[0].code];
    };
    assert.deepEqual(await field("/competitor_audiences", { plan, competitor: rival, audience: here }), ["audience", "competitor_audience.twice"]);
    assert.deepEqual(await field("/competitor_audiences", { plan, competitor: rival, audience: there }), ["audience", "competitor.other_plan"]);
    const attribute = ok(await ana.post("/competitor_attributes", { plan, name: "Delivery", position: 1 }), 201).id;
    ok(await ana.post("/competitor_marks", { plan, attribute, mark: 5 }), 201);
    const mark = ok(await ana.post("/competitor_marks", { plan, attribute, competitor: rival, mark: 2 }), 201);
    ok(await ana.post("/competitor_marks", { plan, attribute, competitor: rival, audience: here, words: "late twice" }), 201);
    assert.deepEqual(await field("/competitor_marks", { plan, attribute, competitor: rival, mark: 3 }), ["attribute", "competitor_mark.twice"]);
    assert.deepEqual(await field("/competitor_marks", { plan, attribute, competitor: rival }), ["mark", "competitor_mark.empty"]);
    assert.deepEqual(await field("/competitor_marks", { plan, attribute, mark: 6 }), ["mark", "field.range"]);
    assert.equal(ok(await ana.patch(`/competitor_marks/${mark.id}`, { mark: 4 }, mark.version)).mark, 4);
});

test("a note says when and from where, and who wrote it", async () => {
    const res = await ana.post("/competitor_notes", { competitor: rival, section: "sales", noted_on: "2026-01-10", body: "12 % off" });
    assert.deepEqual(res.json.errors.map((e) => [e.field, e.code]), [["source", "competitor_note.source"]]);
    const late = await ana.post("/competitor_notes", { competitor: rival, section: "sales", noted_on: "2099-01-10", body: "x", source: "y" });
    assert.deepEqual(late.json.errors.map((e) => [e.field, e.code]), [["noted_on", "competitor_note.future"]]);
    const n = ok(await ana.post("/competitor_notes", { competitor: rival, section: "sales", noted_on: "2026-01-10", body: "12 % off", source: "a buyer", presence: "offline" }), 201);
    assert.deepEqual([n.origin, n.alert, n.changes], ["person", false, null]);
    assert.ok(n.author);
    assert.equal((await ana.patch(`/competitor_notes/${n.id}`, { origin: "watch" }, n.version)).status, 422);
});

test("the win rate counts deals in which they were seen, and says when there are too few", async () => {
    const all = async () => ok(await ana.get(`/plans/${plan}/competitors`)).items.find((x) => x.competitor === rival);
    assert.deepEqual([(await all()).win_rate, (await all()).reason.code, (await all()).reason.need], [null, "metric.few_closed", 10]);
    for (let i = 0; i < 12; i++) {
        const deal = ok(await ana.post("/deals", { name: `D${i}`, outcome: i < 3 ? "won" : i < 10 ? "lost" : "open", amount_minor: 1000 }), 201);
        ok(await ana.post("/deal_competitors", { deal: deal.id, competitor: rival }), 201);
        if (i === 0) ok(await ana.post("/deal_competitors", { deal: deal.id, competitor: rival }), 201);
    }
    const r = await all();
    assert.deepEqual([r.won, r.lost, r.open, r.win_rate, r.reason], [3, 7, 2, 0.3, null]);
    const behind = ok(await ana.get(`/competitors/${rival}/deals`));
    assert.equal(behind.items.length, 12);
    assert.equal(behind.items[0].outcome, "open");
    assert.equal(behind.record.win_rate, 0.3);
    const twin = ok(await ana.post("/plans", { name: "Twin" }), 201).id;
    ok(await ana.post("/competitors", { plan: twin, name: `SULMAQ ${serial}` }), 201);
    assert.equal(ok(await ana.get(`/plans/${twin}/competitors`)).items[0].won, 3);
});

test("the first look tells nobody; a price that changes is a note, an alert, an event and a mail", async () => {
    let price = "R$ 199,00";
    const at = await place((q, r) => html(r, `<title>Planos</title><body><h1>Preços</h1><div><h2>Plano Pro</h2><p><span>${price.split(" ")[0]}</span> <b>${price.split(" ")[1]}</b>/mês</p></div><script>var x = "R$ 5"</script>`));
    const hook = ok(await ana.post("/webhooks", { name: "ear", url: `${ear.url}/x`, events: ["competitor.changed"] }), 201);
    const s = await watched({ kind: "page", url: `${at.url}/precos` });
    assert.equal((await look(s)).last_state, "first");
    assert.equal((await notesOf(s)).length, 0);
    assert.equal((await look(s)).last_state, "same");
    price = "R$ 249,00";
    const now = await look(s);
    assert.deepEqual([now.last_state, now.failures], ["changed", 0]);
    const [n] = await notesOf(s);
    assert.deepEqual(n.changes, [{ what: "price", key: "Plano Pro · /mês", before: "R$ 199,00", after: "R$ 249,00" }]);
    assert.match(n.body, /Plano Pro · \/mês: R\$ 199,00 → R\$ 249,00/);
    assert.deepEqual([n.origin, n.alert, n.seen_at, n.url], ["watch", true, null, `${at.url}/precos`]);
    await until(() => ana.get(`/webhooks/${hook.id}/deliveries`), (r) => r.json.items[0]?.state === "sent");
    assert.equal(told[0].event, "competitor.changed");
    assert.deepEqual(told[0].data.changes, n.changes);
    ok(await ana.del(`/webhooks/${hook.id}`, hook.version), 204);
    const mails = ok(await ana.get("/mails?purpose=competitor")).items;
    assert.equal(mails.length, 1);
    assert.match(mails[0].subject, /Sulmaq/);
    const tasks = async () => ok(await ana.get("/dashboard")).tasks.filter((t) => t.code === "rival_changed");
    assert.equal((await tasks())[0].url, `/competitors/${rival}`);
    ok(await ana.post(`/competitor_notes/${n.id}/seen`, {}), 204);
    assert.equal((await tasks()).length, 0);
    assert.ok((await notesOf(s))[0].seen_at);
    assert.ok(at.asked.every((a) => /^Praca/.test(a.headers["user-agent"])));
});

test("what the source raises no alarm for is a note alone", async () => {
    let h = "Um";
    const at = await place((q, r) => html(r, `<title>T</title><h2>${h}</h2>`));
    const s = await watched({ url: at.url });
    await look(s);
    h = "Dois";
    await look(s);
    const [n] = await notesOf(s);
    assert.deepEqual([n.changes, n.alert], [[{ what: "heading", key: "h2", before: "Um", after: "Dois" }], false]);
});

test("a server that says nothing changed is believed, and is asked so", async () => {
    const at = await place((q, r) => (q.headers["if-none-match"] === '"a"' ? r.writeHead(304).end() : html(r, "<title>T</title>", { ETag: '"a"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT" })));
    const s = await watched({ url: `${at.url}/x` });
    assert.equal((await look(s)).last_state, "first");
    assert.equal((await look(s)).last_state, "same");
    const last = at.asked.at(-1);
    assert.deepEqual([last.headers["if-none-match"], last.headers["if-modified-since"]], ['"a"', "Mon, 02 Nov 2026 10:00:00 GMT"]);
    assert.equal(at.asked.filter((a) => a.path === "/robots.txt").length, 1);
});

test("robots.txt is kept to, and asked anew when somebody looks by hand", async () => {
    let rules = "User-agent: *\nDisallow: /\n\nUser-agent: praca\nDisallow: /secret\nAllow: /secret/open\n";
    const at = await place((q, r) => html(r, "<title>T</title>"), (q, r) => r.end(rules));
    const s = await watched({ url: `${at.url}/secret/x?y=1` });
    assert.equal((await look(s)).last_state, "failed");
    assert.match(await why(s), /\/secret\/x\?y=1.*robots\.txt/);
    assert.ok(!at.asked.some((a) => a.path.startsWith("/secret")));
    const open = await watched({ url: `${at.url}/secret/open/x` });
    assert.equal((await look(open)).last_state, "first");
    rules = "";
    assert.equal((await look(s)).last_state, "first");
    const broken = await place((q, r) => html(r, "<title>T</title>"), 503);
    const b = await watched({ url: broken.url });
    assert.equal((await look(b)).error, "watch.robots_broken");
    assert.deepEqual(broken.asked.map((a) => a.path), ["/robots.txt"]);
});

test("a server on the way of a redirect is asked for its robots.txt too", async () => {
    const shut = await place((q, r) => html(r, "<title>T</title>"), "User-agent: *\nDisallow: /");
    const at = await place((q, r, path) => (path === "/a" ? r.writeHead(301, { Location: "/b" }).end() : path === "/b" ? html(r, "<title>B</title>") : r.writeHead(302, { Location: `${shut.url}/x` }).end()));
    const s = await watched({ url: `${at.url}/a` });
    assert.equal((await look(s)).last_state, "first");
    const t = await watched({ url: `${at.url}/c` });
    assert.equal((await look(t)).error, "watch.robots");
    assert.deepEqual(shut.asked.map((a) => a.path), ["/robots.txt"]);
});

test("nothing inside is reached, by address, by name or by redirect, and circles end", async () => {
    const at = await place((q, r, path) => r.writeHead(302, { Location: path === "/round" ? "/round" : "http://10.0.0.1/x" }).end());
    const errors = [];
    for (const url of ["http://192.168.0.1/", "http://[::1]/", `${at.url}/in`, `${at.url}/round`, "http://169.254.169.254/latest"]) {
        const s = await watched({ url });
        errors.push((await look(s)).error);
    }
    assert.deepEqual(errors, ["net.refused_address", "net.refused_address", "net.refused_address", "net.redirects", "net.refused_address"]);
    assert.equal((await ana.post("/watch_sources", { competitor: rival, url: "http://a:b@acme.example/" })).json.errors[0].code, "watch.login");
    assert.equal((await ana.post("/watch_sources", { competitor: rival, url: "file:///etc/passwd" })).json.errors[0].field, "url");
});

test("what is too large, packed too well, nonsense, of another kind or not there is refused with a sentence", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    let sent = 0;
    const at = await place((q, r, path) => {
        if (path === "/endless") {
            r.writeHead(200, { "Content-Type": "text/html" });
            const chunk = Buffer.alloc(1 << 20, "<p>x</p>");
            const more = () => {
                while (sent < 1 << 30 && !r.destroyed) {
                    sent += chunk.length;
                    if (!r.write(chunk)) return void r.once("drain", more);
                }
                r.end();
            };
            more();
        } else if (path === "/bomb") r.writeHead(200, { "Content-Type": "text/html", "Content-Encoding": "gzip" }).end(bomb);
        else if (path === "/bomb.xml.gz") r.writeHead(200, { "Content-Type": "application/gzip" }).end(bomb);
        else if (path === "/noise") r.writeHead(200, { "Content-Type": "text/html" }).end(Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 256)));
        else if (path === "/pdf") r.writeHead(200, { "Content-Type": "application/pdf" }).end("%PDF-1.7");
        else if (path === "/half") { r.writeHead(200, { "Content-Type": "text/html", "Content-Length": 5000 }); r.write("<title>"); setImmediate(() => r.destroy()); }
        else if (path === "/down") r.writeHead(503).end();
        else r.writeHead(404).end();
    });
    const said = {};
    for (const [path, kind] of [["/endless", "page"], ["/bomb", "page"], ["/bomb.xml.gz", "sitemap"], ["/noise", "page"], ["/noise", "feed"], ["/noise", "sitemap"], ["/pdf", "page"], ["/half", "page"], ["/down", "page"], ["/none", "page"]]) {
        const s = await watched({ url: at.url + path, kind });
        const now = await look(s);
        said[`${path} ${kind}`] = now.error;
        if (now.error) assert.ok((await why(s)).length > 20);
        assert.equal((await notesOf(s)).length, 0);
    }
    assert.ok(sent < 100 << 20, `${sent} bytes`);
    assert.deepEqual(said, {
        "/endless page": "net.answer_large", "/bomb page": "net.answer_large", "/bomb.xml.gz sitemap": "unpack.large", "/noise page": "watch.nothing",
        "/noise feed": "watch.not_feed", "/noise sitemap": "watch.not_sitemap", "/pdf page": "watch.not_page", "/half page": "net.transfer",
        "/down page": "watch.status_busy", "/none page": "watch.gone",
    });
});

test("a server that never answers is given up, and tried again soon, then less often", async () => {
    const at = await place(() => {});
    const s = ok(await ana.post("/watch_sources", { competitor: rival, url: `${at.url}/slow`, active: false }), 201);
    const now = await look(s);
    assert.deepEqual([now.error, now.failures, now.next_at], ["net.timeout", 1, null]);
    const down = await place((q, r) => r.writeHead(500).end());
    const t = ok(await ana.post("/watch_sources", { competitor: rival, url: down.url, every_hours: 24 }), 201);
    await look(t);
    const minutes = (x) => Math.round((new Date(x.next_at) - new Date(x.checked_at)) / 60000);
    const one = ok(await ana.get(`/watch_sources/${t.id}`));
    assert.ok(one.failures >= 1);
    assert.equal(minutes(one), 15 * 2 ** (one.failures - 1));
    const off = ok(await ana.patch(`/watch_sources/${t.id}`, { active: false }, one.version));
    assert.equal(off.next_at, null);
});

test("looks at one server stand in line, with the pause it asks for", async () => {
    const when = [];
    const at = await place((q, r) => { when.push(Date.now()); html(r, "<title>T</title>"); }, "User-agent: *\nCrawl-delay: 3");
    const all = [await watched({ url: `${at.url}/1` }), await watched({ url: `${at.url}/2` })];
    for (const s of all) ok(await ana.post(`/watch_sources/${s.id}/check`, {}), 202);
    for (const s of all) await until(() => ana.get(`/watch_sources/${s.id}`), (r) => r.json.asked_at === null);
    assert.equal(when.length, 2);
    assert.ok(when[1] - when[0] >= 2900, `${when[1] - when[0]} ms`);
});

test("a feed tells what is new, a list of addresses how it grew, structured data what it says", async () => {
    let n = 2;
    const entry = (i) => `<item><title>Nota ${i}</title><link>https://x.example/${i}</link><guid>g${i}</guid></item>`;
    const at = await place((q, r, path) => {
        if (path === "/rss") r.writeHead(200, { "Content-Type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>Blog</title>${Array.from({ length: 3 }, (_, i) => entry(n - i)).join("")}</channel></rss>`);
        else if (path === "/json") r.end(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "J", items: Array.from({ length: n }, (_, i) => ({ id: String(i), url: `https://x.example/${i}`, title: `J${i}` })) }));
        else if (path === "/map.gz") r.end(gzipSync(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${Array.from({ length: n * 3 }, (_, i) => `<url><loc>https://x.example/p/${i}</loc></url>`).join("")}</urlset>`));
        else if (path === "/bad") r.end('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>');
        else html(r, `<title>T</title><script type="application/ld+json">{"@graph":[{"@type":"Product","name":"Broca","sku":"B-${n}","offers":{"@type":"Offer","price":"${n}9.90","priceCurrency":"BRL"}}]}</script>`);
    });
    const found = {};
    const all = {};
    for (const [path, kind] of [["/rss", "feed"], ["/json", "feed"], ["/map.gz", "sitemap"], ["/", "page"]]) {
        all[path] = await watched({ url: at.url + path, kind, alert_news: true });
        assert.equal((await look(all[path])).last_state, "first", path);
    }
    n = 3;
    for (const path of Object.keys(all)) {
        assert.equal((await look(all[path])).last_state, "changed", path);
        found[path] = (await notesOf(all[path]))[0].changes;
        assert.equal((await notesOf(all[path]))[0].alert, true);
    }
    assert.deepEqual(found["/rss"], [{ what: "news", key: "g3", before: null, after: "Nota 3", url: "https://x.example/3" }]);
    assert.deepEqual(found["/json"].map((c) => c.after), ["J2"]);
    assert.deepEqual(found["/map.gz"], [{ what: "url", added: 3, removed: 0, examples: [6, 7, 8].map((i) => `https://x.example/p/${i}`) }]);
    assert.deepEqual(found["/"], [
        { what: "price", key: "Product Broca · Offer", before: "BRL 29.90", after: "BRL 39.90" },
        { what: "data", key: "Product Broca · sku", before: "B-2", after: "B-3" },
    ]);
    const bad = await watched({ url: `${at.url}/bad`, kind: "feed" });
    assert.equal((await look(bad)).error, "watch.entities");
});

test("the lists that an index of sitemaps names are read with it, one after the other, and what cannot be read stays as it was", async () => {
    const lists = { a: 2, b: 3, c: 4 }, dates = { a: "2026-01-01", b: "2026-01-01" };
    let broken = false;
    const when = [];
    const urls = (k) => `<urlset>${Array.from({ length: lists[k] }, (_, i) => `<url><loc>https://x.example/${k}/${i}</loc></url>`).join("")}</urlset>`;
    const at = await place((q, r, path) => {
        const k = path[1];
        when.push(Date.now());
        if (path === "/index.xml") {
            const named = [...Object.keys(lists).map((x) => `${x}.xml`), "private/z.xml", "index.xml"];
            r.end(`<sitemapindex>${named.map((x) => `<sitemap><loc>http://${q.headers.host}/${x}</loc>${dates[x[0]] ? `<lastmod>${dates[x[0]]}</lastmod>` : ""}</sitemap>`).join("")}</sitemapindex>`);
        } else if (k === "b" && broken) r.writeHead(500).end();
        else if (k === "c") r.writeHead(200, { "Content-Type": "application/gzip" }).end(gzipSync(urls(k)));
        else r.end(urls(k));
    }, "User-agent: *\nDisallow: /private/");
    const s = await watched({ url: `${at.url}/index.xml`, kind: "sitemap", alert_news: true });
    const asked = async (state) => {
        const from = at.asked.length;
        const now = await look(s);
        assert.deepEqual([now.last_state, now.error], [state, null]);
        return at.asked.slice(from).map((x) => x.path);
    };
    assert.deepEqual(await asked("first"), ["/robots.txt", "/index.xml", "/a.xml", "/b.xml", "/c.xml"]);
    for (let i = 1; i < when.length; i++) assert.ok(when[i] - when[i - 1] >= 1900, `${when[i] - when[i - 1]} ms`);
    // What a date says is unchanged is not asked again; what has none is; what does not answer is no loss.
    lists.a = 5;
    lists.c = 6;
    dates.b = "2026-01-09";
    broken = true;
    const second = await asked("changed");
    assert.deepEqual(second.sort(), ["/b.xml", "/c.xml", "/index.xml"]);
    assert.deepEqual((await notesOf(s))[0].changes, [{ what: "url", added: 2, removed: 0, examples: [4, 5].map((i) => `https://x.example/c/${i}`) }]);
    // A list that is new, and one of a later day.
    lists.d = 1;
    dates.a = "2026-02-01";
    broken = false;
    const third = await asked("changed");
    assert.deepEqual(third.sort(), ["/a.xml", "/b.xml", "/c.xml", "/d.xml", "/index.xml"]);
    assert.deepEqual((await notesOf(s))[1].changes.map((c) => [c.added, c.removed]), [[5, 0]]); // three of a; d and its one
});

test("another address is another thing: it begins anew", async () => {
    const at = await place((q, r, path) => html(r, `<title>${path}</title>`));
    const s = await watched({ url: `${at.url}/a` });
    await look(s);
    const now = ok(await ana.get(`/watch_sources/${s.id}`));
    const moved = ok(await ana.patch(`/watch_sources/${s.id}`, { url: `${at.url}/b` }, now.version));
    assert.equal(moved.last_state, null);
    assert.equal((await look(s)).last_state, "first");
    assert.equal((await notesOf(s)).length, 0);
});

test("who may only read may not look, and what goes takes all of its own along", async () => {
    const reader = await withToken(ana, ["read"]);
    const gone = ok(await ana.post("/competitors", { plan, name: "Gone" }), 201);
    const s = ok(await ana.post("/watch_sources", { competitor: gone.id, url: "https://acme.example/", active: false }), 201);
    assert.equal((await reader.post(`/watch_sources/${s.id}/check`, {})).status, 403);
    ok(await ana.post("/competitor_objections", { plan, competitor: gone.id, objection: "Too dear" }), 201);
    ok(await ana.del(`/competitors/${gone.id}`, gone.version), 204);
    assert.equal((await ana.get(`/watch_sources/${s.id}`)).status, 404);
    assert.equal(ok(await ana.get(`/competitor_objections?competitor=${gone.id}`)).items.length, 0);
});

test("an archived plan freezes its competitors, and goes on watching them", async () => {
    const p = ok(await ana.post("/plans", { name: "Frozen" }), 201);
    const c = ok(await ana.post("/competitors", { plan: p.id, name: "Ice" }), 201);
    ok(await ana.patch(`/plans/${p.id}`, { state: "archived" }, p.version));
    assert.equal((await ana.post("/competitor_objections", { plan: p.id, competitor: c.id, objection: "x" })).status, 409);
    ok(await ana.post("/competitor_notes", { competitor: c.id, noted_on: "2026-01-02", body: "b", source: "s" }), 201);
    ok(await ana.post("/watch_sources", { competitor: c.id, url: "https://acme.example/", active: false }), 201);
});
