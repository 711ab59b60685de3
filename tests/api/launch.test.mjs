/* launch.test.mjs -- a campaign that lacks something is refused by the API and by the command line with the same list, and starts when
 * it is given, confirmed or argued for; a plan's budget warns of what it promises. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { owner, program, setUp, startServer } from "./server.mjs";

let server, ana, plan, channel, campaign;

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};
const made = async (table, row) => ok(await ana.post(`/${table}`, row), 201);

/* {code, out, err} of praca campaign … */
function praca(...words) {
    return new Promise((done) => {
        execFile(program, ["campaign", ...words, "--data", server.dir, "--lang", "en"], (e, out, err) => done({ code: e ? e.code : 0, out, err }));
    });
}

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

before(async () => {
    server = await startServer();
    ana = await setUp(server);
    plan = (await made("plans", { name: "Next year", starts_on: "2027-01-01", ends_on: "2027-12-31", month_hours: 32, month_money_minor: 500000 })).id;
    channel = (await made("channels", { plan, name: "Ads", kind: "paid", matches: "paid_search" })).id;
    campaign = await made("campaigns", { plan, name: "Test cut", channel, utm_campaign: "test-cut" });
});
after(() => server?.stop());

test("the API and the command line refuse alike, with the same list", async () => {
    const refused = await ana.post(`/campaigns/${campaign.id}/start`, {});
    assert.equal(refused.status, 422);
    const gate = ok(await ana.get(`/campaigns/${campaign.id}/launch`));
    assert.deepEqual(refused.json.errors.map((e) => e.field), gate.items.filter((x) => x.state !== "done").map((x) => x.field));
    assert.deepEqual(refused.json.errors.slice(0, 3).map((e) => [e.field, e.code]), ["audience", "goal", "metric"].map((f) => [f, "campaign.gate"]));
    for (const name of [campaign.id, "test-cut"]) {
        const { code, err } = await praca("start", name);
        assert.equal(code, 1);
        const lines = err.trim().split("\n").slice(1);
        assert.deepEqual(lines.map((l) => l.trim()), refused.json.errors.map((e) => `${e.field}: ${e.message}`));
    }
    assert.equal(ok(await ana.get(`/campaigns/${campaign.id}`)).state, "idea");
    // Nor does a plain change of the record get round audience, goal and metric.
    const plain = await ana.patch(`/campaigns/${campaign.id}`, { state: "running" }, campaign.version);
    assert.deepEqual(plain.json.errors.map((e) => e.field), ["audience", "goal", "metric"]);
});

test("what is filled in and confirmed starts, and the log says by whom and what nobody checked", async () => {
    const audience = (await made("audiences", { plan, name: "Bakeries" })).id;
    const goal = (await made("goals", { plan, name: "Leads", metric: "leads", target_micro: 1000000, starts_on: day(0), due_on: day(90) })).id;
    const now = ok(await ana.get(`/campaigns/${campaign.id}`));
    ok(await ana.patch(`/campaigns/${campaign.id}`, { audience, goal, metric: "leads" }, now.version));
    const open = await ana.post(`/campaigns/${campaign.id}/start`, {});
    assert.equal(open.status, 422);
    assert.ok(open.json.errors.every((e) => e.code === "campaign.unready" && e.field.startsWith("checklist.")));
    const started = ok(await ana.post(`/campaigns/${campaign.id}/start`, { confirm: true }));
    assert.deepEqual([started.state, started.missing, started.moves.length], ["running", 0, 1]);
    const [move] = started.moves;
    assert.deepEqual([move.by, move.origin, move.from, move.to, move.missing], [owner.name, "screen", "idea", "running", null]);
    assert.equal(move.unready.split(" ").length, open.json.errors.length);
    assert.equal((await ana.post(`/campaigns/${campaign.id}/start`, { confirm: true })).status, 409);
});

test("a metric that does not exist, and a goal or an audience of another plan, open no gate", async () => {
    const other = (await made("plans", { name: "Another" })).id;
    const audience = (await made("audiences", { plan: other, name: "Their bakeries" })).id;
    const goal = (await made("goals", { plan: other, name: "Their leads", metric: "leads", target_micro: 1000000, starts_on: day(0), due_on: day(90) })).id;
    const channel = (await made("channels", { plan: other, name: "Their ads", kind: "paid" })).id;
    const wrong = async (table, row) => {
        const res = await ana.post(`/${table}`, { plan, name: "Stray", ...row });
        assert.equal(res.status, 422, res.text);
        return res.json.errors.map((e) => [e.field, e.code]);
    };
    const stray = (...fields) => fields.map((f) => [f, "competitor.other_plan"]);
    assert.deepEqual(await wrong("campaigns", { state: "running", audience, goal, channel, metric: "leads" }), stray("audience", "goal", "channel"));
    assert.deepEqual(await wrong("campaigns", { metric: "applause" }), [["metric", "metric.no_such"]]);
    assert.deepEqual(await wrong("goals", { metric: "leads", target_micro: 1000000, starts_on: day(0), due_on: day(90), audience, parent: goal }), stray("audience", "parent"));
    for (const [table, row] of [["budget_lines", { name: undefined, channel, month: "2027-03-01", planned_minor: 1 }], ["plan_events", { starts_on: day(1), channel }], ["channels", { kind: "paid", audience }], ["personas", { audience }], ["positionings", { name: undefined, audience, statement: "x" }], ["claims", { audience }], ["purchase_steps", { audience }]]) {
        assert.deepEqual(await wrong(table, row), stray(row.audience ? "audience" : "channel"), table);
    }
    const mine = await made("campaigns", { plan, name: "Of this plan" });
    const more = await ana.post("/campaign_channels", { campaign: mine.id, channel });
    assert.deepEqual(more.json.errors.map((e) => [e.field, e.code]), stray("channel"));
});

test("the command line ends it, and the screen's log has that too", async () => {
    const { code, out } = await praca("stop", "test-cut", "--reason", "Out of stock");
    assert.deepEqual([code, out.trim()], [0, "Test cut: Stopped"]);
    const { moves, state } = ok(await ana.get(`/campaigns/${campaign.id}/launch`));
    assert.deepEqual([state, moves[0].origin, moves[0].reason, moves[0].by], ["stopped", "cli", "Out of stock", null]);
    const list = await praca("list");
    assert.match(list.out, new RegExp(`^${campaign.id}\tstopped\t-\t-\ttest-cut\tTest cut$`, "m"));
    assert.match((await praca("show", "test-cut")).out, /^ok\taudience\t-\tTarget audience chosen$/m);
    assert.equal((await praca("start", "no-such")).code, 2);
    assert.equal((await praca("start")).code, 2);
    assert.equal((await praca("finish", campaign.id)).code, 1);
});

test("a reason lets it through the gate and is kept", async () => {
    const blind = (await made("campaigns", { plan, name: "Newsletter" })).id;
    const { code, err } = await praca("start", blind, "--reason", "It goes out every month", "--confirm");
    assert.equal(code, 0, err);
    const row = ok(await ana.get(`/campaigns/${blind}`));
    assert.deepEqual([row.state, row.override_reason], ["running", "It goes out every month"]);
    const { moves } = ok(await ana.get(`/campaigns/${blind}/launch`));
    assert.deepEqual([moves[0].missing, moves[0].reason], ["audience goal metric", "It goes out every month"]);
});

test("a campaign is deleted with its links, and kept while there is data in its name", async () => {
    const row = await made("campaigns", { plan, name: "Trial", channel });
    const mail = (await made("channels", { plan, name: "Letter", kind: "mail" })).id;
    const asset = (await made("assets", { name: "Sheet", kind: "document" })).id;
    await made("campaign_channels", { campaign: row.id, channel: mail });
    await made("campaign_assets", { campaign: row.id, asset });
    await made("checklist_ticks", { campaign: row.id, channel, item: "paid_cap" });
    const spent = await made("spend_lines", { campaign: row.id, channel: "ads", spent_on: day(-3), amount_minor: 1000 });
    const deal = await made("deals", { name: "D", campaign: row.id });
    const refused = await ana.del(`/campaigns/${row.id}`, row.version);
    assert.deepEqual([refused.status, refused.json.code], [409, "campaign.holds"]);
    assert.match(refused.text, /(spend entries|lançamentos de gasto): 1; (deals|negócios): 1/);
    ok(await ana.del(`/spend_lines/${spent.id}`, spent.version), 204);
    ok(await ana.del(`/deals/${deal.id}`, deal.version), 204);
    ok(await ana.del(`/campaigns/${row.id}`, row.version), 204);
    for (const table of ["campaign_channels", "campaign_assets", "checklist_ticks"]) assert.deepEqual(ok(await ana.get(`/${table}?campaign=${row.id}`)).items, [], table);
    assert.equal(ok(await ana.get(`/assets/${asset}`)).name, "Sheet");
});

test("forty hours against thirty-two warn until somebody says why", async () => {
    const over = async () => ok(await ana.get(`/plans/${plan}/budget`)).warnings.filter((w) => w.kind === "over_hours");
    await made("budget_lines", { plan, channel, month: "2027-03-01", planned_minor: 100000, planned_hours: 32 });
    assert.deepEqual(await over(), []);
    await made("budget_lines", { plan, channel, month: "2027-03-01", planned_minor: 0, planned_hours: 8 });
    const [w] = await over();
    assert.deepEqual([w.month, w.have, w.than, w.message, w.wants_reason], ["2027-03-01", 40, 32, "40 h planned against 32 h available", true]);
    await made("budget_months", { plan, month: "2027-03-15", reason: "Sales lends a hand" });
    assert.equal((await over())[0].wants_reason, false);
    const { months } = ok(await ana.get(`/plans/${plan}/budget`));
    const march = months.find((m) => m.month === "2027-03-01");
    assert.deepEqual([march.reason, months.length], ["Sales lends a hand", 12]);
    assert.ok(march.reasoned_by && march.reasoned_at);
    assert.equal((await ana.get("/plans/1/budget")).status, 404);
    await made("budget_lines", { plan, channel, month: "2030-01-01", planned_minor: 2500, planned_hours: 2 });
    const { left_out } = ok(await ana.get(`/plans/${plan}/budget`));
    assert.deepEqual(left_out, { lines: 1, planned_minor: 2500, planned_hours: 2, first: "2030-01-01", last: "2030-01-01" });
});
