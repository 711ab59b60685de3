/* score_figures.h -- how well a number tells two kinds apart: plain mathematics over pairs of a score and an outcome.
 *
 * AUC: of all pairs of one won and one lost, the share in which the won one has the higher score; ties count half. Its
 * interval is DeLong's at 95 %. Where all pairs agree DeLong's has no width; then the lower end is what the rule of three allows.
 * Rates have Wilson's interval at 95 %.
 *
 * Ownership: the ctx's arena.
 * Source:    DeLong, DeLong, Clarke-Pearson 1988 (by midranks: Sun, Xu 2014); Wilson 1927.
 */
#ifndef PRACA_PEOPLE_SCORE_FIGURES_H
#define PRACA_PEOPLE_SCORE_FIGURES_H

#include "base/ctx.h"
#include "base/json.h"

enum { SCORE_LIFT_BINS = 10, SCORE_CALIBRATION_BINS = 5, SCORE_SAMPLE = 20 };

struct score_case {
    double score;
    bool won;
};

struct score_auc {
    bool known; /* at least SCORE_SAMPLE won and as many lost */
    double value, low, high;
};

struct score_bin {
    double from,
        to; /* scores that stand in it, both included; or the limits of a calibration bin */
    int64_t n, won;
    double rate, low, high; /* of won; 0 when n is 0 */
    double lift;            /* rate over that of all */
    double mean;            /* score */
};

struct score_figures {
    int64_t won, lost;
    struct score_auc auc;
    struct score_bin
        lift[SCORE_LIFT_BINS]; /* highest scores first, about as many in each; ties stay together */
    int lift_n;
    struct score_bin calibration[SCORE_CALIBRATION_BINS]; /* 0-19, 20-39, ... 80-100 */
};

/* Sorts the cases. */
MUST_USE enum err score_auc_of(struct ctx *cx, struct score_case *cases, size_t n,
                               struct score_auc *ret);
MUST_USE enum err score_figures_of(struct ctx *cx, struct score_case *cases, size_t n,
                                   struct score_figures *ret);
/* {"known", "value", "low", "high"}, the last three null when it is not */
void score_auc_json(const struct score_auc *a, struct json_writer *w);
/* Members "won", "lost", "need", "auc", "lift", "calibration" of an open object. */
void score_figures_json(const struct score_figures *f, struct json_writer *w);

#endif
