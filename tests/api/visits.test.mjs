/* visits.test.mjs -- from a page's event to its figure: what the door takes is asked about, filtered, and left as a file. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send, setUp, startServer, until } from "./server.mjs";

let server, ana, key, serial = 0;
const agents = { desktop: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", mobile: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1" };

const ok = (res, code = 200) => {
    assert.equal(res.status, code, res.text);
    return res.json;
};
const id = () => (++serial).toString(16).padStart(32, "a");
const tell = (agent, ...events) =>
    send(`${server.url}/e`, {
        method: "POST",
        headers: { "Content-Type": "text/plain;charset=UTF-8", "User-Agent": agent, "Accept-Language": "pt-BR", Origin: "https://acme.example", "X-Praca-Debug": "1" },
        body: JSON.stringify({ k: key, t: Date.now(), b: events.map((e) => ({ i: id(), w: 1280, ...e })) }),
    });
const view = (path, more) => ({ n: "view", u: `https://acme.example${path}`, ...more });
const ask = async (q) => ok(await ana.post("/stats", { date_range: "today", include: { robots: true }, ...q })).results;

before(async () => {
    server = await startServer("--measure.rate=0");
    ana = await setUp(server);
    key = ok(await ana.get("/measuring")).key;
    ok(await ana.patch("/measuring", { hosts: ["acme.example"] }));
    for (const res of [
        await tell(agents.desktop, view("/?utm_source=news&utm_medium=email&utm_campaign=maio"), view("/precos"), { n: "form", u: "https://acme.example/precos", p: { form: "contato" } }),
        await tell(agents.mobile, view("/", { r: "https://www.google.com/" })),
    ]) assert.equal(res.headers["x-praca-refused"], undefined);
    await until(() => ana.post("/stats", { metrics: ["views"], date_range: "today", include: { robots: true } }), (r) => r.json.results[0].metrics[0] === 3);
});
after(() => server?.stop());

test("visits, visitors and views are those that the pages told of", async () => {
    assert.deepEqual((await ask({ metrics: ["visitors", "visits", "views", "events", "views_per_visit"] }))[0].metrics, [2, 2, 3, 1, 1.5]);
});

test("each visit knows its source, campaign and device", async () => {
    assert.deepEqual((await ask({ metrics: ["visits"], dimensions: ["source"], order_by: [["source", "asc"]] })).map((r) => r.dimensions[0]), ["google", "news"]);
    assert.deepEqual(await ask({ metrics: ["views"], dimensions: ["campaign"], filters: [["is", "source", ["news"]]] }), [{ dimensions: ["maio"], metrics: [2] }]);
    assert.deepEqual((await ask({ metrics: ["visits"], dimensions: ["device"], order_by: [["device", "asc"]] })).map((r) => r.dimensions[0]), ["desktop", "mobile"]);
});

test("a page, an event and its property filter what happened, or the visits in which it did", async () => {
    assert.deepEqual((await ask({ metrics: ["visits"], dimensions: ["page"], filters: [["matches", "page", ["/pre*"]]] })).map((r) => r.dimensions[0]), ["/precos"]);
    assert.equal((await ask({ metrics: ["views"], filters: [["has_done", ["is", "props:form", ["contato"]]]] }))[0].metrics[0], 2);
    assert.equal((await ask({ metrics: ["views"], filters: [["has_not_done", ["is", "event", ["form"]]]] }))[0].metrics[0], 1);
});

test("they are here now", async () => {
    const now = ok(await ana.get(`/stats/now?q=${encodeURIComponent('{"include":{"robots":true}}')}`));
    assert.equal(now.visitors, 2);
    assert.equal(now.views_30, 3);
    assert.deepEqual(now.pages[0], { name: "/", visitors: 2 });
});

test("steps count who went through them", async () => {
    const f = ok(await ana.post("/stats/funnel", { date_range: "today", include: { robots: true }, steps: [{ page: "/" }, { page: "/pre*" }, { event: "form" }] }));
    assert.deepEqual(f.steps.map((s) => s.count), [2, 1, 1]);
});

test("the rows leave as a file", async () => {
    const q = encodeURIComponent(JSON.stringify({ metrics: ["visits"], dimensions: ["source"], date_range: "today", include: { robots: true }, order_by: [["source", "asc"]] }));
    assert.equal((await ana.get(`/stats.csv?q=${q}`)).text, "source,visits\r\ngoogle,1\r\nnews,1\r\n");
});

test("an address is tried against the rules, and history is seen before it is judged again", async () => {
    const tried = async (url, referrer) => ok(await ana.post("/visits/channel", { url, referrer }));
    assert.deepEqual(await tried("https://acme.example/?utm_source=news&utm_medium=email&utm_campaign=maio"), { channel: "email", source: "news", medium: "email", campaign: "maio", click: "", step: "tag", rule: null });
    const google = await tried("https://acme.example/precos", "https://www.google.com/");
    assert.deepEqual([google.channel, google.source, google.step], ["organic_search", "google", "site"]);
    assert.equal((await tried("https://acme.example/?gclid=abc")).step, "click");
    assert.equal((await tried("https://acme.example/")).step, "nothing");
    assert.equal((await ana.post("/visits/channel", { url: "isto não" })).json.errors[0].field, "url");
    for (const [app, channel, source] of [["googlequicksearchbox", "organic_search", "google"], ["gm", "email", "gmail"]]) {
        const told = await tried("https://acme.example/", `android-app://com.google.android.${app}/`);
        assert.deepEqual([told.channel, told.source], [channel, source]);
    }
    assert.equal((await ana.post("/visits/channel", { url: "https://acme.example/", referrer: "isto não é" })).json.errors[0].field, "referrer");
    const usual = ok(await ana.get("/visits/channels")).items;
    const engines = usual.find((x) => x.step === "site" && x.channel === "organic_search");
    assert.ok(engines.words.includes("google"));
    assert.deepEqual([engines.condition, engines.medium], ["source", "organic"]); /* what a rule of one's own says of the same visits */
    assert.deepEqual([google.source, google.medium], ["google", "organic"]);
    assert.ok(usual.find((x) => x.step === "paid").words.includes("cpc"));
    assert.deepEqual(usual.at(-1), { step: "nothing", channel: "direct_traffic", condition: null, medium: null, words: [] });

    const before = ok(await ana.get("/visits/rejudge"));
    assert.deepEqual([before.looked, before.more, before.changed, before.rules], [2, false, 0, []]);
    const rule = ok(await ana.post("/channel_rules", { channel: "boletim", source: "news" }), 201);
    assert.deepEqual([(await tried("https://acme.example/?utm_source=news")).channel, (await tried("https://acme.example/?utm_source=news")).rule], ["boletim", rule.id]);
    const seen = ok(await ana.get("/visits/rejudge"));
    assert.deepEqual([seen.changed, seen.moves, seen.rules], [1, [{ from: "email", to: "boletim", visits: 1 }], [{ id: rule.id, visits: 1 }]]);
    assert.equal(ok(await ana.get("/visits/rejudge?from=2020-01-01&to=2020-01-31")).looked, 0);
    assert.equal((await ana.get("/visits/rejudge?from=soon")).status, 422);
    const nothing = ok(await ana.post("/visits/rejudge", { from: "2020-01-01", to: "2020-01-31" }), 202).job;
    assert.equal((await until(() => ana.get(`/jobs/${nothing}`), (r) => r.json.state === "done")).json.done, 0);
    assert.equal(ok(await ana.get("/visits/rejudge")).changed, 1);
    const job = ok(await ana.post("/visits/rejudge", {}), 202).job;
    const ended = (await until(() => ana.get(`/jobs/${job}`), (r) => r.json.state === "done")).json;
    assert.deepEqual([ended.done, ended.changed], [2, 1]);
    assert.equal(ok(await ana.get("/visits/rejudge")).changed, 0);
    assert.deepEqual((await ask({ metrics: ["visits"], dimensions: ["channel"], filters: [["is", "channel", ["boletim"]]] })).map((r) => r.metrics[0]), [1]);
    assert.equal((await ana.post("/channel_rules", { channel: "parceiros", host: "https://" })).json.errors[0].field, "host");
    const pasted = ok(await ana.post("/channel_rules", { channel: "parceiros", host: "https://parceiro.example/pagina?x=1" }), 201);
    assert.equal(pasted.host, "parceiro.example");
});

test("the list of data centres is replaced while the program runs, and is there after a start", async () => {
    assert.deepEqual(ok(await ana.get("/measuring/networks")), { networks: 0, passed_over: 0, loaded_at: null, may_load: true });
    const none = await ana.post("/measuring/networks", { text: "isto não é uma lista\n" });
    assert.deepEqual([none.status, none.json.errors[0].field], [422, "text"]);
    const now = ok(await ana.post("/measuring/networks", { text: "# nuvem\n127.0.0.0/8\n192.0.2.0/24\nx y z\n" }));
    assert.deepEqual([now.networks, now.passed_over, now.loaded_at !== null], [2, 1, true]);
    const robots = async () => (await ask({ metrics: ["visits"], include: { robots: "only" } }))[0].metrics[0];
    const before = await robots();
    await tell("Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko/20100101 Firefox/131.0", view("/nuvem"));
    await until(robots, (n) => n === before + 1);
    const seen = ok(await ana.get("/audit?limit=5")).items.some((x) => x.model === "measuring" && JSON.stringify(x.diff).includes("networks"));
    assert.ok(seen);
    const wide = await ana.post("/measuring/networks", { text: "192.0.2.0/24\n0.0.0.0/0\n" });
    assert.deepEqual([wide.status, wide.json.errors[0].field], [422, "text"]);
    assert.match(wide.json.errors[0].message, /0\.0\.0\.0\/0/);
    assert.equal((await ana.post("/measuring/networks", {})).status, 422);
    assert.equal(ok(await ana.get("/measuring/networks")).networks, 2);
    assert.deepEqual(ok(await ana.post("/measuring/networks", { text: " \n" })), { networks: 0, passed_over: 0, loaded_at: null, may_load: true });
});

test("an order that a program tells of counts without a reader's agent", async () => {
    const worth = async () => ok(await ana.post("/stats", { metrics: ["value"], date_range: "today" })).results[0]?.metrics[0] ?? 0;
    const before = await worth();
    ok(await ana.post("/events", { items: [{ event: "order", visitor: id(), value_minor: 12345, currency: "BRL" }, { event: "view", visitor: id(), host: "acme.example", path: "/pedido" }] }), 202);
    await until(() => ana.post("/stats", { metrics: ["value"], date_range: "today" }), (r) => r.json.results[0]?.metrics[0] === before + 12345);
});

test("what came in another currency stands beside the value", async () => {
    const meta = async () => ok(await ana.post("/stats", { metrics: ["value"], date_range: "today" })).meta;
    assert.deepEqual([(await meta()).currency, (await meta()).other_currencies], ["BRL", []]);
    ok(await ana.post("/events", { items: ["USD", "USD", "EUR"].map((currency) => ({ event: "order", visitor: id(), value_minor: 600, currency })) }), 202);
    const res = await until(() => ana.post("/stats", { metrics: ["value"], date_range: "today" }), (r) => r.json.meta.other_currencies.length === 2);
    assert.deepEqual(res.json.meta.other_currencies, [{ currency: "USD", value: 1200, events: 2 }, { currency: "EUR", value: 600, events: 1 }]);
    const file = (await ana.get(`/stats.csv?q=${encodeURIComponent(JSON.stringify({ metrics: ["visits", "value"], date_range: "today", dimensions: ["source"] }))}`)).text.split("\r\n");
    assert.equal(file[0], "source,visits,value,currency");
    assert.deepEqual(file.slice(-3), ["(all),,12.00,USD", "(all),,6.00,EUR", ""]);
    const report = ok(await ana.post("/saved_reports", { name: "Valor", kind: "visits", question: { metrics: ["value"], date_range: "today" } }), 201);
    const { notes } = ok(await ana.get(`/saved_reports/${report.id}/paper`));
    assert.match(notes[0], /^Not counted here: \$12\.00 .* 2 events\.$/);
});

test("a saved funnel is asked by its id", async () => {
    const funnel = ok(await ana.post("/funnels", { name: "Contato", steps: [{ page: "/" }, { event: "form", label: "Escreveu" }], scope: "visit" }), 201);
    const f = ok(await ana.post("/stats/funnel", { funnel: funnel.id, date_range: "today", include: { robots: true } }));
    assert.deepEqual(f.steps.map((s) => [s.label, s.count]), [["/", 2], ["Escreveu", 1]]);
    assert.equal((await ana.post("/stats/funnel", { funnel: "1" })).status, 404);
    const both = await ana.post("/stats/funnel", { funnel: funnel.id, steps: [] });
    assert.deepEqual([both.status, both.json.errors[0].field], [422, "funnel"]);
    const wrong = await ana.post("/stats/funnel", { funnel: funnel.id, within: 3 });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [422, "within"]);
});

test("what a question of visits says beside its members is named, and not passed over", async () => {
    const wrong = async (path, body) => {
        const res = await ana.post(path, body);
        assert.equal(res.status, 422, res.text);
        return res.json.errors.map((e) => `${e.field} ${e.code}`);
    };
    const q = { metrics: ["visits"], date_range: "7d" };
    assert.deepEqual(await wrong("/stats", { ...q, filter: [], site_id: "acme.example" }), ["filter field.unknown", "site_id field.unknown"]);
    assert.deepEqual(await wrong("/stats", { ...q, include: { robots: "onyl", imported: true }, pagination: { page: 2 } }), ["pagination.page field.unknown", "include.imported field.unknown", "include.robots field.choice"]);
    assert.deepEqual(await wrong("/stats", { queries: [{ ...q, filter: [] }], dimensions: ["page"] }), ["dimensions field.unknown", "queries.0.filter field.unknown"]);
    assert.deepEqual(await wrong("/stats/funnel", { steps: [{ page: "/" }, { event: "form" }], within_days: 3 }), ["within_days field.unknown"]);
    assert.deepEqual(await wrong("/stats/funnel", { steps: [{ page: "/", props: {} }, { event: "form", host: "x" }] }), ["steps.0.props field.unknown", "steps.1.host field.unknown"]);
});
