/* log_test.c -- frames of the log that are gathered: what was committed is in the files, whatever went before it. */
#include "unit/unit.h"

#include "db/sqlite_priv.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS = 150, KEYS = 400 };

struct place {
    char dir[64];
    char file[80], copy[80];
    struct log_vfs *log;
    sqlite3 *writer, *reader;
    uint64_t dice;
};

static unsigned roll(struct place *p, unsigned below)
{
    p->dice = p->dice * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(p->dice >> 33) % below;
}

static int run(sqlite3 *h, const char *text)
{
    return sqlite3_exec(h, text, NULL, NULL, NULL);
}

static sqlite3 *opened(const char *file, const char *files)
{
    sqlite3 *h = NULL;

    assert_int_equal(sqlite3_open_v2(file, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, files),
                     SQLITE_OK);
    return h;
}

/* The rows, how long they are together, and whether the whole file is sound. */
static void read_all(sqlite3 *h, char *into, size_t room)
{
    sqlite3_stmt *st = NULL;

    assert_int_equal(
        sqlite3_prepare_v2(h,
                           "select count(*) || ' ' || sum(id * length(body) * n) || ' '"
                           " || (select integrity_check from pragma_integrity_check)"
                           " from t",
                           -1, &st, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    (void)snprintf(into, room, "%s", (const char *)sqlite3_column_text(st, 0));
    (void)sqlite3_finalize(st);
}

static void copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    char bytes[65536];
    size_t n;

    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(bytes, 1, sizeof(bytes), in)))
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    (void)fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void path(char *into, size_t room, const char *file, const char *end)
{
    (void)snprintf(into, room, "%s%s", file, end);
}

/* What a process finds that comes after this one was killed now. */
static void read_after_a_kill(struct place *p, char *into, size_t room)
{
    char from[100], to[100];
    sqlite3 *h;

    path(to, sizeof(to), p->copy, "-shm");
    (void)unlink(to);
    copy_file(p->file, p->copy);
    path(from, sizeof(from), p->file, "-wal");
    path(to, sizeof(to), p->copy, "-wal");
    copy_file(from, to);
    h = opened(p->copy, NULL);
    read_all(h, into, room);
    (void)sqlite3_close(h);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    const char *files;

    assert_non_null(p);
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/praca-log.XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    (void)snprintf(p->file, sizeof(p->file), "%s/x.db", p->dir);
    (void)snprintf(p->copy, sizeof(p->copy), "%s/copy.db", p->dir);
    p->dice = 20261130;
    p->log = sqlite_log_make(&files);
    assert_non_null(p->log);
    p->writer = opened(p->file, files);
    assert_int_equal(run(p->writer,
                         "pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=12;"
                         "create table t (id integer primary key, n integer, body blob);"
                         "create index t_n on t (n, id); insert into t values (1, 1, zeroblob(9))"),
                     SQLITE_OK);
    p->reader = opened(p->file, NULL);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    struct place *p = *state;
    char name[100];

    (void)sqlite3_close(p->reader);
    (void)sqlite3_close(p->writer);
    sqlite_log_free(p->log);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        path(name, sizeof(name), p->file, ends[i]);
        (void)unlink(name);
        path(name, sizeof(name), p->copy, ends[i]);
        (void)unlink(name);
    }
    (void)rmdir(p->dir);
    free(p);
    return 0;
}

/* Small, large, and larger than the cache: the last write frames before the end, and some of them twice. */
static void change_some(struct place *p)
{
    static const unsigned sizes[] = {1, 3, 60, 300};
    unsigned n = sizes[roll(p, COUNT_OF(sizes))];
    char text[160];

    for (unsigned i = 0; i < n; i++) {
        (void)snprintf(text, sizeof(text),
                       roll(p, 5) ? "replace into t values (%u, %u, randomblob(%u))"
                                  : "delete from t where id = %u and n > %u - 50 and %u",
                       1 + roll(p, KEYS), roll(p, 1000), 1 + roll(p, 6000));
        assert_int_equal(run(p->writer, text), SQLITE_OK);
    }
}

static void a_commit_is_in_the_files_whatever_was_taken_back_before_it(void **state)
{
    struct place *p = *state;
    char written[100], read[100], killed[100];

    for (int round = 0; round < ROUNDS; round++) {
        (void)run(p->writer, roll(p, 3) ? "pragma synchronous=normal" : "pragma synchronous=full");
        assert_int_equal(run(p->writer, "begin immediate"), SQLITE_OK);
        change_some(p);
        if (!roll(p, 3)) {
            assert_int_equal(run(p->writer, "savepoint s"), SQLITE_OK);
            change_some(p);
            if (roll(p, 2))
                assert_int_equal(run(p->writer, "rollback to s"), SQLITE_OK);
            change_some(p);
        }
        assert_int_equal(run(p->writer, roll(p, 4) ? "commit" : "rollback"), SQLITE_OK);
        if (!roll(p, 20))
            assert_int_equal(run(p->writer, "pragma wal_checkpoint(truncate)"), SQLITE_OK);
        read_after_a_kill(p, killed, sizeof(killed));
        read_all(p->reader, read, sizeof(read));
        read_all(p->writer, written,
                 sizeof(written)); /* the last: its reading writes what is held */
        assert_string_equal(killed, written);
        assert_string_equal(read, written);
    }
    assert_non_null(strstr(written, " ok"));
}

static void a_commit_that_cannot_be_written_is_none(void **state)
{
    struct place *p = *state;
    struct rlimit before, little = {400000, 400000};
    char stood[100], now[100];
    int failed;

    read_all(p->writer, stood, sizeof(stood));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little.rlim_max = before.rlim_max;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(run(p->writer, "begin immediate"), SQLITE_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    failed = run(p->writer, "with recursive k (i) as (select 10 union all select i + 1 from k where"
                            " i < 400) insert into t select i, i, randomblob(3000) from k");
    if (!failed)
        failed = run(p->writer, "commit");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_not_equal(failed, SQLITE_OK);
    if (!sqlite3_get_autocommit(p->writer))
        assert_int_equal(run(p->writer, "rollback"), SQLITE_OK);
    read_all(p->writer, now, sizeof(now));
    assert_string_equal(stood, now);
    read_after_a_kill(p, now, sizeof(now));
    assert_string_equal(stood, now);

    assert_int_equal(run(p->writer, "insert into t values (2, 2, randomblob(50000))"), SQLITE_OK);
    read_after_a_kill(p, now, sizeof(now));
    read_all(p->writer, stood, sizeof(stood));
    assert_string_equal(stood, now);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_commit_is_in_the_files_whatever_was_taken_back_before_it,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_that_cannot_be_written_is_none, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
