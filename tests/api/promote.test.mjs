/* promote.test.mjs -- links that are followed, codes that are typed and sales that partners register, and what channels and partners get for them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inflateSync } from "node:zlib";
import jsQR from "jsqr";
import { send, setUp, startServer, until } from "./server.mjs";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
let server, ana, plan, key;

before(async () => {
    server = await startServer("--http.proxy=127.0.0.1");
    ana = await setUp(server);
    plan = ok(await ana.post("/plans", { name: "2027" }), 201);
    ok(await ana.patch("/measuring", { hosts: ["acme.example"] }));
    key = ok(await ana.get("/measuring")).key;
});
after(() => server?.stop());

const ok = (res, code = 200) => {
    assert.equal(res.status, code, res.text);
    return res.json;
};
let people = 0;
const from = () => ({ "X-Forwarded-For": `198.51.100.${++people}` });
const follow = (code, headers = {}) => send(`${server.url}/r/${code}`, { headers: { "User-Agent": firefox, "Accept-Language": "pt-BR", ...from(), ...headers } });
const typed = (path, body, headers = {}) =>
    send(server.url + path, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", "User-Agent": firefox, ...from(), ...headers }, body: new URLSearchParams(body).toString() });
const hidden = (html) => html.match(/name="form" value="([^"]+)"/)[1];

test("the registry says of each kind of channel what it is for, in the reader's language", async () => {
    const { items } = ok(await ana.get("/channel_kinds"));
    const fairs = items.find((k) => k.key === "fairs");
    assert.deepEqual([fairs.name, fairs.offline, fairs.cost_models, fairs.matches], ["Fairs", true, ["per_event"], "fairs"]);
    assert.ok(items.length >= 20 && items.every((k) => k.what && k.prepare && k.stages.length && k.tickets.length));
    const pt = ok(await ana.get("/channel_kinds", { headers: { "Accept-Language": "pt-BR" } })).items;
    assert.equal(pt.find((k) => k.key === "fairs").name, "Feiras");
});

test("a followed link leads on with its words, and the visit that follows is the channel's", async () => {
    const link = ok(await ana.post("/short_links", { name: "Painel do estande", target: "https://acme.example/orcamento", channel: "feira_norte", medium: "qr" }), 201);
    const res = await follow(link.code);
    assert.equal(res.status, 302);
    assert.equal(res.headers.location, "https://acme.example/orcamento?utm_source=painel-do-estande&utm_medium=qr");
    assert.match(res.headers["cache-control"], /no-store/);
    // What only fetches ahead, asks for the head, does not want to be counted, or is a robot.
    assert.equal((await follow(link.code, { "Sec-Purpose": "prefetch;prerender" })).status, 302);
    assert.equal((await send(`${server.url}/r/${link.code}`, { method: "HEAD", headers: { "User-Agent": firefox, ...from() } })).status, 302);
    assert.equal((await follow(link.code, { Cookie: "praca_off=1" })).status, 302);
    assert.equal((await follow(link.code, { "User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)" })).status, 302);
    const now = ok(await ana.get(`/short_links/${link.id}`));
    assert.deepEqual([now.hits, now.robot_hits, now.version], [1, 1, 1]);
    const { items: [today] } = ok(await ana.get(`/short_links/${link.id}/days`));
    assert.deepEqual([today.hits, today.robots], [1, 1]);
    // The page that was opened counts for the channel.
    const seen = await send(`${server.url}/m/e`, {
        method: "POST", headers: { "User-Agent": firefox, "Accept-Language": "pt-BR", ...from() },
        body: JSON.stringify({ k: key, t: 1, b: [{ i: "a".repeat(32), n: "view", u: res.headers.location, t: 1 }] }),
    });
    assert.equal(seen.status, 202);
    await until(() => ana.post("/stats", { metrics: ["visits"], dimensions: ["channel"], date_range: "today", include: { robots: true } }), (r) => r.json.results.some((x) => x.dimensions[0] === "feira_norte" && x.metrics[0] === 1));
});

test("an unknown or closed link is a friendly page, and nobody chooses where a link leads", async () => {
    const none = await follow("nada-disso");
    assert.equal(none.status, 404);
    assert.match(none.text, /Este endereço não existe/);
    assert.equal((await follow("nada-disso?u=https://evil.example")).headers.location, undefined);
    const link = ok(await ana.post("/short_links", { name: "Revista", target: "https://acme.example/", channel: "print", ends_on: "2020-01-31" }), 201);
    const over = await follow(link.code);
    assert.equal(over.status, 410);
    assert.match(over.text, /não vale mais/);
    assert.match((await follow(link.code, { "Accept-Language": "en" })).text, /no longer valid/);
    ok(await ana.patch(`/short_links/${link.id}`, { fallback: "https://acme.example/fim" }, link.version));
    assert.equal((await follow(link.code)).headers.location, "https://acme.example/fim");
    assert.equal(ok(await ana.get(`/short_links/${link.id}`)).hits, 0);
    const kept = await ana.patch(`/short_links/${link.id}`, { code: "outro" }, link.version + 1);
    assert.equal(kept.json.errors[0].field, "code");
    assert.equal((await ana.post("/short_links", { name: "x", target: "javascript:alert(1)", channel: "y" })).status, 422);
});

/* The points of a PNG of one bit each, without filters. */
function points(png) {
    let at = 8, width = 0, height = 0;
    const packed = [];
    while (at < png.length) {
        const n = png.readUInt32BE(at), kind = png.toString("latin1", at + 4, at + 8), data = png.subarray(at + 8, at + 8 + n);
        if (kind === "IHDR") [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
        if (kind === "IDAT") packed.push(data);
        at += 12 + n;
    }
    const raw = inflateSync(Buffer.concat(packed)), row = 1 + Math.ceil(width / 8), out = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
            if (!((raw[y * row + 1 + (x >> 3)] >> (7 - (x & 7))) & 1)) out.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    return { out, width, height };
}

test("the QR code of a link reads back as its address", async () => {
    const { items: [link] } = ok(await ana.get("/short_links?q=painel"));
    const res = await fetch(`${server.url}/api/v1/short_links/${link.id}/qr?format=png&base=https://go.acme.example`, { headers: { Cookie: ana.cookie } });
    assert.equal(res.headers.get("content-type"), "image/png");
    const { out, width, height } = points(Buffer.from(await res.arrayBuffer()));
    assert.equal(jsQR(out, width, height)?.data, `https://go.acme.example/r/${link.code}`);
    const svg = await ana.get(`/short_links/${link.id}/qr`);
    assert.match(svg.text, /^<svg /);
    assert.equal((await ana.get(`/short_links/${link.id}/qr?format=gif`)).status, 422);
    assert.equal((await ana.get(`/short_links/${link.id}/qr?base=javascript:1`)).status, 422);
});

test("a code typed on a form gives its channel the lead", async () => {
    ok(await ana.post("/channels", { plan: plan.id, name: "Feira", kind: "fairs", matches: "fairs" }), 201);
    const code = ok(await ana.post("/promo_codes", { name: "Estande", code: "feira-10", channel: "fairs" }), 201);
    assert.equal(code.code, "FEIRA10");
    const form = ok(await ana.post("/site_forms", { name: "Contato", title_pt: "Fale conosco", ask_code: true }), 201);
    const page = await send(`${server.url}/f/${form.key}?praca_code=FEIRA10&lang=en`);
    assert.match(page.text, /name="code"[^>]*value="FEIRA10"/);
    assert.match(page.text, /Do you have a code\?/);
    const token = hidden(page.text);
    await new Promise((done) => setTimeout(done, 1100)); /* nobody types so fast */
    const json = { Accept: "application/json" };
    const wrong = await typed(`/f/${form.key}?lang=en`, { form: token, email: "rui@norte.example", code: "FEIRA11" }, json);
    assert.equal(wrong.status, 422);
    assert.match(wrong.json.errors.code, /do not know this code/);
    ok(await typed(`/f/${form.key}`, { form: token, email: "rui@norte.example", code: "feira 10" }, json));
    const { items: [rui] } = ok(await ana.get("/contacts?email=rui@norte.example"));
    assert.equal(rui.channel, "fairs");
    assert.equal(ok(await ana.get(`/promo_codes/${code.id}`)).uses, 1);
    const { items } = ok(await ana.get(`/plans/${plan.id}/channels`));
    const fair = items.find((x) => x.matches === "fairs");
    assert.equal(fair.code_uses, 1);
    assert.equal(fair.figures.leads, 1);
    assert.equal(fair.figures.cost_per_lead_minor, null);
    assert.ok(fair.reasons.cost_per_lead_minor.message);
    // The figure opens: what stands behind it is who it counts.
    const behind = ok(await ana.get(`/reports/channels/rows?by=channel&key=${encodeURIComponent(fair.key)}&column=leads`)).items;
    assert.deepEqual(behind.map((x) => x.id), [rui.id]);
});

test("a partner registers a deal on their page, and somebody here accepts it", async () => {
    const partner = ok(await ana.post("/partners", { name: "Revenda Norte", kind: "distributor", commission: 0.1, protection_days: 30 }), 201);
    const { path } = ok(await ana.post(`/partners/${partner.id}/link`, {}));
    const page = await send(server.url + path, { headers: from() });
    assert.equal(page.status, 200);
    assert.equal(ok(await ana.get("/deal_registrations")).items.length, 0); /* looking registers nothing */
    const body = { form: hidden(page.text), employer: "Padaria Forte <b>", domain: "https://www.forte.example/", contact_name: "Bia", email: "bia@forte.example", amount_minor: "12.500,00", do: "register" };
    const bad = await typed(`${path}?lang=pt-BR`, { ...body, domain: "gmail.com", email: "bia@gmail.com" });
    assert.equal(bad.status, 422);
    assert.match(bad.text, /value="Padaria Forte &#60;b&#62;"/);
    assert.equal((await typed(path, { ...body, form: "x" })).status, 403);
    const sent = await typed(`${path}?lang=pt-BR`, body);
    assert.equal(sent.status, 303);
    const [reg] = ok(await ana.get("/deal_registrations?state=new")).items;
    assert.deepEqual([reg.employer, reg.domain, reg.amount_minor, reg.source, reg.partner], ["Padaria Forte <b>", "forte.example", 1250000, "page", partner.id]);
    assert.match((await send(server.url + path, { headers: { "Accept-Language": "pt-BR", ...from() } })).text, /Esperando resposta/);
    // Another partner comes second.
    const second = ok(await ana.post("/partners", { name: "Sul", kind: "partner" }), 201);
    const late = ok(await ana.post("/deal_registrations", { partner: second.id, employer: "Forte", domain: "forte.example" }), 201);
    assert.deepEqual(ok(await ana.get(`/deal_registrations/${late.id}/conflicts`)).items.map((c) => [c.kind, c.name]), [["registered", "Revenda Norte"]]);
    const refused = await ana.post(`/deal_registrations/${late.id}/accept`, { reason: "mesmo assim" });
    assert.equal(refused.status, 409);
    assert.equal((await ana.post(`/deal_registrations/${late.id}/decline`, {})).status, 422);
    ok(await ana.post(`/deal_registrations/${late.id}/decline`, { reason: "Chegou depois." }));
    const done = ok(await ana.post(`/deal_registrations/${reg.id}/accept`, {}));
    assert.equal(done.state, "accepted");
    const deal = ok(await ana.get(`/deals/${done.deal}`));
    assert.deepEqual([deal.partner, deal.sold_through, deal.amount_minor, deal.outcome], [partner.id, "distributor", 1250000, "open"]);
    assert.equal(ok(await ana.get(`/accounts/${deal.account}`)).domain, "forte.example");
    assert.equal(ok(await ana.get(`/contacts/${deal.contact}`)).channel, "partners");
    ok(await ana.patch(`/deals/${deal.id}`, { outcome: "won", reason: "Preço" }, deal.version));
    const { items } = ok(await ana.get("/reports/partners"));
    const norte = items.find((p) => p.partner === partner.id);
    assert.deepEqual([norte.registered, norte.accepted, norte.figures.won, norte.figures.commission_minor], [1, 1, 1, 125000]);
    ok(await ana.post("/selling_channels", { plan: plan.id, name: "Revendas", kind: "distributor", margin: 0.3, cost_to_serve_minor: 5000 }), 201);
    const way = ok(await ana.get(`/plans/${plan.id}/selling`)).items[0];
    assert.equal(way.figures.margin_minor, 375000 - 125000 - 5000);
    assert.equal(way.figures.share, null);
    // The link ends when it is ended.
    ok(await ana.del(`/partners/${partner.id}/link`), 204);
    assert.equal((await send(server.url + path, { headers: from() })).status, 404);
    assert.equal((await ana.del(`/partners/${partner.id}`, ok(await ana.get(`/partners/${partner.id}`)).version)).status, 409);
});

test("a page registers only so much in a day", async () => {
    const partner = ok(await ana.post("/partners", { name: "Veloz", kind: "partner" }), 201);
    const { path } = ok(await ana.post(`/partners/${partner.id}/link`, {}));
    const form = hidden((await send(server.url + path, { headers: from() })).text);
    for (let i = 0; i < 30; i++) assert.equal((await typed(path, { form, employer: `Empresa ${i}`, domain: `e${i}.example`, do: "register" })).status, 303);
    assert.equal((await typed(path, { form, employer: "Mais uma", domain: "mais.example", do: "register" })).status, 429);
});
