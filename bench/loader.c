/* loader.c -- from the journal into the event store with all that the server asks on the way: keys, people, visits, channels, devices and
 * robots. Beside it the same facts given to DuckDB's appender in one transaction, which is what remains without any of that.
 *
 *     bench_loader DIR [EVENTS]
 *
 * DIR must be there and empty. Memory is what the loader added to the process: at its highest, and at its highest by the middle of the way.
 */
#include "facts/loader.h"
#include "access/site.h"
#include "base/time.h"
#include "db/migrations.h"
#include "measure/judge.h"
#include "meter.h"
#include "people/visitor_who.h"
#include "work/setting.h"

#include <duckdb.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGES = 600, SOURCES = 5, AGENTS = 4, FACTS_A_VISIT = 4, VISITORS_AT_ONCE = 64 };

struct bench {
    const char *dir;
    struct ctx *cx;
    struct db_pool *pool;
    struct journal *journal;
    struct fact_store *store;
    int64_t site, events, sent;
    char pages[PAGES][40];
    atomic_llong answered;
};

static void check(const struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key ? cx->fault.key : "?",
                  cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

/* As the door writes it. Visitors take turns, so that a batch has many visits under way; each makes four facts. */
static struct fact fact_at(const struct bench *b, int64_t i)
{
    static const struct {
        const char *referrer, *source, *medium, *click;
    } from[SOURCES] = {{"www.google.com.br/", "", "", ""},
                       {"", "", "", ""},
                       {"www.google.com/", "google", "cpc", "gclid"},
                       {"www.linkedin.com/feed", "", "", ""},
                       {"", "boletim", "email", ""}};
    static const char *const agents[AGENTS] = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/121.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/120.0.0.0 "
        "Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"};
    const int64_t round = VISITORS_AT_ONCE * FACTS_A_VISIT;
    int64_t visit = i / round * VISITORS_AT_ONCE + i % VISITORS_AT_ONCE;
    int64_t step = i % round / VISITORS_AT_ONCE;
    uint64_t dice = (uint64_t)visit * UINT64_C(0x9e3779b97f4a7c15);
    struct fact f = fact_nothing();

    f.site = b->site;
    f.at_ms = f.received_ms = INT64_C(1763900000000) + i * 20;
    f.id = (f.at_ms - INT64_C(1577836800000)) << 22 | 1 << 12 | (i & 4095);
    f.key_hi = (int64_t)(dice >> 1);
    f.key_lo = i + 1;
    f.kind = step % 2 ? "engage" : "view";
    f.engaged_ms = step % 2 ? 4000 + (int64_t)(dice >> 50) : 0;
    f.visitor = (int64_t)(dice >> 2) | 1;
    f.host = "www.norte.example";
    f.path = b->pages[(dice >> 20) % PAGES * (uint64_t)(1 + step) % PAGES];
    f.referrer = from[dice >> 32 & 3].referrer;
    f.source = from[dice >> 32 & 3].source;
    f.medium = from[dice >> 32 & 3].medium;
    f.click = from[dice >> 32 & 3].click;
    f.click_id = f.click[0] ? "Cj0KCQiA1NebBhDDARIsAANiDD3" : "";
    f.agent = agents[(dice >> 40) % 100 < 97 ? (dice >> 40) % 3 : 3];
    f.language = "pt-BR";
    f.country = "BR";
    f.screen = 1440;
    f.consent = CONSENT_NECESSARY;
    return f;
}

static void count_answer(void *arg, enum err e, int64_t position)
{
    (void)position;
    must(!e);
    atomic_fetch_add((atomic_llong *)arg, 1);
}

static void fill(struct bench *b)
{
    unsigned char bytes[FACT_RECORD_MAX];
    uint64_t wakes = 0;

    for (; b->sent < b->events; b->sent++) {
        struct fact f = fact_at(b, b->sent);
        size_t n = 0;
        check(b->cx, fact_encode(b->cx, &f, bytes, &n));
        while (journal_append_async(b->journal, bytes, n, count_answer, &b->answered) != OK)
            (void)journal_wait(b->journal, journal_end(b->journal) + 1, 10, &wakes);
    }
    while (atomic_load(&b->answered) < b->sent)
        (void)journal_wait(b->journal, journal_end(b->journal) + 1, 1, &wakes);
}

static void load(struct bench *b)
{
    struct judge *judge = judge_new(b->pool);
    struct visitor_who *who = visitor_who_new(b->pool);
    const struct loader_stage fact_stages[] = {{"who", visitor_who_look, who}, {0}};
    const struct visit_stage visit_stages[] = {{"judge", judge_look, judge}, {0}};
    struct loader_options o = {.journal = b->journal,
                               .store = b->store,
                               .follower = LOADER_FOLLOWER,
                               .stages = fact_stages,
                               .visit_stages = visit_stages,
                               .control = visitor_who_forget,
                               .control_arg = who,
                               .clock = clock_system()};
    struct loader *l = loader_new(&o);
    struct loader_stats stats;
    int64_t records = 1, all = 0;
    double start = now_ms(), cpu = cpu_ms(), before = resident_mb(), peak = 0, middle = 0;

    must(judge && who && l);
    while (records > 0) {
        double here;
        check(b->cx, loader_step(b->cx, l, &records));
        all += records;
        here = resident_mb() - before;
        peak = here > peak ? here : peak;
        if (all <= b->events / 2)
            middle = peak;
    }
    cpu = cpu_ms() - cpu;
    loader_stats(l, &stats);
    must(all == b->events);
    (void)printf("loaded %.0f /s %.0f /cpu-s human %" PRId64 " robot %" PRId64 "\n",
                 (double)all * 1e3 / (now_ms() - start), (double)all * 1e3 / cpu,
                 stats.fates[FATE_HUMAN], stats.fates[FATE_ROBOT]);
    (void)printf("memory peak %.1f MB, by the middle %.1f MB\n", peak, middle);
    loader_free(l);
    visitor_who_free(who);
    judge_free(judge);
}

/* The columns that the loader stores of a fact, appended and committed at once every 20,000. */
static void bare(const struct bench *b)
{
    char path[160];
    duckdb_database db;
    duckdb_connection con;
    duckdb_result r;
    duckdb_appender to;
    double start, cpu;

    (void)snprintf(path, sizeof(path), "%s/bare.duckdb", b->dir);
    must(duckdb_open(path, &db) == DuckDBSuccess && duckdb_connect(db, &con) == DuckDBSuccess);
    must(duckdb_query(con,
                      "create table f (site bigint, id bigint, at_ms bigint, kind varchar, visitor "
                      "bigint, visit bigint, path varchar, host varchar, engaged_ms bigint, robot "
                      "boolean)",
                      &r) == DuckDBSuccess);
    duckdb_destroy_result(&r);
    start = now_ms();
    cpu = cpu_ms();
    for (int64_t i = 0; i < b->events;) {
        must(duckdb_appender_create(con, NULL, "f", &to) == DuckDBSuccess);
        for (int64_t k = 0; k < 20000 && i < b->events; k++, i++) {
            struct fact f = fact_at(b, i);
            (void)duckdb_append_int64(to, f.site);
            (void)duckdb_append_int64(to, f.id);
            (void)duckdb_append_int64(to, f.at_ms);
            (void)duckdb_append_varchar(to, f.kind);
            (void)duckdb_append_int64(to, f.visitor);
            (void)duckdb_append_int64(to, f.visitor);
            (void)duckdb_append_varchar(to, f.path);
            (void)duckdb_append_varchar(to, f.host);
            (void)duckdb_append_int64(to, f.engaged_ms);
            (void)duckdb_append_bool(to, f.robot);
            must(duckdb_appender_end_row(to) == DuckDBSuccess);
        }
        must(duckdb_appender_destroy(&to) == DuckDBSuccess);
    }
    cpu = cpu_ms() - cpu;
    (void)printf("bare %.0f /s %.0f /cpu-s\n", (double)b->events * 1e3 / (now_ms() - start),
                 (double)b->events * 1e3 / cpu);
    duckdb_disconnect(&con);
    duckdb_close(&db);
}

static enum err site_in(struct ctx *cx, struct db *db, void *arg)
{
    struct site s = {
        .name = "Norte", .locale = "pt-BR", .currency = "BRL", .time_zone = "America/Sao_Paulo"};
    enum err e = site_add(cx, db, &s);

    *(int64_t *)arg = s.id;
    return e;
}

int main(int argc, char **argv)
{
    static const char *const followers[] = {LOADER_FOLLOWER, NULL};
    struct bench b = {.events = argc > 2 ? strtoll(argv[2], NULL, 10) : 500000};
    char journal[160], store[160];
    struct journal_options jo = {.dir = journal, .followers = followers};
    struct store_duckdb_options so = {.dir = store, .rest_after_ms = -1};
    int applied = 0;

    if (argc < 2 || strlen(argv[1]) > 100) {
        (void)fprintf(stderr, "usage: bench_loader DIR [EVENTS]\n");
        return 2;
    }
    b.dir = argv[1];
    b.cx = ctx_new(MIB(256), clock_system(), id_source_new(1));
    (void)snprintf(journal, sizeof(journal), "%s/journal", b.dir);
    (void)snprintf(store, sizeof(store), "%s/store", b.dir);
    for (int i = 0; i < PAGES; i++)
        (void)snprintf(b.pages[i], sizeof(b.pages[i]), "/blog/artigo-%03d-do-site", i);
    check(b.cx, journal_open(b.cx, &jo, &b.journal));
    check(b.cx, db_pool_open(b.cx,
                             &(struct db_options){
                                 .url = arena_print(b.cx->arena, "sqlite:%s/praca.db", b.dir)},
                             &b.pool));
    check(b.cx, db_migrate(b.cx, b.pool, praca_migrations, praca_migration_count, &applied));
    check(b.cx, db_write(b.cx, b.pool, site_in, &b.site));
    b.cx->site = b.site;
    fill(&b);
    b.store = store_duckdb_new(&so);
    load(&b);
    store_close(b.store);
    bare(&b);
    journal_close(b.journal);
    db_pool_close(b.pool);
    id_source_free(b.cx->ids);
    ctx_free(b.cx);
    return 0;
}
