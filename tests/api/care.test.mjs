/* care.test.mjs -- what was done with people, and what comes after the sale, over the wire. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, send, setUp, startServer, until, withToken } from "./server.mjs";

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
const company = async (name = "Padaria Norte") => ok(await ana.post("/accounts", { name }), 201).id;
const person = async (more = {}) => ok(await ana.post("/contacts", { name: "Iara Lima", ...more }), 201).id;
const timeline = async (table, id) => ok(await ana.get(`/${table}/${id}/timeline?limit=200`)).items;

test("a call is logged with its kind and outcome alone, stands on three timelines, and is taken back", async () => {
    const account = await company(), contact = await person({ account });
    const deal = ok(await ana.post("/deals", { name: "Fornos", account, contact }), 201).id;
    const made = ok(await ana.post("/activities", { kind: "call", outcome: "reached", deal }), 201);
    assert.deepEqual([made.contact, made.account, made.direction, made.is_open, made.source], [contact, account, "out", false, "hand"]);
    const said = ok(await ana.patch(`/activities/${made.id}`, { subject: "Preço", body: "Quer desconto\npara dez fornos" }, made.version));
    for (const [table, id] of [["contacts", contact], ["accounts", account], ["deals", deal]]) {
        const [line] = (await timeline(table, id)).filter((x) => x.kind === "activity_call");
        assert.deepEqual([line.detail, line.actor], ["Preço\nQuer desconto\npara dez fornos", "Ana"], table);
        assert.match(line.title, / · /);
    }
    ok(await ana.del(`/activities/${made.id}`, said.version), 204);
    assert.equal((await timeline("contacts", contact)).filter((x) => x.kind === "activity_call").length, 0);
});

test("what happened before 1970 or in no year at all is refused by its field, whichever way it comes", async () => {
    const contact = await person();
    for (const [at, key] of [["1950-03-01T10:00:00Z", "field.event_time"], ["9999-03-01T10:00:00Z", "field.time_range"]]) {
        for (const kind of ["call", "meeting"]) {
            const res = await ana.post("/activities", { kind, contact, at });
            assert.deepEqual([res.status, res.json.errors.map((e) => [e.field, e.code])], [422, [["at", key]]], `${kind} ${at}`);
        }
        const told = await ana.post("/events", { items: [{ event: "demo", contact, at }] });
        assert.deepEqual([told.status, told.json.errors.map((e) => [e.field, e.code])], [422, [["items.0.at", "field.event_time"]]], at);
        assert.match(told.json.errors[0].message, /1970/);
    }
});

test("a call that reached somebody is an event that rules count, once; one that did not is none", async () => {
    const [one, two] = [await person({ name: "Falou" }), await person({ name: "Não atendeu" })];
    const counted = async () => ok(await ana.post("/rules/contact/count", { rule: { all: [{ event: "meeting" }] } })).count;
    const before = await counted();
    ok(await ana.post("/activities", { kind: "meeting", outcome: "held", contact: one }), 201);
    ok(await ana.post("/activities", { kind: "meeting", outcome: "no_show", contact: two }), 201);
    await until(() => ana.post("/rules/contact/count", { rule: { all: [{ event: "meeting" }] } }), (res) => res.json.count === before + 1);
    assert.equal((await timeline("contacts", one)).filter((x) => /meeting/.test(x.kind)).length, 1);
});

test("people who are merged bring what was done with them, and answer the survey once", async () => {
    const [kept, gone] = [await person({ name: "Um" }), await person({ name: "Outro" })];
    for (const [who, score] of [[kept, 9], [gone, 3]]) {
        ok(await ana.post("/activities", { kind: "note", body: `nota ${score}`, contact: who }), 201);
        await say(await linkOf(who), score);
    }
    const done = ok(await ana.post(`/contacts/${kept}/merge`, { gone }));
    const notes = async (who) => ok(await ana.get(`/activities?contact=${who}`)).items.map((a) => a.body).sort();
    const scores = async (who) => ok(await ana.get(`/nps/answers?contact=${who}`)).items.map((a) => a.score);
    assert.deepEqual([await notes(kept), await scores(kept)], [["nota 3", "nota 9"], [9]]);
    ok(await ana.post(`/merges/${done.merge}/undo`, {}));
    assert.deepEqual([await notes(kept), await notes(gone), await scores(kept), await scores(gone)], [["nota 9"], ["nota 3"], [9], [3]]);
});

test("what is due is among what needs somebody today, and in the list of its owner", async () => {
    const contact = await person();
    const me = ok(await ana.get("/session")).user.id;
    const task = ok(await ana.post("/activities", { kind: "task", subject: "Mandar proposta", contact, follow_up_at: new Date(Date.now() - 3600_000).toISOString() }), 201);
    const mine = async () => ok(await ana.get(`/activities?is_open=true&owner=${me}&sort=follow_up_at`)).items.map((x) => x.id);
    assert.ok((await mine()).includes(task.id));
    const tasks = ok(await ana.get("/dashboard")).tasks.filter((x) => x.code === "my_follow_ups");
    assert.deepEqual(tasks.map((x) => x.url), ["/people/tasks?owner=me"]);
    ok(await ana.patch(`/activities/${task.id}`, { done_at: new Date().toISOString() }, task.version));
    assert.ok(!(await mine()).includes(task.id));
});

test("wrong activities are refused, field by field", async () => {
    const contact = await person();
    const wrong = async (body) => (await ana.post("/activities", body)).json.errors.map((e) => `${e.field} ${e.code}`);
    assert.deepEqual(await wrong({ kind: "call" }), ["contact activity.of_nobody"]);
    assert.deepEqual(await wrong({ kind: "meeting", outcome: "no_answer", contact }), ["outcome activity.outcome"]);
    assert.deepEqual(await wrong({ kind: "task", contact }), ["subject field.required"]);
    assert.deepEqual(await wrong({ kind: "call", contact, at: new Date(Date.now() + 3600_000).toISOString() }), ["at activity.future"]);
    assert.deepEqual(await wrong({ kind: "call", contact, source: "mail" }), ["source field.readonly"]);
});

test("a WhatsApp link has the number, the site's words and a record of the click", async () => {
    const contact = await person({ name: "Iara Lima", phone: "(11) 95555-1234" });
    ok(await ana.patch("/settings", { "care.whatsapp_text": "Oi {name}, tudo bem? {company} & cia" }));
    const link = ok(await ana.get(`/contacts/${contact}/whatsapp`));
    assert.equal(link.activity, null);
    const url = new URL(link.url);
    assert.deepEqual([url.host, url.pathname, url.searchParams.get("text")], ["wa.me", "/5511955551234", `Oi Iara, tudo bem? ${ok(await ana.get("/site")).name} & cia`]);
    const clicked = ok(await ana.post(`/contacts/${contact}/whatsapp`, {}), 201);
    const row = ok(await ana.get(`/activities/${clicked.activity}`));
    assert.deepEqual([row.kind, row.outcome, row.source, row.contact], ["whatsapp", "sent", "click", contact]);
    const none = await ana.get(`/contacts/${await person()}/whatsapp`);
    assert.deepEqual([none.status, none.json.errors[0].code], [422, "whatsapp.no_phone"]);
});

test("a pasted chat is one activity, however often it is pasted", async () => {
    const contact = await person();
    const text = "23/11/2025 10:04 - Iara: Bom dia\n23/11/2025 10:06 - Ana: Bom dia!\nTudo certo?";
    const first = ok(await ana.post("/activities/whatsapp", { contact, text }), 201);
    assert.deepEqual([first.messages, first.authors, first.again], [2, ["Iara", "Ana"], false]);
    const again = ok(await ana.post("/activities/whatsapp", { contact, text }));
    assert.deepEqual([again.activity, again.again], [first.activity, true]);
    assert.match(ok(await ana.get(`/activities/${first.activity}`)).body, /10:06 Ana: Bom dia!\nTudo certo\?/);
    const wrong = await ana.post("/activities/whatsapp", { contact, text: "Bom dia" });
    assert.deepEqual([wrong.status, wrong.json.errors[0].code], [422, "whatsapp.no_lines"]);
});

const page = (path, o = {}) => send(server.url + path, { ...o, headers: { "Accept-Language": "pt-BR", ...o.headers } });
const formOf = (html, deed) => {
    const form = html.split("<form").slice(1).find((f) => f.includes(`value="${deed}"`));
    return { form: /name="form" value="([^"]+)"/.exec(form)[1], do: deed };
};
const submit = (path, body) => page(path, { method: "POST", body: new URLSearchParams(body).toString(), headers: { "Content-Type": "application/x-www-form-urlencoded" } });
const say = async (path, score, comment = "") => {
    const res = await submit(path, { ...formOf((await page(path)).text, "answer"), score, comment });
    assert.equal(res.status, 303, res.text);
    return (await page(res.headers.location)).text;
};
const linkOf = async (id) => ok(await ana.post(`/contacts/${id}/nps-link`, {})).path;

test("a survey link changes nothing when it is opened; the button answers, once a quarter, and changes the answer", async () => {
    const account = await company("Sul"), contact = await person({ account, locale: "pt-BR" });
    const path = await linkOf(contact);
    const answers = async () => ok(await ana.get(`/nps/answers?contact=${contact}`)).items;
    for (const method of ["GET", "HEAD", "GET"]) assert.equal((await page(path, { method })).status, 200);
    assert.equal((await answers()).length, 0);
    assert.match(await say(path, 6, "Demorou <b>"), /Sua resposta foi guardada/);
    assert.doesNotMatch((await page(path)).text, /Indicar|<b>/);
    await say(path, 10, "Melhorou");
    const [one, ...more] = await answers();
    assert.deepEqual([more.length, one.score, one.comment, one.account], [0, 10, "Melhorou", account]);
    for (const [table, id] of [["contacts", contact], ["accounts", account]])
        assert.equal((await timeline(table, id)).filter((x) => x.kind === "nps").length, 1, table);
    for (const score of ["11", "-1", "", "dez"]) assert.equal((await submit(path, { ...formOf((await page(path)).text, "answer"), score })).status, 400, score);
    assert.equal((await submit(path, { do: "answer", score: "1" })).status, 403);
    assert.equal((await answers())[0].score, 10);
    assert.equal((await page(path.slice(0, -1))).status, 404);
    assert.equal((await page(path.replace("/nps/", "/"))).status, 404);
});

test("a promoter names a colleague, who is a referral until somebody makes a contact of it", async () => {
    const contact = await person();
    const path = await linkOf(contact);
    await say(path, 3);
    assert.doesNotMatch((await page(path)).text, /value="referral"/);
    await say(path, 9);
    const html = (await page(path)).text;
    assert.match(html, /não viram cadastro/);
    const named = { ...formOf(html, "referral"), name: "Bia Reis", employer: "Leste", email: "Bia@leste.example" };
    assert.equal((await submit(path, named)).status, 303);
    const rows = async () => ok(await ana.get(`/referrals?referrer=${contact}`)).items;
    const [row] = await rows();
    assert.deepEqual([row.name, row.employer, row.email, row.state, row.source, row.contact], ["Bia Reis", "Leste", "bia@leste.example", "new", "page", null]);
    assert.equal(ok(await ana.get("/contacts?email=bia@leste.example")).items.length, 0);
    const made = ok(await ana.post(`/referrals/${row.id}/contact`, {}));
    assert.equal(made.state, "contact");
    assert.deepEqual((await timeline("contacts", made.contact)).filter((x) => x.kind === "referred").map((x) => x.url), [`/people/contacts/${contact}`]);
    assert.deepEqual([(await ana.post(`/referrals/${row.id}/contact`, {})).json.code], ["referral.is_contact"]);
    assert.equal((await submit(path, { ...named, email: "nada" })).status, 400);
    assert.equal((await submit(path, { ...formOf(html, "testimonial"), words: "Resolveram rápido." })).status, 303);
    assert.equal(ok(await ana.get(`/nps/answers?contact=${contact}`)).items[0].testimonial, "Resolveram rápido.");
});

test("links are made for many, and the figure keeps its sample rule", async () => {
    const list = ok(await ana.post("/lists", { name: "Clientes", double_opt_in: false }), 201).id;
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push(await person({ name: `P${i}`, email: `p${i}@norte.example` }));
    ok(await ana.post(`/lists/${list}/members`, { contacts: ids, status: "subscribed" }));
    const made = ok(await ana.post("/nps/links", { list }));
    assert.deepEqual(made.items.map((x) => x.contact).sort(), [...ids].sort());
    assert.deepEqual([made.next, made.skipped], [null, 0]);
    assert.equal(ok(await ana.post("/nps/links", { contacts: [ids[0], "77"] })).skipped, 1);
    assert.equal((await ana.post("/nps/links", {})).json.errors[0].code, "nps.whom");
    const segment = ok(await ana.post("/segments", { name: "Do norte", subject: "contact", rule: { field: "email", is: "p1@norte.example" } }), 201).id;
    await until(() => ana.post("/nps/links", { segment }), (res) => res.json.items.length === 1 && res.json.items[0].contact === ids[1]);
    const few = ok(await ana.get("/nps"));
    assert.deepEqual([few.score, few.reason.code, few.reason.need], [null, "metric.few_answers", 20]);
    assert.ok(few.invited >= 3);
    assert.equal(ok(await ana.get("/metrics/nps")).value, null);
    const asked = ok(await ana.post("/accounts", { name: "Oeste" }), 201).id;
    const buyer = await person({ account: asked });
    ok(await ana.post("/deals", { name: "x", account: asked, outcome: "won", amount_minor: 100 }), 201);
    const customers = ok(await ana.post("/nps/links", { customers: true })).items.map((x) => x.contact);
    assert.ok(customers.includes(buyer) && !customers.includes(ids[0]));
});

const mail = (raw, as = ana) => as.call("POST", "/activities/mail", { raw, headers: { "Content-Type": "message/rfc822" } });
const letter = (headers, text = "Segue a proposta.") => Buffer.from(`${headers.join("\r\n")}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`);

test("a copy of a mail is logged with each contact, once, as its user's; strangers are told and not made contacts", async () => {
    const bia = await person({ name: "Bia", email: "bia@oeste.example" }), caio = await person({ name: "Caio", email: "caio@oeste.example" });
    ok(await ana.post(`/contacts/${caio}/emails`, { email: "caio@casa.example" }));
    const rui = ok(await ana.post("/users", { email: "rui@acme.example", name: "Rui", role: "sales", password: "a green bicycle" }), 201).id;
    const seller = new Client(server);
    ok(await seller.post("/session", { email: "rui@acme.example", password: "a green bicycle" }));
    const drop = ok(await seller.post("/mail-drop", {})).local_part;
    assert.equal(ok(await seller.get("/mail-drop")).local_part, drop);
    assert.deepEqual((await ana.patch("/settings", { "care.mail_domain": "not a domain" })).json.errors.map((x) => x.field), ["care.mail_domain"]);
    for (const [domain, whole] of [["", null], ["@crm.acme.example", `${drop}@crm.acme.example`]]) {
        ok(await ana.patch("/settings", { "care.mail_domain": domain }));
        assert.equal(ok(await seller.get("/mail-drop")).address, whole);
    }
    ok(await ana.patch("/settings", { "care.mail_domain": null }));
    const raw = letter(["From: Rui <rui@acme.example>", "To: Bia <BIA@oeste.example>, caio@casa.example", "Cc: novo@fora.example", `Bcc: ${drop.toUpperCase()}@praca.example`,
        "Subject: =?utf-8?Q?Cota=C3=A7=C3=A3o?=", "Date: Fri, 10 Nov 2023 12:30:00 -0300", "Message-ID: <um@acme.example>"]);
    const done = ok(await mail(raw));
    assert.deepEqual(done.items.map((x) => [x.contact, x.again]), [[bia, false], [caio, false]]);
    assert.deepEqual(done.unknown, ["novo@fora.example"]);
    assert.equal(ok(await ana.get("/contacts?email=novo@fora.example")).items.length, 0);
    const row = ok(await ana.get(`/activities/${done.items[0].activity}`));
    assert.deepEqual([row.kind, row.direction, row.outcome, row.source, row.owner, row.subject, row.body, row.at],
        ["mail", "out", "sent", "mail", rui, "Cotação", "Segue a proposta.", "2023-11-10T15:30:00.000Z"]);
    assert.deepEqual(ok(await mail(raw)).items.map((x) => [x.activity, x.again]), done.items.map((x) => [x.activity, true]));
    const back = ok(await mail(letter(["From: bia@oeste.example", "To: rui@acme.example, caio@oeste.example", "Message-ID: <dois@oeste.example>"], "Fechado.")));
    assert.deepEqual(back.items.map((x) => x.contact), [bia]);
    assert.equal(ok(await ana.get(`/activities/${back.items[0].activity}`)).direction, "in");
    assert.equal((await mail("oi")).status, 400);
    assert.equal((await ana.post("/activities/mail", {})).status, 415);
});

test("another site's token finds nothing of it", async () => {
    const contact = await person({ phone: "11 95555-1234" });
    const row = ok(await ana.post("/activities", { kind: "note", body: "x", contact }), 201);
    const other = ok(await ana.post("/sites", { name: "Outra", door: "own", currency: "BRL", time_zone: "UTC", locale: "en" }), 201).site;
    const there = new Client(server);
    Object.assign(there, { cookie: ana.cookie, csrf: ana.csrf, site: other.id });
    const stranger = await withToken(there, ["read", "edit_people", "edit_deals"]);
    for (const path of [`/activities/${row.id}`, `/contacts/${contact}/whatsapp`]) assert.equal((await stranger.get(path)).status, 404, path);
    assert.equal((await stranger.post(`/contacts/${contact}/whatsapp`, {})).status, 404);
    assert.equal((await stranger.post("/activities/whatsapp", { contact, text: "1/1/2025 10:00 - A: b" })).status, 404);
    assert.equal((await stranger.post("/activities", { kind: "call", contact })).status, 422);
    assert.equal((await stranger.post(`/contacts/${contact}/nps-link`, {})).status, 404);
    assert.equal((await stranger.post("/nps/links", { contacts: [contact] })).json.skipped, 1);
    assert.deepEqual((await stranger.get("/nps/answers")).json.items, []);
});

/* Sends the page's own form, as its button does. */
const goOn = async (path) => {
    const shown = (await send(server.url + path)).text;
    const body = new URLSearchParams([["form", shown.match(/name="form" value="([^"]+)"/)[1]], ["do", "open"]]).toString();
    return send(server.url + path, { method: "POST", body, headers: { "Content-Type": "application/x-www-form-urlencoded" } });
};

test("a link opens a chat, counts only who goes on, and its origin comes back with the conversation", async () => {
    const link = ok(await ana.post("/chat_links", { name: "Cartaz", phone: "(11) 95555-1234", words: "Olá & bom dia!", source: "feira", medium: "cartaz" }), 201);
    assert.match(link.code, /^[a-z2-9]{7}$/);
    assert.equal(link.phone, "+5511955551234");
    const path = `/w/${link.code}`;
    for (let i = 0; i < 3; i++) {
        const shown = await send(server.url + path, { headers: { "Accept-Language": "pt-BR" } });
        assert.equal(shown.status, 200);
        assert.match(shown.text, /Olá &#38; bom dia!/);
        assert.match(shown.headers["content-security-policy"], /form-action 'self' https:\/\/wa\.me/);
    }
    const now = async () => ok(await ana.get(`/chat_links/${link.id}`));
    assert.deepEqual([(await now()).started, (await now()).version], [0, link.version]);
    const gone = await goOn(path);
    assert.equal(gone.status, 303, gone.text);
    assert.equal(gone.headers.location, `https://wa.me/5511955551234?text=Ol%C3%A1%20%26%20bom%20dia%21%20%23${link.code}`);
    assert.equal((await now()).started, 1);
    const forged = await send(server.url + path, { method: "POST", body: "do=open&form=x", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
    assert.equal(forged.status, 403);

    const who = ok(await ana.post("/contacts", { name: "Rita" }), 201);
    const text = `[31/10/2026, 10:04:05] Rita: Olá & bom dia! #${link.code}\n[31/10/2026, 10:05:00] Ana: Bom dia, Rita`;
    const logged = ok(await ana.post("/activities/whatsapp", { contact: who.id, text }), 201);
    assert.deepEqual([logged.chat_link, logged.chat_link_name], [link.id, "Cartaz"]);
    assert.equal(ok(await ana.get(`/contacts/${who.id}`)).channel, "whatsapp");

    ok(await ana.patch(`/chat_links/${link.id}`, { active: false }, (await now()).version));
    assert.equal((await send(server.url + path)).status, 404);
    assert.equal((await send(`${server.url}/w/nao-existe`)).status, 404);
    const wrong = await ana.post("/chat_links", { name: "x", phone: "12" });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [422, "phone"]);
});
