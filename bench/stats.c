/* stats.c -- the page of visits over two years: what each of its questions takes, for 30 days and for all, beside straight SQL on a
 * table of raw events that has every column of a visit in every row, in the same DuckDB with the same threads and memory.
 *
 *     bench_stats [EVENTS [RUNS [DIR [30d|2y]]]]
 *
 * DIR keeps what was made for the next time, which takes minutes; it must be given anew when the store's tables change.
 * Each line: period, question, median ms of processor time and on the clock, the same of raw SQL, ratio of processor times.
 */
#include "history.h"
#include "meter.h"

#include <duckdb.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SITE = 7, DAYS = 730, ROWS = 9 };

static const int64_t end_ms = INT64_C(1763856000000);

/* --- the questions of the page, and what a person would write for them */

#define WITHIN " from raw where site = 7 and at_ms >= $1 and at_ms < $2 and not robot "
#define TOP " order by 2 desc, 1 limit 9"

static const struct panel {
    const char *name, *dimension;
    enum stats_metric metrics[6];
    int metric_count;
    const char *raw;
} panels[] = {
    {"figures",
     NULL,
     {STATS_VISITORS, STATS_VISITS, STATS_VIEWS, STATS_VIEWS_PER_VISIT, STATS_BOUNCE_RATE,
      STATS_ENGAGED},
     6,
     "select count(distinct visitor), count(*), sum(views), count(*) filter (where views <= 1 and "
     "events = 0 and engaged < 10000), sum(engaged) from (select visit, any_value(visitor) as "
     "visitor, count(*) filter (where kind = 'view') as views, count(*) filter (where kind not in "
     "('view', 'engage')) as events, sum(engaged_ms) as engaged" WITHIN "group by visit)"},
    {"graph",
     "time:day",
     {STATS_VISITORS},
     1,
     "select at_ms // 86400000, count(distinct visitor)" WITHIN "group by 1 order by 1"},
    {"channels",
     "channel",
     {STATS_VISITS},
     1,
     "select channel, count(distinct visit)" WITHIN "group by 1" TOP},
    {"pages",
     "page",
     {STATS_VIEWS},
     1,
     "select path, count(*) filter (where kind = 'view')" WITHIN
     "and kind <> 'engage' group by 1" TOP},
    {"countries",
     "country",
     {STATS_VISITS},
     1,
     "select country, count(distinct visit)" WITHIN "group by 1" TOP},
    {"devices",
     "device",
     {STATS_VISITS},
     1,
     "select device, count(distinct visit)" WITHIN "group by 1" TOP},
    {"events",
     "event",
     {STATS_EVENTS, STATS_VISITORS},
     2,
     "select kind, count(*), count(distinct visitor)" WITHIN
     "and kind not in ('view', 'engage') group by 1" TOP},
};

static const char *const not_events[] = {"view", "engage"};

static void ask(struct ctx *cx, struct fact_store *store, const struct panel *p, int64_t from_ms)
{
    struct stats_question q = stats_question_of(SITE, from_ms, end_ms);
    struct stats_filter is = {.op = STATS_IS, .values = not_events, .count = 2};
    struct stats_filter no = {.op = STATS_NOT, .first = &is};
    struct stats_answer a = {0};
    struct arena_mark mark = arena_mark(cx->arena);

    for (int i = 0; i < p->metric_count; i++)
        q.metrics[q.metric_count++] = p->metrics[i];
    if (p->dimension)
        must(stats_dimension_find(cx, p->dimension, &q.dimensions[q.dimension_count++]));
    q.limit = p->dimension && stats_is_time(&q.dimensions[0]) ? 4000 : ROWS;
    if (p->dimension && strcmp(p->dimension, "event") == 0) {
        must(stats_dimension_find(cx, "event", &is.dimension));
        q.filter = &no;
    }
    must(store_stats(cx, store, &q, &a) == OK && a.n > 0);
    arena_reset(cx->arena, mark);
}

/* --- raw events */

static void run(duckdb_connection con, const char *sql)
{
    duckdb_result r;

    if (duckdb_query(con, sql, &r) != DuckDBSuccess) {
        (void)fprintf(stderr, "%s\n", duckdb_result_error(&r));
        exit(1);
    }
    duckdb_destroy_result(&r);
}

static void ask_raw(duckdb_connection con, const struct panel *p, int64_t from_ms)
{
    duckdb_prepared_statement s;
    duckdb_result r;

    must(duckdb_prepare(con, p->raw, &s) == DuckDBSuccess);
    must(duckdb_bind_int64(s, 1, from_ms) == DuckDBSuccess &&
         duckdb_bind_int64(s, 2, end_ms) == DuckDBSuccess);
    must(duckdb_execute_prepared(s, &r) == DuckDBSuccess && duckdb_row_count(&r) > 0);
    duckdb_destroy_result(&r);
    duckdb_destroy_prepare(&s);
}

static duckdb_database raw_open(const char *dir, duckdb_connection *ret)
{
    char path[160];
    duckdb_database db;
    duckdb_config c = NULL;

    (void)snprintf(path, sizeof(path), "%s/raw.duckdb", dir);
    must(duckdb_create_config(&c) == DuckDBSuccess);
    must(duckdb_set_config(c, "threads", "2") == DuckDBSuccess &&
         duckdb_set_config(c, "preserve_insertion_order", "false") == DuckDBSuccess &&
         duckdb_set_config(c, "memory_limit", "256MiB") == DuckDBSuccess);
    must(duckdb_open_ext(path, &db, c, NULL) == DuckDBSuccess);
    must(duckdb_connect(db, ret) == DuckDBSuccess);
    duckdb_destroy_config(&c);
    return db;
}

/* The store must be closed: its file is another's then. */
static void raw_make(const char *dir)
{
    char sql[1200];
    duckdb_connection con;
    duckdb_database db = raw_open(dir, &con);

    (void)snprintf(
        sql, sizeof(sql),
        "attach '%s/store/facts.duckdb' as s (read_only); create table raw as select f.site, "
        "f.at_ms, f.kind, f.visitor, f.visit, f.path, f.robot, f.engaged_ms, f.value_minor, "
        "f.props, v.channel, v.source, v.medium, v.campaign, v.country, v.language, v.device, "
        "v.browser, v.os, v.entry, v.exit from s.facts f join s.visits v on v.id = f.visit "
        "order by f.at_ms; detach s",
        dir);
    run(con, sql);
    duckdb_disconnect(&con);
    duckdb_close(&db);
}

/* --- */

static void measure(struct ctx *cx, const char *dir, const char *name, int64_t from_ms, int runs)
{
    char store_dir[160];
    struct store_duckdb_options so = {.dir = store_dir, .rest_after_ms = 600000};
    struct took all = {0}, all_raw = {0};
    struct fact_store *store;
    duckdb_connection con;
    duckdb_database db = raw_open(dir, &con);

    (void)snprintf(store_dir, sizeof(store_dir), "%s/store", dir);
    store = store_duckdb_new(&so);
    for (size_t i = 0; i < COUNT_OF(panels); i++) {
        struct took ours[RUNS_MAX], raw[RUNS_MAX], o, r;
        for (int k = 0; k < runs; k++) {
            double cpu = cpu_ms(), wall = now_ms();
            ask(cx, store, &panels[i], from_ms);
            ours[k] = took_since(cpu, wall);
            cpu = cpu_ms(), wall = now_ms();
            ask_raw(con, &panels[i], from_ms);
            raw[k] = took_since(cpu, wall);
        }
        o = took_median(ours, runs);
        r = took_median(raw, runs);
        (void)printf("%-6s %-10s %8.1f cpu %8.1f ms   raw %8.1f cpu %8.1f ms   ratio %5.2f\n", name,
                     panels[i].name, o.cpu_ms, o.wall_ms, r.cpu_ms, r.wall_ms, o.cpu_ms / r.cpu_ms);
        all.cpu_ms += o.cpu_ms;
        all.wall_ms += o.wall_ms;
        all_raw.cpu_ms += r.cpu_ms;
        all_raw.wall_ms += r.wall_ms;
    }
    (void)printf("%-6s %-10s %8.1f cpu %8.1f ms   raw %8.1f cpu %8.1f ms   ratio %5.2f\n", name,
                 "page", all.cpu_ms, all.wall_ms, all_raw.cpu_ms, all_raw.wall_ms,
                 all.cpu_ms / all_raw.cpu_ms);
    store_close(store);
    duckdb_disconnect(&con);
    duckdb_close(&db);
}

/* Two years of events and the table of raw ones, compacted. */
static void make(const char *dir, int64_t events)
{
    struct history_options o = {
        .site = SITE, .events = events, .days = DAYS, .end_ms = end_ms, .seed = 42};
    char store_dir[160];
    struct store_duckdb_options so = {.dir = store_dir, .rest_after_ms = -1};
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);
    struct history_made made;
    struct fact_store *store;

    (void)snprintf(store_dir, sizeof(store_dir), "%s/store", dir);
    store = store_duckdb_new(&so);
    made = history_fill(cx, store, &o);
    must(store_compact(cx, store) == OK);
    store_close(store);
    raw_make(dir);
    ctx_free(cx);
    (void)printf("%" PRId64 " events, %" PRId64 " visits, %" PRId64 " visitors\n", made.events,
                 made.visits, made.visitors);
}

int main(int argc, char **argv)
{
    int64_t events = argc > 1 ? strtoll(argv[1], NULL, 10) : 10000000;
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    char made[128] = "/var/tmp/praca-stats-XXXXXX", command[160], ready[160];
    const char *dir = argc > 3 ? argv[3] : mkdtemp(made);
    struct ctx *cx;
    FILE *f;

    must(runs >= 1 && runs <= RUNS_MAX && dir != NULL && strlen(dir) < 100);
    (void)snprintf(ready, sizeof(ready), "%s/ready", dir);
    if (access(ready, F_OK) != 0) {
        must(mkdir(dir, 0700) == 0 || errno == EEXIST);
        make(dir, events);
        f = fopen(ready, "w");
        must(f != NULL && fclose(f) == 0);
    }
    cx = ctx_new(MIB(256), clock_system(), NULL);
    if (argc < 5 || strcmp(argv[4], "30d") == 0)
        measure(cx, dir, "30d", end_ms - DAYS_MS(30), runs);
    if (argc < 5 || strcmp(argv[4], "2y") == 0)
        measure(cx, dir, "2y", end_ms - DAYS_MS(DAYS), runs);
    ctx_free(cx);
    if (argc > 3)
        return 0;
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", dir);
    return system(command) == 0 ? 0 : 1;
}
