/* segments.test.mjs -- a rule is built by mouse and by keyboard, counted while it is written, saved, and right; people come
 * into a segment by what they do; a list is filtered by a rule, and the rule becomes a segment. */
import assert from "node:assert/strict";
import { becomes, choose, judge, owner, sees, setUp, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const main = (page) => page.locator("#main");
const dialog = (page) => page.getByRole("dialog");
const live = (within) => within.getByRole("region", { name: /^(Resultado da regra|Result of the rule)$/ });
const row = (within, n) => within.getByRole("group", { name: new RegExp(`^Condição ${n} de`) });
const part = (within, name) => within.getByRole("combobox", { name, exact: true });

async function counts(within, n) {
    await live(within).locator("strong").filter({ hasText: new RegExp(`^${n}$`) }).waitFor();
}

story("Segmentações", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const account = async (name, employees) => (await api.post("/accounts", { name, industry: "Software", employees })).id;
    const norte = await account("Norte Sistemas", 80);
    const sul = await account("Sul Sistemas", 12);
    const people = {};
    for (const [name, at, seniority, lifecycle] of [["Ana Reis", norte, "director", "lead"], ["Beto Sá", norte, "junior", "lead"], ["Caio Luz", sul, "director", "customer"], ["Duda Paz", null, null, "lead"]]) {
        people[name] = await api.post("/contacts", { name, email: `${name.split(" ")[0].toLowerCase()}@p.example`, account: at, seniority, lifecycle });
    }
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);

    await step("sem segmentações, quatro exemplos ditos por extenso", async () => {
        await page.goto("/people/segments");
        await sees(main(page), "Nenhuma segmentação ainda");
        await sees(main(page), "Contatos que visitaram /precos pelo menos 2 vezes em 14 dias");
        assert.equal(await main(page).getByRole("button", { name: /^Usar este exemplo: / }).count(), 4);
        await judge(page, "the empty list");
        await shoot(page, "segments-empty", { fullPage: true });
    });

    await step("com o mouse: uma condição, um grupo dentro, e a conta muda enquanto se escreve", async () => {
        await main(page).getByRole("button", { name: "Nova segmentação" }).first().click();
        await page.getByLabel("Nome").fill("Diretores de empresas maiores");
        await counts(page, 4);
        await choose(page, part(row(page, 1), "O que"), "Senioridade");
        await choose(page, part(row(page, 1), "Valor de Senioridade"), "Diretor");
        await counts(page, 2);
        await sees(live(page), "Contatos com senioridade igual a Diretor");
        await page.getByRole("button", { name: "Grupo", exact: true }).click();
        const inner = page.getByRole("group", { name: "Qualquer uma destas" });
        await choose(page, part(row(inner, 1), "O que"), /^Funcionários/);
        await choose(page, part(row(inner, 1), "Comparação"), "é maior que");
        await row(inner, 1).getByRole("textbox", { name: "Valor de Funcionários" }).fill("50");
        await counts(page, 1);
        await inner.getByRole("button", { name: "Condição", exact: true }).click();
        await sees(live(page), "Uma condição incompleta não entra na conta.");
        await choose(page, part(row(inner, 2), "O que"), "Nome");
        await row(inner, 2).getByRole("combobox", { name: "Valor de Nome" }).fill("Caio Luz");
        await counts(page, 2);
        await judge(page, "the builder");
        await shoot(page, "segments-builder", { fullPage: true });
    });

    await step("retirar tem volta, e o que está errado é dito na sua condição", async () => {
        const inner = page.getByRole("group", { name: "Qualquer uma destas" });
        await inner.getByRole("button", { name: "Retirar a condição 2" }).click();
        await counts(page, 1);
        await page.getByRole("status").filter({ hasText: "Retirado da regra." }).getByRole("button", { name: "Desfazer" }).click();
        await counts(page, 2);
        await row(inner, 1).getByRole("textbox", { name: "Valor de Funcionários" }).fill("-5");
        await row(inner, 1).locator(".rule-mistake").waitFor();
        await sees(live(page), "Há um erro na regra, marcado acima.");
        await row(inner, 1).getByRole("textbox", { name: "Valor de Funcionários" }).fill("50");
        await counts(page, 2);
    });

    await step("arrastada pela alça, uma condição entra no grupo e sai dele; uma tecla desiste", async () => {
        const inner = page.getByRole("group", { name: "Qualquer uma destas" });
        const carry = async (handle, onto, part, end = () => page.mouse.up()) => {
            const [from, to] = [await handle.boundingBox(), await onto.boundingBox()];
            await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
            await page.mouse.down();
            await page.mouse.move(to.x + to.width / 2, to.y + to.height * part, { steps: 8 });
            await page.locator("[data-drop], [data-into=true]").first().waitFor();
            await end();
        };
        const handle = (within, n) => within.getByRole("button", { name: new RegExp(`^Mover ou duplicar a condição ${n} de`) }).first();
        await carry(handle(page, 1), row(inner, 2), 0.8);
        await row(inner, 3).waitFor();
        await counts(page, 3);
        await carry(handle(inner, 3), row(inner, 1), 0.2, async () => { await page.keyboard.press("Escape"); await page.mouse.up(); });
        await counts(page, 3);
        await carry(handle(inner, 3), inner.locator(".rule-head").first(), 0.3);
        await row(inner, 3).waitFor({ state: "detached" });
        await counts(page, 2);
    });

    await step("salvar mostra quem está, e a regra por extenso", async () => {
        await page.getByRole("button", { name: "Salvar", exact: true }).click();
        await page.getByRole("heading", { name: "Diretores de empresas maiores", level: 1 }).waitFor();
        await page.getByRole("link", { name: "Ana Reis" }).waitFor();
        await page.getByRole("link", { name: "Caio Luz" }).waitFor();
        assert.equal(await main(page).getByRole("link", { name: "Beto Sá" }).count(), 0);
        await sees(main(page), /^Contatos com senioridade igual a Diretor/);
        await judge(page, "a segment");
        await shoot(page, "segments-one", { fullPage: true });
    });

    await step("com o teclado: escolher, mover para dentro do grupo, duplicar, salvar", async () => {
        await page.goto("/people/segments/new?subject=contact");
        await page.getByLabel("Nome").fill("Visitaram os preços");
        const type = async (text) => page.keyboard.type(text);
        // The list that belongs to what has the focus, as far as it stands open: where its marked option is.
        const markOf = () => {
            const box = document.activeElement;
            const list = box.getAttribute("aria-expanded") === "true" && document.getElementById(box.getAttribute("aria-controls"));
            if (!list) return null;
            const options = [...list.querySelectorAll("[data-combobox-option]")];
            const at = options.findIndex((o) => o.hasAttribute("data-combobox-selected"));
            return at >= 0 ? at : options.findIndex((o) => o.getAttribute("aria-selected") === "true");
        };
        const marked = () => page.evaluate(markOf);
        // Under load a press may come before the list has marked its present choice, and then marks the first one: press until the mark stands.
        const downTo = async (at) => {
            for (let presses = 0; presses < 20; presses++) {
                const now = (await marked()) ?? -1;
                if (now === at) return;
                await page.keyboard.press("ArrowDown");
                await page.waitForFunction(`((${markOf})() ?? -1) !== ${now}`, null, { timeout: 500 }).catch(() => {});
            }
            assert.equal(await marked(), at, "the arrows reach the option");
        };
        const take = async () => {
            await page.keyboard.press("Enter");
            await becomes(marked, null);
        };
        // A list opens, its present choice is marked, and the arrows go on from there.
        const next = async (downs) => {
            await page.keyboard.press("Enter");
            await becomes(async () => ((await marked()) ?? -1) >= 0, true);
            if (downs > 0) await downTo((await marked()) + downs);
            await take();
        };
        const pick = async (text) => {
            await type(text);
            await page.getByRole("option").first().waitFor();
            await becomes(async () => (await marked()) !== null, true);
            await downTo(0);
            await take();
        };
        await part(row(page, 1), "O que").focus();
        await pick("visitou pag");
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Página");
        await next(1);
        await page.keyboard.press("Tab");
        await type("/precos");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Control+a");
        await type("2");
        await page.keyboard.press("Tab");
        await next(1);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Control+a");
        await type("14");
        await sees(live(page), "Contatos que visitaram /precos pelo menos 2 vezes em 14 dias");
        await page.getByRole("button", { name: "Grupo", exact: true }).focus();
        await page.keyboard.press("Enter");
        await pick("senioridade");
        await page.getByRole("button", { name: /^Mover ou duplicar a condição 1 de 2/ }).focus();
        await page.keyboard.press("ArrowDown");
        const inner = page.getByRole("group", { name: "Qualquer uma destas" });
        await row(inner, 2).waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Mover ou duplicar a condição 1 de 2");
        await page.keyboard.press("Control+d");
        await row(inner, 3).waitFor();
        await page.keyboard.press("Delete");
        await row(inner, 3).waitFor({ state: "detached" });
        await inner.getByRole("button", { name: /^Mover ou duplicar a condição 2 de 2/ }).focus();
        await page.keyboard.press("Delete");
        await row(inner, 2).waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Salvar", exact: true }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Visitaram os preços", level: 1 }).waitFor();
        // A behaviour that nobody asked for before is first counted from what happened; that may have to wait its turn.
        await main(page).getByText("Ninguém cumpre a regra agora").waitFor({ timeout: 100_000 });
    });

    await step("duas visitas, e a pessoa entra sozinha, com o motivo", async () => {
        const view = { event: "view", path: "/precos", contact: people["Beto Sá"].id };
        await api.post("/events", { items: [view, view] });
        await page.getByRole("link", { name: "Beto Sá" }).waitFor();
        await page.getByRole("tab", { name: "Entradas e saídas" }).click();
        await sees(main(page), "comportamento");
        await sees(main(page), "→ entrou");
    });

    await step("à mão: quem se inclui fica, quem se mantém fora sai", async () => {
        await page.getByRole("tab", { name: "Escolhas à mão" }).click();
        await page.getByRole("combobox", { name: "Contato" }).fill("Duda");
        await page.getByRole("option", { name: "Duda Paz" }).click();
        await page.getByRole("button", { name: "Adicionar" }).click();
        await sees(main(page), "incluído");
        await page.getByRole("tab", { name: "Quem está" }).click();
        await page.getByRole("link", { name: "Duda Paz" }).waitFor();
        await page.getByRole("button", { name: "Ações de Beto Sá" }).click();
        await page.getByRole("menuitem", { name: "Manter fora" }).click();
        await page.getByRole("link", { name: "Beto Sá" }).waitFor({ state: "detached" });
    });

    await step("muitos de uma vez: da lista para a segmentação, e de volta", async () => {
        await page.goto("/people/contacts?q=Caio");
        await page.getByRole("checkbox", { name: "Marcar Caio Luz" }).check();
        await page.getByRole("button", { name: "Alterar", exact: true }).click();
        await page.getByRole("menuitem", { name: "Pôr ou tirar de uma segmentação" }).click();
        await choose(page, dialog(page).getByRole("combobox", { name: "Segmentação" }), "Visitaram os preços");
        await judge(page, "the dialogue");
        await dialog(page).getByRole("button", { name: "Ver o que muda" }).click();
        await dialog(page).getByRole("button", { name: "Alterar 1 registro" }).click();
        const said = page.getByRole("status").filter({ hasText: "1 registro alterado." }).first();
        await said.waitFor();
        const held = async () => (await api.get(`/contacts/${people["Caio Luz"].id}/segments`)).items.map((s) => s.name);
        assert.ok((await held()).includes("Visitaram os preços"));
        await said.getByRole("button", { name: "Desfazer" }).click();
        await page.getByRole("status").filter({ hasText: "1 registro voltou" }).first().waitFor();
        assert.ok(!(await held()).includes("Visitaram os preços"));
        await page.goto("/people/segments");
        await page.getByRole("link", { name: "Visitaram os preços" }).first().click();
    });

    await step("comparar com outra segmentação, em três partes", async () => {
        await page.getByRole("tab", { name: "Comparar" }).click();
        await choose(page, page.getByRole("combobox", { name: "Comparar com" }), "Diretores de empresas maiores");
        await page.getByRole("rowheader", { name: "Nas duas" }).waitFor();
        await sees(main(page), "Só em Diretores de empresas maiores");
        await judge(page, "the comparison");
    });

    await step("na página do contato, em que segmentações ele está", async () => {
        await page.goto(`/people/contacts/${people["Ana Reis"].id}`);
        const card = main(page).getByRole("region", { name: "Segmentações" });
        await card.getByRole("link", { name: "Diretores de empresas maiores" }).waitFor();
        await sees(card, /desde/);
    });

    await step("filtrar uma lista por uma regra, que fica no endereço e vira segmentação", async () => {
        await page.goto("/people/contacts");
        await sees(main(page), "4 registros");
        await page.getByRole("button", { name: "Filtro avançado" }).click();
        await choose(page, part(row(dialog(page), 1), "O que"), "Está na segmentação");
        await choose(page, dialog(page).locator(".rule-value").getByRole("combobox"), "Visitaram os preços");
        await counts(dialog(page), 1);
        await judge(page, "the filter");
        await dialog(page).getByRole("button", { name: "Filtrar a lista" }).click();
        await sees(main(page), "1 registro");
        await page.getByRole("button", { name: "Mudar o filtro: Contatos na segmentação Visitaram os preços" }).waitFor();
        await page.reload();
        await sees(main(page), "1 registro");
        await page.getByRole("button", { name: "Salvar como segmentação" }).click();
        await dialog(page).getByLabel("Nome").fill("Cópia");
        await dialog(page).getByRole("button", { name: "Salvar" }).click();
        await page.getByRole("heading", { name: "Cópia", level: 1 }).waitFor();
        await page.getByRole("link", { name: "Duda Paz" }).waitFor();
    });

    await step("a lista de segmentações diz tamanho e regra", async () => {
        await page.goto("/people/segments");
        await sees(main(page), "Contatos na segmentação Visitaram os preços");
        await judge(page, "the list");
        await shoot(page, "segments-list", { fullPage: true });
    });

    await step("na auditoria, a regra por extenso", async () => {
        await page.goto("/settings/audit");
        await sees(main(page), "Contatos na segmentação Visitaram os preços");
        assert.doesNotMatch(await main(page).innerText(), /\{"/);
    });

    await step("em inglês, no escuro, a 390 px", async () => {
        const small = (told.page = await visitor(browser, server, { locale: "en", scheme: "dark", width: 390, height: 844 }));
        await signIn(small, owner);
        await api.call("PATCH", "/session/user", { locale: "en" });
        await small.goto(`/people/segments/new?subject=contact&rule=${encodeURIComponent(JSON.stringify({ all: [{ event: "view", path: "/precos", at_least: 2, within_days: 14 }, { any: [{ field: "account.employees", more: 50 }, { has: "deals", where: { all: [{ field: "outcome", is: "open" }] } }] }] }))}`);
        await small.getByRole("heading", { name: "New segment" }).waitFor();
        await sees(live(small), /^Contacts who visited \/precos at least 2 times in 14 days/);
        await judge(small, "the builder at 390 px");
        await shoot(small, "segments-390", { fullPage: true });
        await small.getByRole("button", { name: "See it as JSON" }).click();
        await small.getByRole("textbox", { name: "The rule in JSON" }).fill('{"field":"name","is":"Ana Reis"}');
        await small.getByRole("button", { name: "Apply", exact: true }).click();
        await counts(small, 1);
        await sees(live(small), "Contacts with name equal to “Ana Reis”");
        await small.goto("/people/segments");
        await sees(main(small), "Diretores de empresas maiores");
        await judge(small, "the list at 390 px");
        assert.deepEqual([...page.complaints, ...small.complaints], []);
    });
});
