/* audience.test.mjs -- which audience first, why, and what turns the order; what we claim, what proves it and where it is said. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setUp, startServer, until } from "./server.mjs";

let server, ana, plan;
const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const add = async (table, body) => ok(await ana.post(`/${table}`, body), 201);
const ranking = async (more = "", lang = "pt-BR") => ok(await ana.get(`/plans/${plan.id}/audience-ranking${more}`, { headers: { "Accept-Language": lang } }));
const order = (r) => r.audiences.map((a) => a.name);
const four = { fit: 4, value: 4, resources: 4, influence: 4 };

before(async () => {
    server = await startServer();
    ana = await setUp(server);
    plan = await add("plans", { name: "2027" });
});
after(() => server?.stop());

let clinics, offices;

test("what an audience lacks is told, and it is not ranked until it is given", async () => {
    clinics = await add("audiences", { plan: plan.id, name: "Clínicas", reachable_accounts: 400, win_rate: 0.05 });
    const [a] = (await ranking()).audiences;
    assert.deepEqual([a.rank, a.profit_minor, a.worth], [null, null, null]);
    assert.deepEqual(a.assumptions.filter((x) => x.missing).map((x) => x.field), ["margin_minor", "cost_to_win_minor", "fit", "value", "resources", "influence"]);
});

test("two audiences are ranked by what an hour of the team brings, with the reason in a sentence", async () => {
    clinics = ok(await ana.patch(`/audiences/${clinics.id}`, { ...four, margin_minor: 500000, cost_to_win_minor: 100000, team_hours: 100 }, clinics.version));
    offices = await add("audiences", { plan: plan.id, name: "Escritórios", ...four, reachable_accounts: 300, win_rate: 0.05, margin_minor: 400000, cost_to_win_minor: 100000, team_hours: 100 });
    const r = await ranking();
    assert.deepEqual([r.unit, order(r)], ["hour", ["Clínicas", "Escritórios"]]);
    const [first, second] = r.audiences;
    assert.equal(first.profit_minor, 400 * 0.05 * 400000);
    assert.equal(first.worth, (20 * 400000 / 100) * 16 / 20);
    assert.equal(second.worth, (15 * 300000 / 100) * 16 / 20);
    assert.match(r.why, /^Clínicas vem antes de Escritórios: rende R\$\s640,00 por hora, contra R\$\s360,00 por hora\./);
    const en = await ranking("", "en");
    assert.match(en.why, /^Clínicas comes before Escritórios: it yields R\$640\.00 an hour/);
});

test("the value that is said to turn the order turns it, and the one before does not", async () => {
    const { flips } = await ranking();
    assert.ok(flips.length >= 8);
    for (let i = 1; i < flips.length; i++) assert.ok(Math.abs(flips[i - 1].change) <= Math.abs(flips[i].change));
    const f = flips.find((x) => x.audience === clinics.id && x.assumption === "margin_minor");
    assert.match(f.sentence, /^Se a margem de Clínicas cair 35,0 % \(de R\$\s5\.000,00 para R\$\s3\.249,99\), Escritórios passa à frente\.$/);
    const near = ok(await ana.patch(`/audiences/${clinics.id}`, { margin_minor: f.to + 1 }, clinics.version));
    assert.deepEqual(order(await ranking()), ["Clínicas", "Escritórios"]);
    clinics = ok(await ana.patch(`/audiences/${clinics.id}`, { margin_minor: f.to }, near.version));
    const r = await ranking();
    assert.deepEqual(order(r), ["Escritórios", "Clínicas"]);
    assert.equal(r.change.audience, clinics.id);
    assert.match(r.change.sentence, /^A ordem mudou porque a margem de Clínicas foi de .* para .*: Escritórios passou à frente de Clínicas\.$/);
});

test("without the hours of one of them all are ranked by money, and it says so", async () => {
    const was = offices;
    offices = ok(await ana.patch(`/audiences/${offices.id}`, { team_hours: null }, offices.version));
    const r = await ranking();
    assert.deepEqual([r.unit, r.audiences[0].name, r.audiences[0].worth], ["money", "Escritórios", 3 * 16 / 20]);
    assert.match(r.audiences[0].worth_text, /R\$\s2,40 para cada R\$\s1,00 gasto/);
    assert.equal(r.flips.some((f) => f.assumption === "team_hours" || f.assumption === "reachable_accounts"), false);
    offices = ok(await ana.patch(`/audiences/${offices.id}`, { team_hours: was.team_hours }, offices.version));
});

test("what happened stands beside what was expected, and takes its place once there is enough of it", async () => {
    const seg = await add("segments", { name: "Clínicas", subject: "account", rule: { field: "industry", is: "Saúde" } });
    ok(await ana.post(`/audiences/${clinics.id}/segment`, { segment: seg.id }));
    const campaign = await add("campaigns", { plan: plan.id, name: "Clínicas em março", audience: clinics.id });
    await add("spend_lines", { spent_on: "2024-03-01", amount_minor: 900000, campaign: campaign.id });
    for (let i = 0; i < 24; i++) {
        const account = await add("accounts", { name: `Clínica ${i}`, industry: "Saúde" });
        await add("deals", { name: `Negócio ${i}`, account: account.id, amount_minor: 1000000, stage: i < 6 ? "won" : "lost", opened_at: "2024-03-02T12:00:00Z", closed_at: "2024-04-02T12:00:00Z" });
    }
    const r = await until(() => ana.get(`/plans/${plan.id}/audience-ranking`), (res) => res.json.audiences?.find((a) => a.id === clinics.id)?.actual.members === 24);
    const a = r.json.audiences.find((x) => x.id === clinics.id);
    assert.deepEqual([a.actual.reached, a.actual.won_accounts, a.actual.won_deals, a.actual.lost_deals, a.segment.name], [24, 6, 6, 18, "Clínicas"]);
    assert.deepEqual([a.actual.won_share.value, a.actual.win_rate.value, a.actual.average.value, a.actual.cost.value], [0.25, 0.25, 1000000, 150000]);
    assert.deepEqual([a.actual.margin.value, a.actual.margin.reason.code], [null, "metric.no_margin"]);
    const used = Object.fromEntries(a.assumptions.map((x) => [x.field, x.actual]));
    assert.deepEqual([used.win_rate, used.cost_to_win_minor, used.margin_minor, used.reachable_accounts], [true, true, false, false]);
    const hoped = await ranking("?basis=expected");
    assert.equal(hoped.audiences.find((x) => x.id === clinics.id).assumptions.some((x) => x.actual), false);
    assert.equal(ok(await ana.get(`/audiences/${clinics.id}/deals`)).items.length, 24);
    ok(await ana.patch("/settings", { "measure.gross_margin": 40 }));
    assert.equal((await ranking()).audiences.find((x) => x.id === clinics.id).actual.margin.value, 400000);
});

test("the segment that an audience is bound to may go; it is told, nothing breaks", async () => {
    const seg = await add("segments", { name: "Escritórios", subject: "account", rule: { field: "industry", is: "Direito" } });
    ok(await ana.post(`/audiences/${offices.id}/segment`, { segment: seg.id }));
    const now = (await until(() => ana.get(`/segments/${seg.id}`), (r) => r.json.state === "live")).json;
    assert.equal((await ana.call("DELETE", `/segments/${seg.id}`, { headers: { "If-Match": `"${now.version}"` } })).status, 204);
    const a = (await ranking()).audiences.find((x) => x.id === offices.id);
    assert.deepEqual([a.segment.gone, a.actual.won_share.reason.code], [true, "audience.segment_gone"]);
    const people = await add("segments", { name: "Gente", subject: "contact", rule: { field: "seniority", is: "director" } });
    const no = await ana.post(`/audiences/${offices.id}/segment`, { segment: people.id });
    assert.deepEqual([no.status, no.json.errors[0].field, no.json.errors[0].code], [422, "segment", "audience.segment_of_people"]);
    ok(await ana.post(`/audiences/${offices.id}/segment`, { segment: null }));
});

test("how an audience buys is a list that is put in another order as a whole", async () => {
    const steps = [];
    for (const name of ["Percebe a falta", "Compara", "Assina"]) steps.push(await add("purchase_steps", { plan: plan.id, audience: clinics.id, name, buying_role: "user" }));
    const names = async () => ok(await ana.get(`/purchase_steps?audience=${clinics.id}&sort=position`)).items.map((s) => s.name);
    assert.deepEqual(await names(), ["Percebe a falta", "Compara", "Assina"]);
    const ids = steps.map((s) => s.id);
    ok(await ana.post(`/audiences/${clinics.id}/purchase-steps/order`, { ids: [ids[2], ids[0], ids[1]] }), 204);
    assert.deepEqual(await names(), ["Assina", "Percebe a falta", "Compara"]);
    for (const wrong of [[ids[0]], [ids[0], ids[0], ids[1]], []]) {
        const res = await ana.post(`/audiences/${clinics.id}/purchase-steps/order`, { ids: wrong });
        assert.deepEqual([res.status, res.json.errors[0].code], [422, "purchase_step.order"]);
    }
});

test("a claim is without proof, proved, and no longer proved; each use of it is flagged when it is not", async () => {
    const canvas = await add("positionings", { plan: plan.id, audience: clinics.id, category: "Esterilização", statement: "Para clínicas." });
    const claim = await add("claims", { plan: plan.id, audience: clinics.id, name: "Entregamos em 48 horas" });
    await add("claim_uses", { claim: claim.id, positioning: canvas.id });
    await add("claim_uses", { claim: claim.id, url: "https://aurora.example/prazos" });
    const ledger = async () => ok(await ana.get(`/plans/${plan.id}/claims`));
    const now = async () => (await ledger()).claims[0];
    assert.deepEqual([(await now()).state, (await now()).uses.map((u) => u.flagged), (await ledger()).flagged_uses], ["unproved", [true, true], 2]);
    let proof = await add("claim_proofs", { claim: claim.id, kind: "case", name: "Metalúrgica Sul: 209 de 212 pedidos", proved_on: "2026-01-10" });
    assert.deepEqual([(await now()).state, (await now()).uses.map((u) => u.flagged), (await now()).until], ["proved", [false, false], null]);
    const why = await ana.patch(`/claim_proofs/${proof.id}`, { withdrawn_on: "2026-02-01" }, proof.version);
    assert.deepEqual([why.status, why.json.errors[0].code], [422, "claim_proof.reason"]);
    proof = ok(await ana.patch(`/claim_proofs/${proof.id}`, { withdrawn_on: "2026-02-01", withdrawn_reason: "O cliente pediu para sair" }, proof.version));
    assert.deepEqual([(await now()).state, (await now()).uses.map((u) => u.flagged)], ["withdrawn", [true, true]]);
    await add("claim_proofs", { claim: claim.id, kind: "testimonial", name: "Uma carta", expires_on: "2020-01-01" });
    assert.deepEqual([(await now()).state, (await now()).proofs.map((p) => p.state)], ["withdrawn", ["withdrawn", "expired"]]);
    await add("claim_proofs", { claim: claim.id, kind: "document", name: "O laudo", url: "https://aurora.example/laudo.pdf", expires_on: "2099-12-31" });
    assert.deepEqual([(await now()).state, (await now()).until], ["proved", "2099-12-31"]);
    for (const [body, field] of [[{ kind: "metric", name: "x" }, "metric"], [{ kind: "metric", name: "x", metric: "nada" }, "metric"], [{ kind: "metric", name: "x", metric: "won" }, "value_micro"], [{ kind: "metric", name: "x", metric: "won", value_micro: 1, comparison: "about" }, "comparison"], [{ kind: "document", name: "x" }, "url"], [{ kind: "case", name: "x", proved_on: "2099-01-01" }, "proved_on"], [{ kind: "case", name: "x", proved_on: "2026-01-02", expires_on: "2026-01-01" }, "expires_on"]]) {
        const res = await ana.post("/claim_proofs", { claim: claim.id, ...body });
        assert.deepEqual([res.status, res.json.errors[0].field], [422, field], res.text);
    }
    for (const body of [{}, { url: "https://a.example/", positioning: canvas.id }]) assert.equal((await ana.post("/claim_uses", { claim: claim.id, ...body })).json.errors[0].code, "claim_use.one");
    const paper = ok(await ana.get(`/positionings/${canvas.id}/canvas`));
    assert.deepEqual([paper.audience_name, paper.claims.map((c) => c.name)], ["Clínicas", ["Entregamos em 48 horas"]]);
});

test("a figure proves a claim while it is what the proof asks", async () => {
    const claim = await add("claims", { plan: plan.id, name: "Quem compra volta a comprar" });
    await add("claim_uses", { claim: claim.id, url: "https://aurora.example/clientes" });
    const now = async () => ok(await ana.get(`/plans/${plan.id}/claims`)).claims.find((c) => c.id === claim.id);
    const months = { metric: "won", kind: "metric", name: "Doze meses de negócios ganhos" };
    let proof = await add("claim_proofs", { claim: claim.id, ...months, value_micro: 1_000_000_000 });
    assert.deepEqual([proof.comparison, typeof proof.measured_micro, proof.measured_at !== null], ["at_least", "number", true]);
    const won = proof.measured_micro;
    assert.deepEqual([(await now()).state, (await now()).proofs[0].state, (await now()).uses[0].flagged], ["unproved", "fails", true]);
    assert.match((await now()).why, /(number|figure|número)/);
    proof = ok(await ana.patch(`/claim_proofs/${proof.id}`, { value_micro: won + 1_000_000 }, proof.version));
    assert.equal((await now()).state, "unproved");
    ok(await ana.post("/deals", { name: "Mais um", outcome: "won", closed_at: new Date(Date.now() - 3_600_000).toISOString(), amount_minor: 1000 }), 201);
    proof = ok(await ana.patch(`/claim_proofs/${proof.id}`, { details: "Contado pelo Praça" }, proof.version)); // saved, it is read again
    assert.deepEqual([proof.measured_micro, (await now()).state, (await now()).proofs[0].state, (await now()).uses[0].flagged], [won + 1_000_000, "proved", "stands", false]);
    proof = ok(await ana.patch(`/claim_proofs/${proof.id}`, { comparison: "at_most", value_micro: won }, proof.version));
    assert.equal((await now()).proofs[0].state, "fails");
    // Too few deals for a rate: nobody knows, so nothing is proved.
    const rate = await add("claim_proofs", { claim: claim.id, kind: "metric", name: "A nota", metric: "nps", value_micro: 50_000_000 });
    assert.deepEqual([rate.measured_micro, (await now()).proofs[1].state, (await now()).state], [null, "unknown", "unproved"]);
});

test("a canvas keeps what it said, and an old text comes back as a new version", async () => {
    const rival = await add("competitors", { plan: plan.id, name: "Fornos Sul" });
    let c = await add("positionings", { plan: plan.id, audience: offices.id, value: "Primeiro" });
    await add("positioning_rivals", { plan: plan.id, positioning: c.id, competitor: rival.id, notes: "Está perto" });
    const twice = await ana.post("/positioning_rivals", { plan: plan.id, positioning: c.id, competitor: rival.id });
    assert.deepEqual([twice.status, twice.json.errors[0].code], [422, "positioning.rival_twice"]);
    c = ok(await ana.patch(`/positionings/${c.id}`, { value: "Segundo", team: "Ana" }, c.version));
    const versions = ok(await ana.get(`/positionings/${c.id}/versions`)).items;
    assert.deepEqual(versions.map((v) => [v.version, v.positioning.value]), [[2, "Segundo"], [1, "Primeiro"]]);
    assert.equal((await ana.call("POST", `/positionings/${c.id}/restore`, { body: { version: 1 }, headers: { "If-Match": '"1"' } })).status, 412);
    const back = ok(await ana.call("POST", `/positionings/${c.id}/restore`, { body: { version: 1 }, headers: { "If-Match": '"2"' } }));
    assert.deepEqual([back.version, back.value, back.team], [3, "Primeiro", null]);
    assert.equal((await ana.call("POST", `/positionings/${c.id}/restore`, { body: { version: 9 }, headers: { "If-Match": "*" } })).status, 404);
    assert.deepEqual(ok(await ana.get(`/positionings/${c.id}/canvas`)).rivals.map((r) => [r.name, r.notes]), [["Fornos Sul", "Está perto"]]);
});

test("an archived plan is frozen, but for its segments and its ledger", async () => {
    ok(await ana.patch(`/plans/${plan.id}`, { state: "archived" }, plan.version));
    assert.equal((await ana.post("/purchase_steps", { plan: plan.id, audience: clinics.id, name: "Mais um" })).json.code, "plan.frozen");
    assert.equal((await ana.patch(`/audiences/${offices.id}`, { margin_minor: 1 }, undefined, { headers: { "If-Match": "*" } })).json.code, "plan.frozen");
    const seg = await add("segments", { name: "Outros", subject: "account", rule: { field: "industry", is: "Direito" } });
    assert.equal(ok(await ana.post(`/audiences/${offices.id}/segment`, { segment: seg.id })).segment, seg.id);
    await add("claims", { plan: plan.id, name: "Outra promessa" });
});
