/* plan_versions.test.mjs -- a plan begun from answers and from an example, its guesses, its versions, and a scenario that is adopted
 * and undone. */
import assert from "node:assert/strict";
import { judge, owner, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");

story("Versões, cenários e começos de um plano", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const text = (name) => main(page).getByRole("textbox", { name });
    const on = () => main(page).getByRole("button", { name: "Continuar" }).click();

    await step("das respostas sai um rascunho com suposições", async () => {
        await page.goto("/plan/new");
        await main(page).getByRole("button", { name: /^Responder a poucas perguntas/ }).click();
        await on();
        await sees(main(page), /Preencha “O que você vende\?”/);
        await text("O que você vende?").fill("Fermento natural");
        await text("Para que tipo de empresa?").fill("Redes de padarias");
        await text("Que problema isso resolve?").fill("Pão que muda de um dia para o outro");
        await on();
        await text("Quanto vale uma venda comum?").fill("12000");
        await on();
        await main(page).getByRole("checkbox", { name: "Feiras" }).check();
        await text("Quanto pode gastar por mês?").fill("6000");
        await text("Quantas horas por mês a equipe tem para isso?").fill("40");
        await on();
        await text("Nome do plano").fill("Plano do fermento");
        await main(page).getByRole("button", { name: "Criar o rascunho" }).click();
        await page.getByRole("heading", { name: "Plano do fermento" }).waitFor();
        await sees(main(page), /\d+ suposições a confirmar/);
    });

    await step("uma suposição é confirmada, as outras ficam", async () => {
        await main(page).getByRole("button", { name: "Ver as suposições" }).click();
        await main(page).getByRole("button", { name: "Confirmar todas: Públicos-alvo" }).click();
        await main(page).getByRole("button", { name: "Confirmar todas: Públicos-alvo" }).waitFor({ state: "hidden" });
        await sees(main(page), /suposições a confirmar/);
    });

    await step("o cenário custa a metade e é comparado lado a lado", async () => {
        await page.goto("/plan");
        await main(page).getByRole("link", { name: "Cenários" }).click();
        await main(page).getByRole("button", { name: "Novo cenário" }).click();
        await dialog(page).getByRole("textbox", { name: "Nome" }).fill("Metade da verba");
        await dialog(page).getByRole("textbox", { name: "Dinheiro" }).fill("50");
        await dialog(page).getByRole("button", { name: "Copiar o plano" }).click();
        const money = main(page).getByRole("region", { name: "Dinheiro por mês" });
        await sees(money, "R$ 36.000,12"); // each line to the cent, halves rounded up
        await sees(money, "▼ −R$ 35.999,88");
        await judge(page, "cenários");
    });

    await step("adotar mostra antes o que muda, e dá para desfazer", async () => {
        await main(page).getByRole("button", { name: "Adotar: Metade da verba" }).click();
        await sees(dialog(page), /\d+ registros diferentes/);
        await dialog(page).getByRole("button", { name: "Adotar", exact: true }).click();
        await page.getByRole("button", { name: "Desfazer" }).click();
        await sees(page, "O plano voltou ao que era.");
        const plan = (await api.get("/plans")).items.find((p) => p.name === "Plano do fermento");
        const sum = (await api.get(`/budget_lines?plan=${plan.id}&limit=200`)).items.reduce((a, l) => a + l.planned_minor, 0);
        assert.equal(sum, 7_200_000);
    });

    await step("um exemplo é visto antes de ser usado", async () => {
        await page.goto("/plan/new");
        await main(page).getByRole("button", { name: /^Software por assinatura/ }).click();
        await sees(dialog(page), "O sistema que mostra quais contratos de manutenção dão lucro.");
        await dialog(page).getByRole("textbox", { name: "Nome do plano" }).fill("Como o exemplo");
        await dialog(page).getByRole("button", { name: "Usar este exemplo" }).click();
        await page.getByRole("heading", { name: "Como o exemplo" }).waitFor();
    });

    await step("publicar congela a versão", async () => {
        await main(page).getByRole("button", { name: "Publicar v1" }).click();
        await dialog(page).getByRole("button", { name: "Publicar v1" }).click();
        await sees(main(page), "Publicado v1");
        await main(page).getByRole("link", { name: "Versões" }).click();
        await sees(main(page), "Nenhuma diferença");
        await judge(page, "versões");
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
