/* goals.test.mjs -- a goal against its own past: a bold target asks for a reason, a timid one is called so, and the goal's page
 * says where it will probably arrive. */
import assert from "node:assert/strict";
import { choose, judge, owner, sees, setUp, shoot, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const dialog = (page) => page.getByRole("dialog");
const field = (page, name) => dialog(page).getByRole("textbox", { name, exact: true });

story("Meta contra o próprio passado", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    // About three leads a week for seven months.
    for (let week = 1; week <= 30; week++) {
        for (let n = 0; n < 3 + (week % 3) - 1; n++) {
            await api.post("/contacts", { name: `Lead ${week}.${n}`, email: `l${week}-${n}@p.example`, channel: "email", first_contact_at: `${siteDay(-7 * week + n)}T12:00:00Z` });
        }
    }
    await api.post("/plans", { name: "Plano do ano" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const outlook = (within) => within.getByRole("region", { name: /^(Previsão|Forecast)$/ });

    await step("alvo alto demais: o histórico é citado e o motivo, pedido", async () => {
        await page.goto("/plan");
        await page.getByRole("link", { name: /^4\. Metas/ }).click();
        await page.getByRole("button", { name: "Nova meta" }).click();
        await field(page, "Nome").fill("Muitos leads");
        await choose(page, dialog(page).getByRole("combobox", { name: "Métrica" }), "NPS");
        await field(page, "Alvo").fill("130");
        await sees(dialog(page), "Esta métrica vai de -100 a 100.");
        await field(page, "Alvo").fill("");
        await choose(page, dialog(page).getByRole("combobox", { name: "Métrica" }), "Leads");
        await dialog(page).getByLabel("Começa em").fill(siteDay(1));
        await dialog(page).getByLabel("Prazo").fill(siteDay(91));
        await sees(outlook(dialog(page)), /8 em 10 vezes entre/);
        assert.equal(await dialog(page).getByText(/chance de chegar/).count(), 0);
        await field(page, "Alvo").fill("400");
        await sees(outlook(dialog(page)), /o melhor trimestre cresceu .* este alvo pede/);
        await sees(outlook(dialog(page)), "Diga abaixo por que ele é possível.");
        await shoot(page, "goal-bold", { fullPage: true });
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(dialog(page), /Diga por que ele é possível, ou escolha um alvo menor/);
    });

    await step("alvo que a tendência já alcança: tímido", async () => {
        await field(page, "Alvo").fill("6");
        await sees(outlook(dialog(page)), /Alvo tímido/);
        await sees(outlook(dialog(page)), "chance de chegar ao alvo");
    });

    await step("com o motivo, a meta ousada é salva, e a página diz aonde ela chega", async () => {
        await field(page, "Alvo").fill("400");
        await sees(outlook(dialog(page)), /este alvo pede/);
        await dialog(page).getByRole("textbox", { name: "Por que este alvo?" }).fill("Duas feiras em setembro");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("link", { name: "Muitos leads" }).click();
        await sees(outlook(page), /Alvo ousado/);
        await sees(outlook(page), /Testada semana a semana nesse passado, a faixa acertou \d+ de \d+/);
        await judge(page, "a goal");
    });

    await step("dinheiro em outra moeda: a meta, o início e a lista dos negócios o mostram", async () => {
        const plan = (await api.get("/plans")).items[0];
        await api.post("/deals", { name: "Forno para Miami", amount_minor: 120000, currency: "USD", outcome: "won", closed_at: `${siteDay(-1)}T12:00:00Z` });
        await api.post("/deals", { name: "Forno em reais", amount_minor: 500000, outcome: "won", closed_at: `${siteDay(-1)}T12:00:00Z` });
        await api.post("/spend_lines", { channel: "email", kind: "media", spent_on: siteDay(-2), amount_minor: 5000, currency: "EUR" });
        const goal = await api.post("/goals", { plan: plan.id, name: "Receita do ano", metric: "revenue", target_micro: 10_000_000_000_000, starts_on: siteDay(-30), due_on: siteDay(60), reason: "Uma feira" });
        await page.goto("/");
        const last = page.getByRole("region", { name: "Últimos 30 dias" });
        await sees(last, /fora desta conta em reais brasileiros: US\$\s1\.200,00 em 1 negócio e €\s50,00 em 1 lançamento de gasto\./);
        await shoot(page, "home-dollars", { fullPage: true });
        await last.getByRole("link", { name: /50,00 em 1 lançamento/ }).first().click();
        await sees(page.getByRole("main"), /EUR|€/);
        await page.goto(`/goals/${goal.id}`);
        await judge(page, "a goal beside dollars");
        await shoot(page, "goal-dollars", { fullPage: true });
        await page.getByRole("link", { name: /1\.200,00 em 1 negócio/ }).click();
        await sees(page, "Forno para Miami");
        assert.equal(await page.getByText("Forno em reais").count(), 0);
        await page.goto(`/goals/${(await api.get("/goals?q=Muitos")).items[0].id}`);
    });

    await step("em inglês, no escuro, a 390 px", async () => {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.emulateMedia({ colorScheme: "dark" });
        await page.getByRole("button", { name: /Menu de Ana/ }).click();
        await page.getByRole("menuitem", { name: "English" }).click();
        await sees(outlook(page), /A bold target/);
        await judge(page, "a goal on a phone");
        await shoot(page, "goal-phone", { fullPage: true });
    });
});
