/* plan_seed_test.c -- every example becomes a whole plan in both languages, and so do a few answers; what is guessed is marked. */
#include "unit/strategy/plan_world.h"

#include "app/embedded.h"
#include "measure/goal_progress.h"
#include "measure/road.h"
#include "strategy/plan_guess.h"
#include "strategy/plan_questions.h"
#include "strategy/plan_seed.h"

static enum err prepare(void *self, struct ctx *cx, struct db *db, const struct model *m,
                        void *record)
{
    (void)self;
    return m == &goal_model ? goal_prepare(cx, db, record) : OK;
}

static enum err seed_in(struct ctx *cx, struct db *db, void *arg)
{
    return plan_seed(cx, db, app_models, arg);
}

static const struct json *parsed(struct engine_world *w, const char *text, size_t n)
{
    const struct json *doc = NULL;

    assert_int_equal(json_parse(w->cx, text, n, &doc), OK);
    return doc;
}

static struct plan_tree seeded(struct engine_world *w, const struct json *doc)
{
    struct plan_seed s = {
        .doc = doc, .name = "2027", .starts_on = "2027-01-01", .months = 12, .prepare = prepare};
    struct plan_tree t = {0};
    struct db *db = NULL;
    enum err e = db_write(w->cx, w->pool, seed_in, &s);

    if (e)
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.fields ? w->cx->fault.fields->field : "");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_tree_read(w->cx, db, app_models, s.plan, &t), OK);
    db_return(db);
    return t;
}

static size_t guesses_of(struct engine_world *w, const struct plan_tree *t)
{
    struct plan_guess *guesses = NULL;
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_guesses_of(w->cx, db, t, &guesses, &n), OK);
    db_return(db);
    return n;
}

static void every_text_has_both_languages(const struct json *v)
{
    if (json_get(v, "pt-BR") || json_get(v, "en")) {
        const char *pt = json_text(json_get(v, "pt-BR"), ""),
                   *en = json_text(json_get(v, "en"), "");
        assert_true(*pt && *en);
    }
    for (const struct json *c = v->kind == JSON_OBJECT || v->kind == JSON_LIST ? v->first : NULL; c;
         c = c->next)
        every_text_has_both_languages(c);
}

static const char *lacks(struct engine_world *w, int64_t plan)
{
    const char *missing = NULL, *said = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(road_missing(w->cx, db, plan, &missing, &said), OK);
    db_return(db);
    return said;
}

static void is_whole(struct engine_world *w, const struct plan_tree *t, const char *path)
{
    const char *said = lacks(w, t->plan->record.id);

    if (said)
        fail_msg("%s: %s", path, said);
    assert_true(plan_tree_branch(t, &campaign_model)->n >= 2);
    assert_int_equal(plan_tree_branch(t, &budget_line_model)->n, 60);
    assert_string_equal(t->plan->ends_on, "2027-12-31");
}

static void every_example_is_a_whole_plan_in_both_languages(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(embedded_plans_count, 5);
    for (size_t i = 0; i < embedded_plans_count; i++) {
        const struct asset *file = &embedded_plans[i];
        const struct json *doc = parsed(w, (const char *)file->bytes, file->len);
        struct plan_tree pt, en;
        every_text_has_both_languages(doc);
        w->cx->lang = LANG_PT_BR;
        pt = seeded(w, doc);
        is_whole(w, &pt, file->path);
        w->cx->lang = LANG_EN;
        en = seeded(w, doc);
        is_whole(w, &en, file->path);
        assert_string_not_equal(pt.plan->summary, en.plan->summary);
        assert_true(guesses_of(w, &pt) > 100);
        w->cx->lang = LANG_PT_BR;
    }
}

static const char answers[] =
    "{\"sells\":\"manutenção de empilhadeiras\",\"to_whom\":\"centros de distribuição\","
    "\"problem\":\"máquina parada\",\"ticket_minor\":1000000,\"margin_percent\":30,"
    "\"budget_minor\":700000,\"hours\":40,\"selling\":[\"direct\",\"partner\"],"
    "\"today\":[\"fairs\"],\"goal\":\"won\"}";

static const struct json *seed_of(struct engine_world *w)
{
    const struct json *doc = NULL;
    struct plan_answers a;

    assert_int_equal(plan_answers_read(w->cx, parsed(w, answers, sizeof(answers) - 1), &a), OK);
    assert_int_equal(plan_answers_seed(w->cx, &a, &doc), OK);
    return doc;
}

static void a_few_answers_make_a_draft_with_the_money_and_hours_that_were_told(void **state)
{
    struct engine_world *w = *state;
    struct plan_tree t = seeded(w, seed_of(w));
    const struct plan_branch *lines = plan_tree_branch(&t, &budget_line_model);
    const struct audience *audience = plan_tree_branch(&t, &audience_model)->records[0];
    const struct goal *goal = plan_tree_branch(&t, &goal_model)->records[0];
    const char *said;
    int64_t january = 0;

    for (size_t i = 0; i < lines->n; i++) {
        const struct budget_line *l = lines->records[i];
        if (!strcmp(l->month, "2027-01-01"))
            january += l->planned_minor;
    }
    assert_int_equal(january, 700000);
    assert_string_equal(audience->name, "centros de distribuição");
    assert_int_equal(audience->margin_minor, 300000);
    assert_string_equal(goal->metric, "won");
    assert_int_equal(plan_tree_branch(&t, &selling_channel_model)->n, 2);
    said = lacks(w, t.plan->record.id);
    if (said)
        fail_msg("%s", said);
}

struct confirming {
    const struct plan_tree *tree;
    struct plan_choice choice;
    int64_t n;
};

static enum err confirm_in(struct ctx *cx, struct db *db, void *arg)
{
    struct confirming *c = arg;

    return plan_guesses_confirm(cx, db, c->tree, &c->choice, &c->n);
}

static struct plan_tree again(struct engine_world *w, int64_t plan)
{
    struct plan_tree t = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_tree_read(w->cx, db, app_models, plan, &t), OK);
    db_return(db);
    return t;
}

static void a_guess_is_over_when_it_is_confirmed_or_changed(void **state)
{
    struct engine_world *w = *state;
    struct plan_tree t = seeded(w, seed_of(w));
    size_t before = guesses_of(w, &t);
    const struct audience *a = plan_tree_branch(&t, &audience_model)->records[0];
    struct confirming c = {.tree = &t, .choice = {.model = &budget_line_model}};

    assert_true(before > 20);
    change_field(w, &audience_model, a->record.id, "fit", "5");
    t = again(w, t.plan->record.id);
    assert_int_equal(guesses_of(w, &t), before - 1);
    assert_int_equal(db_write(w->cx, w->pool, confirm_in, &c), OK);
    assert_int_equal(guesses_of(w, &t), before - 1 - (size_t)c.n);
    c.choice = (struct plan_choice){0};
    assert_int_equal(db_write(w->cx, w->pool, confirm_in, &c), OK);
    assert_int_equal(guesses_of(w, &t), 0);
}

static void what_was_answered_is_no_guess(void **state)
{
    struct engine_world *w = *state;
    struct plan_tree t = seeded(w, seed_of(w));
    struct plan_guess *guesses = NULL;
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_guesses_of(w->cx, db, &t, &guesses, &n), OK);
    db_return(db);
    for (size_t i = 0; i < n; i++)
        if (guesses[i].model == &audience_model) {
            assert_string_not_equal(guesses[i].field->name, "margin_minor");
            assert_string_not_equal(guesses[i].field->name, "name");
        }
}

static void wrong_answers_are_told_all_at_once(void **state)
{
    struct engine_world *w = *state;
    static const char wrong[] = "{\"sells\":\"\",\"ticket_minor\":0,\"budget_minor\":-1,"
                                "\"selling\":[\"magic\"],\"goal\":\"fame\"}";
    struct plan_answers a;

    assert_int_equal(plan_answers_read(w->cx, parsed(w, wrong, sizeof(wrong) - 1), &a),
                     ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 8);
    fault_clear(w->cx);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_is_a_whole_plan_in_both_languages),
        cmocka_unit_test(a_few_answers_make_a_draft_with_the_money_and_hours_that_were_told),
        cmocka_unit_test(a_guess_is_over_when_it_is_confirmed_or_changed),
        cmocka_unit_test(what_was_answered_is_no_guess),
        cmocka_unit_test(wrong_answers_are_told_all_at_once),
    };

    return engines_run("plan_seeds", tests, COUNT_OF(tests), world_prepare);
}
