/* contract.test.mjs -- from an anonymous click to a contract: one server, one clock, and the people who pass through both. A refuses; B
 * agrees, comes back and is known by a form; a colleague comes by e-mail; they buy. What each model makes of it adds up, survives
 * kill -9, is not rewritten by what comes later, and what B takes back is gone. */
import assert from "node:assert/strict";
import { sender } from "../api/sender.mjs";
import { again, centre, cookies, layer, stored } from "./banner.mjs";
import { hears, person, startShop, startShopBrowser } from "./shop.mjs";
import { becomes, judge, plain, sees, setUp, shoot, signIn, startServer, story, visitor } from "./world.mjs";

const contract = 90_000_00;
const cents = (text) => Number(plain(text).replace(/[^\d,]/g, "").replace(",", ""));

story("Do clique anônimo ao contrato", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer({ options: ["--measure.rate=0"] });
    closing.push(() => server.stop());
    const api = await setUp(server);
    const { key } = await api.get("/measuring");
    assert.equal((await api.call("PATCH", "/measuring", { hosts: ["acme.example"] })).status, 200);
    await api.post("/cookies/publish");
    await api.post("/site_forms", { name: "Contato", title_pt: "Fale conosco" });
    const [form] = (await api.get("/site_forms")).items;
    const browser = await startShopBrowser();
    closing.push(() => browser.close());
    const shop = await startShop(server, {
        head: `<meta name="viewport" content="width=device-width, initial-scale=1"><script defer src="/m/c.js?s=${key}"></script><script defer src="/m/s.js" data-site="${key}"></script>`,
        pages: {
            "/": "<main><h1>Acme</h1><a href='/artigo'>Como escolher um forno</a></main>",
            "/artigo": "<main><h1>Como escolher um forno</h1><div style='height:3000px'>…</div></main>",
            "/contato": `<main><h1>Contato</h1><script src="/m/f.js" data-form="${form.key}"></script></main>`,
        },
    });
    closing.push(() => shop.stop());

    /* Somebody with a browser of their own, whose clock goes as the server's does. */
    let days = 0;
    const arrives = async (address, context) => {
        const its = await (context ?? (await browser.newContext(person))).newPage();
        if (!context) closing.push(() => its.context().close());
        if (days) await its.clock.setSystemTime(Date.now() + days * 86_400_000);
        shop.events.length = 0;
        await its.goto(shop.url + address);
        await hears(shop, () => shop.named("view").length === 1);
        return its;
    };
    const says = async (its, who) => {
        await its.getByLabel("E-mail", { exact: true }).fill(who.email);
        await its.getByLabel("Nome", { exact: true }).fill(who.name);
        await its.getByLabel("Como nos conheceu?").fill(who.heard);
        await its.getByRole("button", { name: "Enviar" }).click();
        await its.getByText("Recebemos sua mensagem. Obrigado!").waitFor();
    };
    const timeline = async (table, id) => (await api.get(`/${table}/${id}/timeline`)).items.map((x) => x.title);
    const receipts = async () => (await api.get("/cookies/receipts")).items;
    const page = (told.page = await visitor(browser, server, { path: "/login" }));
    await signIn(page);
    let b, ana, company, deal;

    await step("1 visitante A recusa → só o cookie necessário", async () => {
        const a = await arrives("/artigo?utm_source=google&utm_medium=cpc");
        await layer(a).waitFor();
        assert.deepEqual(await cookies(a), {});
        await layer(a).getByRole("button", { name: "Rejeitar tudo" }).click();
        await becomes(async () => (await receipts()).map((r) => r.choices), [["C0001"]]);
        await a.goto(`${shop.url}/`);
        await hears(shop, () => shop.named("view").length === 2);
        assert.deepEqual(Object.keys(await cookies(a)), ["praca_consent"]);
        assert.deepEqual(await stored(a), []);
        assert.deepEqual(shop.named("view").map((e) => [e.v, e.status]), [[undefined, 202], [undefined, 202]]);
    });

    await step("2 visitante B aceita, vem de google/cpc e lê um artigo", async () => {
        b = await arrives("/?utm_source=google&utm_medium=cpc&utm_campaign=primavera");
        await layer(b).getByRole("button", { name: "Aceitar tudo" }).click();
        await hears(shop, () => shop.named("consent").length === 1);
        await b.getByRole("link", { name: "Como escolher um forno" }).click();
        await hears(shop, () => shop.named("view").length === 2);
        await b.mouse.wheel(0, 2000);
        const { praca_v } = await cookies(b);
        assert.equal(shop.named("view")[1].v, praca_v.value);
        assert.equal(shop.named("consent")[0].v, praca_v.value);
    });

    await step("3 +3 dias: formulário, “Como nos conheceu? Indicação”", async () => {
        days = 3;
        await server.restart({ days });
        await page.clock.setSystemTime(Date.now() + days * 86_400_000);
        const its = await arrives("/contato", b.context());
        assert.equal(await layer(its).isVisible(), false);
        await says(its, { email: "ana@norte.example", name: "Ana Norte", heard: "Indicação" });
        await its.close();
        [ana] = (await api.get("/contacts?q=norte")).items;
        company = ana.account;
        assert.ok(company);
    });

    await step("4 Empresa › Linha do tempo mostra as visitas anteriores; desvincular e revincular", async () => {
        const earlier = "Visita de 1 página, veio de google / cpc";
        await becomes(async () => (await timeline("accounts", company)).includes(earlier), true);
        await page.goto(`/people/accounts/${company}`);
        await page.getByRole("tab", { name: "Linha do tempo", selected: true }).waitFor();
        await sees(page.getByRole("tabpanel", { name: "Linha do tempo" }), earlier);
        await shoot(page, "contract-timeline", { fullPage: true });
        await page.goto(`/people/contacts/${ana.id}`);
        const box = page.getByRole("region", { name: "Visitas ao site" });
        await sees(box, "Vinculado por um formulário");
        await sees(box, /2 visitas/);
        await judge(page, "a person with visits");
        await box.getByRole("button", { name: "Desvincular" }).click();
        await sees(box, "desvinculado");
        await becomes(async () => (await timeline("accounts", company)).some((x) => x.startsWith("Visita de")), false);
        await box.getByRole("button", { name: "Vincular de novo" }).click();
        await box.getByRole("button", { name: "Desvincular" }).waitFor();
        await becomes(async () => (await timeline("accounts", company)).includes(earlier), true);
        await page.setViewportSize({ width: 390, height: 844 });
        await judge(page, "a person with visits, on a telephone");
        await page.setViewportSize({ width: 1440, height: 900 });
    });

    await step("5 um colega chega por e-mail; negócio ganho de R$ 90.000,00", async () => {
        await page.goto("/results/attribution");
        await sees(page, "Nenhum negócio ganho neste período");
        await judge(page, "attribution, empty");
        const its = await arrives("/contato?utm_source=carta&utm_medium=email&utm_campaign=outono");
        await layer(its).getByRole("button", { name: "Aceitar tudo" }).click();
        await hears(shop, () => shop.named("consent").length === 1);
        await says(its, { email: "bruno@norte.example", name: "Bruno Norte", heard: "Um colega" });
        await its.close();
        const [bruno] = (await api.get("/contacts?q=bruno")).items;
        assert.equal(bruno.account, company);
        await becomes(async () => (await timeline("contacts", bruno.id)).includes("Visita ao site, veio de carta / email"), true);
        deal = await api.post("/deals", { name: "Fornos", account: company, contact: ana.id, amount_minor: contract });
        await page.goto("/people/deals?view=board");
        await page.getByRole("button", { name: "Mover Fornos para outra etapa" }).press("Enter");
        await page.getByRole("menuitem", { name: "Ganho" }).press("Enter");
        const dialog = page.getByRole("dialog");
        await dialog.getByText("Indicação", { exact: true }).click();
        await dialog.getByRole("button", { name: "Mover para Ganho" }).click();
        await becomes(async () => { const d = await api.get(`/deals/${deal.id}`); return [d.outcome, d.amount_minor]; }, ["won", contract]);
        await page.goto(`/people/deals/${deal.id}`);
        await sees(page, /R\$\s90\.000,00/);
    });

    const models = ["first", "last_known", "w", "last", "linear", "position", "u", "full_path", "decay", "markov", "shapley"];
    const report = (by) => api.get(`/reports/attribution?by=${by}`);
    /* What stands in each column, added up by us; the foot says what the server added up. */
    const columns = async () => {
        await page.locator("tr[data-key=total]").waitFor();
        return Promise.all(models.map(async (m) => (await page.locator(`tbody td[data-model=${m}] button`).allInnerTexts()).reduce((n, t) => n + cents(t), 0)));
    };
    await step("6 Atribuição: cada modelo soma R$ 90.000,00, a célula abre as interações, “Indicação” ao lado", async () => {
        await page.goto("/results/attribution");
        await sees(page.getByRole("region", { name: "O que as pessoas disseram" }), "Indicação");
        await sees(page, /Poucos dados \(1 de 5 conversões com origem conhecida\)/);
        await judge(page, "attribution");
        await page.getByRole("button", { name: "Mais modelos" }).click();
        for (const name of ["Markov", "Shapley"]) await page.getByRole("columnheader", { name }).waitFor();
        assert.deepEqual(await columns(), models.map(() => contract));
        const foot = await page.locator("tr[data-key=total] td.num").allInnerTexts();
        assert.deepEqual(foot.map(plain), models.map(() => "R$ 90.000,00"));
        await judge(page, "attribution, all models");
        await shoot(page, "contract-attribution", { fullPage: true });
        await page.getByRole("button", { name: /^Busca paga, Linear/ }).click();
        await sees(page, "Busca paga · Linear");
        await page.getByRole("link", { name: "Fornos" }).first().waitFor();
        await page.getByRole("link", { name: "Ana Norte" }).first().waitFor();
        await sees(page, /primavera/);
        await judge(page, "the touches behind a figure");
        await shoot(page, "contract-touches", { fullPage: true });
        for (const by of ["channel", "source", "campaign", "content"]) {
            const r = await report(by);
            for (const m of models) assert.equal(r.rows.reduce((n, x) => n + x.credits[m].value_minor, r.unknown.value_minor), contract, `${by}, ${m}`);
        }
    });

    await step("7 kill -9 durante 1.000 eventos → Saúde da coleta fecha id a id", async () => {
        const health = async () => {
            await page.goto("/results/health");
            const rows = page.getByRole("region", { name: "Dia a dia" }).locator("tbody tr");
            await rows.first().waitFor();
            const cells = await rows.evaluateAll((all) => all.map((tr) => [...tr.querySelectorAll("td.num")].map((td) => Number(td.textContent.replace(/\D/g, "")))));
            return cells.reduce((sum, row) => sum.map((n, i) => n + row[i]), [0, 0, 0, 0, 0, 0]);
        };
        const totals = async () => (await api.get("/measuring/losses")).totals;
        const from = sender(() => ({ url: server.url, key, page: "https://acme.example/carga" }));
        const came = async (n) => becomes(async () => (await totals()).received >= n, true);
        await came(1);
        const [received, human, robot, duplicate, refused, invalid] = await health();
        const ids = Array.from({ length: 1000 }, from.newId), acknowledged = new Set();
        let killed = null;
        for (let i = 0; i < ids.length; i += 20) {
            const some = ids.slice(i, i + 20);
            const statuses = from.send(some);
            if (i === 500) killed = server.kill();
            (await statuses).forEach((s, k) => s === 202 && acknowledged.add(some[k]));
        }
        await killed;
        assert.ok(acknowledged.size >= 500 && acknowledged.size < 1000, `${acknowledged.size} were acknowledged`);
        await server.revive();
        /* Whatever was not acknowledged goes again; then each id once more, and not one of them may be new. */
        const rest = ids.filter((id) => !acknowledged.has(id));
        assert.deepEqual([...new Set(await from.send(rest))], [202]);
        assert.deepEqual([...new Set(await from.send(ids))], [202]);
        const sent = acknowledged.size + rest.length + ids.length;
        await came(received + sent);
        const now = await totals();
        assert.equal(now.human + now.robot - human - robot, 1000, "each id is stored once");
        const twice = now.received - received - sent; /* were on disk, but the answer died with the process */
        assert.ok(twice >= 0 && twice <= rest.length, `${twice}`);
        assert.equal(now.duplicate - duplicate, 1000 + twice);
        assert.deepEqual(await health(), [now.received, now.human, now.robot, now.duplicate, now.refused, now.invalid]);
        assert.deepEqual([now.refused, now.invalid], [refused, invalid]);
        await sees(page, "As partes somam o total, sempre.");
        await judge(page, "data health");
        await shoot(page, "contract-health", { fullPage: true });
    });

    await step("8 UTM novo depois da venda: nada muda", async () => {
        const asked = ["channel", "source", "campaign", "content"];
        const before = await Promise.all(asked.map(report));
        await page.goto("/results/attribution?models=all");
        const shown = await page.locator("tr[data-key=total]").waitFor().then(() => page.locator("#main table").innerText());
        const its = await arrives("/artigo?utm_source=bing&utm_medium=cpc&utm_campaign=depois", b.context());
        await its.close();
        await becomes(async () => (await timeline("accounts", company)).includes("Visita de 1 página, veio de bing / cpc"), true);
        assert.deepEqual(await Promise.all(asked.map(report)), before);
        await page.reload();
        await page.locator("tr[data-key=total]").waitFor();
        assert.equal(await page.locator("#main table").innerText(), shown);
    });

    await step("9 B retira o consentimento → os cookies somem, a prova guarda o texto", async () => {
        const its = await arrives("/", b.context());
        const receipt = (await cookies(its)).praca_consent.value.split(".")[0];
        await again(its).click();
        await centre(its).getByRole("button", { name: "Rejeitar tudo" }).click();
        await becomes(async () => (await receipts())[0].choices, ["C0001"]);
        await becomes(async () => Object.keys(await cookies(its)), ["praca_consent"]);
        assert.deepEqual(await stored(its), []);
        /* The yes that was given, and the words it was given to. */
        const proof = await visitor(browser, server, { path: `/m/c/${key}/${receipt}` });
        closing.push(() => proof.context().close());
        await sees(proof, "Só com a sua permissão, um cookie guarda um número aleatório por até 395 dias e mostra quais visitas são da mesma pessoa. Serve apenas para números somados.");
        await page.goto("/settings/cookies");
        await page.getByRole("tab", { name: "Recibos" }).click();
        await page.getByRole("button", { name: "Conferir o registro" }).click();
        await sees(page, /recibos conferidos, nenhum alterado/);
        await page.getByLabel("Achar um recibo").fill(receipt);
        await sees(page.locator("#main ol > li"), receipt);
        /* Nobody is known by that number any more; what was sold stays sold. */
        await page.goto(`/people/contacts/${ana.id}`);
        await sees(page.getByRole("region", { name: "Visitas ao site" }), "desvinculado");
        const after = await report("channel");
        assert.equal(after.value_minor, contract);
        for (const m of models) assert.equal(after.rows.reduce((n, x) => n + x.credits[m].value_minor, after.unknown.value_minor), contract, m);
        assert.deepEqual(page.complaints, []);
    });
});
