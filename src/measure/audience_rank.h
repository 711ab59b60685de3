/* audience_rank.h -- which audience first, and what would change that.
 *
 *   accounts won    = reachable accounts × win rate
 *   expected profit = accounts won × (margin − cost to win), per account
 *   worth           = expected profit ÷ the resource it takes × the share of the 20 points of the four questions
 *
 * The resource is the team's time: an hour. Where some audience does not say how many hours it asks for, all are measured by
 * money instead, one unit spent on winning. A loss is not made smaller by few points: the questions only discount gains.
 * Equal worth keeps the order in which the audiences were written.
 *
 * A flip is the value, in the unit in which the assumption is stored, nearest to the present one at which an audience changes
 * places with its neighbour while all else stays. It is found by bisection on whole numbers with the same comparison
 * that makes the order, so the value told really does it and the one before it does not.
 *
 * Ownership: the caller's arrays.
 * Units:     money in minor units, rates in millionths, points 0 to 5.
 * Threads:   any; nothing is kept.
 */
#ifndef PRACA_MEASURE_AUDIENCE_RANK_H
#define PRACA_MEASURE_AUDIENCE_RANK_H

#include "base/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum assumption {
    ASSUME_REACH,
    ASSUME_WIN_RATE,
    ASSUME_MARGIN,
    ASSUME_COST,
    ASSUME_HOURS,
    ASSUME_FIT,
    ASSUME_VALUE,
    ASSUME_RESOURCES,
    ASSUME_INFLUENCE,
    ASSUMPTIONS
};

/* The field of an audience that holds it: "margin_minor". */
const char *assumption_field(enum assumption a);
/* -1: no such. */
int assumption_named(const char *field);

enum rank_unit { RANK_PER_HOUR, RANK_PER_COST };

struct rank_case {
    int64_t id;
    int64_t v[ASSUMPTIONS]; /* NIL: not given */
};

/* Whether ranking by this unit still needs it: all that is used must be given, and a cost to divide by is above 0. */
bool rank_needs(const struct rank_case *c, enum assumption a, enum rank_unit unit);
bool rank_ready(const struct rank_case *c, enum rank_unit unit);
/* Money as soon as one that could be ranked by it does not say its hours, or none says them. */
enum rank_unit rank_unit_of(const struct rank_case *cases, size_t n);

/* Whether it has reach, win rate, margin and cost: then there is a profit to tell, ready or not. */
bool rank_profitable(const struct rank_case *c);
/* Of a case that is ready (rank_profit: that is profitable as above). */
double rank_won(const struct rank_case *c);
double rank_profit(const struct rank_case *c);
/* Profit for each unit of the resource, before the questions and after. */
double rank_per_unit(const struct rank_case *c, enum rank_unit unit);
double rank_worth(const struct rank_case *c, enum rank_unit unit);
int64_t rank_points(const struct rank_case *c); /* 0 to 20 */

bool rank_before(const struct rank_case *a, const struct rank_case *b, enum rank_unit unit);
/* Best first. */
void rank_sort(struct rank_case *cases, size_t n, enum rank_unit unit);

struct rank_flip {
    int64_t to;
    int64_t other; /* id of the neighbour it changes places with */
    bool gains;    /* it comes before the other; else behind */
};

/* cases sorted, at: which of them. False: no value of the assumption alone changes its place. */
bool rank_flip(const struct rank_case *cases, size_t n, size_t at, enum assumption a,
               enum rank_unit unit, struct rank_flip *ret);
/* What puts a before b most: the assumption that would cost a the most if it had b's value. ASSUMPTIONS: none. */
enum assumption rank_driver(const struct rank_case *a, const struct rank_case *b,
                            enum rank_unit unit);

#endif
