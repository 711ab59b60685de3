/* budget_report_test.c -- what was planned against what was spent and worked: by hand, with days shared between months. */
#include "unit/world.h"

#include "measure/budget_report.h"
#include "strategy/budget_line.h"
#include "strategy/budget_month.h"
#include "strategy/channel.h"
#include "strategy/hours_line.h"
#include "strategy/spend_line.h"

#include <inttypes.h>

/* The clock of a world stands on 2023-11-14: October is past, November runs, December is to come. */
static int64_t a_plan(struct engine_world *w)
{
    return ((struct plan *)world_record(
                w, &plan_model,
                "{'name':'2023','starts_on':'2023-10-01','ends_on':"
                "'2023-12-31','month_hours':32,'month_money_minor':100000}"))
        ->record.id;
}

static int64_t a_channel(struct engine_world *w, int64_t plan, const char *name,
                         const char *matches)
{
    return ((struct channel *)world_record(
                w, &channel_model,
                arena_print(w->cx->arena,
                            "{'plan':'%" PRId64 "','name':'%s','kind':'paid','matches':'%s'}", plan,
                            name, matches)))
        ->record.id;
}

static void plan_for(struct engine_world *w, int64_t plan, int64_t channel, const char *month,
                     int money, int hours)
{
    (void)world_record(w, &budget_line_model,
                       arena_print(w->cx->arena,
                                   "{'plan':'%" PRId64 "','channel':'%" PRId64
                                   "','month':'%s','planned_minor':%d,'planned_hours':%d}",
                                   plan, channel, month, money, hours));
}

static struct budget_report report(struct engine_world *w, int64_t plan)
{
    struct budget_report r;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(budget_report_run(w->cx, db, plan, &r), OK);
    db_return(db);
    return r;
}

static const struct budget_warning *warning(const struct budget_report *r, const char *kind,
                                            const char *month)
{
    for (size_t i = 0; i < r->warning_n; i++)
        if (!strcmp(r->warnings[i].kind, kind) && !strcmp(r->warnings[i].month, month))
            return &r->warnings[i];
    return NULL;
}

static void two_channels_of_one_name_in_the_data_say_which_has_the_spend(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct budget_report r;

    (void)a_channel(w, plan, "Instagram", "Social");
    (void)a_channel(w, plan, "LinkedIn", "social");
    (void)a_channel(w, plan, "Carta", "");
    (void)a_channel(w, plan, "Rádio", "");
    (void)world_record(w, &spend_line_model,
                       "{'spent_on':'2023-11-02','channel':'social','amount_minor':700}");
    r = report(w, plan);
    assert_int_equal(r.row_n, 4);
    assert_string_equal(r.rows[1].name, "Instagram");
    assert_null(r.rows[1].spend_in);
    assert_int_equal(r.rows[1].sums.actual_minor, 700);
    assert_string_equal(r.rows[2].spend_in, "Instagram");
    assert_int_equal(r.rows[2].sums.actual_minor, 0);
    assert_null(r.rows[0].spend_in);
    assert_null(r.rows[3].spend_in);
}

static void spend_falls_on_its_days_and_outside_stands_apart(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w), ads = a_channel(w, plan, "Anúncios", "Paid_Search"),
            mail = a_channel(w, plan, "Carta", "email");
    struct budget_report r;

    plan_for(w, plan, ads, "2023-10-01", 30000, 10);
    plan_for(w, plan, ads, "2023-10-01", 10000, 0); /* two lines of one cell are one sum */
    plan_for(w, plan, mail, "2023-11-01", 5000, 4);
    (void)world_record(w, &spend_line_model,
                       "{'spent_on':'2023-10-27','until_on':'2023-11-05','channel':'paid_search',"
                       "'amount_minor':10000}");
    (void)world_record(w, &spend_line_model,
                       "{'spent_on':'2023-11-02','channel':'fairs','amount_minor':700}");
    (void)world_record(w, &spend_line_model, "{'spent_on':'2023-11-02','amount_minor':300}");
    (void)world_record(
        w, &spend_line_model,
        "{'spent_on':'2023-11-02','channel':'email','amount_minor':999,'currency':'USD'}");
    r = report(w, plan);
    assert_int_equal(r.month_n, 3);
    assert_int_equal(r.row_n, 2);
    assert_string_equal(r.rows[0].name, "Anúncios");
    assert_int_equal(r.rows[0].cells[0].sums.planned_minor, 40000);
    assert_int_equal(r.rows[0].cells[0].lines, 2);
    assert_int_equal(r.rows[0].cells[0].sums.actual_minor, 5000); /* five days of ten */
    assert_int_equal(r.rows[0].cells[1].sums.actual_minor, 5000);
    assert_int_equal(r.outside.cells[1].sums.actual_minor, 1000);
    assert_int_equal(r.months[1].sums.actual_minor, 5000);
    assert_int_equal(r.sums.actual_minor, 10000);
    assert_int_equal(r.sums.planned_minor, 45000);
    assert_int_equal(r.other_currency, 1);
    assert_true(r.months[0].past && r.months[1].current && !r.months[2].past);
    assert_non_null(warning(&r, "spent_under", "2023-10-01"));
    assert_null(warning(&r, "spent_over", "2023-11-01")); /* as planned */
    assert_null(warning(&r, "spent_under", "2023-11-01"));
}

static void what_stands_in_no_month_of_the_plan_is_told_not_lost(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w), ads = a_channel(w, plan, "Anúncios", "paid");
    struct budget_report r;

    plan_for(w, plan, ads, "2023-10-01", 30000, 10);
    r = report(w, plan);
    assert_int_equal(r.left_out.lines, 0);
    assert_null(r.left_out.first);
    plan_for(w, plan, ads, "2024-02-01", 4000, 3);
    plan_for(w, plan, ads, "2022-02-01", 500, 0);
    r = report(w, plan);
    assert_int_equal(r.sums.planned_minor, 30000);
    assert_int_equal(r.left_out.lines, 2);
    assert_int_equal(r.left_out.planned_minor, 4500);
    assert_int_equal(r.left_out.planned_hours, 3);
    assert_string_equal(r.left_out.first, "2022-02-01");
    assert_string_equal(r.left_out.last, "2024-02-01");
}

static void forty_hours_against_thirty_two_ask_for_a_reason(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w), ads = a_channel(w, plan, "Anúncios", "paid"),
            mail = a_channel(w, plan, "Carta", "email");
    const struct budget_warning *x;
    struct budget_report r;

    w->cx->lang = LANG_PT_BR;
    plan_for(w, plan, ads, "2023-12-01", 60000, 25);
    plan_for(w, plan, mail, "2023-12-01", 40000, 7);
    r = report(w, plan);
    assert_int_equal(r.warning_n, 0); /* just as much as there is */
    plan_for(w, plan, mail, "2023-12-01", 1, 8);
    r = report(w, plan);
    x = warning(&r, "over_hours", "2023-12-01");
    assert_non_null(x);
    assert_string_equal(x->message, "40 h planejadas contra 32 h disponíveis");
    assert_true(x->wants_reason);
    assert_non_null(warning(&r, "over_money", "2023-12-01"));
    (void)world_record(w, &budget_month_model,
                       arena_print(w->cx->arena,
                                   "{'plan':'%" PRId64 "','month':'2023-12-01','reason':'Natal'}",
                                   plan));
    r = report(w, plan);
    assert_false(warning(&r, "over_hours", "2023-12-01")->wants_reason);
    assert_string_equal(r.months[2].reason, "Natal");
}

static void hours_that_nobody_writes_down_are_not_judged(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w), ads = a_channel(w, plan, "Anúncios", "paid");
    struct budget_report r;

    plan_for(w, plan, ads, "2023-10-01", 0, 20);
    r = report(w, plan);
    assert_null(warning(&r, "worked_under", "2023-10-01"));
    (void)world_record(w, &hours_line_model,
                       arena_print(w->cx->arena,
                                   "{'channel':'%" PRId64 "','month':'2023-10-05','hours':12}",
                                   ads));
    r = report(w, plan);
    assert_non_null(warning(&r, "worked_under", "2023-10-01"));
    assert_int_equal(r.rows[0].cells[0].sums.actual_hours, 12);
}

static void a_plan_without_dates_has_twelve_months(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = ((struct plan *)world_record(w, &plan_model, "{'name':'x'}"))->record.id;
    struct budget_report r = report(w, plan);

    assert_int_equal(r.month_n, 12);
    assert_string_equal(r.months[0].month, "2023-11-01");
    assert_string_equal(r.months[11].month, "2024-10-01");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_channels_of_one_name_in_the_data_say_which_has_the_spend),
        cmocka_unit_test(spend_falls_on_its_days_and_outside_stands_apart),
        cmocka_unit_test(what_stands_in_no_month_of_the_plan_is_told_not_lost),
        cmocka_unit_test(forty_hours_against_thirty_two_ask_for_a_reason),
        cmocka_unit_test(hours_that_nobody_writes_down_are_not_judged),
        cmocka_unit_test(a_plan_without_dates_has_twelve_months),
    };
    return engines_run("budget_report", tests, COUNT_OF(tests), world_prepare);
}
