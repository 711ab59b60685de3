/* attribute.test.mjs -- praca attribute of a site: the same report beside a running server and without one. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { program, setUp, startServer, until } from "./server.mjs";

let server, ana;

before(async () => {
    server = await startServer();
    ana = await setUp(server);
});
after(() => server?.stop());

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const run = (...args) => new Promise((done) => {
    execFile(program, ["attribute", "--data", server.dir, "--lang", "en", ...args], (e, out, err) => { done({ code: e?.code ?? 0, out, err }); });
});

test("the command asks the server that has the events, in every format, and says what it refuses", async () => {
    const acme = ok(await ana.post("/accounts", { name: "Acme" }), 201);
    const rui = ok(await ana.post("/contacts", { name: "Rui", email: "rui@acme.example", account: acme.id }), 201);
    ok(await ana.post("/events", { items: [{ event: "call", contact: rui.id, at: new Date(Date.now() - 86400000).toISOString() }] }), 202);
    ok(await ana.post("/deals", { name: "Fornos", account: acme.id, outcome: "won", amount_minor: 900000, currency: "BRL", closed_at: new Date().toISOString() }), 201);
    const day = (offset) => new Date(Date.now() + offset * 86400000).toISOString().slice(0, 10);
    const span = ["--credit", "won", "--from", day(-30), "--to", day(1)];
    const report = async () => ana.get(`/reports/attribution?credit=won&from=${day(-30)}&to=${day(1)}`);
    await until(report, (r) => r.json.rows.length > 0);

    const json = await run(...span, "--format", "json");
    assert.deepEqual([json.code, json.err], [0, ""]);
    assert.deepEqual(JSON.parse(json.out), (await report()).json);
    const csv = await run(...span, "--format", "csv");
    assert.equal(csv.out, (await ana.get(`/reports/attribution.csv?credit=won&from=${day(-30)}&to=${day(1)}`)).text);
    const table = await run(...span);
    assert.deepEqual([table.code, table.err], [0, ""]);

    const wrong = await run("--from", "ontem");
    assert.notEqual(wrong.code, 0);
    assert.notEqual(wrong.err, "");
    const stranger = await ana.call("GET", "/reports/attribution.txt", { headers: { Cookie: undefined } });
    assert.equal(stranger.status, 401); /* the door without a name is the socket's alone */
});

test("a parameter or a value that a report does not have is named", async () => {
    for (const path of ["/reports/attribution", "/reports/attribution/rows", "/economics", "/economics/cohorts"]) {
        const res = await ana.get(`${path}?form=2026-01-01`);
        assert.deepEqual([path, res.status, res.json.errors?.map((e) => `${e.field} ${e.code}`)], [path, 422, ["form field.unknown"]]);
    }
    const { errors } = (await ana.get("/reports/attribution?by=foo&model=foo")).json;
    assert.match(errors.find((e) => e.field === "by").message, /channel, source, campaign, content/);
    assert.match(errors.find((e) => e.field === "model").message, /first, last/);
});
