/* metric_visits.c -- see metric_visits.h. */
#include "measure/metric_visits.h"

#include "base/text.h"
#include "facts/stats.h"
#include "facts/store.h"
#include "measure/channel_report_priv.h"
#include "measure/metric_priv.h"
#include "measure/metric_text.h"
#include "people/site_form.h"

#include <string.h>

enum { FORMS_DAYS = 400 };

/* What is counted: a sum of all visits, or of the events of one kind. */
static const struct counted {
    const char *key;
    enum stats_metric metric;
    enum stats_sum sum;
    const char *event; /* NULL: visits */
} countings[] = {
    {"visits", STATS_VISITS, SUM_VISITS, NULL},
    {"visitors", STATS_VISITORS, SUM_VISITORS, NULL},
    {"views", STATS_VIEWS, SUM_VIEWS, NULL},
    {"downloads", STATS_EVENTS, SUM_EVENTS, "download"},
    {"form_answers", STATS_EVENTS, SUM_EVENTS, "form"},
};
enum { OF_VISITS, OF_VISITORS, OF_VIEWS, OF_DOWNLOADS, OF_FORMS };

/* A question and the conditions it points at, which outlive the call in the arena. */
struct asking {
    struct stats_question q;
    struct stats_filter all, channel, event, part;
    const char *channel_value[1], *event_value[1], *part_value[1];
};

static void condition(struct ctx *cx, struct asking *a, struct stats_filter *f, const char *key,
                      const char **values, const char *value)
{
    struct stats_dimension d;

    must(stats_dimension_find(cx, key, &d));
    values[0] = value;
    *f = (struct stats_filter){
        .op = STATS_IS, .next = a->all.first, .dimension = d, .values = values, .count = 1};
    a->all.first = f;
}

/* NULL when the arena is full. The period ends with this moment where it reaches beyond. */
static struct asking *ask_of(struct ctx *cx, const struct metric_ask *ask, const char *event)
{
    struct asking *a = arena_alloc(cx->arena, sizeof(*a));
    int64_t from = ask->period.from_at > 0 ? ask->period.from_at : 0, now = ctx_now(cx) + 1;
    int64_t until = ask->period.until_at < now ? ask->period.until_at : now;
    const char *key = metric_channel_key(cx, ask->channel);

    if (!a)
        return NULL;
    memset(a, 0, sizeof(*a));
    a->q = stats_question_of(cx->site, from, until > from ? until : from + 1);
    a->q.zone = stats_zone_of(ask->zone, a->q.from_ms, a->q.to_ms);
    a->q.limit = STATS_LIMIT_MAX;
    a->q.with_days = !event;
    if (key)
        condition(cx, a, &a->channel, "channel", a->channel_value, key);
    if (event)
        condition(cx, a, &a->event, "event", a->event_value, event);
    if (event && ask->part)
        condition(cx, a, &a->part, "props:form", a->part_value, ask->part);
    if (a->all.first) {
        a->all.op = STATS_AND;
        a->q.filter = &a->all;
    }
    return a;
}

/* Without a dimension: the one row of all. */
static enum err ask_row(struct ctx *cx, const struct asking *a, struct stats_row *ret)
{
    struct stats_answer answer = {0};
    enum err e = store_stats(cx, cx->facts, &a->q, &answer);

    *ret = (struct stats_row){0};
    if (!e && answer.n)
        *ret = answer.rows[0];
    return e;
}

static bool begun(struct ctx *cx, const struct metric_ask *ask)
{
    return ask->period.from_at <= ctx_now(cx);
}

/* --- sums ------------------------------------------------------------------------------------------ */

/* Row by row of days, where a sum over days is not the sum of the days. */
static enum err sum_days(struct ctx *cx, const struct metric_ask *ask, const struct counted *c,
                         int64_t *ret, struct stats_answer *ret_days)
{
    struct asking *a = ask_of(cx, ask, c->event);
    struct stats_answer days = {0};
    enum err e;

    if (!a)
        return fail_memory(cx);
    a->q.metrics[a->q.metric_count++] = c->metric;
    must(stats_dimension_find(cx, "time:day", &a->q.dimensions[a->q.dimension_count++]));
    e = store_stats(cx, cx->facts, &a->q, &days);
    *ret = 0;
    for (size_t i = 0; i < days.n && !e; i++)
        *ret += days.rows[i].sums[c->sum];
    if (!e)
        *ret_days = days;
    return e;
}

static enum err sum_all(struct ctx *cx, const struct metric_ask *ask, const struct counted *c,
                        int64_t *ret)
{
    struct asking *a = ask_of(cx, ask, c->event);
    struct stats_row row;
    enum err e;

    if (!a)
        return fail_memory(cx);
    a->q.metrics[a->q.metric_count++] = c->metric;
    e = ask_row(cx, a, &row);
    *ret = row.sums[c->sum];
    return e;
}

static enum err counted(struct ctx *cx, const struct metric_ask *ask, int which, struct figure *ret)
{
    struct stats_answer days;
    int64_t n = 0;
    enum err e = OK;

    if (!cx->facts) {
        *ret = figure_unknown("metric.no_facts");
        return OK;
    }
    if (begun(cx, ask))
        e = which == OF_VISITORS ? sum_days(cx, ask, &countings[which], &n, &days)
                                 : sum_all(cx, ask, &countings[which], &n);
    if (!e)
        *ret = figure_whole(n);
    return e;
}

enum err metric_visits(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                       struct figure *ret)
{
    (void)db;
    return counted(cx, ask, OF_VISITS, ret);
}

enum err metric_visitors(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                         struct figure *ret)
{
    (void)db;
    return counted(cx, ask, OF_VISITORS, ret);
}

enum err metric_views(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                      struct figure *ret)
{
    (void)db;
    return counted(cx, ask, OF_VIEWS, ret);
}

enum err metric_downloads(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          struct figure *ret)
{
    (void)db;
    return counted(cx, ask, OF_DOWNLOADS, ret);
}

enum err metric_form_answers(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             struct figure *ret)
{
    (void)db;
    return counted(cx, ask, OF_FORMS, ret);
}

/* --- of a visit ------------------------------------------------------------------------------------- */

/* Sums of the visits of the period; nothing of a period to come. */
static enum err visits_row(struct ctx *cx, const struct metric_ask *ask, enum stats_metric also,
                           struct stats_row *ret)
{
    struct asking *a = ask_of(cx, ask, NULL);

    *ret = (struct stats_row){0};
    if (!a)
        return fail_memory(cx);
    if (!begun(cx, ask))
        return OK;
    a->q.metrics[a->q.metric_count++] = STATS_VISITS;
    a->q.metrics[a->q.metric_count++] = also;
    return ask_row(cx, a, ret);
}

enum err metric_bounce_rate(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                            struct figure *ret)
{
    struct stats_row row;
    enum err e = cx->facts ? visits_row(cx, ask, STATS_BOUNCE_RATE, &row) : OK;

    (void)db;
    if (!e)
        *ret = !cx->facts ? figure_unknown("metric.no_facts")
                          : figure_share(row.sums[SUM_BOUNCES], row.sums[SUM_VISITS], VISITS_NEEDED,
                                         "metric.few_visits");
    return e;
}

enum err metric_engaged_seconds(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                struct figure *ret)
{
    struct stats_row row;
    int64_t n;
    enum err e = cx->facts ? visits_row(cx, ask, STATS_ENGAGED, &row) : OK;

    (void)db;
    if (e || !cx->facts) {
        *ret = figure_unknown("metric.no_facts");
        return e;
    }
    n = row.sums[SUM_VISITS];
    *ret = n < VISITS_NEEDED ? figure_few("metric.few_visits", n, VISITS_NEEDED)
                             : figure_real((double)row.sums[SUM_ENGAGED_MS] / (double)n / 1000);
    return OK;
}

/* Visits in which the form was sent. What an import knows only as totals has no forms, so both sides leave it out. */
static enum err visits_that_sent(struct ctx *cx, const struct metric_ask *ask, bool sent,
                                 int64_t *ret)
{
    struct asking *a = ask_of(cx, ask, sent ? "form" : NULL);
    struct stats_row row;
    enum err e;

    *ret = 0;
    if (!a)
        return fail_memory(cx);
    if (!begun(cx, ask))
        return OK;
    a->q.with_days = false;
    a->q.metrics[a->q.metric_count++] = STATS_VISITS;
    e = ask_row(cx, a, &row);
    *ret = row.sums[SUM_VISITS];
    return e;
}

enum err metric_form_conversion(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                struct figure *ret)
{
    int64_t sent = 0, all = 0;
    enum err e = OK;

    (void)db;
    *ret = figure_unknown("metric.no_facts");
    if (!cx->facts)
        return OK;
    e = visits_that_sent(cx, ask, true, &sent);
    if (!e)
        e = visits_that_sent(cx, ask, false, &all);
    if (!e)
        *ret = figure_share(sent, all, VISITS_NEEDED, "metric.few_visits");
    return e;
}

/* --- who ------------------------------------------------------------------------------------------- */

enum err metric_known_visitors(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    struct asking *a = cx->facts ? ask_of(cx, ask, NULL) : NULL;
    struct stats_row row = {0};
    enum err e = OK;

    (void)db;
    *ret = figure_unknown("metric.no_facts");
    if (!cx->facts)
        return OK;
    if (!a)
        return fail_memory(cx);
    a->q.with_days = false;
    a->q.metrics[a->q.metric_count++] = STATS_VISITORS;
    if (begun(cx, ask))
        e = ask_row(cx, a, &row);
    if (!e)
        *ret = figure_whole(row.sums[SUM_STABLE]);
    return e;
}

enum err metric_reach(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                      struct figure *ret)
{
    int64_t n = 0, today = day_of(ask->zone, ctx_now(cx));
    int64_t first = ask->period.first, last = ask->period.last < today ? ask->period.last : today;
    struct stats_answer days = {0};
    enum err e = OK;

    (void)db;
    *ret = figure_unknown("metric.no_facts");
    if (!cx->facts)
        return OK;
    if (begun(cx, ask))
        e = sum_days(cx, ask, &countings[OF_VISITORS], &n, &days);
    if (e)
        return e;
    if (!ask->period.from && days.n)
        first = days.rows[0].keys[0].time;
    if (n < REACH_NEEDED || last < first) {
        *ret = figure_few("metric.few_visitors", n, REACH_NEEDED);
        return OK;
    }
    *ret = figure_whole((2 * n + last - first + 1) / (2 * (last - first + 1)));
    ret->have = n;
    ret->need = REACH_NEEDED;
    return OK;
}

/* --- weeks ------------------------------------------------------------------------------------------ */

static const struct counted *find(const char *key)
{
    for (size_t i = 0; key && i < COUNT_OF(countings); i++)
        if (metric_is(key, countings[i].key))
            return &countings[i];
    return NULL;
}

bool metric_is_of_visits(const char *key)
{
    return find(key) != NULL;
}

enum err metric_visits_weeks(struct ctx *cx, const char *key, const char *part, const char *channel,
                             const struct zone *zone, const int64_t *begins, size_t n,
                             int64_t *weeks)
{
    struct metric_ask ask = {.period = period_of_days(cx, zone, begins[0], begins[n] - 1),
                             .channel = channel,
                             .part = part,
                             .zone = zone};
    const struct counted *c = find(key);
    struct stats_answer days = {0};
    int64_t all;
    enum err e = c && cx->facts ? sum_days(cx, &ask, c, &all, &days) : OK;

    for (size_t i = 0, week = 0; i < days.n && !e; i++) {
        int64_t day = days.rows[i].keys[0].time;
        while (week + 1 < n && begins[week + 1] <= day)
            week++;
        if (day >= begins[0] && day < begins[n])
            weeks[week] += days.rows[i].sums[c->sum];
    }
    return e;
}

/* --- forms ------------------------------------------------------------------------------------------ */

/* Events of a kind, counted by what one of their properties says. */
static enum err by_property(struct ctx *cx, const struct metric_ask *ask, const char *event,
                            const char *property, int64_t most, struct metric_count **ret,
                            size_t *ret_n)
{
    struct asking *a = ask_of(cx, ask, event);
    struct metric_count *rows = arena_array(cx->arena, (size_t)most, sizeof(*rows));
    struct stats_answer answer = {0};
    enum err e;

    if (!a || !rows)
        return fail_memory(cx);
    a->q.metrics[a->q.metric_count++] = STATS_EVENTS;
    must(stats_dimension_find(cx, property, &a->q.dimensions[a->q.dimension_count++]));
    a->q.limit = most;
    e = cx->facts && begun(cx, ask) ? store_stats(cx, cx->facts, &a->q, &answer) : OK;
    for (size_t i = 0; i < answer.n && !e; i++)
        rows[i] =
            (struct metric_count){answer.rows[i].keys[0].text, answer.rows[i].sums[SUM_EVENTS]};
    *ret = rows;
    *ret_n = e ? 0 : answer.n;
    return e;
}

enum err metric_downloads_by_file(struct ctx *cx, const struct metric_ask *ask, int64_t most,
                                  struct metric_count **ret, size_t *ret_n)
{
    return by_property(cx, ask, "download", "props:file", most, ret, ret_n);
}

enum err metric_forms(struct ctx *cx, const char ***ret, size_t *ret_n)
{
    struct metric_ask ask = {
        .period = {.from_at = ctx_now(cx) - DAYS_MS(FORMS_DAYS), .until_at = ctx_now(cx)}};
    const char **names = arena_array(cx->arena, FORMS_SHOWN, sizeof(*names));
    struct metric_count *forms = NULL;
    size_t n = 0, found = 0;
    enum err e = by_property(cx, &ask, "form", "props:form", FORMS_SHOWN, &forms, &found);

    if (!e && !names)
        e = fail_memory(cx);
    for (size_t i = 0; i < found && !e; i++)
        if (!text_empty(forms[i].name) && !strchr(forms[i].name, '/'))
            names[n++] = forms[i].name;
    *ret = names;
    *ret_n = n;
    return e;
}

enum err metric_title(struct ctx *cx, struct db *db, const char *key, const char **ret)
{
    const char *part = metric_part(key);
    void *found = NULL;
    int64_t id = 0;
    enum err e = OK;

    *ret = metric_label(cx, key);
    if (!part || !text_to_int(part, &id) || id < 1)
        return OK;
    e = model_get(cx, db, &site_form_model, id, &found);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (!e)
        *ret = arena_print(cx->arena, "%.*s%s", (int)(strlen(*ret) - strlen(part)), *ret,
                           ((struct site_form *)found)->name);
    return e;
}
