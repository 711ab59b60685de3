/* score_learn.h -- what tells won from lost, learned from examples: logistic regression with a penalty (ridge).
 *
 * An example has one level in each of a few categories, "not given" being a level like others. Each level has a weight; the
 * penalty lambda/2 * sum of squares keeps weights finite where examples are few or fall apart by themselves. The intercept is
 * free. Found by Newton's method with halved steps; the same examples in the same order give the same numbers.
 *
 * lambda is chosen by cross-validation: five folds, the ith example of each outcome in fold i mod 5; the lambda with the
 * smallest loss on examples that were not learned from. The AUC is of those predictions, so it is what to expect of deals to
 * come, if they are like these.
 *
 * Ownership: the ctx's arena.
 * Source:    Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4 and 7.10.
 */
#ifndef PRACA_PEOPLE_SCORE_LEARN_H
#define PRACA_PEOPLE_SCORE_LEARN_H

#include "people/score_figures.h"

enum { LEARN_CATEGORIES_MAX = 16, LEARN_LEVELS_MAX = 240, LEARN_FOLDS = 5 };

struct learn_examples {
    size_t n;
    size_t categories, levels; /* levels of all categories together */
    const uint16_t *level;     /* n * categories: number of the level among all */
    const bool *won;
};

struct learned {
    double lambda, intercept;
    const double *weights; /* by level */
    struct score_auc auc;  /* cross-validated */
};

MUST_USE enum err score_learn(struct ctx *cx, const struct learn_examples *x, struct learned *ret);

#endif
