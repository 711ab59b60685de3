/* rights_kill.test.mjs -- a server that is killed in the middle of an erasure, again and again, finishes it all the same. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createInterface } from "node:readline";
import { Client, owner, program, setUp, until } from "./server.mjs";

const files = (dir) => readdirSync(dir).flatMap((f) => {
    const at = join(dir, f), st = statSync(at);
    return st.isDirectory() ? files(at) : st.isFile() ? [at] : [];
});

async function serve(dir) {
    const child = spawn(program, ["serve", "--data", dir, "--http.port=0"], { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    child.stderr.on("data", (d) => (log += d));
    const ended = new Promise((done) => child.once("exit", done));
    const url = await Promise.race([
        new Promise((done) => createInterface({ input: child.stdout }).once("line", done)),
        ended.then((code) => {
            throw new Error(`the server ended with ${code}:\n${log}`);
        }),
    ]);
    return { url, dir, end: async (signal) => { child.kill(signal); await ended; } };
}

test("an erasure that is killed at any moment is finished by the next server", async () => {
    const dir = mkdtempSync(join(tmpdir(), "praca-kill-"));
    let server = await serve(dir), client = await setUp(server);
    try {
        const ok = (res, status = 200) => {
            assert.equal(res.status, status, res.text);
            return res.json;
        };
        const again = async () => {
            await server.end("SIGKILL");
            server = await serve(dir);
            client = new Client(server);
            ok(await client.post("/session", { email: owner.email, password: owner.password }));
        };
        const begun = [];
        for (let i = 0; i < 4; i++) {
            const who = ok(await client.post("/contacts", { name: `Otávia Prestes ${i}`, email: `otavia.prestes.${i}@sul.example`, notes: "x".repeat(3000) }), 201);
            ok(await client.post("/rights-requests", { contact: who.id, kind: "erase" }), 201);
            begun.push(ok(await client.post(`/contacts/${who.id}/erase`, { confirm: `Otávia Prestes ${i}` }), 202).id);
            /* Killed after as many looks as there were people before: at once, and then a little later each time. */
            for (let looks = 0; looks < i * 2; looks++) ok(await client.get(`/erasures/${begun[i]}`));
            await again();
        }
        for (const id of begun) {
            const done = (await until(() => client.get(`/erasures/${id}`), (r) => r.json.state === "done")).json;
            assert.equal(done.proof.counts.find((c) => c.table === "contacts").rows, 1);
        }
        assert.ok(ok(await client.get("/consents/verify")).ok);
        assert.deepEqual(ok(await client.get("/rights-requests")).items, []);
        for (const trace of ["otavia.prestes", "Prestes"]) {
            assert.deepEqual(files(dir).filter((f) => readFileSync(f).toString("latin1").toLowerCase().includes(trace.toLowerCase())), [], trace);
        }
    } finally {
        await server.end("SIGTERM");
        rmSync(dir, { recursive: true, force: true });
    }
});

/* Whoever reads a database's file and closes it takes the locks of its own process off it: another process that comes and goes then
 * takes the log of commits with it. */
test("after an erasure other processes come and go, and what is then written outlives a kill", async () => {
    const dir = mkdtempSync(join(tmpdir(), "praca-kill-"));
    let server = await serve(dir), client = await setUp(server);
    try {
        const who = (await client.post("/contacts", { name: "Otávia Prestes", email: "otavia.prestes@sul.example" })).json;
        assert.equal((await client.post("/rights-requests", { contact: who.id, kind: "erase" })).status, 201);
        const begun = await client.post(`/contacts/${who.id}/erase`, { confirm: "Otávia Prestes" });
        assert.equal(begun.status, 202, begun.text);
        const { proof } = (await until(() => client.get(`/erasures/${begun.json.id}`), (r) => r.json.state === "done")).json;
        assert.ok(proof.files.read > 3, JSON.stringify(proof.files));
        const listed = () => execFileSync(program, ["segment", "list", "--data", dir], { encoding: "utf8" });
        listed();
        const kept = await client.post("/contacts", { name: "Bento Assis", email: "bento@sul.example" });
        assert.equal(kept.status, 201, kept.text);
        listed();
        await server.end("SIGKILL");
        server = await serve(dir);
        client = new Client(server);
        assert.equal((await client.post("/session", { email: owner.email, password: owner.password })).status, 200);
        assert.equal((await client.get(`/contacts/${kept.json.id}`)).status, 200);
    } finally {
        await server.end("SIGTERM");
        rmSync(dir, { recursive: true, force: true });
    }
});
