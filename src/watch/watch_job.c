/* watch_job.c -- the looks themselves: what is due is queued each minute; a look asks, reads, compares, and writes down what changed.
 *
 * A look that was killed runs again: nothing of it is kept but what its last transaction wrote, which holds the new picture, the
 * note and the alerts together.
 *
 * Surprising: a look that fails is no failed job. Why it failed stands on the source, and the next one tries again.
 */
#include "watch/watch_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "people/import_jobs.h"
#include "watch/page.h"

#include "watch_sql.h"

#include <inttypes.h>
#include <string.h>

enum { FIRST_RETRY_MIN = 15, RETRY_STEPS = 12, HOST_DAYS = 30 };

struct look {
    struct job_run *run;
    int64_t id;
    bool by_hand;
    struct watch_source s;
    struct watch_state state;
    struct watch_got got;
    struct snapshot now;
    int64_t until; /* the look has to be over */
    struct difference *changes;
    size_t n, more;
    bool first;
    /* how it ended */
    const char *outcome, *error, *error_params;
    int64_t next_at, note;
};

static const struct {
    const char *kind, *accept;
    size_t bytes_max;
} manners[] = {
    {"page", "text/html, application/xhtml+xml;q=0.9, */*;q=0.1", PAGE_BYTES_MAX},
    {"feed",
     "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
     "*/*;q=0.1",
     PAGE_BYTES_MAX},
    {"sitemap", "application/xml, text/xml, text/plain;q=0.8, */*;q=0.1", LIST_BYTES_MAX},
};

static size_t manner_of(const struct watch_source *s)
{
    size_t i = 0;

    while (i + 1 < COUNT_OF(manners) && !text_equal(manners[i].kind, s->kind))
        i++;
    return i;
}

/* --- asking and comparing */

static struct watch_ask asked_for(const struct look *l)
{
    const struct import_home *home = l->run->app;
    size_t m = manner_of(&l->s);

    return (struct watch_ask){.pool = l->run->pool,
                              .allow = home ? home->allow : NULL,
                              .url = l->s.url,
                              .accept = manners[m].accept,
                              .bytes_max = manners[m].bytes_max,
                              .until = l->until};
}

static enum err ask(struct ctx *cx, struct look *l)
{
    struct watch_ask a = asked_for(l);

    a.etag = l->state.snapshot ? l->state.etag : NULL;
    a.modified = l->state.snapshot ? l->state.modified : NULL;
    a.by_hand = l->by_hand;
    return watch_visit(cx, &a, &l->got);
}

static enum err read_body(struct ctx *cx, struct look *l)
{
    const struct watch_got *g = &l->got;

    if (text_equal(l->s.kind, "feed"))
        return feed_read(cx, g->body, g->bytes, &l->now);
    if (text_equal(l->s.kind, "sitemap"))
        return sitemap_read(cx, g->body, g->bytes, &l->now);
    return page_read(cx, g->body, g->bytes, g->type, &l->now);
}

static enum err compare(struct ctx *cx, struct look *l)
{
    struct snapshot before = {0};
    bool known = false;
    enum err e = read_body(cx, l);

    if (!e && l->state.snapshot)
        e = snapshot_read(cx, l->state.snapshot, &before, &known);
    if (!e && l->now.is_index) {
        struct watch_maps maps = {asked_for(l), l->run, known ? &before : NULL, &l->now};
        e = watch_maps(cx, &maps);
    }
    if (!e && known)
        e = snapshot_compare(cx, &before, &l->now, &l->changes, &l->n, &l->more);
    if (e)
        return e;
    l->first = !known;
    l->state = (struct watch_state){0};
    if (!l->now.is_index) /* that it is as it was says nothing of its lists */
        l->state = (struct watch_state){l->got.etag, l->got.modified, NULL};
    return snapshot_write(&l->now, &l->state.snapshot);
}

static enum err look_at_it(struct ctx *cx, struct look *l)
{
    enum err e = job_progress(cx, l->run, "{\"step\":\"ask\"}");

    l->until = ctx_now(cx) + LOOK_MS;
    if (!e)
        e = ask(cx, l);
    if (e || l->got.wait_until != NIL)
        return e;
    if (l->got.status == 304) {
        l->outcome = "same";
        return OK;
    }
    e = job_progress(cx, l->run, "{\"step\":\"compare\"}");
    if (!e)
        e = compare(cx, l);
    l->outcome = l->first ? "first" : l->n ? "changed" : "same";
    return e;
}

/* --- how it ended */

static const char *params_json(struct ctx *cx, const struct fault *f)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    for (size_t i = 0; i < FAULT_PARAMS_MAX && f->params[i].name; i++)
        json_text_member(&w, f->params[i].name, f->params[i].value);
    json_close_object(&w);
    return buf_text(&out);
}

static int64_t interval_ms(const struct watch_source *s)
{
    return HOURS_MS(s->every_hours == NIL ? 24 : s->every_hours);
}

/* Soon, then less and less often; what cannot go better by itself, at the source's own pace. */
static int64_t retry_ms(const struct watch_source *s, enum err kind)
{
    int64_t failures = s->failures == NIL ? 0 : s->failures, wait = MINUTES_MS(FIRST_RETRY_MIN);

    if (kind != ERR_BUSY && kind != ERR_BROKEN)
        return interval_ms(s);
    for (int64_t i = 0; i < failures && i < RETRY_STEPS; i++)
        wait *= 2;
    return wait < interval_ms(s) ? wait : interval_ms(s);
}

static void failed(struct ctx *cx, struct look *l, enum err kind)
{
    l->outcome = "failed";
    l->error = cx->fault.key;
    l->error_params = params_json(cx, &cx->fault);
    l->next_at = l->s.active == 1 ? ctx_now(cx) + retry_ms(&l->s, kind) : NIL;
    fault_clear(cx);
}

static enum err put_end(struct ctx *cx, struct db *db, const struct look *l)
{
    bool bad = text_equal(l->outcome, "failed");
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_watch_ended, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", l->id);
    db_bind_int(st, "next_at", l->next_at);
    db_bind_text(st, "state", l->outcome);
    db_bind_int(st, "failures", !bad ? 0 : l->s.failures == NIL ? 1 : l->s.failures + 1);
    db_bind_text(st, "error", l->error);
    db_bind_text(st, "error_params", l->error_params);
    db_bind_int(st, "changed", text_equal(l->outcome, "changed"));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* The source may have been changed meanwhile, or be gone: then nothing of this look counts. */
static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    struct look *l = arg;
    struct watch_found found = {l->changes, l->n, l->more, l->run->home_url};
    const struct watch_source *now;
    void *is = NULL;
    enum err e = model_get(cx, db, &watch_source_model, l->id, &is);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (e)
        return e;
    now = is;
    if (!text_equal(now->url, l->s.url) || !text_equal(now->kind, l->s.kind))
        return OK;
    l->s.active = now->active;
    if (now->active != 1)
        l->next_at = NIL;
    if (text_equal(l->outcome, "first") || text_equal(l->outcome, "changed") ||
        (text_equal(l->outcome, "same") && l->got.status == 200))
        e = watch_state_put(cx, db, l->id, &l->state);
    if (!e && l->n)
        e = watch_tell(cx, db, now, &found, &l->note);
    return e ? e : put_end(cx, db, l);
}

struct waiting {
    struct look *look;
    int64_t until;
};

static enum err wait_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct waiting *w = arg;
    struct db_stmt *st = NULL;
    int64_t job = 0;
    enum err e = db_begin(cx, db, &SQL_watch_waits, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", w->look->id);
    db_bind_int(st, "next_at", w->until);
    e = db_run(cx, st);
    if (!e)
        e = watch_job_add(cx, db, w->look->id, w->look->by_hand, w->until, &job);
out:
    db_done(st);
    return e;
}

static enum err come_again(struct ctx *cx, struct look *l)
{
    struct waiting w = {l, l->got.wait_until};
    enum err e = job_release(cx, l->run);

    if (!e)
        e = db_write(cx, l->run->pool, wait_in, &w);
    l->run->result = "{\"waits\":true}";
    return e;
}

/* --- the jobs */

static enum err begin(struct ctx *cx, struct look *l)
{
    const struct json *args = NULL;
    struct db *db = NULL;
    void *found = NULL;
    enum err e = json_parse(cx, l->run->job->args, strlen(l->run->job->args), &args);

    if (e)
        return e;
    l->id = json_int(json_get(args, "source"), 0);
    l->by_hand = json_bool(json_get(args, "by_hand"), false);
    e = db_read(cx, l->run->pool, &db);
    if (!e)
        e = model_get(cx, db, &watch_source_model, l->id, &found);
    if (!e) {
        l->s = *(const struct watch_source *)found;
        e = watch_state_get(cx, db, l->id, &l->state);
    }
    db_return(db);
    return e;
}

static enum err set_aside_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_watch_set_aside, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", *(const int64_t *)arg);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* An outage of ours is the job's; what the other server did is the source's. */
bool watch_is_ours(const struct ctx *cx, enum err e)
{
    const char *key = cx->fault.key;

    return !key ||
           !(text_starts(key, "net.") || text_starts(key, "watch.") ||
             text_starts(key, "unpack.")) ||
           e == ERR_CONFLICT;
}

static enum err look_run(struct ctx *cx, struct job_run *run)
{
    struct look l = {.run = run, .got = {.wait_until = NIL}, .note = NIL};
    struct arena_mark mark;
    enum err e = begin(cx, &l);

    if (e)
        return e;
    if (l.s.active != 1 && !l.by_hand)
        return db_write(cx, run->pool, set_aside_in, &l.id);
    l.next_at = l.s.active == 1 ? ctx_now(cx) + interval_ms(&l.s) : NIL;
    mark = arena_mark(cx->arena);
    e = look_at_it(cx, &l);
    if (e && text_equal(cx->fault.key, "base.memory")) { /* a page of more pieces than fit */
        arena_reset(cx->arena, mark);
        fault_clear(cx);
        e = fail(cx, ERR_LIMIT, "watch.too_much", NULL);
    }
    if (!e && l.got.wait_until != NIL)
        return come_again(cx, &l);
    if (e && watch_is_ours(cx, e))
        return e;
    if (e)
        failed(cx, &l, e);
    e = db_write(cx, run->pool, end_in, &l);
    run->result = arena_print(cx->arena, "{\"state\":\"%s\",\"changes\":%zu}", l.outcome, l.n);
    return e;
}

struct due {
    int64_t site, id;
};

static void read_due(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct due *)row = (struct due){db_int(st, 0), db_int(st, 1)};
}

static enum err queue_due_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    struct due *all = NULL;
    int64_t mine = cx->site, job = 0;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_watch_due, &st);

    (void)arg;
    if (!e)
        e = db_collect(cx, st, sizeof(*all), read_due, &all, &n);
    db_done(st);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = all[i].site;
        e = watch_source_look(cx, db, all[i].id, false, &job);
    }
    cx->site = mine;
    return e;
}

static enum err due_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, queue_due_in, NULL);
}

static enum err tidy_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_watch_hosts_tidy, &st);

    (void)arg;
    if (e)
        goto out;
    db_bind_int(st, "before", ctx_now(cx) - DAYS_MS(HOST_DAYS));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, tidy_in, NULL);
}

const struct job_kind watch_job_kinds[] = {
    {"watch.due", due_run, MINUTES_MS(1), 3},
    {"watch.look", look_run, MINUTES_MS(2), 5},
    {"watch.tidy", tidy_run, MINUTES_MS(2), 3},
    {0},
};
