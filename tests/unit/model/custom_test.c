/* custom_test.c -- fields that a site adds by itself are read and checked like any other. */
#include "unit/model/thing.h"

struct definition {
    const char *json;
    int64_t id;
};

static enum err add_definition(struct ctx *cx, struct db *db, void *arg)
{
    struct definition *d = arg;
    const struct json *in = NULL;
    enum err e = json_parse(cx, d->json, strlen(d->json), &in);

    return e ? e : custom_field_add(cx, db, &thing_model, in, &d->id);
}

static enum err change_definition(struct ctx *cx, struct db *db, void *arg)
{
    struct definition *d = arg;
    const struct json *in = NULL;
    const char *model = NULL;
    enum err e = json_parse(cx, d->json, strlen(d->json), &in);

    if (!e)
        e = custom_field_change(cx, db, d->id, in, &model);
    if (!e)
        assert_string_equal(model, "thing");
    return e;
}

static enum err delete_definition(struct ctx *cx, struct db *db, void *arg)
{
    return custom_field_delete(cx, db, *(int64_t *)arg);
}

static enum err define(struct engine_world *w, const char *json, int64_t *ret)
{
    struct definition d = {.json = json};
    enum err e;

    fault_clear(w->cx);
    e = db_write(w->cx, w->pool, add_definition, &d);
    if (ret)
        *ret = d.id;
    return e;
}

static enum err redefine(struct engine_world *w, int64_t id, const char *json)
{
    struct definition d = {.json = json, .id = id};

    fault_clear(w->cx);
    return db_write(w->cx, w->pool, change_definition, &d);
}

static void define_all(struct engine_world *w)
{
    assert_int_equal(define(w,
                            "{\"name\":\"size\",\"label\":\"Porte\",\"kind\":\"enum\",\"choices\":["
                            "\"small\",\"large\"]}",
                            NULL),
                     OK);
    assert_int_equal(
        define(w, "{\"name\":\"seats\",\"label\":\"Assentos\",\"kind\":\"int\"}", NULL), OK);
    assert_int_equal(define(w, "{\"name\":\"worth\",\"label\":\"Valor\",\"kind\":\"money\"}", NULL),
                     OK);
    assert_int_equal(define(w, "{\"name\":\"since\",\"label\":\"Desde\",\"kind\":\"date\"}", NULL),
                     OK);
    assert_int_equal(define(w, "{\"name\":\"vip\",\"label\":\"VIP\",\"kind\":\"bool\"}", NULL), OK);
    assert_int_equal(define(w, "{\"name\":\"nick\",\"label\":\"Apelido\",\"kind\":\"text\"}", NULL),
                     OK);
}

static const char *custom_of(struct engine_world *w, int64_t id)
{
    void *r = NULL;

    assert_int_equal(get(w, &thing_model, id, &r), OK);
    return ((struct record *)r)->custom;
}

static void values_of_every_kind_are_kept_in_one_order(void **state)
{
    struct engine_world *w = *state;
    int64_t id;

    define_all(w);
    id = added(
        w, &thing_model,
        "{\"name\":\"x\",\"custom\":{\"vip\":true,\"size\":\"LARGE\",\"seats\":3,\"worth\":100,"
        "\"since\":\"2020-01-01\",\"nick\":\" Zé \"}}");
    assert_string_equal(custom_of(w, id), "{\"nick\":\"Zé\",\"seats\":3,\"since\":\"2020-01-01\","
                                          "\"size\":\"large\",\"vip\":true,\"worth\":100}");
}

static void wrong_values_are_wrong_fields(void **state)
{
    struct engine_world *w = *state;
    void *r = model_new(w->cx, &thing_model);

    define_all(w);
    assert_int_equal(
        from_json(w, &thing_model,
                  "{\"name\":\"x\",\"custom\":{\"size\":\"tiny\",\"seats\":\"a\",\"other\":1}}", r),
        OK);
    assert_int_equal(do_it(w, DO_ADD, &thing_model, r), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "custom.other:field.unknown");
    assert_string_equal(wrong(w, 1), "custom.seats:field.int");
    assert_string_equal(wrong(w, 2), "custom.size:field.choice");
}

static void a_patch_keeps_what_it_does_not_name_and_null_removes(void **state)
{
    struct engine_world *w = *state;
    int64_t id;
    void *r = NULL;

    define_all(w);
    id = added(w, &thing_model, "{\"name\":\"x\",\"custom\":{\"seats\":3,\"nick\":\"a\"}}");
    assert_int_equal(get(w, &thing_model, id, &r), OK);
    assert_int_equal(from_json(w, &thing_model, "{\"custom\":{\"vip\":false,\"nick\":null}}", r),
                     OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
    assert_string_equal(custom_of(w, id), "{\"seats\":3,\"vip\":false}");
}

static void values_of_a_removed_field_are_dropped_not_refused(void **state)
{
    struct engine_world *w = *state;
    int64_t id, gone = 0;
    void *r = NULL;

    define_all(w);
    assert_int_equal(define(w, "{\"name\":\"old\",\"label\":\"Old\",\"kind\":\"text\"}", &gone),
                     OK);
    id = added(w, &thing_model, "{\"name\":\"x\",\"custom\":{\"seats\":3,\"old\":\"a\"}}");
    assert_int_equal(db_write(w->cx, w->pool, delete_definition, &gone), OK);
    assert_int_equal(get(w, &thing_model, id, &r), OK);
    assert_int_equal(from_json(w, &thing_model, "{\"custom\":{\"seats\":4}}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
    assert_string_equal(custom_of(w, id), "{\"seats\":4}");
    assert_int_equal(db_write(w->cx, w->pool, delete_definition, &gone), ERR_NOTFOUND);
}

static void a_choice_taken_away_stays_with_the_record_that_has_it(void **state)
{
    struct engine_world *w = *state;
    int64_t size = 0, id;
    void *r = NULL;

    define_all(w);
    assert_int_equal(define(w,
                            "{\"name\":\"fit\",\"label\":\"Fit\",\"kind\":\"enum\",\"choices\":["
                            "\"small\",\"large\"]}",
                            &size),
                     OK);
    id = added(w, &thing_model, "{\"name\":\"x\",\"custom\":{\"fit\":\"large\"}}");
    assert_int_equal(redefine(w, size, "{\"label\":\"Porte\",\"choices\":[\"small\",\"huge\"]}"),
                     OK);
    assert_int_equal(get(w, &thing_model, id, &r), OK);
    assert_int_equal(from_json(w, &thing_model, "{\"custom\":{\"nick\":\"a\"}}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
    assert_string_equal(custom_of(w, id), "{\"fit\":\"large\",\"nick\":\"a\"}");
    assert_int_equal(get(w, &thing_model, id, &r), OK);
    assert_int_equal(from_json(w, &thing_model, "{\"custom\":{\"fit\":\"huge\"}}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
    assert_int_equal(get(w, &thing_model, id, &r), OK);
    assert_int_equal(from_json(w, &thing_model, "{\"custom\":{\"fit\":\"large\"}}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "custom.fit:field.choice");
}

static void a_definition_keeps_its_name_and_kind(void **state)
{
    struct engine_world *w = *state;
    int64_t id = 0;

    assert_int_equal(define(w,
                            "{\"name\":\"fit\",\"label\":\"Fit\",\"kind\":\"enum\",\"choices\":["
                            "\"small\"]}",
                            &id),
                     OK);
    assert_int_equal(
        redefine(w, id, "{\"name\":\"a\",\"kind\":\"int\",\"label\":\"\",\"choices\":[]}"),
        ERR_INVALID);
    assert_string_equal(wrong(w, 0), "name:field.readonly");
    assert_string_equal(wrong(w, 1), "kind:field.readonly");
    assert_string_equal(wrong(w, 2), "label:field.required");
    assert_string_equal(wrong(w, 3), "choices:field.required");
    w->cx->site = 2;
    assert_int_equal(redefine(w, id, "{\"label\":\"B\"}"), ERR_NOTFOUND);
}

/* Else no fact of the record could be changed before someone emptied this one. */
static void what_stood_in_a_removed_field_of_the_same_name_goes(void **state)
{
    struct engine_world *w = *state;
    int64_t id, gone = 0;
    void *r = NULL;

    define_all(w);
    assert_int_equal(define(w, "{\"name\":\"old\",\"label\":\"Old\",\"kind\":\"text\"}", &gone),
                     OK);
    id = added(w, &thing_model, "{\"name\":\"x\",\"custom\":{\"old\":\"a\"}}");
    assert_int_equal(db_write(w->cx, w->pool, delete_definition, &gone), OK);
    assert_int_equal(define(w, "{\"name\":\"old\",\"label\":\"Old\",\"kind\":\"date\"}", NULL), OK);
    assert_int_equal(get(w, &thing_model, id, &r), OK);
    assert_int_equal(from_json(w, &thing_model, "{\"custom\":{\"nick\":\"a\"}}", r), OK);
    assert_int_equal(do_it(w, DO_CHANGE, &thing_model, r), OK);
    assert_string_equal(custom_of(w, id), "{\"nick\":\"a\"}");
}

static void definitions_are_checked_and_belong_to_one_site(void **state)
{
    struct engine_world *w = *state;
    struct custom_fields all = {0};
    struct db *db = NULL;

    define_all(w);
    assert_int_equal(define(w, "{\"name\":\"Bad Name\",\"kind\":\"tree\"}", NULL), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "name:field.name");
    assert_string_equal(wrong(w, 1), "kind:field.choice");
    assert_string_equal(wrong(w, 2), "label:field.required");
    assert_int_equal(define(w, "{\"name\":\"e\",\"label\":\"E\",\"kind\":\"enum\"}", NULL),
                     ERR_INVALID);
    assert_string_equal(wrong(w, 0), "choices:field.required");
    assert_int_equal(define(w, "{\"name\":\"seats\",\"label\":\"S\",\"kind\":\"int\"}", NULL),
                     ERR_CONFLICT);
    assert_string_equal(wrong(w, 0), "name:field.taken");
    w->cx->site = 2;
    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(custom_fields_of(w->cx, db, &thing_model, &all), OK);
    db_return(db);
    assert_int_equal(all.n, 0);
}

static void a_cell_of_a_file_becomes_a_value(void **state)
{
    struct engine_world *w = *state;
    struct custom_fields all = {0};
    struct record r = {0};
    struct db *db = NULL;

    define_all(w);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(custom_fields_of(w->cx, db, &thing_model, &all), OK);
    db_return(db);
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "worth"), "1.234,50", &r), OK);
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "vip"), "sim", &r), OK);
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "nick"), "", &r), OK);
    assert_string_equal(r.custom, "{\"worth\":123450,\"vip\":true}");
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "since"), "ontem", &r), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "custom.since:field.date");
}

static void a_second_cell_for_a_value_takes_its_place(void **state)
{
    struct engine_world *w = *state;
    struct custom_fields all = {0};
    struct record r = {0};
    struct db *db = NULL;

    define_all(w);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(custom_fields_of(w->cx, db, &thing_model, &all), OK);
    db_return(db);
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "nick"), "\"vip\":x", &r), OK);
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "vip"), "sim", &r), OK);
    assert_string_equal(r.custom, "{\"nick\":\"\\\"vip\\\":x\",\"vip\":true}");
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "nick"), "Ana", &r), OK);
    assert_string_equal(r.custom, "{\"vip\":true,\"nick\":\"Ana\"}");
    assert_int_equal(custom_set_text(w->cx, custom_find(&all, "vip"), "", &r), OK);
    assert_string_equal(r.custom, "{\"nick\":\"Ana\"}");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_kind_are_kept_in_one_order),
        cmocka_unit_test(wrong_values_are_wrong_fields),
        cmocka_unit_test(a_patch_keeps_what_it_does_not_name_and_null_removes),
        cmocka_unit_test(values_of_a_removed_field_are_dropped_not_refused),
        cmocka_unit_test(a_choice_taken_away_stays_with_the_record_that_has_it),
        cmocka_unit_test(a_definition_keeps_its_name_and_kind),
        cmocka_unit_test(what_stood_in_a_removed_field_of_the_same_name_goes),
        cmocka_unit_test(definitions_are_checked_and_belong_to_one_site),
        cmocka_unit_test(a_cell_of_a_file_becomes_a_value),
        cmocka_unit_test(a_second_cell_for_a_value_takes_its_place),
    };
    return engines_run("model custom", tests, COUNT_OF(tests), make_things);
}
