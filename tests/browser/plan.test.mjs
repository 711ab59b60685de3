/* plan.test.mjs -- the nine steps of the plan, each opened and filled in by hand, the goal that reads its own progress,
 * and the plan that lives on when a version of it is published. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { choose, owner, says, sees, setUp, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const field = (page, name) => dialog(page).getByRole("textbox", { name, exact: true });
const select = (page, name) => dialog(page).getByRole("combobox", { name, exact: true });
const day = (back) => siteDay(-back);

story("O plano em nove passos", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    // Ten leads before the goal begins, three after.
    for (let i = 0; i < 13; i++) {
        await api.post("/contacts", { name: `Lead ${i}`, channel: "organic_search", first_contact_at: `${day(i < 3 ? i + 1 : 40 + i)}T12:00:00Z` });
    }
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    const openStep = async (n, title) => {
        await page.goto("/plan");
        await main(page).getByRole("link", { name: new RegExp(`^${n}\\. ${title}`) }).click();
        await page.getByRole("heading", { name: `${n}. ${title}`, level: 1 }).waitFor();
    };
    const add = async (button, fill, shows) => {
        await main(page).getByRole("button", { name: button }).first().click();
        await fill();
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await dialog(page).waitFor({ state: "hidden" });
        await sees(main(page), shows);
    };
    const state = (n) => main(page).locator(".road > li").nth(n - 1);

    await step("um plano vazio é uma estrada de nove passos por começar", async () => {
        await page.goto("/plan");
        await sees(page, "Nenhum plano ainda");
        await page.getByRole("link", { name: "Novo plano" }).click();
        await page.getByRole("button", { name: "Plano em branco" }).click();
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(dialog(page), "Preencha “Nome”.");
        await field(page, "Nome").fill("Plano da padaria");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("heading", { name: "Plano da padaria" }).waitFor();
        await sees(main(page), "0 de 9 passos prontos");
        assert.equal(await main(page).locator(".road > li").count(), 9);
    });

    await step("1 público-alvo e persona", async () => {
        await openStep(1, "Público-alvo");
        await add("Novo público", async () => {
            await field(page, "Nome").fill("Redes de padarias");
            for (const q of ["O produto atende ao que querem?", "Há mais valor se nossa fatia crescer?", "Temos recursos para crescer aqui?", "Este público influencia outros?"]) await field(page, q).fill("4");
            await field(page, "Empresas alcançáveis").fill("200");
            await field(page, "Margem esperada por cliente").fill("12.000,00");
            await field(page, "Taxa de ganho esperada").fill("10");
            await field(page, "Custo esperado para ganhar").fill("2.000,00");
        }, "Redes de padarias");
        await sees(main(page), "R$ 200.000,00");
        await main(page).getByRole("tab", { name: /^Personas/ }).click();
        await add("Nova persona", async () => {
            await field(page, "Nome").fill("Dona da rede");
            await choose(page, select(page, "Papel na compra"), "Decisor");
        }, "Dona da rede");
    });

    await step("o que um passo guarda sai em CSV", async () => {
        await main(page).getByRole("button", { name: "Baixar em CSV" }).click();
        const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Públicos-alvo" }).click()]);
        const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n");
        assert.equal(lines.length, 2);
        assert.match(lines[1], /Redes de padarias/);
    });

    await step("2 concorrente", async () => {
        await openStep(2, "Concorrentes");
        await add("Novo concorrente", async () => {
            await field(page, "Nome").fill("A planilha de sempre");
            await field(page, "Ameaça").fill("9");
            await dialog(page).getByRole("button", { name: "Salvar" }).click();
            await sees(dialog(page), "Informe um valor de 0 a 5.");
            await field(page, "Ameaça").fill("3");
            await field(page, "O que oferece").fill("Custa nada e todos conhecem");
            await field(page, "Como vende e com que resultado").fill("Não vende");
            await field(page, "Conteúdo e presença").fill("Está em todo lugar");
        }, "A planilha de sempre");
    });

    await step("3 posicionamento", async () => {
        await openStep(3, "Posicionamento");
        await add("Novo posicionamento", async () => {
            await field(page, "Em uma frase").fill("Sabe qual canal traz cliente");
        }, "Sabe qual canal traz cliente");
    });

    await step("4 meta: base, alvo, hoje e ritmo saem dos dados", async () => {
        await openStep(4, "Metas");
        await add("Nova meta", async () => {
            await field(page, "Nome").fill("Vinte leads");
            await choose(page, select(page, "Público-alvo"), "Redes de padarias");
            await choose(page, select(page, "Métrica"), "Leads");
            await field(page, "Alvo").fill("20");
            await dialog(page).getByLabel("Começa em").fill(day(29));
            await dialog(page).getByLabel("Prazo").fill(day(-30));
        }, "Vinte leads");
        await main(page).getByRole("link", { name: "Vinte leads" }).click();
        const progress = page.getByRole("region", { name: "Progresso da meta" });
        for (const [label, value] of [["Base", "10"], ["Hoje", "3"], ["Alvo", "20"], ["Esperado hoje", "10"], ["Ritmo", "30 %"], ["Dias restantes", "30"]]) {
            await says(progress.getByText(label, { exact: true }).locator("xpath=following-sibling::*[1]"), value);
        }
        await sees(progress, /Atrás do ritmo/);
    });

    await step("5 como vendemos e 6 onde divulgamos", async () => {
        await openStep(5, "Como vendemos");
        await add("Novo canal de venda", async () => {
            await field(page, "Nome").fill("Equipe própria");
            await choose(page, select(page, "Tipo"), /^(Venda direta|Direto)$/);
        }, "Equipe própria");
        await openStep(6, "Onde divulgamos");
        await add("Novo canal", async () => {
            await dialog(page).getByRole("button", { name: /^Busca\b/ }).click();
            await field(page, "Nome").fill("Busca orgânica");
            assert.equal(await field(page, "Nome do canal nos dados").inputValue(), "organic_search");
            await field(page, "Por que combina com este público?").fill("Quem abre padaria pesquisa fornecedores");
        }, "Busca orgânica");
    });

    await step("7 plano e orçamento, em dinheiro e horas", async () => {
        await openStep(7, "Plano e orçamento");
        await add("Nova linha", async () => {
            await choose(page, select(page, "Canal"), "Busca orgânica");
            await dialog(page).getByLabel("Mês").fill("2027-01-01");
            await field(page, "Previsto").fill("3.000,00");
            await field(page, "Horas previstas").fill("12");
        }, "jan 27");
        await sees(main(page), /^Em R\$:/);
        await sees(main(page).locator("tfoot").first(), /^3\.000$/);
        await page.getByRole("region", { name: "Empresa e mercado" }).getByRole("button", { name: "Editar" }).click();
        await main(page).getByRole("textbox", { name: "Perfil da empresa" }).fill("Fornecemos fermento.");
        await main(page).getByRole("textbox", { name: "Resumo do mercado" }).fill("Setenta mil padarias.");
        await main(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("region", { name: "Empresa e mercado" }).getByRole("button", { name: "Editar" }).waitFor();
        await sees(main(page), "Setenta mil padarias.");
    });

    await step("8 campanha só começa com público, meta e métrica", async () => {
        await openStep(8, "Campanhas");
        await add("Nova campanha", async () => {
            await field(page, "Nome").fill("Guia do fermento");
            await choose(page, select(page, "Situação"), "No ar");
            await dialog(page).getByRole("button", { name: "Salvar" }).click();
            await sees(dialog(page), /Uma campanha não começa sem público-alvo, meta e métrica/);
            await choose(page, select(page, "Público-alvo"), "Redes de padarias");
            await choose(page, select(page, "Meta"), "Vinte leads");
            await choose(page, dialog(page).getByRole("combobox", { name: "Métrica" }), "Leads");
        }, "Guia do fermento");
    });

    await step("9 medir: o ritmo da meta e o caminho para os números", async () => {
        await openStep(9, "Medir e melhorar");
        await sees(main(page), "Vinte leads");
        await main(page).getByRole("link", { name: "Relatório de canais" }).waitFor();
        await page.goto("/plan");
        await sees(main(page), "9 de 9 passos prontos");
        await sees(state(4), "Pronto");
    });

    await step("publicado, a versão fica congelada e o plano continua vivo", async () => {
        await page.getByRole("button", { name: "Publicar v1" }).click();
        await dialog(page).getByRole("textbox", { name: "Nota" }).fill("Para a diretoria");
        await dialog(page).getByRole("button", { name: "Publicar v1" }).click();
        await sees(main(page), "Publicado v1");
        await sees(main(page), "Sem mudanças desde então");
        await openStep(2, "Concorrentes");
        await add("Novo concorrente", async () => {
            await field(page, "Nome").fill("Chegou depois");
        }, "Chegou depois");
        await page.goto("/plan");
        await main(page).getByRole("link", { name: "1 mudança desde então" }).click();
        await sees(main(page), "Para a diretoria");
        await sees(main(page), "Chegou depois");
        await main(page).getByRole("button", { name: "Excluir de novo: Chegou depois" }).click();
        await dialog(page).getByRole("button", { name: "Voltar", exact: true }).click();
        await sees(main(page), "Nenhuma diferença");
        assert.equal((await api.get("/competitors")).items.length, 1);
    });

    await step("o que foi orçado fora das datas do plano é dito, e não some", async () => {
        const [plan] = (await api.get("/plans")).items;
        const [channel] = (await api.get(`/channels?plan=${plan.id}`)).items;
        await api.post("/budget_lines", { plan: plan.id, channel: channel.id, month: "2041-05-01", planned_minor: 123400, planned_hours: 3 });
        await api.patch(`/plans/${plan.id}`, { starts_on: "2040-01-01", ends_on: "2040-12-31" }, (await api.get(`/plans/${plan.id}`)).version);
        await openStep(7, "Plano e orçamento");
        await sees(main(page), /^2 linhas .* estão fora das datas do plano ou de seus canais/);
        await main(page).getByText("Ver as linhas por trás da tabela").click();
        await main(page).getByRole("button", { name: /^Editar: mai.41/ }).waitFor();
    });

    await step("um plano que não há leva de volta ao início", async () => {
        for (const path of ["/plan/1/7", "/plan/guide/1", "/plan/1/scenarios", "/plan/1/versions"]) {
            await page.goto(path);
            await page.getByRole("heading", { name: "Esta página não existe" }).waitFor();
            await main(page).getByRole("link", { name: "Ir para o início" }).waitFor();
        }
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
