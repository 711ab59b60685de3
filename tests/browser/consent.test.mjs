/* consent.test.mjs -- a yes is written down and taken back, in the office and on the person's own page: there, opening
 * changes nothing, a button does, and the words that stood on it are in the ledger. */
import assert from "node:assert/strict";
import { choose, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const toast = (page, words) => page.getByRole("status").filter({ hasText: words }).first();
const card = (page) => main(page).getByRole("region", { name: "Consentimento" });

story("Consentimento", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const ana = await api.post("/contacts", { name: "Ana Souza", email: "ana.souza@cliente.example", phone: "+55 11 98888-0000", job_title: "Compradora", locale: "pt-BR", channel: "paid_search", tags: ["feira"] });
    const john = await api.post("/contacts", { name: "John Reed", email: "john@client.example", locale: "en" });
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const states = async (id) => Object.fromEntries((await api.get(`/contacts/${id}/consent`)).states.map((s) => [s.code, s.state]));

    await step("as finalidades de costume vêm com textos nas duas línguas", async () => {
        await page.goto("/people/consent");
        await page.getByRole("button", { name: "Criar as de costume" }).click();
        await page.getByRole("heading", { name: "Marketing por e-mail" }).waitFor();
        await sees(main(page), "Aceito que Padaria Aurora use meu nome e meu endereço");
        await sees(main(page), "I agree that Padaria Aurora uses my name and address");
        await shoot(page, "consent-purposes", { fullPage: true });
    });

    await step("registrar um sim exige o texto que a pessoa viu, e mostra desde quando vale", async () => {
        await page.goto(`/people/contacts/${ana.id}`);
        await card(page).getByText("Não respondeu").first().waitFor();
        await card(page).getByRole("button", { name: "Registrar resposta: Marketing por e-mail" }).click();
        await sees(dialog(page), "Aceito que Padaria Aurora use meu nome e meu endereço");
        await choose(page, dialog(page).getByRole("combobox", { name: "Como disse" }), "em papel");
        await dialog(page).getByLabel("Onde").fill("Feira do Mel 2026");
        await shoot(page, "consent-record");
        await dialog(page).getByRole("button", { name: "Registrar", exact: true }).click();
        await toast(page, "Resposta registrada.").waitFor();
        await sees(card(page), "Disse sim");
        await sees(card(page), /em papel · Feira do Mel 2026 · versão 1/);
        assert.equal((await states(ana.id)).marketing_email, "given");
        await shoot(page, "consent-card");
    });

    await step("retirar também fica no registro, com quem registrou", async () => {
        await card(page).getByRole("button", { name: "Registrar resposta: Marketing por e-mail" }).click();
        await dialog(page).getByText("Retirou o sim").click();
        await dialog(page).getByRole("button", { name: "Registrar", exact: true }).click();
        await sees(card(page), "Retirou");
        await card(page).getByRole("button", { name: "Registro" }).click();
        await sees(dialog(page), "Feira do Mel 2026");
        await sees(dialog(page), /registrado por Ana Prado/);
        assert.equal(await dialog(page).getByRole("listitem").count(), 2);
        await page.keyboard.press("Escape");
    });

    await step("um texto que alguém leu não muda; a nova versão vale daqui em diante", async () => {
        await page.goto("/people/consent");
        await page.getByRole("button", { name: "Nova versão: Marketing por e-mail, Português" }).click();
        await dialog(page).getByLabel("Título").fill("Receber a carta da Aurora");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await toast(page, "A nova versão está em vigor.").or(toast(page, "Nova versão em vigor.")).waitFor();
        await sees(main(page), "Receber a carta da Aurora");
        await sees(main(page), "1 versão anterior");
    });

    let own;
    await step("a página da pessoa: abrir não muda nada", async () => {
        const list = await api.post("/lists", { name: "Carta do mês", public: true, description: "Uma receita e uma novidade por mês.", purpose: (await api.get("/consent_purposes?code=marketing_email")).items[0].id });
        await page.goto(`/people/contacts/${ana.id}`);
        await card(page).getByRole("button", { name: "Página da pessoa" }).click();
        const url = await dialog(page).getByLabel("Link").inputValue();
        assert.match(url, /\/p\/[\w-]{60,}$/);
        const before = await api.get(`/contacts/${ana.id}/consent`);
        own = await visitor(browser, server, { path: new URL(url).pathname, width: 390, height: 844 });
        closing.push(() => own.context().close());
        for (let i = 0; i < 3; i++) await own.reload();
        assert.deepEqual(await api.get(`/contacts/${ana.id}/consent`), before);
        assert.deepEqual(await own.context().cookies(), []);
        await sees(own.locator("main"), "ana.souza@cliente.example");
        await sees(own.locator("main"), "Receber a carta da Aurora");
        await sees(own.locator("main"), "Carta do mês");
        for (const words of ["Português", "Busca paga"]) await sees(own.locator("dd"), words);
        assert.ok(list.id);
        await shoot(own, "own-page-390", { fullPage: true });
    });

    await step("na página dela, o botão guarda o sim com o texto, e depois o retira", async () => {
        await own.getByLabel("Receber a carta da Aurora", { exact: true }).check();
        await own.getByLabel("Carta do mês").check();
        await own.getByRole("button", { name: "Guardar minhas escolhas" }).click();
        await sees(own.locator("main"), "Suas escolhas foram guardadas.");
        let kept = await api.get(`/contacts/${ana.id}/consent`);
        assert.equal(kept.states.find((s) => s.code === "marketing_email").text_title, "Receber a carta da Aurora");
        assert.equal(kept.lists[0].status, "subscribed");
        await own.getByRole("button", { name: "Retirar tudo" }).click();
        await sees(own.locator("main"), "Pronto: nada mais será enviado a você.");
        kept = await api.get(`/contacts/${ana.id}/consent`);
        assert.equal(kept.states.find((s) => s.code === "marketing_email").state, "withdrawn");
        assert.deepEqual([kept.lists[0].status, kept.suppressed], ["unsubscribed", "unsubscribed"]);
        const [last] = (await api.get(`/consents?contact=${ana.id}&limit=1`)).items;
        assert.deepEqual([last.state, last.channel, last.text_title], ["withdrawn", "web", "Receber a carta da Aurora"]);
        await own.getByRole("button", { name: "Pedir uma cópia" }).click();
        await sees(own.locator("main"), /Pedido recebido em/);
        await sees(own.locator("main"), /^Você retirou o sim em \d+ de \p{L}+ de \d{4} \(página de preferências\)\.$/u);
    });

    await step("a página se lê em inglês e em português, clara e escura, na mesa e no telefone", async () => {
        const links = { "pt-BR": (await api.get(`/contacts/${ana.id}/preference-link`)).path, en: (await api.get(`/contacts/${john.id}/preference-link`)).path };
        for (const [lang, path] of Object.entries(links))
            for (const scheme of ["light", "dark"])
                for (const width of [390, 1440]) {
                    const seen = await visitor(browser, server, { path, scheme, width, locale: lang });
                    assert.equal(await seen.locator("html").getAttribute("lang"), lang);
                    await judge(seen, `${lang} ${scheme} ${width}`);
                    await shoot(seen, `own-page-${lang}-${scheme}-${width}`, { fullPage: true });
                    assert.deepEqual(seen.complaints, []);
                    await seen.context().close();
                }
    });

    await step("confirmação dupla: só o botão confirma", async () => {
        const list = await api.post("/lists", { name: "Invitations", purpose: (await api.get("/consent_purposes?code=marketing_email")).items[0].id });
        await page.goto(`/people/contacts/${john.id}`);
        await card(page).getByRole("button", { name: "Ações: Invitations" }).click();
        await page.getByRole("menuitem", { name: "Pedir confirmação" }).click();
        await sees(card(page), "A confirmar");
        await card(page).getByRole("button", { name: "Ações: Invitations" }).click();
        await page.getByRole("menuitem", { name: "Link de confirmação" }).click();
        const url = await dialog(page).getByLabel("Link").inputValue();
        const john2 = await visitor(browser, server, { path: new URL(url).pathname, locale: "en", width: 390 });
        closing.push(() => john2.context().close());
        await john2.reload();
        assert.equal((await api.get(`/lists/${list.id}/members`)).items[0].status, "pending");
        await judge(john2, "confirm");
        await shoot(john2, "confirm-390", { fullPage: true });
        await john2.getByRole("button", { name: "Yes, I want to receive it" }).click();
        await sees(john2.locator("main"), "You are on the list.");
        assert.equal((await api.get(`/lists/${list.id}/members`)).items[0].status, "subscribed");
        assert.equal((await states(john.id)).marketing_email, "given");
    });

    await step("o registro do site se confere elo por elo", async () => {
        await page.goto("/people/consent?tab=ledger");
        await sees(main(page), "Ana Souza");
        await page.getByRole("button", { name: "Conferir o registro" }).click();
        await sees(main(page), "O registro está íntegro");
        await shoot(page, "consent-ledger", { fullPage: true });
    });

    await step("a lista de supressão: procurar, trazer e tirar", async () => {
        await page.goto("/people/consent?tab=suppression");
        await sees(main(page), "ana.souza@cliente.example");
        await page.getByRole("button", { name: "Importar" }).click();
        await dialog(page).locator("input[type=file]").setInputFiles({ name: "lista.csv", mimeType: "text/csv", buffer: Buffer.from("email,motivo\nx@y.example,bounced\nnada\n") });
        await dialog(page).getByRole("button", { name: "Importar" }).click();
        await sees(dialog(page), /1 novos, 0 já estavam/);
        await sees(dialog(page), /não é endereço nem SHA-256: 3\./);
        await dialog(page).getByRole("button", { name: "Fechar" }).last().click();
        await page.getByLabel("Procurar um endereço").first().fill("X@Y.example");
        await page.keyboard.press("Enter");
        await sees(main(page), /Está na lista desde/);
        await page.getByRole("button", { name: "Tirar da supressão: x@y.example" }).click();
        await dialog(page).getByRole("button", { name: "Tirar da lista" }).click();
        await toast(page, "O endereço saiu da lista.").waitFor();
        await shoot(page, "consent-suppression", { fullPage: true });
    });

    await step("listas, no telefone e no escuro", async () => {
        const phone = await visitor(browser, server, { scheme: "dark", width: 390, height: 844 });
        closing.push(() => phone.context().close());
        await signIn(phone, owner);
        for (const tab of ["purposes", "lists", "suppression", "ledger"]) {
            await phone.goto(`/people/consent?tab=${tab}`);
            await phone.getByRole("tabpanel").waitFor();
            await judge(phone, tab);
            await shoot(phone, `consent-${tab}-390-dark`, { fullPage: true });
        }
        await phone.goto(`/people/contacts/${ana.id}`);
        await phone.getByRole("region", { name: "Consentimento" }).waitFor();
        await judge(phone, "card");
        assert.deepEqual([...page.complaints, ...phone.complaints, ...own.complaints], []);
    });
});
