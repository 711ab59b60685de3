/* looks.test.mjs -- every screen in both languages, light and dark, on a desk and on a telephone: nothing runs off the
 * side, nothing is left untranslated, nothing is written to the console, and axe finds nothing to mend.
 *
 * A screen is loaded once per language; then the desk's light goes out and the page follows, wide and narrow. axe and the
 * camera take one width of each: over the four, every screen is judged light and dark, wide and narrow. The pictures are
 * in build-shots/; with PRACA_SHOTS=docs two of them become those of the README. PRACA_SCREEN=REGEX picks screens.
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { Api, patience, root, shoot, startBrowser, startServer, visitor } from "./world.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
/* What is looked at in turn, and which of it axe judges. */
const looks = {
    "pt-BR": [
        { theme: "light", size: wide, judged: true },
        { theme: "light", size: narrow },
        { theme: "dark", size: narrow, judged: true },
        { theme: "dark", size: wide },
    ],
    en: [
        { theme: "dark", size: wide, judged: true },
        { theme: "dark", size: narrow },
        { theme: "light", size: narrow, judged: true },
        { theme: "light", size: wide },
    ],
};

/* Words of the program have keys like home.lead; none of them should ever be read. */
const areas = new Set(["ui/src/i18n/en.json", "messages/en.json"].flatMap((f) => Object.keys(JSON.parse(readFileSync(join(root, f), "utf8")))));
const keyLike = new RegExp(`(?<![\\w@/.-])(?:${[...areas].join("|")})(?:\\.[a-z][A-Za-z0-9_]*)+(?![\\w@/-])`, "g");

/* What a page shows when all it asked for has come and been drawn. Of what a page had asked for that is left, the browser may tell
 * no end: it is not waited for. */
function watch(page) {
    const pending = new Set();
    let wake = () => {};
    page.on("request", (r) => {
        if (r.isNavigationRequest() && r.frame() === page.mainFrame()) pending.clear();
        pending.add(r);
    });
    const over = (r) => {
        pending.delete(r);
        if (pending.size === 0) wake();
    };
    page.on("requestfinished", over);
    page.on("requestfailed", over);
    // A part that is loaded late is asked for after the first drawing: quiet must hold for a few frames.
    page.settled = async () => {
        for (let quiet = 0; quiet < 3; quiet++) {
            if (pending.size) {
                const late = setTimeout(() => wake(pending.clear()), patience);
                await new Promise((done) => (wake = done));
                clearTimeout(late);
                quiet = 0;
            }
            await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        }
    };
}

/* spoken: words of these forms are meant to stand there, such as the names of fields in a rule that somebody changed. */
async function faults(page, language, judged, spoken = /(?!)/g) {
    const found = [];
    const { over, wideOnes, text: whole, lang } = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        const scrolls = (el) => el && el !== document.body && (["auto", "scroll", "hidden"].includes(getComputedStyle(el).overflowX) || scrolls(el.parentElement));
        return {
            over: document.documentElement.scrollWidth - limit,
            wideOnes: [...document.body.querySelectorAll("*")].filter((el) => el.getBoundingClientRect().right > limit + 1 && !scrolls(el)).slice(0, 3).map((el) => `${el.tagName.toLowerCase()}.${String(el.className).slice(0, 60)}`),
            text: [...document.querySelectorAll("#root, [data-portal]")].map((el) => el.innerText).join("\n"),
            lang: document.documentElement.lang,
        };
    });
    const text = whole.replace(spoken, "");
    if (over > 0) found.push(`the page scrolls sideways by ${over} px: ${wideOnes.join(", ")}`);
    if (lang !== language) found.push(`lang is ${lang}`);
    const keys = text.match(keyLike);
    if (keys) found.push(`untranslated: ${[...new Set(keys)].join(", ")}`);
    if (/\{\{?\w+\}?\}|undefined|\bNaN\b|\[object /.test(text)) found.push(`unfilled: ${text.match(/.{0,40}(?:\{\{?\w+\}?\}|undefined|\bNaN\b|\[object ).{0,20}/)[0]}`);
    if (judged) {
        if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
        const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.length, first: v.nodes[0].html.slice(0, 200), why: v.nodes[0].failureSummary })));
        for (const v of violations) found.push(`axe ${v.impact} ${v.id}: ${v.help} (${v.nodes}×)\n      ${v.first}\n      ${v.why.replace(/\s+/g, " ")}`);
    }
    return found;
}

/* The page as it stands, in every look of the language. */
async function judge(page, language, name, spoken) {
    const found = [];
    for (const { theme, size, judged } of looks[language]) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.setViewportSize(size);
        await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor();
        await page.settled();
        if (judged) await shoot(page, `${name}-${language}-${theme}-${size.width}`, { fullPage: true });
        found.push(...(await faults(page, language, judged, spoken)).map((f) => `${theme}, ${size.width} px: ${f}`));
    }
    found.push(...page.complaints.splice(0));
    assert.ok(found.length === 0, `\n  ${found.join("\n  ")}`);
}

const twoColumns = "Código;Data;Origem;Nome\n1;01/02/2026;busca;Ana\n2;03/02/2026;;Bia\n";

/* Every screen there is, by name. */
async function screensOf(api) {
    const first = async (path) => (await api.get(path)).items[0].id;
    const account = await first("/accounts?limit=1");
    const contact = await first("/contacts?limit=1");
    const deal = await first("/deals?limit=1&outcome=open");
    const plan = await first("/plans?state=published");
    const goal = (await api.get(`/goals?plan=${plan}`)).items.find((g) => g.metric === "leads").id;
    const campaign = (await api.get(`/campaigns?plan=${plan}&state=ready`)).items[0].id;
    const rival = (await api.get("/competitor_notes?origin=watch")).items[0].competitor;
    const report = (await api.get("/saved_reports?kind=visits")).items[0].id;
    const res = await fetch(`${api.server.url}/api/v1/imports?kind=leads&name=leads.csv`, {
        method: "POST", headers: { Cookie: api.cookie, "X-CSRF-Token": api.session.csrf, "Praca-Site": api.site, "Content-Type": "text/csv" }, body: twoColumns,
    });
    assert.equal(res.status, 201, await res.clone().text());
    const wizard = (await res.json()).id;
    /* until: what the button brings, when its coming takes a question to the server. */
    const open = (name, until) => async (page) => {
        await page.getByRole("button", { name }).first().click();
        if (until) await page.locator(until).first().waitFor();
    };
    return {
        home: { path: "/", ready: ".recharts-surface" },
        accounts: { path: "/people/accounts", ready: "tbody tr, li.card" },
        contacts: { path: "/people/contacts", ready: "tbody tr, li.card" },
        deals: { path: "/people/deals", ready: "tbody tr, li.card" },
        board: { path: "/people/deals?view=board", ready: ".board-card" },
        "nothing-found": { path: "/people/contacts?q=zzzzzz" },
        "new-contact": { path: "/people/contacts", act: open(/Novo contato|New contact/), ready: "tbody tr, li.card" },
        filter: { path: "/people/contacts?channel=organic_search&lifecycle=customer" },
        account: { path: `/people/accounts/${account}` },
        contact: { path: `/people/contacts/${contact}` },
        deal: { path: `/people/deals/${deal}` },
        handoff: { path: "/people/handoff", ready: ".handoff" },
        "handoff-report": { path: "/people/handoff?tab=report", ready: "tfoot" },
        ladder: { path: "/people/ladder", ready: "tbody tr" },
        velocity: { path: "/results/funnel", ready: "tbody tr" },
        stages: { path: "/settings/stages", ready: "tbody tr" },
        origins: { path: "/settings/origins", ready: ".origins-usual li" },
        duplicates: { path: "/people/duplicates" },
        tasks: { path: "/people/tasks", ready: ".activity" },
        ...Object.fromEntries(["customers", "renewals", "survey", "referrals", "retention"].map((t) => [`after-${t}`, { path: `/people/after-sale?tab=${t}`, ready: "[role=tabpanel] .card" }])),
        import: { path: "/import" },
        wizard: { path: `/import/${wizard}` },
        visits: { path: "/results/visits", ready: ".visits-rows tbody tr" },
        "visits-filtered": { path: `/results/visits?period=12mo&figure=engaged&f=${encodeURIComponent('[["is","device",["mobile"]],["is","page",["/precos"]]]')}`, ready: ".visits-rows tbody tr" },
        "visits-details": { path: "/results/visits", act: open(/^(Ver tudo: Origem|See all: Source|Ver tudo: Canal|See all: Channel)$/, "[role=dialog] tbody tr") },
        "visits-funnels": { path: "/results/visits?tab=funnels", ready: "h1" },
        "visits-new-funnel": { path: "/results/visits?tab=funnels", act: open(/^(Novo funil|New funnel)$/, "[role=dialog] input") },
        "visits-now": { path: "/results/visits?tab=now", ready: ".visits-minutes" },
        "visits-import": { path: "/results/visits/import", ready: ".drop" },
        awareness: { path: "/results/awareness", ready: ".awareness-figures section" },
        channels: { path: "/results/channels", ready: "tfoot" },
        months: { path: "/results/channels?by=month", ready: "tfoot" },
        industries: { path: "/results/channels?by=industry", ready: "tfoot" },
        rows: { path: "/results/channels/rows?by=channel&key=paid_search&column=won", ready: "tbody tr, li.card" },
        attribution: { path: "/results/attribution", ready: "tr[data-key=total]" },
        "attribution-all": { path: "/results/attribution?models=all&by=campaign", ready: "tr[data-key=total]" },
        "attribution-rows": { path: "/results/attribution/rows?model=linear&key=paid_search", ready: "tbody tr" },
        "data-health": { path: "/results/health", ready: "#loss-sum" },
        spend: { path: "/results/spend", ready: "tbody tr" },
        "spend-import": { path: "/results/spend/import", ready: ".drop" },
        economics: { path: "/results/economics", ready: "tfoot" },
        "economics-months": { path: "/results/economics?by=month&from=2026-01-01&to=2026-06-30&compare=previous_period", ready: "tfoot" },
        content: { path: "/results/content", ready: "tfoot" },
        reports: { path: "/results/reports", ready: ".report-line" },
        report: { path: `/results/reports/${report}`, ready: ".paper-grid" },
        "report-schedule": { path: `/results/reports/${report}`, act: open(/^(Agendar|Schedule)$/, "[role=dialog] input"), ready: ".paper-grid" },
        "report-link": { path: `/results/reports/${report}`, act: open(/^(Criar link|Make a link)$/, "[role=dialog] input"), ready: ".paper-grid" },
        outgoing: { path: "/settings/outgoing", ready: "#h-sent" },
        "new-spend": { path: "/results/channels", act: open(/Lançar gasto|Enter spend|Add spend/), ready: "tfoot" },
        plan: { path: "/plan", ready: ".road" },
        "plan-new": { path: "/plan/new", ready: ".start-card" },
        "plan-versions": { path: `/plan/${plan}/versions`, ready: ".plan-change" },
        "plan-scenarios": { path: `/plan/${plan}/scenarios`, ready: ".compare-table" },
        ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`step-${n}`, { path: `/plan/${plan}/${n}` }])),
        campaign: { path: `/campaigns/${campaign}`, ready: ".gate-list li" },
        "step-2-matrix": { path: `/plan/${plan}/2`, act: async (page) => {
            await page.getByRole("tab", { name: /^(Comparação|Comparison)$/ }).click();
            await page.locator(".rival-matrix").waitFor();
        } },
        ...Object.fromEntries(["about", "card", "watch", "deals"].map((t) => [`rival-${t}`, { path: `/competitors/${rival}?tab=${t}`, ready: "[role=tabpanel] .card" }])),
        goal: { path: `/goals/${goal}`, ready: ".recharts-surface" },
        ...Object.fromEntries(["site", "users", "keys", "security", "sessions", "mail", "fields", "health"].map((p) => [`settings-${p}`, { path: `/settings/${p}` }])),
        "settings-config": { path: "/settings/config", spoken: /\{(name|user|company)\}/g },
        "settings-audit": { path: "/settings/audit", spoken: /"[a-z_]+\.[a-z_]+"/g },
        "not-there": { path: "/people/contacts/1" },
    };
}

/* With a user of its own for each language, since it is theirs. */
async function judgeAll(t, server, browser, who, language) {
    const api = await Api.signIn(server, who);
    const screens = await screensOf(api);
    const [name, value] = api.cookie.split("=");
    await api.call("PATCH", "/session/user", { locale: language, theme: "auto" });
    const page = await visitor(browser, server, { locale: language, path: "/healthz" });
    watch(page);
    await page.context().addCookies([{ name, value, url: server.url }]);
    for (const [screen, { path, act, spoken, ready = "h1" }] of Object.entries(screens)) {
        if (process.env.PRACA_SCREEN && !new RegExp(process.env.PRACA_SCREEN).test(screen)) continue;
        await t.test(`${screen}: ${language}`, { timeout: 180_000 }, async () => {
            await page.emulateMedia({ colorScheme: looks[language][0].theme, reducedMotion: "reduce" });
            await page.setViewportSize(wide);
            await page.goto(path);
            await page.locator(ready).first().waitFor();
            await act?.(page);
            await judge(page, language, screen, spoken);
        });
    }
    if (process.env.PRACA_SHOTS === "docs" && language === "pt-BR") await shootForReadme(page);
    await page.context().close();
}

async function shootForReadme(page) {
    mkdirSync(join(root, "docs/images"), { recursive: true });
    for (const [file, theme, size] of [["home.png", "light", wide], ["home-phone-dark.png", "dark", narrow]]) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.setViewportSize(size);
        await page.goto("/");
        await page.locator(".recharts-surface").waitFor();
        await page.settled();
        await page.screenshot({ path: join(root, "docs/images", file) });
    }
}

test("every screen, light and dark, wide and narrow", { concurrency: 2 }, async (t) => {
    const server = await startServer({ before: [["demo"]] });
    const browser = await startBrowser();
    try {
        const [email, password] = readFileSync(join(server.dir, "demo-login.txt"), "utf8").split("\n");
        const reader = { email: "joan@praca.example", password: "a quiet harbour" };
        await (await Api.signIn(server, { email, password })).post("/users", { ...reader, name: "Joan Reed", role: "owner" });
        await Promise.all([
            t.test("em português", (s) => judgeAll(s, server, browser, { email, password }, "pt-BR")),
            t.test("in English", (s) => judgeAll(s, server, browser, reader, "en")),
        ]);
    } finally {
        await browser.close();
        await server.stop();
    }
});

test("the first screens, before anybody is known", { timeout: 300_000 }, async (t) => {
    const server = await startServer();
    const settled = await startServer({ before: [["demo"]] });
    const browser = await startBrowser();
    const first = (page) => page.getByRole("button", { name: /Começar minha empresa|Begin my company/ }).click();
    try {
        for (const language of Object.keys(looks)) {
            for (const [screen, url, act] of [["doors", `${server.url}/`], ["setup", `${server.url}/`, first], ["login", `${settled.url}/login`]]) {
                await t.test(`${screen}: ${language}`, async () => {
                    const page = await visitor(browser, server, { locale: language, path: url });
                    watch(page);
                    await page.locator("h1").waitFor();
                    await act?.(page);
                    await judge(page, language, screen);
                    await page.context().close();
                });
            }
        }
    } finally {
        await browser.close();
        await server.stop();
        await settled.stop();
    }
});
