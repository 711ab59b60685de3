/* scores.test.mjs -- a model is begun, published, explained, tried on past deals and changed; every point has its reason. */
import assert from "node:assert/strict";
import { judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();
const card = (page) => main(page).getByRole("region", { name: "Pontuação" });
const tab = (page, name) => page.getByRole("tab", { name, exact: true });

/* The points of a list of parts as they stand on the screen: all but the last, and the last, which is the total. */
async function pointsOf(section) {
    const texts = await section.locator("> ul > li > span.num").allTextContents();
    const numbers = texts.map((s) => Number(s.replace("−", "-").replace("+", "")));
    return [numbers.slice(0, -1).reduce((a, b) => a + b, 0), numbers[numbers.length - 1]];
}

story("Pontuação", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const acme = await api.post("/accounts", { name: "Acme", domain: "acme.example", employees: 120, industry: "Software" });
    const ana = await api.post("/contacts", { name: "Ana Souza", email: "ana@acme.example", seniority: "director", buying_role: "decider", account: acme.id });
    for (let i = 0; i < 44; i++) {
        const director = i % 2 === 0;
        const who = await api.post("/contacts", { name: `Pessoa ${i}`, email: `p${i}@x${i}.example`, seniority: director ? "director" : "junior" });
        await api.post("/deals", { name: `Negócio ${i}`, contact: who.id, outcome: director === (i % 11 !== 0) ? "won" : "lost", opened_at: "2026-01-10T12:00:00Z" });
    }
    await api.post("/events", { items: [1, 2, 3].map((n) => ({ event: "view", path: "/precos", contact: ana.id, id: `visita-${n}` })) });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("sem modelo, a tela diz como começar; o modelo pronto é rascunho até ser publicado", async () => {
        await page.goto("/people/scores");
        await judge(page, "empty");
        await page.getByRole("button", { name: "Começar com um modelo pronto" }).click();
        await sees(main(page), "Decide na empresa");
        await sees(main(page), "Rascunho");
        for (const name of ["Perfil", "Engajamento"]) {
            await tab(page, name).click();
            await main(page).getByRole("button", { name: "Publicar" }).click();
            await dialog(page).getByRole("button", { name: "Publicar" }).click();
            await main(page).getByText("Publicado", { exact: true }).first().waitFor();
        }
        await judge(page, "model");
        await shoot(page, "scores-model", { fullPage: true });
    });

    await step("por quê? as parcelas somam o total, no perfil e no engajamento", async () => {
        await page.goto(`/people/contacts/${ana.id}`);
        await card(page).getByText("Engajamento").first().waitFor();
        await card(page).getByRole("button", { name: "Por quê?" }).click();
        for (const name of ["Perfil", "Engajamento"]) {
            const [sum, total] = await pointsOf(dialog(page).getByRole("region", { name }));
            assert.equal(sum, total, name);
            assert.ok(total > 0, name);
        }
        await sees(dialog(page), "Olhou preços");
        await sees(dialog(page), /3 vezes em/);
        await judge(page, "why");
        await shoot(page, "scores-why");
        await page.keyboard.press("Escape");
        await page.goto(`/people/accounts/${acme.id}`);
        await card(page).getByRole("button", { name: "Por quê?" }).click();
        const [sum, total] = await pointsOf(dialog(page).getByRole("region", { name: "Perfil" }));
        assert.equal(sum, total);
        await sees(dialog(page), /Decisor, peso 100 %/);
        await page.keyboard.press("Escape");
    });

    await step("a visão geral conta os contatos por nota", async () => {
        await page.goto("/people/scores");
        await main(page).getByRole("table").waitFor();
        await sees(main(page), "45 contatos pontuados");
        await judge(page, "spread");
        await shoot(page, "scores-spread");
    });

    await step("mudar o modelo faz um rascunho; o publicado não muda", async () => {
        await page.goto("/people/scores?tab=fit");
        await main(page).getByRole("button", { name: "Editar", exact: true }).click();
        await main(page).getByRole("button", { name: "Editar: Decide na empresa" }).click();
        await dialog(page).getByRole("textbox", { name: "Pontos", exact: true }).fill("60");
        await judge(page, "row");
        await dialog(page).getByRole("button", { name: "Usar esta linha" }).click();
        await main(page).getByRole("button", { name: "Retirar: Deixou telefone" }).click();
        await main(page).getByRole("button", { name: "Salvar rascunho" }).click();
        await toast(page, "Rascunho salvo.").waitFor();
        await sees(main(page), "+60");
        await sees(main(page), "Versão 2");
        assert.equal((await api.get(`/contacts/${ana.id}/score`)).fit.number, 1);
    });

    await step("e se? o rascunho e o publicado lado a lado, sobre os negócios fechados", async () => {
        await main(page).getByRole("button", { name: "Testar com negócios passados" }).click();
        const draft = main(page).getByRole("region", { name: "Rascunho (versão 2)" });
        await draft.getByText(/acerta \d+ de cada 10 pares/).waitFor();
        await main(page).getByRole("region", { name: "Publicado (versão 1)" }).getByText(/acerta \d+ de cada 10 pares/).waitFor();
        await sees(main(page), /22 ganhos e 22 perdidos|ganhos e .* perdidos/);
        await sees(main(page), "O perfil é o de hoje");
        await judge(page, "what-if");
        await shoot(page, "scores-what-if", { fullPage: true });
        await main(page).getByText("Engajamento", { exact: true }).last().click();
        await sees(main(page), "na véspera da abertura");
    });

    await step("publicar troca a versão; a anterior continua para consulta", async () => {
        await page.goto("/people/scores?tab=fit");
        await main(page).getByRole("button", { name: "Publicar" }).click();
        await sees(dialog(page), "A versão de hoje continua guardada");
        await dialog(page).getByRole("button", { name: "Publicar" }).click();
        await main(page).getByText("1 versão anterior").click();
        await main(page).getByRole("button", { name: "Versão 1" }).click();
        await sees(dialog(page), "Deixou telefone");
        await page.keyboard.press("Escape");
        assert.equal((await api.get(`/contacts/${ana.id}/score`)).fit.number, 2);
    });

    await step("a sugestão aprende dos negócios e vira rascunho só quando alguém aceita", async () => {
        await tab(page, "Sugestão").click();
        await main(page).getByRole("button", { name: "Aprender dos negócios fechados" }).click();
        await sees(main(page), "Senioridade: Diretor");
        await sees(main(page), /acerta \d+ de cada 10 pares/);
        await judge(page, "suggestion");
        await shoot(page, "scores-suggestion", { fullPage: true });
        await main(page).getByRole("button", { name: /Criar rascunho com/ }).click();
        await toast(page, "Rascunho criado da sugestão.").waitFor();
        await sees(main(page), "Contatos com senioridade igual a Diretor");
    });

    await step("cabe num telefone, no escuro", async () => {
        const phone = await visitor(browser, server, { width: 390, height: 844, scheme: "dark" });
        await signIn(phone, owner);
        for (const path of ["/people/scores", "/people/scores?tab=engagement", "/people/scores?tab=whatif", `/people/contacts/${ana.id}`]) {
            await phone.goto(path);
            await main(phone).getByText(/Pontuação/).first().waitFor();
            await phone.waitForLoadState("networkidle");
            await judge(phone, `390 ${path}`);
        }
        assert.deepEqual(phone.complaints, []);
    });
    assert.deepEqual(page.complaints, []);
});
