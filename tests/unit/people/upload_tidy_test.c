/* upload_tidy_test.c -- sent files go when their time is over, and nothing else goes. */
#include "unit/unit.h"

#include "base/time.h"
#include "people/upload_tidy.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *dir, const char *name, int64_t age_days, int64_t now_ms)
{
    char path[256];
    struct timespec times[2];
    int fd;

    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    times[0].tv_sec = times[1].tv_sec = (time_t)((now_ms - DAYS_MS(age_days)) / 1000);
    times[0].tv_nsec = times[1].tv_nsec = 0;
    assert_int_equal(futimens(fd, times), 0);
    assert_int_equal(close(fd), 0);
}

static bool is_there(const char *dir, const char *name)
{
    char path[256];

    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    return access(path, F_OK) == 0;
}

static void old_files_go_and_others_stay(void **state)
{
    static const char *const left[] = {"20", "upload-b", "notes.txt"};
    struct test_clock clock = {INT64_C(1700000000000)};
    struct ctx *cx = ctx_new(KIB(64), test_clock(&clock), NULL);
    char dir[] = "/tmp/praca-tidy.XXXXXX";
    int removed = 0;

    (void)state;
    assert_non_null(mkdtemp(dir));
    put(dir, "10", UPLOAD_KEEP_DAYS + 1, clock.now_ms);
    put(dir, "20", UPLOAD_KEEP_DAYS - 1, clock.now_ms);
    put(dir, "upload-a", UPLOAD_PART_KEEP_DAYS + 1, clock.now_ms);
    put(dir, "upload-b", 0, clock.now_ms);
    put(dir, "notes.txt", 400, clock.now_ms);
    assert_int_equal(upload_tidy(cx, dir, &removed), OK);
    assert_int_equal(removed, 2);
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        char path[256];
        assert_true(is_there(dir, left[i]));
        (void)snprintf(path, sizeof(path), "%s/%s", dir, left[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(dir), 0);
    assert_int_equal(upload_tidy(cx, dir, &removed), ERR_BROKEN);
    ctx_free(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(old_files_go_and_others_stay)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
