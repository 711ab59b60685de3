/* period.h -- days in the site's time zone, and the span between two of them.
 *
 * A report is asked for from one day to another, both included. On the clock that is from the first day's midnight to
 * the midnight after the last, in the site's zone, so a day may have 23 or 25 hours. Arithmetic on days never
 * touches the clock.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "from", "to" with "field.date", "report.period".
 * Units:     _at unix ms UTC; a day number counts days since 1970-01-01; a month is its first day, "2018-03-01".
 */
#ifndef PRACA_MEASURE_PERIOD_H
#define PRACA_MEASURE_PERIOD_H

#include "base/time.h"

struct period {
    const char *from, *to;     /* YYYY-MM-DD; NULL: open */
    int64_t from_at, until_at; /* until excluded; far away where open */
    int64_t first, last;       /* day numbers; far away where open */
};

MUST_USE enum err period_read(struct ctx *cx, const struct zone *zone, const char *from,
                              const char *to, struct period *ret);
/* Of day numbers. */
struct period period_of_days(struct ctx *cx, const struct zone *zone, int64_t first, int64_t last);

/* The number of a day that date_ok() found to be one. */
int64_t day_number(const char *date);
const char *day_text(struct ctx *cx, int64_t number);
/* As people write it (base/message.h). */
const char *day_shown(struct ctx *cx, int64_t number);
/* The site's calendar day at that time. */
int64_t day_of(const struct zone *zone, int64_t at);
/* Day numbers of the first day of the month the day is in, moved by some months. */
int64_t month_start(int64_t day, int months);
/* The Monday of the week the day is in. */
int64_t week_start(int64_t day);

/* From one time to a later one as a wall clock and a calendar count it: from midnight to midnight is a whole number,
 * also across a change of clocks. */
double days_between(const struct zone *zone, int64_t from_at, int64_t to_at);

/* The site's midnight that begins the day. */
int64_t day_at(const struct zone *zone, int64_t day);

#endif
