/* engines.h -- one suite of claims, run on both relational engines.
 *
 *     static const struct CMUnitTest tests[] = { cmocka_unit_test(a_claim), ... };
 *     int main(void) { return engines_run("people", tests, COUNT_OF(tests), prepare); }
 *
 * Each claim gets a fresh, empty database: struct engine_world is in *state. prepare (may be NULL)
 * fills it first, with migrations say. PostgreSQL takes part when PRACA_TEST_PG_URL names a running
 * server (tests/pg.sh starts one); a database there is a schema of its own, dropped afterwards.
 */
#ifndef PRACA_TESTS_ENGINES_H
#define PRACA_TESTS_ENGINES_H

#include "unit/unit.h"

#include "db/db.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct engine_world {
    struct ctx *cx; /* site 1; ids of node 1 when the test sets them */
    struct db_pool *pool;
    struct test_clock clock;
    enum db_engine engine;
    char dir[64];    /* a temporary directory of this test */
    char url[1024];  /* opens the same database once more */
    char schema[64]; /* PostgreSQL only */
    void *more;      /* prepare's */
};

typedef void engine_prepare(struct engine_world *w);

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

static inline void engine_drop(struct engine_world *w)
{
    const char *server = getenv("PRACA_TEST_PG_URL");
    struct db_pool *p = NULL;
    char text[128];

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
    (void)snprintf(w->dir, sizeof(w->dir), "/tmp/praca-test.XXXXXX");
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
