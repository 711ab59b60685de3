/* aging.c -- see aging.h. */
#include "measure/aging.h"

#include "access/site.h"
#include "base/hash.h"
#include "measure/channel_report_priv.h"
#include "measure/measured_site.h"
#include "measure/period.h"
#include "measure/touch.h"
#include "people/home.h"

/* The first midnight of the first month that is kept; 0: all are. */
static enum err first_kept(struct ctx *cx, struct db_pool *pool, int64_t *ret)
{
    static const struct setting *const tables[] = {measuring_settings, NULL};
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct settings *set = NULL;
    struct db *db = NULL;
    int months = 0;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    if (!e)
        e = report_site(cx, db, &zone, &currency);
    db_return(db);
    if (e)
        return e;
    months = (int)setting_int(set, "measure.keep_months");
    *ret = months ? day_at(zone, month_start(day_of(zone, ctx_now(cx)), -months)) : 0;
    return OK;
}

static enum err compact_in(struct ctx *cx, struct db *db, void *arg)
{
    struct job_new job = {.kind = "measure.compact", .only_one = "aging"};

    return job_add(cx, db, &job, arg);
}

enum err aging_look(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                    struct store_aged *ret)
{
    struct store_age_ask ask = {.site = cx->site,
                                .kept = touch_kinds + TOUCH_PAGE_KINDS,
                                .kept_count = TOUCH_KINDS - TOUCH_PAGE_KINDS};
    enum err e = first_kept(cx, pool, &ask.before_ms);

    if (e)
        return e;
    random_bytes(&ask.mask, sizeof(ask.mask)); /* and forgotten here */
    return ask.before_ms > 0 ? store_age(cx, store, &ask, ret)
                             : store_aged(cx, store, cx->site, ret);
}

static enum err sites_of(struct ctx *cx, struct db_pool *pool, struct site **ret, size_t *ret_n)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = site_list(cx, db, 0, ret, ret_n);
    db_return(db);
    return e;
}

static enum err age_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    struct site *sites = NULL;
    int64_t job = 0, pending = 0;
    size_t n = 0;
    enum err e = home && home->store ? sites_of(cx, run->pool, &sites, &n)
                                     : fail(cx, ERR_BUSY, "facts.stopping", NULL);

    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct store_aged aged = {0};
        cx->site = sites[i].id;
        e = aging_look(cx, run->pool, home->store, &aged);
        pending += aged.pending;
        if (!e)
            e = job_progress(cx, run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    cx->site = 0;
    if (!e && pending)
        e = db_write(cx, run->pool, compact_in, &job);
    if (!e)
        run->result = arena_print(cx->arena, "{\"removed\":%lld}", (long long)pending);
    return e;
}

const struct job_kind aging_job_kinds[] = {
    {"measure.age", age_run, MINUTES_MS(5), 5},
    {0},
};
