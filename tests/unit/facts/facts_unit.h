/* facts_unit.h -- what the tests of this floor share: a directory that goes away, an errand, a fact to start from. */
#ifndef PRACA_TESTS_FACTS_UNIT_H
#define PRACA_TESTS_FACTS_UNIT_H

#include "unit/unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct here {
    char dir[64]; /* fresh and empty */
    struct test_clock clock;
    struct ctx *cx;
};

static inline int here_setup(void **state)
{
    struct here *h = calloc(1, sizeof(*h));
    const char *tmp = getenv("TMPDIR");

    assert_non_null(h);
    assert_true(snprintf(h->dir, sizeof(h->dir), "%s/praca-facts-XXXXXX", tmp ? tmp : "/tmp") <
                (int)sizeof(h->dir));
    assert_non_null(mkdtemp(h->dir));
    h->clock.now_ms = INT64_C(1763900000000);
    h->cx = ctx_new(MIB(64), test_clock(&h->clock), NULL);
    *state = h;
    return 0;
}

static inline void directory_remove(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *e;

    while (d && (e = readdir(d)) != NULL) {
        char path[512];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            snprintf(path, sizeof(path), "%s/%s", dir, e->d_name) >= (int)sizeof(path))
            continue;
        if (unlink(path) != 0)
            directory_remove(path);
    }
    if (d)
        (void)closedir(d);
    (void)rmdir(dir);
}

static inline int here_teardown(void **state)
{
    struct here *h = *state;

    ctx_free(h->cx);
    directory_remove(h->dir);
    free(h);
    return 0;
}

static inline const char *here_path(struct here *h, const char *name)
{
    return arena_print(h->cx->arena, "%s/%s", h->dir, name);
}

#endif
