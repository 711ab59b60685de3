/* sqlite_priv.h -- what the files of the SQLite engine share. */
#ifndef PRACA_DB_SQLITE_PRIV_H
#define PRACA_DB_SQLITE_PRIV_H

#include "db/db_priv.h"

#include <sqlite3.h>

struct lite {
    struct db base;
    sqlite3 *handle;
    struct log_vfs *log; /* a writer's */
    bool soon, bulk;     /* as its settings stand now */
};

struct lite_stmt {
    struct db_stmt base;
    sqlite3_stmt *handle;
    int param_count; /* the highest this engine's text uses */
};

/* The failure of a result code; what: the name of the query, or what was tried. */
enum err lite_fail(struct ctx *cx, struct lite *l, int rc, const char *what);

/* The file system that gathers a writer's frames of the log (sqlite_log.c). ret_name: for sqlite3_open_v2(), valid as long as it is.
 * NULL, and ret_name left alone: there was no memory. It outlives the connection that was opened with it. */
struct log_vfs *sqlite_log_make(const char **ret_name);
void sqlite_log_free(struct log_vfs *v);
/* What was committed without waiting comes to the disk while nobody holds the writer; the commit that waits then has only its own
 * and the last ones to bring there. */
void sqlite_log_settle(struct db_pool *p);

/* The checkpoint thread (sqlite_checkpoint.c). */
enum err sqlite_pool_start(struct ctx *cx, struct db_pool *p);
void sqlite_pool_stop(struct db_pool *p);
/* For the writer. */
void sqlite_checkpoint_by_thread(struct lite *l);
/* Before a writing transaction: until the rest of a log is copied, which is short. */
void sqlite_checkpoint_wait(struct db_pool *p);
/* The thread copies nothing between these two. */
void sqlite_checkpoint_pause(struct db_pool *p);
void sqlite_checkpoint_resume(struct db_pool *p);

#endif
