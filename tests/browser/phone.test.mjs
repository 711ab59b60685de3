/* phone.test.mjs -- on a telephone: tables of the plan that had to be pushed aside are cards, and where one is stays in sight. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Api, choose, judge, sees, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

/* Tables with more than three columns that still have to be pushed to the side. */
function pushed() {
    return [...document.querySelectorAll("#main table")]
        .filter((t) => t.querySelectorAll("thead tr:first-child > *").length > 3)
        .filter((t) => t.parentElement.scrollWidth > t.parentElement.clientWidth + 1)
        .map((t) => t.parentElement.getAttribute("aria-label") ?? t.className);
}

story("No telefone", {}, async ({ closing, step }) => {
    const server = await startServer({ before: [["demo"]] });
    closing.push(() => server.stop());
    const [email, password] = readFileSync(join(server.dir, "demo-login.txt"), "utf8").trim().split(/\s+/);
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = await visitor(browser, server, { width: 390, height: 844 });
    const api = await Api.signIn(server, { email, password });
    const plan = (await api.get("/plans?state=published")).items[0].id;
    await signIn(page, { email, password });

    for (const [n, words] of [[1, "Público-alvo"], [5, "Parceiros"], [8, "Materiais"], [9, "O que os números dizem"]])
        await step(`passo ${n}: nenhuma tabela passa da tela`, async () => {
            await page.goto(`/plan/${plan}/${n}`);
            await page.locator("#main .row-cards").first().waitFor({ state: "attached" });
            await sees(page.locator("#main"), words);
            if (n === 1) await page.locator("#main summary").first().click();
            await judge(page, `step ${n} on a phone`);
            assert.deepEqual(await page.evaluate(pushed), []);
            const label = await page.locator("#main .row-cards td[data-label]").first().evaluate((td) => [td.dataset.label, getComputedStyle(td, "::before").content]);
            assert.equal(label[1], `"${label[0]}"`);
            await shoot(page, `plan-phone-${n}`, { fullPage: true });
        });

    await step("um canal sem gasto diz uma vez o que falta e não tem linhas vazias", async () => {
        await page.goto(`/plan/${plan}/6`);
        const card = page.getByRole("article", { name: "Site e catálogo" });
        await sees(card, /Custo por lead, Gasto e Custo por MQL: aparecem quando o gasto deste canal for lançado/);
        await card.getByRole("link", { name: "Lançar gasto" }).waitFor();
        assert.deepEqual(await card.getByRole("table").locator("tbody tr td:first-child").allTextContents(), ["Leads", "MQLs", "Ganhos", "Receita"]);
        assert.ok(!(await card.getByRole("table").innerText()).includes("–"));
    });

    await step("a tela e a aba em que se está ficam à vista", async () => {
        const inSight = (one) => one.evaluate((e) => [e.getBoundingClientRect().left >= 0, e.getBoundingClientRect().right <= innerWidth]);
        for (const path of ["/people/handoff", "/people/consent", "/people/after-sale?tab=retention"]) {
            await page.goto(path);
            await page.locator("#main h1").first().waitFor();
            assert.deepEqual(await inSight(page.locator(".sub-tabs [aria-current=page]")), [true, true], path);
        }
        const tab = page.getByRole("tab", { selected: true, name: "Retenção" });
        assert.deepEqual(await inSight(tab), [true, true]);
        const rows = await page.getByRole("tab").evaluateAll((all) => new Set(all.map((e) => e.getBoundingClientRect().top)).size);
        assert.equal(rows, 1, "tabs stand in one row");
    });

    await step("listas largas são cartões, com o valor de cada gasto à vista", async () => {
        for (const path of ["/results/channels", "/results/content", "/results/spend", "/people/after-sale?tab=customers", "/people/ladder", "/people/handoff?tab=report", "/import"]) {
            await page.goto(path);
            await page.locator("#main h1").first().waitFor();
            await page.locator("#main .row-cards, #main .drop").first().waitFor();
            assert.deepEqual(await page.evaluate(pushed), [], path);
        }
        for (const path of ["/settings/users", "/settings/fields"]) {
            await page.goto(path);
            const doing = await page.locator("#main .row-actions button").last().boundingBox();
            assert.ok(doing.x >= 0 && doing.x + doing.width <= 390, path);
        }
        await page.goto("/results/content");
        await choose(page, page.getByRole("combobox", { name: "Ordenar por" }), "Leads");
        const leads = await page.locator("#main .row-cards tbody td[data-column=leads]").allTextContents();
        assert.ok(leads.length > 2 && leads.every((x, i) => i === 0 || Number(x) <= Number(leads[i - 1])), String(leads));
        await judge(page, "the pages on a phone");
        await page.goto("/results/spend");
        const amount = await page.locator("td[data-label=Valor]").first().boundingBox();
        assert.ok(amount.x + amount.width <= 390);
    });

    await step("economia, atribuição, funil, empresas vistas e a grade da verba não passam da tela", async () => {
        for (const path of ["/results/economics", "/results/attribution?models=all", "/results/funnel", "/results/awareness", `/plan/${plan}/7`]) {
            await page.goto(path);
            await page.locator("#main .row-cards td[data-label]").first().waitFor();
            await judge(page, path);
            assert.deepEqual(await page.evaluate(pushed), [], path);
            const unnamed = await page.locator("#main .row-cards :is(tbody, tfoot) td.num").evaluateAll((all) => all.filter((td) => td.textContent && !td.dataset.label).length);
            assert.equal(unnamed, 0, `${path}: figures without a name`);
        }
        const grid = page.locator("#main .budget-table tbody tr").first();
        assert.equal(await grid.locator("td[data-label]").count(), 13);
        for (const box of await grid.locator("td[data-label]").evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map((b) => [b.left, b.right])))
            assert.ok(box[0] >= 0 && box[1] <= 390, String(box));
        await shoot(page, "budget-phone", { fullPage: true });
    });

    await step("no quadro, os filtros ficam atrás de um botão que diz quantos valem", async () => {
        await page.goto("/people/deals?view=board");
        await page.locator(".board-card").first().waitFor();
        assert.equal(await page.getByRole("combobox", { name: "Responsável" }).count(), 0);
        const first = await page.locator(".board-card").first().boundingBox();
        assert.ok(first.y < 600, `the first card begins at ${first.y}`);
        await page.getByRole("button", { name: "Filtrar" }).click();
        await choose(page, page.getByRole("combobox", { name: "Falta no comitê" }), "Falta quem decide");
        await page.getByRole("button", { name: "1 filtro em vigor", expanded: true }).click();
        assert.equal(await page.getByRole("combobox", { name: "Responsável" }).count(), 0);
        await judge(page, "the board on a phone");
    });

    await step("responder a um lead cabe em uma linha", async () => {
        await page.goto("/people/handoff");
        const card = page.locator(".handoff").first();
        await card.getByRole("button", { name: /^Retirar/ }).waitFor();
        const tops = await card.locator(".handoff-answer button").evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map((b) => Math.round(b.top + b.height / 2)));
        assert.equal(tops.length, 3);
        assert.ok(Math.max(...tops) - Math.min(...tops) <= 2, String(tops));
    });

    await step("a tabela sob o gráfico do dinheiro cabe na tela", async () => {
        await page.goto("/");
        await page.getByText("Ver como tabela").first().click();
        const table = page.locator("#main details[open] .scroll-x").first();
        await table.locator("tbody tr").first().waitFor();
        assert.equal(await table.evaluate((e) => e.scrollWidth - e.clientWidth), 0);
    });

    await step("um endereço longo não é partido no meio de uma palavra", async () => {
        await page.goto("/people/contacts");
        const address = page.locator("#main dd").filter({ hasText: "@" }).first();
        await address.waitFor();
        assert.ok((await address.locator("wbr").count()) >= 2);
        await judge(page, "contacts on a phone");
    });

    await step("os meses escritos sob um gráfico estão à mesma distância", async () => {
        await page.goto("/");
        const marks = page.locator(".recharts-surface text").filter({ hasText: /^\p{L}{3} \d\d$/u });
        await marks.nth(2).waitFor();
        for (const width of [390, 1440]) {
            await page.setViewportSize({ width, height: 844 });
            await page.waitForFunction((w) => innerWidth === w, width);
            const gaps = await marks.evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map((b) => b.left + b.width / 2).map((x, i, xs) => Math.round(x - (xs[i - 1] ?? NaN))).slice(1));
            assert.ok(gaps.length > 1 && Math.max(...gaps) - Math.min(...gaps) <= 4, `${width} px: ${gaps}`);
        }
    });
});
