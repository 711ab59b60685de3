/* scores.test.mjs -- models of scores are drafted and published; every point of a person and of a company is explained. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setUp, startServer, until, withToken } from "./server.mjs";

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
const models = async () => Object.fromEntries(ok(await ana.get("/score-models")).items.map((m) => [m.kind, m]));
const publish = async (kind) => {
    ok(await ana.post(`/score-models/${kind}/publish`, {}), 202);
    return (await until(models, (m) => m[kind].published && !m[kind].publishing))[kind].published;
};
const director = { label: "Decide", points: 30, rule: { field: "seniority", is: "director" } };

test("ready drafts are offered once, and nothing counts until it is published", async () => {
    assert.equal(ok(await ana.post("/score-models/start", {})).added, 2);
    assert.equal(ok(await ana.post("/score-models/start", {})).added, 0);
    const { fit, engagement } = await models();
    assert.equal(fit.published, null);
    assert.ok(fit.draft.rows.length > 5 && engagement.draft.rows.length > 5);
    assert.ok(fit.draft.rows.every((r) => r.label && r.sentence), "rows have words");
    const who = ok(await ana.post("/contacts", { name: "Rui", seniority: "director" }), 201);
    assert.equal(ok(await ana.get(`/contacts/${who.id}/score`)).fit, null);
    assert.equal(ok(await ana.get("/score-models/grid")).known, false);
});

test("a draft is changed beside what counts, published, and the version before can be read", async () => {
    const saved = ok(await ana.post("/score-models/fit/draft", { base: 5, rows: [director, { points: 40, rule: { field: "account.industry", is: "Software" } }] }));
    const stale = await ana.post("/score-models/fit/draft", { version: saved.version - 1, rows: [director] });
    assert.equal(stale.status, 412);
    const wrong = await ana.post("/score-models/fit/draft", { rows: [{ points: 0, rule: { field: "x", is: 1 } }], bands: [1, 2, 3] });
    assert.deepEqual([wrong.status, wrong.json.errors.map((e) => e.field)], [422, ["bands", "rows.0.points", "rows.0.rule.field"]]);
    const one = await publish("fit");
    assert.deepEqual([one.number, one.base, one.bands], [1, 5, [70, 50, 30]]);
    ok(await ana.post("/score-models/fit/draft", { rows: [director] }));
    const two = await publish("fit");
    assert.equal(two.number, 2);
    assert.equal(ok(await ana.get("/score-models/fit/versions/1")).rows.length, 2);
    assert.equal((await ana.get("/score-models/fit/versions/9")).status, 404);
    assert.equal((await ana.get("/score-models/love/versions/1")).status, 404);
    const { versions } = (await models()).fit;
    assert.deepEqual(versions.map((v) => [v.number, v.state, v.published_by]), [[2, "published", "Ana"], [1, "retired", "Ana"]]);
    ok(await ana.post("/score-models/fit/draft", { rows: [director] }));
    ok(await ana.del("/score-models/fit/draft"), 204);
    assert.equal((await ana.del("/score-models/fit/draft")).status, 404);
});

test("the parts of a score are the score; lists and rules know it", async () => {
    ok(await ana.post("/score-models/fit/draft", { base: 20, rows: [director, { points: 90, rule: { field: "email", given: true } }] }));
    await publish("fit");
    const acme = ok(await ana.post("/accounts", { name: "Acme" }), 201);
    const bia = ok(await ana.post("/contacts", { name: "Bia", email: "bia@x.example", seniority: "director", account: acme.id }), 201);
    const { fit, grade } = ok(await ana.get(`/contacts/${bia.id}/score`));
    assert.deepEqual([fit.score, fit.band, fit.limit, grade], [100, "A", -40, null]);
    assert.equal(fit.base + fit.parts.reduce((n, p) => n + p.points, 0) + fit.limit, fit.score);
    assert.match(fit.parts[0].sentence, /seniority/i);
    const company = ok(await ana.get(`/accounts/${acme.id}/score`));
    assert.deepEqual([company.fit.score, company.fit.people[0].name, company.fit.people[0].weight], [100, "Bia", 30]);
    assert.deepEqual(ok(await ana.get(`/scores?contacts=${bia.id}`)).items, [{ id: bia.id, fit: 100, engagement: null, grade: null }]);
    assert.equal((await ana.get("/scores?contacts=x")).status, 422);
});

test("who may only read may not change a model", async () => {
    const reader = await withToken(ana, ["read"]);
    ok(await reader.get("/score-models"));
    assert.equal((await reader.post("/score-models/fit/draft", { rows: [director] })).status, 403);
    assert.equal((await reader.post("/score-models/fit/publish", {})).status, 403);
});
