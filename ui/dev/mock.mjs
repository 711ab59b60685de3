/* A stand-in for the server, for developing the interface only: everything in memory, invented, gone when it stops.
 *   node dev/mock.mjs [PORT] [--setup]     then PRACA_SERVER=http://127.0.0.1:PORT npm run dev */
import http from "node:http";

const port = Number(process.argv[2] ?? 8090);
let needed = process.argv.includes("--setup");
let n = 7000000000000000000n;
const id = () => String(n++);
const roles = ["user", "initiator", "influencer", "champion", "gatekeeper", "decider", "approver", "buyer", "payer", "blocker"];

/* name:kind followed by ! required, s sort, f filter, q search; choices after = ; reference after > */
const spec = {
    account: ["accounts", "name:text!sq domain:text tax_number:text industry:text.sf employees:int revenue_minor:money currency:text country:text state:text city:text parent:ref>accounts owner:int tags:tags notes:prose external_id:text first_seen_at:time.s"],
    contact: ["contacts", `name:text.sq email:email.q phone:text job_title:text seniority:enum=intern,manager,director,owner department:text buying_role:enum=${roles} account:ref>accounts lifecycle:enum.f=subscriber,lead,mql,sal,sql,opportunity,customer,advocate lead_status:enum.f=new,in_work,returned,unreachable,unfit channel:text.sf landing_page:text.f campaign:ref>campaigns first_contact_at:time.s heard_of_us:text owner:int locale:text time_zone:text tags:tags notes:prose external_id:text`],
    deal: ["deals", "name:text.sq account:ref>accounts contact:ref>contacts amount_minor:money currency:text type:enum=new,expansion,renewal stage:text.f outcome:enum.f=open,won,lost opened_at:time closed_at:time.s reason:text campaign:ref>campaigns owner:int next_step:text tags:tags notes:prose external_id:text"],
    deal_member: ["deal_members", `deal:ref!f>deals contact:ref!>contacts role:enum=${roles} since_at:time left_at:time`],
    spend: ["spend_lines", "spent_on:date!s until_on:date channel:text.sf campaign:ref>campaigns kind:enum=media,people,tools,commission,other amount_minor:money! currency:text note:text external_id:text"],
    plan: ["plans", "name:text! starts_on:date ends_on:date company_profile:prose market_summary:prose summary:prose state:enum=draft,published,archived"],
    audience: ["audiences", "plan:ref!f>plans name:text! description:prose fit:int fit_reason:prose value:int value_reason:prose resources:int resources_reason:prose influence:int influence_reason:prose reachable_accounts:int margin_minor:money win_rate:rate cost_to_win_minor:money owner:int"],
    persona: ["personas", `plan:ref!f>plans audience:ref>audiences name:text! buying_role:enum=${roles} job_title:text pains:prose objections:prose looks_at:prose`],
    competitor: ["competitors", "plan:ref!f>plans name:text! website:url offers:prose sales:prose content:prose threat:int"],
    positioning: ["positionings", "plan:ref!f>plans audience:ref>audiences team:prose alternatives:prose attributes:prose value:prose category:text statement:prose"],
    goal: ["goals", "plan:ref!f>plans audience:ref>audiences name:text! who:text what:text when_text:text where_text:text how:prose why:prose metric:text filter_channel:text baseline_micro:int target_micro:int starts_on:date due_on:date reason:prose parent:ref>goals owner:int"],
    selling: ["selling_channels", "plan:ref!f>plans name:text! kind:enum=wholesaler,distributor,direct,internet,partner,other margin:rate cost_to_serve_minor:money notes:prose"],
    channel: ["channels", "plan:ref!f>plans kind:enum!=search,mail,site,paid,social,content,documents,podcast,live_events,customer_stories,fairs,print,telephone,direct_mail,referral,other name:text! matches:text offline:bool why:prose cost_model:enum=per_click,per_month,per_lead,per_event,other expected_cost_per_lead_minor:money owner:int"],
    budget_line: ["budget_lines", "plan:ref!f>plans channel:ref>channels month:date planned_minor:money planned_hours:int note:text"],
    campaign: ["campaigns", "plan:ref!f>plans name:text! audience:ref>audiences goal:ref>goals channel:ref>channels metric:text starts_on:date ends_on:date state:enum=idea,ready,running,done,stopped utm_campaign:text notes:prose override_reason:text"],
};
const models = Object.entries(spec).map(([name, [table, text]]) => ({
    name, table, custom: ["account", "contact", "deal"].includes(name),
    fields: text.split(/ (?=\w+:)/).map((s) => {
        const m = /^(\w+):([a-z]+)(\.?)(!?)([sfq]*)(?:=(.*))?(?:>(\w+))?$/.exec(s);
        if (!m) throw new Error(s);
        const flags = m[5];
        return {
            name: m[1], label: m[1].replace(/_minor$/, "").replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase()), kind: m[2], required: m[4] === "!", readonly: false,
            sortable: flags.includes("s"), filterable: flags.includes("f") || flags.includes("s"), searchable: flags.includes("q"),
            choices: m[6] ? m[6].split(",") : null, refers: m[7] ?? null, initial: m[1] === "lifecycle" ? "lead" : m[1] === "outcome" ? "open" : null,
            ...(["fit", "value", "resources", "influence", "threat"].includes(m[1]) && m[2] === "int" ? { min: 0, max: 5 } : {}),
        };
    }),
}));

const tables = Object.fromEntries(models.map((m) => [m.table, []]));
const now = Date.now();
const ago = (days) => new Date(now - days * 864e5).toISOString();
function put(table, values) {
    const row = { id: id(), version: 1, created_at: ago(40), changed_at: ago(2), ...Object.fromEntries(models.find((m) => m.table === table).fields.map((f) => [f.name, null])), ...values };
    tables[table].unshift(row);
    return row;
}
const firms = ["Metalúrgica Serra Azul", "Têxtil Bom Retiro", "Laticínios Vale Verde", "Embalagens Paraná", "Grupo Hospitalar Aurora", "Transportes Litoral", "Usina São Bento", "Cerâmica Itajaí", "Moinho Real", "Autopeças Campinas"];
const names = ["Ana Ribeiro", "Bruno Teixeira", "Carla Mendonça", "Diego Farias", "Eduarda Lima", "Fábio Nogueira", "Gabriela Prado", "Heitor Campos", "Isadora Pires", "João Batista Rocha"];
const chans = ["organic_search", "paid_search", "social", "email", "referral", "direct_traffic", null, "unknown"];
const plan = put("plans", { name: "Plano 2027", state: "draft", starts_on: "2027-01-01", ends_on: "2027-12-31" });
const aud = put("audiences", { plan: plan.id, name: "Indústrias médias do Sul", fit: 5, value: 4, resources: 3, influence: 4, reachable_accounts: 420, margin_minor: 1800000, win_rate: 0.12 });
put("competitors", { plan: plan.id, name: "Concorrente Alfa", website: "https://alfa.example", threat: 4, offers: "Pacote fechado, sem personalização." });
const goalRow = put("goals", { plan: plan.id, audience: aud.id, name: "Dobrar os leads de busca orgânica", metric: "leads", baseline_micro: 120000000, target_micro: 240000000, starts_on: ago(60).slice(0, 10), due_on: ago(-120).slice(0, 10) });
put("channels", { plan: plan.id, kind: "search", name: "Busca orgânica", matches: "organic_search", why: "Engenheiros pesquisam a norma antes de comprar." });
for (let i = 0; i < 130; i++) {
    const a = i < 60 ? put("accounts", { name: firms[i % 10] + (i >= 10 ? ` ${i}` : ""), domain: `empresa${i}.example`, industry: ["metalurgia", "têxtil", "alimentos"][i % 3], city: ["Joinville", "Caxias do Sul", "Campinas"][i % 3], state: "SC", employees: 30 + i * 7, revenue_minor: 120000000 + i * 9e6, first_seen_at: ago(i * 5) }) : tables.accounts[i % 60];
    const c = put("contacts", { name: names[i % 10], email: `pessoa${i}@empresa${i}.example`, account: a.id, lifecycle: ["lead", "mql", "sql", "opportunity", "customer"][i % 5], channel: chans[i % 8], job_title: "Gerente de compras", landing_page: `/p${i % 7}`, first_contact_at: ago(i * 3), lead_status: "new", external_id: `x${i}`, tags: i % 4 ? [] : ["feira"] });
    if (i % 2) {
        const d = put("deals", { name: `Contrato ${a.name}`, account: a.id, contact: c.id, amount_minor: 1500000 + i * 31000, stage: ["qualification", "proposal", "negotiation"][i % 3], outcome: i % 7 === 0 ? "won" : i % 11 === 0 ? "lost" : "open", opened_at: ago(i * 3 - 1), closed_at: i % 7 === 0 || i % 11 === 0 ? ago(i) : null, next_step: "Enviar proposta" });
        put("deal_members", { deal: d.id, contact: c.id, role: "champion" });
    }
    if (i < 24) put("spend_lines", { spent_on: ago(i * 30).slice(0, 10), channel: "paid_search", kind: "media", amount_minor: 350000 + i * 1000, currency: "BRL" });
}

const mkSite = (name, is_demo) => ({ id: id(), name, slug: name.toLowerCase(), is_demo, locale: "pt-BR", time_zone: "America/Sao_Paulo", currency: "BRL", role: "owner" });
const sites = needed ? [] : [mkSite("Válvulas Ipiranga", false), mkSite("Demonstração", true)];
const user = { id: id(), email: "ana@valvulas.example", name: "Ana Ribeiro", locale: null, theme: null, totp: false };
let signedIn = !needed;
const session = () => ({ user, csrf: "dev", sites });
const imports = [];
const settings = [
    { key: "import.limit_mb", label: "Tamanho máximo de um arquivo", kind: "int", min: 1, max: 2048, initial: 256, unit: "MB", value: 256, help: "Arquivos maiores são recusados antes de subir." },
    { key: "session.days", label: "Dias até pedir a senha de novo", kind: "int", min: 1, max: 365, initial: 30, unit: "dias", value: 30, help: null },
    { key: "report.compact", label: "Relatórios compactos", kind: "bool", min: null, max: null, initial: false, unit: null, value: false, help: null },
];
const tokens = [{ id: id(), name: "Planilha do financeiro", scopes: ["read", "export"], created_at: ago(20), used_at: ago(1), expires_at: null }];
const customFields = [{ id: id(), model: "deal", name: "lead_type", label: "Tipo de lead", kind: "text", choices: null }];
const metrics = [
    { key: "leads", label: "Leads", unit: "count", definition: "Contatos pelo primeiro contato no período.", sample_rule: null },
    { key: "lead_to_customer", label: "Lead que vira cliente", unit: "rate", definition: "Leads do período que viraram clientes ÷ leads do período.", sample_rule: "≥ 20 leads" },
    { key: "media_cac", label: "CAC de mídia", unit: "money", definition: "Gasto de mídia ÷ novos clientes.", sample_rule: "≥ 5 ganhos" },
];
const columns = {
    leads: ["Leads", "count", null], won: ["Ganhos", "count", null], lead_to_customer: ["Lead → cliente", "rate", "≥ 20 leads"], acquisition_days_p25: ["Dias p25", "days", "≥ 8 ganhos"],
    acquisition_days_p50: ["Dias até ganhar (mediana)", "days", "≥ 8 ganhos"], acquisition_days_p75: ["Dias p75", "days", "≥ 8 ganhos"], acquisition_days_p90: ["Dias p90", "days", "≥ 8 ganhos"], won_within_90_days: ["Ganhos em 90 dias", "rate", "≥ 20 leads"],
    revenue_minor: ["Receita", "money", null], spend_minor: ["Gasto", "money", null], cost_per_lead_minor: ["Custo por lead", "money", "≥ 20 leads"], media_cac_minor: ["CAC de mídia", "money", "≥ 5 ganhos"],
};
const base = [["organic_search", 2296, 271], ["paid_search", 1586, 195], ["social", 1350, 75], ["unknown", 1099, 179], ["direct_traffic", 499, 56], ["email", 493, 15], ["referral", 284, 24], ["other", 150, 4], ["display", 118, 6], ["other_publicities", 65, 3], ["(none)", 60, 14]];
function report(by = "channel") {
    const row = ([key, leads, won]) => {
        const spend = key === "paid_search" ? 5000000 : null;
        const few = won < 8 ? { code: "measure.sample", message: `poucos dados (${won} de 8)`, have: won, need: 8 } : null;
        const unspent = { code: "measure.spend", message: "gasto não informado", have: null, need: null };
        const reasons = { revenue_minor: { code: "measure.revenue", message: "receita não informada", have: null, need: null } };
        if (!spend) for (const k of ["spend_minor", "cost_per_lead_minor", "media_cac_minor"]) reasons[k] = unspent;
        if (few) for (const k of ["acquisition_days_p25", "acquisition_days_p50", "acquisition_days_p75", "acquisition_days_p90"]) reasons[k] = few;
        return { [by === "channel" ? "channel" : "key"]: key, leads, won, lead_to_customer: won / leads, acquisition_days_p25: few ? null : 6, acquisition_days_p50: few ? null : 13.5, acquisition_days_p75: few ? null : 41, acquisition_days_p90: few ? null : 120, won_within_90_days: won / leads * 0.8, revenue_minor: null, spend_minor: spend, cost_per_lead_minor: spend && Math.round(spend / leads), media_cac_minor: spend && Math.round(spend / won), reasons };
    };
    return {
        rows: base.map(row), totals: row(["", 8000, 842]), by, from: null, to: null, currency: "BRL",
        anomalies: [{ code: "measure.won_before", message: "1 negócio ganho antes do primeiro contato", count: 1, rows_url: "/reports/channels/rows?column=anomaly&key=won_before" }],
        columns: Object.fromEntries(Object.entries(columns).map(([k, [label, unit, sample_rule]]) => [k, { label, unit, sample_rule, definition: `${label}: como definido na página de definições.` }])),
    };
}
const progress = () => ({ baseline: 120, current: 164, target: 240, unit: "count", progress: 0.367, elapsed: 0.333, pace: 1.1, expected_now: 160, days_left: 120, days_total: 180, on_track: true, reason: null, series: Array.from({ length: 9 }, (_, i) => ({ date: ago(60 - i * 7).slice(0, 10), value: 120 + i * 5 + (i % 3) * 2 })) });
const dashboard = () => ({
    funnel: [{ stage: "awareness", count: 12400 }, { stage: "consideration", count: 1840 }, { stage: "decision", count: 312 }, { stage: "retention", count: 96 }], stages: null,
    channels: report().rows.slice(0, 6), goals: [{ id: goalRow.id, name: goalRow.name, ...progress() }],
    money: Array.from({ length: 12 }, (_, i) => ({ month: ago((11 - i) * 30).slice(0, 7), spend_minor: 900000 + i * 40000, revenue_minor: 2100000 + (i % 4) * 900000, won: 3 + (i % 5) })),
    last30: { leads: 214, won: 21, revenue_minor: 18450000, spend_minor: 1250000 }, before30: { leads: 188, won: 24, revenue_minor: 16100000, spend_minor: 1250000 },
    tasks: [{ code: "goal.behind", message: "A meta “Dobrar os leads de busca orgânica” está no ritmo. Confira o canal que mais cresceu.", url: "/goals/" + goalRow.id }, { code: "spend.missing", message: "Nenhum gasto lançado em novembro.", url: "/results/spend" }],
});

function list(table, q) {
    let rows = tables[table];
    const m = models.find((x) => x.table === table);
    for (const [k, v] of q) {
        if (["limit", "after", "sort", "count"].includes(k)) continue;
        if (k === "q") { rows = rows.filter((r) => m.fields.some((f) => f.searchable && String(r[f.name] ?? "").toLowerCase().includes(v.toLowerCase()))); continue; }
        const [f, op] = k.split(".");
        rows = rows.filter((r) => op === "in" ? v.split(",").includes(String(r[f])) : op === "null" ? (r[f] == null) === (v === "true") : op === "gte" ? r[f] >= v : op === "lte" ? r[f] <= v : String(r[f]) === v);
    }
    const sort = q.get("sort");
    if (sort) {
        const f = sort.replace("-", "");
        rows = [...rows].sort((a, b) => ((a[f] ?? "") < (b[f] ?? "") ? -1 : 1) * (sort.startsWith("-") ? -1 : 1));
    }
    const limit = Number(q.get("limit") ?? 50), at = Number(q.get("after") ?? 0);
    return { items: rows.slice(at, at + limit), next: at + limit < rows.length ? String(at + limit) : null, count: rows.length, count_capped: false };
}

const problem = (status, code, detail, errors = []) => ({ status, body: { type: "about:blank", title: detail, status, code, detail, request_id: "dev", errors } });
const ok = (body, status = 200) => ({ status, body });

function answer(method, path, q, body, raw) {
    const p = path.split("/").slice(1);
    if (path === "/setup") return method === "GET" ? ok({ needed, version: "0.1.0" }) : ((needed = false), (signedIn = true), sites.push(mkSite(body.company || "Demonstração", body.door === "demo")), Object.assign(user, { name: body.name, email: body.email }), ok(session()));
    if (path === "/session") {
        if (method === "DELETE") return (signedIn = false), ok(null, 204);
        if (method === "POST") return body.password === "errada" ? problem(401, "access.login", "E-mail ou senha não conferem.") : body.password === "totp" && !body.totp ? problem(401, "access.totp_needed", "Digite o código.") : ((signedIn = true), ok(session()));
        return signedIn ? ok(session()) : problem(401, "access.session", "Entre para continuar.");
    }
    if (!signedIn) return problem(401, "access.session", "Entre para continuar.");
    if (path === "/session/user") return Object.assign(user, body), ok(user);
    if (path === "/session/password") return ok(null, 204);
    if (path === "/models") return ok({ models });
    if (path === "/site") return ok(Object.assign(sites[0], method === "PATCH" ? body : {}));
    if (path === "/sites") { const s = mkSite(body.name, body.door === "demo"); sites.push(s); return ok(s, 201); }
    if (path === "/users") return ok({ items: [{ id: user.id, name: user.name, email: user.email, role: "owner", totp: false }, { id: "12", name: "Bruno Teixeira", email: "bruno@valvulas.example", role: "sales", totp: true }], next: null });
    if (path === "/tokens") return method === "POST" ? ok({ ...tokens[0], name: body.name, token: "praca_" + "x9K2".repeat(8) }, 201) : ok({ items: tokens, next: null });
    if (path === "/sessions") return ok({ items: [{ id: "1", created_at: ago(3), seen_at: ago(0), expires_at: ago(-27), agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145", address: "127.0.0.1", current: true }, { id: "2", created_at: ago(9), seen_at: ago(4), expires_at: ago(-21), agent: "Mozilla/5.0 (iPhone) Safari", address: "10.0.0.8" }], next: null });
    if (path === "/totp") return ok({ secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/Praca", qr_svg: "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><rect width='10' height='10' fill='#fff'/><rect width='4' height='4'/></svg>" });
    if (path === "/settings") { if (method === "PATCH") for (const s of settings) if (s.key in body) s.value = body[s.key]; return ok({ items: settings }); }
    if (path === "/custom-fields") { if (method === "POST") customFields.push({ id: id(), ...body }); return ok({ items: customFields, next: null }); }
    if (path === "/audit" || p[2] === "history") return ok({ items: [{ id: "1", at: ago(0.2), actor: user.id, actor_name: user.name, origin: "web", model: "deal", record: tables.deals[0].id, record_name: tables.deals[0].name, action: "change", diff: { stage: ["qualification", "proposal"], amount_minor: [1500000, 1800000] } }, { id: "2", at: ago(1), actor: user.id, actor_name: user.name, origin: "web", model: "contact", record: tables.contacts[0].id, record_name: "Ana Ribeiro", action: "add", diff: null }], next: null });
    if (path === "/metrics") return ok({ items: metrics });
    if (p[0] === "metrics") return ok({ value: 164, have: 164, need: null, reason: null, unit: "count", series: [] });
    if (path === "/dashboard") return ok(dashboard());
    if (path === "/reports/channels") return ok(report(q.get("by") ?? "channel"));
    if (path === "/reports/channels/rows") return ok({ ...list(q.get("column") === "won" ? "deals" : q.get("column") === "spend_minor" ? "spend_lines" : "contacts", new URLSearchParams({ limit: "50", after: q.get("after") ?? "0" })), model: q.get("column") === "won" ? "deal" : q.get("column") === "spend_minor" ? "spend" : "contact" });
    if (p[0] === "goals" && p[2] === "progress") return ok(progress());
    if (p[2] === "timeline") return ok({ items: [{ at: ago(0.4), kind: "change", title: "Etapa mudou para Proposta", detail: null, actor: user.name, url: null }, { at: ago(3), kind: "visit", title: "Visitou /precos", detail: "2 páginas, 4 minutos", actor: null, url: null }, { at: ago(12), kind: "lead", title: "Primeiro contato por busca orgânica", detail: "/p3", actor: null, url: null }], next: null });
    if (p[2] === "committee") return ok({ items: tables.deal_members.filter((m) => m.deal === p[1]).map((m) => ({ ...m, contact: tables.contacts.find((c) => c.id === m.contact) })), missing: ["decider", "payer", "user"] });
    if (path === "/imports/targets") return ok({ items: [["external_id", "Código externo", "text"], ["name", "Nome", "text"], ["email", "E-mail", "email"], ["first_contact_at", "Primeiro contato", "time"], ["landing_page", "Página de entrada", "text"], ["channel", "Canal", "text"]].map(([name, label, kind]) => ({ name, label, kind, formats: kind === "time" ? ["DD-MM-YYYY", "YYYY-MM-DD", "DD/MM/YYYY"] : null })) });
    if (p[0] === "imports") {
        if (p.length === 1 && method === "GET") return ok({ items: imports, next: null });
        if (p.length === 1) {
            const [head, ...rest] = raw.toString().split(/\r?\n/).filter(Boolean);
            const cut = (s) => s.split(",").map((x) => x.replaceAll('"', ""));
            const i = { id: id(), kind: q.get("kind"), name: q.get("name"), bytes: raw.length, state: "draft", shape: { separator: ",", encoding: "utf-8" }, header: cut(head), sample: rest.slice(0, 10).map(cut), map: { kind: q.get("kind"), on_duplicate: "update", columns: { mql_id: { to: "external_id" }, first_contact_date: { to: "first_contact_at", pattern: "DD-MM-YYYY" }, landing_page_id: { to: "landing_page" }, origin: { to: "channel" } } }, rows: null, created_at: ago(0), n: rest.length };
            imports.unshift(i);
            return ok(i, 201);
        }
        const i = imports.find((x) => x.id === p[1]);
        if (!i) return problem(404, "import.missing", "Esta importação não existe.");
        const later = (going, then, extra) => { i.state = going; i.bytes_done = i.bytes / 3; i.rows_total_bytes = i.bytes; setTimeout(() => Object.assign(i, { state: then, bytes_done: i.bytes }, extra), 1200); return ok(i, 202); };
        if (p[2] === "simulate") return later("simulating", "simulated", { rows: i.n, added: i.n - 1, changed: 0, same: 0, skipped: 0, failed: 1, warnings: [{ code: "w", message: "1 linha ganha antes do primeiro contato", count: 1, rows: [12] }], errors: [{ row: 7, line: 8, field: "first_contact_date", code: "x", message: "“32-01-2018” não é uma data. O esperado é DD-MM-YYYY." }] });
        if (p[2] === "run") return later("running", "done", {});
        if (p[2] === "undo") return later("undoing", "undone", {});
        return ok(i);
    }
    const table = p[0]?.replace(/\.csv$/, "");
    if (tables[table]) {
        if (p.length === 1 && method === "GET") return ok(list(table, q));
        if (p.length === 1) {
            const wrong = models.find((m) => m.table === table).fields.filter((f) => f.required && !body[f.name]).map((f) => ({ field: f.name, code: "model.required", message: `Preencha ${f.label}.` }));
            return wrong.length ? problem(422, "base.fields", "Alguns campos precisam da sua atenção.", wrong) : ok(put(table, body), 201);
        }
        const row = tables[table].find((r) => r.id === p[1]);
        if (!row) return problem(404, "model.missing", "Este registro não existe, ou não é seu.");
        if (method === "PATCH") { Object.assign(row, body); row.version++; return ok(row); }
        if (method === "DELETE") { tables[table].splice(tables[table].indexOf(row), 1); return ok(null, 204); }
        return ok(row);
    }
    return problem(404, "api.route", `Não há ${method} ${path}.`);
}

http.createServer((req, res) => {
    const url = new URL(req.url, "http://x");
    const parts = [];
    req.on("data", (c) => parts.push(c)).on("end", () => {
        const raw = Buffer.concat(parts);
        let body = {};
        try { body = JSON.parse(raw.toString() || "{}"); } catch { /* a file */ }
        const a = answer(req.method, url.pathname.replace("/api/v1", ""), url.searchParams, body, raw);
        res.writeHead(a.status, { "content-type": a.status >= 400 ? "application/problem+json" : "application/json" });
        res.end(a.body === null ? "" : JSON.stringify(a.body));
    });
}).listen(port, "127.0.0.1", () => console.log(`mock on http://127.0.0.1:${port}`));
