/* session.test.mjs -- a session that ends under somebody: they sign in again and go on, with what they had typed. */
import assert from "node:assert/strict";
import { becomes, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const form = (page) => page.getByRole("dialog").filter({ has: page.getByLabel("E-mail", { exact: true }).and(page.locator(":not([readonly])")) });
const door = (page) => page.getByRole("dialog", { name: "Sua sessão terminou" });

story("A sessão termina no meio do trabalho", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const rita = await api.post("/users", { name: "Rita Souza", email: "rita@padaria.example", password: "outra frase bem longa", role: "marketer" });
    assert.ok(rita.id);
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const ends = () => page.context().clearCookies();
    const typed = async (name) => {
        await page.goto("/people/contacts");
        await page.getByRole("button", { name: "Novo contato" }).first().click();
        await form(page).getByLabel("Nome").fill(name);
        await form(page).getByLabel("E-mail").fill(`${name.split(" ")[0].toLowerCase()}@cliente.example`);
        await ends();
        await form(page).getByRole("button", { name: "Salvar" }).click();
        await door(page).waitFor();
    };

    await step("o que se salvava é salvo quando a pessoa volta", async () => {
        await typed("Fabio Reis");
        assert.equal(await door(page).getByLabel("E-mail").inputValue(), owner.email);
        await page.keyboard.press("Escape");
        await door(page).locator("input[name=password]").fill("não é a senha");
        await page.keyboard.press("Enter");
        await door(page).getByRole("alert").waitFor();
        await door(page).locator("input[name=password]").fill(owner.password);
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Fabio Reis", level: 1 }).waitFor();
        assert.equal(await page.getByRole("dialog").count(), 0);
        assert.equal((await api.get("/contacts?q=fabio")).items.length, 1);
    });

    await step("entrar em outra aba basta", async () => {
        await typed("Caio Luz");
        const other = await page.context().newPage();
        await other.goto(`${server.url}/login`);
        await signIn(other, owner);
        await other.close();
        await page.bringToFront();
        await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
        await page.getByRole("heading", { name: "Caio Luz", level: 1 }).waitFor();
    });

    await step("o que se digitava fica, também sem salvar", async () => {
        await page.goto("/people/contacts");
        await page.getByRole("button", { name: "Novo contato" }).first().click();
        await form(page).getByLabel("Nome").fill("Duda Paz");
        await ends();
        await form(page).getByRole("combobox", { name: "Empresa" }).fill("Moinho");
        await door(page).waitFor();
        await judge(page, "session over");
        await shoot(page, "session-over");
        await door(page).locator("input[name=password]").fill(owner.password);
        await page.keyboard.press("Enter");
        await door(page).waitFor({ state: "detached" });
        assert.equal(await form(page).getByLabel("Nome").inputValue(), "Duda Paz");
    });

    await step("outra pessoa começa de novo, e não vê o que foi digitado", async () => {
        await typed("Rosa Lira");
        await door(page).getByRole("button", { name: "Sair desta tela e entrar com outra conta" }).click();
        await page.waitForURL("**/login**");
        await page.locator("input[name=email]").fill("rita@padaria.example");
        await page.locator("input[name=password]").fill("outra frase bem longa");
        await page.locator("button[type=submit]").click();
        await sees(page.locator("#main"), "Fabio Reis");
        assert.equal((await api.get("/contacts?q=rosa")).items.length, 0);
        assert.equal(await page.getByRole("dialog").count(), 0);
        await becomes(() => page.getByRole("button", { name: /Rita Souza/ }).count().then((n) => n > 0), true);
    });
});
