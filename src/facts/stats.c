/* stats.c -- the tables of stats.h, what a question may say, and the arithmetic that both ways of answering share. */
#include "facts/stats_priv.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const struct stats_metric_row stats_metrics[STATS_METRICS] = {
    [STATS_VISITORS] = {"visitors", STATS_UNIT_COUNT, SUM_VISITORS, SUM_NONE, 1},
    [STATS_VISITS] = {"visits", STATS_UNIT_COUNT, SUM_VISITS, SUM_NONE, 1},
    [STATS_VIEWS] = {"views", STATS_UNIT_COUNT, SUM_VIEWS, SUM_NONE, 1},
    [STATS_VIEWS_PER_VISIT] = {"views_per_visit", STATS_UNIT_RATIO, SUM_VIEWS, SUM_VISITS, 1},
    [STATS_BOUNCE_RATE] = {"bounce_rate", STATS_UNIT_RATE, SUM_BOUNCES, SUM_VISITS, 1},
    [STATS_ENGAGED] = {"engaged", STATS_UNIT_SECONDS, SUM_ENGAGED_MS, SUM_VISITS, 0.001},
    [STATS_ENGAGED_MEDIAN] = {"engaged_median", STATS_UNIT_SECONDS, SUM_MEDIAN_MS, SUM_NONE, 0.001},
    [STATS_SCROLL] = {"scroll", STATS_UNIT_PERCENT, SUM_SCROLL, SUM_SCROLLED, 1},
    [STATS_EVENTS] = {"events", STATS_UNIT_COUNT, SUM_EVENTS, SUM_NONE, 1},
    [STATS_EVENT_VISITORS] = {"event_visitors", STATS_UNIT_COUNT, SUM_CONVERTED, SUM_NONE, 1},
    [STATS_CONVERSION_RATE] = {"conversion_rate", STATS_UNIT_RATE, SUM_CONVERTED, SUM_VISITORS, 1},
    [STATS_VALUE] = {"value", STATS_UNIT_MONEY, SUM_VALUE, SUM_NONE, 1},
};

const struct stats_dimension_row stats_dimensions[] = {
    {"page", STATS_OF_EVENT, "path"},
    {"event", STATS_OF_EVENT, "kind"},
    {"entry", STATS_OF_VISIT, "entry"},
    {"exit", STATS_OF_VISIT, "exit"},
    {"host", STATS_OF_VISIT, "host"},
    {"channel", STATS_OF_VISIT, "channel"},
    {"source", STATS_OF_VISIT, "source"},
    {"medium", STATS_OF_VISIT, "medium"},
    {"campaign", STATS_OF_VISIT, "campaign"},
    {"content", STATS_OF_VISIT, "content"},
    {"term", STATS_OF_VISIT, "term"},
    {"referrer", STATS_OF_VISIT, "referrer"},
    {"click", STATS_OF_VISIT, "click"},
    {"country", STATS_OF_VISIT, "country"},
    {"language", STATS_OF_VISIT, "language"},
    {"device", STATS_OF_VISIT, "device"},
    {"browser", STATS_OF_VISIT, "browser"},
    {"browser_version", STATS_OF_VISIT, "browser_version"},
    {"os", STATS_OF_VISIT, "os"},
    {"os_version", STATS_OF_VISIT, "os_version"},
    {"robot_reason", STATS_OF_VISIT, "robot_reason"},
    {"time:minute", STATS_MINUTE, NULL},
    {"time:hour", STATS_HOUR, NULL},
    {"time:day", STATS_DAY, NULL},
    {"time:week", STATS_WEEK, NULL},
    {"time:month", STATS_MONTH, NULL},
    {0},
};

static const struct stats_dimension_row props_row = {"props", STATS_OF_PROPS, "props"};
static const char props_prefix[] = "props:";

const struct stats_metric_row *stats_metric_find(const char *key)
{
    for (size_t i = 0; i < STATS_METRICS; i++)
        if (strcmp(stats_metrics[i].key, key) == 0)
            return &stats_metrics[i];
    return NULL;
}

static bool prop_ok(const char *key)
{
    size_t n = strlen(key);

    return n > 0 && n <= STATS_PROP_MAX && strpbrk(key, "~/\"\\") == NULL;
}

bool stats_dimension_find(struct ctx *cx, const char *key, struct stats_dimension *ret)
{
    const char *prop = key + sizeof(props_prefix) - 1;

    if (text_starts(key, props_prefix)) {
        *ret = (struct stats_dimension){&props_row, arena_dup(cx->arena, prop)};
        return prop_ok(prop) && ret->prop;
    }
    for (const struct stats_dimension_row *r = stats_dimensions; r->key; r++)
        if (strcmp(r->key, key) == 0) {
            *ret = (struct stats_dimension){r, NULL};
            return true;
        }
    return false;
}

bool stats_is_time(const struct stats_dimension *d)
{
    return d->row->kind >= STATS_MINUTE;
}

static bool is_events(const struct stats_dimension *d)
{
    return d->row->kind == STATS_OF_EVENT || d->row->kind == STATS_OF_PROPS;
}

static bool has_members(const struct stats_filter *f)
{
    return f->op <= STATS_HAS_DONE;
}

static bool filter_of_events(const struct stats_filter *f)
{
    if (f->op == STATS_HAS_DONE)
        return false;
    if (!has_members(f))
        return is_events(&f->dimension);
    for (const struct stats_filter *m = f->first; m; m = m->next)
        if (filter_of_events(m))
            return true;
    return false;
}

bool stats_of_events(const struct stats_question *q)
{
    if (q->by_event || (q->filter && filter_of_events(q->filter)))
        return true;
    for (size_t i = 0; i < q->dimension_count; i++)
        if (is_events(&q->dimensions[i]))
            return true;
    return false;
}

static void add_sums(enum stats_metric metric, bool ret[STATS_SUMS])
{
    const struct stats_metric_row *m = &stats_metrics[metric];

    ret[m->of] = true;
    if (m->per != SUM_NONE)
        ret[m->per] = true;
}

void stats_sums_of(const struct stats_question *q, bool ret[STATS_SUMS])
{
    memset(ret, 0, STATS_SUMS * sizeof(*ret));
    for (size_t i = 0; i < q->metric_count; i++)
        add_sums(q->metrics[i], ret);
    for (size_t i = 0; i < q->order_count; i++)
        if (q->order[i].metric >= 0)
            add_sums((enum stats_metric)q->order[i].metric, ret);
    /* Who lasts is told once, of all. */
    ret[SUM_STABLE] = ret[SUM_VISITORS] && q->dimension_count == 0;
}

/* --- imported days */

static bool report_has(int report, const struct stats_dimension *d)
{
    if (d->row->kind != STATS_OF_VISIT && d->row->kind != STATS_OF_EVENT)
        return false;
    for (const char *const *c = history_columns[report]; *c; c++)
        if (strcmp(*c, d->row->column) == 0)
            return true;
    return false;
}

struct report_look {
    int report;
    bool names; /* its own word was spoken */
    bool whole; /* nothing is told apart but time */
    bool denied;
    int done; /* how often something must have happened in the visit */
};

/* That a page was seen in a visit is what the totals of the page count; that two were, or that one was not, no total tells. */
static bool report_filters(struct report_look *l, const struct stats_filter *f)
{
    bool denied = l->denied;

    if (f->op == STATS_HAS_DONE &&
        (l->report != HISTORY_PAGES || !l->whole || l->denied || l->done++))
        return false;
    if (!has_members(f)) {
        const char *column = f->dimension.row->column;
        l->names = l->names || strcmp(column, history_columns[l->report][0]) == 0;
        return report_has(l->report, &f->dimension);
    }
    l->denied = denied || f->op == STATS_NOT;
    for (const struct stats_filter *m = f->first; m; m = m->next)
        if (!report_filters(l, m))
            return false;
    l->denied = denied;
    return true;
}

/* A report that has all the words, and is spoken of by its own (a host alone names no page). */
static bool report_answers(int report, const struct stats_question *q)
{
    const char *own = history_columns[report][0];
    struct report_look look = {
        .report = report, .names = !own || report != HISTORY_PAGES, .whole = true};

    for (size_t i = 0; i < q->dimension_count; i++) {
        const struct stats_dimension *d = &q->dimensions[i];
        if (stats_is_time(d))
            continue;
        if (!report_has(report, d))
            return false;
        look.whole = false;
        look.names = look.names || strcmp(d->row->column, own) == 0;
    }
    return (!q->filter || (own && report_filters(&look, q->filter))) && look.names;
}

int stats_history_report(const struct stats_question *q)
{
    bool sums[STATS_SUMS];

    stats_sums_of(q, sums);
    if (!q->with_days || q->no_imports || q->robots == STATS_ROBOTS || q->goal ||
        sums[SUM_CONVERTED])
        return 0;
    for (size_t i = 0; i < q->dimension_count; i++)
        if (q->dimensions[i].row->kind == STATS_MINUTE || q->dimensions[i].row->kind == STATS_HOUR)
            return 0;
    for (int r = HISTORY_TOTALS; r < HISTORY_REPORTS; r++)
        if (report_answers(r, q))
            return r;
    return 0;
}

void stats_history_days(const struct stats_question *q, int64_t *ret_from, int64_t *ret_to)
{
    *ret_from = stats_time_key(&q->zone, STATS_DAY, q->from_ms - 1) + 1;
    *ret_to = stats_time_key(&q->zone, STATS_DAY, q->to_ms);
}

/* --- what may be asked */

/* Leaves of a filter; more than the limit when it is too deep or has a wrong leaf. events: only those of events are right. */
static size_t leaves(const struct stats_filter *f, int depth, bool events)
{
    size_t n = 0;

    if (depth > STATS_DEPTH_MAX)
        return STATS_LEAVES_MAX + 1;
    if (!has_members(f)) {
        bool list = f->op == STATS_IS && f->count > STATS_FEW;
        bool right = !stats_is_time(&f->dimension) && (!events || is_events(&f->dimension)) &&
                     f->count >= 1 && f->count <= STATS_VALUES_MAX;
        return !right ? STATS_LEAVES_MAX + 1 : list ? 1 : f->count;
    }
    if (!f->first || (f->op >= STATS_NOT && f->first->next) || (events && f->op == STATS_HAS_DONE))
        return STATS_LEAVES_MAX + 1;
    for (const struct stats_filter *m = f->first; m; m = m->next)
        n += leaves(m, depth + 1, events || f->op == STATS_HAS_DONE);
    return n;
}

static enum err filter_check(struct ctx *cx, const char *field, const struct stats_filter *f,
                             bool events)
{
    char max[16];

    if (!f || leaves(f, 1, events) <= STATS_LEAVES_MAX)
        return OK;
    (void)snprintf(max, sizeof(max), "%d", STATS_LEAVES_MAX);
    return fail_field(cx, field, events ? "stats.event_filter" : "stats.filter", "max", max, NULL);
}

static bool needs_goal(const struct stats_question *q)
{
    bool sums[STATS_SUMS];

    stats_sums_of(q, sums);
    return sums[SUM_CONVERTED];
}

enum err stats_check(struct ctx *cx, const struct stats_question *q)
{
    enum err e = filter_check(cx, "filters", q->filter, false), g;
    char max[16];

    g = filter_check(cx, "goal", q->goal, true);
    e = e ? e : g;
    if (q->metric_count < 1)
        e = fail_field(cx, "metrics", "field.required", NULL);
    if (needs_goal(q) && !q->goal)
        e = fail_field(cx, "goal", "stats.goal", NULL);
    (void)snprintf(max, sizeof(max), "%d", STATS_LIMIT_MAX);
    if (q->limit < 1 || q->limit > STATS_LIMIT_MAX || q->offset < 0 || q->offset > 100000000)
        e = fail_field(cx, "pagination", "stats.limit", "max", max, NULL);
    if (q->from_ms >= q->to_ms)
        e = fail_field(cx, "date_range", "report.period", NULL);
    return e;
}

enum err stats_funnel_check(struct ctx *cx, const struct stats_funnel *f)
{
    enum err e = filter_check(cx, "filters", f->of.filter, false);
    size_t all = 0;
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", STATS_STEPS_MAX);
    if (f->step_count < STATS_STEPS_MIN || f->step_count > STATS_STEPS_MAX)
        e = fail_field(cx, "steps", "stats.steps", "max", max, NULL);
    for (size_t i = 0; i < f->step_count && i < STATS_STEPS_MAX; i++) {
        enum err s = filter_check(cx, "steps", f->steps[i], true);
        e = e ? e : s;
        all += leaves(f->steps[i], 1, true);
    }
    if (!e && all > 2 * STATS_LEAVES_MAX)
        e = fail_field(cx, "steps", "stats.step", NULL);
    return e;
}

/* --- time */

static int64_t offset_at(const struct zone *zone, int64_t ms)
{
    struct civil c = time_civil(zone, ms);

    return time_from_civil(NULL, &c) - ms;
}

/* The first moment in (from, to] that has another offset than from. */
static int64_t change_between(const struct zone *zone, int64_t from_ms, int64_t to_ms)
{
    int64_t offset = offset_at(zone, from_ms);

    while (to_ms - from_ms > 1) {
        int64_t middle = from_ms + (to_ms - from_ms) / 2;
        if (offset_at(zone, middle) == offset)
            from_ms = middle;
        else
            to_ms = middle;
    }
    return to_ms;
}

struct stats_zone stats_zone_of(const struct zone *zone, int64_t from_ms, int64_t to_ms)
{
    struct stats_zone z = {.n = 1};
    int64_t at = from_ms, offset = offset_at(zone, at);

    /* No clock is changed twice within a week. */
    for (; at < to_ms && z.n < STATS_SPANS_MAX; at += DAYS_MS(7)) {
        int64_t then = offset_at(zone, at + DAYS_MS(7));
        if (then == offset)
            continue;
        z.until_ms[z.n - 1] = change_between(zone, at, at + DAYS_MS(7));
        z.offset_ms[z.n - 1] = offset;
        z.n++;
        offset = then;
    }
    z.until_ms[z.n - 1] = INT64_MAX;
    z.offset_ms[z.n - 1] = offset;
    return z;
}

int64_t stats_zone_local(const struct stats_zone *z, int64_t ms)
{
    size_t i = 0;

    while (i + 1 < z->n && ms >= z->until_ms[i])
        i++;
    return ms + z->offset_ms[i];
}

static int64_t floor_to(int64_t v, int64_t step)
{
    int64_t rest = v % step;

    return v - (rest < 0 ? rest + step : rest);
}

int64_t stats_time_key(const struct stats_zone *z, enum stats_dimension_kind kind, int64_t ms)
{
    int64_t day = floor_to(stats_zone_local(z, ms), DAYS_MS(1)) / DAYS_MS(1);
    int64_t rest = z->offset_ms[0] % HOURS_MS(1);
    struct civil c;

    switch (kind) {
    case STATS_MINUTE:
        return floor_to(ms, MINUTES_MS(1));
    case STATS_HOUR: /* by the zone's hours, of which one comes twice when clocks are put back */
        return floor_to(ms + rest, HOURS_MS(1)) - rest;
    case STATS_WEEK:
        return floor_to(day + 3, 7) - 3;
    case STATS_MONTH:
        c = time_civil(NULL, day * DAYS_MS(1));
        return day - c.day + 1;
    default:
        return day;
    }
}

/* --- sums to metrics */

bool stats_value(const struct stats_row *row, enum stats_metric metric, double *ret)
{
    const struct stats_metric_row *m = &stats_metrics[metric];
    int64_t of = row->sums[m->of], per = m->per == SUM_NONE ? 1 : row->sums[m->per];

    if (of == NIL || per == NIL || per == 0)
        return false;
    *ret = (double)of / (double)per * m->scale;
    return true;
}

struct stats_question stats_question_of(int64_t site, int64_t from_ms, int64_t to_ms)
{
    return (struct stats_question){.site = site,
                                   .from_ms = from_ms,
                                   .to_ms = to_ms,
                                   .limit = 100,
                                   .zone = {.until_ms = {INT64_MAX}, .n = 1}};
}

/* --- funnels */

void stats_walk_end(struct stats_walk *w)
{
    for (size_t i = 0; w->any && i < w->depth; i++)
        w->steps.reached[i]++;
    w->any = false;
}

/* Of all who stand at a step the one that began last can still do all that the others can. From the last step to the
 * first, so that one event is not two steps. */
void stats_walk_step(struct stats_walk *w, int64_t who, int64_t at_ms, int64_t mask)
{
    const struct stats_funnel *f = w->f;

    if (!w->any || who != w->who) {
        stats_walk_end(w);
        w->who = who;
        w->any = true;
        w->depth = 0;
        for (size_t i = 0; i < f->step_count; i++)
            w->began_ms[i] = NIL;
    }
    for (size_t i = f->step_count; i-- > 0;) {
        int64_t began = i ? w->began_ms[i - 1] : at_ms;
        if (!(mask >> i & 1) || began == NIL || (f->window_ms && at_ms - began > f->window_ms))
            continue;
        if (w->began_ms[i] == NIL || began > w->began_ms[i])
            w->began_ms[i] = began;
        if (i + 1 > w->depth)
            w->depth = i + 1;
    }
}
