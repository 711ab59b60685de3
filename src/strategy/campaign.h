/* campaign.h -- step 8: what is launched, for whom, for which goal.
 *
 * A campaign without audience, goal and metric does not start, unless override_reason says why.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_CAMPAIGN_H
#define PRACA_STRATEGY_CAMPAIGN_H

#include "model/model.h"

struct campaign {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    int64_t audience;
    int64_t goal;
    int64_t channel;
    const char *metric; /* key of the metric table */
    const char *starts_on;
    const char *ends_on;
    const char *state;
    const char *utm_campaign;
    const char *override_reason;
    const char *notes;
};

extern const struct model campaign_model;

#endif
