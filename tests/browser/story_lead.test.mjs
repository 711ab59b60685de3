/* story_lead.test.mjs -- "Por que este lead vai para vendas?": from four lines of a spreadsheet to a lead that sales sends back, and
 * to a person who is forgotten, in the Portuguese interface, as people go. */
import assert from "node:assert/strict";
import { choose, owner, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();
const box = (page, name) => main(page).getByRole("region", { name, exact: true });

const leads = ["nome,email,cargo,canal", "Ana Prates,ana.prates@moinhosul.example,Coordenadora,organic_search", "Beto Dias,beto@moinhosul.example,Diretor,organic_search",
    "Caio Luz,caio@moinhosul.example,Analista,email", "Duda Paz,duda.paz@gmail.com,Consultora,email", ""].join("\n");

/* The points of a list of parts as they stand on the screen: the sum of all but the last, and the last, which is the total. */
async function pointsOf(section) {
    const texts = await section.locator("> ul > li > span.num").allTextContents();
    const numbers = texts.map((s) => Number(s.replace("−", "-").replace("+", "")));
    return [numbers.slice(0, -1).reduce((a, b) => a + b, 0), numbers[numbers.length - 1]];
}

story("Por que este lead vai para vendas?", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const browser = await startBrowser();
    closing.push(() => browser.close());
    let api = await setUp(server);
    await api.post("/users", { name: "Rui Vendas", email: "rui@padaria.example", password: "um barco verde", role: "sales" });
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const who = {};
    let account, segment;

    await step("1 importar quatro leads: uma empresa, três contatos dela e um avulso", async () => {
        await page.goto("/import");
        await page.getByRole("radiogroup", { name: "O que há no arquivo" }).getByText("Leads", { exact: true }).click();
        await page.locator("input[type=file]").setInputFiles({ name: "leads.csv", mimeType: "text/csv", buffer: Buffer.from(leads) });
        await page.getByRole("region", { name: "Reconhecido no arquivo" }).waitFor();
        await page.getByRole("button", { name: "Simular", exact: true }).click();
        await sees(page, "Simulação: nada foi gravado ainda");
        await page.getByRole("button", { name: "Importar", exact: true }).click();
        await sees(page, "Importação concluída");
        await page.goto("/people/accounts");
        await sees(main(page), "1 registro");
        await main(page).locator("tbody").getByRole("link").first().click();
        for (const name of ["Ana Prates", "Beto Dias", "Caio Luz"]) await main(page).getByRole("link", { name }).first().waitFor();
        assert.equal(await main(page).getByRole("link", { name: "Duda Paz" }).count(), 0);
        account = (await api.get("/accounts")).items[0];
        for (const c of (await api.get("/contacts")).items) who[c.name.split(" ")[0]] = c;
        assert.deepEqual(Object.keys(who).sort(), ["Ana", "Beto", "Caio", "Duda"]);
        assert.equal(who.Duda.account, null);
    });

    await step("2 negócio com Ana usuária e Beto decisor: falta dono do orçamento", async () => {
        const deal = await api.post("/deals", { name: "Silos novos", account: account.id, amount_minor: 9_000_000 });
        await page.goto(`/people/deals/${deal.id}`);
        const committee = box(page, "Comitê de compra");
        for (const [name, role] of [["Ana Prates", "Usuário"], ["Beto Dias", "Decisor"]]) {
            await committee.getByRole("button", { name: "Incluir pessoa" }).click();
            await dialog(page).getByRole("combobox", { name: "Contato" }).fill(name);
            await page.getByRole("option", { name: new RegExp(name) }).click();
            await choose(page, dialog(page).getByRole("combobox", { name: "Papel" }), role);
            await dialog(page).getByRole("button", { name: "Salvar" }).click();
            await committee.getByRole("link", { name }).waitFor();
        }
        await sees(committee, /^Falta dono do orçamento em /);
        assert.equal(await committee.getByText(/^Falta quem decide/).count(), 0);
    });

    await step("3 segmentação: visitou /precos pelo menos 2 vezes em 14 dias", async () => {
        await page.goto("/people/segments");
        await main(page).getByRole("button", { name: "Usar este exemplo: Visitaram os preços" }).click();
        await sees(main(page), "Contatos que visitaram /precos pelo menos 2 vezes em 14 dias");
        await page.getByRole("button", { name: "Salvar", exact: true }).click();
        await page.getByRole("heading", { name: "Visitaram os preços", level: 1 }).waitFor();
        await sees(main(page), "Ninguém cumpre a regra agora");
        segment = (await api.get("/segments")).items[0];
    });

    await step("4 duas visitas de Ana pela API: entra sozinha; quinze dias depois, sai", async () => {
        const visit = (n) => api.post("/events", { items: [{ id: `visita-${n}`, event: "view", path: "/precos", email: "ana.prates@moinhosul.example" }] });
        await visit(1);
        await visit(1); // the same event twice is one
        await visit(2);
        await page.getByRole("link", { name: "Ana Prates" }).waitFor();
        await page.goto(`/people/contacts/${who.Ana.id}`);
        await box(page, "Segmentações").getByRole("link", { name: "Visitaram os preços" }).waitFor();
        await server.restart({ days: 15 });
        api = await api.again();
        await signIn(page, owner);
        await page.goto(`/people/segments/${segment.id}`);
        await sees(main(page), "Ninguém cumpre a regra agora");
        await page.getByRole("tab", { name: "Entradas e saídas" }).click();
        await sees(main(page), "passagem do tempo");
        await sees(main(page), "comportamento");
    });

    await step("5 Pontuação › Por quê?: as parcelas somam o total", async () => {
        await page.goto("/people/scores");
        await page.getByRole("button", { name: "Começar com um modelo pronto" }).click();
        for (const name of ["Perfil", "Engajamento"]) {
            await page.getByRole("tab", { name, exact: true }).click();
            await main(page).getByRole("button", { name: "Publicar" }).click();
            await dialog(page).getByRole("button", { name: "Publicar" }).click();
            await main(page).getByText("Publicado", { exact: true }).first().waitFor();
        }
        await page.goto(`/people/contacts/${who.Ana.id}`);
        await box(page, "Pontuação").getByRole("button", { name: "Por quê?" }).click();
        for (const name of ["Perfil", "Engajamento"]) {
            const part = dialog(page).getByRole("region", { name });
            await part.waitFor();
            const [sum, total] = await pointsOf(part);
            assert.equal(sum, total, name);
        }
        assert.ok((await pointsOf(dialog(page).getByRole("region", { name: "Engajamento" })))[1] > 0);
        await page.keyboard.press("Escape");
    });

    await step("6 MQL, passar para vendas; o vendedor devolve sem orçamento; está na linha do tempo", async () => {
        const facts = main(page).getByRole("region", { name: "Dados" });
        await facts.getByRole("button", { name: /^Editar Estágio/ }).click();
        await choose(page, facts.getByRole("combobox", { name: "Estágio" }), "MQL");
        await facts.getByRole("button", { name: "Salvar" }).click();
        await toast(page, "Estágio").waitFor();
        await main(page).getByRole("button", { name: "Passar para vendas" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Quem recebe" }), "Rui Vendas");
        await dialog(page).getByRole("button", { name: "Passar para vendas" }).click();
        await toast(page, "1 lead passado para vendas.").waitFor();
        const seller = await visitor(browser, server);
        await signIn(seller, { email: "rui@padaria.example", password: "um barco verde" });
        await seller.goto("/people/handoff");
        await main(seller).getByRole("button", { name: "Devolver Ana Prates" }).click();
        await dialog(seller).getByRole("radio", { name: "Sem orçamento" }).check();
        await dialog(seller).getByRole("button", { name: "Devolver" }).click();
        await toast(seller, "Ana Prates voltou para marketing.").waitFor();
        await seller.context().close();
        await page.reload();
        await sees(main(page), "Vendas devolveu o lead");
        await sees(main(page), /Sem orçamento/);
        const after = await api.get(`/contacts/${who.Ana.id}`);
        assert.deepEqual([after.lifecycle, after.lead_status], ["mql", "returned"]);
    });

    await step("7 mesclar e desfazer: o link antigo abre", async () => {
        await page.goto(`/people/contacts/${who.Caio.id}`);
        await page.getByRole("button", { name: "Ações", exact: true }).click();
        await page.getByRole("menuitem", { name: "Mesclar com outro…" }).click();
        await dialog(page).getByRole("combobox", { name: "Mesclar com" }).fill("Duda");
        await page.getByRole("option", { name: /Duda Paz/ }).click();
        await dialog(page).getByRole("button", { name: "Comparar" }).click();
        await dialog(page).getByRole("button", { name: "Mesclar", exact: true }).click();
        await toast(page, "Duda Paz foi mesclado em Caio Luz.").waitFor();
        await page.goto(`/people/contacts/${who.Duda.id}`);
        await page.waitForURL(`**/people/contacts/${who.Caio.id}`);
        await page.getByRole("tab", { name: "Alterações" }).click();
        await box(page, "Mesclagens").getByRole("button", { name: "Desfazer" }).click();
        await toast(page, "Mesclagem desfeita").waitFor();
        await page.goto(`/people/contacts/${who.Duda.id}`);
        await page.getByRole("heading", { name: "Duda Paz", level: 1 }).waitFor();
    });

    await step("8 preferências: abrir nada muda, o botão retira, e o texto fica no registro", async () => {
        await api.post("/consent_purposes/usual");
        const { path } = await api.get(`/contacts/${who.Ana.id}/preference-link`);
        const own = await visitor(browser, server, { path, width: 390, height: 844 });
        const state = async () => (await api.get(`/contacts/${who.Ana.id}/consent`)).states.find((s) => s.code === "marketing_email").state;
        const title = await own.getByRole("checkbox").first().evaluate((b) => b.labels[0].innerText.trim());
        await own.getByRole("checkbox").first().check();
        await own.getByRole("button", { name: "Guardar minhas escolhas" }).click();
        await sees(own.locator("main"), "Suas escolhas foram guardadas.");
        const before = await api.get(`/contacts/${who.Ana.id}/consent`);
        for (let i = 0; i < 3; i++) await own.goto(path);
        assert.deepEqual(await api.get(`/contacts/${who.Ana.id}/consent`), before);
        await own.getByRole("button", { name: "Retirar tudo" }).click();
        await sees(own.locator("main"), "Pronto: nada mais será enviado a você.");
        assert.notEqual(await state(), "given");
        await page.goto("/people/consent?tab=ledger");
        await sees(main(page), "Ana Prates");
        const entries = (await api.get(`/consents?contact=${who.Ana.id}`)).items;
        const [last] = entries.filter((e) => e.state === "withdrawn");
        assert.equal(last.channel, "web");
        const shown = entries.find((e) => e.text_title && title.startsWith(e.text_title));
        assert.ok(shown, title);
        await sees(main(page), new RegExp(`“${shown.text_title}”`)); /* the words they agreed to, in the ledger */
        await own.context().close();
    });

    await step("9 excluir Ana: prova emitida, busca vazia, totais iguais", async () => {
        const totals = async () => [await api.get("/reports/channels"), (await api.get("/deals?count=1")).count];
        const before = await totals();
        await page.goto(`/people/contacts/${who.Ana.id}`);
        await page.getByRole("button", { name: "Ações", exact: true }).click();
        await page.getByRole("menuitem", { name: "Apagar a pessoa" }).click();
        await dialog(page).getByLabel(/Para confirmar/).fill("Ana Prates");
        await dialog(page).getByRole("button", { name: "Apagar para sempre" }).click();
        await dialog(page).getByRole("button", { name: "Ver a prova" }).click();
        await page.getByRole("heading", { name: /Prova do apagamento/ }).waitFor();
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox", { name: /Buscar/ }).last().fill("prates");
        await sees(page, "Nenhuma empresa, pessoa ou negócio com “prates”.");
        assert.deepEqual((await api.get("/search?q=prates")).groups.flatMap((g) => g.items), []);
        assert.deepEqual((await api.get("/contacts?q=ana.prates")).items, []);
        assert.deepEqual(await totals(), before);
    });

    assert.deepEqual(page.complaints, []);
});
