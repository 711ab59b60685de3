/* reports.test.mjs -- a screen becomes a report, comes back as it stood, is shown by a link, goes by mail, and is printed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Api, choose, judge, plain, sees, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

/* What looks at links for somebody is told apart from people, and a browser without a screen says that it is one. */
const person = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

function demoLogin(server) {
    const [email, password] = readFileSync(join(server.dir, "demo-login.txt"), "utf8").trim().split(/\s+/);
    return { email, password };
}

story("Relatórios: salvar, mostrar, enviar", {}, async (told) => {
    const server = await startServer({ before: [["demo"]] });
    told.closing.push(() => server.stop());
    const browser = await startBrowser();
    told.closing.push(() => browser.close());
    const page = await visitor(browser, server);
    told.page = page;
    const api = await Api.signIn(server, demoLogin(server));
    const saved = async (name) => (await api.get("/saved_reports?limit=100")).items.find((r) => r.name === name);
    const save = async (name) => {
        await page.getByRole("button", { name: "Salvar como relatório" }).first().click();
        await page.getByRole("dialog").getByLabel("Nome do relatório").fill(name);
        await page.getByRole("dialog").getByRole("button", { name: "Salvar", exact: true }).click();
        await sees(page, `Relatório “${name}” salvo.`);
    };

    await told.step("what stands on Visitas is kept under a name", async () => {
        await signIn(page, demoLogin(server));
        await page.goto(`/results/visits?period=7d&f=${encodeURIComponent('[["is","channel",["organic_search"]]]')}`);
        await page.locator(".visits-rows tbody tr").first().waitFor();
        await save("Busca da semana");
        const report = await saved("Busca da semana");
        assert.equal(report.kind, "visits");
        assert.equal(report.question.date_range, "7d");
        assert.deepEqual(report.question.filters, [["is", "channel", ["organic_search"]]]);
    });

    await told.step("a ready-made period of Canais and Atribuição moves with the calendar", async () => {
        await page.goto("/results/channels");
        await page.locator("tfoot").waitFor();
        await choose(page, page.getByRole("combobox", { name: "Período" }).or(page.getByRole("textbox", { name: "Período" })).first(), "Últimos 90 dias");
        await page.waitForURL(/from=/);
        await save("Canais de 90 dias");
        const report = await saved("Canais de 90 dias");
        assert.deepEqual(report.question, { by: "channel", date_range: "90d" });
        await page.goto("/results/attribution?by=source");
        await page.locator("table").first().waitFor();
        await save("Fontes");
        assert.equal((await saved("Fontes")).question.by, "source");
    });

    await told.step("the list opens the screen as it stood", async () => {
        await page.goto("/results/reports");
        await page.getByRole("link", { name: "Busca da semana", exact: true }).waitFor();
        await judge(page, "reports");
        await page.getByRole("link", { name: "Busca da semana", exact: true }).click();
        await page.waitForURL(/\/results\/visits\?.*period=7d/);
        await page.getByRole("button", { name: "Tirar o filtro: Canal é Busca orgânica" }).waitFor();
        await page.goto("/results/reports");
        await page.getByRole("link", { name: "Canais de 90 dias", exact: true }).click();
        await page.waitForURL(/\/results\/channels\?.*from=\d{4}-\d\d-\d\d/);
    });

    await told.step("renamed, copied, deleted and taken back", async () => {
        const more = async (name, what) => {
            await page.getByRole("button", { name: `Mais ações de ${name}` }).click();
            await page.getByRole("menuitem", { name: what }).press("Enter"); // a menu that just opened may still move under a mouse
        };
        await page.goto("/results/reports");
        await more("Fontes", "Renomear");
        await page.getByRole("dialog").getByLabel("Nome do relatório").fill("Fontes que trazem contrato");
        await page.getByRole("dialog").getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("link", { name: "Fontes que trazem contrato", exact: true }).waitFor();
        await more("Fontes que trazem contrato", "Duplicar");
        await page.getByRole("link", { name: "Fontes que trazem contrato (cópia)", exact: true }).waitFor();
        await more("Fontes que trazem contrato (cópia)", "Excluir");
        await page.getByRole("link", { name: "Fontes que trazem contrato (cópia)", exact: true }).waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Desfazer" }).click();
        await page.getByRole("link", { name: "Fontes que trazem contrato (cópia)", exact: true }).waitFor();
    });

    let link;
    await told.step("a link shows the figures to somebody without an account", async () => {
        const report = await saved("Busca da semana");
        await page.goto(`/results/reports/${report.id}`);
        await page.locator(".paper-grid tbody tr").first().waitFor();
        await judge(page, "report");
        await page.getByRole("button", { name: "Criar link" }).click();
        await page.getByRole("dialog").getByLabel("Para quem é").fill("Diretoria");
        await page.getByRole("dialog").getByRole("button", { name: "Criar", exact: true }).click();
        link = await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).inputValue();
        await page.keyboard.press("Escape");
        for (const [locale, words] of [["pt-BR", "Filtro: Canal é Busca orgânica"], ["en", "Filter: Channel is Organic search"]]) {
            const guest = await visitor(browser, server, { locale, path: new URL(link).pathname, width: 390, agent: person });
            await sees(guest, words);
            await sees(guest, "Busca da semana");
            await judge(guest, `report by link, ${locale}`);
            assert.equal(await guest.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
            assert.deepEqual(await guest.context().cookies(), []);
            await guest.context().close();
        }
        await page.reload();
        await sees(page, "aberto 2 vezes");
    });

    await told.step("ended, it shows nothing at once", async () => {
        await page.getByRole("button", { name: "Encerrar o link Diretoria" }).click();
        await sees(page, "Link encerrado: quem abrir agora não vê mais nada.");
        const guest = await visitor(browser, server, { path: new URL(link).pathname });
        await sees(guest, "Este link não vale mais.");
        assert.doesNotMatch(await guest.locator("body").innerText(), /Busca da semana/);
        await guest.context().close();
    });

    await told.step("scheduled, sent now, and read as it arrived", async () => {
        await page.getByRole("button", { name: "Agendar", exact: true }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Outro endereço").fill("chefe@norte.example");
        await dialog.getByRole("button", { name: "Adicionar" }).click();
        await dialog.getByRole("button", { name: "Salvar" }).click();
        await sees(dialog, "Confirme que esta pessoa quer receber o relatório.");
        await dialog.getByRole("checkbox").check();
        await dialog.getByRole("button", { name: "Salvar" }).click();
        await sees(page, "Toda semana, segunda-feira");
        await page.getByRole("button", { name: "Enviar agora" }).click();
        await sees(page.getByRole("dialog"), "2 pessoas recebem o relatório agora.");
        await page.getByRole("dialog").getByRole("button", { name: "Enviar agora" }).click();
        await page.locator(".schedule .mail-list li").nth(1).waitFor();
        await page.locator(".schedule .mail-list").getByText("entregue").nth(1).waitFor();
        await judge(page, "scheduled");
        await page.locator(".schedule .link-button").first().click();
        const frame = page.frameLocator("iframe.mail-frame");
        await frame.getByRole("heading", { name: "Busca da semana" }).waitFor();
        await page.getByText("Só texto").click();
        assert.match(plain(await page.locator(".mail-text").innerText()), /Filtro: Canal é Busca orgânica/);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Pausar" }).click();
        await sees(page, "Nada é enviado até você retomar.");
    });

    await told.step("the summary of the week is shown before it is asked for", async () => {
        await page.goto("/settings/outgoing");
        await page.getByRole("switch", { name: "Resumo da semana" }).click();
        await sees(page, "Salvo.");
        await page.waitForFunction(() => document.querySelector("[role=switch]").checked);
        assert.equal((await api.get("/mail_choices")).weekly, true);
        await page.getByRole("button", { name: "Ver o resumo desta semana" }).click();
        await page.frameLocator("iframe.mail-frame").getByRole("heading", { name: "O que fazer" }).waitFor();
        await page.getByRole("button", { name: "Enviar para mim" }).click();
        await page.locator(".mail-list").getByText("entregue").first().waitFor();
        await judge(page, "outgoing mail");
    });

    await told.step("on paper there are figures and filters, and no menus", async () => {
        await page.emulateMedia({ media: "print" });
        await page.goto(`/results/visits?period=7d&f=${encodeURIComponent('[["is","channel",["organic_search"]]]')}`);
        await page.locator(".visits-rows tbody tr").first().waitFor();
        for (const hidden of [".shell-nav", ".no-print >> nth=0"]) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
        await sees(page, "Canal é Busca orgânica");
        assert.equal(await page.getByRole("button", { name: "Salvar como relatório" }).isVisible(), false);
        const pdf = await page.pdf({ format: "A4" });
        assert.ok(pdf.length > 10_000);
    });
});
