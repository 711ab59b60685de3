/* promote_test.c -- what a channel costs, and how links, codes, calls and partners say by which channel a sale came. */
#include "people/activity.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_registration.h"
#include "people/outbox.h"
#include "people/partner.h"
#include "people/promo_code.h"
#include "people/short_link.h"
#include "people/site_form.h"
#include "strategy/audience.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/channel_fit.h"
#include "strategy/channel_kind.h"
#include "strategy/plan.h"
#include "unit/world.h"

#include "facts/fact.h"
#include "work/link.h"

static void refused(struct engine_world *w, const struct model *m, const char *json,
                    const char *field, const char *code)
{
    void *record = NULL;

    assert_int_equal(world_try_add(w, m, json, &record), ERR_INVALID);
    assert_non_null(w->cx->fault.fields);
    assert_string_equal(w->cx->fault.fields->field, field);
    assert_string_equal(w->cx->fault.fields->key, code);
    fault_clear(w->cx);
}

static void *added(struct engine_world *w, const struct model *m, const char *format, int64_t id)
{
    return world_record(w, m,
                        arena_print(w->cx->arena, "%.*s%lld%s", (int)(strchr(format, '~') - format),
                                    format, (long long)id, strchr(format, '~') + 1));
}

static void *again(struct engine_world *w, const struct model *m, int64_t id)
{
    struct db *db = NULL;
    void *found = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_get(w->cx, db, m, id, &found), OK);
    db_return(db);
    return found;
}

/* --- channels ----------------------------------------------------------------------------------------- */

static void every_kind_of_channel_can_be_chosen_and_is_described(void **state)
{
    struct engine_world *w = *state;
    struct buf out = buf_in(w->cx->arena);
    const struct json *in = NULL;
    size_t n = 0;

    channel_kinds_json(w->cx, &out);
    assert_int_equal(json_parse(w->cx, buf_text(&out), out.len, &in), OK);
    for (const struct json *k = json_get(in, "items")->first; k; k = k->next, n++) {
        const char *what = json_text(json_get(k, "what"), "");
        assert_string_equal(json_text(json_get(k, "key"), ""), channel_kind_keys[n]);
        assert_null(strstr(what, "channel_kind."));
        assert_null(strstr(json_text(json_get(k, "prepare"), ""), "channel_kind."));
        assert_null(strstr(json_text(json_get(k, "name"), ""), "model."));
    }
    assert_null(channel_kind_keys[n]);
    assert_null(channel_kind_find("no_such"));
}

static void the_cost_of_a_lead_follows_from_the_cost_model(void **state)
{
    struct engine_world *w = *state;
    const struct plan *plan = world_record(w, &plan_model, "{'name':'2027'}");
    const struct channel *c;

    c = added(w, &channel_model,
              "{'plan':'~','name':'a','kind':'paid','cost_model':'per_click','price_minor':350,"
              "'volume':900,'expected_leads':18}",
              plan->record.id);
    assert_int_equal(c->expected_cost_per_lead_minor, 17500);
    c = added(
        w, &channel_model,
        "{'plan':'~','name':'b','kind':'search','cost_model':'per_month','price_minor':100000,"
        "'expected_leads':30}",
        plan->record.id);
    assert_int_equal(c->expected_cost_per_lead_minor, 3333);
    c = added(
        w, &channel_model,
        "{'plan':'~','name':'c','kind':'referral','cost_model':'per_lead','price_minor':5000}",
        plan->record.id);
    assert_int_equal(c->expected_cost_per_lead_minor, 5000);
    c = added(w, &channel_model,
              "{'plan':'~','name':'d','kind':'fairs','cost_model':'per_event','price_minor':900000,"
              "'expected_cost_per_lead_minor':7000}",
              plan->record.id);
    assert_int_equal(c->expected_cost_per_lead_minor, 7000); /* too little is known to say better */
}

static void an_audience_is_on_a_channel_once(void **state)
{
    struct engine_world *w = *state;
    const struct plan *plan = world_record(w, &plan_model, "{'name':'2027'}");
    const struct audience *a =
        added(w, &audience_model, "{'plan':'~','name':'Padarias'}", plan->record.id);
    const struct channel *c =
        added(w, &channel_model, "{'plan':'~','name':'Feira','kind':'fairs'}", plan->record.id);
    const char *json = arena_print(
        w->cx->arena, "{'plan':'%lld','channel':'%lld','audience':'%lld','why':'Todos vão.'}",
        (long long)plan->record.id, (long long)c->record.id, (long long)a->record.id);

    (void)world_record(w, &channel_fit_model, json);
    refused(w, &channel_fit_model, json, "audience", "channel_fit.twice");
}

/* --- short links -------------------------------------------------------------------------------------- */

static const char *leads_to(struct engine_world *w, const struct short_link *l)
{
    struct short_link_words words;
    struct db *db = NULL;
    const char *url = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(short_link_read(w->cx, db, l, &words), OK);
    db_return(db);
    assert_int_equal(short_link_url(w->cx, l, &words, &url), OK);
    return url;
}

static void a_code_is_of_one_link_of_any_site_and_stays(void **state)
{
    struct engine_world *w = *state;
    int64_t other = world_site(w, "Outra"), here = w->cx->site;
    struct short_link *l, *found = NULL;
    struct db *db = NULL;

    l = world_record(w, &short_link_model,
                     "{'name':'Banner','code':'Feira-27','target':'https://acme.example/',"
                     "'channel':'fairs'}");
    assert_string_equal(l->code, "feira-27");
    w->cx->site = other;
    refused(w, &short_link_model,
            "{'name':'x','code':'feira-27','target':'https://x.example/','channel':'print'}",
            "code", "short_link.code_taken");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(short_link_find(w->cx, db, "FEIRA-27", &found), OK);
    assert_int_equal(w->cx->site, here);
    assert_int_equal(found->record.id, l->record.id);
    assert_int_equal(short_link_find(w->cx, db, "nada", &found), ERR_NOTFOUND);
    fault_clear(w->cx);
    db_return(db);
    refused(w, &short_link_model,
            "{'name':'x','code':'a b','target':'https://x.example/','channel':'y'}", "code",
            "short_link.code");
    refused(w, &short_link_model, "{'name':'x','target':'https://x.example/'}", "channel",
            "field.required");
    refused(w, &short_link_model, "{'name':'x','target':'javascript:1','channel':'y'}", "target",
            "field.url");
}

static void the_same_words_do_not_mean_two_channels(void **state)
{
    struct engine_world *w = *state;

    (void)world_record(w, &short_link_model,
                       "{'name':'Banner','target':'https://a.example/','channel':'fairs',"
                       "'source':'feira','medium':'qr'}");
    (void)world_record(w, &short_link_model,
                       "{'name':'Outro','target':'https://a.example/','channel':'fairs',"
                       "'source':'feira','medium':'qr'}");
    refused(w, &short_link_model,
            "{'name':'Revista','target':'https://a.example/','channel':'print','source':'feira',"
            "'medium':'qr'}",
            "source", "short_link.pair");
}

static void a_link_leads_to_its_page_with_its_words_and_nowhere_else(void **state)
{
    struct engine_world *w = *state;
    const struct promo_code *code =
        world_record(w, &promo_code_model, "{'name':'Feira','code':'feira10','channel':'fairs'}");
    struct short_link *l =
        added(w, &short_link_model,
              "{'name':'Painel do estande','target':'https://a.example/x?y=1&utm_source=eu#topo',"
              "'channel':'fairs','medium':'q r','promo':'~','fallback':'https://a.example/fim'}",
              code->record.id);

    assert_string_equal(leads_to(w, l), "https://a.example/x?y=1&utm_source=eu&utm_medium=q%20r&"
                                        "praca_code=FEIRA10#topo");
    l->active = 0;
    assert_string_equal(leads_to(w, l), "https://a.example/fim");
    l->active = 1;
    l->ends_on = "2023-11-13"; /* the clock stands on the 14th */
    l->fallback = NULL;
    assert_null(leads_to(w, l));
    l->ends_on = "2023-11-14";
    assert_non_null(leads_to(w, l));
}

static int64_t records_of(struct engine_world *w, struct journal *j, struct fact *last)
{
    struct journal_reader *r = NULL;
    int64_t n = 0;

    assert_int_equal(journal_reader_open(w->cx, j, 0, &r), OK);
    for (;;) {
        const void *bytes = NULL;
        size_t len = 0;
        assert_int_equal(journal_read(w->cx, r, &bytes, &len), OK);
        if (!bytes)
            break;
        assert_int_equal(fact_decode(w->cx, bytes, len, last), OK);
        n++;
    }
    journal_reader_free(r);
    return n;
}

static struct journal *a_journal(struct engine_world *w)
{
    struct journal_options o = {.dir = arena_print(w->cx->arena, "%s/journal", w->dir)};
    struct journal *j = NULL;

    assert_int_equal(journal_open(w->cx, &o, &j), OK);
    return j;
}

static void who_follows_a_link_is_counted_and_robots_apart(void **state)
{
    struct engine_world *w = *state;
    struct journal *j = a_journal(w);
    struct short_link *l = world_record(
        w, &short_link_model, "{'name':'Banner','target':'https://a.example/','channel':'fairs'}");
    struct short_link_words words = {.in_force = true, .day = "2023-11-14"};
    struct short_link_hit person = {"Firefox", "", "BR", "pt-BR", ""}, robot = person;
    struct fact f = fact_nothing();

    robot.robot_reason = "agent";
    assert_int_equal(short_link_followed(w->cx, w->pool, j, l, &words, &person), OK);
    assert_int_equal(short_link_followed(w->cx, w->pool, j, l, &words, &person), OK);
    assert_int_equal(short_link_followed(w->cx, w->pool, j, l, &words, &robot), OK);
    assert_int_equal(records_of(w, j, &f), 3);
    assert_string_equal(f.kind, "short_link");
    assert_string_equal(f.channel, "fairs");
    assert_string_equal(f.source, "banner");
    assert_true(f.robot);
    assert_int_equal(f.visitor, 0);
    l = again(w, &short_link_model, l->record.id);
    assert_int_equal(l->hits, 2);
    assert_int_equal(l->robot_hits, 1);
    assert_int_equal(l->record.version, 1);
    assert_int_equal(world_number(w, "select hits * 10 + robots from short_link_days"), 21);
    journal_close(j);
}

/* --- codes ---------------------------------------------------------------------------------------------- */

struct taking {
    const struct site_form *form;
    struct site_form_answer *answer;
};

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct taking *t = arg;

    return site_form_take(cx, db, t->form, t->answer);
}

static enum err take(struct engine_world *w, const struct site_form *form,
                     struct site_form_answer *a)
{
    struct taking t = {form, a};

    a->id = id_next(w->cx);
    return db_write(w->cx, w->pool, take_in, &t);
}

static void a_code_on_a_form_gives_the_person_its_channel(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = world_record(
        w, &site_form_model, "{'name':'Contato','title_pt':'Fale conosco','ask_code':true}");
    const struct promo_code *code =
        world_record(w, &promo_code_model, "{'name':'Feira','code':'FEIRA-10','channel':'fairs'}");
    struct site_form_answer a = {.email = "rui@norte.example", .code = "feira-10"};
    struct site_form_answer wrong = {.email = "eva@norte.example", .code = "FEIRA11"};
    struct journal *j = a_journal(w);
    struct fact f = fact_nothing();
    int sent = 0;

    assert_int_equal(take(w, form, &wrong), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "form.code");
    fault_clear(w->cx);
    /* A hyphen or capitals make no other code. */
    assert_string_equal(code->code, "FEIRA10");
    assert_int_equal(take(w, form, &a), OK);
    assert_string_equal(((struct contact *)again(w, &contact_model, a.contact))->channel, "fairs");
    assert_int_equal(((struct promo_code *)again(w, &promo_code_model, code->record.id))->uses, 1);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_FORMS, &sent), OK);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_CODES, &sent), OK);
    assert_int_equal(records_of(w, j, &f), 1); /* the answer's event tells it; no second one */
    assert_string_equal(f.kind, "form");
    assert_string_equal(f.channel, "fairs");
    assert_string_equal(f.source, "FEIRA10");
    assert_int_equal(take(w, form, &a), OK);
    assert_int_equal(((struct promo_code *)again(w, &promo_code_model, code->record.id))->uses, 1);
    journal_close(j);
}

/* As links name it, so that what came by a code and by a link of one campaign stands together. */
static void a_code_brings_the_campaign_it_is_of(void **state)
{
    struct engine_world *w = *state;
    const struct plan *plan = world_record(w, &plan_model, "{'name':'2024'}");
    const struct campaign *fair =
        added(w, &campaign_model, "{'plan':'~','name':'Feira de maio','utm_campaign':'feira'}",
              plan->record.id);
    const struct site_form *form = world_record(
        w, &site_form_model, "{'name':'Contato','title_pt':'Fale conosco','ask_code':true}");
    struct site_form_answer a = {.email = "rui@norte.example", .code = "MAIO"};
    struct journal *j = a_journal(w);
    struct fact f = fact_nothing();
    int sent = 0;

    (void)added(w, &promo_code_model,
                "{'name':'Maio','code':'MAIO','channel':'fairs','campaign':'~'}", fair->record.id);
    assert_int_equal(take(w, form, &a), OK);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_FORMS, &sent), OK);
    assert_int_equal(records_of(w, j, &f), 1);
    assert_string_equal(f.kind, "form");
    assert_string_equal(f.campaign, "feira");
    assert_int_equal(f.campaign_id, fair->record.id);
    assert_int_equal(engine_sql(w->cx, w->pool, "update promo_uses set loaded = 0"), OK);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_CODES, &sent), OK);
    assert_int_equal(records_of(w, j, &f), 2);
    assert_string_equal(f.kind, "promo_code");
    assert_string_equal(f.campaign, "feira");
    journal_close(j);
}

static void a_code_that_is_over_is_none(void **state)
{
    struct engine_world *w = *state;
    struct promo_code *found = NULL;
    struct db *db = NULL;

    (void)world_record(w, &promo_code_model,
                       "{'name':'Velho','code':'VELHO','channel':'x','ends_on':'2023-11-13'}");
    (void)world_record(w, &promo_code_model,
                       "{'name':'Parado','code':'PARADO','channel':'x','active':false}");
    (void)world_record(w, &promo_code_model, "{'name':'Vale','code':'VALE','channel':'x'}");
    refused(w, &promo_code_model, "{'name':'x','code':'a'}", "code", "promo.code");
    refused(w, &promo_code_model, "{'name':'x','code':'ABC'}", "channel", "promo.no_channel");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(promo_code_typed(w->cx, db, "velho", &found), OK);
    assert_null(found);
    assert_int_equal(promo_code_typed(w->cx, db, "PARADO", &found), OK);
    assert_null(found);
    assert_int_equal(promo_code_typed(w->cx, db, "va le", &found), OK);
    assert_non_null(found);
    assert_int_equal(promo_code_typed(w->cx, db, "v@le", &found), OK);
    assert_null(found);
    db_return(db);
}

static enum err change_deal_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_change(cx, db, &deal_model, arg);
}

static void a_code_on_a_deal_credits_channel_and_partner(void **state)
{
    struct engine_world *w = *state;
    const struct partner *p =
        world_record(w, &partner_model, "{'name':'Norte','kind':'distributor','commission':0.1}");
    const struct promo_code *code = added(
        w, &promo_code_model, "{'name':'Da Norte','code':'NORTE','partner':'~'}", p->record.id);
    const struct contact *c =
        world_record(w, &contact_model, "{'name':'Rui','email':'rui@norte.example'}");
    struct deal *d;
    struct journal *j = a_journal(w);
    struct fact f = fact_nothing();
    int sent = 0;

    assert_string_equal(code->channel, PARTNER_CHANNEL);
    d = world_record(w, &deal_model,
                     arena_print(w->cx->arena,
                                 "{'name':'Forno','contact':'%lld','promo_code':'%lld',"
                                 "'opened_at':'2023-11-01T12:00:00Z'}",
                                 (long long)c->record.id, (long long)code->record.id));
    assert_int_equal(d->partner, p->record.id);
    assert_string_equal(d->sold_through, "distributor");
    assert_string_equal(((struct contact *)again(w, &contact_model, c->record.id))->channel,
                        PARTNER_CHANNEL);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_CODES, &sent), OK);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_CODES, &sent), OK);
    assert_int_equal(records_of(w, j, &f), 1);
    assert_string_equal(f.kind, "promo_code");
    assert_string_equal(f.channel, PARTNER_CHANNEL);
    assert_int_equal(f.subject, c->record.id);
    assert_int_equal(f.at_ms, d->opened_at - 1);
    d = again(w, &deal_model, d->record.id);
    d->promo_code = NIL;
    assert_int_equal(db_write(w->cx, w->pool, change_deal_in, d), OK);
    assert_int_equal(((struct promo_code *)again(w, &promo_code_model, code->record.id))->uses, 0);
    journal_close(j);
}

static void who_used_a_partners_code_brings_the_partner_to_their_deal(void **state)
{
    struct engine_world *w = *state;
    const struct partner *p = world_record(w, &partner_model, "{'name':'Norte','kind':'partner'}");
    const struct site_form *form = world_record(
        w, &site_form_model, "{'name':'Contato','title_pt':'Fale conosco','ask_code':true}");
    struct site_form_answer a = {.email = "rui@norte.example", .code = "NORTE"};
    const struct deal *d;

    (void)added(w, &promo_code_model, "{'name':'Da Norte','code':'NORTE','partner':'~'}",
                p->record.id);
    assert_int_equal(take(w, form, &a), OK);
    d = added(w, &deal_model, "{'name':'Forno','contact':'~'}", a.contact);
    assert_int_equal(d->partner, p->record.id);
}

static void a_call_may_name_the_channel_it_came_by(void **state)
{
    struct engine_world *w = *state;
    const struct contact *c = world_record(w, &contact_model, "{'name':'Rui'}");
    struct journal *j = a_journal(w);
    struct fact f = fact_nothing();
    int sent = 0;

    (void)added(
        w, &activity_model,
        "{'kind':'call','direction':'in','outcome':'reached','contact':'~','channel':'print'}",
        c->record.id);
    assert_string_equal(((struct contact *)again(w, &contact_model, c->record.id))->channel,
                        "print");
    w->clock.now_ms += ACTIVITY_TOUCH_WAIT_MS + 1;
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_TOUCHES, &sent), OK);
    assert_int_equal(records_of(w, j, &f), 1);
    assert_string_equal(f.kind, "call");
    assert_string_equal(f.channel, "print");
    journal_close(j);
}

/* --- partners ------------------------------------------------------------------------------------------- */

struct answering {
    struct registration_answer in;
    struct deal_registration *out;
    bool accept;
};

static enum err answer_in(struct ctx *cx, struct db *db, void *arg)
{
    struct answering *a = arg;

    return a->accept ? deal_registration_accept(cx, db, &a->in, &a->out)
                     : deal_registration_decline(cx, db, &a->in, &a->out);
}

static enum err answer(struct engine_world *w, int64_t id, bool accept, const char *reason,
                       struct deal_registration **ret)
{
    struct answering a = {{id, reason, NIL}, NULL, accept};
    enum err e = db_write(w->cx, w->pool, answer_in, &a);

    if (ret)
        *ret = a.out;
    return e;
}

static const char *conflicts(struct engine_world *w, const struct deal_registration *r)
{
    struct registration_conflict *all = NULL;
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(deal_registration_conflicts(w->cx, db, r, &all, &n), OK);
    db_return(db);
    for (size_t i = 0; i < n; i++)
        buf_print(&out, "%s ", all[i].kind);
    return n ? buf_text(&out) : "";
}

static void the_first_registration_wins_until_its_days_are_over(void **state)
{
    struct engine_world *w = *state;
    const struct partner *norte =
        world_record(w, &partner_model, "{'name':'Norte','kind':'partner','protection_days':10}");
    const struct partner *sul = world_record(w, &partner_model, "{'name':'Sul','kind':'partner'}");
    struct deal_registration *one, *two;

    one = added(w, &deal_registration_model,
                "{'partner':'~','employer':'Forte','domain':'https://www.forte.example/sobre'}",
                norte->record.id);
    assert_string_equal(one->domain, "forte.example");
    assert_int_equal(one->expires_at, w->clock.now_ms + INT64_C(10) * 86400000);
    two = added(w, &deal_registration_model,
                "{'partner':'~','employer':'Forte Ltda','email':'ana@forte.example'}",
                sul->record.id);
    assert_string_equal(conflicts(w, one), "");
    assert_string_equal(conflicts(w, two), "registered ");
    assert_int_equal(answer(w, two->record.id, true, "mesmo assim", NULL), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "registration.first");
    fault_clear(w->cx);
    w->clock.now_ms += INT64_C(11) * 86400000;
    assert_string_equal(conflicts(w, two), "");
    assert_int_equal(answer(w, one->record.id, true, NULL, NULL), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "registration.expired");
    fault_clear(w->cx);
    assert_int_equal(answer(w, two->record.id, true, NULL, &two), OK);
    refused(w, &deal_registration_model,
            arena_print(w->cx->arena, "{'partner':'%lld','employer':'Nada'}",
                        (long long)sul->record.id),
            "domain", "registration.no_key");
}

static enum err by_page_in(struct ctx *cx, struct db *db, void *arg)
{
    struct deal_registration r = {.partner = *(const int64_t *)arg, .employer = "Forte"};

    r.domain = "forte.example";
    return deal_registration_by_page(cx, db, &r);
}

static void a_partner_registers_so_many_a_day_by_the_page(void **state)
{
    struct engine_world *w = *state;
    const struct partner *norte =
        world_record(w, &partner_model, "{'name':'Norte','kind':'partner'}");
    int64_t partner = norte->record.id;

    for (int i = 0; i < DEAL_REGISTRATIONS_DAY; i++)
        assert_int_equal(db_write(w->cx, w->pool, by_page_in, &partner), OK);
    assert_int_equal(db_write(w->cx, w->pool, by_page_in, &partner), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "registration.many_today");
    fault_clear(w->cx);
    w->clock.now_ms += INT64_C(86400001);
    assert_int_equal(db_write(w->cx, w->pool, by_page_in, &partner), OK);
}

static void an_accepted_registration_is_a_company_a_person_and_a_deal(void **state)
{
    struct engine_world *w = *state;
    const struct partner *p =
        world_record(w, &partner_model, "{'name':'Norte','kind':'distributor'}");
    struct deal_registration *r =
        added(w, &deal_registration_model,
              "{'partner':'~','employer':'Forte','domain':'forte.example','contact_name':'Ana',"
              "'email':'ana@forte.example','amount_minor':500000}",
              p->record.id);
    const struct deal *d;
    const struct contact *c;

    assert_int_equal(answer(w, r->record.id, true, NULL, &r), OK);
    assert_string_equal(r->state, "accepted");
    d = again(w, &deal_model, r->deal);
    assert_int_equal(d->partner, p->record.id);
    assert_string_equal(d->sold_through, "distributor");
    assert_int_equal(d->amount_minor, 500000);
    assert_int_equal(d->account, r->account);
    c = again(w, &contact_model, d->contact);
    assert_string_equal(c->email, "ana@forte.example");
    assert_string_equal(c->channel, PARTNER_CHANNEL);
    assert_int_equal(answer(w, r->record.id, true, NULL, NULL), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "registration.decided");
    fault_clear(w->cx);
    /* The same company once more: what stands against it wants a reason. */
    r = added(w, &deal_registration_model,
              "{'partner':'~','employer':'Forte','domain':'forte.example'}", p->record.id);
    assert_string_equal(conflicts(w, r), "again open_deal known ");
    assert_int_equal(answer(w, r->record.id, true, NULL, NULL), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "registration.reason");
    fault_clear(w->cx);
    assert_int_equal(answer(w, r->record.id, false, "", NULL), ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(answer(w, r->record.id, false, "Já é nosso.", &r), OK);
    assert_string_equal(r->state, "declined");
}

static enum err link_in(struct ctx *cx, struct db *db, void *arg)
{
    const char *token = NULL;
    const struct partner *p = arg;
    struct partner *found = NULL;
    struct link l = {0};
    int64_t until = 0;
    enum err e = partner_link(cx, db, p->record.id, &token, &until);

    if (!e)
        e = link_check(cx, db, token, LINK_PARTNER, &l);
    if (!e)
        e = partner_of_link(cx, db, &l, &found);
    if (!e)
        e = partner_link_end(cx, db, p->record.id);
    return e ? e : partner_of_link(cx, db, &l, &found);
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &partner_model, ((const struct partner *)arg)->record.id, 0);
}

static void a_partners_links_end_together_and_what_they_sold_keeps_them(void **state)
{
    struct engine_world *w = *state;
    struct partner *p = world_record(w, &partner_model, "{'name':'Norte','kind':'partner'}");

    assert_int_equal(db_write(w->cx, w->pool, link_in, p), ERR_NOTFOUND);
    assert_string_equal(w->cx->fault.key, "partner.link_ended");
    fault_clear(w->cx);
    (void)added(w, &deal_model, "{'name':'Forno','partner':'~'}", p->record.id);
    assert_int_equal(db_write(w->cx, w->pool, delete_in, p), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "partner.in_use");
    fault_clear(w->cx);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_channel_can_be_chosen_and_is_described),
        cmocka_unit_test(the_cost_of_a_lead_follows_from_the_cost_model),
        cmocka_unit_test(an_audience_is_on_a_channel_once),
        cmocka_unit_test(a_code_is_of_one_link_of_any_site_and_stays),
        cmocka_unit_test(the_same_words_do_not_mean_two_channels),
        cmocka_unit_test(a_link_leads_to_its_page_with_its_words_and_nowhere_else),
        cmocka_unit_test(who_follows_a_link_is_counted_and_robots_apart),
        cmocka_unit_test(a_code_on_a_form_gives_the_person_its_channel),
        cmocka_unit_test(a_code_brings_the_campaign_it_is_of),
        cmocka_unit_test(a_code_that_is_over_is_none),
        cmocka_unit_test(a_code_on_a_deal_credits_channel_and_partner),
        cmocka_unit_test(who_used_a_partners_code_brings_the_partner_to_their_deal),
        cmocka_unit_test(a_call_may_name_the_channel_it_came_by),
        cmocka_unit_test(the_first_registration_wins_until_its_days_are_over),
        cmocka_unit_test(a_partner_registers_so_many_a_day_by_the_page),
        cmocka_unit_test(an_accepted_registration_is_a_company_a_person_and_a_deal),
        cmocka_unit_test(a_partners_links_end_together_and_what_they_sold_keeps_them),
    };

    return engines_run("promote", tests, COUNT_OF(tests), world_prepare);
}
