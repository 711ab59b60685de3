/* bulk_run.c -- the passes of a bulk change: gather what was chosen, try it, do it, take it back.
 *
 * Each goes through the items batch by batch; counts, place and items are written in the same transaction, so a pass that is
 * killed goes on where it was and does nothing twice.
 */
#include "people/bulk_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/change.h"
#include "people/home.h"
#include "people/rule_list.h"

#include "bulk_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { GATHER_BATCH = 200, TRY_BATCH = 60, APPLY_BATCH = 40, ATTEMPTS = 5 };

struct pass {
    int64_t id;
    struct fact_store *facts; /* NULL: none */
    struct bulk b;
    bool end;
};

static enum err action_of(struct ctx *cx, struct db *db, const struct bulk *b,
                          struct bulk_action *ret)
{
    const struct model *m = bulk_model(b->model);
    const struct json *in = NULL;
    enum err e = json_parse(cx, b->action, strlen(b->action), &in);

    must(m != NULL);
    return e ? e : bulk_action_read(cx, db, m, in, ret);
}

/* --- gather */

enum err bulk_query(struct ctx *cx, struct db *db, struct fact_store *facts, const struct model *m,
                    const struct json *in, struct model_query *q)
{
    enum err e = in->kind == JSON_OBJECT ? OK : fail_field(cx, "query", "field.object", NULL);

    for (const struct json *v = in->first; v && !e; v = v->next) {
        if (v->kind != JSON_TEXT)
            e = fail_field(cx, "query", "field.text", NULL);
        else if (!strcmp(v->name, "rule"))
            e = text_empty(v->text) ? OK : rule_list(cx, db, facts, m, v->text, q);
        else
            e = model_query_add(cx, m, v->name, v->text, q);
    }
    return e;
}

static enum err query_of(struct ctx *cx, struct db *db, const struct pass *p, struct model_query *q)
{
    const struct json *in = NULL;
    enum err e = json_parse(cx, p->b.selection, strlen(p->b.selection), &in);

    if (!e)
        e = bulk_query(cx, db, p->facts, bulk_model(p->b.model), in, q);
    q->sort = "id";
    q->after = p->b.cursor;
    q->limit = GATHER_BATCH;
    q->count = false;
    return e;
}

static enum err add_page(struct ctx *cx, struct db *db, struct bulk *b,
                         const struct model_page *page)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_bulk_item_add, &st);

    for (size_t i = 0; i < page->n && !e; i++) {
        const struct record *r = page->records[i];
        db_again(st);
        db_bind_int(st, "bulk", b->id);
        db_bind_int(st, "n", ++b->all);
        db_bind_text(st, "model", b->model);
        db_bind_int(st, "record", r->id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err gather_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;
    struct model_query q = {0};
    struct model_page page;
    enum err e = bulk_get(cx, db, p->id, &p->b);

    if (e || !text_equal(p->b.state, "gathering")) {
        p->end = true;
        return e;
    }
    e = query_of(cx, db, p, &q);
    if (!e)
        e = model_list(cx, db, bulk_model(p->b.model), &q, &page);
    if (!e)
        e = add_page(cx, db, &p->b, &page);
    if (e)
        return e;
    p->b.cursor = page.next;
    p->end = !page.next;
    if (p->end) {
        p->b.state = "counting";
        p->b.selection = NULL;
    }
    return bulk_put(cx, db, &p->b);
}

/* --- items of a state */

static void item_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct bulk_item *i = row;

    *i = (struct bulk_item){.n = db_int(st, 0),
                            .record = db_int(st, 1),
                            .version_after = db_int(st, 2),
                            .before = db_text_dup(cx, st, 3)};
}

static enum err read_items(struct ctx *cx, struct db *db, const struct bulk *b, const char *state,
                           bool down, int most, struct bulk_item **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, down ? &SQL_bulk_items_last : &SQL_bulk_items_next, &st);

    if (!e) {
        db_bind_int(st, "bulk", b->id);
        db_bind_text(st, "state", state);
        db_bind_int(st, down ? "below" : "after", b->at);
        db_bind_int(st, "most", most);
        e = db_collect(cx, st, sizeof(**ret), item_read, ret, ret_n);
    }
    db_done(st);
    return e;
}

/* --- try */

static enum err try_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;
    struct bulk_action action;
    struct bulk_item *items = NULL;
    size_t n = 0;
    enum err e = bulk_get(cx, db, p->id, &p->b);

    if (e || !text_equal(p->b.state, "counting")) {
        p->end = true;
        return e;
    }
    e = action_of(cx, db, &p->b, &action);
    if (!e)
        e = read_items(cx, db, &p->b, "waits", false, TRY_BATCH, &items, &n);
    for (size_t i = 0; i < n && !e; i++) {
        struct bulk_outcome o = {0};
        e = bulk_try(cx, db, &action, items[i].record, &o);
        if (!e)
            e = bulk_item_put(cx, db, p->id, items[i].n, &o);
        p->b.changes += text_equal(o.state, "changes");
        p->b.same += text_equal(o.state, "same");
        p->b.refused += text_equal(o.state, "refused");
        p->b.at = items[i].n;
    }
    if (e)
        return e;
    p->end = n < TRY_BATCH;
    if (p->end)
        p->b.state = "counted";
    return bulk_put(cx, db, &p->b);
}

/* --- do */

static enum err note(struct ctx *cx, struct db *db, const struct bulk *b, const char *action)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_text_member(&w, "model", b->model);
    json_name(&w, "action");
    json_put_raw(&w, b->action);
    json_int_member(&w, "done", b->done);
    json_int_member(&w, "refused", b->refused);
    json_int_member(&w, "undone", b->undone);
    json_int_member(&w, "kept", b->kept);
    json_close_object(&w);
    return buf_ok(&out) ? audit_add(cx, db, "bulk", b->id, action, buf_text(&out))
                        : fail_memory(cx);
}

/* A way over the items: which it takes up, what it does with each, and what is said at its end. */
struct way {
    const char *state, *items, *ended, *action;
    bool down;
    enum err (*one)(struct ctx *cx, struct db *db, const struct bulk_action *a,
                    const struct bulk_item *item, struct bulk_outcome *ret);
};
static const struct way forth = {"running", "changes", "done", "run", false, bulk_apply};
static const struct way back = {"undoing", "done", "undone", "undo", true, bulk_take_back};

static void count(struct bulk *b, const char *state)
{
    b->done += text_equal(state, "done");
    b->same += text_equal(state, "same");
    b->refused += text_equal(state, "refused");
    b->undone += text_equal(state, "undone");
    b->kept += text_equal(state, "kept");
}

static enum err go_on(struct ctx *cx, struct db *db, struct pass *p, const struct way *way)
{
    struct bulk_action action;
    struct bulk_item *items = NULL;
    size_t n = 0;
    enum err e = bulk_get(cx, db, p->id, &p->b);

    if (e || !text_equal(p->b.state, way->state)) {
        p->end = true;
        return e;
    }
    e = action_of(cx, db, &p->b, &action);
    if (!e)
        e = read_items(cx, db, &p->b, way->items, way->down, APPLY_BATCH, &items, &n);
    if (!e)
        e = changes_gather(cx, APPLY_BATCH * 2);
    for (size_t i = 0; i < n && !e; i++) {
        struct bulk_outcome o = {0};
        e = way->one(cx, db, &action, &items[i], &o);
        if (!e)
            e = bulk_item_put(cx, db, p->id, items[i].n, &o);
        count(&p->b, o.state);
        p->b.at = items[i].n;
    }
    if (!e)
        e = changes_flush(cx, db);
    if (e)
        return e;
    p->end = n < APPLY_BATCH;
    if (p->end) {
        p->b.state = way->ended;
        p->b.ended_at = ctx_now(cx);
        e = note(cx, db, &p->b, way->action);
    }
    return e ? e : bulk_put(cx, db, &p->b);
}

static enum err apply_in(struct ctx *cx, struct db *db, void *arg)
{
    return go_on(cx, db, arg, &forth);
}

static enum err back_in(struct ctx *cx, struct db *db, void *arg)
{
    return go_on(cx, db, arg, &back);
}

/* --- as jobs */

static enum err tell(struct ctx *cx, struct job_run *run, const struct bulk *b)
{
    int64_t done = text_equal(b->state, "undoing") ? b->undone + b->kept : b->at;
    int64_t all = text_equal(b->state, "undoing") ? b->done : b->all;
    char progress[JOB_SHARE_MAX];

    job_share(done, all, progress);
    return job_progress(cx, run, progress);
}

static enum err walk(struct ctx *cx, struct job_run *run, int64_t id, db_work *step)
{
    const struct people_home *home = run->app;
    struct pass p = {.id = id, .facts = home ? home->store : NULL};
    enum err e = OK;

    while (!e && !p.end) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, run->pool, step, &p);
        cx->changes = NULL;
        if (!e && !p.end)
            e = tell(cx, run, &p.b);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

struct given_up {
    int64_t id;
    const char *key;
};

static enum err give_up_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct given_up *g = arg;
    struct bulk b = {0};
    enum err e = bulk_get(cx, db, g->id, &b);

    if (e)
        return e;
    b.state = "failed";
    b.error = g->key;
    b.ended_at = ctx_now(cx);
    return bulk_put(cx, db, &b);
}

/* What will not be tried again is said to have failed, never left running with nobody at work. */
static void give_up(struct ctx *cx, struct job_run *run, int64_t id, enum err e)
{
    struct fault first = cx->fault;
    struct given_up g = {.id = id, .key = first.key};

    if (e == ERR_BUSY || ((e == ERR_BROKEN || e == ERR_LIMIT) && run->job->attempts < ATTEMPTS))
        return;
    fault_clear(cx);
    if (db_write(cx, run->pool, give_up_in, &g) != OK)
        fault_clear(cx);
    cx->fault = first;
}

static enum err run_passes(struct ctx *cx, struct job_run *run, db_work *first, db_work *second)
{
    int64_t id = 0;
    enum err e = job_told_id(cx, run, "bulk", &id);

    if (e)
        return e;
    cx->origin = "bulk";
    e = walk(cx, run, id, first);
    if (!e && second)
        e = walk(cx, run, id, second);
    if (e)
        give_up(cx, run, id, e);
    return e;
}

static enum err job_count(struct ctx *cx, struct job_run *run)
{
    return run_passes(cx, run, gather_in, try_in);
}

static enum err job_apply(struct ctx *cx, struct job_run *run)
{
    return run_passes(cx, run, apply_in, NULL);
}

static enum err job_undo(struct ctx *cx, struct job_run *run)
{
    enum err e;

    cx->undoing = true;
    e = run_passes(cx, run, back_in, NULL);
    cx->undoing = false;
    return e;
}

const struct job_kind bulk_job_kinds[] = {
    {"bulk.count", job_count, MINUTES_MS(2), ATTEMPTS},
    {"bulk.run", job_apply, MINUTES_MS(2), ATTEMPTS},
    {"bulk.undo", job_undo, MINUTES_MS(2), ATTEMPTS},
    {0},
};
