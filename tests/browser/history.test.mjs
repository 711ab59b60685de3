/* history.test.mjs -- visits from before: sent, looked at, read in, seen with their mark, left out, and taken back; searches beside them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, choose, judge, owner, setUp, signIn, startBrowser, startServer, shoot, story, visitor } from "./world.mjs";

const plausible = ["\"date\",\"visitors\",\"pageviews\",\"bounces\",\"visits\",\"visit_duration\"", ...Array.from({ length: 28 }, (_, i) => `"2025-02-${String(i + 1).padStart(2, "0")}",${40 + i},${120 + 3 * i},20,${50 + i},6000`), "\"trinta\",1,1,1,1,1"].join("\n");
const sources = ["\"date\",\"source\",\"referrer\",\"utm_source\",\"utm_medium\",\"utm_campaign\",\"utm_content\",\"utm_term\",\"pageviews\",\"visitors\",\"visits\",\"visit_duration\",\"bounces\"", "\"2025-02-03\",\"Google\",\"google.com\",\"\",\"\",\"\",\"\",\"\",90,30,35,900,9"].join("\n");
const searches = "Principais consultas,Cliques,Impressões,CTR,Posição\npadaria aurora,60,140,43%,\"1,4\"\npão de queijo,9,900,1%,\"7,2\"\n";

story("Histórico: do programa antigo às estatísticas", {}, async (told) => {
    const server = await startServer();
    told.closing.push(() => server.stop());
    const browser = await startBrowser();
    told.closing.push(() => browser.close());
    await setUp(server);
    const page = await visitor(browser, server);
    told.page = page;
    const api = await Api.signIn(server, owner);
    const card = (name) => page.getByRole("article", { name });
    const send = (name, text) => page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

    await told.step("a file is read first, and nothing changes", async () => {
        await signIn(page, owner);
        await page.goto("/results/visits");
        await page.getByRole("link", { name: "Importar histórico" }).click();
        await page.getByText("Nada foi importado ainda").waitFor();
        await send("imported_visitors.csv", plausible);
        await card("imported_visitors.csv").getByText("Simulação: nada mudou ainda.").waitFor();
        assert.match((await card("imported_visitors.csv").locator("dl").innerText()).replace(/\s+/g, " "), /Linhas 29 Aproveitadas 28 Recusadas 1/);
        await judge(page, "history");
        await shoot(page, "history-simulated", { fullPage: true });
        const [file] = await Promise.all([page.waitForEvent("download"), card("imported_visitors.csv").getByRole("button", { name: "Baixar as linhas recusadas" }).click()]);
        assert.equal(file.suggestedFilename(), "refused.csv");
    });

    await told.step("it is read in, and the graph marks its days", async () => {
        await card("imported_visitors.csv").getByRole("button", { name: "Importar", exact: true }).click();
        await card("imported_visitors.csv").getByRole("button", { name: "Ver", exact: true }).click();
        await page.getByText("Importado de antes: 01/02/2025 – 28/02/2025.").waitFor();
        const [{ metrics }] = (await api.post("/stats", { metrics: ["visits"], date_range: ["2025-02-01", "2025-02-28"] })).results;
        await page.waitForFunction((n) => document.querySelectorAll(".visits-figure-value")[1].textContent.replace(/\D/g, "") === String(n), metrics[0]);
        await page.locator(".recharts-reference-area").first().waitFor();
        await page.getByText("Ver como tabela").first().click();
        await page.getByRole("columnheader", { name: "Importado" }).waitFor();
        await judge(page, "imported");
        await shoot(page, "history-marked", { fullPage: true });
    });

    await told.step("a list that no file tells says so, until the file comes", async () => {
        await page.getByText("o arquivo que diz isto não foi importado").first().waitFor();
        await page.goto("/results/visits/import");
        await send("imported_sources.csv", sources);
        await card("imported_sources.csv").getByRole("button", { name: "Importar", exact: true }).click();
        await card("imported_sources.csv").getByRole("button", { name: "Ver", exact: true }).click();
        await page.getByRole("button", { name: "Filtrar por Busca orgânica" }).waitFor();
    });

    await told.step("the past is left out when that is asked", async () => {
        await page.goto("/results/visits?period=2025-02-01,2025-02-28");
        await choose(page, page.getByRole("combobox", { name: "Histórico importado" }), "Sem importados");
        await page.waitForURL(/past=without/);
        await page.getByText("Há histórico importado de 01/02/2025 – 28/02/2025").waitFor();
    });

    await told.step("the same file is refused, and an undone one leaves nothing", async () => {
        await page.goto("/results/visits/import");
        await send("outra-vez.csv", plausible);
        await page.getByRole("alert").filter({ hasText: "já foi importado" }).waitFor();
        await card("imported_visitors.csv").getByRole("button", { name: "Desfazer" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Desfazer" }).click();
        await card("imported_visitors.csv").getByText("Desfeita").waitFor();
        const [{ metrics }] = (await api.post("/stats", { metrics: ["visits"], date_range: ["2025-02-01", "2025-02-28"] })).results;
        assert.equal(metrics[0], 0);
    });

    await told.step("searches become the awareness of the brand", async () => {
        await send("Consultas.csv", searches);
        await card("Consultas.csv").getByRole("alert").filter({ hasText: "de que dias" }).waitFor();
        await card("Consultas.csv").getByLabel("De", { exact: true }).fill("2025-10-01");
        await card("Consultas.csv").getByLabel("Até", { exact: true }).fill("2025-10-31");
        await card("Consultas.csv").getByRole("button", { name: "Importar", exact: true }).click();
        await card("Consultas.csv").getByRole("button", { name: "Ver", exact: true }).click();
        await page.getByText("Com que palavras a marca é buscada?").waitFor();
        await api.patch("/settings", { "measure.brand_terms": "aurora" });
        await page.reload();
        await page.getByRole("region", { name: "Buscas pela marca", exact: true }).getByText("140", { exact: true }).waitFor();
        await page.getByRole("cell", { name: "padaria aurora" }).waitFor();
        await judge(page, "awareness");
        await shoot(page, "history-awareness", { fullPage: true });
    });
});
