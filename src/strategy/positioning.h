/* positioning.h -- step 3: the canvas, one per audience.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_POSITIONING_H
#define PRACA_STRATEGY_POSITIONING_H

#include "model/model.h"

struct positioning {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t audience;
    const char *team;         /* who worked on it */
    const char *alternatives; /* competitive alternatives */
    const char *attributes;   /* unique attributes */
    const char *value;
    const char *category;
    const char *statement; /* one sentence */
};

extern const struct model positioning_model;

#endif
