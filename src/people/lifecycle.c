/* lifecycle.c -- see lifecycle.h. */
#include "people/lifecycle.h"

#include "base/text.h"
#include "people/account.h"
#include "people/change.h"

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
    if (!d || text_equal(d->outcome, "lost"))
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

/* It moved; what follows people is told. */
static enum err put_stage(struct ctx *cx, struct db *db, int64_t contact, const char *stage)
{
    enum err e = set_stage(cx, db, contact, stage);

    return e ? e : change_touch(cx, db, CHANGE_CONTACT, contact);
}

static enum err add_stamp(struct ctx *cx, struct db *db, const struct lifecycle_move *m,
                          const char *before)
{
    bool deal = text_equal(m->cause, "deal");
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_stamp_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "contact", m->contact);
    db_bind_text(st, "stage", m->stage);
    db_bind_text(st, "before_stage", before);
    db_bind_int(st, "at", m->at != NIL ? m->at : ctx_now(cx));
    db_bind_int(st, "deal", deal ? m->cause_id : NIL);
    db_bind_int(st, "actor", cx->actor && !text_equal(m->cause, "rule") ? cx->actor : NIL);
    db_bind_text(st, "cause", m->cause);
    db_bind_int(st, "cause_id", m->cause_id);
    db_bind_text(st, "cause_name", m->cause_name);
    db_bind_int(st, "run", m->run);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err lifecycle_raise(struct ctx *cx, struct db *db, const struct lifecycle_move *m,
                         bool *ret_moved)
{
    const char *now = NULL;
    enum err e = stage_now(cx, db, m->contact, &now);

    *ret_moved = false;
    if (e || lifecycle_rank(now) >= lifecycle_rank(m->stage))
        return e;
    e = add_stamp(cx, db, m, now);
    if (!e)
        e = put_stage(cx, db, m->contact, m->stage);
    *ret_moved = !e;
    return e;
}

static int64_t time_of_deal(const struct deal *d)
{
    if (d->closed_at != NIL)
        return d->closed_at;
    return d->opened_at != NIL ? d->opened_at : d->record.created_at;
}

static enum err lift(struct ctx *cx, struct db *db, const struct deal *d, int64_t contact,
                     int64_t at)
{
    bool moved = false;

    return lifecycle_raise(cx, db,
                           &(struct lifecycle_move){.contact = contact,
                                                    .stage = stage_of_deal(d),
                                                    .cause = "deal",
                                                    .cause_id = d->record.id,
                                                    .cause_name = d->name,
                                                    .at = at,
                                                    .run = NIL},
                           &moved);
}

struct joined {
    int64_t contact, since_at;
};

static void read_joined(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct joined *)row = (struct joined){db_int(st, 0), db_int(st, 1)};
}

static int64_t later(int64_t a, int64_t b)
{
    return b == NIL || a > b ? a : b;
}

/* Who sits in the committee of an open deal may still be a lead that marketing brings on; a won one makes them all customers. */
static bool moves_committee(const struct deal *d)
{
    return text_equal(d->outcome, "won");
}

/* The lead it began with, and who decided about it. */
static enum err lift_all(struct ctx *cx, struct db *db, const struct deal *d)
{
    int64_t at = time_of_deal(d);
    struct joined *all = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = d->contact != NIL ? lift(cx, db, d, d->contact, at) : OK;

    if (e || !moves_committee(d))
        return e;
    e = db_begin(cx, db, &SQL_lifecycle_committee, &st);
    if (!e) {
        db_bind_int(st, "deal", d->record.id);
        db_bind_int(st, "at", at);
        e = db_collect(cx, st, sizeof(*all), read_joined, &all, &n);
    }
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = lift(cx, db, d, all[i].contact, later(at, all[i].since_at));
    return e;
}

enum err lifecycle_follow_member(struct ctx *cx, struct db *db, const struct deal_member *m)
{
    void *found = NULL;
    const struct deal *d;
    enum err e = model_get(cx, db, &deal_model, m->deal, &found);

    d = found;
    if (e || !moves_committee(d) || (m->left_at != NIL && m->left_at <= time_of_deal(d)))
        return e;
    return lift(cx, db, d, m->contact,
                m->since_at != NIL ? later(time_of_deal(d), m->since_at) : NIL);
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
            e = put_stage(cx, db, contact, before);
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
        e = lift_all(cx, db, after);
    return e;
}

enum err lifecycle_of_account(struct ctx *cx, struct db *db, int64_t account,
                              struct lifecycle_account *ret)
{
    struct db_stmt *st = NULL;
    void *found = NULL;
    bool row = false;
    enum err e = model_get(cx, db, &account_model, account, &found);

    if (!e)
        e = db_begin(cx, db, &SQL_lifecycle_of_account, &st);
    if (e)
        goto out;
    db_bind_int(st, "account", account);
    e = db_step(cx, st, &row);
    *ret = (struct lifecycle_account){0};
    if (!e && row)
        *ret = (struct lifecycle_account){.contact = db_int(st, 0),
                                          .name = db_text_dup(cx, st, 1),
                                          .stage = db_text_dup(cx, st, 2)};
out:
    db_done(st);
    return e;
}

/* --- written by hand, or by a file ------------------------------------------------------------ */

struct last_stamp {
    int64_t id; /* 0: none */
    const char *stage, *before, *cause;
    bool has; /* one of the stage that was asked for */
};

static enum err read_last(struct ctx *cx, struct db *db, int64_t contact, const char *stage,
                          struct last_stamp *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_stamp_last, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "stage", stage);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct last_stamp){.id = db_int(st, 0),
                                   .stage = db_text_dup(cx, st, 1),
                                   .before = db_text_dup(cx, st, 2),
                                   .has = db_int(st, 3) > 0,
                                   .cause = db_text_dup(cx, st, 4)};
out:
    db_done(st);
    return e;
}

static bool takes_back(const struct last_stamp *last, const struct contact *was,
                       const struct contact *is)
{
    return last->id && text_equal(last->stage, was->lifecycle) &&
           text_equal(last->before, is->lifecycle);
}

static bool goes_back(const struct contact *was, const struct contact *is)
{
    return was && lifecycle_rank(is->lifecycle) < lifecycle_rank(was->lifecycle);
}

static bool in_merge(const struct ctx *cx)
{
    return text_equal(cx->cause, "merge");
}

/* What many get at once, and what a merge chooses, only goes on; the last step is one person's to take back. */
static bool may_step_back(const struct ctx *cx)
{
    return cx->undoing ||
           (!text_equal(cx->origin, "import") && !text_equal(cx->origin, "bulk") && !in_merge(cx));
}

void lifecycle_hold(const struct contact *before, struct contact *after)
{
    if (goes_back(before, after))
        after->lifecycle = before->lifecycle;
}

enum err lifecycle_settle_contact(struct ctx *cx, struct db *db, const struct contact *before,
                                  struct contact *after, enum err e)
{
    struct last_stamp last = {0};
    enum err read;

    if (!goes_back(before, after) || fault_has_field(cx, "lifecycle") ||
        (cx->undoing && in_merge(cx)))
        return e;
    if (may_step_back(cx)) {
        read = read_last(cx, db, before->record.id, NULL, &last);
        if (read || takes_back(&last, before, after))
            return read ? read : e;
    }
    if (!cx->undoing && !text_equal(cx->origin, "import"))
        return fail_field(cx, "lifecycle", "contact.lifecycle_back", NULL);
    lifecycle_hold(before, after);
    return e;
}

static enum err drop_stamp(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_stamp_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* What a merge moved goes back with its undo; the stamp that it made itself goes here. */
static enum err step_undone(struct ctx *cx, struct db *db, const struct last_stamp *last,
                            const struct contact *was, const struct contact *is)
{
    bool ours = in_merge(cx) ? text_equal(last->cause, "merge") : true;

    return ours && takes_back(last, was, is) ? drop_stamp(cx, db, last->id) : OK;
}

/* Somebody does this now, on the screen or with a key. */
static bool by_hand(const struct ctx *cx)
{
    return text_equal(cx->origin, "screen") || text_equal(cx->origin, "api");
}

/* A new contact is stamped when somebody says now how far it has come; a file tells of some earlier day. */
enum err lifecycle_follow_contact(struct ctx *cx, struct db *db, const struct contact *before,
                                  const struct contact *after)
{
    bool by_file = text_equal(cx->origin, "import");
    struct lifecycle_move m = {.cause = in_merge(cx) ? "merge"
                                        : by_file    ? "import"
                                                     : "person",
                               .cause_id = NIL,
                               .at = NIL,
                               .run = NIL};
    struct last_stamp last = {0};
    enum err e;

    if (!after || (before && text_equal(before->lifecycle, after->lifecycle)))
        return OK;
    if (!before &&
        (cx->undoing || !by_hand(cx) || lifecycle_rank(after->lifecycle) <= lifecycle_rank("lead")))
        return OK;
    e = read_last(cx, db, after->record.id, after->lifecycle, &last);
    if (e)
        return e;
    if (goes_back(before, after))
        return step_undone(cx, db, &last, before, after);
    if (last.has) /* it came with the stamps of the one that was merged into it */
        return OK;
    m.contact = after->record.id;
    m.stage = after->lifecycle;
    return m.stage ? add_stamp(cx, db, &m, before ? before->lifecycle : NULL) : OK;
}

/* --- a run that is taken back ------------------------------------------------------------------- */

struct run_stamp {
    int64_t id, contact;
    const char *stage, *before;
};

static void read_run_stamp(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct run_stamp *)row = (struct run_stamp){.id = db_int(st, 0),
                                                  .contact = db_int(st, 1),
                                                  .stage = db_text_dup(cx, st, 2),
                                                  .before = db_text_dup(cx, st, 3)};
}

static enum err stamp_undo(struct ctx *cx, struct db *db, const struct run_stamp *s)
{
    const char *now = NULL;
    enum err e = stage_now(cx, db, s->contact, &now);

    if (!e)
        e = drop_stamp(cx, db, s->id);
    if (!e && text_equal(now, s->stage))
        e = put_stage(cx, db, s->contact, s->before);
    return e;
}

enum err lifecycle_run_undo(struct ctx *cx, struct db *db, int64_t run, int most, int64_t *ret_n)
{
    struct run_stamp *all = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_stamps_of_run, &st);

    if (!e) {
        db_bind_int(st, "run", run);
        db_bind_int(st, "most", most);
        e = db_collect(cx, st, sizeof(*all), read_run_stamp, &all, &n);
    }
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = stamp_undo(cx, db, &all[i]);
    if (!e)
        *ret_n = (int64_t)n;
    return e;
}
