/* facts.c -- what the event path costs: journal appends from 1, 8 and 64 threads against a bare write and fdatasync of the
 * same record on the same disk, then the load into DuckDB, questions over it, and the memory that stays.
 *
 *     bench_facts [ROWS]
 */
#include "facts/loader.h"
#include "meter.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { APPENDERS_MAX = 64, ROUND_MS = 1000, RECORD_BYTES = 120 };

struct bench {
    char dir[64];
    struct ctx *cx;
    struct journal *journal;
    struct fact_store *store;
    double until_ms;
    atomic_llong next_id, answered;
};

static size_t record(struct ctx *cx, struct bench *b, unsigned char *to)
{
    static const char *const paths[] = {"/precos", "/", "/blog/custo", "/casos", "/contato"};
    static const char *const channels[] = {"organic_search", "paid_search", "direct", "social"};
    int64_t id = atomic_fetch_add(&b->next_id, 1);
    struct fact f = fact_nothing();
    size_t n = 0;

    f.id = id;
    f.key_hi = id * 7919;
    f.key_lo = id;
    f.site = 7;
    f.at_ms = f.received_ms = INT64_C(1763900000000) + id / 10;
    f.kind = "view";
    f.path = paths[id % 5];
    f.channel = channels[id % 4];
    f.visitor = id % 5000 + 1;
    f.subject = id % 20 == 0 ? id % 3000 : 0;
    must(fact_encode(cx, &f, to, &n) == OK);
    return n;
}

static void *append(void *arg)
{
    struct bench *b = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
    unsigned char bytes[FACT_RECORD_MAX];

    while (now_ms() < b->until_ms) {
        size_t n = record(cx, b, bytes);
        must(journal_append(cx, b->journal, bytes, n, NULL) == OK);
        atomic_fetch_add(&b->answered, 1);
    }
    ctx_free(cx);
    return NULL;
}

static double bare_appends(const struct bench *b)
{
    static const char bytes[RECORD_BYTES];
    char path[96];
    double start = now_ms(), count = 0;
    int fd;

    (void)snprintf(path, sizeof(path), "%s/bare", b->dir);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(fd >= 0);
    for (; now_ms() - start < ROUND_MS; count++)
        must(write(fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes) && fdatasync(fd) == 0);
    (void)close(fd);
    return count * 1e3 / (now_ms() - start);
}

static double journal_appends(struct bench *b, int threads)
{
    pthread_t t[APPENDERS_MAX];
    double start = now_ms();

    b->until_ms = start + ROUND_MS;
    atomic_store(&b->answered, 0);
    for (int i = 0; i < threads; i++)
        must(pthread_create(&t[i], NULL, append, b) == 0);
    for (int i = 0; i < threads; i++)
        must(pthread_join(t[i], NULL) == 0);
    return (double)atomic_load(&b->answered) * 1e3 / (now_ms() - start);
}

static void count_answer(void *arg, enum err e, int64_t position)
{
    (void)position;
    must(!e);
    atomic_fetch_add((atomic_llong *)arg, 1);
}

/* Fill the journal up to so many facts, without waiting for each. */
static double fill(struct bench *b, int64_t rows)
{
    unsigned char bytes[FACT_RECORD_MAX];
    double start = now_ms();
    int64_t sent = 0;

    atomic_store(&b->answered, 0);
    while (atomic_load(&b->next_id) < rows) {
        size_t n = record(b->cx, b, bytes);
        uint64_t wakes = 0;
        while (journal_append_async(b->journal, bytes, n, count_answer, &b->answered) != OK)
            (void)journal_wait(b->journal, journal_end(b->journal) + 1, 10, &wakes);
        sent++;
    }
    while (atomic_load(&b->answered) < sent) {
        uint64_t wakes = 0;
        (void)journal_wait(b->journal, journal_end(b->journal) + 1, 1, &wakes);
    }
    return (double)sent * 1e3 / (now_ms() - start);
}

static void load(struct bench *b)
{
    struct loader_options o = {
        .journal = b->journal, .store = b->store, .follower = "store", .clock = clock_system()};
    struct loader *l = loader_new(&o);
    int64_t records = 1, all = 0, position = 0;
    double start = now_ms();

    must(store_position(b->cx, b->store, "store", &position) == OK);
    (void)printf("store opened (new)             %8.1f ms    %6.1f MB resident\n", now_ms() - start,
                 resident_mb());
    start = now_ms();
    for (; records > 0; all += records)
        must(loader_step(b->cx, l, &records) == OK);
    (void)printf("loaded                         %8.0f rows/s  %6.1f MB resident\n",
                 (double)all * 1e3 / (now_ms() - start), resident_mb());
    store_rest(b->store);
    (void)printf("at rest, %7" PRId64 " rows                         %6.1f MB resident\n", all,
                 resident_mb());
    loader_free(l);
}

static void ask(struct bench *b, const char *what, enum store_group by)
{
    struct store_filter q = {.site = 7};
    struct store_count *rows = NULL;
    size_t n = 0;
    double start = now_ms();

    must(store_counts(b->cx, b->store, &q, by, 100, &rows, &n) == OK);
    (void)printf("%-30s %8.1f ms    %6.1f MB resident\n", what, now_ms() - start, resident_mb());
}

int main(int argc, char **argv)
{
    static const char *const followers[] = {"store", NULL};
    static const int threads[] = {1, 8, 64};
    int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 500000, position = 0;
    struct bench b = {.dir = "/var/tmp/praca-bench-XXXXXX", .next_id = 1};
    char journal[96], store[96], remove[96];
    struct journal_options jo = {.dir = journal, .followers = followers};
    struct store_duckdb_options so = {.dir = store, .rest_after_ms = -1};
    double start;

    must(mkdtemp(b.dir) != NULL);
    (void)snprintf(journal, sizeof(journal), "%s/journal", b.dir);
    (void)snprintf(store, sizeof(store), "%s/store", b.dir);
    b.cx = ctx_new(MIB(256), clock_system(), NULL);
    must(journal_open(b.cx, &jo, &b.journal) == OK);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        double bare = bare_appends(&b); /* just before, as a disk's mood changes */
        double rate = journal_appends(&b, threads[i]);
        (void)printf("journal, %2d threads            %8.0f records/s  bare %6.0f  ratio %.2f\n",
                     threads[i], rate, bare, rate / bare);
    }
    (void)printf("journal, asynchronous          %8.0f records/s\n", fill(&b, rows));
    b.store = store_duckdb_new(&so);
    load(&b);
    ask(&b, "count of all", STORE_ALL);
    ask(&b, "counts by day", STORE_BY_DAY);
    ask(&b, "counts by path", STORE_BY_PATH);
    store_rest(b.store);
    (void)printf("at rest                                       %6.1f MB resident\n",
                 resident_mb());
    store_close(b.store);
    journal_close(b.journal);
    start = now_ms();
    must(journal_open(b.cx, &jo, &b.journal) == OK);
    (void)printf("journal opened again           %8.1f ms\n", now_ms() - start);
    b.store = store_duckdb_new(&so);
    start = now_ms();
    must(store_position(b.cx, b.store, "store", &position) == OK);
    (void)printf("store opened again             %8.1f ms\n", now_ms() - start);
    store_close(b.store);
    journal_close(b.journal);
    ctx_free(b.cx);
    (void)snprintf(remove, sizeof(remove), "rm -rf '%s'", b.dir);
    return system(remove) == 0 ? 0 : 1;
}
