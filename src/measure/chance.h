/* chance.h -- draws by chance that come out the same again, and how sure a share is.
 *
 * Whoever proposes something from drawn numbers must propose the same from the same data, so there is no source of chance but the
 * seed. A share that k of n had is told as a beta distribution.
 *
 * Ownership: none.
 * Threads:   a struct chance belongs to one.
 * Source:    splitmix64 (Steele, Lea and Flood 2014); Marsaglia and Tsang 2000 (gamma); Abramowitz and Stegun 26.5.8 (beta).
 */
#ifndef PRACA_MEASURE_CHANCE_H
#define PRACA_MEASURE_CHANCE_H

#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state; /* the seed */
};

double chance_uniform(struct chance *c); /* over 0 and below 1 */
double chance_normal(struct chance *c);
double chance_gamma(struct chance *c, double shape); /* shape over 0, scale 1 */
double chance_beta(struct chance *c, double a, double b);

/* How much of a beta distribution lies below x, and where a part p of it does. a, b over 0. */
double beta_below(double a, double b, double x);
double beta_quantile(double a, double b, double p);

void reals_sort(double *v, size_t n);
/* Of sorted values, by linear interpolation (type 7); n at least 1, p from 0 to 1. */
double reals_quantile(const double *sorted, size_t n, double p);

#endif
