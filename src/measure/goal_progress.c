/* goal_progress.c -- see goal_progress.h. */
#include "measure/goal_progress.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"

#include <math.h>

static const double micro = 1e6;

static double from_micro(int64_t v)
{
    return v == NIL ? NAN : (double)v / micro;
}

static int64_t to_micro(double v)
{
    return isnan(v) || fabs(v) > 9e12 ? NIL : llround(v * micro);
}

enum err goal_prepare(struct ctx *cx, struct db *db, struct goal *goal)
{
    const struct metric *m = metric_find(goal->metric);
    struct figure f;
    int64_t first, last;
    enum err e;

    if (text_empty(goal->metric))
        return OK; /* the model says that it is needed */
    if (!m)
        return fail_field(cx, "metric", "metric.no_such", NULL);
    goal->baseline_micro = NIL;
    if (!date_ok(goal->starts_on) || !date_ok(goal->due_on))
        return OK; /* so does the model here */
    first = day_number(goal->starts_on);
    last = day_number(goal->due_on);
    if (last < first)
        return OK;
    e = metric_value(cx, db, m->key, day_text(cx, 2 * first - last - 1), day_text(cx, first - 1),
                     goal->channel, &f);
    if (!e)
        goal->baseline_micro = to_micro(figure_number(m->unit, &f));
    return e;
}

/* What one reading of a goal has to hand. */
struct reading {
    const struct goal *goal;
    const struct metric *metric;
    int64_t first, due, today;
};

static enum err read_points(struct ctx *cx, struct db *db, const struct reading *r,
                            const char *until, struct goal_progress *p)
{
    struct metric_point *months = NULL;
    bool counts = r->metric->nature == METRIC_COUNTS;
    double sum = 0;
    enum err e = metric_series(cx, db, r->metric->key, r->goal->starts_on, until, r->goal->channel,
                               &months, &p->point_count);

    if (e)
        return e;
    p->points = arena_array(cx->arena, p->point_count + 1, sizeof(*p->points));
    if (!p->points)
        return fail_memory(cx);
    for (size_t i = 0; i < p->point_count; i++) {
        const char *begin = arena_print(cx->arena, "%s-01", months[i].month);
        double v = figure_number(r->metric->unit, &months[i].value);
        int64_t end = begin ? month_start(day_number(begin), 1) - 1 : 0;
        if (i + 1 == p->point_count)
            end = day_number(until);
        sum += isnan(v) ? 0 : v;
        p->points[i] = (struct goal_point){day_text(cx, end), counts ? sum : v};
    }
    return OK;
}

static void judge(const struct reading *r, struct goal_progress *p)
{
    bool counts = r->metric->nature == METRIC_COUNTS;
    double start = counts ? 0 : p->baseline;
    double way = p->target - start;
    double slack = fabs(way) * 1e-9; /* an even pace is on track, whatever the last bit says */
    bool down =
        counts ? r->metric->less_is_better : way < 0 || (way == 0 && r->metric->less_is_better);

    p->expected_now = start + way * p->elapsed;
    if (isnan(p->current) || isnan(start))
        return;
    if (way == 0)
        p->progress = (down ? p->current <= p->target : p->current >= p->target) ? 1 : 0;
    else
        p->progress = (p->current - start) / way;
    if (p->elapsed > 0) {
        p->pace = p->progress / p->elapsed;
        p->verdict =
            (down ? p->current <= p->expected_now + slack : p->current >= p->expected_now - slack)
                ? VERDICT_ON_TRACK
                : VERDICT_BEHIND;
    }
}

enum err goal_progress(struct ctx *cx, struct db *db, const struct goal *goal,
                       struct goal_progress *ret)
{
    struct reading r = {.goal = goal, .metric = metric_find(goal->metric)};
    struct goal_progress p = {.baseline = from_micro(goal->baseline_micro),
                              .current = NAN,
                              .target = from_micro(goal->target_micro),
                              .progress = NAN,
                              .expected_now = NAN,
                              .pace = NAN,
                              .reason = {.known = true}};
    const struct zone *zone = NULL;
    const char *currency, *until;
    struct figure f;
    enum err e = report_site(cx, db, &zone, &currency);

    if (e)
        return e;
    if (!r.metric)
        return fail_field(cx, "metric", "metric.no_such", NULL);
    r.first = day_number(goal->starts_on);
    r.due = day_number(goal->due_on);
    r.today = day_of(zone, ctx_now(cx));
    p.unit = r.metric->unit;
    p.days_total = r.due - r.first + 1;
    p.days_left = r.today > r.due ? 0 : r.due - (r.today < r.first ? r.first - 1 : r.today);
    p.elapsed = (double)(p.days_total - p.days_left) / (double)p.days_total;
    if (r.today < r.first) {
        p.reason = figure_unknown("goal.not_started");
        *ret = p;
        return OK;
    }
    until = r.today < r.due ? day_text(cx, r.today) : goal->due_on;
    e = metric_value(cx, db, r.metric->key, goal->starts_on, until, goal->channel, &f);
    if (!e)
        e = read_points(cx, db, &r, until, &p);
    if (e)
        return e;
    p.current = figure_number(r.metric->unit, &f);
    if (!f.known)
        p.reason = f;
    else if (r.metric->nature == METRIC_LEVEL && isnan(p.baseline))
        p.reason = figure_unknown("goal.no_baseline");
    judge(&r, &p);
    *ret = p;
    return OK;
}

static void put_value(struct json_writer *w, const char *name, enum unit unit, double v)
{
    json_name(w, name);
    if (isnan(v))
        json_put_null(w);
    else if (unit == UNIT_COUNT || unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY)
        json_put_int(w, llround(v));
    else
        json_put_real(w, v);
}

void goal_progress_members(struct ctx *cx, struct json_writer *w, const struct goal_progress *p)
{
    put_value(w, "baseline", p->unit, p->baseline);
    put_value(w, "current", p->unit, p->current);
    put_value(w, "target", p->unit, p->target);
    json_text_member(w, "unit", unit_name(p->unit));
    put_value(w, "progress", UNIT_RATE, p->progress);
    put_value(w, "elapsed", UNIT_RATE, p->elapsed);
    put_value(w, "pace", UNIT_RATE, p->pace);
    put_value(w, "expected_now", p->unit, p->expected_now);
    json_int_member(w, "days_left", p->days_left);
    json_int_member(w, "days_total", p->days_total);
    json_name(w, "on_track");
    if (p->verdict == VERDICT_UNKNOWN)
        json_put_null(w);
    else
        json_put_bool(w, p->verdict == VERDICT_ON_TRACK);
    json_name(w, "reason");
    figure_reason_json(cx, w, &p->reason);
    json_name(w, "series");
    json_open_list(w);
    for (size_t i = 0; i < p->point_count; i++) {
        json_open_object(w);
        json_text_member(w, "date", p->points[i].date);
        put_value(w, "value", p->unit, p->points[i].value);
        json_close_object(w);
    }
    json_close_list(w);
}

void goal_progress_json(struct ctx *cx, const struct goal_progress *p, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    goal_progress_members(cx, &w, p);
    json_close_object(&w);
}
