/* story_plano.test.mjs -- "Do zero ao plano que me corrige": from an empty program to a plan that says by itself where it drifts,
 * proposes what to do about it and is held to what it proposed. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Api, becomes, choose, command, judge, owner, sees, shoot, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const box = (within, name) => within.getByRole("textbox", { name, exact: true });
const save = async (page) => {
    await dialog(page).getByRole("button", { name: "Salvar", exact: true }).click();
    await dialog(page).waitFor({ state: "hidden" });
};

/* What the company's spreadsheets know: people of a year by two channels, about three a week, and what both cost. */
async function someYear(api) {
    for (let week = 1; week <= 52; week++) {
        for (const [channel, n] of [["email", 2], ["fairs", 1]]) {
            for (let i = 0; i < n; i++) await api.post("/contacts", { name: `${channel} ${week}.${i}`, email: `${channel}${week}-${i}@p.example`, channel, first_contact_at: `${siteDay(-7 * week + i)}T12:00:00Z` });
        }
    }
    for (let month = 1; month <= 12; month++) {
        for (const channel of ["email", "fairs"]) await api.post("/spend_lines", { channel, kind: "media", spent_on: siteDay(-30 * month), amount_minor: 100_000 + 1000 * month });
    }
}

/* A rival's site on this machine, whose price the test changes. */
async function rivalSite(closing) {
    const rival = { price: "R$ 199,00" };
    const site = createServer((q, r) => {
        if (q.url === "/robots.txt") r.writeHead(404).end();
        else r.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(`<title>Preços</title><h1>Preços</h1><h2>Forno médio</h2><p>${rival.price} por mês</p>`);
    });
    await new Promise((done) => site.listen(0, "127.0.0.1", done));
    closing.push(() => {
        site.closeAllConnections();
        site.close();
    });
    rival.url = `http://127.0.0.1:${site.address().port}/precos`;
    return rival;
}

story("Do zero ao plano que me corrige", {}, async (told) => {
    const { step, closing } = told;
    const rival = await rivalSite(closing);
    const server = await startServer({ options: ["--import.allow=127.0.0.1/32"] });
    closing.push(() => server.stop());
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    let api, plan, campaign, goal;

    const guide = async () => {
        await page.goto(`/plan/guide/${plan}`);
        await main(page).locator("form").waitFor();
    };
    const asked = (title) => main(page).getByRole("heading", { name: title, exact: true, level: 2 }).waitFor();
    const named = async (title, name) => {
        await asked(title);
        await box(main(page), "Nome").fill(name);
    };
    const enter = () => page.keyboard.press("Enter");
    const gone = (about) => main(page).getByText(about).waitFor({ state: "detached" });

    await step("1 em branco, uma pergunta por vez: dois públicos com notas", async () => {
        await page.getByRole("button", { name: /Começar minha empresa/ }).click();
        await box(page, "Seu nome").fill(owner.name);
        await box(page, "E-mail").fill(owner.email);
        await page.locator("input[autocomplete=new-password]").fill(owner.password);
        await box(page, "Nome da empresa").fill(owner.company);
        await enter();
        await page.getByRole("navigation").getByRole("link", { name: "Plano", exact: true }).first().click();
        await main(page).getByRole("link", { name: "Responder perguntas" }).click();
        await named("Que nome tem este plano, e que período ele cobre?", "Plano do ano");
        await enter();
        await named("Para quem você vende?", "Clínicas");
        await main(page).getByRole("button", { name: "Salvar e acrescentar outro" }).click();
        await page.waitForFunction(() => document.querySelector("#main form input[type=text]")?.value === "");
        await box(main(page), "Nome").fill("Escritórios");
        await enter();
        for (const about of ["Clínicas", "Escritórios"]) {
            await asked("Quanto vale a pena vender para este público?");
            await sees(main(page), about);
            for (const q of ["O produto atende ao que querem?", "Há mais valor se nossa fatia crescer?", "Temos recursos para crescer aqui?", "Este público influencia outros?"])
                await main(page).getByRole("radiogroup", { name: q }).getByRole("radio", { name: "4", exact: true }).click();
            await enter();
            await gone(about);
        }
        await named("Quem, dentro dessas empresas, resolve a compra?", "Diretora clínica");
        await enter();
        await asked("Com quem, ou com o quê, você disputa esse cliente?");
        api = await Api.signIn(server, owner);
        plan = (await api.get("/plans")).items[0].id;
        await someYear(api);
    });

    await step("1 com os números a ordem aparece; outra margem a inverte, e a tela explica", async () => {
        await page.goto(`/plan/${plan}/1`);
        const ranking = page.getByRole("region", { name: "Qual público primeiro" });
        const edit = async (name, values) => {
            await page.getByRole("button", { name: `Ações: ${name}` }).click();
            await page.getByRole("menuitem", { name: "Editar" }).click();
            for (const [label, value] of values) await dialog(page).getByLabel(label).fill(value);
            await save(page);
        };
        const common = [[/^Taxa de ganho esperada/, "5"], [/^Custo esperado para ganhar/, "1.000,00"], [/^Horas da equipe/, "100"]];
        await edit("Clínicas", [[/^Empresas alcançáveis/, "400"], [/^Margem esperada por cliente/, "5.000,00"], ...common]);
        await edit("Escritórios", [[/^Empresas alcançáveis/, "300"], [/^Margem esperada por cliente/, "4.000,00"], ...common]);
        await sees(ranking, /Clínicas vem antes de Escritórios: rende R\$\s640,00 por hora, contra R\$\s360,00 por hora/);
        await edit("Clínicas", [[/^Margem esperada por cliente/, "2.000,00"]]);
        await sees(ranking, /A ordem mudou porque a margem de Clínicas foi de R\$\s5\.000,00 para R\$\s2\.000,00: Escritórios passou à frente de Clínicas/);
        await judge(page, "the order of two audiences");
        await shoot(page, "plano-1-ordem", { fullPage: true });
    });

    await step("2 um concorrente é vigiado: o preço muda, e há nota e alerta", async () => {
        await guide();
        await named("Com quem, ou com o quê, você disputa esse cliente?", "Fornos Sul");
        await enter();
        await asked("Por que este público deve escolher você?");
        await page.goto(`/plan/${plan}/2`);
        await main(page).getByRole("link", { name: "Fornos Sul" }).first().click();
        await page.getByRole("tab", { name: "Vigilância" }).click();
        await main(page).getByRole("button", { name: "Vigiar uma página" }).click();
        await dialog(page).getByLabel("Endereço").first().fill(rival.url);
        await save(page);
        await main(page).getByRole("button", { name: "Ler agora" }).click();
        await sees(main(page), "Guardado como está hoje");
        rival.price = "R$ 249,00";
        await main(page).getByRole("button", { name: "Ler agora" }).click();
        await sees(main(page), "1 alerta novo");
        await page.getByRole("tab", { name: "Quem é" }).click();
        await sees(main(page), /R\$ 199,00\s*→\s*R\$ 249,00/);
        await page.goto("/");
        await page.getByRole("link", { name: /Fornos Sul mudou algo/ }).waitFor();
    });

    await step("3 uma promessa sem prova está “sem prova”, e quem a usa é avisado", async () => {
        await guide();
        for (const [about, text] of [["Clínicas", "Fornos de bancada em 48 horas"], ["Escritórios", "Pão quente sem padeiro"]]) {
            await asked("Por que este público deve escolher você?");
            await sees(main(page), about);
            await box(main(page), "Em uma frase").fill(text);
            await enter();
            await gone(about);
        }
        await page.goto(`/plan/${plan}/3`);
        await page.getByRole("button", { name: "Nova promessa" }).click();
        await box(dialog(page), "A promessa").fill("Entregamos em 48 horas");
        await save(page);
        const claim = page.getByRole("article", { name: "Entregamos em 48 horas" });
        await sees(claim, "sem prova");
        await claim.getByRole("button", { name: /^Anotar um lugar/ }).click();
        await dialog(page).getByLabel("Endereço da página").fill("https://padaria.example/prazos");
        await save(page);
        await sees(page, "1 lugar usa uma promessa sem prova que valha hoje.");
    });

    await step("4 alvo alto demais: o passado é citado e o motivo, pedido; o que a tendência já alcança é tímido", async () => {
        const outlook = dialog(page).getByRole("region", { name: "Previsão" });
        await page.goto(`/plan/${plan}/4`);
        await page.getByRole("button", { name: "Nova meta" }).first().click();
        await box(dialog(page), "Nome").fill("Muitos leads");
        await choose(page, dialog(page).getByRole("combobox", { name: "Métrica" }), "Leads");
        await dialog(page).getByLabel("Começa em").fill(siteDay(0));
        await dialog(page).getByLabel("Prazo").fill(siteDay(90));
        await box(dialog(page), "Alvo").fill("400");
        await sees(outlook, /o melhor trimestre cresceu .* este alvo pede/);
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(dialog(page), /Diga por que ele é possível, ou escolha um alvo menor/);
        await box(dialog(page), "Alvo").fill("6");
        await sees(outlook, /Alvo tímido/);
        await box(dialog(page), "Alvo").fill("400");
        await sees(outlook, /este alvo pede/);
        await dialog(page).getByRole("textbox", { name: "Por que este alvo?" }).fill("Duas feiras em setembro");
        await save(page);
        await page.getByRole("link", { name: "Muitos leads" }).first().waitFor();
        [goal] = (await api.get(`/goals?plan=${plan}`)).items;
        assert.equal(goal.reason, "Duas feiras em setembro");
    });

    await step("5 como vendemos, onde divulgamos, quanto vai para lá; 40 h contra 32 h avisam", async () => {
        await guide();
        await named("Como o seu produto chega ao cliente?", "Equipe própria");
        await main(page).getByRole("radio", { name: "Direto", exact: true }).click();
        await enter();
        await named("Onde esse público vai ouvir falar de você?", "Boletim");
        await main(page).getByRole("radio", { name: "E-mail", exact: true }).click();
        await enter();
        await asked("Quanto dinheiro vai para esse lugar, e em que mês?");
        await box(main(page), "Previsto").fill("3.000,00");
        await enter();
        await asked("Qual é a primeira ação que vai ao ar?");
        await page.goto(`/plan/${plan}/7`);
        const budget = page.getByRole("region", { name: "Orçamento", exact: true });
        await budget.getByRole("button", { name: "Informar" }).click();
        await dialog(page).getByLabel("Horas disponíveis por mês").fill("32");
        await save(page);
        await budget.getByText("Horas", { exact: true }).first().click();
        await budget.getByRole("button", { name: /^Planejado: Boletim/ }).first().click();
        await budget.getByRole("textbox", { name: /^Planejado: Boletim/ }).fill("40");
        await enter();
        await sees(budget, /40 h planejadas contra 32 h disponíveis/);
        await judge(page, "the budget");
        await shoot(page, "plano-5-horas", { fullPage: true });
    });

    await step("6 campanha sem meta: tela, API e linha de comando recusam com as mesmas palavras", async () => {
        await guide();
        await named("Qual é a primeira ação que vai ao ar?", "Guia do forno");
        await enter();
        await asked("Para quem é, para qual meta, e medida por qual número?");
        [campaign] = (await api.get("/campaigns")).items;
        assert.deepEqual([campaign.audience, campaign.goal, campaign.metric], [null, null, null]);
        const refused = await api.call("POST", `/campaigns/${campaign.id}/start`, {});
        assert.equal(refused.status, 422);
        assert.deepEqual(refused.json.errors.map((e) => e.field).filter((f) => ["audience", "goal", "metric"].includes(f)), ["audience", "goal", "metric"]);
        const typed = await command("campaign", "start", campaign.id, "--data", server.dir, "--lang", "pt-BR");
        assert.notEqual(typed.code, 0);
        await page.goto(`/campaigns/${campaign.id}`);
        await page.getByRole("button", { name: "Começar campanha" }).click();
        await sees(dialog(page), "A campanha ainda não pode começar");
        for (const e of refused.json.errors) {
            assert.ok(typed.out.includes(e.message), `the command line says “${typed.out}”, the API “${e.message}”`);
            await sees(dialog(page), /: (.*)\. Confira, ou confirme/.exec(e.message)?.[1] ?? e.message);
        }
        assert.equal((await api.get(`/campaigns/${campaign.id}`)).state, "idea");
        await shoot(page, "plano-6-recusa");
    });

    await step("6 o que falta se completa ali mesmo, e a campanha começa", async () => {
        await choose(page, dialog(page).getByRole("combobox", { name: /^Público/ }), "Escritórios");
        await choose(page, dialog(page).getByRole("combobox", { name: /^Meta/ }), "Muitos leads");
        await dialog(page).getByRole("button", { name: "Estou ciente, começar" }).click();
        await page.getByText("Guia do forno está no ar.").first().waitFor();
        const now = await api.get(`/campaigns/${campaign.id}`);
        assert.deepEqual([now.state, now.goal, now.metric, now.override_reason], ["running", goal.id, "leads", null]);
    });

    await step("7 publicada, a v1 fica como foi: o plano muda, ela não", async () => {
        await page.goto("/plan");
        await main(page).getByRole("button", { name: "Publicar v1" }).first().click();
        await dialog(page).getByRole("button", { name: "Publicar v1" }).click();
        await sees(main(page), "Publicado v1");
        const kept = async () => JSON.stringify(await api.get(`/plans/${plan}/versions/1`));
        const before = await kept();
        const [clinics] = (await api.get("/audiences?q=Cl%C3%ADnicas")).items;
        await api.patch(`/audiences/${clinics.id}`, { name: "Clínicas da capital" }, clinics.version);
        assert.equal(await kept(), before);
        await main(page).getByRole("link", { name: "Versões" }).click();
        await sees(main(page), "Clínicas da capital");
    });

    await step("7 o documento vira PDF, e um link com recibo diz quem o leu", async () => {
        await page.goto(`/api/v1/plans/${plan}/document?lang=pt-BR&edition=1`);
        await page.emulateMedia({ media: "print" });
        const words = await page.locator(".doc").innerText();
        assert.ok(words.includes("Clínicas") && !words.includes("Clínicas da capital"), "the document of v1 is of v1");
        const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
        assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
        assert.ok((pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? []).length >= 4);
        await page.emulateMedia({ media: null });
        await page.goto("/plan");
        await page.getByRole("button", { name: "Criar link" }).click();
        await box(dialog(page), "Para quem é").fill("Conselho");
        await dialog(page).getByRole("button", { name: "Criar", exact: true }).click();
        const address = dialog(page).locator('input[readonly][value^="http"]');
        await address.waitFor();
        const { pathname } = new URL(await address.inputValue());
        const reader = await visitor(browser, server, { path: pathname, width: 390, agent: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0" });
        closing.push(() => reader.context().close());
        await reader.getByLabel("Seu nome").fill("Teresa Prado");
        await reader.getByRole("button", { name: "Eu li" }).click();
        await sees(reader, /Leitura confirmada por Teresa Prado/);
        await page.reload();
        await sees(page, /leitura confirmada por Teresa Prado/);
    });

    const proposal = page.getByRole("article", { name: /Corrigir: Muitos leads/ });

    await step("8 trinta dias depois o plano diz que a meta está atrás do ritmo", async () => {
        await server.restart({ days: 30 });
        await signIn(page, owner);
        await page.goto("/plan");
        await sees(main(page), /A meta “Muitos leads” está atrás do ritmo/);
        const typed = await command("plan", "check", "--data", server.dir, "--lang", "pt-BR", "--clock.ahead_days=30");
        assert.equal(typed.code, 1);
        assert.match(typed.out, /A meta “Muitos leads” está atrás do ritmo/);
    });

    await step("8 propõe corrigir, com números; a mudança é simulada e a proposta, aceita", async () => {
        await page.goto("/plan/proposals");
        await page.getByRole("button", { name: "Olhar os dados agora" }).first().click();
        await sees(proposal, /um ritmo constante pediria/);
        await sees(proposal, "Chance de alcançar o alvo");
        await shoot(page, "plano-8-proposta", { fullPage: true });
        await page.getByRole("button", { name: "Simular mudança de verba" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Tirar de" }), /feiras/i);
        await choose(page, dialog(page).getByRole("combobox", { name: "Pôr em" }), /^E-mail$/i);
        await dialog(page).getByLabel("Quanto por mês").fill("500");
        await sees(dialog(page).getByRole("region", { name: "Efeito esperado" }), /chance de ajudar/);
        await dialog(page).getByRole("button", { name: "Fechar" }).first().click();
        await proposal.getByRole("button", { name: "Aceitar" }).click();
        await dialog(page).getByLabel("Rever em").fill(siteDay(60));
        await dialog(page).getByRole("button", { name: "Aceitar" }).click();
        await page.locator("label").filter({ hasText: "Aceitas" }).click();
        await sees(proposal, /Revisão em/);
    });

    await step("9 no dia da revisão: não se confirmou, acertou 0 de 1", async () => {
        await server.restart({ days: 61 });
        await signIn(page, owner);
        await page.goto("/plan/proposals");
        await page.getByRole("button", { name: "Olhar os dados agora" }).first().click();
        await sees(page.getByRole("main"), "Acertou 0 de 1.");
        await page.locator("label").filter({ hasText: "Aceitas" }).click();
        await sees(proposal, "Não se confirmou");
        await judge(page, "the proposals");
        await shoot(page, "plano-9-revisao", { fullPage: true });
        assert.deepEqual(page.complaints, []);
    });
});
