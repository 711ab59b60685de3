/* launch.test.mjs -- the plan's dates are pulled to other days, its budget warns of forty hours against thirty-two, and a campaign that
 * lacks its goal is refused, completed on the spot and started. */
import assert from "node:assert/strict";
import { becomes, choose, judge, owner, sees, setUp, shoot, signIn, siteDay, startBrowser, startServer, story, visitor } from "./world.mjs";

const dialog = (page) => page.getByRole("dialog");
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const said = (day) => day.split("-").reverse().join("/");
const DAY = 86_400_000;

/* Days of a month that is shown whole, whenever the test runs. */
const now = new Date();
const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
const on = (n) => iso(next + (n - 1) * DAY);

story("Calendário, orçamento e lançamento", {}, async (told) => {
    const { step, closing } = told;
    const server = await startServer();
    closing.push(() => server.stop());
    const api = await setUp(server);
    const plan = (await api.post("/plans", { name: "Plano", starts_on: iso(next), ends_on: iso(next + 300 * DAY), month_hours: 32 })).id;
    const audience = (await api.post("/audiences", { plan, name: "Padarias" })).id;
    const channel = (await api.post("/channels", { plan, name: "Anúncios", kind: "paid", matches: "paid_search", why: "x" })).id;
    const campaign = (await api.post("/campaigns", { plan, name: "Teste de corte", audience, channel, starts_on: on(5), ends_on: on(9) })).id;
    const fair = (await api.post("/plan_events", { plan, name: "Feira do pão", kind: "fair", starts_on: on(16) })).id;
    const browser = await startBrowser();
    closing.push(() => browser.close());
    const page = (told.page = await visitor(browser, server));
    await signIn(page, owner);
    const dates = async () => {
        const c = await api.get(`/campaigns/${campaign}`);
        return [c.starts_on, c.ends_on];
    };
    const fairDay = async () => {
        const e = await api.get(`/plan_events/${fair}`);
        return [e.starts_on, e.ends_on];
    };
    const bar = (name) => page.locator(".cal-bar").filter({ hasText: name }).first();
    const middle = async (locator) => {
        const b = await locator.boundingBox();
        return [b.x + b.width / 2, b.y + b.height / 2];
    };
    const cell = (d) => page.locator(`[data-day="${d}"]:not([data-out])`);

    await step("um passo que se apoia em outro sem resposta diz isso", async () => {
        await page.goto(`/plan/${plan}/7`);
        await sees(page, "Este passo se apoia em outro que ainda não tem resposta");
        await page.getByRole("region", { name: "Calendário" }).waitFor();
    });

    await step("no mês, a campanha é arrastada para outro dia, e desfazer a traz de volta", async () => {
        const calendar = page.getByRole("region", { name: "Calendário" });
        await calendar.getByText("Mês", { exact: true }).click();
        await calendar.locator(".cal-bar").first().waitFor();
        await bar("Teste de corte").scrollIntoViewIfNeeded();
        // Grabbed on its first day, so that the days under the pointer say how far it goes.
        const [, y] = await middle(bar("Teste de corte"));
        const [x] = await middle(cell(on(5)));
        const to = await middle(cell(on(7)));
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 8, y + 2);
        await page.mouse.move(to[0], to[1]);
        await page.mouse.up();
        await becomes(dates, [on(7), on(11)]);
        await page.getByRole("button", { name: "Desfazer" }).first().click();
        await becomes(dates, [on(5), on(9)]);
    });

    await step("pelo teclado, as setas movem e esticam, e enter guarda", async () => {
        const name = bar("Teste de corte").locator(".cal-name");
        await name.focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Shift+ArrowRight");
        await page.keyboard.press("Shift+ArrowRight");
        await page.keyboard.press("Enter");
        await becomes(dates, [on(6), on(12)]);
        await name.focus();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Escape");
        assert.deepEqual(await dates(), [on(6), on(12)]);
    });

    await step("um marco de meta está no calendário, as setas o movem e um clique abre a meta", async () => {
        const goal = (await api.post("/goals", { plan, name: "Cem leads", metric: "leads", target_micro: 100_000_000, starts_on: on(1), due_on: iso(next + 90 * DAY) })).id;
        const milestone = (await api.post("/milestones", { plan, goal, name: "Vinte leads", value_micro: 20_000_000, due_on: on(20) })).id;
        await page.reload();
        await page.getByRole("region", { name: "Calendário" }).getByText("Mês", { exact: true }).click();
        const name = bar("Vinte leads · Cem leads").locator(".cal-name");
        await name.focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        await becomes(async () => (await api.get(`/milestones/${milestone}`)).due_on, on(21));
        await name.click();
        await page.waitForURL(`**/goals/${goal}`);
        await page.goBack();
    });

    await step("no trimestre, a ponta estica, e a marca de um dia só muda inteira", async () => {
        await page.getByRole("region", { name: "Calendário" }).getByText("Trimestre", { exact: true }).click();
        await page.locator(".cal-line").first().waitFor();
        const edge = bar("Teste de corte").locator('.cal-edge[data-edge="end"]');
        await edge.scrollIntoViewIfNeeded();
        const [x, y] = await middle(edge);
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 30, y);
        await page.mouse.move(x + 60, y);
        await page.mouse.up();
        await becomes(async () => (await dates())[1] > on(12), true);
        assert.equal((await dates())[0], on(6));
        const name = bar("Feira do pão");
        await name.scrollIntoViewIfNeeded();
        const mark = await name.boundingBox();
        assert.ok(mark.width < 40, `the mark of one day is ${mark.width} px wide`);
        for (const [at, go] of [[3, 60], [mark.width - 3, 40], [mark.width / 2, -30]]) {
            const before = await fairDay();
            const box = await name.boundingBox();
            await page.mouse.move(box.x + at, box.y + box.height / 2);
            await page.mouse.down();
            await page.mouse.move(box.x + at + go / 2, box.y + box.height / 2);
            await page.mouse.move(box.x + at + go, box.y + box.height / 2);
            await page.mouse.up();
            await becomes(async () => Math.sign(Date.parse((await fairDay())[0]) - Date.parse(before[0])), Math.sign(go));
            const [from, to] = await fairDay();
            assert.equal(to ?? from, from); // it is still one day
            await page.getByRole("status").filter({ hasText: `Feira do pão: ${said(from)}` }).filter({ hasNotText: "–" }).first().waitFor();
        }
        await judge(page, "step 7");
        await shoot(page, "launch-calendar", { fullPage: true });
    });

    const budget = page.getByRole("region", { name: "Orçamento", exact: true });
    await step("40 h planejadas contra 32 h disponíveis: aviso, motivo e quem o disse", async () => {
        await budget.getByText("Horas", { exact: true }).first().click();
        await budget.getByRole("button", { name: /^Planejado: Anúncios/ }).first().click();
        await budget.getByRole("textbox", { name: /^Planejado: Anúncios/ }).fill("40");
        await page.keyboard.press("Enter");
        await sees(budget, /40 h planejadas contra 32 h disponíveis/);
        await budget.getByRole("button", { name: /^Dizer por quê/ }).click();
        await budget.getByRole("textbox", { name: "Por que prometer mais do que há?" }).fill("Vendas cede uma pessoa na feira");
        await budget.getByRole("button", { name: "Salvar" }).click();
        await sees(budget, /Vendas cede uma pessoa na feira/);
        await sees(budget, /Ana Prado/);
        assert.equal(await budget.getByRole("button", { name: /^Dizer por quê/ }).count(), 0);
        await judge(page, "the budget");
    });

    await step("campanha sem meta: a tela recusa com a lista do servidor", async () => {
        await page.goto(`/plan/${plan}/8`);
        await page.getByRole("link", { name: "Teste de corte" }).click();
        await page.getByRole("heading", { name: "Teste de corte", level: 1 }).waitFor();
        const refused = await api.call("POST", `/campaigns/${campaign}/start`, {});
        assert.equal(refused.status, 422);
        await page.getByRole("button", { name: "Começar campanha" }).click();
        await sees(dialog(page), "A campanha ainda não pode começar");
        for (const e of refused.json.errors) {
            const words = /: (.*)\. Confira, ou confirme/.exec(e.message)?.[1] ?? e.message;
            await sees(dialog(page), words);
        }
        await judge(page, "the gate");
        await shoot(page, "launch-gate");
    });

    await step("completar na hora: a meta nasce ali, traz sua métrica, e a campanha começa", async () => {
        await dialog(page).getByRole("button", { name: "Nova meta" }).click();
        const goal = page.getByRole("dialog", { name: "Nova meta" });
        await goal.getByRole("textbox", { name: "Nome", exact: true }).fill("Vinte leads");
        await choose(page, goal.getByRole("combobox", { name: "Métrica" }), "Leads");
        await goal.getByRole("textbox", { name: "Alvo", exact: true }).fill("20");
        await goal.getByLabel("Começa em").fill(siteDay());
        await goal.getByLabel("Prazo").fill(siteDay(90));
        await goal.getByRole("button", { name: "Salvar" }).click();
        await dialog(page).getByRole("button", { name: "Estou ciente, começar" }).click();
        await page.getByText("Teste de corte está no ar.").first().waitFor();
        const c = await api.get(`/campaigns/${campaign}`);
        assert.deepEqual([c.state, c.metric, c.override_reason], ["running", "leads", null]);
        const log = page.getByRole("region", { name: "Registro" });
        await sees(log, "Ideia → No ar");
        await sees(log, /itens não conferidos/);
    });

    await step("o link da campanha se monta enquanto se escreve, e um item é conferido com nome e hora", async () => {
        const utm = page.getByRole("region", { name: "Link da campanha" });
        await utm.getByRole("textbox", { name: "Página de destino" }).fill("https://padaria.example/teste");
        await utm.getByRole("textbox", { name: "utm_source" }).fill("google");
        await utm.getByRole("textbox", { name: "utm_medium" }).fill("cpc");
        await utm.getByRole("textbox", { name: "utm_campaign" }).fill("teste");
        await sees(utm, "https://padaria.example/teste?utm_source=google&utm_medium=cpc&utm_campaign=teste");
        await utm.getByRole("button", { name: "Salvar" }).click();
        await becomes(async () => (await api.get(`/campaigns/${campaign}`)).utm_source, "google");
        const checks = page.getByRole("region", { name: "Pronta para começar?" });
        await checks.getByRole("checkbox", { name: "O limite diário está definido na plataforma" }).click();
        await sees(checks, /Ana Prado, /);
        await judge(page, "a campaign");
        await shoot(page, "launch-campaign", { fullPage: true });
    });

    await step("no celular, o calendário é uma lista", async () => {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.goto(`/plan/${plan}/7`);
        await page.locator(".cal-agenda").first().waitFor();
        await sees(page.locator(".cal-agenda").first(), "Teste de corte");
        await judge(page, "step 7, narrow");
    });
    assert.deepEqual(page.complaints, []);
});
