/* tracker.test.mjs -- the script on a company's own pages, in a real browser: what it counts, what it keeps, what survives. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { stored } from "./banner.mjs";
import { hears, startLoneBrowser, startShop, startShopBrowser } from "./shop.mjs";
import { becomes, setUp, startServer } from "./world.mjs";

const consent = (c2, named = 0) => `r1.t1.C0001:1,C0002:${c2},C0003:0,C0004:0,P0001:${named}`;
let praca, api, shop, browser, context, page;

before(async () => {
    praca = await startServer();
    api = await setUp(praca);
    const { key } = await api.get("/measuring");
    const res = await api.call("PATCH", "/measuring", { hosts: ["acme.example", "*.acme.example"] });
    assert.equal(res.status, 200, res.text);
    browser = await startShopBrowser();
    shop = await startShop(praca, {
        head: (at) => `<script defer src="/m/s.js" data-site="${key}" ${at.searchParams.has("hash") ? "data-hash" : ""} ${at.searchParams.has("local") ? "data-local" : ""}></script>
            <noscript><img src="/m/p.gif?s=${key}" alt="" width="1" height="1"></noscript>
            <script>window.praca=window.praca||function(){(praca.q=praca.q||[]).push(arguments)}</script>`,
        pages: {
            "/": `<h1>Acme</h1><a id="precos" href="/precos">Preços</a> <a id="fora" href="https://parceiro.example/oferta?c=ana@acme.example">Parceiro</a>
                <a id="baixar" href="/guia.pdf">Guia</a>
                <form id="contato" action="/obrigado"><input name="mail" value="ana@acme.example"><button>Enviar</button></form>`,
            "/precos": `<h1>Preços</h1><div style="height:4000px">…</div><a id="inicio" href="/">Início</a>`,
            "/cedo": `<h1>Cedo</h1><script>praca("pedido", {props:{plano:"Pro"}, revenue:{amount:99.9,currency:"BRL"}})</script>`,
            /* Goes to the other page when that has been prepared whole. */
            "/prepara": `<h1>Prepara</h1><a id="vai" href="/preparada">Vai</a>
                <script type="speculationrules">{"prerender":[{"source":"list","urls":["/preparada"],"eagerness":"immediate"}]}</script>
                <script>const look = () => fetch("/pronta").then((r) => r.text()).then((t) => t.includes("sim") ? vai.click() : setTimeout(look, 50)); look();</script>`,
            "/pronta": () => (shop.asked.includes("prefetch;prerender /carregada") ? "sim" : "ainda"),
            "/preparada": `<h1>Preparada</h1><script>
                addEventListener("load", () => fetch("/carregada"));
                document.addEventListener("prerenderingchange", () => fetch("/preparada-vista"), true);</script>`,
            "*": "<h1>Página</h1>",
        },
    });
});
after(async () => {
    await browser?.close();
    await shop?.stop();
    await praca?.stop();
});
beforeEach(async () => {
    await context?.close();
    shop.next();
    context = await browser.newContext({ locale: "pt-BR" });
    page = await context.newPage();
});
const agree = (yes = 1, named = 0) => context.addCookies([{ name: "praca_consent", value: consent(yes, named), url: shop.url }]);
const failing = (name) => page.waitForEvent("requestfailed", (r) => (r.postData() ?? "").includes(name));
const kept = () => page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }));

test("a fresh visit is counted, and nothing is kept on the device", async () => {
    const failed = [];
    page.on("requestfailed", (r) => failed.push(r.url()));
    const ended = page.waitForEvent("requestfinished", (r) => r.url().endsWith("/e"));
    await page.goto(`${shop.url}/precos?utm_source=news`, { referer: "https://www.google.com/" });
    const [view] = await hears(shop, () => shop.named("view").length && shop.named("view"));
    assert.equal(view.status, 202);
    assert.equal(view.refused, undefined);
    assert.equal(view.v, undefined);
    assert.equal(view.c, 0);
    assert.match(view.i, /^[0-9a-f]{32}$/);
    await page.mouse.wheel(0, 3000);
    assert.deepEqual(await context.cookies(), []);
    assert.deepEqual(await stored(page), []);
    const last = (await api.get("/measuring")).last;
    if (last) assert.match(last.host, /\.acme\.example$/);
    await ended;
    assert.deepEqual(failed, [], "no request is called a failed one");
});

test("a single-page app is counted page by page, with the time of each", async () => {
    await page.goto(`${shop.url}/`);
    await hears(shop, () => shop.paths().length === 1);
    await page.evaluate(() => {
        history.pushState({}, "", "/um");
        history.replaceState({}, "", "/um?filtro=1");
    });
    await hears(shop, () => shop.paths().length === 2);
    await page.evaluate(() => history.pushState({}, "", "/dois"));
    await hears(shop, () => shop.paths().length === 3);
    await page.goBack();
    await hears(shop, () => shop.paths().length === 4);
    assert.deepEqual(shop.paths(), ["/", "/um", "/dois", "/um"]);
    await hears(shop, () => shop.paths("engage").includes("/dois"));
    assert.equal(shop.named("view")[1].r, undefined);
});

test("hashes are pages where the site says so", async () => {
    await page.goto(`${shop.url}/app?hash=1#/a`);
    await hears(shop, () => shop.paths().length === 1);
    await page.evaluate(() => (location.hash = "#/b"));
    const [, second] = await hears(shop, () => shop.named("view").length === 2 && shop.named("view"));
    assert.equal(new URL(second.u).hash, "#/b");
    assert.equal(second.h, 1);
});

test("a page that comes back from the browser's cache is a view again", async () => {
    await page.goto(`${shop.url}/`);
    await hears(shop, () => shop.paths().length === 1);
    await page.evaluate(() => (globalThis.stays = true));
    await page.locator("#precos").click();
    await hears(shop, () => shop.paths().length === 2);
    await page.evaluate(() => history.back()).catch(() => {}); /* the page goes away under it */
    await hears(shop, () => shop.paths().length === 3);
    assert.equal(await page.evaluate(() => globalThis.stays), true, "the browser loaded it anew");
    assert.deepEqual(shop.paths(), ["/", "/precos", "/"]);
});

test("a tab that is closed in mid-visit says how long it was looked at", async () => {
    await page.goto(`${shop.url}/precos`);
    await hears(shop, () => shop.paths().length === 1);
    await page.mouse.move(10, 10);
    await page.keyboard.press("End");
    await page.waitForFunction(() => scrollY > 1000);
    const shown = Date.now();
    await page.waitForFunction((from) => Date.now() - from > 600, shown);
    await page.close({ runBeforeUnload: true });
    const [engage] = await hears(shop, () => shop.named("engage").length && shop.named("engage"));
    assert.equal(engage.status, 202);
    assert.ok(engage.e >= 500 && engage.e < 20_000, `${engage.e} ms`);
    assert.ok(engage.d > 90, `${engage.d} %`);
    assert.equal(engage.s & 16, 0); /* a key was pressed */
});

for (const how of ["throws", "refuses", "is not there"])
    test(`where sendBeacon ${how}, the ping of a page goes all the same`, async () => {
        await context.addInitScript((how) => {
            Navigator.prototype.sendBeacon = how === "is not there" ? undefined : () => {
                if (how === "throws") throw new Error("blocked");
                return false;
            };
        }, how);
        await page.goto(`${shop.url}/precos`);
        await hears(shop, () => shop.paths().length === 1);
        await page.goto(`${shop.url}/`);
        await hears(shop, () => shop.paths("engage").includes("/precos"));
    });

test("time counts while the page is in front, and no longer", async () => {
    await page.goto(`${shop.url}/precos`);
    await hears(shop, () => shop.paths().length === 1);
    const waits = (ms) => page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), ms);
    const front = (on) =>
        page.evaluate((on) => {
            Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (on ? "visible" : "hidden") });
            document.dispatchEvent(new Event("visibilitychange"));
        }, on);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await waits(600);
    await front(false);
    const [first] = await hears(shop, () => shop.named("engage").length && shop.named("engage"));
    assert.ok(first.e >= 500 && first.d > 90, `${first.e} ms, ${first.d} %`);
    const from = Date.now();
    await waits(1500);
    await front(true);
    await waits(500);
    const all = Date.now() - from;
    await page.goto(`${shop.url}/`);
    const [, second] = await hears(shop, () => shop.named("engage").length === 2 && shop.named("engage"));
    assert.ok(second.e >= 400 && second.e <= all - 1300, `${second.e} of ${all} ms, of which 1500 in the back`);
    assert.equal(shop.paths().filter((p) => p === "/precos").length, 1, "to come back to the front is no view");
});

test("links out, files and forms are told by name, and no value of a form leaves", async () => {
    await page.goto(`${shop.url}/`);
    await page.evaluate(() => addEventListener("click", (e) => e.target.closest("a") && e.preventDefault()));
    await page.evaluate(() => addEventListener("submit", (e) => e.preventDefault()));
    await page.evaluate(() => addEventListener("auxclick", (e) => e.target.closest("a") && e.preventDefault()));
    await page.locator("#fora").click({ button: "right" });
    await page.locator("#fora").click();
    await page.locator("#baixar").click({ button: "middle" });
    await page.locator("#contato button").click();
    await hears(shop, () => shop.named("form").length && shop.named("download").length && shop.named("outbound").length);
    assert.equal(shop.named("outbound").length, 1, "a right click opens nothing");
    assert.deepEqual(shop.named("outbound")[0].p, { url: "parceiro.example/oferta" });
    assert.deepEqual(shop.named("download")[0].p, { file: `${new URL(shop.url).hostname}/guia.pdf` });
    assert.deepEqual(shop.named("form")[0].p, { form: "contato" });
    assert.ok(!JSON.stringify(shop.events).includes("ana@"));
});

test("a page's own events go with properties and revenue, also those before the script was there", async () => {
    await page.goto(`${shop.url}/cedo`);
    const [order] = await hears(shop, () => shop.named("pedido").length && shop.named("pedido"));
    assert.deepEqual(order.p, { plano: "Pro" });
    assert.deepEqual(order.$, { amount: 99.9, currency: "BRL" });
});

test("with consent a visitor keeps a number, which goes when the consent goes", async () => {
    await agree();
    await page.goto(`${shop.url}/`);
    const [view] = await hears(shop, () => shop.named("view").length && shop.named("view"));
    const id = () => context.cookies().then((all) => all.find((c) => c.name === "praca_v")?.value);
    assert.match(view.v, /^[0-9a-f]{32}$/);
    assert.equal(await id(), view.v);
    assert.equal(view.c, 1 | 2 | 32);
    await page.goto(`${shop.url}/precos`);
    assert.equal((await hears(shop, () => shop.named("view")[1])).v, view.v);
    await agree(0);
    await page.evaluate(() => {
        localStorage.praca_q = "[]";
        document.dispatchEvent(new CustomEvent("praca:consent", { detail: { C0002: false } }));
    });
    assert.equal(await id(), undefined);
    assert.deepEqual((await kept()).local, {});
    await page.evaluate(() => globalThis.praca("depois"));
    assert.equal((await hears(shop, () => shop.named("depois")[0])).v, undefined);
});

test("what could not be sent waits, on the device only with consent, and arrives once", async () => {
    await agree();
    await page.goto(`${shop.url}/`);
    await hears(shop, () => shop.paths().length === 1);
    shop.down = true;
    await page.evaluate(() => globalThis.praca("perdido"));
    await page.waitForFunction(() => (localStorage.praca_q ?? "").includes("perdido"));
    await page.close();
    shop.down = false;
    page = await context.newPage();
    await page.goto(`${shop.url}/precos`);
    await hears(shop, () => shop.named("perdido").length);
    await page.waitForFunction(() => !localStorage.praca_q);
    assert.equal(shop.named("perdido").length, 1);
});

test("without consent it waits in memory alone, until the network is back", async () => {
    await page.goto(`${shop.url}/`);
    await hears(shop, () => shop.paths().length === 1);
    await context.setOffline(true);
    const failed = failing("perdido");
    await page.evaluate(() => globalThis.praca("perdido"));
    await failed;
    await page.evaluate(() => history.pushState({}, "", "/sem-rede"));
    assert.deepEqual(await stored(page), []);
    await context.setOffline(false);
    await hears(shop, () => shop.named("perdido").length && shop.paths().includes("/sem-rede"));
    await page.evaluate(() => globalThis.praca("depois"));
    await hears(shop, () => shop.named("depois").length);
    assert.deepEqual([shop.named("perdido").length, shop.paths()], [1, ["/", "/sem-rede"]]);
});

test("an answer that got lost on its way costs no event and makes none twice", async () => {
    const repeated = async () => (await api.get("/measuring/losses")).totals.duplicate;
    const before = await repeated();
    await page.goto(`${shop.url}/`);
    await hears(shop, () => shop.paths().length === 1);
    shop.lost = "uma_vez";
    const failed = failing("uma_vez");
    await page.evaluate(() => globalThis.praca("uma_vez"));
    await failed;
    shop.lost = "";
    const sent = shop.named("uma_vez").length; /* the browser may try again by itself first */
    assert.ok(sent > 0);
    await page.evaluate(() => globalThis.praca("depois"));
    const heard = await hears(shop, () => shop.named("depois").length && shop.named("uma_vez").length > sent && shop.named("uma_vez"));
    for (const e of heard) assert.deepEqual([e.status, e.i], [202, heard[0].i]);
    await becomes(async () => (await repeated()) - before, heard.length - 1);
});

test("who agrees in mid-visit is known from then on, and so is where they came from", async () => {
    await page.goto(`${shop.url}/?utm_source=google&utm_medium=cpc`, { referer: "https://www.google.com/" });
    const [view] = await hears(shop, () => shop.named("view").length && shop.named("view"));
    await page.evaluate(() => history.pushState({}, "", "/um"));
    await hears(shop, () => shop.paths().length === 2);
    await agree();
    await page.evaluate(() => document.dispatchEvent(new CustomEvent("praca:consent", { detail: { C0002: true } })));
    const [yes] = await hears(shop, () => shop.named("consent").length && shop.named("consent"));
    assert.match(yes.v, /^[0-9a-f]{32}$/);
    assert.deepEqual([view.v, yes.u, yes.r], [undefined, view.u, view.r]);
    assert.equal((await context.cookies()).find((c) => c.name === "praca_v").value, yes.v);
    await page.goto(`${shop.url}/precos`);
    await hears(shop, () => shop.paths().length === 3);
    assert.equal(shop.named("view")[2].v, yes.v);
    assert.equal(shop.named("consent").length, 1, "it is said once");
});

test("with the signal GPC, advertising is refused whatever the cookie says", async () => {
    await context.setExtraHTTPHeaders({ "Sec-GPC": "1" });
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
    await context.addCookies([{ name: "praca_consent", value: "r1.t1.C0001:1,C0002:1,C0003:1,C0004:1,P0001:0", url: shop.url }]);
    await page.goto(`${shop.url}/`);
    const [view] = await hears(shop, () => shop.named("view").length && shop.named("view"));
    assert.equal(view.c, 1 | 2 | 4 | 32 | 128);
    assert.equal(view.status, 202);
});

test("without scripts the picture counts a view, and keeps nothing", async () => {
    const bare = await browser.newContext({ locale: "pt-BR", javaScriptEnabled: false });
    try {
        const its = await bare.newPage();
        const answer = its.waitForResponse((r) => r.url().includes("/m/p.gif"));
        const before = (await api.get("/measuring/losses")).totals;
        await its.goto(`${shop.url}/sem-script`);
        const gif = await answer;
        assert.equal(gif.status(), 200);
        assert.match(gif.headers()["content-type"], /^image\/gif/);
        assert.match(gif.headers()["cache-control"], /no-store/);
        assert.deepEqual(await bare.cookies(), []);
        await becomes(async () => (await api.get("/measuring")).last.path, "/sem-script");
        const now = (await api.get("/measuring/losses")).totals;
        assert.ok(now.received > before.received);
        assert.deepEqual(shop.events, []);
    } finally {
        await bare.close();
    }
});

test("a page on this machine is not counted, unless it asks to be", async () => {
    const here = new URL(shop.url).port;
    for (const host of ["localhost", "127.0.0.1"]) {
        await page.goto(`http://${host}:${here}/`);
        await page.evaluate(() => globalThis.praca("nada"));
        assert.deepEqual(shop.tries, [], host);
    }
    const asks = async () => {
        const [request] = await Promise.all([page.waitForRequest((r) => r.url().endsWith("/m/e")), page.goto(`http://localhost:${here}/?local=1`)]);
        return (await request.response()).headers()["x-praca-refused"];
    };
    assert.equal(await asks(), "localhost");
    const { hosts } = await api.get("/measuring");
    assert.equal((await api.call("PATCH", "/measuring", { hosts: [...hosts, "localhost"] })).status, 200);
    await becomes(asks, undefined);
    assert.equal((await api.call("PATCH", "/measuring", { hosts })).status, 200);
});

test("a page that the browser prepares beforehand counts when it is shown, once", async () => {
    const end = startLoneBrowser(`${shop.url}/prepara`);
    try {
        await hears(shop, () => shop.asked.includes("/preparada-vista"), 30_000);
        await hears(shop, () => shop.paths().includes("/preparada"));
        assert.ok(shop.asked.includes("prefetch;prerender /preparada"), shop.asked.join());
        assert.deepEqual(shop.paths(), ["/prepara", "/preparada"]);
        const told = shop.asked.indexOf("/preparada-vista");
        assert.ok(!shop.asked.slice(0, told).includes("prefetch;prerender /m/e"), "nothing was said before it was shown");
    } finally {
        await end();
    }
});

test("who asked not to be counted is not", async () => {
    await context.addCookies([{ name: "praca_off", value: "1", url: shop.url }]);
    await page.goto(`${shop.url}/`);
    await page.evaluate(() => globalThis.praca("nada"));
    await context.clearCookies();
    await page.evaluate(() => globalThis.praca("algo"));
    await hears(shop, () => shop.named("algo").length);
    assert.deepEqual(shop.events.map((e) => e.n), ["algo"]);
});

test("a browser driven by a program is not counted", async () => {
    const driven = await startShopBrowser({ known: true });
    try {
        const its = await driven.newPage();
        await its.goto(`${shop.url}/`);
        assert.equal(await its.evaluate(() => navigator.webdriver), true);
        await its.evaluate(() => globalThis.praca("nada"));
        assert.deepEqual(shop.events, []);
    } finally {
        await driven.close();
    }
});
