/* plan_versions.test.mjs -- what was published stays, nobody can change it, and a plan from a few answers says what it guessed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setUp, startServer } from "./server.mjs";

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

const answers = {
    sells: "manutenção de empilhadeiras", to_whom: "Centros de distribuição", problem: "máquina parada em dia de carga", ticket_minor: 1_000_000,
    budget_minor: 700_000, hours: 40, selling: ["direct"], today: ["fairs", "search"], goal: "won",
};

async function aPlan(name) {
    return ok(await ana.post("/plans/start", { name, starts_on: "2027-01-01", answers }), 201);
}

test("a plan is published by publishing alone, and says so", async () => {
    const plan = ok(await ana.post("/plans", { name: "vazio" }), 201);
    const direct = await ana.patch(`/plans/${plan.id}`, { state: "published" }, plan.version);
    assert.equal(direct.status, 422);
    assert.match(direct.json.errors[0].message, /publish/);
    const bare = await ana.post(`/plans/${plan.id}/publish`, {});
    assert.equal(bare.status, 422);
    assert.equal(bare.json.errors[0].field, "reason");
    const blank = await ana.post(`/plans/${plan.id}/publish`, { reason: " \n " });
    assert.deepEqual([blank.status, blank.json.errors[0].field], [422, "reason"]);
    const v = ok(await ana.post(`/plans/${plan.id}/publish`, { reason: "só para a reunião" }), 201);
    assert.equal(v.reason, "só para a reunião");
    assert.ok(v.missing.length > 4);
    assert.equal(ok(await ana.get(`/plans/${plan.id}`)).state, "published");
});

test("no method changes a version, and a plan that has one is not deleted", async () => {
    const plan = await aPlan("2027");
    const v = ok(await ana.post(`/plans/${plan.id}/publish`, {}), 201);
    for (const method of ["PUT", "PATCH", "DELETE", "POST"]) {
        const res = await ana.call(method, `/plans/${plan.id}/versions/1`, { body: { note: "outra" } });
        assert.ok([404, 405].includes(res.status), `${method} ${res.status}`);
    }
    const audience = ok(await ana.get(`/audiences?plan=${plan.id}`)).items[0];
    ok(await ana.patch(`/audiences/${audience.id}`, { name: "Outro público" }, audience.version));
    const whole = ok(await ana.get(`/plans/${plan.id}/versions/1`));
    assert.equal(whole.digest, v.digest);
    assert.equal(whole.snapshot.records.audiences[0].name, "Centros de distribuição");
    assert.ok(Object.values(whole.snapshot.figures)[0].target > 0);
    const now = ok(await ana.get(`/plans/${plan.id}`));
    assert.equal((await ana.del(`/plans/${plan.id}`, now.version)).status, 409);
});

test("publishing what did not change is refused, and the next number follows", async () => {
    const plan = await aPlan("2028");
    ok(await ana.post(`/plans/${plan.id}/publish`, {}), 201);
    assert.equal((await ana.post(`/plans/${plan.id}/publish`, {})).status, 409);
    ok(await ana.post("/competitors", { plan: plan.id, name: "Novo concorrente" }), 201);
    assert.equal(ok(await ana.post(`/plans/${plan.id}/publish`, {}), 201).number, 2);
    const { changes } = ok(await ana.get(`/plans/${plan.id}/versions/1/diff?with=2`));
    assert.deepEqual(changes.map((c) => [c.table, c.change, c.name]), [["competitors", "added", "Novo concorrente"]]);
});

test("one field goes back to what was published, the others stay", async () => {
    const plan = await aPlan("2029");
    ok(await ana.post(`/plans/${plan.id}/publish`, {}), 201);
    const rival = ok(await ana.get(`/competitors?plan=${plan.id}`)).items[0];
    ok(await ana.patch(`/competitors/${rival.id}`, { threat: 1, offers: "tudo" }, rival.version));
    ok(await ana.post(`/plans/${plan.id}/versions/1/restore`, { table: "competitors", id: rival.id, fields: ["threat"] }));
    const after_ = ok(await ana.get(`/competitors/${rival.id}`));
    assert.deepEqual([after_.threat, after_.offers], [rival.threat, "tudo"]);
    const wrong = await ana.post(`/plans/${plan.id}/versions/1/restore`, { table: "competitors", id: rival.id, fields: ["magic"] });
    assert.equal(wrong.status, 422);
    assert.match(wrong.json.errors[0].message, /magic/);
});

test("answers that are wrong are told all at once; what was not answered is a guess", async () => {
    const wrong = await ana.post("/plans/start", { name: "x", starts_on: "2027-01-01", answers: { sells: "x", selling: ["magic"], goal: "fame" } });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["budget_minor", "goal", "hours", "problem", "selling", "ticket_minor", "to_whom"]);
    const plan = await aPlan("2030");
    const { items } = ok(await ana.get(`/plans/${plan.id}/guesses`));
    const audience = items.find((i) => i.table === "audiences");
    assert.ok(audience.fields.some((f) => f.name === "win_rate"));
    assert.ok(!audience.fields.some((f) => f.name === "name"));
    ok(await ana.post(`/plans/${plan.id}/guesses/confirm`, { table: "audiences" }));
    assert.ok(!ok(await ana.get(`/plans/${plan.id}/guesses`)).items.some((i) => i.table === "audiences"));
});

test("a scenario counts nowhere and runs nothing", async () => {
    const plan = await aPlan("2031");
    const before_ = ok(await ana.get("/dashboard?days=30")).goals.length;
    const scenario = ok(await ana.post(`/plans/${plan.id}/scenarios`, { name: "Dobro", budget_percent: 200 }), 201);
    assert.equal(ok(await ana.get("/dashboard?days=30")).goals.length, before_);
    const c = ok(await ana.get(`/campaigns?plan=${scenario.id}`)).items[0];
    const run = await ana.patch(`/campaigns/${c.id}`, { state: "running" }, c.version);
    assert.equal(run.status, 422);
    assert.equal(run.json.errors[0].field, "state");
    for (const table of ["campaigns", "goals", "audiences", "channels", "budget_lines"]) {
        const all = ok(await ana.get(`/${table}?limit=200`)).items;
        assert.ok(all.some((x) => x.plan === plan.id), `${table} of the plan`);
        assert.ok(!all.some((x) => x.plan === scenario.id), `${table} of the scenario`);
        assert.ok(ok(await ana.get(`/${table}?plan=${scenario.id}`)).items.length > 0);
    }
    assert.ok(!(await ana.get("/goals.csv")).text.includes(scenario.id));
    assert.equal((await ana.post(`/plans/${scenario.id}/publish`, { reason: "x" })).status, 409);
    assert.equal((await ana.get(`/plans/${plan.id}/compare?with=x`)).status, 422);
});
