/* score_figures.c -- see score_figures.h. */
#include "people/score_figures.h"

#include <math.h>
#include <stdlib.h>

#define Z95 1.959963984540054

static int by_score(const void *a, const void *b)
{
    const struct score_case *x = a, *y = b;

    return x->score < y->score ? -1 : x->score > y->score;
}

static void wilson(int64_t won, int64_t n, double *ret_low, double *ret_high)
{
    double p = (double)won / (double)n, z2 = Z95 * Z95, m = (double)n;
    double middle = (p + z2 / (2 * m)) / (1 + z2 / m);
    double half = Z95 / (1 + z2 / m) * sqrt(p * (1 - p) / m + z2 / (4 * m * m));

    *ret_low = won == 0 ? 0 : middle - half;
    *ret_high = won == n ? 1 : middle + half;
}

/* Midranks (from 1) of those of one kind among themselves, or (both) of all, in order of the sorted cases. */
static void midranks(const struct score_case *c, size_t n, bool both, bool won, double *ret)
{
    double before = 0;

    for (size_t i = 0; i < n;) {
        size_t end = i;
        double here = 0;
        for (; end < n && !(c[end].score > c[i].score); end++)
            here += both || c[end].won == won;
        for (size_t k = i; k < end; k++)
            ret[k] = before + (here + 1) / 2;
        before += here;
        i = end;
    }
}

static double variance(double sum, double squares, double n)
{
    return n > 1 ? (squares - sum * sum / n) / (n - 1) : 0;
}

enum err score_auc_of(struct ctx *cx, struct score_case *c, size_t n, struct score_auc *ret)
{
    double *all = arena_array(cx->arena, n + 1, sizeof(*all));
    double *own = arena_array(cx->arena, n + 1, sizeof(*own));
    double m = 0, l, sum[2] = {0}, squares[2] = {0}, half;

    if (!all || !own)
        return fail_memory(cx);
    *ret = (struct score_auc){.known = false};
    if (n)
        qsort(c, n, sizeof(*c), by_score);
    for (size_t i = 0; i < n; i++)
        m += c[i].won;
    l = (double)n - m;
    if (m < SCORE_SAMPLE || l < SCORE_SAMPLE)
        return OK;
    midranks(c, n, true, false, all);
    for (int won = 0; won < 2; won++) {
        midranks(c, n, false, won, own);
        for (size_t i = 0; i < n; i++) {
            double v = (all[i] - own[i]) / (won ? l : m);
            if (c[i].won != (bool)won)
                continue;
            v = won ? v : 1 - v;
            sum[won] += v;
            squares[won] += v * v;
        }
    }
    ret->known = true;
    ret->value = sum[1] / m;
    half = Z95 * sqrt(variance(sum[1], squares[1], m) / m + variance(sum[0], squares[0], l) / l);
    ret->low = ret->value - half < 0 ? 0 : ret->value - half;
    ret->high = ret->value + half > 1 ? 1 : ret->value + half;
    if (ret->value >= 1)
        ret->low = 1 - 3 / (m < l ? m : l);
    if (ret->value <= 0)
        ret->high = 3 / (m < l ? m : l);
    return OK;
}

static void bin_end(struct score_bin *b, double all)
{
    if (!b->n)
        return;
    b->mean /= (double)b->n;
    b->rate = (double)b->won / (double)b->n;
    b->lift = all > 0 ? b->rate / all : 0;
    wilson(b->won, b->n, &b->low, &b->high);
}

static void lift_of(const struct score_case *c, size_t n, double all, struct score_figures *f)
{
    size_t bins = n >= 200 ? SCORE_LIFT_BINS : n >= 100 ? 5 : 3, done = 0;

    for (size_t i = 0; i < bins && done < n; i++) {
        struct score_bin *b = &f->lift[f->lift_n];
        size_t end = (i + 1) * n / bins;
        if (end <= done)
            continue;
        while (end < n && !(c[n - 1 - end].score < c[n - end].score))
            end++;
        *b = (struct score_bin){.from = c[n - end].score, .to = c[n - 1 - done].score};
        for (; done < end; done++) {
            b->n++;
            b->won += c[n - 1 - done].won;
            b->mean += c[n - 1 - done].score;
        }
        bin_end(b, all);
        f->lift_n++;
    }
}

static void calibration_of(const struct score_case *c, size_t n, double all,
                           struct score_figures *f)
{
    const double wide = 100.0 / SCORE_CALIBRATION_BINS;

    for (int i = 0; i < SCORE_CALIBRATION_BINS; i++)
        f->calibration[i] = (struct score_bin){.from = wide * i, .to = wide * (i + 1)};
    for (size_t i = 0; i < n; i++) {
        int at = (int)(c[i].score / wide);
        struct score_bin *b = &f->calibration[at < SCORE_CALIBRATION_BINS ? at : at - 1];
        b->n++;
        b->won += c[i].won;
        b->mean += c[i].score;
    }
    for (int i = 0; i < SCORE_CALIBRATION_BINS; i++)
        bin_end(&f->calibration[i], all);
}

enum err score_figures_of(struct ctx *cx, struct score_case *c, size_t n, struct score_figures *ret)
{
    struct score_figures f = {0};
    enum err e = score_auc_of(cx, c, n, &f.auc);

    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        f.won += c[i].won;
    f.lost = (int64_t)n - f.won;
    if (f.auc.known) {
        lift_of(c, n, (double)f.won / (double)n, &f);
        calibration_of(c, n, (double)f.won / (double)n, &f);
    }
    *ret = f;
    return OK;
}

/* --- JSON -------------------------------------------------------------------------------------- */

/* Four decimals: more would pretend. */
static void put_real(struct json_writer *w, const char *name, double v)
{
    json_real_member(w, name, round(v * 1e4) / 1e4);
}

void score_auc_json(const struct score_auc *a, struct json_writer *w)
{
    json_open_object(w);
    json_bool_member(w, "known", a->known);
    put_real(w, "value", a->known ? a->value : NAN);
    put_real(w, "low", a->known ? a->low : NAN);
    put_real(w, "high", a->known ? a->high : NAN);
    json_close_object(w);
}

static void put_bins(struct json_writer *w, const char *name, const struct score_bin *bins, int n)
{
    json_name(w, name);
    json_open_list(w);
    for (int i = 0; i < n; i++) {
        const struct score_bin *b = &bins[i];
        json_open_object(w);
        put_real(w, "from", b->from);
        put_real(w, "to", b->to);
        json_int_member(w, "n", b->n);
        json_int_member(w, "won", b->won);
        put_real(w, "rate", b->n ? b->rate : NAN);
        put_real(w, "low", b->n ? b->low : NAN);
        put_real(w, "high", b->n ? b->high : NAN);
        put_real(w, "lift", b->n ? b->lift : NAN);
        put_real(w, "mean", b->n ? b->mean : NAN);
        json_close_object(w);
    }
    json_close_list(w);
}

void score_figures_json(const struct score_figures *f, struct json_writer *w)
{
    json_int_member(w, "won", f->won);
    json_int_member(w, "lost", f->lost);
    json_int_member(w, "need", SCORE_SAMPLE);
    json_name(w, "auc");
    score_auc_json(&f->auc, w);
    put_bins(w, "lift", f->lift, f->lift_n);
    put_bins(w, "calibration", f->calibration, f->auc.known ? SCORE_CALIBRATION_BINS : 0);
}
