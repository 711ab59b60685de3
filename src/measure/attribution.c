/* attribution.c -- the models that spread a conversion over the touches of its own journey.
 *
 * Each is a function that writes one weight per touch; the loop that turns weights into credits is
 * the same for all, which is why they agree on one-touch journeys and on what an ignored touch
 * changes: nothing.
 */
#include "measure/attribution_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const model_names[] = {
#define ATTRIBUTION_NAME(name, text) text,
    ATTRIBUTION_MODELS(ATTRIBUTION_NAME)
#undef ATTRIBUTION_NAME
};
_Static_assert(COUNT_OF(model_names) == ATTRIBUTION_MODEL_COUNT, "one name a model");

bool attribution_model_find(const char *name, enum attribution_model *ret)
{
    for (size_t i = 0; i < COUNT_OF(model_names); i++) {
        if (name && strcmp(name, model_names[i]) == 0) {
            *ret = (enum attribution_model)i;
            return true;
        }
    }
    return false;
}

const char *attribution_model_name(enum attribution_model m)
{
    must((size_t)m < COUNT_OF(model_names));
    return model_names[m];
}

uint32_t attribution_touch_at(const int64_t *age_ms, size_t n, int64_t stamp_age_ms)
{
    while (n > 0 && age_ms[n - 1] < stamp_age_ms)
        n--;
    return n ? (uint32_t)(n - 1) : ATTRIBUTION_NO_TOUCH;
}

struct touches touches_of(const struct journeys *j, size_t i, const struct attribution_rule *rule)
{
    size_t low = j->start[i], high = j->start[i + 1];

    if (j->age_ms) {
        while (high > low && j->age_ms[high - 1] < 0)
            high--;
        while (rule->window_ms && low < high && j->age_ms[low] > rule->window_ms)
            low++;
    }
    return (struct touches){.from = low - j->start[i],
                            .n = high - low,
                            .channel = j->channel + low,
                            .age_ms = j->age_ms ? j->age_ms + low : NULL,
                            .blind = j->blind ? j->blind + low : NULL};
}

static bool says_nothing(const struct touches *t, const bool *not_known, size_t k)
{
    return (t->blind && t->blind[k]) || (not_known && not_known[t->channel[k]]);
}

static void weigh_last_known(const struct touches *t, const bool *not_known, double *w)
{
    size_t at = t->n - 1;

    while (at > 0 && says_nothing(t, not_known, at))
        at--;
    if (says_nothing(t, not_known, at))
        at = t->n - 1;
    w[at] = 1;
}

static void weigh_position(size_t n, double *w)
{
    if (n == 1) {
        w[0] = 1;
    } else if (n == 2) {
        w[0] = w[1] = 0.5;
    } else {
        for (size_t k = 1; k + 1 < n; k++)
            w[k] = 0.2 / (double)(n - 2);
        w[0] = w[n - 1] = 0.4;
    }
}

/* share each for the touches in at[], rest spread over all others; what is missing goes pro rata.
 */
static void weigh_milestones(size_t n, const size_t *at, size_t milestones, double share,
                             double rest, double *w)
{
    size_t others = n;
    double total = 0;

    for (size_t m = 0; m < milestones; m++) {
        if (at[m] >= n)
            continue;
        others -= w[at[m]] > 0 ? 0 : 1;
        w[at[m]] += share;
        total += share;
    }
    if (others)
        total += rest;
    for (size_t k = 0; k < n; k++)
        w[k] = (w[k] > 0 ? w[k] : rest / (double)others) / total;
}

static void weigh_decay(const struct touches *t, int64_t half_life_ms, double *w)
{
    double half_life = (double)(half_life_ms ? half_life_ms : ATTRIBUTION_HALF_LIFE_MS);
    double total = 0;

    /* Ages are taken from the youngest touch: the shares are the same and cannot all vanish. */
    for (size_t k = 0; k < t->n; k++) {
        double age = t->age_ms ? (double)t->age_ms[k] - (double)t->age_ms[t->n - 1]
                               : (double)(t->n - 1 - k) * (double)ATTRIBUTION_DAY_MS;
        w[k] = exp2(-age / half_life);
        total += w[k];
    }
    for (size_t k = 0; k < t->n; k++)
        w[k] /= total;
}

/* A touch index of the journey as one of the touches that count; a size past all of them when it is
 * none. */
static size_t among(const struct touches *t, uint32_t touch)
{
    if (touch == ATTRIBUTION_NO_TOUCH || touch < t->from || touch - t->from >= t->n)
        return SIZE_MAX;
    return touch - t->from;
}

static void weigh_stages(const struct journeys *j, size_t i, const struct touches *t,
                         enum attribution_model model, double *w)
{
    struct attribution_milestones none = {ATTRIBUTION_NO_TOUCH, ATTRIBUTION_NO_TOUCH};
    const struct attribution_milestones *m = j->milestones ? &j->milestones[i] : &none;
    size_t at[4] = {0, among(t, m->lead), among(t, m->opportunity), t->n - 1};

    if (model == ATTRIBUTION_U)
        weigh_milestones(t->n, at, 2, 0.40, 0.20, w);
    else if (model == ATTRIBUTION_W)
        weigh_milestones(t->n, at, 3, 0.30, 0.10, w);
    else
        weigh_milestones(t->n, at, 4, 0.225, 0.10, w);
}

/* w is zero on entry. seen is for SHAPLEY: per channel, the last mark that saw it. */
static void weigh(const struct journeys *j, size_t i, const struct touches *t,
                  const struct attribution_rule *rule, size_t *seen, double *w)
{
    size_t distinct = 0;

    switch (rule->model) {
    case ATTRIBUTION_FIRST:
        w[0] = 1;
        break;
    case ATTRIBUTION_LAST:
        w[t->n - 1] = 1;
        break;
    case ATTRIBUTION_LAST_KNOWN:
        weigh_last_known(t, rule->not_known, w);
        break;
    case ATTRIBUTION_LINEAR:
        for (size_t k = 0; k < t->n; k++)
            w[k] = 1 / (double)t->n;
        break;
    case ATTRIBUTION_POSITION:
        weigh_position(t->n, w);
        break;
    case ATTRIBUTION_U:
    case ATTRIBUTION_W:
    case ATTRIBUTION_FULL_PATH:
        weigh_stages(j, i, t, rule->model, w);
        break;
    case ATTRIBUTION_DECAY:
        weigh_decay(t, rule->half_life_ms, w);
        break;
    case ATTRIBUTION_SHAPLEY:
        for (size_t k = 0; k < t->n; k++) {
            w[k] = seen[t->channel[k]] == i + 1 ? 0 : 1;
            seen[t->channel[k]] = i + 1;
            distinct += w[k] > 0;
        }
        for (size_t k = 0; k < t->n; k++)
            w[k] /= (double)distinct;
        break;
    case ATTRIBUTION_MARKOV:
        must(rule->model != ATTRIBUTION_MARKOV);
    }
}

static bool stands_before(const uint32_t *channel, size_t k)
{
    for (size_t b = 0; b < k; b++) {
        if (channel[b] == channel[k])
            return true;
    }
    return false;
}

void attribution_weigh(const struct journeys *j, size_t i, const struct attribution_rule *rule,
                       double *weights)
{
    struct touches t = touches_of(j, i, rule);
    size_t distinct = 0;

    memset(weights, 0, (j->start[i + 1] - j->start[i]) * sizeof(*weights));
    if (!t.n)
        return;
    if (rule->model != ATTRIBUTION_SHAPLEY) {
        weigh(j, i, &t, rule, NULL, weights + t.from);
        return;
    }
    for (size_t k = 0; k < t.n; k++)
        distinct += !stands_before(t.channel, k);
    for (size_t k = 0; k < t.n; k++)
        weights[t.from + k] = stands_before(t.channel, k) ? 0 : 1 / (double)distinct;
}

struct remainder {
    int64_t size; /* in millionths of a unit, so that noise in the last digits decides nothing */
    size_t channel;
};

static int by_size(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;

    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->channel < y->channel ? -1 : x->channel > y->channel;
}

enum { PARTS = 1000000 };

enum err shares_of(struct ctx *cx, const struct sum *sums, size_t n, int64_t total, int64_t *ret)
{
    struct remainder *rest = arena_array(cx->arena, n ? n : 1, sizeof(*rest));
    int64_t given = 0;

    if (!rest)
        return fail_memory(cx);
    for (size_t c = 0; c < n; c++) {
        double whole = floor(sums[c].high);
        double part = (sums[c].high - whole) + sums[c].low;
        int64_t parts = llround(part * PARTS);

        ret[c] = (int64_t)whole;
        while (parts >= PARTS || parts < 0) { /* the low half carries at most a unit or two */
            ret[c] += parts < 0 ? -1 : 1;
            parts += parts < 0 ? PARTS : -PARTS;
        }
        given += ret[c];
        rest[c] = (struct remainder){.size = parts, .channel = c};
    }
    qsort(rest, n, sizeof(*rest), by_size);
    /* Rounds of one unit each: a second round, or a step back, only where rounding went past a
     * whole unit. */
    for (size_t k = 0; n && given != total; k = (k + 1) % n) {
        int64_t step = given < total ? 1 : -1;
        ret[rest[step > 0 ? k : n - 1 - k].channel] += step;
        given += step;
    }
    return OK;
}

static enum err totals_check(struct ctx *cx, const struct journeys *j)
{
    int64_t total = 0;

    for (size_t i = 0; j->value && i < j->count; i++) {
        int64_t size = j->value[i] < 0 ? -(j->value[i] + 1) : j->value[i];
        if (__builtin_add_overflow(total, size, &total) || total > ATTRIBUTION_VALUE_MAX)
            return fail(cx, ERR_LIMIT, "attribute.sum", NULL);
    }
    return OK;
}

/* Room for one run of a model that works journey by journey. */
struct run {
    double *w;
    size_t *seen;
    struct sum *conversions, *value;
    struct sum unknown;
    int64_t credited;
};

static void credit_journey(struct run *r, const struct journeys *j, size_t i,
                           const struct attribution_rule *rule, struct attribution *ret)
{
    struct touches t = touches_of(j, i, rule);
    double conversions = j->conversions[i];
    int64_t value = j->value ? j->value[i] : 0;

    if (conversions <= 0 && value == 0)
        return;
    if (!t.n) {
        sum_add(&r->unknown, conversions);
        ret->unknown_value += value;
        return;
    }
    memset(r->w, 0, t.n * sizeof(*r->w));
    weigh(j, i, &t, rule, r->seen, r->w);
    r->credited += value;
    for (size_t k = 0; k < t.n; k++) {
        if (r->w[k] <= 0)
            continue;
        sum_add(&r->conversions[t.channel[k]], conversions * r->w[k]);
        if (value)
            sum_add(&r->value[t.channel[k]], (double)value * r->w[k]);
    }
}

static enum err weights_run(struct ctx *cx, const struct journeys *j,
                            const struct attribution_rule *rule, struct attribution *ret)
{
    size_t longest = 1;
    struct run r = {0};

    for (size_t i = 0; i < j->count; i++) {
        size_t n = j->start[i + 1] - j->start[i];
        longest = n > longest ? n : longest;
    }
    r.w = arena_array(cx->arena, longest, sizeof(*r.w));
    r.seen = arena_array(cx->arena, j->channels + 1, sizeof(*r.seen));
    r.conversions = arena_array(cx->arena, j->channels + 1, sizeof(*r.conversions));
    r.value = arena_array(cx->arena, j->channels + 1, sizeof(*r.value));
    if (!r.w || !r.seen || !r.conversions || !r.value)
        return fail_memory(cx);
    for (size_t i = 0; i < j->count; i++)
        credit_journey(&r, j, i, rule, ret);
    ret->unknown_conversions = sum_of(&r.unknown);
    for (size_t c = 0; c < j->channels; c++)
        ret->conversions[c] = sum_of(&r.conversions[c]);
    return shares_of(cx, r.value, j->channels, r.credited, ret->value);
}

enum err attribution_run(struct ctx *cx, const struct journeys *j,
                         const struct attribution_rule *rule, struct attribution *ret)
{
    struct attribution a = {.channels = j->channels};
    enum err e = totals_check(cx, j);

    if (e)
        return e;
    a.conversions = arena_array(cx->arena, j->channels + 1, sizeof(*a.conversions));
    a.value = arena_array(cx->arena, j->channels + 1, sizeof(*a.value));
    if (!a.conversions || !a.value)
        return fail_memory(cx);
    e = rule->model == ATTRIBUTION_MARKOV ? markov_run(cx, j, rule, &a)
                                          : weights_run(cx, j, rule, &a);
    if (!e)
        *ret = a;
    return e;
}
