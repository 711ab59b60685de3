/* shop.mjs -- a company's own website, for tests of what Praça's scripts do on it.
 *
 * A small server on acme.example (a name that only the test's browser resolves) that has pages and hands what is under /m on to
 * Praça, as a company's proxy does: the scripts are first-party there. What pages send is kept in `events`, in order, and as it came
 * from anywhere in `tries`; `asked` has the paths, each behind the browser's purpose; `down` makes that path unreachable, and while
 * `lost` names an event no answer to it arrives. next() gives it a name below acme.example that no page had before: what pages of
 * before still say is handed on and not kept.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const hosts = ["acme.example", "outro.example"];
const resolver = `--host-resolver-rules=${hosts.map((h) => `MAP ${h} 127.0.0.1,MAP *.${h} 127.0.0.1`).join(",")}`;

/* A person's browser: the one of tests says that it has no window, and is taken for a robot. */
export const person = { locale: "pt-BR", userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36" };

/* A browser that a page does not know for one of a test. */
export async function startShopBrowser({ known = false } = {}) {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
        args: [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", resolver,
            ...(known ? [] : ["--disable-blink-features=AutomationControlled"]),
        ],
    });
}

/* A browser that nobody drives, at one page, which does the rest by itself; for what a driven one does not do. Returns what ends it. */
export function startLoneBrowser(url) {
    const profile = mkdtempSync(join(tmpdir(), "praca-lone-"));
    const child = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update", `--user-data-dir=${profile}`, resolver,
        `--unsafely-treat-insecure-origin-as-secure=${new URL(url).origin}`, url,
    ], { stdio: "ignore", detached: true });
    const ended = new Promise((done) => child.once("exit", done));
    return async () => {
        process.kill(-child.pid, "SIGKILL"); /* with its helpers, which would go on writing into the profile */
        await ended;
        for (const until = Date.now() + 10_000; existsSync(profile); )
            try {
                rmSync(profile, { recursive: true, force: true });
            } catch (e) {
                if (Date.now() > until) throw e; /* the last of them has not ended yet */
                await new Promise((done) => setTimeout(done, 50));
            }
    };
}

/* pages: path → HTML of the body, or a function of the address. */
export async function startShop(praca, { pages, head = "", path = "/m" }) {
    const shop = { events: [], tries: [], asked: [], down: false, lost: "", praca, serial: 0 };
    const server = createServer((req, res) => {
        const at = new URL(req.url, "http://acme.example");
        shop.asked.push([req.headers["sec-purpose"], at.pathname].filter(Boolean).join(" "));
        if (at.pathname.startsWith(`${path}/`) || at.pathname.startsWith("/f/")) return hand(req, res);
        const page = pages[at.pathname] ?? pages["*"];
        if (page === undefined) return res.writeHead(404).end();
        res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
        res.end(`<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><title>Acme</title>${typeof head === "function" ? head(at) : head}</head>` +
            `<body>${typeof page === "function" ? page(at) : page}</body></html>`);
    });

    function hand(req, res) {
        let body = Buffer.alloc(0);
        req.on("data", (d) => (body = Buffer.concat([body, d])));
        req.on("end", () => {
            if (shop.down) return req.socket.destroy();
            if (req.method === "POST" && req.url.endsWith("/e")) shop.tries.push(body.toString());
            const to = new URL(shop.praca.url);
            const out = request({ host: to.hostname, port: to.port, method: req.method, path: req.url, headers: { ...req.headers, "x-praca-debug": "1" } }, (answer) => {
                const heard = req.method === "POST" && req.url.endsWith("/e") ? JSON.parse(body).b.filter((e) => e.u.startsWith(shop.url)) : [];
                for (const e of heard) shop.events.push({ ...e, status: answer.statusCode, refused: answer.headers["x-praca-refused"] });
                if (heard.some((e) => e.n === shop.lost)) return req.socket.destroy();
                res.writeHead(answer.statusCode, answer.headers);
                answer.pipe(res);
            });
            out.on("error", () => req.socket.destroy());
            out.end(body);
        });
    }

    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    shop.url = `http://${hosts[0]}:${server.address().port}`;
    shop.other = `http://${hosts[1]}:${server.address().port}`;
    shop.next = () => {
        for (const list of [shop.events, shop.tries, shop.asked]) list.length = 0;
        shop.down = false;
        shop.lost = "";
        shop.url = `http://t${++shop.serial}.${hosts[0]}:${server.address().port}`;
    };
    shop.named = (name) => shop.events.filter((e) => e.n === name);
    shop.paths = (name = "view") => shop.named(name).map((e) => new URL(e.u).pathname);
    shop.stop = () => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
    };
    return shop;
}

/* Wait until the shop has heard it. */
export async function hears(shop, what, ms = 15_000) {
    for (const end = Date.now() + ms; ; ) {
        const got = what(shop);
        if (got) return got;
        if (Date.now() > end) throw new Error(`not heard; the shop heard ${JSON.stringify(shop.events.map((e) => [e.n, e.u, e.status]))}`);
        await new Promise((done) => setImmediate(done));
    }
}
