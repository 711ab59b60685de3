/* counters_kill.c -- a process that takes, loads and counts facts is killed at random moments; no count is lost or doubled.
 *
 * The child appends from three threads while the loader and the counters follow; now and then it also asks for all counts from
 * the beginning, so that it dies while filling too. The parent kills it with SIGKILL after a random time and starts the
 * next on the same directory. At the end the rest is counted, and for each contact the counts are compared with the facts in
 * the event store, and the members of the segment with a full evaluation.
 *
 * Usage: counters_kill [KILLS [SEED]]
 */
#include "access/site.h"
#include "base/time.h"
#include "db/migrations.h"
#include "facts/loader.h"
#include "people/contact.h"
#include "people/counters.h"
#include "people/segment.h"
#include "work/secret.h"

#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS = 3,
    KILLS = 50,
    LIFE_MAX_MS = 400,
    REPEAT_EVERY = 10,
    PEOPLE = 12,
    LINK_MAX = 200,
    ROUNDS_MAX = 4
};

static const char *const followers[] = {"loader", COUNTERS_FOLLOWER, NULL};

struct life {
    char dir[LINK_MAX];
    struct ctx *cx;
    struct db_pool *pool;
    struct journal *journal;
    struct fact_store *store;
    struct loader *loader;
    struct counters *counters;
    int64_t site, people[PEOPLE];
    unsigned seed;
};

static void sure(enum err e, struct ctx *cx, const char *what)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s: %s %s %s\n", what, err_name(e), cx->fault.key ? cx->fault.key : "",
                  cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

static void life_open(struct life *l)
{
    char url[LINK_MAX + 40], journal[LINK_MAX + 40], store[LINK_MAX + 40];

    (void)snprintf(url, sizeof(url), "sqlite:%s/praca.db", l->dir);
    (void)snprintf(journal, sizeof(journal), "%s/journal", l->dir);
    (void)snprintf(store, sizeof(store), "%s/store", l->dir);
    l->cx = ctx_new(MIB(512), clock_system(), id_source_new(1));
    l->cx->site = l->site;
    sure(db_pool_open(l->cx, &(struct db_options){.url = url}, &l->pool), l->cx, "database");
    sure(journal_open(l->cx,
                      &(struct journal_options){
                          .dir = journal, .segment_bytes = 128 * 1024, .followers = followers},
                      &l->journal),
         l->cx, "journal");
    l->store = store_duckdb_new(&(struct store_duckdb_options){.dir = store});
    l->loader = loader_new(&(struct loader_options){.journal = l->journal,
                                                    .store = l->store,
                                                    .follower = "loader",
                                                    .batch_records = 400,
                                                    .batch_wait_ms = 2,
                                                    .clock = clock_system()});
    l->counters = counters_new(&(struct counters_options){.journal = l->journal,
                                                          .store = l->store,
                                                          .store_follower = "loader",
                                                          .pool = l->pool,
                                                          .clock = clock_system(),
                                                          .ids = l->cx->ids});
    must(l->loader && l->counters);
}

static void life_close(struct life *l)
{
    struct id_source *ids = l->cx->ids;

    counters_free(l->counters);
    loader_free(l->loader);
    journal_close(l->journal);
    store_close(l->store);
    db_pool_close(l->pool);
    ctx_free(l->cx);
    id_source_free(ids);
}

/* --- the world --------------------------------------------------------------------------------- */

static enum err found_in(struct ctx *cx, struct db *db, void *arg)
{
    struct life *l = arg;
    struct site s = {
        .name = "Acme", .locale = "pt-BR", .currency = "BRL", .time_zone = "America/Sao_Paulo"};
    struct segment *segment;
    enum err e = site_add(cx, db, &s);

    cx->site = l->site = s.id;
    for (int i = 0; i < PEOPLE && !e; i++) {
        struct contact *c = model_new(cx, &contact_model);
        must(c != NULL);
        c->name = "Ana";
        e = model_add(cx, db, &contact_model, c);
        l->people[i] = c->record.id;
    }
    segment = model_new(cx, &segment_model);
    must(segment != NULL);
    segment->name = "Quentes";
    segment->subject = "contact";
    segment->rule = "{\"event\":\"view\",\"path\":\"/precos\",\"at_least\":20}";
    return e ? e : model_add(cx, db, &segment_model, segment);
}

static void found(struct life *l)
{
    int applied = 0;

    life_open(l);
    sure(db_migrate(l->cx, l->pool, praca_migrations, praca_migration_count, &applied), l->cx,
         "schema");
    sure(secrets_make(l->cx, l->pool), l->cx, "secrets");
    sure(db_write(l->cx, l->pool, found_in, l), l->cx, "world");
    life_close(l);
}

/* --- a child ----------------------------------------------------------------------------------- */

struct appender {
    struct life *life;
    unsigned number;
};

static void *append_for_ever(void *arg)
{
    const struct appender *a = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), a->life->cx->ids);
    int64_t before = 0;

    for (unsigned i = 0;; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        unsigned char bytes[FACT_RECORD_MAX];
        struct fact f = fact_nothing();
        size_t n = 0;

        f.id = id_next(cx);
        f.key_lo = before && i % REPEAT_EVERY == 0 ? before : f.id;
        f.site = a->life->site;
        f.at_ms = f.received_ms = ctx_now(cx);
        f.kind = "view";
        f.path = i % 4 ? "/precos" : "/blog";
        f.subject = a->life->people[(i * 7 + a->number) % PEOPLE];
        before = f.id;
        sure(fact_encode(cx, &f, bytes, &n), cx, "encode");
        sure(journal_append(cx, a->life->journal, bytes, n, NULL), cx, "append");
        arena_reset(cx->arena, mark);
    }
    return NULL;
}

static enum err recount_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return segments_clock_changed(cx, db);
}

static _Noreturn void live(struct life *l)
{
    struct appender a[THREADS];
    pthread_t t[THREADS];
    bool left = false;

    life_open(l);
    sure(loader_start(l->cx, l->loader), l->cx, "loader");
    if (l->seed % 3 == 0)
        sure(db_write(l->cx, l->pool, recount_in, NULL), l->cx, "recount");
    sure(counters_start(l->cx, l->counters), l->cx, "counters");
    for (unsigned i = 0; i < THREADS; i++) {
        a[i] = (struct appender){l, i};
        must(pthread_create(&t[i], NULL, append_for_ever, &a[i]) == 0);
    }
    for (;;)
        sure(segments_work(l->cx, l->pool, l->store, &left), l->cx, "segments");
}

/* --- the comparison ---------------------------------------------------------------------------- */

static int64_t counted_of(struct life *l, struct db *db, int64_t who)
{
    static const char text[] =
        "select coalesce(sum(d.n), 0) from behaviour_days d join behaviour_keys k on "
        "k.site = d.site and k.counted = d.counted where d.site = ?1 and "
        "d.contact = ?2";
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    sure(db_begin_text(l->cx, db, text, &st), l->cx, "counts");
    db_bind_int_at(st, 1, l->site);
    db_bind_int_at(st, 2, who);
    sure(db_step(l->cx, st, &row), l->cx, "counts");
    n = db_int(st, 0);
    db_done(st);
    return n;
}

static int compare(struct life *l)
{
    const char *const kinds[] = {"view"};
    struct store_filter f = {.site = l->site, .kinds = kinds, .kind_count = 1, .path = "/precos"};
    struct store_tallies t = {0};
    struct segment_difference *all = NULL;
    struct db *db = NULL;
    int64_t facts = 0;
    int wrong = 0;
    size_t n = 0;

    sure(store_tally(l->cx, l->store, &f, 1, &t), l->cx, "tally");
    sure(db_read(l->cx, l->pool, &db), l->cx, "database");
    for (size_t i = 0; i < t.n; i++) {
        int64_t counted = counted_of(l, db, t.rows[i].subject);
        facts += t.rows[i].count;
        if (counted != t.rows[i].count)
            wrong++, (void)fprintf(stderr, "%" PRId64 ": %" PRId64 " facts, %" PRId64 " counted\n",
                                   t.rows[i].subject, t.rows[i].count, counted);
    }
    store_tallies_done(&t);
    sure(segments_check(l->cx, db, l->store, 0, &all, &n), l->cx, "check");
    for (size_t i = 0; i < n; i++)
        wrong += all[i].missing || all[i].surplus;
    db_return(db);
    (void)printf("%" PRId64 " facts counted, %zu segment of %" PRId64 " members\n", facts, n,
                 n ? all[0].members : 0);
    return wrong || !facts;
}

static int finish(struct life *l)
{
    int64_t n = 1;
    bool left = true;
    int wrong;

    life_open(l);
    while (n)
        sure(loader_step(l->cx, l->loader, &n), l->cx, "load");
    /* A segment that is built anew waits for counts that it asked for, as its job would. */
    for (int rounds = 0; left && rounds < ROUNDS_MAX; rounds++) {
        for (n = 1; n;)
            sure(counters_step(l->cx, l->counters, &n), l->cx, "count");
        sure(segments_work(l->cx, l->pool, l->store, &left), l->cx, "segments");
    }
    wrong = compare(l);
    life_close(l);
    return wrong || left;
}

static void one_life(struct life *l, unsigned *dice)
{
    pid_t pid = fork();
    int status = 0;

    must(pid >= 0);
    if (!pid)
        live(l);
    *dice = *dice * 1103515245u + 12345u;
    (void)poll(NULL, 0, (int)(20 + (*dice >> 16) % LIFE_MAX_MS)); /* its life */
    must(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
    if (!WIFSIGNALED(status)) {
        (void)fprintf(stderr, "a child ended by itself\n");
        exit(1);
    }
}

static int remove_dir(const char *dir)
{
    pid_t pid = fork();
    int status = 0;

    must(pid >= 0);
    if (!pid) {
        (void)execlp("rm", "rm", "-rf", dir, (char *)NULL);
        abort();
    }
    must(waitpid(pid, &status, 0) == pid);
    return status != 0;
}

int main(int argc, char **argv)
{
    int kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : KILLS;
    unsigned dice = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : (unsigned)time(NULL);
    struct life l = {.site = 0};

    (void)snprintf(l.dir, sizeof(l.dir), "/tmp/praca-counters.XXXXXX");
    must(mkdtemp(l.dir) != NULL);
    (void)printf("seed %u\n", dice);
    found(&l);
    for (int i = 0; i < kills; i++) {
        l.seed = (unsigned)i;
        one_life(&l, &dice);
    }
    if (finish(&l))
        return 1;
    return remove_dir(l.dir);
}
