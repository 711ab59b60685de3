/* economics.test.mjs -- spend comes from an export, is seen beside what it brought, and goes again; what pages were read by companies
 * that moved on. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Api, becomes, judge, plain, sees, shoot, startBrowser, startServer, visitor } from "./world.mjs";

const wide = { width: 1440, height: 900 }, narrow = { width: 390, height: 844 };
let praca, api, browser, page;

/* As Google Ads saves it: UTF-16, tabs, a preamble, sums at the end. */
const google = (rows) => Buffer.from(`\ufeffRelatório de campanhas\r\n1 de outubro de 2026 - 31 de outubro de 2026\r\nDia\tCampanha\tTipo de campanha\tCódigo da moeda\tCusto\r\n${rows.map((r) => r.join("\t")).join("\r\n")}\r\nTotal: conta\t --\t--\tBRL\t99,00\r\n`, "utf16le");

before(async () => {
    praca = await startServer({ before: [["demo"]] });
    const [email, password] = readFileSync(join(praca.dir, "demo-login.txt"), "utf8").split("\n");
    api = await Api.signIn(praca, { email, password });
    await api.call("PATCH", "/session/user", { locale: "pt-BR", theme: "light" });
    browser = await startBrowser();
    page = await visitor(browser, praca, { path: "/healthz" });
    const [name, value] = api.cookie.split("=");
    await page.context().addCookies([{ name, value, url: praca.url }]);
});
after(async () => {
    await browser?.close();
    await praca?.stop();
});

async function send(rows, name = "google.csv") {
    await page.goto("/results/spend/import");
    await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: google(rows) });
    await sees(page, "Reconhecido: Google Ads");
}

test("an export is recognised, tried, imported, and made campaigns of", async () => {
    await page.setViewportSize(wide);
    await send([["2026-10-01", "Motores elétricos", "Rede de Pesquisa", "BRL", "1.234,56"], ["2026-10-01", "Motores elétricos", "Rede de Pesquisa", "BRL", "0,44"], ["2026-10-02", "Topo de funil", "Rede de Display", "BRL", "100,00"]]);
    await sees(page, "2 linhas de gasto");
    await sees(page, "1 linha de total foi deixada de fora.");
    await sees(page, "Simulação: nada foi gravado ainda");
    await judge(page, "spend, tried");
    await shoot(page, "spend-import");
    await page.getByRole("button", { name: "Importar gastos" }).click();
    await page.getByRole("button", { name: "Desfazer" }).waitFor();
    const lines = (await api.get("/spend_lines?sort=-created_at&limit=2")).items;
    assert.deepEqual(lines.map((x) => [x.campaign_name, x.amount_minor, x.channel]).sort(), [["Motores elétricos", 123500, "paid_search"], ["Topo de funil", 10000, "display"]]);
    await page.goto("/results/spend");
    await sees(page, "2 campanhas dos gastos ainda não existem aqui");
    await judge(page, "spend, with names that no campaign has");
    await page.getByRole("button", { name: "Criar as 2" }).click();
    await becomes(async () => (await api.get("/campaigns?q=motores")).items.length, 1);
    await becomes(async () => (await api.get("/spend/campaigns")).items.length, 0);
});

test("the same days again replace, and an undo brings back what was", async () => {
    await send([["2026-10-01", "Motores elétricos", "Rede de Pesquisa", "BRL", "1.300,00"]], "outubro.csv");
    await page.getByRole("button", { name: "Importar gastos" }).click();
    await page.getByRole("button", { name: "Desfazer" }).waitFor();
    const amount = async () => (await api.get("/spend_lines?sort=-spent_on&limit=200")).items.filter((x) => x.campaign_name === "Motores elétricos").map((x) => x.amount_minor);
    assert.deepEqual(await amount(), [130000]);
    await page.getByRole("button", { name: "Desfazer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Desfazer" }).click();
    await page.getByRole("link", { name: "Importar outro arquivo" }).waitFor();
    await becomes(amount, [123500]);
});

test("a month beside its days is told on trial and while it stands, with both amounts", async () => {
    const meta = (rows) => Buffer.from(`Reporting starts,Reporting ends,Campaign name,Amount spent (BRL)\n${rows.join("\n")}\n`);
    for (const rows of [["2026-09-01,2026-09-30,Feira,1000.00"], ["2026-09-03,2026-09-03,Feira,400.00", "2026-09-04,2026-09-04,Feira,500.00"]]) {
        await page.goto("/results/spend/import");
        await page.locator("input[type=file]").setInputFiles({ name: "meta.csv", mimeType: "text/csv", buffer: meta(rows) });
        await sees(page, "Simulação: nada foi gravado ainda");
        if (rows.length > 1) await sees(page, "Feira: R$ 1.000,00 em 01/09/2026 – 30/09/2026 e mais R$ 900,00 em 2 linhas de 03/09/2026 – 04/09/2026.");
        await page.getByRole("button", { name: "Importar gastos" }).click();
        await page.getByRole("button", { name: "Desfazer" }).waitFor();
    }
    await page.goto("/results/spend");
    await sees(page, "Gasto que parece contado duas vezes");
    await judge(page, "spend, counted twice");
    await page.getByRole("link", { name: "Importação dos dias" }).click();
    await page.getByRole("button", { name: "Desfazer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Desfazer" }).click();
    await becomes(async () => (await api.get("/spend/overlaps")).count, 0);
});

test("a wrong row says where it stands in the file, and another file goes to the wizard", async () => {
    await send([["ontem", "Motores elétricos", "Rede de Pesquisa", "BRL", "1,00"], ["2026-10-05", "Motores elétricos", "Rede de Pesquisa", "BRL", "2,00"]]);
    await sees(page, "spent_on");
    const wrong = page.locator("tr", { hasText: "spent_on" });
    assert.equal(plain(await wrong.locator("td").first().innerText()), "4");
    await judge(page, "spend, with a wrong row");
    await page.goto("/results/spend/import");
    await page.locator("input[type=file]").setInputFiles({ name: "meu.csv", mimeType: "text/csv", buffer: Buffer.from("data,canal,valor\n2026-10-01,social,10\n") });
    await page.waitForURL(/\/import\/\d+/);
});

test("economics: a figure says its definition and opens the rows that add up to it", async () => {
    await page.goto("/results/economics");
    await page.locator("tfoot").first().waitFor();
    await sees(page, "O que aconteceu com os leads de cada mês");
    const edge = page.viewportSize().width;
    for (const name of ["Gasto", "Leads", "Ganhos", "CAC", "Receita", /^Retorno do marketing/, /^Retorno da mídia/]) {
        const head = await page.locator("table.report").getByRole("columnheader", { name, exact: true }).first().boundingBox();
        assert.ok(head.x + head.width <= edge, `${name} ends at ${head.x + head.width} of ${edge} px`);
    }
    await judge(page, "economics");
    await shoot(page, "economics");
    const report = await api.get("/economics");
    const row = report.rows.find((x) => x.key === "paid_search");
    await page.getByRole("button", { name: /MQLs, Busca paga/ }).click();
    await sees(page, new RegExp(`${row.mqls} `));
    const items = (await api.get("/reports/channels/rows?by=channel&key=paid_search&column=mqls&limit=500")).items;
    assert.equal(items.length, row.mqls);
    await page.getByRole("link", { name: "Economia" }).first().click();
    await page.locator("tfoot").first().waitFor();
});

test("economics: the margin is asked for, and payback and return follow", async () => {
    assert.equal((await api.call("PATCH", "/settings", { "measure.gross_margin": 0 })).status, 200);
    await page.goto("/results/economics");
    await sees(page, "Informe a margem bruta");
    const res = await api.call("PATCH", "/settings", { "measure.gross_margin": 60, "measure.recurring": true });
    assert.equal(res.status, 200, res.text);
    await page.goto("/results/economics?from=2026-01-01&to=2026-06-30&compare=previous_period&model=w");
    await sees(page, /comparado com 04\/07\/2025 – 31\/12\/2025/);
    await sees(page, "modelo: em W");
    await page.locator("[data-figure=payback_months] .figure-open").waitFor();
    await judge(page, "economics, compared");
    const over = await page.locator("table.report thead th").evaluateAll((all) => all.filter((th) => {
        const words = document.createRange();
        words.selectNodeContents(th);
        return words.getBoundingClientRect().right > th.getBoundingClientRect().right + 1;
    }).map((th) => th.innerText));
    assert.deepEqual(over, [], "no header runs into the next");
    for (const by of ["campaign", "segment", "month"]) {
        await page.goto(`/results/economics?by=${by}`);
        await page.locator("tfoot").first().waitFor();
        await judge(page, `economics by ${by}`);
    }
    await page.setViewportSize(narrow);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto("/results/economics");
    await page.locator("tfoot").first().waitFor();
    await judge(page, "economics, on a telephone");
    await shoot(page, "economics-phone");
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: "light" });
});

test("content: a number opens the companies that had read the page", async () => {
    await page.goto("/results/content");
    await page.locator("tfoot").first().waitFor();
    await sees(page, "O que as melhores páginas têm");
    await judge(page, "content");
    await shoot(page, "content");
    const report = await api.get("/reports/content");
    const first = report.rows[0];
    await page.getByRole("button", { name: new RegExp(`Clientes, ${first.page}\\b`) }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("li").first().waitFor();
    assert.equal(await dialog.locator("li").count(), first.won);
    await page.keyboard.press("Escape");
    // One of those deals was in dollars: no sum has it, and the page says so.
    const behind = (await api.get("/reports/content/rows?column=revenue_minor")).items.find((x) => x.table === "accounts");
    const sold = (await api.get(`/deals?account=${behind.id}&outcome=won`)).items.find((x) => x.amount_minor === behind.amount_minor);
    await api.patch(`/deals/${sold.id}`, { currency: "USD", amount_minor: 120000 }, sold.version);
    await page.reload();
    await sees(page, /E mais, fora desta conta em reais brasileiros: US\$\s1\.200,00 em 1 negócio\./);
    await shoot(page, "content-dollars");
    await page.setViewportSize(narrow);
    await page.goto("/results/content");
    await page.locator("tfoot").first().waitFor();
    await judge(page, "content, on a telephone");
    await page.setViewportSize(wide);
});

test("a stage of the funnel opens its contacts, and an answer the conversions that gave it", async () => {
    const { funnel } = await api.get("/dashboard");
    for (const stage of funnel) {
        await page.goto("/");
        await page.locator("[aria-labelledby=h-funnel]").getByRole("button", { name: new RegExp(`^${stage.label}: `) }).click();
        await page.waitForURL(/\/people\/contacts/);
        const rule = JSON.parse(new URL(page.url()).searchParams.get("rule") ?? "null");
        const { count } = await api.get(`/contacts?limit=1&count=true${rule ? `&rule=${encodeURIComponent(rule)}` : ""}`);
        assert.equal(count, stage.count, stage.stage);
    }
    const report = await api.get("/reports/attribution");
    for (const x of report.self_reported) {
        await page.goto("/results/attribution");
        const heard = page.locator("[aria-labelledby=h-heard]");
        await heard.waitFor();
        await (x.answer === null ? heard.getByRole("button", { name: /sem resposta/ }) : heard.getByRole("button", { name: new RegExp(`^${x.answer}: `) })).click();
        await page.locator("tbody tr").first().waitFor();
        const rows = await api.get(`/reports/attribution/rows?heard=${encodeURIComponent(x.answer ?? "(none)")}&limit=500`);
        assert.deepEqual([rows.count, rows.value_minor, rows.items.length], [x.conversions, x.value_minor, x.conversions]);
    }
    await judge(page, "the conversions behind an answer");
});
