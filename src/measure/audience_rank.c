/* audience_rank.c -- see audience_rank.h. Worth rises or falls with each assumption alone, never both, which is what makes the
 * bisection right; every operation on doubles keeps that. */
#include "measure/audience_rank.h"

#include "model/model.h"

#include <stdlib.h>
#include <string.h>

static const double millionths = 1e6;

static const struct {
    const char *field;
    int64_t min, max;
} assumptions[ASSUMPTIONS] = {
    [ASSUME_REACH] = {"reachable_accounts", 0, 100000000},
    [ASSUME_WIN_RATE] = {"win_rate", 0, 1000000},
    [ASSUME_MARGIN] = {"margin_minor", 0, MONEY_MAX},
    [ASSUME_COST] = {"cost_to_win_minor", 0, MONEY_MAX},
    [ASSUME_HOURS] = {"team_hours", 1, 1000000},
    [ASSUME_FIT] = {"fit", 0, 5},
    [ASSUME_VALUE] = {"value", 0, 5},
    [ASSUME_RESOURCES] = {"resources", 0, 5},
    [ASSUME_INFLUENCE] = {"influence", 0, 5},
};
static const int points_max = 20;

const char *assumption_field(enum assumption a)
{
    return assumptions[a].field;
}

int assumption_named(const char *field)
{
    for (int i = 0; i < ASSUMPTIONS; i++)
        if (strcmp(assumptions[i].field, field) == 0)
            return i;
    return -1;
}

bool rank_needs(const struct rank_case *c, enum assumption a, enum rank_unit unit)
{
    if (a == ASSUME_HOURS)
        return unit == RANK_PER_HOUR && c->v[a] == NIL;
    if (a == ASSUME_COST && unit == RANK_PER_COST && c->v[a] == 0)
        return true;
    return c->v[a] == NIL;
}

bool rank_ready(const struct rank_case *c, enum rank_unit unit)
{
    for (int i = 0; i < ASSUMPTIONS; i++)
        if (rank_needs(c, (enum assumption)i, unit))
            return false;
    return true;
}

enum rank_unit rank_unit_of(const struct rank_case *cases, size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (cases[i].v[ASSUME_HOURS] == NIL && rank_ready(&cases[i], RANK_PER_COST))
            return RANK_PER_COST;
        any |= cases[i].v[ASSUME_HOURS] != NIL;
    }
    return any ? RANK_PER_HOUR : RANK_PER_COST;
}

double rank_won(const struct rank_case *c)
{
    return (double)c->v[ASSUME_REACH] * (double)c->v[ASSUME_WIN_RATE] / millionths;
}

bool rank_profitable(const struct rank_case *c)
{
    return c->v[ASSUME_REACH] != NIL && c->v[ASSUME_WIN_RATE] != NIL &&
           c->v[ASSUME_MARGIN] != NIL && c->v[ASSUME_COST] != NIL;
}

double rank_profit(const struct rank_case *c)
{
    return rank_won(c) * (double)(c->v[ASSUME_MARGIN] - c->v[ASSUME_COST]);
}

double rank_per_unit(const struct rank_case *c, enum rank_unit unit)
{
    double cost = (double)c->v[ASSUME_COST];

    if (unit == RANK_PER_HOUR)
        return rank_profit(c) / (double)c->v[ASSUME_HOURS];
    if (c->v[ASSUME_REACH] == 0 || c->v[ASSUME_WIN_RATE] == 0)
        return 0; /* nobody is won, nothing is spent on winning */
    return (double)(c->v[ASSUME_MARGIN] - c->v[ASSUME_COST]) / cost;
}

int64_t rank_points(const struct rank_case *c)
{
    return c->v[ASSUME_FIT] + c->v[ASSUME_VALUE] + c->v[ASSUME_RESOURCES] + c->v[ASSUME_INFLUENCE];
}

double rank_worth(const struct rank_case *c, enum rank_unit unit)
{
    double each = rank_per_unit(c, unit);

    return each > 0 ? each * (double)rank_points(c) / points_max : each;
}

bool rank_before(const struct rank_case *a, const struct rank_case *b, enum rank_unit unit)
{
    double x = rank_worth(a, unit), y = rank_worth(b, unit);

    return x > y || (!(x < y) && a->id < b->id);
}

void rank_sort(struct rank_case *cases, size_t n, enum rank_unit unit)
{
    for (size_t i = 1; i < n; i++) {
        struct rank_case moved = cases[i];
        size_t at = i;
        for (; at > 0 && rank_before(&moved, &cases[at - 1], unit); at--)
            cases[at] = cases[at - 1];
        cases[at] = moved;
    }
}

/* Whether the case stands before the other once the assumption has this value. */
static bool before_with(const struct rank_case *c, const struct rank_case *other, enum assumption a,
                        int64_t v, enum rank_unit unit)
{
    struct rank_case moved = *c;

    moved.v[a] = v;
    return rank_before(&moved, other, unit);
}

/* Between the present value, which does not change places, and the limit. */
static bool nearest(const struct rank_case *c, const struct rank_case *other, enum assumption a,
                    int64_t limit, enum rank_unit unit, int64_t *ret)
{
    bool now = rank_before(c, other, unit);
    int64_t stays = c->v[a], turns = limit;

    if (stays == limit || before_with(c, other, a, limit, unit) == now)
        return false;
    while (llabs(turns - stays) > 1) {
        int64_t middle = stays + (turns - stays) / 2;
        if (before_with(c, other, a, middle, unit) == now)
            stays = middle;
        else
            turns = middle;
    }
    *ret = turns;
    return true;
}

bool rank_flip(const struct rank_case *cases, size_t n, size_t at, enum assumption a,
               enum rank_unit unit, struct rank_flip *ret)
{
    const struct rank_case *c = &cases[at];
    int64_t low = assumptions[a].min, high = assumptions[a].max;
    bool found = false;

    if (c->v[a] == NIL || (a == ASSUME_HOURS && unit == RANK_PER_COST))
        return false;
    if (unit == RANK_PER_COST && low == 0 && a < ASSUME_HOURS && a != ASSUME_MARGIN)
        low = 1; /* without accounts or cost there is nothing to divide */
    for (int side = 0; side < 2; side++) {
        size_t neighbour = side ? at + 1 : at - 1;
        int64_t limits[] = {low, high};
        if (side ? at + 1 >= n : at == 0)
            continue;
        for (int i = 0; i < 2; i++) {
            int64_t to = 0;
            if (!nearest(c, &cases[neighbour], a, limits[i], unit, &to))
                continue;
            if (!found || llabs(to - c->v[a]) < llabs(ret->to - c->v[a]))
                *ret = (struct rank_flip){to, cases[neighbour].id, side == 0};
            found = true;
        }
    }
    return found;
}

enum assumption rank_driver(const struct rank_case *a, const struct rank_case *b,
                            enum rank_unit unit)
{
    enum assumption best = ASSUMPTIONS;
    double most = 0;

    for (int i = 0; i < ASSUMPTIONS; i++) {
        struct rank_case like = *a;
        double lost;
        if ((i == ASSUME_HOURS && unit == RANK_PER_COST) || a->v[i] == b->v[i])
            continue;
        like.v[i] = b->v[i];
        lost = rank_worth(a, unit) - rank_worth(&like, unit);
        if (lost > most) {
            most = lost;
            best = (enum assumption)i;
        }
    }
    return best;
}
