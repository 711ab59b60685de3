/* cookies.test.mjs -- the consent banner on a page of somebody's site, in a real browser: what lies on the device and what is
 * asked of the network before the choice, after each answer, and after it is taken back. Every sentence of the banner that
 * speaks of a browser is held to the check it names. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { again, centre, cookies, layer, stored } from "./banner.mjs";
import { becomes, judge, owner, plain, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

/* A company's own site, and the server of somebody else that its pages would load from. */
async function startShop() {
    const asked = [];
    const server = createServer((req, res) => {
        asked.push(`${req.headers.host.split(":")[0]}${req.url}`);
        res.setHeader("Content-Type", req.url.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
        if (req.url.endsWith("tag.js")) return res.end("document.cookie = 'tag_id=1;path=/'; window.tagged = (window.tagged ?? 0) + 1;");
        if (req.url.startsWith("/embed")) return res.end("<!doctype html><title>mapa</title><p>mapa</p>");
        const [path, query = ""] = req.url.split("?");
        const q = new URLSearchParams(query);
        return res.end(server.page?.(path, q) ?? "");
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    return { port: server.address().port, asked, server, stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}

const html = (lang, praca, key, port, more = "") => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Padaria Aurora</title><script defer src="${praca}/m/c.js?s=${key}"></script><script defer src="${praca}/m/s.js" data-site="${key}"></script>
<script type="text/plain" data-praca-category="C0004" data-praca-cookies="tag_id" src="http://ads.third.example:${port}/tag.js"></script></head>
<body><main><h1>Padaria Aurora</h1><p><a href="/outra">Outra página</a> <a href="#" data-praca-consent>Cookies</a></p>
<iframe title="Mapa" data-praca-category="C0003" data-praca-src="http://maps.third.example:${port}/embed"></iframe>${more}</main></body></html>`;

const main = (page) => page.locator("#main");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();

/* The script is kept by the browser for ten minutes. */
const forgetCache = async (page) => {
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.clearBrowserCache");
};

story("Aviso de cookies", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const shop = await startShop();
    closing.push(() => shop.stop());
    const praca = server.url.replace("127.0.0.1", "praca.aurora.example");
    const home = `http://www.aurora.example:${shop.port}`;
    const browser = await startBrowser(["--host-resolver-rules=MAP *.example 127.0.0.1", "--disable-blink-features=AutomationControlled"]);
    closing.push(() => browser.close());
    const banner = await api.get("/cookies/banner");
    shop.server.page = (path, q) => html(q.get("lang") ?? "pt-BR", praca, banner.key, shop.port);
    assert.equal((await api.call("PATCH", "/measuring", { hosts: ["aurora.example"] })).status, 200);
    const receipts = async () => (await api.get("/cookies/receipts")).items;
    const fresh = async (o = {}) => {
        const page = await visitor(browser, server, { path: `${home}/${o.query ?? ""}`, ...o });
        closing.push(() => page.context().close());
        page.asked = [];
        page.on("request", (r) => page.asked.push(r.url()));
        return page;
    };
    let page;

    await step("sem edição publicada, a página não pergunta nada", async () => {
        page = told.page = await fresh();
        await page.waitForLoadState("networkidle");
        assert.equal(await page.locator("praca-consent").count(), 0);
        assert.deepEqual(await api.post("/cookies/publish"), { edition: 1, new: true });
        assert.deepEqual(await api.post("/cookies/publish"), { edition: 1, new: false });
        await page.context().close();
    });

    await step("antes da escolha: nenhum cookie, nada guardado, nada pedido a terceiros", async () => {
        page = told.page = await fresh();
        await layer(page).waitFor();
        await page.waitForLoadState("networkidle");
        assert.deepEqual(await page.context().cookies(), []);
        assert.deepEqual(await stored(page), []);
        assert.deepEqual(page.asked.filter((u) => u.includes("third.example")), []);
        await sees(page.locator("main"), "Conteúdo de terceiros (maps.third.example)");
        await judge(page, "a first layer");
        await shoot(page, "cookies-layer");
    });

    await step("os três botões são iguais, e rejeitar é um clique", async () => {
        const buttons = layer(page).getByRole("button");
        assert.deepEqual(await buttons.allInnerTexts(), ["Aceitar tudo", "Rejeitar tudo", "Escolher"]);
        const looks = await buttons.evaluateAll((all) => all.map((b) => {
            const s = getComputedStyle(b), r = b.getBoundingClientRect();
            return [s.color, s.backgroundColor, s.fontSize, s.fontWeight, Math.round(r.width), Math.round(r.height)].join();
        }));
        assert.equal(new Set(looks).size, 1, looks.join("\n"));
        await buttons.nth(1).click();
        await again(page).waitFor();
        await becomes(async () => (await receipts()).length, 1);
        await page.waitForFunction(() => !document.cookie.includes("=-"));
        await page.waitForLoadState("networkidle");
        const got = await cookies(page);
        assert.deepEqual(Object.keys(got), ["praca_consent"]);
        const days = (got.praca_consent.expires - Date.now() / 1000) / 86400;
        assert.ok(days > 179 && days < 181, `${days}`);
        assert.equal(got.praca_consent.sameSite, "Lax");
        const [r] = await receipts();
        assert.match(got.praca_consent.value, new RegExp(`^${r.id}\\.1\\.C0001:1,C0002:0,C0003:0,C0004:0,P0001:0/[0-9a-z]+/$`));
        assert.deepEqual([r.choices, r.how, r.previous, r.edition, r.lang], [["C0001"], "reject", null, 1, "pt-BR"]);
        assert.deepEqual(await stored(page), []);
        assert.deepEqual(page.asked.filter((u) => u.includes("third.example")), []);
    });

    await step("a escolha é lembrada, e o botão está em toda página", async () => {
        await page.goto(`${home}/outra`);
        await again(page).waitFor();
        assert.equal(await layer(page).count(), 0);
        await page.goto(`${home}/?lang=en`);
        assert.equal(await again(page).innerText(), "Privacy");
        assert.equal(await layer(page).count(), 0);
        await page.goto(home);
        await page.getByRole("link", { name: "Cookies" }).click();
        await centre(page).waitFor();
        await judge(page, "the preference centre");
        await shoot(page, "cookies-centre");
    });

    await step("o foco fica no centro de preferências, e Esc não escolhe nada", async () => {
        for (let i = 0; i < 14; i++) {
            await page.keyboard.press("Tab");
            const inside = await page.evaluate(() => {
                const root = document.querySelector("praca-consent").shadowRoot;
                return document.activeElement === document.body || root.activeElement?.closest("dialog") !== null;
            });
            assert.ok(inside, `tab ${i}`);
        }
        await page.keyboard.press("Escape");
        assert.equal(await centre(page).count(), 0);
        assert.equal((await receipts()).length, 1);
    });

    await step("escolher só desempenho cria o número da visita, e nada mais", async () => {
        await again(page).click();
        await centre(page).getByRole("checkbox", { name: "Desempenho" }).check();
        assert.ok(await centre(page).getByRole("checkbox", { name: "Necessários" }).isDisabled());
        await centre(page).getByRole("button", { name: "Salvar escolhas" }).click();
        await becomes(async () => (await receipts()).length, 2);
        const [r, first] = await receipts();
        assert.deepEqual([r.choices, r.how, r.previous], [["C0001", "C0002"], "choose", first.id]);
        await page.goto(`${home}/outra`);
        await page.waitForFunction(() => document.cookie.includes("praca_v="));
        const got = await cookies(page);
        assert.deepEqual(Object.keys(got).sort(), ["praca_consent", "praca_v"]);
        const days = (got.praca_v.expires - Date.now() / 1000) / 86400;
        assert.ok(days > 390 && days <= 395.1, `${days}`);
        assert.deepEqual(page.asked.filter((u) => u.includes("third.example")), []);
    });

    await step("um conteúdo de terceiros espera o sim da sua categoria", async () => {
        await page.getByRole("button", { name: "Aceitar e mostrar" }).click();
        await page.frameLocator("iframe[title=Mapa]").getByText("mapa").waitFor();
        await becomes(async () => (await receipts())[0].how, "content");
        assert.deepEqual((await receipts())[0].choices, ["C0001", "C0002", "C0003"]);
        assert.ok(!page.asked.some((u) => u.includes("tag.js")));
    });

    await step("aceitar tudo carrega tudo; voltar atrás apaga número e cookies de terceiros", async () => {
        await again(page).click();
        await centre(page).getByRole("button", { name: "Aceitar tudo" }).click();
        await page.waitForFunction(() => window.tagged === 1);
        assert.ok((await cookies(page)).tag_id);
        await page.evaluate(() => localStorage.setItem("praca_q", "[]"));
        const told_ = page.evaluate(() => new Promise((done) => document.addEventListener("praca:consent", (e) => done(e.detail), { once: true })));
        await again(page).click();
        const left = page.waitForEvent("load");
        await centre(page).getByRole("button", { name: "Rejeitar tudo" }).click();
        const detail = await told_;
        assert.deepEqual([detail.C0001, detail.C0002, detail.C0003, detail.C0004, detail.P0001, detail.gpc], [true, false, false, false, false, false]);
        await left;
        await again(page).waitFor();
        assert.deepEqual(Object.keys(await cookies(page)), ["praca_consent"]);
        assert.deepEqual(await stored(page), []);
        assert.equal(await page.evaluate(() => window.tagged), undefined);
        await becomes(async () => (await receipts())[0].choices, ["C0001"]);
    });

    await step("o recibo mostra ao visitante a sua escolha e o texto exato", async () => {
        await again(page).click();
        const [popup] = await Promise.all([page.waitForEvent("popup"), centre(page).getByRole("link", { name: "Ver o recibo da minha escolha" }).click()]);
        await popup.getByRole("heading", { name: "Recibo da sua escolha" }).waitFor();
        const text = plain(await popup.locator("main").innerText());
        assert.ok(text.includes("Antes da sua escolha, não guardamos nada no seu aparelho."));
        assert.ok(text.includes((await receipts())[0].id));
        await judge(popup, "a receipt");
        await shoot(popup, "cookies-receipt", { fullPage: true });
        assert.deepEqual((await cookies(popup)).praca_session, undefined);
        await popup.close();
        await page.keyboard.press("Escape");
    });

    await step("quando o texto muda, pergunta de novo e diz por quê", async () => {
        await api.patch("/cookies/banner", { words: { "pt-BR": { own: "Usamos um mapa para você nos achar." } } }, (await api.get("/cookies/banner")).version);
        assert.equal((await api.get("/cookies/banner")).differs, true);
        await page.goto(`${home}/outra`);
        await again(page).waitFor();
        assert.equal((await api.post("/cookies/publish")).edition, 2);
        await forgetCache(page);
        await page.goto(`${home}/outra`);
        await layer(page).waitFor();
        await sees(page, "O texto mudou desde a sua última escolha.");
        await sees(page, "Usamos um mapa para você nos achar.");
        await layer(page).getByRole("button", { name: "Rejeitar tudo" }).click();
        await becomes(async () => (await receipts())[0].edition, 2);
        assert.equal((await api.get("/cookies/verify")).ok, true);
    });

    await step("um recibo que não chegou é enviado pela página seguinte, uma vez", async () => {
        const p = (told.page = await fresh());
        await layer(p).waitFor();
        const before = (await receipts()).length;
        await p.route("**/m/c", (r) => r.abort());
        await layer(p).getByRole("button", { name: "Rejeitar tudo" }).click();
        await p.waitForFunction(() => /praca_consent=-/.test(document.cookie));
        await p.unroute("**/m/c");
        await p.goto(`${home}/?lang=en`);
        await p.waitForFunction(() => /praca_consent=[0-9a-f]/.test(document.cookie));
        const all = await receipts();
        assert.equal(all.length, before + 1);
        assert.equal(all[0].id, (await cookies(p)).praca_consent.value.split(".")[0]);
    });

    await step("um recibo que o servidor recusa de vez não é enviado de novo: nada fica permitido, e a página seguinte pergunta", async () => {
        const p = (told.page = await fresh());
        await layer(p).waitFor();
        const before = (await receipts()).length;
        const sent = () => p.asked.filter((u) => u.endsWith("/m/c")).length;
        assert.equal((await api.call("PATCH", "/measuring", { hosts: ["outra.example"] })).status, 200);
        await layer(p).getByRole("button", { name: "Aceitar tudo" }).click();
        await p.waitForFunction(() => /praca_consent=-\w{32}\.0\./.test(document.cookie));
        assert.match((await cookies(p)).praca_consent.value, /C0001:1,C0002:0,C0003:0,C0004:0,P0001:0/);
        assert.equal((await api.call("PATCH", "/measuring", { hosts: ["aurora.example"] })).status, 200);
        assert.equal(sent(), 1);
        await p.goto(`${home}/outra`);
        await layer(p).waitFor();
        assert.equal(await layer(p).getByText("O texto mudou").count(), 0);
        assert.equal((await cookies(p)).praca_v, undefined);
        assert.deepEqual(await p.evaluate(() => Object.values(window.pracaConsent.get()).slice(0, 5)), [true, false, false, false, false]);
        assert.deepEqual([sent(), (await receipts()).length], [1, before]);
        await layer(p).getByRole("button", { name: "Aceitar tudo" }).click();
        await p.waitForFunction(() => /praca_consent=[0-9a-f]/.test(document.cookie));
        assert.equal((await receipts()).length, before + 1);
    });

    await step("quem retira sem rede é esquecido assim que ela volta, na mesma página", async () => {
        const p = (told.page = await fresh());
        await layer(p).waitFor();
        await layer(p).getByRole("button", { name: "Escolher" }).click();
        await centre(p).getByRole("checkbox", { name: "Desempenho" }).check();
        await centre(p).getByRole("button", { name: "Salvar escolhas" }).click();
        await p.waitForFunction(() => /praca_consent=[0-9a-f]/.test(document.cookie) && document.cookie.includes("praca_v="));
        const number = (await cookies(p)).praca_v.value, before = (await receipts()).length;
        await p.context().setOffline(true);
        await again(p).click();
        const failed = p.waitForEvent("requestfailed", (r) => r.url().endsWith("/m/c"));
        await centre(p).getByRole("button", { name: "Rejeitar tudo" }).click();
        await failed;
        assert.equal((await cookies(p)).praca_v, undefined);
        const [sent] = await Promise.all([p.waitForRequest((r) => r.url().endsWith("/m/c")), p.context().setOffline(false)]);
        assert.equal(JSON.parse(sent.postData()).visitor, number);
        await becomes(async () => (await receipts()).length, before + 1);
        await p.waitForFunction(() => /praca_consent=[0-9a-f]/.test(document.cookie));
    });

    await step("quem retira sem rede e sai da página é esquecido pela página seguinte, como recusa e com o recibo anterior", async () => {
        const p = (told.page = await fresh());
        await layer(p).getByRole("button", { name: "Aceitar tudo" }).click();
        await p.waitForFunction(() => /praca_consent=[0-9a-f]/.test(document.cookie) && /praca_v=\w/.test(document.cookie) && document.cookie.includes("tag_id="));
        const number = (await cookies(p)).praca_v.value, [accepted] = await receipts();
        /* A page without the tag removes what the tag of another page declared. */
        shop.server.page = (path) => (path === "/contato" ? html("pt-BR", praca, banner.key, shop.port).replace(/<script type="text.plain.*/, "</head>") : html("pt-BR", praca, banner.key, shop.port));
        await p.goto(`${home}/contato`);
        await again(p).click();
        await p.route("**/m/c", (r) => r.abort());
        await centre(p).getByRole("button", { name: "Rejeitar tudo" }).click();
        await p.waitForFunction(() => /praca_consent=-/.test(document.cookie) && !document.cookie.includes("tag_id="));
        await p.unroute("**/m/c");
        const [sent] = await Promise.all([p.waitForRequest((r) => r.url().endsWith("/m/c")), p.goto(`${home}/outra`)]);
        assert.equal(JSON.parse(sent.postData()).visitor, number);
        await p.waitForFunction(() => /praca_consent=[0-9a-f]/.test(document.cookie));
        const [r] = await receipts();
        assert.deepEqual([r.how, r.previous, r.choices], ["reject", accepted.id, ["C0001"]]);
        assert.ok(!(await cookies(p)).praca_consent.value.includes(number), "once told, the number is gone");
        await p.evaluate(() => (document.cookie = "tag_id=2;path=/"));
        await p.goto(`${home}/contato`);
        await p.waitForFunction(() => !document.cookie.includes("tag_id="));
    });

    await step("com o sinal GPC, publicidade fica desligada, e o aviso diz isso", async () => {
        const context = await browser.newContext({ locale: "pt-BR", viewport: { width: 390, height: 844 }, extraHTTPHeaders: { "Sec-GPC": "1" } });
        closing.push(() => context.close());
        await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
        const p = (told.page = await context.newPage());
        await p.goto(home);
        await layer(p).waitFor();
        await sees(layer(p), /Global Privacy Control/);
        await layer(p).getByRole("button", { name: "Aceitar tudo" }).click();
        await becomes(async () => (await receipts())[0].gpc, true);
        assert.deepEqual((await receipts())[0].choices, ["C0001", "C0002", "C0003", "P0001"]);
        await again(p).click();
        assert.ok(await centre(p).getByRole("checkbox", { name: "Publicidade" }).isDisabled());
        assert.equal(await p.evaluate(() => window.tagged), undefined);
    });

    await step("os cookies do OneTrust são lidos, e escritos quando se pede", async () => {
        const p = (told.page = await fresh());
        await layer(p).waitFor();
        await p.context().addCookies([{ name: "OptanonConsent", value: "isGpcEnabled=0&version=6.1&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0", url: home }]);
        await p.goto(`${home}/outra`);
        await again(p).waitFor();
        assert.equal(await layer(p).count(), 0);
        assert.equal(await p.evaluate(() => window.pracaConsent.get().C0002), true);
        await api.patch("/cookies/banner", { onetrust: true }, (await api.get("/cookies/banner")).version);
        await forgetCache(p);
        await p.goto(home);
        await again(p).click();
        await centre(p).getByRole("button", { name: "Rejeitar tudo" }).click();
        await p.waitForFunction(() => document.cookie.includes("praca_consent="));
        assert.match(decodeURIComponent((await cookies(p)).OptanonConsent.value), /groups=C0001:1,C0002:0,C0003:0,C0004:0/);
        await api.patch("/cookies/banner", { onetrust: false }, (await api.get("/cookies/banner")).version);
    });

    for (const [scheme, lang, width] of [["dark", "pt-BR", 390], ["light", "en", 390], ["dark", "en", 1440]])
        await step(`cabe e se lê: ${scheme}, ${lang}, ${width}`, async () => {
            const p = (told.page = await fresh({ scheme, width, locale: lang, query: `?lang=${lang}` }));
            await layer(p).waitFor();
            await judge(p, `layer ${scheme} ${lang} ${width}`);
            await shoot(p, `cookies-layer-${scheme}-${lang}-${width}`);
            await layer(p).getByRole("button").nth(2).click();
            await centre(p).waitFor();
            await judge(p, `centre ${scheme} ${lang} ${width}`);
            await shoot(p, `cookies-centre-${scheme}-${lang}-${width}`);
        });

    await step("cada frase do aviso tem a sua conferência, e o autoteste as faz todas", async () => {
        const p = (told.page = await fresh({ path: banner.self_test }));
        await p.goto(server.url + banner.self_test);
        const before = (await receipts()).length;
        await p.waitForFunction(() => document.body.dataset.done !== undefined);
        const rows = await p.locator("[data-say]").evaluateAll((all) => all.map((li) => ({ say: li.dataset.say, check: li.dataset.check, judge: li.dataset.judge, ok: li.dataset.ok })));
        const says = (await api.get("/cookies/sentences")).items.filter((s) => s.said);
        assert.deepEqual(rows.map((r) => [r.say, r.check, r.judge]), says.map((s) => [s.key, s.check, s.judge]));
        assert.deepEqual(rows.filter((r) => r.judge === "browser" && r.ok !== "true"), []);
        assert.equal(await p.evaluate(() => document.body.dataset.done), "true");
        const text = (await api.get("/cookies/texts")).items.find((t) => t.number === 2 && t.lang === "pt-BR").body;
        const shown = JSON.stringify(text);
        for (const s of says) assert.ok(shown.includes(JSON.stringify(s.text).slice(1, -1)), s.key);
        assert.equal((await receipts()).length, before, "the self-test keeps no receipt");
        assert.deepEqual(await p.context().cookies(server.url), []);
        await judge(p, "the self-test");
        await shoot(p, "cookies-self-test", { fullPage: true });
    });

    let office;
    await step("no escritório: o rascunho aparece como ficaria, e publicar faz uma nova versão", async () => {
        office = told.page = await visitor(browser, server);
        closing.push(() => office.context().close());
        await signIn(office, owner);
        await office.goto("/settings/cookies");
        await office.getByRole("heading", { name: "Consentimento do site" }).waitFor();
        await sees(main(office), "A versão 2 está em vigor.");
        await sees(main(office), `<script defer src="${server.url}/m/c.js?s=${banner.key}"></script>`);
        const frame = office.frameLocator("iframe[title='Como fica']");
        await frame.getByRole("region", { name: "Você decide o que guardamos" }).waitFor();
        await office.getByLabel("Suas palavras na primeira tela").fill("A Padaria Aurora usa um mapa.");
        await office.getByRole("button", { name: "Salvar rascunho" }).click();
        await toast(office, "Rascunho salvo.").waitFor();
        await frame.getByText("A Padaria Aurora usa um mapa.").waitFor();
        await office.locator("iframe[title='Como fica']").evaluate((f) => f.scrollIntoView({ block: "end" }));
        await frame.getByRole("button", { name: "Rejeitar tudo" }).click();
        assert.deepEqual((await office.context().cookies()).map((c) => c.name), ["praca_session"]);
        await judge(office, "the draft");
        await shoot(office, "cookies-draft", { fullPage: true });
        await office.getByRole("button", { name: "Publicar", exact: true }).click();
        await office.getByRole("dialog").getByRole("button", { name: "Publicar" }).click();
        await toast(office, "A versão 3 está em vigor.").waitFor();
    });

    await step("versões, escolhas, recibos e frases se leem; um recibo é achado pelo cookie inteiro", async () => {
        await office.getByRole("tab", { name: "Versões" }).click();
        await sees(main(office), "Versão 3");
        await judge(office, "editions");
        await office.getByRole("tab", { name: "Escolhas" }).click();
        await sees(main(office), /poucos dados \(\d+ de 20\)/);
        await judge(office, "choices");
        await shoot(office, "cookies-choices", { fullPage: true });
        await office.getByRole("tab", { name: "Recibos" }).click();
        await office.getByRole("button", { name: "Conferir o registro" }).click();
        await sees(main(office), /recibos conferidos, nenhum alterado/);
        const [one] = await receipts();
        await office.getByLabel("Achar um recibo").fill(`praca_consent=${one.id}.2.C0001:1`);
        await becomes(async () => office.locator("#main ol > li").count(), 1);
        await sees(main(office), one.id);
        await judge(office, "receipts");
        await shoot(office, "cookies-receipts", { fullPage: true });
        await office.getByRole("tab", { name: "Frases e testes" }).click();
        await sees(main(office), "Se este texto mudar, perguntamos de novo.");
        await office.getByRole("button", { name: "Fazer o teste agora" }).click();
        await office.frameLocator("iframe[title^='O que um visitante']").locator("body[data-done=true]").waitFor();
        await judge(office, "promises");
        await shoot(office, "cookies-promises", { fullPage: true });
    });

    await step("cabe em um celular e em inglês", async () => {
        await office.setViewportSize({ width: 390, height: 844 });
        await office.goto("/settings/cookies");
        await sees(main(office), "A versão 3 está em vigor.");
        await judge(office, "the draft at 390");
        await shoot(office, "cookies-draft-390", { fullPage: true });
        for (const tab of ["Versões", "Escolhas", "Recibos", "Frases e testes"]) {
            await office.getByRole("tab", { name: tab }).click();
            await judge(office, `${tab} at 390`);
        }
        const english = told.page = await visitor(browser, server, { locale: "en", scheme: "dark" });
        closing.push(() => english.context().close());
        assert.equal((await api.call("PATCH", "/session/user", { locale: "en" })).status, 200);
        await signIn(english, owner);
        await english.goto("/settings/cookies");
        await sees(main(english), "Version 3 is in force.");
        for (const tab of ["Banner", "Versions", "Choices", "Receipts", "Sentences and tests"]) {
            await english.getByRole("tab", { name: tab }).click();
            await judge(english, `${tab} in English, dark`);
        }
    });
});
