/* people.test.mjs -- the daily work with people and deals: lists by keyboard and by filter, facts changed where they
 * stand and taken back, the board, the committee, a field of one's own, and a deletion that asks first. */
import assert from "node:assert/strict";
import { becomes, choose, judge, owner, says, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();

/* The row of a fact, by its label. */
const fact = (page, label) => main(page).getByRole("region", { name: "Dados" }).locator(".fact-row").filter({ has: page.locator("dt").getByText(label, { exact: true }) });

story("Pessoas e negócios, no dia a dia", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const account = await api.post("/accounts", { name: "Moinho Azul", domain: "moinho.example" });
    for (const [name, channel, day] of [["Carla Nunes", "organic_search", "2026-03-01"], ["Davi Melo", "paid_search", "2026-03-02"], ["Eva Lima", "organic_search", "2026-03-03"]]) {
        await api.post("/contacts", { name, email: `${name.split(" ")[0].toLowerCase()}@cliente.example`, channel, account: account.id, first_contact_at: `${day}T12:00:00Z` });
    }
    for (const [name, stage] of [["Pão para a rede", "qualification"], ["Forno novo", "proposal"]]) {
        await api.post("/deals", { name, stage, account: account.id, amount_minor: 1_250_000, opened_at: "2026-03-05T12:00:00Z" });
    }
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("o que foi digitado e não foi salvo volta quando o formulário abre de novo", async () => {
        const open = () => page.getByRole("button", { name: "Novo contato" }).click();
        const gone = () => dialog(page).waitFor({ state: "hidden" });
        const name = () => dialog(page).getByLabel("Nome");
        const resumed = dialog(page).getByText("Continuamos de onde você parou.");
        await page.goto("/people/contacts");
        await open();
        await name().fill("Fábio");
        await page.mouse.click(20, 300); // beside the dialog
        await gone();
        await open();
        await resumed.waitFor();
        assert.equal(await name().inputValue(), "Fábio");
        await judge(page, "a form that was resumed");
        await name().fill("Fábio Reis");
        await page.keyboard.press("Escape");
        await gone();
        // From another screen too, and not in another list's form.
        await page.getByRole("link", { name: "Empresas", exact: true }).first().click();
        await page.getByRole("button", { name: "Nova empresa" }).click();
        await name().waitFor();
        assert.equal(await resumed.count(), 0);
        await dialog(page).getByRole("button", { name: "Fechar" }).click();
        await gone();
        await page.getByRole("link", { name: "Contatos", exact: true }).first().click();
        await open();
        await resumed.waitFor();
        assert.equal(await name().inputValue(), "Fábio Reis");
        await dialog(page).getByRole("button", { name: "Começar de novo" }).click();
        await resumed.waitFor({ state: "hidden" });
        assert.equal(await name().inputValue(), "");
        await becomes(() => name().evaluate((e) => e === document.activeElement), true);
        await name().fill("Gil");
        await dialog(page).getByRole("button", { name: "Cancelar" }).click();
        await gone();
        await open();
        await name().waitFor();
        assert.equal(await resumed.count(), 0);
        assert.equal(await name().inputValue(), "");
        await page.keyboard.press("Escape");
        await gone();
    });

    await step("criar um contato; o que falta é dito ao lado do campo", async () => {
        await page.goto("/people/contacts");
        await sees(main(page), "3 registros");
        await page.getByRole("button", { name: "Novo contato" }).click();
        await dialog(page).getByLabel("E-mail").fill("isto não é e-mail");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await dialog(page).getByRole("alert").waitFor();
        assert.equal(await dialog(page).getByLabel("E-mail").getAttribute("aria-invalid"), "true");
        assert.equal(await dialog(page).getByLabel("E-mail").inputValue(), "isto não é e-mail");
        await dialog(page).getByLabel("Nome").fill("Fábio Reis");
        await dialog(page).getByLabel("E-mail").fill("fabio@cliente.example");
        await choose(page, dialog(page).getByRole("combobox", { name: "Empresa" }), "Moinho Azul");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("heading", { name: "Fábio Reis", level: 1 }).waitFor();
        await page.getByRole("link", { name: "Contatos", exact: true }).first().click();
        await page.getByRole("button", { name: "Novo contato" }).click();
        await dialog(page).getByLabel("Nome").waitFor();
        assert.equal(await dialog(page).getByLabel("Nome").inputValue(), ""); // what was saved is no draft
        await page.keyboard.press("Escape");
        await page.goto("/people/contacts");
        await main(page).getByRole("link", { name: "Fábio Reis" }).click();
        await page.getByRole("heading", { name: "Fábio Reis", level: 1 }).waitFor();
    });

    await step("mudar um dado onde ele está, e desfazer", async () => {
        await fact(page, "Telefone").getByRole("button", { name: /Editar Telefone/ }).click();
        await page.getByRole("textbox", { name: "Telefone" }).fill("+55 11 98765-4321");
        await page.keyboard.press("Enter");
        await toast(page, "Telefone alterado.").waitFor();
        await sees(fact(page, "Telefone"), /98765-?4321/);
        await toast(page, "Telefone alterado.").getByRole("button", { name: "Desfazer" }).click();
        await sees(fact(page, "Telefone"), "–");
        await page.getByRole("tab", { name: "Alterações" }).click();
        await sees(main(page), /alterou/);
    });

    await step("um valor recusado fica aberto com a sua frase, e Esc volta ao que era", async () => {
        await fact(page, "E-mail").getByRole("button", { name: /Editar E-mail/ }).click();
        const box = page.getByRole("textbox", { name: "E-mail" });
        await box.fill("eva@cliente.example");
        await page.keyboard.press("Enter");
        await page.locator(".fact-row [class*=Input-error]").waitFor();
        await box.press("Escape");
        await sees(fact(page, "E-mail"), "fabio@cliente.example");
    });

    await step("filtros como fichas, no endereço e fora dele", async () => {
        await page.goto("/people/contacts");
        await sees(main(page), "4 registros");
        await page.getByRole("button", { name: "Filtrar" }).click();
        await page.getByRole("menuitem", { name: "Canal", exact: true }).click();
        await page.getByRole("textbox", { name: "Canal" }).or(page.getByRole("combobox", { name: "Canal" })).fill("organic_search");
        await page.getByRole("button", { name: "Aplicar" }).click();
        await sees(main(page), "2 registros");
        await sees(main(page), "Busca orgânica");
        assert.match(page.url(), /channel=organic_search/);
        await page.reload();
        await sees(main(page), "2 registros");
        await page.getByRole("button", { name: "Tirar o filtro Canal" }).click();
        await sees(main(page), "4 registros");
        await page.getByRole("searchbox", { name: "Buscar" }).fill("fabio");
        await sees(main(page), "1 registro");
        await main(page).getByRole("link", { name: "Fábio Reis" }).waitFor();
        await page.getByRole("button", { name: "Limpar a busca" }).click();
        await sees(main(page), "4 registros");
    });

    await step("pelo teclado: / busca, j e k andam, Enter abre, ? ajuda", async () => {
        await main(page).locator("tbody tr").nth(3).waitFor();
        await page.locator("body").press("/");
        assert.equal(await page.evaluate(() => document.activeElement.getAttribute("type")), "search");
        await page.keyboard.press("Escape");
        const at = (n) => main(page).locator("tbody tr").nth(n).and(page.locator("[data-on=true]"));
        await page.keyboard.press("j");
        await at(0).waitFor();
        await page.keyboard.press("j");
        await at(1).waitFor();
        await page.keyboard.press("k");
        await at(0).waitFor();
        await page.keyboard.press("?");
        await dialog(page).getByText("Próximo registro").waitFor();
        await page.keyboard.press("Escape");
        await dialog(page).waitFor({ state: "hidden" });
        const first = await main(page).locator("tbody tr").first().getByRole("link").first().innerText();
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: first, level: 1 }).waitFor();
    });

    await step("arrastar um negócio no quadro, e desfazer", async () => {
        await page.goto("/people/deals");
        await page.getByText("Quadro", { exact: true }).click();
        const column = (name) => page.getByRole("region", { name, exact: true });
        const card = (where, name) => column(where).getByRole("article").filter({ hasText: name });
        await card("Qualificação", "Pão para a rede").waitFor();
        await card("Qualificação", "Pão para a rede").dragTo(column("Proposta"));
        await card("Proposta", "Pão para a rede").waitFor();
        await toast(page, "agora em Proposta").getByRole("button", { name: "Desfazer" }).click();
        await card("Qualificação", "Pão para a rede").waitFor();
        // The same without a mouse.
        await page.getByRole("button", { name: "Mover Pão para a rede para outra etapa" }).press("Enter");
        await page.getByRole("menuitem", { name: "Ganho" }).press("Enter");
        await dialog(page).getByRole("textbox", { name: "Motivo" }).fill("Preço");
        await dialog(page).getByRole("button", { name: "Mover para Ganho" }).click();
        await card("Ganho", "Pão para a rede").waitFor();
        await becomes(async () => (await api.get("/deals?outcome=won")).items.length, 1);
    });

    await step("o comitê de compra: quem, em que papel, e quem falta", async () => {
        await page.getByRole("link", { name: "Forno novo" }).click();
        const box = page.getByRole("region", { name: "Comitê de compra" });
        await sees(box, "Ninguém no comitê ainda.");
        await sees(box, /Falta quem decide/);
        await box.getByRole("button", { name: "Incluir pessoa" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: /Contato|Pessoa/ }), "Carla Nunes");
        await choose(page, dialog(page).getByRole("combobox", { name: "Papel" }), "Decisor");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await box.getByRole("link", { name: "Carla Nunes" }).waitFor();
        assert.equal(await box.getByRole("alert").getByText(/Falta quem decide/).count(), 0);
        await box.getByRole("button", { name: "Carla Nunes saiu do comitê" }).click();
        await sees(box, /saiu em/);
    });

    await step("o nome na API se escreve com _, e as opções de um campo mudam depois", async () => {
        await page.goto("/settings/fields");
        await page.getByRole("button", { name: "Novo campo" }).first().click();
        await dialog(page).getByLabel("Nome na tela").fill("Porte");
        await dialog(page).getByLabel("Nome na API").pressSequentially("porte_real");
        await choose(page, dialog(page).getByRole("combobox", { name: "Tipo" }), "Escolha");
        await dialog(page).getByRole("combobox", { name: "Opções" }).or(dialog(page).getByLabel("Opções")).first().pressSequentially("Pequeno\n");
        await dialog(page).getByRole("button", { name: "Adicionar" }).click();
        await sees(main(page), "custom.porte_real");
        await page.getByRole("button", { name: "Editar: Porte" }).click();
        await dialog(page).getByLabel("Nome na tela").fill("Porte da empresa");
        await dialog(page).getByLabel("Opções").first().pressSequentially("Grande\n");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(main(page), "Escolha: Pequeno, Grande");
        await sees(main(page), "Porte da empresa");
    });

    await step("todo tipo de campo oferecido é aceito", async () => {
        await page.getByRole("button", { name: "Novo campo" }).click();
        await dialog(page).getByRole("combobox", { name: "Tipo" }).click();
        const offered = await page.getByRole("option").allTextContents();
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
        for (const [i, kind] of offered.filter((k) => k !== "Escolha").entries()) {
            await page.getByRole("button", { name: "Novo campo" }).click();
            await dialog(page).getByLabel("Nome na tela").fill(`Tipo ${i}`);
            await choose(page, dialog(page).getByRole("combobox", { name: "Tipo" }), kind);
            await dialog(page).getByRole("button", { name: "Adicionar" }).click();
            await sees(main(page), `custom.tipo_${i}`);
        }
    });

    await step("um campo próprio aparece no contato e guarda o que se escreve", async () => {
        await page.goto("/settings/fields");
        await page.getByRole("button", { name: "Novo campo" }).first().click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Em" }), "Contatos");
        await dialog(page).getByLabel("Nome na tela").fill("Perfil do comprador");
        await dialog(page).getByRole("button", { name: "Adicionar" }).click();
        await sees(main(page), "custom.perfil_do_comprador");
        await page.goto("/people/contacts");
        await main(page).getByRole("link", { name: "Eva Lima" }).click();
        const more = main(page).getByRole("button", { name: /Mais campos/ });
        await main(page).getByRole("region", { name: "Dados" }).waitFor();
        if (await more.isVisible()) await more.click();
        await fact(page, "Perfil do comprador").getByRole("button").click();
        await page.getByRole("textbox", { name: "Perfil do comprador" }).fill("compra por preço");
        await page.keyboard.press("Enter");
        await sees(fact(page, "Perfil do comprador"), "compra por preço");
        await page.reload();
        await sees(main(page), "compra por preço");
    });

    await step("excluir pergunta antes", async () => {
        await main(page).getByRole("button", { name: "Ações" }).click();
        await page.getByRole("menuitem", { name: "Excluir" }).click();
        await says(dialog(page).getByRole("heading"), "Excluir “Eva Lima”?");
        await dialog(page).getByRole("button", { name: "Cancelar" }).click();
        await dialog(page).waitFor({ state: "hidden" });
        assert.equal((await api.get("/contacts?count=1")).count, 4);
        await main(page).getByRole("button", { name: "Ações" }).click();
        await page.getByRole("menuitem", { name: "Excluir" }).click();
        await dialog(page).getByRole("button", { name: "Excluir" }).click();
        await sees(main(page), "3 registros");
        await page.goto("/people/contacts");
        await main(page).getByRole("checkbox", { name: "Marcar Davi Melo" }).click();
        await page.getByRole("button", { name: "Alterar", exact: true }).click();
        await page.getByRole("menuitem", { name: "Excluir" }).click();
        const counted = dialog(page).getByRole("button", { name: "Ver o que muda" });
        const go = dialog(page).getByRole("button", { name: "Excluir 1 registro" });
        await counted.or(go).first().waitFor();
        if (await counted.isVisible()) await counted.click();
        await go.click();
        await sees(main(page), "2 registros");
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
