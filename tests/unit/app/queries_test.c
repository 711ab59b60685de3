/* queries_test.c -- each named query of each floor, prepared against the migrated schema of both engines.
 *
 * A query that only one path runs would otherwise show its misspelt column to the first person on that path. The list
 * is made by the build (every_query.h.in), so a new .sql file takes part without being named here.
 */
#include "unit/world.h"

#include "unit/app/every_query.h"

static void every_named_query_stands_on_both_engines(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    size_t count = 0, wrong = 0;

    for (size_t i = 0; i < COUNT_OF(every_query_file); i++) {
        const struct query_file *f = &every_query_file[i];
        assert_int_equal(db_read(w->cx, w->pool, &db), OK);
        for (const struct db_query *const *q = f->queries; *q; q++, count++) {
            if (db_prepare_check(w->cx, db, *q) == OK)
                continue;
            wrong++;
            print_error("%s of %s: %s %s\n", (*q)->name, f->name, w->cx->fault.key,
                        w->cx->fault.detail ? w->cx->fault.detail : "");
            fault_clear(w->cx);
        }
        db_return(db);
    }
    assert_int_equal(wrong, 0);
    assert_true(count > COUNT_OF(every_query_file));
}

static void every_named_query_has_a_text_for_both_engines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(every_query_file); i++)
        for (const struct db_query *const *q = every_query_file[i].queries; *q; q++)
            for (size_t e = 0; e < DB_ENGINES; e++)
                assert_true((*q)->text[e] && *(*q)->text[e]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_named_query_stands_on_both_engines),
        cmocka_unit_test(every_named_query_has_a_text_for_both_engines),
    };

    return engines_run("queries", tests, COUNT_OF(tests), world_prepare);
}
