/* economics_test.c -- what a qualified lead, an opportunity and a customer cost and are worth, on a world counted by hand. */
#include "unit/measure/report_unit.h"

#include "measure/dashboard.h"
#include "measure/metric.h"
#include "work/setting.h"

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)
#define MARCH "2023-03-01", "2023-03-31"

static struct figure value(struct engine_world *w, const char *key, const char *from,
                           const char *to, const char *channel)
{
    struct figure f = {0};
    struct db *db = market_read(w);

    assert_int_equal(metric_value(w->cx, db, key, from, to, channel, &f), OK);
    db_return(db);
    return f;
}

static enum err change_settings(struct ctx *cx, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {measure_settings, NULL};
    const struct json *in = NULL;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

static void set(struct engine_world *w, const char *json)
{
    char copy[200];

    (void)snprintf(copy, sizeof(copy), "%s", json);
    assert_int_equal(db_write(w->cx, w->pool, change_settings, copy), OK);
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

/* A lead whom marketing judged ready on that day, as the ladder stamps it. */
static int64_t an_mql(struct engine_world *w, const char *channel, const char *day)
{
    int64_t id = lead(w, channel, day);

    stamp(w, id, day);
    return id;
}

static int64_t a_company(struct engine_world *w, int n)
{
    struct account *a = model_new(w->cx, &account_model);

    a->name = arena_print(w->cx->arena, "Empresa %d", n);
    return market_save(w, &account_model, a);
}

static void a_sale(struct engine_world *w, int64_t contact, int64_t account, const char *closed,
                   int64_t amount, const char *until)
{
    struct deal *d = new_deal(w, contact, "won", closed, amount);

    d->account = account;
    d->contract_ends_on = until;
    market_save(w, &deal_model, d);
}

static void an_mql_counts_once_and_costs_its_share(void **state)
{
    struct engine_world *w = *state;
    int64_t first = 0;

    for (int i = 0; i < 9; i++)
        first = an_mql(w, "ads", "2023-03-02");
    stamp(w, first, "2023-03-20");                        /* once more: still one */
    stamp(w, lead(w, "ads", "2023-02-01"), "2023-02-10"); /* of another month */
    spend(w, "ads", "media", "2023-03-01", NULL, 100000);
    assert_int_equal(value(w, "mqls", MARCH, NULL).whole, 9);
    assert_string_equal(value(w, "cost_per_mql", MARCH, NULL).reason, "metric.few_mqls");
    (void)an_mql(w, "mail", "2023-03-30");
    assert_int_equal(value(w, "cost_per_mql", MARCH, NULL).whole, 10000);
    assert_int_equal(value(w, "mqls", MARCH, "mail").whole, 1);
    assert_int_equal(value(w, "cost_per_mql", MARCH, "ads").have, 9);
}

static void a_renewal_is_no_opportunity(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");

    spend(w, NULL, "people", "2023-03-01", NULL, 60000);
    for (int i = 0; i < 7; i++) {
        struct deal *d = new_deal(w, a, "open", NULL, NIL);
        d->opened_at = at(w, i == 6 ? "2023-04-01" : "2023-03-31T23:00");
        d->type = i == 5 ? "renewal" : i == 4 ? "expansion" : "new";
        market_save(w, &deal_model, d);
    }
    assert_int_equal(value(w, "opportunities", MARCH, NULL).whole, 5);
    assert_int_equal(value(w, "cost_per_opportunity", MARCH, NULL).whole, 12000);
}

static void without_a_margin_nothing_is_said_of_worth(void **state)
{
    struct engine_world *w = *state;

    for (int i = 0; i < 5; i++)
        won(w, lead(w, "ads", "2023-03-01"), "2023-03-05", 40000);
    spend(w, "ads", "media", "2023-03-01", NULL, 100000);
    assert_string_equal(value(w, "roi", MARCH, NULL).reason, "metric.no_margin");
    assert_string_equal(value(w, "ltv_cac", MARCH, NULL).reason, "metric.no_margin");
    assert_string_equal(value(w, "payback_months", MARCH, NULL).reason, "metric.no_margin");
    set(w, "{\"measure.gross_margin\": 60}");
    /* (200,000 × 0.6 − 100,000) ÷ 100,000 */
    NEAR(value(w, "roi", MARCH, NULL).value, 0.2);
    assert_string_equal(value(w, "payback_months", MARCH, NULL).reason, "metric.not_recurring");
    assert_string_equal(value(w, "ltv_cac", MARCH, NULL).reason, "metric.few_old_customers");
}

static struct other_monies others(struct engine_world *w, const char *key, const char *from,
                                  const char *to)
{
    struct other_monies m = {0};
    struct db *db = market_read(w);

    assert_int_equal(metric_others(w->cx, db, key, from, to, NULL, &m), OK);
    db_return(db);
    return m;
}

static void in_dollars(struct engine_world *w)
{
    assert_int_equal(
        engine_sql(w->cx, w->pool, "update deals set currency = 'USD' where amount_minor = 777"),
        OK);
}

/* The clock of the tests stands in November 2023. */
static void the_first_year_of_a_customer_is_its_worth(void **state)
{
    struct engine_world *w = *state;

    set(w, "{\"measure.gross_margin\": 50}");
    for (int i = 0; i < 20; i++) {
        int64_t account = a_company(w, i), contact = lead(w, "ads", "2022-05-01");
        a_sale(w, contact, account, "2022-06-01", 10000, NULL);
        a_sale(w, contact, account, "2022-12-01", 2000, NULL);
        a_sale(w, contact, account, "2023-07-01", 90000, NULL); /* after its first year */
        a_sale(w, contact, account, i ? "2023-08-01" : "2022-12-02", 777, NULL);
    }
    in_dollars(w);
    spend(w, "ads", "media", "2022-05-01", NULL, 60000);
    /* worth 12,000 × 0.5 = 6,000; cost 60,000 ÷ 20 = 3,000 */
    NEAR(value(w, "ltv_cac", "2022-05-01", "2022-06-30", NULL).value, 2.0);
    assert_string_equal(value(w, "ltv_cac", "2022-05-01", "2022-06-30", "ads").reason,
                        "metric.no_channel");
    assert_int_equal(others(w, "ltv_cac", "2022-05-01", "2022-06-30").n, 1);
    assert_int_equal(others(w, "ltv_cac", "2022-05-01", "2022-06-30").all[0].count, 1);
    assert_int_equal(others(w, "roi", "2022-05-01", "2022-06-30").all[0].count, 20);
}

static void a_contract_pays_back_month_by_month(void **state)
{
    struct engine_world *w = *state;

    set(w, "{\"measure.gross_margin\": 50, \"measure.recurring\": true}");
    for (int i = 0; i < 21; i++)
        a_sale(w, lead(w, "ads", "2022-10-01"), a_company(w, i), "2022-10-10", i ? 24000 : 6000,
               i ? "2024-09-30" : "2023-03-31"); /* 1,000 a month each; one leaves */
    spend(w, "ads", "media", "2022-10-01", NULL, 63000);
    /* cost 3,000; 1,000 × 0.5 a month */
    NEAR(value(w, "payback_months", "2022-10-01", "2022-10-31", NULL).value, 6.0);
    /* a year of 12,000 × 0.5, and 1 of 21 leaves in a year: worth 126,000 */
    NEAR(value(w, "ltv_cac", "2022-10-01", "2022-10-31", NULL).value, 42.0);
    assert_int_equal(others(w, "payback_months", "2022-10-01", "2022-10-31").n, 0);
    a_sale(w, lead(w, NULL, "2022-11-01"), a_company(w, 21), "2022-10-10", 777, "2023-11-30");
    in_dollars(w);
    assert_int_equal(others(w, "payback_months", "2022-10-01", "2022-10-31").all[0].value_minor,
                     777);
    assert_int_equal(others(w, "ltv_cac", "2022-10-01", "2022-10-31").all[0].count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_mql_counts_once_and_costs_its_share),
        cmocka_unit_test(a_renewal_is_no_opportunity),
        cmocka_unit_test(without_a_margin_nothing_is_said_of_worth),
        cmocka_unit_test(the_first_year_of_a_customer_is_its_worth),
        cmocka_unit_test(a_contract_pays_back_month_by_month),
    };

    return engines_run("economics", tests, COUNT_OF(tests), market_prepare);
}
