/* rivals.test.mjs -- a competitor from nothing: noted, compared, watched; a price of theirs changes, and Home says so. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { becomes, choose, judge, owner, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const field = (page, name) => dialog(page).getByLabel(name, { exact: false }).first();
const save = async (page) => {
    await dialog(page).getByRole("button", { name: "Salvar" }).click();
    await dialog(page).waitFor({ state: "hidden" });
};

story("Vigiar um concorrente", {}, async (told) => {
    const { step, closing } = told;
    let price = "R$ 199,00";
    const site = createServer((q, r) => {
        if (q.url === "/robots.txt") r.writeHead(404).end();
        else r.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(`<title>Preços</title><h1>Preços</h1><h2>Plano Pro</h2><p>${price} por mês</p>`);
    });
    await new Promise((done) => site.listen(0, "127.0.0.1", done));
    closing.push(() => {
        site.closeAllConnections();
        site.close();
    });
    const server = await startServer({ options: ["--import.allow=127.0.0.1/32"] });
    closing.push(() => server.stop());
    const api = await setUp(server);
    const plan = await api.post("/plans", { name: "Plano da padaria" });
    await api.post("/audiences", { plan: plan.id, name: "Redes de padarias" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("adicionar o concorrente leva à página dele", async () => {
        await page.goto(`/plan/${plan.id}/2`);
        await sees(main(page), "Nenhum concorrente");
        await main(page).getByRole("button", { name: "Novo concorrente" }).click();
        await field(page, "Nome").fill("Fornos Sul");
        await field(page, "O que oferece").fill("Fornos a gás, entrega em dez dias");
        await save(page);
        await page.getByRole("heading", { name: "Fornos Sul", level: 1 }).waitFor();
        await sees(main(page), "Fornos a gás, entrega em dez dias");
        await sees(main(page), "0 de 10");
    });

    await step("anotar o que se viu pede a fonte", async () => {
        await main(page).getByRole("button", { name: "Anotar: Vendas e resultados" }).click();
        await field(page, "O que se viu").fill("Dão 12 % de desconto no contrato de um ano");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(dialog(page), /Diga de onde isto veio/);
        await dialog(page).getByLabel("Fonte", { exact: true }).fill("Compradora da rede Trigo");
        await save(page);
        await sees(main(page), "Dão 12 % de desconto no contrato de um ano");
        await sees(main(page), "Compradora da rede Trigo");
    });

    await step("a ficha de combate se escreve e traz as objeções", async () => {
        await page.getByRole("tab", { name: "Ficha de combate" }).click();
        await main(page).getByRole("button", { name: "Escrever a ficha" }).click();
        await field(page, "Pontos fortes").fill("Preço baixo");
        await field(page, "Como vencemos").fill("Mostrar a conta do gás");
        await save(page);
        await sees(main(page), "Mostrar a conta do gás");
        await main(page).getByRole("button", { name: "Nova objeção" }).click();
        await field(page, "O que o cliente diz").fill("O deles é mais barato");
        await field(page, "O que respondemos").fill("Na compra. Em dois anos, não.");
        await save(page);
        await sees(main(page), "Em dois anos, não.");
        await judge(page, "ficha de combate");
    });

    await step("vigiar a página de preços: a primeira leitura só guarda", async () => {
        await page.getByRole("tab", { name: "Vigilância" }).click();
        await main(page).getByRole("button", { name: "Vigiar uma página" }).click();
        await field(page, "Endereço").fill(`http://127.0.0.1:${site.address().port}/precos`);
        await save(page);
        await main(page).getByRole("button", { name: "Ler agora" }).click();
        await sees(main(page), "Guardado como está hoje");
        await judge(page, "vigilância");
    });

    await step("o preço muda: a leitura vira anotação e alerta", async () => {
        price = "R$ 249,00";
        await main(page).getByRole("button", { name: "Ler agora" }).click();
        await sees(main(page), "1 alerta novo");
        await page.getByRole("tab", { name: "Quem é" }).click();
        await sees(main(page), /R\$ 199,00\s*→\s*R\$ 249,00/);
        await page.goto("/");
        const task = page.getByRole("link", { name: /Fornos Sul mudou algo/ });
        await task.click();
        await page.getByRole("heading", { name: "Fornos Sul", level: 1 }).waitFor();
        await main(page).getByRole("button", { name: "Marcar como visto" }).click();
        await becomes(async () => (await api.get("/dashboard")).tasks.filter((t) => t.code === "rival_changed").length, 0);
    });

    await step("comparar lado a lado, pelo teclado também", async () => {
        await page.goto(`/plan/${plan.id}/2`);
        await page.getByRole("tab", { name: "Comparação" }).click();
        await page.getByLabel("Fornos Sul disputa Redes de padarias").click();
        await becomes(async () => (await api.get("/competitor_audiences")).items.length, 1);
        await main(page).getByRole("button", { name: "Novo atributo" }).click();
        await field(page, "Atributo").fill("Prazo de entrega");
        await save(page);
        await page.getByRole("button", { name: "Dar nota a Prazo de entrega: Fornos Sul" }).press("Enter");
        await dialog(page).getByText("2", { exact: true }).click();
        await save(page);
        await page.getByRole("button", { name: "Mudar Prazo de entrega: Fornos Sul, agora 2" }).waitFor();
        await choose(page, main(page).getByRole("combobox", { name: "Para quem" }), "Redes de padarias");
        await page.getByRole("button", { name: "Mudar Prazo de entrega: Fornos Sul, agora 2" }).click();
        await dialog(page).getByLabel("Em palavras").fill("só na capital");
        await save(page);
        await becomes(async () => (await api.get("/competitor_marks")).items.length, 2);
        await judge(page, "comparação");
        await page.getByRole("tab", { name: "O que se viu" }).click();
        await sees(main(page), "pela vigilância");
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
