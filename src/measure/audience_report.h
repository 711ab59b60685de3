/* audience_report.h -- the audiences of a plan in order, what they were expected to bring and what they brought, and why the
 * order is as it is.
 *
 * Ranked by what happened (RANK_BY_ACTUAL), a figure whose sample is enough stands in place of what was expected: the
 * share of companies won, the margin, the cost. Reach stays as expected, as nobody knows all companies; the hours and
 * the four questions are judgements. An audience that lacks something is not ranked and says what it lacks.
 *
 * The last change of the order is found by undoing what the trail of changes has, newest first, until the order is another.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing" of the plan.
 * Units:     as in audience_rank.h.
 */
#ifndef PRACA_MEASURE_AUDIENCE_REPORT_H
#define PRACA_MEASURE_AUDIENCE_REPORT_H

#include "measure/audience_actual.h"
#include "measure/audience_rank.h"
#include "strategy/audience.h"

enum rank_basis { RANK_BY_ACTUAL, RANK_BY_EXPECTED };

struct audience_standing {
    const struct audience *audience;
    struct rank_case expected, used;
    bool taken[ASSUMPTIONS]; /* the actual figure stands in place of the expected one */
    int rank;                /* from 1; 0: not ranked */
    struct audience_actual actual;
    const char *roles[16]; /* that have a persona */
    size_t role_count;
};

/* The order was another before this. */
struct order_change {
    bool there;
    int64_t at;
    const struct audience *audience;
    enum assumption what;
    int64_t from, to;
    const struct audience *winner, *loser; /* now the winner stands before the loser */
};

struct audience_report {
    enum rank_basis basis;
    enum rank_unit unit;
    const char *currency;
    struct audience_standing *all; /* ranked ones first, in order */
    size_t count, ranked;
    struct rank_case *cases; /* of the ranked ones */
    struct order_change change;
};

enum { AUDIENCES_RANKED_MAX = 100 };

MUST_USE enum err audience_report(struct ctx *cx, struct db *db, int64_t plan,
                                  enum rank_basis basis, struct audience_report *ret);
void audience_report_json(struct ctx *cx, const struct audience_report *r, struct json_writer *w);

/* What an audience says it expects, as a case to be ranked. */
void audience_expected(const struct audience *a, struct rank_case *ret);

#endif
