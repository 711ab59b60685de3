/* cookies.test.mjs -- the consent banner over the wire: its script, the receipts of visitors, and what the office sees of them. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Client, send, setUp, startServer, until, visitorNumber, withToken } from "./server.mjs";

let server, ana, banner;
const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
before(async () => {
    server = await startServer();
    ana = await setUp(server);
    ok(await ana.call("PATCH", "/measuring", { body: { hosts: ["acme.example"] } }));
    banner = ok(await ana.get("/cookies/banner"));
});
after(() => server?.stop());

const id = () => randomBytes(16).toString("hex");
const origin = "https://www.acme.example";
const post = (body, { Origin = origin, ...headers } = {}) =>
    send(`${server.url}/m/c`, { method: "POST", headers: { ...(Origin ? { Origin } : {}), "Content-Type": "text/plain;charset=UTF-8", "User-Agent": "Netscape/4", ...headers }, body: JSON.stringify({ k: banner.key, number: 1, lang: "pt-BR", how: "choose", choices: ["C0001"], ...body }) });
const receipts = async () => ok(await ana.get("/cookies/receipts")).items;
const script = (headers = {}) => send(server.url + banner.script, { headers });

test("a site that published nothing asks nothing, and takes no receipt", async () => {
    const res = await script();
    assert.equal(res.status, 200);
    assert.doesNotMatch(res.text, /praca_consent/);
    assert.equal((await post({ id: id() })).status, 422);
    assert.equal((await send(`${server.url}/m/c.js?s=0000000000000000`)).status, 404);
    assert.equal((await send(`${server.url}/m/c.js`)).status, 404);
    assert.equal((await send(server.url + banner.self_test)).status, 404);
});

test("the script carries both languages, sets no cookie, and weighs at most 6 KiB with all of its text", async () => {
    assert.deepEqual(ok(await ana.post("/cookies/publish")), { edition: 1, new: true });
    assert.deepEqual(ok(await ana.post("/cookies/publish")), { edition: 1, new: false });
    const res = await script();
    assert.equal(res.headers["set-cookie"], undefined);
    assert.match(res.headers["content-type"], /javascript/);
    assert.match(res.headers["cache-control"], /max-age=600/);
    assert.equal(res.headers["cross-origin-resource-policy"], "cross-origin");
    for (const words of ["Rejeitar tudo", "Reject all", "praca_consent"]) assert.ok(res.text.includes(words), words);
    assert.doesNotMatch(res.text, /PRACA_CONFIG/);
    assert.equal((await script({ "If-None-Match": res.headers.etag })).status, 304);
    const packed = await fetch(server.url + banner.script, { headers: { "Accept-Encoding": "gzip" } });
    assert.equal(packed.headers.get("content-encoding"), "gzip");
    assert.equal(await packed.text(), res.text);
    const raw = await new Promise((done, failed) => {
        import("node:http").then(({ get }) => get(server.url + banner.script, { headers: { "Accept-Encoding": "gzip" } }, (r) => {
            const parts = [];
            r.on("data", (d) => parts.push(d));
            r.on("end", () => done(Buffer.concat(parts)));
        }).on("error", failed));
    });
    assert.equal(gunzipSync(raw).toString(), res.text);
    assert.ok(raw.length <= 6144, `${raw.length} bytes`);
});

test("a receipt is kept once, however often it is sent, and says nothing of who it was", async () => {
    const mine = id();
    const first = await post({ id: mine, choices: ["C0001", "C0002"] });
    ok(first, 201);
    assert.equal(first.headers["access-control-allow-origin"], origin);
    assert.equal(first.headers["set-cookie"], undefined);
    const again = ok(await post({ id: mine, choices: ["C0001", "C0002"], lang: "en" }), 200);
    assert.equal(again.n, first.json.n);
    assert.equal((await post({ id: mine, choices: ["C0001"] })).status, 409);
    const one = ok(await ana.get(`/cookies/receipts/${mine}`));
    assert.deepEqual([one.choices, one.edition, one.lang, one.how, one.gpc], [["C0001", "C0002"], 1, "pt-BR", "choose", false]);
    const text = ok(await ana.get("/cookies/texts")).items.find((t) => t.lang === "pt-BR");
    assert.equal(one.text_digest, text.digest);
    assert.doesNotMatch(JSON.stringify(one), /127\.0\.0\.1|Netscape/);
    assert.equal((await receipts()).length, 1);
    assert.equal((await ana.get(`/cookies/receipts/${id()}`)).status, 404);
});

test("only pages of the site may send, and what they send is checked", async () => {
    for (const from of ["https://evil.example", "null", "https://acme.example.evil.example"]) assert.equal((await post({ id: id() }, { Origin: from })).status, 403, from);
    assert.equal((await post({ id: id() }, { Origin: "" })).status, 403);
    ok(await post({ id: id() }, { Origin: server.url }), 201);
    assert.equal((await post({ id: id(), k: "0000000000000000" })).status, 404);
    for (const wrong of [{ id: "x" }, { id: id(), previous: "x" }, { id: id(), number: 9 }, { id: id(), lang: "fr" }, { id: id(), choices: ["C0002"] }, { id: id(), how: "dance" }, { id: id(), choices: "C0001" }, { id: id(), how: "reject", choices: ["C0001", "C0004"] }, { id: id(), how: "accept" }])
        assert.equal((await post(wrong)).status, 422, JSON.stringify(wrong));
    assert.equal((await send(`${server.url}/m/c`, { method: "POST", headers: { Origin: origin }, body: "{" })).status, 400);
    assert.equal((await send(`${server.url}/m/c`, { method: "POST", headers: { Origin: origin }, body: "x".repeat(5000) })).status, 413);
});

test("of a receipt that never was, no trace is kept in the one that names it", async () => {
    const first = id(), second = id();
    ok(await post({ id: first, previous: id() }), 201);
    ok(await post({ id: second, previous: first, how: "accept", choices: ["C0001", "C0002", "C0003", "C0004", "P0001"] }), 201);
    const previous = async (of) => ok(await ana.get(`/cookies/receipts/${of}`)).previous;
    assert.deepEqual([await previous(first), await previous(second)], [null, first]);
});

test("with Sec-GPC, advertising cannot be on", async () => {
    assert.equal((await post({ id: id(), choices: ["C0001", "C0004"] }, { "Sec-GPC": "1" })).status, 422);
    ok(await post({ id: id(), choices: ["C0001", "C0002"] }, { "Sec-GPC": "1" }), 201);
    const { id: mine, gpc } = (await receipts())[0];
    assert.equal(gpc, true);
    const told = async (of) => (await send(`${server.url}/m/c/${banner.key}/${of}`, { headers: { "Accept-Language": "pt-BR" } })).text.split("Seu navegador pede que seus dados não sejam vendidos").length - 1;
    assert.equal(await told(mine), 2, "what the banner and its centre showed");
    assert.equal(await told((await receipts())[1].id), 0);
});

test("a test keeps nothing, and GET and HEAD change nothing", async () => {
    const before = await receipts();
    ok(await post({ id: id(), test: "1" }), 202);
    for (const method of ["GET", "HEAD"])
        for (const path of [banner.script, banner.self_test, `${banner.self_test}/page`, banner.preview, `${banner.preview}/c.js`, `/m/c/${banner.key}/${before[0].id}`]) {
            const res = await send(server.url + path, { method });
            assert.equal(res.status, 200, path);
            assert.equal(res.headers["set-cookie"], undefined, path);
        }
    assert.deepEqual(await receipts(), before);
    // Who asked not to be counted has no visit to look at: the page says that, and not that the banner is wrong.
    const off = await send(server.url + banner.self_test, { headers: { Cookie: "praca_off=1" } });
    assert.equal(off.status, 200);
    assert.match(off.text, /href="\/m\/off"/);
    assert.doesNotMatch(off.text, /data-say|id="visit"/);
});

test("a visitor's receipt shows the exact text, and an unknown one shows nothing", async () => {
    const [one] = await receipts();
    const res = await send(`${server.url}/m/c/${banner.key}/${one.id}`, { headers: { "Accept-Language": "pt-BR" } });
    assert.equal(res.status, 200);
    assert.ok(res.text.includes("Se este texto mudar, perguntamos de novo."));
    assert.match(res.headers["content-security-policy"], /default-src 'none'/);
    assert.doesNotMatch(res.headers["content-security-policy"], /script-src/);
    assert.match(res.headers["x-robots-tag"], /noindex/);
    assert.equal((await send(`${server.url}/m/c/${banner.key}/${id()}`)).status, 404);
    assert.equal((await send(`${server.url}/m/c/0000000000000000/${one.id}`)).status, 404);
});

test("the draft is changed by its version, is refused field by field, and is seen by its link only", async () => {
    const now = ok(await ana.get("/cookies/banner"));
    const wrong = await ana.patch("/cookies/banner", { accent: "blue", words: { en: { say_gpc: "x", policy_url: "javascript:1" } } }, now.version);
    assert.deepEqual([wrong.status, wrong.json.errors.map((e) => e.field).sort()], [422, ["accent", "words.en.policy_url", "words.en.say_gpc"]]);
    const changed = ok(await ana.patch("/cookies/banner", { words: { en: { own: "<b>Ours</b>", title: "</script>" } } }, now.version));
    assert.equal(changed.differs, true);
    assert.equal((await ana.patch("/cookies/banner", { corner: "right" }, now.version)).status, 412);
    assert.equal((await ana.patch("/cookies/banner", { corner: "right" })).status, 428);
    const draft = await send(`${server.url}${changed.preview}/c.js`);
    assert.ok(draft.text.includes("<b>Ours</b>") && draft.text.includes('"draft":true'));
    assert.doesNotMatch((await script()).text, /Ours/);
    assert.equal((await send(`${server.url}${changed.preview.slice(0, -2)}xx`)).status, 404);
    ok(await ana.post("/cookies/publish"));
    assert.match((await script()).text, /Ours/);
    const log = ok(await ana.get("/audit?model=cookie_banner")).items.map((e) => e.action);
    assert.deepEqual(log, ["publish", "change", "publish"]);
});

test("what may be seen and done follows the role, and another site sees nothing", async () => {
    const reader = await withToken(ana, ["read"]);
    ok(await reader.get("/cookies/banner"));
    ok(await reader.get("/cookies/receipts"));
    assert.equal((await reader.get("/cookies/receipts.csv")).status, 403);
    assert.equal((await reader.post("/cookies/publish")).status, 403);
    assert.equal((await reader.patch("/cookies/banner", { corner: "left" }, 1)).status, 403);
    assert.equal((await new Client(server).get("/cookies/receipts")).status, 401);
    const other = ok(await ana.post("/sites", { name: "Other", door: "own" }), 201).site;
    ana.site = other.id;
    assert.deepEqual(await receipts(), []);
    assert.equal(ok(await ana.get("/cookies/banner")).edition, 0);
    ana.site = null;
});

test("the ledger is verified, counted by day, and taken away as a file", async () => {
    const all = await receipts();
    const verdict = ok(await ana.get("/cookies/verify"));
    assert.deepEqual([verdict.ok, verdict.receipts, verdict.gone, verdict.head], [true, all.length, 0, all[0].chain]);
    const days = ok(await ana.get("/cookies/days")).items;
    assert.equal(days.reduce((n, d) => n + d.receipts, 0), all.length);
    assert.equal(days.reduce((n, d) => n + d.C0002, 0), all.filter((r) => r.choices.includes("C0002")).length);
    assert.equal((await ana.get("/cookies/days?from=soon")).status, 422);
    const page = ok(await ana.get("/cookies/receipts?limit=2"));
    assert.equal(page.items.length, 2);
    assert.equal(ok(await ana.get(`/cookies/receipts?limit=50&after=${page.next}`)).items.length, all.length - 2);
    const csv = (await ana.get("/cookies/receipts.csv")).text.trim().split("\r\n");
    assert.equal(csv.length, all.length + 1);
    assert.match(csv[0], /^receipt,id,at,text_version,/);
    assert.ok(csv[1].includes(all[0].id));
});

test("who takes back the permission to be recognised or called by name is tied to nobody any more", async () => {
    const site = ok(await ana.get("/site")).id;
    const person = ok(await ana.post("/contacts", { name: "Rui", email: "rui@norte.example" }), 201).id;
    const cookie = id();
    const visitor = visitorNumber(server, site, cookie);
    const event = await send(`${server.url}/m/e`, {
        method: "POST", headers: { Origin: origin, "Content-Type": "text/plain", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/133.0" },
        body: JSON.stringify({ k: banner.key, i: id(), n: "view", u: `${origin}/precos`, w: 1280, c: 1 | 2 | 16 | 32, v: cookie }),
    });
    assert.equal(event.status, 202);
    const links = async () => ok(await ana.get(`/contacts/${person}/visitors`)).items;
    await until(() => ana.post(`/contacts/${person}/visitors`, { visitor }), (r) => r.status < 300);
    assert.deepEqual((await links()).map((l) => [l.visitor, l.undone_at]), [[visitor, null]]);
    /* A receipt that still allows both takes nothing away, whatever it carries. */
    const first = id();
    ok(await post({ id: first, choices: ["C0001", "C0002", "P0001"], visitor: cookie }), 201);
    assert.equal((await links())[0].undone_at, null);
    const last = id();
    ok(await post({ id: last, previous: first, choices: ["C0001"], how: "reject", visitor: cookie }), 201);
    assert.notEqual((await links())[0].undone_at, null);
    ok(await post({ id: last, previous: first, choices: ["C0001"], how: "reject", visitor: cookie }), 200);
    assert.doesNotMatch(JSON.stringify(await receipts()), new RegExp(`${cookie}|${visitor}`));
    assert.equal(ok(await ana.get("/cookies/verify")).ok, true);
});

/* The sentences that no browser can check, and the claims of other suites that hold them. */
const held = {
    daily_salt: [["tests/unit/measure/measured_site_test.c", "a_salt_ends_with_the_sites_day"], ["tests/unit/web/intake_read_test.c", "without_consent_a_visitor_is_todays"]],
    refusing_not_counted: [["tests/unit/web/intake_read_test.c", "what_may_not_be_taken_is_refused_with_its_reason"]],
    gpc_refuses_targeting: [["tests/unit/people/cookie_test.c", "the_gpc_signal_refuses_targeting"]],
    named_only_with_yes: [["tests/unit/people/visitor_link_test.c", "without_a_yes_nothing_is_tied"], ["tests/unit/people/visitor_link_test.c", "a_choice_that_is_taken_back_holds_from_then_on"]],
    receipt_keeps_text: [["tests/unit/people/cookie_test.c", "a_receipt_keeps_the_text_and_no_address"]],
};

test("each sentence that the server answers for is held by a test that is there and runs", async () => {
    const checks = ok(await ana.get("/cookies/sentences")).items.filter((s) => s.judge === "server").map((s) => s.check);
    assert.deepEqual([...new Set(checks)].sort(), Object.keys(held).sort());
    for (const [file, claim] of Object.values(held).flat())
        assert.equal(readFileSync(join(import.meta.dirname, "../..", file), "utf8").split(new RegExp(`\\b${claim}\\b`)).length, 3, `${file}: ${claim} is made and run`);
});

/* Every sentence that a visitor reads, as it stands, with what holds it: a check of the self-test page, one of the server, or a step of
 * tests/browser/cookies.test.mjs. A sentence that asks something of the visitor and says nothing of the code is held by nothing. */
const tied = JSON.parse(readFileSync(join(import.meta.dirname, "../golden/consent_sentences.json"), "utf8"));

function sentencesOf(text, lang) {
    const split = (of) => [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(of)].map((s) => s.segment.trim()).filter(Boolean);
    const at = (where, list) => list.flatMap(split).map((s) => `${where}: ${s}`);
    return [
        ...at("layer", text.says), ...at("centre", text.centre.says), ...text.categories.flatMap((c) => at(c.id, c.says)),
        ...["gpc", "again", "always", "saved"].flatMap((w) => at(w, [text[w]])),
    ];
}
const untied = (text, lang) => sentencesOf(text, lang).filter((s) => !tied.some((t) => `${t.where}: ${t[lang]}` === s));

test("each sentence of the banner, in both languages, is tied to what holds it; one more, or one changed, is not", async () => {
    const other = await startServer();
    try {
        const owner = await setUp(other);
        const said = new Set();
        let texts;
        for (const counted of [true, false]) {
            if (!counted) ok(await owner.patch("/settings", { "measure.count_refusing": false }));
            ok(await owner.post("/cookies/publish"));
            texts = ok(await owner.get("/cookies/texts")).items.filter((t) => t.counted === counted);
            assert.deepEqual(texts.map((t) => t.lang).sort(), ["en", "pt-BR"]);
            for (const { lang, body } of texts) {
                assert.deepEqual(untied(body, lang), [], lang);
                sentencesOf(body, lang).forEach((s) => said.add(`${lang} ${s}`));
            }
        }
        for (const t of tied) for (const lang of ["pt-BR", "en"]) assert.ok(said.has(`${lang} ${t.where}: ${t[lang]}`), `nobody reads: ${t[lang]}`);

        for (const { lang, body } of texts) {
            const more = lang === "en" ? "We never sell your data." : "Nunca vendemos os seus dados.";
            const wrong = (change) => {
                const copy = structuredClone(body);
                change(copy);
                return untied(copy, lang).length;
            };
            assert.equal(wrong((b) => b.says.push(more)), 1);
            assert.equal(wrong((b) => (b.says[0] += ` ${more}`)), 1);
            assert.equal(wrong((b) => (b.gpc += ` ${more}`)), 1);
            assert.equal(wrong((b) => b.centre.says.unshift(more)), 1);
            for (const i of body.categories.keys()) assert.equal(wrong((b) => b.categories[i].says.push(more)), 1);
            assert.equal(wrong((b) => (b.categories[1].says[0] = b.categories[1].says[0].replace("395", "30"))), 1);
            assert.equal(wrong((b) => b.categories[2].says.push(b.says[0])), 1, "a sentence holds where it stands");
        }
    } finally {
        await other.stop();
    }
});

test("what holds a sentence is there", async () => {
    const checks = new Set(ok(await ana.get("/cookies/sentences")).items.map((s) => s.check));
    const steps = readFileSync(join(import.meta.dirname, "../browser/cookies.test.mjs"), "utf8");
    const selfTest = readFileSync(join(import.meta.dirname, "../../tracker/src/self.ts"), "utf8");
    const asks = tied.filter((t) => t.held.length === 0).map((t) => t.where);
    assert.deepEqual(asks, ["again"]);
    for (const by of tied.flatMap((t) => t.held)) {
        if (by.includes(" ")) assert.ok(steps.includes(`await step("${by}"`), by);
        else assert.ok(checks.has(by) && (held[by] || selfTest.includes(`        ${by}: `)), by);
    }
});

test("one address can send only so many", async () => {
    let last;
    for (let i = 0; i < 130; i++) last = await post({ id: "x" });
    assert.equal(last.status, 429);
});
