/* audience_actual.h -- what came of an audience, beside what was expected of it.
 *
 * Its companies are the members of the segment it is bound to, as they are now; nothing is known without one. Reached are
 * those with a lead or a deal. All that is recorded counts, whenever it happened, but for the cost: the spend of the
 * campaigns for this audience ÷ the companies won since the first day of that spend.
 * The margin is what a won company paid, all of its won deals, × the gross margin of the settings.
 *
 * Ownership: the ctx's arena.
 * Errors:    audience_bind: a wrong field "segment" with "audience.segment_of_people"; ERR_NOTFOUND "model.missing".
 * Units:     as in figure.h; amounts in the site's currency, others are left out and counted.
 */
#ifndef PRACA_MEASURE_AUDIENCE_ACTUAL_H
#define PRACA_MEASURE_AUDIENCE_ACTUAL_H

#include "db/db.h"
#include "measure/figure.h"
#include "strategy/audience.h"

enum { REACHED_NEEDED = 20, CLOSED_OF_AUDIENCE = 10, WON_OF_AUDIENCE = 5 };

struct audience_actual {
    bool bound, gone; /* gone: the segment was deleted */
    int64_t segment;
    const char *segment_name, *segment_state;
    int64_t members, reached, won_accounts, open_accounts;
    int64_t open_deals, won_deals, lost_deals, priced, unpriced;
    int64_t revenue_minor, spend_minor, won_since;
    const char *spend_since; /* a day; NULL: no spend */
    struct figure won_share; /* won ÷ reached */
    struct figure win_rate;  /* of deals */
    struct figure average;   /* a won company's amount */
    struct figure margin;    /* a won company's margin */
    struct figure cost;      /* of winning one */
};

MUST_USE enum err audience_actual(struct ctx *cx, struct db *db, const struct audience *audience,
                                  struct audience_actual *ret);

struct audience_deal {
    int64_t id, account, amount_minor, closed_at;
    const char *name, *account_name, *outcome, *currency;
};
enum { AUDIENCE_DEALS_MAX = 500 };
/* What stands behind the figures: newest first, at most AUDIENCE_DEALS_MAX. */
MUST_USE enum err audience_deals(struct ctx *cx, struct db *db, int64_t audience,
                                 struct audience_deal **ret, size_t *ret_n);

/* Ties the audience to a segment of accounts, NIL: to none. Inside db_write(). */
MUST_USE enum err audience_bind(struct ctx *cx, struct db *db, int64_t audience, int64_t segment,
                                void **ret);

#endif
