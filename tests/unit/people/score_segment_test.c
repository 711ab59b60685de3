/* score_segment_test.c -- scores and segments together: with events that are counted as they come, and time that passes. */
#include "unit/people/segment_world.h"

#include "people/score_model.h"

struct making {
    enum score_kind kind;
    const char *json;
};

static enum err make_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct making *m = arg;
    const struct json *in = NULL;
    struct rule_world w;
    struct score_model saved;
    int64_t job = 0;
    enum err e = people_rules(cx, db, NULL, &w);

    if (!e)
        e = json_parse(cx, m->json, strlen(m->json), &in);
    if (!e)
        e = score_draft_save(cx, db, &w, m->kind, in, 0, &saved);
    return e ? e : score_publish(cx, db, &w, m->kind, 0, &job);
}

static bool finish(struct engine_world *w, enum score_kind kind)
{
    bool done = false;

    segment_must(w, score_publish_now(w->cx, w->pool, kind, NULL, NULL, &done));
    return done;
}

static void model(struct engine_world *w, enum score_kind kind, const char *json)
{
    char *text = arena_dup(w->cx->arena, json);
    struct making m = {kind, text};

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    segment_must(w, db_write(w->cx, w->pool, make_in, &m));
    segments_settle(w);
    assert_true(finish(w, kind));
    segments_settle(w);
}

static const char engagement[] = "{'rows':[{'points':30,'behaviour':{'event':'view','path':'/"
                                 "precos'},'half_life_days':10,'at_most':80}]}";
static const char fit[] = "{'rows':[{'points':80,'rule':{'field':'seniority','is':'director'}}]}";

static void engagement_moves_people_as_events_come_and_days_pass(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'email':'ana@acme.example'}"), hot;

    model(w, SCORE_ENGAGEMENT, engagement);
    hot = a_segment(w, "{'score':'engagement','at_least':50}");
    seen(w, ana, "/precos");
    assert_false(is_member(w, hot, ana));
    seen(w, ana, "/precos");
    assert_true(is_member(w, hot, ana));
    clock_move(w, DAYS_MS(2)); /* 60 * 2^-0.2 = 52.2 */
    assert_true(is_member(w, hot, ana));
    clock_move(w, DAYS_MS(1)); /* 48.7 */
    assert_false(is_member(w, hot, ana));
    assert_int_equal(world_number(w, "select count(*) from segment_moves where cause = 'time'"), 1);
}

static void a_grade_follows_the_record_and_the_model(void **state)
{
    struct engine_world *w = *state;
    int64_t ana, best;

    model(w, SCORE_FIT, fit);
    model(w, SCORE_ENGAGEMENT, engagement);
    ana = a_record(w, &contact_model, "{'name':'Ana'}");
    best = a_segment(w, "{'any':[{'grade':'A1'},{'grade':'A'}]}");
    assert_false(is_member(w, best, ana));
    edit(w, &contact_model, ana, "{'seniority':'director'}");
    assert_true(is_member(w, best, ana));
    model(w, SCORE_FIT, "{'rows':[{'points':10,'rule':{'field':'name','given':true}}]}");
    assert_false(is_member(w, best, ana));
}

static void a_model_waits_for_what_was_done_before_it_to_be_counted(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    char *text = arena_dup(w->cx->arena, engagement);
    struct making m = {SCORE_ENGAGEMENT, text};

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    happened(w, ana, "view", "/precos", 3);
    segment_must(w, db_write(w->cx, w->pool, make_in, &m));
    assert_false(finish(w, SCORE_ENGAGEMENT));
    assert_int_equal(
        world_number(w, "select count(*) from score_models where state = 'publishing'"), 1);
    segments_settle(w);
    assert_true(finish(w, SCORE_ENGAGEMENT));
    assert_int_equal(world_number(w, "select count(*) from score_models where state = 'published'"),
                     1);
    assert_int_equal(world_number(w, "select sum(n) from behaviour_days"), 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(engagement_moves_people_as_events_come_and_days_pass),
        cmocka_unit_test(a_grade_follows_the_record_and_the_model),
        cmocka_unit_test(a_model_waits_for_what_was_done_before_it_to_be_counted),
    };
    return engines_run("scores and segments", tests, COUNT_OF(tests), segment_world_prepare);
}
