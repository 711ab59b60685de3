/* list_test.c -- pages: every record once, in the same order on both engines, whatever is asked. */
#include "unit/model/thing.h"

#include "base/message.h"

#include <stdio.h>

/* Ties, values that are missing, and accents. */
static void add_some(struct engine_world *w, int n)
{
    static const char *const names[] = {"Árvore", "arvore", "Zebra",  "água",
                                        "B_b",    "b%b",    "çedilha"};

    for (int i = 0; i < n; i++) {
        const char *level = i % 4 == 3 ? "null" : i % 2 ? "2" : "1";
        w->clock.now_ms += i % 3;
        (void)added(
            w, &thing_model,
            arena_print(w->cx->arena,
                        "{\"name\":\"%s\",\"level\":%s,\"notes\":%s,\"colour\":\"%s\",\"day\":%s,"
                        "\"code\":\"c%d\",\"is_big\":%s}",
                        names[i % 7], level, i % 5 ? "null" : "\"uma nota\"",
                        i % 3 ? "red" : "green", i % 6 ? "\"2018-05-01\"" : "null", i,
                        i % 2 ? "true" : "false"));
    }
}

struct walk {
    int64_t ids[200];
    const char *values[200];
    size_t n, pages;
};

static struct walk walk_list(struct engine_world *w, struct model_query q, const char *field)
{
    struct walk out = {0};
    struct db *db = NULL;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (;;) {
        struct model_page page = {0};
        assert_int_equal(model_list(w->cx, db, &thing_model, &q, &page), OK);
        assert_true(page.n <= (size_t)q.limit);
        for (size_t i = 0; i < page.n; i++) {
            const struct field *f = field ? model_field(&thing_model, field) : NULL;
            assert_true(out.n < COUNT_OF(out.ids));
            out.values[out.n] =
                !f ? ""
                : f->kind == FIELD_KIND_INT
                    ? arena_print(w->cx->arena, "%lld", (long long)field_int(f, page.records[i]))
                    : field_text(f, page.records[i]);
            out.ids[out.n++] = ((struct record *)page.records[i])->id;
        }
        out.pages++;
        if (!page.next)
            break;
        q.after = page.next;
    }
    db_return(db);
    for (size_t i = 0; i < out.n; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(out.ids[i] != out.ids[j]);
    return out;
}

static void every_order_gives_each_record_once(void **state)
{
    struct engine_world *w = *state;
    static const char *const sorts[] = {"name",    "-name",    "level", "-level",     "day",
                                        "-day",    "id",       "-id",   "created_at", "-created_at",
                                        "seen_at", "-seen_at", NULL};

    add_some(w, 41);
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        for (int limit = 1; limit <= 41; limit += 8) {
            struct walk all =
                walk_list(w, (struct model_query){.sort = sorts[i], .limit = limit}, NULL);
            assert_int_equal(all.n, 41);
            assert_int_equal(all.pages, (size_t)(40 / limit + 1));
        }
    }
}

static void text_sorts_by_its_fold_and_ties_by_id(void **state)
{
    struct engine_world *w = *state;
    struct walk up, down;

    add_some(w, 14);
    up = walk_list(w, (struct model_query){.sort = "name", .limit = 3}, "name");
    assert_string_equal(up.values[0], "água");
    assert_string_equal(up.values[2], "Árvore");
    assert_string_equal(up.values[3], "arvore");
    assert_string_equal(up.values[4], "Árvore");
    assert_string_equal(up.values[6], "b%b");
    assert_string_equal(up.values[8], "B_b");
    assert_string_equal(up.values[13], "Zebra");
    down = walk_list(w, (struct model_query){.sort = "-name", .limit = 5}, "name");
    for (size_t i = 0; i < 14; i++)
        assert_true(up.ids[i] == down.ids[13 - i]);
}

static void what_has_no_value_comes_last_in_both_directions(void **state)
{
    struct engine_world *w = *state;
    const char *nil = arena_print(w->cx->arena, "%lld", (long long)NIL);

    add_some(w, 12);
    for (int down = 0; down < 2; down++) {
        struct walk all = walk_list(
            w, (struct model_query){.sort = down ? "-level" : "level", .limit = 2}, "level");
        assert_string_equal(all.values[0], down ? "2" : "1");
        for (size_t i = 0; i < 12; i++)
            assert_int_equal(strcmp(all.values[i], nil) == 0, i >= 9);
        for (size_t i = 1; i < 12; i++)
            if (!strcmp(all.values[i], all.values[i - 1]))
                assert_true(down ? all.ids[i] < all.ids[i - 1] : all.ids[i] > all.ids[i - 1]);
    }
}

static int64_t counted(struct engine_world *w, const char *name, const char *value)
{
    struct model_query q = {.count = true, .limit = 3};
    struct model_page page = {0};
    struct db *db = NULL;
    struct walk all;
    enum err e;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = model_query_add(w->cx, &thing_model, name, value, &q);
    if (!e)
        e = model_list(w->cx, db, &thing_model, &q, &page);
    db_return(db);
    if (e)
        return -(int64_t)e;
    q.count = false;
    q.limit = 3;
    all = walk_list(w, q, NULL);
    assert_int_equal(all.n, (size_t)page.count);
    return page.count;
}

static void filters_mean_what_they_say(void **state)
{
    struct engine_world *w = *state;

    add_some(w, 28);
    assert_int_equal(counted(w, "level", "1"), 14);
    assert_int_equal(counted(w, "level.not", "1"), 14);
    assert_int_equal(counted(w, "level.gte", "2"), 7);
    assert_int_equal(counted(w, "level.lt", "2"), 14);
    assert_int_equal(counted(w, "level.null", "true"), 7);
    assert_int_equal(counted(w, "level.null", "false"), 21);
    assert_int_equal(counted(w, "level.in", "1,2"), 21);
    assert_int_equal(counted(w, "name", "Árvore"), 4);
    assert_int_equal(counted(w, "name", "arvore"), 4);
    assert_int_equal(counted(w, "name.in", "arvore,Zebra"), 8);
    assert_int_equal(counted(w, "name.lt", "B"), 12);
    assert_int_equal(counted(w, "colour", "green"), 10);
    assert_int_equal(counted(w, "is_big", "true"), 14);
    assert_int_equal(counted(w, "code", "c3"), 1);
    assert_int_equal(counted(w, "day.gte", "2018-05-01"), 23);
    assert_int_equal(counted(w, "day.gt", "2018-05-01"), 0);
    assert_int_equal(counted(w, "created_at.gte", "2023-11-14"), 28);
    assert_int_equal(counted(w, "id.in", "1,2"), 0);
}

static void search_finds_every_word_in_any_searched_field(void **state)
{
    struct engine_world *w = *state;

    add_some(w, 35);
    assert_int_equal(counted(w, "q", "ARV"), 10);
    assert_int_equal(counted(w, "q", "nota árv"), 2);
    assert_int_equal(counted(w, "q", "arv zebra"), 0);
    assert_int_equal(counted(w, "q", "%"), 5);
    assert_int_equal(counted(w, "q", "_"), 5);
    assert_int_equal(counted(w, "q", "\\"), 0);
    assert_int_equal(counted(w, "q", "'; drop table things; --"), 0);
    assert_int_equal(counted(w, "q", "  "), 35);
}

static void hostile_filters_are_refused_with_their_field(void **state)
{
    struct engine_world *w = *state;
    static const char *const bad[][2] = {
        {"nothing", "1"},
        {"notes", "x"},
        {"colour.gt", "red"},
        {"colour", "blue"},
        {"level", "abc"},
        {"level.like", "1"},
        {"level.null", "maybe"},
        {"level", ""},
        {"id", "0"},
        {"id", "1 or 1=1"},
        {"day", "2018-02-30"},
        {"seen_at.gte", "yesterday"},
        {"level.in", "1,"},
        {"level.in", ","},
        {"level; drop table things", "1"},
        {"site", "2"},
        {"pin", "1"},
        {"", "x"},
        {"level.", "1x"},
        {"is_big", "perhaps"},
        {"name.in", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                    "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"},
        {"name", "\xff\xfe"},
        {"limit", "0"},
        {"limit", "501"},
        {"limit", "x"},
    };

    add_some(w, 2);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        if (counted(w, bad[i][0], bad[i][1]) != -(int64_t)ERR_INVALID)
            print_error("not refused: %s=%s\n", bad[i][0], bad[i][1]);
        assert_true(!strncmp(w->cx->fault.key, "model.", 6));
        assert_int_equal(w->cx->fault.kind, ERR_INVALID);
        assert_null(w->cx->fault.fields);
    }
}

static enum err list_with(struct engine_world *w, struct model_query q)
{
    struct model_page page = {0};
    struct db *db = NULL;
    enum err e;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = model_list(w->cx, db, &thing_model, &q, &page);
    db_return(db);
    return e;
}

static void a_wrong_value_is_told_what_the_field_takes(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(
        list_with(w, (struct model_query){.filters = {{"colour", IS, "blue"}}, .filter_count = 1}),
        ERR_INVALID);
    assert_non_null(strstr(fault_message(w->cx), "red"));
    fault_clear(w->cx);
    assert_int_equal(list_with(w, (struct model_query){.filters = {{"day", AT_LEAST, "2018-13-01"}},
                                                       .filter_count = 1}),
                     ERR_INVALID);
    assert_non_null(strstr(fault_message(w->cx), "YYYY-MM-DD"));
    fault_clear(w->cx);
    assert_int_equal(list_with(w, (struct model_query){.sort = "zzz"}), ERR_INVALID);
    assert_non_null(strstr(fault_message(w->cx), "level"));
    fault_clear(w->cx);
}

static void hostile_orders_and_cursors_are_refused(void **state)
{
    struct engine_world *w = *state;
    static const char *const sorts[] = {"colour", "--name", "name desc", "",
                                        "-",      "pin",    "site",      "id;"};
    static const char *const cursors[] = {"x",
                                          "====",
                                          "AAAA",
                                          "bmFtZQ",
                                          "bmFtZQp0CjEKYQ",
                                          "bGV2ZWwKbgoxCng",
                                          "bGV2ZWwKbgowCjE",
                                          "bGV2ZWwKdAoxCmE",
                                          "bGV2ZWwKMAoxCng"};
    struct model_page page = {0};
    struct db *db = NULL;

    add_some(w, 3);
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        assert_int_equal(list_with(w, (struct model_query){.sort = sorts[i]}), ERR_INVALID);
        assert_string_equal(w->cx->fault.key, "model.sort");
    }
    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        assert_int_equal(list_with(w, (struct model_query){.sort = "level", .after = cursors[i]}),
                         ERR_INVALID);
        assert_string_equal(w->cx->fault.key, "model.page");
    }
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    fault_clear(w->cx);
    assert_int_equal(model_list(w->cx, db, &thing_model,
                                &(struct model_query){.sort = "name", .limit = 1}, &page),
                     OK);
    db_return(db);
    assert_non_null(page.next);
    assert_int_equal(list_with(w, (struct model_query){.sort = "name", .after = page.next}), OK);
    assert_int_equal(list_with(w, (struct model_query){.sort = "-name", .after = page.next}),
                     ERR_INVALID);
}

static void too_many_values_are_refused_not_cut(void **state)
{
    struct engine_world *w = *state;
    struct model_query q = {0};

    for (int i = 0; i < MODEL_FILTERS_MAX; i++)
        assert_int_equal(model_query_add(w->cx, &thing_model, "level.in", "1,2,3,4,5,6,7,8,9", &q),
                         OK);
    assert_int_equal(model_query_add(w->cx, &thing_model, "level", "1", &q), ERR_INVALID);
    assert_int_equal(list_with(w, q), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "model.filters_many");
}

static enum err fill(struct ctx *cx, struct db *db, void *arg)
{
    struct model_writer *mw = NULL;
    enum err e = model_writer_open(cx, db, &thing_model, &mw);
    struct arena_mark mark = arena_mark(cx->arena);

    for (int i = 0; !e && i < *(int *)arg; i++) {
        struct thing *t = model_new(cx, &thing_model);
        t->name = arena_print(cx->arena, "n %d", i % 97);
        t->level = i % 5;
        t->colour = i % 50 ? "red" : "green";
        e = model_writer_add(cx, mw, t);
        arena_reset(cx->arena, mark);
    }
    model_writer_done(mw);
    return e;
}

/* More than the bound from which a filter counts as common, so that the other plan runs. */
static void a_common_filter_pages_like_a_rare_one(void **state)
{
    struct engine_world *w = *state;
    int n = 4200;
    struct model_query q = {.sort = "-name", .limit = 100, .count = true};
    struct model_page page = {0};
    struct db *db = NULL;
    size_t seen = 0;
    const char *before = "~";

    assert_int_equal(db_write(w->cx, w->pool, fill, &n), OK);
    assert_int_equal(model_query_add(w->cx, &thing_model, "colour", "red", &q), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    do {
        assert_int_equal(model_list(w->cx, db, &thing_model, &q, &page), OK);
        for (size_t i = 0; i < page.n; i++) {
            const struct thing *t = page.records[i];
            assert_true(strcmp(t->name, before) <= 0);
            before = t->name;
        }
        seen += page.n;
        q.after = page.next;
    } while (page.next);
    db_return(db);
    assert_int_equal(seen, 4116);
    assert_int_equal(page.count, 4116);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_gives_each_record_once),
        cmocka_unit_test(text_sorts_by_its_fold_and_ties_by_id),
        cmocka_unit_test(what_has_no_value_comes_last_in_both_directions),
        cmocka_unit_test(filters_mean_what_they_say),
        cmocka_unit_test(search_finds_every_word_in_any_searched_field),
        cmocka_unit_test(hostile_filters_are_refused_with_their_field),
        cmocka_unit_test(a_wrong_value_is_told_what_the_field_takes),
        cmocka_unit_test(hostile_orders_and_cursors_are_refused),
        cmocka_unit_test(too_many_values_are_refused_not_cut),
        cmocka_unit_test(a_common_filter_pages_like_a_rare_one),
    };
    return engines_run("model list", tests, COUNT_OF(tests), make_things);
}
