/* audience.test.mjs -- two audiences are ranked; another margin turns the order and the screen says why. A claim without proof says
 * so; a proof added and withdrawn changes how it stands. */
import assert from "node:assert/strict";
import { becomes, choose, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const dialog = (page) => page.getByRole("dialog");
const field = (page, name) => dialog(page).getByRole("textbox", { name, exact: true });
const save = (page) => dialog(page).getByRole("button", { name: "Salvar", exact: true }).click();
const four = { fit: 4, value: 4, resources: 4, influence: 4, win_rate: 0.05, cost_to_win_minor: 100000, team_hours: 100 };

story("Dois públicos, uma promessa", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const plan = await api.post("/plans", { name: "Plano do ano" });
    const clinics = await api.post("/audiences", { plan: plan.id, name: "Clínicas", industry: "Saúde", ...four, reachable_accounts: 400, margin_minor: 500000 });
    await api.post("/audiences", { plan: plan.id, name: "Escritórios", ...four, reachable_accounts: 300, margin_minor: 400000 });
    await api.post("/competitors", { plan: plan.id, name: "Fornos Sul" });
    await api.post("/accounts", { name: "Clínica Norte", industry: "Saúde" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const ranking = page.getByRole("region", { name: "Qual público primeiro" });
    const card = page.getByRole("article", { name: "Clínicas" });

    await step("dois públicos: a ordem e o motivo, e o que a mudaria", async () => {
        await page.goto(`/plan/${plan.id}/1`);
        await sees(ranking, /Clínicas vem antes de Escritórios: rende R\$\s640,00 por hora, contra R\$\s360,00 por hora/);
        await sees(ranking, /Se a margem de Clínicas cair 35,0 % .* Escritórios passa à frente/);
        await judge(page, "the audiences");
    });

    await step("outra margem inverte a ordem, e a tela diz por quê", async () => {
        await card.getByRole("button", { name: "Ações: Clínicas" }).click();
        await page.getByRole("menuitem", { name: "Editar" }).click();
        await dialog(page).getByLabel(/^Margem esperada por cliente/).fill("2.000,00");
        await save(page);
        await sees(ranking, /Escritórios vem antes de Clínicas/);
        await sees(ranking, /A ordem mudou porque a margem de Clínicas foi de R\$\s5\.000,00 para R\$\s2\.000,00: Escritórios passou à frente de Clínicas/);
        await shoot(page, "audience-order", { fullPage: true });
    });

    await step("a segmentação sai do setor e mostra as empresas", async () => {
        await card.getByRole("button", { name: "Criar segmentação deste público" }).click();
        await sees(dialog(page), /A regra começa pelo setor “Saúde”/);
        await dialog(page).getByRole("button", { name: "Criar e ligar" }).click();
        await sees(card, /1 empresa em/);
    });

    await step("papéis sem persona; a persona nova toma o papel", async () => {
        await card.getByRole("tab", { name: /^Personas/ }).click();
        await card.getByRole("button", { name: "Nova persona: Decisor" }).click();
        await field(page, "Nome").fill("Diretora clínica");
        await save(page);
        await sees(card, "Diretora clínica");
        await becomes(() => card.getByRole("button", { name: "Nova persona: Decisor" }).count(), 0);
    });

    await step("os passos da compra mudam de ordem com o teclado", async () => {
        await card.getByRole("tab", { name: /^Como compra/ }).click();
        for (const name of ["Percebe a falta", "Compara fornecedores"]) {
            await card.getByRole("button", { name: "Novo passo" }).click();
            await field(page, "O que acontece").fill(name);
            await save(page);
            await sees(card, new RegExp(name));
        }
        await card.getByRole("button", { name: "Mover Compara fornecedores, 2 de 2" }).press("ArrowUp");
        await sees(card, "1. Compara fornecedores");
        await becomes(async () => (await api.get(`/purchase_steps?audience=${clinics.id}&sort=position`)).items.map((s) => s.name), ["Compara fornecedores", "Percebe a falta"]);
        await judge(page, "the purchase");
    });

    await step("posicionamento: escrito, com concorrente, e o texto antigo volta", async () => {
        await page.goto(`/plan/${plan.id}/3`);
        await page.getByRole("button", { name: "Novo posicionamento: Clínicas" }).click();
        await field(page, "Em uma frase").fill("Para clínicas, em 48 horas.");
        await save(page);
        const canvas = page.getByRole("article", { name: "Posicionamento para Clínicas" });
        await sees(canvas, "Para clínicas, em 48 horas.");
        await canvas.getByRole("button", { name: "Ligar um concorrente" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Concorrente" }), "Fornos Sul");
        await save(page);
        await sees(canvas, "Fornos Sul");
        await canvas.getByRole("button", { name: "Ações: Clínicas" }).click();
        await page.getByRole("menuitem", { name: "Editar" }).click();
        await field(page, "Em uma frase").fill("Outra frase.");
        await save(page);
        await sees(canvas, "Outra frase.");
        await canvas.getByRole("button", { name: "Ações: Clínicas" }).click();
        await page.getByRole("menuitem", { name: "Versões anteriores" }).click();
        await dialog(page).getByRole("button", { name: "Trazer esta versão de volta" }).click();
        await sees(canvas, "Para clínicas, em 48 horas.");
    });

    const claim = page.getByRole("article", { name: "Entregamos em 48 horas" });

    await step("promessa sem prova: “sem prova”, e o lugar que a usa é avisado", async () => {
        await page.getByRole("button", { name: "Nova promessa" }).click();
        await field(page, "A promessa").fill("Entregamos em 48 horas");
        await save(page);
        await sees(claim, "sem prova");
        await claim.getByRole("button", { name: /^Anotar um lugar/ }).click();
        await dialog(page).getByLabel("Endereço da página").fill("https://padaria.example/prazos");
        await save(page);
        await sees(page, "1 lugar usa uma promessa sem prova que valha hoje.");
        assert.equal(await claim.getAttribute("data-claim-state"), "unproved");
        await judge(page, "a claim without proof");
    });

    await step("com a prova ela fica provada; retirada a prova, todo uso é avisado", async () => {
        await claim.getByRole("button", { name: /^Nova prova/ }).click();
        await field(page, "O que mostra").fill("209 de 212 pedidos no prazo");
        await save(page);
        await sees(claim, "provada");
        await becomes(() => claim.getAttribute("data-claim-state"), "proved");
        await claim.getByRole("button", { name: "Ações: 209 de 212 pedidos no prazo" }).click();
        await page.getByRole("menuitem", { name: "Retirar a prova" }).click();
        await dialog(page).getByRole("button", { name: "Retirar a prova" }).click();
        await sees(dialog(page), "Diga por que a prova foi retirada.");
        await field(page, "Por que foi retirada").fill("O cliente pediu");
        await dialog(page).getByRole("button", { name: "Retirar a prova" }).click();
        await becomes(() => claim.getAttribute("data-claim-state"), "withdrawn");
        await sees(claim, "a prova caiu, reveja");
    });

    await step("em inglês, no escuro, a 390 px", async () => {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.emulateMedia({ colorScheme: "dark" });
        await page.getByRole("button", { name: /Menu de Ana/ }).click();
        await page.getByRole("menuitem", { name: "English" }).click();
        await sees(page, "Claims and proof");
        await sees(claim, "proof fell");
        await judge(page, "claims on a phone");
        await shoot(page, "claims-phone", { fullPage: true });
        await page.goto(`/plan/${plan.id}/1`);
        await sees(page, /The order changed because the margin of Clínicas went from R\$5,000\.00 to R\$2,000\.00: Escritórios moved ahead of Clínicas/);
        await judge(page, "audiences on a phone");
        await shoot(page, "audience-phone", { fullPage: true });
        assert.deepEqual(page.complaints, []);
    });
});
