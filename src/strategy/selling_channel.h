/* selling_channel.h -- step 5: how we sell (wholesale, direct, partners ...).
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_SELLING_CHANNEL_H
#define PRACA_STRATEGY_SELLING_CHANNEL_H

#include "model/model.h"

struct selling_channel {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    const char *kind;
    int64_t margin;              /* share of the price that stays with us */
    int64_t cost_to_serve_minor; /* per order */
    int64_t expected_share;      /* of what is sold */
    const char *notes;
};

/* How a deal may be sold, which is how a channel of step 5 may sell; ended by NULL. */
extern const char *const selling_kinds[];

extern const struct model selling_channel_model;

#endif
