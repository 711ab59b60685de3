/* goal_progress.c -- see goal_progress.h. */
#include "measure/goal_progress.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/goal_outlook.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const double micro = 1e6;

static double from_micro(int64_t v)
{
    return v == NIL ? NAN : (double)v / micro;
}

static int64_t to_micro(double v)
{
    return isnan(v) || fabs(v) > 9e12 ? NIL : llround(v * micro);
}

/* Whether what a target is judged by is as it was saved. */
static enum err target_stands(struct ctx *cx, struct db *db, const struct goal *goal, bool *ret)
{
    void *found = NULL;
    const struct goal *was;
    enum err e = goal->record.id ? model_get(cx, db, &goal_model, goal->record.id, &found) : OK;

    was = found;
    if (!e)
        *ret = was && was->target_micro == goal->target_micro &&
               text_equal(was->metric, goal->metric) && text_equal(was->channel, goal->channel) &&
               text_equal(was->starts_on, goal->starts_on) && text_equal(was->due_on, goal->due_on);
    return e;
}

/* A target that history speaks against asks for a reason. */
static enum err ask_reason(struct ctx *cx, struct db *db, const struct goal *goal)
{
    struct goal_outlook o;
    struct figure best, needed;
    const struct zone *zone = NULL;
    const char *currency = NULL, *high;
    bool stands = false;
    enum err e;

    if (!text_empty(goal->reason) || goal->target_micro == NIL || goal->target_micro <= 0)
        return OK;
    e = target_stands(cx, db, goal, &stands);
    if (e || stands)
        return e;
    e = goal_outlook(cx, db, goal, &o);
    if (e || o.ambition != AMBITION_BOLD)
        return e;
    e = report_site(cx, db, &zone, &currency);
    if (e)
        return e;
    high = figure_said(cx, currency, o.unit, o.high);
    if (isnan(o.best) || isnan(o.needed))
        return fail_field(cx, "reason", "goal.bold", "high", high, NULL);
    best = figure_real(o.best);
    needed = figure_real(o.needed);
    return fail_field(cx, "reason", "goal.bold_growth", "months",
                      arena_print(cx->arena, "%" PRId64, o.months), "best",
                      figure_text(cx, NULL, UNIT_RATE, &best), "needed",
                      figure_text(cx, NULL, UNIT_RATE, &needed), "high", high, NULL);
}

/* On the scale of the metric; one without an end has nothing to reach at nought. */
static enum err check_scale(struct ctx *cx, const struct metric *m, const char *field,
                            int64_t value_micro)
{
    if (isinf(m->high) && value_micro != NIL && value_micro <= 0)
        return fail_field(cx, field, "goal.nothing", NULL);
    return metric_check_value(cx, m, field, from_micro(value_micro));
}

enum err milestone_prepare(struct ctx *cx, struct db *db, const struct milestone *milestone)
{
    const struct metric *m;
    void *found = NULL;
    enum err e;

    if (milestone->goal == NIL || milestone->goal == 0)
        return OK; /* the model says that it is needed */
    e = model_get(cx, db, &goal_model, milestone->goal, &found);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK; /* so does the model here */
    }
    if (e)
        return e;
    m = metric_find(((const struct goal *)found)->metric);
    return m ? check_scale(cx, m, "value_micro", milestone->value_micro) : OK;
}

/* As many days as the goal has, up to the last one that is over when it starts or, where that is still to come, today. */
static enum err read_baseline(struct ctx *cx, struct db *db, const struct metric *m,
                              struct goal *goal)
{
    int64_t days = day_number(goal->due_on) - day_number(goal->starts_on) + 1, last, today;
    const struct zone *zone = NULL;
    const char *currency;
    struct figure f;
    enum err e = report_site(cx, db, &zone, &currency);

    if (e)
        return e;
    today = day_of(zone, ctx_now(cx));
    last = day_number(goal->starts_on) - 1;
    last = last < today ? last : today - 1;
    e = metric_value(cx, db, goal->metric, day_text(cx, last - days + 1), day_text(cx, last),
                     goal->channel, &f);
    if (!e)
        goal->baseline_micro = to_micro(figure_number(m->unit, &f));
    return e;
}

enum err goal_prepare(struct ctx *cx, struct db *db, struct goal *goal)
{
    const struct metric *m = metric_find(goal->metric);
    enum err e;

    if (text_empty(goal->metric))
        return OK; /* the model says that it is needed */
    if (!m)
        return fail_field(cx, "metric", "metric.no_such", NULL);
    e = check_scale(cx, m, "target_micro", goal->target_micro);
    if (e)
        return e;
    goal->baseline_micro = NIL;
    if (!date_ok(goal->starts_on) || !date_ok(goal->due_on))
        return OK; /* so does the model here */
    if (strcmp(goal->due_on, goal->starts_on) < 0)
        return OK;
    e = read_baseline(cx, db, m, goal);
    return e ? e : ask_reason(cx, db, goal);
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
    enum err e = metric_series(cx, db, r->goal->metric, r->goal->starts_on, until, r->goal->channel,
                               NULL, &months, &p->point_count);

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

/* A level whose baseline is already as good as the target has no way to go: it is to stay there, and has no pace. */
static void judge(const struct reading *r, struct goal_progress *p)
{
    const struct metric *m = r->metric;
    bool level = m->nature == METRIC_LEVEL;
    double start = level ? p->baseline : 0;
    double slack; /* an even pace is on track, whatever the last bit says */

    p->keeps = level && !isnan(start) && metric_is_as_good(m, start, p->target);
    if (p->keeps)
        start = p->target;
    p->expected_now = start + (p->target - start) * p->elapsed;
    p->reached = !isnan(p->current) && (level || !m->less_is_better) &&
                 metric_is_as_good(m, p->current, p->target);
    if (isnan(p->current) || isnan(start))
        return;
    if (p->target == start)
        p->progress = metric_is_as_good(m, p->current, p->target) ? 1 : 0;
    else
        p->progress = (p->current - start) / (p->target - start);
    if (p->elapsed <= 0)
        return;
    if (!p->keeps)
        p->pace = p->progress / p->elapsed;
    slack = fabs(p->target - start) * (m->less_is_better ? -1e-9 : 1e-9);
    p->verdict = metric_is_as_good(m, p->current, p->expected_now - slack) ? VERDICT_ON_TRACK
                                                                           : VERDICT_BEHIND;
    if (p->over && p->verdict == VERDICT_ON_TRACK)
        p->reached = true;
}

/* Of a goal that was saved before it started: the days before it were not all over then. */
static enum err read_baseline_again(struct ctx *cx, struct db *db, const struct reading *r,
                                    const struct zone *zone, double *ret)
{
    struct goal now = *r->goal;
    enum err e = OK;

    if (now.record.changed_at > 0 && day_of(zone, now.record.changed_at) < r->first)
        e = read_baseline(cx, db, r->metric, &now);
    *ret = from_micro(now.baseline_micro);
    return e;
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
    p.over = r.today > r.due;
    p.days_left = p.over ? 0 : r.due - (r.today < r.first ? r.first - 1 : r.today);
    p.elapsed = (double)(p.days_total - p.days_left) / (double)p.days_total;
    if (r.today < r.first) {
        p.reason = figure_unknown("goal.not_started");
        *ret = p;
        return OK;
    }
    until = r.today < r.due ? day_text(cx, r.today) : goal->due_on;
    e = metric_value(cx, db, goal->metric, goal->starts_on, until, goal->channel, &f);
    if (!e)
        e = metric_others(cx, db, goal->metric, goal->starts_on, until, goal->channel, &p.others);
    if (!e)
        e = read_baseline_again(cx, db, &r, zone, &p.baseline);
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

void goal_value_member(struct json_writer *w, const char *name, enum unit unit, double v)
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
    goal_value_member(w, "baseline", p->unit, p->baseline);
    goal_value_member(w, "current", p->unit, p->current);
    goal_value_member(w, "target", p->unit, p->target);
    json_text_member(w, "unit", unit_name(p->unit));
    goal_value_member(w, "progress", UNIT_RATE, p->progress);
    goal_value_member(w, "elapsed", UNIT_RATE, p->elapsed);
    goal_value_member(w, "pace", UNIT_RATE, p->pace);
    goal_value_member(w, "expected_now", p->unit, p->expected_now);
    json_int_member(w, "days_left", p->days_left);
    json_int_member(w, "days_total", p->days_total);
    json_bool_member(w, "over", p->over);
    json_bool_member(w, "keeps", p->keeps);
    json_bool_member(w, "reached", p->reached);
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
        goal_value_member(w, "value", p->unit, p->points[i].value);
        json_close_object(w);
    }
    json_close_list(w);
    other_money_json(w, &p->others);
}

void goal_progress_json(struct ctx *cx, const struct goal_progress *p, const struct goal_outlook *o,
                        struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    goal_progress_members(cx, &w, p);
    json_name(&w, "outlook");
    goal_outlook_json(cx, o, &w);
    json_close_object(&w);
}
