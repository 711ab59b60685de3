/* improve.test.mjs -- a goal falls behind, a proposal says so with numbers, a budget shift is tried, the proposal accepted, and on its
 * day it did not come true: right 0 times of 1. On the way a milestone and the gap of the goal, and what an asset brought. */
import assert from "node:assert/strict";
import { judge, owner, sees, setUp, shoot, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const dialog = (page) => page.getByRole("dialog");

/* Two channels that cost and bring, of a year. One lead a week read the guide first, and every other one of those bought. */
async function someYear(api) {
    for (let week = 1; week <= 52; week++) {
        for (const [channel, n] of [["email", 2], ["events", 1]]) {
            for (let i = 0; i < n; i++) {
                const read = channel === "email" && i === 0;
                const who = await api.post("/contacts", { name: `${channel} ${week}.${i}`, email: `${channel}${week}-${i}@p.example`, channel, landing_page: read ? "/guia" : "/", first_contact_at: `${siteDay(-7 * week + i)}T12:00:00Z` });
                if (read && week % 2 === 0) await api.post("/deals", { name: `Forno ${week}`, contact: who.id, amount_minor: 80000, outcome: "won", closed_at: `${siteDay(-7 * week + 5)}T12:00:00Z` });
            }
        }
    }
    for (let month = 1; month <= 12; month++) {
        for (const channel of ["email", "events"]) await api.post("/spend_lines", { channel, kind: "media", spent_on: siteDay(-30 * month), amount_minor: 100000 + 1000 * month });
    }
}

story("Atrás do ritmo: propor, simular, aceitar, rever", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    await someYear(api);
    const plan = await api.post("/plans", { name: "Plano do ano" });
    await api.post("/audiences", { plan: plan.id, name: "Padarias de bairro" });
    const goal = await api.post("/goals", { plan: plan.id, name: "Muito mais leads", metric: "leads", target_micro: 300_000_000, starts_on: siteDay(-60), due_on: siteDay(120), reason: "Duas feiras" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const proposal = page.getByRole("article", { name: /Corrigir: Muito mais leads/ });

    await step("público sem meta: a etapa 4 mostra, e o botão cria", async () => {
        await page.goto(`/plan/${plan.id}/4`);
        const bare = page.getByRole("region", { name: "Públicos sem meta" });
        await sees(bare, "Padarias de bairro");
        await bare.getByRole("button", { name: "Criar meta para Padarias de bairro" }).click();
        await sees(dialog(page), "Padarias de bairro");
        await page.keyboard.press("Escape");
    });

    await step("um marco, e o que fecharia a diferença", async () => {
        await page.goto(`/goals/${goal.id}`);
        const marks = page.getByRole("region", { name: "Marcos", exact: true });
        await marks.getByRole("button", { name: "Novo marco" }).click();
        await dialog(page).getByRole("textbox", { name: "Nome", exact: true }).fill("Primeiro mês");
        await dialog(page).getByLabel("Até").fill(siteDay(-30));
        await dialog(page).getByRole("textbox", { name: "Valor" }).fill("100");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(marks, "Perdido");
        await sees(page.getByRole("region", { name: "O que fecharia a diferença" }), /faltam .* até/);
        await judge(page, "a goal with a milestone");
        await shoot(page, "goal-milestone", { fullPage: true });
    });

    await step("os dados são olhados: a meta atrás do ritmo vira proposta, com números", async () => {
        await page.goto("/plan/proposals");
        await page.getByRole("button", { name: "Olhar os dados agora" }).first().click();
        await sees(proposal, /um ritmo constante pediria/);
        await sees(proposal, "Chance de alcançar o alvo");
        await judge(page, "the proposals");
        await shoot(page, "proposals", { fullPage: true });
        await page.goto("/");
        const told = page.getByRole("region", { name: "Propostas" }).locator(".told-figures");
        await told.first().waitFor();
        assert.ok((await told.locator("dd").count()) >= 3);
        await page.goto("/plan/proposals");
    });

    await step("materiais: sem nenhum, diz o que fazer; com um, o que trouxe, e cada número abre suas linhas", async () => {
        const evidence = page.getByRole("region", { name: "De onde vêm as propostas" });
        await evidence.locator("label").filter({ hasText: "Materiais" }).click();
        await sees(evidence, "Nenhum material ainda");
        await sees(evidence.getByRole("link", { name: "Abrir os materiais" }), "Abrir os materiais");
        await api.post("/assets", { name: "Guia de fornos", kind: "document", state: "ready", url: "https://p.example/guia", topic: "Fornos" });
        await page.getByRole("button", { name: "Olhar os dados agora" }).first().click();
        await sees(evidence, /a taxa medida pode ficar na beira da faixa/);
        const line = evidence.getByRole("row", { name: /Guia de fornos/ });
        await sees(line, "Investir mais");
        await sees(line, "não se sabe");
        await sees(evidence.getByRole("row", { name: /Nenhum material/ }), "base de comparação");
        const guide = page.getByRole("article", { name: "Investir mais: Guia de fornos" });
        for (const words of ["Conversão sem nenhum material", /comparações ao mesmo tempo, exigimos/, "O que fazer", /^Mostre a mais gente/]) await sees(guide, words);
        await judge(page, "what assets brought");
        await shoot(page, "assets-brought", { fullPage: true });
        await evidence.locator("label").filter({ hasText: "Assuntos" }).click();
        await sees(evidence.getByRole("row", { name: /Fornos/ }), "Investir mais");
        await evidence.locator("label").filter({ hasText: "Materiais" }).click();
        const won = line.getByRole("link").nth(2), wins = Number(await won.textContent());
        assert.ok(wins >= 15, `${wins} wins`);
        await won.click();
        await sees(page.getByRole("heading", { level: 1 }), "Clientes: Guia de fornos");
        await sees(page.getByRole("main"), `${wins} linhas`);
        await sees(page.getByRole("main"), "Forno 2");
        await judge(page, "who stands behind what an asset brought");
        await page.getByRole("link", { name: "Propostas" }).first().click();
    });

    await step("a mudança de verba é simulada antes de aceitar", async () => {
        await page.getByRole("button", { name: "Simular mudança de verba" }).click();
        for (const [name, channel] of [["Tirar de", "events"], ["Pôr em", "email"]]) {
            const box = dialog(page).getByRole("combobox", { name });
            await box.click();
            await page.getByRole("option", { name: channel === "email" ? /^E-mail$/i : /event/i }).click();
        }
        await dialog(page).getByLabel("Quanto por mês").fill("500");
        await sees(dialog(page).getByRole("region", { name: "Efeito esperado" }), /chance de ajudar/);
        await judge(page, "the simulator");
        await shoot(page, "budget-shift");
        await dialog(page).getByRole("button", { name: "Fechar" }).first().click();
    });

    await step("o motivo que se escreve fica, ainda que a proposta saia da lista ou a lista não seja lida de novo", async () => {
        const typed = "Já fizemos isso na feira";
        const guide = page.getByRole("article", { name: "Investir mais: Guia de fornos" });
        const reason = dialog(page).getByRole("textbox", { name: /^Motivo/ });
        let held;
        await page.route("**/api/v1/jobs/*", async (route) => { await held; await route.continue(); });
        const whileLooking = async (meanwhile) => {
            let goOn;
            held = new Promise((done) => (goOn = done));
            await page.getByRole("button", { name: "Olhar os dados agora" }).first().click();
            await guide.getByRole("button", { name: "Dispensar" }).click();
            await reason.fill(typed);
            await meanwhile();
            goOn();
        };
        const { items } = await api.get("/proposals?state=open");
        const of = items.find((p) => p.name === "Guia de fornos");
        await whileLooking(() => page.route("**/api/v1/proposals?*", (route) => route.abort()));
        await sees(page.getByRole("alert"), /^O que você vê pode estar desatualizado/);
        assert.equal(await reason.inputValue(), typed);
        await sees(proposal, "Chance de alcançar o alvo");
        await page.unroute("**/api/v1/proposals?*");
        await dialog(page).getByRole("button", { name: "Cancelar" }).click();
        await whileLooking(() => api.post(`/proposals/${of.id}/dismiss`, { reason: "Outra pessoa dispensou antes" }));
        await guide.waitFor({ state: "detached" });
        assert.equal(await reason.inputValue(), typed);
        await page.unrouteAll({ behavior: "wait" });
        await dialog(page).getByRole("button", { name: "Cancelar" }).click();
    });

    await step("aceita, com o dia da revisão", async () => {
        await proposal.getByRole("button", { name: "Aceitar" }).click();
        await dialog(page).getByLabel("Rever em").fill(siteDay(30));
        await dialog(page).getByRole("button", { name: "Aceitar" }).click();
        await page.locator("label").filter({ hasText: "Aceitas" }).click();
        await sees(proposal, /Revisão em/);
    });

    await step("relógio adiantado: não se confirmou, acertou 0 de 1", async () => {
        await server.restart({ days: 31 });
        await signIn(page, owner);
        await page.goto("/plan/proposals");
        await page.getByRole("button", { name: "Olhar os dados agora" }).first().click();
        await sees(page.getByRole("main"), "Acertou 0 de 1.");
        await page.locator("label").filter({ hasText: "Aceitas" }).click();
        await sees(proposal, "Não se confirmou");
        await sees(proposal, /para chegar ao alvo eram precisos/);
    });

    await step("em inglês, no escuro, a 390 px", async () => {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.emulateMedia({ colorScheme: "dark" });
        await page.getByRole("button", { name: /Menu de Ana/ }).click();
        await page.getByRole("menuitem", { name: "English" }).click();
        await sees(page.getByRole("main"), "Right 0 times of 1.");
        await judge(page, "the proposals on a phone");
        await shoot(page, "proposals-phone", { fullPage: true });
    });
    assert.deepEqual(page.complaints, []);
});
