/* time.h -- unix milliseconds inside, RFC 3339 at the door, calendars in between.
 *
 * Units:  _ms and _at are unix ms UTC; a date is text "YYYY-MM-DD", which sorts and means the same on both
 *         engines; "local" is always beside the zone it is local to.
 * Zones:  IANA names read from the system's tz database; without it (or for an unknown name) ERR_INVALID
 *         "time.zone". "UTC" always works.
 * Source: RFC 3339; proleptic Gregorian calendar; TZif (RFC 9636).
 */
#ifndef PRACA_BASE_TIME_H
#define PRACA_BASE_TIME_H

#include "base/ctx.h"

#define SECONDS_MS(n) ((int64_t)(n)*1000)
#define MINUTES_MS(n) ((int64_t)(n)*60000)
#define HOURS_MS(n) ((int64_t)(n)*3600000)
#define DAYS_MS(n) ((int64_t)(n)*86400000)

/* Lives in the arena of the ctx that found it. Wherever a zone is asked for, NULL is UTC. */
struct zone;

/* A wall-clock time. month 1..12, day 1..31, weekday 0 = Sunday. */
struct civil {
    int year, month, day, hour, minute, second, ms, weekday;
};

MUST_USE enum err zone_find(struct ctx *cx, const char *name, const struct zone **ret);

/* A zone from the bytes of a TZif file; NULL when they are none, or the arena is full. */
const struct zone *zone_parse(struct arena *a, const unsigned char *bytes, size_t n);

struct civil time_civil(const struct zone *z, int64_t ms);
/* A time that a clock change skips moves forward; one that comes twice is the first. */
int64_t time_from_civil(const struct zone *z, const struct civil *c);
int64_t time_day_start(const struct zone *z, int64_t ms);

/* "2026-11-23T15:00:00.000Z"; ret has room for 25 bytes. */
enum { TIME_TEXT_MAX = 25, DATE_TEXT_MAX = 11 };
void time_text(int64_t ms, char ret[TIME_TEXT_MAX]);
/* With an offset or Z; or a bare date or time, taken in z. ERR_INVALID "time.syntax", "time.range". */
MUST_USE enum err time_read(struct ctx *cx, const char *text, const struct zone *z, int64_t *ret);
void date_text(const struct zone *z, int64_t ms, char ret[DATE_TEXT_MAX]);
bool date_ok(const char *text); /* a real day written YYYY-MM-DD, years 1900..2200 */

/* Read by a pattern of DD MM YYYY YY hh mm ss and other characters as they stand, e.g.
 * "DD-MM-YYYY hh:mm"; the pattern "RFC3339" is time_read(). ERR_INVALID "time.pattern" (pattern), "time.range". */
MUST_USE enum err time_read_pattern(struct ctx *cx, const char *text, const char *pattern,
                                    const struct zone *z, int64_t *ret);
/* Of a fixed list the pattern that reads most samples, and more than half of them; NULL when none does. ambiguous is set when day and
 * month could be exchanged: then it is the one with the day first, and somebody should be asked. */
const char *time_guess_pattern(const char *const *samples, size_t n, bool *ret_ambiguous);

#endif
