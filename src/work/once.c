/* once.c -- see once.h. */
#include "work/once.h"

#include "base/text.h"

#include "work_sql.h"

#include <string.h>

enum { KEY_MAX_BYTES = 200 };

enum err once_find(struct ctx *cx, struct db *db, struct once *once, bool *ret_known)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = OK;

    if (text_empty(once->key) || strlen(once->key) > KEY_MAX_BYTES)
        return fail(cx, ERR_INVALID, "work.key", NULL);
    e = db_begin(cx, db, &SQL_once_get, &st);
    if (e)
        goto out;
    db_bind_int(st, "actor", cx->actor);
    db_bind_text(st, "key", once->key);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    if (row && !text_equal(db_text(st, 0), once->request_hash)) {
        e = fail(cx, ERR_CONFLICT, "work.key_reused", NULL);
        goto out;
    }
    if (row) {
        once->status = db_int(st, 1);
        once->answer = db_text_dup(cx, st, 2);
    }
    *ret_known = row;
out:
    db_done(st);
    return e;
}

enum err once_keep(struct ctx *cx, struct db *db, const struct once *once)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_once_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "actor", cx->actor);
    db_bind_text(st, "key", once->key);
    db_bind_text(st, "request_hash", once->request_hash);
    db_bind_int(st, "status", once->status);
    db_bind_text(st, "answer", once->answer);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}
