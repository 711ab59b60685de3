/* time.c -- the calendar, and RFC 3339 in and out. Zones are zone.c's, patterns time_pattern.c's.
 *
 * Surprising: day arithmetic counts years from March, so that the leap day is the last of the year
 * (Howard Hinnant, "chrono-compatible low-level date algorithms").
 */
#include "base/time.h"
#include "base/time_priv.h"

#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2200 };

int64_t time_days(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct civil time_utc(int64_t ms)
{
    int64_t days = floor_div(ms, DAYS_MS(1)), rest = ms - days * DAYS_MS(1);
    int64_t z = days + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    struct civil c;

    c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.year = (int)(yoe + era * 400 + (c.month <= 2));
    c.hour = (int)(rest / HOURS_MS(1));
    c.minute = (int)(rest / MINUTES_MS(1) % 60);
    c.second = (int)(rest / SECONDS_MS(1) % 60);
    c.ms = (int)(rest % 1000);
    c.weekday = (int)(((days + 4) % 7 + 7) % 7);
    return c;
}

/* Keeps a time inside what four digits of a year can write. */
static int64_t clamped(int64_t ms)
{
    const int64_t least = time_days(0, 1, 1) * DAYS_MS(1);
    const int64_t most = time_days(10000, 1, 1) * DAYS_MS(1) - 1;

    return ms < least ? least : ms > most ? most : ms;
}

static char *put(char *to, int v, int digits)
{
    for (int i = digits; i-- > 0; v /= 10)
        to[i] = (char)('0' + v % 10);
    return to + digits;
}

void time_text(int64_t ms, char ret[TIME_TEXT_MAX])
{
    struct civil c = time_utc(clamped(ms));
    char *p = put(ret, c.year, 4);

    *p++ = '-';
    p = put(p, c.month, 2);
    *p++ = '-';
    p = put(p, c.day, 2);
    *p++ = 'T';
    p = put(p, c.hour, 2);
    *p++ = ':';
    p = put(p, c.minute, 2);
    *p++ = ':';
    p = put(p, c.second, 2);
    *p++ = '.';
    p = put(p, c.ms, 3);
    *p++ = 'Z';
    *p = 0;
}

void date_text(const struct zone *z, int64_t ms, char ret[DATE_TEXT_MAX])
{
    struct civil c = time_civil(z, clamped(ms));
    char *p;

    if (c.year < 0 || c.year > 9999)
        c = time_utc(clamped(ms));
    p = put(ret, c.year, 4);
    *p++ = '-';
    p = put(p, c.month, 2);
    *p++ = '-';
    p = put(p, c.day, 2);
    *p = 0;
}

bool time_digits(const char **p, int digits, int *ret)
{
    int v = 0;

    for (int i = 0; i < digits; i++) {
        if ((*p)[i] < '0' || (*p)[i] > '9')
            return false;
        v = v * 10 + (*p)[i] - '0';
    }
    *p += digits;
    *ret = v;
    return true;
}

static bool skip(const char **p, char c)
{
    if (**p != c)
        return false;
    (*p)++;
    return true;
}

static bool read_date(const char **p, struct civil *c)
{
    return time_digits(p, 4, &c->year) && skip(p, '-') && time_digits(p, 2, &c->month) &&
           skip(p, '-') && time_digits(p, 2, &c->day);
}

bool time_ok(const struct civil *c)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

    return c->year >= YEAR_MIN && c->year <= YEAR_MAX && c->month >= 1 && c->month <= 12 &&
           c->day >= 1 && c->day <= days[c->month - 1] + (leap && c->month == 2) && c->hour >= 0 &&
           c->hour < 24 && c->minute >= 0 && c->minute < 60 && c->second >= 0 && c->second <= 60;
}

bool date_ok(const char *text)
{
    struct civil c = {0};

    return text && read_date(&text, &c) && !*text && time_ok(&c);
}

/* ".123456": only the first three digits count. */
static bool read_fraction(const char **p, int *ret_ms)
{
    int scale = 100;

    if (!skip(p, '.') && !skip(p, ','))
        return true;
    if (**p < '0' || **p > '9')
        return false;
    for (; **p >= '0' && **p <= '9'; (*p)++, scale /= 10)
        *ret_ms += (**p - '0') * scale;
    return true;
}

static bool read_clock(const char **p, struct civil *c)
{
    if (!time_digits(p, 2, &c->hour) || !skip(p, ':') || !time_digits(p, 2, &c->minute))
        return false;
    if (!skip(p, ':'))
        return true;
    return time_digits(p, 2, &c->second) && read_fraction(p, &c->ms);
}

/* "Z", "+hh:mm", "-hhmm", "+hh"; *ret_has stays false when nothing stands there. */
static bool read_offset(const char **p, bool *ret_has, int *ret_minutes)
{
    int h, m = 0, sign = **p == '-' ? -1 : 1;

    if (!**p)
        return true;
    *ret_has = true;
    if (skip(p, 'Z') || skip(p, 'z'))
        return true;
    if ((!skip(p, '+') && !skip(p, '-')) || !time_digits(p, 2, &h))
        return false;
    if (**p && ((void)skip(p, ':'), !time_digits(p, 2, &m)))
        return false;
    *ret_minutes = sign * (h * 60 + m);
    return h < 24 && m < 60;
}

bool time_parse(const char *p, struct civil *c, bool *ret_has_offset, int *ret_minutes)
{
    if (!p || !read_date(&p, c))
        return false;
    if (!*p)
        return true;
    return (skip(&p, 'T') || skip(&p, 't') || skip(&p, ' ')) && read_clock(&p, c) &&
           read_offset(&p, ret_has_offset, ret_minutes) && !*p;
}

enum err time_read(struct ctx *cx, const char *text, const struct zone *z, int64_t *ret)
{
    struct civil c = {0};
    bool has_offset = false;
    int minutes = 0;

    if (!time_parse(text, &c, &has_offset, &minutes))
        return fail(cx, ERR_INVALID, "time.syntax", NULL);
    if (!time_ok(&c))
        return fail(cx, ERR_INVALID, "time.range", NULL);
    *ret = time_from_civil(has_offset ? NULL : z, &c) - MINUTES_MS(minutes);
    return OK;
}
