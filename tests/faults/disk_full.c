/* disk_full.c -- no room on the disk ends an import or a migration with a sentence; nothing is half done, and it goes on later.
 *
 * A limit on the size of files stands for the full disk: it needs no mount and no rights.
 */
#include "faults/child.h"

enum { ROWS = 4000 };

static const char sentence[] = "The disk is full. Nothing was saved.";

static void expect_the_sentence(struct engine_world *w)
{
    const char *said = child_said(w);

    if (!strstr(said, sentence))
        fail_msg("it said: %s", said);
}

static void an_import_without_room_stops_and_goes_on_later(void **state)
{
    struct engine_world *w = *state;
    const char *url = arena_print(w->cx->arena, "--db.url=%s", w->url);
    struct child c = {.words = {"praca", "import", "leads", child_leads(w, ROWS), "--map",
                                child_leads_map(w), "--data", w->dir, url, "--lang", "en"}};
    int64_t rows = -1, room = 400 * 1024;
    int stops = 0, code;

    /* The log of a bulk is copied at 160 MB first. */
    while (room < INT64_C(512) * 1024 * 1024) {
        c.file_bytes = room;
        code = child_run(w, &c);
        if (!code)
            break;
        stops++;
        expect_the_sentence(w);
        /* Whole batches only: the contacts are those that the import knows of, each with its entry. */
        rows = world_number(w, "select coalesce(max(at_row), 0) from imports");
        assert_int_equal(world_number(w, "select count(*) from contacts"), rows);
        assert_int_equal(
            world_number(w, "select count(*) from import_changes where model = 'contact'"), rows);
        room += room / 2;
    }
    assert_true(stops >= 2);
    assert_int_equal(world_number(w, "select count(*) from contacts"), ROWS);
    assert_int_equal(world_number(w, "select count(*) from imports where state = 'done'"), 1);
    assert_int_equal(world_number(w, "select n_added from imports where state = 'done'"), ROWS);
}

static int64_t tables(struct engine_world *w)
{
    return world_number(w, "select count(*) from sqlite_schema where type = 'table'");
}

static void a_migration_without_room_leaves_the_schema_of_a_whole_number(void **state)
{
    struct engine_world *w = *state;
    const char *url = arena_print(w->cx->arena, "--db.url=%s", w->url);
    struct child c = {.words = {"praca", "migrate", "--data", w->dir, url, "--lang", "en"}};
    const int last = praca_migrations[praca_migration_count - 1].number;
    int64_t *counts = arena_array(w->cx->arena, (size_t)last + 1, sizeof(*counts));
    int now = 0, applied = 0, stops = 0, code = 1;

    assert_non_null(counts);

    /* How many tables each number has, learned on a database beside. */
    for (size_t n = 1; n <= praca_migration_count; n++) {
        struct db_pool *p = NULL;
        const char *beside = arena_print(w->cx->arena, "sqlite:%s/beside.db", w->dir);
        struct engine_world other = *w;
        assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = beside}, &p), OK);
        assert_int_equal(db_migrate(w->cx, p, praca_migrations, n, &applied), OK);
        other.pool = p;
        counts[praca_migrations[n - 1].number] = tables(&other);
        db_pool_close(p);
    }
    for (int64_t room = 4096; code && room < INT64_C(16) * 1024 * 1024; room += room / 2) {
        c.file_bytes = room;
        code = child_run(w, &c);
        if (!code)
            break;
        stops++;
        expect_the_sentence(w);
        assert_int_equal(db_migrated_to(w->cx, w->pool, &now), OK);
        if (now)
            assert_int_equal(tables(w), counts[now]);
    }
    assert_true(stops >= 2);
    assert_int_equal(db_migrated_to(w->cx, w->pool, &now), OK);
    assert_int_equal(now, last);
    assert_int_equal(tables(w), counts[now]);
}

int main(void)
{
    static const struct CMUnitTest imports[] = {
        cmocka_unit_test(an_import_without_room_stops_and_goes_on_later)};
    static const struct CMUnitTest migrations[] = {
        cmocka_unit_test(a_migration_without_room_leaves_the_schema_of_a_whole_number)};

    return engine_run("disk_full import", DB_SQLITE, imports, COUNT_OF(imports), world_prepare) +
           engine_run("disk_full migration", DB_SQLITE, migrations, COUNT_OF(migrations), NULL);
}
