/* world.mjs -- a real server and a real browser for a test file.
 *
 * The program is the one PRACA names, or build/praca. Each server has a data directory of its own, which goes
 * when it stops; each visitor has a fresh profile. Nothing here sleeps: a test waits for what a person would
 * see. What a page complains about (errors on its console, answers of 500) is kept in `page.complaints`.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { chromium } from "playwright-core";

export const root = resolve(fileURLToPath(import.meta.url), "../../..");
export const program = resolve(root, process.env.PRACA ?? "build/praca");
export const shared = resolve(process.env.PRACA_SHARED ?? join(root, "../shared"));
export const shots = join(root, "build-shots");
export const patience = 30_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/* The real funnel lies outside the project, under a licence of its own. */
export const olist = {
    leads: join(shared, "data/olist/olist_marketing_qualified_leads_dataset.csv"),
    deals: join(shared, "data/olist/olist_closed_deals_dataset.csv"),
};
export const noOlist = existsSync(olist.leads) ? false : `the Olist files are not in ${shared}/data/olist (PRACA_SHARED names another folder)`;

/* What the program says when it is typed, and how it ends. */
export function command(...args) {
    return new Promise((done, failed) => {
        const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
        let out = "";
        child.stdout.on("data", (d) => (out += d));
        child.stderr.on("data", (d) => (out += d));
        child.once("error", failed);
        child.once("close", (code) => done({ code, out }));
    });
}

async function run(args) {
    const { code, out } = await command(...args);
    if (code !== 0) throw new Error(`praca ${args[0]} ended with ${code}:\n${out}`);
    return out;
}

/* Serves a directory until it is stopped. days: how far its clock runs ahead of this machine's. */
async function serve(dir, { days = 0, port = 0, options = [] }) {
    const args = ["serve", "--data", dir, `--http.port=${port}`, `--clock.ahead_days=${days}`, ...options];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    child.stderr.on("data", (d) => (log += d));
    const ended = new Promise((done) => child.once("exit", done));
    const lines = createInterface({ input: child.stdout });
    const url = await Promise.race([
        new Promise((done) => lines.once("line", done)),
        ended.then((code) => {
            throw new Error(`the server ended with ${code}:\n${log}`);
        }),
    ]);
    return {
        url: url.trim(),
        log: () => log,
        async stop() {
            child.kill("SIGTERM");
            const code = await ended;
            assert.equal(code, 0, `the server ended with ${code}:\n${log}`);
        },
        kill() {
            child.kill("SIGKILL");
            return ended;
        },
    };
}

/* A server on a port of its own choice. `before`: commands to run on its data directory first. After restart(), and revive() of one
 * that was killed, it is where it was, but whoever was signed in may have to do it again. */
export async function startServer({ before = [], options = [] } = {}) {
    const dir = mkdtempSync(join(tmpdir(), "praca-browser-"));
    const outputs = [];
    for (const args of before) outputs.push(await run([...args, "--data", dir]));
    let ahead = 0;
    let running = await serve(dir, { options });
    const again = async () => {
        running = await serve(dir, { days: ahead, port: new URL(running.url).port, options });
    };
    return {
        get url() {
            return running.url;
        },
        dir,
        outputs,
        log: () => running.log(),
        async restart({ days = 0 } = {}) {
            await running.stop();
            ahead = days;
            await again();
        },
        kill: () => running.kill(),
        revive: again,
        async stop() {
            try {
                await running.stop();
            } finally {
                rmSync(dir, { recursive: true, force: true });
            }
        },
    };
}

/* more: further arguments of the browser's command line. */
export async function startBrowser(more = []) {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", ...more,
        ],
    });
}

/* A visitor with a profile of their own, at the first screen. */
export async function visitor(browser, server, { locale = "pt-BR", scheme = "light", width = 1440, height = 900, path = "/", agent } = {}) {
    const context = await browser.newContext({
        baseURL: server.url, locale, colorScheme: scheme, viewport: { width, height }, timezoneId: "America/Sao_Paulo",
        acceptDownloads: true, reducedMotion: "reduce", ...(agent ? { userAgent: agent } : {}),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.complaints = [];
    // A browser notes every refused answer; whether one was right is the test's matter, unless the server broke.
    page.on("console", (m) => {
        if (m.type() === "error" && !/^Failed to load resource/.test(m.text())) page.complaints.push(`${page.url()}: ${m.text()}`);
    });
    page.on("pageerror", (e) => page.complaints.push(`${page.url()}: ${e.message}`));
    page.on("response", (r) => {
        if (r.status() >= 500) page.complaints.push(`${r.request().method()} ${r.url()}: ${r.status()}`);
    });
    await page.goto(path);
    return page;
}

export const owner = { name: "Ana Prado", email: "ana@padaria.example", password: "um porto tranquilo", company: "Padaria Aurora" };

/* The first owner of a fresh server and their own company, without clicking. */
export async function setUp(server, more = {}) {
    const res = await fetch(`${server.url}/api/v1/setup`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...owner, locale: "pt-BR", door: "own", currency: "BRL", time_zone: "America/Sao_Paulo", ...more }),
    });
    assert.equal(res.status, 200, await res.clone().text());
    const session = await res.json();
    return new Api(server, session, res.headers.get("set-cookie").split(";")[0]);
}

/* What the screens do, done at once: for what a test needs to begin with and for what it checks behind the screen. */
export class Api {
    constructor(server, session, cookie) {
        Object.assign(this, { server, session, cookie, site: session.sites[0]?.id });
    }

    static async signIn(server, { email, password }) {
        const res = await fetch(`${server.url}/api/v1/session`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ email, password }),
        });
        assert.equal(res.status, 200, await res.clone().text());
        return new Api(server, await res.json(), res.headers.get("set-cookie").split(";")[0]);
    }

    async call(method, path, body, headers = {}) {
        const res = await fetch(`${this.server.url}/api/v1${path}`, {
            method,
            headers: {
                Cookie: this.cookie, "X-CSRF-Token": this.session.csrf, "Praca-Site": this.site, "Accept-Language": "pt-BR",
                ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers,
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await res.text();
        return { status: res.status, headers: res.headers, text, json: /json/.test(res.headers.get("content-type") ?? "") ? JSON.parse(text) : undefined };
    }

    /* The same person, signed in once more. */
    again() {
        return Api.signIn(this.server, owner);
    }

    async get(path) {
        const res = await this.call("GET", path);
        assert.equal(res.status, 200, `${path}: ${res.text}`);
        return res.json;
    }

    async post(path, body) {
        const res = await this.call("POST", path, body);
        assert.ok(res.status < 300, `${path}: ${res.text}`);
        return res.json;
    }

    async patch(path, body, version) {
        const res = await this.call("PATCH", path, body, { "If-Match": `"${version}"` });
        assert.ok(res.status < 300, `${path}: ${res.text}`);
        return res.json;
    }
}

/* Sign in as a person does. */
export async function signIn(page, { email, password } = owner) {
    await page.goto("/login");
    await page.locator("input[name=email]").fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("button[type=submit]").click();
    await page.locator("#main h1").first().waitFor();
}

export function plain(text) {
    return text.replace(/\s+/g, " ").trim();
}

/* Wait until the element says it, then hold it to the letter. */
export async function says(locator, words) {
    try {
        await locator.filter({ hasText: words }).first().waitFor();
    } catch (e) {
        const now = await locator.first().innerText({ timeout: 500 }).catch(() => "(nothing there)");
        throw new Error(`waited for “${words}”, it says “${plain(now)}”`, { cause: e });
    }
    assert.equal(plain(await locator.filter({ hasText: words }).first().innerText()), words);
}

/* Wait until these words stand somewhere in it. */
export async function sees(within, words) {
    await within.getByText(words).filter({ visible: true }).first().waitFor();
}

/* The day it is where the site is, so many days from now: around midnight it is another one elsewhere. */
export function siteDay(ahead = 0) {
    return new Intl.DateTimeFormat("en-CA", { timeZone: "America/Sao_Paulo" }).format(Date.now() + ahead * 86_400_000);
}

/* Nothing is still fading in or loading: a colour in mid-way is no colour of the page. */
async function settled(page) {
    await page.waitForFunction(() => {
        const ends = (a) => a.playState === "running" && Number.isFinite(a.effect?.getComputedTiming().endTime ?? 0);
        return !document.getAnimations().some(ends) && !document.querySelector("[aria-busy=true], [data-loading=true]");
    });
}

/* axe finds nothing wrong on the page, and nothing runs off its side. axe's script runs beside the page: the content policy keeps
 * scripts out of the page itself. */
export async function judge(page, where) {
    await page.locator("h1").first().waitFor();
    await page.evaluate(axeSource);
    await settled(page);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`), [], where);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${where} runs ${over} px off the side`);
}

/* A screen may show a change before it is saved: ask the server until it is so. */
export async function becomes(ask, expected) {
    for (const end = Date.now() + patience; ; ) {
        const got = await ask();
        if (Date.now() > end) return assert.deepEqual(got, expected);
        if (isDeepStrictEqual(got, expected)) return;
        await new Promise((done) => setTimeout(done, 20)); // the answer needs the processor more than the question
    }
}

/* A Mantine select: open it and take the option with this name. */
export async function choose(page, box, option) {
    await box.click();
    await page.getByRole("option", { name: option, exact: typeof option === "string" }).first().click();
}

export async function shoot(page, name, options = {}) {
    mkdirSync(shots, { recursive: true });
    const path = join(shots, `${name}.png`);
    await page.screenshot({ path, ...options });
    return path;
}

/* A story: steps that follow from one another. When one fails the screen is kept, and the rest is not tried. */
export function story(name, { skip = false } = {}, tell) {
    test(name, { skip, timeout: 480_000 }, async (t) => {
        const closing = [];
        let broken = null;
        const told = {
            closing,
            page: null,
            step: (title, act) =>
                t.test(title, async (s) => {
                    if (broken) return s.skip(`“${broken}” failed`);
                    try {
                        await act();
                    } catch (e) {
                        broken = title;
                        if (told.page) {
                            const path = await shoot(told.page, `failed-${title.replace(/[^\p{L}\d]+/gu, "-")}`).catch(() => null);
                            const where = [`at ${told.page.url()}`, `screen: ${path}`, ...(told.page.complaints ?? [])];
                            throw new Error(`${e.stack.replace(/\x1b\[\d+m/g, "")}\n  ${where.join("\n  ")}`);
                        }
                        throw e;
                    }
                }),
        };
        try {
            await tell(told);
        } finally {
            for (const close of closing.reverse()) await close();
        }
    });
}
