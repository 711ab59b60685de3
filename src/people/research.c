/* research.c -- see research.h. */
#include "people/research.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/home.h"
#include "people/whatsapp.h"

#include "research_sql.h"

#include <stdlib.h>
#include <string.h>

struct viewer {
    int64_t account, contact, views;
};

/* --- looking */

static enum err with_accounts(struct ctx *cx, struct db_pool *pool, const struct store_tallies *t,
                              struct viewer *to, size_t *ret_n)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_research_account_of, &st);
    for (size_t i = 0; i < t->n && !e; i++) {
        bool row = false;
        db_bind_int(st, "id", t->rows[i].subject);
        e = db_step(cx, st, &row);
        if (!e && row)
            to[n++] = (struct viewer){db_int(st, 0), t->rows[i].subject, t->rows[i].count};
        db_again(st);
    }
    db_done(st);
    db_return(db);
    *ret_n = n;
    return e;
}

static int by_account(const void *x, const void *y)
{
    const struct viewer *a = x, *b = y;

    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    return (a->contact > b->contact) - (a->contact < b->contact);
}

struct making {
    const struct viewer *viewers;
    size_t n;
    int64_t days;
    bool made;
};

static enum err was_told(struct ctx *cx, struct db *db, const struct making *m, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_research_lately, &st);

    if (e)
        goto out;
    db_bind_int(st, "account", m->viewers->account);
    db_bind_int(st, "since_at", ctx_now(cx) - DAYS_MS(m->days));
    e = db_step(cx, st, ret);
out:
    db_done(st);
    return e;
}

static enum err add_alert(struct ctx *cx, struct db *db, const struct making *m, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_research_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "account", m->viewers->account);
    db_bind_int(st, "days", m->days);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err add_people(struct ctx *cx, struct db *db, const struct making *m, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_research_add_person, &st);

    for (size_t i = 0; i < m->n && !e; i++) {
        db_bind_int(st, "alert", id);
        db_bind_int(st, "contact", m->viewers[i].contact);
        db_bind_int(st, "views", m->viewers[i].views);
        e = db_run(cx, st);
        db_again(st);
    }
    db_done(st);
    return e;
}

static enum err make_in(struct ctx *cx, struct db *db, void *arg)
{
    struct making *m = arg;
    int64_t id = id_next(cx);
    bool told = false;
    enum err e = was_told(cx, db, m, &told);

    m->made = !told;
    if (e || told)
        return e;
    e = add_alert(cx, db, m, id);
    return e ? e : add_people(cx, db, m, id);
}

/* Neighbours of one company, when they are enough. */
static enum err make_all(struct ctx *cx, struct db_pool *pool, const struct viewer *v, size_t n,
                         int64_t people, int64_t days, int *ret_made)
{
    enum err e = OK;

    for (size_t i = 0, next; i < n && !e; i = next) {
        struct making m = {.viewers = &v[i], .days = days};
        for (next = i + 1; next < n && v[next].account == v[i].account; next++)
            ;
        m.n = next - i;
        if ((int64_t)m.n < people)
            continue;
        e = db_write(cx, pool, make_in, &m);
        *ret_made += !e && m.made;
    }
    return e;
}

static enum err read_settings(struct ctx *cx, struct db_pool *pool, int64_t *ret_people,
                              int64_t *ret_days)
{
    static const struct setting *const tables[] = {care_settings, NULL};
    struct settings *set = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    db_return(db);
    if (e)
        return e;
    *ret_people = setting_int(set, "care.research_people");
    *ret_days = setting_int(set, "care.research_days");
    return OK;
}

enum err research_look(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                       int *ret_made)
{
    static const char *const views[] = {"view"};
    struct store_tallies t = {0};
    struct viewer *v = NULL;
    int64_t people = 0, days = 0;
    size_t n = 0;
    enum err e = read_settings(cx, pool, &people, &days);

    *ret_made = 0;
    if (e)
        return e;
    e = store_tally(cx, store,
                    &(struct store_filter){.site = cx->site,
                                           .from_ms = ctx_now(cx) - DAYS_MS(days),
                                           .to_ms = ctx_now(cx) + 1,
                                           .kinds = views,
                                           .kind_count = 1,
                                           .robots = STORE_HUMANS},
                    1, &t);
    if (!e && t.n) {
        v = arena_array(cx->arena, t.n, sizeof(*v));
        e = v ? with_accounts(cx, pool, &t, v, &n) : fail_memory(cx);
    }
    store_tallies_done(&t);
    if (e || !n)
        return e;
    qsort(v, n, sizeof(*v), by_account);
    return make_all(cx, pool, v, n, people, days, ret_made);
}

/* --- read back */

static void read_alert(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct research_alert *)row = (struct research_alert){.id = db_int(st, 0),
                                                            .account = db_int(st, 1),
                                                            .at = db_int(st, 2),
                                                            .days = db_int(st, 3),
                                                            .dismissed_at = db_int(st, 4),
                                                            .account_name = db_text_dup(cx, st, 5)};
}

static void read_person(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct research_person *)row = (struct research_person){
        .contact = db_int(st, 0), .views = db_int(st, 1), .name = db_text_dup(cx, st, 2)};
}

static enum err read_people(struct ctx *cx, struct db *db, struct research_alert *a)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_research_people_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "alert", a->id);
    e = db_collect(cx, st, sizeof(*a->people), read_person, &a->people, &a->people_count);
out:
    db_done(st);
    return e;
}

enum err research_alerts(struct ctx *cx, struct db *db, int64_t account,
                         struct research_alert **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, account ? &SQL_research_of : &SQL_research_open, &st);

    if (e)
        goto out;
    if (account)
        db_bind_int(st, "account", account);
    e = db_collect(cx, st, sizeof(**ret), read_alert, ret, ret_n);
    for (size_t i = 0; !e && i < *ret_n; i++)
        e = read_people(cx, db, &(*ret)[i]);
out:
    db_done(st);
    return e;
}

enum err research_dismiss(struct ctx *cx, struct db *db, int64_t id, bool again)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_research_dismiss, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "at", again ? NIL : ctx_now(cx));
    db_bind_int(st, "by", again || !cx->actor ? NIL : cx->actor);
    e = db_run(cx, st);
    if (!e && db_changes(st) == 0)
        e = fail(cx, ERR_NOTFOUND, "research.missing", NULL);
    if (!e)
        e = audit_add(cx, db, "research_alert", id, again ? "again" : "dismiss", NULL);
out:
    db_done(st);
    return e;
}

/* --- jobs */

enum err research_queue(struct ctx *cx, struct db *db, int64_t *ret_job)
{
    return job_add(
        cx, db,
        &(struct job_new){
            .site = cx->site, .kind = "people.research_site", .args = "{}", .only_one = "one"},
        ret_job);
}

static enum err queue_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return site_jobs_add(cx, db, "people.research_site", "one");
}

static enum err hourly_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, queue_in, NULL);
}

static enum err site_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    int made = 0;
    enum err e = home->store ? research_look(cx, run->pool, home->store, &made) : OK;

    if (!e)
        run->result = arena_print(cx->arena, "{\"made\":%d}", made);
    return e;
}

const struct job_kind research_job_kinds[] = {
    {"people.research", hourly_run, MINUTES_MS(1), 3},
    {"people.research_site", site_run, MINUTES_MS(5), 3},
    {0},
};
