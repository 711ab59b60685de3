/* touches.c -- what attribution reads before it weighs anything: the touches of everybody known, out of years of events, beside
 * straight SQL that reads the same columns of the same file in the same DuckDB with the same threads and memory.
 *
 *     bench_touches [EVENTS [RUNS [DIR]]]
 *
 * DIR keeps what was made for the next time; it must be given anew when the store's tables change.
 * Each line: question, touches, median ms of processor time and on the clock, the same of raw SQL.
 */
#include "history.h"
#include "meter.h"

#include "facts/store_touches.h"

#include <duckdb.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SITE = 7, DAYS = 730 };

/* Those of measure/touch.c; pages first. */
static const char *const kinds[] = {"view",       "mail_click", "form",    "order",
                                    "promo_code", "download",   "webinar", "call",
                                    "mail",       "meeting",    "whatsapp"};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

#define VISITS                                                                                     \
    "select subject, started_ms, id, views, linked, channel, source, medium, campaign, content, "  \
    "entry from visits where site = 7 and not robot and subject is not null"
#define FACTS                                                                                      \
    " union all select subject, at_ms, id, 0, linked, channel, source, medium, campaign, null, "   \
    "path from facts where site = 7 and not robot and subject is not null and kind "

static const struct question {
    const char *name;
    size_t skip; /* of the kinds */
    bool pages, first;
    const char *raw;
} questions[] = {
    {"views", 0, false, false, VISITS FACTS "not in ('engage', 'outbound')"},
    {"no_views", 1, false, false, VISITS FACTS "not in ('engage', 'outbound', 'view')"},
    {"pages", 0, true, false,
     "select subject, min(at_ms), min(id), count(*), visit, path from facts where site = 7 and "
     "not robot and subject is not null and kind = 'view' group by subject, visit, path"},
    {"first", 0, false, true,
     "select subject, min(started_ms) from visits where site = 7 and not robot and subject is not "
     "null group by subject"},
};

static size_t ask(struct ctx *cx, struct fact_store *store, const struct question *q)
{
    const struct store_touches_ask what = {.site = SITE,
                                           .kinds = kinds + q->skip,
                                           .kind_count = KINDS - q->skip,
                                           .pages = q->pages,
                                           .first = q->first};
    struct store_touches t = {0};
    struct arena_mark mark = arena_mark(cx->arena);
    size_t n;

    must(store_touches(cx, store, &what, &t) == OK && t.n > 0);
    n = t.n;
    store_touches_done(&t);
    arena_reset(cx->arena, mark);
    return n;
}

static void ask_raw(duckdb_connection con, const char *sql)
{
    duckdb_result r;

    if (duckdb_query(con, sql, &r) != DuckDBSuccess) {
        (void)fprintf(stderr, "%s\n", duckdb_result_error(&r));
        exit(1);
    }
    must(duckdb_row_count(&r) > 0);
    duckdb_destroy_result(&r);
}

static duckdb_database raw_open(const char *file, duckdb_connection *ret)
{
    duckdb_database db;
    duckdb_config c = NULL;

    must(duckdb_create_config(&c) == DuckDBSuccess);
    must(duckdb_set_config(c, "threads", "2") == DuckDBSuccess &&
         duckdb_set_config(c, "preserve_insertion_order", "false") == DuckDBSuccess &&
         duckdb_set_config(c, "memory_limit", "256MiB") == DuckDBSuccess &&
         duckdb_set_config(c, "access_mode", "READ_ONLY") == DuckDBSuccess);
    must(duckdb_open_ext(file, &db, c, NULL) == DuckDBSuccess);
    must(duckdb_connect(db, ret) == DuckDBSuccess);
    duckdb_destroy_config(&c);
    return db;
}

/* One after the other, each in the file alone: the first time is not counted. */
static void measure(struct ctx *cx, const char *store_dir, const struct question *q, int runs)
{
    struct store_duckdb_options so = {.dir = store_dir, .rest_after_ms = 600000};
    struct fact_store *store = store_duckdb_new(&so);
    struct took took[RUNS_MAX], raw[RUNS_MAX], a, b;
    duckdb_connection con;
    duckdb_database db;
    char file[200];
    size_t n = ask(cx, store, q);

    for (int i = 0; i < runs; i++) {
        double cpu = cpu_ms(), wall = now_ms();
        (void)ask(cx, store, q);
        took[i] = took_since(cpu, wall);
    }
    store_close(store);
    (void)snprintf(file, sizeof(file), "%s/facts.duckdb", store_dir);
    db = raw_open(file, &con);
    ask_raw(con, q->raw);
    for (int i = 0; i < runs; i++) {
        double cpu = cpu_ms(), wall = now_ms();
        ask_raw(con, q->raw);
        raw[i] = took_since(cpu, wall);
    }
    duckdb_disconnect(&con);
    duckdb_close(&db);
    a = took_median(took, runs);
    b = took_median(raw, runs);
    (void)printf("%-9s %8zu touches %8.1f cpu %8.1f ms   raw %8.1f cpu %8.1f ms\n", q->name, n,
                 a.cpu_ms, a.wall_ms, b.cpu_ms, b.wall_ms);
}

static void make(struct ctx *cx, const char *store_dir, int64_t events)
{
    const struct history_options o = {
        .site = SITE, .events = events, .days = DAYS, .end_ms = INT64_C(1763856000000), .seed = 42};
    struct store_duckdb_options so = {.dir = store_dir, .rest_after_ms = -1};
    struct fact_store *store = store_duckdb_new(&so);

    (void)history_fill(cx, store, &o);
    must(store_compact(cx, store) == OK);
    store_close(store);
}

int main(int argc, char **argv)
{
    int64_t events = argc > 1 ? strtoll(argv[1], NULL, 10) : 10000000;
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    char own[64] = "/var/tmp/praca-bench-XXXXXX", store_dir[160], command[200];
    const char *dir = argc > 3 ? argv[3] : mkdtemp(own);
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);

    must(dir != NULL && cx != NULL && runs > 0 && runs <= RUNS_MAX);
    must(mkdir(dir, 0700) == 0 || errno == EEXIST);
    (void)snprintf(store_dir, sizeof(store_dir), "%s/store", dir);
    if (access(store_dir, F_OK) != 0)
        make(cx, store_dir, events);
    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
        measure(cx, store_dir, &questions[i], runs);
    ctx_free(cx);
    if (argc > 3)
        return 0;
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", own);
    return system(command) == 0 ? 0 : 1;
}
