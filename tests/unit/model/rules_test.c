/* rules_test.c -- one sentence for each wrong field, and text as people type it. */
#include "unit/model/thing.h"

#include "base/message.h"

struct rule {
    const char *json, *wrong;
};

static void each_broken_rule_names_its_field_once(void **state)
{
    struct engine_world *w = *state;
    static const struct rule rules[] = {
        {"{}", "name:field.required"},
        {"{\"name\":\"  \"}", "name:field.required"},
        {"{\"name\":null}", "name:field.required"},
        {"{\"name\":\"123456789012345678901\"}", "name:field.too_long"},
        {"{\"name\":5}", "name:field.text"},
        {"{\"name\":\"x\",\"mail\":\"ana\"}", "mail:field.email"},
        {"{\"name\":\"x\",\"page\":\"javascript:alert(1)\"}", "page:field.url"},
        {"{\"name\":\"x\",\"page\":\"https://\"}", "page:field.url"},
        {"{\"name\":\"x\",\"page\":\"http://a b\"}", "page:field.url"},
        {"{\"name\":\"x\",\"level\":\"3\"}", "level:field.int"},
        {"{\"name\":\"x\",\"level\":1.5}", "level:field.int"},
        {"{\"name\":\"x\",\"level\":6}", "level:field.range"},
        {"{\"name\":\"x\",\"level\":-1}", "level:field.range"},
        {"{\"name\":\"x\",\"price_minor\":99}", "price_minor:field.range"},
        {"{\"name\":\"x\",\"share\":1.5}", "share:field.range"},
        {"{\"name\":\"x\",\"share\":\"a\"}", "share:field.rate"},
        {"{\"name\":\"x\",\"share\":1e300}", "share:field.rate"},
        {"{\"name\":\"x\",\"is_big\":1}", "is_big:field.bool"},
        {"{\"name\":\"x\",\"seen_at\":\"soon\"}", "seen_at:field.time"},
        {"{\"name\":\"x\",\"seen_at\":5}", "seen_at:field.time"},
        {"{\"name\":\"x\",\"seen_at\":\"9999-01-01T00:00:00Z\"}", "seen_at:field.time_range"},
        {"{\"name\":\"x\",\"day\":\"2018-02-29\"}", "day:field.date"},
        {"{\"name\":\"x\",\"colour\":\"blue\"}", "colour:field.choice"},
        {"{\"name\":\"x\",\"box\":5}", "box:field.id"},
        {"{\"name\":\"x\",\"box\":\"-5\"}", "box:field.id"},
        {"{\"name\":\"x\",\"tags\":\"a\"}", "tags:field.tags"},
        {"{\"name\":\"x\",\"tags\":[1]}", "tags:field.tags"},
        {"{\"name\":\"x\",\"tags\":["
         "\"1234567890123456789012345678901234567890123456789012345678901\"]}",
         "tags:field.tag_long"},
        {"{\"name\":\"x\",\"colur\":\"red\"}", "colur:field.unknown_near"},
        {"{\"name\":\"x\",\"quite_different\":1}", "quite_different:field.unknown"},
        {"{\"name\":\"x\",\"state\":\"new\"}", "state:field.readonly"},
        {"{\"name\":\"x\",\"id\":\"5\"}", "id:field.readonly"},
        {"{\"name\":\"x\",\"version\":1}", "version:field.readonly"},
        {"{\"name\":\"x\",\"custom\":5}", "custom:field.object"},
    };

    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        void *r = model_new(w->cx, &thing_model);
        enum err read = from_json(w, &thing_model, rules[i].json, r);
        assert_true(read == OK || read == ERR_INVALID);
        assert_int_equal(model_check(w->cx, &thing_model, r), ERR_INVALID);
        if (strcmp(wrong(w, 0), rules[i].wrong) != 0)
            print_error("%s\n", rules[i].json);
        assert_string_equal(wrong(w, 0), rules[i].wrong);
        assert_string_equal(wrong(w, 1), "");
        assert_string_equal(w->cx->fault.key, "base.fields");
    }
}

static void all_mistakes_are_told_at_once(void **state)
{
    struct engine_world *w = *state;
    void *r = model_new(w->cx, &thing_model);

    assert_int_equal(from_json(w, &thing_model, "{\"mail\":\"x\",\"level\":9,\"nmae\":\"x\"}", r),
                     ERR_INVALID);
    assert_int_equal(model_check(w->cx, &thing_model, r), ERR_INVALID);
    assert_string_equal(wrong(w, 0), "mail:field.email");
    assert_string_equal(wrong(w, 1), "nmae:field.unknown_near");
    assert_string_equal(w->cx->fault.fields->next->params[0].value, "name");
    assert_string_equal(wrong(w, 2), "name:field.required");
    assert_string_equal(wrong(w, 3), "level:field.range");
    assert_string_equal(wrong(w, 4), "");
}

static void limits_are_in_the_sentence(void **state)
{
    struct engine_world *w = *state;
    void *r = model_new(w->cx, &thing_model);
    const struct fault_field *f;

    w->cx->lang = LANG_PT_BR;
    assert_int_equal(
        from_json(w, &thing_model, "{\"name\":\"x\",\"price_minor\":1,\"mail\":\"x\"}", r),
        ERR_INVALID);
    assert_int_equal(model_check(w->cx, &thing_model, r), ERR_INVALID);
    f = w->cx->fault.fields;
    assert_string_equal(message(w->cx->arena, LANG_PT_BR, f->key, f->params, FAULT_PARAMS_MAX),
                        "Por favor, insira um endereço de e-mail válido.");
    f = f->next;
    assert_string_equal(message(w->cx->arena, LANG_PT_BR, f->key, f->params, FAULT_PARAMS_MAX),
                        "Informe um valor de 1,00 a 10000,00.");
}

static void what_is_no_object_is_refused(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(from_json(w, &thing_model, "[1]", model_new(w->cx, &thing_model)),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "model.object");
}

static void text_is_read_as_people_and_spreadsheets_write_it(void **state)
{
    struct engine_world *w = *state;
    static const struct {
        const char *field, *text;
        int64_t number;
    } good[] = {
        {"level", "3", 3},
        {"level", "3.0", 3},
        {"level", " 4 ", 4},
        {"share", "11,8 %", 118000},
        {"share", "0.118", 118000},
        {"share", "0,118", 118000},
        {"price_minor", "1.234,56", 123456},
        {"price_minor", "R$ 50,00", 5000},
        {"is_big", "Sim", 1},
        {"is_big", "não", 0},
        {"is_big", "true", 1},
        {"seen_at", "2018-05-01T00:00:00Z", INT64_C(1525132800000)},
        {"level", "", NIL},
        {"seen_at", "  ", NIL},
        {"is_big", "", 0},
    };
    static const char *const bad[][2] = {
        {"level", "3,5"},     {"level", "x"},        {"share", "many"},    {"share", "1%%"},
        {"is_big", "maybe"},  {"price_minor", "R$"}, {"seen_at", "01/02"}, {"day", "1/2/3"},
        {"colour", "blue"},   {"box", "a"},          {"extra", "{"},       {"mail", "@"},
        {"name", "\xc3\x28"},
    };
    struct thing *t = model_new(w->cx, &thing_model);

    w->cx->lang = LANG_PT_BR;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        const struct field *f = model_field(&thing_model, good[i].field);
        assert_int_equal(model_set_text(w->cx, f, good[i].text, t), OK);
        assert_int_equal(field_int(f, t), good[i].number);
    }
    assert_int_equal(model_set_text(w->cx, model_field(&thing_model, "colour"), "GREEN", t), OK);
    assert_string_equal(t->colour, "green");
    assert_int_equal(model_set_text(w->cx, model_field(&thing_model, "tags"), "a; b,a, ", t), OK);
    assert_string_equal(t->tags, "[\"a\",\"b\"]");
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        fault_clear(w->cx);
        assert_int_equal(model_set_text(w->cx, model_field(&thing_model, bad[i][0]), bad[i][1], t),
                         ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, bad[i][0]);
        assert_true(!strncmp(w->cx->fault.fields->key, "field.", 6));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_broken_rule_names_its_field_once),
        cmocka_unit_test(all_mistakes_are_told_at_once),
        cmocka_unit_test(limits_are_in_the_sentence),
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(text_is_read_as_people_and_spreadsheets_write_it),
    };
    return engines_run("model rules", tests, COUNT_OF(tests), make_things);
}
