/* period.c -- see period.h. Days are counted as UTC midnights, which all are 24 hours apart. */
#include "measure/period.h"

#include "base/message.h"

#include <string.h>

/* Past every date that can be entered, and far from overflow. */
static const int64_t far_day = 200000;

int64_t day_number(const char *date)
{
    struct civil c = {0};

    must(date_ok(date));
    c.year = (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + date[3] - '0';
    c.month = (date[5] - '0') * 10 + date[6] - '0';
    c.day = (date[8] - '0') * 10 + date[9] - '0';
    return time_from_civil(NULL, &c) / DAYS_MS(1);
}

const char *day_text(struct ctx *cx, int64_t number)
{
    char text[DATE_TEXT_MAX];

    date_text(NULL, number * DAYS_MS(1), text);
    return arena_dup(cx->arena, text);
}

const char *day_shown(struct ctx *cx, int64_t number)
{
    const char *d = day_text(cx, number);

    return d ? message_day(cx->arena, cx->lang, d) : NULL;
}

int64_t day_of(const struct zone *zone, int64_t at)
{
    struct civil c = time_civil(zone, at);

    c.hour = c.minute = c.second = c.ms = 0;
    return time_from_civil(NULL, &c) / DAYS_MS(1);
}

int64_t week_start(int64_t day)
{
    int64_t off = (day + 3) % 7; /* day 0 was a Thursday */

    return day - (off < 0 ? off + 7 : off);
}

int64_t month_start(int64_t day, int months)
{
    struct civil c = time_civil(NULL, day * DAYS_MS(1));
    int m = c.year * 12 + c.month - 1 + months;

    c.year = m / 12;
    c.month = m % 12 + 1;
    c.day = 1;
    return time_from_civil(NULL, &c) / DAYS_MS(1);
}

static int64_t wall_ms(const struct zone *zone, int64_t at)
{
    struct civil c = time_civil(zone, at);

    return time_from_civil(NULL, &c);
}

double days_between(const struct zone *zone, int64_t from_at, int64_t to_at)
{
    return (double)(wall_ms(zone, to_at) - wall_ms(zone, from_at)) / (double)DAYS_MS(1);
}

int64_t day_at(const struct zone *zone, int64_t day)
{
    struct civil c = time_civil(NULL, day * DAYS_MS(1));

    return time_from_civil(zone, &c);
}

struct period period_of_days(struct ctx *cx, const struct zone *zone, int64_t first, int64_t last)
{
    return (struct period){.from = day_text(cx, first),
                           .to = day_text(cx, last),
                           .from_at = day_at(zone, first),
                           .until_at = day_at(zone, last + 1),
                           .first = first,
                           .last = last};
}

enum err period_read(struct ctx *cx, const struct zone *zone, const char *from, const char *to,
                     struct period *ret)
{
    struct period p = {.from = from, .to = to, .first = -far_day, .last = far_day};
    enum err e = OK;

    if (from && !date_ok(from))
        e = fail_field(cx, "from", "field.date", NULL);
    if (to && !date_ok(to))
        e = fail_field(cx, "to", "field.date", NULL);
    if (!e && from && to && strcmp(from, to) > 0)
        e = fail_field(cx, "to", "report.period", NULL);
    if (e)
        return e;
    p.from_at = -far_day * DAYS_MS(1);
    p.until_at = far_day * DAYS_MS(1);
    if (from) {
        p.first = day_number(from);
        p.from_at = day_at(zone, p.first);
    }
    if (to) {
        p.last = day_number(to);
        p.until_at = day_at(zone, p.last + 1);
    }
    *ret = p;
    return OK;
}
