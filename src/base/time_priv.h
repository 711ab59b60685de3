/* time_priv.h -- what the files behind time.h share. */
#ifndef PRACA_BASE_TIME_PRIV_H
#define PRACA_BASE_TIME_PRIV_H

#include "base/time.h"

/* Days since 1970-01-01 of a proleptic Gregorian date. */
int64_t time_days(int64_t year, int month, int day);
struct civil time_utc(int64_t ms);
/* A real day and hour, years 1900..2200; a leap second may be 60. */
bool time_ok(const struct civil *c);
/* Exactly this many digits at *p. */
bool time_digits(const char **p, int digits, int *ret);

/* RFC 3339, or without an offset, or a bare date. The range is not looked at. */
bool time_parse(const char *text, struct civil *c, bool *ret_has_offset, int *ret_minutes);

#endif
