/* db_test.c -- the port's promises, each on both engines. */
#include "unit/engines.h"

#include "db/db_priv.h"

#include "queries_sql.h"

#include <math.h>

static void tables(struct engine_world *w)
{
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   w->engine == DB_SQLITE
                       ? "create table things (id bigint primary key, site bigint not null,"
                         " name text, amount bigint check (amount <> 13), rate real, bytes blob,"
                         " made_at bigint)"
                       : "create table things (id bigint primary key, site bigint not null,"
                         " name text, amount bigint check (amount <> 13), rate double precision,"
                         " bytes bytea, made_at bigint)"),
        OK);
    assert_int_equal(
        engine_sql(w->cx, w->pool, "create unique index thing_name on things (site, name)"), OK);
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "create table parts (id bigint primary key, site bigint not null,"
                                " thing bigint not null references things (id))"),
                     OK);
}

struct thing {
    int64_t id;
    const char *name;
    int64_t amount;
    double rate;
    const char *bytes;
    size_t size;
    enum err then; /* what the work returns after all went well */
};

static enum err add_thing(struct ctx *cx, struct db *db, void *arg)
{
    const struct thing *t = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_thing_add, &st);

    if (e)
        return e;
    db_bind_int(st, "id", t->id);
    db_bind_text(st, "name", t->name);
    db_bind_int(st, "amount", t->amount);
    db_bind_real(st, "rate", t->rate);
    db_bind_blob(st, "bytes", t->bytes, t->size);
    e = db_run(cx, st);
    if (!e)
        assert_int_equal(db_changes(st), 1);
    db_done(st);
    return e ? e : t->then;
}

static enum err add(struct engine_world *w, struct thing t)
{
    return db_write(w->cx, w->pool, add_thing, &t);
}

static int64_t count(struct engine_world *w)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_count, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_true(row);
    n = db_int(st, 0);
    db_done(st);
    db_return(db);
    return n;
}

static void what_is_written_is_read_back_in_every_type(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    bool row = false;

    assert_int_equal(
        add(w, (struct thing){7, "Ação 日本 😀 'q' \"d\" \\", -INT64_MAX, 0.1, "\0\1\xff", 3, OK}),
        OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_get, &st), OK);
    db_bind_int(st, "id", 7);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_true(row);
    assert_int_equal(db_columns(st), 7);
    assert_string_equal(db_column_name(st, 2), "name");
    assert_int_equal(db_int(st, 0), 7);
    assert_int_equal(db_int(st, 1), 1); /* bound by the port */
    assert_string_equal(db_text(st, 2), "Ação 日本 😀 'q' \"d\" \\");
    assert_true(db_int(st, 3) == -INT64_MAX);
    assert_true(db_real(st, 4) == 0.1);
    assert_memory_equal(db_blob(st, 5, &n), "\0\1\xff", 3);
    assert_int_equal(n, 3);
    assert_int_equal(db_int(st, 6), 1700000000000);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_false(row);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_false(row);
    db_done(st);
    db_return(db);
}

static void none_is_written_and_read_as_none(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    size_t n = 1;
    bool row = false;

    assert_int_equal(add(w, (struct thing){7, NULL, NIL, (double)NAN, NULL, 0, OK}), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_get, &st), OK);
    db_bind_int(st, "id", 7);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_true(row);
    assert_true(db_is_null(st, 2));
    assert_null(db_text(st, 2));
    assert_null(db_text_dup(w->cx, st, 2));
    assert_true(db_int(st, 3) == NIL);
    assert_true(isnan(db_real(st, 4)));
    assert_null(db_blob(st, 5, &n));
    assert_int_equal(n, 0);
    db_done(st);
    db_return(db);
}

static void counts_sums_and_conditions_read_as_numbers(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;

    assert_int_equal(add(w, (struct thing){1, "a", 10, 0, "", 0, OK}), OK);
    assert_int_equal(add(w, (struct thing){2, "b", 15, 0, "", 0, OK}), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_count, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_int_equal(db_int(st, 0), 2);
    assert_int_equal(db_int(st, 1), 25);
    assert_true(db_real(st, 2) == 12.5);
    assert_int_equal(db_int(st, 3), 1);
    db_done(st);
    db_return(db);
}

static void work_that_fails_leaves_nothing(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(add(w, (struct thing){1, "a", 1, 1, "", 0, ERR_DENIED}), ERR_DENIED);
    assert_int_equal(count(w), 0);
    assert_int_equal(add(w, (struct thing){1, "a", 1, 1, "", 0, OK}), OK);
    assert_int_equal(count(w), 1);
}

static void a_second_of_the_same_is_a_conflict_that_has_a_name(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(add(w, (struct thing){1, "a", 1, 1, "", 0, OK}), OK);
    assert_int_equal(add(w, (struct thing){2, "a", 1, 1, "", 0, OK}), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.unique");
    assert_string_equal(w->cx->fault.detail,
                        w->engine == DB_SQLITE ? "things.site, things.name" : "thing_name");
    assert_int_equal(count(w), 1);
}

static enum err add_part(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_part_add, &st);

    if (e)
        return e;
    db_bind_int(st, "id", 1);
    db_bind_int(st, "thing", *(int64_t *)arg);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

static void a_reference_to_nothing_is_refused(void **state)
{
    struct engine_world *w = *state;
    int64_t none = 99;

    assert_int_equal(db_write(w->cx, w->pool, add_part, &none), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "db.reference");
}

static void a_value_that_breaks_a_check_is_refused(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(add(w, (struct thing){1, "a", 13, 1, "", 0, OK}), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "db.check");
}

/* Add 1; try to add 1 again (refused), then 2 in a try that works, and 3 in one that changes its
 * mind. */
static enum err try_several(struct ctx *cx, struct db *db, void *arg)
{
    struct thing one = {1, "a", 1, 1, "", 0, OK}, two = {2, "b", 1, 1, "", 0, OK},
                 three = {3, "c", 1, 1, "", 0, ERR_DENIED};

    (void)arg;
    assert_true(db_is_writing(db));
    assert_int_equal(add_thing(cx, db, &one), OK);
    assert_int_equal(db_try(cx, db, add_thing, &one), ERR_CONFLICT);
    assert_true(strlen(db_conflict(db)) > 0);
    fault_clear(cx);
    assert_int_equal(db_try(cx, db, add_thing, &two), OK);
    assert_int_equal(db_try(cx, db, add_thing, &three), ERR_DENIED);
    return OK;
}

static void a_try_that_fails_is_undone_alone(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(db_write(w->cx, w->pool, try_several, NULL), OK);
    assert_int_equal(count(w), 2);
}

static enum err try_inside_try(struct ctx *cx, struct db *db, void *arg)
{
    struct thing one = {1, "a", 1, 1, "", 0, OK};
    enum err e = db_try(cx, db, add_thing, &one);

    (void)arg;
    return e ? e : ERR_DENIED;
}

static enum err outer_try(struct ctx *cx, struct db *db, void *arg)
{
    struct thing two = {2, "b", 1, 1, "", 0, OK};

    assert_int_equal(db_try(cx, db, try_inside_try, arg), ERR_DENIED);
    return add_thing(cx, db, &two);
}

static void an_outer_try_undoes_the_inner_one(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(db_write(w->cx, w->pool, outer_try, NULL), OK);
    assert_int_equal(count(w), 1);
}

static enum err swallow(struct ctx *cx, struct db *db, void *arg)
{
    struct thing one = {1, "a", 1, 1, "", 0, OK};

    assert_int_equal(add_thing(cx, db, &one), OK);
    assert_int_equal(add_thing(cx, db, &one), ERR_CONFLICT);
    fault_clear(cx);
    (void)arg;
    return OK;
}

static void a_failure_passed_over_is_no_commit(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(db_write(w->cx, w->pool, swallow, NULL), ERR_BROKEN);
    assert_int_equal(count(w), 0);
}

static void a_reader_cannot_write(void **state)
{
    struct engine_world *w = *state;
    struct thing one = {1, "a", 1, 1, "", 0, OK};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_false(db_is_writing(db));
    assert_int_equal(add_thing(w->cx, db, &one), ERR_BROKEN);
    db_return(db);
    assert_int_equal(count(w), 0);
}

static void one_forgotten_of_as_many_as_there_can_be_is_an_error(void **state)
{
    struct engine_world *w = *state;
    const char sign = w->engine == DB_POSTGRES ? '$' : '?';
    struct buf b = buf_in(w->cx->arena);
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;

    buf_add_text(&b, "select 1 where cast(7 as bigint) in (");
    for (int n = 1; n <= DB_PARAMS_MAX; n++)
        buf_print(&b, "%s%c%d", n > 1 ? ", " : "", sign, n);
    buf_add_char(&b, ')');
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin_text(w->cx, db, buf_text(&b), &st), OK);
    for (int n = 1; n <= DB_PARAMS_MAX; n++)
        db_bind_int_at(st, n, n);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_true(row);
    db_again(st);
    for (int n = 1; n <= DB_PARAMS_MAX; n++)
        if (n != DB_PARAMS_MAX - 4)
            db_bind_int_at(st, n, n);
    assert_int_equal(db_step(w->cx, st, &row), ERR_BROKEN);
    db_done(st);
    db_return(db);
}

static void a_forgotten_or_unknown_parameter_is_an_error(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_get, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), ERR_BROKEN);
    assert_string_equal(w->cx->fault.detail, "thing_get: parameter id is not bound");
    fault_clear(w->cx);
    db_bind_int(st, "id", 1);
    db_bind_int(st, "colour", 1);
    assert_int_equal(db_step(w->cx, st, &row), ERR_BROKEN);
    assert_string_equal(w->cx->fault.detail, "thing_get: parameter colour cannot be bound");
    fault_clear(w->cx);
    db_again(st);
    db_bind_int(st, "id", 1);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_false(row);
    db_done(st);
    db_return(db);
}

/* The bound is of one run: the statement goes to its end when it is taken up again. */
static void a_statement_that_has_spent_its_effort_ends_and_tells(void **state)
{
    static const char many[] = "with recursive n (x) as (select 1 union all select x + 1 from n "
                               "where x < 20000) select count(*) from n";
    struct engine_world *w = *state;
    bool lite = w->engine == DB_SQLITE, row = false;
    struct db *db = NULL;
    struct db_stmt *st = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin_text(w->cx, db, many, &st), OK);
    db_effort(st, 5000);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_int_equal(row, !lite);
    assert_int_equal(db_tired(st), lite);
    db_done(st);
    assert_int_equal(db_begin_text(w->cx, db, many, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_true(row);
    assert_false(db_tired(st));
    assert_int_equal(db_int(st, 0), 20000);
    db_done(st);
    db_return(db);
}

static void a_statement_runs_inside_the_loop_over_its_own_rows(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *outer = NULL, *inner = NULL;
    bool row = false;
    int pairs = 0;

    for (int64_t id = 1; id <= 3; id++)
        assert_int_equal(add(w, (struct thing){id, NULL, 1, 1, "", 0, OK}), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_list, &outer), OK);
    while (db_step(w->cx, outer, &row) == OK && row) {
        bool more = false;
        assert_int_equal(db_begin(w->cx, db, &SQL_thing_list, &inner), OK);
        while (db_step(w->cx, inner, &more) == OK && more)
            pairs++;
        db_done(inner);
    }
    db_done(outer);
    db_return(db);
    assert_int_equal(pairs, 9);
}

static enum err rename_loop(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_thing_rename, &st);

    (void)arg;
    for (int64_t id = 1; !e && id <= 3; id++) {
        db_bind_text(st, "name", arena_print(cx->arena, "n%d", (int)id));
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
        assert_int_equal(db_changes(st), id < 3 ? 1 : 0);
        db_again(st);
    }
    db_done(st);
    return e;
}

static void a_statement_is_bound_and_run_again(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(add(w, (struct thing){1, "a", 1, 1, "", 0, OK}), OK);
    assert_int_equal(add(w, (struct thing){2, "b", 1, 1, "", 0, OK}), OK);
    assert_int_equal(db_write(w->cx, w->pool, rename_loop, NULL), OK);
}

static void another_site_is_not_seen(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = true;

    assert_int_equal(add(w, (struct thing){1, "a", 1, 1, "", 0, OK}), OK);
    w->cx->site = 2;
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_list, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_false(row);
    db_done(st);
    db_return(db);
}

static void each_engine_gets_its_own_text(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin(w->cx, db, &SQL_engine_name, &st), OK);
    db_bind_text(st, "word", "w");
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_string_equal(db_text(st, 0), w->engine == DB_SQLITE ? "sqlite" : "post'gres:x");
    assert_string_equal(db_text(st, 1), "w");
    if (w->engine == DB_POSTGRES)
        assert_string_equal(db_text(st, 2), "':no");
    db_done(st);
    assert_int_equal(db_begin(w->cx, db, &SQL_thing_first, &st), OK);
    db_bind_text(st, "word", "w");
    db_bind_int(st, "n", INT64_C(1) << 40);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_string_equal(db_text(st, 0), "a:b");
    assert_string_equal(db_text(st, 1), ":sitew");
    assert_int_equal(db_int(st, 2), (INT64_C(1) << 40) - 5);
    db_done(st);
    db_return(db);
}

static void old_statements_make_room_for_new_ones(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (int i = 0; i < STMTS_MAX + 50; i++) {
        assert_int_equal(db_begin_text(w->cx, db, arena_print(w->cx->arena, "select %d", i), &st),
                         OK);
        assert_int_equal(db_step(w->cx, st, &row), OK);
        assert_int_equal(db_int(st, 0), i);
        db_done(st);
    }
    assert_int_equal(db->stmt_count, STMTS_MAX);
    db_return(db);
}

static const struct db_query wrong = {.name = "wrong",
                                      .text = {"select x from nowhere", "select x from nowhere"},
                                      .params = (const char *const[]){NULL}};

static void every_query_can_be_prepared(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (size_t i = 0; SQL_all_queries[i]; i++)
        assert_int_equal(db_prepare_check(w->cx, db, SQL_all_queries[i]), OK);
    assert_int_equal(db_prepare_check(w->cx, db, &wrong), ERR_BROKEN);
    db_return(db);
}

static enum err add_many(struct ctx *cx, struct db *db, void *arg)
{
    int64_t clash = *(int64_t *)arg;
    struct db_stmt *st = NULL;
    enum err e = db_pipeline(cx, db), flushed;

    if (!e)
        e = db_begin(cx, db, &SQL_thing_add, &st);
    for (int64_t id = 1; !e && id <= 1000; id++) {
        db_bind_int(st, "id", id == clash ? 1 : id);
        db_bind_text(st, "name", NULL);
        db_bind_int(st, "amount", id + 100);
        db_bind_real(st, "rate", 1);
        db_bind_blob(st, "bytes", NULL, 0);
        e = db_run(cx, st);
        db_again(st);
    }
    db_done(st);
    flushed = db_flush(cx, db);
    return e ? e : flushed;
}

static void a_batch_is_all_there_or_not_at_all(void **state)
{
    struct engine_world *w = *state;
    int64_t none = 0, early = 3, late = 1000;

    assert_int_equal(db_write(w->cx, w->pool, add_many, &early), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, add_many, &late), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.unique");
    fault_clear(w->cx);
    assert_int_equal(count(w), 0);
    assert_int_equal(db_write(w->cx, w->pool, add_many, &none), OK);
    assert_int_equal(count(w), 1000);
}

static void more_statements_than_are_kept_still_work(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (int round = 0; round < 2; round++) {
        for (int64_t i = 0; i < 400; i++) {
            struct db_stmt *st = NULL;
            bool row = false;
            assert_int_equal(
                db_begin_text(w->cx, db,
                              arena_print(w->cx->arena,
                                          db_engine_of(db) == DB_SQLITE ? "select ?1 + %d, ?2"
                                                                        : "select $1 + %d, $2",
                                          (int)i),
                              &st),
                OK);
            db_bind_int_at(st, 1, 1);
            db_bind_text_at(st, 2, "x");
            assert_int_equal(db_step(w->cx, st, &row), OK);
            assert_int_equal(db_int(st, 0), i + 1);
            db_done(st);
        }
    }
    db_return(db);
}

/* The work itself went well; what it tells its caller may be cut short. */
static enum err add_and_fill(struct ctx *cx, struct db *db, void *arg)
{
    enum err e = add_thing(cx, db, arg);

    arena_fail_at(cx->arena, 1);
    assert_null(arena_alloc(cx->arena, 1));
    arena_fail_at(cx->arena, 0);
    return e;
}

static void what_ends_in_a_full_arena_is_not_committed(void **state)
{
    struct engine_world *w = *state;
    struct arena_mark mark = arena_mark(w->cx->arena);
    struct thing one = {1, "a", 1, 1, "", 0, OK};

    assert_int_equal(db_write(w->cx, w->pool, add_and_fill, &one), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "base.memory");
    fault_clear(w->cx);
    arena_reset(w->cx->arena, mark);
    assert_int_equal(count(w), 0);
}

static void a_full_arena_is_reported_and_not_written_as_none(void **state)
{
    struct engine_world *w = *state;
    struct arena_mark mark = arena_mark(w->cx->arena);

    arena_fail_at(w->cx->arena, 1);
    assert_null(arena_dup(w->cx->arena, "a name"));
    assert_int_equal(add(w, (struct thing){1, NULL, 1, 1, "", 0, OK}), ERR_LIMIT);
    arena_fail_at(w->cx->arena, 0);
    arena_reset(w->cx->arena, mark);
    fault_clear(w->cx);
    assert_int_equal(count(w), 0);
}

static int64_t count_of(struct engine_world *w, struct db *db, const char *sql)
{
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    assert_int_equal(db_begin_text(w->cx, db, sql, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    n = row ? db_int(st, 0) : -1;
    db_done(st);
    return n;
}

static void what_need_not_wait_for_the_disk_is_seen_at_once(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(engine_sql(w->cx, w->pool, "create table soon (n bigint)"), OK);
    db_bulk_begin(w->pool);
    for (int i = 0; i < 3; i++) {
        char text[] = "insert into soon values (1)";
        assert_int_equal(db_write_soon(w->cx, w->pool, engine_run_text, text), OK);
    }
    db_bulk_end(w->pool);
    assert_int_equal(engine_sql(w->cx, w->pool, "insert into soon values (1)"), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(count_of(w, db, "select count(*) from soon"), 4);
    db_return(db);
}

/* Before the one of the C library, for this program and for SQLite in it. */
static int syncs;
int fdatasync(int fd) /* NOLINT(readability-inconsistent-declaration-parameter-name) */
{
    syncs++;
    return fsync(fd);
}

static enum err syncs_by_now(struct ctx *cx, struct db *db, void *arg)
{
    char text[] = "insert into soon values (1)";

    *(int *)arg = syncs;
    return engine_run_text(cx, db, text);
}

static void nobody_holds_the_writer_while_what_did_not_wait_comes_to_the_disk(void **state)
{
    struct engine_world *w = *state;
    int before, held;

    if (w->engine != DB_SQLITE)
        return;
    assert_int_equal(engine_sql(w->cx, w->pool, "create table soon (n bigint)"), OK);
    before = syncs;
    for (int i = 0; i < 3; i++)
        assert_int_equal(db_write_soon(w->cx, w->pool, syncs_by_now, &held), OK);
    assert_int_equal(syncs, before);
    assert_int_equal(db_write(w->cx, w->pool, syncs_by_now, &held), OK);
    assert_int_equal(held, before + 1);
    before = syncs;
    assert_int_equal(db_write(w->cx, w->pool, syncs_by_now, &held), OK);
    assert_int_equal(held, before);
}

static void a_snapshot_stays_as_it_was(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(engine_sql(w->cx, w->pool, "create table still (n bigint)"), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_snapshot(w->cx, db), OK);
    assert_int_equal(count_of(w, db, "select count(*) from still"), 0);
    assert_int_equal(engine_sql(w->cx, w->pool, "insert into still values (1)"), OK);
    assert_int_equal(count_of(w, db, "select count(*) from still"), 0);
    db_return(db);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(count_of(w, db, "select count(*) from still"), 1);
    db_return(db);
}

static void an_address_nobody_knows_is_refused(void **state)
{
    struct engine_world *w = *state;
    struct db_pool *p = NULL;

    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = "mysql://x"}, &p),
                     ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = "sqlite:/nowhere/x.db"}, &p),
                     ERR_BROKEN);
    fault_clear(w->cx);
    assert_int_equal(
        db_pool_open(w->cx, &(struct db_options){.url = "postgres://x@127.0.0.1:1/x"}, &p),
        ERR_BUSY);
    assert_string_equal(w->cx->fault.key, "db.away");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back_in_every_type),
        cmocka_unit_test(none_is_written_and_read_as_none),
        cmocka_unit_test(counts_sums_and_conditions_read_as_numbers),
        cmocka_unit_test(work_that_fails_leaves_nothing),
        cmocka_unit_test(a_second_of_the_same_is_a_conflict_that_has_a_name),
        cmocka_unit_test(a_reference_to_nothing_is_refused),
        cmocka_unit_test(a_value_that_breaks_a_check_is_refused),
        cmocka_unit_test(a_try_that_fails_is_undone_alone),
        cmocka_unit_test(an_outer_try_undoes_the_inner_one),
        cmocka_unit_test(a_failure_passed_over_is_no_commit),
        cmocka_unit_test(a_reader_cannot_write),
        cmocka_unit_test(a_forgotten_or_unknown_parameter_is_an_error),
        cmocka_unit_test(one_forgotten_of_as_many_as_there_can_be_is_an_error),
        cmocka_unit_test(a_statement_that_has_spent_its_effort_ends_and_tells),
        cmocka_unit_test(a_statement_runs_inside_the_loop_over_its_own_rows),
        cmocka_unit_test(a_statement_is_bound_and_run_again),
        cmocka_unit_test(another_site_is_not_seen),
        cmocka_unit_test(each_engine_gets_its_own_text),
        cmocka_unit_test(old_statements_make_room_for_new_ones),
        cmocka_unit_test(what_ends_in_a_full_arena_is_not_committed),
        cmocka_unit_test(every_query_can_be_prepared),
        cmocka_unit_test(a_batch_is_all_there_or_not_at_all),
        cmocka_unit_test(more_statements_than_are_kept_still_work),
        cmocka_unit_test(a_full_arena_is_reported_and_not_written_as_none),
        cmocka_unit_test(what_need_not_wait_for_the_disk_is_seen_at_once),
        cmocka_unit_test(nobody_holds_the_writer_while_what_did_not_wait_comes_to_the_disk),
        cmocka_unit_test(a_snapshot_stays_as_it_was),
        cmocka_unit_test(an_address_nobody_knows_is_refused),
    };
    return engines_run("db", tests, COUNT_OF(tests), tables);
}
