/* silence.c -- see silence.h. */
#include "measure/silence.h"

#include "base/json.h"
#include "base/time.h"
#include "measure/measured_site.h"
#include "measure/silence_priv.h"
#include "people/home.h"
#include "work/webhook.h"

#include "silence_sql.h"

enum { WEEKS = 4, WEEKS_NEEDED = 2 };

/* Views of people in the stretch that ended `weeks` ago. */
static enum err views_of(struct ctx *cx, struct fact_store *store, int64_t hours, int weeks,
                         int64_t *ret)
{
    static const char *const kinds[] = {"view"};
    int64_t to = ctx_now(cx) - DAYS_MS(7) * weeks;
    struct store_filter f = {.site = cx->site,
                             .from_ms = to - HOURS_MS(hours),
                             .to_ms = to,
                             .kinds = kinds,
                             .kind_count = 1,
                             .robots = STORE_HUMANS};
    struct store_count *rows = NULL;
    size_t n = 0;
    enum err e = store_counts(cx, store, &f, STORE_ALL, 1, &rows, &n);

    if (!e)
        *ret = n ? rows[0].count : 0;
    return e;
}

static enum err last_view(struct ctx *cx, struct fact_store *store, int64_t *ret)
{
    static const char *const kinds[] = {"view"};
    struct store_filter f = {
        .site = cx->site, .kinds = kinds, .kind_count = 1, .robots = STORE_HUMANS};
    struct store_page page = {.limit = 1};
    struct fact *found = NULL;
    size_t n = 0;
    enum err e = store_timeline(cx, store, &f, &page, &found, &n);

    if (!e)
        *ret = n ? found->at_ms : NIL;
    return e;
}

static void sort_four(int64_t v[WEEKS])
{
    for (size_t i = 1; i < WEEKS; i++)
        for (size_t k = i; k > 0 && v[k - 1] > v[k]; k--) {
            int64_t t = v[k];
            v[k] = v[k - 1];
            v[k - 1] = t;
        }
}

static enum err judge(struct ctx *cx, struct fact_store *store, const struct settings *set,
                      struct silence *ret)
{
    int64_t hours = setting_int(set, "measure.silence_hours"), now = 0, before[WEEKS] = {0};
    int64_t least = setting_int(set, "measure.silence_least");
    int enough = 0;
    enum err e = views_of(cx, store, hours, 0, &now);

    for (int week = 1; week <= WEEKS && !e && !now; week++) {
        e = views_of(cx, store, hours, week, &before[week - 1]);
        enough += before[week - 1] >= least;
    }
    if (e || now)
        return e;
    sort_four(before);
    ret->silent = enough >= WEEKS_NEEDED;
    ret->expected = (before[1] + before[2]) / 2;
    return ret->silent ? last_view(cx, store, &ret->last_at) : OK;
}

enum err silence_get(struct ctx *cx, struct db *db, struct silence *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_silence_get, &st);

    if (e)
        goto out;
    *ret = (struct silence){.since = NIL, .last_at = NIL};
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct silence){true, db_int(st, 0), db_int(st, 1), db_int(st, 2)};
out:
    db_done(st);
    return e;
}

static enum err tell(struct ctx *cx, struct db *db, const struct silence *s)
{
    struct buf data = buf_in(cx->arena);
    struct json_writer w = json_to(&data);
    char when[TIME_TEXT_MAX];

    json_open_object(&w);
    json_bool_member(&w, "silent", s->silent);
    if (s->last_at != NIL)
        time_text(s->last_at, when);
    json_text_member(&w, "last_at", s->last_at == NIL ? NULL : when);
    json_int_member(&w, "expected", s->expected);
    json_close_object(&w);
    return webhook_emit(cx, db, "measure.silence", NIL, buf_text(&data));
}

static enum err put(struct ctx *cx, struct db *db, const struct silence *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, s->silent ? &SQL_silence_put : &SQL_silence_end, &st);

    if (e)
        goto out;
    if (s->silent) {
        db_bind_int(st, "last_at", s->last_at);
        db_bind_int(st, "expected", s->expected);
    }
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Silence ends with a view, not with the hour in which none is expected. */
struct change {
    struct silence now;
    const char *home; /* where people find us; NULL */
};

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct change *change = arg;
    struct silence *now = &change->now, was;
    enum err e = silence_get(cx, db, &was);

    if (e || was.silent == now->silent) {
        if (!e && was.silent)
            *now = was;
        return e;
    }
    e = put(cx, db, now);
    now->since = ctx_now(cx);
    if (!e)
        e = tell(cx, db, now);
    return e ? e : silence_mail(cx, db, change->home, now, now->silent ? now->since : was.since);
}

enum err silence_look(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                      const char *home, struct silence *ret)
{
    static const struct setting *const tables[] = {measuring_settings, NULL};
    struct settings *set = NULL;
    struct change change = {{.since = NIL, .last_at = NIL}, home};
    struct silence was, *now = &change.now;
    struct db *db = NULL;
    int64_t lately = 0;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    if (!e)
        e = silence_get(cx, db, &was);
    db_return(db);
    if (!e && was.silent)
        e = views_of(cx, store, (ctx_now(cx) - was.since) / HOURS_MS(1) + 1, 0, &lately);
    else if (!e)
        e = judge(cx, store, set, now);
    if (!e && was.silent && !lately)
        *now = was;
    if (!e && was.silent != now->silent)
        e = db_write(cx, pool, change_in, &change);
    if (!e)
        *ret = *now;
    return e;
}

/* --- the job */

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err look_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    struct silence s;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    int64_t *sites = NULL;
    size_t n = 0;
    enum err e = home->store ? db_read(cx, run->pool, &db) : OK;

    if (!home->store)
        return OK;
    if (!e)
        e = db_begin(cx, db, &SQL_silence_sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*sites), read_id, &sites, &n);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->site = sites[i];
        e = silence_look(cx, run->pool, home->store, run->home_url, &s);
        if (!e)
            e = job_progress(cx, run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

const struct job_kind silence_job_kinds[] = {
    {"measure.silence", look_run, MINUTES_MS(5), 3},
    {0},
};
