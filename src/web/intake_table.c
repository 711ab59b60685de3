/* intake_table.c -- what the door remembers: the sites, what was refused, and who asked in vain. See intake.h.
 *
 * Surprising: a request holds the table for reading while its events are read, microseconds, and a new table is built beside
 * the old one, so that the lock is taken for writing only to exchange two pointers.
 */
#include "web/intake_priv.h"

#include "base/time.h"
#include "work/secret.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REFUSALS_MAX = 512, STRANGERS_MAX = 64, REFRESH_TICKS = 3, TABLE_MAX = 64, ERRAND_MAX = 4 };

struct table {
    struct ctx *cx; /* owns all */
    struct measured_site *sites;
    const struct measured_site **by_key;
    size_t n;
};

struct refused {
    int64_t site, count;
    enum refusal why;
};

struct stranger {
    int64_t site;
    struct measured_stranger told;
};

struct intake {
    struct intake_options o;
    struct limits *limits;
    unsigned char secret[SECRET_BYTES];

    pthread_rwlock_t table_lock;
    struct table *table;

    pthread_mutex_t lock; /* for all below */
    pthread_cond_t change;
    struct refused refusals[REFUSALS_MAX];
    size_t refusal_count;
    struct stranger strangers[STRANGERS_MAX];
    bool ending, running;
    pthread_t thread;

    atomic_llong taken, refused, unknown;
};

/* --- the table */

static void table_free(struct table *t)
{
    if (!t)
        return;
    ctx_free(t->cx);
    free(t);
}

static int by_key(const void *a, const void *b)
{
    const struct measured_site *const *x = a, *const *y = b;

    return strcmp((*x)->key, (*y)->key);
}

static enum err table_fill(struct intake *in, struct table *t)
{
    enum err e = measured_sites(t->cx, in->o.pool, &t->sites, &t->n);

    if (e)
        return e;
    t->by_key = arena_array(t->cx->arena, t->n + 1, sizeof(const struct measured_site *));
    if (!t->by_key)
        return fail_memory(t->cx);
    for (size_t i = 0; i < t->n; i++)
        t->by_key[i] = &t->sites[i];
    qsort(t->by_key, t->n, sizeof(t->by_key[0]), by_key);
    return OK;
}

enum err intake_refresh(struct ctx *cx, struct intake *in)
{
    struct table *t = calloc(1, sizeof(*t)), *before;
    enum err e;

    if (!t)
        return fail_memory(cx);
    t->cx = ctx_new(MIB(TABLE_MAX), in->o.clock, in->o.ids);
    e = table_fill(in, t);
    if (e) {
        e = fail_detail(cx, e, t->cx->fault.key ? t->cx->fault.key : "base.memory", "intake");
        table_free(t);
        return e;
    }
    (void)pthread_rwlock_wrlock(&in->table_lock);
    before = in->table;
    in->table = t;
    (void)pthread_rwlock_unlock(&in->table_lock);
    table_free(before);
    return OK;
}

static void fill(const struct measured_site *s, int64_t now_ms, struct intake_site *ret)
{
    *ret = (struct intake_site){.site = s->site, .count_refusing = s->count_refusing, .whole = s};
    memcpy(ret->salt, s->salts[now_ms >= s->tomorrow_ms], sizeof(ret->salt));
}

bool intake_enter(struct intake *in, const char *key, int64_t now_ms, struct intake_site *ret)
{
    const struct measured_site wanted = {.key = key}, *want = &wanted;
    const struct measured_site **found;

    (void)pthread_rwlock_rdlock(&in->table_lock);
    found = bsearch(&want, in->table->by_key, in->table->n, sizeof(want), by_key);
    if (found)
        fill(*found, now_ms, ret);
    else
        (void)pthread_rwlock_unlock(&in->table_lock);
    return found != NULL;
}

bool intake_enter_host(struct intake *in, const char *host, int64_t now_ms, struct intake_site *ret)
{
    (void)pthread_rwlock_rdlock(&in->table_lock);
    for (size_t i = 0; i < in->table->n; i++)
        if (measured_host_ok(&in->table->sites[i], host)) {
            fill(&in->table->sites[i], now_ms, ret);
            return true;
        }
    (void)pthread_rwlock_unlock(&in->table_lock);
    return false;
}

bool intake_enter_site(struct intake *in, int64_t site, int64_t now_ms, struct intake_site *ret)
{
    (void)pthread_rwlock_rdlock(&in->table_lock);
    for (size_t i = 0; i < in->table->n; i++)
        if (in->table->sites[i].site == site) {
            fill(&in->table->sites[i], now_ms, ret);
            return true;
        }
    (void)pthread_rwlock_unlock(&in->table_lock);
    return false;
}

void intake_leave(struct intake *in)
{
    (void)pthread_rwlock_unlock(&in->table_lock);
}

const unsigned char *intake_key(const struct intake *in)
{
    return in->secret;
}

const struct intake_options *intake_options_of(const struct intake *in)
{
    return &in->o;
}

struct limits *intake_limits(struct intake *in)
{
    return in->limits;
}

struct journal *intake_journal_of(const struct intake *in)
{
    return in->o.journal;
}

/* --- what was refused */

const char *refusal_name(enum refusal why)
{
    static const char *const names[] = {"",
#define REFUSAL_NAME(name, text) text,
                                        REFUSALS(REFUSAL_NAME)
#undef REFUSAL_NAME
    };

    return names[why];
}

void intake_count_taken(struct intake *in, int64_t n)
{
    (void)atomic_fetch_add_explicit(&in->taken, n, memory_order_relaxed);
}

/* Lock held. */
static void add_refusal(struct intake *in, int64_t site, enum refusal why, int64_t n)
{
    for (size_t i = 0; i < in->refusal_count; i++)
        if (in->refusals[i].site == site && in->refusals[i].why == why) {
            in->refusals[i].count += n;
            return;
        }
    if (in->refusal_count < REFUSALS_MAX)
        in->refusals[in->refusal_count++] = (struct refused){site, n, why};
}

void intake_count_refused(struct intake *in, int64_t site, enum refusal why, int64_t n)
{
    (void)atomic_fetch_add_explicit(site ? &in->refused : &in->unknown, n, memory_order_relaxed);
    if (!site)
        return;
    (void)pthread_mutex_lock(&in->lock);
    add_refusal(in, site, why, n);
    (void)pthread_mutex_unlock(&in->lock);
}

static enum err write_refusal(struct ctx *cx, struct intake *in, const struct refused *r)
{
    struct fact f = fact_nothing();
    unsigned char bytes[FACT_RECORD_MAX];
    size_t n = 0;
    enum err e;

    f.id = id_next(cx);
    f.site = r->site;
    f.kind = "refused";
    f.refusal = refusal_name(r->why);
    f.value_minor = r->count;
    f.at_ms = f.received_ms = ctx_now(cx);
    e = fact_encode(cx, &f, bytes, &n);
    return e ? e : journal_append(cx, in->o.journal, bytes, n, NULL);
}

/* What cannot be written now waits for the next second. */
static void flush_refusals(struct intake *in)
{
    struct ctx *cx = ctx_new(MIB(ERRAND_MAX), in->o.clock, in->o.ids);
    struct refused *all = arena_array(cx->arena, REFUSALS_MAX, sizeof(*all));
    size_t n;

    must(all != NULL);
    (void)pthread_mutex_lock(&in->lock);
    n = in->refusal_count;
    memcpy(all, in->refusals, n * sizeof(*all));
    in->refusal_count = 0;
    (void)pthread_mutex_unlock(&in->lock);
    for (size_t i = 0; i < n; i++) {
        if (write_refusal(cx, in, &all[i]) == OK)
            continue;
        fault_clear(cx);
        (void)pthread_mutex_lock(&in->lock);
        add_refusal(in, all[i].site, all[i].why, all[i].count);
        (void)pthread_mutex_unlock(&in->lock);
    }
    ctx_free(cx);
}

/* --- who asked in vain */

void intake_note_stranger(struct intake *in, int64_t site, const char *host, int64_t now_ms)
{
    struct stranger *at = &in->strangers[0];

    if (strlen(host) >= sizeof(at->told.host))
        return;
    (void)pthread_mutex_lock(&in->lock);
    for (size_t i = 0; i < STRANGERS_MAX; i++) {
        struct stranger *s = &in->strangers[i];
        if (s->site == site && !strcmp(s->told.host, host)) {
            at = s;
            break;
        }
        if (s->told.at_ms < at->told.at_ms)
            at = s;
    }
    if (at->site != site || strcmp(at->told.host, host) != 0) {
        *at = (struct stranger){.site = site};
        memcpy(at->told.host, host, strlen(host));
    }
    at->told.at_ms = now_ms;
    at->told.count++;
    (void)pthread_mutex_unlock(&in->lock);
}

static int newest_first(const void *a, const void *b)
{
    int64_t x = ((const struct measured_stranger *)a)->at_ms;
    int64_t y = ((const struct measured_stranger *)b)->at_ms;

    return (x < y) - (x > y);
}

size_t intake_strangers(struct intake *in, int64_t site,
                        struct measured_stranger ret[MEASURED_STRANGERS])
{
    struct measured_stranger found[STRANGERS_MAX];
    size_t n = 0;

    (void)pthread_mutex_lock(&in->lock);
    for (size_t i = 0; i < STRANGERS_MAX; i++)
        if (in->strangers[i].site == site && site)
            found[n++] = in->strangers[i].told;
    (void)pthread_mutex_unlock(&in->lock);
    if (n)
        qsort(found, n, sizeof(found[0]), newest_first);
    n = n < MEASURED_STRANGERS ? n : MEASURED_STRANGERS;
    memcpy(ret, found, n * sizeof(found[0]));
    return n;
}

void intake_stats(struct intake *in, struct intake_stats *ret)
{
    *ret = (struct intake_stats){atomic_load(&in->taken), atomic_load(&in->refused),
                                 atomic_load(&in->unknown)};
}

/* --- the thread */

static void refresh(struct intake *in)
{
    struct ctx *cx = ctx_new(MIB(ERRAND_MAX), in->o.clock, in->o.ids);

    if (intake_refresh(cx, in) != OK) /* the table of before goes on */
        log_fault(in->o.log, LOG_WARN, "intake.refresh", cx);
    ctx_free(cx);
}

static bool wait_second(struct intake *in)
{
    struct timespec until;
    bool ending;

    must(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
    until.tv_sec++;
    (void)pthread_mutex_lock(&in->lock);
    if (!in->ending)
        (void)pthread_cond_timedwait(&in->change, &in->lock, &until);
    ending = in->ending;
    (void)pthread_mutex_unlock(&in->lock);
    return !ending;
}

static void *attend(void *arg)
{
    struct intake *in = arg;

    for (int tick = 1; wait_second(in); tick++) {
        flush_refusals(in);
        if (tick % REFRESH_TICKS == 0)
            refresh(in);
    }
    return NULL;
}

static enum err read_secret(struct ctx *cx, struct intake *in)
{
    struct db *db = NULL;
    enum err e = db_read(cx, in->o.pool, &db);

    if (!e)
        e = secret_read(cx, db, SECRET_VISITORS, in->secret);
    db_return(db);
    return e;
}

enum err intake_new(struct ctx *cx, const struct intake_options *o, struct intake **ret)
{
    struct intake *in = calloc(1, sizeof(*in));
    pthread_condattr_t attr;
    enum err e;

    if (!in)
        return fail_memory(cx);
    in->o = *o;
    (void)pthread_rwlock_init(&in->table_lock, NULL);
    (void)pthread_mutex_init(&in->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&in->change, &attr);
    (void)pthread_condattr_destroy(&attr);
    in->limits = web_limits_new();
    e = in->limits ? read_secret(cx, in) : fail_memory(cx);
    if (!e)
        e = intake_refresh(cx, in);
    if (!e) {
        in->running = pthread_create(&in->thread, NULL, attend, in) == 0;
        e = in->running ? OK : fail(cx, ERR_BROKEN, "net.start", NULL);
    }
    if (e) {
        intake_free(in);
        return e;
    }
    *ret = in;
    return OK;
}

void intake_free(struct intake *in)
{
    if (!in)
        return;
    (void)pthread_mutex_lock(&in->lock);
    in->ending = true;
    (void)pthread_cond_broadcast(&in->change);
    (void)pthread_mutex_unlock(&in->lock);
    if (in->running) {
        (void)pthread_join(in->thread, NULL);
        flush_refusals(in);
    }
    table_free(in->table);
    web_limits_free(in->limits);
    (void)pthread_cond_destroy(&in->change);
    (void)pthread_mutex_destroy(&in->lock);
    (void)pthread_rwlock_destroy(&in->table_lock);
    free(in);
}
