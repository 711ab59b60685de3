/* chance.c -- see chance.h. */
#include "measure/chance.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

double chance_uniform(struct chance *c)
{
    uint64_t z = c->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) / 9007199254740992.0;
}

double chance_normal(struct chance *c)
{
    double far = sqrt(-2 * log(chance_uniform(c)));

    return far * cos(2 * pi * chance_uniform(c));
}

double chance_gamma(struct chance *c, double shape)
{
    double d, k;

    if (shape < 1) /* of one more, brought down */
        return chance_gamma(c, shape + 1) * pow(chance_uniform(c), 1 / shape);
    d = shape - 1.0 / 3;
    k = 1 / sqrt(9 * d);
    for (;;) {
        double x = chance_normal(c), v = 1 + k * x;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (log(chance_uniform(c)) < 0.5 * x * x + d - d * v + d * log(v))
            return d * v;
    }
}

double chance_beta(struct chance *c, double a, double b)
{
    double x = chance_gamma(c, a), y = chance_gamma(c, b);

    return x + y > 0 ? x / (x + y) : 0;
}

/* The continued fraction of the incomplete beta function, by Lentz's method. */
static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 / fmax(1 - (a + b) * x / (a + 1), 1e-300), f = d;

    for (int m = 1; m < 400; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / (1 + even * d);
        c = 1 + even / c;
        f *= d * c;
        d = 1 / (1 + odd * d);
        c = 1 + odd / c;
        f *= d * c;
        if (fabs(d * c - 1) < 1e-13)
            break;
    }
    return f;
}

double beta_below(double a, double b, double x)
{
    double front;

    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                     : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double beta_quantile(double a, double b, double p)
{
    double low = 0, high = 1;

    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (beta_below(a, b, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void reals_sort(double *v, size_t n)
{
    if (n)
        qsort(v, n, sizeof(*v), by_size);
}

double reals_quantile(const double *sorted, size_t n, double p)
{
    double place = p * (double)(n - 1);
    size_t i = (size_t)place;

    return i + 1 < n ? sorted[i] + (place - (double)i) * (sorted[i + 1] - sorted[i])
                     : sorted[n - 1];
}
