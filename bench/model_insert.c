/* model_insert.c -- what the model layer costs: contacts written through it, against a bare
 * sqlite3 loop over the same table, indexes, settings and values; then pages of the list it
 * filled.
 *
 *     bench_model_insert [ROWS]
 *
 * What follows a contact in people (search, segments, scores) is switched off, and measured by import.c; checks, the hook
 * before saving and the lookup of further addresses are not.
 *
 * The bare loop gets its folds ready-made: making them is part of what is measured. Runs take
 * turns, the best of each counts.
 */
#include "base/ctx.h"
#include "base/text.h"
#include "db/db.h"
#include "db/migrations.h"
#include "people/contact.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 2000, ROUNDS = 3, PAGES = 400 };

static double now_s(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

/* --- the table ------------------------------------------------------------------------------ */

static void exec(sqlite3 *h, const char *text)
{
    char *why = NULL;

    if (sqlite3_exec(h, text, NULL, NULL, &why) != SQLITE_OK) {
        (void)fprintf(stderr, "%s\n", why);
        exit(1);
    }
}

/* The schema of the program, whole: both sides keep the same indexes. */
static sqlite3 *open_new(const char *file)
{
    struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);
    struct db_pool *pool = NULL;
    sqlite3 *h = NULL;
    char url[600];
    int applied = 0;

    (void)snprintf(url, sizeof(url), "sqlite:%s", file);
    check(cx, db_pool_open(cx, &(struct db_options){.url = url}, &pool));
    check(cx, db_migrate(cx, pool, praca_migrations, praca_migration_count, &applied));
    db_pool_close(pool);
    ctx_free(cx);
    must(sqlite3_open(file, &h) == SQLITE_OK);
    exec(h, "pragma journal_mode=wal; pragma foreign_keys=on; pragma secure_delete=on;"
            "pragma temp_store=memory; pragma synchronous=full; pragma cache_size=-65536;");
    exec(h, "insert into sites (id, name, slug, locale, time_zone, currency, created_at)"
            " values (1, 'x', 'x', 'pt-BR', 'UTC', 'BRL', 0)");
    return h;
}

static void remove_db(const char *file)
{
    char path[600];

    (void)unlink(file);
    (void)snprintf(path, sizeof(path), "%s-wal", file);
    (void)unlink(path);
    (void)snprintf(path, sizeof(path), "%s-shm", file);
    (void)unlink(path);
}

/* --- the values ---------------------------------------------------------------------------- */

static const char *const channels[] = {"organic_search", "paid_search", "social", "email",
                                       "referral",       "unknown",     "direct", NULL};

struct row {
    char external_id[40], email[60], name[60], name_key[60], page[40];
    const char *channel;
    int64_t at;
};

static void fill_row(struct row *r, int i)
{
    uint64_t h = ((uint64_t)i + 1) * 0x9e3779b97f4a7c15u;

    (void)snprintf(r->external_id, sizeof(r->external_id), "%016llx%08x", (unsigned long long)h,
                   (unsigned)i);
    (void)snprintf(r->email, sizeof(r->email), "pessoa.%d@empresa%d.example", i, i % 5000);
    (void)snprintf(r->name, sizeof(r->name), "José %04x da Silva %d", (unsigned)(h >> 48), i);
    (void)snprintf(r->name_key, sizeof(r->name_key), "jose %04x da silva %d", (unsigned)(h >> 48),
                   i);
    (void)snprintf(r->page, sizeof(r->page), "/p/%u", (unsigned)(h >> 40) % 400);
    r->channel = channels[(h >> 33) % 8];
    r->at = INT64_C(1500000000000) + (int64_t)(h >> 30);
}

/* --- bare ---------------------------------------------------------------------------------- */

static const char bare_text[] =
    "insert into contacts (site, id, version, created_at, changed_at, custom, external_id, email, "
    "name, phone,"
    " job_title, seniority, department, buying_role, account, lifecycle, lead_status, channel, "
    "landing_page,"
    " campaign, first_contact_at, heard_of_us, owner, locale, time_zone, tags, notes, email_key, "
    "name_key,"
    " channel_key) values "
    "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,"
    "?24,?25,?26,?27,?28,?29,?30)";

static void text(sqlite3_stmt *st, int n, const char *v)
{
    must(sqlite3_bind_text(st, n, v, -1, SQLITE_STATIC) == SQLITE_OK);
}

static void bare_row(sqlite3_stmt *st, int i)
{
    struct row r;

    fill_row(&r, i);
    must(sqlite3_bind_int64(st, 1, 1) == SQLITE_OK);
    must(sqlite3_bind_int64(st, 2, (INT64_C(1) << 50) + i) == SQLITE_OK);
    must(sqlite3_bind_int64(st, 3, 1) == SQLITE_OK);
    must(sqlite3_bind_int64(st, 4, INT64_C(1700000000000)) == SQLITE_OK);
    must(sqlite3_bind_int64(st, 5, INT64_C(1700000000000)) == SQLITE_OK);
    text(st, 7, r.external_id);
    text(st, 8, r.email);
    text(st, 9, r.name);
    text(st, 16, "lead");
    text(st, 18, r.channel);
    text(st, 19, r.page);
    must(sqlite3_bind_int64(st, 21, r.at) == SQLITE_OK);
    text(st, 28, r.email);
    text(st, 29, r.name_key);
    text(st, 30, r.channel);
    must(sqlite3_step(st) == SQLITE_DONE);
    must(sqlite3_reset(st) == SQLITE_OK);
}

static double bare(const char *file, int rows)
{
    sqlite3 *h = open_new(file);
    sqlite3_stmt *st = NULL;
    double start;

    must(sqlite3_prepare_v2(h, bare_text, -1, &st, NULL) == SQLITE_OK);
    start = now_s();
    for (int i = 0; i < rows; i++) {
        if (i % BATCH == 0)
            exec(h, "begin immediate");
        bare_row(st, i);
        if (i % BATCH == BATCH - 1 || i == rows - 1)
            exec(h, "commit");
    }
    start = now_s() - start;
    (void)sqlite3_finalize(st);
    (void)sqlite3_close(h);
    return rows / start;
}

/* --- through the model --------------------------------------------------------------------- */

struct part {
    int from, to;
};

static enum err write_part(struct ctx *cx, struct db *db, void *arg)
{
    const struct part *p = arg;
    struct model_writer *w = NULL;
    struct model alone = contact_model;
    enum err e;
    struct arena_mark mark;

    alone.after_save = NULL;
    e = model_writer_open(cx, db, &alone, &w);
    mark = arena_mark(cx->arena);
    for (int i = p->from; !e && i < p->to; i++) {
        struct contact *c = model_new(cx, &alone);
        struct row r;
        fill_row(&r, i);
        c->external_id = r.external_id;
        c->email = r.email;
        c->name = r.name;
        c->channel = r.channel;
        c->landing_page = r.page;
        c->first_contact_at = r.at;
        e = model_writer_add(cx, w, c);
        arena_reset(cx->arena, mark);
    }
    model_writer_done(w);
    return e;
}

static struct ctx *new_ctx(struct id_source *ids)
{
    struct ctx *cx = ctx_new(MIB(64), clock_system(), ids);

    cx->site = 1;
    return cx;
}

static struct db_pool *open_pool(struct ctx *cx, const char *file)
{
    struct db_pool *pool = NULL;
    char url[600];

    (void)snprintf(url, sizeof(url), "sqlite:%s", file);
    check(cx, db_pool_open(cx, &(struct db_options){.url = url}, &pool));
    db_bulk_begin(pool);
    return pool;
}

static double by_model(const char *file, int rows, struct id_source *ids)
{
    struct ctx *cx = new_ctx(ids);
    struct db_pool *pool;
    double start;

    (void)sqlite3_close(open_new(file));
    pool = open_pool(cx, file);
    start = now_s();
    for (int i = 0; i < rows; i += BATCH) {
        struct part p = {i, i + BATCH < rows ? i + BATCH : rows};
        check(cx, db_write(cx, pool, write_part, &p));
    }
    start = now_s() - start;
    db_pool_close(pool);
    ctx_free(cx);
    return rows / start;
}

/* --- pages --------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void pages(const char *file, struct id_source *ids, const char *sort, const char *filter,
                  const char *value)
{
    static double took[PAGES];
    const int n = PAGES;
    struct ctx *cx = new_ctx(ids);
    struct db_pool *pool = open_pool(cx, file);
    struct arena_mark mark = arena_mark(cx->arena);
    char after[4096] = "";
    struct db *db = NULL;

    check(cx, db_read(cx, pool, &db));
    for (int i = 0; i < n; i++) {
        struct model_query q = {.sort = sort, .limit = 50, .after = *after ? after : NULL};
        struct model_page page = {0};
        if (filter)
            check(cx, model_query_add(cx, &contact_model, filter, value, &q));
        took[i] = now_s();
        check(cx, model_list(cx, db, &contact_model, &q, &page));
        took[i] = now_s() - took[i];
        (void)snprintf(after, sizeof(after), "%s", page.next && i % 20 != 19 ? page.next : "");
        arena_reset(cx->arena, mark);
    }
    db_return(db);
    db_pool_close(pool);
    ctx_free(cx);
    qsort(took, (size_t)n, sizeof(took[0]), ascending);
    (void)printf("  page of 50, %-18s %-26s p50 %6.2f ms   p99 %6.2f ms\n", sort,
                 filter ? value : "", took[n / 2] * 1e3, took[n * 99 / 100] * 1e3);
}

int main(int argc, char **argv)
{
    int64_t wanted = 20000;
    int rows, rounds;
    char dir[] = "/tmp/praca-bench.XXXXXX", file[64];
    struct id_source *ids = id_source_new(1);
    double best_bare = 0, best_model = 0;

    if ((argc > 1 && !text_to_int(argv[1], &wanted)) || wanted < 1 || wanted > 1000000) {
        (void)fprintf(stderr, "usage: bench_model_insert [ROWS]\n");
        return 2;
    }
    rows = (int)wanted;
    rounds = rows > 30000 ? 1 : ROUNDS;
    must(mkdtemp(dir) != NULL && ids != NULL);
    (void)snprintf(file, sizeof(file), "%s/x.db", dir);
    for (int i = 0; i < rounds; i++) {
        double rate = bare(file, rows);
        best_bare = rate > best_bare ? rate : best_bare;
        (void)printf("round: bare %.0f/s, ", rate);
        remove_db(file);
        rate = by_model(file, rows, ids);
        best_model = rate > best_model ? rate : best_model;
        (void)printf("through the model %.0f/s\n", rate);
        if (i < rounds - 1)
            remove_db(file);
    }
    (void)printf("contacts, %d rows: bare sqlite3 %.0f/s, through the model %.0f/s, ratio %.2f\n",
                 rows, best_bare, best_model, best_model / best_bare);
    pages(file, ids, "-created_at", NULL, NULL);
    pages(file, ids, "name", NULL, NULL);
    pages(file, ids, "-first_contact_at", "channel", "organic_search");
    pages(file, ids, "name", "landing_page", "/p/7");
    pages(file, ids, "name", "lifecycle", "lead");
    pages(file, ids, "-channel", "first_contact_at.gte", "2017-07-20");
    pages(file, ids, "name", "channel.null", "true");
    remove_db(file);
    (void)rmdir(dir);
    id_source_free(ids);
    return 0;
}
