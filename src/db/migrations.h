/* migrations.h -- the program's own schema, from migrations/NNNN_name.sql by tools/migpack.
 *
 * Use: db_migrate(cx, pool, praca_migrations, praca_migration_count, &applied)
 */
#ifndef PRACA_DB_MIGRATIONS_H
#define PRACA_DB_MIGRATIONS_H

#include "db/db.h"

extern const struct db_migration praca_migrations[]; /* in order of number; a zero row at the end */
extern const size_t praca_migration_count;

#endif
