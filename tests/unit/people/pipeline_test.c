/* Stages of a site's pipeline, and how long deals stood in them. */
#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/contact.h"
#include "people/deal_member.h"

#include "unit/people/stages.h"

struct deal_change {
    int64_t id;
    const char *stage, *outcome, *reason;
    struct deal *after;
};

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct deal_change *c = arg;
    void *found = NULL;
    enum err e = model_get(cx, db, &deal_model, c->id, &found);

    if (e)
        return e;
    c->after = found;
    if (c->stage)
        c->after->stage = c->stage;
    if (c->outcome)
        c->after->outcome = c->outcome;
    if (c->reason)
        c->after->reason = c->reason;
    return model_change(cx, db, &deal_model, found);
}

static struct deal *change(struct engine_world *w, int64_t id, const char *stage,
                           const char *outcome, const char *reason)
{
    struct deal_change c = {.id = id, .stage = stage, .outcome = outcome, .reason = reason};
    enum err e = db_write(w->cx, w->pool, change_in, &c);

    if (e)
        fail_msg("%s: %s", stage ? stage : outcome, w->cx->fault.key);
    return c.after;
}

static void a_site_begins_with_stages_in_its_own_language_and_once(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(db_write(w->cx, w->pool, stages_usual_in, NULL), OK);
    assert_int_equal(world_number(w, "select count(*) from deal_stages"), 6);
    assert_int_equal(
        world_number(w, "select count(*) from deal_stages where name in ('Diagnóstico', 'Ganho')"),
        2);
    assert_int_equal(world_number(w, "select count(*) from deal_reasons where outcome = 'lost'"),
                     6);
}

static void a_stage_is_known_by_key_or_name_in_any_case(void **state)
{
    struct engine_world *w = *state;
    static const char *const ways[] = {"negotiation", "Negociação", "NEGOCIACAO"};

    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct deal *d = world_record(
            w, &deal_model, arena_print(w->cx->arena, "{'name':'d','stage':'%s'}", ways[i]));
        assert_string_equal(d->stage, "negotiation");
    }
    assert_int_equal(world_number(w, "select count(*) from deal_stages"), 6);
}

static void a_stage_an_import_names_first_is_added_behind_the_open_ones(void **state)
{
    struct engine_world *w = *state;

    w->cx->origin = "import";
    (void)world_record(w, &deal_model, "{'name':'d','stage':'Piloto na planta'}");
    (void)world_record(w, &deal_model, "{'name':'e','stage':'piloto na planta'}");
    assert_int_equal(world_number(w, "select count(*) from deal_stages where kind = 'open'"), 5);
    assert_int_equal(world_number(w, "select count(*) from deals where stage = 'Piloto na planta'"),
                     2);
    assert_int_equal(world_number(w, "select position from deal_stages where name like 'Piloto%'"),
                     50);
}

static void a_deal_moved_to_lost_is_lost_and_needs_its_reason(void **state)
{
    struct engine_world *w = *state;
    struct deal *d = world_record(w, &deal_model, "{'name':'d','stage':'proposal'}");
    struct deal_change c = {.id = d->record.id, .stage = "lost"};

    assert_int_equal(db_write(w->cx, w->pool, change_in, &c), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "reason");
    assert_string_equal(w->cx->fault.fields->key, "deal.stage_requires");
    fault_clear(w->cx);
    d = change(w, d->record.id, "lost", NULL, "Sem orçamento");
    assert_string_equal(d->outcome, "lost");
    assert_true(d->closed_at == ctx_now(w->cx));
    d = change(w, d->record.id, NULL, "open", NULL);
    assert_string_equal(d->stage, "qualification");
    assert_true(d->closed_at == NIL);
    assert_null(d->reason); /* an open deal was lost for nothing */
}

static void won_by_outcome_alone_keeps_the_stage_it_came_to(void **state)
{
    struct engine_world *w = *state;
    struct deal *d = world_record(w, &deal_model, "{'name':'d','stage':'proposal'}");

    d = change(w, d->record.id, NULL, "won", "Preço");
    assert_string_equal(d->stage, "proposal");
}

static void an_end_by_outcome_alone_asks_what_an_end_by_stage_asks(void **state)
{
    static const char *const ends[] = {"won", "lost"};
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct deal *d = world_record(w, &deal_model, "{'name':'d','stage':'proposal'}");
        struct deal *bare = world_record(w, &deal_model, "{'name':'e'}");
        struct deal_change c = {.id = d->record.id, .outcome = ends[i]};
        for (int k = 0; k < 2; k++) {
            assert_int_equal(db_write(w->cx, w->pool, change_in, &c), ERR_INVALID);
            assert_string_equal(w->cx->fault.fields->field, "reason");
            assert_string_equal(w->cx->fault.fields->key, "deal.stage_requires");
            fault_clear(w->cx);
            c.id = bare->record.id;
        }
        d = change(w, d->record.id, NULL, ends[i], "Prazo");
        assert_string_equal(d->outcome, ends[i]);
        /* Of a new one, such as an import writes, nothing is asked. */
        (void)world_record(w, &deal_model,
                           arena_print(w->cx->arena, "{'name':'f','outcome':'%s'}", ends[i]));
    }
}

static void nobody_makes_a_stage_by_typing_it_and_an_import_only_of_who_may(void **state)
{
    struct engine_world *w = *state;
    struct deal *d = world_record(w, &deal_model, "{'name':'d','stage':'proposal'}");
    struct deal_change c = {.id = d->record.id, .stage = "Propsta"};

    for (int import = 0; import < 2; import++) {
        w->cx->origin = import ? "import" : "api";
        w->cx->may = MAY_READ | MAY_EDIT_DEALS | (import ? 0 : MAY_EDIT_PLAN);
        assert_int_equal(db_write(w->cx, w->pool, change_in, &c), ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, "stage");
        assert_string_equal(w->cx->fault.fields->key, "deal.no_stage");
        assert_non_null(strstr(w->cx->fault.fields->params[0].value, "Negociação"));
        fault_clear(w->cx);
    }
    (void)change(w, d->record.id, "negotiation", NULL, NULL);
    assert_int_equal(world_number(w, "select count(*) from deal_stages"), 6);
    w->cx->may |= MAY_EDIT_PLAN;
    (void)change(w, d->record.id, "Propsta", NULL, NULL);
    assert_int_equal(world_number(w, "select count(*) from deal_stages"), 7);
    w->cx->may = 0;
}

static void a_seat_is_taken_once_and_not_left_before(void **state)
{
    static const struct {
        const char *more, *field, *key;
    } wrong[] = {
        {"'role':'buyer'", "role", "deal_member.twice"},
        {"'role':'payer','since_at':'2026-03-02T00:00:00Z','left_at':'2026-03-01T00:00:00Z'",
         "left_at", "deal_member.left_before"},
    };
    struct engine_world *w = *state;
    void *none = NULL;
    struct deal *d = world_record(w, &deal_model, "{'name':'d'}");
    struct contact *c = world_record(w, &contact_model, "{'name':'Ana'}");
    const char *who = arena_print(w->cx->arena, "'deal':'%lld','contact':'%lld'",
                                  (long long)d->record.id, (long long)c->record.id);

    (void)world_record(w, &deal_member_model,
                       arena_print(w->cx->arena, "{%s,'role':'buyer'}", who));
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(world_try_add(w, &deal_member_model,
                                       arena_print(w->cx->arena, "{%s,%s}", who, wrong[i].more),
                                       &none),
                         ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, wrong[i].field);
        assert_string_equal(w->cx->fault.fields->key, wrong[i].key);
        fault_clear(w->cx);
    }
    (void)world_record(w, &deal_member_model,
                       arena_print(w->cx->arena, "{%s,'role':'payer'}", who));
    assert_int_equal(world_number(w, "select count(*) from deal_members"), 2);
}

static void stays_are_stamped_and_a_move_taken_back_leaves_none(void **state)
{
    struct engine_world *w = *state;
    struct deal *d = world_record(w, &deal_model, "{'name':'d','stage':'qualification'}");
    int64_t began = ctx_now(w->cx);

    w->clock.now_ms += DAYS_MS(3);
    (void)change(w, d->record.id, "proposal", NULL, NULL);
    assert_int_equal(world_number(w, "select left_at from deal_stage_stamps "
                                     "where stage = 'qualification'"),
                     began + DAYS_MS(3));
    w->clock.now_ms += MINUTES_MS(1);
    (void)change(w, d->record.id, "qualification", NULL, NULL);
    assert_int_equal(world_number(w, "select count(*) from deal_stage_stamps"), 1);
    assert_true(world_number(w, "select left_at from deal_stage_stamps") == NIL);
    w->clock.now_ms += DAYS_MS(1);
    (void)change(w, d->record.id, NULL, "won", "Preço");
    assert_int_equal(world_number(w, "select count(*) from deal_stage_stamps where exact = 1"), 2);
    assert_int_equal(world_number(w, "select max(left_at) from deal_stage_stamps"), ctx_now(w->cx));
}

static void a_deal_read_from_a_file_says_nothing_of_time(void **state)
{
    struct engine_world *w = *state;

    (void)world_record(w, &deal_model,
                       "{'name':'d','stage':'proposal','opened_at':'2018-01-01T12:00:00Z'}");
    assert_int_equal(world_number(w, "select exact from deal_stage_stamps"), 0);
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &deal_stage_model, *(int64_t *)arg, 0);
}

static void a_stage_with_open_deals_and_the_last_of_its_kind_stay(void **state)
{
    struct engine_world *w = *state;
    int64_t proposal, won;

    (void)world_record(w, &deal_model, "{'name':'d','stage':'proposal'}");
    proposal = world_number(w, "select id from deal_stages where key = 'proposal'");
    won = world_number(w, "select id from deal_stages where key = 'won'");
    assert_int_equal(db_write(w->cx, w->pool, drop_in, &proposal), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "deal_stage.in_use");
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, drop_in, &won), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "deal_stage.last");
    fault_clear(w->cx);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_begins_with_stages_in_its_own_language_and_once),
        cmocka_unit_test(a_stage_is_known_by_key_or_name_in_any_case),
        cmocka_unit_test(a_stage_an_import_names_first_is_added_behind_the_open_ones),
        cmocka_unit_test(a_deal_moved_to_lost_is_lost_and_needs_its_reason),
        cmocka_unit_test(won_by_outcome_alone_keeps_the_stage_it_came_to),
        cmocka_unit_test(an_end_by_outcome_alone_asks_what_an_end_by_stage_asks),
        cmocka_unit_test(nobody_makes_a_stage_by_typing_it_and_an_import_only_of_who_may),
        cmocka_unit_test(a_seat_is_taken_once_and_not_left_before),
        cmocka_unit_test(stays_are_stamped_and_a_move_taken_back_leaves_none),
        cmocka_unit_test(a_deal_read_from_a_file_says_nothing_of_time),
        cmocka_unit_test(a_stage_with_open_deals_and_the_last_of_its_kind_stay),
    };
    return engines_run("pipeline", tests, COUNT_OF(tests), stages_prepare);
}
