/* doors.test.mjs -- the two doors never mix, and nobody comes in who should not: the demonstration beside one's own
 * company, sign-in with and without a second step, and what a role may do. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Api, owner, plain, says, sees, setUp, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

/* RFC 6238 with the defaults that authenticator apps have: SHA-1, 30 seconds, 6 digits. */
function totp(secret, step) {
    let bits = "";
    for (const c of secret.replace(/[\s=]/g, "").toUpperCase()) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0");
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac("sha1", key).update(counter).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const stepNow = () => Math.floor(Date.now() / 30_000);
const main = (page) => page.locator("#main");

async function switchSite(page, name) {
    await page.getByRole("button", { name: /Site aberto/ }).click();
    await page.getByRole("menuitem", { name }).click();
}

async function leave(page) {
    await page.getByRole("button", { name: "Ana Prado" }).click();
    await page.getByRole("menuitem", { name: "Sair" }).click();
    await page.getByRole("heading", { name: "Entrar" }).waitFor();
}

story("A demonstração e a minha empresa nunca se misturam", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    let demo;

    await step("a porta da demonstração leva a um site cheio, com aviso de que é inventado", async () => {
        await page.getByRole("button", { name: /Explorar a demonstração/ }).click();
        await page.getByLabel("Seu nome").fill(owner.name);
        await page.getByLabel("E-mail").fill(owner.email);
        await page.locator("input[autocomplete=new-password]").fill(owner.password);
        await page.getByRole("button", { name: "Entrar na demonstração" }).click();
        // The door may be passed before all is there; here we wait until it says so.
        await page.locator("button[data-variant=filled]", { hasText: "Entrar no site" }).click();
        await sees(page, "Olá, Ana");
        await sees(main(page), "demonstração");
        await sees(main(page), /Dados inventados/);
        demo = await Api.signIn(server, owner);
        assert.equal(demo.session.sites.length, 1);
        assert.equal(demo.session.sites[0].is_demo, true);
        await page.goto("/people/contacts");
        await main(page).locator("tbody tr").first().waitFor();
    });

    await step("a minha empresa é outro site, vazio e sem aviso", async () => {
        await page.getByRole("button", { name: /Site aberto/ }).click();
        await page.getByRole("menuitem", { name: "Abrir outro site" }).click();
        const box = page.getByRole("dialog");
        await box.getByRole("button", { name: /Começar minha empresa/ }).click();
        await box.getByLabel("Nome da empresa").fill(owner.company);
        await box.getByRole("button", { name: "Começar", exact: true }).click();
        await page.getByRole("button", { name: new RegExp(`Site aberto: ${owner.company}`) }).waitFor();
        await sees(page, "Sua empresa começa aqui");
        assert.equal(await main(page).getByText("Dados inventados").count(), 0);
        await page.goto("/people/contacts");
        await sees(page, "Nenhum contato ainda");
    });

    await step("nada de um site aparece no outro", async () => {
        const both = await Api.signIn(server, owner);
        const own = both.session.sites.find((s) => !s.is_demo);
        const contact = (await demo.get("/contacts?limit=1")).items[0];
        assert.equal((await both.call("GET", `/contacts/${contact.id}`, undefined, { "Praca-Site": own.id })).status, 404);
        await page.goto(`/people/contacts/${contact.id}`);
        await sees(page, "Esta página não existe");
        const mine = await both.call("POST", "/contacts", { name: "Só minha" }, { "Praca-Site": own.id });
        assert.equal(mine.status, 201, mine.text);
        await switchSite(page, /emonstração/);
        await sees(main(page), /Dados inventados/);
        await page.goto("/people/contacts?q=S%C3%B3+minha");
        await sees(page, "Nada encontrado");
        await page.goto(`/people/contacts/${mine.json.id}`);
        await sees(page, "Esta página não existe");
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});

story("Só entra quem deve", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    let secret;
    let used = 0;

    await step("sem sessão, qualquer endereço leva a Entrar, e depois ao que se queria", async () => {
        await page.goto("/people/deals");
        await page.getByRole("heading", { name: "Entrar" }).waitFor();
        await page.locator("input[name=email]").fill(owner.email);
        await page.locator("input[name=password]").fill("não é esta senha");
        await page.getByRole("button", { name: "Entrar" }).click();
        await says(page.getByRole("alert"), "E-mail ou senha não conferem.");
        assert.equal(await page.locator("input[name=email]").inputValue(), owner.email, "what was typed stays typed");
        await page.locator("input[name=password]").fill(owner.password);
        await page.getByRole("button", { name: "Entrar" }).click();
        await sees(page, "Nenhum negócio ainda");
    });

    await step("ligar a verificação em duas etapas com um aplicativo", async () => {
        await page.goto("/settings/security");
        await page.getByRole("button", { name: "Ligar" }).click();
        await page.getByRole("img", { name: /Código QR/ }).waitFor();
        secret = plain(await main(page).locator("code").innerText());
        await page.getByLabel("Código de 6 dígitos").fill("000000");
        await page.getByRole("button", { name: "Confirmar" }).click();
        await sees(main(page), "Este código não vale ou já foi usado. Espere o próximo e tente de novo.");
        used = stepNow();
        await page.getByLabel("Código de 6 dígitos").fill(totp(secret, used));
        await page.getByRole("button", { name: "Confirmar" }).click();
        await sees(page, "Ligada");
    });

    await step("sair, e entrar com senha e código", async () => {
        await leave(page);
        await page.goto("/people/contacts");
        await page.getByRole("heading", { name: "Entrar" }).waitFor();
        await page.locator("input[name=email]").fill(owner.email);
        await page.locator("input[name=password]").fill(owner.password);
        await page.getByRole("button", { name: "Entrar" }).click();
        await page.getByRole("heading", { name: "Código de verificação" }).waitFor();
        await page.getByLabel("Código de 6 dígitos").fill(totp(secret, used));
        await page.getByRole("button", { name: "Confirmar" }).click();
        await says(page.getByRole("alert"), "Este código não vale ou já foi usado. Espere o próximo e tente de novo.");
        // A code serves once; the next step's is taken too, since clocks differ.
        await page.getByLabel("Código de 6 dígitos").fill(totp(secret, Math.max(used + 1, stepNow())));
        await page.getByRole("button", { name: "Confirmar" }).click();
        await sees(page, "Nenhum contato ainda");
    });

    await step("quem só lê não vê botões de editar, e a API recusa", async () => {
        const reader = { name: "Rui Leitor", email: "rui@padaria.example", password: "so olho nao mexo" };
        await api.post("/users", { ...reader, role: "readonly" });
        const contact = await api.post("/contacts", { name: "Bia Souza", email: "bia@cliente.example" });
        const other = (told.page = await visitor(browser, server));
        await signIn(other, reader);
        await other.goto("/people/contacts");
        await main(other).getByRole("link", { name: "Bia Souza" }).waitFor();
        for (const name of ["Novo contato", "Importar CSV", "Baixar esta lista em CSV"]) assert.equal(await other.getByRole("button", { name }).count(), 0, name);
        assert.equal(await main(other).getByRole("checkbox").count(), 0);
        await main(other).getByRole("link", { name: "Bia Souza" }).click();
        // The list shows the address as well: the name is a heading only on her page.
        await main(other).getByRole("heading", { name: "Bia Souza" }).waitFor();
        await sees(main(other), "bia@cliente.example");
        assert.equal(await main(other).getByRole("button", { name: /Editar|Ações/ }).count(), 0);
        for (const [path, gone] of [["/plan", "Novo plano"], ["/results/channels", "Lançar gasto"], ["/results/spend", "Lançar gasto"]]) {
            await other.goto(path);
            await main(other).locator("h1").first().waitFor();
            assert.equal(await other.getByRole("button", { name: gone }).count(), 0, gone);
        }
        await other.goto("/settings/site");
        await main(other).locator("h1").first().waitFor();
        assert.equal(await other.getByRole("link", { name: "Usuários" }).count(), 0);
        const rui = await Api.signIn(server, reader);
        for (const [method, path, body] of [["POST", "/contacts", { name: "Não" }], ["POST", "/spend_lines", { amount_minor: 1 }], ["POST", "/users", { name: "X", email: "x@x.example", role: "owner", password: "um porto tranquilo" }], ["GET", "/contacts.csv"], ["GET", "/audit"]]) {
            const res = await rui.call(method, path, body);
            assert.equal(res.status, 403, `${method} ${path}`);
            assert.equal(res.json.detail, "Seu papel não permite isto. Peça a um proprietário do site.");
        }
        assert.equal((await rui.call("DELETE", `/contacts/${contact.id}`, undefined, { "If-Match": `"${contact.version}"` })).status, 403);
        assert.deepEqual(other.complaints, []);
        told.page = page;
    });

    await step("uma configuração se vê com a unidade, muda, guarda o limite e volta ao inicial", async () => {
        await page.goto("/settings/config");
        const row = main(page).locator("form.card", { hasText: "Negócio parado depois de" });
        const field = row.getByRole("textbox");
        const showsDays = async (n) => {
            assert.equal(await field.inputValue(), n);
            await row.getByText("dias", { exact: true }).waitFor();
        };
        await sees(row, "de 7 a 365 dias · inicial: 90 dias");
        await showsDays("90");
        assert.equal(await row.getByRole("button", { name: "Voltar ao inicial" }).count(), 0);
        await field.fill("3");
        await row.getByRole("button", { name: "Salvar" }).click();
        await sees(row, "Informe um valor de 7 a 365.");
        await field.fill("30");
        await row.getByRole("button", { name: "Salvar" }).click();
        await row.getByRole("button", { name: "Voltar ao inicial" }).waitFor();
        await page.reload();
        await row.getByRole("button", { name: "Voltar ao inicial" }).waitFor();
        await showsDays("30");
        await row.getByRole("button", { name: "Voltar ao inicial" }).click();
        await row.getByRole("button", { name: "Voltar ao inicial" }).waitFor({ state: "detached" });
        await showsDays("90");
    });

    await step("uma configuração se acha pelo nome, sem acento, e o que foi digitado em outra fica", async () => {
        const area = main(page).getByRole("region", { name: "Medição", exact: true });
        const other = main(page).locator("form.card", { hasText: "Validade do link da pesquisa" });
        await other.getByRole("textbox").fill("45");
        await main(page).getByRole("searchbox", { name: "Buscar uma configuração" }).fill("robo");
        await area.getByLabel("Visitas de data centers são de robôs").waitFor();
        await other.waitFor({ state: "hidden" });
        await main(page).getByRole("heading", { name: "Pessoas e vendas" }).waitFor({ state: "hidden" });
        await main(page).getByRole("searchbox").fill("zzz");
        await sees(main(page), "Nenhuma configuração fala de “zzz”.");
        await main(page).getByRole("searchbox").fill("");
        assert.equal(await other.getByRole("textbox").inputValue(), "45");
    });

    await step("a página não reclamou de nada", () => assert.deepEqual(page.complaints, []));
});
