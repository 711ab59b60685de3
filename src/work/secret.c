/* secret.c -- see secret.h. */
#include "work/secret.h"

#include "base/hash.h"

#include "work_sql.h"

static const char *const names[] = {SECRET_LINKS, SECRET_LEDGER, SECRET_WEBHOOKS, SECRET_VISITORS};

static enum err read_maybe(struct ctx *cx, struct db *db, const char *name,
                           unsigned char ret[SECRET_BYTES], bool *ret_there)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_secret_get, &st);

    if (e)
        goto out;
    db_bind_text(st, "name", name);
    e = db_step(cx, st, ret_there);
    if (!e && *ret_there && !hex_read(db_text(st, 0), ret, SECRET_BYTES))
        e = fail_detail(cx, ERR_BROKEN, "work.no_secret", name);
out:
    db_done(st);
    return e;
}

static enum err make_in(struct ctx *cx, struct db *db, void *arg)
{
    unsigned char raw[SECRET_BYTES];
    char hex[2 * SECRET_BYTES + 1];
    struct db_stmt *st = NULL;
    enum err e = OK;

    (void)arg;
    for (size_t i = 0; !e && i < COUNT_OF(names); i++) {
        random_bytes(raw, sizeof(raw));
        hex_text(raw, sizeof(raw), hex);
        e = db_begin(cx, db, &SQL_secret_put, &st);
        if (!e) {
            db_bind_text(st, "name", names[i]);
            db_bind_text(st, "value", hex);
            e = db_run(cx, st);
        }
        db_done(st);
        st = NULL;
    }
    forget_bytes(raw, sizeof(raw));
    forget_bytes(hex, sizeof(hex));
    return e;
}

enum err secrets_make(struct ctx *cx, struct db_pool *pool)
{
    unsigned char raw[SECRET_BYTES];
    struct db *db = NULL;
    bool all = true;
    enum err e = db_read(cx, pool, &db);

    for (size_t i = 0; !e && all && i < COUNT_OF(names); i++)
        e = read_maybe(cx, db, names[i], raw, &all);
    db_return(db);
    forget_bytes(raw, sizeof(raw));
    return e || all ? e : db_write(cx, pool, make_in, NULL);
}

enum err secret_read(struct ctx *cx, struct db *db, const char *name,
                     unsigned char ret[SECRET_BYTES])
{
    bool there = false;
    enum err e = read_maybe(cx, db, name, ret, &there);

    return e || there ? e : fail_detail(cx, ERR_BROKEN, "work.no_secret", name);
}
