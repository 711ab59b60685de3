/* secret.h -- what the installation knows and tells nobody: random keys, made once, kept in the database.
 *
 * They stand in the database so that every process of the installation has the same ones and a restored copy keeps
 * its promises. No route, command, export or log shows them; whoever holds the database file holds them.
 *
 * Errors: ERR_BROKEN "work.no_secret": secrets_make() was not called.
 */
#ifndef PRACA_WORK_SECRET_H
#define PRACA_WORK_SECRET_H

#include "db/db.h"

enum { SECRET_BYTES = 32 };
#define SECRET_LINKS "links"       /* signs links: link.h */
#define SECRET_LEDGER "ledger"     /* seals what an erasure leaves in the ledger of consent */
#define SECRET_VISITORS "visitors" /* turns a visitor's cookie into their number */
#define SECRET_WEBHOOKS "webhooks" /* the keys of webhooks are derived from it */

/* Make those that are not there yet. Called when an installation opens its database; any number of processes may. */
MUST_USE enum err secrets_make(struct ctx *cx, struct db_pool *pool);
MUST_USE enum err secret_read(struct ctx *cx, struct db *db, const char *name,
                              unsigned char ret[SECRET_BYTES]);

#endif
