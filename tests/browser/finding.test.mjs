/* finding.test.mjs -- the palette by keyboard, many changed at once and taken back, a view that is shared, a person on a telephone. */
import assert from "node:assert/strict";
import { choose, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();

story("Achar e agir sobre muitos", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const firm = await api.post("/accounts", { name: "Padaria São João", domain: "saojoao.com.br" });
    const jose = await api.post("/contacts", { name: "José Conceição", email: "jose@saojoao.com.br", phone: "(11) 98765-4321", job_title: "Comprador", account: firm.id });
    for (const name of ["Zélia Um", "Zélia Dois", "Zélia Três"]) await api.post("/contacts", { name, lead_status: "new" });
    await api.post("/deals", { name: "Fornos", contact: jose.id, account: firm.id, next_step: "Mandar a proposta revisada" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("Ctrl+K acha sem acento e por telefone; setas e Enter abrem", async () => {
        await page.goto("/people/contacts");
        await sees(main(page), "José Conceição");
        await page.keyboard.press("Control+k");
        const box = page.getByRole("combobox", { name: "Buscar empresas" });
        await box.fill("sao joao");
        const hit = page.getByRole("option", { name: /Padaria São João/ });
        await hit.waitFor();
        assert.equal(await hit.getAttribute("aria-selected"), "true");
        assert.equal(await box.getAttribute("aria-activedescendant"), await hit.getAttribute("id"));
        await judge(page, "palette");
        await shoot(page, "finding-palette");
        await box.fill("98765");
        await page.getByRole("option", { name: /José Conceição.*telefone/ }).waitFor();
        await box.fill("conceicao");
        await page.getByRole("option", { name: /José Conceição/ }).waitFor();
        await page.keyboard.press("Enter");
        await page.waitForURL(`**/people/contacts/${jose.id}`);
    });

    await step("antes de digitar: o que foi aberto há pouco, telas e o que começar", async () => {
        await main(page).getByRole("heading", { name: "José Conceição" }).waitFor();
        await page.keyboard.press("Control+k");
        await page.getByRole("option", { name: /José Conceição/ }).waitFor();
        await page.getByRole("combobox", { name: "Buscar empresas" }).fill("nova emp");
        await page.getByRole("option", { name: "Nova empresa" }).waitFor();
        await page.keyboard.press("Enter");
        await dialog(page).getByRole("heading", { name: "Nova empresa" }).waitFor();
        await page.keyboard.press("Escape");
        await dialog(page).waitFor({ state: "detached" });
    });

    await step("muitos de uma vez: prévia, mudança, desfazer", async () => {
        await page.goto("/people/contacts?q=zelia");
        await sees(main(page), "Zélia Três");
        await page.getByRole("checkbox", { name: "Marcar todos os carregados" }).check();
        await page.getByRole("button", { name: "Alterar", exact: true }).click();
        await page.getByRole("menuitem", { name: "Mudar um campo" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Campo" }), "Situação do lead");
        await choose(page, dialog(page).getByRole("combobox", { name: /Novo valor/ }), "Em atendimento");
        await dialog(page).getByRole("button", { name: "Ver o que muda" }).click();
        await sees(dialog(page), "registros mudam");
        await sees(dialog(page), "Uma amostra");
        await judge(page, "preview");
        await shoot(page, "finding-bulk");
        assert.equal((await api.get("/contacts?lead_status=in_work")).items.length, 0);
        await dialog(page).getByRole("button", { name: "Alterar 3 registros" }).click();
        await toast(page, "3 registros alterados.").waitFor();
        assert.equal((await api.get("/contacts?lead_status=in_work")).items.length, 3);
        await toast(page, "3 registros alterados.").getByRole("button", { name: "Desfazer" }).click();
        await toast(page, "3 registros voltaram a ser como eram.").waitFor();
        assert.equal((await api.get("/contacts?lead_status=in_work")).items.length, 0);
        await page.keyboard.press("Escape");
    });

    await step("quem não pode ser excluído é dito antes, com o motivo", async () => {
        await page.goto("/people/contacts?q=conceicao");
        await sees(main(page), "José Conceição");
        await page.getByRole("checkbox", { name: "Marcar José Conceição" }).check();
        await page.getByRole("button", { name: "Alterar", exact: true }).click();
        await page.getByRole("menuitem", { name: "Excluir" }).click();
        await sees(dialog(page), "Por que alguns não mudam");
        await sees(dialog(page), "Nada mudaria.");
        await dialog(page).getByRole("button", { name: "Cancelar" }).click();
    });

    await step("uma visão com filtro e colunas, de todos, abre a lista de outra pessoa", async () => {
        await page.goto("/people/contacts?lead_status=new&cols=name,phone,job_title");
        await sees(main(page), "Zélia Um");
        await page.getByRole("columnheader", { name: "Cargo" }).waitFor();
        await page.getByRole("button", { name: "Ações da visão" }).click();
        await page.getByRole("menuitem", { name: "Salvar esta visão" }).click();
        await dialog(page).getByRole("textbox", { name: "Nome da visão" }).fill("Novos");
        await dialog(page).getByRole("switch", { name: /De todos/ }).click();
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("button", { name: /Novos/ }).waitFor();
        await judge(page, "views");
        await api.post("/users", { email: "rita@padaria.example", name: "Rita", password: "um porto bem tranquilo", role: "sales", locale: "pt-BR" });
        const rita = await visitor(browser, server);
        await signIn(rita, { email: "rita@padaria.example", password: "um porto bem tranquilo" });
        await rita.goto("/people/contacts");
        await rita.getByRole("button", { name: /Novos/ }).click();
        await sees(main(rita), "Zélia Um");
        assert.equal(await main(rita).getByText("José Conceição").count(), 0);
        await rita.getByRole("columnheader", { name: "Cargo" }).waitFor();
        await rita.context().close();
    });

    await step("as colunas mudam de lugar pelo teclado", async () => {
        await page.getByRole("button", { name: "Colunas" }).click();
        await page.getByRole("button", { name: "Cargo: mais para o começo" }).press("Enter");
        await page.waitForURL(/cols=name%2Cjob_title%2Cphone/);
        await page.keyboard.press("Escape");
    });

    await step("no telefone: um cartão com botões grandes, o próximo passo, e o vCard", async () => {
        for (const scheme of ["light", "dark"]) {
            const phone = await visitor(browser, server, { width: 390, height: 844, scheme });
            await signIn(phone, owner);
            await phone.goto(`/people/contacts/${jose.id}`);
            const card = phone.getByRole("region", { name: "José Conceição" });
            await sees(card, "Mandar a proposta revisada");
            assert.equal(await card.getByRole("link", { name: "Ligar" }).getAttribute("href"), "tel:11987654321");
            assert.equal(await card.getByRole("link", { name: "WhatsApp" }).getAttribute("href"), "https://wa.me/5511987654321");
            assert.equal(await card.getByRole("link", { name: "E-mail" }).getAttribute("href"), "mailto:jose@saojoao.com.br");
            const [file] = await Promise.all([phone.waitForEvent("download"), card.getByRole("button", { name: "Guardar no telefone" }).click()]);
            assert.equal(file.suggestedFilename(), "José Conceição.vcf");
            await judge(phone, `card ${scheme}`);
            await shoot(phone, `finding-card-${scheme}`);
            await phone.getByRole("button", { name: "Buscar", exact: true }).click();
            await phone.getByRole("combobox", { name: "Buscar empresas" }).fill("zel");
            await phone.getByRole("option", { name: /Zélia Um/ }).waitFor();
            assert.deepEqual(phone.complaints, []);
            await phone.context().close();
        }
        assert.deepEqual(page.complaints, []);
    });
});
