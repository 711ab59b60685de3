/* attribution_report.c -- see attribution_report.h: every model over the same journeys. */
#include "measure/attribution_report.h"

#include "base/text.h"
#include "measure/attribution_priv.h"
#include "measure/attribution_report_priv.h"
#include "measure/channel_report_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_DAYS_MAX = 365, HEARD_MAX = 50 };

static const char *const credit_names[] = {
    [CREDIT_LEAD] = "lead", [CREDIT_OPPORTUNITY] = "opportunity", [CREDIT_WON] = "won"};
static const char *const by_names[] = {[CREDIT_BY_CHANNEL] = "channel",
                                       [CREDIT_BY_SOURCE] = "source",
                                       [CREDIT_BY_CAMPAIGN] = "campaign",
                                       [CREDIT_BY_CONTENT] = "content"};

static enum err wrong_choice(struct ctx *cx, const char *field, const char *const *names, size_t n)
{
    struct buf b = buf_in(cx->arena);

    for (size_t i = 0; i < n; i++) {
        buf_add_text(&b, i ? ", " : "");
        buf_add_text(&b, names[i]);
    }
    return buf_ok(&b) ? fail_field(cx, field, "field.choice", "choices", buf_text(&b), NULL)
                      : fail_memory(cx);
}

static enum err choose(struct ctx *cx, const char *field, const char *const *names, size_t n,
                       const char *name, size_t *ret)
{
    for (size_t i = 0; i < n; i++) {
        if (text_equal(names[i], name)) {
            *ret = i;
            return OK;
        }
    }
    return name ? wrong_choice(cx, field, names, n) : OK;
}

enum err attribution_model_wrong(struct ctx *cx, const char *field)
{
    const char *names[ATTRIBUTION_MODEL_COUNT];

    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT; m++)
        names[m] = attribution_model_name((enum attribution_model)m);
    return wrong_choice(cx, field, names, ATTRIBUTION_MODEL_COUNT);
}

enum err attribution_credit_read(struct ctx *cx, const char *name, enum attribution_credit *ret)
{
    size_t at = CREDIT_WON;
    enum err e = choose(cx, "credit", credit_names, COUNT_OF(credit_names), name, &at);

    *ret = (enum attribution_credit)at;
    return e;
}

enum err attribution_by_read(struct ctx *cx, const char *name, enum attribution_by *ret)
{
    size_t at = CREDIT_BY_CHANNEL;
    enum err e = choose(cx, "by", by_names, COUNT_OF(by_names), name, &at);

    *ret = (enum attribution_by)at;
    return e;
}

const char *attribution_credit_name(enum attribution_credit c)
{
    return credit_names[c];
}

const char *attribution_by_name(enum attribution_by by)
{
    return by_names[by];
}

static enum err ask_check(struct ctx *cx, struct attribution_ask *ask)
{
    enum err e = OK;

    if (!ask->window_days)
        ask->window_days = ATTRIBUTION_WINDOW_DAYS;
    if (!ask->half_life_days)
        ask->half_life_days = ATTRIBUTION_HALF_LIFE_DAYS;
    if (ask->window_days < 1 || ask->window_days > WINDOW_DAYS_MAX)
        e = fail_field(cx, "window", "field.range", "min", "1", "max", "365", NULL);
    if (ask->half_life_days < ATTRIBUTION_HALF_LIFE_MIN ||
        ask->half_life_days > ATTRIBUTION_HALF_LIFE_MAX)
        e = fail_field(cx, "half_life", "field.range", "min", "7", "max", "180", NULL);
    return e;
}

struct attribution_rule attribution_rule_of(const struct attribution_report *r,
                                            enum attribution_model m)
{
    return (struct attribution_rule){.model = m,
                                     .half_life_ms = r->ask.half_life_days * ATTRIBUTION_DAY_MS,
                                     .window_ms = r->ask.window_days * ATTRIBUTION_DAY_MS};
}

static void count_touches(struct attribution_report *r)
{
    struct attribution_rule rule = attribution_rule_of(r, ATTRIBUTION_LINEAR);

    for (size_t i = 0; i < r->journeys.count; i++) {
        struct touches t = touches_of(&r->journeys, i, &rule);
        for (size_t k = 0; attribution_converted(r, i) && k < t.n; k++)
            r->touches[t.channel[k]]++;
    }
}

static enum err run_models(struct ctx *cx, struct attribution_report *r)
{
    enum err e = OK;

    for (int m = 0; m < ATTRIBUTION_MODEL_COUNT && !e; m++) {
        struct attribution_rule rule = attribution_rule_of(r, (enum attribution_model)m);
        struct attribution a = {0};
        e = attribution_run(cx, &r->journeys, &rule, &a);
        if (e)
            break;
        r->credits[m] = (struct attribution_credits){a.conversions, a.value, a.removal};
        r->unknown_conversions = llround(a.unknown_conversions);
        r->unknown_value_minor = a.unknown_value;
    }
    return e;
}

/* --- how keys are shown -------------------------------------------------------------------------- */

struct shown {
    int64_t value, micros; /* summed over all models: an order that no one of them makes */
    size_t key;
};

static int most_first(const void *a, const void *b)
{
    const struct shown *x = a, *y = b;

    if (x->micros != y->micros)
        return x->micros > y->micros ? -1 : 1;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static enum err order_keys(struct ctx *cx, struct attribution_report *r)
{
    struct shown *all = arena_array(cx->arena, r->key_count + 1, sizeof(*all));

    r->order = arena_array(cx->arena, r->key_count + 1, sizeof(*r->order));
    if (!all || !r->order)
        return fail_memory(cx);
    for (size_t c = 0; c < r->key_count; c++) {
        all[c].key = c;
        for (size_t m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
            all[c].value = money_add(all[c].value, r->credits[m].value[c]);
            all[c].micros += llround(r->credits[m].conversions[c] * 1e6);
        }
    }
    qsort(all, r->key_count, sizeof(*all), most_first);
    for (size_t c = 0; c < r->key_count; c++)
        r->order[c] = all[c].key;
    return OK;
}

/* By money where there is any, else by conversions; a tie has no leader. */
static void find_leaders(struct attribution_report *r)
{
    for (size_t m = 0; m < ATTRIBUTION_MODEL_COUNT; m++) {
        double best = 0;
        for (size_t c = 0; c < r->key_count; c++) {
            double has = r->value_minor ? (double)r->credits[m].value[c]
                                        : (double)llround(r->credits[m].conversions[c] * 1e6);
            if (has > best)
                r->leader[m] = r->keys[c];
            else if (has == best && best > 0)
                r->leader[m] = NULL;
            best = has > best ? has : best;
        }
    }
}

/* --- what people said ---------------------------------------------------------------------------- */

static int by_answers(const void *a, const void *b)
{
    const struct attribution_heard *x = a, *y = b;

    if (!x->answer != !y->answer) /* who said nothing comes last */
        return x->answer ? -1 : 1;
    if (x->conversions != y->conversions)
        return x->conversions > y->conversions ? -1 : 1;
    return x->answer ? strcmp(x->answer, y->answer) : 0;
}

enum err attribution_answers(struct ctx *cx, const struct attribution_report *r, struct keys *keys,
                             const char ***ret_names, size_t *ret_n, uint32_t **ret_map)
{
    for (size_t i = 0; i < r->journeys.count; i++)
        for (size_t k = 0; k < r->journey[i].conversions; k++) {
            const char *said = r->journey[i].first[k].heard;
            uint32_t key = 0;
            enum err e = said ? keys_find(cx, keys, said, &key) : OK;
            if (e)
                return e;
            if (said)
                keys->all[key].count++;
        }
    return keys_settle(cx, keys, HEARD_MAX, ret_names, ret_n, ret_map);
}

static enum err add_answer(struct ctx *cx, struct attribution_report *r, struct keys *keys,
                           const uint32_t *map, const struct conversion *c)
{
    struct attribution_heard *h = &r->heard[r->heard_count - 1];
    uint32_t key = 0;
    enum err e = c->heard ? keys_find(cx, keys, c->heard, &key) : OK;

    if (!e && c->heard)
        h = &r->heard[map[key]];
    h->conversions++;
    h->value_minor = money_add(h->value_minor, c->amount_minor);
    return e;
}

static enum err gather_answers(struct ctx *cx, struct attribution_report *r)
{
    struct keys keys = {0};
    const char **names = NULL;
    uint32_t *map = NULL;
    size_t n = 0;
    enum err e = attribution_answers(cx, r, &keys, &names, &n, &map);

    if (e)
        return e;
    r->heard = arena_array(cx->arena, n + 1, sizeof(*r->heard));
    if (!r->heard)
        return fail_memory(cx);
    r->heard_count = n + 1;
    for (size_t i = 0; i < n; i++)
        r->heard[i].answer = names[i];
    for (size_t i = 0; i < r->journeys.count && !e; i++)
        for (size_t k = 0; k < r->journey[i].conversions && !e; k++)
            e = add_answer(cx, r, &keys, map, r->journey[i].first + k);
    if (!e && !r->heard[n].conversions)
        r->heard_count = n;
    if (!e)
        qsort(r->heard, r->heard_count, sizeof(*r->heard), by_answers);
    return e;
}

enum err attribution_report_begin(struct ctx *cx, struct db *db, struct fact_store *store,
                                  const struct attribution_ask *ask, struct attribution_report *ret)
{
    struct attribution_report r = {.ask = *ask};
    enum err e = ask_check(cx, &r.ask);

    if (!e)
        e = report_site(cx, db, &r.zone, &r.currency);
    if (!e)
        e = period_read(cx, r.zone, ask->from, ask->to, &r.period);
    if (!e)
        e = attribution_journeys(cx, db, store, &r);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (e)
        touch_book_done(&r.book);
    else
        *ret = r;
    return e;
}

enum err attribution_report_run(struct ctx *cx, struct db *db, struct fact_store *store,
                                const struct attribution_ask *ask, struct attribution_report *ret)
{
    struct attribution_report r;
    enum err e = attribution_report_begin(cx, db, store, ask, &r);

    if (e)
        return e;
    e = run_models(cx, &r);
    if (!e)
        e = order_keys(cx, &r);
    if (!e)
        e = gather_answers(cx, &r);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (e) {
        touch_book_done(&r.book);
        return e;
    }
    count_touches(&r);
    find_leaders(&r);
    *ret = r;
    return OK;
}

bool attribution_report_enough(const struct attribution_report *r)
{
    return r->conversions - r->unknown_conversions >= ATTRIBUTION_SAMPLE;
}

void attribution_report_done(struct attribution_report *r)
{
    touch_book_done(&r->book);
}
