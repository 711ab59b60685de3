/* demo_dice.c -- see demo_priv.h. SplitMix64: tiny, and the same everywhere; nothing here guards a secret.
 *
 * Each purpose has dice of its own, so that drawing one thing differently leaves the others as they were. No floating
 * point: its last bit may differ between machines. */
#include "app/demo_priv.h"

#include <string.h>

struct dice dice_of(uint64_t seed, const char *purpose)
{
    uint64_t h = UINT64_C(14695981039346656037) ^ seed;

    for (; *purpose; purpose++)
        h = (h ^ (unsigned char)*purpose) * UINT64_C(1099511628211);
    return (struct dice){h};
}

uint64_t dice_next(struct dice *d)
{
    uint64_t z = (d->state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int dice_below(struct dice *d, int n)
{
    must(n > 0);
    return (int)(dice_next(d) % (uint64_t)n);
}

int dice_between(struct dice *d, int from, int to)
{
    return from + dice_below(d, to - from + 1);
}

bool dice_chance(struct dice *d, int permille)
{
    return dice_below(d, 1000) < permille;
}

int dice_weighted(struct dice *d, const int *weights, int n)
{
    int sum = 0, at, i;

    for (i = 0; i < n; i++)
        sum += weights[i];
    at = dice_below(d, sum);
    for (i = 0; i < n - 1 && at >= weights[i]; i++)
        at -= weights[i];
    return i;
}

int64_t dice_skewed(struct dice *d, int64_t from, int64_t to)
{
    int64_t a = dice_below(d, 10000), b = dice_below(d, 10000);
    int64_t low = a < b ? a : b;

    return from + (to - from) * (low * low / 10000) / 10000;
}

/* Modulo 11 with weights 2 to 9 from the right; a letter counts as its code less that of "0". */
static char cnpj_digit(const char *p, int n)
{
    int sum = 0;

    for (int i = n - 1, weight = 2; i >= 0; i--, weight = weight == 9 ? 2 : weight + 1)
        sum += (p[i] - '0') * weight;
    return (char)(sum % 11 < 2 ? '0' : '0' + 11 - sum % 11);
}

void dice_cnpj(struct dice *d, bool with_letters, char ret[15])
{
    static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (int i = 0; i < 8; i++)
        ret[i] = all[dice_below(d, with_letters ? 36 : 10)];
    memcpy(ret + 8, "0001", 4);
    ret[12] = cnpj_digit(ret, 12);
    ret[13] = cnpj_digit(ret, 13);
    ret[14] = 0;
}
