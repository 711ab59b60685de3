/* rate_change.c -- see rate_change.h. */
#include "measure/rate_change.h"

#include "measure/period.h"

#include <math.h>

enum { WEEK = 7 };

/* How much better than one rate, in units of what weeks differ anyhow. Over all days of a year chance alone reaches 12 one time in
 * twenty. */
static const double better_needed = 16;
static const double times_needed = 1.5;
/* Days that explain all but this much as well are about as likely (95 %). */
static const double about_as_likely = 3.84;

/* Sums before each day, for all of them to be quick. */
struct sums {
    const struct rate_day *days;
    const struct rate_side *upto; /* n + 1 */
    size_t first, n;              /* looked at: days first to n - 1 */
};

static struct rate_side between(const struct sums *s, size_t from, size_t to)
{
    const struct rate_side *a = &s->upto[from], *b = &s->upto[to];

    return (struct rate_side){b->leads - a->leads, b->within - a->within, b->won - a->won};
}

static double rate(const struct rate_side *s)
{
    return s->leads ? (double)s->within / (double)s->leads : 0;
}

static double fits(const struct rate_side *s)
{
    double won = (double)s->within, leads = (double)s->leads, sum = 0;

    if (won > 0)
        sum += won * log(won / leads);
    if (leads > won)
        sum += (leads - won) * log(1 - won / leads);
    return sum;
}

/* How much better two rates explain the days than one; below 0: that day may not be it. */
static double better(const struct sums *s, size_t at)
{
    struct rate_side a, b, all = between(s, s->first, s->n);

    if (at < s->first + RATE_CHANGE_MARGIN || at + RATE_CHANGE_MARGIN > s->n)
        return -1;
    a = between(s, s->first, at);
    b = between(s, at, s->n);
    if (a.leads < RATE_CHANGE_LEADS || b.leads < RATE_CHANGE_LEADS)
        return -1;
    return 2 * (fits(&a) + fits(&b) - fits(&all));
}

/* How much weeks differ from their side's rate, against chance: 1 is chance alone. */
static double unevenness(const struct sums *s, size_t at)
{
    double sum = 0, weeks = 0;

    for (size_t i = s->first; i + WEEK <= s->n; i += WEEK) {
        struct rate_side side = i + WEEK / 2 < at ? between(s, s->first, at) : between(s, at, s->n);
        struct rate_side week = between(s, i, i + WEEK);
        double r = fmin(fmax(rate(&side), 1e-3), 1 - 1e-3), leads = (double)week.leads;
        double off = (double)week.within - leads * r;
        if (week.leads == 0)
            continue;
        sum += off * off / (leads * r * (1 - r));
        weeks++;
    }
    return weeks > 4 ? fmax(1, sum / (weeks - 2)) : 1;
}

static bool begins_month(int64_t day)
{
    return month_start(day, 0) == day;
}

/* The last change of the days from s->first on. */
static bool find(struct sums *s, struct rate_change *ret)
{
    size_t at = s->first, begin;
    double best = 0, uneven;
    struct rate_side a, b;

    for (size_t i = s->first; i < s->n; i++) {
        double now = better(s, i);
        if (now > best) {
            best = now;
            at = i;
        }
    }
    uneven = unevenness(s, at);
    if (best <= 0 || best / uneven < better_needed)
        return false;
    for (size_t i = s->first; i < s->n; i++)
        if (begins_month(s->days[i].day) && better(s, i) >= best - about_as_likely * uneven)
            at = i;
    begin = at;
    while (begin > s->first && s->days[begin].day > month_start(s->days[at].day, -1))
        begin--;
    if (!begins_month(s->days[at].day)) /* a month before, not the first of the one before */
        begin = at > s->first + 30 ? at - 30 : s->first;
    a = between(s, s->first, begin);
    b = between(s, at, s->n);
    if (a.leads < RATE_CHANGE_LEADS)
        a = between(s, s->first, begin = at);
    if (fmax(rate(&a), rate(&b)) < times_needed * fmin(rate(&a), rate(&b)))
        return false;
    *ret = (struct rate_change){true, s->days[begin].day, s->days[at].day, a, b};
    s->first = at;
    return true;
}

enum err rate_change_find(struct ctx *cx, const struct rate_day *days, size_t n,
                          struct rate_change *ret)
{
    struct rate_side *upto = arena_array(cx->arena, n + 1, sizeof(*upto));
    struct sums s = {days, upto, 0, n};

    *ret = (struct rate_change){0};
    if (!upto)
        return fail_memory(cx);
    upto[0] = (struct rate_side){0};
    for (size_t i = 0; i < n; i++)
        upto[i + 1] =
            (struct rate_side){upto[i].leads + days[i].leads, upto[i].within + days[i].within,
                               upto[i].won + days[i].won};
    while (s.n - s.first > (size_t)2 * RATE_CHANGE_MARGIN && find(&s, ret))
        continue;
    return OK;
}
