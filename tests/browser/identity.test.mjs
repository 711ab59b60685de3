/* identity.test.mjs -- a second address, two people merged and parted again, pairs that are there twice: in the browser. */
import assert from "node:assert/strict";
import { choose, owner, sees, setUp, shoot, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();
const box = (page, name) => main(page).getByRole("region", { name, exact: true });

story("Quem é quem: endereços, duplicados, mesclar e desfazer", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const group = await api.post("/accounts", { name: "Grupo Aurora", domain: "aurora.example" });
    const acme = await api.post("/accounts", { name: "Moinho Azul Ltda", domain: "moinho.com.br", tax_number: "12.ABC.345/01DE-35", parent: group.id });
    const kept = await api.post("/contacts", { name: "Carla Nunes", email: "carla@moinho.com.br", tags: ["vip"], tax_number: "529.982.247-25" });
    const gone = await api.post("/contacts", { name: "Carla Nunes", email: "carla.nunes@gmail.com", phone: "(11) 98888-7777", account: acme.id });
    const deal = await api.post("/deals", { name: "Forno novo", contact: gone.id, account: acme.id, amount_minor: 900_000 });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("acrescentar um segundo e-mail; o de outra pessoa é recusado com o nome dela", async () => {
        await page.goto(`/people/contacts/${kept.id}`);
        await sees(main(page), "529.982.247-25");
        await box(page, "E-mails").getByRole("button", { name: "Outro e-mail" }).click();
        await page.getByRole("textbox", { name: "Novo e-mail" }).fill("carla.nunes@gmail.com");
        await page.getByRole("button", { name: "Adicionar" }).click();
        await sees(box(page, "E-mails"), "Já é de Carla Nunes.");
        await page.getByRole("textbox", { name: "Novo e-mail" }).fill("Financeiro@Moinho.com.br");
        await page.getByRole("button", { name: "Adicionar" }).click();
        await sees(box(page, "E-mails"), "financeiro@moinho.com.br");
        await sees(box(page, "E-mails"), "principal");
    });

    await step("um contato novo com o e-mail de outra pessoa leva até ela", async () => {
        await page.goto("/people/contacts");
        await page.getByRole("button", { name: "Novo contato" }).click();
        await dialog(page).getByRole("textbox", { name: "E-mail" }).fill("carla.nunes@gmail.com");
        await dialog(page).getByRole("button", { name: /^(Criar|Salvar)/ }).click();
        await sees(dialog(page), "Já é de Carla Nunes.");
        assert.equal(await dialog(page).getByRole("link", { name: "Abrir o registro que já tem este valor" }).getAttribute("href"), `/people/contacts/${gone.id}`);
        await page.goto(`/people/contacts/${kept.id}`);
    });

    await step("tornar principal troca os dois; remover tem volta", async () => {
        await box(page, "E-mails").getByRole("button", { name: "Tornar financeiro@moinho.com.br o principal" }).click();
        await box(page, "E-mails").getByRole("button", { name: "Tornar carla@moinho.com.br o principal" }).waitFor();
        await sees(box(page, "Dados"), "financeiro@moinho.com.br");
        await box(page, "E-mails").getByRole("button", { name: "Remover carla@moinho.com.br" }).click();
        await toast(page, "carla@moinho.com.br removido.").getByRole("button", { name: "Desfazer" }).click();
        await box(page, "E-mails").getByRole("button", { name: "Tornar carla@moinho.com.br o principal" }).waitFor();
    });

    await step("a busca acha os pares; os dois aparecem lado a lado com o motivo", async () => {
        await page.goto("/people/duplicates"); /* the search of the day may have found them already */
        await page.getByRole("button", { name: "Procurar agora" }).click();
        await toast(page, "Busca terminada.").waitFor();
        await sees(main(page), "mesmo nome");
        assert.equal(await main(page).getByRole("region", { name: "Carla Nunes e Carla Nunes" }).count(), 1);
        await shoot(page, "identity-duplicates");
    });

    await step("“não são os mesmos” tira o par da lista, e volta", async () => {
        await page.getByRole("button", { name: "Não são os mesmos" }).click();
        await sees(main(page), "Nenhum contato repetido");
        await toast(page, "Guardado: não são os mesmos.").getByRole("button", { name: "Desfazer" }).click();
        await sees(main(page), "mesmo nome");
    });

    await step("mesclar escolhendo campo por campo", async () => {
        await page.getByRole("button", { name: "Comparar e mesclar" }).click();
        await dialog(page).getByRole("radiogroup", { name: "E-mail" }).getByRole("radio", { name: "carla.nunes@gmail.com" }).check();
        await sees(dialog(page), /O que falta vem do outro: .*Telefone/);
        await shoot(page, "identity-merge");
        await dialog(page).getByRole("button", { name: "Mesclar", exact: true }).click();
        await toast(page, "Carla Nunes foi mesclado em Carla Nunes.").waitFor();
        await sees(main(page), "Nenhum contato repetido");
    });

    await step("o link antigo abre quem ficou, com tudo o que veio junto", async () => {
        await page.goto(`/people/contacts/${gone.id}`);
        await page.waitForURL(`**/people/contacts/${kept.id}`);
        await sees(box(page, "Dados"), "(11) 98888-7777");
        await sees(box(page, "Dados"), "carla.nunes@gmail.com");
        await sees(box(page, "Negócios"), "Forno novo");
        await sees(main(page), "Carla Nunes foi mesclado aqui");
        assert.equal((await api.get(`/deals/${deal.id}`)).contact, kept.id);
    });

    await step("desfazer traz os dois de volta, e o link antigo abre o registro antigo", async () => {
        await page.getByRole("tab", { name: "Alterações" }).click();
        await main(page).getByRole("region", { name: "Mesclagens" }).getByRole("button", { name: "Desfazer" }).click();
        await toast(page, "Mesclagem desfeita: os dois registros estão de volta.").waitFor();
        await sees(box(page, "Dados"), "financeiro@moinho.com.br");
        await page.goto(`/people/contacts/${gone.id}`);
        await sees(box(page, "Dados"), "carla.nunes@gmail.com");
        assert.match(page.url(), new RegExp(gone.id));
        assert.equal((await api.get(`/deals/${deal.id}`)).contact, gone.id);
    });

    await step("mesclar a partir do registro, e desfazer no aviso", async () => {
        const other = await api.post("/contacts", { name: "Zuleica Prado", email: "zu@outra.example" });
        await page.getByRole("button", { name: "Ações" }).click();
        await page.getByRole("menuitem", { name: "Mesclar com outro…" }).click();
        await dialog(page).getByRole("combobox", { name: "Mesclar com" }).fill("Zuleica");
        await page.getByRole("option", { name: "Zuleica Prado" }).click();
        await dialog(page).getByRole("button", { name: "Comparar" }).click();
        await dialog(page).getByRole("button", { name: "Mesclar", exact: true }).click();
        const told = toast(page, "Zuleica Prado foi mesclado em Carla Nunes.");
        await told.waitFor();
        await told.getByRole("button", { name: "Desfazer" }).click();
        await toast(page, "Mesclagem desfeita").waitFor();
        await page.goto(`/people/contacts/${other.id}`);
        await page.getByRole("heading", { name: "Zuleica Prado", level: 1 }).waitFor();
    });

    await step("o grupo da empresa e os seus domínios", async () => {
        await page.goto(`/people/accounts/${group.id}`);
        await sees(box(page, "Grupo"), "Moinho Azul Ltda");
        await sees(box(page, "Grupo"), /R\$\s?9\.000,00/);
        await page.goto(`/people/accounts/${acme.id}`);
        await sees(main(page), "12.ABC.345/01DE-35");
        await sees(box(page, "Grupo"), "Grupo Aurora");
        await box(page, "Domínios").getByRole("button", { name: "Outro domínio" }).click();
        await page.getByRole("textbox", { name: "Novo domínio" }).fill("gmail.com");
        await page.getByRole("button", { name: "Adicionar" }).click();
        await page.getByRole("textbox", { name: "Novo domínio" }).and(page.locator("[aria-invalid=true]")).waitFor();
        await page.getByRole("textbox", { name: "Novo domínio" }).fill("https://www.moinho.example/loja");
        await page.getByRole("button", { name: "Adicionar" }).click();
        await sees(box(page, "Domínios"), "moinho.example");
        await shoot(page, "identity-account");
    });

    await step("filtrar por marcador", async () => {
        await page.goto("/people/contacts");
        await page.getByRole("button", { name: "Filtrar" }).click();
        await page.getByRole("menuitem", { name: "Marcadores", exact: true }).click();
        await choose(page, page.getByRole("combobox", { name: "Marcadores" }), "vip");
        await page.getByRole("button", { name: "Aplicar" }).click();
        await sees(main(page), "1 registro");
        assert.match(page.url(), /tags=vip/);
    });

    assert.deepEqual(page.complaints, []);
});

story("Quem muda de empresa", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const old = await api.post("/accounts", { name: "Moinho Azul Ltda" });
    const next = await api.post("/accounts", { name: "Padaria Norte" });
    const ana = await api.post("/contacts", { name: "Ana Lima", email: "ana@moinho.example", account: old.id });
    await server.restart({ days: 9 });
    const later = await api.again();
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    const past = box(page, "Empresas anteriores");

    await step("a empresa de antes fica no contato, com o dia", async () => {
        await later.patch(`/contacts/${ana.id}`, { account: next.id }, ana.version);
        await signIn(page, owner);
        await page.goto(`/people/contacts/${ana.id}`);
        await past.getByRole("link", { name: "Moinho Azul Ltda" }).waitFor();
    });

    await step("o dia se corrige; um que ainda não chegou é recusado", async () => {
        await past.getByRole("button", { name: "Mudar o dia em que saiu de Moinho Azul Ltda" }).click();
        await past.getByLabel("Saiu em").fill(siteDay(40));
        await past.getByRole("button", { name: "Salvar" }).click();
        await sees(past, "Escolha um dia que já chegou.");
        const [year, month, day] = siteDay(4).split("-");
        await past.getByLabel("Saiu em").fill(siteDay(4));
        await past.getByRole("button", { name: "Salvar" }).click();
        await sees(past, `até ${day}/${month}/${year}`);
        await shoot(page, "empresas-anteriores");
    });

    await step("o que não foi mudança deixa de contar, e a história guarda", async () => {
        await past.getByRole("button", { name: "Nunca saiu de Moinho Azul Ltda" }).click();
        await dialog(page).getByRole("button", { name: "Não foi mudança" }).click();
        await past.waitFor({ state: "detached" });
        assert.deepEqual((await later.get(`/contacts/${ana.id}/past_companies`)).items, []);
        await main(page).getByRole("tab", { name: "Alterações" }).click();
        await sees(main(page), /Saiu da empresa/);
        await sees(main(page), `Moinho Azul Ltda, ${siteDay(4)}`);
        assert.deepEqual(page.complaints, []);
    });
});
