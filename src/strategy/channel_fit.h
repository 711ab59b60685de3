/* channel_fit.h -- an audience that a channel suits, and why: a channel may suit several.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault field "audience" "channel_fit.twice".
 */
#ifndef PRACA_STRATEGY_CHANNEL_FIT_H
#define PRACA_STRATEGY_CHANNEL_FIT_H

#include "model/model.h"

struct channel_fit {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    int64_t channel;
    int64_t audience;
    const char *why;
};

extern const struct model channel_fit_model;

#endif
