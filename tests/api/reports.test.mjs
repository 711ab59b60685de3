/* reports.test.mjs -- a report is saved, read, opened by link and mailed; a server that is killed while it mails sends each mail once. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { Client, owner, program, send, setUp, startServer, until, withToken } from "./server.mjs";

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const home = "https://praca.acme.example";
let server, ana, me, report;

before(async () => {
    server = await startServer();
    ana = await setUp(server);
    me = ok(await ana.get("/session")).user.id;
    ok(await ana.patch("/settings", { "mail.home": home, "mail.sender": "marketing@acme.example", "mail.sender_name": "Marketing Acme" }));
    for (let i = 0; i < 3; i++) ok(await ana.post("/contacts", { name: `Lead ${i}`, email: `lead${i}@norte.example`, lifecycle: "lead", channel: "paid_search", first_contact_at: new Date().toISOString() }), 201);
    report = ok(await ana.post("/saved_reports", { name: "Canais do mês", kind: "channels", question: { by: "channel", date_range: "30d" }, view: { preset: "d30" } }), 201);
});
after(() => server?.stop());

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
const page = (path, headers = {}) => send(`${server.url}${path}`, { headers: { "user-agent": firefox, ...headers } });
const eml = (dir = server.dir) => (existsSync(join(dir, "mail")) ? readdirSync(join(dir, "mail")).filter((f) => f.endsWith(".eml")) : []);

test("addresses that a mail cannot carry are refused where they are set", async () => {
    const wrong = await ana.patch("/settings", { "mail.home": "javascript:alert(1)", "mail.sender": "not mail", "mail.sender_name": "Acme" });
    assert.deepEqual(wrong.json.errors.map((x) => [x.field, x.code]), [["mail.home", "field.url"], ["mail.sender", "field.email"]]);
});

test("a report answers with tables, a file and the mail it would be", async () => {
    assert.equal(report.owner, me);
    const paper = ok(await ana.get(`/saved_reports/${report.id}/paper`));
    assert.equal(paper.title, "Canais do mês");
    assert.equal(paper.something, true);
    assert.deepEqual(paper.tables[0].rows.map((r) => [r[0].text, r[1].text]), [["Paid search", "3"], ["Total", "3"]]);
    const few = paper.tables[0].rows[0][3];
    assert.equal(few.text, "–");
    assert.match(few.why, /3 of 20/);
    const csv = await ana.get(`/saved_reports/${report.id}/paper.csv`);
    assert.match(csv.headers["content-disposition"], /canais-do-mes\.csv/);
    assert.match(csv.text, /^channel,leads,won,/);
    const mail = ok(await ana.get(`/saved_reports/${report.id}/mail`));
    assert.match(mail.html, /<html lang="en">[\s\S]*Paid search/);
    assert.match(mail.text, new RegExp(`${home}/results/reports/${report.id}`));
    assert.equal(eml().length, 0);
    const costs = ok(await ana.post("/saved_reports", { name: "Economia", kind: "economics", question: { by: "channel", date_range: "30d" }, view: { preset: "d30" } }), 201);
    const economy = ok(await ana.get(`/saved_reports/${costs.id}/paper`)).tables[0];
    const at = economy.columns.findIndex((c) => c.key === "leads");
    assert.deepEqual(economy.rows.map((r) => [r[0].text, r[at].text]), [["Paid search", "3"], ["Total", "3"]]);
    ok(await ana.del(`/saved_reports/${costs.id}`, costs.version), 204);
});

test("a link shows one report to anybody, is counted, and is gone when it is ended", async () => {
    const link = ok(await ana.post("/share_links", { kind: "report", target: report.id, note: "diretoria" }), 201);
    const seen = await page(link.path, { "accept-language": "pt-BR" });
    assert.equal(seen.status, 200);
    assert.match(seen.text, /<html lang="pt-BR">[\s\S]*Busca paga[\s\S]*poucos dados|<html lang="pt-BR">[\s\S]*Busca paga/i);
    assert.doesNotMatch(seen.text, /lead0@|<script|style="/);
    assert.equal(seen.headers["referrer-policy"], "no-referrer");
    assert.match(seen.headers["x-robots-tag"], /noindex/);
    assert.equal(seen.headers["set-cookie"], undefined);
    assert.match((await page(`${link.path}?lang=en`)).text, /<html lang="en">[\s\S]*Paid search/);
    const [listed] = ok(await ana.get(`/share_links?kind=report&target=${report.id}`)).items;
    assert.deepEqual([listed.opened_count, listed.note, listed.path], [2, "diretoria", undefined]);
    await page(link.path, { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" });
    const openings = ok(await ana.get(`/share_links/${link.id}/openings`)).items;
    assert.deepEqual(openings.map((o) => [o.browser, o.robot]), [[null, "bot"], ["Firefox", null], ["Firefox", null]]);
    assert.equal(ok(await ana.get(`/share_links?kind=report&target=${report.id}`)).items[0].opened_count, 2);
    assert.equal((await page(`${link.path}x`)).status, 404);
    assert.equal((await ana.post("/share_links", { kind: "report", target: report.id, expires_at: "2020-01-01T00:00:00Z" })).status, 422);
    ok(await ana.del(`/share_links/${link.id}`), 204);
    const gone = await page(link.path);
    assert.equal(gone.status, 410);
    assert.doesNotMatch(gone.text, /Canais do mês|Paid search/);
    const soon = ok(await ana.post("/share_links", { kind: "report", target: report.id, expires_at: new Date(Date.now() + 1000).toISOString() }), 201);
    await until(() => page(soon.path), (r) => r.status === 410);
});

test("what is in the trash opens for nobody and comes back with its links", async () => {
    const link = ok(await ana.post("/share_links", { kind: "report", target: report.id }), 201);
    report = ok(await ana.get(`/saved_reports/${report.id}`));
    report = ok(await ana.patch(`/saved_reports/${report.id}`, { trashed: true }, report.version));
    assert.deepEqual(ok(await ana.get("/saved_reports?trashed=false")).items, []);
    assert.equal((await ana.get(`/saved_reports/${report.id}/paper`)).status, 404);
    assert.equal((await page(link.path)).status, 410);
    report = ok(await ana.patch(`/saved_reports/${report.id}`, { trashed: false }, report.version));
    assert.equal((await page(link.path)).status, 200);
    const copy = ok(await ana.post(`/saved_reports/${report.id}/copy`), 201);
    assert.equal(copy.name, "Canais do mês (copy)");
    assert.deepEqual(copy.question, report.question);
});

test("what is wrong in a report and in its question is told once each", async () => {
    const wrong = await ana.post("/saved_reports", { name: "", kind: "metrics", question: {} });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.json.errors.map((e) => e.field), ["name", "question.metrics"]);
});

test("a schedule sends to each recipient, and the link in the mail ends it", async () => {
    const wrong = await ana.post(`/saved_reports/${report.id}/schedules`, { cadence: "hourly", recipients: [{ address: "x@y.example" }] });
    assert.deepEqual(wrong.json.errors.map((e) => e.field), ["cadence", "recipients.0"]);
    const s = ok(await ana.post(`/saved_reports/${report.id}/schedules`, { cadence: "monthly", day: 31, hour: 7, recipients: [{ user: me }, { address: "chefe@norte.example", lang: "pt-BR", confirmed: true }] }), 201);
    assert.ok(new Date(s.next_at) > new Date());
    assert.ok(s.recipients[1].confirmed_text);
    assert.equal(ok(await ana.post(`/report_schedules/${s.id}/send`), 202).waiting, 2);
    const sent = (await until(() => ana.get(`/mails?about=${s.id}`), (r) => r.json.items.every((m) => m.state === "sent"))).json.items;
    assert.deepEqual(sent.map((m) => m.to).sort(), [owner.email, "chefe@norte.example"].sort());
    assert.equal(eml().length, 2);
    const theirs = sent.find((m) => m.to === "chefe@norte.example");
    assert.equal(theirs.lang, "pt-BR");
    const bytes = readFileSync(join(server.dir, "mail", `${theirs.id}.eml`), "latin1");
    assert.match(bytes, /\r\nFrom: Marketing Acme <marketing@acme\.example>\r\n/);
    assert.match(bytes, /\r\nMessage-I[dD]: <\d+\.mail@praca\.acme\.example>\r\n/);
    assert.match(bytes, /\r\nTo: chefe@norte\.example\r\n/);
    const stop = /\r\nList-Unsubscribe: <https:\/\/praca\.acme\.example(\/p\/stop\/[\w-]+)>\r\n/.exec(bytes)[1];
    const asked = await page(stop);
    assert.equal(asked.status, 200);
    assert.match(asked.text, /chefe@norte\.example/);
    assert.equal(ok(await ana.get(`/saved_reports/${report.id}/schedules`)).items[0].recipients[1].stopped_at, null);
    const click = await send(`${server.url}${stop}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click" });
    assert.equal(click.status, 303, click.text);
    const now = ok(await ana.get(`/saved_reports/${report.id}/schedules`)).items[0];
    assert.ok(now.recipients[1].stopped_at);
    assert.equal(ok(await ana.post(`/report_schedules/${s.id}/send`), 202).waiting, 1);
    const paused = ok(await ana.patch(`/report_schedules/${s.id}`, { paused: true }, s.version));
    assert.equal(paused.paused, true);
    assert.equal((await ana.patch(`/report_schedules/${s.id}`, { hour: 9 }, s.version)).status, 412);
    ok(await ana.del(`/report_schedules/${s.id}`), 204);
    assert.equal((await ana.patch(`/report_schedules/${s.id}`, { hour: 9 }, 1)).status, 404);
});

test("the week and the alarms are each user's own choice", async () => {
    const first = ok(await ana.get("/mail_choices"));
    assert.deepEqual([first.weekly, first.silence, first.sink, first.home], [false, true, "folder", home]);
    assert.equal(ok(await ana.patch("/mail_choices", { weekly: true, silence: false })).weekly, true);
    assert.equal((await ana.patch("/mail_choices", { weekly: "yes" })).status, 422);
    const seen = ok(await ana.get("/weekly"));
    assert.match(seen.subject, /^Your week · Acme · /);
    assert.match(seen.text, /too little data|What changed/);
    ok(await ana.post("/weekly/send"), 202);
    const mail = (await until(() => ana.get("/mails?purpose=weekly"), (r) => r.json.items[0]?.state === "sent")).json.items[0];
    assert.match(ok(await ana.get(`/mails/${mail.id}`)).html, /What to do/);
});

test("who may only read sees figures, and no addresses", async () => {
    const token = ok(await withToken(ana, ["read"]).then((x) => x.get(`/saved_reports/${report.id}/paper`)));
    assert.equal(token.title, "Canais do mês");
    const reader = await withToken(ana, ["read"]);
    for (const path of [`/share_links?kind=report&target=${report.id}`, `/saved_reports/${report.id}/schedules`, "/mails", `/saved_reports/${report.id}/paper.csv`]) assert.equal((await reader.get(path)).status, 403, path);
    assert.equal((await reader.post("/saved_reports", { name: "X", kind: "channels", question: {} })).status, 403);
    const plan = await withToken(ana, ["read", "edit_plan"]);
    assert.equal(ok(await plan.get("/mails?purpose=weekly")).items.every((m) => m.purpose === "report"), true);
    const weekly = ok(await ana.get("/mails?purpose=weekly")).items[0];
    assert.equal((await plan.get(`/mails/${weekly.id}`)).status, 404);
});

test("a recipient who is erased is in no mail, no list and no file", async () => {
    const who = ok(await ana.post("/contacts", { name: "Otília Prestes Braga", email: "otilia.braga@sul.example" }), 201);
    const s = ok(await ana.post(`/saved_reports/${report.id}/schedules`, { recipients: [{ address: "otilia.braga@sul.example", confirmed: true }, { user: me }] }), 201);
    ok(await ana.post(`/report_schedules/${s.id}/send`), 202);
    await until(() => ana.get(`/mails?about=${s.id}`), (r) => r.json.items.length === 2 && r.json.items.every((m) => m.state === "sent"));
    const has = () => eml().filter((f) => readFileSync(join(server.dir, "mail", f), "latin1").includes("otilia.braga"));
    assert.equal(has().length, 1);
    ok(await ana.post("/rights-requests", { contact: who.id, kind: "erase" }), 201);
    const begun = ok(await ana.post(`/contacts/${who.id}/erase`, { confirm: "Otília Prestes Braga" }), 202);
    await until(() => ana.get(`/erasures/${begun.id}`), (r) => r.json.state === "done");
    assert.deepEqual(has(), []);
    assert.deepEqual(ok(await ana.get(`/mails?about=${s.id}`)).items.map((m) => m.to), [owner.email]);
    assert.equal(ok(await ana.get(`/saved_reports/${report.id}/schedules`)).items[0].recipients.length, 1);
});

async function serve(dir) {
    const child = spawn(program, ["serve", "--data", dir, "--http.port=0"], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((done) => child.once("exit", done));
    const url = await new Promise((done) => createInterface({ input: child.stdout }).once("line", done));
    return { url, dir, end: async (signal) => { child.kill(signal); await ended; } };
}

test("a server that is killed while it mails has sent each mail once when the next one is done", async () => {
    const dir = mkdtempSync(join(tmpdir(), "praca-mails-"));
    let at = await serve(dir), client = await setUp(at);
    try {
        const lead = { name: "Lead", email: "lead@norte.example", lifecycle: "lead", channel: "paid_search", first_contact_at: new Date().toISOString() };
        ok(await client.post("/contacts", lead), 201);
        const rep = ok(await client.post("/saved_reports", { name: "Canais", kind: "channels", question: {} }), 201);
        const recipients = Array.from({ length: 40 }, (_, i) => ({ address: `leitor${i}@norte.example`, confirmed: true }));
        const s = ok(await client.post(`/saved_reports/${rep.id}/schedules`, { recipients }), 201);
        for (let round = 1; round <= 4; round++) {
            ok(await client.post(`/report_schedules/${s.id}/send`), 202);
            /* Killed when so many files lie there: in the midst of handing over. */
            await until(async () => eml(dir).length, (n) => n >= 40 * (round - 1) + round * 3);
            await at.end("SIGKILL");
            at = await serve(dir);
            client = new Client(at);
            ok(await client.post("/session", { email: owner.email, password: owner.password }));
            await until(() => client.get(`/mails?about=${s.id}&limit=200`), (r) => r.json.items.every((m) => m.state === "sent"));
            const all = ok(await client.get(`/mails?about=${s.id}&limit=200`)).items;
            assert.equal(all.length, 40 * round);
            assert.deepEqual(eml(dir).sort(), all.map((m) => `${m.id}.eml`).sort());
            for (const m of all) assert.match(readFileSync(join(dir, "mail", `${m.id}.eml`), "latin1"), /\r\n--=_[0-9a-f]{24}--\r\n/);
        }
    } finally {
        await at.end("SIGTERM");
        rmSync(dir, { recursive: true, force: true });
    }
});
