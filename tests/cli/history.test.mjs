/* history.test.mjs -- visits and searches from before, by hand: told, counted once whatever is killed, and taken back; also beside a server. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { initialised, killedAfter, praca, serving } from "./run.mjs";

const agents = ["Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Googlebot/2.1 (+http://www.google.com/bot.html)"];

function log(lines) {
    const out = [];
    for (let i = 0; i < lines; i++) {
        const at = new Date(Date.UTC(2025, 0, 1) + i * 97_000).toISOString();
        const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"][Number(at.slice(5, 7)) - 1];
        out.push(`203.0.${i % 251}.${i % 241} - - [${at.slice(8, 10)}/${month}/2025:${at.slice(11, 19)} +0000] "GET ${i % 7 ? "/precos" : "/a.css"} HTTP/1.1" ${i % 11 ? 200 : 404} 10 "-" "${agents[i % 5 ? 0 : 1]}"`);
    }
    return out.join("\n") + "\n";
}

const counts = (text) => Object.fromEntries([...text.matchAll(/^(.+): (\d+)$/gm)].map((m) => [m[1], Number(m[2])]));

test("an import that is killed goes on, and ends as one that was not", async (t) => {
    const [whole, killed] = [initialised(t), initialised(t)];
    const text = log(120_000);
    const run = (x) => ["import", "visits", join(x.dir, "access.log.gz"), "--format", "log", "--host", "acme.example", "--data", x.data];
    for (const x of [whole, killed]) writeFileSync(join(x.dir, "access.log.gz"), gzipSync(text));
    const began = performance.now();
    const first = praca(...run(whole));
    const took = performance.now() - began;
    assert.equal(first.code, 0, first.err);
    // Together shorter than the whole, so that something is left for the last.
    let kills = 0;
    for (const part of [0.1, 0.13, 0.16, 0.2]) kills += await killedAfter(part * took, ...run(killed));
    assert.ok(kills >= 3);
    const last = praca(...run(killed));
    assert.equal(last.code, 0, last.err);
    assert.deepEqual(counts(last.out), counts(first.out));
    const { "Rows read": rows, Visits, "Visits of robots, marked": robots, ...parts } = counts(last.out);
    assert.equal(rows, 120_000);
    assert.ok(Visits > robots && robots > 0);
    assert.equal(Object.values(parts).reduce((a, b) => a + b), rows);
    const again = praca(...run(killed));
    assert.notEqual(again.code, 0);
    assert.match(again.err, /was imported on/);
    const undone = praca("import", "visits", /visits (\d+) --undo/.exec(last.out)[1], "--undo", "--data", killed.data);
    assert.equal(undone.code, 0, undone.err);
    assert.equal(praca(...run(killed), "--dry-run").code, 0);
    assert.deepEqual(counts(praca(...run(killed)).out), counts(first.out));
});

test("beside a server the server does it, and the report says what is missing", async (t) => {
    const { dir, data } = initialised(t);
    const file = join(dir, "Consultas.csv");
    writeFileSync(file, "Principais consultas,Cliques,Impressões,CTR,Posição\nacme,50,100,50%,1.5\nfrete,1,0,0%,9\n");
    const stop = await serving(data);
    const refused = praca("import", "searches", file, "--data", data);
    const r = praca("import", "searches", file, "--from", "2025-10-01", "--to", "2025-10-31", "--data", data);
    await stop();
    assert.match(refused.err, /of which days/);
    assert.equal(r.code, 0, r.err);
    assert.deepEqual(counts(r.out), { "Rows read": 2, Taken: 1, Refused: 1 });
    const report = praca("report", "awareness", "--data", data);
    assert.match(report.out, /Searches for the brand: Say in Settings/);
    assert.equal(JSON.parse(praca("report", "awareness", "--format", "json", "--data", data).out).search.exports, 1);
});
