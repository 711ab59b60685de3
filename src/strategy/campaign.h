/* campaign.h -- step 8: what is launched, for whom, for which goal.
 *
 * A campaign without audience, goal and metric does not start, unless override_reason says why (launch.h, which
 * also keeps the log of its states).
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
    const char *utm_source, *utm_medium, *utm_content;
    const char *landing_url;
    const char *cta;             /* what it asks people to do */
    const char *override_reason; /* why it runs without audience, goal or metric */
    const char *stop_reason;     /* why it ended */
    const char *notes;
};

extern const struct model campaign_model;

#endif
