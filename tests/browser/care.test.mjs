/* care.test.mjs -- a call is logged in two clicks; a survey is answered through its link, where opening changes nothing; who
 * would recommend us names a colleague; a contract that ends is renewed with one press. */
import assert from "node:assert/strict";
import { judge, owner, sees, setUp, shoot, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();
const bar = (page) => main(page).getByRole("region", { name: "Registrar" });

story("Cuidar de quem compra", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const account = await api.post("/accounts", { name: "Metalúrgica Norte" });
    const ana = await api.post("/contacts", { name: "Ana Souza", email: "ana.souza@cliente.example", phone: "(11) 95555-1234", account: account.id, locale: "pt-BR" });
    const deal = await api.post("/deals", { name: "Contrato de insertos", account: account.id, contact: ana.id, outcome: "won", amount_minor: 1_200_000, contract_ends_on: siteDay(20) });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const logged = async () => (await api.get(`/activities?contact=${ana.id}`)).items;

    await step("uma ligação em dois cliques, e de volta com um", async () => {
        await page.goto(`/people/contacts/${ana.id}`);
        await bar(page).getByRole("button", { name: "Registrar ligação" }).click();
        await page.getByRole("menuitem", { name: "Não atendeu" }).click();
        await toast(page, "Ligação: registrado.").waitFor();
        assert.deepEqual((await logged()).map((a) => [a.kind, a.outcome]), [["call", "no_answer"]]);
        await toast(page, "Ligação: registrado.").getByRole("button", { name: "Desfazer" }).click();
        await page.waitForFunction(async (path) => (await (await fetch(path)).json()).items.length === 0, `/api/v1/activities?contact=${ana.id}`);
    });

    await step("outra fica, ganha detalhes e aparece na linha do tempo", async () => {
        await bar(page).getByRole("button", { name: "Registrar ligação" }).click();
        await page.getByRole("menuitem", { name: "Tem interesse" }).click();
        await bar(page).getByRole("button", { name: "Acrescentar detalhes" }).click();
        await dialog(page).getByLabel("O que foi dito").fill("Quer o dobro de insertos a partir de março.");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(main(page), "Ligação · Tem interesse");
        await sees(main(page), "Quer o dobro de insertos a partir de março.");
        await shoot(page, "care-contact");
    });

    await step("uma tarefa de hoje está no início e na lista, e se conclui com um toque", async () => {
        await bar(page).getByRole("button", { name: "Tarefa" }).click();
        await dialog(page).getByLabel("O que falta fazer").fill("Mandar a proposta");
        await dialog(page).getByLabel("Para quando").fill(siteDay(-1));
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await sees(main(page), "Mandar a proposta");
        await page.goto("/");
        await page.getByText("1 compromisso seu é para hoje ou já passou.").click();
        await page.getByRole("heading", { name: "Atrasadas" }).waitFor();
        await judge(page, "tasks");
        await main(page).getByRole("checkbox", { name: "Concluir: Mandar a proposta" }).click();
        await sees(main(page), "Nada em aberto");
    });

    await step("uma conversa colada do WhatsApp vira uma atividade", async () => {
        await page.goto(`/people/contacts/${ana.id}`);
        await bar(page).getByRole("button", { name: "WhatsApp" }).click();
        const open = page.getByRole("menuitem", { name: "Abrir conversa com +5511955551234" });
        assert.match(await open.getAttribute("href"), /^https:\/\/wa\.me\/5511955551234\?text=Ol%C3%A1%2C%20Ana/);
        await page.getByRole("menuitem", { name: "Colar uma conversa" }).click();
        await dialog(page).getByLabel("Texto exportado").fill("23/11/2025 10:04 - Ana Souza: Bom dia\n23/11/2025 10:06 - Ana Prado: Bom dia!");
        await dialog(page).getByRole("button", { name: "Registrar" }).click();
        await toast(page, "2 mensagens registradas.").waitFor();
        await sees(main(page), /10:06 Ana Prado: Bom dia!/);
    });

    let link;
    await step("o link da pesquisa: abrir não muda nada", async () => {
        await page.getByRole("button", { name: "Link da pesquisa" }).click();
        link = new URL(await dialog(page).getByLabel("Link").inputValue()).pathname;
        assert.match(link, /^\/p\/nps\/[\w-]{60,}$/);
        await page.keyboard.press("Escape");
        for (const scheme of ["light", "dark"]) {
            const seen = await visitor(browser, server, { path: link, scheme, width: 390, height: 844 });
            for (let i = 0; i < 2; i++) await seen.reload();
            await judge(seen, `survey ${scheme}`);
            await shoot(seen, `care-survey-390-${scheme}`, { fullPage: true });
            await seen.context().close();
        }
        assert.deepEqual((await api.get(`/nps/answers?contact=${ana.id}`)).items, []);
    });

    let own;
    await step("o botão responde, e quem recomendaria indica um colega", async () => {
        own = await visitor(browser, server, { path: link, width: 390, height: 844 });
        closing.push(() => own.context().close());
        await own.getByRole("radio", { name: "9" }).check({ force: true });
        await own.getByLabel("O que mais pesou na sua nota? (opcional)").fill("Entregam no prazo.");
        await own.getByRole("button", { name: "Responder" }).click();
        await sees(own.locator("main"), "Sua resposta foi guardada. Obrigado!");
        assert.deepEqual((await api.get(`/nps/answers?contact=${ana.id}`)).items.map((a) => [a.score, a.comment]), [[9, "Entregam no prazo."]]);
        await own.getByLabel("Nome do colega").fill("Bia Reis");
        await own.getByLabel("Empresa").fill("Usinagem Leste");
        await own.getByLabel("E-mail do colega").fill("bia@leste.example");
        await judge(own, "thanks");
        await shoot(own, "care-thanks-390", { fullPage: true });
        await own.getByRole("button", { name: "Indicar" }).click();
        await sees(own.locator("main"), "Indicação recebida. Obrigado!");
        assert.deepEqual(own.complaints, []);
        assert.deepEqual((await api.get("/contacts?email=bia@leste.example")).items, []);
    });

    await step("a indicação vira contato só quando alguém decide", async () => {
        await page.goto("/people/after-sale?tab=referrals");
        await sees(main(page), "Bia Reis");
        await main(page).getByRole("button", { name: "Criar contato" }).click();
        await toast(page, "Contato criado a partir da indicação.").waitFor();
        await main(page).getByRole("link", { name: "Bia Reis" }).click();
        await sees(main(page), "Chegou por indicação de Ana Souza");
    });

    await step("o contrato que termina se renova com um toque", async () => {
        await page.goto("/people/after-sale?tab=renewals");
        await sees(main(page), "Metalúrgica Norte");
        await shoot(page, "care-renewals");
        await main(page).getByRole("button", { name: "Abrir renovação: Metalúrgica Norte" }).click();
        await toast(page, "Renovação aberta.").waitFor();
        const [renewal] = (await api.get("/deals?type=renewal")).items;
        assert.deepEqual([renewal.account, renewal.amount_minor, renewal.outcome], [account.id, 1_200_000, "open"]);
        await main(page).getByRole("link", { name: "renovação aberta" }).waitFor();
        assert.equal((await api.get("/renewals")).items[0].deal, deal.id);
    });

    await step("a saúde diz do que é feita", async () => {
        await page.goto("/people/after-sale");
        await main(page).getByRole("button", { name: /Por que esta saúde: Metalúrgica Norte/ }).click();
        await sees(page.locator("body"), "Nota média 9,0 em quem respondeu nos últimos 12 meses.");
        await sees(page.locator("body"), /com renovação aberta/);
        await shoot(page, "care-health");
    });

    await step("um link de WhatsApp por lugar: criar, mostrar em QR code, contar quem abre", async () => {
        await page.goto("/settings/chat");
        await sees(main(page), "Nenhum link ainda");
        await main(page).getByRole("button", { name: "Criar link" }).click();
        await page.getByRole("dialog").getByLabel("Nome").fill("Cartaz da feira");
        await page.getByRole("dialog").getByLabel("Telefone").fill("(11) 95555-1234");
        await judge(page, "a new link");
        await page.getByRole("dialog").getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("img", { name: "QR code do link Cartaz da feira" }).waitFor();
        await shoot(page, "care-chat-qr");
        const [link] = (await api.get("/chat_links")).items;
        await page.getByRole("dialog").getByText(`/w/${link.code}`).waitFor();
        await page.keyboard.press("Escape");
        const guest = await visitor(browser, server, { path: `/w/${link.code}`, width: 390, height: 844 });
        closing.push(() => guest.context().close());
        await guest.context().route("https://wa.me/**", (r) => r.fulfill({ contentType: "text/html", body: "<h1>WhatsApp</h1>" }));
        await judge(guest, "the chat page");
        await shoot(guest, "care-chat-page");
        await guest.getByRole("button", { name: "Abrir o WhatsApp" }).click();
        await guest.getByRole("heading", { name: "WhatsApp", exact: true }).waitFor();
        assert.equal(new URL(guest.url()).searchParams.get("text"), `Olá, quero saber mais. #${link.code}`);
        await page.reload();
        await sees(main(page), "1 conversa aberta");
        await shoot(page, "care-chat");
    });

    await step("no telefone e no escuro, sem nada a consertar", async () => {
        const phone = await visitor(browser, server, { scheme: "dark", width: 390, height: 844 });
        closing.push(() => phone.context().close());
        await signIn(phone, owner);
        for (const tab of ["customers", "renewals", "survey", "referrals", "retention"]) {
            await phone.goto(`/people/after-sale?tab=${tab}`);
            await phone.getByRole("tabpanel").waitFor();
            await phone.waitForLoadState("networkidle");
            await judge(phone, tab);
            await shoot(phone, `care-${tab}-390-dark`, { fullPage: true });
        }
        for (const path of ["/people/tasks", "/settings/mail", "/settings/chat", `/people/contacts/${ana.id}`, `/people/accounts/${account.id}`]) {
            await phone.goto(path);
            await main(phone).getByRole("heading", { level: 1 }).waitFor();
            await phone.waitForLoadState("networkidle");
            await judge(phone, path);
        }
        assert.deepEqual([...page.complaints, ...phone.complaints], []);
    });
});
