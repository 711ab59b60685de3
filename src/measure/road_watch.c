/* road_watch.c -- looks at the plans once a day and tells other programs of what has drifted: once, and again only when it comes
 * back. What stands is kept by key, in the transaction that tells of it. */
#include "measure/road_priv.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "work/webhook.h"

#include "road_sql.h"

enum err road_drifts_standing(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_road_standing_count, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
    db_done(st);
    return e;
}

static void read_key(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(const char **)row = db_text_dup(cx, st, 0);
}

static enum err put(struct ctx *cx, struct db *db, const struct db_query *query, int64_t plan,
                    const char *key, const char *code)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, query, &st);

    if (!e) {
        db_bind_int(st, "plan", plan);
        db_bind_text(st, "key", key);
        if (code)
            db_bind_text(st, "code", code);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err tell(struct ctx *cx, struct db *db, const struct road *r)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    size_t fresh = 0;

    json_open_object(&w);
    json_id_member(&w, "plan", r->plan->record.id);
    json_text_member(&w, "name", r->plan->name);
    json_int_member(&w, "standing", (int64_t)r->drift_count);
    json_name(&w, "drifts");
    json_open_list(&w);
    for (size_t i = 0; i < r->drift_count; i++) {
        if (r->drifts[i].since != NIL)
            continue;
        road_drift_json(&w, &r->drifts[i]);
        fresh++;
    }
    json_close_list(&w);
    json_close_object(&w);
    if (!buf_ok(&out))
        return fail_memory(cx);
    return fresh ? webhook_emit(cx, db, "plan.drifted", NIL, buf_text(&out)) : OK;
}

static bool stands(const struct road *r, const char *key)
{
    for (size_t i = 0; i < r->drift_count; i++)
        if (text_equal(r->drifts[i].key, key))
            return true;
    return false;
}

/* The figures were read before; whether they were told already is asked in the transaction that tells. */
static enum err keep_in(struct ctx *cx, struct db *db, void *arg)
{
    struct road *r = arg;
    int64_t plan = r->plan->record.id;
    struct db_stmt *st = NULL;
    const char **were = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_road_standing, &st);

    if (!e) {
        db_bind_int(st, "plan", plan);
        e = db_collect(cx, st, sizeof(*were), read_key, &were, &n);
    }
    db_done(st);
    for (size_t i = 0; i < r->drift_count && !e; i++) {
        struct road_drift *d = &r->drifts[i];
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = text_equal(were[k], d->key);
        d->since = known ? 0 : NIL;
        if (!known)
            e = put(cx, db, &SQL_road_stands, plan, d->key, d->code);
    }
    for (size_t i = 0; i < n && !e; i++)
        if (!stands(r, were[i]))
            e = put(cx, db, &SQL_road_gone, plan, were[i], NULL);
    return e ? e : tell(cx, db, r);
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err ids_of(struct ctx *cx, struct db_pool *pool, const struct db_query *query,
                       int64_t **ret, size_t *ret_n)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, query, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    db_done(st);
    db_return(db);
    return e;
}

static enum err clear_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_road_archived, &st);

    (void)arg;
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

/* Programs read the codes; the sentences are in the site's language. */
static enum err speak(struct ctx *cx, struct db_pool *pool)
{
    struct db *db = NULL;
    struct site site;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e)
        cx->lang = lang_choose(site.locale);
    db_return(db);
    return e;
}

enum err road_watch(struct ctx *cx, struct db_pool *pool)
{
    int64_t *plans = NULL;
    size_t n = 0;
    enum lang before = cx->lang;
    enum err e = ids_of(cx, pool, &SQL_road_plans, &plans, &n);

    if (!e)
        e = speak(cx, pool);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct db *db = NULL;
        struct road r = {0};
        e = db_read(cx, pool, &db);
        if (!e)
            e = road_read(cx, db, plans[i], &r);
        db_return(db);
        if (e == ERR_NOTFOUND) { /* deleted meanwhile */
            fault_clear(cx);
            e = OK;
            continue;
        }
        if (!e)
            e = db_write(cx, pool, keep_in, &r);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    if (!e)
        e = db_write(cx, pool, clear_in, NULL);
    cx->lang = before;
    return e;
}

/* --- the job ----------------------------------------------------------------------------------- */

static enum err watch_run(struct ctx *cx, struct job_run *run)
{
    int64_t *sites = NULL;
    size_t n = 0;
    enum err e = ids_of(cx, run->pool, &SQL_road_sites, &sites, &n);

    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->site = sites[i];
        e = road_watch(cx, run->pool);
        if (!e)
            e = job_progress(cx, run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

const struct job_kind road_job_kinds[] = {
    {"plan.drifts", watch_run, MINUTES_MS(5), 3},
    {0},
};
