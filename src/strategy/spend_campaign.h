/* spend_campaign.h -- which campaign a name on a bill means, and campaigns made of such names.
 *
 * A name is that of the one campaign that has it as utm_campaign or, failing that, as its name; of two with the same name
 * neither is meant. Where there is none, the line keeps the name, and spend_campaigns_add() makes a campaign of it later. Lines that
 * are tied to a campaign so keep their version: an import that brought them can still be undone.
 *
 * Ownership: the ctx's arena.
 * Errors:    fault field "names" with "spend_campaign.none", "plan" with "spend_campaign.no_plan"; those of model.h.
 */
#ifndef PRACA_STRATEGY_SPEND_CAMPAIGN_H
#define PRACA_STRATEGY_SPEND_CAMPAIGN_H

#include "db/db.h"

/* NIL: none, or more than one. */
MUST_USE enum err spend_campaign_find(struct ctx *cx, struct db *db, const char *name,
                                      int64_t *ret);

/* A name that no campaign has. */
struct spend_campaign {
    const char *name, *channel;  /* channel NULL: several, or none */
    int64_t lines, amount_minor; /* in the site's currency */
    const char *first, *last;    /* days */
};
/* Those of lines without a campaign, most money first; at most 200. */
MUST_USE enum err spend_campaigns_list(struct ctx *cx, struct db *db, const char *currency,
                                       struct spend_campaign **ret, size_t *ret_n);
/* Ties the lines of each name to its campaign, which is made when there is none: running since the first day of its spend,
 * in that plan (0: the newest one). One audit entry for each campaign. Inside db_write(). */
MUST_USE enum err spend_campaigns_add(struct ctx *cx, struct db *db, int64_t plan,
                                      const char *const *names, size_t n, int64_t *ret_added,
                                      int64_t *ret_lines);

#endif
