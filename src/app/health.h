/* health.h -- whether a data directory is sound: for doctor, and for copies before they are trusted.
 *
 * Errors: ERR_CONFLICT "app.migrate_first"; ERR_BROKEN "health.database" (reason), "health.facts"; those of db.h.
 */
#ifndef PRACA_APP_HEALTH_H
#define PRACA_APP_HEALTH_H

#include "app/instance.h"

/* "app.no_data" for none, "db.newer" for a newer schema, and unless older_is_fine "app.migrate_first" for an older one. */
MUST_USE enum err health_schema(struct ctx *cx, struct db_pool *pool, const char *dir,
                                bool older_is_fine);
/* What the engine says of itself: SQLite looks through the whole file. */
MUST_USE enum err health_database(struct ctx *cx, struct db_pool *pool);
/* The engine's name and version. */
MUST_USE enum err health_engine(struct ctx *cx, struct db_pool *pool, const char **ret);
/* Opens both stores of a copy nobody else uses, and looks through them. */
MUST_USE enum err health_open(struct ctx *cx, const char *dir);

#endif
