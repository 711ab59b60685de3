/* store_test.c -- records go in, come back, change and go, each with its trail, and only for their
 * site. */
#include "unit/model/thing.h"

static const char full[] =
    "{\"code\":\"A-1\",\"name\":\" Caf\\u0065\\u0301 "
    "\",\"notes\":\"one\\ntwo\",\"mail\":\"Ana@Acme.EXAMPLE\","
    "\"page\":\"https://acme.example/x\",\"level\":3,\"price_minor\":12345,\"share\":0.118,"
    "\"is_big\":true,\"seen_at\":\"2018-05-01T10:00:00-03:00\",\"day\":\"2018-05-01\",\"colour\":"
    "\"dark_blue\","
    "\"owner\":\"9007199254740993\",\"tags\":[\"b\",\"a\",\"b\"],\"extra\":{\"k\":[1,2]},\"pin\":"
    "\"1234\"}";

static void every_kind_of_field_comes_back_as_it_was_given(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, full);
    void *found = NULL;
    struct thing *t;

    assert_int_equal(get(w, &thing_model, id, &found), OK);
    t = found;
    assert_string_equal(t->name, "Caf\xc3\xa9");
    assert_string_equal(t->notes, "one\ntwo");
    assert_string_equal(t->mail, "ana@acme.example");
    assert_int_equal(t->level, 3);
    assert_int_equal(t->price_minor, 12345);
    assert_int_equal(t->share, 118000);
    assert_int_equal(t->is_big, 1);
    assert_int_equal(t->seen_at, INT64_C(1525179600000));
    assert_string_equal(t->colour, "dark_blue");
    assert_int_equal(t->box, NIL);
    assert_int_equal(t->owner, INT64_C(9007199254740993));
    assert_string_equal(t->tags, "[\"b\",\"a\"]");
    assert_string_equal(t->extra, "{\"k\":[1,2]}");
    assert_string_equal(t->pin, "1234");
    assert_string_equal(t->state, "new");
    assert_int_equal(t->record.version, 1);
    assert_int_equal(t->record.created_at, w->clock.now_ms);
    assert_string_equal(
        as_json(w, &thing_model, t),
        arena_print(w->cx->arena,
                    "{\"id\":\"%lld\",\"version\":1,\"code\":\"A-1\",\"name\":\"Caf\xc3\xa9\","
                    "\"notes\":\"one\\ntwo\",\"mail\":\"ana@acme.example\","
                    "\"page\":\"https://acme.example/x\",\"level\":3,\"price_minor\":12345,"
                    "\"share\":0.118,\"is_big\":true,\"seen_at\":\"2018-05-01T13:00:00.000Z\","
                    "\"day\":\"2018-05-01\",\"colour\":\"dark_blue\",\"box\":null,"
                    "\"owner\":\"9007199254740993\",\"tags\":[\"b\",\"a\"],\"extra\":{\"k\":[1,2]},"
                    "\"state\":\"new\",\"custom\":{},\"created_at\":\"2023-11-14T22:13:20.000Z\","
                    "\"changed_at\":\"2023-11-14T22:13:20.000Z\"}",
                    (long long)id));
}

static void what_is_not_given_is_nothing_or_initial(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, "{\"name\":\"x\",\"notes\":\"  \"}");
    void *found = NULL;
    struct thing *t;

    assert_int_equal(get(w, &thing_model, id, &found), OK);
    t = found;
    assert_null(t->notes);
    assert_null(t->code);
    assert_int_equal(t->level, NIL);
    assert_int_equal(t->is_big, 0);
    assert_string_equal(t->colour, "red");
}

static void a_change_raises_the_version_and_keeps_the_rest(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, full);
    void *r = NULL, *again = NULL;

    assert_int_equal(get(w, &thing_model, id, &r), OK);
    w->clock.now_ms += 1000;
    assert_int_equal(from_json(w, &thing_model, "{\"level\":null,\"name\":\"B\"}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
    assert_int_equal(((struct record *)r)->version, 2);
    assert_int_equal(get(w, &thing_model, id, &again), OK);
    assert_string_equal(((struct thing *)again)->name, "B");
    assert_int_equal(((struct thing *)again)->level, NIL);
    assert_string_equal(((struct thing *)again)->code, "A-1");
    assert_string_equal(((struct thing *)again)->state, "changed");
    assert_int_equal(((struct record *)again)->version, 2);
    assert_int_equal(((struct record *)again)->changed_at, w->clock.now_ms);
    assert_int_equal(((struct record *)again)->created_at, w->clock.now_ms - 1000);
}

/* SQLite rewrites an index whose column a statement names, changed or not. */
static void a_change_names_no_column_that_stays(void **state)
{
    static const char trigger[] = "create trigger things_mail after update of mail on "
                                  "things begin insert into named values (1); end";
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, full);
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    void *r = NULL;
    bool row = false;

    if (w->engine != DB_SQLITE)
        return;
    assert_int_equal(engine_sql(w->cx, w->pool, "create table named (n bigint)"), OK);
    assert_int_equal(engine_sql(w->cx, w->pool, trigger), OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(get(w, &thing_model, id, &r), OK);
        assert_int_equal(
            from_json(w, &thing_model, i ? "{\"mail\":\"x@acme.example\"}" : "{\"level\":5}", r),
            OK);
        assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
        assert_int_equal(db_read(w->cx, w->pool, &db), OK);
        assert_int_equal(db_begin_text(w->cx, db, "select count(*) from named", &st), OK);
        assert_int_equal(db_step(w->cx, st, &row), OK);
        assert_int_equal(db_int(st, 0), i);
        db_done(st);
        db_return(db);
    }
}

static void a_change_of_nothing_writes_nothing(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &box_model, "{\"name\":\"x\"}");
    void *r = NULL;

    assert_int_equal(get(w, &box_model, id, &r), OK);
    assert_int_equal(from_json(w, &box_model, "{\"name\":\"x \"}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &box_model, r), OK);
    assert_int_equal(((struct record *)r)->version, 1);
}

static void of_two_who_change_the_same_the_second_is_told(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &box_model, "{\"name\":\"x\"}");
    void *first = NULL, *second = NULL;
    struct errand gone = {.m = &box_model, .id = id, .version = 1, .what = DO_DELETE};

    assert_int_equal(get(w, &box_model, id, &first), OK);
    assert_int_equal(get(w, &box_model, id, &second), OK);
    ((struct box *)first)->name = "first";
    ((struct box *)second)->name = "second";
    assert_int_equal(do_it(w, DO_CHANGE, &box_model, first), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &box_model, second), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "model.version");
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, errand_work, &gone), ERR_CONFLICT);
    ((struct record *)second)->version = 0; /* does not care */
    assert_int_equal(do_it(w, DO_CHANGE, &box_model, second), OK);
}

static void what_is_deleted_is_gone_but_for_its_trail(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &box_model, "{\"name\":\"x\"}");
    struct errand a = {.m = &box_model, .id = id, .version = 1, .what = DO_DELETE};
    struct audit_page trail = {0};
    struct db *db = NULL;
    void *r = NULL;

    assert_int_equal(db_write(w->cx, w->pool, errand_work, &a), OK);
    assert_int_equal(get(w, &box_model, id, &r), ERR_NOTFOUND);
    assert_string_equal(w->cx->fault.key, "model.missing");
    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(
        audit_list(w->cx, db, &(struct audit_query){.model = "box", .record = id}, &trail), OK);
    db_return(db);
    assert_int_equal(trail.n, 2);
    assert_string_equal(trail.entries[0].action, "delete");
    assert_string_equal(trail.entries[0].diff, "{\"name\":[\"x\",null]}");
    assert_string_equal(trail.entries[1].action, "add");
    assert_int_equal(trail.entries[1].actor, 77);
    assert_string_equal(trail.entries[1].origin, "test");
}

static void a_record_of_another_site_cannot_be_seen_changed_or_deleted(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, full);
    struct errand gone = {.m = &thing_model, .id = id, .what = DO_DELETE};
    struct model_page page = {0};
    struct audit_page trail = {0};
    struct db *db = NULL;
    void *r = NULL;

    assert_int_equal(get(w, &thing_model, id, &r), OK);
    w->cx->site = 2;
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, errand_work, &gone), ERR_NOTFOUND);
    assert_int_equal(get(w, &thing_model, id, &r), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_find(w->cx, db, &thing_model, &thing_fields[0], "A-1", &r), OK);
    assert_null(r);
    assert_int_equal(
        model_list(w->cx, db, &thing_model, &(struct model_query){.count = true}, &page), OK);
    assert_int_equal(page.n, 0);
    assert_int_equal(page.count, 0);
    assert_int_equal(audit_list(w->cx, db, &(struct audit_query){0}, &trail), OK);
    assert_int_equal(trail.n, 0);
    db_return(db);
    assert_true(added(w, &thing_model, full) != id); /* unique within a site only */
}

static void a_reference_must_exist_on_the_same_site(void **state)
{
    struct engine_world *w = *state;
    int64_t box = added(w, &box_model, "{\"name\":\"x\"}");
    const char *json =
        arena_print(w->cx->arena, "{\"name\":\"t\",\"box\":\"%lld\"}", (long long)box);
    void *r = model_new(w->cx, &thing_model);

    (void)added(w, &thing_model, json);
    w->cx->site = 2;
    assert_int_equal(from_json(w, &thing_model, json, r), OK);
    assert_int_equal(do_it(w, DO_ADD, &thing_model, r), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "box:field.ref");
}

static void a_unique_value_given_twice_names_its_field(void **state)
{
    struct engine_world *w = *state;
    void *r = model_new(w->cx, &thing_model);

    (void)added(w, &thing_model, full);
    assert_int_equal(
        from_json(w, &thing_model, "{\"name\":\"y\",\"mail\":\"ANA@acme.example\"}", r), OK);
    assert_int_equal(do_it(w, DO_ADD, &thing_model, r), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "model.exists");
    assert_string_equal(w->cx->fault.params[0].value, "mail");
    assert_string_equal(wrong(w, 0), "mail:field.taken_by");
}

static void a_record_is_found_by_what_is_unique(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, full);
    struct db *db = NULL;
    void *r = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_find(w->cx, db, &thing_model, model_field(&thing_model, "mail"),
                                "ANA@Acme.example", &r),
                     OK);
    assert_int_equal(((struct record *)r)->id, id);
    assert_int_equal(
        model_find(w->cx, db, &thing_model, model_field(&thing_model, "code"), "' or 1=1", &r), OK);
    assert_null(r);
    db_return(db);
}

static void many_are_found_with_one_statement(void **state)
{
    struct engine_world *w = *state;
    int64_t id = added(w, &thing_model, full);
    struct model_finder *f = NULL;
    struct arena_mark mark;
    struct db *db = NULL;
    void *r = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(
        model_finder_open(w->cx, db, &thing_model, model_field(&thing_model, "code"), &f), OK);
    mark = arena_mark(w->cx->arena);
    for (int i = 0; i < 3; i++) {
        arena_reset(w->cx->arena, mark);
        assert_int_equal(model_finder_get(w->cx, f, "A-1", &r), OK);
        assert_int_equal(((struct record *)r)->id, id);
        assert_int_equal(model_finder_get(w->cx, f, "A-2", &r), OK);
        assert_null(r);
    }
    model_finder_done(f);
    db_return(db);
}

static void a_hook_can_refuse_and_nothing_is_written(void **state)
{
    struct engine_world *w = *state;
    struct model_page page = {0};
    void *r = model_new(w->cx, &thing_model);
    struct db *db = NULL;

    assert_int_equal(from_json(w, &thing_model, "{\"name\":\"forbidden\"}", r), OK);
    assert_int_equal(do_it(w, DO_ADD, &thing_model, r), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "name:field.choice");
    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_list(w->cx, db, &thing_model, &(struct model_query){0}, &page), OK);
    assert_int_equal(page.n, 0);
    db_return(db);
}

static enum err write_three(struct ctx *cx, struct db *db, void *arg)
{
    struct model_writer *mw = NULL;
    enum err e = model_writer_open(cx, db, &box_model, &mw);
    struct arena_mark mark = arena_mark(cx->arena);

    (void)arg;
    for (int i = 0; !e && i < 3; i++) {
        struct box *b = model_new(cx, &box_model);
        b->name = arena_print(cx->arena, "box %d", i);
        e = model_writer_add(cx, mw, b);
        arena_reset(cx->arena, mark);
    }
    model_writer_done(mw);
    return e;
}

static void a_writer_adds_many_without_a_trail(void **state)
{
    struct engine_world *w = *state;
    struct model_page page = {0};
    struct audit_page trail = {0};
    struct db *db = NULL;

    assert_int_equal(db_write(w->cx, w->pool, write_three, NULL), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_list(w->cx, db, &box_model, &(struct model_query){.q = "BOX 1"}, &page),
                     OK);
    assert_int_equal(page.n, 1);
    assert_string_equal(((struct box *)page.records[0])->name, "box 1");
    assert_int_equal(audit_list(w->cx, db, &(struct audit_query){0}, &trail), OK);
    assert_int_equal(trail.n, 0);
    db_return(db);
}

static void the_trail_comes_in_pages_newest_first(void **state)
{
    struct engine_world *w = *state;
    struct audit_page page = {0};
    int64_t before = INT64_MAX, after = 0;
    struct db *db = NULL;
    int seen = 0;

    for (int i = 0; i < 5; i++)
        (void)added(w, &box_model, "{\"name\":\"x\"}");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    do {
        assert_int_equal(
            audit_list(w->cx, db,
                       &(struct audit_query){.actor = 77, .from = 1, .limit = 2, .after = after},
                       &page),
            OK);
        for (size_t i = 0; i < page.n; i++, seen++) {
            assert_true(page.entries[i].id < before);
            before = page.entries[i].id;
        }
        after = page.next;
    } while (after);
    db_return(db);
    assert_int_equal(seen, 5);
}

static enum err add_and_change(struct ctx *cx, struct db *db, void *arg)
{
    struct thing *t = model_new(cx, &thing_model);
    const struct json *in = NULL;
    enum err e = json_parse(cx, full, sizeof(full) - 1, &in);

    (void)arg;
    if (!e)
        e = model_from_json(cx, &thing_model, in, t, NULL);
    if (!e)
        e = model_add(cx, db, &thing_model, t);
    if (e)
        return e;
    t->name = "other";
    return model_change(cx, db, &thing_model, t);
}

static void every_failing_allocation_undoes_the_whole_write(void **state)
{
    struct engine_world *w = *state;
    struct arena_mark mark = arena_mark(w->cx->arena);
    enum err e = ERR_LIMIT;

    for (size_t n = 1; e; n++) {
        struct model_page page = {0};
        struct db *db = NULL;
        assert_true(n < 3000);
        fault_clear(w->cx);
        arena_fail_at(w->cx->arena, n);
        e = db_write(w->cx, w->pool, add_and_change, NULL);
        assert_true(e == OK || e == ERR_LIMIT || e == ERR_INVALID);
        arena_fail_at(w->cx->arena, 0);
        arena_reset(w->cx->arena, mark);
        if (n % 10 && e)
            continue;
        fault_clear(w->cx);
        assert_int_equal(db_read(w->cx, w->pool, &db), OK);
        assert_int_equal(model_list(w->cx, db, &thing_model, &(struct model_query){0}, &page), OK);
        assert_int_equal(page.n, e ? 0 : 1);
        db_return(db);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_field_comes_back_as_it_was_given),
        cmocka_unit_test(what_is_not_given_is_nothing_or_initial),
        cmocka_unit_test(a_change_raises_the_version_and_keeps_the_rest),
        cmocka_unit_test(a_change_names_no_column_that_stays),
        cmocka_unit_test(a_change_of_nothing_writes_nothing),
        cmocka_unit_test(of_two_who_change_the_same_the_second_is_told),
        cmocka_unit_test(what_is_deleted_is_gone_but_for_its_trail),
        cmocka_unit_test(a_record_of_another_site_cannot_be_seen_changed_or_deleted),
        cmocka_unit_test(a_reference_must_exist_on_the_same_site),
        cmocka_unit_test(a_unique_value_given_twice_names_its_field),
        cmocka_unit_test(a_record_is_found_by_what_is_unique),
        cmocka_unit_test(many_are_found_with_one_statement),
        cmocka_unit_test(a_hook_can_refuse_and_nothing_is_written),
        cmocka_unit_test(a_writer_adds_many_without_a_trail),
        cmocka_unit_test(the_trail_comes_in_pages_newest_first),
        cmocka_unit_test(every_failing_allocation_undoes_the_whole_write),
    };
    return engines_run("model store", tests, COUNT_OF(tests), make_things);
}
