/* channel_kind.h -- the registry of ways to promote: what each is good for, how it is usually paid for, and what it needs first.
 *
 * A channel of a plan has one of these as its kind. Whoever adds a channel picks one, and what the registry knows fills
 * the form: online or not, the usual cost model, the name it has in the statistics. It is advice, never a rule: every
 * value may be changed. Words are messages, "model.channel.kind." key for the name, "channel_kind." key with ".what" and
 * ".prepare".
 *
 * Ownership: constants.
 */
#ifndef PRACA_STRATEGY_CHANNEL_KIND_H
#define PRACA_STRATEGY_CHANNEL_KIND_H

#include "base/ctx.h"
#include "base/json.h"

/* Where on the way to the customer it helps, and which size of purchase can carry its cost. */
enum channel_stage {
    STAGE_AWARENESS = 1,
    STAGE_CONSIDERATION = 2,
    STAGE_DECISION = 4,
    STAGE_RETENTION = 8
};
enum channel_ticket { TICKET_LOW = 1, TICKET_MEDIUM = 2, TICKET_HIGH = 4 };

struct channel_kind {
    const char *key;
    const char *group;   /* search, ads, own, social, events, print, people */
    const char *cost;    /* the usual cost model */
    const char *costs;   /* others that occur, with a comma between; "" none */
    const char *matches; /* its channel in the statistics; "" none by itself */
    unsigned stages, tickets;
    bool offline;
};

extern const struct channel_kind channel_kinds[]; /* ended by one without key */
extern const char *const channel_kind_keys[];     /* the same keys, ended by NULL */

/* NULL: no such. */
const struct channel_kind *channel_kind_find(const char *key);
/* {"items": [...]} in the ctx's language. */
void channel_kinds_json(struct ctx *cx, struct buf *out);

#endif
