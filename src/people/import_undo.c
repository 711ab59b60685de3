/* import_undo.c -- an import taken back, newest change first.
 *
 * Each change is undone only while the record is as the import left it (its version says so) and nothing
 * else rests on it; what is not undone is counted as kept and stays. Each batch removes the changes it dealt
 * with, in the same transaction, so an undo that is killed goes on where it stopped. Only what another record
 * rests on, or what went into another record, keeps its change: when that record is gone (the import of its
 * deals undone, say) or the merge undone, a second undo takes the rest back.
 */
#include "people/import_priv.h"

#include "base/json.h"
#include "base/text.h"
#include "model/audit.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/import_store_priv.h"
#include "people/merge.h"
#include "people/search.h"
#include "strategy/spend_line.h"

#include "import_sql.h"

#include <string.h>

enum { UNDO_BATCH = 100, JOIN_EVERY = 64 };

struct kept_change {
    int64_t n, record, version;
    const char *action, *model, *before;
};

struct undo {
    int64_t id;
    struct import now;
    int64_t below;                   /* changes from this number on have been looked at */
    int64_t kept_after, below_after; /* as they are once the batch is committed */
    struct kept_change changes[UNDO_BATCH];
    size_t count;
    const struct kept_change *current;
    int64_t looked_at, in_all; /* changes, for whoever waits */
};

static const struct model *model_named(const char *name)
{
    static const struct model *const all[] = {&account_model, &contact_model, &deal_model,
                                              &spend_line_model};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!strcmp(all[i]->name, name))
            return all[i];
    return NULL;
}

static enum err read_changes(struct ctx *cx, struct db *db, struct undo *u)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_changes_last, &st);

    u->count = 0;
    if (e)
        goto out;
    db_bind_int(st, "import", u->id);
    db_bind_int(st, "below", u->below);
    db_bind_int(st, "most", UNDO_BATCH);
    while (!(e = db_step(cx, st, &row)) && row && u->count < UNDO_BATCH) {
        u->changes[u->count++] = (struct kept_change){.n = db_int(st, 0),
                                                      .action = db_text_dup(cx, st, 1),
                                                      .model = db_text_dup(cx, st, 2),
                                                      .record = db_int(st, 3),
                                                      .version = db_int(st, 4),
                                                      .before = db_text_dup(cx, st, 5)};
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

/* As it was before, under the version that the database has now. */
static enum err put_back(struct ctx *cx, struct db *db, const struct model *m, void *record,
                         const char *before)
{
    const struct json *was = NULL;
    enum err e = json_parse(cx, before, strlen(before), &was);

    if (!e)
        e = model_restore(cx, m, was, record);
    return e ? e : model_change_quietly(cx, db, m, record);
}

/* Only while the contact belongs to the company that the import gave it. */
static enum err unlink_account(struct ctx *cx, struct db *db, const struct kept_change *c)
{
    struct db_stmt *st = NULL;
    int64_t linked = 0;
    enum err e = db_begin(cx, db, &SQL_contact_unlink_account, &st);

    if (e)
        goto out;
    (void)text_to_int(c->before, &linked);
    db_bind_int(st, "contact", c->record);
    db_bind_int(st, "account", linked);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err undo_one_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct undo *u = arg;
    const struct kept_change *c = u->current;
    const struct model *m = model_named(c->model);
    const struct record *r;
    void *found = NULL;
    enum err e;

    must(m != NULL);
    if (!strcmp(c->action, "link"))
        return unlink_account(cx, db, c);
    e = model_get(cx, db, m, c->record, &found);
    if (e)
        return e;
    r = found;
    if (r->version != c->version)
        return fail(cx, ERR_CONFLICT, "import.changed_since", NULL);
    if (!strcmp(c->action, "add"))
        return model_delete_quietly(cx, db, m, c->record);
    return put_back(cx, db, m, found, c->before);
}

static enum err drop_change(struct ctx *cx, struct db *db, const struct undo *u)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_change_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", u->id);
    db_bind_int(st, "n", u->current->n);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* What a merge can bring back is not gone. */
static enum err is_merged(struct ctx *cx, struct db *db, const struct kept_change *c, bool *ret)
{
    enum merge_of of;
    int64_t now = c->record;
    enum err e = merge_of_model(model_named(c->model), &of)
                     ? merge_survivor(cx, db, of, c->record, &now)
                     : OK;

    *ret = now != c->record;
    return e;
}

/* One change, and its entry dropped unless it waits for another record to go. */
static enum err undo_one(struct ctx *cx, struct db *db, struct undo *u, int64_t *kept)
{
    enum err e = db_try(cx, db, undo_one_in, u);
    bool waits = e == ERR_CONFLICT && text_equal(cx->fault.key, "model.referred");

    if (e && e != ERR_NOTFOUND && e != ERR_CONFLICT && e != ERR_INVALID)
        return e;
    if (e)
        fault_clear(cx);
    if (e == ERR_NOTFOUND) {
        enum err look = is_merged(cx, db, u->current, &waits);
        if (look)
            return look;
    }
    if (waits)
        return OK;                                  /* counted at the end, by its entry */
    *kept += e == ERR_CONFLICT || e == ERR_INVALID; /* not found: somebody deleted it */
    return drop_change(cx, db, u);
}

static enum err undo_batch_in(struct ctx *cx, struct db *db, void *arg)
{
    struct undo *u = arg;
    struct import now = u->now;
    enum err e = read_changes(cx, db, u);

    for (size_t i = 0; i < u->count && !e; i++) {
        u->current = &u->changes[i];
        e = undo_one(cx, db, u, &now.kept);
    }
    if (e)
        return e;
    u->kept_after = now.kept;
    u->below_after = u->count ? u->changes[u->count - 1].n : u->below;
    return import_kept_put(cx, db, &now);
}

static enum err begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct undo *u = arg;
    enum err e = import_get(cx, db, u->id, &u->now);

    if (e)
        return e;
    if (text_equal(u->now.state, "undone") && u->now.kept > 0) {
        e = import_undo_again(cx, db, u->id);
        if (!e)
            e = import_get(cx, db, u->id, &u->now);
        if (e)
            return e;
    } else if (!text_equal(u->now.state, "undoing")) {
        bool can = text_equal(u->now.state, "done") ||
                   ((text_equal(u->now.state, "running") || text_equal(u->now.state, "failed")) &&
                    u->now.at_row > 0);
        if (!can)
            return import_refuse_state(cx, u->now.state);
        u->now.kept = 0;
    }
    return import_state_put(cx, db, u->id, "undoing", NULL, false);
}

static enum err count_waiting(struct ctx *cx, struct db *db, int64_t id, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_changes_count, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", id);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct undo *u = arg;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct db_stmt *st = NULL;
    int64_t waiting = 0;
    enum err e = count_waiting(cx, db, u->id, &waiting);

    if (!e)
        e = db_begin(cx, db, &SQL_import_undone, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", u->id);
    db_bind_int(st, "n_kept", u->now.kept + waiting);
    e = db_run(cx, st);
    if (e)
        goto out;
    json_open_object(&w);
    json_text_member(&w, "kind", u->now.kind);
    json_int_member(&w, "kept", u->now.kept + waiting);
    json_close_object(&w);
    e = audit_add(cx, db, "import", u->id, "undo", buf_text(&out));
out:
    db_done(st);
    return e;
}

static enum err count_all(struct ctx *cx, struct db_pool *pool, struct undo *u)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = count_waiting(cx, db, u->id, &u->in_all);
    db_return(db);
    return e;
}

/* Rows and bytes were all read when the import ended: what is told is how many of its changes were looked at. */
static enum err tell(struct ctx *cx, struct undo *u, import_tick *tick, void *self)
{
    struct import now = u->now;

    u->looked_at += (int64_t)u->count;
    now.at_row = now.at_offset = u->looked_at;
    now.rows = now.bytes = u->in_all;
    return tick ? tick(cx, self, &now) : OK;
}

enum err import_undo(struct ctx *cx, struct db_pool *pool, int64_t id, import_tick *tick,
                     void *self)
{
    struct undo *u = arena_alloc(cx->arena, sizeof(*u));
    bool undoing = cx->undoing;
    int64_t batches = 0;
    enum err e;

    if (!u)
        return fail_memory(cx);
    u->id = id;
    u->below = INT64_MAX;
    cx->origin = "import";
    cx->undoing = true;
    u->looked_at = 0;
    e = db_write(cx, pool, begin_in, u);
    if (!e && tick)
        e = count_all(cx, pool, u);
    do {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!e)
            e = db_write_soon(cx, pool, undo_batch_in, u);
        if (!e) {
            u->now.kept = u->kept_after;
            u->below = u->below_after;
        }
        if (!e)
            e = tell(cx, u, tick, self);
        if (!e)
            arena_reset(cx->arena, mark);
        if (!e && ++batches % JOIN_EVERY == 0)
            e = search_join(cx, pool, NULL, NULL);
    } while (!e && u->count == UNDO_BATCH);
    cx->undoing = undoing;
    if (!e)
        e = search_catch_up(cx, pool, NULL, NULL);
    return e ? e : db_write(cx, pool, end_in, u);
}
