/* plan.test.mjs -- praca plan: the road of the demonstration's plan as text, CSV and JSON, what is wrong with it, and all of it. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, after, test } from "node:test";
import { folder, initialised, praca, rows, serving } from "./run.mjs";

let dir, data;
const undo = [];
before(() => {
    dir = folder({ after: (f) => undo.push(f) });
    data = join(dir, "data");
    mkdirSync(data);
    const made = praca("demo", "--data", data, "--if-missing");
    assert.equal(made.code, 0, made.err);
});
after(() => undo.forEach((f) => f()));

const plan = (...words) => praca("plan", ...words, "--data", data);

test("the road is shown as lines, CSV and JSON, which say the same", () => {
    const lines = plan("show");
    assert.equal(lines.code, 0, lines.err);
    assert.equal(lines.out.match(/^\[[x~ ]\] \d\. /gm).length, 9);
    const road = JSON.parse(plan("show", "--format", "json").out);
    assert.deepEqual(road.steps.map((s) => s.step), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const [head, ...answers] = rows(plan("show", "--format", "csv").out);
    assert.match(head, /^step,question,label,required,state/);
    assert.equal(answers.length, road.steps.flatMap((s) => s.questions).length);
    assert.ok(road.steps.flatMap((s) => s.questions).some((q) => q.evidence.length > 0), "some answer has evidence");
    assert.ok(road.drifts.length >= 2, "the demonstration drifts");
    for (const d of road.drifts) assert.ok(lines.out.includes(d.message), d.code);
});

test("the check ends with 1 and names what is missing or drifted, and with 0 when nothing is", (t) => {
    const drifted = plan("check");
    assert.equal(drifted.code, 1, drifted.err);
    assert.match(drifted.out, /^\d {2}\w+ {2}.+$/m);
    assert.match(drifted.err, /points that are missing or have drifted/);
    const empty = initialised(t);
    const none = praca("plan", "check", "--data", empty.data);
    assert.equal(none.code, 1);
    assert.match(none.err, /no plan on this site yet/);
});

test("the whole plan comes out as JSON and as a CSV for each table", () => {
    const all = JSON.parse(plan("export").out);
    assert.equal(all.plan.state, "published");
    assert.ok(all.audiences.length >= 2 && all.answer_evidence.length >= 2);
    assert.ok(all.goals.every((g) => g.plan === all.plan.id));
    const out = join(dir, "csv");
    const done = plan("export", "--format", "csv", "--out", out);
    assert.equal(done.code, 0, done.err);
    const files = readdirSync(out);
    for (const table of Object.keys(all)) assert.ok(table === "plan" || files.includes(`${table}.csv`), table);
    assert.equal(rows(readFileSync(join(out, "audiences.csv"), "utf8")).length, all.audiences.length + 1);
    assert.equal(plan("export", "--table", "audiences").out, readFileSync(join(out, "audiences.csv"), "utf8"));
});

test("it answers beside a running server", async () => {
    const stop = await serving(data);
    try {
        assert.equal(plan("show").code, 0);
    } finally {
        await stop();
    }
});

test("wrong words are told, and help says how", () => {
    for (const words of [[], ["dance"], ["show", "--plan", "x"], ["show", "--format", "pdf"], ["check", "--format", "json"], ["export", "--format", "csv"], ["export", "--table", "people"]]) assert.equal(plan(...words).code, 2, words.join(" "));
    assert.equal(plan("show", "--plan", "1").code, 1);
    assert.match(praca("plan", "--help").out, /praca plan check/);
});
