/* lifecycle.c -- see lifecycle.h. */
#include "people/lifecycle.h"

#include "base/text.h"

#include "people_sql.h"

#include <string.h>

const char *const lifecycle_stages[] = {"subscriber",  "lead",     "mql",      "sal", "sql",
                                        "opportunity", "customer", "advocate", NULL};

int lifecycle_rank(const char *stage)
{
    for (int i = 0; stage && lifecycle_stages[i]; i++)
        if (!strcmp(lifecycle_stages[i], stage))
            return i;
    return -1;
}

static const char *stage_of_deal(const struct deal *d)
{
    if (!d || d->contact == NIL || text_equal(d->outcome, "lost"))
        return NULL;
    return text_equal(d->outcome, "won") ? "customer" : "opportunity";
}

static enum err set_stage(struct ctx *cx, struct db *db, int64_t contact, const char *stage)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_lifecycle_set, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "stage", stage);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err stage_now(struct ctx *cx, struct db *db, int64_t contact, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_lifecycle_now, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    e = db_step(cx, st, &row);
    *ret = !e && row ? db_text_dup(cx, st, 0) : NULL;
out:
    db_done(st);
    return e;
}

static enum err lift(struct ctx *cx, struct db *db, const struct deal *d, const char *stage)
{
    struct db_stmt *st = NULL;
    const char *now = NULL;
    int64_t at = d->closed_at != NIL ? d->closed_at : d->opened_at;
    enum err e = stage_now(cx, db, d->contact, &now);

    if (e || lifecycle_rank(now) >= lifecycle_rank(stage))
        return e;
    e = db_begin(cx, db, &SQL_stamp_add, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "contact", d->contact);
    db_bind_text(st, "stage", stage);
    db_bind_text(st, "before_stage", now);
    db_bind_int(st, "at", at != NIL ? at : ctx_now(cx));
    db_bind_int(st, "deal", d->record.id);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
    if (!e)
        e = set_stage(cx, db, d->contact, stage);
out:
    db_done(st);
    return e;
}

/* Newest stamp first, each only while the contact still stands where the stamp put it. */
static enum err step_back(struct ctx *cx, struct db *db, int64_t deal)
{
    struct db_stmt *st = NULL, *drop = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_stamps_of_deal, &st);

    if (e)
        goto out;
    db_bind_int(st, "deal", deal);
    while (!(e = db_step(cx, st, &row)) && row) {
        const char *stage = db_text_dup(cx, st, 1), *before = db_text_dup(cx, st, 2);
        const char *now = NULL;
        int64_t contact = db_int(st, 0);
        e = stage_now(cx, db, contact, &now);
        if (!e && text_equal(now, stage))
            e = set_stage(cx, db, contact, before);
        if (e)
            goto out;
    }
    if (e)
        goto out;
    e = db_begin(cx, db, &SQL_stamps_drop, &drop);
    if (e)
        goto out;
    db_bind_int(drop, "deal", deal);
    e = db_run(cx, drop);
out:
    db_done(drop);
    db_done(st);
    return e;
}

enum err lifecycle_follow_deal(struct ctx *cx, struct db *db, const struct deal *before,
                               const struct deal *after)
{
    const char *was = stage_of_deal(before), *is = stage_of_deal(after);
    bool same_contact = before && after && before->contact == after->contact;
    enum err e = OK;

    if (was && (!same_contact || lifecycle_rank(is) < lifecycle_rank(was)))
        e = step_back(cx, db, before->record.id);
    if (!e && is && (!same_contact || lifecycle_rank(is) != lifecycle_rank(was)))
        e = lift(cx, db, after, is);
    return e;
}
