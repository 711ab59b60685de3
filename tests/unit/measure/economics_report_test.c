/* economics_report_test.c -- a cell is the metric of the same name; months, segments, cohorts and what came before an opportunity. */
#include "unit/measure/told_touches.h"

#include "measure/content_report.h"
#include "measure/dashboard.h"
#include "measure/economics_report.h"
#include "measure/metric.h"
#include "people/segment.h"
#include "work/setting.h"

#define MARCH "2023-03-01", "2023-03-31"

static struct economics_report run(struct engine_world *w, struct economics_ask ask)
{
    struct economics_report r = {0};
    struct db *db = market_read(w);
    enum err e = economics_report_run(w->cx, db, w->cx->facts, &ask, &r);

    db_return(db);
    if (e)
        print_error("%s\n", w->cx->fault.key ? w->cx->fault.key : "field");
    assert_int_equal(e, OK);
    return r;
}

static struct figure metric(struct engine_world *w, const char *key, const char *from,
                            const char *to, const char *channel)
{
    struct figure f = {0};
    struct db *db = market_read(w);

    assert_int_equal(metric_value(w->cx, db, key, from, to, channel, &f), OK);
    db_return(db);
    return f;
}

static const struct economics_row *row(const struct economics_report *r, const char *key)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->rows[i].key, key) == 0)
            return &r->rows[i];
    return NULL;
}

static void assert_same(const struct figure *a, const struct figure *b)
{
    assert_int_equal(a->known, b->known);
    assert_int_equal(a->whole, b->whole);
    assert_true(!a->known || fabs(a->value - b->value) < 1e-9);
    if (!a->known)
        assert_string_equal(a->reason, b->reason);
    assert_int_equal(a->have, b->have);
}

/* The metrics that a row shows. */
static void assert_metrics(struct engine_world *w, const struct economics_row *is, const char *from,
                           const char *to, const char *channel)
{
    static const struct {
        enum economics_column column;
        const char *metric;
    } all[] = {
        {ECON_SPEND, "spend"},
        {ECON_LEADS, "leads"},
        {ECON_MQLS, "mqls"},
        {ECON_OPPORTUNITIES, "opportunities"},
        {ECON_COST_PER_LEAD, "cost_per_lead"},
        {ECON_COST_PER_MQL, "cost_per_mql"},
        {ECON_COST_PER_OPPORTUNITY, "cost_per_opportunity"},
        {ECON_CAC, "cac"},
        {ECON_MEDIA_CAC, "media_cac"},
        {ECON_PAYBACK, "payback_months"},
        {ECON_ROI, "roi"},
        {ECON_ROAS, "roas"},
    };

    assert_non_null(is);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct figure f = metric(w, all[i].metric, from, to, channel);
        assert_same(&is->figures[all[i].column], &f);
    }
}

static void stamp(struct engine_world *w, int64_t contact, const char *day)
{
    const char *sql = arena_print(w->cx->arena,
                                  "insert into lifecycle_stamps (site, id, contact, stage, at) "
                                  "values (%lld, %lld, %lld, 'mql', %lld)",
                                  (long long)w->cx->site, (long long)id_next(w->cx),
                                  (long long)contact, (long long)at(w, day));

    assert_int_equal(engine_sql(w->cx, w->pool, sql), OK);
}

static enum err change_settings(struct ctx *cx, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {measure_settings, NULL};
    const struct json *in = NULL;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

/* Two channels with leads, MQLs, deals and every kind of spend. */
static void a_quarter(struct engine_world *w)
{
    static const char *const months[] = {"2023-02-10", "2023-03-10"};

    for (int m = 0; m < 2; m++) {
        for (int i = 0; i < 24; i++) {
            int64_t id = lead(w, i % 4 ? "ads" : "mail", months[m]);
            struct deal *d;
            if (i % 2)
                stamp(w, id, i % 5 ? months[m] : "2023-04-02");
            if (i % 3)
                continue;
            d = new_deal(w, id, "won", "2023-04-20", 100000 * (i + 1));
            d->account = a_company(w, arena_print(w->cx->arena, "E %d %d", m, i));
            d->opened_at = at(w, months[m]);
            (void)market_save(w, &deal_model, d);
        }
    }
    spend(w, "ads", "media", "2023-02-01", "2023-03-31", 500000);
    spend(w, "ads", "people", "2023-03-01", NULL, 70000);
    spend(w, "mail", "tools", "2023-03-01", NULL, 30000);
    spend(w, NULL, "commission", "2023-03-01", NULL, 10000);
}

static void a_cell_is_the_metric_of_the_same_name(void **state)
{
    struct engine_world *w = *state;
    char settings[] = "{\"measure.gross_margin\": 60, \"measure.recurring\": true}";
    struct economics_report r;
    struct figure ltv;

    a_quarter(w);
    assert_int_equal(db_write(w->cx, w->pool, change_settings, settings), OK);
    r = run(w, (struct economics_ask){.from = "2023-02-01", .to = "2023-04-30"});
    assert_int_equal(r.count, 2);
    assert_metrics(w, row(&r, "ads"), "2023-02-01", "2023-04-30", "ads");
    assert_metrics(w, row(&r, "mail"), "2023-02-01", "2023-04-30", "mail");
    assert_metrics(w, &r.totals, "2023-02-01", "2023-04-30", NULL);
    ltv = metric(w, "ltv_cac", "2023-02-01", "2023-04-30", NULL);
    assert_same(&r.totals.figures[ECON_LTV_CAC], &ltv);
    assert_int_equal(row(&r, "ads")->figures[ECON_MEDIA].whole, 500000);
    assert_int_equal(row(&r, "ads")->figures[ECON_PEOPLE].whole, 70000);
    assert_string_equal(row(&r, "mail")->figures[ECON_MEDIA].reason, "report.media_not_given");
    assert_int_equal(r.totals.figures[ECON_COMMISSION].whole, 10000);
    assert_true(r.cycle[1].known && fabs(r.cycle[1].value - r.cycle_days.value) < 1e-9);
}

static void a_month_is_the_metric_of_its_days(void **state)
{
    struct engine_world *w = *state;
    struct economics_report r;

    a_quarter(w);
    r = run(w, (struct economics_ask){.by = BY_MONTH, .from = "2023-02-01", .to = "2023-04-30"});
    assert_metrics(w, row(&r, "2023-02"), "2023-02-01", "2023-02-28", NULL);
    assert_metrics(w, row(&r, "2023-03"), MARCH, NULL);
    /* Of April nothing is known but the MQLs of earlier leads. */
    assert_int_equal(row(&r, "2023-04")->figures[ECON_LEADS].whole, 0);
    assert_int_equal(row(&r, "2023-04")->figures[ECON_MQLS].whole, 4);
}

static void the_period_before_stands_beside(void **state)
{
    struct engine_world *w = *state;
    struct economics_report r;
    struct db *db;

    a_quarter(w);
    r = run(w, (struct economics_ask){
                   .from = "2023-03-01", .to = "2023-03-31", .compare = "previous_period"});
    assert_non_null(r.before);
    assert_string_equal(r.before->base.period.from, "2023-01-29");
    assert_string_equal(r.before->base.period.to, "2023-02-28");
    assert_int_equal(r.before->totals.figures[ECON_LEADS].whole, 24);
    r = run(w, (struct economics_ask){
                   .from = "2024-02-01", .to = "2024-02-29", .compare = "year_over_year"});
    assert_string_equal(r.before->base.period.to, "2023-02-28");
    db = market_read(w);
    assert_int_equal(economics_report_run(w->cx, db, NULL,
                                          &(struct economics_ask){.compare = "year_over_year"}, &r),
                     ERR_INVALID);
    db_return(db);
}

static int64_t a_segment(struct engine_world *w, const char *name, const char *subject)
{
    const char *sql;
    int64_t id = id_next(w->cx);

    sql = arena_print(w->cx->arena,
                      "insert into segments (site, id, version, created_at, changed_at, name, "
                      "name_key, subject, rule, state) values (%lld, %lld, 1, 0, 0, '%s', '%s', "
                      "'%s', '{}', 'live')",
                      (long long)w->cx->site, (long long)id, name, name, subject);
    assert_int_equal(engine_sql(w->cx, w->pool, sql), OK);
    return id;
}

static void belongs(struct engine_world *w, int64_t segment, int64_t record)
{
    const char *sql = arena_print(w->cx->arena,
                                  "insert into segment_members (site, segment, record, "
                                  "entered_at) values (%lld, %lld, %lld, 0)",
                                  (long long)w->cx->site, (long long)segment, (long long)record);

    assert_int_equal(engine_sql(w->cx, w->pool, sql), OK);
}

static void a_lead_of_two_segments_is_one_in_the_totals(void **state)
{
    struct engine_world *w = *state;
    int64_t hot = a_segment(w, "quentes", "contact"), big = a_segment(w, "grandes", "account");
    int64_t acme = a_company(w, "Acme"), ana, bia;
    struct contact *c = new_lead(w, "ads", "2023-03-05");
    struct economics_report r;

    c->account = acme;
    ana = market_save(w, &contact_model, c);
    bia = lead(w, "ads", "2023-03-06");
    belongs(w, hot, ana);
    belongs(w, big, acme);
    stamp(w, ana, "2023-03-07");
    stamp(w, bia, "2023-03-08");
    won(w, ana, "2023-04-01", 90000);
    r = run(w, (struct economics_ask){.by = BY_SEGMENT, .from = "2023-03-01", .to = "2023-03-31"});
    assert_int_equal(r.count, 3);
    assert_int_equal(r.totals.figures[ECON_LEADS].whole, 2);
    assert_int_equal(r.totals.figures[ECON_WON].whole, 1);
    assert_int_equal(r.totals.figures[ECON_REVENUE].whole, 90000);
    assert_int_equal(r.totals.figures[ECON_MQLS].whole, 2);
    for (size_t i = 0; i < r.count; i++) {
        bool none = strcmp(r.rows[i].key, REPORT_NONE) == 0;
        assert_int_equal(r.rows[i].figures[ECON_LEADS].whole, 1);
        assert_int_equal(r.rows[i].figures[ECON_MQLS].whole, 1);
        assert_int_equal(r.rows[i].figures[ECON_WON].whole, none ? 0 : 1);
        assert_string_equal(r.rows[i].figures[ECON_SPEND].reason, "report.spend_by_channel_only");
    }
}

static void the_rows_behind_are_as_many_as_the_number_says(void **state)
{
    static const char *const counted[] = {"mqls", "opportunities"};
    struct engine_world *w = *state;
    struct economics_report r;

    a_quarter(w);
    r = run(w, (struct economics_ask){.from = "2023-02-01", .to = "2023-04-30"});
    for (size_t i = 0; i < COUNT_OF(counted); i++) {
        struct rows_ask ask = {.report = {.from = "2023-02-01", .to = "2023-04-30"},
                               .key = "ads",
                               .column = counted[i],
                               .limit = 500};
        struct report_rows rows = {0};
        struct db *db = market_read(w);
        assert_int_equal(report_rows_read(w->cx, db, &ask, &rows), OK);
        db_return(db);
        assert_int_equal(rows.count,
                         row(&r, "ads")->figures[i ? ECON_OPPORTUNITIES : ECON_MQLS].whole);
    }
}

static void a_cohort_adds_up_month_after_month(void **state)
{
    struct engine_world *w = *state;
    struct buf out = buf_in(w->cx->arena);
    struct db *db;

    for (int i = 0; i < 20; i++) {
        int64_t id = lead(w, "ads", "2023-08-15");
        if (i < 2)
            won(w, id, i ? "2023-10-01" : "2023-08-20", 1000);
    }
    db = market_read(w);
    assert_int_equal(economics_cohorts_json(w->cx, db, NULL, NULL, &out), OK);
    assert_non_null(strstr(buf_text(&out), "\"month\":\"2023-08\",\"leads\":20,\"cells\":["
                                           "{\"since\":0,\"value\":0.05,\"won\":1,\"reason\":null},"
                                           "{\"since\":1,\"value\":0.05,\"won\":1,\"reason\":null},"
                                           "{\"since\":2,\"value\":0.1,\"won\":2"));
    out = buf_in(w->cx->arena);
    assert_int_equal(economics_cohorts_json(w->cx, db, "revenue", "2023-09-30", &out), OK);
    assert_non_null(strstr(buf_text(&out), "{\"since\":2,\"value\":2000,\"won\":2"));
    db_return(db);
}

static void the_first_touch_of_anyone_begins_the_relation(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);

    assert_string_equal(metric(w, "early_engagement_days", MARCH, NULL).reason, "metric.no_facts");
    w->cx->facts = t->store;
    for (int i = 0; i < 8; i++) {
        int64_t acme = a_company(w, arena_print(w->cx->arena, "A%d", i));
        int64_t ana = somebody(w, acme, NULL), bia = somebody(w, acme, NULL);
        assert_int_equal(metric(w, "early_engagement_days", MARCH, NULL).have, i);
        touched(w, t, bia, "email", "2023-03-05");
        touched_by(w, t, ana, "ads", "", at(w, "2023-03-01"));
        (void)sold(w, acme, ana, i < 4 ? "2023-03-11" : "2023-03-21", "2023-04-01", 100);
        (void)sold(w, acme, ana, "2023-03-31", "2023-04-01", 100); /* no first one */
    }
    (void)sold(w, a_company(w, "sem contato"), lead(w, NULL, NULL), "2023-03-02", "2023-04-01", 1);
    /* 10, 10, 10, 10, 20, 20, 20, 20 */
    assert_true(fabs(metric(w, "early_engagement_days", MARCH, NULL).value - 15) < 1e-9);
    w->cx->facts = NULL;
}

/* A visit of somebody known that saw these pages in this order, a minute apart. */
static void a_visit(struct engine_world *w, struct told_store *t, int64_t contact, const char *when,
                    const char *first, const char *second)
{
    const char *pages[] = {first, second};
    struct fact facts[2];
    size_t n = second ? 2 : 1;
    struct visit v = {.id = ++t->serial,
                      .site = w->cx->site,
                      .visitor = t->serial,
                      .started_ms = at(w, when),
                      .ended_ms = at(w, when) + MINUTES_MS(1),
                      .views = (int64_t)n,
                      .entry = first,
                      .exit = pages[n - 1],
                      .channel = "ads",
                      .subject = contact};
    struct store_batch b = {.follower = "loader", .from = t->position, .facts = facts};

    for (size_t i = 0; i < n; i++) {
        facts[i] = fact_nothing();
        facts[i].id = facts[i].key_lo = ++t->serial;
        facts[i].site = w->cx->site;
        facts[i].kind = "view";
        facts[i].path = pages[i];
        facts[i].visit = v.id;
        facts[i].visitor = v.visitor;
        facts[i].at_ms = facts[i].received_ms = v.started_ms + (int64_t)i * MINUTES_MS(1);
    }
    b.count = n;
    b.visits = &v;
    b.visit_count = 1;
    b.to = t->position += (int64_t)n;
    assert_int_equal(store_append(w->cx, t->store, &b), OK);
}

static const struct content_page *page_of(const struct content_report *r, const char *path)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->pages[i].path, path) == 0)
            return &r->pages[i];
    return NULL;
}

static void a_page_has_the_companies_that_saw_it_before(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    int64_t bia = somebody(w, acme, NULL);
    struct content_report r;
    struct buf out = buf_in(w->cx->arena);
    struct deal *dollars;
    struct db *db;

    w->cx->facts = t->store;
    a_visit(w, t, ana, "2023-03-01T10:00", "/en/blog/a", "/precos");
    a_visit(w, t, bia, "2023-03-05T10:00", "/precos", NULL);
    a_visit(w, t, ana, "2023-03-25T10:00", "/casos", NULL); /* after all */
    stamp(w, ana, "2023-03-02");
    stamp(w, bia, "2023-03-06"); /* the same company */
    (void)sold(w, acme, ana, "2023-03-10", "2023-03-20", 5000);
    (void)sold(w, acme, ana, "2023-03-10", "2023-03-21", 700);
    dollars = new_deal(w, ana, "won", "2023-03-22", 90);
    dollars->account = acme;
    dollars->currency = "USD";
    market_save(w, &deal_model, dollars);
    db = market_read(w);
    assert_int_equal(
        content_report_run(w->cx, db,
                           &(struct content_ask){.from = "2023-03-01", .to = "2023-03-31"}, &r),
        OK);
    assert_int_equal(r.count, 3);
    assert_int_equal(page_of(&r, "/precos")->visits, 2);
    assert_int_equal(page_of(&r, "/precos")->entries, 1);
    assert_int_equal(page_of(&r, "/precos")->reached[CONTENT_MQLS], 1);
    assert_int_equal(page_of(&r, "/precos")->reached[CONTENT_OPPORTUNITIES], 1);
    assert_int_equal(page_of(&r, "/precos")->reached[CONTENT_WON], 1);
    assert_int_equal(page_of(&r, "/precos")->revenue_minor, 5700);
    assert_int_equal(page_of(&r, "/casos")->reached[CONTENT_WON], 0);
    assert_string_equal(page_of(&r, "/en/blog/a")->section, "/blog");
    assert_string_equal(page_of(&r, "/en/blog/a")->language, "en");
    assert_int_equal(r.reached[CONTENT_WON], 1);
    assert_int_equal(r.revenue_minor, 5700);
    assert_int_equal(r.others.n, 1); /* once, however many pages it saw */
    assert_int_equal(r.others.all[0].value_minor, 90);
    assert_int_equal(page_of(&r, "/precos")->others.n, 1);
    assert_int_equal(page_of(&r, "/casos")->others.n, 0);
    content_report_csv(w->cx, &r, &out);
    assert_non_null(strstr(buf_text(&out), "/precos,/,,,,,,,,,,90,USD\r\n"));
    out = buf_in(w->cx->arena);
    assert_int_equal(r.quarter, 0);
    assert_int_equal(content_rows_json(w->cx, db, &r.ask, "/precos", "won", &out), OK);
    assert_non_null(strstr(buf_text(&out), "\"table\":\"accounts\",\"name\":\"Acme\""));
    out = buf_in(w->cx->arena);
    assert_int_equal(content_rows_json(w->cx, db, &r.ask, "/casos", "won", &out), OK);
    assert_null(strstr(buf_text(&out), "Acme"));
    db_return(db);
    w->cx->facts = NULL;
}

static void quarters_are_compared_by_what_is_known(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct content_report r;
    struct db *db;

    w->cx->facts = t->store;
    for (int p = 0; p < 8; p++) {
        for (int i = 0; i < CONTENT_VISITS_NEEDED; i++) {
            int64_t who = somebody(w, NIL, NULL);
            a_visit(w, t, who, "2023-03-01T10:00",
                    arena_print(w->cx->arena, p < 4 ? "/blog/%d" : "/casos/%d", p), NULL);
            if (i <= p)
                stamp(w, who, "2023-03-05");
        }
    }
    db = market_read(w);
    assert_int_equal(content_report_run(w->cx, db, &(struct content_ask){.rank = "mqls"}, &r), OK);
    db_return(db);
    assert_int_equal(r.compared, 8);
    assert_int_equal(r.quarter, 2);
    assert_string_equal(r.best[0]->path, "/casos/7");
    assert_string_equal(r.worst[0]->path, "/blog/0");
    for (size_t i = 0; i < r.trait_count; i++) {
        if (strcmp(r.traits[i].of, "channel") == 0) {
            assert_int_equal(r.traits[i].best, 2 * CONTENT_VISITS_NEEDED);
            assert_int_equal(r.traits[i].worst, 2 * CONTENT_VISITS_NEEDED);
        }
        if (strcmp(r.traits[i].value, "/blog") == 0) {
            assert_int_equal(r.traits[i].best, 0);
            assert_int_equal(r.traits[i].worst, 2);
        }
    }
    w->cx->facts = NULL;
}

/* A deal nobody is known to have touched, and a channel that only touches know, have rows of their own. */
static void the_credited_columns_add_up_to_their_totals(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct economics_report r;
    int64_t sum = 0;
    double won = 0;

    w->cx->facts = t->store;
    touched(w, t, ana, "ads", "2023-03-01");
    touched(w, t, ana, "mail", "2023-03-05");
    (void)sold(w, acme, ana, "2023-03-10", "2023-03-20", 20001);
    (void)sold(w, a_company(w, "Silent"), NIL, "2023-03-10", "2023-03-21", 500);
    spend(w, "ads", "media", "2023-03-01", NULL, 10000);
    r = run(w, (struct economics_ask){.from = "2023-03-01", .to = "2023-03-31", .model = "linear"});
    assert_non_null(row(&r, "mail"));
    assert_int_equal(row(&r, ECONOMICS_UNKNOWN)->figures[ECON_CREDITED_REVENUE].whole, 500);
    assert_true(fabs(row(&r, ECONOMICS_UNKNOWN)->figures[ECON_CREDITED_WON].value - 1) < 1e-9);
    for (size_t i = 0; i < r.count; i++) {
        sum += r.rows[i].figures[ECON_CREDITED_REVENUE].whole;
        won += r.rows[i].figures[ECON_CREDITED_WON].value;
    }
    assert_int_equal(sum, 20501);
    assert_int_equal(r.totals.figures[ECON_CREDITED_REVENUE].whole, 20501);
    assert_true(fabs(won - 2) < 1e-9 && fabs(r.totals.figures[ECON_CREDITED_WON].value - 2) < 1e-9);
    w->cx->lang = LANG_EN;
    assert_string_equal(economics_basis_text(w->cx, &r, ECON_ROAS), "model: linear");
    assert_string_equal(economics_basis_text(w->cx, &r, ECON_REVENUE), "by first contact");
    w->cx->facts = NULL;
}

static void a_model_shares_out_what_two_figures_name(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct economics_report r;
    struct db *db;

    w->cx->facts = t->store;
    for (int i = 0; i < 5; i++) {
        int64_t acme = a_company(w, arena_print(w->cx->arena, "M%d", i));
        int64_t ana = somebody(w, acme, NULL);
        touched(w, t, ana, "ads", "2023-03-01");
        touched(w, t, ana, "mail", "2023-03-05");
        (void)sold(w, acme, ana, "2023-03-10", "2023-03-20", 20000);
    }
    spend(w, "ads", "media", "2023-03-01", NULL, 10000);
    spend(w, "mail", "media", "2023-03-01", NULL, 50000);
    r = run(w, (struct economics_ask){.from = "2023-03-01", .to = "2023-03-31", .model = "last"});
    assert_string_equal(r.model, "last");
    assert_string_equal(row(&r, "ads")->figures[ECON_ROAS].reason, "report.few_won");
    assert_true(fabs(row(&r, "mail")->figures[ECON_ROAS].value - 2) < 1e-9);
    assert_true(fabs(r.totals.figures[ECON_ROAS].value - 100000.0 / 60000.0) < 1e-9);
    db = market_read(w);
    assert_int_equal(economics_report_run(w->cx, db, t->store,
                                          &(struct economics_ask){.by = BY_MONTH, .model = "last"},
                                          &r),
                     ERR_INVALID);
    db_return(db);
    w->cx->facts = NULL;
}

static void a_lagged_cac_divides_the_spend_of_when_they_first_heard(void **state)
{
    struct engine_world *w = *state;
    struct economics_report r;

    for (int i = 0; i < 10; i++)
        (void)won(w, lead(w, "ads", "2023-02-01"), "2023-03-03", 5000);
    spend(w, "ads", "media", "2023-02-10", NULL, 100000);
    spend(w, "ads", "media", "2023-03-20", NULL, 999); /* heard by who is not won yet */
    r = run(w, (struct economics_ask){.from = "2023-03-01", .to = "2023-03-31"});
    assert_true(fabs(r.lagged.days.value - 30) < 1e-9);
    assert_string_equal(r.lagged.from, "2023-01-30");
    assert_string_equal(r.lagged.to, "2023-03-01");
    assert_true(r.lagged.cac.known);
    assert_int_equal(r.lagged.cac.whole, 10000);
    r = run(w, (struct economics_ask){.to = "2023-03-31"});
    assert_string_equal(r.lagged.cac.reason, "economics.lag_open");
    r = run(w, (struct economics_ask){.from = "2023-01-01", .to = "2023-01-31"});
    assert_false(r.lagged.cac.known); /* nobody was won by then */
    assert_int_equal(r.lagged.days.have, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lagged_cac_divides_the_spend_of_when_they_first_heard),
        cmocka_unit_test(a_cell_is_the_metric_of_the_same_name),
        cmocka_unit_test(a_month_is_the_metric_of_its_days),
        cmocka_unit_test(the_period_before_stands_beside),
        cmocka_unit_test(a_lead_of_two_segments_is_one_in_the_totals),
        cmocka_unit_test(the_rows_behind_are_as_many_as_the_number_says),
        cmocka_unit_test(a_cohort_adds_up_month_after_month),
        cmocka_unit_test(the_first_touch_of_anyone_begins_the_relation),
        cmocka_unit_test(a_page_has_the_companies_that_saw_it_before),
        cmocka_unit_test(quarters_are_compared_by_what_is_known),
        cmocka_unit_test(a_model_shares_out_what_two_figures_name),
        cmocka_unit_test(the_credited_columns_add_up_to_their_totals),
    };
    return engines_run("economics_report", tests, COUNT_OF(tests), market_prepare);
}
