/* activity_touch.c -- activities that touched a person become events (activity.h). The journal has them first, then the
 * row says so: a death between the two sends the same key again, which the loader drops. */
#include "people/activity.h"

#include "facts/fact.h"

#include "activity_sql.h"

enum { BATCH = 200 };

/* Any number that no other maker of keys takes: an activity's key is this and its id. */
#define KEY_OF_ACTIVITIES ((int64_t)0x4143544956495459)

struct touch {
    int64_t id, at, contact, account;
    const char *kind, *direction;
};

static void read_touch(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct touch *)row = (struct touch){.id = db_int(st, 0),
                                          .kind = db_text_dup(cx, st, 1),
                                          .at = db_int(st, 2),
                                          .contact = db_int(st, 3),
                                          .account = db_int(st, 4),
                                          .direction = db_text_dup(cx, st, 5)};
}

static enum err read_ready(struct ctx *cx, struct db_pool *pool, struct touch **ret, size_t *ret_n)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_touches_ready, &st);
    if (e)
        goto out;
    db_bind_int(st, "most", BATCH);
    e = db_collect(cx, st, sizeof(**ret), read_touch, ret, ret_n);
out:
    db_done(st);
    db_return(db);
    return e;
}

static enum err append(struct ctx *cx, struct journal *j, const struct touch *t)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;
    enum err e;

    f.id = id_next(cx);
    f.key_hi = KEY_OF_ACTIVITIES;
    f.key_lo = t->id;
    f.site = cx->site;
    f.at_ms = t->at;
    f.received_ms = ctx_now(cx);
    f.kind = t->kind;
    f.subject = t->contact;
    f.account = t->account == NIL ? 0 : t->account;
    f.channel = "sales";
    f.source = "activity";
    f.medium = t->direction;
    e = fact_encode(cx, &f, bytes, &n);
    return e ? e : journal_append(cx, j, bytes, n, NULL);
}

struct sent {
    const struct touch *touches;
    size_t n;
};

static enum err mark_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct sent *s = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_touch_sent, &st);

    for (size_t i = 0; i < s->n && !e; i++) {
        db_bind_int(st, "activity", s->touches[i].id);
        e = db_run(cx, st);
        db_again(st);
    }
    db_done(st);
    return e;
}

enum err activity_touches_send(struct ctx *cx, struct db_pool *pool, struct journal *j,
                               int *ret_sent)
{
    int sent = 0;
    enum err e = OK;

    while (!e && j) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct sent s = {0};
        struct touch *touches = NULL;
        e = read_ready(cx, pool, &touches, &s.n);
        for (size_t i = 0; i < s.n && !e; i++)
            e = append(cx, j, &touches[i]);
        s.touches = touches;
        if (!e && s.n)
            e = db_write(cx, pool, mark_in, &s);
        if (e || !s.n)
            break;
        sent += (int)s.n;
        arena_reset(cx->arena, mark);
    }
    if (!e)
        *ret_sent = sent;
    return e;
}
