/* pipeline.test.mjs -- from a lead to a sale: deals moved on the board and back, a reason for what is lost, a gap in the
 * committee that closes, and leads that sales accepts and returns. */
import assert from "node:assert/strict";
import { becomes, choose, judge, owner, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();

story("Do lead à venda", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const acme = await api.post("/accounts", { name: "Acme", domain: "acme.example" });
    const ana = await api.post("/contacts", { name: "Ana Prates", email: "ana@acme.example", phone: "11 95555-0101", account: acme.id, lifecycle: "mql", buying_role: "user" });
    await api.post("/contacts", { name: "Beto Dias", email: "beto@acme.example", account: acme.id, lifecycle: "mql", buying_role: "payer" });
    const nina = await api.post("/contacts", { name: "Nina Prates", email: "nina@acme.example", account: acme.id, lifecycle: "mql" });
    const davi = await api.post("/contacts", { name: "Davi Dias", email: "davi@acme.example", account: acme.id, lifecycle: "mql" });
    await api.post("/users", { name: "Rui Vendas", email: "rui@padaria.example", password: "um barco verde", role: "sales" });
    const deal = await api.post("/deals", { name: "Fornos", stage: "qualification", account: acme.id, amount_minor: 4_500_000 });
    await api.post("/deals", { name: "Moinho", stage: "proposal", account: acme.id, amount_minor: 1_000_000 });
    await api.post("/deal_members", { deal: deal.id, contact: ana.id, role: "user" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    const column = (name) => page.getByRole("region", { name, exact: true });
    const card = (where, name) => column(where).getByRole("article", { name });

    await step("o quadro soma o dinheiro de cada etapa e prevê pela chance", async () => {
        await page.goto("/people/deals?view=board");
        await sees(column("Qualificação"), /45\s*mil/);
        await sees(column("Qualificação"), /previsão.*4,5\s*mil/);
        await sees(card("Qualificação", "Fornos"), "Falta quem defenda a compra");
    });

    await step("mover pelo mouse, e desfazer", async () => {
        await card("Qualificação", "Fornos").dragTo(column("Diagnóstico"));
        await card("Diagnóstico", "Fornos").waitFor();
        const undo = toast(page, "agora em Diagnóstico").getByRole("button", { name: "Desfazer" });
        assert.equal(await undo.evaluate((b) => [b, ...b.querySelectorAll("*")].some((x) => x.scrollWidth > x.clientWidth + 1 && getComputedStyle(x).display !== "inline")), false, "the word is cut");
        await undo.click();
        await card("Qualificação", "Fornos").waitFor();
        await becomes(async () => (await api.get(`/deals/${deal.id}`)).stage, "qualification");
    });

    await step("mover pelo teclado, e desistir com Esc", async () => {
        await card("Qualificação", "Fornos").focus();
        await page.keyboard.press("Space");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Space");
        await card("Proposta", "Fornos").waitFor();
        await card("Proposta", "Fornos").focus();
        await page.keyboard.press("Space");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Escape");
        await becomes(async () => (await api.get(`/deals/${deal.id}`)).stage, "proposal");
    });

    await step("quem perde diz o motivo; desfazer traz de volta", async () => {
        await page.getByRole("button", { name: "Mover Moinho para outra etapa" }).press("Enter");
        await page.getByRole("menuitem", { name: "Perdido" }).press("Enter");
        await dialog(page).getByRole("button", { name: "Mover para Perdido" }).click();
        await sees(dialog(page), "Diga o motivo");
        await dialog(page).getByText("Sem orçamento", { exact: true }).click();
        await dialog(page).getByRole("button", { name: "Mover para Perdido" }).click();
        await card("Perdido", "Moinho").waitFor();
        await sees(card("Perdido", "Moinho"), "Sem orçamento");
        const moinho = async () => (await api.get("/deals?q=moinho")).items[0];
        await becomes(async () => [(await moinho()).reason, (await moinho()).stage], ["Sem orçamento", "lost"]);
        await toast(page, "agora em Perdido").getByRole("button", { name: "Desfazer" }).click();
        await card("Proposta", "Moinho").waitFor();
        await becomes(async () => { const d = await moinho(); return [d.outcome, d.reason, d.closed_at]; }, ["open", null, null]);
    });

    await step("na página do negócio, a etapa muda com um clique, e ganhar pergunta por quê", async () => {
        const { id } = await api.post("/deals", { name: "Balança", stage: "qualification", account: (await api.post("/accounts", { name: "Padaria Lua Ltda." })).id });
        await page.goto(`/people/deals/${id}`);
        const track = page.getByRole("region", { name: "Etapa do negócio" });
        await track.getByRole("button", { name: "Mover para Proposta" }).click();
        await toast(page, "agora em Proposta").waitFor();
        assert.equal(await track.locator("[aria-current=step]").innerText(), "Proposta");
        await sees(page.getByRole("region", { name: "Comitê de compra" }), /^Falta dono do orçamento em Padaria Lua Ltda\.$/);
        await track.getByRole("button", { name: "Ganho" }).click();
        await dialog(page).getByRole("textbox", { name: "Motivo" }).fill("Atende no domingo");
        await dialog(page).getByRole("button", { name: "Mover para Ganho" }).click();
        await sees(track, /^Ganho em .*Atende no domingo$/);
        assert.equal(await page.getByText("Falta dono do orçamento").count(), 0);
        await track.getByRole("button", { name: "Reabrir" }).click();
        await track.getByRole("button", { name: "Perdido" }).waitFor();
        await becomes(async () => { const d = await api.get(`/deals/${id}`); return [d.outcome, d.closed_at, d.reason]; }, ["open", null, null]);
        await judge(page, "the page of a deal");
        const now = await api.get(`/deals/${id}`);
        await api.call("DELETE", `/deals/${id}`, undefined, { "If-Match": `"${now.version}"` });
        await page.goto("/people/deals?view=board");
    });

    await step("o quadro se lê por quem não vê", () => judge(page, "the board"));

    await step("“Falta dono do orçamento em Acme” some quando Beto entra, e volta quando sai", async () => {
        await card("Proposta", "Fornos").getByRole("link").click();
        const box = page.getByRole("region", { name: "Comitê de compra" });
        await sees(box, "Falta dono do orçamento em Acme.");
        await box.getByRole("button", { name: "Incluir Beto Dias como Pagador" }).click();
        await box.getByRole("link", { name: "Beto Dias" }).waitFor();
        await box.getByText("Falta dono do orçamento em Acme.").waitFor({ state: "hidden" });
        await box.getByRole("button", { name: "Beto Dias saiu do comitê" }).click();
        await sees(box, "Falta dono do orçamento em Acme.");
        await sees(box, /saiu em/);
    });

    await step("um MQL passa para vendas, que devolve: “sem orçamento” fica na linha do tempo", async () => {
        await page.goto(`/people/contacts/${nina.id}`);
        await main(page).getByRole("button", { name: "Passar para vendas" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Quem recebe" }), "Rui Vendas");
        await dialog(page).getByLabel("Recado para vendas").fill("Pediu o preço do forno grande");
        await dialog(page).getByRole("button", { name: "Passar para vendas" }).click();
        await toast(page, "1 lead passado para vendas.").waitFor();
        await page.goto("/people/handoff");
        await sees(main(page), "Pediu o preço do forno grande");
        await main(page).getByRole("button", { name: "Devolver Nina Prates" }).click();
        await dialog(page).getByRole("button", { name: "Devolver" }).click();
        await sees(dialog(page), "Escolha o motivo");
        await dialog(page).getByRole("radio", { name: "Sem orçamento" }).check();
        await dialog(page).getByLabel("Observação").fill("só em março");
        await dialog(page).getByRole("button", { name: "Devolver" }).click();
        await toast(page, "Nina Prates voltou para marketing.").waitFor();
        await page.goto(`/people/contacts/${nina.id}`);
        await sees(main(page), "Vendas devolveu o lead");
        await sees(main(page), "Sem orçamento: só em março");
        const now = await api.get(`/contacts/${nina.id}`);
        assert.deepEqual([now.lifecycle, now.lead_status, now.return_reason], ["mql", "returned", "no_budget"]);
    });

    await step("outro é aceito e vira SAL, em atendimento", async () => {
        await page.goto(`/people/contacts/${davi.id}`);
        await main(page).getByRole("button", { name: "Passar para vendas" }).click();
        await dialog(page).getByRole("button", { name: "Passar para vendas" }).click();
        await toast(page, "1 lead passado para vendas.").waitFor();
        await page.goto("/people/handoff");
        await main(page).getByRole("button", { name: "Aceitar Davi Dias" }).click();
        await sees(main(page), "Ninguém à espera");
        const now = await api.get(`/contacts/${davi.id}`);
        assert.deepEqual([now.lifecycle, now.lead_status], ["sal", "in_work"]);
        await page.getByText("Resultado", { exact: true }).click();
        await sees(main(page), /2 de 10/);
    });

    await step("uma regra mostra quem moveria, antes de mover", async () => {
        await api.post("/contacts", { name: "Caio Luz", job_title: "Diretor" });
        await api.post("/lifecycle_rules", { name: "Diretores", stage: "mql", rule: { field: "job_title", is: "Diretor" } });
        await page.goto("/people/ladder");
        await page.getByRole("button", { name: "Ações: Diretores" }).click();
        await page.getByRole("menuitem", { name: "Aplicar a quem já está aqui" }).click();
        await sees(dialog(page), "1 pessoa passaria a MQL");
        await sees(dialog(page), "Caio Luz");
        await dialog(page).getByRole("button", { name: "Aplicar" }).click();
        await toast(page, "1 pessoa passou a MQL.").waitFor();
        assert.equal((await api.get("/contacts?lifecycle=mql")).items[0].name, "Caio Luz");
    });

    await step("uma etapa com negócios abertos diz quantos, e não oferece excluir", async () => {
        const held = (await api.get("/deals?outcome=open")).items[0].stage;
        const { name } = (await api.get("/deal_stages")).items.find((s) => s.key === held);
        const { count } = await api.get(`/deals?outcome=open&stage=${held}&count=1`);
        await page.goto("/settings/stages");
        await page.getByRole("button", { name: `Ações: ${name}` }).click();
        await page.getByRole("menuitem", { name: "Excluir" }).click();
        await sees(dialog(page), new RegExp(`Há ${count} negócios? abertos? nesta etapa`));
        assert.equal(await dialog(page).getByRole("button", { name: "Excluir" }).count(), 0);
        await dialog(page).getByRole("link", { name: /^Ver / }).click();
        await page.waitForURL(`**/people/deals?*stage=${held}*`);
        await page.locator("tbody tr").first().waitFor();
        assert.equal(await page.locator("tbody tr").count(), count);
    });

    await step("quem sai do site deixa seus registros à vista, e a auditoria diz quem o tirou", async () => {
        const rui = (await api.get("/users")).items.find((u) => u.name === "Rui Vendas");
        await api.post("/contacts", { name: "Lia Prado", owner: rui.id });
        const { count } = await api.get(`/contacts?owner=${rui.id}&count=1`);
        await page.goto("/settings/users");
        await page.getByRole("button", { name: "Ações: Rui Vendas" }).click();
        await page.getByRole("menuitem", { name: "Tirar deste site" }).click();
        const theirs = dialog(page).getByRole("link", { name: new RegExp(`^${count} contatos?$`) });
        assert.equal(await theirs.getAttribute("href"), `/people/contacts?owner=%22${rui.id}%22`);
        await judge(page, "taking somebody off the site");
        await dialog(page).getByRole("button", { name: "Tirar deste site" }).click();
        await toast(page, "não entra mais").waitFor();
        await page.goto("/settings/audit");
        const entry = main(page).getByRole("listitem").filter({ hasText: "tirou Rui Vendas deste site" }).first();
        await sees(entry, /na tela/);
        await sees(entry, /Papel:/);
    });

    await step("as telas se leem por quem não vê", async () => {
        for (const path of ["/people/handoff?tab=answered", "/people/handoff?tab=report", "/people/ladder", "/results/funnel", "/settings/stages", `/people/deals/${deal.id}`]) {
            await page.goto(path);
            await main(page).locator(".card").first().waitFor();
            await judge(page, path);
        }
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
