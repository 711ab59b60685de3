/* document.test.mjs -- a plan as the PDF that a board is handed: printed by the browser, in both languages, nothing cut. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Api, becomes, judge, sees, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const A4 = { width: 673, height: 978 }; /* what is left of a page between its margins, in CSS pixels */

function demoLogin(server) {
    const [email, password] = readFileSync(join(server.dir, "demo-login.txt"), "utf8").trim().split(/\s+/);
    return { email, password };
}

/* What would be cut by paper: anything wider than the page, and words of a chart beyond its frame. */
function cut() {
    const wide = [...document.querySelectorAll(".doc *")].filter((e) => !e.closest("svg") && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    const out = [...document.querySelectorAll(".doc svg")].flatMap((svg) => {
        const { width, height } = svg.viewBox.baseVal;
        return [...svg.querySelectorAll("text, rect")].filter((e) => {
            const b = e.getBBox();
            return b.x < -0.5 || b.y < -0.5 || b.x + b.width > width + 0.5 || b.y + b.height > height + 0.5;
        });
    });
    return [...wide, ...out].map((e) => e.outerHTML.slice(0, 120));
}

story("Plano: documento em PDF e link com recibo", {}, async (told) => {
    const server = await startServer({ before: [["demo"]] });
    told.closing.push(() => server.stop());
    const browser = await startBrowser();
    told.closing.push(() => browser.close());
    const page = await visitor(browser, server);
    told.page = page;
    const api = await Api.signIn(server, demoLogin(server));
    const plan = (await api.get("/plans?state=published")).items[0];

    await told.step("o documento abre da tela do plano", async () => {
        await signIn(page, demoLogin(server));
        await page.goto("/plan");
        const link = page.getByRole("link", { name: "Documento para imprimir" });
        await link.waitFor();
        assert.match(await link.getAttribute("href"), new RegExp(`/api/v1/plans/${plan.id}/document`));
    });

    for (const [lang, words] of [["pt-BR", ["Público-alvo", "Concorrentes", "Posicionamento", "Metas", "Como vendemos", "Onde divulgamos", "Orçamento", "Campanhas", "Medir e melhorar"]], ["en", ["Target audience", "Competitors", "Positioning", "Goals", "How we sell", "Where we promote", "Budget", "Campaigns", "Measure and improve"]]])
        await told.step(`impresso em ${lang}: nove etapas, nada cortado, gráficos nítidos`, async () => {
            await page.setViewportSize(A4);
            await page.emulateMedia({ media: "print" });
            await page.goto(`/api/v1/plans/${plan.id}/document?lang=${lang}`);
            assert.deepEqual((await page.locator(".doc-step > h2").allTextContents()).map((t) => t.replace(/^\d+\s*/, "")).filter((t) => words.includes(t)), words);
            assert.deepEqual(await page.evaluate(cut), []);
            const last = page.locator(".doc-step").filter({ has: page.locator("h2", { hasText: words[8] }) });
            assert.deepEqual([await last.locator("dl").count(), await last.locator(".doc-states li").count() > 0], [0, true], "step nine says how goals stand, not what they are");
            assert.ok((await page.locator(".doc svg").count()) >= 3, "charts are drawn, not pictures");
            assert.equal(await page.locator(".doc img, .doc canvas").count(), 0);
            const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
            const pages = (pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? []).length;
            assert.ok(pages >= 8 && pages <= 13, `${pages} pages`);
            const beside = await page.locator(".doc-block .doc-two").first().locator("> .doc-block").evaluateAll((all) => all.slice(0, 2).map((e) => e.getBoundingClientRect().top));
            assert.equal(beside[0], beside[1], "personas stand two to a row, under their audience");
            await shoot(page, `document-${lang}`, { fullPage: true });
            await page.emulateMedia({ media: null });
        });

    await told.step("o rascunho de trabalho diz o que foi decidido e quanto deu certo", async () => {
        await page.goto(`/api/v1/plans/${plan.id}/document?lang=pt-BR&edition=0`);
        const last = page.locator(".doc-step").filter({ has: page.locator("h2", { hasText: "Medir e melhorar" }) });
        await sees(last, /deram certo \d+ de \d+/);
        for (const title of ["O que foi decidido", "O que os números propõem"]) await last.getByRole("heading", { name: title }).waitFor();
    });

    await told.step("quem recebe o link lê, e quem o criou vê o recibo", async () => {
        await page.setViewportSize({ width: 1440, height: 900 });
        const made = await api.post("/share_links", { kind: "plan", target: plan.id, note: "Conselho" });
        const reader = await visitor(browser, server, { width: 390 });
        await reader.goto(made.path);
        await judge(reader, "a shared plan");
        await reader.getByLabel("Seu nome").fill("Teresa Prado");
        await reader.getByRole("button", { name: "Eu li" }).click();
        await sees(reader, /Leitura confirmada por Teresa Prado/);
        await becomes(async () => (await api.get(`/share_links?kind=plan&target=${plan.id}`)).items[0].confirmed_by, "Teresa Prado");
        await page.goto("/plan");
        await sees(page, "Conselho");
        await sees(page, /leitura confirmada por Teresa Prado/);
    });
});
