/* faces_test.c -- a model as SQL, CSV, OpenAPI, a description for forms, and a difference; and its
 * schema. */
#include "unit/model/schema_check.h"
#include "unit/model/thing.h"

#include "base/csv.h"

static struct thing *a_thing(struct engine_world *w)
{
    struct thing *t = model_new(w->cx, &thing_model);

    t->record.id = 5;
    t->record.version = 2;
    t->record.created_at = t->record.changed_at = 0;
    t->name = "=1+1, \"x\"";
    t->price_minor = 123456;
    t->share = 118000;
    t->is_big = 1;
    t->seen_at = 0;
    t->tags = "[\"a\\\"b\",\"c\"]";
    t->pin = "1234";
    t->record.custom = "{\"k\":1}";
    return t;
}

static void the_statements_are_those_that_were_reviewed(void **state)
{
    struct engine_world *w = *state;

    model_golden(w->cx, &thing_model);
    model_golden(w->cx, &box_model);
}

static void the_openapi_schema_is_the_one_that_was_reviewed(void **state)
{
    struct engine_world *w = *state;
    struct buf b = buf_in(w->cx->arena);
    struct json_writer jw = json_to(&b);
    const struct json *v = NULL;

    json_open_object(&jw);
    model_openapi(&jw, &thing_model);
    json_close_object(&jw);
    assert_int_equal(json_parse(w->cx, b.bytes, b.len, &v), OK);
    assert_non_null(json_get(json_get(v, "Thing"), "properties"));
    assert_null(json_get(json_get(json_get(v, "Thing"), "properties"), "pin"));
    assert_null(json_get(json_get(json_get(v, "ThingInput"), "properties"), "state"));
    assert_non_null(json_get(json_get(json_get(v, "ThingInput"), "properties"), "pin"));
    buf_add_char(&b, '\n');
    golden_matches(w->cx, "thing_openapi.json", buf_text(&b));
}

static void the_description_is_what_a_form_needs(void **state)
{
    struct engine_world *w = *state;
    struct buf b = buf_in(w->cx->arena);
    struct json_writer jw = json_to(&b);
    struct custom_field cf = {.name = "seats",
                              .label = "Seats",
                              .field = {.name = "custom.seats", .kind = FIELD_KIND_INT}};
    const struct json *v = NULL, *f;
    size_t n = 0;

    model_describe(w->cx, &jw, &thing_model, &(struct custom_fields){&cf, 1});
    assert_int_equal(json_parse(w->cx, b.bytes, b.len, &v), OK);
    for (f = json_get(v, "fields")->first; f; f = f->next, n++) {
        const char *name = json_text(json_get(f, "name"), "");
        assert_string_not_equal(name, "pin");
        if (!strcmp(name, "name")) {
            assert_true(json_bool(json_get(f, "required"), false));
            assert_true(json_bool(json_get(f, "sortable"), false));
            assert_int_equal(json_int(json_get(f, "max"), 0), 20);
        } else if (!strcmp(name, "box")) {
            assert_string_equal(json_text(json_get(f, "refers"), ""), "boxes");
        } else if (!strcmp(name, "colour")) {
            assert_int_equal(json_get(f, "choices")->count, 3);
            assert_string_equal(json_text(json_get(f, "initial"), ""), "red");
        } else if (!strcmp(name, "custom.seats")) {
            assert_true(json_bool(json_get(f, "custom"), false));
            assert_string_equal(json_text(json_get(f, "label"), ""), "Seats");
        }
    }
    assert_int_equal(n, COUNT_OF(thing_fields));
}

static void a_row_of_csv_is_safe_and_reads_back(void **state)
{
    struct engine_world *w = *state;
    struct thing *t = a_thing(w), *again = model_new(w->cx, &thing_model);
    struct buf b = buf_in(w->cx->arena);
    struct csv_memory file;
    struct csv_reader *r = NULL;
    struct csv_row row = {0};
    const char *const *header;
    size_t count = 0;
    bool more = false;

    model_csv_header(&b, &thing_model);
    model_csv_row(w->cx, &b, &thing_model, t);
    assert_null(strstr(buf_text(&b), "1234,"));
    assert_non_null(strstr(buf_text(&b), "'=1+1"));
    file = (struct csv_memory){.bytes = b.bytes, .len = b.len};
    assert_int_equal(
        csv_open(w->cx, csv_from_memory, &file, &(struct csv_shape){.separator = ','}, &r), OK);
    header = csv_header(r, &count);
    assert_int_equal(csv_next(w->cx, r, &row, &more), OK);
    assert_int_equal(row.count, count);
    for (size_t i = 0; i < count; i++) {
        const struct field *f =
            model_field(&thing_model, strcmp(header[i], "price") ? header[i] : "price_minor");
        if (f && f->kind != FIELD_KIND_TEXT)
            assert_int_equal(model_set_text(w->cx, f, row.cells[i], again), OK);
    }
    assert_int_equal(again->price_minor, 123456);
    assert_int_equal(again->share, 118000);
    assert_int_equal(again->is_big, 1);
    assert_int_equal(again->seen_at, 0);
    assert_int_equal(again->level, NIL);
    assert_string_equal(again->tags, t->tags);
}

static void a_difference_shows_both_sides_and_no_secret(void **state)
{
    struct engine_world *w = *state;
    struct thing *a = a_thing(w), *b = a_thing(w);

    assert_null(model_diff(w->cx, &thing_model, a, b));
    b->pin = "9";
    assert_null(model_diff(w->cx, &thing_model, a, b));
    b->share = NIL;
    b->colour = "green";
    b->tags = NULL;
    b->record.custom = NULL;
    assert_string_equal(model_diff(w->cx, &thing_model, a, b),
                        "{\"share\":[0.118,null],\"colour\":[\"red\",\"green\"],"
                        "\"tags\":[[\"a\\\"b\",\"c\"],[]],\"custom\":[{\"k\":1},null]}");
}

static void the_schema_is_checked_against_the_table_of_fields(void **state)
{
    struct engine_world *w = *state;
    static const struct field more[] = {FIELD_TEXT(struct box, name, SORT | UNIQUE)};
    static const struct model wrong_model = MODEL(box, "boxes", more, .sort = "name");
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_true(model_matches_schema(w->cx, db, &thing_model));
    assert_true(model_matches_schema(w->cx, db, &box_model));
    assert_false(model_matches_schema(w->cx, db, &wrong_model));
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_statements_are_those_that_were_reviewed),
        cmocka_unit_test(the_openapi_schema_is_the_one_that_was_reviewed),
        cmocka_unit_test(the_description_is_what_a_form_needs),
        cmocka_unit_test(a_row_of_csv_is_safe_and_reads_back),
        cmocka_unit_test(a_difference_shows_both_sides_and_no_secret),
        cmocka_unit_test(the_schema_is_checked_against_the_table_of_fields),
    };
    return engines_run("model faces", tests, COUNT_OF(tests), make_things);
}
