/* intake.test.mjs -- a workbook becomes leads, and another program's form becomes a contact, as a person sets it up. */
import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import { choose, judge, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

/* A ZIP archive whose files are stored as they are. */
function zip(files) {
    const parts = [];
    const list = [];
    let at = 0;
    for (const [name, text] of Object.entries(files)) {
        const bytes = Buffer.from(text);
        const head = Buffer.alloc(30);
        head.writeUInt32LE(0x04034b50, 0);
        head.writeUInt16LE(20, 4);
        head.writeUInt16LE(33, 12);
        head.writeUInt32LE(crc32(bytes), 14);
        head.writeUInt32LE(bytes.length, 18);
        head.writeUInt32LE(bytes.length, 22);
        head.writeUInt16LE(name.length, 26);
        const entry = Buffer.alloc(46);
        entry.writeUInt32LE(0x02014b50, 0);
        entry.writeUInt16LE(20, 4);
        head.copy(entry, 6, 4, 30);
        entry.writeUInt32LE(at, 42);
        parts.push(head, Buffer.from(name), bytes);
        list.push(entry, Buffer.from(name));
        at += 30 + name.length + bytes.length;
    }
    const directory = Buffer.concat(list);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Object.keys(files).length, 8);
    end.writeUInt16LE(Object.keys(files).length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...parts, directory, end]);
}

/* Sheets as Excel writes them; style 1 is a date. */
function workbook(sheets) {
    const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const pack = "http://schemas.openxmlformats.org/package/2006";
    const names = Object.keys(sheets);
    const cell = (v) => (typeof v === "object" ? `<c s="1"><v>${v.day}</v></c>` : typeof v === "number" ? `<c><v>${v}</v></c>` : `<c t="inlineStr"><is><t>${v}</t></is></c>`);
    const place = (xml, row, i) => xml.replace("<c", `<c r="${String.fromCharCode(65 + i)}${row}"`);
    const files = {
        "[Content_Types].xml": `<Types xmlns="${pack}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
        "_rels/.rels": `<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.map((n, i) => `<sheet name="${n}" sheetId="${i + 1}" r:id="s${i + 1}"/>`).join("")}</sheets></workbook>`,
        "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${pack}/relationships">${names.map((_, i) => `<Relationship Id="s${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="st" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
        "xl/styles.xml": `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    };
    names.forEach((n, i) => {
        const rows = sheets[n].map((r, k) => `<row r="${k + 1}">${r.map((v, c) => place(cell(v), k + 1, c)).join("")}</row>`).join("");
        files[`xl/worksheets/sheet${i + 1}.xml`] = `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`;
    });
    return zip(files);
}

story("O que vem de fora entra sozinho", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const api = await setUp(server);
    const page = (told.page = await visitor(browser, server));
    await signIn(page);

    await step("1 uma planilha do Excel: escolher a aba, ver as linhas, importar", async () => {
        await page.goto("/import");
        const book = workbook({
            Capa: [["Só um título"]],
            Leads: [["Nome", "E-mail", "CNPJ", "Data"], ["Rita", "rita@moinho.example", 11222333000181, { day: 43132 }], ["Davi", "davi@moinho.example", 191, { day: 43133 }]],
        });
        await page.locator("input[type=file]").setInputFiles({ name: "leads.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: book });
        const picker = page.getByRole("dialog", { name: "leads.xlsx" });
        await choose(page, picker.getByRole("combobox", { name: "Aba" }), "Leads");
        for (const words of ["2 linhas", "rita@moinho.example", "00000000000191", "2018-02-01"]) await sees(picker, words);
        await judge(page, "the workbook");
        await picker.getByRole("button", { name: "Usar esta aba" }).click();
        await page.getByRole("region", { name: "Reconhecido no arquivo" }).waitFor();
        await sees(page, "leads (Leads).xlsx");
        await page.setViewportSize({ width: 390, height: 844 });
        await sees(page, "Passo 1 de 3: Conferir colunas");
        const gap = await page.locator(".import-questions").evaluate((e) => e.getBoundingClientRect().top - e.previousElementSibling.getBoundingClientRect().bottom);
        assert.ok(gap >= 12, `the questions stand ${gap} px below the columns`);
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.getByRole("button", { name: "Simular", exact: true }).click();
        await sees(page, "Simulação: nada foi gravado ainda");
        await page.getByRole("button", { name: "Importar", exact: true }).click();
        await sees(page, "Importação concluída");
        const [davi] = (await api.get("/contacts?email=davi@moinho.example")).items;
        assert.equal((await api.get(`/accounts/${davi.account}`)).tax_number, "00000000000191");
        assert.match(davi.first_contact_at, /^2018-02-02T/);
    });

    await step("2 o que não é planilha é recusado com uma frase", async () => {
        await page.goto("/import");
        await page.locator("input[type=file]").setInputFiles({ name: "x.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("not a workbook") });
        await sees(page, /não pôde ser lida/);
    });

    let address;
    await step("3 criar um webhook e o seu endereço", async () => {
        await page.getByRole("tab", { name: "Webhooks" }).click();
        await sees(page, "Nenhum webhook ainda");
        await judge(page, "its columns");
        await page.getByRole("button", { name: "Novo webhook" }).click();
        const form = page.getByRole("dialog", { name: "Novo webhook" });
        await form.getByRole("textbox", { name: "Nome" }).fill("Formulário do site");
        await form.getByRole("button", { name: /Criar|Salvar/ }).click();
        await page.getByRole("heading", { level: 1, name: "Formulário do site" }).waitFor();
        await sees(page, /Envie um teste do outro sistema/);
        await page.getByRole("button", { name: "Criar endereço" }).click();
        const shown = page.getByRole("dialog", { name: "Endereço do webhook" });
        address = await shown.getByRole("textbox", { name: "Endereço do webhook" }).inputValue();
        assert.match(address, /\/in\/[\w-]{32}$/);
        await judge(page, "the source");
        await page.keyboard.press("Escape");
        await shown.waitFor({ state: "detached" });
        await sees(page, /O endereço está ligado/);
    });

    await step("4 enviar um teste, ver os campos, experimentar e salvar o mapa", async () => {
        const send = (body) => fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
        assert.equal((await send({ lead: { email: "bel@forno.example", nome: "Bel", origem: "site" } })).status, 202);
        await page.getByRole("button", { name: "Ver o que chegou" }).click();
        await sees(page, "lead.email");
        await page.getByRole("button", { name: "Experimentar" }).click();
        await sees(page, "1 novo");
        assert.equal((await api.get("/contacts?email=bel@forno.example")).items.length, 0);
        await judge(page, "its key");
        await page.getByRole("button", { name: "Salvar mapa" }).click();
        await sees(page, "Mapa salvo.");
        const came = page.getByRole("region", { name: "O que chegou" });
        await sees(came, "Importado");
        assert.equal((await api.get("/contacts?email=bel@forno.example")).items[0].name, "Bel");
        assert.equal((await send({ lead: { email: "sem arroba", nome: "Zé" } })).status, 202);
        await sees(came, "Falhou");
        await came.getByRole("button", { name: "Ver" }).first().click();
        await sees(page.getByRole("dialog", { name: "O que foi enviado" }), /sem arroba/);
        await page.keyboard.press("Escape");
    });

    await step("5 em inglês, escuro e no celular", async () => {
        const phone = await visitor(browser, server, { locale: "en-US", scheme: "dark", width: 390, height: 844 });
        await signIn(phone);
        for (const path of ["/import", "/import/scheduled", "/import/webhooks", new URL(page.url()).pathname]) {
            await phone.goto(path);
            await phone.locator("#main h1").first().waitFor();
            await phone.waitForLoadState("networkidle");
            assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${path} is wider than the screen`);
            await judge(phone, "at 390 px");
        }
        assert.deepEqual(phone.complaints, []);
    });
    assert.deepEqual(page.complaints, []);
});
