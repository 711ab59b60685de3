/* plan_version_test.c -- what was published stays as it was, the plan lives on, and there is a way back. */
#include "unit/strategy/plan_world.h"

#include "measure/road.h"

static struct plan_diff diff_since(struct engine_world *w, int64_t plan)
{
    struct plan_diff d = {.n = 0};
    struct plan_version last;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_version_last(w->cx, db, plan, &last), OK);
    assert_int_equal(plan_version_diff(w->cx, db, app_models, &last, NULL, &d), OK);
    db_return(db);
    return d;
}

static struct plan_version version(struct engine_world *w, int64_t plan, const char *name)
{
    struct plan_version v;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_version_get(w->cx, db, plan, name, &v), OK);
    db_return(db);
    return v;
}

static void every_model_with_a_plan_is_in_its_tree(void **state)
{
    struct engine_world *w = *state;
    struct plan_tree t;

    assert_int_equal(plan_tree_kinds(w->cx, app_models, &t), OK);
    for (size_t i = 0; app_models[i]; i++) {
        const struct field *f = model_field(app_models[i], "plan");
        if (f && f->refers == &plan_model)
            assert_non_null(plan_tree_branch(&t, app_models[i]));
    }
    assert_null(plan_tree_branch(&t, &plan_model));
    assert_null(plan_tree_branch(&t, &spend_line_model)); /* done with a plan, not part of it */
}

static void a_snapshot_reads_back_as_the_plan_it_was_made_of(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing pub = {.plan = p.plan, .note = "primeira"};

    assert_int_equal(publish(w, &pub), OK);
    assert_int_equal(pub.version.number, 1);
    assert_int_equal(diff_since(w, p.plan).n, 0);
}

static void a_published_version_stays_while_the_plan_lives_on(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing one = {.plan = p.plan}, two = {.plan = p.plan};
    const struct plan *plan;
    struct plan_diff d;

    assert_int_equal(publish(w, &one), OK);
    plan = record_now(w, &plan_model, p.plan);
    assert_string_equal(plan->state, "published");
    assert_int_equal(plan->published_number, 1);
    change_field(w, &goal_model, p.goal, "name", "Trinta leads");
    delete_record(w, &budget_line_model, p.line);
    (void)planned(w, &audience_model, p.plan, "'name':'Cafés'");
    d = diff_since(w, p.plan);
    assert_int_equal(d.n, 3);
    assert_string_equal(version(w, p.plan, "1").snapshot, one.version.snapshot);
    two.reason = "Cafés ainda sem meta";
    assert_int_equal(publish(w, &two), OK);
    assert_int_equal(two.version.number, 2);
    assert_string_equal(version(w, p.plan, "1").snapshot, one.version.snapshot);
    assert_non_null(strstr(two.version.snapshot, "Trinta leads"));
}

static enum err tamper_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin_text(cx, db, arg, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

static void nothing_changes_a_version_not_even_sql(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing pub = {.plan = p.plan};
    static const char *const tries[] = {"update plan_versions set snapshot = '{}'",
                                        "update plan_versions set note = 'outra'"};

    assert_int_equal(publish(w, &pub), OK);
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        assert_int_not_equal(db_write(w->cx, w->pool, tamper_in, (void *)(uintptr_t)tries[i]), OK);
        fault_clear(w->cx);
    }
    assert_string_equal(version(w, p.plan, "1").snapshot, pub.version.snapshot);
}

static void a_version_that_is_not_what_was_stored_is_told(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct db *db = NULL;
    struct plan_version v;
    const char *sql = arena_print(
        w->cx->arena,
        "insert into plan_versions (site, id, plan, kind, number, digest, made_at, snapshot) "
        "values (%lld, 1, %lld, 'published', 1, 'abc', 1, '{}')",
        (long long)w->cx->site, (long long)p.plan);

    assert_int_equal(db_write(w->cx, w->pool, tamper_in, (void *)(uintptr_t)sql), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_version_get(w->cx, db, p.plan, "1", &v), ERR_BROKEN);
    assert_string_equal(w->cx->fault.key, "plan_version.digest");
    db_return(db);
}

static void what_a_plan_lacks_asks_for_a_reason_to_publish(void **state)
{
    struct engine_world *w = *state;
    struct plan *plan = world_record(w, &plan_model, "{'name':'vazio'}");
    struct plan_publishing pub = {.plan = plan->record.id};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(road_missing(w->cx, db, pub.plan, &pub.missing, &pub.missing_said), OK);
    db_return(db);
    assert_int_equal(publish(w, &pub), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "reason");
    fault_clear(w->cx);
    pub.reason = "Só para a reunião";
    assert_int_equal(publish(w, &pub), OK);
    assert_non_null(pub.version.missing);
    assert_string_equal(version(w, plan->record.id, "1").reason, "Só para a reunião");
}

static void a_plan_that_did_not_change_is_not_published_twice(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing one = {.plan = p.plan}, two = {.plan = p.plan};

    assert_int_equal(publish(w, &one), OK);
    assert_int_equal(publish(w, &two), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "plan_version.same");
}

struct restoring {
    int64_t plan;
    const char *name;
    struct plan_choice choice;
    struct plan_version kept;
    struct plan_applied applied;
};

static enum err restore_in(struct ctx *cx, struct db *db, void *arg)
{
    struct restoring *r = arg;
    struct plan_version v;
    enum err e = plan_version_get(cx, db, r->plan, r->name, &v);

    return e ? e : plan_version_restore(cx, db, app_models, &v, &r->choice, &r->kept, &r->applied);
}

static void a_plan_goes_back_to_a_version_and_forward_again(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing pub = {.plan = p.plan};
    struct restoring back = {.plan = p.plan, .name = "1"};
    struct restoring forth = {.plan = p.plan, .name = "k1"};
    const struct budget_line *line;

    assert_int_equal(publish(w, &pub), OK);
    change_field(w, &goal_model, p.goal, "name", "Trinta leads");
    delete_record(w, &budget_line_model, p.line);
    (void)planned(w, &audience_model, p.plan, "'name':'Cafés'");
    assert_int_equal(db_write(w->cx, w->pool, restore_in, &back), OK);
    assert_int_equal(diff_since(w, p.plan).n, 0);
    assert_int_equal(back.applied.added, 1);
    assert_int_equal(back.applied.changed, 1);
    assert_int_equal(back.applied.removed, 1);
    line = record_now(w, &budget_line_model, p.line);
    assert_non_null(line); /* under the id it had */
    assert_int_equal(line->planned_minor, 300000);
    assert_int_equal(db_write(w->cx, w->pool, restore_in, &forth), OK);
    assert_int_equal(diff_since(w, p.plan).n, 3);
}

static void one_field_goes_back_alone(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing pub = {.plan = p.plan};
    const struct json *fields = NULL;
    struct restoring back = {
        .plan = p.plan, .name = "1", .choice = {.model = &goal_model, .id = p.goal}};
    const struct goal *goal;

    assert_int_equal(publish(w, &pub), OK);
    change_field(w, &goal_model, p.goal, "name", "Trinta leads");
    change_field(w, &goal_model, p.goal, "who", "Vendas");
    assert_int_equal(json_parse(w->cx, "[\"name\"]", 8, &fields), OK);
    back.choice.fields = fields;
    assert_int_equal(db_write(w->cx, w->pool, restore_in, &back), OK);
    goal = record_now(w, &goal_model, p.goal);
    assert_string_equal(goal->name, "Vinte leads");
    assert_string_equal(goal->who, "Vendas");
    assert_int_equal(back.kept.id, 0);
}

static void what_was_spent_on_keeps_its_campaign(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing pub = {.plan = p.plan};
    struct restoring back = {.plan = p.plan, .name = "1"};
    int64_t late;

    assert_int_equal(publish(w, &pub), OK);
    late = planned(w, &campaign_model, p.plan, "'name':'Feira'");
    (void)world_record(
        w, &spend_line_model,
        with_id(w, "{'spent_on':'2020-01-10','amount_minor':100,'campaign':'#'}", late));
    assert_int_equal(db_write(w->cx, w->pool, restore_in, &back), OK);
    assert_int_equal(back.applied.left, 1);
    assert_non_null(record_now(w, &campaign_model, late));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_model_with_a_plan_is_in_its_tree),
        cmocka_unit_test(a_snapshot_reads_back_as_the_plan_it_was_made_of),
        cmocka_unit_test(a_published_version_stays_while_the_plan_lives_on),
        cmocka_unit_test(nothing_changes_a_version_not_even_sql),
        cmocka_unit_test(a_version_that_is_not_what_was_stored_is_told),
        cmocka_unit_test(what_a_plan_lacks_asks_for_a_reason_to_publish),
        cmocka_unit_test(a_plan_that_did_not_change_is_not_published_twice),
        cmocka_unit_test(a_plan_goes_back_to_a_version_and_forward_again),
        cmocka_unit_test(one_field_goes_back_alone),
        cmocka_unit_test(what_was_spent_on_keeps_its_campaign),
    };

    return engines_run("plan_versions", tests, COUNT_OF(tests), world_prepare);
}
