/* milestone.h -- step 4: what a goal wants to have reached by a day on the way.
 *
 * Its day lies within the goal's. Whether it was met is computed by measure/goal_family.h.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_MILESTONE_H
#define PRACA_STRATEGY_MILESTONE_H

#include "model/model.h"

struct milestone {
    struct record record;
    int64_t plan; /* the plan it belongs to: its goal's */
    int64_t goal;
    const char *name;
    const char *due_on;
    int64_t value_micro; /* millionths of the unit of the goal's metric */
};

extern const struct model milestone_model;

#endif
