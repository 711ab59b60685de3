/* visits.test.mjs -- who came, from where, to what: figures that choose the graph, rows that filter, lists in full, funnels. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Api, choose, judge, owner, plain, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const number = (text) => Number(plain(text).replace(/[^\d,]/g, "").replace(",", "."));

function demoLogin(server) {
    const [email, password] = readFileSync(join(server.dir, "demo-login.txt"), "utf8").trim().split(/\s+/);
    return { email, password };
}

story("Visitas: do número ao motivo", {}, async (told) => {
    const server = await startServer({ before: [["demo"]] });
    told.closing.push(() => server.stop());
    const browser = await startBrowser();
    told.closing.push(() => browser.close());
    const page = await visitor(browser, server);
    told.page = page;
    const api = await Api.signIn(server, demoLogin(server));
    const figure = (name) => page.getByRole("button", { name }).and(page.locator(".visits-figure"));
    const panel = (name) => page.getByRole("region", { name, exact: true });
    const ask = async (q) => (await api.post("/stats", q)).results;

    await told.step("the page shows six figures, and the server says the same", async () => {
        await signIn(page, demoLogin(server));
        await page.goto("/results/visits");
        await figure("Visitantes").waitFor();
        const [{ metrics }] = await ask({ metrics: ["visitors", "visits", "views"], date_range: "30d" });
        assert.equal(number(await figure("Visitantes").locator(".visits-figure-value").innerText()), metrics[0]);
        assert.equal(number(await figure(/^Visitas/).locator(".visits-figure-value").innerText()), metrics[1]);
        assert.equal(await page.locator(".visits-figure").count(), 6);
        await judge(page, "visits");
    });

    await told.step("a figure draws its graph, which is a table too", async () => {
        await figure("Taxa de rejeição").click();
        await page.waitForURL(/figure=bounce_rate/);
        assert.equal(await figure("Taxa de rejeição").getAttribute("aria-pressed"), "true");
        await page.getByText("Ver como tabela").first().click();
        await page.getByRole("table").filter({ hasText: "Este período" }).locator("tbody tr").nth(29).waitFor();
    });

    await told.step("a row filters everything, and the chip takes it away", async () => {
        const before = number(await figure(/^Visitas/).locator(".visits-figure-value").innerText());
        await panel("Origens").getByRole("button", { name: "Filtrar por Busca orgânica" }).click();
        await page.getByRole("button", { name: "Tirar o filtro: Canal é Busca orgânica" }).waitFor();
        const [{ metrics }] = await ask({ metrics: ["visits"], date_range: "30d", filters: [["is", "channel", ["organic_search"]]] });
        await page.waitForFunction((n) => document.querySelectorAll(".visits-figure-value")[1]?.textContent.replace(/\D/g, "") === String(n), metrics[0]);
        assert.ok(metrics[0] < before);
        await page.reload();
        await page.getByRole("button", { name: "Tirar o filtro: Canal é Busca orgânica" }).click();
        await page.waitForFunction((n) => document.querySelectorAll(".visits-figure-value")[1]?.textContent.replace(/\D/g, "") === String(n), before);
    });

    await told.step("a page as a filter means the visits that passed there", async () => {
        const row = panel("Páginas").getByRole("button", { name: /^Filtrar por \// }).nth(1);
        const path = (await row.getAttribute("aria-label")).replace("Filtrar por ", "");
        await row.click();
        const [{ metrics }] = await ask({ metrics: ["views"], date_range: "30d", filters: [["has_done", ["is", "page", [path]]]] });
        await page.waitForFunction((n) => document.querySelectorAll(".visits-figure-value")[2]?.textContent.replace(/\D/g, "") === String(n), metrics[0]);
        await page.getByRole("button", { name: /Tirar o filtro/ }).click();
    });

    await told.step("a filter is typed, too", async () => {
        await page.getByRole("button", { name: "Filtrar", exact: true }).click();
        await page.getByLabel("Valor").fill("BLOG");
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "Tirar o filtro: Página contém BLOG" }).click();
    });

    await told.step("a list opens in full, is searched and leaves as a file", async () => {
        await page.getByRole("button", { name: "Ver tudo: Página" }).click();
        const drawer = page.getByRole("dialog");
        await drawer.locator("tbody tr").first().waitFor();
        await drawer.getByLabel("Buscar").fill("catálogo");
        await page.waitForFunction(() => [...document.querySelectorAll("[role=dialog] tbody tr")].every((r) => /catalogo/.test(r.textContent)));
        const [file] = await Promise.all([page.waitForEvent("download"), drawer.getByRole("button", { name: "CSV" }).click()]);
        const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n");
        assert.match(lines[0], /^page,views,visits/);
        assert.ok(lines.length > 1 && lines.slice(1).every((l) => /catalogo/.test(l)));
        await judge(page, "details");
        await page.keyboard.press("Escape");
        await drawer.waitFor({ state: "hidden" });
    });

    await told.step("a goal shows its conversion in every list", async () => {
        await page.getByRole("button", { name: "Conversão para: Formulário enviado" }).click();
        await panel("Origens").getByRole("columnheader", { name: "Taxa de conversão" }).waitFor();
        await panel("Origens").locator("tbody tr").first().locator("td.num").nth(1).filter({ hasText: "%" }).waitFor();
        const rows = await ask({ metrics: ["visits", "conversion_rate"], date_range: "30d", dimensions: ["channel"], goal: ["is", "event", ["form"]], pagination: { limit: 1 } });
        const shown = plain(await panel("Origens").locator("tbody tr").first().locator("td.num").nth(1).innerText());
        assert.equal(shown.replace(/\s/g, ""), `${(100 * rows[0].metrics[1]).toFixed(1).replace(".", ",")}%`);
        await page.getByRole("button", { name: "Tirar a meta" }).click();
    });

    await told.step("robots are left out until they are asked for", async () => {
        await choose(page, page.getByRole("combobox", { name: "Robôs" }), "Só robôs");
        const [{ metrics }] = await ask({ metrics: ["visits"], date_range: "30d", include: { robots: "only" } });
        await page.waitForFunction((n) => document.querySelectorAll(".visits-figure-value")[1]?.textContent.replace(/\D/g, "") === String(n), metrics[0]);
        await choose(page, page.getByRole("combobox", { name: "Robôs" }), "Sem robôs");
    });

    await told.step("money is a figure where there is some, and what came in another currency stands beside it", async () => {
        const sold = (value_minor, currency, visitor) => ({ event: "order", visitor: visitor.repeat(32), value_minor, currency });
        await api.post("/events", { items: [sold(150000, "BRL", "a"), sold(90000, "USD", "b"), sold(30000, "USD", "c")] });
        for (let told = 0; told < 3;) [{ metrics: [told] }] = await ask({ metrics: ["events"], date_range: "30d", filters: [["is", "event", ["order"]]] });
        await page.reload();
        await figure("Valor").filter({ hasText: "1.500,00" }).click();
        assert.match(plain(await page.getByRole("note").first().innerText()), /fora do total em BRL: US\$ 1\.200,00 em 2 eventos\./);
        await judge(page, "money");
        await figure("Visitantes").click();
    });

    await told.step("a funnel is made, counted and deleted", async () => {
        await page.getByRole("tab", { name: "Funis" }).click();
        await page.getByRole("button", { name: "Novo funil" }).first().click();
        const form = page.getByRole("dialog");
        await form.getByLabel("Nome").fill("Do preço ao contato");
        await form.getByLabel("Etapa 1", { exact: true }).fill("/*");
        await form.getByRole("button", { name: "Salvar" }).click();
        const card = page.getByRole("region", { name: "Do preço ao contato" });
        await card.locator("li").nth(1).waitFor();
        const [{ metrics }] = await ask({ metrics: ["visits"], date_range: "30d", filters: [["has_done", ["is", "event", ["view"]]]] });
        assert.equal(number(await card.locator("li").first().locator("strong").innerText()), metrics[0]);
        await judge(page, "funnels");
        const here = page.url();
        await page.goto("/results/visits?tab=funnels&period=2026-10-10,2026-10-01");
        await page.locator("input[type=date][aria-invalid=true]").waitFor();
        assert.equal(await page.locator("#main [role=alert]").count(), 0, "said once, beside the dates");
        await page.goto(here);
        await card.getByRole("button", { name: "Excluir o funil Do preço ao contato" }).click();
        await card.waitFor({ state: "detached" });
    });

    await told.step("who is here now is asked of the last minutes", async () => {
        await page.getByRole("tab", { name: "Tempo real" }).click();
        await sees(page.locator("#main"), /visitantes nos últimos 5 minutos/);
        await judge(page, "now");
        assert.deepEqual(page.complaints, []);
    });

    await told.step("in English, on a telephone, in the dark", async () => {
        const small = await visitor(browser, server, { locale: "en-US", scheme: "dark", width: 390, height: 844 });
        told.page = small;
        await signIn(small, demoLogin(server));
        await small.goto("/results/visits?period=12mo");
        await small.locator(".visits-rows tbody tr").first().waitFor();
        await judge(small, "visits on a telephone");
        assert.deepEqual(small.complaints, []);
    });
});

test("an empty site is led to the script", { timeout: 120_000 }, async (t) => {
    const server = await startServer();
    t.after(() => server.stop());
    const browser = await startBrowser();
    t.after(() => browser.close());
    await setUp(server);
    const page = await visitor(browser, server);
    await signIn(page, owner);
    await page.goto("/results/visits");
    await sees(page.locator("#main"), "Nenhuma visita neste período");
    await judge(page, "no visits");
    await page.getByRole("button", { name: "Instalar o código" }).click();
    await page.waitForURL(/\/settings\/measure/);
});
