/* renewal.h -- contracts that end, and the deal that renews one.
 *
 * Due is a won deal whose contract ends in the days asked for and whose company neither left since nor has a won deal that runs
 * longer. What renews a deal is a deal of type renewal that names it.
 *
 * Ownership: the ctx's arena.
 * Errors:    renewal_begin: ERR_INVALID "renewal.not_won", ERR_CONFLICT "renewal.exists" (id).
 * Units:     days are texts YYYY-MM-DD.
 */
#ifndef PRACA_PEOPLE_RENEWAL_H
#define PRACA_PEOPLE_RENEWAL_H

#include "db/db.h"
#include "people/deal.h"

struct renewal_due {
    int64_t deal, account, owner, amount_minor;
    const char *name, *account_name, *currency, *ends_on;
    int64_t renewal; /* NIL: nobody began */
    const char *renewal_outcome;
};

enum { RENEWALS_MAX = 500 };

/* owner 0: everybody's. The one that ends first first, at most RENEWALS_MAX. */
MUST_USE enum err renewals_due(struct ctx *cx, struct db *db, const char *from, const char *to,
                               int64_t owner, struct renewal_due **ret, size_t *ret_n);
/* Opens the deal that renews this one. Inside db_write(). */
MUST_USE enum err renewal_begin(struct ctx *cx, struct db *db, int64_t deal, struct deal **ret);

#endif
