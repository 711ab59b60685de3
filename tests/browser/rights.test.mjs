/* rights.test.mjs -- a person asks on their own page, where looking changes nothing; the office sees the day, erases with the
 * name typed out, and has a proof; sums are as they were. And a webhook is made, tested and looked into. */
import assert from "node:assert/strict";
import { becomes, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");

story("Direitos da pessoa", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const ana = await api.post("/contacts", { name: "Ana Souza", email: "ana.souza@cliente.example", phone: "+55 11 98888-0000", channel: "organic_search", locale: "pt-BR" });
    const beto = await api.post("/contacts", { name: "Beto Lima", email: "beto@cliente.example", channel: "organic_search" });
    await api.post("/deals", { name: "Fornos da Ana Souza", contact: ana.id, amount_minor: 1250000, outcome: "won", closed_at: "2026-10-01T12:00:00Z" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const before = await api.get("/reports/channels");

    await step("abrir a página da pessoa não pede nada; o botão pede", async () => {
        const { path } = await api.get(`/contacts/${ana.id}/preference-link`);
        const own = await visitor(browser, server, { path });
        await own.reload();
        assert.deepEqual((await api.get("/rights-requests")).items, []);
        await own.getByRole("button", { name: "Pedir o apagamento" }).or(own.locator("button[value=erase]")).first().click();
        await own.waitForURL(/done=/);
        assert.equal((await api.get("/rights-requests")).items[0].kind, "erase");
        await own.context().close();
    });

    await step("a equipe vê o pedido e o prazo", async () => {
        await page.goto("/people/rights");
        await page.getByRole("link", { name: "Ana Souza" }).waitFor();
        await sees(main(page), "15 dias");
        await sees(main(page), "pela página da pessoa");
        await page.getByRole("button", { name: "Registrar pedido" }).click();
        await dialog(page).getByRole("combobox", { name: "Pessoa" }).fill("Beto");
        await page.getByRole("option", { name: /Beto Lima/ }).click();
        await dialog(page).getByLabel("Observação").fill("Ligou pedindo uma cópia.");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("link", { name: "Beto Lima" }).waitFor();
        await judge(page, "pedidos");
        await shoot(page, "rights-queue");
    });

    await step("uma recusa pede o motivo", async () => {
        await page.getByRole("button", { name: "Ações: Beto Lima" }).click();
        await page.getByRole("menuitem", { name: "Recusar com motivo" }).click();
        await dialog(page).getByLabel("Motivo da recusa").fill("Não confirmamos a identidade.");
        await dialog(page).getByRole("button", { name: "Encerrar" }).click();
        await page.getByRole("link", { name: "Beto Lima" }).waitFor({ state: "detached" });
        await page.getByRole("tab", { name: "Encerrados" }).click();
        await sees(main(page), "Não confirmamos a identidade.");
    });

    await step("apagar mostra o que vai, pede o nome e termina com a prova", async () => {
        await page.goto("/people/rights");
        await page.getByRole("button", { name: "Apagar a pessoa" }).click();
        await sees(dialog(page), "Não tem volta");
        await sees(dialog(page), /Aqui o nome ou o endereço dará lugar a/);
        await judge(page, "antes de apagar");
        await shoot(page, "rights-erase");
        const yes = dialog(page).getByRole("button", { name: "Apagar para sempre" });
        assert.equal(await yes.isDisabled(), true);
        await dialog(page).getByLabel(/Para confirmar/).fill("Ana Souza");
        // The rows behind the dialog are read again only when hers is no longer among them.
        await page.route("**/api/v1/rights-requests", async (route) => {
            await becomes(async () => (await api.get("/rights-requests")).items, []);
            await route.continue();
        });
        await yes.click();
        await sees(main(page), "Nenhum pedido em aberto");
        await dialog(page).getByRole("button", { name: "Ver a prova" }).click();
        await page.getByRole("heading", { name: /Prova do apagamento/ }).waitFor();
        await sees(main(page), "O que fica, e por quê");
        await judge(page, "prova");
        await shoot(page, "rights-proof", { fullPage: true });
    });

    await step("a busca não acha ninguém e as somas são as mesmas", async () => {
        assert.deepEqual((await api.get("/contacts?q=souza")).items, []);
        assert.deepEqual(await api.get("/reports/channels"), before);
        await page.goto(`/people/contacts/${ana.id}`);
        await sees(main(page), /Pessoa apagada em/);
        assert.equal((await api.get(`/contacts/${beto.id}`)).name, "Beto Lima");
    });

    await step("um webhook é criado, mostra a chave uma vez e é testado", async () => {
        await page.goto("/settings/webhooks");
        await page.getByRole("button", { name: "Novo webhook" }).click();
        await dialog(page).getByRole("textbox", { name: "Nome" }).fill("CRM");
        await dialog(page).getByRole("textbox", { name: "Endereço" }).fill("https://crm.invalid/avisos");
        await dialog(page).getByRole("checkbox", { name: "Contato criado" }).check();
        await dialog(page).getByRole("checkbox", { name: "Negócio alterado" }).check();
        await judge(page, "novo webhook");
        await dialog(page).getByRole("button", { name: "Criar webhook" }).click();
        await dialog(page).getByText(/^praca_wh_/).waitFor();
        await dialog(page).getByRole("button", { name: "Fechar" }).last().click();
        await sees(main(page), "Contato criado");
        await sees(main(page), "Negócio alterado");
        await page.getByRole("button", { name: "Ações: CRM" }).click();
        await page.getByRole("menuitem", { name: "Enviar teste" }).click();
        await main(page).getByText("falhou").waitFor();
        await main(page).getByRole("button", { name: "Teste", exact: true }).waitFor();
        await judge(page, "webhooks");
        await shoot(page, "webhooks");
    });

    await step("cabe no telefone, no claro e no escuro", async () => {
        for (const scheme of ["light", "dark"]) {
            const phone = await visitor(browser, server, { width: 390, height: 844, scheme });
            await signIn(phone, owner);
            for (const at of ["/people/rights", "/people/rights?tab=erasures", "/settings/webhooks"]) {
                await phone.goto(at);
                await main(phone).locator(".card").first().waitFor();
                await judge(phone, `${at} ${scheme}`);
            }
            await shoot(phone, `rights-phone-${scheme}`);
            await phone.context().close();
        }
    });
});
