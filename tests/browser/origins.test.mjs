/* origins.test.mjs -- the rules of channels: tried, written, moved, turned off with a way back, and history judged by them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Api, becomes, judge, sees, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

story("Canais das visitas: a regra que decide", {}, async (told) => {
    const server = await startServer({ before: [["demo"]] });
    told.closing.push(() => server.stop());
    const browser = await startBrowser();
    told.closing.push(() => browser.close());
    const page = await visitor(browser, server);
    told.page = page;
    const [email, password] = readFileSync(join(server.dir, "demo-login.txt"), "utf8").trim().split(/\s+/);
    const api = await Api.signIn(server, { email, password });
    const own = page.getByRole("region", { name: "Regras do site" });
    const rules = async () => (await api.get("/channel_rules?sort=position")).items;
    const places = async () => (await rules()).map((x) => x.medium ?? x.source);

    await told.step("an address is tried, and the step that decides is told", async () => {
        await signIn(page, { email, password });
        await page.goto("/settings/origins");
        const box = page.getByRole("region", { name: "Testar um endereço" });
        await box.getByLabel("Endereço da página").fill("ferramentas.example/?utm_source=google&utm_medium=cpc");
        await box.getByRole("button", { name: "Testar" }).click();
        await sees(box, "Busca paga");
        await sees(box, "Decidido pela mídia paga “cpc” e pelo tipo de site");
        await judge(page, "origins");
    });

    await told.step("a new rule decides the same address", async () => {
        await own.getByRole("button", { name: "Nova regra" }).click();
        const form = page.getByRole("dialog");
        await form.getByLabel("Canal", { exact: false }).first().fill("parceiros");
        await form.getByLabel(/^Origem/).fill("google");
        await form.getByRole("button", { name: "Salvar" }).click();
        await sees(own, "origem google → parceiros");
        const box = page.getByRole("region", { name: "Testar um endereço" });
        await box.getByRole("button", { name: "Testar" }).click();
        await sees(box, "Decidido pela regra do site: origem google");
    });

    await told.step("the arrows move it to the front, and the server has the order", async () => {
        const before = await places();
        const handle = () => own.getByRole("button", { name: "Mover a regra “origem google”" });
        for (let at = before.length - 1; at > 0; at--) {
            await handle().press("ArrowUp");
            await becomes(async () => (await places()).indexOf("google"), at - 1);
        }
        assert.equal((await places())[0], "google");
    });

    await told.step("it is turned off, and on again by undo", async () => {
        await own.getByRole("button", { name: "Ações: origem google" }).click();
        await page.getByRole("menuitem", { name: "Desligar" }).click();
        await sees(own, "desligada");
        await becomes(async () => (await rules())[0].active, false);
        await page.getByRole("button", { name: "Desfazer" }).click();
        await becomes(async () => (await rules())[0].active, true);
    });

    await told.step("a word of a usual rule begins a rule of the site's own, which is asked first", async () => {
        const usual = page.getByRole("region", { name: "Regras comuns" });
        await sees(usual, /Não podem ser mudadas/);
        const step = usual.getByRole("listitem").filter({ hasText: "4. Um site conhecido" });
        await step.locator("summary").click();
        await step.getByRole("button", { name: "Copiar “bing” para uma regra própria" }).click();
        const form = page.getByRole("dialog");
        await sees(form, /Copiada de uma regra comum/);
        assert.equal(await form.getByLabel(/^Origem/).inputValue(), "bing");
        assert.equal(await form.getByLabel(/^Mídia/).inputValue(), "organic");
        assert.equal(await form.getByLabel(/^Canal/).inputValue(), "organic_search");
        await form.getByLabel(/^Canal/).fill("bing_proprio");
        await form.getByRole("button", { name: "Salvar" }).click();
        await sees(own, "origem bing e mídia organic → bing_proprio");
        const box = page.getByRole("region", { name: "Testar um endereço" });
        await box.getByLabel("Endereço da página").fill("ferramentas.example/");
        await box.getByLabel("Veio de (opcional)").fill("www.bing.com");
        await box.getByRole("button", { name: "Testar" }).click();
        await sees(box, "Decidido pela regra do site: origem bing e mídia organic");
    });

    await told.step("what would change is seen, done, and then nothing is left to change", async () => {
        const box = page.getByRole("region", { name: "Julgar as visitas de novo" });
        await sees(box, /visitas mudariam/);
        await box.getByRole("table").getByText("parceiros").first().waitFor();
        await box.getByRole("button", { name: "Julgar de novo" }).click();
        await sees(box, /^Pronto: /);
        await sees(box, /ficariam como estão/);
    });

    await told.step("on a phone nothing runs off the side", async () => {
        await page.setViewportSize({ width: 390, height: 844 });
        await judge(page, "origins on a phone");
    });
});
