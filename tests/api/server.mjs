/* server.mjs -- a real server for a test file, and a client that remembers who it is.
 *
 * The program is the one PRACA names, or build/praca. Each server has a data directory of its own, which
 * goes when it stops. Answers in JSON are held against the OpenAPI document when the client was given one.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
export const program = resolve(root, process.env.PRACA ?? "build/praca");
export const shared = process.env.PRACA_SHARED ?? resolve(root, "../shared");

async function serve(dir, more) {
    const child = spawn(program, ["serve", "--data", dir, "--http.port=0", ...more], { stdio: ["ignore", "pipe", "pipe"] });
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
        url,
        log: () => log,
        async stop() {
            child.kill("SIGTERM");
            const code = await ended;
            if (code !== 0) throw new Error(`the server ended with ${code}:\n${log}`);
        },
    };
}

/* more: further options of `praca serve`. restart() serves the same data with others, at another address. */
export async function startServer(...more) {
    const dir = mkdtempSync(join(tmpdir(), "praca-api-"));
    let running = await serve(dir, more);
    return {
        get url() {
            return running.url;
        },
        dir,
        socket: join(dir, "praca.sock"),
        log: () => running.log(),
        async restart(...others) {
            await running.stop();
            running = await serve(dir, others);
        },
        async stop() {
            try {
                await running.stop();
            } finally {
                rmSync(dir, { recursive: true, force: true });
            }
        },
    };
}

/* Plain HTTP, without what fetch adds or refuses. */
export function send(url, { method = "GET", headers = {}, body, socket } = {}) {
    return new Promise((done, failed) => {
        const to = new URL(url);
        const req = request(
            { socketPath: socket, host: to.hostname, port: to.port, path: url.slice(to.origin.length) || "/", method, headers },
            (res) => {
                const parts = [];
                res.on("data", (d) => parts.push(d));
                res.on("error", failed);
                res.on("end", () => {
                    const text = Buffer.concat(parts).toString();
                    const type = res.headers["content-type"] ?? "";
                    done({ status: res.statusCode, headers: res.headers, text, json: text && /json/.test(type) ? JSON.parse(text) : undefined });
                });
            },
        );
        req.on("error", failed);
        req.end(body);
    });
}

export class Client {
    constructor(server, { lang = "en", watch } = {}) {
        Object.assign(this, { server, lang, watch, cookie: null, csrf: null, token: null, site: null });
    }

    async call(method, path, { body, raw, headers = {} } = {}) {
        const h = { "Accept-Language": this.lang };
        if (this.cookie) h.Cookie = this.cookie;
        if (this.csrf && method !== "GET") h["X-CSRF-Token"] = this.csrf;
        if (this.token) h.Authorization = `Bearer ${this.token}`;
        if (this.site) h["Praca-Site"] = this.site;
        if (body !== undefined) h["Content-Type"] = "application/json";
        Object.assign(h, headers);
        for (const k of Object.keys(h)) if (h[k] === undefined) delete h[k];
        const data = raw ?? (body === undefined ? undefined : JSON.stringify(body));
        if (data !== undefined) h["Content-Length"] = Buffer.byteLength(data);
        const where = path === "/healthz" || path === "/metrics.prom" ? path.replace(".prom", "") : `/api/v1${path}`;
        const res = await send(this.server.url + where, { method, headers: h, body: data });
        for (const c of res.headers["set-cookie"] ?? []) this.cookie = c.split(";")[0];
        if (res.json?.csrf) this.csrf = res.json.csrf;
        this.watch?.(method, where, res);
        return res;
    }

    get(path, o) {
        return this.call("GET", path, o);
    }
    post(path, body, o) {
        return this.call("POST", path, { body, ...o });
    }
    patch(path, body, version, o = {}) {
        return this.call("PATCH", path, { body, ...o, headers: { ...(version === undefined ? {} : { "If-Match": `"${version}"` }), ...o.headers } });
    }
    del(path, version, o = {}) {
        return this.call("DELETE", path, { ...o, headers: { ...(version === undefined ? {} : { "If-Match": `"${version}"` }), ...o.headers } });
    }
}

export const owner = { email: "ana@acme.example", password: "a quiet harbour", name: "Ana", company: "Acme", locale: "en" };

/* The first owner of a fresh server. */
export async function setUp(server, o = {}) {
    const c = new Client(server, o);
    const res = await c.post("/setup", owner);
    if (res.status !== 200) throw new Error(res.text);
    return c;
}

/* Another client with a token of this site. */
export async function withToken(client, scopes) {
    const made = await client.post("/tokens", { name: "test", scopes });
    if (made.status !== 201) throw new Error(made.text);
    const c = new Client(client.server, { lang: client.lang, watch: client.watch });
    c.token = made.json.token;
    return c;
}

/* Ask until it is so; the server answers as fast as it can. */
export async function until(ask, is) {
    const end = Date.now() + 60_000;
    for (;;) {
        const res = await ask();
        if (is(res)) return res;
        if (Date.now() > end) throw new Error(`never so: ${res.text}`);
    }
}

/* SipHash-2-4, whose eight bytes come lowest first. */
function sipHash(key, text) {
    const mask = (1n << 64n) - 1n;
    const turn = (x, n) => ((x << n) | (x >> (64n - n))) & mask;
    const [k0, k1] = [key.readBigUInt64LE(0), key.readBigUInt64LE(8)];
    const v = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn, k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n];
    const round = () => {
        v[0] = (v[0] + v[1]) & mask; v[1] = turn(v[1], 13n) ^ v[0]; v[0] = turn(v[0], 32n);
        v[2] = (v[2] + v[3]) & mask; v[3] = turn(v[3], 16n) ^ v[2];
        v[0] = (v[0] + v[3]) & mask; v[3] = turn(v[3], 21n) ^ v[0];
        v[2] = (v[2] + v[1]) & mask; v[1] = turn(v[1], 17n) ^ v[2]; v[2] = turn(v[2], 32n);
    };
    const bytes = Buffer.from(text);
    const whole = Buffer.alloc((Math.floor(bytes.length / 8) + 1) * 8);
    bytes.copy(whole);
    whole[whole.length - 1] = bytes.length & 255;
    for (let i = 0; i < whole.length; i += 8) {
        const m = whole.readBigUInt64LE(i);
        v[3] ^= m; round(); round(); v[0] ^= m;
    }
    v[2] ^= 0xffn;
    for (let i = 0; i < 4; i++) round();
    const out = Buffer.alloc(8);
    out.writeBigUInt64LE(v[0] ^ v[1] ^ v[2] ^ v[3]);
    return out;
}

/* The number of a visitor, as measure/visitor_number.c makes it of what stands in the cookie. */
export function visitorNumber(server, site, cookie) {
    const key = execFileSync("sqlite3", [join(server.dir, "praca.db"), "select value from secrets where name = 'visitors'"]).toString().trim();
    const of = Buffer.alloc(8);
    of.writeBigInt64LE(BigInt(site));
    return (sipHash(Buffer.from(key, "hex"), Buffer.concat([of, Buffer.from(cookie)])).readBigUInt64LE() >> 1n).toString();
}
