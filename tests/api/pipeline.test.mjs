/* pipeline.test.mjs -- what people do moves them on: events, a segment, a rule; and what lists and the first page make of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setUp, startServer, until } from "./server.mjs";
test("who enters a segment by what they did is moved on by the rule that names it", async () => {
    const server = await startServer();
    try {
        const ana = await setUp(server);
        const c = (await ana.post("/contacts", { name: "Otto", email: "otto@x.example" })).json;
        const seg = await ana.post("/segments", { name: "Preços", subject: "contact", rule: { event: "view", path: "/precos", at_least: 2, within_days: 14 } });
        assert.equal(seg.status, 201, seg.text);
        await until(() => ana.get(`/segments/${seg.json.id}`), (r) => r.json.state === "live");
        const rule = await ana.post("/lifecycle_rules", { name: "Quentes", stage: "mql", rule: { segment: seg.json.id } });
        assert.equal(rule.status, 201, rule.text);
        const ev = await ana.post("/events", { items: [{ event: "view", path: "/precos", contact: c.id }, { event: "view", path: "/precos", contact: c.id }] });
        assert.equal(ev.status, 202, ev.text);
        await until(() => ana.get(`/contacts/${c.id}`), (r) => r.json.lifecycle === "mql");
        const tl = (await ana.get(`/contacts/${c.id}/timeline`)).json.items.map((x) => x.title);
        assert.ok(tl.some((x) => /Quentes/.test(x)), tl.join("|"));
        const d = (await ana.post("/deals", { name: "D" })).json;
        const rows = await ana.get(`/deals?rule=${encodeURIComponent(JSON.stringify({ not: { has: "members", where: { all: [{ field: "role", is: "payer" }, { field: "left_at", given: false }] } } }))}`);
        assert.equal(rows.json.items?.[0]?.id, d.id, rows.text);
        const m = await ana.patch("/settings", { "funnel.stages": "awareness,awareness,consideration,decision,decision,decision,retention,retention" });
        assert.equal(m.status, 200, m.text);
        assert.deepEqual((await ana.get("/dashboard")).json.funnel.map((x) => x.count), [1, 1, 0, 0]);
    } finally {
        await server.stop();
    }
});
