/* golden.h -- text that was reviewed once and must not change unseen.
 *
 * It lives in tests/golden/NAME. PRACA_GOLDEN=write writes it anew, for the next review.
 */
#ifndef PRACA_TESTS_GOLDEN_H
#define PRACA_TESTS_GOLDEN_H

#include "unit/unit.h"

#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>

/* A file of the tree, found from where this one stands. */
static inline FILE *tree_open(const char *path, const char *mode)
{
    static const char here[] = __FILE__;
    const char *end = strstr(here, "tests/unit/model/");
    char full[1024];

    must(end != NULL);
    (void)snprintf(full, sizeof(full), "%.*s%s", (int)(end - here), here, path);
    return fopen(full, mode);
}

static inline void golden_matches(struct ctx *cx, const char *name, const char *text)
{
    const char *path = arena_print(cx->arena, "tests/golden/%s", name);
    const char *how = getenv("PRACA_GOLDEN");
    bool writes = how && !strcmp(how, "write");
    FILE *f = tree_open(path, writes ? "w" : "r");
    struct buf have = buf_in(cx->arena);
    char part[4096];
    size_t n;

    assert_non_null(f);
    if (writes) {
        assert_true(fputs(text, f) >= 0);
    } else {
        while ((n = fread(part, 1, sizeof(part), f)) > 0)
            buf_add(&have, part, n);
        assert_string_equal(text, buf_text(&have));
    }
    assert_int_equal(fclose(f), 0);
}

/* The statements of a model on both engines, in tests/golden/NAME.sql. */
static inline void model_golden(struct ctx *cx, const struct model *m)
{
    struct buf b = buf_in(cx->arena);

    model_sql_text(&b, m, DB_SQLITE);
    buf_add_text(&b, "-- postgres\n");
    model_sql_text(&b, m, DB_POSTGRES);
    golden_matches(cx, arena_print(cx->arena, "%s.sql", m->name), buf_text(&b));
}

#endif
