/* journal_test.c -- what was acknowledged is read back; what was refused is gone; damage costs only itself. */
#include "facts/journal.h"
#include "unit/facts/facts_unit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct journal *open_journal(struct here *h, size_t segment_bytes,
                                    const char *const *followers, const struct journal_disk *disk)
{
    struct journal *j = NULL;
    struct journal_options o = {.dir = here_path(h, "journal"),
                                .segment_bytes = segment_bytes,
                                .followers = followers,
                                .disk = disk};
    assert_int_equal(journal_open(h->cx, &o, &j), OK);
    return j;
}

static int64_t put(struct here *h, struct journal *j, const char *text)
{
    int64_t position = 0;
    assert_int_equal(journal_append(h->cx, j, text, strlen(text), &position), OK);
    return position;
}

static struct journal_reader *reader_at(struct here *h, struct journal *j, int64_t position)
{
    struct journal_reader *r = NULL;
    assert_int_equal(journal_reader_open(h->cx, j, position, &r), OK);
    return r;
}

static void next_is(struct here *h, struct journal_reader *r, const char *text)
{
    const void *bytes;
    size_t n;
    assert_int_equal(journal_read(h->cx, r, &bytes, &n), OK);
    if (!text) {
        assert_null(bytes);
        return;
    }
    assert_non_null(bytes);
    assert_int_equal(n, strlen(text));
    assert_memory_equal(bytes, text, n);
}

static size_t segment_read(struct here *h, const char *name, unsigned char *to, size_t room)
{
    FILE *f = fopen(here_path(h, name), "rb");
    size_t n;
    assert_non_null(f);
    n = fread(to, 1, room, f);
    (void)fclose(f);
    return n;
}

static void segment_write(struct here *h, const char *name, const unsigned char *bytes, size_t n)
{
    FILE *f = fopen(here_path(h, name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static const char *const first_segment = "journal/0000000001.log";

static void what_was_appended_is_read_back_in_order_after_reopening(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    struct journal_reader *r = reader_at(h, j, 0);
    int64_t second;

    next_is(h, r, NULL);
    (void)put(h, j, "one");
    second = put(h, j, "two");
    assert_int_equal(journal_end(j), second);
    next_is(h, r, "one");
    next_is(h, r, "two");
    assert_int_equal(journal_reader_position(r), second);
    next_is(h, r, NULL);
    journal_reader_free(r);
    journal_close(j);

    j = open_journal(h, 0, NULL, NULL);
    assert_int_equal(journal_end(j), second);
    (void)put(h, j, "three");
    r = reader_at(h, j, second);
    next_is(h, r, "three");
    next_is(h, r, NULL);
    journal_reader_free(r);
    r = reader_at(h, j, 0);
    next_is(h, r, "one");
    next_is(h, r, "two");
    next_is(h, r, "three");
    journal_reader_free(r);
    journal_close(j);
}

static void segments_follow_each_other_without_a_seam(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 256, NULL, NULL);
    struct journal_reader *r = reader_at(h, j, 0);
    struct journal_stats s;
    char text[40];

    for (int i = 0; i < 200; i++) {
        (void)snprintf(text, sizeof(text), "record number %d", i);
        (void)put(h, j, text);
        if (i % 3 == 0)
            next_is(h, r, (snprintf(text, sizeof(text), "record number %d", i / 3), text));
    }
    journal_stats(j, &s);
    assert_true(s.segments > 10);
    assert_int_equal(s.appended, 200);
    journal_close(j);
    journal_reader_free(r);

    j = open_journal(h, 256, NULL, NULL);
    r = reader_at(h, j, 0);
    for (int i = 0; i < 200; i++) {
        (void)snprintf(text, sizeof(text), "record number %d", i);
        next_is(h, r, text);
    }
    next_is(h, r, NULL);
    journal_reader_free(r);
    journal_close(j);
}

static void a_tail_torn_at_any_byte_is_cut_and_the_rest_kept(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    unsigned char bytes[512];
    int64_t before;
    size_t whole, good;

    (void)put(h, j, "first");
    before = put(h, j, "second");
    good = (size_t)(before & ((1 << JOURNAL_OFFSET_BITS) - 1));
    (void)put(h, j, "the last record");
    journal_close(j);
    whole = segment_read(h, first_segment, bytes, sizeof(bytes));

    for (size_t cut = good; cut < whole; cut++) {
        struct journal_stats s;
        struct journal_reader *r;

        segment_write(h, first_segment, bytes, cut);
        j = open_journal(h, 0, NULL, NULL);
        journal_stats(j, &s);
        assert_int_equal(s.cut, cut - good);
        assert_int_equal(journal_end(j), before);
        (void)put(h, j, "after");
        r = reader_at(h, j, 0);
        next_is(h, r, "first");
        next_is(h, r, "second");
        next_is(h, r, "after");
        next_is(h, r, NULL);
        journal_reader_free(r);
        journal_close(j);
        (void)unlink(here_path(h, "journal/0000000002.log"));
    }
}

static void a_follower_that_stored_what_was_cut_misses_nothing_that_comes(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    unsigned char bytes[512];
    int64_t stored;
    size_t whole;

    (void)put(h, j, "first");
    stored = put(h, j, "stored, and then gone");
    journal_close(j);
    whole = segment_read(h, first_segment, bytes, sizeof(bytes));

    /* Also between two records, where nothing looks torn, and all of it. */
    for (size_t cut = 0; cut <= whole; cut++) {
        struct journal_reader *r;
        int64_t after;

        segment_write(h, first_segment, bytes, cut);
        j = open_journal(h, 0, NULL, NULL);
        r = NULL;
        if (cut > JOURNAL_HEADER_BYTES) {
            r = reader_at(h, j, stored);
            next_is(h, r, NULL);
        }
        after = put(h, j, "after");
        assert_true(after > stored);
        if (!r)
            r = reader_at(h, j, stored);
        next_is(h, r, "after");
        assert_int_equal(journal_reader_position(r), after);
        assert_int_equal(journal_reader_damaged(r), 0);
        journal_reader_free(r);
        journal_close(j);
        (void)unlink(here_path(h, "journal/0000000002.log"));
    }
}

static void a_flipped_bit_anywhere_costs_at_most_its_own_record(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    unsigned char bytes[512];
    size_t whole;

    (void)put(h, j, "first");
    (void)put(h, j, "second");
    (void)put(h, j, "third");
    journal_close(j);
    whole = segment_read(h, first_segment, bytes, sizeof(bytes));

    for (size_t bit = JOURNAL_HEADER_BYTES * 8; bit < whole * 8; bit++) {
        static const char *const texts[] = {"first", "second", "third"};
        static const size_t starts[] = {32, 32 + 13, 32 + 13 + 14};
        size_t hit = bit / 8 >= starts[2] ? 2 : bit / 8 >= starts[1] ? 1 : 0;
        struct journal_reader *r;

        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        segment_write(h, first_segment, bytes, whole);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        j = open_journal(h, 0, NULL, NULL);
        (void)put(h, j, "after");
        r = reader_at(h, j, 0);
        for (size_t i = 0; i < 3; i++)
            if (i != hit)
                next_is(h, r, texts[i]);
        next_is(h, r, "after");
        next_is(h, r, NULL);
        assert_int_equal(journal_reader_damaged(r), hit == 2 ? 0 : 8 + strlen(texts[hit]));
        journal_reader_free(r);
        journal_close(j);
        (void)unlink(here_path(h, "journal/0000000002.log"));
    }
}

static void a_tail_of_zeros_is_cut(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    unsigned char bytes[8192] = {0};
    struct journal_stats s;
    int64_t end = put(h, j, "kept");
    size_t n;

    journal_close(j);
    n = segment_read(h, first_segment, bytes, sizeof(bytes));
    segment_write(h, first_segment, bytes, sizeof(bytes));
    j = open_journal(h, 0, NULL, NULL);
    journal_stats(j, &s);
    assert_int_equal(s.cut, sizeof(bytes) - n);
    assert_int_equal(journal_end(j), end);
    journal_close(j);
}

static void a_segment_whose_head_was_never_written_is_made_again(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    struct journal_reader *r;
    static const unsigned char zeros[JOURNAL_HEADER_BYTES];

    (void)put(h, j, "kept");
    journal_close(j);
    for (size_t n = 0; n < JOURNAL_HEADER_BYTES; n++) {
        segment_write(h, "journal/0000000002.log", zeros, n);
        j = open_journal(h, 0, NULL, NULL);
        r = reader_at(h, j, 0);
        next_is(h, r, "kept");
        next_is(h, r, NULL);
        journal_reader_free(r);
        journal_close(j);
    }
    (void)unlink(here_path(h, first_segment));
    segment_write(h, first_segment, zeros, sizeof(zeros));
    j = open_journal(h, 0, NULL, NULL);
    (void)put(h, j, "new");
    journal_close(j);
}

struct writer {
    struct journal *j;
    pthread_t thread;
    int number, count, acknowledged;
};

static void *write_many(void *arg)
{
    struct writer *w = arg;
    struct ctx *cx = ctx_new(KIB(64), clock_system(), NULL);

    for (int i = 0; i < w->count; i++) {
        char text[32];
        int n = snprintf(text, sizeof(text), "%d %d", w->number, i);
        if (journal_append(cx, w->j, text, (size_t)n, NULL) == OK)
            w->acknowledged++;
    }
    ctx_free(cx);
    return NULL;
}

static void eight_threads_are_acknowledged_and_read_back_each_in_its_order(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, KIB(16), NULL, NULL);
    struct journal_reader *r = reader_at(h, j, 0);
    struct journal_stats s;
    struct writer w[8];
    uint64_t wakes = 0;
    int seen[8] = {0}, total = 0;

    for (int i = 0; i < 8; i++) {
        w[i] = (struct writer){.j = j, .number = i, .count = 500};
        assert_int_equal(pthread_create(&w[i].thread, NULL, write_many, &w[i]), 0);
    }
    while (total < 8 * 500) {
        const void *bytes;
        size_t n;
        int who, which;
        char text[32] = {0};

        assert_int_equal(journal_read(h->cx, r, &bytes, &n), OK);
        if (!bytes) {
            (void)journal_wait(j, journal_reader_position(r) + 1, 1000, &wakes);
            continue;
        }
        memcpy(text, bytes, n);
        assert_int_equal(sscanf(text, "%d %d", &who, &which), 2);
        assert_int_equal(which, seen[who]++);
        total++;
    }
    for (int i = 0; i < 8; i++) {
        assert_int_equal(pthread_join(w[i].thread, NULL), 0);
        assert_int_equal(w[i].acknowledged, 500);
    }
    next_is(h, r, NULL);
    journal_stats(j, &s);
    assert_int_equal(s.appended, 4000);
    journal_reader_free(r);
    journal_close(j);
}

struct answers {
    pthread_mutex_t lock;
    int ok, refused;
    int64_t last;
};

static void count_answer(void *arg, enum err e, int64_t position)
{
    struct answers *a = arg;

    (void)pthread_mutex_lock(&a->lock);
    if (e)
        a->refused++;
    else
        a->ok++;
    if (!e && position > a->last)
        a->last = position;
    (void)pthread_mutex_unlock(&a->lock);
}

static void every_async_append_that_was_taken_is_answered_once(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    struct answers a = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct journal_reader *r;
    char big[JOURNAL_RECORD_MAX];
    int taken = 0, busy = 0, found = 0;
    int64_t end;

    memset(big, 'x', sizeof(big));
    for (int i = 0; i < 2000; i++) {
        if (journal_append_async(j, big, sizeof(big), count_answer, &a) == OK)
            taken++;
        else
            busy++;
    }
    journal_close(j);
    assert_int_equal(a.ok, taken);
    assert_int_equal(a.refused, 0);
    assert_int_equal(taken + busy, 2000);

    j = open_journal(h, 0, NULL, NULL);
    end = journal_end(j);
    assert_int_equal(end, a.last);
    r = reader_at(h, j, 0);
    for (;;) {
        const void *bytes;
        size_t n;
        assert_int_equal(journal_read(h->cx, r, &bytes, &n), OK);
        if (!bytes)
            break;
        found++;
    }
    assert_int_equal(found, taken);
    journal_reader_free(r);
    journal_close(j);
}

/* A disk that goes wrong when told. */
struct bad_disk {
    size_t room;       /* bytes it still takes; then ENOSPC after a short write */
    int sync_failures; /* how many syncs from now fail */
};

static ssize_t bad_write(void *self, int fd, const void *bytes, size_t n, off_t at)
{
    struct bad_disk *d = self;

    if (d->room == 0) {
        errno = ENOSPC;
        return -1;
    }
    if (n > d->room)
        n = d->room;
    d->room -= n;
    return pwrite(fd, bytes, n, at);
}

static int bad_sync(void *self, int fd)
{
    struct bad_disk *d = self;

    if (d->sync_failures > 0) {
        d->sync_failures--;
        errno = EIO;
        return -1;
    }
    return fdatasync(fd);
}

static void put_is_refused(struct here *h, struct journal *j, const char *text)
{
    assert_int_equal(journal_append(h->cx, j, text, strlen(text), NULL), ERR_BUSY);
    assert_string_equal(h->cx->fault.key, "facts.disk");
    fault_clear(h->cx);
}

static void a_full_disk_refuses_and_leaves_nothing_behind_at_any_byte(void **state)
{
    struct here *h = *state;

    for (size_t room = 0; room < 40; room++) {
        struct bad_disk bad = {.room = 1000};
        struct journal_disk disk = {bad_write, bad_sync, &bad};
        struct journal *j = open_journal(h, 64, NULL, &disk); /* some need a new segment first */
        struct journal_reader *r = reader_at(h, j, journal_end(j));

        (void)put(h, j, "before");
        bad.room = room;
        put_is_refused(h, j, "a record that is far longer than the room there is");
        bad.room = 1000;
        (void)put(h, j, "after");
        next_is(h, r, "before");
        next_is(h, r, "after");
        next_is(h, r, NULL);
        journal_reader_free(r);
        journal_close(j);
    }
}

static void a_failed_sync_refuses_and_goes_on_in_a_new_segment(void **state)
{
    struct here *h = *state;
    struct bad_disk bad = {.room = 100000};
    struct journal_disk disk = {bad_write, bad_sync, &bad};
    struct journal *j = open_journal(h, 0, NULL, &disk);
    struct journal_reader *r;
    struct journal_stats s;

    (void)put(h, j, "before");
    bad.sync_failures = 2; /* of the record, then of the new segment's head */
    put_is_refused(h, j, "lost");
    put_is_refused(h, j, "lost too");
    (void)put(h, j, "after");
    journal_stats(j, &s);
    assert_int_equal(s.segments, 2);
    assert_int_equal(s.refused, 2);
    journal_close(j);
    j = open_journal(h, 0, NULL, NULL);
    r = reader_at(h, j, 0);
    next_is(h, r, "before");
    next_is(h, r, "after");
    next_is(h, r, NULL);
    journal_reader_free(r);
    journal_close(j);
}

static void a_real_limit_of_the_system_is_survived(void **state)
{
    struct here *h = *state;
    struct rlimit old, low = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
    struct journal *j = open_journal(h, 0, NULL, NULL);
    struct journal_reader *r;
    char text[1000];
    int kept = 0;

    memset(text, 'a', sizeof(text));
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    low.rlim_max = old.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    while (journal_append(h->cx, j, text, sizeof(text), NULL) == OK)
        kept++;
    fault_clear(h->cx);
    assert_int_equal(kept, 4);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    (void)put(h, j, "after");
    r = reader_at(h, j, 0);
    for (int i = 0; i < kept; i++) {
        const void *bytes;
        size_t n;
        assert_int_equal(journal_read(h->cx, r, &bytes, &n), OK);
        assert_int_equal(n, sizeof(text));
    }
    next_is(h, r, "after");
    next_is(h, r, NULL);
    journal_reader_free(r);
    journal_close(j);
}

static void a_rolled_journal_keeps_nothing_that_was_passed_and_goes_on(void **state)
{
    static const char *const followers[] = {"store", NULL};
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, followers, NULL);
    struct journal_stats s;
    struct journal_reader *r;
    int64_t at;

    assert_int_equal(journal_roll(h->cx, j), OK); /* nothing to be rid of */
    journal_stats(j, &s);
    assert_int_equal(s.segments, 1);
    (void)put(h, j, "one");
    at = put(h, j, "two");
    assert_int_equal(journal_roll(h->cx, j), OK);
    journal_stats(j, &s);
    assert_int_equal(s.segments, 2); /* nobody has passed it */
    r = reader_at(h, j, 0);
    next_is(h, r, "one");
    next_is(h, r, "two");
    journal_passed(j, "store", at);
    journal_stats(j, &s);
    assert_int_equal(s.segments, 1);
    assert_int_equal(s.bytes, JOURNAL_HEADER_BYTES);
    (void)put(h, j, "three");
    next_is(h, r, "three");
    journal_reader_free(r);
    journal_close(j);
    j = open_journal(h, 0, followers, NULL);
    r = reader_at(h, j, at); /* where the follower stood */
    next_is(h, r, "three");
    journal_reader_free(r);
    journal_close(j);
}

static void a_segment_goes_only_when_every_follower_is_past_it(void **state)
{
    static const char *const followers[] = {"store", "counters", NULL};
    struct here *h = *state;
    struct journal *j = open_journal(h, 128, followers, NULL);
    struct journal_stats s;
    struct journal_reader *r;
    int64_t at = 0;

    for (int i = 0; i < 20; i++)
        at = put(h, j, "thirty bytes or so of a record");
    journal_stats(j, &s);
    assert_true(s.segments > 3);
    journal_passed(j, "store", at);
    journal_stats(j, &s);
    assert_true(s.segments > 3);
    journal_passed(j, "counters", at);
    journal_stats(j, &s);
    assert_int_equal(s.segments, 1);

    r = reader_at(h, j, 0); /* reads on from the oldest kept */
    assert_true(journal_reader_position(r) >= s.oldest);
    journal_reader_free(r);
    journal_close(j);
    j = open_journal(h, 128, followers, NULL);
    assert_int_equal(journal_end(j), at);
    r = reader_at(h, j, at);
    (void)put(h, j, "new");
    next_is(h, r, "new");
    journal_reader_free(r);
    journal_close(j);
}

static void a_position_from_another_journal_is_refused(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    struct journal_reader *r = NULL;
    int64_t end = put(h, j, "one");

    assert_int_equal(journal_reader_open(h->cx, j, end + 1, &r), ERR_CONFLICT);
    assert_string_equal(h->cx->fault.key, "facts.position");
    journal_close(j);
}

static void a_directory_belongs_to_one_journal(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL), *other = NULL;
    struct journal_options o = {.dir = here_path(h, "journal")};

    assert_int_equal(journal_open(h->cx, &o, &other), ERR_CONFLICT);
    assert_string_equal(h->cx->fault.key, "facts.locked");
    journal_close(j);
    fault_clear(h->cx);
    assert_int_equal(journal_open(h->cx, &o, &other), OK);
    journal_close(other);
}

static void a_wait_ends_when_something_comes_or_someone_wakes_it(void **state)
{
    struct here *h = *state;
    struct journal *j = open_journal(h, 0, NULL, NULL);
    struct writer w = {.j = j, .count = 1};
    int64_t end = journal_end(j);
    uint64_t wakes = 0;

    assert_int_equal(journal_wait(j, end + 1, 0, &wakes), end);
    journal_wake(j); /* before the wait: not missed */
    assert_int_equal(journal_wait(j, end + 1, 60000, &wakes), end);
    assert_int_equal(wakes, 1);
    assert_int_equal(pthread_create(&w.thread, NULL, write_many, &w), 0);
    assert_true(journal_wait(j, end + 1, 60000, &wakes) > end);
    assert_int_equal(pthread_join(w.thread, NULL), 0);
    journal_close(j);
}

#define CLAIM(f) cmocka_unit_test_setup_teardown(f, here_setup, here_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(what_was_appended_is_read_back_in_order_after_reopening),
        CLAIM(segments_follow_each_other_without_a_seam),
        CLAIM(a_tail_torn_at_any_byte_is_cut_and_the_rest_kept),
        CLAIM(a_follower_that_stored_what_was_cut_misses_nothing_that_comes),
        CLAIM(a_flipped_bit_anywhere_costs_at_most_its_own_record),
        CLAIM(a_tail_of_zeros_is_cut),
        CLAIM(a_segment_whose_head_was_never_written_is_made_again),
        CLAIM(eight_threads_are_acknowledged_and_read_back_each_in_its_order),
        CLAIM(every_async_append_that_was_taken_is_answered_once),
        CLAIM(a_full_disk_refuses_and_leaves_nothing_behind_at_any_byte),
        CLAIM(a_failed_sync_refuses_and_goes_on_in_a_new_segment),
        CLAIM(a_real_limit_of_the_system_is_survived),
        CLAIM(a_rolled_journal_keeps_nothing_that_was_passed_and_goes_on),
        CLAIM(a_segment_goes_only_when_every_follower_is_past_it),
        CLAIM(a_position_from_another_journal_is_refused),
        CLAIM(a_directory_belongs_to_one_journal),
        CLAIM(a_wait_ends_when_something_comes_or_someone_wakes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
