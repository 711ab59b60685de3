/* channel_figures.c -- from counts to figures, under their sample rules. */
#include "measure/channel_report_priv.h"

#include "base/message.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { LEADS_NEEDED = 20, WON_FOR_DAYS = 8, WON_FOR_CAC = 5 };

struct column {
    const char *name, *metric;
    enum unit unit;
};

static const struct column columns[REPORT_COLUMNS] = {
    [COLUMN_LEADS] = {"leads", "leads", UNIT_COUNT},
    [COLUMN_WON] = {"won", "won_leads", UNIT_COUNT},
    [COLUMN_LEAD_TO_CUSTOMER] = {"lead_to_customer", "lead_to_customer", UNIT_RATE},
    [COLUMN_STILL_OPEN] = {"still_open", "open_leads", UNIT_COUNT},
    [COLUMN_DAYS_P25] = {"acquisition_days_p25", "acquisition_days_p25", UNIT_DAYS},
    [COLUMN_DAYS_P50] = {"acquisition_days_p50", "acquisition_days_p50", UNIT_DAYS},
    [COLUMN_DAYS_P75] = {"acquisition_days_p75", "acquisition_days_p75", UNIT_DAYS},
    [COLUMN_DAYS_P90] = {"acquisition_days_p90", "acquisition_days_p90", UNIT_DAYS},
    [COLUMN_WITHIN_90] = {"won_within_90_days", "won_within_90_days", UNIT_RATE},
    [COLUMN_REVENUE] = {"revenue_minor", "cohort_revenue", UNIT_MONEY},
    [COLUMN_SPEND] = {"spend_minor", "spend", UNIT_MONEY},
    [COLUMN_COST_PER_LEAD] = {"cost_per_lead_minor", "cost_per_lead", UNIT_MONEY},
    [COLUMN_MEDIA_CAC] = {"media_cac_minor", "media_cac", UNIT_MONEY},
};

const char *report_column_name(enum report_column c)
{
    return columns[c].name;
}

const char *report_column_metric(enum report_column c)
{
    return columns[c].metric;
}

enum unit report_column_unit(enum report_column c)
{
    return columns[c].unit;
}

static int by_size(const void *a, const void *b)
{
    double x, y;

    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return (x > y) - (x < y);
}

static void days_figures(const struct tally *t, struct figure *to)
{
    static const double shares[] = {0.25, 0.5, 0.75, 0.9};
    size_t n = t->days.len / sizeof(double);
    double *days = (double *)(void *)t->days.bytes;

    if (n)
        qsort(days, n, sizeof(*days), by_size);
    for (int i = 0; i < 4; i++)
        to[COLUMN_DAYS_P25 + i] =
            figure_percentile(days, n, shares[i], WON_FOR_DAYS, "report.few_won");
}

/* What holds for all rows of a report. */
struct rule {
    bool customers_only; /* the dimension is blank for who did not buy */
    bool no_spend;       /* spend is not recorded by this dimension */
    bool any_price;
};

static void spend_figures(const struct tally *t, const struct rule *rule, struct figure *to,
                          struct figure *media)
{
    const char *why = rule->no_spend    ? "report.spend_by_channel_only"
                      : !t->spend_lines ? "report.spend_not_given"
                                        : NULL;
    const char *why_media = why ? why : !t->media_lines ? "report.media_not_given" : NULL;

    to[COLUMN_SPEND] = why ? figure_unknown(why) : figure_whole(t->spend);
    if (why)
        to[COLUMN_COST_PER_LEAD] = figure_unknown(why);
    else if (rule->customers_only)
        to[COLUMN_COST_PER_LEAD] = figure_unknown("report.known_for_customers_only");
    else
        to[COLUMN_COST_PER_LEAD] = figure_per(t->spend, t->leads, LEADS_NEEDED, "report.few_leads");
    *media = why_media ? figure_unknown(why_media) : figure_whole(t->media);
    to[COLUMN_MEDIA_CAC] = why_media ? figure_unknown(why_media)
                                     : figure_per(t->media, t->won, WON_FOR_CAC, "report.few_won");
}

static void fill_figures(const struct tally *t, const struct rule *rule, struct report_row *row)
{
    struct figure *to = row->figures;

    to[COLUMN_LEADS] = figure_whole(t->leads);
    to[COLUMN_WON] = figure_whole(t->won);
    to[COLUMN_STILL_OPEN] = figure_whole(t->leads - t->won - t->given_up);
    if (rule->customers_only) {
        to[COLUMN_LEAD_TO_CUSTOMER] = figure_unknown("report.known_for_customers_only");
        to[COLUMN_WITHIN_90] = to[COLUMN_LEAD_TO_CUSTOMER];
    } else {
        to[COLUMN_LEAD_TO_CUSTOMER] =
            figure_share(t->won, t->leads, LEADS_NEEDED, "report.few_leads");
        to[COLUMN_WITHIN_90] =
            figure_share(t->within, t->old_leads, LEADS_NEEDED, "report.few_old_leads");
    }
    days_figures(t, to);
    if (t->priced || (!t->won && rule->any_price))
        to[COLUMN_REVENUE] = figure_whole(t->revenue);
    else
        to[COLUMN_REVENUE] = figure_unknown("report.revenue_not_given");
    spend_figures(t, rule, to, &row->media);
    memcpy(row->spend_of, t->spend_of, sizeof(row->spend_of));
    row->others = t->others;
}

/* Everyone with a value bought, and someone without one did not. Of fewer than a rate needs, nothing is concluded. */
static bool known_for_customers_only(const struct tallies *groups)
{
    int64_t leads = 0, won = 0, blank_lost = 0;

    for (size_t i = 0; i < groups->count; i++) {
        const struct tally *t = groups->list[i];
        if (!*t->id) {
            blank_lost = t->leads - t->won;
        } else {
            leads += t->leads;
            won += t->won;
        }
    }
    return leads >= LEADS_NEEDED && won == leads && blank_lost > 0;
}

static int by_leads(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;
    int64_t n = x->figures[COLUMN_LEADS].whole, m = y->figures[COLUMN_LEADS].whole;

    if (n != m)
        return n > m ? -1 : 1;
    return strcmp(x->key, y->key);
}

static int by_key(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;

    return strcmp(x->key, y->key);
}

enum err report_figures(struct ctx *cx, const struct tallies *groups, const struct tally *all,
                        struct channel_report *r)
{
    bool month = r->by == BY_MONTH;
    struct rule rule = {
        .customers_only = !month && r->by != BY_SEGMENT && known_for_customers_only(groups),
        .no_spend = r->by == BY_LANDING_PAGE || r->by == BY_INDUSTRY || r->by == BY_SEGMENT,
        .any_price = all->priced > 0,
    };
    struct rule for_all = {.any_price = all->priced > 0};

    if (arena_full(cx->arena))
        return fail_memory(cx);
    r->rows = arena_array(cx->arena, groups->count + 1, sizeof(*r->rows));
    if (!r->rows)
        return fail_memory(cx);
    for (size_t i = 0; i < groups->count; i++) {
        const struct tally *t = groups->list[i];
        struct report_row *row = &r->rows[r->count++];
        row->key = !*t->id ? REPORT_NONE : t->label ? t->label : t->id;
        row->name = t->name ? t->name : row->key;
        fill_figures(t, &rule, row);
    }
    qsort(r->rows, r->count, sizeof(*r->rows), month ? by_key : by_leads);
    fill_figures(all, &for_all, &r->totals);
    return OK;
}

enum err report_nothing(struct ctx *cx, const struct channel_report *r, struct report_row *ret)
{
    struct tally t = {.id = "", .days = buf_in(cx->arena)};
    struct rule rule = {.any_price = r->totals.figures[COLUMN_REVENUE].known};

    *ret = (struct report_row){.key = "", .name = ""};
    fill_figures(&t, &rule, ret);
    return OK;
}

static void add(struct channel_report *r, const char *code, int64_t count, const char *detail)
{
    if (count > 0)
        r->anomalies[r->anomaly_count++] = (struct report_anomaly){
            .code = code, .count = count, .detail = detail, .has_rows = true};
}

/* "de 04/12/2017 a 01/01/2018, de 2,8 % (50 de 1.802) para 13,0 % (781 de 5.998)" */
static const char *change_text(struct ctx *cx, const struct rate_change *c)
{
    const struct rate_side *sides[] = {&c->before, &c->after};
    const char *text[2];
    struct fault_param p[4];

    for (int i = 0; i < 2; i++) {
        struct figure share = figure_share(sides[i]->won, sides[i]->leads, 1, NULL);
        struct figure won = figure_whole(sides[i]->won), leads = figure_whole(sides[i]->leads);
        struct fault_param q[] = {{"rate", figure_text(cx, NULL, UNIT_RATE, &share)},
                                  {"won", figure_text(cx, NULL, UNIT_COUNT, &won)},
                                  {"leads", figure_text(cx, NULL, UNIT_COUNT, &leads)}};
        text[i] = message(cx->arena, cx->lang, "report.rate_of", q, COUNT_OF(q));
    }
    p[0] = (struct fault_param){"from", day_shown(cx, c->from)};
    p[1] = (struct fault_param){"until", day_shown(cx, c->until)};
    p[2] = (struct fault_param){"before", text[0]};
    p[3] = (struct fault_param){"after", text[1]};
    return message(cx->arena, cx->lang,
                   c->from == c->until ? "report.changed_on" : "report.changed_between", p, 4);
}

enum err report_anomalies(struct ctx *cx, const struct tallies *groups, const struct tally *all,
                          const struct oddities *odd, struct channel_report *r)
{
    int64_t begin = odd->before_wins >= LEADS_NEEDED ? wins_begin_at(odd->first_win_at) : NIL;
    struct other_monies others = {0};
    int64_t blank = 0;

    other_money_pick(cx->arena, &others, &all->others, OTHER_DEALS | OTHER_SPEND | OTHER_MEDIA);
    r->anomalies = arena_array(cx->arena, 12, sizeof(*r->anomalies));
    if (!r->anomalies)
        return fail_memory(cx);
    for (size_t i = 0; i < groups->count; i++)
        if (!*groups->list[i]->id)
            blank = groups->list[i]->leads;
    add(r, "won_before_contact", all->early, NULL);
    if (r->by == BY_CHANNEL)
        add(r, "blank_channel", blank, NULL);
    add(r, "no_first_contact", odd->no_first_contact, NULL);
    if (begin != NIL)
        add(r, "wins_begin_late", odd->before_wins,
            day_shown(cx, day_of(r->zone, odd->first_win_at)));
    if (r->change.found) {
        add(r, "rate_changed", r->change.before.leads, change_text(cx, &r->change));
        r->anomalies[r->anomaly_count - 1].has_rows = false;
    }
    add(r, "won_no_lead", odd->won_no_lead, NULL);
    if (all->priced)
        add(r, "won_no_amount", all->unpriced, NULL);
    add(r, "deals_other_currency", other_money_count(&others, OTHER_DEALS),
        other_money_amounts(cx, &others, OTHER_DEALS));
    if (r->by == BY_CHANNEL)
        add(r, "spend_no_channel", odd->spend_nowhere, NULL);
    if (r->by == BY_CAMPAIGN)
        add(r, "spend_no_campaign", odd->spend_nowhere, NULL);
    add(r, "spend_other_currency", other_money_count(&others, OTHER_SPEND),
        other_money_amounts(cx, &others, OTHER_SPEND));
    return OK;
}
