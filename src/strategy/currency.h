/* currency.h -- the money of a record that does not say which it is.
 *
 * Errors: fault field "currency" with "field.currency".
 */
#ifndef PRACA_STRATEGY_CURRENCY_H
#define PRACA_STRATEGY_CURRENCY_H

#include "db/db.h"

/* NULL becomes the site's own; anything else must be a known code (base/currency.h). so_far: what the checks
 * before this one found; wrong fields gather, anything else is passed on at once. */
MUST_USE enum err site_currency_fill(struct ctx *cx, struct db *db, const char **currency,
                                     enum err so_far);

#endif
