/* promote.test.mjs -- steps 5 and 6 by hand: a fair is chosen from the registry, its link is scanned and its visit counted for it, a code is typed on a form,
 * and a partner registers a deal that somebody here accepts. */
import assert from "node:assert/strict";
import { becomes, choose, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const field = (page, name) => dialog(page).getByRole("textbox", { name, exact: true });
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

story("Como vendemos e onde divulgamos", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const plan = await api.post("/plans", { name: "Plano 2027" });
    await api.post("/audiences", { plan: plan.id, name: "Redes de padarias" });
    await api.patch("/measuring", { hosts: ["padaria.example"] });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("um canal se escolhe do registro e o custo por lead sai da conta", async () => {
        await page.goto(`/plan/${plan.id}/6`);
        await main(page).getByRole("button", { name: "Novo canal" }).click();
        await dialog(page).getByText("Fora da internet", { exact: true }).first().click();
        await judge(page, "the registry of channels");
        await shoot(page, "promote-registry");
        await dialog(page).getByRole("button", { name: /^Feiras/ }).click();
        await field(page, "Nome").fill("Feira de panificação");
        await field(page, "Preço").fill("9.000,00");
        await field(page, "Volume esperado").fill("2");
        await field(page, "Leads esperados").fill("90");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(main(page), "Custo por lead esperado: R$ 200,00");
        await sees(main(page), /2 eventos ÷ 90 leads/);
        await main(page).getByRole("button", { name: "Outro público: Feira de panificação" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Público-alvo" }), "Redes de padarias");
        await field(page, "Por que combina com este público?").fill("Todo dono de rede passa por lá.");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(main(page), "Redes de padarias: Todo dono de rede passa por lá.");
    });

    await step("um segundo canal com o mesmo nome nos dados avisa, no formulário e no orçamento", async () => {
        await main(page).getByRole("button", { name: "Novo canal" }).click();
        await dialog(page).getByText("Fora da internet", { exact: true }).first().click();
        await dialog(page).getByRole("button", { name: /^Feiras/ }).click();
        await sees(dialog(page).getByRole("note"), /^Mesmo nome nos dados que Feira de panificação: .* o gasto fica no primeiro/);
        await field(page, "Nome").fill("Feira do livro");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        const second = main(page).getByRole("article", { name: "Feira do livro" });
        await sees(second, /^Mesmo nome nos dados que Feira de panificação/);
        await page.goto(`/plan/${plan.id}/7`);
        await sees(main(page).getByRole("row", { name: /^Feira do livro/ }), "o gasto está em Feira de panificação: nos dados, os dois são o mesmo");
        await page.goto(`/plan/${plan.id}/6`);
        await second.getByRole("button", { name: "Ações: Feira do livro" }).click();
        await page.getByRole("menuitem", { name: "Excluir" }).click();
        await dialog(page).getByRole("button", { name: "Excluir" }).click();
        await second.waitFor({ state: "detached" });
    });

    await step("um link curto vira QR, e a visita que vem por ele é do canal", async () => {
        await main(page).getByRole("button", { name: "Novo link curto" }).click();
        await field(page, "Nome").fill("Painel do estande");
        await field(page, "Leva para").fill("https://padaria.example/feira");
        await choose(page, dialog(page).getByRole("combobox", { name: "Canal" }), "Feiras");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("img", { name: "Código QR de Painel do estande" }).waitFor();
        await sees(dialog(page), "pelo menos 2 cm");
        await judge(page, "a QR code to print");
        const { items: [link] } = await api.get("/short_links");
        const file = page.waitForEvent("download");
        await dialog(page).getByRole("button", { name: "PNG" }).click();
        assert.equal((await file).suggestedFilename(), `${link.code}.png`);
        await page.keyboard.press("Escape");
        const went = await fetch(`${server.url}/r/${link.code}`, { redirect: "manual", headers: { "User-Agent": firefox, "Accept-Language": "pt-BR" } });
        assert.equal(went.status, 302);
        const key = (await api.get("/measuring")).key;
        const to = went.headers.get("location");
        await fetch(`${server.url}/m/e`, { method: "POST", headers: { "User-Agent": firefox, "Accept-Language": "pt-BR" }, body: JSON.stringify({ k: key, t: 1, b: [{ i: "b".repeat(32), n: "view", u: to, t: 1 }] }) });
        await becomes(async () => (await api.post("/stats", { metrics: ["visits"], dimensions: ["channel"], date_range: "today", include: { robots: true } })).results.some((x) => x.dimensions[0] === "fairs"), true);
        await page.reload();
        await sees(main(page), "1 acesso por link curto");
    });

    await step("um código digitado no formulário dá o lead ao canal", async () => {
        await main(page).getByRole("tab", { name: "Códigos promocionais" }).click();
        await main(page).getByRole("button", { name: "Novo código" }).click();
        await field(page, "Nome").fill("Estande");
        await field(page, "Código").fill("pao-2027");
        await choose(page, dialog(page).getByRole("combobox", { name: "Canal" }), "Feiras");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(main(page), "PAO2027");
        const form = await api.post("/site_forms", { name: "Contato", title_pt: "Fale conosco", ask_code: true });
        const guest = await visitor(browser, server, { path: `/f/${form.key}` });
        closing.push(() => guest.context().close());
        await guest.getByLabel("E-mail").fill("bia@forno.example");
        await guest.getByLabel("Tem um código?").fill("pao 2028");
        await judge(guest, "the form with a code");
        const slowly = () => guest.waitForFunction((from) => Date.now() - from > 1200, Date.now()); /* nobody types so fast */
        await slowly();
        await guest.getByRole("button", { name: /Enviar/ }).click();
        await sees(guest.locator("body"), "Não conhecemos este código");
        await guest.getByLabel("Tem um código?").fill("pao 2027");
        await slowly();
        await guest.getByRole("button", { name: /Enviar/ }).click();
        await guest.getByRole("status").waitFor();
        assert.equal((await api.get("/contacts?email=bia@forno.example")).items[0].channel, "fairs");
        await page.reload();
        await sees(main(page), "1 código usado");
        await shoot(page, "promote-channels");
        // Its figure opens the people behind it.
        await main(page).getByRole("button", { name: /^Leads, Feira de panificação: 1\. Ver as linhas$/ }).click();
        await page.waitForURL(/results\/channels\/rows/);
        await sees(main(page), "bia@forno.example");
    });

    await step("um parceiro registra um negócio na página dele, e aceito ele vira negócio do parceiro", async () => {
        await page.goto(`/plan/${plan.id}/5`);
        await main(page).getByRole("button", { name: "Novo parceiro" }).click();
        await field(page, "Nome").fill("Revenda Norte");
        await choose(page, dialog(page).getByRole("combobox", { name: "Tipo" }), "Distribuidor");
        await field(page, "Comissão").fill("10");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await main(page).getByRole("button", { name: "Ações: Revenda Norte" }).click();
        await page.getByRole("menuitem", { name: "Link da página" }).click();
        const address = await dialog(page).getByText(/\/p\/partner\//).textContent();
        await page.keyboard.press("Escape");
        const guest = await visitor(browser, server, { path: new URL(address).pathname, width: 390, height: 844 });
        closing.push(() => guest.context().close());
        await sees(guest.locator("body"), "Nenhum registro ainda.");
        await guest.getByLabel("Empresa", { exact: true }).fill("Padaria Forte");
        await guest.getByLabel("Valor esperado").fill("12.500,00");
        await guest.getByRole("button", { name: "Registrar" }).click();
        await sees(guest.locator("body"), "Informe o CNPJ ou o site da empresa");
        await guest.getByLabel("Site da empresa").fill("forte.example");
        await judge(guest, "the page of a partner");
        await shoot(guest, "promote-partner-page");
        await guest.getByRole("button", { name: "Registrar" }).click();
        await sees(guest.locator("body"), "Registro recebido.");
        await sees(guest.locator("body"), "Esperando resposta");
        await page.reload();
        await main(page).getByRole("button", { name: "Aceitar: Padaria Forte" }).click();
        await sees(dialog(page), "Nada pesa contra este registro");
        await judge(page, "accepting a registration");
        await dialog(page).getByRole("button", { name: "Aceitar" }).click();
        await main(page).getByRole("link", { name: "Abrir o negócio" }).waitFor();
        const { items: [deal] } = await api.get("/deals");
        assert.deepEqual([deal.name, deal.sold_through, deal.amount_minor], ["Padaria Forte", "distributor", 1_250_000]);
        await shoot(page, "promote-selling");
        await guest.reload();
        await sees(guest.locator("body"), "Aceito");
    });
});
