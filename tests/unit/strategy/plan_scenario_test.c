/* plan_scenario_test.c -- a copy of a plan to think with: it stands alone, counts nowhere, and gives back only what was changed in it. */
#include "unit/strategy/plan_world.h"

#include "measure/plan_compare.h"
#include "people/contact.h"
#include "strategy/hours_line.h"
#include "strategy/plan_common.h"
#include "strategy/plan_scenario.h"
#include "strategy/spend_campaign.h"

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    return plan_scenario_add(cx, db, app_models, arg);
}

static int64_t a_scenario(struct engine_world *w, int64_t plan)
{
    struct plan_scenario s = {
        .plan = plan, .name = "Metade", .budget_percent = 50, .hours_percent = NIL};

    assert_int_equal(db_write(w->cx, w->pool, add_in, &s), OK);
    return s.id;
}

static struct plan_tree tree_of(struct engine_world *w, int64_t plan)
{
    struct plan_tree t = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_tree_read(w->cx, db, app_models, plan, &t), OK);
    db_return(db);
    return t;
}

static void *only(const struct plan_tree *t, const struct model *m)
{
    const struct plan_branch *b = plan_tree_branch(t, m);

    assert_int_equal(b->n, 1);
    return b->records[0];
}

static void a_scenario_refers_to_its_own_records(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    int64_t id = a_scenario(w, p.plan);
    struct plan_tree t = tree_of(w, id);
    const struct goal *goal = only(&t, &goal_model);
    const struct channel *channel = only(&t, &channel_model);
    const struct budget_line *line = only(&t, &budget_line_model);
    const struct audience *audience = only(&t, &audience_model);

    assert_int_equal(t.plan->scenario_of, p.plan);
    assert_int_not_equal(audience->record.id, p.audience);
    assert_int_equal(goal->audience, audience->record.id);
    assert_int_equal(line->channel, channel->record.id);
    assert_int_equal(line->planned_minor, 150000);
    assert_int_equal(line->planned_hours, 12);
    assert_string_equal(goal->name, "Vinte leads");
}

static void a_part_of_hours_is_rounded_to_the_nearest(void **state)
{
    struct engine_world *w = *state;
    struct plan_scenario s = {
        .plan = a_plan(w).plan, .name = "Um terço", .budget_percent = NIL, .hours_percent = 33};
    struct plan_tree t;
    const struct budget_line *line;

    assert_int_equal(db_write(w->cx, w->pool, add_in, &s), OK);
    t = tree_of(w, s.id);
    line = only(&t, &budget_line_model);
    assert_int_equal(line->planned_hours, 4); /* of 12, 3.96 */
    assert_int_equal(line->planned_minor, 300000);
}

static void a_scenario_runs_no_campaign_and_takes_no_address(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    int64_t id = a_scenario(w, p.plan), found = NIL;
    struct plan_tree t = tree_of(w, id);
    const struct campaign *c = only(&t, &campaign_model);
    struct field_change run = {&campaign_model, c->record.id, "state", "running"};
    struct db *db = NULL;

    assert_null(c->utm_campaign);
    change_field(w, &campaign_model, c->record.id, "override_reason", "teste");
    assert_int_equal(db_write(w->cx, w->pool, change_in, &run), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "campaign.scenario");
    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK); /* one name, and it is the plan's */
    assert_int_equal(spend_campaign_find(w->cx, db, "Guia", &found), OK);
    db_return(db);
    assert_int_equal(found, p.campaign);
}

static size_t listed(struct engine_world *w, const struct model *m, const char *field,
                     const char *value)
{
    struct model_query q = {.count = true};
    struct model_page page = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (field)
        assert_int_equal(model_query_add(w->cx, m, field, value, &q), OK);
    assert_int_equal(plan_common(w->cx, db, m, &q), OK);
    assert_int_equal(model_list(w->cx, db, m, &q, &page), OK);
    db_return(db);
    assert_int_equal(page.count, page.n);
    return page.n;
}

static const char *as_text(struct engine_world *w, int64_t id)
{
    return arena_print(w->cx->arena, "%lld", (long long)id);
}

static void a_list_shows_a_scenario_only_when_it_is_asked_for(void **state)
{
    static const struct model *const models[] = {
        &goal_model,    &campaign_model,    &audience_model,
        &channel_model, &budget_line_model, &hours_line_model}; /* the last by its channel */
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    int64_t id;
    struct plan_tree t;

    (void)world_record(w, &hours_line_model,
                       with_id(w, "{'channel':'#','month':'2020-01-01','hours':3}", p.channel));
    id = a_scenario(w, p.plan);
    t = tree_of(w, id);
    for (size_t i = 0; i < COUNT_OF(models); i++)
        assert_int_equal(listed(w, models[i], NULL, NULL), 1);
    assert_int_equal(listed(w, &goal_model, "plan", as_text(w, id)), 1);
    assert_int_equal(listed(w, &goal_model, "plan", as_text(w, p.plan)), 1);
    assert_int_equal(listed(w, &goal_model, "plan.not", as_text(w, p.plan)), 0);
    assert_int_equal(listed(w, &goal_model, "q", "leads"), 1);
    const struct record *copy = only(&t, &channel_model);
    assert_int_equal(listed(w, &channel_model, "id", as_text(w, copy->id)), 1);
    assert_int_equal(listed(w, &campaign_model, "channel", as_text(w, copy->id)), 1);
    assert_int_equal(listed(w, &plan_model, NULL, NULL), 2);
    assert_int_equal(listed(w, &contact_model, NULL, NULL), 0);
}

static void a_scenario_is_not_published(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing pub = {.plan = a_scenario(w, p.plan), .reason = "x"};

    assert_int_equal(publish(w, &pub), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "plan_version.scenario");
}

struct adoption {
    int64_t plan, scenario;
    struct plan_version kept;
    struct plan_applied applied;
};

static enum err adopt_in(struct ctx *cx, struct db *db, void *arg)
{
    struct adoption *a = arg;

    return plan_scenario_adopt(cx, db, app_models, a->plan, a->scenario, &a->kept, &a->applied);
}

static void adopting_takes_what_changed_in_it_and_leaves_what_changed_in_the_plan(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct adoption a = {.plan = p.plan, .scenario = a_scenario(w, p.plan)};
    struct plan_tree t = tree_of(w, a.scenario);
    int64_t goal = ((struct record *)only(&t, &goal_model))->id, later;
    const struct goal *after;
    const struct budget_line *line;
    const struct audience *added;

    change_field(w, &goal_model, goal, "name", "Dez leads");
    change_field(w, &goal_model, p.goal, "who", "Vendas");
    later = planned(w, &competitor_model, p.plan, "'name':'Chegou depois'");
    (void)planned(w, &audience_model, a.scenario, "'name':'Cafés'");
    assert_int_equal(db_write(w->cx, w->pool, adopt_in, &a), OK);
    after = record_now(w, &goal_model, p.goal);
    assert_string_equal(after->name, "Dez leads");
    assert_string_equal(after->who, "Vendas");
    assert_non_null(record_now(w, &competitor_model, later));
    line = record_now(w, &budget_line_model, p.line);
    assert_int_equal(line->planned_minor, 150000);
    t = tree_of(w, p.plan);
    assert_int_equal(plan_tree_branch(&t, &audience_model)->n, 2);
    added = plan_tree_branch(&t, &audience_model)->records[1];
    assert_string_equal(added->name, "Cafés");
    assert_int_equal(added->plan, p.plan);
    assert_int_equal(db_write(w->cx, w->pool, adopt_in, &a), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "plan_scenario.adopted");
}

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct adoption *a = arg;
    static const struct plan_choice all = {0};
    struct plan_version v, kept;
    enum err e = plan_version_get(cx, db, a->plan, plan_version_name(cx, &a->kept), &v);

    return e ? e : plan_version_restore(cx, db, app_models, &v, &all, &kept, &a->applied);
}

static void an_adoption_is_undone_through_the_version_that_it_kept(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct adoption a = {.plan = p.plan, .scenario = a_scenario(w, p.plan)};
    const struct budget_line *line;

    assert_int_equal(db_write(w->cx, w->pool, adopt_in, &a), OK);
    assert_int_equal(db_write(w->cx, w->pool, undo_in, &a), OK);
    line = record_now(w, &budget_line_model, p.line);
    assert_int_equal(line->planned_minor, 300000);
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    struct adoption *a = arg;

    return plan_scenario_drop(cx, db, app_models, a->plan, a->scenario);
}

static void a_scenario_goes_with_all_that_was_copied(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct adoption a = {.plan = p.plan, .scenario = a_scenario(w, p.plan)};

    assert_int_equal(world_number(w, "select count(*) from audiences"), 2);
    assert_int_equal(db_write(w->cx, w->pool, drop_in, &a), OK);
    assert_int_equal(world_number(w, "select count(*) from audiences"), 1);
    assert_int_equal(world_number(w, "select count(*) from plans"), 1);
    assert_int_equal(world_number(w, "select count(*) from plan_copies"), 0);
}

static void side_by_side_tells_money_leads_and_profit(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    int64_t plans[] = {p.plan, a_scenario(w, p.plan)};
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;
    const char *text;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_compare_json(w->cx, db, app_models, plans, 2, &out), OK);
    text = buf_text(&out);
    /* R$ 3.000 ÷ R$ 50 = 60 leads; half of it, 30. 200 × 10 % × (12.000 − 2.000) = 200.000 in both. */
    assert_non_null(strstr(text, "\"label\":\"Busca\",\"unit\":\"money\",\"total\":false,"
                                 "\"values\":[300000,150000]"));
    assert_non_null(strstr(text, "\"label\":\"Busca\",\"unit\":\"count\",\"total\":false,"
                                 "\"values\":[60,30]"));
    assert_non_null(strstr(text, "\"label\":\"Padarias\",\"unit\":\"money\",\"total\":false,"
                                 "\"values\":[20000000,20000000],\"reasons\":[null,null],"
                                 "\"differs\":false"));
    assert_int_equal(plan_compare_json(w->cx, db, app_models, plans, 1, &out), ERR_INVALID);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_refers_to_its_own_records),
        cmocka_unit_test(a_part_of_hours_is_rounded_to_the_nearest),
        cmocka_unit_test(a_scenario_runs_no_campaign_and_takes_no_address),
        cmocka_unit_test(a_list_shows_a_scenario_only_when_it_is_asked_for),
        cmocka_unit_test(a_scenario_is_not_published),
        cmocka_unit_test(adopting_takes_what_changed_in_it_and_leaves_what_changed_in_the_plan),
        cmocka_unit_test(an_adoption_is_undone_through_the_version_that_it_kept),
        cmocka_unit_test(a_scenario_goes_with_all_that_was_copied),
        cmocka_unit_test(side_by_side_tells_money_leads_and_profit),
    };

    return engines_run("plan_scenarios", tests, COUNT_OF(tests), world_prepare);
}
