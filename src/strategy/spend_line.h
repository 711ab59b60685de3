/* spend_line.h -- money that was spent, on a channel, over some days.
 *
 * A month of spend counts evenly over its days: a report over half of the month sees half of it.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_SPEND_LINE_H
#define PRACA_STRATEGY_SPEND_LINE_H

#include "model/model.h"

struct spend_line {
    struct record record;
    const char *external_id; /* the sender's own id */
    const char *spent_on;    /* first day it covers */
    const char *until_on;    /* last day; NULL: the same day */
    const char *channel;     /* NULL: not tied to a channel */
    int64_t campaign;
    const char
        *campaign_name; /* as whoever was paid calls it; finds the campaign when none is given */
    const char *kind;
    int64_t amount_minor;
    const char *currency; /* ISO 4217; the site's own when not given */
    const char *note;
};

extern const struct model spend_line_model;

#endif
