/* channel_rule.h -- the owner's own rules of which channel a visit came by, asked before the usual ones (source.h).
 *
 * The first whose conditions all hold decides, by position. A rule holds for visits to come; history follows when it is judged
 * anew (rejudge.h).
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields: "channel" "channel_rule.channel", "host" "channel_rule.empty" and "channel_rule.host".
 */
#ifndef PRACA_MEASURE_CHANNEL_RULE_H
#define PRACA_MEASURE_CHANNEL_RULE_H

#include "model/model.h"

struct channel_rule {
    struct record record;
    const char *channel;
    const char *host;                               /* of the page that led here, or any below it */
    const char *source, *medium, *campaign, *click; /* * stands for anything */
    int64_t position;
    int64_t active;
    const char *notes;
};

extern const struct model channel_rule_model;

#endif
