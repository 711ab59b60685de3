/* rules_kept.c -- see rules_kept.h. */
#include "people/rules_kept.h"

#include "base/text.h"

#include "segment_sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES = 16 * 1024 * 1024 };

struct kept {
    struct ctx *cx; /* owns the rest */
    const char *stamp;
    void *rules;
};

static void kept_free(void *thing)
{
    struct kept *k = thing;

    ctx_free(k->cx);
    free(k);
}

static enum err revision(struct ctx *cx, struct db *db, struct buf *stamp)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_revision, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        buf_print(stamp, "%" PRId64, db_int(st, 0));
    db_done(st);
    return e;
}

/* *ret NULL: there are no rules. */
static enum err stamp_of(struct ctx *cx, struct db *db, const struct db_query *q, const char **ret)
{
    struct buf stamp = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    *ret = NULL;
    while (!e && !(e = db_step(cx, st, &row)) && row)
        buf_print(&stamp, "%" PRId64 ".%" PRId64 " ", db_int(st, 0), db_int(st, 1));
    db_done(st);
    if (e || !stamp.len)
        return e;
    e = revision(cx, db, &stamp);
    *ret = buf_text(&stamp);
    return !e && !*ret ? fail_memory(cx) : e;
}

static enum err load(struct ctx *cx, struct db *db, const struct rules_kind *k, const char *stamp,
                     struct kept **ret)
{
    struct kept *new = calloc(1, sizeof(*new));
    enum err e = OK;

    if (!new)
        return fail_memory(cx);
    new->cx = ctx_new(KEPT_BYTES, cx->clock, cx->ids);
    new->cx->site = cx->site;
    new->stamp = arena_dup(new->cx->arena, stamp);
    new->rules = arena_alloc(new->cx->arena, k->size);
    if (!new->stamp || !new->rules) {
        e = fail_memory(new->cx);
    } else {
        memset(new->rules, 0, k->size);
        e = k->load(new->cx, db, new->rules);
    }
    if (!e) {
        *ret = new;
        return OK;
    }
    e = fail_detail(cx, e, "db.broken", "rules that are kept");
    kept_free(new);
    return e;
}

enum err rules_kept(struct ctx *cx, struct db *db, const struct rules_kind *k, const void **ret)
{
    struct kept *kept = db_kept(db, k, cx->site);
    const char *stamp = NULL;
    enum err e = stamp_of(cx, db, k->stamp, &stamp);

    *ret = NULL;
    if (e || !stamp)
        return e;
    if (!kept || !text_equal(kept->stamp, stamp)) {
        e = load(cx, db, k, stamp, &kept);
        if (!e)
            e = db_keep(cx, db, k, cx->site, kept, kept_free);
    }
    if (!e)
        *ret = kept->rules;
    return e;
}
