/* imports.test.mjs -- spreadsheets over HTTP: the two Olist files with the figures of their README, and files that are wrong. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setUp, shared, startServer, until, withToken } from "./server.mjs";

const olist = join(shared, "data/olist");
const file = (name) => readFileSync(join(olist, name));
const example = (name) => JSON.parse(readFileSync(new URL(`../../examples/olist/${name}`, import.meta.url)));

let server, ana;
before(async () => {
    server = await startServer();
    ana = await setUp(server);
});
after(() => server?.stop());

const upload = (kind, raw, name = "file.csv") =>
    ana.call("POST", `/imports?kind=${kind}&name=${encodeURIComponent(name)}`, { raw, headers: { "Content-Type": "application/octet-stream" } });

async function act(id, what, body, states) {
    const queued = await ana.post(`/imports/${id}/${what}`, body);
    assert.equal(queued.status, 202, queued.text);
    return (await until(() => ana.get(`/imports/${id}`), (r) => states.includes(r.json.state))).json;
}

test("the two Olist files become 8,000 leads and 842 customers, and go again", { skip: !existsSync(olist) }, async () => {
    const leads = (await upload("leads", file("olist_marketing_qualified_leads_dataset.csv"), "leads.csv")).json;
    assert.deepEqual([leads.state, leads.header.length, leads.sample.length, leads.rows], ["draft", 4, 10, null]);
    const tried = await act(leads.id, "simulate", { map: example("leads.json") }, ["simulated", "failed"]);
    assert.deepEqual([tried.state, tried.rows, tried.added, tried.failed], ["simulated", 8000, 8000, 0]);
    assert.equal((await ana.get("/contacts?count=1&limit=1")).json.count, 0);
    assert.equal((await act(leads.id, "run", {}, ["done", "failed"])).added, 8000);

    const deals = (await upload("deals", file("olist_closed_deals_dataset.csv"), "deals.csv")).json;
    const done = await act(deals.id, "run", { map: example("deals.json") }, ["done", "failed", "simulated"]);
    assert.deepEqual([done.state, done.rows, done.added], ["done", 842, 842]);
    assert.deepEqual(done.warnings.filter((w) => w.code === "import.won_before_contact").map((w) => w.count), [1]);

    const report = (await ana.get("/reports/channels")).json;
    const row = (key) => report.rows.find((r) => r.key === key);
    assert.deepEqual([report.totals.leads, report.totals.won], [8000, 842]);
    assert.deepEqual([row("organic_search").leads, row("organic_search").won], [2296, 271]);
    assert.deepEqual([row("(none)").leads, row("(none)").won, row("unknown").leads, row("unknown").won], [60, 14, 1099, 179]);
    assert.equal(row("organic_search").media_cac_minor, null);
    const csv = (await ana.get("/reports/channels/rows.csv?key=organic_search&column=won")).text.trim().split("\r\n");
    assert.equal(csv.length - 1, 271);
    const shown = new Set();
    for (let after = ""; after !== null; ) {
        const page = (await ana.get(`/reports/channels/rows?key=organic_search&column=won&limit=100${after && `&after=${after}`}`)).json;
        page.items.forEach((x) => shown.add(x.id));
        after = page.next;
    }
    assert.equal(shown.size, 271);

    await act(deals.id, "undo", {}, ["undone", "failed"]);
    assert.equal((await ana.get("/reports/channels")).json.totals.won, 0);
    assert.equal((await act(deals.id, "run", {}, ["done", "failed", "simulated"])).added, 842);
    assert.equal((await ana.get("/reports/channels")).json.totals.won, 842);
    const twice = (await upload("leads", file("olist_marketing_qualified_leads_dataset.csv"), "leads.csv")).json;
    const same = await act(twice.id, "run", { map: example("leads.json") }, ["done", "failed", "simulated"]);
    assert.deepEqual([same.added, same.changed, same.same], [0, 0, 8000]);
    assert.equal((await ana.get("/imports")).json.items.length, 3);
});

test("leads undone before their deals are kept, and go at a second undo", async () => {
    const own = async (kind, csv, columns) => {
        const sent = (await upload(kind, csv, `${kind}.csv`)).json;
        assert.equal((await act(sent.id, "run", { map: { columns } }, ["done", "failed", "simulated"])).state, "done");
        return sent.id;
    };
    const leads = await own("leads", "id,nome\nw1,Ana\nw2,Rui\n", { id: { to: "external_id" }, nome: { to: "name" } });
    const deals = await own("deals", "id,lead\nv1,w1\n", { id: { to: "external_id" }, lead: { to: "contact.external_id" } });
    const undo = async (id) => (await act(id, "undo", {}, ["undone", "failed"])).kept;
    assert.equal(await undo(leads), 1);
    assert.equal(await undo(deals), 0);
    assert.equal((await ana.post(`/imports/${deals}/undo`, {})).json.code, "import.state");
    assert.equal(await undo(leads), 0);
    assert.equal((await ana.get("/contacts?external_id=w1&count=1")).json.count, 0);
    assert.equal((await ana.post(`/imports/${leads}/undo`, {})).json.code, "import.state");
});

test("companies come from a file of their own, found by number or site, with what stands above them", async () => {
    const raw = ["Razão social;Site;CNPJ;Setor;Faturamento;CEP;Cidade;Empresa-mãe;Site da matriz",
        "Grupo Moinho;moinho-grupo.example;12.ABC.345/01DE-35;Alimentos;1.200.000,00;89800-000;Chapecó;;",
        "Moinho Sul;moinhosul-ltda.example;;Alimentos;;;;;moinho-grupo.example",
        "Silos Norte;silosnorte.example;;Armazenagem;;;;;serra-holding.example", ""].join("\r\n");
    const sent = (await upload("accounts", raw)).json;
    assert.deepEqual(Object.fromEntries(Object.entries(sent.map.columns).map(([k, v]) => [k, v?.to])), {
        "Razão social": "name", Site: "domain", CNPJ: "tax_number", Setor: "industry", Faturamento: "revenue_minor", CEP: "postal_code", Cidade: "city",
        "Empresa-mãe": "parent.name", "Site da matriz": "parent.domain",
    });
    const tried = await act(sent.id, "simulate", { map: sent.map }, ["simulated", "failed"]);
    assert.deepEqual([tried.state, tried.added, tried.failed], ["simulated", 3, 0], JSON.stringify(tried.errors));
    assert.deepEqual((await ana.get("/accounts?q=moinho")).json.items, []);
    assert.equal((await act(sent.id, "run", { map: sent.map }, ["done", "failed"])).added, 3);
    const named = async (q) => (await ana.get(`/accounts?q=${encodeURIComponent(q)}`)).json.items.find((a) => a.name === q);
    const [group, mill, silo] = [await named("Grupo Moinho"), await named("Moinho Sul"), await named("Silos Norte")];
    assert.deepEqual([group.tax_number, group.revenue_minor, group.postal_code, group.city, group.parent], ["12ABC34501DE35", 120000000, "89800-000", "Chapecó", null]);
    assert.equal(mill.parent, group.id);
    const holding = (await ana.get(`/accounts/${silo.parent}`)).json;
    assert.equal(holding.domain, "serra-holding.example");

    const again = (await upload("accounts", raw)).json;
    assert.equal((await act(again.id, "run", { map: again.map }, ["done", "failed"])).same, 3);

    await act(sent.id, "undo", {}, ["undone", "failed"]);
    assert.deepEqual((await ana.get("/accounts?q=moinho")).json.items, []);
    assert.equal((await ana.get(`/accounts/${holding.id}`)).status, 404);

    const anew = (await upload("accounts", raw)).json;
    assert.equal((await act(anew.id, "run", { map: anew.map }, ["done", "failed"])).added, 3);
    const better = (await upload("accounts", "CNPJ,Porte\n12ABC34501DE35,80\n")).json;
    assert.equal((await act(better.id, "run", { map: better.map }, ["done", "failed"])).changed, 1);
    assert.equal((await named("Grupo Moinho")).employees, 80);
});

test("a file that is no table is refused with a sentence, and leaves nothing behind", async () => {
    const kept = () => readdirSync(join(server.dir, "uploads")).length;
    const before = kept();
    for (const [raw, code] of [["", "csv.empty"], ["\n\n\n", "csv.empty"], ["a,a\n1,2\n", "csv.twice"]]) {
        const res = await upload("leads", raw);
        assert.deepEqual([res.status, res.json.code], [400, code], res.text);
    }
    const kind = await upload("songs", "a\n1\n");
    assert.deepEqual([kind.status, kind.json.errors[0].field], [422, "kind"]);
    await until(() => ana.get("/site"), () => kept() === before); /* removed once the answer has left */
});

test("fields are told for a kind of file, and a kind that is none is refused", async () => {
    for (const kind of ["accounts", "leads", "deals", "spend"]) assert.ok((await ana.get(`/imports/targets?kind=${kind}`)).json.items.length > 5, kind);
    for (const kind of ["songs", "", "Leads"]) {
        const res = await ana.get(`/imports/targets?kind=${kind}`);
        assert.deepEqual([res.status, res.json.errors[0].field, res.json.errors[0].code], [422, "kind", "field.choice"], kind);
        assert.match(res.json.errors[0].message, /accounts, leads, deals, spend/);
    }
    assert.equal((await ana.get("/site")).status, 200); /* and who asked for it has not stopped the server */
});

test("wrong rows are listed by row, line and field, and nothing changes", async () => {
    const count = async () => (await ana.get("/contacts?count=1&limit=1")).json.count;
    const before = await count();
    const raw = 'id,nome,email,data\n1,"a\nb",x@a.example,01/02/2018\n2,b,not-an-address,01/02/2018\n3,c"d,,01/02/2018\n4,d\n1,e,,01/02/2018\n5,f,,30/02/2018\n6,g,,01/02/2199\n';
    const sent = (await upload("leads", raw)).json;
    const columns = { id: { to: "external_id" }, nome: { to: "name" }, email: { to: "email" }, data: { to: "first_contact_at", pattern: "DD/MM/YYYY" } };
    const tried = await act(sent.id, "simulate", { map: { kind: "leads", separator: ",", columns } }, ["simulated", "failed"]);
    assert.equal(tried.state, "simulated");
    assert.deepEqual([...new Set(tried.errors.map((e) => e.row))], [2, 3, 4, 5, 6, 7]);
    for (const e of tried.errors) assert.ok(e.message.length > 10 && e.line > e.row, JSON.stringify(e));
    const csv = await ana.get(`/imports/${sent.id}/errors.csv`);
    assert.equal(csv.text.trim().split("\r\n").length, tried.errors.length + 1);
    assert.equal((await ana.post(`/imports/${sent.id}/run`, {})).json.code, "import.has_errors");
    assert.equal(await count(), before);
});

test("a wrong map is refused by the name of its column", async () => {
    const sent = (await upload("leads", "a,b\n1,2\n")).json;
    for (const [name, map] of [["a", { columns: { a: { to: "nothing" } } }], ["zzz", { columns: { zzz: { to: "name" } } }]]) {
        const refused = await ana.post(`/imports/${sent.id}/simulate`, { map: { kind: "leads", separator: ",", ...map } });
        assert.deepEqual([refused.status, refused.json.errors[0].field], [422, `columns.${name}`]);
        assert.ok(refused.json.errors[0].message.length > 10);
        assert.equal((await ana.get(`/imports/${sent.id}`)).json.state, "draft");
    }
    assert.equal((await ana.post(`/imports/${sent.id}/simulate`, { map: [] })).json.errors[0].field, "map");
});

test("what an import cannot do now is a conflict, and another's import is not there", async () => {
    const sent = (await upload("leads", "nome\nRui\n")).json;
    assert.deepEqual([(await ana.post(`/imports/${sent.id}/undo`, {})).status, (await ana.post(`/imports/${sent.id}/undo`, {})).json.code], [409, "import.state"]);
    for (const path of ["/imports/123", "/imports/123/errors.csv", "/jobs/123"]) assert.equal((await ana.get(path)).status, 404);
    for (const what of ["simulate", "run", "undo"]) assert.equal((await ana.post(`/imports/123/${what}`, {})).status, 404);
    const reader = await withToken(ana, ["read"]);
    assert.equal((await reader.post("/imports?kind=leads", undefined, { raw: "a\n1\n" })).status, 403);
});
