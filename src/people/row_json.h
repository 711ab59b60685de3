/* row_json.h -- a row of any table as the JSON that the engine itself writes of it, and that row again. */
#ifndef PRACA_PEOPLE_ROW_JSON_H
#define PRACA_PEOPLE_ROW_JSON_H

#include "db/db.h"

/* What to select for the whole row, as text; the table is called t there. */
MUST_USE enum err row_json_column(struct ctx *cx, struct db *db, const char *table,
                                  struct buf *sql);
/* The row stands in its table again. *ret_put false: somebody made it anew meanwhile, or what it belonged to is gone. */
MUST_USE enum err row_json_return(struct ctx *cx, struct db *db, const char *table,
                                  const char *json, bool *ret_put);

#endif
