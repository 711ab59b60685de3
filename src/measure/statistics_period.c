/* statistics_period.c -- periods by their words, what they are compared with, and the marks on their time axis. */
#include "base/text.h"
#include "measure/statistics_priv.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS_MAX = 3660, MONTHS_MAX = 120 };

static struct statistics_span span_of(struct ctx *cx, const struct statistics_site *site,
                                      int64_t first, int64_t last)
{
    struct statistics_span s = {.days = period_of_days(cx, site->zone, first, last)};

    s.from_ms = s.days.from_at;
    s.to_ms = s.days.until_at;
    return s;
}

/* "30d" → 30; 0 when it is no such word. */
static int64_t count_before(const char *word, const char *unit, int64_t max)
{
    char *end = NULL;
    long long n = word[0] >= '1' && word[0] <= '9' ? strtoll(word, &end, 10) : 0;

    return n >= 1 && n <= max && end && strcmp(end, unit) == 0 ? n : 0;
}

/* The month in which the first visit began; that of today when there is none. */
static enum err first_month(struct ctx *cx, const struct statistics_site *site, int64_t today,
                            int64_t *ret)
{
    struct stats_question q = stats_question_of(cx->site, 1, site->now_ms + DAYS_MS(1));
    struct stats_answer a = {0};
    enum err e;

    q.metrics[q.metric_count++] = STATS_VISITS;
    (void)stats_dimension_find(cx, "time:month", &q.dimensions[q.dimension_count++]);
    q.zone = stats_zone_of(site->zone, site->now_ms, site->now_ms);
    q.limit = 1;
    q.with_days = statistics_has_days(site);
    q.robots = STATS_EVERYONE;
    e = store_stats(cx, site->facts, &q, &a);
    *ret = !e && a.n ? a.rows[0].keys[0].time : month_start(today, 0);
    return e;
}

static enum err by_word(struct ctx *cx, const struct statistics_site *site, const char *field,
                        const char *word, struct statistics_span *ret)
{
    int64_t today = day_of(site->zone, site->now_ms), month = month_start(today, 0);
    int64_t year = month_start(today, 1 - time_civil(site->zone, site->now_ms).month);
    int64_t n, first = today, last = today;
    enum err e = OK;

    if (strcmp(word, "yesterday") == 0) {
        first = last = today - 1;
    } else if (strcmp(word, "month") == 0) {
        first = month;
    } else if (strcmp(word, "last_month") == 0) {
        first = month_start(month, -1);
        last = month - 1;
    } else if (strcmp(word, "year") == 0) {
        first = year;
    } else if (strcmp(word, "last_year") == 0) {
        first = month_start(year, -12);
        last = year - 1;
    } else if (strcmp(word, "all") == 0) {
        e = first_month(cx, site, today, &first);
    } else if ((n = count_before(word, "d", DAYS_MAX))) {
        first = today - n + 1;
    } else if ((n = count_before(word, "mo", MONTHS_MAX))) {
        first = month_start(today, 1 - (int)n);
    } else if (strcmp(word, "today") != 0) {
        return fail_field(cx, field, "stats.range", NULL);
    }
    if (!e)
        *ret = span_of(cx, site, first, last);
    return e;
}

static enum err by_days(struct ctx *cx, const struct statistics_site *site, const char *field,
                        const struct json *v, struct statistics_span *ret)
{
    const char *from = json_text(v->first, ""), *to = json_text(v->first->next, "");
    int64_t first, last;

    if (!date_ok(from) || !date_ok(to))
        return fail_field(cx, field, "field.date", NULL);
    first = day_number(from);
    last = day_number(to);
    if (first > last || last - first > DAYS_MAX)
        return fail_field(cx, field, first > last ? "report.period" : "stats.range", NULL);
    *ret = span_of(cx, site, first, last);
    return OK;
}

enum err statistics_range(struct ctx *cx, const struct statistics_site *site, const char *field,
                          const struct json *v, struct statistics_span *ret, const char **ret_word)
{
    *ret_word = NULL;
    if (v && v->kind == JSON_LIST && v->count == 2)
        return by_days(cx, site, field, v, ret);
    if (v && v->kind != JSON_TEXT)
        return fail_field(cx, field, "stats.range", NULL);
    *ret_word = v ? v->text : "30d";
    return by_word(cx, site, field, *ret_word, ret);
}

static int64_t year_before(int64_t day)
{
    struct civil c = time_civil(NULL, day * DAYS_MS(1));

    c.year--;
    if (c.month == 2 && c.day == 29)
        c.day = 28;
    return time_from_civil(NULL, &c) / DAYS_MS(1);
}

/* Over how many months a period of this word goes; 0: it is one of days. */
static int months_of(const char *word)
{
    if (!word)
        return 0;
    if (strcmp(word, "month") == 0 || strcmp(word, "last_month") == 0)
        return 1;
    if (strcmp(word, "year") == 0 || strcmp(word, "last_year") == 0)
        return 12;
    return (int)count_before(word, "mo", MONTHS_MAX);
}

/* As far into the month so many months before; the end of a month that is over is that of the other. */
static int64_t months_before(int64_t day, int months, bool over)
{
    int64_t end = month_start(day, 1 - months) - 1;
    int64_t same = month_start(day, -months) + day - month_start(day, 0);

    return over || same > end ? end : same;
}

struct statistics_span statistics_before(struct ctx *cx, const struct statistics_site *site,
                                         const struct statistics_ask *a)
{
    const struct period *p = &a->span.days;
    int64_t today = day_of(site->zone, site->now_ms), length = p->last - p->first + 1;
    int64_t first = p->first - length, last = p->first - 1, cut;
    int months = months_of(a->range);
    struct statistics_span s;

    if (a->compare == COMPARE_YEAR) {
        first = year_before(p->first);
        last = year_before(p->last);
    } else if (months) {
        first = month_start(p->first, -months);
        last = months_before(p->last, months, p->last < today);
    }
    s = span_of(cx, site, first, last);
    if (p->first > today || p->last < today)
        return s;
    /* Under way: as far as today has come, on the day that stands for today. */
    cut = p->last == today ? last : first + today - p->first;
    cut = day_at(site->zone, cut) + site->now_ms - day_at(site->zone, today);
    if (cut > s.from_ms && cut < s.to_ms)
        s.to_ms = cut;
    return s;
}

const char *statistics_interval(const struct statistics_span *span)
{
    int64_t days = span->days.last - span->days.first + 1;

    if (days <= 2)
        return "time:hour";
    if (days <= 92)
        return "time:day";
    return days <= 370 ? "time:week" : "time:month";
}

const char *statistics_time_text(struct ctx *cx, const struct zone *zone,
                                 enum stats_dimension_kind kind, int64_t key)
{
    struct civil c;

    if (kind != STATS_HOUR && kind != STATS_MINUTE)
        return day_text(cx, key);
    c = time_civil(zone, key);
    return arena_print(cx->arena, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour,
                       c.minute);
}

/* The key that comes after one. */
static int64_t next_key(enum stats_dimension_kind kind, int64_t key)
{
    switch (kind) {
    case STATS_MINUTE:
        return key + MINUTES_MS(1);
    case STATS_HOUR:
        return key + HOURS_MS(1);
    case STATS_WEEK:
        return key + 7;
    case STATS_MONTH:
        return month_start(key, 1);
    default:
        return key + 1;
    }
}

enum err statistics_time_keys(struct ctx *cx, const struct stats_zone *zone,
                              enum stats_dimension_kind kind, const struct statistics_span *span,
                              int64_t **ret, size_t *ret_n)
{
    int64_t key = stats_time_key(zone, kind, span->from_ms);
    int64_t last = stats_time_key(zone, kind, span->to_ms - 1);
    int64_t *keys = arena_array(cx->arena, STATISTICS_LABELS_MAX, sizeof(*keys));
    size_t n = 0;

    if (!keys)
        return fail_memory(cx);
    for (; key <= last && n < STATISTICS_LABELS_MAX; key = next_key(kind, key))
        keys[n++] = key;
    *ret = keys;
    *ret_n = n;
    return OK;
}
