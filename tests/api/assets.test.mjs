/* assets.test.mjs -- what assets brought, over the wire: who saw them before they became leads, by pages that were measured and by links, each
 * figure with its rows. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setUp, startServer } from "./server.mjs";

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
let server, ana, story, ad, wish;

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const made = async (table, row) => ok(await ana.post(`/${table}`, row), 201);
const evidence = async (dimension, lang) => ok(await ana.get(`/proposals/evidence?dimension=${dimension}`, lang ? { headers: { "Accept-Language": lang } } : undefined));
const row = (told, key) => told.items.find((x) => x.key === key);

/* 25 saw the story and 10 of them bought, 25 saw nothing and 2 bought; one is about to. */
before(async () => {
    server = await startServer();
    ana = await setUp(server);
    story = await made("assets", { name: "Caso Metalforte", kind: "case", state: "ready", url: "https://acme.example/caso/", topic: "Provas" });
    ad = await made("assets", { name: "Anúncio", kind: "ad", format: "Texto curto", utm_content: "anuncio-a" });
    wish = await made("assets", { name: "Guia", kind: "document", state: "wanted" });
    for (let i = 0; i < 50; i++) {
        const who = await made("contacts", { name: `Lead ${i}`, email: `l${i}@p.example`, channel: "ads", landing_page: i % 2 ? "/caso" : "/outra", first_contact_at: `${day(-150 + i)}T12:00:00Z` });
        const bought = i % 2 ? i < 20 : i < 4;
        if (bought) await made("deals", { name: `Pedido ${i}`, contact: who.id, amount_minor: 100000, outcome: "won", closed_at: `${day(-90 + i)}T12:00:00Z` });
        if (i === 49) await made("deals", { name: "Quase", contact: who.id, amount_minor: 70000 });
    }
});
after(() => server?.stop());

test("each asset has what those brought who saw it, and those who saw none are the comparison", async () => {
    const told = await evidence("asset");
    assert.deepEqual([told.dimension, told.assets, told.unmet], ["asset", 3, 1]);
    assert.equal(row(told, wish.id), undefined);
    const seen = row(told, story.id), none = row(told, "(none)");
    assert.deepEqual([seen.leads, seen.won, seen.revenue_minor, seen.pipeline_minor, seen.spend_minor, seen.spend_why], [25, 10, 1000000, 70000, null, "none"]);
    assert.deepEqual([none.kind, none.leads, none.won, none.reason], ["base", 25, 2, null]);
    assert.ok(Math.abs(seen.rest - 2 / 25) < 1e-9 && seen.low < seen.rate && seen.chance > 0.9);
    assert.deepEqual([row(told, ad.id).kind, row(told, ad.id).reason], ["few", { have: 0, need: 20, of: "leads" }]);
    const [topic] = (await evidence("topic")).items;
    assert.deepEqual([topic.key, topic.name, topic.leads], ["provas", "Provas", 25]);
    assert.equal(row(await evidence("format", "pt-BR"), "kind:case").name, "Caso de cliente");
    assert.equal(row(await evidence("format", "en"), "kind:case").name, "Customer story");
    assert.equal((await ana.get("/proposals/evidence?dimension=colour")).json.errors[0].field, "dimension");
});

test("each figure opens its rows", async () => {
    const told = await evidence("asset"), span = `from=${told.from}&to=${told.to}`;
    const rows = async (key, column, dimension = "asset") => ok(await ana.get(`/proposals/evidence/rows?dimension=${dimension}&key=${encodeURIComponent(key)}&column=${column}&${span}`));
    for (const [column, kind, n] of [["leads", "contacts", 25], ["lead_mqls", "contacts", row(told, story.id).mqls], ["won", "deals", 10], ["revenue_minor", "deals", 10], ["pipeline_minor", "deals", 1], ["spend_minor", "spend_lines", 0]]) {
        const page = await rows(story.id, column);
        assert.deepEqual([column, page.kind, page.items.length], [column, kind, n]);
    }
    assert.equal((await rows("(none)", "leads")).items.length, 25);
    assert.equal((await rows("ads", "pipeline_minor", "channel")).items.length, 1);
    const csv = await ana.get(`/proposals/evidence/rows.csv?dimension=asset&key=${story.id}&column=leads&${span}`);
    assert.equal(csv.text.trim().split("\n").length, 26);
    assert.equal((await ana.get(`/proposals/evidence/rows?key=x&column=days&${span}`)).json.errors[0].field, "column");
});

test("two assets cannot have the same word in their links", async () => {
    const taken = await ana.post("/assets", { name: "Outro", kind: "ad", utm_content: "anuncio-a" });
    assert.equal(taken.status, 409);
    assert.equal(taken.json.errors[0].field, "utm_content");
});
