/* channel.h -- step 6: where we promote, online and offline.
 *
 * matches ties the plan to the data: it is the value of contact.channel and spend_line.channel that this channel stands for.
 *
 * kind is one of the registry (channel_kind.h). What a lead is expected to cost follows from the price when the numbers of its cost model
 * are there: price × volume ÷ expected leads, all of one cost_period; a price per lead is that cost itself, and a price per month counts once
 * when no volume is given. Without them it is what somebody typed.
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
    int64_t price_minor; /* of a click, a month, a lead, an event */
    const char
        *cost_period; /* month, quarter, year: what volume and expected_leads are counted over */
    int64_t volume;   /* how many are paid for */
    int64_t expected_leads;
    int64_t expected_cost_per_lead_minor;
    const char *phone; /* a number that is shown only there */
    int64_t owner;     /* user id */
};

extern const struct model channel_model;

#endif
