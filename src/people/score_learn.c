/* score_learn.c -- see score_learn.h. Each example touches as many columns as there are categories, so the matrix of second
 * derivatives is added up from that many squared numbers an example, and solved by Cholesky's method. */
#include "people/score_learn.h"

#include <math.h>
#include <string.h>

enum { STEPS_MAX = 60, HALVINGS_MAX = 20 };

static const double lambdas[] = {0.3, 1, 3, 10, 30, 100};

struct learner {
    const struct learn_examples *x;
    size_t p; /* levels, and the intercept behind them */
    double lambda;
    int without;      /* this fold is not learned from; -1: all are */
    const int *folds; /* by example */
    double *beta, *trial, *gradient, *step, *matrix;
};

static double linear(const struct learner *l, const double *beta, size_t i)
{
    const uint16_t *level = l->x->level + i * l->x->categories;
    double z = beta[l->p - 1];

    for (size_t c = 0; c < l->x->categories; c++)
        z += beta[level[c]];
    return z;
}

/* log(1 + e^z) without overflow, less z when it was won. */
static double loss_of(double z, bool won)
{
    return (z > 0 ? z + log1p(exp(-z)) : log1p(exp(z))) - (won ? z : 0);
}

static double penalised(const struct learner *l, const double *beta)
{
    double sum = 0;

    for (size_t i = 0; i < l->x->n; i++)
        if (l->folds[i] != l->without)
            sum += loss_of(linear(l, beta, i), l->x->won[i]);
    for (size_t k = 0; k + 1 < l->p; k++)
        sum += l->lambda / 2 * beta[k] * beta[k];
    return sum;
}

static void add_example(struct learner *l, size_t i)
{
    size_t columns[LEARN_CATEGORIES_MAX + 1], n = l->x->categories;
    double q = 1 / (1 + exp(-linear(l, l->beta, i))), w = q * (1 - q);

    for (size_t c = 0; c < n; c++)
        columns[c] = l->x->level[i * n + c];
    columns[n++] = l->p - 1;
    for (size_t a = 0; a < n; a++) {
        l->gradient[columns[a]] += (l->x->won[i] ? 1 : 0) - q;
        for (size_t b = 0; b < n; b++)
            l->matrix[columns[a] * l->p + columns[b]] += w;
    }
}

static void derive(struct learner *l)
{
    memset(l->gradient, 0, l->p * sizeof(double));
    memset(l->matrix, 0, l->p * l->p * sizeof(double));
    for (size_t i = 0; i < l->x->n; i++)
        if (l->folds[i] != l->without)
            add_example(l, i);
    for (size_t k = 0; k < l->p; k++) {
        double own = k + 1 < l->p ? l->lambda : 1e-9;
        l->gradient[k] -= own * l->beta[k];
        l->matrix[k * l->p + k] += own;
    }
}

/* matrix * step = gradient; the matrix becomes its own lower triangle. */
static void solve(struct learner *l)
{
    double *m = l->matrix, *s = l->step;
    size_t p = l->p;

    for (size_t j = 0; j < p; j++) {
        for (size_t k = 0; k < j; k++)
            for (size_t i = j; i < p; i++)
                m[i * p + j] -= m[i * p + k] * m[j * p + k];
        double d = sqrt(m[j * p + j] > 1e-12 ? m[j * p + j] : 1e-12);
        for (size_t i = j; i < p; i++)
            m[i * p + j] /= d;
    }
    for (size_t i = 0; i < p; i++) {
        s[i] = l->gradient[i];
        for (size_t k = 0; k < i; k++)
            s[i] -= m[i * p + k] * s[k];
        s[i] /= m[i * p + i];
    }
    for (size_t i = p; i-- > 0;) {
        for (size_t k = i + 1; k < p; k++)
            s[i] -= m[k * p + i] * s[k];
        s[i] /= m[i * p + i];
    }
}

static void learn(struct learner *l)
{
    double now;

    memset(l->beta, 0, l->p * sizeof(double));
    now = penalised(l, l->beta);
    for (int step = 0; step < STEPS_MAX; step++) {
        double size = 1, next = now, before = now;
        derive(l);
        solve(l);
        for (int h = 0; h < HALVINGS_MAX; h++, size /= 2) {
            for (size_t k = 0; k < l->p; k++)
                l->trial[k] = l->beta[k] + size * l->step[k];
            next = penalised(l, l->trial);
            if (next <= now)
                break;
        }
        if (!(next <= now))
            return;
        memcpy(l->beta, l->trial, l->p * sizeof(double));
        now = next;
        if (before - now < 1e-9 * (1 + fabs(now)))
            return;
    }
}

/* Loss of what was not learned from; cases, in the order of the examples, get its predictions. */
static double validate(struct learner *l, struct score_case *cases)
{
    double sum = 0;

    for (l->without = 0; l->without < LEARN_FOLDS; l->without++) {
        learn(l);
        for (size_t i = 0; i < l->x->n; i++) {
            if (l->folds[i] != l->without)
                continue;
            cases[i] = (struct score_case){linear(l, l->beta, i), l->x->won[i]};
            sum += loss_of(cases[i].score, cases[i].won);
        }
    }
    l->without = -1;
    return sum;
}

static int *make_folds(struct ctx *cx, const struct learn_examples *x)
{
    int *folds = arena_array(cx->arena, x->n + 1, sizeof(*folds)), next[2] = {0};

    for (size_t i = 0; folds && i < x->n; i++)
        folds[i] = next[x->won[i]]++ % LEARN_FOLDS;
    return folds;
}

enum err score_learn(struct ctx *cx, const struct learn_examples *x, struct learned *ret)
{
    struct learner l = {.x = x, .p = x->levels + 1, .without = -1};
    struct score_case *cases = arena_array(cx->arena, x->n + 1, sizeof(*cases));
    struct score_case *best = arena_array(cx->arena, x->n + 1, sizeof(*best));
    double least = INFINITY;

    must(x->levels <= LEARN_LEVELS_MAX && x->categories <= LEARN_CATEGORIES_MAX);
    l.folds = make_folds(cx, x);
    l.beta = arena_array(cx->arena, l.p, sizeof(double));
    l.trial = arena_array(cx->arena, l.p, sizeof(double));
    l.gradient = arena_array(cx->arena, l.p, sizeof(double));
    l.step = arena_array(cx->arena, l.p, sizeof(double));
    l.matrix = arena_array(cx->arena, l.p * l.p, sizeof(double));
    if (!cases || !best || !l.folds || !l.beta || !l.trial || !l.gradient || !l.step || !l.matrix)
        return fail_memory(cx);
    *ret = (struct learned){.lambda = lambdas[0]};
    for (size_t i = 0; i < COUNT_OF(lambdas); i++) {
        double loss;
        l.lambda = lambdas[i];
        loss = validate(&l, cases);
        if (!(loss < least))
            continue;
        least = loss;
        ret->lambda = lambdas[i];
        memcpy(best, cases, x->n * sizeof(*cases));
    }
    l.lambda = ret->lambda;
    learn(&l);
    ret->weights = l.beta;
    ret->intercept = l.beta[l.p - 1];
    return score_auc_of(cx, best, x->n, &ret->auc);
}
