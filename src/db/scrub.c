/* scrub.c -- what was deleted leaves the files. See db_scrub() in db.h.
 *
 * SQLite overwrites what it deletes (secure_delete), but the write-ahead log keeps older pages until it is copied back, and
 * a page that was rebalanced may keep a copy in its unused part: only writing the file anew is sure of that.
 */
#include "db/sqlite_priv.h"

#include <sys/stat.h>

static enum err sqlite_scrub(struct ctx *cx, struct db_pool *p, struct db *db, bool rewrite)
{
    const char *log = arena_print(cx->arena, "%s-wal", p->where);
    struct stat st;
    enum err e = log ? OK : fail_memory(cx);

    /* In memory a copy of a large database would not fit. */
    if (!e && rewrite)
        e = db->ops->exec(cx, db, "pragma temp_store=file; vacuum; pragma temp_store=memory");
    if (!e) {
        sqlite_checkpoint_pause(p);
        e = db->ops->exec(cx, db, "pragma wal_checkpoint(truncate)");
        sqlite_checkpoint_resume(p);
    }
    if (!e && stat(log, &st) == 0 && st.st_size > 0)
        e = fail(cx, ERR_BUSY, "db.busy", NULL); /* somebody still reads what was before */
    return e;
}

static enum err postgres_scrub(struct ctx *cx, struct db *db, const char *const *tables)
{
    enum err e = OK;

    for (size_t i = 0; tables[i] && !e; i++) {
        const char *text = arena_print(cx->arena, "vacuum %s", tables[i]);
        e = text ? db->ops->exec(cx, db, text) : fail_memory(cx);
    }
    return e;
}

enum err db_scrub(struct ctx *cx, struct db_pool *p, const char *const *tables, bool rewrite)
{
    struct db *db = NULL;
    enum err e = db_borrow(cx, p, true, &db);

    if (e)
        return e;
    db_stmts_drop(db);
    e = db_pool_engine(p) == DB_SQLITE ? sqlite_scrub(cx, p, db, rewrite)
                                       : postgres_scrub(cx, db, tables);
    db_return(db);
    return e;
}
