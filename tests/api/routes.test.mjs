/* routes.test.mjs -- the OpenAPI document is valid, every operation in it works, and every answer has the shape it states. */
import { Validator } from "@seriousme/openapi-schema-validator";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Client, owner, send, setUp, startServer, until } from "./server.mjs";
import { Shapes } from "./shapes.mjs";

let server, doc, shapes, ana;
const watch = (method, url, res) => shapes?.look(method, url, res);

before(async () => {
    server = await startServer();
    doc = (await new Client(server).get("/openapi.json")).json;
    shapes = new Shapes(doc);
    const stranger = new Client(server, { watch });
    assert.equal((await stranger.get("/setup")).json.needed, true);
    ana = await setUp(server, { watch });
    assert.equal((await stranger.get("/setup")).json.needed, false);
});
after(() => server?.stop());

const ok = (res, status = 200) => {
    assert.equal(res.status, status, res.text);
    return res.json;
};

export function totp(secret, at = Date.now()) {
    const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
    const mac = createHmac("sha1", key).update(step).digest();
    const from = mac[19] & 15;
    return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("the document is valid OpenAPI 3.1", async () => {
    const v = new Validator();
    const res = await v.validate(structuredClone(doc));
    assert.ok(res.valid, JSON.stringify(res.errors, null, 1));
    assert.equal(v.version, "3.1");
});

test("operation ids are unique and every reference leads somewhere", () => {
    const ids = Object.values(doc.paths).flatMap((p) => Object.values(p).map((o) => o.operationId));
    assert.equal(new Set(ids).size, ids.length);
    for (const [, ref] of JSON.stringify(doc).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
        assert.ok(ref.split("/").reduce((at, k) => at?.[k], doc), ref);
    }
});

/* What a record of each model needs, given what was made before it. */
const samples = {
    accounts: () => ({ name: "Padaria Norte" }),
    contacts: (made) => ({ name: "Rui", email: "rui@norte.example", account: made.accounts, lifecycle: "customer" }),
    deals: (made) => ({ name: "Fornos", account: made.accounts, contact: made.contacts, amount_minor: 125000 }),
    deal_stages: () => ({ name: "Piloto", kind: "open", position: 1, probability: 0.3, requires: ["amount_minor"] }),
    deal_reasons: () => ({ outcome: "lost", name: "Fechou a padaria", position: 1 }),
    channel_rules: () => ({ channel: "parceiros", host: "parceiro.example", position: 1, active: true }),
    lifecycle_rules: () => ({ name: "Diretores", stage: "mql", rule: { field: "job_title", is: "Diretor" }, position: 1, active: true }),
    deal_competitors: (made) => ({ deal: made.deals, competitor: made.competitors, notes: "fornece há três anos" }),
    deal_members: (made) => ({ deal: made.deals, contact: made.contacts, role: "buyer" }),
    activities: (made) => ({ kind: "call", outcome: "reached", contact: made.contacts }),
    referrals: (made) => ({ name: "Zé", referrer: made.contacts }),
    site_forms: () => ({ name: "Contato", title_pt: "Fale conosco" }),
    churns: (made) => ({ account: made.accounts, churned_on: "2026-01-31", reason: "price" }),
    plans: () => ({ name: "2027" }),
    audiences: (made) => ({ plan: made.plans, name: "Padarias" }),
    personas: (made) => ({ plan: made.plans, audience: made.audiences, name: "Dona da padaria" }),
    purchase_steps: (made) => ({ plan: made.plans, audience: made.audiences, name: "O forno quebra" }),
    competitors: (made) => ({ plan: made.plans, name: "Fornos Sul" }),
    competitor_audiences: (made) => ({ plan: made.plans, competitor: made.competitors, audience: made.audiences }),
    competitor_attributes: (made) => ({ plan: made.plans, name: "Entrega", position: 1 }),
    competitor_marks: (made) => ({ plan: made.plans, attribute: made.competitor_attributes, competitor: made.competitors, mark: 3 }),
    competitor_objections: (made) => ({ plan: made.plans, competitor: made.competitors, objection: "É mais barato" }),
    competitor_notes: (made) => ({ competitor: made.competitors, section: "sales", noted_on: "2026-01-15", body: "Baixou o frete", source: "um cliente" }),
    watch_sources: (made) => ({ competitor: made.competitors, url: "https://10.0.0.1/precos", active: false }),
    positionings: (made) => ({ plan: made.plans, audience: made.audiences }),
    positioning_rivals: (made) => ({ plan: made.plans, positioning: made.positionings, competitor: made.competitors }),
    claims: (made) => ({ plan: made.plans, audience: made.audiences, name: "Entregamos em 48 horas" }),
    claim_proofs: (made) => ({ claim: made.claims, kind: "metric", name: "Um prazo medido", metric: "cycle_days", value_micro: 30_000_000 }),
    claim_uses: (made) => ({ claim: made.claims, url: "https://padaria.example/prazos" }),
    goals: (made) => ({ plan: made.plans, name: "Mais leads", metric: "leads", target_micro: 100000000, starts_on: "2027-01-01", due_on: "2027-12-31" }),
    milestones: (made) => ({ plan: made.plans, goal: made.goals, name: "Meio do ano", due_on: "2027-06-30", value_micro: 50000000 }),
    selling_channels: (made) => ({ plan: made.plans, kind: "direct", name: "Venda direta" }),
    channels: (made) => ({ plan: made.plans, kind: "search", name: "Busca" }),
    budget_lines: (made) => ({ plan: made.plans, channel: made.channels, month: "2027-01-01", planned_minor: 500000 }),
    campaigns: (made) => ({ plan: made.plans, name: "Fornos de janeiro" }),
    answer_evidence: (made) => ({ plan: made.plans, question: "audience", about: made.audiences, note: "Doze visitas em março" }),
    hours_lines: (made) => ({ channel: made.channels, month: "2020-01-01", hours: 6 }),
    budget_months: (made) => ({ plan: made.plans, month: "2027-01-01", reason: "Feira" }),
    plan_events: (made) => ({ plan: made.plans, name: "Feira do pão", starts_on: "2027-02-01" }),
    assets: () => ({ name: "Anúncio do forno", kind: "ad" }),
    campaign_assets: (made) => ({ campaign: made.campaigns, asset: made.assets }),
    campaign_channels: (made) => ({ campaign: made.campaigns, channel: made.channels }),
    checklist_ticks: (made) => ({ campaign: made.campaigns, channel: made.channels, item: "search_title" }),
    consent_purposes: () => ({ code: "newsletter", name: "Carta" }),
    consent_texts: (made) => ({ purpose: made.consent_purposes, lang: "pt-BR", title: "Carta", body: "Aceito receber a carta." }),
    import_sources: () => ({ name: "CRM", origin: "webhook", kind: "leads" }),
    chat_links: (made) => ({ name: "Cartaz da feira", phone: "(11) 95555-1234", words: "Quero um orçamento.", campaign: made.campaigns }),
    lists: (made) => ({ name: "Carta do mês", purpose: made.consent_purposes }),
    segments: () => ({ name: "Quem decide", subject: "contact", rule: { field: "seniority", is: "director" } }),
    saved_reports: () => ({ name: "Canais", kind: "channels", question: { by: "channel", date_range: "30d" }, view: { preset: "d30" } }),
    funnels: () => ({ name: "Do preço ao contato", steps: [{ page: "/precos*" }, { event: "form" }], scope: "visit" }),
    channel_fits: (made) => ({ plan: made.plans, channel: made.channels, audience: made.audiences, why: "Todos vão." }),
    partners: () => ({ name: "Revenda Norte", kind: "distributor", commission: 0.1 }),
    promo_codes: (made) => ({ name: "Estande", code: "FEIRA10", channel: "fairs", partner: made.partners }),
    short_links: (made) => ({ name: "Painel", target: "https://acme.example/", channel: "fairs", promo: made.promo_codes }),
    deal_registrations: (made) => ({ partner: made.partners, employer: "Forte", domain: "forte.example" }),
    spend_lines: () => ({ spent_on: "2018-01-05", amount_minor: 5000, channel: "paid_search" }),
};

/* What a site has from its first moment. */
const born = { deal_stages: 6, deal_reasons: 11 };

const made = {};

test("every model can be added to, listed, read, changed, exported and looked back on", async () => {
    const { models } = ok(await ana.get("/models"));
    assert.deepEqual(models.map((m) => m.table).sort(), Object.keys(samples).sort());
    for (const { table } of models) {
        let row = ok(await ana.post(`/${table}`, samples[table](made)), 201);
        made[table] = row.id;
        /* Its members are worked out behind the scenes. */
        if (table === "segments") row = (await until(() => ana.get(`/segments/${row.id}`), (res) => res.json.state === "live")).json;
        const page = ok(await ana.get(`/${table}?count=1&limit=10`));
        assert.equal(page.count, 1 + (born[table] ?? 0));
        assert.deepEqual(page.items[0], row);
        assert.deepEqual(ok(await ana.get(`/${table}/${row.id}`)), row);
        const same = await ana.patch(`/${table}/${row.id}`, {}, row.version);
        assert.equal(ok(same).version, row.version);
        const csv = await ana.get(`/${table}.csv`);
        assert.equal(csv.status, 200);
        assert.equal(csv.text.trim().split("\r\n").length, 2 + (born[table] ?? 0));
        const history = ok(await ana.get(`/${table}/${row.id}/history`));
        assert.deepEqual(history.items.map((x) => [x.action, x.actor_name]), [["add", owner.name]]);
    }
});

test("a plan is begun, confirmed, published, compared with a scenario and taken back", async () => {
    const examples = ok(await ana.get("/plan-examples")).items;
    assert.equal(examples.length, 5);
    assert.ok(ok(await ana.get(`/plan-examples/${examples[0].key}`)).records.audiences.length);
    const plan = ok(await ana.post("/plans/start", { name: "Do exemplo", starts_on: "2027-01-01", example: examples[0].key }), 201);
    const guesses = ok(await ana.get(`/plans/${plan.id}/guesses`));
    assert.ok(guesses.open > 100);
    assert.equal(ok(await ana.post(`/plans/${plan.id}/guesses/confirm`, {})).confirmed, guesses.open);
    assert.equal(ok(await ana.get(`/plans/${plan.id}/snapshot`)).plan.id, plan.id);
    const version = ok(await ana.post(`/plans/${plan.id}/publish`, { note: "primeira" }), 201);
    assert.deepEqual([version.number, version.missing], [1, []]);
    const goal = ok(await ana.get(`/goals?plan=${plan.id}`)).items[0];
    ok(await ana.patch(`/goals/${goal.id}`, { name: "Outra meta" }, goal.version));
    assert.equal(ok(await ana.get(`/plans/${plan.id}/versions`)).changes, 1);
    assert.equal(ok(await ana.get(`/plans/${plan.id}/versions/1`)).snapshot.records.goals.length, 3);
    const { changes } = ok(await ana.get(`/plans/${plan.id}/versions/1/diff`));
    assert.deepEqual(changes[0].fields.map((f) => [f.name, f.before, f.after]), [["name", goal.name, "Outra meta"]]);
    const scenario = ok(await ana.post(`/plans/${plan.id}/scenarios`, { name: "Metade", budget_percent: 50 }), 201);
    assert.equal(ok(await ana.get(`/plans/${plan.id}/scenarios`)).items[0].id, scenario.id);
    const side = ok(await ana.get(`/plans/${plan.id}/compare?with=${scenario.id}`));
    const [all, half] = side.sections.find((x) => x.key === "money_channel").rows[0].values;
    assert.equal(half, all / 2);
    assert.equal(ok(await ana.get(`/plans/${plan.id}/scenarios/${scenario.id}/diff`)).changes.length, 60);
    assert.equal(ok(await ana.post(`/plans/${plan.id}/scenarios/${scenario.id}/adopt`)).changed, 60);
    ok(await ana.del(`/plans/${plan.id}/scenarios/${scenario.id}`), 204);
    assert.equal(ok(await ana.post(`/plans/${plan.id}/versions/1/restore`, {})).changed, 61);
    assert.equal(ok(await ana.get(`/plans/${plan.id}/versions`)).changes, 0);
});

test("a setting is listed with its words, keeps its limits and goes back to its initial value", async () => {
    const days = async () => ok(await ana.get("/settings")).items.find((s) => s.key === "measure.stale_deal_days");
    const first = await days();
    assert.ok(first.label && first.help);
    assert.deepEqual([first.kind, first.min, first.max, first.initial, first.value, first.unit], ["int", 7, 365, 90, 90, "days"]);
    for (const s of ok(await ana.get("/settings")).items) assert.ok(s.label && s.help, `${s.key} lacks its words`);
    ok(await ana.patch("/settings", { "measure.stale_deal_days": 14 }));
    assert.equal((await days()).value, 14);
    const low = await ana.patch("/settings", { "measure.stale_deal_days": 6, "measure.failed_import_days": 5 });
    assert.equal(low.status, 422);
    assert.deepEqual(low.json.errors.map((e) => e.field), ["measure.stale_deal_days"]);
    assert.equal((await days()).value, 14);
    assert.equal(ok(await ana.get("/settings")).items.find((s) => s.key === "measure.failed_import_days").value, 30);
    ok(await ana.patch("/settings", { "measure.stale_deal_days": null }));
    assert.equal((await days()).value, 90);
});

test("how pages are measured is told and changed, and what became of what they sent", async () => {
    ok(await ana.patch("/measuring", { hosts: ["acme.example"] }));
    const { key, path } = ok(await ana.get("/measuring"));
    const body = JSON.stringify({ k: key, n: "view", u: "https://acme.example/" });
    assert.equal((await send(`${server.url}${path}/e`, { method: "POST", body })).status, 202);
    const seen = ok(await until(() => ana.get("/measuring"), (r) => r.json.last));
    assert.equal(seen.last.path, "/");
    assert.equal(ok(await ana.get("/measuring/losses?from=2026-01-01")).totals.received >= 1, true);
    const { key: form, id } = ok(await ana.get(`/site_forms/${made.site_forms}`));
    const { token } = ok(await send(`${server.url}/f/${form}`, { headers: { Accept: "application/json" } }));
    const typed = () => send(`${server.url}/f/${form}`, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }, body: new URLSearchParams({ form: token, email: "rui@norte.example" }).toString() });
    await new Promise((done) => setTimeout(done, 1100)); /* nobody types so fast */
    ok(await typed());
    assert.equal(ok(await ana.get(`/site_forms/${id}/answers`)).items[0].contact, made.contacts);
});

test("channels, links, partners and their registrations are told", async () => {
    ok(await ana.get("/channel_kinds"));
    ok(await ana.get(`/plans/${made.plans}/channels?from=2026-01-01&to=2026-03-31`));
    ok(await ana.get(`/plans/${made.plans}/selling`));
    ok(await ana.get("/reports/partners"));
    assert.equal((await send(`${server.url}/r/${ok(await ana.get(`/short_links/${made.short_links}`)).code}`, { headers: { "User-Agent": "Mozilla/5.0 Firefox/133.0" } })).status, 302);
    assert.equal(ok(await ana.get(`/short_links/${made.short_links}/days`)).items.length, 1);
    assert.match((await ana.get(`/short_links/${made.short_links}/qr?format=svg&base=https://acme.example`)).text, /^<svg/);
    ok(await ana.post(`/partners/${made.partners}/link`, {}));
    ok(await ana.del(`/partners/${made.partners}/link`), 204);
    const id = made.deal_registrations;
    assert.deepEqual(ok(await ana.get(`/deal_registrations/${id}/conflicts`)).items, []);
    assert.equal(ok(await ana.post(`/deal_registrations/${id}/decline`, { reason: "Já é cliente." })).state, "declined");
    const second = ok(await ana.post("/deal_registrations", { partner: made.partners, employer: "Serra", domain: "serra.example" }), 201);
    const accepted = ok(await ana.post(`/deal_registrations/${second.id}/accept`, {}));
    for (const [table, of] of [["deal_registrations", second.id], ["deals", accepted.deal], ["accounts", accepted.account]]) {
        const row = ok(await ana.get(`/${table}/${of}`));
        ok(await ana.del(`/${table}/${of}`, row.version), 204);
    }
});

test("the list of data centres is loaded where there is one site", async () => {
    assert.equal(ok(await ana.post("/measuring/networks", { text: "192.0.2.0/24\n" })).networks, 1);
});

test("the stages of the pipeline are put in order at once, or not at all", async () => {
    const stages = async () => ok(await ana.get("/deal_stages?sort=position&limit=100")).items;
    const entries = async () => ok(await ana.get("/audit?model=deal_stage&limit=100")).items;
    const before = await stages();
    const noted = (await entries()).length;
    const ids = before.map((s) => s.id);
    for (const wrong of [undefined, [], ids.slice(1), [...ids, ids[0]], [ids[1], ...ids.slice(1)], ["5", ...ids.slice(1)], [5, ...ids.slice(1)]]) {
        const res = await ana.post("/deal_stages/order", { ids: wrong });
        assert.deepEqual([res.status, res.json.errors?.map((e) => [e.field, e.code])], [422, [["ids", "deal_stage.order"]]], JSON.stringify(wrong));
    }
    assert.deepEqual(await stages(), before);
    ok(await ana.post("/deal_stages/order", { ids: [ids[1], ids[0], ...ids.slice(2)] }), 204);
    const after = await stages();
    assert.deepEqual(after.map((s) => s.id), [ids[1], ids[0], ...ids.slice(2)]);
    assert.equal(new Set(after.map((s) => s.position)).size, after.length);
    const list = await entries();
    assert.equal(list.length, noted + 1);
    assert.deepEqual([list[0].action, list[0].record, list[0].diff.order[1]], ["order", null, [before[1], before[0], ...before.slice(2)].map((s) => s.name).join(", ")]);
    ok(await ana.post("/deal_stages/order", { ids: after.map((s) => s.id) }), 204);
    assert.equal((await entries()).length, noted + 1);
    ok(await ana.post("/deal_stages/order", { ids }), 204);
});

test("people, keys and sites are managed", async () => {
    const rui = ok(await ana.post("/users", { email: "rui@acme.example", name: "Rui", role: "sales", password: "a green bicycle" }), 201);
    assert.equal(ok(await ana.patch(`/users/${rui.id}`, { role: "analyst", disabled: true })).disabled, true);
    const said = ok(await ana.get("/audit?model=user&limit=1")).items[0];
    assert.deepEqual([said.record, said.diff.name, said.diff.role, said.diff.disabled], [rui.id, rui.name, [rui.role, "analyst"], true]);
    assert.equal(ok(await ana.get("/users")).items.length, 2);
    ok(await ana.del(`/users/${rui.id}`), 204);
    const key = ok(await ana.post("/tokens", { name: "CRM", scopes: ["read", "edit_people"] }), 201);
    assert.match(key.token, /^praca_/);
    const listed = ok(await ana.get("/tokens")).items[0];
    assert.deepEqual([listed.token, listed.expired], [undefined, false]);
    ok(await ana.del(`/tokens/${key.id}`), 204);
    const opened = ok(await ana.post("/sites", { name: "Beta", door: "own", currency: "USD", time_zone: "UTC", locale: "en" }), 201);
    assert.equal(opened.site.currency, "USD");
    assert.equal(ok(await ana.get("/sites")).items.length, 2);
    const called = ok(await ana.get("/site")).name;
    assert.equal(ok(await ana.patch("/site", { name: "Acme S.A." })).name, "Acme S.A.");
    assert.deepEqual(ok(await ana.get("/audit?model=site&limit=1")).items[0].diff, { name: [called, "Acme S.A."] });
    assert.equal(ok(await ana.get("/site")).name, "Acme S.A.");
    const field = ok(await ana.post("/custom-fields", { model: "contact", name: "shoe", label: "Shoe", kind: "int" }), 201);
    assert.equal(ok(await ana.get("/custom-fields")).items.length, 1);
    assert.equal(ok(await ana.patch(`/custom-fields/${field.id}`, { label: "Shoe size" })).label, "Shoe size");
    ok(await ana.del(`/custom-fields/${field.id}`), 204);
    const trail = ok(await ana.get("/audit?limit=5"));
    assert.equal(trail.items.length, 5);
    assert.notEqual(ok(await ana.get(`/audit?limit=5&after=${trail.next}`)).items[0].id, trail.items[0].id);
    assert.ok(ok(await ana.get("/audit?model=user")).items.every((x) => x.model === "user"));
});

test("a second factor is begun, confirmed, asked for and switched off", async () => {
    const begun = ok(await ana.post("/totp"));
    assert.match(begun.qr_svg, /^<svg /);
    assert.equal((await ana.post("/totp/confirm", { code: "000000" })).status, 422);
    ok(await ana.post("/totp/confirm", { code: totp(begun.secret, Date.now() - 30_000) }), 204);
    const other = new Client(server, { watch });
    const refused = await other.post("/session", { email: owner.email, password: owner.password });
    assert.deepEqual([refused.status, refused.json.code], [401, "access.totp_needed"]);
    ok(await other.post("/session", { email: owner.email, password: owner.password, totp: totp(begun.secret) }));
    assert.equal(ok(await other.get("/sessions")).items.length, 2);
    assert.equal((await ana.del("/totp", undefined, { body: { password: "wrong password" } })).status, 422);
    ok(await ana.del("/totp", undefined, { body: { password: owner.password } }), 204);
    const mine = ok(await ana.get("/sessions")).items.find((s) => !s.current);
    ok(await ana.del(`/sessions/${mine.id}`), 204);
    assert.equal((await other.get("/session")).status, 401);
});

test("one's own account is changed; a new password ends the other sessions", async () => {
    assert.equal(ok(await ana.patch("/session/user", { theme: "dark", locale: "pt-BR" })).user.theme, "dark");
    assert.equal(ok(await ana.get("/session")).user.locale, "pt-BR");
    const other = new Client(server, { watch });
    ok(await other.post("/session", { email: owner.email, password: owner.password }));
    assert.equal((await ana.post("/session/password", { current: "not this one", password: "a new harbour" })).status, 422);
    ok(await ana.post("/session/password", { current: owner.password, password: "a new harbour" }), 204);
    assert.equal((await other.get("/session")).status, 401);
    ok(await ana.get("/session"));
});

test("a spreadsheet is sent, tried, run and undone by jobs", async () => {
    const csv = "codigo,nome,data\n1,Rui,01/02/2018\n2,Bia,31/02/2018\n";
    const sent = ok(await ana.call("POST", "/imports?kind=leads&name=leads.csv", { raw: csv, headers: { "Content-Type": "application/octet-stream" } }), 201);
    assert.deepEqual(sent.header, ["codigo", "nome", "data"]);
    ok(await ana.get("/imports/targets?kind=leads"));
    const map = { kind: "leads", separator: ",", encoding: "utf-8",
        columns: { codigo: { to: "external_id" }, nome: { to: "name" }, data: { to: "first_contact_at", pattern: "DD/MM/YYYY" } } };
    const queued = ok(await ana.post(`/imports/${sent.id}/simulate`, { map }), 202);
    ok(await ana.get(`/jobs/${queued.job}`));
    const at = (state) => until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === state);
    const tried = (await at("simulated")).json;
    assert.deepEqual([tried.rows, tried.failed, tried.errors.map((e) => [e.row, e.field])], [2, 1, [[2, "data"]]]);
    assert.match((await ana.get(`/imports/${sent.id}/errors.csv`)).text, /^row,line,/);
    assert.equal((await ana.post(`/imports/${sent.id}/run`, {})).json.code, "import.has_errors");
    ok(await ana.post(`/imports/${sent.id}/run`, { skip_errors: true }), 202);
    assert.equal((await at("done")).json.added, 1);
    assert.equal(ok(await ana.get("/contacts?external_id=1")).items[0].name, "Rui");
    ok(await ana.post(`/imports/${sent.id}/undo`, {}), 202);
    await at("undone");
    assert.equal(ok(await ana.get("/contacts?external_id=1")).items.length, 0);
    assert.equal(ok(await ana.get("/imports")).items.length, 1);
});

test("history is sent, tried, read in, asked about, taken back and forgotten", async () => {
    const csv = "date,visitors,pageviews,bounces,visits,visit_duration\n2019-02-09,12,40,6,14,2100\n2019-02-10,10,30,5,11,1100\nontem,1,1,1,1,1\n";
    const send = (name) => ana.call("POST", `/visits/imports?format=plausible&name=${name}`, { raw: csv, headers: { "Content-Type": "application/octet-stream" } });
    const sent = ok(await send("imported_visitors.csv"), 201);
    const at = (state, id = sent.id) => until(() => ana.get(`/visits/imports/${id}`), (r) => r.json.state === state);
    ok(await ana.post(`/visits/imports/${sent.id}/simulate`, { options: { from: "2019-02-01", zone: "America/Sao_Paulo" } }), 202);
    const tried = (await at("simulated")).json;
    assert.deepEqual([tried.rows, tried.taken, tried.refused, tried.first_day], [3, 2, 1, null]);
    const refused = (await ana.get(`/visits/imports/${sent.id}/refused.csv`)).text;
    assert.match(refused, /,4,/);
    assert.doesNotMatch(refused, /ontem/);
    const wrong = await ana.post(`/visits/imports/${sent.id}/run`, { options: { zone: "Marte/Olympus" } });
    assert.equal(wrong.json.errors[0].field, "options.zone");
    ok(await ana.post(`/visits/imports/${sent.id}/run`, {}), 202);
    assert.deepEqual((await at("done")).json.totals, 2);
    const asked = { metrics: ["visitors", "views"], date_range: ["2019-02-01", "2019-02-28"] };
    const answer = ok(await ana.post("/stats", asked));
    assert.deepEqual(answer.results[0].metrics, [22, 70]);
    assert.deepEqual(answer.meta.imports, { periods: [{ from: "2019-02-09", to: "2019-02-10" }], included: true, left_out: null });
    assert.equal((await send("again.csv")).json.code, "history.same_file");
    ok(await ana.post(`/visits/imports/${sent.id}/undo`, {}), 202);
    await at("undone");
    assert.deepEqual(ok(await ana.post("/stats", asked)).results[0].metrics, [0, 0]);
    assert.equal(ok(await ana.get("/visits/imports")).items[0].state, "undone");
    ok(await ana.del(`/visits/imports/${sent.id}`), 204);
    assert.equal((await ana.get(`/visits/imports/${sent.id}`)).status, 404);
});

test("how well the brand is known is told with why it is not", async () => {
    const told = ok(await ana.get("/awareness?from=2026-01-01&to=2026-12-31"));
    assert.deepEqual(told.metrics.map((m) => m.key), ["branded_search", "branded_clicks", "branded_position", "direct_return", "reach", "known_visitors", "downloads", "target_accounts_seen"]);
    assert.equal(told.metrics[0].reason.code, "metric.no_brand_terms");
    assert.match((await ana.get("/awareness.csv")).text, /^metric,label,value,have,need,reason,/);
});

test("an export of spend is recognised, and its campaigns are made", async () => {
    const csv = "Dia,Campanha,Código da moeda,Custo\n2018-02-01,Topo de funil,BRL,\"1.234,56\"\nTotal: conta,--,BRL,\"1.234,56\"\n";
    const send = (query) => ana.call("POST", `/imports?kind=spend&name=g.csv${query}`, { raw: csv, headers: { "Content-Type": "application/octet-stream" } });
    assert.equal((await send("&preset=meta_ads")).json.code, "spend_export.unknown");
    assert.equal(ok(await send("&preset=none"), 201).shape.export, null);
    const sent = ok(await send(""), 201);
    assert.deepEqual(sent.shape.export, { preset: "google_ads", lines: 1, merged: 0, totals: 1, from: "2018-02-01", to: "2018-02-01" });
    ok(await ana.post(`/imports/${sent.id}/run`, {}), 202);
    assert.equal((await until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === "done")).json.added, 1);
    assert.deepEqual(ok(await ana.get("/spend/campaigns")).items.map((x) => [x.name, x.amount_minor]), [["Topo de funil", 123456]]);
    assert.deepEqual(ok(await ana.get("/spend/overlaps")), { items: [], count: 0 });
    assert.equal((await ana.post("/spend/campaigns", { names: ["Nenhuma"] })).json.errors[0].code, "spend_campaign.none");
    assert.deepEqual(ok(await ana.post("/spend/campaigns", { names: ["Topo de funil"] })), { added: 1, lines: 1 });
    const [campaign] = ok(await ana.get("/campaigns?q=funil")).items;
    ok(await ana.post(`/imports/${sent.id}/undo`, {}), 202);
    await until(() => ana.get(`/imports/${sent.id}`), (r) => r.json.state === "undone");
    assert.ok([200, 204].includes((await ana.call("DELETE", `/campaigns/${campaign.id}`, { headers: { "If-Match": `"${campaign.version}"` } })).status));
});

test("a source of imports is tried, keyed, fed and fetched", async () => {
    const id = made.import_sources;
    const { path } = ok(await ana.post(`/import_sources/${id}/token`, {}), 201);
    ok(await ana.post(`/import_sources/${id}/secret`, { on: false }), 201);
    ok(await ana.get(`/import_sources/${id}/keys`));
    const sent = await send(server.url + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"email":"eva@norte.example"}' });
    assert.equal(sent.status, 202, sent.text);
    ok(await ana.get(`/import_sources/${id}/shape`));
    const map = { columns: { email: { to: "email" } } };
    assert.equal(ok(await ana.post(`/import_sources/${id}/preview`, { map })).added, 1);
    ok(await ana.patch(`/import_sources/${id}`, { map }, 1));
    const one = await until(() => ana.get(`/import_deliveries/${sent.json.id}`), (r) => r.json.state === "done");
    ok(await ana.post(`/import_deliveries/${one.json.id}/replay`, {}), 202);
    assert.equal(ok(await ana.get(`/import_sources/${id}/deliveries`)).items.length, 1);
    await until(() => ana.get(`/import_deliveries/${sent.json.id}`), (r) => r.json.state === "done");
    const away = ok(await ana.post("/import_sources", { name: "Planilha", origin: "url", kind: "leads", url: "https://nowhere.invalid/crm.csv" }), 201);
    const { job } = ok(await ana.post(`/import_sources/${away.id}/run`, {}), 202);
    const ended = await until(() => ana.get(`/jobs/${job}`), (r) => ["done", "failed"].includes(r.json.state));
    assert.equal(ended.json.state, "done");
    ok(await ana.del(`/import_sources/${away.id}`, away.version), 204);
});

test("the consent banner, its editions and the receipts of visitors", async () => {
    const banner = ok(await ana.get("/cookies/banner"));
    ok(await ana.patch("/cookies/banner", { accent: "#1d563e", words: { "pt-BR": { own: "Usamos um mapa." } } }, banner.version));
    ok(await ana.post("/cookies/publish"));
    ok(await ana.get("/cookies/texts"));
    const id = "0123456789abcdef0123456789abcdef";
    const sent = await send(`${server.url}/m/c`, {
        method: "POST", headers: { Origin: server.url, "Content-Type": "text/plain" },
        body: JSON.stringify({ k: banner.key, id, number: 1, lang: "en", how: "choose", choices: ["C0001", "C0002"] }),
    });
    assert.equal(sent.status, 201, sent.text);
    ok(await ana.get("/cookies/receipts"));
    ok(await ana.get(`/cookies/receipts/${id}`));
    assert.match((await ana.get("/cookies/receipts.csv")).text, new RegExp(id));
    assert.equal(ok(await ana.get("/cookies/verify")).ok, true);
    ok(await ana.get("/cookies/days"));
    ok(await ana.get("/cookies/sentences"));
});

test("visits are asked about one by one and many at once, as a file, now, and in steps", async () => {
    const words = ok(await ana.get("/stats/words"));
    assert.ok(words.metrics.every((m) => m.label && m.definition && !m.definition.startsWith("stats.")));
    const one = ok(await ana.post("/stats", { metrics: words.metrics.filter((m) => !/^(event_visitors|conversion)/.test(m.key)).map((m) => m.key), date_range: "7d" }));
    assert.deepEqual(one.results[0].metrics.slice(0, 3), [0, 0, 0]);
    const many = ok(await ana.post("/stats", {
        date_range: "30d", include: { comparisons: { mode: "previous_period" }, time_labels: true, total_rows: true },
        queries: [{ metrics: ["visits"], dimensions: ["time"] }, { metrics: ["views"], dimensions: ["page"] }, { metrics: ["visitors"], dimensions: ["props:form"] }],
    }));
    assert.equal(many.answers[0].meta.time_labels.length, 30);
    assert.equal(many.answers[1].meta.total_rows, 0);
    const wrong = await ana.post("/stats", { queries: [{ metrics: ["visits"] }, { metrics: ["clicks"], dimensions: ["colour"] }] });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.json.errors.map((e) => e.field).sort(), ["queries.1.dimensions.0", "queries.1.metrics.0"]);
    const q = encodeURIComponent(JSON.stringify({ metrics: ["visits"], dimensions: ["source"] }));
    const csv = await ana.get(`/stats.csv?q=${q}`);
    assert.equal(csv.status, 200);
    assert.equal(csv.text, "source,visits\r\n");
    assert.equal((await ana.get("/stats.csv?q=%5B")).status, 422);
    assert.equal(ok(await ana.get("/stats/now")).minutes.length, 30);
    assert.equal(ok(await ana.post("/stats/funnel", { steps: [{ page: "/" }, { event: "form" }] })).steps[1].of_first, null);
    assert.equal((await ana.post("/stats/funnel", { steps: [{ page: "/" }] })).status, 422);
    for (const res of [await ana.get("/stats/now?group=page"), await ana.get("/stats/words?group=page"), await ana.post("/stats?group=page", { metrics: ["visits"] })])
        assert.deepEqual([res.status, res.json.errors[0].field], [422, "group"]);
});

test("reports answer, with the rows behind them", async () => {
    ok(await ana.get("/reports/channels"));
    assert.equal((await ana.get("/reports/channels.csv")).status, 200);
    ok(await ana.get("/reports/channels/rows?column=leads"));
    assert.equal(ok(await ana.get("/reports/funnel?from=2018-01-01")).ladder[0].to, "mql");
    assert.equal(ok(await ana.get("/reports/handoffs")).totals.rate_reason.code, "metric.few_answered");
    assert.equal((await ana.get("/reports/channels/rows.csv?column=leads")).status, 200);
    const brought = ok(await ana.get("/reports/attribution?credit=lead"));
    assert.equal((await ana.get("/reports/attribution.csv")).status, 200);
    if (brought.rows.length > 0) {
        const key = encodeURIComponent(brought.rows[0].key);
        const rows = ok(await ana.get(`/reports/attribution/rows?credit=lead&model=w&key=${key}`));
        assert.ok(Math.abs(rows.conversions - brought.rows[0].credits.w.conversions) < 1e-9);
    }
    ok(await ana.get("/reports/attribution/rows?credit=lead"));
    for (const by of ["channel", "campaign", "segment", "month"]) ok(await ana.get(`/economics?by=${by}&from=2018-01-01&to=2018-12-31&compare=year_over_year`));
    assert.match((await ana.get("/economics.csv")).text, /^channel,spend_minor,/);
    assert.equal(ok(await ana.get("/economics/cohorts?of=revenue")).of, "revenue");
    assert.deepEqual(ok(await ana.get("/reports/content?rank=won")).rows, []);
    assert.match((await ana.get("/reports/content.csv")).text, /^page,section,/);
    ok(await ana.get("/reports/content/rows?column=leads"));
    assert.equal((await ana.get("/reports/attribution/rows.csv?credit=lead")).status, 200);
});

test("audiences are ranked and bound, the ledger and the canvas answer", async () => {
    const ranking = ok(await ana.get(`/plans/${made.plans}/audience-ranking`));
    assert.deepEqual([ranking.ranked, ranking.audiences[0].rank, ranking.change], [0, null, null]);
    assert.equal((await ana.get(`/plans/${made.plans}/audience-ranking?basis=hope`)).status, 422);
    const bakers = ok(await ana.post("/segments", { name: "Padarias", subject: "account", rule: { field: "name", contains: "Padaria" } }), 201);
    assert.equal(ok(await ana.post(`/audiences/${made.audiences}/segment`, { segment: bakers.id })).segment, bakers.id);
    assert.equal((await ana.post(`/audiences/${made.audiences}/segment`, { segment: made.segments })).status, 422);
    assert.ok(Array.isArray(ok(await ana.get(`/audiences/${made.audiences}/deals`)).items));
    ok(await ana.del(`/segments/${bakers.id}`, (await until(() => ana.get(`/segments/${bakers.id}`), (res) => res.json.state === "live")).json.version), 204);
    ok(await ana.post(`/audiences/${made.audiences}/purchase-steps/order`, { ids: [made.purchase_steps] }), 204);
    assert.deepEqual(ok(await ana.get(`/plans/${made.plans}/claims`)).counts, { proved: 0, unproved: 1, withdrawn: 0 }); // nobody bought anything yet
    assert.equal(ok(await ana.get(`/positionings/${made.positionings}/canvas`)).rivals.length, 1);
    const [was] = ok(await ana.get(`/positionings/${made.positionings}/versions`)).items;
    const changed = ok(await ana.patch(`/positionings/${made.positionings}`, { value: "Menos paradas" }, was.version));
    const back = ok(await ana.call("POST", `/positionings/${made.positionings}/restore`, { body: { version: was.version }, headers: { "If-Match": `"${changed.version}"` } }));
    assert.deepEqual([back.value, back.version], [null, changed.version + 1]);
});

test("proposals, the budget shift and what belongs to a goal answer", async () => {
    const list = ok(await ana.get("/proposals"));
    assert.deepEqual([list.hits.came_true, list.currency.length], [0, 3]);
    assert.equal((await ana.get("/proposals?state=lost")).status, 422);
    assert.equal(ok(await ana.get("/proposals/evidence?dimension=channel")).dimension, "channel");
    assert.equal((await ana.get("/proposals/evidence?dimension=weather")).status, 422);
    assert.equal(ok(await ana.get("/proposals/evidence/rows?dimension=channel&column=leads")).kind, "contacts");
    assert.match((await ana.get("/proposals/evidence/rows.csv?dimension=channel&column=leads")).text, /^id,/);
    ok(await ana.post("/proposals/refresh"), 202);
    for (const what of ["accept", "dismiss", "undo"]) assert.equal((await ana.post(`/proposals/1/${what}`, { reason: "no" })).status, 404);
    const refused = await ana.get("/budget-shift?from=email&to=email&amount=0&months=13");
    assert.equal(refused.status, 422);
    assert.deepEqual(["amount", "from", "months", "to"].filter((f) => !refused.json.errors.some((x) => x.field === f)), []);
    const gap = ok(await ana.get(`/goals/${made.goals}/gap`));
    assert.deepEqual([gap.gap, gap.reason.code], [null, "goal.few_weeks"]);
    const family = ok(await ana.get(`/goals/${made.goals}/family`));
    assert.deepEqual(family.milestones.map((m) => [m.name, m.value, m.state]), [["Meio do ano", 50, "open"]]);
    const outside = await ana.post("/milestones", { plan: made.plans, goal: made.goals, name: "Tarde", due_on: "2028-01-01", value_micro: 1 });
    assert.deepEqual([outside.status, outside.json.errors[0].code], [422, "milestone.outside"]);
    assert.match(outside.json.errors[0].message, /\d{2}\/\d{2}\/\d{4} (a|e) \d{2}\/\d{2}\/\d{4}|\d{1,2} [A-Z][a-z]{2} \d{4} to/);
});

test("a proposal is accepted, taken back and dismissed, and a shift is tried", async () => {
    const on = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const goal = ok(await ana.post("/goals", { plan: made.plans, name: "Atrás", metric: "leads", target_micro: 9_000_000_000, starts_on: on(-60), due_on: on(120), reason: "Feiras" }), 201);
    const lines = [];
    for (const channel of ["feiras", "radio"]) lines.push(ok(await ana.post("/spend_lines", { channel, kind: "media", spent_on: on(-62), amount_minor: 600000 }), 201));
    const { job } = ok(await ana.post("/proposals/refresh"), 202);
    for (let state = ""; state !== "done"; ) {
        state = ok(await ana.get(`/jobs/${job}`)).state;
        assert.notEqual(state, "failed");
    }
    const find = async (state) => ok(await ana.get(`/proposals?state=${state}`)).items.find((p) => p.goal === goal.id);
    const { id, kind } = await find("open");
    assert.equal(kind, "fix");
    assert.equal((await ana.post(`/proposals/${id}/accept`, { review_on: on(-1) })).status, 422);
    assert.equal(ok(await ana.post(`/proposals/${id}/accept`, { review_on: on(30) })).state, "accepted");
    assert.equal((await ana.post(`/proposals/${id}/accept`, {})).status, 409);
    assert.equal(ok(await ana.post(`/proposals/${id}/undo`)).state, "open");
    assert.equal((await ana.post(`/proposals/${id}/dismiss`, {})).status, 422);
    assert.equal(ok(await ana.post(`/proposals/${id}/dismiss`, { reason: "Outra hora" })).reason, "Outra hora");
    const shift = ok(await ana.get("/budget-shift?from=feiras&to=radio&amount=20000&months=2&metric=leads"));
    assert.ok(shift.low <= shift.middle && shift.middle <= shift.high && shift.from.told === false);
    for (const line of lines) ok(await ana.del(`/spend_lines/${line.id}`, line.version), 204);
    ok(await ana.del(`/goals/${goal.id}`, goal.version), 204);
});

test("metrics, goals, the dashboard and committees answer", async () => {
    const { metrics } = ok(await ana.get("/metrics"));
    for (const m of metrics) {
        const value = ok(await ana.get(`/metrics/${m.key}?from=2018-01-01&to=2018-12-31`));
        assert.equal(value.unit, m.unit);
        assert.ok(value.value !== null || value.reason, m.key);
    }
    const today = new Date().toISOString().slice(0, 10), [a, b] = [`${today.slice(0, 4)}-01-01`, `${today.slice(0, 4)}-12-31`];
    const sold = ok(await ana.post("/deals", { name: "Em dólar", amount_minor: 120000, currency: "USD", outcome: "won", closed_at: `${today}T00:00:01Z` }), 201);
    const theirs = [{ of: "deals", currency: "USD", value_minor: 120000, count: 1 }];
    const revenue = ok(await ana.get(`/metrics/revenue?from=${a}&to=${b}`));
    assert.deepEqual([revenue.currency, revenue.other_currencies], ["BRL", theirs]);
    assert.deepEqual(ok(await ana.get(`/metrics/leads?from=${a}&to=${b}`)).other_currencies, []);
    const home = ok(await ana.get("/dashboard"));
    assert.deepEqual([home.last30.other_currencies, home.before30.other_currencies, home.other_currencies], [theirs, [], theirs]);
    const goal = ok(await ana.post("/goals", { plan: made.plans, name: "Receita", metric: "revenue", target_micro: 1e12, starts_on: a, due_on: b, reason: "x" }), 201);
    assert.deepEqual(ok(await ana.get(`/goals/${goal.id}/progress`)).other_currencies, theirs);
    const saved = ok(await ana.post("/saved_reports", { name: "Receita", kind: "metrics", question: { metrics: ["revenue"], date_range: [a, b] } }), 201);
    assert.match(ok(await ana.get(`/saved_reports/${saved.id}/paper`)).notes[0], /^Revenue\. Not in the value: \$1,200\.00 .* 1 deal\.$/);
    const lines = [];
    for (const line of [{ channel: "feiras", amount_minor: 90000, currency: "EUR" }, { amount_minor: 500, currency: "EUR" }, { amount_minor: 4200 }])
        lines.push(ok(await ana.post("/spend_lines", { kind: "media", spent_on: today, ...line }), 201));
    const rows = async (path, unit) => {
        const [head, ...lines] = (await ana.get(`${path}?from=${a}&to=${b}`)).text.trim().split("\r\n").map((l) => l.split(","));
        return lines.map((l) => Object.fromEntries(l.map((x, i) => [head[i], x]).filter(([, x]) => x))).filter((l) => l.currency === unit);
    };
    assert.deepEqual(await rows("/reports/channels.csv", "EUR"), [
        { channel: "feiras", spend_minor: "90000", spend: "900.00", currency: "EUR" },
        { channel: "(unassigned)", spend_minor: "500", spend: "5.00", currency: "EUR" },
    ]);
    const all = ok(await ana.get(`/reports/channels?from=${a}&to=${b}`)).totals.spend_minor;
    for (const path of ["/reports/channels.csv", "/economics.csv"]) {
        const own = await rows(path, "BRL");
        assert.equal(own.find((x) => x.channel === "(unassigned)").spend_minor, "4200");
        assert.equal(own.reduce((sum, x) => sum + Number(x.spend_minor ?? 0), 0), all, path);
    }
    assert.deepEqual(await rows("/economics.csv", "EUR"), [
        { channel: "feiras", spend_minor: "90000", media_minor: "90000", currency: "EUR", model: "first_contact" },
        { channel: "(unassigned)", spend_minor: "500", media_minor: "500", currency: "EUR", model: "first_contact" },
    ]);
    const [credit] = await rows("/reports/attribution.csv", "USD");
    assert.deepEqual([credit.channel, credit.first_value_minor, credit.first_conversions], ["(all)", "120000", undefined]);
    assert.match((await ana.get(`/reports/attribution.txt?from=${a}&to=${b}`)).text, /\nNot in the value: \$1,200\.00 in another currency, in 1 deal\.\n$/);
    for (const line of lines) ok(await ana.del(`/spend_lines/${line.id}`, line.version), 204);
    ok(await ana.del(`/saved_reports/${saved.id}`, saved.version), 204);
    ok(await ana.del(`/goals/${goal.id}`, goal.version), 204);
    ok(await ana.del(`/deals/${sold.id}`, sold.version), 204);
    assert.equal((await ana.get("/metrics/nothing")).status, 404);
    const outlook = ok(await ana.get("/metrics/leads/outlook?from=2027-01-01&to=2027-12-31&target_micro=5000000"));
    assert.deepEqual([outlook.chance, outlook.reason.code, outlook.unit], [null, "goal.few_weeks", "count"]);
    assert.equal((await ana.get("/metrics/leads/outlook?from=2027-01-01&to=2026-12-31")).status, 422);
    assert.equal((await ana.get("/metrics/nothing/outlook?from=2027-01-01&to=2027-12-31")).status, 404);
    assert.equal((await ana.get("/metrics/leads?from=2018-02-30")).status, 422);
    const road = ok(await ana.get(`/plans/${made.plans}/road`));
    assert.equal(road.steps.length, 9);
    const asked = road.steps[0].questions.find((q) => q.key === "audience");
    assert.deepEqual([asked.state, asked.evidence.map((e) => e.note)], ["answered", ["Doze visitas em março"]]);
    const whole = ok(await ana.get(`/plans/${made.plans}/export`));
    assert.equal(whole.goals[0].id, made.goals);
    const wrong = await ana.post("/answer_evidence", { plan: made.plans, question: "weather", note: "x" });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [422, "question"]);
    const bare = await ana.post("/answer_evidence", { plan: made.plans, question: "audience" });
    assert.deepEqual([bare.status, bare.json.errors[0].field], [422, "link"]);
    const progress = ok(await ana.get(`/goals/${made.goals}/progress`));
    assert.equal(progress.target, 100);
    assert.deepEqual(ok(await ana.get(`/plans/${made.plans}/budget`)).months[0].planned_minor, 500000);
    const gate = ok(await ana.get(`/campaigns/${made.campaigns}/launch`));
    assert.deepEqual([gate.missing, gate.items.find((x) => x.key === "search_title").ticked_by], [3, owner.name]);
    assert.equal((await ana.post(`/campaigns/${made.campaigns}/start`, {})).status, 422);
    assert.equal((await ana.post(`/campaigns/${made.campaigns}/start`, { reason: 5 })).status, 422);
    assert.equal(ok(await ana.post(`/campaigns/${made.campaigns}/start`, { confirm: true, reason: "The fair" })).state, "running");
    assert.equal(ok(await ana.post(`/campaigns/${made.campaigns}/stop`, {})).state, "stopped");
    ok(await ana.post(`/campaigns/${made.campaigns}/start`, { confirm: true, reason: "Another fair" }));
    assert.equal(ok(await ana.post(`/campaigns/${made.campaigns}/finish`, {})).moves.length, 4);
    ok(await ana.get("/dashboard"));
    assert.equal((await ana.get("/dashboard?days=0")).status, 422);
    const committee = ok(await ana.get(`/deals/${made.deals}/committee`));
    assert.deepEqual([committee.items.length, committee.items[0].contact.name], [1, "Rui"]);
    assert.ok(committee.missing.includes("champion"));
    const board = ok(await ana.get("/deals/board"));
    assert.deepEqual(board.columns.filter((c) => c.count).map((c) => [c.stage, c.count, c.sums[0].amount_minor]), [[null, 1, 125000]]);
    assert.equal(ok(await ana.get("/deals/board?missing=payer&q=FORN")).columns[0].cards[0].name, "Fornos");
    assert.equal(ok(await ana.get("/deals/board?owner=none&from=2018-01-01")).columns[0].count, 1);
    const unnamed = ok(await ana.post("/accounts", { domain: "forno-antigo.example" }), 201);
    const sale = ok(await ana.post("/deals", { name: "Grelhas", account: unnamed.id }), 201);
    assert.equal(ok(await ana.get("/deals/board?q=grelhas")).columns[0].cards[0].account.name, "forno-antigo.example");
    ok(await ana.del(`/deals/${sale.id}`, sale.version), 204);
    ok(await ana.del(`/accounts/${unnamed.id}`, unnamed.version), 204);
    assert.equal((await ana.get("/deals/board?missing=everything")).status, 422);
    assert.equal((await ana.get("/deals/board?from=2018-02-30")).status, 422);
    for (const table of ["contacts", "accounts", "deals"]) {
        const seen = [];
        for (let after = ""; after !== null; ) {
            const page = ok(await ana.get(`/${table}/${made[table]}/timeline?limit=1${after && `&after=${encodeURIComponent(after)}`}`));
            seen.push(...page.items);
            after = page.next;
        }
        assert.deepEqual(seen, ok(await ana.get(`/${table}/${made[table]}/timeline?limit=200`)).items, table);
        assert.ok(seen.length > 0, table);
    }
});

test("one question about all kinds", async () => {
    const found = ok(await ana.get("/search?q=padaria&limit=3"));
    assert.deepEqual(found.groups.map((g) => g.kind), ["account", "contact", "deal"]);
});

test("one change of many", async () => {
    const person = ok(await ana.post("/contacts", { name: "Uma de muitas" }), 201);
    const { id } = ok(await ana.post("/bulk", { model: "contact", ids: [person.id], action: { tags_add: ["em massa"] } }), 202);
    const state = (wanted) => until(() => ana.get(`/bulk/${id}`), (res) => res.json.state === wanted);
    await state("counted");
    ok(await ana.post(`/bulk/${id}/run`, {}), 202);
    await state("done");
    ok(await ana.post(`/bulk/${id}/undo`, {}), 202);
    await state("undone");
    ok(await ana.get("/bulk"));
    assert.equal((await ana.get(`/bulk/${id}/refused.csv`)).status, 200);
});

test("views of lists, and a person as a card", async () => {
    const view = ok(await ana.post("/views", { model: "deal", name: "Abertos", view: { search: { outcome: "open" } } }), 201);
    ok(await ana.get("/views?model=deal"));
    ok(await ana.patch(`/views/${view.id}`, { name: "Em aberto" }, 1));
    assert.equal((await ana.post("/views/order", { ids: [view.id] })).status, 204);
    assert.equal((await ana.post("/views/default", { model: "deal", view: view.id })).status, 204);
    assert.equal((await ana.del(`/views/${view.id}`)).status, 204);
    const person = ok(await ana.post("/contacts", { name: "Com cartão" }), 201);
    assert.equal((await ana.get(`/contacts/${person.id}/card.vcf`)).status, 200);
});

test("one change of many", async () => {
    const person = ok(await ana.post("/contacts", { name: "Uma de muitas" }), 201);
    const { id } = ok(await ana.post("/bulk", { model: "contact", ids: [person.id], action: { tags_add: ["em massa"] } }), 202);
    const state = (wanted) => until(() => ana.get(`/bulk/${id}`), (res) => res.json.state === wanted);
    await state("counted");
    ok(await ana.post(`/bulk/${id}/run`, {}), 202);
    await state("done");
    ok(await ana.post(`/bulk/${id}/undo`, {}), 202);
    await state("undone");
    ok(await ana.get("/bulk"));
    assert.equal((await ana.get(`/bulk/${id}/refused.csv`)).status, 200);
});

test("addresses, domains, tags, families and merges", async () => {
    for (const [table, many, field] of [["contacts", "emails", "email"], ["accounts", "domains", "domain"]]) {
        const one = ok(await ana.post(`/${table}`, { name: "Um" }), 201), two = ok(await ana.post(`/${table}`, { name: "Dois" }), 201);
        const value = (n) => (field === "email" ? `a${n}@${n}x.example` : `${n}x.example`);
        ok(await ana.post(`/${table}/${one.id}/${many}`, { [field]: value("b") }));
        const added = ok(await ana.post(`/${table}/${one.id}/${many}`, { [field]: value("c") })).items;
        ok(await ana.post(`/${table}/${one.id}/${many}/${added[1].id}/first`, {}));
        ok(await ana.del(`/${table}/${one.id}/${many}/${added[1].id}`));
        assert.equal(ok(await ana.get(`/${table}/${one.id}/${many}`)).items.length, 1);
        const done = ok(await ana.post(`/${table}/${one.id}/merge`, { gone: two.id }));
        assert.equal(ok(await ana.get(`/${table}/${one.id}/merges`)).items.length, 1);
        ok(await ana.post(`/merges/${done.merge}/undo`, {}));
    }
    ok(await ana.get("/tags?model=contact"));
    for (const name of ["Um", "Dois"]) ok(await ana.post("/contacts", { name, phone: "11 95555-1234" }), 201);
    const { job } = ok(await ana.post("/duplicates/search", {}), 202);
    await until(() => ana.get(`/jobs/${job}`), (res) => res.json.state === "done");
    const [pair] = ok(await ana.get("/duplicates?kind=contact")).items;
    assert.deepEqual([pair.reasons, pair.one.name], [["phone"], "Um"]);
    ok(await ana.post(`/duplicates/${pair.id}/dismiss`, {}), 204);
    assert.equal(ok(await ana.get("/duplicates?dismissed=1")).items.length, 1);
    ok(await ana.del(`/duplicates/${pair.id}/dismiss`), 204);
    assert.equal(ok(await ana.get(`/duplicates?record=${pair.one.id}`)).items.length, 1);
    assert.equal(ok(await ana.get(`/accounts/${made.accounts}/unlinked`)).count, 0);
    ok(await ana.get(`/accounts/${made.accounts}/family`));
});

test("consent is asked for, given, read back and checked; lists and suppressed addresses are kept", async () => {
    assert.equal(ok(await ana.post("/consent_purposes/usual")).added, 4);
    assert.equal(ok(await ana.get("/legal-bases")).items.length, 7);
    const who = ok(await ana.post("/contacts", { name: "Iara", email: "iara@norte.example" }), 201).id;
    const text = ok(await ana.get("/consent_texts?limit=50")).items.find((t) => t.title.includes("e-mail"));
    ok(await ana.post("/consents", { contact: who, purpose: "marketing_email", state: "given", text: text.id, channel: "paper", proof: { page: 3 } }), 201);
    assert.deepEqual(ok(await ana.post("/consents/bulk", { contacts: [who, "7"], purpose: "marketing_email", state: "withdrawn" })), { recorded: 1, skipped: 1 });
    assert.equal(ok(await ana.get(`/consents?contact=${who}`)).items.length, 2);
    assert.equal(ok(await ana.get("/consents/verify")).ok, true);
    assert.match(ok(await ana.get(`/contacts/${who}/preference-link`)).path, /^\/p\/[\w-]+$/);
    const list = ok(await ana.post("/lists", { name: "Convites" }), 201);
    assert.equal(ok(await ana.post(`/lists/${list.id}/members`, { contacts: [who], status: "subscribed" })).pending, 1);
    assert.equal(ok(await ana.get(`/lists/${list.id}/members`)).items.length, 1);
    assert.match(ok(await ana.get(`/lists/${list.id}/members/${who}/confirm-link`)).path, /^\/p\/confirm\/[\w-]+$/);
    assert.equal(ok(await ana.get("/lists/counts")).items[0].pending, 1);
    ok(await ana.get(`/contacts/${who}/consent`));
    const stopped = ok(await ana.post("/suppressions", { email: "iara@norte.example" })).items[0];
    assert.equal(ok(await ana.post("/suppressions/check", { email: "IARA@norte.example" })).items.length, 1);
    assert.equal(ok(await ana.call("POST", "/suppressions/import?reason=bounced", { raw: "a@b.example\n", headers: { "Content-Type": "text/csv" } })).added, 1);
    const odd = ok(await ana.call("POST", "/suppressions/import", { raw: "a@b.example,zzz\nnobody here\n", headers: { "Content-Type": "text/csv" } }));
    assert.deepEqual([odd.known, odd.wrong_lines, odd.other_reason], [1, [2], 1]);
    assert.match(odd.message, /2\..*manual/);
    assert.match((await ana.get("/suppressions/export.csv")).text, /^sha256,reason,created_at/);
    assert.equal(ok(await ana.get("/suppressions")).items.length, 2);
    ok(await ana.del(`/suppressions/${stopped.id}`), 204);
});

test("a visitor is tied to a person who agreed, untied and tied again", async () => {
    const { id } = ok(await ana.post("/contacts", { name: "Visitante" }), 201);
    const refused = await ana.post(`/contacts/${id}/visitors`, { visitor: "4242" });
    assert.equal(refused.status, 409);
    assert.equal(refused.json.code, "visitor.no_consent");
    const text = ok(await ana.get("/consent_texts?limit=50")).items.find((x) => x.title.includes("visitas"));
    ok(await ana.post("/consents", { contact: id, purpose: "profiling", state: "given", text: text.id, channel: "paper" }), 201);
    const [link] = ok(await ana.post(`/contacts/${id}/visitors`, { visitor: "4242" })).items;
    assert.deepEqual([link.visitor, link.how, link.basis, link.linked_by, link.visits], ["4242", "hand", "ledger", owner.name, 0]);
    const other = ok(await ana.post("/contacts", { name: "Outra" }), 201);
    assert.equal((await ana.post(`/contacts/${other.id}/visitors`, { visitor: "4242" })).json.code, "visitor.taken");
    assert.ok(ok(await ana.del(`/contacts/${id}/visitors/${link.id}`)).items[0].undone_at);
    assert.equal(ok(await ana.post(`/contacts/${id}/visitors/${link.id}/relink`, {})).items[0].undone_at, null);
    assert.equal(ok(await ana.get(`/contacts/${id}/visitors`)).items.length, 1);
    assert.equal((await ana.del(`/contacts/${other.id}/visitors/${link.id}`)).status, 404);
});

test("segments are asked, set by hand, compared and exported, and events are taken", async () => {
    const who = ok(await ana.post("/contacts", { name: "Nina", email: "nina@norte.example" }), 201).id;
    const segment = ok(await ana.post("/segments", { name: "Viram os preços", subject: "contact", rule: { event: "view", path: "/precos" } }), 201).id;
    await until(() => ana.get(`/segments/${segment}`), (res) => res.json.state === "live");
    assert.equal(ok(await ana.post("/events", { items: [{ event: "view", path: "/precos", email: "nina@norte.example" }] }), 202).accepted, 1);
    await until(() => ana.get(`/segments/${segment}/members`), (res) => res.json.items.length === 1);
    assert.equal(ok(await ana.get(`/contacts/${who}/segments`)).items[0].id, segment);
    assert.deepEqual(ok(await ana.get(`/accounts/${made.accounts}/segments`)).items, []);
    assert.equal(ok(await ana.post(`/segments/${segment}/manual`, { ids: [made.contacts], how: "include" })).changed, 1);
    assert.equal(ok(await ana.get(`/segments/${segment}/manual`)).items[0].how, "include");
    assert.equal((await ana.get(`/segments/${segment}/members.csv`)).text.trim().split("\r\n").length, 3);
    assert.equal(ok(await ana.get(`/segments/${segment}/moves`)).items[0].cause, "manual");
    assert.equal(ok(await ana.get(`/segments/${segment}/sizes?from=2020-01-01`)).items.at(-1).size, 2);
    assert.deepEqual(ok(await ana.get(`/segments/${segment}/overlap?with=${made.segments}`)), { this: 2, other: 0, both: 0 });
    assert.equal(ok(await ana.post(`/segments/${segment}/rebuild`), 202).state, "building");
});

test("a webhook is made, tested, changed, given a new key, looked into and deleted", async () => {
    const hook = ok(await ana.post("/webhooks", { name: "CRM", url: "https://crm.invalid/x", events: ["contact.*"] }), 201);
    assert.match(hook.secret, /^praca_wh_[\w-]{43}$/);
    assert.equal(ok(await ana.get("/webhooks")).items[0].secret, undefined);
    assert.ok(ok(await ana.get("/webhooks/events")).items.every((x) => x.label && !x.label.startsWith("webhook.")));
    assert.equal(ok(await ana.patch(`/webhooks/${hook.id}`, { bulk: true }, hook.version)).bulk, true);
    assert.notEqual(ok(await ana.post(`/webhooks/${hook.id}/secret`, {})).secret, hook.secret);
    const { delivery } = ok(await ana.post(`/webhooks/${hook.id}/ping`, {}), 202);
    await until(() => ana.get(`/webhooks/${hook.id}/deliveries/${delivery}`), (r) => r.json.state === "failed");
    ok(await ana.post(`/webhooks/${hook.id}/deliveries/${delivery}/resend`, {}), 202);
    assert.equal(ok(await ana.get(`/webhooks/${hook.id}/deliveries`)).items.length, 1);
    const now = ok(await ana.get(`/webhooks/${hook.id}`));
    ok(await ana.del(`/webhooks/${hook.id}`, now.version), 204);
});

test("rules say what they may ask, how many they pick, and themselves in words", async () => {
    const rule = { field: "name", starts: "r" };
    for (const subject of ["contact", "account", "deal"]) {
        assert.equal(ok(await ana.get(`/rules/${subject}/schema`)).subject, subject);
        assert.equal(ok(await ana.post(`/rules/${subject}/count`, { rule })).exact, true);
        assert.match(ok(await ana.post(`/rules/${subject}/sentence`, { rule })).sentence, /“?r”?/);
        ok(await ana.get(`/rules/${subject}/values?field=name`));
    }
});

test("what was done with people is recorded", async () => {
    const who = ok(await ana.post("/contacts", { name: "Lia", phone: "11 95555-4321" }), 201).id;
    assert.equal(ok(await ana.get(`/contacts/${who}/whatsapp`)).phone, "+5511955554321");
    ok(await ana.post(`/contacts/${who}/whatsapp`, {}), 201);
    const chat = { contact: who, text: "31/12/2025 23:59 - Lia: Oi" };
    assert.equal(ok(await ana.post("/activities/whatsapp", chat), 201).messages, 1);
    assert.equal(ok(await ana.get("/mail-drop")).local_part, null);
    assert.match(ok(await ana.post("/mail-drop", {})).local_part, /^registro\+[a-z0-9]{20}$/);
    const mail = `From: ${owner.email}\r\nTo: nobody@fora.example\r\nSubject: Oi\r\n\r\nOi\r\n`;
    assert.deepEqual(ok(await ana.call("POST", "/activities/mail", { raw: mail, headers: { "Content-Type": "message/rfc822" } })), { items: [], unknown: ["nobody@fora.example"] });
    const looking = ok(await ana.post("/accounts", { name: "Pesquisa" }), 201).id, lookers = [];
    for (const n of [1, 2]) lookers.push(ok(await ana.post("/contacts", { name: `Olha ${n}`, account: looking }), 201).id);
    ok(await ana.post("/events", { items: lookers.map((contact) => ({ event: "view", path: "/precos", contact })) }), 202);
    const seen = await until(async () => {
        ok(await ana.post("/research/search", {}), 202);
        return ana.get("/research");
    }, (res) => res.json.items.length > 0);
    assert.deepEqual(seen.json.items[0].people.map((p) => p.contact).sort(), lookers.sort());
    assert.ok(ok(await ana.get("/dashboard")).tasks.some((x) => x.code === "research"));
    ok(await ana.post(`/research/${seen.json.items[0].id}/dismiss`, {}), 204);
    assert.equal(ok(await ana.get("/research")).items.length, 0);
    ok(await ana.del(`/research/${seen.json.items[0].id}/dismiss`), 204);
    assert.equal(ok(await ana.get(`/accounts/${looking}/research`)).items.length, 1);
    ok(await ana.get("/nps"));
    const bought = ok(await ana.post("/accounts", { name: "Comprou" }), 201).id;
    const sale = ok(await ana.post("/deals", { name: "Contrato", account: bought, outcome: "won", amount_minor: 1200, contract_ends_on: new Date(Date.now() + 20 * 86400_000).toISOString().slice(0, 10) }), 201).id;
    assert.ok(ok(await ana.get("/customers")).items.some((x) => x.account === bought));
    ok(await ana.get(`/accounts/${bought}/health`));
    assert.equal(ok(await ana.get("/renewals?days=30")).items[0].deal, sale);
    ok(await ana.post(`/deals/${sale}/renew`, {}), 201);
    const [cohort] = ok(await ana.get("/reports/retention")).cohorts;
    assert.ok(ok(await ana.get(`/reports/retention/accounts?cohort=${cohort.key}`)).items.length > 0);
    assert.match(ok(await ana.post(`/contacts/${who}/nps-link`, {})).path, /^\/p\/nps\//);
    assert.equal(ok(await ana.post("/nps/links", { contacts: [who] })).items.length, 1);
    ok(await ana.get("/nps/answers"));
    const named = ok(await ana.post("/referrals", { name: "Noé", referrer: who }), 201).id;
    assert.equal(ok(await ana.post(`/referrals/${named}/contact`, {})).state, "contact");
});

test("score models are begun, drafted, published and explained", async () => {
    assert.equal(ok(await ana.post("/score-models/start", {})).added, 2);
    ok(await ana.post("/score-models/fit/draft", { rows: [{ points: 5, rule: { field: "name", given: true } }] }));
    const { job } = ok(await ana.post("/score-models/fit/publish", {}), 202);
    await until(() => ana.get(`/jobs/${job}`), (res) => res.json.state === "done");
    ok(await ana.get("/score-models"));
    ok(await ana.get("/score-models/grid"));
    ok(await ana.get("/score-models/fit/versions/1"));
    ok(await ana.del("/score-models/engagement/draft"), 204);
    assert.equal(ok(await ana.get(`/contacts/${made.contacts}/score`)).fit.score, 5);
    ok(await ana.get(`/accounts/${made.accounts}/score`));
    ok(await ana.get(`/scores?contacts=${made.contacts}`));
    assert.equal(ok(await ana.post("/score-models/fit/what-if", {})).this.auc.known, false);
    assert.equal(ok(await ana.get("/score-models/suggestion")).suggestion, null);
    ok(await ana.post("/score-models/suggestion", {}));
    ok(await ana.post("/score-models/suggestion/dismiss", {}), 204);
    for (let i = 0; i < 40; i++) {
        const who = ok(await ana.post("/contacts", { name: `P${i}`, seniority: i % 2 ? "director" : "junior" }), 201);
        ok(await ana.post("/deals", { name: `D${i}`, contact: who.id, outcome: i % 2 ? "won" : "lost" }), 201);
    }
    assert.ok(ok(await ana.post("/score-models/suggestion", {})).suggestion.rows.length >= 2);
    assert.equal(ok(await ana.post("/score-models/suggestion/accept", { rows: [0] })).rows.length, 1);
    const tried = ok(await ana.post("/score-models/fit/what-if", {}));
    assert.deepEqual([tried.this.auc.value, tried.published.number, tried.job], [1, 1, null]);
});

test("a rule moves people by a job and back; a lead is passed, accepted and returned", async () => {
    const who = ok(await ana.post("/contacts", { name: "Otto", job_title: "Diretor", lifecycle: "lead" }), 201);
    assert.equal(who.lifecycle, "mql");
    assert.match(ok(await ana.post("/visits/rejudge", {}), 202).job, /^\d+$/);
    assert.equal(ok(await ana.get("/visits/rejudge")).more, false);
    assert.ok(ok(await ana.get("/visits/channels")).items.length > 10);
    assert.equal(ok(await ana.post("/visits/channel", { url: "https://acme.example/", referrer: "https://www.google.com/" })).channel, "organic_search");
    ok(await ana.get("/measuring/networks"));
    assert.equal((await ana.get("/reports/attribution.txt")).status, 200);
    ok(await ana.patch(`/lifecycle_rules/${made.lifecycle_rules}`, { active: false }, 1));
    const ida = ok(await ana.post("/contacts", { name: "Ida", job_title: "Diretor" }), 201).id;
    const rule = { stage: "mql", rule: { field: "job_title", is: "Diretor" } };
    assert.deepEqual(ok(await ana.post("/lifecycle_rules/preview", rule)).items.map((x) => [x.id, x.lifecycle]), [[ida, "lead"]]);
    assert.equal((await ana.post("/lifecycle_rules/preview", { stage: "mql", rule: { event: "view" } })).json.errors[0].code, "lifecycle_rule.behaviour");
    const run = ok(await ana.post(`/lifecycle_rules/${made.lifecycle_rules}/apply`, {}), 202).job;
    await until(() => ana.get(`/jobs/${run}`), (res) => res.json.state === "done");
    assert.equal(ok(await ana.get(`/contacts/${ida}`)).lifecycle, "mql");
    const undone = ok(await ana.post("/lifecycle_rules/undo", { run }), 202).job;
    await until(() => ana.get(`/jobs/${undone}`), (res) => res.json.state === "done");
    assert.equal(ok(await ana.get(`/contacts/${ida}`)).lifecycle, "lead");
    assert.equal(ok(await ana.get(`/accounts/${made.accounts}/lifecycle`)).name, "Rui");
    const seller = ok(await ana.get("/handoffs/sellers")).items[0];
    const passed = ok(await ana.post("/handoffs", { contacts: [who.id, ida], seller: seller.id, message: "Pediu preço" }));
    assert.deepEqual([passed.passed, passed.skipped.map((s) => [s.contact, s.code])], [1, [[ida, "handoff.not_mql"]]]);
    const [waits] = ok(await ana.get(`/handoffs?state=waiting&seller=${seller.id}`)).items;
    assert.deepEqual([waits.contact.name, waits.late, waits.message], ["Otto", false, "Pediu preço"]);
    assert.equal(ok(await ana.get("/handoffs?late=1")).items.length, 0);
    assert.equal((await ana.get("/handoffs?state=lost")).status, 422);
    assert.equal((await ana.post(`/handoffs/${waits.id}/return`, { reason: "bored" })).status, 422);
    assert.equal(ok(await ana.post(`/handoffs/${waits.id}/return`, { reason: "no_budget", note: "só em março" })).state, "returned");
    assert.deepEqual(ok(await ana.get("/contacts?return_reason=no_budget")).items.map((x) => [x.name, x.lead_status, x.lifecycle]), [["Otto", "returned", "mql"]]);
    assert.equal((await ana.post(`/handoffs/${waits.id}/accept`, {})).json.code, "handoff.answered");
    const again = ok(await ana.post("/handoffs", { contacts: [who.id], seller: seller.id })).ids[0];
    assert.equal(ok(await ana.del(`/handoffs/${again}`)).state, "withdrawn");
    const last = ok(await ana.post("/handoffs", { contacts: [who.id], seller: seller.id })).ids[0];
    assert.equal(ok(await ana.post(`/handoffs/${last}/accept`, {})).contact.lifecycle, "sal");
    assert.equal(ok(await ana.get(`/handoffs?contact=${who.id}`)).items.length, 3);
    const now = ok(await ana.get(`/contacts/${who.id}`));
    assert.equal((await ana.patch(`/contacts/${who.id}`, { lifecycle: "lead" }, now.version)).json.errors[0].code, "contact.lifecycle_back");
});

test("a person asks, gets a copy, is refused a correction and is erased with a proof", async () => {
    const who = ok(await ana.post("/contacts", { name: "Iris Prado", email: "iris@norte.example" }), 201).id;
    const asked = ok(await ana.post("/rights-requests", { contact: who, kind: "access", note: "por telefone" }), 201);
    const me = ok(await ana.get("/session")).user.id;
    assert.equal(ok(await ana.patch(`/rights-requests/${asked.id}`, { assigned: me })).assigned_name, owner.name);
    assert.equal(ok(await ana.get("/rights-requests")).items[0].id, asked.id);
    assert.match(ok(await ana.get(`/rights-requests/${asked.id}/copy-link`)).path, /^\/p\/copy\/[\w-]+$/);
    assert.equal(ok(await ana.get(`/contacts/${who}/export`)).contact.email, "iris@norte.example");
    assert.equal(ok(await ana.post(`/rights-requests/${asked.id}/close`, { how: "done", answer: "Enviada." })).state, "done");
    assert.equal(ok(await ana.get(`/rights-requests/${asked.id}`)).closed_by_name, owner.name);
    const preview = ok(await ana.get(`/contacts/${who}/erasure`));
    assert.equal(preview.confirm, "Iris Prado");
    const begun = ok(await ana.post(`/contacts/${who}/erase`, { confirm: "iris prado" }), 202);
    await until(() => ana.get(`/erasures/${begun.id}`), (r) => r.json.state === "done");
    assert.equal(ok(await ana.get(`/erasures/${begun.id}/proof`)).document, "erasure");
    assert.equal(ok(await ana.get("/erasures")).items[0].id, begun.id);
});

test("a report is asked, shared, scheduled and mailed", async () => {
    const id = made.saved_reports, me = ok(await ana.get("/session")).user.id;
    assert.equal(ok(await ana.get(`/saved_reports/${id}/paper`)).kind, "Channels");
    assert.equal((await ana.get(`/saved_reports/${id}/paper.csv`)).status, 200);
    assert.ok(ok(await ana.get(`/saved_reports/${id}/mail`)).html);
    const copy = ok(await ana.post(`/saved_reports/${id}/copy`), 201);
    ok(await ana.del(`/saved_reports/${copy.id}`, copy.version), 204);
    ok(await ana.post(`/saved_reports/${id}/send`), 202);
    const link = ok(await ana.post("/share_links", { kind: "report", target: id, note: "feira" }), 201);
    assert.equal(ok(await ana.get(`/share_links?kind=report&target=${id}`)).items[0].id, link.id);
    assert.deepEqual(ok(await ana.get(`/share_links/${link.id}/openings`)).items, []);
    ok(await ana.del(`/share_links/${link.id}`), 204);
    const s = ok(await ana.post(`/saved_reports/${id}/schedules`, { recipients: [{ user: me }] }), 201);
    assert.equal(ok(await ana.get(`/saved_reports/${id}/schedules`)).items[0].id, s.id);
    ok(await ana.patch(`/report_schedules/${s.id}`, { hour: 9 }, s.version));
    ok(await ana.post(`/report_schedules/${s.id}/send`), 202);
    ok(await ana.del(`/report_schedules/${s.id}`), 204);
    const [mail] = ok(await ana.get("/mails")).items;
    assert.equal(ok(await ana.get(`/mails/${mail.id}`)).subject, mail.subject);
    assert.equal(ok(await ana.patch("/mail_choices", { weekly: true })).weekly, true);
    assert.equal(ok(await ana.get("/mail_choices")).silence, true);
    assert.ok(ok(await ana.get("/weekly")).text);
    ok(await ana.post("/weekly/send"), 202);
});

test("competitors are measured by their deals, watched, and their alerts seen", async () => {
    assert.equal(ok(await ana.get(`/plans/${made.plans}/competitors`)).items[0].competitor, made.competitors);
    assert.equal(ok(await ana.get(`/competitors/${made.competitors}/deals`)).items[0].deal, made.deals);
    ok(await ana.post(`/watch_sources/${made.watch_sources}/check`), 202);
    await until(() => ana.get(`/watch_sources/${made.watch_sources}`), (r) => r.json.asked_at === null);
    assert.match(ok(await ana.get(`/competitors/${made.competitors}/watch`)).items[0].message, /internal/);
    ok(await ana.post(`/competitor_notes/${made.competitor_notes}/seen`), 204);
    ok(await ana.post(`/competitors/${made.competitors}/seen`), 204);
});

test("a plan is printed", async () => {
    const page = await ana.get(`/plans/${made.plans}/document?lang=en`);
    assert.equal(page.status, 200);
    assert.match(page.text, /<html lang="en">/);
});

test("records are deleted in the end, newest kinds first", async () => {
    const order = ["answer_evidence", "saved_reports", "funnels", "deal_competitors", "spend_lines", "chat_links", "short_links", "promo_codes", "deal_registrations", "partners", "channel_fits", "checklist_ticks", "campaign_assets", "campaign_channels", "hours_lines", "budget_months", "plan_events", "assets", "campaigns", "budget_lines", "channels", "selling_channels", "milestones", "goals", "claim_uses", "claim_proofs", "claims", "positioning_rivals", "positionings", "competitor_marks", "competitor_attributes", "competitor_audiences", "competitor_objections", "competitor_notes", "watch_sources", "competitors",
        "personas", "purchase_steps", "audiences", "plans", "activities", "referrals", "churns", "deal_members", "deals", "deal_stages", "deal_reasons", "lifecycle_rules", "channel_rules", "site_forms", "contacts", "accounts",
        "lists", "segments", "consent_texts", "consent_purposes"];
    for (const table of order) {
        const row = ok(await ana.get(`/${table}/${made[table]}`));
        ok(await ana.del(`/${table}/${row.id}`, row.version), 204);
        assert.equal((await ana.get(`/${table}/${row.id}`)).status, 404);
        assert.equal(ok(await ana.get(`/${table}/${row.id}/history`)).items[0].action, "delete");
    }
});

test("the reference page names every operation, without script", async () => {
    for (const lang of ["en", "pt-BR"]) {
        const page = await ana.call("GET", "/reference", { headers: { "Accept-Language": lang } });
        assert.equal(page.status, 200);
        assert.match(page.text, new RegExp(`<html lang="${lang}">`));
        assert.doesNotMatch(page.text, /<script|https?:\/\/(?!www\.w3)|api\.(doc|ref)_/);
        assert.match(page.headers["content-security-policy"], /default-src 'none'/);
        for (const path of Object.keys(doc.paths)) assert.ok(page.text.includes(`>${path}<`), path);
    }
});

test("health and counters are told to those who may know", async () => {
    assert.equal(ok(await ana.get("/healthz")).ok, true);
    const counted = await ana.get("/metrics.prom");
    assert.equal(counted.status, 200);
    assert.match(counted.text, /praca_http_requests_total\{method="POST",route="\/api\/v1\/setup",status="2xx"\} 1/);
    assert.match(counted.text, /praca_jobs\{state="done"\} \d/);
    assert.equal((await new Client(server).get("/metrics.prom")).status, 401);
    const local = await send("http://localhost/metrics", { socket: server.socket });
    assert.equal(local.status, 200);
});

test("which company a person left, and when, is put right", async () => {
    const old = ok(await ana.post("/accounts", { name: "Moinho Azul" }), 201), next = ok(await ana.post("/accounts", { name: "Padaria Norte" }), 201);
    const who = ok(await ana.post("/contacts", { name: "Lia", account: old.id }), 201);
    await server.restart("--clock.ahead_days=3");
    ok(await ana.patch(`/contacts/${who.id}`, { account: next.id }, who.version));
    const at = `/contacts/${who.id}/past_companies`;
    const [left] = ok(await ana.get(at)).items;
    assert.deepEqual([left.account, left.name], [old.id, "Moinho Azul"]);
    const refused = await ana.patch(`${at}/${left.id}`, { until: "2199-01-01" });
    assert.deepEqual([refused.status, refused.json.errors[0].field], [422, "until"]);
    const today = new Date().toISOString().slice(0, 10);
    assert.ok(ok(await ana.patch(`${at}/${left.id}`, { until: today })).items[0].until_at < left.until_at);
    assert.deepEqual(ok(await ana.del(`${at}/${left.id}`)).items, []);
    assert.equal((await ana.del(`${at}/${left.id}`)).status, 404);
});

test("whatever a change in the audit names has words in both languages", async () => {
    const { models } = ok(await ana.get("/models"));
    const keys = ok(await ana.get("/settings")).items.map((s) => s.key);
    const words = await Promise.all(["en", "pt-BR"].map(async (l) => JSON.parse(await readFile(new URL(`../../ui/src/i18n/${l}.json`, import.meta.url), "utf8")).audit.field));
    const nameless = new Set();
    for (let next = ""; next !== null;) {
        const page = ok(await ana.get(`/audit?limit=500${next && `&after=${next}`}`));
        for (const e of page.items) {
            const fields = models.find((m) => m.name === e.model)?.fields.map((f) => f.name) ?? [];
            for (const name of Object.keys(e.diff ?? {})) {
                const said = e.model === "setting" ? keys.includes(name) : fields.includes(name) || words.every((w) => name in w);
                if (!said && name !== "merge_id") nameless.add(`${e.model}: ${name}`);
            }
        }
        next = page.next;
    }
    assert.deepEqual([...nameless], []);
});

test("signing out ends the session", async () => {
    ok(await ana.call("DELETE", "/session"), 204);
    assert.equal((await ana.get("/session")).status, 401);
});

test("every operation of the document was seen to work, in the shape it states", () => {
    shapes.seen.add("GET /api/v1/openapi.json");
    assert.deepEqual(shapes.wrong, []);
    assert.deepEqual(shapes.operations().filter((o) => !shapes.seen.has(o)), []);
});
