/* work_test.c -- settings keep their limits, nodes are held by one, and an answer is given once. */
#include "unit/world.h"

#include "base/time.h"
#include "work/node.h"
#include "work/once.h"
#include "work/setting.h"

static const struct setting rows[] = {
    {"mail.rate", SETTING_INT, 1, 60000, "600", "messages/minute"},
    {"report.weekly", SETTING_BOOL, 0, 1, "1", NULL},
    {"site.tagline", SETTING_TEXT, 0, 20, "Olá", NULL},
    {"site.sender", SETTING_EMAIL, 0, 60, "", NULL},
    {"site.home", SETTING_URL, 0, 60, "", NULL},
    {"site.domain", SETTING_DOMAIN, 0, 60, "", NULL},
    {"site.steps", SETTING_NAMES, 0, 60, "cold,warm,warm", NULL},
    {0},
};
static const struct setting *const tables[] = {rows, NULL};

struct change {
    const char *json;
};

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct change *c = arg;
    const struct json *in = NULL;
    enum err e = json_parse(cx, c->json, strlen(c->json), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

static enum err change(struct engine_world *w, const char *json)
{
    struct change c = {json};

    return db_write(w->cx, w->pool, change_in, &c);
}

static const struct settings *load(struct engine_world *w)
{
    struct settings *s = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(settings_load(w->cx, db, tables, w->cx->site, &s), OK);
    db_return(db);
    return s;
}

static void a_setting_is_its_initial_value_until_chosen_and_again_after_null(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(setting_int(load(w), "mail.rate"), 600);
    assert_int_equal(change(w, "{\"mail.rate\":50,\"report.weekly\":false}"), OK);
    assert_int_equal(setting_int(load(w), "mail.rate"), 50);
    assert_int_equal(setting_int(load(w), "report.weekly"), 0);
    assert_string_equal(setting_text(load(w), "site.tagline"), "Olá");
    assert_int_equal(change(w, "{\"mail.rate\":null}"), OK);
    assert_int_equal(setting_int(load(w), "mail.rate"), 600);
}

static void one_wrong_setting_stores_none(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(change(w, "{\"mail.rate\":50,\"report.weekly\":3,\"no.such\":1}"),
                     ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 2);
    fault_clear(w->cx);
    assert_int_equal(setting_int(load(w), "mail.rate"), 600);
    assert_int_equal(change(w, "{\"mail.rate\":0}"), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "field.range");
    fault_clear(w->cx);
    assert_int_equal(change(w, "{\"site.tagline\":\"mais de vinte caracteres\"}"), ERR_INVALID);
}

static void a_text_that_is_not_what_its_setting_holds_is_refused(void **state)
{
    struct engine_world *w = *state;
    static const char *const wrongs[][2] = {
        {"{\"site.sender\":\"ana\"}", "field.email"},
        {"{\"site.sender\":\"a@b.example\\r\\nBcc: c@d.example\"}", "field.email"},
        {"{\"site.home\":\"javascript:alert(1)\"}", "field.url"},
        {"{\"site.home\":\"https://\"}", "field.url"},
        {"{\"site.domain\":\"not a domain\"}", "field.domain"},
        {"{\"site.steps\":\"cold,warm\"}", "work.setting_names"},
        {"{\"site.steps\":\"cold,warm,hot\"}", "work.setting_names"},
        {"{\"site.steps\":\"cold,cold,warm,warm\"}", "work.setting_names"},
    };

    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        assert_int_equal(change(w, wrongs[i][0]), ERR_INVALID);
        assert_int_equal(w->cx->fault.field_count, 1);
        assert_string_equal(w->cx->fault.fields->key, wrongs[i][1]);
        fault_clear(w->cx);
    }
    assert_int_equal(change(w,
                            "{\"site.sender\":\"ana@acme.example\",\"site.home\":"
                            "\"https://acme.example/praca\",\"site.domain\":\"@crm.acme.example\","
                            "\"site.steps\":\"cold, cold, warm\"}"),
                     OK);
    assert_string_equal(setting_text(load(w), "site.steps"), "cold, cold, warm");
    assert_int_equal(change(w, "{\"site.sender\":\"\",\"site.home\":\"\",\"site.domain\":\"\"}"),
                     OK);
}

static void settings_of_one_site_are_not_anothers(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(change(w, "{\"mail.rate\":50}"), OK);
    w->cx->site = world_site(w, "Outra");
    assert_int_equal(setting_int(load(w), "mail.rate"), 600);
}

static void two_processes_never_hold_one_node(void **state)
{
    struct engine_world *w = *state;
    struct node_lease a, b, c;

    assert_int_equal(node_take(w->cx, w->pool, &a), OK);
    assert_int_equal(node_take(w->cx, w->pool, &b), OK);
    assert_int_not_equal(a.node, b.node);
    assert_int_equal(node_give_back(w->cx, w->pool, &a), OK);
    assert_int_equal(node_take(w->cx, w->pool, &c), OK);
    assert_int_not_equal(c.node, a.node); /* its last ids are too young */
    w->clock.now_ms += SECONDS_MS(2);
    assert_int_equal(node_take(w->cx, w->pool, &c), OK);
    assert_int_equal(c.node, a.node);
}

static void a_node_of_a_dead_process_is_free_after_its_lease(void **state)
{
    struct engine_world *w = *state;
    struct node_lease a, b;

    assert_int_equal(node_take(w->cx, w->pool, &a), OK);
    w->clock.now_ms += MINUTES_MS(NODE_LEASE_MINUTES) - 1;
    assert_int_equal(node_keep(w->cx, w->pool, &a), OK);
    w->clock.now_ms += MINUTES_MS(NODE_LEASE_MINUTES) - 1;
    assert_int_equal(node_take(w->cx, w->pool, &b), OK);
    assert_int_not_equal(a.node, b.node);
    w->clock.now_ms += MINUTES_MS(1);
    assert_int_equal(node_take(w->cx, w->pool, &b), OK);
    assert_int_equal(a.node, b.node);
    assert_int_equal(node_keep(w->cx, w->pool, &a), ERR_CONFLICT);
}

static enum err keep_in(struct ctx *cx, struct db *db, void *arg)
{
    return once_keep(cx, db, arg);
}

static void an_answer_once_given_is_given_again(void **state)
{
    struct engine_world *w = *state;
    struct once once = {.key = "k1", .request_hash = "aa", .status = 201, .answer = "{}"};
    struct once again = {.key = "k1", .request_hash = "aa"};
    struct once other = {.key = "k1", .request_hash = "bb"};
    struct db *db = NULL;
    bool known = true;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(once_find(w->cx, db, &again, &known), OK);
    assert_false(known);
    assert_int_equal(db_write(w->cx, w->pool, keep_in, &once), OK);
    assert_int_equal(once_find(w->cx, db, &again, &known), OK);
    assert_true(known);
    assert_int_equal(again.status, 201);
    assert_string_equal(again.answer, "{}");
    assert_int_equal(once_find(w->cx, db, &other, &known), ERR_CONFLICT);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_setting_is_its_initial_value_until_chosen_and_again_after_null),
        cmocka_unit_test(one_wrong_setting_stores_none),
        cmocka_unit_test(a_text_that_is_not_what_its_setting_holds_is_refused),
        cmocka_unit_test(settings_of_one_site_are_not_anothers),
        cmocka_unit_test(two_processes_never_hold_one_node),
        cmocka_unit_test(a_node_of_a_dead_process_is_free_after_its_lease),
        cmocka_unit_test(an_answer_once_given_is_given_again),
    };
    return engines_run("work", tests, COUNT_OF(tests), world_prepare);
}
