/* cookie_job.c -- what is done for every site's banner by the clock: old receipts go, and the text follows the settings. */
#include "people/cookie_consent.h"

#include "access/site.h"
#include "base/time.h"
#include "people/cookie_banner.h"

enum { PRUNE_ROUNDS = 200 };

typedef enum err site_work(struct ctx *cx, struct db_pool *pool, int64_t *done);

static enum err each_site(struct ctx *cx, struct job_run *run, site_work *work, const char *word)
{
    struct site *sites = NULL;
    struct db *db = NULL;
    size_t n = 0;
    int64_t done = 0;
    enum err e = db_read(cx, run->pool, &db);

    if (!e)
        e = site_list(cx, db, 0, &sites, &n);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->site = sites[i].id;
        e = work(cx, run->pool, &done);
        arena_reset(cx->arena, mark);
    }
    cx->site = 0;
    if (!e)
        run->result = arena_print(cx->arena, "{\"%s\":%lld}", word, (long long)done);
    return e;
}

/* --- receipts whose time is over */

static enum err prune_in(struct ctx *cx, struct db *db, void *arg)
{
    return cookie_prune(cx, db, arg);
}

/* A site whose chain is broken keeps it whole, for whoever looks into it. */
static enum err prune(struct ctx *cx, struct db_pool *pool, int64_t *done)
{
    int64_t n = 1;
    enum err e = OK;

    for (int i = 0; i < PRUNE_ROUNDS && n && !e; i++) {
        e = db_write(cx, pool, prune_in, &n);
        *done += e ? 0 : n;
    }
    if (e == ERR_CONFLICT) {
        fault_clear(cx);
        e = OK;
    }
    return e;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    return each_site(cx, run, prune, "removed");
}

/* --- what the text says of the settings */

static enum err follow_in(struct ctx *cx, struct db *db, void *arg)
{
    return cookie_follow(cx, db, arg);
}

/* Looked at first: a minute with nothing to do takes no writer's turn. */
static enum err follow(struct ctx *cx, struct db_pool *pool, int64_t *done)
{
    struct db *db = NULL;
    bool due = false, fresh = false;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = cookie_follow_due(cx, db, &due);
    db_return(db);
    if (!e && due)
        e = db_write(cx, pool, follow_in, &fresh);
    *done += fresh;
    return e;
}

static enum err follow_run(struct ctx *cx, struct job_run *run)
{
    return each_site(cx, run, follow, "published");
}

const struct job_kind cookie_job_kinds[] = {{"cookies.tidy", tidy_run, MINUTES_MS(5), 3},
                                            {"cookies.follow", follow_run, MINUTES_MS(1), 3},
                                            {0}};
