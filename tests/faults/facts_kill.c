/* facts_kill.c -- a process that takes and loads facts is killed at random moments; nothing acknowledged is lost or doubled.
 *
 * The child opens the journal and the DuckDB store, appends from three threads while the loader's thread loads, and writes
 * the id of each acknowledged fact to a pipe. The parent kills it with SIGKILL after a random time, reads what was
 * acknowledged, and starts the next child on the same directories. Ids go on far beyond those of the dead, so one that was
 * never acknowledged is not used again. Every tenth fact repeats the key of one before it. At the end the rest is loaded,
 * and the store is compared with the acknowledgements: each key is there exactly once, the counts of fates add up, and visits
 * count just the facts that are there.
 *
 * Usage: facts_kill [KILLS [SEED]]
 */
#include "base/ctx.h"
#include "facts/loader.h"

#include <errno.h>
#include <fcntl.h>
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
    KILLS = 220,
    LIFE_MAX_MS = 260,
    REPEAT_EVERY = 10,
    IDS_PER_LIFE = 1000000,
    VISITORS = 50
};

static const char *const followers[] = {"store", NULL};

struct life {
    char dir[128];
    struct ctx *cx;
    struct journal *journal;
    struct fact_store *store;
    struct loader *loader;
    int64_t first_id;
    int pipe;
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
    char journal[160], store[160];
    struct journal_options jo = {
        .dir = journal, .segment_bytes = 128 * 1024, .followers = followers};
    struct store_duckdb_options so = {.dir = store};
    struct loader_options lo = {
        .follower = "store", .batch_records = 400, .batch_wait_ms = 2, .clock = clock_system()};

    (void)snprintf(journal, sizeof(journal), "%s/journal", l->dir);
    (void)snprintf(store, sizeof(store), "%s/store", l->dir);
    l->cx = ctx_new(MIB(512), clock_system(), NULL);
    sure(journal_open(l->cx, &jo, &l->journal), l->cx, "journal");
    l->store = store_duckdb_new(&so);
    lo.journal = l->journal;
    lo.store = l->store;
    l->loader = loader_new(&lo);
}

static void life_close(struct life *l)
{
    loader_free(l->loader);
    journal_close(l->journal);
    store_close(l->store);
    ctx_free(l->cx);
}

struct appender {
    struct life *life;
    int number;
};

static int64_t key_of(int64_t id)
{
    return id % REPEAT_EVERY == 0 ? id - THREADS : id;
}

/* Facts first_id + number, + THREADS, ... for ever; each id goes to the pipe when it is acknowledged. */
static void *append_for_ever(void *arg)
{
    const struct appender *a = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);

    for (int64_t id = a->life->first_id + a->number;; id += THREADS) {
        struct arena_mark mark = arena_mark(cx->arena);
        unsigned char bytes[FACT_RECORD_MAX];
        struct fact f = fact_nothing();
        size_t n = 0;

        f.id = id;
        f.key_lo = key_of(id);
        f.site = 7;
        f.at_ms = f.received_ms = ctx_now(cx);
        f.kind = id % 3 ? "view" : "download";
        f.path = "/precos";
        f.visitor = 1 + key_of(id) % VISITORS;
        f.robot = f.visitor == 1; /* each is one visit, as nobody lives for half an hour */
        sure(fact_encode(cx, &f, bytes, &n), cx, "encode");
        sure(journal_append(cx, a->life->journal, bytes, n, NULL), cx, "append");
        must(write(a->life->pipe, &id, sizeof(id)) == (ssize_t)sizeof(id));
        arena_reset(cx->arena, mark);
    }
    return NULL;
}

static _Noreturn void live(struct life *l)
{
    struct appender a[THREADS];
    pthread_t t[THREADS];

    life_open(l);
    sure(loader_start(l->cx, l->loader), l->cx, "loader");
    for (int i = 0; i < THREADS; i++) {
        a[i] = (struct appender){l, i};
        must(pthread_create(&t[i], NULL, append_for_ever, &a[i]) == 0);
    }
    (void)pthread_join(t[0], NULL);
    abort();
}

struct acknowledged {
    int64_t *ids;
    size_t count, cap;
};

/* False at the end of the pipe. */
static bool take(struct acknowledged *all, int from)
{
    int64_t ids[512];
    ssize_t n = read(from, ids, sizeof(ids));

    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    must(n >= 0 && n % (ssize_t)sizeof(ids[0]) == 0); /* a pipe takes small writes whole */
    for (ssize_t i = 0; i < n / (ssize_t)sizeof(ids[0]); i++) {
        if (all->count == all->cap) {
            all->cap = all->cap ? all->cap * 2 : 1024;
            all->ids = realloc(all->ids, all->cap * sizeof(*all->ids));
            must(all->ids != NULL);
        }
        all->ids[all->count++] = ids[i];
    }
    return n > 0;
}

static int64_t now_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One child, killed after a random time. False when it ended by itself. */
static bool one_life(struct life *l, struct acknowledged *all)
{
    int64_t end = now_ms() + rand() % LIFE_MAX_MS;
    int ends[2], status = 0;
    pid_t child;

    must(pipe(ends) == 0);
    l->first_id += IDS_PER_LIFE;
    l->pipe = ends[1];
    child = fork();
    must(child >= 0);
    if (child == 0) {
        (void)close(ends[0]);
        live(l);
    }
    (void)close(ends[1]);
    must(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
    for (int64_t left = end - now_ms(); left > 0; left = end - now_ms()) {
        struct pollfd p = {.fd = ends[0], .events = POLLIN};
        if (poll(&p, 1, (int)left) > 0 && !take(all, ends[0]))
            break;
    }
    (void)kill(child, SIGKILL);
    must(waitpid(child, &status, 0) == child);
    must(fcntl(ends[0], F_SETFL, 0) == 0);
    while (take(all, ends[0]))
        ;
    (void)close(ends[0]);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* What visits say of themselves, against the facts they were made of. */
static bool visits_are_right(struct life *l)
{
    static const char *const view[] = {"view"}, *const download[] = {"download"};
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct store_visit_page page = {.limit = 1000};
    struct store_count *counted = NULL;
    struct visit *v = NULL;
    size_t n = 0, wrong = 0, k = 0;

    sure(store_visits(l->cx, l->store, &all, &page, &v, &n), l->cx, "visits");
    for (size_t i = 0; i < n; i++) {
        struct store_filter q = {.site = 7, .robots = STORE_EVERYONE, .visitor = v[i].visitor};
        q.kind_count = 1;
        q.kinds = view;
        sure(store_counts(l->cx, l->store, &q, STORE_ALL, 1, &counted, &k), l->cx, "counts");
        wrong += counted[0].count != v[i].views;
        q.kinds = download;
        sure(store_counts(l->cx, l->store, &q, STORE_ALL, 1, &counted, &k), l->cx, "counts");
        wrong += counted[0].count != v[i].events;
        wrong += v[i].robot != (v[i].visitor == 1);
    }
    (void)printf("%zu visits, %zu wrong\n", n, wrong);
    sure(store_counts(l->cx, l->store, &all, STORE_ALL, 1, &counted, &k), l->cx, "visitors");
    return (int64_t)n == counted[0].visitors && wrong == 0;
}

/* All keys in the store, sorted. */
static int64_t *keys_in_store(struct life *l, size_t *ret_n)
{
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct store_page page = {.limit = 1000};
    int64_t *keys = NULL;
    size_t count = 0, n = 0;

    do {
        struct arena_mark mark = arena_mark(l->cx->arena);
        struct fact *rows = NULL;
        sure(store_timeline(l->cx, l->store, &all, &page, &rows, &n), l->cx, "timeline");
        keys = realloc(keys, (count + n + 1) * sizeof(*keys));
        must(keys != NULL);
        for (size_t i = 0; i < n; i++)
            keys[count++] = key_of(rows[i].id);
        if (n > 0) {
            page.before_ms = rows[n - 1].at_ms;
            page.before_id = rows[n - 1].id;
        }
        arena_reset(l->cx->arena, mark);
    } while (n > 0);
    qsort(keys, count, sizeof(*keys), by_number);
    *ret_n = count;
    return keys;
}

static bool compare(struct life *l, const struct acknowledged *all)
{
    struct store_outcome *o = NULL;
    size_t count = 0, twice = 0, lost = 0, n = 0;
    int64_t *keys = keys_in_store(l, &count), fates[FATES] = {0}, received = 0;

    for (size_t i = 1; i < count; i++)
        twice += keys[i] == keys[i - 1];
    for (size_t i = 0; i < all->count; i++) {
        int64_t key = key_of(all->ids[i]);
        lost += bsearch(&key, keys, count, sizeof(*keys), by_number) == NULL;
    }
    for (int64_t site = 0; site <= 7; site += 7) {
        sure(store_outcomes(l->cx, l->store, site, 0, 1000000, &o, &n), l->cx, "outcomes");
        for (size_t i = 0; i < n; i++) {
            fates[o[i].fate] += o[i].count;
            received += o[i].count;
        }
    }
    (void)printf("%zu acknowledged, %" PRId64 " received (%" PRId64 " repeated, %" PRId64
                 " invalid), %zu stored; %zu lost, %zu twice\n",
                 all->count, received, fates[FATE_DUPLICATE], fates[FATE_INVALID], count, lost,
                 twice);
    free(keys);
    return visits_are_right(l) && lost == 0 && twice == 0 &&
           fates[FATE_HUMAN] + fates[FATE_ROBOT] == (int64_t)count && fates[FATE_INVALID] == 0 &&
           received >= (int64_t)all->count;
}

int main(int argc, char **argv)
{
    int kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : KILLS;
    unsigned seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : (unsigned)time(NULL);
    const char *tmp = getenv("TMPDIR");
    struct acknowledged all = {0};
    struct life l = {.first_id = 1};
    int64_t started = now_ms(), records = 1;
    char remove[192];
    bool passed;

    (void)snprintf(l.dir, sizeof(l.dir), "%s/praca-kill-XXXXXX", tmp ? tmp : "/tmp");
    must(mkdtemp(l.dir) != NULL);
    srand(seed);
    for (int i = 0; i < kills; i++) {
        if (!one_life(&l, &all)) {
            (void)fprintf(stderr, "life %d of seed %u ended by itself in %s\n", i, seed, l.dir);
            free(all.ids);
            return 1;
        }
    }
    life_open(&l);
    while (records > 0)
        sure(loader_step(l.cx, l.loader, &records), l.cx, "load");
    passed = compare(&l, &all);
    life_close(&l);
    (void)printf("%d kills in %" PRId64 " ms, seed %u: %s\n", kills, now_ms() - started, seed,
                 passed ? "passed" : "FAILED");
    free(all.ids);
    (void)snprintf(remove, sizeof(remove), "rm -rf '%s'", l.dir);
    return passed && system(remove) == 0 ? 0 : 1;
}
