/* dashboard_test.c -- the first page, the timeline of a record, the committee of a deal. */
#include "unit/measure/report_unit.h"

#include "base/text.h"
#include "measure/dashboard.h"
#include "measure/timeline.h"
#include "people/committee.h"
#include "people/consent.h"
#include "people/consent_purpose.h"

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static struct dashboard look(struct engine_world *w)
{
    struct dashboard d;
    struct db *db = market_read(w);

    assert_int_equal(dashboard_read(w->cx, db, 30, &d), OK);
    db_return(db);
    return d;
}

static const char *task(const struct dashboard *d, const char *code)
{
    for (size_t i = 0; i < d->task_count; i++)
        if (!strcmp(d->tasks[i].code, code))
            return d->tasks[i].message;
    return "";
}

static void an_empty_site_needs_nothing(void **state)
{
    struct engine_world *w = *state;
    struct dashboard d = look(w);
    struct buf b = buf_in(w->cx->arena);
    const struct json *j = NULL;

    assert_int_equal(d.task_count, 0);
    assert_int_equal(d.reached[0], 0);
    assert_int_equal(d.last.leads.whole, 0);
    assert_false(d.last.spend.known);
    dashboard_json(w->cx, &d, &b);
    assert_int_equal(json_parse(w->cx, b.bytes, b.len, &j), OK);
    assert_int_equal(json_get(j, "funnel")->count, 4);
    assert_int_equal(json_get(j, "stages")->count, 3);
    assert_int_equal(json_get(j, "money")->count, 12);
    assert_int_equal(json_get(j, "tasks")->count, 0);
}

static void each_stage_of_the_funnel_holds_those_below_it(void **state)
{
    struct engine_world *w = *state;
    static const char *const stages[] = {"subscriber", "lead",        "mql",      "sal",
                                         "sql",        "opportunity", "customer", "advocate"};
    struct dashboard d;

    for (int i = 0; i < LIFECYCLES; i++) {
        for (int n = 0; n <= i * 2; n++) {
            struct contact *c = new_lead(w, "mail", "2023-01-01");
            c->lifecycle = stages[i];
            market_save(w, &contact_model, c);
        }
    }
    d = look(w); /* 1 3 5 7 9 11 13 15 */
    assert_int_equal(d.lifecycle[7], 15);
    assert_int_equal(d.reached[0], 64);
    assert_int_equal(d.reached[1], 63);
    assert_int_equal(d.reached[2], 55);
    assert_int_equal(d.reached[3], 28);
    NEAR(d.goes_on[1].value, 55 / 63.0);
    for (int s = 0; s < STAGES; s++) { /* what opens adds up to what was clicked */
        int64_t sum = 0;
        for (int i = 0; i < LIFECYCLES; i++)
            sum += d.holds[s][i] ? d.lifecycle[i] : 0;
        assert_int_equal(sum, d.reached[s]);
    }
}

static void the_last_days_stand_beside_those_before(void **state)
{
    struct engine_world *w = *state;
    struct dashboard d;

    w->clock.now_ms = at(w, "2023-06-30T12:00");
    leads(w, 3, "ads", "2023-06-01"); /* the first of the last 30 days */
    leads(w, 2, "ads", "2023-05-31");
    leads(w, 1, "ads", "2023-05-02");
    leads(w, 9, "ads", "2023-05-01"); /* before both */
    won(w, lead(w, "ads", "2022-01-01"), "2023-06-30T11:00", 700);
    spend(w, "ads", "media", "2023-05-31", "2023-06-01", 200);
    d = look(w);
    assert_int_equal(d.last.leads.whole, 3);
    assert_int_equal(d.before.leads.whole, 3);
    assert_int_equal(d.last.won.whole, 1);
    assert_int_equal(d.last.revenue.whole, 700);
    assert_int_equal(d.before.revenue.whole, 0);
    assert_int_equal(d.last.spend.whole, 100);
    assert_int_equal(d.before.spend.whole, 100);
    assert_string_equal(d.months[11].month, "2023-06");
    assert_int_equal(d.months[11].revenue.whole, 700);
    assert_int_equal(d.months[11].won, 1);
    assert_int_equal(d.months[10].spend.whole, 100);
    assert_false(d.months[0].spend.known);
}

static void money_in_another_currency_stands_beside_the_sums(void **state)
{
    struct engine_world *w = *state;
    struct buf b = buf_in(w->cx->arena);
    struct deal *d;
    struct spend_line *s;
    struct dashboard seen;

    w->clock.now_ms = at(w, "2023-06-30T12:00");
    d = new_deal(w, lead(w, "ads", "2022-01-01"), "won", "2023-06-30T11:00", 700);
    d->currency = "USD";
    market_save(w, &deal_model, d);
    s = new_spend(w, "ads", "media", "2023-05-31", "2023-06-01", 200);
    s->currency = "EUR";
    market_save(w, &spend_line_model, s);
    seen = look(w);
    assert_false(seen.last.revenue.known);
    assert_string_equal(task(&seen, "no_spend"), ""); /* some was told of */
    assert_int_equal(seen.last.others.n, 2);
    assert_int_equal(seen.last.others.all[0].value_minor, 700);
    assert_int_equal(seen.last.others.all[1].of, OTHER_SPEND);
    assert_int_equal(seen.last.others.all[1].value_minor, 100);
    assert_int_equal(seen.before.others.n, 1);
    assert_int_equal(seen.others.n, 2);
    assert_int_equal(seen.others.all[1].value_minor, 200);
    dashboard_json(w->cx, &seen, &b);
    assert_non_null(strstr(buf_text(&b),
                           "\"other_currencies\":[{\"of\":\"deals\",\"currency\":\"USD\","
                           "\"value_minor\":700,\"count\":1},{\"of\":\"spend\",\"currency\":"
                           "\"EUR\",\"value_minor\":200,\"count\":1}],\"tasks\""));
}

static void what_needs_somebody_is_told_with_where_to_go(void **state)
{
    struct engine_world *w = *state;
    struct goal *g = model_new(w->cx, &goal_model);
    struct plan *p = model_new(w->cx, &plan_model);
    struct deal_member *m = model_new(w->cx, &deal_member_model);
    struct dashboard d;
    int64_t a;

    w->clock.now_ms = at(w, "2023-03-15T12:00");
    a = lead(w, NULL, "2023-03-01");
    m->contact = a;
    m->role = "user";
    m->deal = market_save(w, &deal_model, new_deal(w, a, "open", NULL, 700));
    market_save(w, &deal_member_model, m);
    p->name = "2023";
    g->plan = market_save(w, &plan_model, p);
    g->name = "Leads";
    g->metric = "leads";
    g->starts_on = "2023-03-01";
    g->due_on = "2023-03-31";
    g->target_micro = 62000000;
    market_save(w, &goal_model, g);
    assert_int_equal(engine_sql(w->cx, w->pool,
                                arena_print(w->cx->arena,
                                            "insert into imports (site, id, kind, state, name,"
                                            " bytes, sha256, created_at) values (%lld, 7, 'leads',"
                                            " 'failed', 'x.csv', 1, '', %lld)",
                                            (long long)w->cx->site, (long long)w->clock.now_ms)),
                     OK);
    d = look(w);
    assert_string_equal(d.tasks[0].code, "import_failed");
    assert_string_equal(d.tasks[0].url, "/import/7");
    assert_string_equal(task(&d, "goal_behind"),
                        "The goal “Leads” is behind its pace: 1 of 30 expected by today.");
    assert_string_equal(task(&d, "no_payer"), "1 open deal has no payer in its committee.");
    assert_string_equal(task(&d, "stale_deals"), "");
    assert_string_not_equal(task(&d, "no_spend"), "");
    assert_string_equal(task(&d, "blank_channel"),
                        "1 lead has no channel: mend the tracking or the import.");
    assert_int_equal(d.goal_count, 1);
    w->clock.now_ms = at(w, "2023-04-02T12:00");
    d = look(w);
    assert_string_equal(task(&d, "goal_behind"), "");
    assert_string_equal(
        task(&d, "goal_missed"),
        "The goal “Leads” is over and was not reached: 1, where 62 was the target.");
    w->clock.now_ms = at(w, "2023-03-15T12:00") + DAYS_MS(91);
    d = look(w);
    assert_string_not_equal(task(&d, "stale_deals"), "");
    assert_int_equal(d.goal_count, 0);
    w->cx->site = market_of(w)->other;
    d = look(w);
    assert_int_equal(d.task_count, 0);
}

static enum err choose_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {measure_settings, NULL};
    const struct json *in = NULL;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

static void choose(struct engine_world *w, const char *json)
{
    assert_int_equal(db_write(w->cx, w->pool, choose_in, arena_dup(w->cx->arena, json)), OK);
}

static void the_site_says_how_long_a_deal_may_rest_and_a_failure_is_recalled(void **state)
{
    struct engine_world *w = *state;
    struct dashboard d;

    w->clock.now_ms = at(w, "2023-03-15T12:00");
    market_save(w, &deal_model, new_deal(w, lead(w, NULL, "2023-03-01"), "open", NULL, 700));
    assert_int_equal(engine_sql(w->cx, w->pool,
                                arena_print(w->cx->arena,
                                            "insert into imports (site, id, kind, state, name,"
                                            " bytes, sha256, created_at) values (%lld, 7, 'leads',"
                                            " 'failed', 'x.csv', 1, '', %lld)",
                                            (long long)w->cx->site, (long long)w->clock.now_ms)),
                     OK);
    w->clock.now_ms += DAYS_MS(15);
    d = look(w);
    assert_string_equal(task(&d, "stale_deals"), "");
    assert_string_not_equal(task(&d, "import_failed"), "");
    choose(w, "{\"measure.stale_deal_days\": 14, \"measure.failed_import_days\": 10}");
    d = look(w);
    assert_string_equal(task(&d, "stale_deals"),
                        "1 open deal has not changed for more than 14 days. Take it up again, or"
                        " mark it lost.");
    assert_string_equal(task(&d, "import_failed"), "");
    choose(w, "{\"measure.stale_deal_days\": null, \"measure.failed_import_days\": null}");
    d = look(w);
    assert_string_equal(task(&d, "stale_deals"), "");
    assert_string_not_equal(task(&d, "import_failed"), "");
}

static void spend_that_stopped_is_missed(void **state)
{
    struct engine_world *w = *state;
    struct dashboard d;

    w->clock.now_ms = at(w, "2023-06-30T12:00");
    spend(w, "ads", "media", "2023-01-01", NULL, 200);
    lead(w, "ads", "2023-06-10");
    lead(w, "organic", "2023-06-10");
    d = look(w);
    assert_int_equal(d.task_count, 1);
    assert_string_equal(d.tasks[0].code, "spend_stopped");
    assert_non_null(strstr(d.tasks[0].message, "“ads”"));
}

/* --- committee ------------------------------------------------------------------------------------- */

static int64_t join(struct engine_world *w, int64_t deal, int64_t contact, const char *role,
                    const char *left)
{
    struct deal_member *m = model_new(w->cx, &deal_member_model);

    m->deal = deal;
    m->contact = contact;
    m->role = role;
    m->since_at = at(w, "2023-03-01");
    m->left_at = at(w, left);
    return market_save(w, &deal_member_model, m);
}

static void who_left_leaves_the_role_open(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");
    int64_t deal = market_save(w, &deal_model, new_deal(w, a, "open", NULL, 700));
    struct buf b = buf_in(w->cx->arena);
    struct committee c;
    struct db *db;

    join(w, deal, a, "payer", "2023-04-01");
    join(w, deal, a, "decider", NULL);
    db = market_read(w);
    assert_int_equal(committee_read(w->cx, db, deal, &c), OK);
    assert_int_equal(c.count, 2);
    assert_string_equal(c.members[0].role, "decider");
    assert_int_equal(c.missing_count, 3);
    assert_string_equal(c.missing[0], "champion");
    assert_string_equal(c.missing[1], "payer");
    committee_json(w->cx, &c, &b);
    assert_non_null(strstr(buf_text(&b), "has no budget owner"));
    assert_int_equal(committee_read(w->cx, db, 12345, &c), ERR_NOTFOUND);
    db_return(db);
}

/* --- timeline --------------------------------------------------------------------------------------- */

static struct timeline read_timeline(struct engine_world *w, const struct timeline_ask *ask)
{
    struct timeline t = {0};
    struct db *db = market_read(w);

    assert_int_equal(timeline_read(w->cx, db, ask, &t), OK);
    db_return(db);
    return t;
}

static void a_timeline_has_everything_newest_first(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");
    struct timeline t;
    struct buf b = buf_in(w->cx->arena);

    won(w, a, "2023-04-01", 100);
    t = read_timeline(w, &(struct timeline_ask){.of = TIMELINE_CONTACT, .id = a});
    assert_int_equal(t.count, 4);
    assert_string_equal(t.items[0].kind, "added");
    assert_string_equal(t.items[1].kind, "deal_won");
    assert_string_equal(t.items[1].title, "Deal won: deal 2");
    assert_string_equal(t.items[2].kind, "stage_deal");
    assert_string_equal(t.items[2].title, "Became Customer by the deal “deal 2”");
    assert_string_equal(t.items[3].kind, "first_contact");
    assert_string_equal(t.items[3].detail, "ads");
    assert_null(t.next);
    timeline_json(w->cx, &t, &b);
    assert_non_null(strstr(buf_text(&b), "\"next\":null"));
}

struct word {
    int64_t contact;
    const char *state, *basis, *source;
    int64_t at;
};

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct word *w = arg;
    struct consent_purpose *p = NULL;
    struct consent_text *t = NULL;
    struct consent c = {.contact = w->contact,
                        .state = w->state,
                        .legal_basis = w->basis,
                        .text = NIL,
                        .at = w->at,
                        .source = w->source,
                        .channel = "paper",
                        .actor = NIL};
    int added = 0;
    enum err e = consent_purposes_usual(cx, db, &added);

    if (!e)
        e = consent_purpose_find(cx, db, "marketing_email", &p);
    if (!e)
        e = consent_text_now(cx, db, p->record.id, LANG_PT_BR, &t);
    if (e)
        return e;
    c.purpose = p->record.id;
    c.text = t->record.id;
    return consent_record(cx, db, &c);
}

static void a_timeline_tells_what_a_person_agreed_to_and_took_back(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");
    struct word words[] = {{a, "given", "consent", "ficha da feira", at(w, "2023-03-02")},
                           {a, "withdrawn", "consent", NULL, at(w, "2023-03-03")},
                           {a, "objected", "legitimate_interest", NULL, at(w, "2023-03-04")},
                           {a, "given", "legitimate_interest", NULL, at(w, "2023-03-05")}};
    static const char *const kinds[] = {"consent_based", "consent_objected", "consent_withdrawn",
                                        "consent_given"};
    struct timeline t;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_int_equal(db_write(w->cx, w->pool, say_in, &words[i]), OK);
    t = read_timeline(w, &(struct timeline_ask){.of = TIMELINE_CONTACT, .id = a});
    assert_true(t.count >= 5);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        assert_string_equal(t.items[t.count - 5 + i].kind, kinds[i]);
    assert_string_equal(t.items[t.count - 2].detail, "ficha da feira");
    assert_true(text_starts(t.items[t.count - 2].title, "Gave consent: "));
    assert_true(text_starts(t.items[t.count - 3].title, "Withdrew consent: "));
}

static void a_timeline_comes_in_pages_that_neither_repeat_nor_skip(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");
    struct timeline_ask ask = {.of = TIMELINE_CONTACT, .id = a, .limit = 2};
    struct timeline all, page;
    size_t seen = 0;

    for (int i = 0; i < 5; i++) /* opened and won at the same time, five times */
        won(w, a, "2023-04-01", 100);
    all = read_timeline(w, &(struct timeline_ask){.of = TIMELINE_CONTACT, .id = a});
    do {
        page = read_timeline(w, &ask);
        for (size_t i = 0; i < page.count; i++, seen++) {
            assert_int_equal(page.items[i].id, all.items[seen].id);
            assert_int_equal(page.items[i].order, all.items[seen].order);
        }
        ask.after = page.next;
    } while (page.next);
    assert_int_equal(seen, all.count);
    assert_int_equal(seen, 8);
}

static enum err two_visits(struct ctx *cx, void *self, enum timeline_of of,
                           const struct timeline_who *who, const struct timeline_mark *mark,
                           int limit, struct timeline_item *items, size_t *ret_n)
{
    const int64_t *times = self;
    size_t n = 0;

    (void)cx;
    (void)of;
    (void)who;
    for (int i = 0; i < 2 && (int)n < limit; i++)
        if (times[i] < mark->at ||
            (times[i] == mark->at && (mark->order > TIMELINE_FACT || mark->id > 2 - i)))
            items[n++] = (struct timeline_item){.at = times[i],
                                                .id = 2 - i,
                                                .order = TIMELINE_FACT,
                                                .kind = "visit",
                                                .title = "/prices"};
    *ret_n = n;
    return OK;
}

static void what_others_know_is_sorted_in(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");
    int64_t times[] = {at(w, "2023-05-01"), at(w, "2023-02-01")};
    struct timeline t;

    won(w, a, "2023-04-01", 100);
    t = read_timeline(w, &(struct timeline_ask){
                             .of = TIMELINE_CONTACT, .id = a, .more = two_visits, .self = times});
    assert_int_equal(t.count, 6);
    assert_string_equal(t.items[1].kind, "visit");
    assert_string_equal(t.items[5].kind, "visit");
}

static void a_deal_and_its_company_have_timelines_too(void **state)
{
    struct engine_world *w = *state;
    struct account *acc = model_new(w->cx, &account_model);
    struct contact *c = new_lead(w, "ads", "2023-03-01");
    struct deal *d;
    struct timeline t;

    acc->name = "Padaria";
    c->account = market_save(w, &account_model, acc);
    c->name = "Ana";
    market_save(w, &contact_model, c);
    d = new_deal(w, c->record.id, "lost", "2023-04-01", 100);
    d->account = acc->record.id;
    d->reason = "price";
    d->opened_at = at(w, "2023-03-05");
    market_save(w, &deal_model, d);
    join(w, d->record.id, c->record.id, "payer", NULL);
    t = read_timeline(w, &(struct timeline_ask){.of = TIMELINE_DEAL, .id = d->record.id});
    assert_int_equal(t.count, 4);
    assert_string_equal(t.items[1].title, "Deal lost");
    assert_string_equal(t.items[1].detail, "price");
    assert_string_equal(t.items[2].title, "Deal opened");
    assert_string_equal(t.items[3].title, "Ana joined the committee");
    t = read_timeline(w, &(struct timeline_ask){.of = TIMELINE_ACCOUNT, .id = acc->record.id});
    assert_int_equal(t.count, 4);
    assert_string_equal(t.items[3].title, "First contact of Ana");
    w->cx->site = market_of(w)->other;
    {
        struct db *db = market_read(w);
        assert_int_equal(
            timeline_read(w->cx, db,
                          &(struct timeline_ask){.of = TIMELINE_DEAL, .id = d->record.id}, &t),
            ERR_NOTFOUND);
        db_return(db);
    }
}

static void a_page_mark_from_elsewhere_is_refused(void **state)
{
    struct engine_world *w = *state;
    static const char *const marks[] = {"x", "1", "1.2", "1.2.x", "1.1000.2", "..", "1.2.3.4"};
    int64_t a = lead(w, "ads", "2023-03-01");
    struct timeline t;

    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        struct db *db = market_read(w);
        enum err e = timeline_read(
            w->cx, db, &(struct timeline_ask){.of = TIMELINE_CONTACT, .id = a, .after = marks[i]},
            &t);
        db_return(db);
        assert_int_equal(e, ERR_INVALID);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_site_needs_nothing),
        cmocka_unit_test(each_stage_of_the_funnel_holds_those_below_it),
        cmocka_unit_test(the_last_days_stand_beside_those_before),
        cmocka_unit_test(money_in_another_currency_stands_beside_the_sums),
        cmocka_unit_test(what_needs_somebody_is_told_with_where_to_go),
        cmocka_unit_test(the_site_says_how_long_a_deal_may_rest_and_a_failure_is_recalled),
        cmocka_unit_test(spend_that_stopped_is_missed),
        cmocka_unit_test(who_left_leaves_the_role_open),
        cmocka_unit_test(a_timeline_has_everything_newest_first),
        cmocka_unit_test(a_timeline_tells_what_a_person_agreed_to_and_took_back),
        cmocka_unit_test(a_timeline_comes_in_pages_that_neither_repeat_nor_skip),
        cmocka_unit_test(what_others_know_is_sorted_in),
        cmocka_unit_test(a_deal_and_its_company_have_timelines_too),
        cmocka_unit_test(a_page_mark_from_elsewhere_is_refused),
    };

    return engines_run("dashboard", tests, COUNT_OF(tests), market_prepare);
}
