/* plan_questions.h -- a filled draft from a few plain answers.
 *
 * The answers become a document for plan_seed.h. What was not answered is guessed from what was, by simple rules that the plan itself
 * tells (a margin of 40 %, one lead in ten becomes a customer, a lead costs a share of the sale that depends on the channel), and marked
 * as a guess (plan_guess.h).
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields by their names in the answers.
 * Units:     money in minor units.
 */
#ifndef PRACA_STRATEGY_PLAN_QUESTIONS_H
#define PRACA_STRATEGY_PLAN_QUESTIONS_H

#include "base/ctx.h"
#include "base/json.h"

enum { PLAN_ANSWER_LIST_MAX = 8 };

struct plan_answers {
    const char *sells, *to_whom, *problem; /* what, to what kind of company, what it solves */
    int64_t accounts;                      /* of them we could reach; NIL: not said */
    int64_t ticket_minor, margin_percent;  /* of a usual sale; NIL */
    int64_t cycle_days;                    /* from first contact to sale; NIL */
    int64_t budget_minor, hours;           /* a month */
    const char *selling[PLAN_ANSWER_LIST_MAX + 1]; /* kinds of selling channels, ended by NULL */
    const char *today[PLAN_ANSWER_LIST_MAX + 1];   /* kinds of marketing channels in use */
    const char *goal;                              /* leads, won or revenue */
    int64_t target;                                /* in twelve months, of that; NIL: not said */
};

/* Everything that is wrong with them at once. */
MUST_USE enum err plan_answers_read(struct ctx *cx, const struct json *in,
                                    struct plan_answers *ret);
MUST_USE enum err plan_answers_seed(struct ctx *cx, const struct plan_answers *a,
                                    const struct json **ret);

#endif
