/* goal_outlook.c -- see goal_outlook.h. */
#include "measure/goal_outlook.h"

#include "base/text.h"
#include "measure/chance.h"
#include "measure/channel_report_priv.h"
#include "measure/forecast.h"
#include "measure/metric_priv.h"
#include "measure/metric_visits.h"
#include "measure/metric_weeks.h"

#include "metric_weeks_sql.h"

#include <math.h>
#include <string.h>

enum { QUARTER_WEEKS = 13, AMOUNTS_MAX = 2000, AMOUNTS_NEEDED = 5, GROWTH_FROM = 8 };

static const double timid_chance = 0.9, bold_chance = 0.1;

/* What is known of the goal before anything is forecast. */
struct ahead {
    const struct goal *goal;
    const struct metric *metric;
    const char *currency;
    const struct zone *zone;
    int64_t first, due, today;
    double skip,
        weeks;      /* from the last whole week to what is still to come, and how long that is */
    double current; /* there already */
};

static double quarter(const struct metric_weeks *w, size_t back)
{
    double sum = 0;

    for (size_t i = 0; i < QUARTER_WEEKS; i++)
        sum += (double)w->count[w->n - back * QUARTER_WEEKS - i - 1];
    return sum;
}

/* How much each quarter must bring more than the one before, for the whole to be the target. */
static double growth_needed(double last, double target, double weeks)
{
    double low = -1, high = 1e6;

    for (int i = 0; i < 100; i++) {
        double middle = (low + high) / 2, sum = 0, brings = last;
        for (double left = weeks / QUARTER_WEEKS; left > 0 && sum < target; left -= 1) {
            brings *= 1 + middle;
            sum += brings * (left < 1 ? left : 1);
        }
        if (sum < target)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void look_back(const struct ahead *a, const struct metric_weeks *w, double target,
                      struct goal_outlook *o)
{
    size_t quarters = w->n / QUARTER_WEEKS;
    double least = o->unit == UNIT_MONEY ? 1 : GROWTH_FROM;

    o->months = (int64_t)llround((double)(w->n) * WEEK_DAYS / 30.4375);
    for (size_t i = 0; i + 1 < quarters; i++) {
        double before = quarter(w, i + 1);
        double growth = before < least ? NAN : quarter(w, i) / before - 1;
        if (!isnan(growth) && !(growth <= o->best))
            o->best = growth;
    }
    if (quarters > 0 && quarter(w, 0) >= least && target > 0)
        o->needed =
            growth_needed(quarter(w, 0), target, (double)(a->due - a->first + 1) / WEEK_DAYS);
}

static enum err read_amounts(struct ctx *cx, struct db *db, const struct ahead *a,
                             const struct metric_weeks *w, double **ret, size_t *ret_n)
{
    double *amounts = arena_array(cx->arena, AMOUNTS_MAX, sizeof(*amounts));
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_weeks_won_amounts, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", a->currency);
    db_bind_int(st, "from_at", day_at(a->zone, w->first));
    db_bind_int(st, "until_at", day_at(a->zone, w->end));
    db_bind_text(st, "channel_key", metric_channel_key(cx, a->goal->channel));
    db_bind_int(st, "limit", AMOUNTS_MAX);
    while (amounts && !(e = db_step(cx, st, &row)) && row)
        amounts[n++] = (double)db_int(st, 0);
    db_done(st);
    *ret = amounts;
    *ret_n = n;
    return e ? e : amounts ? OK : fail_memory(cx);
}

/* Each deal of each course brings what one of the past ones brought; which one goes by turns over all of them. */
static void to_money(double *sums, const double *amounts, size_t n)
{
    uint64_t turn = 88172645463325252u;

    for (size_t i = 0; i < FORECAST_DRAWS; i++) {
        int64_t deals = llround(sums[i]);
        sums[i] = 0;
        for (int64_t d = 0; d < deals; d++) {
            turn ^= turn << 13;
            turn ^= turn >> 7;
            turn ^= turn << 17;
            sums[i] += amounts[turn % n];
        }
    }
    reals_sort(sums, FORECAST_DRAWS);
}

static enum err draw(struct ctx *cx, struct db *db, const struct ahead *a,
                     const struct metric_weeks *w, struct goal_outlook *o, double **ret)
{
    bool money = o->unit == UNIT_MONEY;
    struct metric_weeks deals = *w;
    struct forecast_trials trials;
    struct forecast f;
    double *amounts = NULL;
    size_t amount_count = 0;
    enum err e = OK;

    if (money) {
        e = metric_weeks(cx, db, "won", NULL, a->goal->channel, &deals);
        if (!e)
            e = read_amounts(cx, db, a, w, &amounts, &amount_count);
    }
    if (e)
        return e;
    *ret = NULL;
    if (deals.n < FORECAST_WEEKS_MIN) {
        o->reason = figure_few("goal.few_weeks", (int64_t)deals.n, FORECAST_WEEKS_MIN);
        return OK;
    }
    if (money && amount_count < AMOUNTS_NEEDED) {
        o->reason = figure_few("goal.few_amounts", (int64_t)amount_count, AMOUNTS_NEEDED);
        return OK;
    }
    e = forecast_fit(cx, deals.count, deals.n, &f);
    if (!e)
        e = forecast_trials(cx, deals.count, deals.n, &trials);
    if (!e)
        e = forecast_sums(cx, &f, a->skip, a->weeks, (uint64_t)(a->due * 1000003 + a->today), ret);
    if (e)
        return e;
    if (money)
        to_money(*ret, amounts, amount_count);
    o->weeks = (int64_t)deals.n;
    o->since = day_text(cx, deals.first);
    o->steady = (int64_t)f.steady;
    o->trials = (int64_t)trials.trials;
    o->held = (int64_t)trials.held;
    return OK;
}

static void conclude(const struct ahead *a, const double *sums, double target,
                     struct goal_outlook *o)
{
    o->low = round(a->current + forecast_quantile(sums, 0.1));
    o->middle = round(a->current + forecast_quantile(sums, 0.5));
    o->high = round(a->current + forecast_quantile(sums, 0.9));
    o->reason = (struct figure){.known = true};
    if (isnan(target))
        return;
    o->chance = forecast_chance(sums, target - a->current);
    o->ambition = o->chance >= timid_chance  ? AMBITION_TIMID
                  : o->chance <= bold_chance ? AMBITION_BOLD
                                             : AMBITION_WITHIN;
}

/* Why there is none; NULL when there may be one. */
static const char *no_outlook(const struct ctx *cx, const struct ahead *a)
{
    if (!metric_has_weeks(a->goal->metric))
        return "goal.no_forecast";
    if (metric_is_of_visits(a->goal->metric) && !cx->facts)
        return "metric.no_facts";
    if (a->today >= a->due)
        return "goal.over";
    if (a->due - a->today > (int64_t)FORECAST_AHEAD_MAX * WEEK_DAYS)
        return "goal.far_ahead";
    return NULL;
}

enum err goal_outlook(struct ctx *cx, struct db *db, const struct goal *goal,
                      struct goal_outlook *ret)
{
    struct ahead a = {.goal = goal, .metric = metric_find(goal->metric)};
    struct goal_outlook o = {.chance = NAN, .best = NAN, .needed = NAN};
    double target = goal->target_micro == NIL || goal->target_micro <= 0
                        ? NAN
                        : (double)goal->target_micro / 1e6;
    struct metric_weeks w;
    struct figure now = {.known = true};
    double *sums = NULL;
    enum err e = report_site(cx, db, &a.zone, &a.currency);

    if (e)
        return e;
    if (!a.metric)
        return fail_field(cx, "metric", "metric.no_such", NULL);
    o.unit = a.metric->unit;
    a.first = day_number(goal->starts_on);
    a.due = day_number(goal->due_on);
    a.today = day_of(a.zone, ctx_now(cx));
    if (no_outlook(cx, &a)) {
        o.reason = figure_unknown(no_outlook(cx, &a));
        *ret = o;
        return OK;
    }
    e = metric_weeks(cx, db, goal->metric, NULL, goal->channel, &w);
    if (!e && a.today >= a.first)
        e = metric_value(cx, db, goal->metric, goal->starts_on, day_text(cx, a.today),
                         goal->channel, &now);
    if (e)
        return e;
    a.current = now.known ? (double)now.whole : 0;
    a.skip = (double)((a.first > a.today ? a.first : a.today + 1) - w.end) / WEEK_DAYS;
    a.weeks = (double)(a.due - (a.first > a.today ? a.first - 1 : a.today)) / WEEK_DAYS;
    look_back(&a, &w, target, &o);
    e = draw(cx, db, &a, &w, &o, &sums);
    if (!e && sums)
        conclude(&a, sums, target, &o);
    if (!e)
        *ret = o;
    return e;
}

static void put(struct json_writer *w, const char *name, double v, bool whole)
{
    json_name(w, name);
    if (isnan(v))
        json_put_null(w);
    else if (whole)
        json_put_int(w, llround(v));
    else
        json_put_real(w, v);
}

void goal_outlook_json(struct ctx *cx, const struct goal_outlook *o, struct json_writer *w)
{
    static const char *const names[] = {NULL, "timid", "within", "bold"};
    bool known = o->reason.known;

    json_open_object(w);
    put(w, "low", known ? o->low : NAN, true);
    put(w, "middle", known ? o->middle : NAN, true);
    put(w, "high", known ? o->high : NAN, true);
    put(w, "chance", o->chance, false);
    json_text_member(w, "ambition", names[o->ambition]);
    json_int_member(w, "weeks", o->weeks);
    json_text_member(w, "since", o->since);
    json_int_member(w, "steady", o->steady);
    json_int_member(w, "trials", o->trials);
    json_int_member(w, "held", o->held);
    put(w, "best_growth", o->best, false);
    put(w, "needed_growth", o->needed, false);
    json_int_member(w, "months", o->months);
    json_text_member(w, "unit", unit_name(o->unit));
    json_name(w, "reason");
    figure_reason_json(cx, w, &o->reason);
    json_close_object(w);
}
