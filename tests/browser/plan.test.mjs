/* plan.test.mjs -- the nine steps of the plan, each opened and filled in by hand, the goal that reads its own progress,
 * and the plan that stops changing when it is published. */
import assert from "node:assert/strict";
import { choose, owner, says, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const field = (page, name) => dialog(page).getByRole("textbox", { name, exact: true });
const select = (page, name) => dialog(page).getByRole("combobox", { name, exact: true });
const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

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
        await page.getByRole("button", { name: "Novo plano" }).click();
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
        await add("Nova persona", async () => {
            await field(page, "Nome").fill("Dona da rede");
            await choose(page, select(page, "Público-alvo"), "Redes de padarias");
            await choose(page, select(page, "Papel na compra"), "Decisor");
        }, "Dona da rede");
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
            await choose(page, select(page, "Público-alvo"), "Redes de padarias");
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
            await field(page, "Nome").fill("Busca orgânica");
            await choose(page, select(page, "Tipo"), "Busca");
            await field(page, "Nome do canal nos dados").fill("organic_search");
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
        await sees(main(page).locator("tfoot"), "R$ 3.000,00");
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

    await step("publicado, o plano não muda mais, e diz o que fazer", async () => {
        await page.getByRole("button", { name: "Editar o plano" }).click();
        await choose(page, select(page, "Situação"), "Publicado");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await dialog(page).waitFor({ state: "hidden" });
        await sees(main(page), "Publicado");
        await openStep(2, "Concorrentes");
        await main(page).getByRole("button", { name: "Novo concorrente" }).click();
        await field(page, "Nome").fill("Tarde demais");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(dialog(page), /Este plano foi publicado e não muda mais/);
        assert.equal((await api.get("/competitors")).items.length, 1);
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
