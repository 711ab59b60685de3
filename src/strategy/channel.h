/* channel.h -- step 6: where we promote, online and offline.
 *
 * matches ties the plan to the data: it is the value of contact.channel and spend_line.channel that this channel stands for.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_CHANNEL_H
#define PRACA_STRATEGY_CHANNEL_H

#include "model/model.h"

struct channel {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    const char *kind;
    const char *matches;
    int64_t offline;
    const char *why; /* why it suits this audience */
    int64_t audience;
    const char *cost_model;
    int64_t expected_cost_per_lead_minor;
    int64_t owner; /* user id */
};

extern const struct model channel_model;

#endif
