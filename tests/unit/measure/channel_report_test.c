/* channel_report_test.c -- each figure of the channel report, on worlds small enough to count by hand. */
#include "unit/measure/report_unit.h"

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static void an_empty_site_has_an_empty_report(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r = report(w, BY_CHANNEL, NULL, NULL);

    assert_int_equal(r.count, 0);
    assert_int_equal(r.anomaly_count, 0);
    assert_int_equal(whole(&r.totals, COLUMN_LEADS), 0);
    assert_string_equal(reason(&r.totals, COLUMN_LEAD_TO_CUSTOMER), "report.few_leads");
    assert_string_equal(reason(&r.totals, COLUMN_SPEND), "report.spend_not_given");
    assert_string_equal(reason(&r.totals, COLUMN_REVENUE), "report.revenue_not_given");
}

static void leads_are_counted_and_won_leads_once(void **state)
{
    struct engine_world *w = *state;
    int64_t first = lead(w, "search", "2023-01-10");
    struct channel_report r;

    leads(w, 19, "search", "2023-01-11");
    lead(w, "mail", "2023-01-12");
    won(w, first, "2023-02-01", 1000);
    won(w, first, "2023-03-01", 500);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, 2);
    assert_string_equal(r.rows[0].key, "search");
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 20);
    assert_int_equal(whole(&r.rows[0], COLUMN_WON), 1);
    NEAR(real(&r.rows[0], COLUMN_LEAD_TO_CUSTOMER), 0.05);
    assert_int_equal(whole(&r.rows[0], COLUMN_REVENUE), 1500);
    assert_int_equal(whole(&r.totals, COLUMN_LEADS), 21);
    NEAR(real(&r.totals, COLUMN_LEAD_TO_CUSTOMER), 1 / 21.0);
}

static void a_rate_needs_twenty_leads(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;
    const struct figure *f;

    won(w, lead(w, "fair", "2023-01-10"), "2023-02-01", NIL);
    leads(w, 18, "fair", "2023-01-10");
    r = report(w, BY_CHANNEL, NULL, NULL);
    f = &r.rows[0].figures[COLUMN_LEAD_TO_CUSTOMER];
    assert_false(f->known);
    assert_string_equal(f->reason, "report.few_leads");
    assert_int_equal(f->have, 19);
    assert_int_equal(f->need, 20);
    assert_string_equal(figure_sentence(w->cx, f), "Too little data: 19 of 20 leads.");
    lead(w, "fair", "2023-01-10");
    r = report(w, BY_CHANNEL, NULL, NULL);
    NEAR(real(&r.rows[0], COLUMN_LEAD_TO_CUSTOMER), 0.05);
}

static void percentiles_are_interpolated_over_at_least_eight(void **state)
{
    struct engine_world *w = *state;
    static const char *const days[] = {"2023-01-03", "2023-01-05", "2023-01-06", "2023-01-10",
                                       "2023-01-11", "2023-01-21", "2023-02-01"};
    struct channel_report r;

    for (size_t i = 0; i < COUNT_OF(days); i++)
        won(w, lead(w, "mail", "2023-01-01"), days[i], NIL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_string_equal(reason(&r.rows[0], COLUMN_DAYS_P50), "report.few_won");
    assert_int_equal(r.rows[0].figures[COLUMN_DAYS_P50].have, 7);
    won(w, lead(w, "mail", "2023-01-01"), "2023-03-02T12:00", NIL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    /* 2 4 5 9 10 20 31 60.5 */
    NEAR(real(&r.rows[0], COLUMN_DAYS_P25), 4.75);
    NEAR(real(&r.rows[0], COLUMN_DAYS_P50), 9.5);
    NEAR(real(&r.rows[0], COLUMN_DAYS_P75), 22.75);
    NEAR(real(&r.rows[0], COLUMN_DAYS_P90), 39.85);
}

static void a_win_before_the_first_contact_counts_but_not_its_days(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;
    struct report_rows rows;

    for (int i = 0; i < 8; i++)
        won(w, lead(w, "mail", "2023-01-10"), "2023-01-12", NIL);
    won(w, lead(w, "mail", "2023-01-10"), "2023-01-09T23:59", NIL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(whole(&r.rows[0], COLUMN_WON), 9);
    NEAR(real(&r.rows[0], COLUMN_DAYS_P25), 2);
    assert_int_equal(anomaly(&r, "won_before_contact"), 1);
    rows = rows_behind(w, &(struct rows_ask){.anomaly = "won_before_contact"});
    assert_int_equal(rows.kind, ROWS_DEALS);
    assert_int_equal(rows.count, 1);
    assert_true(rows.items[0].days < 0);
    rows = rows_behind(w, &(struct rows_ask){.key = "mail", .column = "acquisition_days_p50"});
    assert_int_equal(rows.count, 8);
}

static void only_leads_of_ninety_days_can_be_won_within_ninety_days(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    w->clock.now_ms = at(w, "2023-11-01T00:00");
    /* 2023-08-03 is 90 days before; the next day is not. */
    for (int i = 0; i < 5; i++)
        won(w, lead(w, "mail", "2023-08-03"), "2023-09-01", NIL);
    won(w, lead(w, "mail", "2023-01-01"), "2023-04-01", NIL);       /* the 90th day, to the ms */
    won(w, lead(w, "mail", "2023-01-01"), "2023-04-01T00:01", NIL); /* too late */
    won(w, lead(w, "mail", "2023-08-04"), "2023-09-01", NIL);       /* too young */
    leads(w, 12, "mail", "2023-02-01");
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_string_equal(reason(&r.rows[0], COLUMN_WITHIN_90), "report.few_old_leads");
    assert_int_equal(r.rows[0].figures[COLUMN_WITHIN_90].have, 19);
    lead(w, "mail", "2023-02-01");
    r = report(w, BY_CHANNEL, NULL, NULL);
    NEAR(real(&r.rows[0], COLUMN_WITHIN_90), 6 / 20.0);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "won_within_90_days"}).count, 6);
}

static int64_t count_behind(struct engine_world *w, const char *column, const char *key)
{
    struct rows_ask ask = {.column = column, .key = key};
    struct report_rows r = rows_behind(w, &ask);

    return (int64_t)r.count;
}

static void beside_the_rate_stands_who_is_still_open(void **state)
{
    struct engine_world *w = *state;
    struct contact *unfit = new_lead(w, "ads", "2023-03-01");
    struct contact *sold = new_lead(w, "ads", "2023-03-01");
    struct channel_report r;
    int64_t again;

    (void)lead(w, "ads", "2023-03-01");
    unfit->lead_status = "unfit";
    market_save(w, &contact_model, unfit);
    sold->lead_status = "unfit"; /* and yet bought */
    (void)won(w, market_save(w, &contact_model, sold), "2023-03-20", 100);
    market_save(w, &deal_model,
                new_deal(w, lead(w, "ads", "2023-03-02"), "lost", "2023-03-20", NIL));
    again = lead(w, "mail", "2023-03-03");
    market_save(w, &deal_model, new_deal(w, again, "lost", "2023-03-20", NIL));
    market_save(w, &deal_model, new_deal(w, again, "open", NULL, NIL));
    r = report(w, BY_CHANNEL, "2023-03-01", "2023-03-31");
    assert_int_equal(row_of(&r, "ads")->figures[COLUMN_LEADS].whole, 4);
    assert_int_equal(row_of(&r, "ads")->figures[COLUMN_STILL_OPEN].whole, 1);
    assert_int_equal(row_of(&r, "mail")->figures[COLUMN_STILL_OPEN].whole, 1);
    assert_int_equal(r.totals.figures[COLUMN_STILL_OPEN].whole, 2);
    assert_int_equal(count_behind(w, "still_open", "ads"), 1);
    assert_int_equal(count_behind(w, "still_open", NULL), 2);
    assert_int_equal(count_behind(w, "leads", NULL), 5);
}

static void blank_and_unknown_are_two_channels(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;
    struct report_rows rows;

    leads(w, 2, NULL, "2023-01-01");
    leads(w, 3, "unknown", "2023-01-01");
    lead(w, REPORT_NONE, "2023-01-01");
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, 2);
    assert_int_equal(whole(row_of(&r, REPORT_NONE), COLUMN_LEADS), 3);
    assert_int_equal(whole(row_of(&r, "unknown"), COLUMN_LEADS), 3);
    assert_int_equal(anomaly(&r, "blank_channel"), 3);
    rows = rows_behind(w, &(struct rows_ask){.key = REPORT_NONE, .column = "leads"});
    assert_int_equal(rows.count, 3);
    rows = rows_behind(w, &(struct rows_ask){.anomaly = "blank_channel"});
    assert_int_equal(rows.count, 3);
}

static void a_channel_written_two_ways_is_one(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    lead(w, "Paid Search", "2023-01-01");
    lead(w, "paid  search", "2023-01-01");
    spend(w, "PAID SEARCH", "media", "2023-01-01", NULL, 100);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, 1);
    assert_string_equal(r.rows[0].key, "PAID SEARCH");
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 2);
    assert_int_equal(
        rows_behind(w, &(struct rows_ask){.key = r.rows[0].key, .column = "leads"}).count, 2);
}

static void subscribers_are_not_leads_and_the_undated_are_listed(void **state)
{
    struct engine_world *w = *state;
    struct contact *c = new_lead(w, "mail", "2023-01-01");
    struct channel_report r;

    c->lifecycle = "subscriber";
    market_save(w, &contact_model, c);
    lead(w, "mail", "2023-01-01");
    lead(w, "mail", NULL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(whole(&r.totals, COLUMN_LEADS), 1);
    assert_int_equal(anomaly(&r, "no_first_contact"), 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "no_first_contact"}).count, 1);
}

static void cost_per_lead_takes_all_spend_and_cac_media_alone(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    for (int i = 0; i < 5; i++)
        won(w, lead(w, "ads", "2023-03-01"), "2023-03-05", NIL);
    leads(w, 15, "ads", "2023-03-02");
    spend(w, "ads", "media", "2023-03-01", NULL, 100001);
    spend(w, "ads", "people", "2023-03-01", NULL, 50000);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(whole(&r.rows[0], COLUMN_SPEND), 150001);
    assert_int_equal(whole(&r.rows[0], COLUMN_COST_PER_LEAD), 7500);
    assert_int_equal(whole(&r.rows[0], COLUMN_MEDIA_CAC), 20000);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "media_cac_minor"}).count, 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "spend_minor"}).count, 2);
}

static void no_cost_is_told_from_too_few(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    leads(w, 19, "ads", "2023-03-01");
    leads(w, 20, "fair", "2023-03-01");
    spend(w, "ads", "people", "2023-03-01", NULL, 100);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_string_equal(reason(row_of(&r, "ads"), COLUMN_COST_PER_LEAD), "report.few_leads");
    assert_string_equal(reason(row_of(&r, "ads"), COLUMN_MEDIA_CAC), "report.media_not_given");
    assert_string_equal(reason(row_of(&r, "fair"), COLUMN_SPEND), "report.spend_not_given");
    assert_string_equal(reason(row_of(&r, "fair"), COLUMN_COST_PER_LEAD), "report.spend_not_given");
    spend(w, "fair", "media", "2023-03-01", NULL, 0);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(whole(row_of(&r, "fair"), COLUMN_SPEND), 0);
    assert_int_equal(whole(row_of(&r, "fair"), COLUMN_COST_PER_LEAD), 0);
    assert_string_equal(reason(row_of(&r, "fair"), COLUMN_MEDIA_CAC), "report.few_won");
}

static void spend_counts_for_the_days_within_the_period(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;
    struct report_rows rows;
    int64_t parts = 0;

    spend(w, "ads", "media", "2023-03-01", "2023-03-31", 310001);
    spend(w, "ads", "media", "2023-02-27", "2023-03-02", 4000);
    r = report(w, BY_CHANNEL, "2023-03-01", "2023-03-10");
    assert_int_equal(whole(&r.rows[0], COLUMN_SPEND), 100000 + 2000);
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 0);
    rows = rows_behind(w, &(struct rows_ask){.report = {.from = "2023-03-01", .to = "2023-03-10"},
                                             .key = "ads",
                                             .column = "spend_minor"});
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.items[0].counted_minor + rows.items[1].counted_minor, 102000);
    for (int day = 1; day <= 31; day++) {
        const char *date = arena_print(w->cx->arena, "2023-03-%02d", day);
        r = report(w, BY_CHANNEL, date, date);
        parts += whole(&r.totals, COLUMN_SPEND);
    }
    assert_int_equal(parts, 310001 + 2000); /* no cent is lost or counted twice */
    r = report(w, BY_MONTH, NULL, NULL);
    assert_int_equal(whole(row_of(&r, "2023-02"), COLUMN_SPEND), 2000);
    assert_int_equal(whole(row_of(&r, "2023-03"), COLUMN_SPEND), 312001);
}

static void spend_without_channel_is_in_the_totals_alone(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    lead(w, NULL, "2023-03-01");
    spend(w, NULL, "tools", "2023-03-01", NULL, 900);
    spend(w, "ads", "media", "2023-03-01", NULL, 100);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, 2);
    assert_string_equal(reason(row_of(&r, REPORT_NONE), COLUMN_SPEND), "report.spend_not_given");
    assert_int_equal(whole(&r.totals, COLUMN_SPEND), 1000);
    assert_int_equal(anomaly(&r, "spend_no_channel"), 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "spend_no_channel"}).count, 1);
    assert_int_equal(
        rows_behind(w, &(struct rows_ask){.key = REPORT_NONE, .column = "spend_minor"}).count, 0);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "spend_minor"}).count, 2);
}

static void other_currencies_are_left_out_and_said(void **state)
{
    struct engine_world *w = *state;
    int64_t a = lead(w, "ads", "2023-03-01");
    struct deal *d = new_deal(w, a, "won", "2023-03-02", 700);
    struct spend_line *s = new_spend(w, "ads", "media", "2023-03-01", NULL, 5);
    struct channel_report r;

    d->currency = "USD";
    s->currency = "EUR";
    market_save(w, &deal_model, d);
    market_save(w, &spend_line_model, s);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_string_equal(reason(&r.rows[0], COLUMN_REVENUE), "report.revenue_not_given");
    assert_string_equal(reason(&r.rows[0], COLUMN_SPEND), "report.spend_not_given");
    assert_int_equal(anomaly(&r, "deals_other_currency"), 1);
    assert_int_equal(anomaly(&r, "spend_other_currency"), 1);
    assert_int_equal(r.rows[0].others.n, 2);
    assert_string_equal(other_money_amounts(w->cx, &r.totals.others, OTHER_DEALS), "$7.00");
    assert_string_equal(other_money_amounts(w->cx, &r.totals.others, OTHER_MEDIA), "€0.05");
    won(w, a, "2023-03-03", 300);
    won(w, a, "2023-03-04", NIL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(whole(&r.rows[0], COLUMN_REVENUE), 300);
    assert_int_equal(anomaly(&r, "won_no_amount"), 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "revenue_minor"}).count, 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "won_no_amount"}).count, 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "deals_other_currency"}).count,
                     1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "spend_other_currency"}).count,
                     1);
}

static void days_are_those_of_the_sites_zone(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    /* On 2018-11-04 midnight did not exist in São Paulo: the day began at 01:00. */
    lead(w, "a", "2018-11-03T23:59");
    lead(w, "b", "2018-11-04T01:00");
    lead(w, "c", "2018-11-04T23:59");
    lead(w, "d", "2018-11-05T00:00");
    r = report(w, BY_CHANNEL, "2018-11-04", "2018-11-04");
    assert_int_equal(r.count, 2);
    assert_string_equal(r.rows[0].key, "b");
    assert_string_equal(r.rows[1].key, "c");
    lead(w, "e", "2018-10-31T23:30"); /* already November in UTC */
    r = report(w, BY_MONTH, NULL, NULL);
    assert_int_equal(r.count, 2);
    assert_string_equal(r.rows[0].key, "2018-10");
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 1);
    assert_int_equal(whole(&r.rows[1], COLUMN_LEADS), 4);
    assert_int_equal(
        rows_behind(w,
                    &(struct rows_ask){.report.by = BY_MONTH, .key = "2018-10", .column = "leads"})
            .count,
        1);
}

static void a_change_of_clocks_does_not_bend_the_days(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    /* On 2018-02-18 the clocks went back an hour. */
    for (int i = 0; i < 8; i++)
        won(w, lead(w, "mail", "2018-02-01"), "2018-03-01", NIL);
    won(w, lead(w, "fair", "2018-02-01"), "2018-05-02",
        NIL); /* 90 days, and an hour on a stopwatch */
    leads(w, 19, "fair", "2018-02-01");
    r = report(w, BY_CHANNEL, NULL, NULL);
    NEAR(real(row_of(&r, "mail"), COLUMN_DAYS_P90), 28);
    NEAR(real(row_of(&r, "fair"), COLUMN_WITHIN_90), 0.05);
    assert_int_equal(
        rows_behind(w, &(struct rows_ask){.key = "fair", .column = "won_within_90_days"}).count, 1);
}

static void what_is_known_of_customers_alone_has_no_rate(void **state)
{
    struct engine_world *w = *state;
    struct account *a = model_new(w->cx, &account_model);
    struct contact *c;
    struct channel_report r;

    a->name = "Padaria";
    a->industry = "food";
    market_save(w, &account_model, a);
    for (int i = 0; i < 20; i++) {
        c = new_lead(w, "mail", "2023-01-01");
        c->account = a->record.id;
        won(w, market_save(w, &contact_model, c), "2023-01-15", NIL);
    }
    r = report(w, BY_INDUSTRY, NULL, NULL);
    NEAR(real(row_of(&r, "food"), COLUMN_LEAD_TO_CUSTOMER), 1); /* everybody bought: no artefact */
    leads(w, 20, "mail", "2023-01-01");
    r = report(w, BY_INDUSTRY, NULL, NULL);
    assert_string_equal(reason(row_of(&r, "food"), COLUMN_LEAD_TO_CUSTOMER),
                        "report.known_for_customers_only");
    assert_string_equal(reason(row_of(&r, REPORT_NONE), COLUMN_WITHIN_90),
                        "report.known_for_customers_only");
    NEAR(real(row_of(&r, "food"), COLUMN_DAYS_P50), 14);
    assert_string_equal(reason(row_of(&r, "food"), COLUMN_SPEND), "report.spend_by_channel_only");
    NEAR(real(&r.totals, COLUMN_LEAD_TO_CUSTOMER), 0.5);
    c = new_lead(w, "mail", "2023-01-01");
    c->account = a->record.id;
    market_save(w, &contact_model, c);
    r = report(w, BY_INDUSTRY, NULL, NULL);
    NEAR(real(row_of(&r, "food"), COLUMN_LEAD_TO_CUSTOMER), 20 / 21.0);
    assert_int_equal(
        rows_behind(w, &(struct rows_ask){.report.by = BY_INDUSTRY, .key = "food", .column = "won"})
            .count,
        20);
}

static void a_campaign_is_known_by_its_id_and_named(void **state)
{
    struct engine_world *w = *state;
    struct plan *p = model_new(w->cx, &plan_model);
    struct campaign *c = model_new(w->cx, &campaign_model);
    struct contact *l = new_lead(w, "mail", "2023-01-01");
    struct spend_line *s = new_spend(w, NULL, "media", "2023-01-01", NULL, 100);
    struct channel_report r;

    p->name = "2023";
    c->plan = market_save(w, &plan_model, p);
    c->name = "Launch";
    l->campaign = s->campaign = market_save(w, &campaign_model, c);
    market_save(w, &contact_model, l);
    market_save(w, &spend_line_model, s);
    lead(w, "mail", "2023-01-01");
    r = report(w, BY_CAMPAIGN, NULL, NULL);
    assert_int_equal(r.count, 2);
    assert_int_equal(whole(row_of(&r, REPORT_NONE), COLUMN_LEADS), 1);
    for (size_t i = 0; i < 2; i++) {
        const struct report_row *row = &r.rows[i];
        if (!strcmp(row->key, REPORT_NONE))
            continue;
        assert_string_equal(row->name, "Launch");
        assert_int_equal(whole(row, COLUMN_SPEND), 100);
        assert_int_equal(
            rows_behind(
                w, &(struct rows_ask){.report.by = BY_CAMPAIGN, .key = row->key, .column = "leads"})
                .count,
            1);
    }
}

static void landing_pages_group_leads_as_they_are_written(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    for (int i = 0; i < 100; i++) {
        struct contact *c = new_lead(w, "mail", "2023-01-01");
        c->landing_page = arena_print(w->cx->arena, "/p%d", i % 40);
        market_save(w, &contact_model, c);
    }
    r = report(w, BY_LANDING_PAGE, NULL, NULL);
    assert_int_equal(r.count, 40);
    assert_string_equal(r.rows[0].key, "/p0");
    assert_int_equal(whole(&r.rows[0], COLUMN_LEADS), 3);
    assert_int_equal(whole(row_of(&r, "/p39"), COLUMN_LEADS), 2);
    assert_int_equal(
        rows_behind(
            w, &(struct rows_ask){.report.by = BY_LANDING_PAGE, .key = "/p39", .column = "leads"})
            .count,
        2);
}

static void leads_older_than_recorded_wins_are_pointed_out(void **state)
{
    struct engine_world *w = *state;
    const char *day = "";
    struct channel_report r;

    leads(w, 20, "mail", "2023-01-01");
    won(w, lead(w, "mail", "2023-06-01"), "2023-06-15", NIL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(anomaly(&r, "wins_begin_late"), 20);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "wins_begin_late"}).count, 20);
    w->cx->lang =
        LANG_PT_BR; /* the day stands in a sentence, so it is written as its reader does */
    r = report(w, BY_CHANNEL, NULL, NULL);
    for (size_t i = 0; i < r.anomaly_count; i++)
        if (!strcmp(r.anomalies[i].code, "wins_begin_late"))
            day = r.anomalies[i].detail;
    assert_string_equal(day, "15/06/2023");
    w->cx->lang = LANG_EN;
    won(w, lead(w, "mail", "2023-01-02"), "2023-01-15", NIL);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(anomaly(&r, "wins_begin_late"), 0);
}

static void a_win_without_a_lead_is_in_no_channel(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    won(w, NIL, "2023-06-15", 100);
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, 0);
    assert_int_equal(anomaly(&r, "won_no_lead"), 1);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.anomaly = "won_no_lead"}).count, 1);
}

static void another_company_sees_nothing_of_it(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;

    won(w, lead(w, "mail", "2023-06-01"), "2023-06-15", 100);
    lead(w, "mail", NULL);
    won(w, NIL, "2023-06-15", 100);
    spend(w, "mail", "media", "2023-06-01", NULL, 100);
    w->cx->site = market_of(w)->other;
    r = report(w, BY_CHANNEL, NULL, NULL);
    assert_int_equal(r.count, 0);
    assert_int_equal(r.anomaly_count, 0);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "leads"}).count, 0);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "won"}).count, 0);
    assert_int_equal(rows_behind(w, &(struct rows_ask){.column = "spend_minor"}).count, 0);
}

static void rows_come_in_pages_and_all_at_once_as_csv(void **state)
{
    struct engine_world *w = *state;
    struct rows_ask ask = {.column = "leads", .limit = 3};
    struct buf csv = buf_in(w->cx->arena);
    struct report_rows r;
    size_t lines = 0;
    struct db *db;

    leads(w, 7, "mail", "2023-06-01");
    r = rows_behind(w, &ask);
    assert_int_equal(r.count, 3);
    ask.after = r.next;
    r = rows_behind(w, &ask);
    assert_int_equal(r.count, 3);
    ask.after = r.next;
    r = rows_behind(w, &ask);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.next, 0);
    db = market_read(w);
    assert_int_equal(report_rows_csv(w->cx, db, &ask, &csv), OK);
    db_return(db);
    for (const char *p = buf_text(&csv); *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, 8);
}

static enum err try_report(struct engine_world *w, const char *from, const char *to)
{
    struct channel_report r;
    struct db *db = market_read(w);
    enum err e = channel_report_run(w->cx, db, &(struct report_ask){.from = from, .to = to}, &r);

    db_return(db);
    return e;
}

static void a_wrong_question_is_refused_by_its_field(void **state)
{
    struct engine_world *w = *state;
    enum report_by by;
    struct report_rows r;
    struct db *db;

    assert_int_equal(try_report(w, "2023-02-30", NULL), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "from");
    assert_int_equal(try_report(w, "2023-02-02", "2023-02-01"), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "report.period");
    fault_clear(w->cx);
    assert_int_equal(report_by_read(w->cx, "colour", &by), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "by");
    db = market_read(w);
    assert_int_equal(report_rows_read(w->cx, db, &(struct rows_ask){.column = "x"}, &r),
                     ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(
        report_rows_read(w->cx, db,
                         &(struct rows_ask){.report.by = BY_MONTH, .key = "May", .column = "leads"},
                         &r),
        ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "report.month");
    db_return(db);
}

static void the_report_is_written_as_json_csv_and_table(void **state)
{
    struct engine_world *w = *state;
    struct channel_report r;
    const struct json *j = NULL, *row, *col;
    struct buf b = buf_in(w->cx->arena), c = buf_in(w->cx->arena), t = buf_in(w->cx->arena);
    const char *csv;

    won(w, lead(w, "mail", "2023-01-10"), "2023-02-01", 123456);
    lead(w, NULL, "2023-01-10");
    r = report(w, BY_CHANNEL, "2023-01-01", NULL);
    channel_report_json(w->cx, &r, &b);
    assert_int_equal(json_parse(w->cx, b.bytes, b.len, &j), OK);
    row = json_get(j, "rows")->first->next;
    assert_string_equal(json_text(json_get(row, "key"), ""), "mail");
    assert_string_equal(json_text(json_get(row, "channel"), ""), "mail");
    assert_int_equal(json_int(json_get(row, "revenue_minor"), 0), 123456);
    assert_int_equal(json_get(row, "lead_to_customer")->kind, JSON_NULL);
    col = json_get(json_get(row, "reasons"), "lead_to_customer");
    assert_string_equal(json_text(json_get(col, "code"), ""), "report.few_leads");
    assert_int_equal(json_int(json_get(col, "have"), 0), 1);
    assert_string_equal(json_text(json_get(j, "from"), ""), "2023-01-01");
    assert_int_equal(json_get(j, "to")->kind, JSON_NULL);
    assert_int_equal(json_int(json_get(json_get(j, "totals"), "leads"), 0), 2);
    col = json_get(json_get(j, "columns"), "media_cac_minor");
    assert_string_equal(json_text(json_get(col, "sample_rule"), ""), "At least 5 won");
    assert_string_equal(json_text(json_get(col, "unit"), ""), "money");
    assert_string_equal(json_text(json_get(json_get(j, "anomalies")->first, "rows_url"), ""),
                        "/api/v1/reports/channels/rows?by=channel&anomaly=blank_channel"
                        "&from=2023-01-01");
    channel_report_csv(w->cx, &r, &c);
    csv = buf_text(&c);
    assert_non_null(strstr(csv, "mail,1,1,,0,,,,,,123456,,,,1234.56,,,,BRL\r\n"));
    channel_report_table(w->cx, &r, &t);
    assert_non_null(strstr(buf_text(&t), "1,234.56"));
    assert_non_null(strstr(buf_text(&t), "! 1 lead has no channel"));
}

static void every_column_has_its_words_in_both_languages(void **state)
{
    struct engine_world *w = *state;

    for (int lang = 0; lang < LANG_COUNT; lang++) {
        w->cx->lang = (enum lang)lang;
        for (int c = 0; c < REPORT_COLUMNS; c++) {
            const char *metric = report_column_metric((enum report_column)c);
            assert_string_not_equal(metric_label(w->cx, metric), metric);
            assert_non_null(metric_definition(w->cx, metric));
        }
    }
}

static void a_full_arena_is_an_error_and_never_a_wrong_report(void **state)
{
    struct engine_world *w = *state;
    enum err e = ERR_LIMIT;

    for (int i = 0; i < 9; i++)
        won(w, lead(w, "mail", "2023-01-10"), "2023-02-01", 5);
    lead(w, NULL, "2023-01-10");
    for (size_t nth = 1; nth < 200 && e; nth++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct channel_report r;
        struct db *db = market_read(w);
        arena_fail_at(w->cx->arena, nth);
        e = channel_report_run(w->cx, db, &(struct report_ask){0}, &r);
        arena_fail_at(w->cx->arena, 0);
        db_return(db);
        if (e != OK && e != ERR_LIMIT)
            fail_msg("%zu: %s %s", nth, err_name(e), w->cx->fault.key);
        arena_reset(w->cx->arena, mark);
    }
    assert_int_equal(e, OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_site_has_an_empty_report),
        cmocka_unit_test(leads_are_counted_and_won_leads_once),
        cmocka_unit_test(a_rate_needs_twenty_leads),
        cmocka_unit_test(percentiles_are_interpolated_over_at_least_eight),
        cmocka_unit_test(a_win_before_the_first_contact_counts_but_not_its_days),
        cmocka_unit_test(only_leads_of_ninety_days_can_be_won_within_ninety_days),
        cmocka_unit_test(beside_the_rate_stands_who_is_still_open),
        cmocka_unit_test(blank_and_unknown_are_two_channels),
        cmocka_unit_test(a_channel_written_two_ways_is_one),
        cmocka_unit_test(subscribers_are_not_leads_and_the_undated_are_listed),
        cmocka_unit_test(cost_per_lead_takes_all_spend_and_cac_media_alone),
        cmocka_unit_test(no_cost_is_told_from_too_few),
        cmocka_unit_test(spend_counts_for_the_days_within_the_period),
        cmocka_unit_test(spend_without_channel_is_in_the_totals_alone),
        cmocka_unit_test(other_currencies_are_left_out_and_said),
        cmocka_unit_test(days_are_those_of_the_sites_zone),
        cmocka_unit_test(a_change_of_clocks_does_not_bend_the_days),
        cmocka_unit_test(what_is_known_of_customers_alone_has_no_rate),
        cmocka_unit_test(a_campaign_is_known_by_its_id_and_named),
        cmocka_unit_test(landing_pages_group_leads_as_they_are_written),
        cmocka_unit_test(leads_older_than_recorded_wins_are_pointed_out),
        cmocka_unit_test(a_win_without_a_lead_is_in_no_channel),
        cmocka_unit_test(another_company_sees_nothing_of_it),
        cmocka_unit_test(rows_come_in_pages_and_all_at_once_as_csv),
        cmocka_unit_test(a_wrong_question_is_refused_by_its_field),
        cmocka_unit_test(the_report_is_written_as_json_csv_and_table),
        cmocka_unit_test(every_column_has_its_words_in_both_languages),
        cmocka_unit_test(a_full_arena_is_an_error_and_never_a_wrong_report),
    };

    return engines_run("channel_report", tests, COUNT_OF(tests), market_prepare);
}
