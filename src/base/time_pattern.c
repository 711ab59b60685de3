/* time_pattern.c -- dates as spreadsheets and exports write them.
 *
 * Surprising: DD, MM and hh also read one digit where a sign follows in the pattern, because
 * "1/2/2018" is what many programs write. The pattern "RFC3339" stands for time_read().
 */
#include "base/text.h"
#include "base/time_priv.h"

#include <string.h>

static const char rfc3339[] = "RFC3339";

/* One or two digits when a sign follows in the pattern, else exactly two. */
static bool one_or_two(const char **p, bool sign_follows, int *ret)
{
    bool two = (*p)[0] && (*p)[1] >= '0' && (*p)[1] <= '9';

    return time_digits(p, two || !sign_follows ? 2 : 1, ret);
}

static bool token(const char **p, const char **pattern, struct civil *c, bool *ret_ok)
{
    static const char *const names[] = {"YYYY", "YY", "DD", "MM", "hh", "mm", "ss"};
    int *const parts[] = {&c->year, &c->year, &c->day, &c->month, &c->hour, &c->minute, &c->second};
    size_t i = 0;
    char after;

    while (i < COUNT_OF(names) && !text_starts(*pattern, names[i]))
        i++;
    if (i == COUNT_OF(names))
        return false;
    *pattern += strlen(names[i]);
    after = **pattern;
    if (i == 0) {
        *ret_ok = time_digits(p, 4, parts[i]);
    } else if (i == 1) {
        *ret_ok = time_digits(p, 2, parts[i]);
        c->year += c->year < 70 ? 2000 : 1900;
    } else {
        *ret_ok = one_or_two(p, !strchr("YDMhms", after) || !after, parts[i]);
    }
    return true;
}

/* Whether text follows pattern; the range is not looked at. */
static bool matches(const char *p, const char *pattern, struct civil *c)
{
    bool ok = true;

    while (*p == ' ')
        p++;
    while (*pattern) {
        if (token(&p, &pattern, c, &ok)) {
            if (!ok)
                return false;
        } else if (*p++ != *pattern++) {
            return false;
        }
    }
    while (*p == ' ')
        p++;
    return !*p;
}

enum err time_read_pattern(struct ctx *cx, const char *text, const char *pattern,
                           const struct zone *z, int64_t *ret)
{
    struct civil c = {.month = 1, .day = 1};

    if (text_equal(pattern, rfc3339))
        return time_read(cx, text, z, ret);
    if (!text || !pattern || !matches(text, pattern, &c))
        return fail(cx, ERR_INVALID, "time.pattern", "pattern", pattern ? pattern : "", NULL);
    if (!time_ok(&c))
        return fail(cx, ERR_INVALID, "time.range", NULL);
    *ret = time_from_civil(z, &c);
    return OK;
}

/* Day-first beside its month-first twin, and those that have none. */
static const struct candidate {
    const char *day_first, *month_first;
} candidates[] = {
    {"YYYY-MM-DD", NULL},
    {"YYYY-MM-DD hh:mm", NULL},
    {"YYYY-MM-DD hh:mm:ss", NULL},
    {"YYYY-MM-DDThh:mm", NULL},
    {"YYYY-MM-DDThh:mm:ss", NULL},
    {"YYYY/MM/DD", NULL},
    {"YYYY/MM/DD hh:mm", NULL},
    {"YYYY/MM/DD hh:mm:ss", NULL},
    {"YYYYMMDD", NULL},
    {"DD/MM/YYYY", "MM/DD/YYYY"},
    {"DD/MM/YYYY hh:mm", "MM/DD/YYYY hh:mm"},
    {"DD/MM/YYYY hh:mm:ss", "MM/DD/YYYY hh:mm:ss"},
    {"DD/MM/YYYY, hh:mm", "MM/DD/YYYY, hh:mm"},
    {"DD/MM/YYYY, hh:mm:ss", "MM/DD/YYYY, hh:mm:ss"},
    {"DD-MM-YYYY", "MM-DD-YYYY"},
    {"DD-MM-YYYY hh:mm", "MM-DD-YYYY hh:mm"},
    {"DD-MM-YYYY hh:mm:ss", "MM-DD-YYYY hh:mm:ss"},
    {"DD.MM.YYYY", "MM.DD.YYYY"},
    {"DD.MM.YYYY hh:mm", "MM.DD.YYYY hh:mm"},
    {"DD.MM.YYYY hh:mm:ss", "MM.DD.YYYY hh:mm:ss"},
    {"DD/MM/YY", "MM/DD/YY"},
    {"DD/MM/YY hh:mm", "MM/DD/YY hh:mm"},
    {"DD-MM-YY", "MM-DD-YY"},
    {"DD-MM-YY hh:mm", "MM-DD-YY hh:mm"},
    {rfc3339, NULL},
};

static bool reads(const char *pattern, const char *sample)
{
    struct civil c = {.month = 1, .day = 1};
    bool has_offset = false;
    int minutes = 0;

    if (pattern == rfc3339)
        return time_parse(sample, &c, &has_offset, &minutes) && time_ok(&c);
    return matches(sample, pattern, &c) && time_ok(&c);
}

/* How many of the samples that are not blank the pattern reads. */
static size_t reads_of(const char *pattern, const char *const *samples, size_t n)
{
    size_t read = 0;

    for (size_t i = 0; pattern && i < n; i++)
        read += !text_empty(samples[i]) && reads(pattern, samples[i]);
    return read;
}

/* Whether every sample is the same day when day and month are exchanged. */
static bool agree(const char *pattern, const char *const *samples, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct civil c = {.month = 1, .day = 1};
        if (!text_empty(samples[i]) && matches(samples[i], pattern, &c) && c.day != c.month)
            return false;
    }
    return true;
}

const char *time_guess_pattern(const char *const *samples, size_t n, bool *ret_ambiguous)
{
    const struct candidate *best = NULL;
    size_t filled = 0, most, day_first = 0, month_first = 0;

    for (size_t i = 0; i < n; i++)
        filled += !text_empty(samples[i]);
    most = filled / 2;
    for (size_t i = 0; i < COUNT_OF(candidates); i++) {
        size_t d = reads_of(candidates[i].day_first, samples, n);
        size_t m = reads_of(candidates[i].month_first, samples, n);
        if (d <= most && m <= most)
            continue;
        most = d > m ? d : m;
        best = &candidates[i];
        day_first = d;
        month_first = m;
    }
    *ret_ambiguous = best && day_first == month_first && !agree(best->day_first, samples, n);
    if (!best)
        return NULL;
    return day_first >= month_first ? best->day_first : best->month_first;
}
