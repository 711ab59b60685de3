/* goal.h -- step 4: a SMART goal, bound to a metric that the program computes.
 *
 * The baseline is read from the data when the goal is made; progress, pace and days left are computed by measure/.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_GOAL_H
#define PRACA_STRATEGY_GOAL_H

#include "model/model.h"

struct goal {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t audience;
    const char *name;
    const char *who;
    const char *what;
    const char *when_text;
    const char *where_text;
    const char *how;
    const char *why;
    const char *metric;     /* key of the metric table */
    const char *channel;    /* only this channel; NULL: all */
    int64_t baseline_micro; /* millionths of the metric's unit, read from the data */
    int64_t target_micro;   /* millionths of the metric's unit */
    const char *starts_on;
    const char *due_on;
    const char *reason; /* why a target outside the trend is meant */
    int64_t parent;
    int64_t owner; /* user id */
};

extern const struct model goal_model;

#endif
