/* site_key.c -- see site_key.h. */
#include "access/site_key.h"

#include "base/hash.h"

#include "access_sql.h"

enum err site_key_make(struct ctx *cx, struct db *db, int64_t site)
{
    unsigned char raw[SITE_KEY_CHARS / 2];
    char key[SITE_KEY_CHARS + 1];
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_site_key_insert, &st);

    if (e)
        goto out;
    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), key);
    db_bind_int(st, "of_site", site);
    db_bind_text(st, "key", key);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err site_key_get(struct ctx *cx, struct db *db, int64_t site, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_site_key_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_text_dup(cx, st, 0);
    if (!e && (!row || !*ret))
        e = row ? fail_memory(cx) : fail(cx, ERR_NOTFOUND, "access.no_site", NULL);
out:
    db_done(st);
    return e;
}

enum err site_by_key(struct ctx *cx, struct db *db, const char *key, int64_t *ret_site)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_site_by_key, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", key);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret_site = db_int(st, 0);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "access.no_site", NULL);
out:
    db_done(st);
    return e;
}
