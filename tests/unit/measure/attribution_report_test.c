/* attribution_report_test.c -- who brought whom, over companies with people, touches and deals. */
#include "unit/measure/told_touches.h"

#include "measure/channel_report.h"
#include "measure/metric.h"
#include "people/past_company.h"

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void assert_sums(const struct attribution_report *r)
{
    for (size_t m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        double conversions = (double)r->unknown_conversions;
        int64_t value = r->unknown_value_minor;
        for (size_t c = 0; c < r->key_count; c++) {
            conversions += r->credits[m].conversions[c];
            value += r->credits[m].value[c];
        }
        assert_true(fabs(conversions - (double)r->conversions) < 1e-6);
        assert_int_equal(value, r->value_minor);
    }
}

static void colleagues_lead_to_the_deal_of_their_company(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    int64_t bia = somebody(w, acme, NULL);
    struct attribution_report r;

    touched(w, t, ana, "paid_search", "2018-01-02");
    touched(w, t, bia, "email", "2018-01-20");
    (void)sold(w, acme, ana, "2018-01-25", "2018-02-01", 9000000);
    r = attributed(w, t, ask_won);
    assert_int_equal(r.conversions, 1);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "paid_search"), 9000000);
    assert_int_equal(value_of(&r, ATTRIBUTION_LAST, "email"), 9000000);
    assert_int_equal(value_of(&r, ATTRIBUTION_LINEAR, "email"), 4500000);
    assert_int_equal(r.unknown_conversions, 0);
    assert_string_equal(r.leader[ATTRIBUTION_FIRST], "paid_search");
    assert_null(r.leader[ATTRIBUTION_LINEAR]);
    assert_sums(&r);
    attribution_report_done(&r);
}

static void a_second_deal_begins_a_new_journey(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct attribution_report r;

    touched(w, t, ana, "paid_search", "2018-01-02");
    (void)sold(w, acme, ana, "2018-01-25", "2018-02-01", 100);
    touched(w, t, ana, "email", "2018-03-02");
    (void)sold(w, acme, ana, "2018-03-25", "2018-04-01", 1000);
    r = attributed(w, t, ask_won);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "paid_search"), 100);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "email"), 1000);
    assert_sums(&r);
    attribution_report_done(&r);
    r = attributed(w, t, (struct attribution_ask){.credit = CREDIT_WON, .from = "2018-03-01"});
    assert_int_equal(r.conversions, 1);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "email"), 1000);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "paid_search"), 0);
    attribution_report_done(&r);
}

static void deals_of_one_moment_are_one_journey(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct attribution_report r;

    touched(w, t, ana, "email", "2018-01-02");
    (void)sold(w, acme, ana, NULL, "2018-02-01", 100);
    (void)sold(w, acme, ana, NULL, "2018-02-01", 11);
    r = attributed(w, t, ask_won);
    assert_true(near(conversions_of(&r, ATTRIBUTION_W, "email"), 2));
    assert_int_equal(value_of(&r, ATTRIBUTION_W, "email"), 111);
    assert_int_equal(r.unknown_conversions, 0);
    attribution_report_done(&r);
}

static void a_later_touch_never_rewrites_an_earlier_conversion(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct attribution_report before, after;

    touched(w, t, ana, "paid_search", "2018-01-02");
    touched(w, t, ana, "email", "2018-01-09");
    (void)sold(w, acme, ana, "2018-01-05", "2018-02-01", 1001);
    before = attributed(w, t, ask_won);
    touched(w, t, ana, "display", "2018-02-02");
    after = attributed(w, t, ask_won);
    assert_int_equal(key_at(&after, "display"), -1);
    assert_int_equal(before.key_count, after.key_count);
    for (size_t m = 0; m < ATTRIBUTION_MODEL_COUNT; m++)
        for (size_t c = 0; c < before.key_count; c++)
            assert_int_equal(before.credits[m].value[c], after.credits[m].value[c]);
    attribution_report_done(&before);
    attribution_report_done(&after);
}

static void what_comes_late_but_was_before_counts(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct attribution_report r;

    touched(w, t, ana, "email", "2018-01-09");
    (void)sold(w, acme, ana, NULL, "2018-02-01", 1001);
    touched(w, t, ana, "paid_search", "2018-01-02");
    r = attributed(w, t, ask_won);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "paid_search"), 1001);
    assert_int_equal(value_of(&r, ATTRIBUTION_LAST, "email"), 1001);
    attribution_report_done(&r);
}

static void a_sale_without_a_touch_is_unknown_and_opens(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct attribution_rows rows = {0};
    struct attribution_report r;

    touched(w, t, ana, "email", "2016-01-09");
    (void)sold(w, acme, NIL, NULL, "2018-02-01", 700);
    (void)sold(w, NIL, NIL, NULL, "2018-02-02", 30);
    r = attributed(w, t, ask_won);
    assert_int_equal(r.unknown_conversions, 2);
    assert_int_equal(r.unknown_value_minor, 730);
    assert_false(attribution_report_enough(&r));
    r.conversions = ATTRIBUTION_SAMPLE + 1; /* those of no touch say nothing of channels */
    assert_false(attribution_report_enough(&r));
    r.conversions = ATTRIBUTION_SAMPLE + r.unknown_conversions;
    assert_true(attribution_report_enough(&r));
    r.conversions = r.unknown_conversions;
    assert_sums(&r);
    assert_int_equal(
        attribution_rows(w->cx, &r, &(struct attribution_rows_ask){.model = ATTRIBUTION_W}, &rows),
        OK);
    assert_int_equal(rows.total, 2);
    assert_null(rows.rows[0].touch);
    assert_int_equal(rows.rows[0].value_minor, 30);
    assert_int_equal(rows.rows[1].value_minor, 700);
    attribution_report_done(&r);
}

static void a_recorded_first_contact_counts_where_nothing_was_measured(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t imported = lead(w, "social", "2018-01-05");
    int64_t measured = lead(w, "social", "2018-01-05");
    struct attribution_report r;

    touched(w, t, measured, "email", "2018-01-04");
    touched(w, t, imported, "email", "2018-01-06");
    (void)won(w, imported, "2018-02-01", 10);
    (void)won(w, measured, "2018-02-01", 1);
    r = attributed(w, t, ask_won);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "social"), 10);
    assert_int_equal(value_of(&r, ATTRIBUTION_FIRST, "email"), 1);
    attribution_report_done(&r);
}

static void what_people_said_stands_beside(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, "Indicação");
    int64_t beta = a_company(w, "Beta"), bia = somebody(w, beta, "indicação ");
    int64_t caio = somebody(w, NIL, NULL);
    struct attribution_report r;

    (void)sold(w, acme, ana, NULL, "2018-02-01", 100);
    (void)sold(w, beta, bia, NULL, "2018-02-01", 11);
    (void)sold(w, NIL, caio, NULL, "2018-02-01", 5);
    r = attributed(w, t, ask_won);
    assert_int_equal(r.heard_count, 2);
    assert_string_equal(r.heard[0].answer, "Indicação");
    assert_int_equal(r.heard[0].conversions, 2);
    assert_int_equal(r.heard[0].value_minor, 111);
    assert_null(r.heard[1].answer);
    assert_int_equal(r.heard[1].value_minor, 5);
    for (size_t i = 0; i < r.heard_count; i++) {
        const struct attribution_rows_ask ask = {.model = ATTRIBUTION_MARKOV,
                                                 .heard = r.heard[i].answer ? r.heard[i].answer
                                                                            : REPORT_NONE};
        struct attribution_rows rows = {0};
        int64_t sum = 0;
        assert_int_equal(attribution_rows(w->cx, &r, &ask, &rows), OK);
        assert_int_equal(rows.total, r.heard[i].conversions);
        assert_int_equal(rows.value_minor, r.heard[i].value_minor);
        for (size_t k = 0; k < rows.n; k++)
            sum += rows.rows[k].value_minor;
        assert_int_equal(sum, rows.value_minor);
        assert_true(rows.rows[0].conversion->contact == (i ? caio : ana) ||
                    rows.rows[0].conversion->contact == bia);
    }
    attribution_report_done(&r);
}

static void w_takes_the_stamps_of_lead_and_opportunity(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme");
    struct contact *c = new_lead(w, NULL, "2018-01-10");
    struct attribution_report r;
    int64_t ana;

    c->account = acme;
    ana = market_save(w, &contact_model, c);
    touched(w, t, ana, "first", "2018-01-01");
    touched(w, t, ana, "lead", "2018-01-09");
    touched(w, t, ana, "rest", "2018-01-15");
    touched(w, t, ana, "opportunity", "2018-01-20");
    (void)sold(w, acme, ana, "2018-01-21", "2018-02-01", 1000);
    r = attributed(w, t, ask_won);
    assert_int_equal(value_of(&r, ATTRIBUTION_W, "first"), 300);
    assert_int_equal(value_of(&r, ATTRIBUTION_W, "lead"), 300);
    assert_int_equal(value_of(&r, ATTRIBUTION_W, "opportunity"), 300);
    assert_int_equal(value_of(&r, ATTRIBUTION_W, "rest"), 100);
    assert_int_equal(value_of(&r, ATTRIBUTION_U, "lead"), 400);
    attribution_report_done(&r);
}

static void leads_and_opportunities_are_credited_when_asked(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme");
    struct contact *c = new_lead(w, NULL, "2018-01-10");
    struct attribution_report r;
    int64_t ana;

    c->account = acme;
    ana = market_save(w, &contact_model, c);
    touched(w, t, ana, "email", "2018-01-01");
    touched(w, t, ana, "display", "2018-01-12");
    (void)sold(w, acme, ana, "2018-01-21", "2018-02-01", 1000);
    r = attributed(w, t, (struct attribution_ask){.credit = CREDIT_LEAD});
    assert_int_equal(r.conversions, 1);
    assert_int_equal(r.value_minor, 0);
    assert_true(near(conversions_of(&r, ATTRIBUTION_W, "email"), 1));
    assert_int_equal(key_at(&r, "display"), -1);
    attribution_report_done(&r);
    r = attributed(w, t, (struct attribution_ask){.credit = CREDIT_OPPORTUNITY});
    assert_int_equal(value_of(&r, ATTRIBUTION_LAST, "display"), 1000);
    attribution_report_done(&r);
}

static void direct_is_passed_over_in_every_dimension(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t ana = somebody(w, NIL, NULL);
    struct attribution_report r;

    touched_by(w, t, ana, "email", "news", at(w, "2018-01-01"));
    touched_by(w, t, ana, "organic_search", "", at(w, "2018-01-02"));
    touched_by(w, t, ana, "direct", "", at(w, "2018-01-03"));
    (void)won(w, ana, "2018-02-01", 10);
    r = attributed(w, t, ask_won);
    assert_int_equal(value_of(&r, ATTRIBUTION_LAST_KNOWN, "organic_search"), 10);
    assert_true(r.direct[key_at(&r, "direct")]);
    attribution_report_done(&r);
    r = attributed(w, t, (struct attribution_ask){.credit = CREDIT_WON, .by = CREDIT_BY_CAMPAIGN});
    assert_int_equal(value_of(&r, ATTRIBUTION_LAST_KNOWN, "(none)"), 10);
    assert_int_equal(value_of(&r, ATTRIBUTION_LAST_KNOWN, "news"), 0);
    attribution_report_done(&r);
}

static void companies_that_did_not_buy_are_null_journeys(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t ana = somebody(w, NIL, NULL), bia = somebody(w, NIL, NULL);
    int64_t caio = somebody(w, NIL, NULL);
    struct attribution_report r;

    touched(w, t, ana, "email", "2018-01-01");
    touched(w, t, bia, "email", "2018-01-01");
    touched(w, t, caio, "email", "2017-01-01");
    (void)won(w, ana, "2018-02-01", 10);
    (void)won(w, bia, "2018-06-01", 10);
    r = attributed(
        w, t,
        (struct attribution_ask){.credit = CREDIT_WON, .from = "2018-01-01", .to = "2018-03-01"});
    assert_int_equal(r.conversions, 1);
    assert_int_equal(r.null_journeys, 1); /* bia bought later, caio came before */
    attribution_report_done(&r);
}

static void money_of_other_currencies_is_left_out_and_said(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t ana = somebody(w, NIL, NULL);
    struct deal *d = new_deal(w, ana, "won", "2018-02-01", 500);
    struct attribution_report r;

    d->currency = "USD";
    (void)market_save(w, &deal_model, d);
    (void)won(w, ana, "2018-02-02", NIL);
    touched(w, t, ana, "email", "2018-01-01");
    r = attributed(w, t, ask_won);
    assert_int_equal(r.conversions, 2);
    assert_int_equal(r.value_minor, 0);
    assert_int_equal(r.foreign, 1);
    assert_int_equal(r.unpriced, 1);
    assert_int_equal(r.others.n, 1);
    assert_string_equal(r.others.all[0].currency, "USD");
    assert_int_equal(r.others.all[0].value_minor, 500);
    assert_int_equal(r.others.all[0].count, 1);
    attribution_report_done(&r);
    /* An amount that names no currency is of the site's, here as everywhere. */
    assert_int_equal(engine_sql(w->cx, w->pool, "update deals set currency = null"), OK);
    r = attributed(w, t, ask_won);
    assert_int_equal(r.value_minor, 500);
    assert_int_equal(r.foreign, 0);
    attribution_report_done(&r);
}

static void wrong_questions_are_refused(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct attribution_report r;
    struct attribution_ask ask = {.credit = CREDIT_WON, .window_days = 366, .half_life_days = 6};
    enum attribution_credit credit;
    enum attribution_by by;
    struct db *db = market_read(w);

    assert_int_equal(attribution_report_run(w->cx, db, t->store, &ask, &r), ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 2);
    fault_clear(w->cx);
    assert_int_equal(attribution_credit_read(w->cx, "love", &credit), ERR_INVALID);
    assert_int_equal(attribution_by_read(w->cx, "moon", &by), ERR_INVALID);
    assert_int_equal(attribution_by_read(w->cx, NULL, &by), OK);
    assert_int_equal(by, CREDIT_BY_CHANNEL);
    db_return(db);
}

static void more_campaigns_than_rows_are_one(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t ana = somebody(w, NIL, NULL), from = at(w, "2018-01-01");
    struct attribution_report r;

    for (int i = 0; i < ATTRIBUTION_KEYS_MAX + 50; i++)
        touched_by(w, t, ana, "email", arena_print(w->cx->arena, "c%04d", i), from + i);
    touched_by(w, t, ana, "email", "c0349", from + 1000);
    (void)won(w, ana, "2018-02-01", 100000);
    r = attributed(w, t, (struct attribution_ask){.credit = CREDIT_WON, .by = CREDIT_BY_CAMPAIGN});
    assert_int_equal(r.key_count, ATTRIBUTION_KEYS_MAX);
    assert_true(key_at(&r, "c0349") >= 0); /* seen twice */
    assert_true(key_at(&r, ATTRIBUTION_OTHERS) >= 0);
    assert_sums(&r);
    attribution_report_done(&r);
}

/* The channels of a unit's touches, one letter each, in order. */
static void assert_touches(struct engine_world *w, struct told_store *t, struct touch_ask ask,
                           int64_t unit, const char *order)
{
    struct touch_book b = {0};
    struct db *db = market_read(w);
    const struct touch_unit *u;

    assert_int_equal(touch_book_read(w->cx, db, t->store, &ask, &b), OK);
    db_return(db);
    u = touch_unit_find(&b, unit);
    assert_non_null(u);
    assert_int_equal(u->n, strlen(order));
    for (size_t i = 0; i < u->n; i++)
        if (!ask.first)
            assert_int_equal(b.texts[b.touches[u->from + i].text[TOUCH_CHANNEL]][0], order[i]);
    touch_book_done(&b);
}

static void touches_of_a_person_and_of_a_company_come_oldest_first(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    int64_t bia = somebody(w, acme, NULL), caio = somebody(w, NIL, NULL);

    touched(w, t, ana, "b", "2018-01-02");
    touched(w, t, bia, "a", "2018-01-01");
    touched(w, t, ana, "c", "2018-01-03");
    touched(w, t, caio, "d", "2018-01-01");
    assert_touches(w, t, (struct touch_ask){0}, acme, "abc");
    assert_touches(w, t, (struct touch_ask){0}, caio, "d");
    assert_touches(w, t, (struct touch_ask){.until_ms = at(w, "2018-01-03")}, acme, "ab");
}

static enum err write_move(struct ctx *cx, struct db *db, void *contact)
{
    return model_change(cx, db, &contact_model, contact);
}

static void moves_to(struct engine_world *w, int64_t who, int64_t company, const char *when)
{
    struct db *db = market_read(w);
    void *now = NULL;

    w->clock.now_ms = at(w, when);
    assert_int_equal(model_get(w->cx, db, &contact_model, who, &now), OK);
    db_return(db);
    ((struct contact *)now)->account = company;
    assert_int_equal(db_write(w->cx, w->pool, write_move, now), OK);
}

static void who_goes_to_another_company_leaves_what_was_done_before(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), beta = a_company(w, "Beta");
    int64_t ana = somebody(w, acme, "a fair");
    struct attribution_report before, after;

    touched(w, t, ana, "early", "2023-11-02");
    touched(w, t, ana, "mail", "2023-11-10");
    (void)sold(w, acme, ana, "2023-11-11", "2023-11-12", 100);
    (void)sold(w, NIL, ana, "2023-11-11", "2023-11-13", 7);
    before = attributed(w, t, ask_won);
    moves_to(w, ana, beta, "2023-12-10");
    w->clock.now_ms = at(w, "2024-02-01");
    touched(w, t, ana, "later", "2023-12-15");
    (void)sold(w, beta, ana, "2023-12-20", "2024-01-05", 11);
    after = attributed(w, t, ask_won);
    assert_touches(w, t, (struct touch_ask){0}, acme, "em");
    assert_touches(w, t, (struct touch_ask){0}, beta, "l");
    assert_int_equal(value_of(&before, ATTRIBUTION_FIRST, "early"), 100);
    assert_int_equal(value_of(&after, ATTRIBUTION_FIRST, "early"), 100);
    assert_int_equal(value_of(&after, ATTRIBUTION_LAST, "mail"), 100);
    assert_int_equal(value_of(&after, ATTRIBUTION_LAST, "later"), 11);
    assert_int_equal(before.unknown_value_minor, 7); /* a second deal, nothing in between */
    assert_int_equal(after.unknown_value_minor, 7);
    assert_sums(&after);
    attribution_report_done(&before);
    attribution_report_done(&after);
    after = attributed(w, t, (struct attribution_ask){.credit = CREDIT_LEAD});
    assert_int_equal(after.conversions, 1); /* one lead, of the company she was in by then */
    attribution_report_done(&after);
}

static void each_company_of_who_moved_has_its_own_first_touch(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), beta = a_company(w, "Beta");
    int64_t ana = somebody(w, acme, NULL);
    struct touch_book b = {0};
    struct db *db;

    touched(w, t, ana, "a", "2023-11-02");
    touched(w, t, ana, "b", "2023-12-15");
    moves_to(w, ana, beta, "2023-12-10");
    db = market_read(w);
    assert_int_equal(touch_book_read(w->cx, db, t->store, &(struct touch_ask){.first = true}, &b),
                     OK);
    db_return(db);
    assert_int_equal(b.touches[touch_unit_find(&b, acme)->from].at_ms, at(w, "2023-11-02"));
    assert_int_equal(b.touches[touch_unit_find(&b, beta)->from].at_ms, at(w, "2023-12-15"));
    touch_book_done(&b);
}

struct put_right {
    int64_t contact, id;
    const char *until;
};

static enum err put_right_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct put_right *p = arg;

    return past_company_change(cx, db, p->contact, p->id, p->until);
}

static enum err put_right(struct engine_world *w, struct put_right p)
{
    enum err e = db_write(w->cx, w->pool, put_right_in, &p);

    if (e == ERR_INVALID)
        assert_true(fault_has_field(w->cx, "until"));
    fault_clear(w->cx);
    return e;
}

static size_t companies_left(struct engine_world *w, int64_t contact, struct past_company **ret)
{
    struct db *db = market_read(w);
    size_t n = 0;

    assert_int_equal(past_companies_of(w->cx, db, contact, ret, &n), OK);
    db_return(db);
    return n;
}

static void a_move_that_was_recorded_late_or_never_was_is_put_right_by_hand(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), beta = a_company(w, "Beta");
    int64_t ana = somebody(w, acme, NULL), bia = somebody(w, acme, NULL);
    struct past_company *left = NULL;

    touched(w, t, ana, "early", "2023-11-02");
    touched(w, t, ana, "mail", "2023-11-20");
    touched(w, t, ana, "later", "2023-12-15");
    moves_to(w, ana, beta, "2023-12-10");
    assert_int_equal(companies_left(w, ana, &left), 1);
    assert_int_equal(left->account, acme);
    assert_string_equal(left->name, "Acme");
    assert_int_equal(put_right(w, (struct put_right){ana, left->id, "2023-11-10"}), OK);
    assert_touches(w, t, (struct touch_ask){0}, acme, "e");
    assert_touches(w, t, (struct touch_ask){0}, beta, "ml");
    assert_int_equal(put_right(w, (struct put_right){ana, left->id, "2023-12-11"}), ERR_INVALID);
    assert_int_equal(put_right(w, (struct put_right){ana, left->id, "soon"}), ERR_INVALID);
    assert_int_equal(put_right(w, (struct put_right){bia, left->id, NULL}), ERR_NOTFOUND);
    assert_int_equal(put_right(w, (struct put_right){ana, left->id, NULL}), OK);
    assert_touches(w, t, (struct touch_ask){0}, beta, "eml");
    assert_int_equal(put_right(w, (struct put_right){ana, left->id, NULL}), ERR_NOTFOUND);
    assert_int_equal(companies_left(w, ana, &left), 0);
}

/* Nobody moved: what was done before goes where they are. */
static void a_company_that_was_wrong_or_not_known_keeps_nothing(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), beta = a_company(w, "Beta");
    int64_t ana = somebody(w, NIL, NULL), bia = somebody(w, acme, NULL);
    int64_t caio = somebody(w, acme, NULL);

    touched(w, t, ana, "a", "2023-11-02");
    moves_to(w, ana, beta, "2023-12-10");
    assert_touches(w, t, (struct touch_ask){0}, beta, "a");
    moves_to(w, ana, acme, "2024-01-10"); /* a mistake, seen an hour later */
    moves_to(w, ana, beta, "2024-01-10T01:00");
    assert_touches(w, t, (struct touch_ask){0}, beta, "a");
    touched(w, t, ana, "b", "2024-01-20");
    assert_touches(w, t, (struct touch_ask){0}, beta, "ab");
    touched(w, t, bia, "c", "2023-11-03");
    touched(w, t, caio, "d", "2023-11-03");
    moves_to(w, bia, beta, "2024-02-01");
    moves_to(w, caio, beta, "2024-02-01");
    assert_touches(w, t, (struct touch_ask){0}, acme, "cd");
    w->cx->undoing = true; /* the change is taken back, much later */
    moves_to(w, bia, acme, "2024-03-01");
    moves_to(w, caio, acme, "2024-03-01");
    w->cx->undoing = false;
    touched(w, t, bia, "e", "2024-02-10");
    assert_touches(w, t, (struct touch_ask){0}, acme, "cde");
    assert_touches(w, t, (struct touch_ask){0}, beta, "ab");
}

/* --- any history ------------------------------------------------------------------------------- */

struct history {
    struct engine_world *w;
    struct told_store *t;
    uint64_t seed;
    int64_t people[12];
};

static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

static void make_history(struct history *h)
{
    static const char *const channels[] = {"email", "paid_search", "direct", "social", "referral"};
    struct engine_world *w = h->w;
    int64_t company = NIL, begin = at(w, "2018-01-01");

    for (size_t i = 0; i < COUNT_OF(h->people); i++) {
        if (i % 3 == 0)
            company = dice(&h->seed, 3) ? a_company(w, "Any") : NIL;
        h->people[i] = somebody(w, company, dice(&h->seed, 2) ? "Google" : NULL);
        for (uint32_t n = dice(&h->seed, 6); n--;)
            touched_by(w, h->t, h->people[i], channels[dice(&h->seed, COUNT_OF(channels))],
                       dice(&h->seed, 2) ? "spring" : "", begin + DAYS_MS(dice(&h->seed, 200)));
        if (dice(&h->seed, 2)) {
            struct deal *d = new_deal(w, h->people[i], "won", "2018-06-01", dice(&h->seed, 99999));
            d->account = company;
            d->closed_at = begin + DAYS_MS(dice(&h->seed, 150)) + 1;
            d->opened_at = d->closed_at - DAYS_MS(dice(&h->seed, 30));
            (void)market_save(w, &deal_model, d);
        }
    }
}

static void rows_add_up(struct history *h, const struct attribution_report *r)
{
    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        for (size_t c = 0; c < r->key_count; c++) {
            struct attribution_rows_ask ask = {
                .model = (enum attribution_model)m, .key = r->keys[c], .limit = 7};
            struct attribution_rows rows = {0};
            double conversions = 0;
            int64_t value = 0;
            do {
                assert_int_equal(attribution_rows(h->w->cx, r, &ask, &rows), OK);
                for (size_t i = 0; i < rows.n; i++) {
                    conversions += rows.rows[i].conversions;
                    value += rows.rows[i].value_minor;
                }
                ask.after = rows.next;
            } while (rows.next);
            assert_true(fabs(conversions - r->credits[m].conversions[c]) < 1e-6);
            assert_int_equal(value, r->credits[m].value[c]);
        }
    }
}

static void any_history_sums_opens_and_keeps_its_past(void **state)
{
    struct history h = {.w = *state, .seed = 7};

    for (int round = 0; round < 4; round++) {
        struct attribution_ask ask = {.credit = CREDIT_WON,
                                      .by = round % 2 ? CREDIT_BY_SOURCE : CREDIT_BY_CHANNEL,
                                      .to = "2018-06-15",
                                      .window_days = round == 3 ? 30 : 0};
        struct attribution_report r, later;
        h.t = told_of(h.w);
        make_history(&h);
        r = attributed(h.w, h.t, ask);
        assert_sums(&r);
        rows_add_up(&h, &r);
        for (size_t i = 0; i < COUNT_OF(h.people); i++)
            touched(h.w, h.t, h.people[i], "too_late", "2018-07-20");
        later = attributed(h.w, h.t, ask);
        assert_int_equal(key_at(&later, "too_late"), -1);
        assert_int_equal(r.key_count, later.key_count);
        for (size_t m = 0; m < ATTRIBUTION_MODEL_COUNT; m++)
            assert_memory_equal(r.credits[m].value, later.credits[m].value,
                                r.key_count * sizeof(int64_t));
        attribution_report_done(&r);
        attribution_report_done(&later);
    }
}

/* What the report over these days says of the channel (NULL: of all that has one). */
static struct figure reported(struct history *h, enum attribution_credit of, const char *channel,
                              const char *from, const char *to)
{
    struct attribution_report r =
        attributed(h->w, h->t, (struct attribution_ask){.credit = of, .from = from, .to = to});
    struct figure f = r.conversions && r.unpriced == r.conversions
                          ? figure_unknown("report.revenue_not_given")
                          : figure_whole(channel ? value_of(&r, ATTRIBUTION_LAST_KNOWN, channel)
                                                 : r.value_minor - r.unknown_value_minor);

    attribution_report_done(&r);
    return f;
}

static void assert_same_figure(struct figure a, struct figure b)
{
    assert_int_equal(a.known, b.known);
    assert_int_equal(a.known ? a.whole : 0, b.known ? b.whole : 0);
    assert_true(a.known || strcmp(a.reason, b.reason) == 0);
}

static void months_are_reported(struct history *h, enum attribution_credit of, const char *channel)
{
    static const char *const days[][2] = {
        {"2018-01-10", "2018-01-31"}, {"2018-02-01", "2018-02-28"}, {"2018-03-01", "2018-03-31"},
        {"2018-04-01", "2018-04-30"}, {"2018-05-01", "2018-05-31"}, {"2018-06-01", "2018-06-20"}};
    const char *metric = of == CREDIT_WON ? "attributed_revenue" : "attributed_pipeline";
    struct ctx *cx = h->w->cx;
    struct metric_point *points = NULL;
    struct db *db = market_read(h->w);
    struct figure whole;
    size_t n = 0;

    cx->facts = h->t->store;
    assert_int_equal(metric_series(cx, db, metric, days[0][0], days[COUNT_OF(days) - 1][1], channel,
                                   &whole, &points, &n),
                     OK);
    cx->facts = NULL;
    db_return(db);
    assert_int_equal(n, COUNT_OF(days));
    assert_same_figure(whole, reported(h, of, channel, days[0][0], days[n - 1][1]));
    for (size_t i = 0; i < n; i++)
        assert_same_figure(points[i].value, reported(h, of, channel, days[i][0], days[i][1]));
}

static void each_month_of_a_metric_is_the_report_of_that_month(void **state)
{
    static const char *const channels[] = {NULL, "email", "paid_search", "direct", "nobody"};
    struct history h = {.w = *state, .seed = 11};

    h.t = told_of(h.w);
    for (int part = 0; part < 3; part++)
        make_history(&h);
    touched(h.w, h.t, h.people[0], "email", "2018-06-02");
    for (int credit = CREDIT_OPPORTUNITY; credit <= CREDIT_WON; credit++)
        for (size_t i = 0; i < COUNT_OF(channels); i++)
            months_are_reported(&h, (enum attribution_credit)credit, channels[i]);
}

static void a_month_of_deals_without_amounts_has_no_money(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t acme = a_company(w, "Acme"), ana = somebody(w, acme, NULL);
    struct metric_point *points = NULL;
    struct db *db;
    size_t n = 0;

    touched(w, t, ana, "email", "2018-01-02");
    (void)sold(w, acme, ana, "2018-01-20", "2018-02-01", NIL);
    (void)sold(w, acme, ana, "2018-01-25", "2018-03-01", 700);
    touched(w, t, ana, "email", "2018-04-02");
    (void)sold(w, acme, ana, "2018-03-25", "2018-04-10", 800);
    db = market_read(w);
    w->cx->facts = t->store;
    assert_int_equal(metric_series(w->cx, db, "attributed_revenue", "2018-01-01", "2018-04-30",
                                   "E-MAIL", NULL, &points, &n),
                     OK);
    assert_int_equal(points[3].value.whole, 0);
    assert_int_equal(metric_series(w->cx, db, "attributed_revenue", "2018-01-01", "2018-04-30",
                                   "Email", NULL, &points, &n),
                     OK);
    w->cx->facts = NULL;
    db_return(db);
    assert_int_equal(n, 4);
    assert_int_equal(points[0].value.whole, 0);
    assert_string_equal(points[1].value.reason, "report.revenue_not_given");
    assert_int_equal(points[2].value.whole, 0); /* nothing between it and the deal before */
    assert_int_equal(points[3].value.whole, 800);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(colleagues_lead_to_the_deal_of_their_company),
        cmocka_unit_test(a_second_deal_begins_a_new_journey),
        cmocka_unit_test(deals_of_one_moment_are_one_journey),
        cmocka_unit_test(a_later_touch_never_rewrites_an_earlier_conversion),
        cmocka_unit_test(what_comes_late_but_was_before_counts),
        cmocka_unit_test(a_sale_without_a_touch_is_unknown_and_opens),
        cmocka_unit_test(a_recorded_first_contact_counts_where_nothing_was_measured),
        cmocka_unit_test(what_people_said_stands_beside),
        cmocka_unit_test(w_takes_the_stamps_of_lead_and_opportunity),
        cmocka_unit_test(leads_and_opportunities_are_credited_when_asked),
        cmocka_unit_test(direct_is_passed_over_in_every_dimension),
        cmocka_unit_test(companies_that_did_not_buy_are_null_journeys),
        cmocka_unit_test(money_of_other_currencies_is_left_out_and_said),
        cmocka_unit_test(wrong_questions_are_refused),
        cmocka_unit_test(more_campaigns_than_rows_are_one),
        cmocka_unit_test(touches_of_a_person_and_of_a_company_come_oldest_first),
        cmocka_unit_test(who_goes_to_another_company_leaves_what_was_done_before),
        cmocka_unit_test(a_move_that_was_recorded_late_or_never_was_is_put_right_by_hand),
        cmocka_unit_test(each_company_of_who_moved_has_its_own_first_touch),
        cmocka_unit_test(a_company_that_was_wrong_or_not_known_keeps_nothing),
        cmocka_unit_test(any_history_sums_opens_and_keeps_its_past),
        cmocka_unit_test(each_month_of_a_metric_is_the_report_of_that_month),
        cmocka_unit_test(a_month_of_deals_without_amounts_has_no_money),
    };

    return engines_run("attribution_report", tests, COUNT_OF(tests), market_prepare);
}
