/* site_key.h -- the name by which a site's own pages speak of it: in the snippet of the tracker, in a form's address.
 *
 * It stands in public pages, so it is short and random and opens nothing. Every site has one from its beginning.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "access.no_site".
 */
#ifndef PRACA_ACCESS_SITE_KEY_H
#define PRACA_ACCESS_SITE_KEY_H

#include "db/db.h"

enum { SITE_KEY_CHARS = 16 }; /* hexadecimal digits */

/* For a site that has none. Inside db_write(), by site_add(). */
MUST_USE enum err site_key_make(struct ctx *cx, struct db *db, int64_t site);
MUST_USE enum err site_key_get(struct ctx *cx, struct db *db, int64_t site, const char **ret);
MUST_USE enum err site_by_key(struct ctx *cx, struct db *db, const char *key, int64_t *ret_site);

#endif
