/* migrate_test.c -- the schema goes forward: once, whole, and by one process at a time. */
#include "unit/engines.h"

#include "db/migrations.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define SAME(t)                                                                                    \
    {                                                                                              \
        (t), (t)                                                                                   \
    }

static const struct db_migration three[] = {
    {1, "first", SAME("create table a (x bigint); insert into a values (1)")},
    {2, "second", SAME("create table b (x bigint); insert into b select x + 1 from a")},
    {4, "third", SAME("create table c (x bigint); insert into c select x + 1 from b;")},
};
static const struct db_migration changed[] = {
    {1, "first", SAME("create table a (x bigint); insert into a values (1)")},
    {2, "second", SAME("create table b (x bigint); insert into b select x + 2 from a")},
    {4, "third", SAME("create table c (x bigint); insert into c select x + 1 from b;")},
};
static const struct db_migration broken[] = {
    {1, "first", SAME("create table a (x bigint); insert into a values (1)")},
    {2, "second", SAME("create table b (x bigint); insert into nowhere values (1)")},
};

static int64_t number(struct engine_world *w, const char *text)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin_text(w->cx, db, text, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    n = row ? db_int(st, 0) : NIL;
    db_done(st);
    db_return(db);
    return n;
}

static int migrated_to(struct engine_world *w)
{
    int n = -1;

    assert_int_equal(db_migrated_to(w->cx, w->pool, &n), OK);
    return n;
}

static void an_empty_database_gets_all_in_order(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(migrated_to(w), 0);
    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(applied, 3);
    assert_int_equal(migrated_to(w), 4);
    assert_int_equal(number(w, "select x from c"), 3);
}

static void a_second_run_finds_nothing_to_do(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(applied, 0);
}

static void a_database_of_the_release_before_gets_what_is_new(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(db_migrate(w->cx, w->pool, three, 2, &applied), OK);
    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(applied, 1);
    assert_int_equal(number(w, "select x from c"), 3);
}

static void a_migration_that_was_changed_is_refused(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(db_migrate(w->cx, w->pool, three, 2, &applied), OK);
    assert_int_equal(db_migrate(w->cx, w->pool, changed, 3, &applied), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.migration_changed");
    assert_string_equal(w->cx->fault.params[0].value, "2");
    fault_clear(w->cx);
    assert_int_equal(migrated_to(w), 2);
}

static void a_database_newer_than_the_program_is_refused(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(db_migrate(w->cx, w->pool, three, 2, &applied), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.newer");
    assert_string_equal(w->cx->fault.params[0].value, "4");
}

static size_t missing(struct engine_world *w, const struct db_migration *all, size_t n)
{
    size_t ret = SIZE_MAX;

    assert_int_equal(db_migrations_missing(w->cx, w->pool, all, n, &ret), OK);
    return ret;
}

/* Two were written side by side, and the one with the higher number landed first. */
static void a_migration_with_a_lower_number_than_what_is_there_is_missed_and_made(void **state)
{
    static const struct db_migration landed[] = {
        {1, "first", SAME("create table a (x bigint); insert into a values (1)")},
        {4, "third", SAME("create table c (x bigint)")}};
    static const struct db_migration all[] = {
        {1, "first", SAME("create table a (x bigint); insert into a values (1)")},
        {2, "second", SAME("create table b (x bigint); insert into b select x + 1 from a")},
        {4, "third", SAME("create table c (x bigint)")}};
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(missing(w, landed, 2), 2);
    assert_int_equal(db_migrate(w->cx, w->pool, landed, 2, &applied), OK);
    assert_int_equal(missing(w, landed, 2), 0);
    assert_int_equal(migrated_to(w), 4);
    assert_int_equal(missing(w, all, 3), 1);
    assert_int_equal(db_migrate(w->cx, w->pool, all, 3, &applied), OK);
    assert_int_equal(applied, 1);
    assert_int_equal(missing(w, all, 3), 0);
    assert_int_equal(number(w, "select x from b"), 2);
}

static void what_is_missing_is_not_told_of_a_database_that_another_program_made(void **state)
{
    struct engine_world *w = *state;
    size_t n = 7;
    int applied = -1;

    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(db_migrations_missing(w->cx, w->pool, changed, 3, &n), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.migration_changed");
    fault_clear(w->cx);
    assert_int_equal(db_migrations_missing(w->cx, w->pool, three, 2, &n), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.newer");
    assert_int_equal(n, 7);
}

static void a_migration_that_fails_leaves_nothing_of_itself(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_int_equal(db_migrate(w->cx, w->pool, broken, 2, &applied), ERR_BROKEN);
    fault_clear(w->cx);
    assert_int_equal(migrated_to(w), 1);
    assert_int_equal(db_migrate(w->cx, w->pool, three, 3, &applied), OK);
    assert_int_equal(applied, 2);
}

static void the_programs_own_schema_is_made_from_empty(void **state)
{
    struct engine_world *w = *state;
    int applied = -1;

    assert_true(praca_migration_count > 0);
    for (size_t i = 1; i < praca_migration_count; i++)
        assert_true(praca_migrations[i].number > praca_migrations[i - 1].number);
    assert_null(praca_migrations[praca_migration_count].name);
    assert_int_equal(db_migrate(w->cx, w->pool, praca_migrations, praca_migration_count, &applied),
                     OK);
    assert_int_equal(applied, (int)praca_migration_count);
    assert_int_equal(migrated_to(w), praca_migrations[praca_migration_count - 1].number);
}

/* What a child process does: open the same database and migrate; the exit code says how it went. */
static pid_t migrate_in_child(struct engine_world *w, const struct db_migration *all, size_t n)
{
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);
        struct db_pool *p = NULL;
        int applied = 0;
        enum err e = db_pool_open(cx, &(struct db_options){.url = w->url}, &p);
        if (!e)
            e = db_migrate(cx, p, all, n, &applied);
        if (e)
            (void)fprintf(stderr, "child: %s %s\n", cx->fault.key, cx->fault.detail);
        db_pool_close(p);
        ctx_free(cx);
        _exit(e ? 100 : applied);
    }
    return pid;
}

static int exit_code(pid_t pid)
{
    int status = 0;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void of_processes_that_start_together_one_does_the_work(void **state)
{
    struct engine_world *w = *state;
    pid_t pids[4];
    int applied = 0;

    for (size_t i = 0; i < COUNT_OF(pids); i++)
        pids[i] = migrate_in_child(w, three, 3);
    for (size_t i = 0; i < COUNT_OF(pids); i++) {
        int code = exit_code(pids[i]);
        assert_true(code <= 3);
        applied += code;
    }
    assert_int_equal(applied, 3);
    assert_int_equal(migrated_to(w), 4);
    assert_int_equal(number(w, "select count(*) from c"), 1);
}

/* Long enough to be met at work, on both engines. */
static const struct db_migration slow[] = {
    {1, "first", SAME("create table a (x bigint); insert into a values (1)")},
    {2,
     "slow",
     {"create table big (x bigint, y text);"
      "insert into big with recursive n (i) as (select 1 union all select i + 1 from n where i < "
      "150000)"
      " select i, hex(randomblob(100)) from n",
      "create table big (x bigint, y text);"
      "insert into big select i, repeat(md5(i::text), 6) from generate_series(1, 150000) as s "
      "(i)"}},
};

/* Whether the child is in the middle of the second migration. */
static bool is_at_work(struct engine_world *w)
{
    char text[600];
    struct stat s;

    if (w->engine == DB_SQLITE) {
        (void)snprintf(text, sizeof(text), "%s/test.db-wal", w->dir);
        return stat(text, &s) == 0 && s.st_size > 2000000;
    }
    (void)snprintf(text, sizeof(text),
                   "select count(*) from pg_stat_activity as p join pg_locks as l using (pid)"
                   " where p.query like 'create table big%%' and l.relation = '\"%s\".a'::regclass"
                   " or p.query like 'create table big%%' and l.relation ="
                   " to_regclass('\"%s\".praca_migrations')",
                   w->schema, w->schema);
    return migrated_to(w) == 1 && number(w, text) > 0;
}

static void a_process_killed_in_the_middle_leaves_the_migration_before(void **state)
{
    struct engine_world *w = *state;
    int status = 0, applied = -1;
    pid_t pid;

    assert_int_equal(db_migrate(w->cx, w->pool, slow, 1, &applied), OK);
    pid = migrate_in_child(w, slow, 2);
    while (!is_at_work(w))
        assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));

    assert_int_equal(migrated_to(w), 1);
    assert_int_equal(db_migrate(w->cx, w->pool, slow, 2, &applied), OK);
    assert_int_equal(applied, 1);
    assert_int_equal(number(w, "select count(*) from big"), 150000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_database_gets_all_in_order),
        cmocka_unit_test(a_second_run_finds_nothing_to_do),
        cmocka_unit_test(a_database_of_the_release_before_gets_what_is_new),
        cmocka_unit_test(a_migration_that_was_changed_is_refused),
        cmocka_unit_test(a_database_newer_than_the_program_is_refused),
        cmocka_unit_test(a_migration_with_a_lower_number_than_what_is_there_is_missed_and_made),
        cmocka_unit_test(what_is_missing_is_not_told_of_a_database_that_another_program_made),
        cmocka_unit_test(a_migration_that_fails_leaves_nothing_of_itself),
        cmocka_unit_test(the_programs_own_schema_is_made_from_empty),
        cmocka_unit_test(of_processes_that_start_together_one_does_the_work),
        cmocka_unit_test(a_process_killed_in_the_middle_leaves_the_migration_before),
    };
    return engines_run("migrate", tests, COUNT_OF(tests), NULL);
}
