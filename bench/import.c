/* import.c -- what an import of many people costs, beside a bare sqlite3 loop that writes the very same rows.
 *
 *     bench_import [ROWS [DIR [bare|import|postgres://...]]]
 *
 * A file of ROWS people in a company for every 8.3 of them (1,000,000 people: 120,000 companies) is imported into an empty
 * database through people/import.h: guessed, tried, done. Companies come from the domains of the addresses. Beside it the
 * bare loop fills the same tables and all their indices, the changes that make an undo possible and the index of the search
 * included, with the values ready-made, in transactions of 2,000 rows: what is left of an import when nothing is read, looked
 * for, checked or tried.
 * An import writes the records first and takes them into the index of the search at its end, before it says that it is done: its
 * figure is until then, and "import-records" until the records stand. The bare loop writes both at once.
 * How long the writer is held is told on the clock and in the processor's time of the thread: on a machine that does other things
 * too, the clock has those in it. The bare loop's transactions are told beside them.
 * The loop has the settings that the import has, but for the wait for the disk at each commit, which both rows of the bare loop show:
 * "synced" waits as a program that knows nothing better does, "easy" does as the import (db_write_soon() in db/db.h).
 *
 * Each run is a process of its own, so that its peak of memory and its processor time are its own.
 */
#include "people/import.h"
#include "access/site.h"
#include "base/ctx.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "db/migrations.h"
#include "work/secret.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 2000, HOLDS_MAX = 2000000, AIM_MS = 20 };

static double now_s(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double used_s(void)
{
    struct rusage u;

    must(getrusage(RUSAGE_SELF, &u) == 0);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void check(struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

/* --- the people ---------------------------------------------------------------------------- */

static const char *const channels[] = {"organic_search", "paid_search", "social", "email",
                                       "referral",       "unknown",     "direct", "event"};

struct person {
    int company;
    char email[64], name[64], name_key[64], phone[24], title[24], page[24], day[16];
    const char *channel;
    int64_t at;
};

static int companies_of(int rows)
{
    int n = (int)((int64_t)rows * 12 / 100);

    return n ? n : 1;
}

static void person_fill(struct person *p, int i, int rows)
{
    uint64_t h = ((uint64_t)i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    int64_t day;
    char text[TIME_TEXT_MAX];

    h ^= h >> 29;
    h *= UINT64_C(0xbf58476d1ce4e5b9);
    h ^= h >> 32;
    p->company = (int)((h >> 8) % (uint64_t)companies_of(rows));
    day = 17897 + (int64_t)((h >> 30) % 2000);
    (void)snprintf(p->email, sizeof(p->email), "%c%c.silva%d@empresa%d.example",
                   'a' + (char)(h % 26), 'a' + (char)((h >> 5) % 26), i, p->company);
    (void)snprintf(p->name, sizeof(p->name), "José %04x da Silva %d", (unsigned)(h >> 48), i);
    (void)snprintf(p->name_key, sizeof(p->name_key), "jose %04x da silva %d", (unsigned)(h >> 48),
                   i);
    (void)snprintf(p->phone, sizeof(p->phone), "11 9%08u", (unsigned)(h >> 20) % 100000000);
    (void)snprintf(p->title, sizeof(p->title), "Cargo %u", (unsigned)(h >> 12) % 60);
    (void)snprintf(p->page, sizeof(p->page), "/p/%u", (unsigned)(h >> 40) % 400);
    p->channel = channels[(h >> 33) % 8];
    p->at = day * INT64_C(86400000);
    time_text(p->at, text);
    (void)snprintf(p->day, sizeof(p->day), "%.10s", text);
}

static void write_file(const char *path, int rows)
{
    FILE *f = fopen(path, "w");

    must(f != NULL);
    (void)fputs("email,nome,telefone,cargo,canal,pagina,primeiro_contato\n", f);
    for (int i = 0; i < rows; i++) {
        struct person p;
        person_fill(&p, i, rows);
        (void)fprintf(f, "%s,%s,%s,%s,%s,%s,%s\n", p.email, p.name, p.phone, p.title, p.channel,
                      p.page, p.day);
    }
    must(fclose(f) == 0);
}

static const char map_text[] =
    "{\"columns\":{\"email\":\"email\",\"nome\":\"name\",\"telefone\":\"phone\",\"cargo\":\"job_"
    "title\",\"canal\":\"channel\",\"pagina\":\"landing_page\",\"primeiro_contato\":{\"to\":"
    "\"first_contact_at\",\"pattern\":\"YYYY-MM-DD\"}}}";

/* --- a run --------------------------------------------------------------------------------- */

/* Milliseconds, and how many of them were over 20. */
struct spread {
    double p99, max;
    int64_t over;
};

struct figures {
    double wall_s, cpu_s, tried_cpu_s, records_wall_s, records_cpu_s;
    struct spread clock, used; /* of the times the writer was held */
    int64_t rows, accounts, changes, audits, transactions;
    long peak_kib;
};

struct asked {
    const char *dir, *url, *csv;
    int rows;
    bool synced;
};

static struct ctx *new_ctx(struct id_source **ids)
{
    struct ctx *cx;

    *ids = id_source_new(1);
    must(*ids != NULL);
    cx = ctx_new(MIB(64), clock_system(), *ids);
    cx->site = 1;
    return cx;
}

static enum err site_in(struct ctx *cx, struct db *db, void *arg)
{
    return site_add(cx, db, arg);
}

/* Schema and one site. */
static int64_t prepare(struct ctx *cx, struct db_pool *pool)
{
    struct site s = {
        .name = "Acme", .locale = "pt-BR", .currency = "BRL", .time_zone = "America/Sao_Paulo"};
    int applied = 0;

    check(cx, db_migrate(cx, pool, praca_migrations, praca_migration_count, &applied));
    check(cx, secrets_make(cx, pool));
    check(cx, db_write(cx, pool, site_in, &s));
    return s.id;
}

static int64_t number(struct ctx *cx, struct db_pool *pool, const char *sql)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    check(cx, db_read(cx, pool, &db));
    check(cx, db_begin_text(cx, db, sql, &st));
    check(cx, db_step(cx, st, &row));
    n = db_int(st, 0);
    db_done(st);
    db_return(db);
    return n;
}

/* --- the import ---------------------------------------------------------------------------- */

struct holds {
    size_t n;
    int64_t rows;
    float *clock, *used; /* ms */
    double tried_cpu, records_at,
        records_cpu; /* when all was tried, and all records written; 0: not yet */
};

static struct holds holds_new(void)
{
    struct holds h = {.clock = calloc(HOLDS_MAX, sizeof(float)),
                      .used = calloc(HOLDS_MAX, sizeof(float))};

    must(h.clock && h.used);
    return h;
}

static void hold_add(struct holds *h, struct thread_time held)
{
    if (h->n == HOLDS_MAX)
        return;
    h->clock[h->n] = (float)held.clock_ns / 1e6f;
    h->used[h->n++] = (float)held.used_ns / 1e6f;
}

static enum err tick(struct ctx *cx, void *self, const struct import *now)
{
    struct holds *h = self;

    (void)cx;
    if (!now->held.clock_ns)
        h->tried_cpu = used_s();
    if (now->held.clock_ns && now->at_offset >= now->bytes && h->records_cpu <= 0) {
        h->records_at = now_s();
        h->records_cpu = used_s();
    }
    if (now->held.clock_ns)
        hold_add(h, now->held);
    return OK;
}

static int ascending(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static struct spread spread_of(float *all, size_t n)
{
    struct spread s = {0};

    qsort(all, n, sizeof(*all), ascending);
    if (n)
        s = (struct spread){.p99 = (double)all[n * 99 / 100], .max = (double)all[n - 1]};
    for (size_t i = 0; i < n; i++)
        s.over += all[i] > AIM_MS;
    return s;
}

static void holds_end(struct holds *h, struct figures *f)
{
    f->transactions = (int64_t)h->n;
    f->clock = spread_of(h->clock, h->n);
    f->used = spread_of(h->used, h->n);
    free(h->clock);
    free(h->used);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

static void run_import(const struct asked *a, struct figures *f)
{
    struct id_source *ids;
    struct ctx *cx = new_ctx(&ids);
    struct holds h = holds_new();
    struct import import = {0};
    const struct json *map = NULL;
    struct db_pool *pool = NULL;
    double from, used;

    check(cx, db_pool_open(cx, &(struct db_options){.url = a->url}, &pool));
    cx->site = prepare(cx, pool);
    from = now_s();
    used = used_s();
    check(cx, json_parse(cx, map_text, strlen(map_text), &map));
    check(cx, import_probe(cx, a->csv, "leads", map, &import));
    import.name = "people.csv";
    check(cx, db_write(cx, pool, add_in, &import));
    check(cx, import_run(cx, pool, import.id, a->csv, tick, &h));
    f->wall_s = now_s() - from;
    f->cpu_s = used_s() - used;
    f->tried_cpu_s = h.tried_cpu - used;
    f->records_wall_s = h.records_at - from;
    f->records_cpu_s = h.records_cpu - used;
    holds_end(&h, f);
    f->rows = number(cx, pool, "select count(*) from contacts where account is not null");
    f->accounts = number(cx, pool, "select count(*) from accounts");
    f->changes = number(cx, pool, "select count(*) from import_changes");
    f->audits = number(cx, pool, "select count(*) from audit");
    db_pool_close(pool);
    ctx_free(cx);
    id_source_free(ids);
}

/* --- the bare loop ------------------------------------------------------------------------- */

static void exec(sqlite3 *h, const char *text)
{
    char *why = NULL;

    if (sqlite3_exec(h, text, NULL, NULL, &why) != SQLITE_OK) {
        (void)fprintf(stderr, "%s\n", why);
        exit(1);
    }
}

static sqlite3_stmt *prepared(sqlite3 *h, const char *text)
{
    sqlite3_stmt *st = NULL;

    must(sqlite3_prepare_v3(h, text, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) == SQLITE_OK);
    return st;
}

static void text(sqlite3_stmt *st, int n, const char *v)
{
    must(sqlite3_bind_text(st, n, v, -1, SQLITE_STATIC) == SQLITE_OK);
}

static void integer(sqlite3_stmt *st, int n, int64_t v)
{
    must(sqlite3_bind_int64(st, n, v) == SQLITE_OK);
}

static void step(sqlite3_stmt *st)
{
    must(sqlite3_step(st) == SQLITE_DONE);
    must(sqlite3_reset(st) == SQLITE_OK);
}

struct bare {
    sqlite3 *h;
    sqlite3_stmt *contact, *account, *change, *progress, *entry, *index;
    int64_t site, next_id, now;
    int64_t *accounts; /* ids, by company */
};

static void bare_change(struct bare *b, const char *model, int64_t record)
{
    integer(b->change, 1, b->site);
    integer(b->change, 2, 7);
    integer(b->change, 3, b->next_id++);
    text(b->change, 4, "add");
    text(b->change, 5, model);
    integer(b->change, 6, record);
    integer(b->change, 7, 1);
    step(b->change);
}

/* words: each once, with a space before it. In the index each stands after its site and kind. */
static void bare_words(struct bare *b, const char *kind, int64_t record, const char *words)
{
    char indexed[1000];
    size_t n = 0;

    for (const char *p = words; *p; p++) {
        if (n + 32 > sizeof(indexed))
            break;
        if (*p == ' ')
            n += (size_t)snprintf(indexed + n, sizeof(indexed) - n, " %016llxz%c",
                                  (unsigned long long)b->site, *kind);
        else
            indexed[n++] = *p;
    }
    indexed[n] = 0;
    integer(b->entry, 1, b->site);
    integer(b->entry, 2, record);
    text(b->entry, 3, kind);
    text(b->entry, 4, words);
    step(b->entry);
    integer(b->index, 1, record);
    text(b->index, 2, indexed);
    step(b->index);
}

static int64_t bare_account(struct bare *b, const struct person *p)
{
    char domain[64], words[80];
    int64_t id = b->next_id++;

    (void)snprintf(domain, sizeof(domain), "empresa%d.example", p->company);
    integer(b->account, 1, b->site);
    integer(b->account, 2, id);
    integer(b->account, 3, b->now);
    text(b->account, 4, domain);
    step(b->account);
    bare_change(b, "account", id);
    (void)snprintf(words, sizeof(words), " empresa%d example", p->company);
    bare_words(b, "account", id, words);
    return id;
}

static void bare_row(struct bare *b, int i, int rows)
{
    struct person p;
    char words[400];
    int64_t id;

    person_fill(&p, i, rows);
    if (!b->accounts[p.company])
        b->accounts[p.company] = bare_account(b, &p);
    id = b->next_id++;
    integer(b->contact, 1, b->site);
    integer(b->contact, 2, id);
    integer(b->contact, 3, b->now);
    text(b->contact, 4, p.email);
    text(b->contact, 5, p.name);
    text(b->contact, 6, p.name_key);
    text(b->contact, 7, p.phone);
    text(b->contact, 8, p.title);
    integer(b->contact, 9, b->accounts[p.company]);
    text(b->contact, 10, p.channel);
    text(b->contact, 11, p.page);
    integer(b->contact, 12, p.at);
    step(b->contact);
    bare_change(b, "contact", id);
    (void)snprintf(words, sizeof(words), " %s %.2s silva%d empresa%d example 11%s %s cargo %s",
                   p.name_key, p.email, i, p.company, p.phone + 3, p.phone + 3, p.title + 6);
    bare_words(b, "contact", id, words);
}

static void bare_open(struct bare *b, const struct asked *a)
{
    must(sqlite3_open(a->url + strlen("sqlite:"), &b->h) == SQLITE_OK);
    exec(b->h, "pragma journal_mode=wal; pragma foreign_keys=on; pragma secure_delete=on;"
               "pragma temp_store=memory; pragma trusted_schema=off; pragma cache_size=-65536;"
               "pragma wal_autocheckpoint=20000;");
    /* The import joins the parts of the index itself; this loop leaves it to the index, as that does unless told otherwise. */
    exec(b->h, "insert into search_index (search_index, rank) values ('automerge', 4), "
               "('crisismerge', 16)");
    exec(b->h, a->synced ? "pragma synchronous=full" : "pragma synchronous=normal");
    b->contact = prepared(
        b->h,
        "insert into contacts (site, id, version, created_at, changed_at, email, email_key,"
        " name, name_key, phone, job_title, account, lifecycle, channel, channel_key,"
        " landing_page, first_contact_at)"
        " values (?1, ?2, 1, ?3, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, 'lead', ?10, ?10, ?11, ?12)");
    b->account = prepared(b->h, "insert into accounts (site, id, version, created_at, changed_at,"
                                " domain, domain_key) values (?1, ?2, 1, ?3, ?3, ?4, ?4)");
    b->change = prepared(b->h, "insert into import_changes (site, import, n, action, model, record,"
                               " version_after, before) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, null)");
    b->entry = prepared(
        b->h, "insert into search_entries (site, record, kind, words) values (?1, ?2, ?3, ?4)");
    b->index = prepared(b->h, "insert into search_index (rowid, words) values (?1, ?2)");
    b->progress = prepared(b->h, "update imports set n_rows = ?2, n_added = ?2, at_offset = ?2,"
                                 " at_row = ?2, at_line = ?2 where site = ?1 and id = 7");
}

static void run_bare(const struct asked *a, struct figures *f)
{
    struct id_source *ids;
    struct ctx *cx = new_ctx(&ids);
    struct bare b = {.next_id = INT64_C(1) << 50, .now = ctx_now(cx)};
    struct db_pool *pool = NULL;
    struct holds h = holds_new();
    struct thread_time began = {0};
    char add[200];
    double from, used;

    b.accounts = calloc((size_t)companies_of(a->rows), sizeof(*b.accounts));
    must(b.accounts != NULL);
    check(cx, db_pool_open(cx, &(struct db_options){.url = a->url}, &pool));
    b.site = prepare(cx, pool);
    db_pool_close(pool);
    bare_open(&b, a);
    (void)snprintf(add, sizeof(add),
                   "insert into imports (site, id, kind, state, name, bytes, sha256, created_at)"
                   " values (%lld, 7, 'leads', 'running', 'x', 1, 'x', 1)",
                   (long long)b.site);
    exec(b.h, add);
    from = now_s();
    used = used_s();
    for (int i = 0; i < a->rows; i++) {
        if (i % BATCH == 0) {
            exec(b.h, "begin immediate");
            began = thread_time_now();
        }
        bare_row(&b, i, a->rows);
        if (i % BATCH == BATCH - 1 || i == a->rows - 1) {
            integer(b.progress, 1, b.site);
            integer(b.progress, 2, i + 1);
            step(b.progress);
            exec(b.h, "commit");
            hold_add(&h, thread_time_since(began));
        }
    }
    f->wall_s = now_s() - from;
    f->cpu_s = used_s() - used;
    f->rows = a->rows;
    holds_end(&h, f);
    (void)sqlite3_finalize(b.contact);
    (void)sqlite3_finalize(b.account);
    (void)sqlite3_finalize(b.change);
    (void)sqlite3_finalize(b.progress);
    (void)sqlite3_finalize(b.entry);
    (void)sqlite3_finalize(b.index);
    (void)sqlite3_close(b.h);
    free(b.accounts);
    ctx_free(cx);
    id_source_free(ids);
}

/* --- each in a process --------------------------------------------------------------------- */

static void remove_db(const char *url)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[700];

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        (void)snprintf(path, sizeof(path), "%s%s", url + strlen("sqlite:"), ends[i]);
        (void)unlink(path);
    }
}

static struct figures in_a_process(void (*run)(const struct asked *, struct figures *),
                                   const struct asked *a)
{
    struct figures f = {0};
    int ends[2], status = 0;
    pid_t child;

    must(pipe(ends) == 0);
    child = fork();
    must(child >= 0);
    if (!child) {
        struct rusage u;
        run(a, &f);
        must(getrusage(RUSAGE_SELF, &u) == 0);
        f.peak_kib = u.ru_maxrss;
        must(write(ends[1], &f, sizeof(f)) == (ssize_t)sizeof(f));
        _exit(0);
    }
    (void)close(ends[1]);
    if (read(ends[0], &f, sizeof(f)) != (ssize_t)sizeof(f)) {
        (void)fprintf(stderr, "a run ended early\n");
        exit(1);
    }
    (void)close(ends[0]);
    must(waitpid(child, &status, 0) == child);
    return f;
}

static void print_holds(const char *what, const struct figures *f)
{
    double all = f->transactions ? (double)f->transactions / 100 : 1;

    (void)printf("%s-holds %lld transactions: p99 %.1f ms max %.1f ms, %.2f%% over %d ms;"
                 " of the processor p99 %.1f ms max %.1f ms, %.2f%% over\n",
                 what, (long long)f->transactions, f->clock.p99, f->clock.max,
                 (double)f->clock.over / all, AIM_MS, f->used.p99, f->used.max,
                 (double)f->used.over / all);
}

static void import_once(const struct asked *a, const char *what)
{
    const struct figures run = in_a_process(run_import, a), *f = &run;

    (void)printf("%s-records %.0f/s %.2fs cpu %.2fs (of it trying %.2fs)\n", what,
                 (double)f->rows / f->records_wall_s, f->records_wall_s, f->records_cpu_s,
                 f->tried_cpu_s);
    (void)printf("%s %.0f/s %.2fs cpu %.2fs peak %.0f MB, %lld contacts %lld accounts %lld changes"
                 " %lld audits\n",
                 what, (double)f->rows / f->wall_s, f->wall_s, f->cpu_s,
                 (double)f->peak_kib * 1024 / 1e6, (long long)f->rows, (long long)f->accounts,
                 (long long)f->changes, (long long)f->audits);
    print_holds(what, f);
    (void)fflush(stdout);
}

static void bare_once(const struct asked *a, const char *what)
{
    const struct figures run = in_a_process(run_bare, a), *f = &run;

    (void)printf("%s %.0f/s %.2fs cpu %.2fs\n", what, (double)f->rows / f->wall_s, f->wall_s,
                 f->cpu_s);
    print_holds(what, f);
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    char dir[600] = "/tmp/praca-bench.XXXXXX", csv[700], url[700];
    struct asked a = {.csv = csv, .url = url};
    int64_t wanted = 100000;

    if (argc > 1 && (!text_to_int(argv[1], &wanted) || wanted < 1 || wanted > 10000000)) {
        (void)fprintf(stderr, "usage: bench_import [ROWS [DIR [bare|import|postgres://...]]]\n");
        return 2;
    }
    a.rows = (int)wanted;
    if (argc > 2)
        (void)snprintf(dir, sizeof(dir), "%s/praca-bench.XXXXXX", argv[2]);
    must(mkdtemp(dir) != NULL);
    (void)snprintf(csv, sizeof(csv), "%s/people.csv", dir);
    (void)snprintf(url, sizeof(url), "sqlite:%s/x.db", dir);
    write_file(csv, a.rows);
    if (argc > 3 && !strncmp(argv[3], "postgres", 8)) {
        a.url = argv[3];
        import_once(&a, "postgres");
    } else {
        bool all = argc <= 3;
        for (int synced = 1; synced >= 0 && (all || !strcmp(argv[3], "bare")); synced--) {
            a.synced = synced;
            bare_once(&a, synced ? "bare-synced" : "bare-easy");
            remove_db(url);
        }
        if (all || !strcmp(argv[3], "import"))
            import_once(&a, "import");
        remove_db(url);
    }
    (void)unlink(csv);
    (void)rmdir(dir);
    return 0;
}
