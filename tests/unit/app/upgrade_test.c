/* upgrade_test.c -- a data directory of any older version becomes one of this version, with what is in it.
 *
 * The migrations run one at a time, as they did when they came out; before each of them every table that is there has a row in it. What a
 * migration does to rows, and refuses to do to them, shows only so.
 */
#include "unit/engines.h"

#include "db/migrations.h"

#include <string.h>

enum { TABLES_MAX = 300, NAME_MAX_BYTES = 80 };

struct names {
    size_t n;
    char all[TABLES_MAX][NAME_MAX_BYTES];
};

static const char tables_sqlite[] =
    "select name from sqlite_schema where type = 'table' and name not like 'search_index%'"
    " and name not like 'sqlite_%' and name <> 'praca_migrations' order by rowid";
static const char tables_postgres[] =
    "select c.relname from pg_class c join pg_namespace s on s.oid = c.relnamespace"
    " where s.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'praca_migrations'"
    " order by c.oid";
static const char columns_sqlite[] = "select name, type from pragma_table_info('%s') where "
                                     "(\"notnull\" = 1 or pk > 0) and dflt_value is null";
static const char columns_postgres[] =
    "select column_name, data_type from information_schema.columns"
    " where table_schema = current_schema() and table_name = '%s' and is_nullable = 'NO'"
    " and column_default is null and is_generated = 'NEVER'";

static struct db_stmt *asked(struct engine_world *w, struct db **db, const char *text)
{
    struct db_stmt *st = NULL;

    assert_int_equal(db_read(w->cx, w->pool, db), OK);
    assert_int_equal(db_begin_text(w->cx, *db, text, &st), OK);
    return st;
}

static void read_tables(struct engine_world *w, struct names *ret)
{
    struct db *db = NULL;
    struct db_stmt *st = asked(w, &db, w->engine == DB_SQLITE ? tables_sqlite : tables_postgres);
    bool row = false;

    for (ret->n = 0; db_step(w->cx, st, &row) == OK && row; ret->n++) {
        assert_true(ret->n < TABLES_MAX);
        (void)snprintf(ret->all[ret->n], NAME_MAX_BYTES, "%s", db_text(st, 0));
    }
    db_done(st);
    db_return(db);
    assert_null(w->cx->fault.key);
}

static int64_t rows_of(struct engine_world *w, const char *table)
{
    char text[200];
    struct db *db = NULL;
    struct db_stmt *st;
    bool row = false;
    int64_t n;

    (void)snprintf(text, sizeof(text), "select count(*) from %s", table);
    st = asked(w, &db, text);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    n = db_int(st, 0);
    db_done(st);
    db_return(db);
    return n;
}

/* "insert into T (columns that must have a value) values (1, '1', ...)" */
static const char *a_row(struct engine_world *w, const char *table)
{
    struct buf names = buf_in(w->cx->arena), values = buf_in(w->cx->arena);
    char text[500];
    struct db *db = NULL;
    struct db_stmt *st;
    bool row = false;

    (void)snprintf(text, sizeof(text), w->engine == DB_SQLITE ? columns_sqlite : columns_postgres,
                   table);
    st = asked(w, &db, text);
    for (int i = 0; db_step(w->cx, st, &row) == OK && row; i++) {
        const char *type = db_text(st, 1);
        bool number = strstr(type, "int") || strstr(type, "double") || strstr(type, "real");
        buf_print(&names, "%s\"%s\"", i ? ", " : "", db_text(st, 0));
        buf_print(&values, "%s%s", i ? ", " : "", number ? "1" : "'1'");
    }
    db_done(st);
    db_return(db);
    return arena_print(w->cx->arena, "insert into %s (%s) values (%s)", table, buf_text(&names),
                       buf_text(&values));
}

/* How many are empty still; ret_refused: why the last of them is. */
static size_t fill_round(struct engine_world *w, const struct names *t, const char **ret_refused)
{
    size_t empty = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (rows_of(w, t->all[i]) || engine_sql(w->cx, w->pool, a_row(w, t->all[i])) == OK)
            continue;
        *ret_refused = arena_print(w->cx->arena, "%s: %s %s", a_row(w, t->all[i]), w->cx->fault.key,
                                   w->cx->fault.detail);
        fault_clear(w->cx);
        empty++;
    }
    return empty;
}

/* In as many rounds as it takes for what refers to something to find it. */
static void fill_what_is_empty(struct engine_world *w, struct names *t)
{
    const char *refused = "";
    size_t before = SIZE_MAX, empty;

    read_tables(w, t);
    for (; (empty = fill_round(w, t, &refused)) > 0; before = empty)
        if (empty >= before)
            fail_msg("%s", refused);
}

/* Where the rows of a table are after a migration that put them elsewhere. */
static const char *where_now(const char *table, int number)
{
    static const struct {
        int number;
        const char *from, *to;
    } moved[] = {{83, "report_links", "share_links"}};

    for (size_t i = 0; i < COUNT_OF(moved); i++)
        if (number == moved[i].number && !strcmp(table, moved[i].from))
            return moved[i].to;
    return table;
}

static void each_migration_takes_along_what_is_there(void **state)
{
    struct engine_world *w = *state;
    struct names *t = calloc(1, sizeof(*t));
    size_t left = 0;

    assert_non_null(t);
    for (size_t n = 1; n <= praca_migration_count; n++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        int applied = 0;
        if (db_migrate(w->cx, w->pool, praca_migrations, n, &applied) != OK)
            fail_msg("%d: %s %s", praca_migrations[n - 1].number, w->cx->fault.key,
                     w->cx->fault.detail ? w->cx->fault.detail : "");
        assert_int_equal(applied, 1);
        for (size_t i = 0; i < t->n; i++)
            if (!rows_of(w, where_now(t->all[i], praca_migrations[n - 1].number)))
                fail_msg("%d empties %s", praca_migrations[n - 1].number, t->all[i]);
        fill_what_is_empty(w, t);
        arena_reset(w->cx->arena, mark);
    }
    assert_int_equal(
        db_migrations_missing(w->cx, w->pool, praca_migrations, praca_migration_count, &left), OK);
    assert_int_equal(left, 0);
    assert_true(t->n > 50);
    free(t);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_migration_takes_along_what_is_there),
    };

    return engines_run("upgrade", tests, COUNT_OF(tests), NULL);
}
