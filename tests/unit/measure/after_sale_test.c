/* after_sale_test.c -- who stays, what they pay and how they do, counted by hand on small companies. */
#include "unit/world.h"

#include "base/time.h"
#include "measure/customer_health.h"
#include "measure/nps_report.h"
#include "measure/retention.h"
#include "people/account.h"
#include "people/activity.h"
#include "people/churn.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/nps.h"
#include "people/renewal.h"

#include <stdio.h>

/* The clock of the world stands on 2023-11-14. */

static int64_t company(struct engine_world *w, const char *name)
{
    struct account *a =
        world_record(w, &account_model, arena_print(w->cx->arena, "{'name':'%s'}", name));

    return a->record.id;
}

static int64_t sold(struct engine_world *w, int64_t account, const char *day, int reais,
                    const char *ends)
{
    const char *end = ends ? arena_print(w->cx->arena, ",'contract_ends_on':'%s'", ends) : "";
    struct deal *d = world_record(
        w, &deal_model,
        arena_print(w->cx->arena,
                    "{'name':'x','account':'%lld','outcome':'won','closed_at':'%sT15:00:00Z',"
                    "'amount_minor':%d%s}",
                    (long long)account, day, reais * 100, end));

    return d->record.id;
}

static struct retention_figures figures(struct engine_world *w, const char *from, const char *to)
{
    struct retention_figures f = {0};
    struct period p = {.from = from, .to = to};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(retention_of(w->cx, db, &p, &f), OK);
    db_return(db);
    return f;
}

/* 24 companies bought a year of R$ 1,200 in January 2022; 18 renewed it at R$ 1,500, 6 did not. */
static void cohort_of_24(struct engine_world *w)
{
    for (int i = 0; i < 24; i++) {
        int64_t a = company(w, arena_print(w->cx->arena, "C%d", i));
        (void)sold(w, a, "2022-01-10", 1200, "2022-12-31");
        if (i < 18)
            (void)sold(w, a, "2023-01-20", 1500, "2023-12-31");
    }
}

static void those_who_renew_stay_and_pay_what_they_pay(void **state)
{
    struct engine_world *w = *state;
    struct retention_figures f;

    cohort_of_24(w);
    f = figures(w, "2023-01-01", "2023-10-31"); /* from December 2022 to October 2023 */
    assert_int_equal(f.customers, 24);
    assert_int_equal(f.stayed, 18);
    assert_true(f.retention.known && f.retention.value == 0.75);
    assert_true(f.churn.known && f.churn.value == 0.25);
    assert_true(f.nrr.known);
    assert_true(f.nrr.value > 0.9374 && f.nrr.value < 0.9376); /* 18 × 125 ÷ (24 × 100) */
}

static void what_was_paid_in_another_currency_is_told_beside(void **state)
{
    struct engine_world *w = *state;
    struct retention_figures f;

    cohort_of_24(w);
    (void)sold(w, company(w, "Miami"), "2023-01-20", 700, "2023-12-31");
    (void)sold(w, company(w, "Tampa"), "2021-01-20", 50, "2021-06-30"); /* over by then */
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   "update deals set currency = 'USD' where amount_minor in (70000, 5000)"),
        OK);
    f = figures(w, "2023-01-01", "2023-10-31");
    assert_true(f.nrr.value > 0.9374 && f.nrr.value < 0.9376);
    assert_int_equal(f.others.n, 1);
    assert_string_equal(f.others.all[0].currency, "USD");
    assert_int_equal(f.others.all[0].value_minor, 70000);
    assert_int_equal(f.others.all[0].count, 1);
}

static void the_month_after_the_end_is_grace(void **state)
{
    struct engine_world *w = *state;

    cohort_of_24(w);
    assert_int_equal(figures(w, "2023-01-01", "2023-01-31").stayed, 24);
    assert_int_equal(figures(w, "2023-01-01", "2023-02-28").stayed, 18);
}

static void fewer_than_twenty_have_no_rate(void **state)
{
    struct engine_world *w = *state;
    struct retention_figures f;

    for (int i = 0; i < 19; i++)
        (void)sold(w, company(w, arena_print(w->cx->arena, "C%d", i)), "2023-01-10", 100, NULL);
    f = figures(w, "2023-06-01", "2023-06-30");
    assert_false(f.retention.known);
    assert_int_equal(f.retention.have, 19);
    assert_int_equal(f.retention.need, 20);
    assert_false(f.nrr.known);
}

static void a_sale_without_an_end_lasts_twelve_months(void **state)
{
    struct engine_world *w = *state;

    (void)sold(w, company(w, "A"), "2022-03-10", 1200, NULL);
    assert_int_equal(figures(w, "2022-04-01", "2023-02-28").stayed, 1);
    assert_int_equal(figures(w, "2022-04-01", "2023-03-31").stayed, 1); /* grace */
    assert_int_equal(figures(w, "2022-04-01", "2023-04-30").stayed, 0);
}

static void who_left_is_gone_from_that_month_and_may_come_back(void **state)
{
    struct engine_world *w = *state;
    int64_t a = company(w, "A");

    (void)sold(w, a, "2022-01-10", 2400, "2023-12-31");
    (void)world_record(w, &churn_model,
                       arena_print(w->cx->arena,
                                   "{'account':'%lld','churned_on':'2022-06-15','reason':'price'}",
                                   (long long)a));
    assert_int_equal(figures(w, "2022-02-01", "2022-05-31").stayed, 1);
    assert_int_equal(figures(w, "2022-02-01", "2022-06-30").stayed, 0);
    (void)sold(w, a, "2023-02-10", 100, "2023-12-31");
    assert_int_equal(figures(w, "2022-02-01", "2023-03-31").stayed, 1);
}

static const char *report(struct engine_world *w, const char *by)
{
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(retention_json(w->cx, db, by, &out), OK);
    db_return(db);
    return buf_text(&out);
}

static void a_cohort_is_of_the_quarter_of_the_first_purchase(void **state)
{
    struct engine_world *w = *state;
    const char *json;

    cohort_of_24(w);
    json = report(w, "quarter");
    assert_non_null(strstr(json, "{\"key\":\"2022-Q1\",\"size\":24,\"cells\":[{\"at\":\"2022-Q1\","
                                 "\"active\":24,\"rate\":1"));
    assert_non_null(strstr(json, "{\"at\":\"2023-Q2\",\"active\":18,\"rate\":0.75"));
    assert_null(strstr(json, "\"key\":\"2023-Q1\""));
}

static void who_ran_out_is_told_apart_from_who_left(void **state)
{
    struct engine_world *w = *state;
    int64_t left = company(w, "A");

    (void)sold(w, left, "2022-01-10", 2400, "2024-12-31");
    (void)sold(w, company(w, "B"), "2022-01-10", 2400, "2024-12-31");
    (void)sold(w, company(w, "C"), "2022-01-10", 1200, "2022-12-31");
    (void)sold(w, company(w, "D"), "2001-01-10", 1200, "2001-12-31"); /* before all cohorts shown */
    (void)world_record(w, &churn_model,
                       arena_print(w->cx->arena,
                                   "{'account':'%lld','churned_on':'2022-06-15','reason':'price'}",
                                   (long long)left));
    assert_non_null(strstr(report(w, "month"), "\"active\":1,\"lapsed\":2,"));
}

/* --- health */

static const char *health(struct engine_world *w, int64_t account)
{
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(customer_json(w->cx, db, account, &out), OK);
    db_return(db);
    return buf_text(&out);
}

static void has(const char *json, const char *part)
{
    if (!strstr(json, part))
        fail_msg("%s is not in %s", part, json);
}

static void too_little_known_is_no_score(void **state)
{
    struct engine_world *w = *state;
    int64_t a = company(w, "A");
    const char *json;

    (void)sold(w, a, "2023-01-10", 100, "2024-12-31");
    json = health(w, a);
    has(json, "\"score\":null,\"reason\":{\"code\":\"health_part.little_known\"");
    has(json, "{\"key\":\"renewal\",\"weight\":20,\"value\":100");
    has(json, "{\"key\":\"nps\",\"weight\":30,\"value\":null");
}

struct said {
    int64_t contact;
    int score;
};

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct said *s = arg;

    return nps_say(cx, db, s->contact, 20234, s->score, NULL);
}

static int64_t person_says(struct engine_world *w, int64_t account, int score)
{
    struct contact *c = world_record(
        w, &contact_model,
        account ? arena_print(w->cx->arena, "{'name':'P','account':'%lld'}", (long long)account)
                : "{'name':'P'}");
    struct said s = {c->record.id, score};

    assert_int_equal(db_write(w->cx, w->pool, say_in, &s), OK);
    return c->record.id;
}

/* 105 days since they spoke: 50 of 100, weight 30; a 9 of 10: 90, weight 30; one problem: 40, weight 20; 47 days to go
 * without a renewal: 40, weight 20. (15 + 27 + 8 + 8) ÷ 1. */
static void the_score_is_the_weighted_mean_of_its_parts(void **state)
{
    struct engine_world *w = *state;
    int64_t a = company(w, "A");
    const char *json;

    (void)sold(w, a, "2023-01-10", 100, "2023-12-31");
    (void)person_says(w, a, 9);
    (void)world_record(w, &activity_model,
                       arena_print(w->cx->arena,
                                   "{'kind':'call','at':'2023-08-01T15:00:00Z','account':'%lld'}",
                                   (long long)a));
    (void)world_record(
        w, &activity_model,
        arena_print(w->cx->arena, "{'kind':'issue','subject':'x','account':'%lld'}", (long long)a));
    json = health(w, a);
    has(json, "{\"key\":\"activity\",\"weight\":30,\"value\":50");
    has(json, "{\"key\":\"nps\",\"weight\":30,\"value\":90");
    has(json, "{\"key\":\"issues\",\"weight\":20,\"value\":40");
    has(json, "{\"key\":\"renewal\",\"weight\":20,\"value\":40");
    has(json, "\"score\":58,\"reason\":null");
}

/* --- the survey */

static struct nps_counts counted(struct engine_world *w)
{
    struct nps_counts n = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(nps_count(w->cx, db, 0, 0, &n), OK);
    db_return(db);
    return n;
}

static void promoters_less_detractors_from_twenty_answers_on(void **state)
{
    static const int scores[] = {10, 9, 9, 9, 9, 9, 9, 9, 9, 10, 8, 7, 7, 7, 7, 6, 0, 3, 5};
    struct engine_world *w = *state;
    struct nps_counts n;

    for (size_t i = 0; i < COUNT_OF(scores); i++)
        (void)person_says(w, 0, scores[i]);
    n = counted(w);
    assert_false(nps_figure(&n).known);
    (void)person_says(w, 0, 1);
    n = counted(w);
    assert_int_equal(n.promoters, 10);
    assert_int_equal(n.passives, 5);
    assert_int_equal(n.detractors, 5);
    assert_int_equal(nps_figure(&n).whole, 25);
}

static void a_person_counts_once_with_the_last_answer(void **state)
{
    struct engine_world *w = *state;
    struct said s = {person_says(w, 0, 2), 10};
    struct nps_counts n;

    assert_int_equal(db_write(w->cx, w->pool, say_in, &s), OK);
    n = counted(w);
    assert_int_equal(n.promoters, 1);
    assert_int_equal(n.detractors, 0);
}

/* --- renewals */

static enum err begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct deal *made = NULL;
    enum err e = renewal_begin(cx, db, *(int64_t *)arg, &made);

    if (!e)
        assert_string_equal(made->type, "renewal");
    return e;
}

static size_t due(struct engine_world *w, struct renewal_due **rows)
{
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(renewals_due(w->cx, db, "2023-11-14", "2024-02-12", 0, rows, &n), OK);
    db_return(db);
    return n;
}

static void a_contract_is_due_once_and_its_renewal_is_begun_once(void **state)
{
    struct engine_world *w = *state;
    struct renewal_due *rows = NULL;
    int64_t a = company(w, "A"), b = company(w, "B"),
            deal = sold(w, a, "2023-01-10", 100, "2023-12-31");

    (void)sold(w, b, "2023-01-10", 100, "2023-12-31");
    (void)sold(w, b, "2023-11-01", 100, "2024-12-31"); /* runs longer */
    assert_int_equal(due(w, &rows), 1);
    assert_int_equal(rows[0].deal, deal);
    assert_int_equal(rows[0].renewal, NIL);
    assert_int_equal(db_write(w->cx, w->pool, begin_in, &deal), OK);
    assert_int_equal(due(w, &rows), 1);
    assert_string_equal(rows[0].renewal_outcome, "open");
    assert_int_equal(db_write(w->cx, w->pool, begin_in, &deal), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "renewal.exists");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_who_renew_stay_and_pay_what_they_pay),
        cmocka_unit_test(what_was_paid_in_another_currency_is_told_beside),
        cmocka_unit_test(the_month_after_the_end_is_grace),
        cmocka_unit_test(fewer_than_twenty_have_no_rate),
        cmocka_unit_test(a_sale_without_an_end_lasts_twelve_months),
        cmocka_unit_test(who_left_is_gone_from_that_month_and_may_come_back),
        cmocka_unit_test(a_cohort_is_of_the_quarter_of_the_first_purchase),
        cmocka_unit_test(who_ran_out_is_told_apart_from_who_left),
        cmocka_unit_test(too_little_known_is_no_score),
        cmocka_unit_test(the_score_is_the_weighted_mean_of_its_parts),
        cmocka_unit_test(promoters_less_detractors_from_twenty_answers_on),
        cmocka_unit_test(a_person_counts_once_with_the_last_answer),
        cmocka_unit_test(a_contract_is_due_once_and_its_renewal_is_begun_once),
    };
    return engines_run("after the sale", tests, COUNT_OF(tests), world_prepare);
}
