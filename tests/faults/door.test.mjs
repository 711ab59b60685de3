/* door.test.mjs -- what the door acknowledged is stored once, whatever dies: the process under load, the end of the journal's last file,
 * the disk's room, the event store, for a moment and for a minute.
 *
 * Compared id by id, from outside: every event has an id of its own, and one that is sent again counts as a duplicate exactly when it is
 * stored. So after a fault all that were acknowledged are sent once more, and not one of them may be new.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { sender } from "../api/sender.mjs";
import { setUp } from "../api/server.mjs";

const program = resolve(fileURLToPath(import.meta.url), "../../..", process.env.PRACA ?? "build/praca");
let dir, child, url, ana, key;
const { newId, post, send, load } = sender(() => ({ url, key, page: "https://acme.example/" }));

async function start() {
    child = spawn(program, ["serve", "--data", dir, "--http.port=0", "--measure.rate=0"], { stdio: ["ignore", "pipe", "ignore"] });
    const lines = createInterface({ input: child.stdout });
    url = await new Promise((done, failed) => {
        lines.once("line", done);
        child.once("exit", (code) => failed(new Error(`ended with ${code}`)));
    });
    if (ana) ana.server.url = url;
}
const end = (signal) => new Promise((done) => (child.removeAllListeners("exit"), child.once("exit", done), child.kill(signal)));

before(async () => {
    dir = mkdtempSync(join(tmpdir(), "praca-fault-"));
    await start();
    ana = await setUp({ url });
    key = (await ana.get("/measuring")).json.key;
    assert.equal((await ana.patch("/measuring", { hosts: ["acme.example"] })).status, 200);
});
after(async () => {
    await end("SIGTERM");
    rmSync(dir, { recursive: true, force: true });
});

const losses = async () => (await ana.get("/measuring/losses")).json.totals;
async function settled(received) {
    for (const until = Date.now() + 60_000; ; ) {
        const now = await losses();
        if (now.received >= received) return now;
        if (Date.now() > until) throw new Error(`${now.received} of ${received}`);
        await new Promise((done) => setTimeout(done, 50));
    }
}
const stored = (l) => l.human + l.robot;

/* All of these again: each must be there already. */
async function everyOneIsThere(ids, before) {
    assert.deepEqual([...new Set(await send(ids))], ids.length ? [202] : []);
    const now = await settled(before.received + ids.length);
    assert.equal(stored(now), stored(before), "an acknowledged event was not there");
    assert.equal(now.duplicate, before.duplicate + ids.length);
    assert.equal(now.received, now.human + now.robot + now.duplicate + now.refused + now.invalid);
    return now;
}

/* Until the loader has read what the journal had at the start: a marker behind it all. */
async function caughtUp() {
    const before = await losses();
    assert.equal(await post(newId()), 202);
    let last = await settled(before.received + 1);
    for (let same = 0; same < 10; ) {
        await new Promise((done) => setTimeout(done, 60));
        const now = await losses();
        same = now.received === last.received ? same + 1 : 0;
        last = now;
    }
    return last;
}

/* The journal's last file. */
const lastFile = () => join(dir, "journal", readdirSync(join(dir, "journal")).filter((f) => f.endsWith(".log")).sort().at(-1));
const health = async () => (await ana.get("/healthz")).json;
async function isAway() {
    for (const until = Date.now() + 20_000; (await health())?.facts !== "away"; ) {
        assert.ok(Date.now() < until, "health says nothing");
        await new Promise((done) => setTimeout(done, 50));
    }
}

test("kill -9 under load, five times: acknowledged is stored, once", async () => {
    for (let round = 0; round < 5; round++) {
        const before = await caughtUp();
        const acknowledged = [], sent = [];
        const loading = load(acknowledged, sent, () => true);
        while (acknowledged.length < 200 + 150 * round) await new Promise((done) => setImmediate(done));
        await end("SIGKILL");
        await loading;
        await start();
        const now = await caughtUp();
        const came = stored(now) - stored(before) - 1; /* the marker */
        assert.ok(came >= acknowledged.length, `${came} stored of ${acknowledged.length} acknowledged`);
        assert.ok(came <= sent.length, `${came} stored of ${sent.length} sent`);
        assert.equal(now.duplicate, before.duplicate, "none was stored twice, or counted so");
        const again = await everyOneIsThere(acknowledged, now);
        /* Those without an answer were there or were not: sent again, each is there once. */
        const unsure = sent.filter((id) => !acknowledged.includes(id));
        assert.deepEqual([...new Set(await send(unsure))], unsure.length ? [202] : []);
        assert.equal(stored(await settled(again.received + unsure.length)) - stored(before) - 1, sent.length);
    }
});

test("a torn end of the journal costs nothing that was acknowledged", async () => {
    const before = await caughtUp();
    const acknowledged = [], sent = [];
    await load(acknowledged, sent, () => acknowledged.length < 300);
    await end("SIGKILL");
    appendFileSync(lastFile(), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 70, 2, 9]));
    await start();
    const now = await caughtUp();
    assert.equal(stored(now), stored(before) + acknowledged.length + 1);
    await everyOneIsThere(acknowledged, now);
});

test("an event whose write was cut off at any place is not there, and those before and after it are, once", async () => {
    for (const keeps of [0, 20, -1]) {
        const before = await caughtUp();
        const acknowledged = [], sent = [];
        await load(acknowledged, sent, () => acknowledged.length < 100);
        await caughtUp();
        const file = lastFile(), whole = statSync(file).size, cut = newId();
        assert.equal(await post(cut), 202);
        await end("SIGKILL");
        truncateSync(file, keeps < 0 ? statSync(file).size - 1 : whole + keeps);
        await start();
        const now = await caughtUp();
        /* The loader may have had it before the kill; then it stays, and its position is not given to another. */
        const there = stored(now) - stored(before) - acknowledged.length - 2; /* markers */
        assert.ok(there === 0 || there === 1, `${there}`);
        const later = Array.from({ length: 50 }, newId);
        assert.deepEqual([...new Set(await send(later))], [202]);
        const then = await settled(now.received + later.length);
        assert.equal(stored(then), stored(now) + later.length);
        await everyOneIsThere([...acknowledged, ...later], then);
        assert.equal(await post(cut), 202);
        assert.equal(stored(await settled(then.received + acknowledged.length + later.length + 1)), stored(then) + 1 - there);
    }
});

test("what the loader had stored and the disk then lost hides nothing that comes", async () => {
    const before = await caughtUp();
    const acknowledged = [], sent = [];
    await load(acknowledged, sent, () => acknowledged.length < 200);
    const all = await settled(before.received + acknowledged.length);
    await end("SIGKILL");
    const file = lastFile();
    truncateSync(file, Math.max(32, statSync(file).size - 9000));
    await start();
    const later = Array.from({ length: 60 }, newId);
    assert.deepEqual([...new Set(await send(later))], [202]);
    const now = await settled(all.received + later.length);
    assert.equal(stored(now), stored(all) + later.length);
    await everyOneIsThere([...acknowledged, ...later], now);
});

test("a disk without room is told to who sends; what was acknowledged is there, once, and it goes on when there is room", async () => {
    const before = await caughtUp();
    const acknowledged = [], sent = [];
    /* A limit on the size of files stands for the full disk; it begins a little behind the end of the journal's. */
    const limit = (bytes) => execFileSync("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:unlimited`]);
    const room = statSync(lastFile()).size + 20_000;
    const refused = [];
    limit(room);
    try {
        for (let i = 0; i < 40; i++) {
            const ids = Array.from({ length: 20 }, newId);
            sent.push(...ids);
            (await send(ids)).forEach((s, k) => (s === 202 ? acknowledged : refused).push([ids[k], s]));
        }
    } finally {
        limit("unlimited");
    }
    assert.ok(acknowledged.length > 20 && refused.length > 20, `${acknowledged.length} taken, ${refused.length} refused`);
    assert.deepEqual([...new Set(refused.map(([, s]) => s))], [503]);
    const ids = acknowledged.map(([id]) => id);
    const now = await settled(before.received + ids.length);
    await everyOneIsThere(ids, now);
    const rest = refused.map(([id]) => id);
    assert.deepEqual([...new Set(await send(rest))], [202]);
    const then = await settled(now.received + ids.length + rest.length);
    assert.equal(stored(then), stored(before) + sent.length);
});

test("while the event store is away the door stays open, and all of it arrives once", async () => {
    const before = await caughtUp();
    await end("SIGTERM");
    const store = join(dir, "facts"), aside = join(dir, "facts.aside");
    renameSync(store, aside);
    writeFileSync(store, "in the way");
    await start();
    const acknowledged = [], sent = [];
    await load(acknowledged, sent, () => acknowledged.length < 500);
    assert.equal(acknowledged.length, sent.length);
    await isAway();
    unlinkSync(store);
    renameSync(aside, store);
    const now = await settled(before.received + acknowledged.length);
    assert.equal(stored(now), stored(before) + acknowledged.length);
    await everyOneIsThere(acknowledged, now);
});

/* The store's file belongs to another process, as when a backup of the machine holds it. */
async function holdStore() {
    const file = join(dir, "facts", readdirSync(join(dir, "facts")).find((f) => !f.endsWith(".wal")));
    const holder = spawn("python3", ["-c", "import fcntl, sys\nf = open(sys.argv[1], 'r+b')\nfcntl.lockf(f, fcntl.LOCK_EX)\nprint('held', flush=True)\nsys.stdin.read()", file], { stdio: ["pipe", "pipe", "inherit"] });
    await new Promise((done, failed) => {
        holder.stdout.once("data", done);
        holder.once("exit", (code) => failed(new Error(`the holder ended with ${code}`)));
    });
    return () => new Promise((done) => (holder.removeAllListeners("exit"), holder.once("exit", done), holder.stdin.end()));
}
const resident = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024;

test("with the event store stopped for a minute under load nothing is lost and memory stays, and it is caught up at once", { timeout: 150_000 }, async (t) => {
    const before = await caughtUp();
    await end("SIGTERM");
    const release = await holdStore();
    await start();
    const from = Date.now(), acknowledged = [], sent = [], mib = [];
    const minute = () => Date.now() - from < 60_000;
    /* At a pace that a loader would follow, with a pause after each twenty. */
    const pace = async () => {
        while (minute()) {
            const ids = Array.from({ length: 20 }, newId);
            sent.push(...ids);
            (await send(ids)).forEach((s, k) => s === 202 && acknowledged.push(ids[k]));
            await new Promise((done) => setTimeout(done, 20));
        }
    };
    const watch = async () => {
        while (minute()) {
            mib.push(resident());
            await new Promise((done) => setTimeout(done, 1000));
        }
    };
    try {
        await Promise.all([pace(), watch(), isAway()]);
        assert.equal((await health()).facts, "away");
    } finally {
        await release();
    }
    assert.equal(acknowledged.length, sent.length, "the door was shut");
    const grown = Math.max(...mib) - mib[3];
    const released = Date.now();
    const now = await settled(before.received + acknowledged.length);
    t.diagnostic(`${acknowledged.length} events in the minute; ${Math.round(mib[3])} MiB, at most ${Math.round(grown)} more; caught up ${Date.now() - released} ms after`);
    assert.ok(grown < 32, `grew by ${grown} MiB`);
    assert.equal(stored(now), stored(before) + acknowledged.length);
    await everyOneIsThere(acknowledged, now);
});
