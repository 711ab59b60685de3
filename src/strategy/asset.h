/* asset.h -- what a campaign shows: an ad, a page, a case, a mail. The library outlives a plan, so it belongs to the site.
 *
 * One that is only wanted is the backlog: it has no address yet, and may have a day by which it is needed.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_ASSET_H
#define PRACA_STRATEGY_ASSET_H

#include "model/model.h"

struct marketing_asset {
    struct record record;
    const char *name;
    const char *kind;
    const char *state;       /* wanted, draft, ready, retired */
    int64_t owner;           /* user id */
    const char *url;         /* where it lies */
    const char *utm_content; /* what links that carry it say of it */
    const char *body;        /* its text, when it is one */
    const char *due_on;
    const char *funnel_stage;
    int64_t persona;
    const char *topic;
    const char *format;
    const char *notes;
};

extern const struct model marketing_asset_model;

/* An asset in a campaign, and a channel of it beside its first: rows, so that one may be in many. */
struct campaign_asset {
    struct record record;
    int64_t campaign;
    int64_t asset;
};

struct campaign_channel {
    struct record record;
    int64_t campaign;
    int64_t channel;
};

extern const struct model campaign_asset_model, campaign_channel_model;

#endif
