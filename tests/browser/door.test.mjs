/* door.test.mjs -- the screens about what pages send: the snippet and whether it works, data health, forms; and a form on a page. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hears, startShop, startShopBrowser } from "./shop.mjs";
import { becomes, judge, says, sees, setUp, signIn, startServer, visitor } from "./world.mjs";

let praca, api, browser, shop, page, key;

before(async () => {
    praca = await startServer();
    api = await setUp(praca);
    browser = await startShopBrowser();
    page = await visitor(browser, praca, { path: "/login" });
    await signIn(page);
});
after(async () => {
    await browser?.close();
    await shop?.stop();
    await praca?.stop();
});

test("a host is added, the snippet copied, and the first visit is seen to come", async () => {
    await page.goto("/settings/measure");
    await sees(page, "Inclua primeiro um endereço: sem ele, nenhuma visita é aceita.");
    await judge(page, "measurement, empty");
    const host = page.getByLabel("Endereço do site");
    await host.fill("não é um site");
    await page.getByRole("button", { name: "Incluir endereço" }).click();
    await sees(page, /não é um endereço de site/);
    await host.fill("https://acme.example/precos");
    await page.getByRole("button", { name: "Incluir endereço" }).click();
    await becomes(async () => (await api.get("/measuring")).hosts, ["acme.example"]);
    const code = await page.getByRole("region", { name: "Código para as páginas" }).innerText();
    key = /data-site="([0-9a-f]{16})"/.exec(code)[1];
    assert.ok(code.includes(`${praca.url}/m/s.js`));
    shop = await startShop(praca, {
        head: `<script defer src="/m/s.js" data-site="${key}"></script>`,
        pages: {
            "/": "<h1>Acme</h1>",
            "/contato": (at) => `<main><h1>Contato</h1><script src="/m/f.js" data-form="${at.searchParams.get("form")}"></script></main>`,
        },
    });
    const guest = await browser.newContext();
    const its = await guest.newPage();
    await its.goto(`${shop.url}/`);
    await hears(shop, () => shop.named("view").length);
    await its.goto(shop.url.replace("acme", "outro")); /* another site has copied the snippet */
    await sees(page, "Chegando");
    await sees(page, /acme\.example\//);
    await guest.close();
    await page.reload();
    await page.getByRole("button", { name: "Aceitar" }).click();
    await becomes(async () => (await api.get("/measuring")).hosts, ["acme.example", "outro.example"]);
    await judge(page, "measurement");
});

test("data health adds up", async () => {
    await page.goto("/results/health");
    await sees(page, "As partes somam o total, sempre.");
    await sees(page, "de um endereço fora da lista");
    await judge(page, "data health");
    const { totals } = await api.get("/measuring/losses");
    await says(page.locator("#loss-sum"), `${totals.received} eventos recebidos`);
    assert.equal(totals.received, totals.human + totals.robot + totals.duplicate + totals.refused + totals.invalid);
});

test("a form is made, put into a page, answered, and its answer is seen", async () => {
    await api.post("/consent_purposes/usual", {});
    const [purpose] = (await api.get("/consent_purposes?code=marketing_email")).items;
    await page.goto("/people/forms");
    await sees(page, "Nenhum formulário ainda");
    await judge(page, "forms, empty");
    await page.getByRole("button", { name: "Criar formulário" }).click();
    await page.getByLabel("Nome interno").fill("Contato do site");
    await page.getByLabel("Título em português").fill("Fale conosco");
    await page.getByRole("button", { name: "Salvar" }).click();
    await sees(page, "Contato do site");
    const [form] = (await api.get("/site_forms")).items;
    await api.patch(`/site_forms/${form.id}`, { purpose: purpose.id }, form.version);

    const guest = await browser.newContext({ locale: "pt-BR" });
    const its = await guest.newPage();
    await its.goto(`${shop.url}/contato?form=${form.key}`);
    const email = its.getByLabel("E-mail", { exact: true });
    await email.fill("rui");
    await its.getByRole("button", { name: "Enviar" }).click();
    await its.getByText("Por favor, insira um endereço de e-mail válido.").waitFor();
    assert.equal(await email.getAttribute("aria-invalid"), "true");
    await judge(its, "a form on a page");
    await email.fill("rui@norte.example");
    await its.getByLabel("Nome", { exact: true }).fill("Rui Melo");
    await its.getByLabel("Empresa").fill("Padaria Norte");
    await its.getByLabel("Como nos conheceu?").fill("Indicação");
    await its.getByRole("checkbox").check();
    await its.getByRole("button", { name: "Enviar" }).click();
    await its.getByText("Recebemos sua mensagem. Obrigado!").waitFor();
    await guest.close();

    await page.reload();
    await page.getByRole("button", { name: "Ver respostas" }).click();
    await sees(page, "Padaria Norte");
    await sees(page, "acme.example/contato");
    await page.getByRole("button", { name: "Código para a página" }).click();
    await sees(page, /data-form="[0-9a-f]{16}"/);
    await judge(page, "forms");
    await page.getByRole("button", { name: "Ver respostas" }).click();
    await page.getByRole("link", { name: "Rui Melo" }).click();
    await sees(page, "Indicação");
});

test("whoever does not want to be counted says so on a page", async () => {
    const guest = await browser.newContext({ locale: "pt-BR" });
    const its = await guest.newPage();
    await its.goto(`${shop.url}/m/off`);
    await judge(its, "the page for not being counted");
    await its.getByRole("button", { name: "Parar de contar" }).click();
    await its.getByText("Suas visitas neste navegador não são contadas.").waitFor();
    shop.events.length = 0;
    await its.goto(`${shop.url}/`);
    assert.equal(shop.events.length, 0);
    await its.goto(`${shop.url}/m/off`);
    await its.getByRole("button", { name: "Voltar a contar" }).click();
    await its.getByText("Suas visitas neste navegador são contadas sem identificar você, a não ser").waitFor();
    await guest.addCookies([{ name: "praca_consent", value: `${"0".repeat(32)}.1.C0001:1,C0002:1,C0003:0,C0004:0,P0001:1/0/`, url: shop.url }]);
    await its.reload();
    await its.getByText("podem ser ligadas ao seu nome").waitFor();
    await its.getByText("Esta página não grava outro cookie").waitFor();
    await guest.clearCookies();
    await its.goto(`${shop.url}/`);
    await hears(shop, () => shop.named("view").length);
    await guest.close();
});

test("the screens are whole in English and on a small screen", async () => {
    const small = await visitor(browser, praca, { locale: "en", width: 390, height: 844, path: "/login" });
    await signIn(small);
    for (const path of ["/settings/measure", "/results/health", "/people/forms"]) {
        await small.goto(path);
        await judge(small, `${path}, small`);
    }
    assert.deepEqual(small.complaints, []);
    assert.deepEqual(page.complaints, []);
    await small.context().close();
});
