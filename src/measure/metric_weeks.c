/* metric_weeks.c -- see metric_weeks.h. */
#include "measure/metric_weeks.h"

#include "measure/channel_report_priv.h"
#include "measure/metric_priv.h"
#include "measure/metric_visits.h"
#include "measure/period.h"

#include "metric_weeks_sql.h"

#include <string.h>

enum { QUARTER_HOUR_MS = 900000 };

static const struct told_by_weeks {
    const char *key;
    const struct db_query *query;
    int column; /* that holds what is counted */
    bool money;
} told[] = {
    {"leads", &SQL_weeks_leads, 1, false},
    {"won", &SQL_weeks_won, 1, true},
    {"revenue", &SQL_weeks_won, 2, true},
    {"mqls", &SQL_weeks_mqls, 1, false},
    {"opportunities", &SQL_weeks_opportunities, 1, false},
    {0},
};

static const struct told_by_weeks *find(const char *key)
{
    for (const struct told_by_weeks *t = told; key && t->key; t++)
        if (!strcmp(t->key, key))
            return t;
    return NULL;
}

bool metric_has_weeks(const char *key)
{
    return find(key) || (key && metric_is_of_visits(key));
}

/* Put what happened into the weeks; begins[i] is the midnight that begins week i, begins[METRIC_WEEKS_MAX] the end. */
static enum err fill(struct ctx *cx, struct db_stmt *st, int column, const int64_t *begins,
                     int64_t *weeks)
{
    bool row = false;
    enum err e;

    while (!(e = db_step(cx, st, &row)) && row) {
        int64_t at = db_int(st, 0) * QUARTER_HOUR_MS;
        size_t low = 0, high = METRIC_WEEKS_MAX;
        while (high - low > 1) {
            size_t middle = (low + high) / 2;
            if (begins[middle] <= at)
                low = middle;
            else
                high = middle;
        }
        weeks[low] += db_int(st, column);
    }
    return e;
}

static enum err of_records(struct ctx *cx, struct db *db, const struct told_by_weeks *t,
                           const char *currency, const char *channel, const int64_t *begins,
                           int64_t *weeks)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, t->query, &st);

    if (e)
        return e;
    if (t->money)
        db_bind_text(st, "currency", currency);
    db_bind_int(st, "from_at", begins[0]);
    db_bind_int(st, "until_at", begins[METRIC_WEEKS_MAX]);
    db_bind_text(st, "channel_key", metric_channel_key(cx, channel));
    e = fill(cx, st, t->column, begins, weeks);
    db_done(st);
    return e;
}

enum err metric_weeks(struct ctx *cx, struct db *db, const char *key, const char *to,
                      const char *channel, struct metric_weeks *ret)
{
    const struct told_by_weeks *t = find(key);
    int64_t *weeks = arena_array(cx->arena, METRIC_WEEKS_MAX, sizeof(*weeks));
    int64_t *begins = arena_array(cx->arena, METRIC_WEEKS_MAX + 1, sizeof(*begins));
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct period until;
    size_t begun = 0;
    int64_t end;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e && !metric_has_weeks(key))
        e = fail(cx, ERR_INVALID, "metric.no_weeks", "value", key, NULL);
    if (!e && (!weeks || !begins))
        e = fail_memory(cx);
    if (!e)
        e = period_read(cx, zone, NULL, to, &until);
    if (e)
        return e;
    end = to ? until.last + 1 : day_of(zone, ctx_now(cx));
    end = week_start(end);
    memset(weeks, 0, METRIC_WEEKS_MAX * sizeof(*weeks));
    for (size_t i = 0; i <= METRIC_WEEKS_MAX; i++) {
        begins[i] = end - (int64_t)(METRIC_WEEKS_MAX - i) * WEEK_DAYS;
        begins[i] = t ? day_at(zone, begins[i]) : begins[i];
    }
    e = t ? of_records(cx, db, t, currency, channel, begins, weeks)
          : metric_visits_weeks(cx, key, metric_part(key), channel, zone, begins, METRIC_WEEKS_MAX,
                                weeks);
    while (begun < METRIC_WEEKS_MAX && weeks[begun] == 0)
        begun++;
    begun += begun < METRIC_WEEKS_MAX;
    if (!e)
        *ret = (struct metric_weeks){.count = weeks + begun,
                                     .n = METRIC_WEEKS_MAX - begun,
                                     .first = end - (int64_t)(METRIC_WEEKS_MAX - begun) * WEEK_DAYS,
                                     .end = end};
    return e;
}
