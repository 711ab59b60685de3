/* early_engagement.c -- see early_engagement.h. */
#include "measure/early_engagement.h"

#include "base/text.h"
#include "measure/metric_priv.h"
#include "measure/touch.h"

#include "early_engagement_sql.h"

#include <stdlib.h>
#include <string.h>

struct first_deal {
    int64_t unit, opened_at;
    const char *channel_key;
};

static void read_deal(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct first_deal *)row =
        (struct first_deal){db_int(st, 0), db_int(st, 1), db_text_dup(cx, st, 2)};
}

static enum err read_deals(struct ctx *cx, struct db *db, struct first_deal **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_early_first_deals, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_deal, ret, ret_n);
    db_done(st);
    return e;
}

static int by_size(const void *a, const void *b)
{
    double x, y;

    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return (x > y) - (x < y);
}

/* Days of each unit whose first deal opened in the period. */
static void add_days(const struct metric_ask *ask, const char *channel_key,
                     const struct touch_book *book, const struct first_deal *all, size_t n,
                     struct buf *days)
{
    for (size_t i = 0; i < n; i++) {
        const struct touch_unit *u;
        double d;
        if (i && all[i - 1].unit == all[i].unit)
            continue;
        if (all[i].opened_at < ask->period.from_at || all[i].opened_at >= ask->period.until_at ||
            (channel_key && !text_equal(all[i].channel_key, channel_key)))
            continue;
        u = touch_unit_find(book, all[i].unit);
        if (!u || !u->n || book->touches[u->from].at_ms > all[i].opened_at)
            continue;
        d = days_between(ask->zone, book->touches[u->from].at_ms, all[i].opened_at);
        buf_add(days, &d, sizeof(d));
    }
}

enum err early_engagement(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          const double *shares, size_t n, struct figure *ret, int64_t *ret_have)
{
    struct touch_ask what = {.until_ms = ask->period.until_at, .first = true};
    const char *channel_key = metric_channel_key(cx, ask->channel);
    struct buf days = buf_in(cx->arena);
    struct first_deal *all = NULL;
    struct touch_book book;
    size_t count = 0, have;
    enum err e = OK;

    *ret_have = 0;
    for (size_t i = 0; i < n; i++)
        ret[i] = figure_unknown("metric.no_facts");
    if (!cx->facts)
        return OK;
    e = read_deals(cx, db, &all, &count);
    if (!e)
        e = touch_book_read(cx, db, cx->facts, &what, &book);
    if (e)
        return e;
    add_days(ask, channel_key, &book, all, count, &days);
    touch_book_done(&book);
    if (!buf_ok(&days))
        return fail_memory(cx);
    have = days.len / sizeof(double);
    if (have)
        qsort(days.bytes, have, sizeof(double), by_size);
    for (size_t i = 0; i < n; i++)
        ret[i] = figure_percentile((double *)(void *)days.bytes, have, shares[i], EARLY_NEEDED,
                                   "metric.few_first_deals");
    *ret_have = (int64_t)have;
    return OK;
}

enum err metric_early_engagement(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                 struct figure *ret)
{
    const double median = 0.5;
    int64_t have;

    return early_engagement(cx, db, ask, &median, 1, ret, &have);
}
