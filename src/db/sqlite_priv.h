/* sqlite_priv.h -- what the files of the SQLite engine share. */
#ifndef PRACA_DB_SQLITE_PRIV_H
#define PRACA_DB_SQLITE_PRIV_H

#include "db/db_priv.h"

#include <sqlite3.h>

struct lite {
    struct db base;
    sqlite3 *handle;
    bool soon, bulk; /* as its settings stand now */
};

struct lite_stmt {
    struct db_stmt base;
    sqlite3_stmt *handle;
    int param_count; /* the highest this engine's text uses */
};

/* The failure of a result code; what: the name of the query, or what was tried. */
enum err lite_fail(struct ctx *cx, struct lite *l, int rc, const char *what);

/* The checkpoint thread (sqlite_checkpoint.c). */
enum err sqlite_pool_start(struct ctx *cx, struct db_pool *p);
void sqlite_pool_stop(struct db_pool *p);
enum err sqlite_bulk_begin(struct ctx *cx, struct db_pool *p);
void sqlite_checkpoint_by_thread(struct lite *l);

#endif
