/* story_planilha.test.mjs -- "Minha planilha vira decisão": from an empty program and two files of a real funnel to
 * the question which channel brings customers and at what cost, in the Portuguese interface, as a person goes. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { choose, noOlist, olist, owner, plain, says, sees, startBrowser, startServer, story, visitor } from "./world.mjs";

const figure = (page, channel, column) => page.locator(`tr[data-channel="${channel}"] td[data-column="${column}"]`);

/* Won leads among those of these days, from the two files. */
async function rate(from, to) {
    const lines = async (file) => (await readFile(file, "utf8")).trim().split(/\r?\n/).slice(1).map((l) => l.split(","));
    const won = new Set((await lines(olist.deals)).map((l) => l[0]));
    const leads = (await lines(olist.leads)).filter((l) => {
        const day = l[1].split("-").reverse().join("-");
        return day >= from && day <= to;
    });
    return leads.filter((l) => won.has(l[0])).length / leads.length;
}

const percent = (v, digits = 1) => `${(100 * v).toFixed(digits).replace(".", ",")} %`;

async function upload(page, kind, file) {
    await page.goto("/import");
    await page.getByRole("radiogroup", { name: "O que há no arquivo" }).getByText(kind, { exact: true }).click();
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("region", { name: "Reconhecido no arquivo" }).waitFor();
}

async function simulate(page) {
    await page.getByRole("button", { name: "Simular", exact: true }).click();
    await sees(page, "Simulação: nada foi gravado ainda");
    return page.getByRole("region", { name: "Resultado", exact: true });
}

async function run(page) {
    await page.getByRole("button", { name: "Importar", exact: true }).click();
    await sees(page, "Importação concluída");
}

story("Minha planilha vira decisão", { skip: noOlist }, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));

    await step("1 abrir e começar minha empresa", async () => {
        await page.getByRole("button", { name: /Começar minha empresa/ }).click();
        await page.getByLabel("Seu nome").fill(owner.name);
        await page.getByLabel("E-mail").fill(owner.email);
        await page.locator("input[autocomplete=new-password]").fill(owner.password);
        await page.getByLabel("Nome da empresa").fill(owner.company);
        await page.getByRole("button", { name: "Começar", exact: true }).click();
        await sees(page, "Olá, Ana");
        await sees(page, "Sua empresa começa aqui");
    });

    await step("2 importar leads: formato detectado, simular mostra 8.000", async () => {
        await page.goto("/import");
        await page.getByText("Solte aqui o arquivo CSV ou Excel").waitFor();
        await upload(page, "Leads", olist.leads);
        const shape = page.getByRole("region", { name: "Reconhecido no arquivo" });
        for (const words of ["vírgula", "UTF-8", "DD-MM-YYYY", "4"]) await sees(shape, words);
        const result = await simulate(page);
        await sees(result, "8.000");
        await sees(result, "novos");
        await run(page);
        await sees(page.getByRole("region", { name: "Resultado", exact: true }), "8.000");
    });

    await step("3 importar negócios: 842 e o aviso de 1 ganho antes do contato", async () => {
        await upload(page, "Negócios", olist.deals);
        const result = await simulate(page);
        await sees(result, "842");
        await sees(result, "Ganhos antes do primeiro contato: 1.");
        await run(page);
        await sees(page.getByRole("region", { name: "Resultado", exact: true }), "842");
    });

    await step("4 Resultados › Canais", async () => {
        await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Resultados" }).first().click();
        await says(figure(page, "organic_search", "leads"), "2.296");
        await says(figure(page, "organic_search", "won"), "271");
        await says(figure(page, "organic_search", "lead_to_customer"), "11,8 %");
        await sees(page.locator('tr[data-channel="organic_search"]'), "Busca orgânica");
        await says(figure(page, "(none)", "leads"), "60");
        await says(figure(page, "(none)", "won"), "14");
        await says(figure(page, "unknown", "leads"), "1.099");
        await says(figure(page, "unknown", "won"), "179");
        await says(figure(page, "total", "leads"), "8.000");
        await says(figure(page, "total", "won"), "842");
        await sees(figure(page, "paid_search", "media_cac_minor"), /^gasto não informado\.?$/i);
    });

    await step("5 clicar em 271 abre 271 linhas, e o CSV traz as mesmas", async () => {
        await figure(page, "organic_search", "won").getByRole("button").click();
        await sees(page, "271 linhas");
        const rows = page.locator("#main tbody tr");
        await rows.nth(270).waitFor();
        assert.equal(await rows.count(), 271);
        const ids = await rows.locator("a").evaluateAll((links) => links.map((a) => a.getAttribute("href").split("/").pop()));
        const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Baixar estas linhas em CSV" }).click()]);
        const lines = (await readFile(await saved.path(), "utf8")).replace(/^\ufeff/, "").trim().split(/\r?\n/);
        assert.equal(lines.length, 272);
        assert.deepEqual(lines.slice(1).map((l) => l.split(",")[0]).sort(), [...new Set(ids)].sort());
        await page.goBack();
    });

    await step("6 lançar R$ 50.000,00 em busca paga: R$ 31,53 por lead, CAC de mídia R$ 256,41", async () => {
        await figure(page, "paid_search", "spend_minor").getByRole("button").click();
        const form = page.getByRole("dialog");
        await form.getByLabel("Valor").fill("50.000,00");
        await form.getByRole("button", { name: "Salvar" }).click();
        await says(figure(page, "paid_search", "spend_minor"), "R$ 50.000,00");
        await says(figure(page, "paid_search", "cost_per_lead_minor"), "R$ 31,53");
        await says(figure(page, "paid_search", "media_cac_minor"), "R$ 256,41");
        await sees(figure(page, "organic_search", "media_cac_minor"), /^gasto não informado\.?$/i);
    });

    await step("7 nova meta: base e ritmo calculados", async () => {
        await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Plano" }).click();
        await page.getByRole("link", { name: "Novo plano" }).click();
        await page.getByRole("button", { name: /^Plano em branco/ }).click();
        const form = page.getByRole("dialog");
        const field = (name) => form.getByRole("textbox", { name, exact: true });
        await field("Nome").fill("Plano do ano");
        await form.getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("link", { name: /^4\. Metas/ }).click();
        await page.getByRole("button", { name: "Nova meta" }).click();
        await field("Nome").fill("Mais leads que viram cliente");
        await choose(page, form.getByRole("combobox", { name: "Métrica" }), "De lead a cliente");
        await field("Alvo").fill("15");
        await form.getByLabel("Começa em").fill("2018-01-01");
        await form.getByLabel("Prazo").fill("2018-05-31");
        await form.getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("link", { name: "Mais leads que viram cliente" }).click();
        // 151 days, and the 151 before them, counted here from the files themselves.
        const base = await rate("2017-08-03", "2017-12-31");
        const now = await rate("2018-01-01", "2018-05-31");
        const progress = page.getByRole("region", { name: "Progresso da meta" });
        for (const [label, value] of [["Base", percent(base)], ["Hoje", percent(now)], ["Alvo", "15,0 %"], ["Ritmo", percent((now - base) / (0.15 - base), 0)], ["Dias restantes", "0"]]) {
            await says(progress.getByText(label, { exact: true }).locator("xpath=following-sibling::*[1]"), value);
        }
    });

    await step("8 desfazer a importação: 0 ganhos; reimportar: 842", async () => {
        await page.goto("/import");
        await page.locator("tr", { hasText: "Negócios" }).getByRole("link").click();
        await page.getByRole("button", { name: "Desfazer" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Desfazer" }).click();
        await sees(page, "Importação desfeita");
        await page.goto("/results/channels");
        await says(figure(page, "total", "won"), "0");
        await says(figure(page, "total", "leads"), "8.000");
        await upload(page, "Negócios", olist.deals);
        await simulate(page);
        await run(page);
        await page.goto("/results/channels");
        await says(figure(page, "total", "won"), "842");
        // The same file once more has nothing to add.
        await upload(page, "Negócios", olist.deals);
        const result = await simulate(page);
        await sees(result, "iguais");
        assert.equal(await result.getByText(/^novos?$/).count(), 0);
    });

    await step("9 inglês, escuro, 390 px: os mesmos números", async () => {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.getByRole("button", { name: /Menu de Ana/ }).click();
        await page.getByRole("menuitem", { name: "English" }).click();
        await page.getByRole("button", { name: /Ana/ }).last().click();
        await page.getByRole("menuitem", { name: "Dark" }).click();
        assert.equal(await page.locator("html").getAttribute("data-mantine-color-scheme"), "dark");
        await page.goto("/results/channels");
        await says(figure(page, "organic_search", "leads"), "2,296");
        await says(figure(page, "organic_search", "won"), "271");
        await says(figure(page, "organic_search", "lead_to_customer"), "11.8%");
        await says(figure(page, "(none)", "leads"), "60");
        await says(figure(page, "(none)", "won"), "14");
        await says(figure(page, "unknown", "leads"), "1,099");
        await says(figure(page, "unknown", "won"), "179");
        assert.match(plain(await figure(page, "paid_search", "media_cac_minor").innerText()), /256\.41$/);
        await says(figure(page, "total", "won"), "842");
    });

    assert.deepEqual(page.complaints, []);
});
