/* metric_credit.c -- money by what the last touch that was not direct brought; see metric_credit.h.
 *
 * A journey lies between two conversions of a company, whatever days are asked for, and this model gives all of it to one touch. So the
 * journeys of all the periods are made once, and each conversion is counted in those its day lies in.
 */
#include "measure/metric_credit.h"

#include "base/text.h"
#include "measure/attribution_report_priv.h"
#include "measure/channel_report_priv.h"
#include "measure/metric_priv.h"

/* Of one period. */
struct credit {
    int64_t conversions, unpriced, value;
    struct other_monies others;
};

/* From the first day of all to the last of all; NULL: open. */
static void widest(const struct period *periods, size_t n, struct attribution_ask *ret)
{
    const struct period *first = periods, *last = periods;

    for (size_t i = 1; i < n; i++) {
        if (periods[i].from_at < first->from_at)
            first = &periods[i];
        if (periods[i].until_at > last->until_at)
            last = &periods[i];
    }
    ret->from = first->from;
    ret->to = last->to;
}

/* The channel that all of the journey is credited to, as a key; NULL: no touch of it counts. weights: room for its touches. */
static const char *credited_to(struct ctx *cx, const struct attribution_report *r, size_t i,
                               double *weights)
{
    struct attribution_rule rule = attribution_rule_of(r, ATTRIBUTION_LAST_KNOWN);
    size_t n = r->journeys.start[i + 1] - r->journeys.start[i];

    attribution_weigh(&r->journeys, i, &rule, weights);
    for (size_t k = 0; k < n; k++)
        if (weights[k] > 0)
            return metric_channel_key(
                cx, r->book.texts[r->book.touches[r->journey[i].touch + k].text[TOUCH_CHANNEL]]);
    return NULL;
}

static void count(struct arena *arena, const struct attribution_journey *j, bool wanted,
                  const struct period *periods, size_t n, struct credit *credits)
{
    for (size_t p = 0; p < n; p++) {
        if (j->first->at < periods[p].from_at || j->first->at >= periods[p].until_at)
            continue;
        for (size_t k = 0; k < j->conversions; k++) {
            const struct conversion *c = &j->first[k];
            credits[p].conversions++;
            credits[p].unpriced += c->deal && c->unpriced;
            if (!wanted)
                continue;
            credits[p].value = money_add(credits[p].value, c->amount_minor);
            if (c->deal && c->foreign)
                other_money_add(arena, &credits[p].others, OTHER_DEALS, c->foreign,
                                c->foreign_minor, 1);
        }
    }
}

static enum err count_all(struct ctx *cx, const struct attribution_report *r, const char *channel,
                          const struct period *periods, size_t n, struct credit *credits)
{
    const char *wanted = metric_channel_key(cx, channel);
    double *weights = arena_array(cx->arena, r->book.n + 1, sizeof(*weights));

    if (!weights || (channel && !wanted))
        return fail_memory(cx);
    for (size_t i = 0; i < r->journeys.count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *key;
        bool hit;
        if (!attribution_converted(r, i))
            continue;
        key = credited_to(cx, r, i, weights);
        if (arena_full(cx->arena))
            return fail_memory(cx);
        hit = key && (!wanted || text_equal(key, wanted));
        arena_reset(cx->arena, mark);
        count(cx->arena, &r->journey[i], hit, periods, n, credits);
    }
    return OK;
}

/* Of one channel, or of all that some touch is known of. */
static enum err credits_read(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                             enum attribution_credit of, const struct period *periods, size_t n,
                             struct credit *credits)
{
    struct attribution_ask what = {.credit = of, .by = CREDIT_BY_CHANNEL};
    struct attribution_report r;
    enum err e;

    widest(periods, n, &what);
    e = attribution_report_begin(cx, db, cx->facts, &what, &r);
    if (e)
        return e;
    e = count_all(cx, &r, ask->channel, periods, n, credits);
    attribution_report_done(&r);
    return e;
}

static enum err credited(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                         enum attribution_credit of, const struct period *periods, size_t n,
                         struct figure *ret)
{
    struct credit *credits = arena_array(cx->arena, n + 1, sizeof(*credits));
    enum err e = credits ? OK : fail_memory(cx);

    for (size_t i = 0; i < n; i++)
        ret[i] = figure_unknown("metric.no_facts");
    if (e || !cx->facts || !n)
        return e;
    e = credits_read(cx, db, ask, of, periods, n, credits);
    for (size_t i = 0; i < n && !e; i++)
        ret[i] = credits[i].conversions && credits[i].unpriced == credits[i].conversions
                     ? figure_unknown("report.revenue_not_given")
                     : figure_whole(credits[i].value);
    return e;
}

enum err metric_credit_others(struct ctx *cx, struct db *db, const struct metric_ask *ask, bool won,
                              struct other_monies *ret)
{
    struct credit c = {0};
    enum err e = cx->facts ? credits_read(cx, db, ask, won ? CREDIT_WON : CREDIT_OPPORTUNITY,
                                          &ask->period, 1, &c)
                           : OK;

    if (!e)
        *ret = c.others;
    return e;
}

enum err metric_attributed_pipelines(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                     const struct period *periods, size_t n, struct figure *ret)
{
    return credited(cx, db, ask, CREDIT_OPPORTUNITY, periods, n, ret);
}

enum err metric_attributed_revenues(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                    const struct period *periods, size_t n, struct figure *ret)
{
    return credited(cx, db, ask, CREDIT_WON, periods, n, ret);
}

enum err metric_attributed_pipeline(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                    struct figure *ret)
{
    return credited(cx, db, ask, CREDIT_OPPORTUNITY, &ask->period, 1, ret);
}

enum err metric_attributed_revenue(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                   struct figure *ret)
{
    return credited(cx, db, ask, CREDIT_WON, &ask->period, 1, ret);
}
