/* forecast.c -- see forecast.h. */
#include "measure/forecast.h"

#include "measure/chance.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* What is believed of a level before its first week: nearly nothing of its height, and that it is about as noisy as chance alone
 * makes counts (a spread of 1 on the scale of roots). NOISE_KEPT is how many weeks of knowing the noise outlive a jump. */
static const double trust_first = 0.02;
static const double shape_first = 2, scale_first = 2;
static const double noise_kept = 6;
/* How much a level wanders in a week, as a part of the noise's variance. */
static const double wander = 0.15;
/* Two jumps in 26 weeks, until the weeks tell. */
static const double jumps_first = 2, weeks_first = 26;
/* A beginning that explains less than this is forgotten. */
static const double forgotten = 1e-6;

static double to_root(double count)
{
    return 2 * sqrt(count + 0.375);
}

static double from_root(double root)
{
    double half = root / 2;

    return root > to_root(0) ? half * half - 0.375 : 0;
}

/* The density of the next root, told by a level: Student's t. */
static double likelihood(const struct forecast_level *l, double root)
{
    double freedom = 2 * l->shape;
    double square = l->scale / l->shape * (1 + 1 / l->trust);
    double off = (root - l->mean) * (root - l->mean) / square;

    return exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * pi * square) -
               (freedom + 1) / 2 * log1p(off / freedom));
}

static struct forecast_level learned(const struct forecast_level *l, double root)
{
    struct forecast_level next = *l;

    next.mean = (l->trust * l->mean + root) / (l->trust + 1);
    next.shape = l->shape + 0.5;
    next.scale = l->scale + 0.5 * l->trust * (root - l->mean) * (root - l->mean) / (l->trust + 1);
    next.trust = 1 / (1 / (l->trust + 1) + wander);
    next.since = l->since + 1;
    return next;
}

/* A level that begins now: around where things are, as noisy as they are. */
static struct forecast_level fresh(const struct forecast *f)
{
    struct forecast_level l = {.trust = trust_first};
    double shape = 0, noise = 0;

    for (size_t i = 0; i < f->n; i++) {
        l.mean += f->levels[i].weight * f->levels[i].mean;
        shape += f->levels[i].weight * f->levels[i].shape;
        noise += f->levels[i].weight * f->levels[i].scale / f->levels[i].shape;
    }
    l.shape = shape < noise_kept ? shape : noise_kept;
    l.scale = l.shape * noise;
    return l;
}

static void share_weights(struct forecast *f)
{
    double sum = 0;
    size_t kept = 0;

    for (size_t i = 0; i < f->n; i++)
        sum += f->levels[i].weight;
    for (size_t i = 0; i < f->n; i++) {
        f->levels[i].weight /= sum;
        if (f->levels[i].weight > forgotten)
            f->levels[kept++] = f->levels[i];
    }
    f->n = kept;
}

/* One more week. ret_new: the chance that it is the first of a new level. */
static void learn_week(struct forecast *f, double root, double *ret_new)
{
    for (size_t i = 0; i < f->n; i++) {
        double weight = f->levels[i].weight * likelihood(&f->levels[i], root);
        f->levels[i] = learned(&f->levels[i], root);
        /* Weeks that nothing explains are explained by all alike. */
        f->levels[i].weight = weight > 1e-290 ? weight : 1e-290;
    }
    share_weights(f);
    *ret_new = f->n > 0 && f->levels[f->n - 1].since == 1 ? f->levels[f->n - 1].weight : 0;
}

/* What is known on the way through the weeks. */
struct reading {
    struct forecast f;
    double jumps;
};

static enum err begin(struct ctx *cx, const int64_t *weeks, size_t n, struct reading *ret)
{
    struct reading r = {.jumps = jumps_first};

    if (n < FORECAST_WEEKS_MIN)
        return fail(cx, ERR_INVALID, "forecast.few_weeks", NULL);
    r.f.levels = arena_array(cx->arena, n + 1, sizeof(*r.f.levels));
    if (!r.f.levels)
        return fail_memory(cx);
    r.f.levels[r.f.n++] = (struct forecast_level){.weight = 1,
                                                  .mean = to_root((double)weeks[0]),
                                                  .trust = trust_first,
                                                  .shape = shape_first,
                                                  .scale = scale_first};
    *ret = r;
    return OK;
}

static void read_week(struct reading *r, int64_t count)
{
    struct forecast *f = &r->f;
    struct forecast_level next;
    double is_new;

    learn_week(f, to_root(count > 0 ? (double)count : 0), &is_new);
    r->jumps += f->weeks > 0 ? is_new : 0; /* the first week is no jump */
    f->weeks++;
    f->jump = r->jumps / (weeks_first + (double)f->weeks);
    next = fresh(f);
    next.weight = f->jump;
    for (size_t k = 0; k < f->n; k++)
        f->levels[k].weight *= 1 - f->jump;
    f->levels[f->n++] = next;
}

enum err forecast_fit(struct ctx *cx, const int64_t *weeks, size_t n, struct forecast *ret)
{
    struct reading r;
    double likeliest = 0;
    enum err e = begin(cx, weeks, n, &r);

    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        read_week(&r, weeks[i]);
    for (size_t i = 0; i < r.f.n; i++) {
        if (r.f.levels[i].since > 0 && r.f.levels[i].weight > likeliest) {
            likeliest = r.f.levels[i].weight;
            r.f.steady = r.f.levels[i].since;
        }
    }
    *ret = r.f;
    return OK;
}

static double root_below(const struct forecast *f, double root)
{
    double sum = 0;

    for (size_t i = 0; i < f->n; i++) {
        const struct forecast_level *l = &f->levels[i];
        double freedom = 2 * l->shape;
        double t = (root - l->mean) / sqrt(l->scale / l->shape * (1 + 1 / l->trust));
        double tail = beta_below(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2;
        sum += l->weight * (t > 0 ? 1 - tail : tail);
    }
    return sum;
}

static double root_quantile(const struct forecast *f, double p)
{
    double low = -1e3, high = 1e3;

    while (root_below(f, high) < p)
        high *= 2;
    while (root_below(f, low) > p)
        low *= 2;
    for (int i = 0; i < 200 && high - low > 1e-9 * (1 + fabs(low)); i++) {
        double middle = (low + high) / 2;
        if (root_below(f, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

struct forecast_range forecast_next(const struct forecast *f)
{
    return (struct forecast_range){.low = from_root(root_quantile(f, 0.1)),
                                   .middle = from_root(root_quantile(f, 0.5)),
                                   .high = from_root(root_quantile(f, 0.9))};
}

/* A span of weeks to come. */
struct span {
    double skip, weeks;
};

static double one_sum(const struct forecast *f, const struct forecast_level *from,
                      const struct forecast_level *anew, const struct span *span, struct chance *c)
{
    double noise = sqrt(from->scale / chance_gamma(c, from->shape));
    double level = from->mean + noise / sqrt(from->trust) * chance_normal(c);
    double end = span->skip + span->weeks, sum = 0;
    int weeks = (int)ceil(end);

    for (int i = 0; i < weeks; i++) {
        double begin = i, from_at = begin > span->skip ? begin : span->skip;
        double part = (begin + 1 < end ? begin + 1 : end) - from_at;
        if (i > 0 && chance_uniform(c) < f->jump)
            level = anew->mean + noise / sqrt(anew->trust) * chance_normal(c);
        else if (i > 0)
            level += noise * sqrt(wander) * chance_normal(c);
        if (part > 0)
            sum += part * from_root(level + noise * chance_normal(c));
    }
    return sum;
}

enum err forecast_sums(struct ctx *cx, const struct forecast *f, double skip, double weeks,
                       uint64_t seed, double **ret)
{
    double *sums = arena_array(cx->arena, FORECAST_DRAWS, sizeof(*sums));
    const struct span span = {skip, weeks};
    struct chance c = {seed};
    struct forecast_level anew = fresh(f);
    size_t at = 0;
    double upto = f->levels[0].weight;

    must(skip >= 0 && weeks > 0 && skip + weeks <= FORECAST_AHEAD_MAX + 2);
    if (!sums)
        return fail_memory(cx);
    /* Each level gets its share of the draws, in turn. */
    for (size_t i = 0; i < FORECAST_DRAWS; i++) {
        double place = ((double)i + 0.5) / FORECAST_DRAWS;
        while (at + 1 < f->n && place > upto)
            upto += f->levels[++at].weight;
        sums[i] = one_sum(f, &f->levels[at], &anew, &span, &c);
    }
    reals_sort(sums, FORECAST_DRAWS);
    *ret = sums;
    return OK;
}

double forecast_quantile(const double *sums, double p)
{
    return reals_quantile(sums, FORECAST_DRAWS, p);
}

double forecast_chance(const double *sums, double at_least)
{
    size_t low = 0, high = FORECAST_DRAWS;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sums[middle] < at_least)
            low = middle + 1;
        else
            high = middle;
    }
    return (double)(FORECAST_DRAWS - low) / FORECAST_DRAWS;
}

static double interval_score(double low, double high, double came)
{
    static const double miss = 2 / 0.2; /* of 80 % */
    double score = high - low;

    score += came < low ? miss * (low - came) : 0;
    return score + (came > high ? miss * (came - high) : 0);
}

static double naive_score(const int64_t *weeks, size_t n)
{
    static const double z80 = 1.2815515655446004;
    double squares = 0, half, last = (double)weeks[n - 1];

    for (size_t i = 1; i < n; i++)
        squares += (double)(weeks[i] - weeks[i - 1]) * (double)(weeks[i] - weeks[i - 1]);
    half = z80 * sqrt(squares / (double)(n - 1));
    return interval_score(last - half, last + half, (double)weeks[n]);
}

enum err forecast_trials(struct ctx *cx, const int64_t *weeks, size_t n,
                         struct forecast_trials *ret)
{
    struct forecast_trials t = {0};
    struct reading r;
    enum err e = begin(cx, weeks, n, &r);

    for (size_t i = 0; !e && i < n; i++) {
        if (i >= FORECAST_WEEKS_MIN) {
            struct forecast_range at = forecast_next(&r.f);
            double low = round(at.low), high = round(at.high), came = (double)weeks[i];
            t.trials++;
            t.held += came >= low && came <= high;
            t.score += interval_score(low, high, came);
            t.naive_score += naive_score(weeks, i);
        }
        read_week(&r, weeks[i]);
    }
    if (!e && t.trials > 0) {
        t.score /= (double)t.trials;
        t.naive_score /= (double)t.trials;
    }
    if (!e)
        *ret = t;
    return e;
}
