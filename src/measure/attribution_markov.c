/* attribution_markov.c -- removal effects of a first-order absorbing chain, exactly.
 *
 * States are the start, the channels, conversion and null. Let N be the inverse of I - Q over the
 * channels: N is the expected number of visits. The chance to convert from c is h = N r (r: the
 * step into conversion), the chance to ever enter c from the start is f = (start N)[c] / N[c][c].
 * When entering c ends in null, exactly the walks that enter c and convert afterwards are lost, so
 * the chance falls by f h: one factorisation gives every removal effect, without solving the chain
 * anew for each channel and without the cancellation of 1 - P'/P.
 *
 * Consecutive repeats of a channel are collapsed, which changes no absorption and keeps the
 * diagonal at 1.
 *
 * Source: Kemeny & Snell 1960, "Finite Markov Chains", ch. III (visits, and the chance of ever
 * reaching a state).
 */
#include "measure/attribution_priv.h"

#include <math.h>

enum { UNSEEN = -1 };

struct chain {
    size_t n;       /* channels that were seen */
    int32_t *state; /* per channel: its state, or UNSEEN */
    double *a;      /* n x n by rows: counts of steps, then I - Q, then its L and U */
    double *start, *out, *converted;
    size_t *row; /* where each row of L U came from */
};

static double journey_weight(const struct journeys *j, size_t i)
{
    return j->conversions[i] + (j->nulls ? j->nulls[i] : 0);
}

static enum err chain_states(struct ctx *cx, const struct journeys *j,
                             const struct attribution_rule *rule, struct chain *k)
{
    k->state = arena_array(cx->arena, j->channels + 1, sizeof(*k->state));
    if (!k->state)
        return fail_memory(cx);
    for (size_t i = 0; i < j->count; i++) {
        struct touches t = touches_of(j, i, rule);
        if (journey_weight(j, i) <= 0)
            continue;
        for (size_t p = 0; p < t.n; p++)
            k->state[t.channel[p]] = 1;
    }
    for (size_t c = 0; c < j->channels; c++)
        k->state[c] = k->state[c] ? (int32_t)k->n++ : UNSEEN;
    return k->n <= ATTRIBUTION_MARKOV_MAX ? OK : fail(cx, ERR_LIMIT, "attribute.channels", NULL);
}

static enum err chain_room(struct ctx *cx, struct chain *k)
{
    k->a = arena_array(cx->arena, k->n * k->n + 1, sizeof(*k->a));
    k->start = arena_array(cx->arena, k->n + 1, sizeof(*k->start));
    k->out = arena_array(cx->arena, k->n + 1, sizeof(*k->out));
    k->converted = arena_array(cx->arena, k->n + 1, sizeof(*k->converted));
    k->row = arena_array(cx->arena, k->n + 1, sizeof(*k->row));
    return k->a && k->start && k->out && k->converted && k->row ? OK : fail_memory(cx);
}

/* Counts every step; returns the weight of all journeys with a touch. */
static double chain_count(struct chain *k, const struct journeys *j,
                          const struct attribution_rule *rule)
{
    double all = 0;

    for (size_t i = 0; i < j->count; i++) {
        struct touches t = touches_of(j, i, rule);
        double weight = journey_weight(j, i);
        size_t at;

        if (!t.n || weight <= 0)
            continue;
        all += weight;
        at = (size_t)k->state[t.channel[0]];
        k->start[at] += weight;
        for (size_t p = 1; p < t.n; p++) {
            size_t next = (size_t)k->state[t.channel[p]];
            if (next == at)
                continue;
            k->a[at * k->n + next] += weight;
            k->out[at] += weight;
            at = next;
        }
        k->converted[at] += j->conversions[i];
        k->out[at] += weight;
    }
    return all;
}

static void chain_normalise(struct chain *k, double all)
{
    for (size_t s = 0; s < k->n; s++) {
        double *a = k->a + s * k->n;
        for (size_t c = 0; c < k->n; c++)
            a[c] = -a[c] / k->out[s];
        a[s] = 1;
        k->converted[s] /= k->out[s];
        k->start[s] /= all;
    }
}

static void swap_rows(struct chain *k, size_t x, size_t y)
{
    size_t kept = k->row[x];

    k->row[x] = k->row[y];
    k->row[y] = kept;
    for (size_t c = 0; c < k->n; c++) {
        double v = k->a[x * k->n + c];
        k->a[x * k->n + c] = k->a[y * k->n + c];
        k->a[y * k->n + c] = v;
    }
}

/* L U in place, rows pivoted. Never singular: every state that was seen leads out of the chain. */
static void factorise(struct chain *k)
{
    size_t n = k->n;

    for (size_t r = 0; r < n; r++)
        k->row[r] = r;
    for (size_t p = 0; p < n; p++) {
        size_t best = p;
        for (size_t r = p + 1; r < n; r++)
            best = fabs(k->a[r * n + p]) > fabs(k->a[best * n + p]) ? r : best;
        if (best != p)
            swap_rows(k, best, p);
        must(k->a[p * n + p] != 0);
        for (size_t r = p + 1; r < n; r++) {
            double *to = k->a + r * n, *from = k->a + p * n;
            double factor = to[p] / from[p];
            to[p] = factor;
            for (size_t c = p + 1; factor != 0 && c < n; c++)
                to[c] -= factor * from[c];
        }
    }
}

/* A x = b; x and b are apart. */
static void solve(const struct chain *k, const double *b, double *x)
{
    size_t n = k->n, first = n;

    for (size_t r = 0; r < n; r++) {
        double v = b[k->row[r]];
        for (size_t c = first; c < r; c++)
            v -= k->a[r * n + c] * x[c];
        x[r] = v;
        if (first == n && v != 0)
            first = r;
    }
    for (size_t r = n; r-- > 0;) {
        for (size_t c = r + 1; c < n; c++)
            x[r] -= k->a[r * n + c] * x[c];
        x[r] /= k->a[r * n + r];
    }
}

/* A transposed x = b. y is room for n. */
static void solve_transposed(const struct chain *k, const double *b, double *y, double *x)
{
    size_t n = k->n;

    for (size_t r = 0; r < n; r++)
        y[r] = b[r];
    for (size_t r = 0; r < n; r++) {
        y[r] /= k->a[r * n + r];
        for (size_t c = r + 1; c < n; c++)
            y[c] -= k->a[r * n + c] * y[r];
    }
    for (size_t r = n; r-- > 0;) {
        for (size_t c = 0; c < r; c++)
            y[c] -= k->a[r * n + c] * y[r];
    }
    for (size_t r = 0; r < n; r++)
        x[k->row[r]] = y[r];
}

/* effect[state] and *ret_chance of the counted chain. */
static enum err chain_solve(struct ctx *cx, const struct chain *k, double *effect,
                            double *ret_chance)
{
    double *reach = arena_array(cx->arena, k->n + 1, sizeof(*reach));
    double *visits = arena_array(cx->arena, k->n + 1, sizeof(*visits));
    double *unit = arena_array(cx->arena, k->n + 1, sizeof(*unit));
    double *column = arena_array(cx->arena, k->n + 1, sizeof(*column));
    double chance = 0;

    if (!reach || !visits || !unit || !column)
        return fail_memory(cx);
    solve(k, k->converted, reach);
    solve_transposed(k, k->start, column, visits);
    for (size_t s = 0; s < k->n; s++)
        chance += k->start[s] * reach[s];
    for (size_t s = 0; s < k->n && chance > 0; s++) {
        unit[s] = 1;
        solve(k, unit, column);
        unit[s] = 0;
        effect[s] = visits[s] / column[s] * reach[s] / chance;
        effect[s] = effect[s] < 0 ? 0 : effect[s] > 1 ? 1 : effect[s];
    }
    *ret_chance = chance;
    return OK;
}

struct totals {
    struct sum conversions, unknown;
    int64_t value, unknown_value;
};

static struct totals totals_of(const struct journeys *j, const struct attribution_rule *rule)
{
    struct totals t = {0};

    for (size_t i = 0; i < j->count; i++) {
        bool touched = touches_of(j, i, rule).n > 0;
        sum_add(touched ? &t.conversions : &t.unknown, j->conversions[i]);
        *(touched ? &t.value : &t.unknown_value) += j->value ? j->value[i] : 0;
    }
    return t;
}

/* Credits in proportion to the removal effects. */
static enum err share_out(struct ctx *cx, const struct totals *t, struct attribution *ret)
{
    struct sum *shares = arena_array(cx->arena, ret->channels + 1, sizeof(*shares));
    struct sum all = {0};
    double conversions = sum_of(&t->conversions);

    if (!shares)
        return fail_memory(cx);
    ret->unknown_conversions = sum_of(&t->unknown);
    ret->unknown_value = t->unknown_value;
    for (size_t c = 0; c < ret->channels; c++)
        sum_add(&all, ret->removal[c]);
    if (sum_of(&all) <= 0) {
        ret->unknown_value += t->value;
        return OK;
    }
    for (size_t c = 0; c < ret->channels; c++) {
        double share = ret->removal[c] / sum_of(&all);
        ret->conversions[c] = share * conversions;
        shares[c].high = share * (double)t->value;
    }
    return shares_of(cx, shares, ret->channels, t->value, ret->value);
}

enum err markov_run(struct ctx *cx, const struct journeys *j, const struct attribution_rule *rule,
                    struct attribution *ret)
{
    struct chain k = {0};
    struct totals t = totals_of(j, rule);
    double *effect;
    enum err e = chain_states(cx, j, rule, &k);

    if (!e)
        e = chain_room(cx, &k);
    if (e)
        return e;
    effect = arena_array(cx->arena, k.n + 1, sizeof(*effect));
    ret->removal = arena_array(cx->arena, j->channels + 1, sizeof(*ret->removal));
    if (!effect || !ret->removal)
        return fail_memory(cx);
    chain_normalise(&k, chain_count(&k, j, rule));
    factorise(&k);
    e = chain_solve(cx, &k, effect, &ret->chance);
    if (e)
        return e;
    for (size_t c = 0; c < j->channels; c++)
        ret->removal[c] = k.state[c] == UNSEEN ? 0 : effect[k.state[c]];
    return share_out(cx, &t, ret);
}
