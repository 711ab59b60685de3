/* engines.h -- one suite of claims, run on both relational engines.
 *
 *     static const struct CMUnitTest tests[] = { cmocka_unit_test(a_claim), ... };
 *     int main(void) { return engines_run("people", tests, COUNT_OF(tests), prepare); }
 *
 * Each claim gets a fresh, empty database: struct engine_world is in *state. prepare (may be NULL)
 * fills it first. PostgreSQL takes part when PRACA_TEST_PG_URL names a running server (tests/pg.sh starts
 * one); a database there is a schema of its own, dropped afterwards, or, after engine_fill_once(), a copy of one
 * that was filled before.
 */
#ifndef PRACA_TESTS_ENGINES_H
#define PRACA_TESTS_ENGINES_H

#include "unit/unit.h"

#include "db/db.h"

#include <dirent.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct engine_world {
    struct ctx *cx; /* site 1; ids of node 1 when the test sets them */
    struct db_pool *pool;
    struct test_clock clock;
    enum db_engine engine;
    char dir[64];      /* a temporary directory of this test */
    char url[1024];    /* opens the same database once more */
    char schema[64];   /* PostgreSQL only; empty when it is a database of its own */
    char database[64]; /* PostgreSQL only; empty when it is a schema */
    void *more;        /* prepare's */
};

typedef void engine_prepare(struct engine_world *w);
/* Fills an empty database for all claims alike. */
typedef enum err engine_fill(struct ctx *cx, struct db_pool *p);

static inline enum err engine_run_text(struct ctx *cx, struct db *db, void *text)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin_text(cx, db, text, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

/* Run one statement of SQL in its own transaction. */
static inline enum err engine_sql(struct ctx *cx, struct db_pool *p, const char *text)
{
    char *copy = arena_dup(cx->arena, text);

    return copy ? db_write(cx, p, engine_run_text, copy) : fail_memory(cx);
}

/* A path for mkdtemp() or mkstemp(), where tests keep their files. */
static inline void engine_scratch(char *to, size_t room, const char *name)
{
    const char *dir = getenv("TMPDIR");
    int n = snprintf(to, room, "%s/praca-%s.XXXXXX", dir && dir[0] ? dir : "/tmp", name);

    assert_true(n > 0 && (size_t)n < room);
}

static inline void engine_remove_dir(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *f;
    char path[512];

    while (d && (f = readdir(d))) {
        (void)snprintf(path, sizeof(path), "%s/%s", dir, f->d_name);
        (void)unlink(path);
    }
    if (d)
        (void)closedir(d);
    (void)rmdir(dir);
}

/* The address of a new, empty database. */
static inline void engine_sqlite(struct engine_world *w)
{
    (void)snprintf(w->url, sizeof(w->url), "sqlite:%s/test.db", w->dir);
}

static inline void engine_postgres(struct engine_world *w)
{
    const char *server = getenv("PRACA_TEST_PG_URL");
    struct db_pool *p = NULL;
    char text[128];

    assert_non_null(server);
    /* mkdtemp has made the directory's name unique on this machine. */
    (void)snprintf(w->schema, sizeof(w->schema), "t_%ld_%s", (long)getpid(),
                   strrchr(w->dir, '.') + 1);
    (void)snprintf(text, sizeof(text), "create schema \"%s\"", w->schema);
    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = server}, &p), OK);
    assert_int_equal(engine_sql(w->cx, p, text), OK);
    db_pool_close(p);
    (void)snprintf(w->url, sizeof(w->url), "%s%coptions=-csearch_path%%3D%%22%s%%22", server,
                   strchr(server, '?') ? '&' : '?', w->schema);
}

/* --- filled once */

static inline const char *engine_pg_server(void)
{
    const char *url = getenv("PRACA_TEST_PG_URL");

    must(url);
    return url;
}

/* One statement outside of any transaction, on a connection of its own. */
static inline void engine_pg(PGconn *c, const char *text)
{
    PGresult *r = PQexec(c, text);
    ExecStatusType how = PQresultStatus(r);

    if (how != PGRES_COMMAND_OK && how != PGRES_TUPLES_OK)
        fail_msg("%s: %s", text, PQerrorMessage(c));
    PQclear(r);
}

static inline PGconn *engine_pg_open(void)
{
    PGconn *c = PQconnectdb(engine_pg_server());

    if (PQstatus(c) != CONNECTION_OK)
        fail_msg("PostgreSQL: %s", PQerrorMessage(c));
    return c;
}

/* The server's address with another database. */
static inline void engine_pg_url(char *to, size_t room, const char *database)
{
    const char *server = engine_pg_server(), *more = strchr(server, '?');
    size_t n = more ? (size_t)(more - server) : strlen(server);

    while (n && server[n - 1] != '/')
        n--;
    assert_true(snprintf(to, room, "%.*s%s%s", (int)n, server, database, more ? more : "") <
                (int)room);
}

static inline void engine_fill_at(struct ctx *cx, const char *url, engine_fill *fill)
{
    struct db_pool *p = NULL;

    assert_int_equal(db_pool_open(cx, &(struct db_options){.url = url}, &p), OK);
    assert_int_equal(fill(cx, p), OK);
    db_pool_close(p);
}

/* The first program to come fills it, others wait meanwhile. One that was left half filled is begun anew. */
static inline void engine_pg_template(struct ctx *cx, PGconn *c, const char *name,
                                      engine_fill *fill)
{
    char text[256], url[1024];
    PGresult *r;

    engine_pg(c, "select pg_advisory_lock(1)");
    (void)snprintf(text, sizeof(text), "select 1 from pg_database where datname = '%s'", name);
    r = PQexec(c, text);
    if (PQntuples(r) == 0) {
        (void)snprintf(text, sizeof(text), "drop database if exists \"%s_new\"", name);
        engine_pg(c, text);
        (void)snprintf(text, sizeof(text), "create database \"%s_new\"", name);
        engine_pg(c, text);
        (void)snprintf(text, sizeof(text), "%s_new", name);
        engine_pg_url(url, sizeof(url), text);
        engine_fill_at(cx, url, fill);
        (void)snprintf(text, sizeof(text), "alter database \"%s_new\" rename to \"%s\"", name,
                       name);
        engine_pg(c, text);
    }
    PQclear(r);
    engine_pg(c, "select pg_advisory_unlock(1)");
}

static inline void engine_pg_copy(struct engine_world *w, const char *name, engine_fill *fill)
{
    PGconn *c = engine_pg_open();
    char text[256];

    engine_pg_template(w->cx, c, name, fill);
    (void)snprintf(text, sizeof(text), "drop schema \"%s\"", w->schema);
    engine_pg(c, text);
    (void)snprintf(w->database, sizeof(w->database), "%s", w->schema);
    w->schema[0] = 0;
    (void)snprintf(text, sizeof(text), "create database \"%s\" template \"%s\"%s", w->database,
                   name, PQserverVersion(c) >= 150000 ? " strategy file_copy" : "");
    engine_pg(c, text);
    PQfinish(c);
    engine_pg_url(w->url, sizeof(w->url), w->database);
}

/* The bytes of a filled file; made by the program's first claim that asks. */
struct engine_filled {
    char *bytes;
    size_t n;
    engine_fill *by;
};

static inline void engine_read_file(const char *path, struct engine_filled *ret)
{
    struct stat st = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    must(fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0);
    ret->n = (size_t)st.st_size;
    ret->bytes = malloc(ret->n);
    assert_non_null(ret->bytes);
    assert_int_equal(read(fd, ret->bytes, ret->n), st.st_size);
    (void)close(fd);
}

static inline void engine_sqlite_copy(struct engine_world *w, engine_fill *fill)
{
    static struct engine_filled filled; /* as long as the program runs */
    const char *file = w->url + strlen("sqlite:");
    int fd;

    if (filled.by != fill) {
        free(filled.bytes);
        engine_fill_at(w->cx, w->url, fill);
        engine_read_file(file, &filled);
        filled.by = fill;
        return;
    }
    fd = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, filled.bytes, filled.n), (ssize_t)filled.n);
    (void)close(fd);
}

/* The world's empty database becomes one that `fill` has filled: it runs once for this program (SQLite) or once for the
 * server (PostgreSQL, where `name` is of what it fills), and each claim has a copy. */
static inline void engine_fill_once(struct engine_world *w, const char *name, engine_fill *fill)
{
    db_pool_close(w->pool);
    w->pool = NULL;
    if (w->engine == DB_SQLITE)
        engine_sqlite_copy(w, fill);
    else
        engine_pg_copy(w, name, fill);
    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = w->url}, &w->pool), OK);
}

static inline void engine_drop(struct engine_world *w)
{
    const char *server = getenv("PRACA_TEST_PG_URL");
    struct db_pool *p = NULL;
    char text[128];

    if (w->database[0]) {
        PGconn *c = engine_pg_open();
        (void)snprintf(text, sizeof(text), "drop database \"%s\" with (force)", w->database);
        engine_pg(c, text);
        PQfinish(c);
    }
    if (!w->schema[0])
        return;
    fault_clear(w->cx);
    (void)snprintf(text, sizeof(text), "drop schema \"%s\" cascade", w->schema);
    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = server}, &p), OK);
    assert_int_equal(engine_sql(w->cx, p, text), OK);
    db_pool_close(p);
}

static inline struct engine_world *engine_world_new(enum db_engine engine, engine_prepare *prepare)
{
    struct engine_world *w = calloc(1, sizeof(*w));

    assert_non_null(w);
    w->engine = engine;
    w->clock.now_ms = INT64_C(1700000000000);
    w->cx = ctx_new(MIB(64), test_clock(&w->clock), NULL);
    w->cx->site = 1;
    engine_scratch(w->dir, sizeof(w->dir), "test");
    assert_non_null(mkdtemp(w->dir));
    if (engine == DB_SQLITE)
        engine_sqlite(w);
    else
        engine_postgres(w);
    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = w->url}, &w->pool), OK);
    if (prepare)
        prepare(w);
    return w;
}

static inline void engine_world_free(struct engine_world *w)
{
    db_pool_close(w->pool);
    engine_drop(w);
    engine_remove_dir(w->dir);
    ctx_free(w->cx);
    free(w);
}

struct engine_case {
    enum db_engine engine;
    engine_prepare *prepare;
};

static inline int engine_setup(void **state)
{
    const struct engine_case *c = *state;

    *state = engine_world_new(c->engine, c->prepare);
    return 0;
}

static inline int engine_teardown(void **state)
{
    engine_world_free(*state);
    return 0;
}

/* On one engine alone. */
static inline int engine_run(const char *group, enum db_engine engine,
                             const struct CMUnitTest *tests, size_t n, engine_prepare *prepare)
{
    const char *name = engine == DB_SQLITE ? "sqlite" : "postgres";
    struct engine_case c = {engine, prepare};
    struct CMUnitTest *all;
    char(*names)[200];
    int failed;

    if (engine == DB_POSTGRES && !getenv("PRACA_TEST_PG_URL")) {
        (void)printf("%s: PRACA_TEST_PG_URL is not set: PostgreSQL is skipped\n", group);
        return 0;
    }
    all = calloc(n, sizeof(*all));
    names = calloc(n, sizeof(*names));
    must(all && names);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%s @%s", tests[i].name, name);
        all[i] = (struct CMUnitTest){.name = names[i],
                                     .test_func = tests[i].test_func,
                                     .setup_func = engine_setup,
                                     .teardown_func = engine_teardown,
                                     .initial_state = &c};
    }
    failed = _cmocka_run_group_tests(group, all, n, NULL, NULL);
    free(all);
    free(names);
    return failed;
}

static inline int engines_run(const char *group, const struct CMUnitTest *tests, size_t n,
                              engine_prepare *prepare)
{
    int failed = engine_run(group, DB_SQLITE, tests, n, prepare);

    return failed + engine_run(group, DB_POSTGRES, tests, n, prepare);
}

#endif
