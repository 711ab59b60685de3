/* positioning_rival.h -- a competitor that stands on a canvas as what the audience would choose without us.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    a wrong field "competitor" with "positioning.rival_twice".
 */
#ifndef PRACA_STRATEGY_POSITIONING_RIVAL_H
#define PRACA_STRATEGY_POSITIONING_RIVAL_H

#include "model/model.h"

struct positioning_rival {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t positioning;
    int64_t competitor;
    const char *notes; /* why they would choose it */
};

extern const struct model positioning_rival_model;

#endif
