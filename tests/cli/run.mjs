/* run.mjs -- the program as it is typed, in a folder of the test's own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
export const program = resolve(root, process.env.PRACA ?? "build/praca");

/* Nothing of the caller's environment decides about language or settings. */
const env = { PATH: process.env.PATH, TZ: "UTC", ASAN_OPTIONS: process.env.ASAN_OPTIONS ?? "" };

/* A folder that goes when the test ends. */
export function folder(t) {
    const dir = mkdtempSync(join(tmpdir(), "praca-cli-"));
    t.after(() => rmSync(dir, { recursive: true, force: true }));
    return dir;
}

export function praca(...args) {
    const r = spawnSync(program, [...args, "--lang", "en"], { encoding: "utf8", env, maxBuffer: 64 << 20 });
    return { code: r.status, out: r.stdout, err: r.stderr };
}

/* Ended by SIGKILL after so many milliseconds, unless it was done before. */
export function killedAfter(ms, ...args) {
    return new Promise((done) => {
        const child = spawn(program, [...args, "--lang", "en"], { env, stdio: "ignore" });
        const timer = setTimeout(() => child.kill("SIGKILL"), ms);
        child.once("exit", (code, signal) => {
            clearTimeout(timer);
            done(signal === "SIGKILL");
        });
    });
}

/* A server on that data; what is returned stops it. */
export async function serving(data) {
    const child = spawn(program, ["serve", "--data", data, "--http.port", "0"], { env, stdio: ["ignore", "pipe", "ignore"] });
    const ended = new Promise((done) => child.once("exit", done));
    await Promise.race([new Promise((done) => child.stdout.once("data", done)), ended]);
    return () => {
        child.kill("SIGTERM");
        return ended;
    };
}

/* A data directory with a site and its owner. */
export function initialised(t) {
    const dir = folder(t);
    const data = join(dir, "data");
    const password = join(dir, "password");
    writeFileSync(password, "correct horse battery\n");
    const r = praca("init", "--data", data, "--admin-email", "owner@acme.example", "--admin-password-file", password, "--company", "Acme");
    if (r.code !== 0) throw new Error(r.err);
    return { dir, data, password };
}

/* The rows of CSV text whose cells have no line breaks. */
export const rows = (csv) => csv.split("\r\n").filter(Boolean);
