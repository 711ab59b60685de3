/* zone.c -- when a place's clocks differ from UTC: TZif files and the POSIX rule at their end.
 *
 * A file lists transitions up to some year and ends with a rule ("<-03>3",
 * "WET0WEST,M3.5.0/1,M10.5.0") for all later times. Surprising: the file's first, 32-bit part is
 * passed over; its second part says the same in 64 bits. Files come from the system, but every
 * length in them is checked all the same.
 */
#include "base/time.h"
#include "base/time_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"
enum { ZONE_FILE_MAX = 64 * 1024, HEADER = 44, TYPE_BYTES = 6 };

/* A day of the year on which clocks change, and the second of that day in local time. */
struct rule_day {
    enum { RULE_JULIAN, RULE_ZERO_BASED, RULE_WEEKDAY } kind;
    int day, week, month; /* RULE_WEEKDAY: day is the weekday, week 5 the last */
    int64_t second;
};

struct rule {
    bool present, has_summer;
    int64_t standard, summer; /* offset in seconds, east positive */
    struct rule_day starts, ends;
};

struct zone {
    size_t count;
    const int64_t *at;     /* unix seconds */
    const int32_t *offset; /* seconds from at[i] on */
    int64_t before;        /* offset before the first */
    struct rule rule;
};

static bool number(const char **p, int *ret)
{
    const char *from = *p;
    int v = 0;

    for (; **p >= '0' && **p <= '9' && v < 100000; (*p)++)
        v = v * 10 + **p - '0';
    *ret = v;
    return *p != from;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool rule_time(const char **p, int64_t *ret)
{
    int part[3] = {0}, sign = **p == '-' ? -1 : 1;

    if (**p == '-' || **p == '+')
        (*p)++;
    for (int i = 0; i < 3; i++) {
        if (!number(p, &part[i]))
            return false;
        if (**p != ':')
            break;
        (*p)++;
    }
    *ret = sign * ((int64_t)part[0] * 3600 + part[1] * 60 + part[2]);
    return part[0] <= 167 && part[1] < 60 && part[2] < 60;
}

static bool rule_name(const char **p)
{
    const char *from = *p;

    if (**p == '<') {
        while (**p && **p != '>')
            (*p)++;
        return *(*p)++ == '>';
    }
    while ((**p >= 'A' && **p <= 'Z') || (**p >= 'a' && **p <= 'z'))
        (*p)++;
    return *p - from >= 3;
}

static bool rule_day(const char **p, struct rule_day *ret)
{
    bool ok;

    if (*(*p)++ != ',')
        return false;
    ret->second = 7200;
    if (**p == 'M') {
        (*p)++;
        ret->kind = RULE_WEEKDAY;
        ok = number(p, &ret->month) && *(*p)++ == '.' && number(p, &ret->week) && *(*p)++ == '.' &&
             number(p, &ret->day) && ret->month >= 1 && ret->month <= 12 && ret->week >= 1 &&
             ret->week <= 5 && ret->day <= 6;
    } else {
        ret->kind = **p == 'J' ? RULE_JULIAN : RULE_ZERO_BASED;
        *p += **p == 'J';
        ok = number(p, &ret->day) && ret->day <= 365;
    }
    if (ok && **p == '/') {
        (*p)++;
        ok = rule_time(p, &ret->second);
    }
    return ok;
}

static bool rule_read(const char *p, struct rule *ret)
{
    int64_t west;

    if (!rule_name(&p) || !rule_time(&p, &west))
        return false;
    ret->present = true;
    ret->standard = -west;
    if (!*p)
        return true;
    ret->has_summer = true;
    ret->summer = ret->standard + 3600;
    if (!rule_name(&p))
        return false;
    if (*p != ',') {
        if (!rule_time(&p, &west))
            return false;
        ret->summer = -west;
    }
    return rule_day(&p, &ret->starts) && rule_day(&p, &ret->ends) && !*p;
}

/* Unix seconds of the change in a year, as if its local time were UTC. */
static int64_t rule_second(const struct rule_day *r, int64_t year)
{
    int64_t first = time_days(year, 1, 1), day;
    bool leap = time_days(year, 3, 1) - time_days(year, 2, 28) == 2;
    int64_t next_month;

    if (r->kind == RULE_ZERO_BASED)
        return (first + r->day) * 86400 + r->second;
    if (r->kind == RULE_JULIAN)
        return (first + r->day - 1 + (leap && r->day >= 60)) * 86400 + r->second;
    first = time_days(year, r->month, 1);
    next_month = r->month == 12 ? time_days(year + 1, 1, 1) : time_days(year, r->month + 1, 1);
    day = first + ((r->day - (first + 4)) % 7 + 7) % 7 + 7 * (r->week - 1);
    while (day >= next_month)
        day -= 7;
    return day * 86400 + r->second;
}

static int64_t rule_offset(const struct rule *r, int64_t second)
{
    int64_t year, starts, ends;

    if (!r->has_summer)
        return r->standard;
    year = time_utc((second + r->standard) * 1000).year;
    starts = rule_second(&r->starts, year) - r->standard;
    ends = rule_second(&r->ends, year) - r->summer;
    if (starts < ends)
        return second >= starts && second < ends ? r->summer : r->standard;
    return second >= ends && second < starts ? r->standard : r->summer;
}

/* Seconds to add to UTC. */
static int64_t offset_at(const struct zone *z, int64_t second)
{
    size_t low = 0, high = z ? z->count : 0;

    if (!z)
        return 0;
    if (z->count == 0 || second >= z->at[z->count - 1]) {
        if (z->rule.present)
            return rule_offset(&z->rule, second);
        return z->count ? z->offset[z->count - 1] : z->before;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->at[middle] <= second)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? z->offset[low - 1] : z->before;
}

static int64_t big_endian(const unsigned char *p, int bytes)
{
    uint64_t v = bytes == 4 && (p[0] & 0x80) ? UINT64_MAX : 0;

    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return (int64_t)v;
}

/* The counts of a TZif header and the bytes its block takes. */
struct block {
    size_t ut, std, leap, times, types, chars, bytes;
};

static bool block_read(const unsigned char *p, size_t n, size_t time_bytes, struct block *b)
{
    size_t *const counts[] = {&b->ut, &b->std, &b->leap, &b->times, &b->types, &b->chars};

    if (n < HEADER || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
        return false;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        int64_t v = big_endian(p + 20 + 4 * i, 4);
        if (v < 0 || v > ZONE_FILE_MAX)
            return false;
        *counts[i] = (size_t)v;
    }
    b->bytes = HEADER + b->times * (time_bytes + 1) + b->types * TYPE_BYTES + b->chars +
               b->leap * (time_bytes + 4) + b->std + b->ut;
    return b->bytes <= n && b->types > 0;
}

static bool fill(struct arena *a, struct zone *z, const unsigned char *p, const struct block *b)
{
    const unsigned char *index = p + HEADER + b->times * 8, *types = index + b->times;
    int64_t *at = arena_array(a, b->times, sizeof(*at));
    int32_t *offset = arena_array(a, b->times, sizeof(*offset));

    if (!at || !offset)
        return false;
    for (size_t i = 0; i < b->times; i++) {
        at[i] = big_endian(p + HEADER + i * 8, 8);
        if (index[i] >= b->types || (i && at[i] <= at[i - 1]))
            return false;
        offset[i] = (int32_t)big_endian(types + index[i] * TYPE_BYTES, 4);
    }
    z->count = b->times;
    z->at = at;
    z->offset = offset;
    z->before = big_endian(types, 4);
    return true;
}

const struct zone *zone_parse(struct arena *a, const unsigned char *bytes, size_t n)
{
    struct block old = {0}, b = {0};
    struct zone *z;
    const unsigned char *end;

    if (!block_read(bytes, n, 4, &old))
        return NULL;
    bytes += old.bytes;
    n -= old.bytes;
    if (!block_read(bytes, n, 8, &b))
        return NULL;
    z = arena_alloc(a, sizeof(*z));
    if (!z || !fill(a, z, bytes, &b))
        return NULL;
    bytes += b.bytes;
    n -= b.bytes;
    end = n >= 2 && *bytes == '\n' ? memchr(bytes + 1, '\n', n - 1) : NULL;
    if (end && end > bytes + 1) {
        const char *footer = arena_dup_n(a, bytes + 1, (size_t)(end - bytes - 1));
        if (!footer || !rule_read(footer, &z->rule))
            return NULL;
    }
    return z;
}

/* Letters, digits and + - _ in parts divided by single strokes: no dots, so no way out of the
 * folder. */
static bool name_ok(const char *name)
{
    size_t n = name ? strlen(name) : 0;

    if (n == 0 || n > 64 || name[0] == '/' || name[n - 1] == '/' || strstr(name, "//"))
        return false;
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/") == n;
}

enum err zone_find(struct ctx *cx, const char *name, const struct zone **ret)
{
    static const struct zone utc;
    char path[sizeof(ZONE_FOLDER) + 64];
    const struct zone *z = NULL;
    unsigned char *bytes;
    size_t n = 0;
    FILE *f;

    if (name && !strcmp(name, "UTC")) {
        *ret = &utc;
        return OK;
    }
    if (!name_ok(name))
        return fail(cx, ERR_INVALID, "time.zone", NULL);
    bytes = malloc(ZONE_FILE_MAX);
    if (!bytes)
        return fail_memory(cx);
    (void)snprintf(path, sizeof(path), ZONE_FOLDER "%s", name);
    f = fopen(path, "rb");
    if (f) {
        n = fread(bytes, 1, ZONE_FILE_MAX, f);
        (void)fclose(f);
        z = zone_parse(cx->arena, bytes, n);
    }
    free(bytes);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (!z)
        return fail(cx, ERR_INVALID, "time.zone", "zone", name, NULL);
    *ret = z;
    return OK;
}

/* Far past the calendar the arithmetic would overflow; such times are all the same to everyone. */
static int64_t sane(int64_t ms)
{
    const int64_t most = INT64_MAX / 4;

    return ms > most ? most : ms < -most ? -most : ms;
}

struct civil time_civil(const struct zone *z, int64_t ms)
{
    int64_t second;

    ms = sane(ms);
    second = ms / 1000 - (ms % 1000 < 0);
    return time_utc(ms + offset_at(z, second) * 1000);
}

int64_t time_from_civil(const struct zone *z, const struct civil *c)
{
    static const int around_h[] = {-26, -12, 0, 12, 26};
    int64_t local =
        time_days(c->year, c->month, c->day) * 86400 + c->hour * 3600 + c->minute * 60 + c->second;
    int64_t best = INT64_MAX;

    for (size_t i = 0; i < COUNT_OF(around_h); i++) {
        int64_t offset = offset_at(z, local + around_h[i] * 3600);
        if (offset_at(z, local - offset) == offset && local - offset < best)
            best = local - offset;
    }
    if (best == INT64_MAX) /* skipped: the clock that ran until then */
        best = local - offset_at(z, local - 26 * 3600);
    return best * 1000 + c->ms;
}

int64_t time_day_start(const struct zone *z, int64_t ms)
{
    struct civil c = time_civil(z, ms);

    c.hour = c.minute = c.second = c.ms = 0;
    return time_from_civil(z, &c);
}
