/* guide.test.mjs -- a newcomer goes from an empty site to a published plan by answering one question after another, in both languages
 * and in under 60 interactions; what was half typed outlives the tab. */
import assert from "node:assert/strict";
import { Api, judge, owner, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const MOST = 60;
const main = (page) => page.locator("#main");

/* Hands that count what they do. Choosing from a list is two: open it, pick. */
function hands(page) {
    const h = {
        n: 0,
        click: async (at) => { h.n++; await at.click(); },
        fill: async (at, text) => { h.n++; await at.fill(text); },
        press: async (key) => { h.n++; await page.keyboard.press(key); },
        choose: async (box, option) => {
            await h.click(box);
            await h.click(page.getByRole("option", { name: option, exact: true }).first());
        },
    };
    return h;
}

const words = {
    "pt-BR": {
        own: /Começar minha empresa/, company: "Nome da empresa", name: "Seu nome", email: "E-mail", password: "Senha", begin: "Começar", plan: "Plano", start: "Responder perguntas", field: "Nome", another: "Salvar e acrescentar outro",
        q: {
            name: "Que nome tem este plano, e que período ele cobre?", audience: "Para quem você vende?", scores: "Quanto vale a pena vender para este público?", persona: "Quem, dentro dessas empresas, resolve a compra?", competitor: "Com quem, ou com o quê, você disputa esse cliente?",
            positioning: "Por que este público deve escolher você?", goal: "Aonde você quer chegar, e até quando?", selling: "Como o seu produto chega ao cliente?", channel: "Onde esse público vai ouvir falar de você?", budget: "Quanto dinheiro vai para esse lugar, e em que mês?",
            campaign: "Qual é a primeira ação que vai ao ar?", gate: "Para quem é, para qual meta, e medida por qual número?",
        },
        scores: ["O produto atende ao que querem?", "Há mais valor se nossa fatia crescer?", "Temos recursos para crescer aqui?", "Este público influencia outros?"], statement: "Em uma frase", metric: "Métrica", leads: "Leads", target: "Alvo", kind: "Tipo", direct: "Direto", search: "Busca", planned: "Previsto", money: "3.000,00",
        ready: "O essencial está pronto", publish: "Publicar o plano", yes: "Publicar v1", published: /Publicado v1/, done: "9 de 9 passos prontos",
    },
    en: {
        own: /Begin my company/, company: "Company name", name: "Your name", email: "Email", password: "Password", begin: "Begin", plan: "Plan", start: "Answer questions", field: "Name", another: "Save and add another",
        q: {
            name: "What is this plan called, and what time does it cover?", audience: "Who do you sell to?", scores: "How much is it worth selling to this audience?", persona: "Who in those companies settles the purchase?", competitor: "Who, or what, do you compete with for that customer?",
            positioning: "Why should this audience choose you?", goal: "Where do you want to get, and by when?", selling: "How does your product reach the customer?", channel: "Where will that audience hear of you?", budget: "How much money goes to that place, and in which month?",
            campaign: "What is the first thing that goes live?", gate: "Who is it for, for which goal, and measured by which number?",
        },
        scores: ["Does our product fit what they want?", "Is there more value if our share grows?", "Have we the resources to grow it?", "Does this audience influence others?"], statement: "In one sentence", metric: "Metric", leads: "Leads", target: "Target", kind: "Kind", direct: "Direct", search: "Search", planned: "Planned", money: "3,000.00",
        ready: "The essentials are ready", publish: "Publish the plan", yes: "Publish v1", published: /Published v1/, done: "9 of 9 steps ready",
    },
};

async function newcomer(page, h, w, step) {
    const box = (name) => main(page).getByRole("textbox", { name, exact: true });
    const list = (name) => main(page).getByRole("combobox", { name, exact: true });
    const asked = (title) => main(page).getByRole("heading", { name: title, exact: true, level: 2 }).waitFor();
    const named = async (title, name) => {
        await asked(title);
        await h.fill(box(w.field), name);
    };

    await step("uma empresa nova", async () => {
        await h.click(page.getByRole("button", { name: w.own }));
        await h.fill(page.getByRole("textbox", { name: w.name }), owner.name);
        await h.fill(page.getByRole("textbox", { name: w.email }), owner.email);
        await h.fill(page.getByLabel(w.password, { exact: true }).or(page.locator("input[autocomplete=new-password]")).first(), owner.password);
        await h.fill(page.getByRole("textbox", { name: w.company }), owner.company);
        await h.press("Enter");
        await h.click(page.getByRole("navigation").getByRole("link", { name: w.plan, exact: true }).first());
        await h.click(main(page).getByRole("link", { name: w.start }));
        await named(w.q.name, "2027");
        await h.press("Enter");
    });
    await step("1 dois públicos com notas, e quem decide", async () => {
        await named(w.q.audience, "Padarias com mais de três lojas");
        await h.click(main(page).getByRole("button", { name: w.another }));
        await asked(w.q.audience);
        await page.waitForFunction(() => document.querySelector("#main form input[type=text]")?.value === "");
        await h.fill(box(w.field), "Hotéis");
        await h.press("Enter");
        for (const about of ["Padarias com mais de três lojas", "Hotéis"]) {
            await asked(w.q.scores);
            await sees(main(page), about);
            for (const q of w.scores) await h.click(main(page).getByRole("radiogroup", { name: q }).getByRole("radio", { name: "4", exact: true }));
            await h.press("Enter");
            await main(page).getByText(about).waitFor({ state: "detached" });
        }
        await named(w.q.persona, "A dona da rede");
        await h.press("Enter");
    });
    await step("2 concorrente e 3 posicionamento de cada público", async () => {
        await named(w.q.competitor, "A distribuidora da cidade");
        await h.press("Enter");
        for (const [about, text] of [["Padarias com mais de três lojas", "Fermento fresco em 24 horas"], ["Hotéis", "Pão quente sem padeiro de madrugada"]]) {
            await asked(w.q.positioning);
            await sees(main(page), about);
            await h.fill(box(w.statement), text);
            await h.press("Enter");
            await main(page).getByText(about).waitFor({ state: "detached" });
        }
    });
    await step("4 uma meta com número e prazo", async () => {
        await named(w.q.goal, "Vinte leads");
        await h.choose(list(w.metric), w.leads);
        await h.fill(box(w.target), "20");
        await h.press("Enter");
    });
    await step("5 como vendemos e 6 onde divulgamos", async () => {
        await named(w.q.selling, "Equipe própria");
        await h.click(main(page).getByRole("radio", { name: w.direct, exact: true }));
        await h.press("Enter");
        await named(w.q.channel, "Busca");
        await h.click(main(page).getByRole("radio", { name: w.search, exact: true }));
        await h.press("Enter");
    });
    await step("7 orçamento e 8 campanha", async () => {
        await asked(w.q.budget);
        await h.fill(box(w.planned), w.money);
        await h.press("Enter");
        await named(w.q.campaign, "Guia do fermento");
        await h.press("Enter");
        await asked(w.q.gate);
        await page.waitForFunction(() => [...document.querySelectorAll("#main form input[role=combobox]")].filter((x) => x.value !== "").length === 3);
        await h.press("Enter");
    });
    await step("publicado", async () => {
        await asked(w.ready);
        await h.click(main(page).getByRole("button", { name: w.publish }));
        await h.click(page.getByRole("dialog").getByRole("button", { name: w.yes, exact: true }));
        await sees(main(page), w.done);
        await sees(main(page), w.published);
    });
}

for (const lang of ["pt-BR", "en"]) {
    story(`Do nada ao plano publicado (${lang})`, {}, async (told) => {
        const { step, closing } = told;
        const server = await startServer();
        closing.push(() => server.stop());
        const browser = await startBrowser();
        closing.push(() => browser.close());
        const page = (told.page = await visitor(browser, server, { locale: lang }));
        const h = hands(page);
        await newcomer(page, h, words[lang], step);

        await step(`em menos de ${MOST} gestos`, () => assert.ok(h.n < MOST, `${h.n} interactions`));

        await step("o que foi respondido são registros de verdade", async () => {
            const api = await Api.signIn(server, owner);
            const [plan] = (await api.get("/plans")).items;
            assert.equal(plan.state, "published");
            const all = await api.get(`/plans/${plan.id}/export`);
            const count = Object.fromEntries(["audiences", "personas", "competitors", "positionings", "goals", "selling_channels", "channels", "budget_lines", "campaigns"].map((t) => [t, all[t].length]));
            assert.deepEqual(count, { audiences: 2, personas: 1, competitors: 1, positionings: 2, goals: 1, selling_channels: 1, channels: 1, budget_lines: 1, campaigns: 1 });
            assert.ok(all.audiences.every((a) => a.fit === 4 && a.influence === 4));
            const [goal] = all.goals;
            assert.deepEqual([goal.metric, goal.target_micro], ["leads", 20_000_000]);
            const [campaign] = all.campaigns;
            assert.deepEqual([campaign.goal, campaign.metric, all.audiences.some((a) => a.id === campaign.audience)], [goal.id, "leads", true]);
            assert.equal(all.budget_lines[0].planned_minor, 300_000);
        });

        await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
        console.log(`# ${lang}: ${h.n} interactions`);
    });
}

story("O que foi digitado não se perde", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const plan = await api.post("/plans", { name: "Plano da padaria" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const q = words["pt-BR"].q;
    const asked = (on, title) => on.locator("#main").getByRole("heading", { name: title, exact: true, level: 2 }).waitFor();

    await step("meia resposta volta com a aba", async () => {
        await page.goto(`/plan/guide/${plan.id}`);
        await asked(page, q.audience);
        await page.getByRole("textbox", { name: "Nome", exact: true }).fill("Padarias com mais de");
        const other = await page.context().newPage();
        await page.close();
        told.page = other;
        await other.goto("/plan");
        await other.getByRole("link", { name: "Responder perguntas" }).click();
        await asked(other, q.audience);
        assert.equal(await other.getByRole("textbox", { name: "Nome", exact: true }).inputValue(), "Padarias com mais de");
        await other.getByRole("textbox", { name: "Nome", exact: true }).fill("Padarias com mais de três lojas");
        await other.keyboard.press("Enter");
        await asked(other, q.scores);
        assert.equal((await api.get("/audiences")).items[0].name, "Padarias com mais de três lojas");
    });

    await step("voltar muda a resposta dada, e o guia segue de onde estava", async () => {
        const on = told.page;
        await on.getByRole("button", { name: "Voltar" }).click();
        await asked(on, q.audience);
        assert.equal(await on.getByRole("textbox", { name: "Nome", exact: true }).inputValue(), "Padarias com mais de três lojas");
        await on.getByRole("textbox", { name: "Nome", exact: true }).fill("Redes de padarias");
        await on.keyboard.press("Enter");
        await asked(on, q.scores);
        const { items } = await api.get("/audiences");
        assert.deepEqual(items.map((a) => a.name), ["Redes de padarias"]);
    });

    await step("pular deixa para depois; o caminho diz o que falta e de que depende", async () => {
        const on = told.page;
        await on.getByRole("button", { name: "Pular" }).click();
        await asked(on, q.persona);
        await on.reload();
        await asked(on, q.persona);
        await judge(on, "the guide");
        await on.getByRole("link", { name: "Continuar depois" }).click();
        const steps = on.locator(".road > li");
        await sees(steps.nth(0), `Falta: ${q.scores}`);
        await sees(steps.nth(6), `Depende do passo 6, ainda sem resposta: ${q.channel}`);
        await judge(on, "the road");
    });

    await step("a escolha entre perguntas e tabelas é lembrada", async () => {
        const on = told.page;
        assert.ok(await on.getByRole("radio", { name: "Uma pergunta por vez" }).isChecked());
        await on.locator(".road > li").nth(1).getByRole("link").click();
        await asked(on, q.competitor);
        await on.goto("/plan");
        await on.getByText("Em tabelas").click();
        await on.reload();
        await on.locator(".road > li").nth(1).getByRole("link").click();
        await on.getByRole("heading", { name: "2. Concorrentes", level: 1 }).waitFor();
    });

    await step("uma evidência fica ao lado da resposta", async () => {
        const on = told.page;
        await on.goto(`/plan/${plan.id}/1`);
        await on.getByRole("button", { name: `Acrescentar evidência: ${q.audience}` }).click();
        const box = on.getByRole("dialog");
        await box.getByRole("button", { name: "Salvar" }).click();
        await sees(box, /Dê um link ou escreva uma nota/);
        await box.locator("[aria-invalid=true]:focus").waitFor(); /* the first that is wrong; what is typed before goes there */
        await box.getByRole("textbox", { name: "Nota" }).fill("Doze visitas em março");
        await box.getByRole("button", { name: "Salvar" }).click();
        await sees(on.getByRole("region", { name: "Respostas deste passo" }), /Doze visitas em março/);
        await sees(on.getByRole("region", { name: "Respostas deste passo" }), /Respondida por Ana Prado/);
        await judge(on, "a step");
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(told.page.complaints ?? [], []));
});
