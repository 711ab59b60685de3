/* import_kill.c -- an import that is killed again and again ends with every row once, and can be undone.
 *
 * The command line imports a file and is killed at random moments until it was killed often enough, and then until it
 * ends by itself. How long a child lives grows while the import gets nowhere and shrinks when it gets far, so that many
 * kills fall into one import on a slow machine and on a fast one. Then it is undone, and that is killed as well.
 */
#include "faults/child.h"

#include "people/import.h"

#include <sys/stat.h>

enum {
    ROWS = 20000,
    ROWS_POSTGRES = 4000,
    KILLS = 30,
    UNDO_KILLS = 6,
    LIVES_MAX = 400,
    LIFE_US = 60000
};

static int64_t number(struct engine_world *w, const char *sql)
{
    return world_number(w, sql);
}

struct lives {
    int64_t rows;
    uint64_t dice;
    int64_t most_us; /* how long the next one may live */
    int64_t done;    /* how far it was */
    int kills;
};

/* The next moment: anywhere up to most_us. */
static int64_t moment(struct lives *l)
{
    return 1000 + child_dice(&l->dice, l->most_us);
}

/* Until there is a first step, a life has to be long enough to try all rows. */
static void learn(struct lives *l, int64_t done, int64_t all)
{
    int64_t step = done - l->done;

    if (step && !l->done)
        l->most_us = LIFE_US;
    else if (step * 40 > all)
        l->most_us /= 2;
    else if (!step)
        l->most_us += l->most_us / 4;
    l->done = done;
}

static void import_with_kills(struct engine_world *w, struct lives *l, const char *file,
                              const char *map)
{
    const char *url = arena_print(w->cx->arena, "--db.url=%s", w->url);
    struct child c = {
        .words = {"praca", "import", "leads", file, "--map", map, "--data", w->dir, url}};
    int code = CHILD_KILLED;

    for (int i = 0; code == CHILD_KILLED; i++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        assert_true(i < LIVES_MAX);
        c.kill_after_us = l->kills < KILLS ? moment(l) : 0;
        code = child_run(w, &c);
        l->kills += code == CHILD_KILLED;
        learn(l, number(w, "select coalesce(max(at_row), 0) from imports where state = 'running'"),
              l->rows);
        arena_reset(w->cx->arena, mark);
    }
    if (code)
        print_error("%s\n", child_said(w));
    assert_int_equal(code, 0);
}

static void every_row_is_there_once(struct engine_world *w, int64_t rows)
{
    assert_int_equal(number(w, "select count(*) from imports where state = 'running'"), 0);
    assert_int_equal(number(w, "select count(*) from imports where state = 'done'"), 1);
    assert_int_equal(number(w, "select n_rows from imports where state = 'done'"), rows);
    assert_int_equal(number(w, "select n_added from imports where state = 'done'"), rows);
    assert_int_equal(number(w, "select count(*) from contacts"), rows);
    assert_int_equal(number(w, "select count(distinct external_id) from contacts"), rows);
    assert_int_equal(number(w, "select count(*) from accounts"), 500);
    assert_int_equal(number(w, "select count(*) from contacts join accounts on"
                               " accounts.site = contacts.site and accounts.id = contacts.account"),
                     rows);
    assert_int_equal(number(w, "select count(*) from import_changes where action = 'add'"),
                     rows + 500);
    assert_int_equal(number(w, "select count(*) from import_errors"), 0);
}

/* --- the machine loses its power: SQLite */

enum { CUTS = 5, LOG_HEAD = 32, FRAME = 24 + 4096, AT_LAST = 16, AT_COPIED = 128 };

static int64_t size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static uint32_t word_at(const unsigned char *bytes, size_t at)
{
    uint32_t v;

    memcpy(&v, bytes + at, sizeof(v));
    return v;
}

/* Commits of an import do not wait for the disk, so a machine that stops may forget the end of the log, down to in the middle of a
 * frame; what was copied into the database the log was synced for. *ret_lost: frames that are gone. False: no log is there. */
static bool forget_the_end_of_the_log(struct engine_world *w, struct lives *l, int64_t *ret_lost)
{
    const char *log = arena_print(w->cx->arena, "%s/test.db-wal", w->dir);
    const char *index = arena_print(w->cx->arena, "%s/test.db-shm", w->dir);
    unsigned char head[136] = {0};
    FILE *f = fopen(index, "rb");
    int64_t last, copied, kept, bytes;
    size_t n = f ? fread(head, 1, sizeof(head), f) : 0;

    if (f)
        (void)fclose(f);
    *ret_lost = 0;
    if (n != sizeof(head) || !size_of(log))
        return false;
    last = word_at(head, AT_LAST);
    copied = word_at(head, AT_COPIED);
    assert_true(copied <= last);
    kept = copied + child_dice(&l->dice, last - copied + 1);
    *ret_lost = last - kept;
    bytes = LOG_HEAD + kept * FRAME + (kept < last ? child_dice(&l->dice, FRAME) : 0);
    assert_int_equal(truncate(log, bytes < size_of(log) ? bytes : size_of(log)), 0);
    assert_int_equal(unlink(index), 0);
    return true;
}

static void without_power(struct engine_world *w, struct lives *l, const char *file,
                          const char *map)
{
    const char *url = arena_print(w->cx->arena, "--db.url=%s", w->url);
    struct child c = {
        .words = {"praca", "import", "leads", file, "--map", map, "--data", w->dir, url}};
    int code = CHILD_KILLED;

    for (int i = 0; code == CHILD_KILLED; i++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        int64_t lost = 0;
        assert_true(i < LIVES_MAX);
        c.kill_after_us = l->kills < CUTS ? moment(l) : 0;
        db_pool_close(w->pool); /* nobody else may know the log */
        code = child_run(w, &c);
        if (code == CHILD_KILLED && forget_the_end_of_the_log(w, l, &lost))
            l->kills += lost > 0;
        assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = w->url}, &w->pool), OK);
        /* What it says of itself is what is there. */
        assert_int_equal(
            number(w, "select coalesce(sum(n_added), 0) from imports where state <> 'failed'"),
            number(w, "select count(*) from contacts"));
        l->most_us += lost ? -l->most_us / 4 : l->most_us / 4;
        arena_reset(w->cx->arena, mark);
    }
    if (code)
        print_error("%s\n", child_said(w));
    assert_int_equal(code, 0);
}

static void an_import_whose_machine_forgets_what_was_not_synced_ends_the_same(void **state)
{
    struct engine_world *w = *state;
    struct lives l = {.rows = ROWS, .dice = (uint64_t)child_clock_us(), .most_us = LIFE_US};
    const char *file = child_leads(w, (int)l.rows), *map = child_leads_map(w);

    print_message("seed %llu\n", (unsigned long long)l.dice);
    if (w->engine != DB_SQLITE) /* there the server's own log decides */
        return;
    without_power(w, &l, file, map);
    assert_true(l.kills >= 2);
    every_row_is_there_once(w, l.rows);
    assert_int_equal(number(w, "select count(*) from pragma_integrity_check where "
                               "integrity_check <> 'ok'"),
                     0);
}

/* --- the other side of undo: this program, started once more */

static int undo(const char *url, const char *site, const char *id)
{
    struct ctx *cx = ctx_new(MIB(64), clock_system(), NULL);
    struct db_pool *pool = NULL;
    struct id_source *ids = id_source_new(7);
    enum err e;

    cx->ids = ids;
    cx->site = strtoll(site, NULL, 10);
    e = db_pool_open(cx, &(struct db_options){.url = url}, &pool);
    if (!e)
        e = import_undo(cx, pool, strtoll(id, NULL, 10), NULL, NULL);
    if (e)
        (void)fprintf(stderr, "%s\n", cx->fault.key);
    db_pool_close(pool);
    id_source_free(ids);
    ctx_free(cx);
    return e ? 1 : 0;
}

static void undo_with_kills(struct engine_world *w, struct lives *l)
{
    int64_t id = number(w, "select id from imports where state = 'done'"), left = l->rows + 500;
    struct child c = {.program = "/proc/self/exe",
                      .words = {"import_kill", "undo", w->url,
                                arena_print(w->cx->arena, "%lld", (long long)w->cx->site),
                                arena_print(w->cx->arena, "%lld", (long long)id)}};
    int code = CHILD_KILLED;

    for (int kills = 0; code == CHILD_KILLED; kills++) {
        assert_true(kills < LIVES_MAX);
        c.kill_after_us = kills < UNDO_KILLS ? moment(l) : 0;
        code = child_run(w, &c);
        learn(l, left - number(w, "select count(*) from import_changes"), left);
    }
    if (code)
        print_error("%s\n", child_said(w));
    assert_int_equal(code, 0);
}

static void a_killed_import_ends_with_every_row_once_and_undo_leaves_nothing(void **state)
{
    struct engine_world *w = *state;
    struct lives l = {.rows = w->engine == DB_SQLITE ? ROWS : ROWS_POSTGRES,
                      .dice = (uint64_t)child_clock_us(),
                      .most_us = LIFE_US};
    const char *file = child_leads(w, (int)l.rows), *map = child_leads_map(w);

    print_message("seed %llu\n", (unsigned long long)l.dice);
    import_with_kills(w, &l, file, map);
    assert_true(l.kills >= KILLS);
    every_row_is_there_once(w, l.rows);
    l.most_us = LIFE_US;
    l.done = 0;
    undo_with_kills(w, &l);
    assert_int_equal(number(w, "select count(*) from contacts"), 0);
    assert_int_equal(number(w, "select count(*) from accounts"), 0);
    assert_int_equal(number(w, "select count(*) from import_changes"), 0);
    assert_int_equal(
        number(w, "select count(*) from imports where state = 'undone' and n_kept = 0"), 1);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_import_ends_with_every_row_once_and_undo_leaves_nothing),
        cmocka_unit_test(an_import_whose_machine_forgets_what_was_not_synced_ends_the_same),
    };

    if (argc == 5 && !strcmp(argv[1], "undo"))
        return undo(argv[2], argv[3], argv[4]);
    return engines_run("import_kill", tests, COUNT_OF(tests), world_prepare);
}
