/* competitor.h -- step 2: who else our audiences may choose.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_COMPETITOR_H
#define PRACA_STRATEGY_COMPETITOR_H

#include "model/model.h"

struct competitor {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    const char *website;
    const char *offers;  /* product offers */
    const char *sales;   /* sales tactics and results */
    const char *content; /* marketing content and presence */
    int64_t threat;      /* 0 none ... 5 severe */
};

extern const struct model competitor_model;

#endif
