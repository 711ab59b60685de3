/* launch_test.c -- a campaign starts when it knows for whom, for what and measured how, or says why not; and all of it is kept. */
#include "unit/world.h"

#include "base/message.h"
#include "strategy/asset.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/budget_month.h"
#include "strategy/channel.h"
#include "strategy/checklist.h"
#include "strategy/claim.h"
#include "strategy/claim_proof.h"
#include "strategy/claim_use.h"
#include "strategy/goal.h"
#include "strategy/hours_line.h"
#include "strategy/launch.h"
#include "strategy/plan.h"
#include "strategy/spend_line.h"

#include <inttypes.h>

/* The clock of a world stands on 2023-11-14. */
struct shop {
    int64_t plan, audience, goal, channel, campaign;
};

#define with_id(w, ...) arena_print((w)->cx->arena, __VA_ARGS__)

static struct shop a_shop(struct engine_world *w, const char *kind)
{
    struct shop s = {0};

    s.plan = ((struct plan *)world_record(w, &plan_model, "{'name':'2024'}"))->record.id;
    s.audience =
        ((struct audience *)world_record(
             w, &audience_model,
             with_id(w, "{'plan':'%" PRId64 "','name':'Padarias','industry':'Pães'}", s.plan)))
            ->record.id;
    s.goal = ((struct goal *)world_record(
                  w, &goal_model,
                  with_id(w,
                          "{'plan':'%" PRId64 "','name':'Leads','metric':'leads','target_micro':"
                          "1000000,'starts_on':'2023-11-01','due_on':'2024-01-31'}",
                          s.plan)))
                 ->record.id;
    s.channel = ((struct channel *)world_record(
                     w, &channel_model,
                     arena_print(w->cx->arena,
                                 "{'plan':'%" PRId64 "','name':'Canal','kind':'%s','matches':'x'}",
                                 s.plan, kind)))
                    ->record.id;
    s.campaign = ((struct campaign *)world_record(
                      w, &campaign_model,
                      with_id(w, "{'plan':'%" PRId64 "','name':'Fornos','channel':'%" PRId64 "'}",
                              s.plan, s.channel)))
                     ->record.id;
    return s;
}

struct call {
    enum err (*change)(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                       struct launch *ret);
    struct launch_ask ask;
    struct launch launch;
};

static enum err call_in(struct ctx *cx, struct db *db, void *arg)
{
    struct call *c = arg;

    return c->change(cx, db, &c->ask, &c->launch);
}

static enum err start(struct engine_world *w, int64_t campaign, const char *reason, bool confirmed,
                      struct launch *ret)
{
    struct call c = {launch_start, {campaign, reason, confirmed}, {0}};
    enum err e = db_write(w->cx, w->pool, call_in, &c);

    if (!e && ret)
        *ret = c.launch;
    return e;
}

static struct launch look(struct engine_world *w, int64_t campaign)
{
    struct launch l;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(launch_look(w->cx, db, campaign, &l), OK);
    db_return(db);
    return l;
}

static const struct launch_item *item(const struct launch *l, const char *key)
{
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->items[i].key, key))
            return &l->items[i];
    fail_msg("no item %s", key);
    return NULL;
}

static const struct launch_item *find_field(const struct launch *l, const char *field)
{
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->items[i].field, field))
            return &l->items[i];
    fail_msg("no item %s", field);
    return NULL;
}

static size_t wrong_fields(const struct engine_world *w)
{
    return (size_t)w->cx->fault.field_count;
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_change(cx, db, &campaign_model, arg);
}

static void *campaign_of(struct engine_world *w, int64_t id)
{
    return look(w, id).campaign;
}

static void all_that_stands_in_the_way_is_said_at_once(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    struct launch l = look(w, s.campaign);

    assert_int_equal(l.missing, 3);
    assert_true(l.open > 5);
    assert_int_equal(start(w, s.campaign, NULL, false, NULL), ERR_INVALID);
    assert_int_equal(wrong_fields(w), l.missing + l.open);
    for (size_t i = 0; i < l.n; i++)
        assert_int_equal(fault_has_field(w->cx, l.items[i].field), l.items[i].state != LAUNCH_DONE);
    fault_clear(w->cx);
    /* Confirmed, what is missing still refuses; with a reason, what is open still asks. */
    assert_int_equal(start(w, s.campaign, NULL, true, NULL), ERR_INVALID);
    assert_int_equal(wrong_fields(w), 3);
    fault_clear(w->cx);
    assert_int_equal(start(w, s.campaign, "A feira é amanhã", false, NULL), ERR_INVALID);
    assert_int_equal(wrong_fields(w), l.open);
    fault_clear(w->cx);
    assert_string_equal(look(w, s.campaign).campaign->state, "idea");
}

static void an_override_says_why_and_what_was_missing(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "referral");
    const struct campaign *now;
    struct launch l;

    w->cx->actor = 77;
    w->cx->origin = "cli";
    if (start(w, s.campaign, "A feira é amanhã", true, &l) != OK) {
        fail_msg("no start");
        return;
    }
    now = campaign_of(w, s.campaign);
    assert_string_equal(now->state, "running");
    assert_string_equal(now->override_reason, "A feira é amanhã");
    assert_int_equal(l.move_n, 1);
    assert_int_equal(l.moves[0].actor, 77);
    assert_string_equal(l.moves[0].origin, "cli");
    assert_string_equal(l.moves[0].from, "idea");
    assert_string_equal(l.moves[0].to, "running");
    assert_string_equal(l.moves[0].reason, "A feira é amanhã");
    assert_string_equal(l.moves[0].missing, "audience goal metric");
    assert_non_null(strstr(l.moves[0].unready, "checklist.cta"));
    assert_int_equal(l.moves[0].at, w->clock.now_ms);
    /* Running, it does not start; stopped, its old reason does not start it again. */
    assert_int_equal(start(w, s.campaign, NULL, true, NULL), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "campaign.state");
    fault_clear(w->cx);
    struct call stop = {launch_stop, {s.campaign, "Choveu", false}, {0}};
    assert_int_equal(db_write(w->cx, w->pool, call_in, &stop), OK);
    assert_string_equal(stop.launch.moves[0].reason, "Choveu");
    assert_int_equal(start(w, s.campaign, NULL, true, NULL), ERR_INVALID);
    fault_clear(w->cx);
}

static void what_is_filled_in_needs_no_reason(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "referral");
    struct campaign *c = campaign_of(w, s.campaign);
    const struct campaign *now;
    struct launch l;

    c->audience = s.audience;
    c->goal = s.goal;
    c->metric = "leads";
    assert_int_equal(db_write(w->cx, w->pool, change_in, c), OK);
    if (start(w, s.campaign, "não é preciso", true, &l) != OK) {
        fail_msg("no start");
        return;
    }
    now = campaign_of(w, s.campaign);
    assert_null(now->override_reason);
    assert_null(l.moves[0].missing);
    assert_int_equal(item(&l, "goal")->state, LAUNCH_DONE);
    struct call done = {launch_finish, {s.campaign, NULL, false}, {0}};
    assert_int_equal(db_write(w->cx, w->pool, call_in, &done), OK);
    assert_int_equal(done.launch.move_n, 2);
    assert_string_equal(done.launch.moves[0].to, "done");
}

static void the_program_sees_what_it_can_and_asks_a_person_for_the_rest(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    struct campaign *c = campaign_of(w, s.campaign);
    struct launch l;
    struct marketing_asset *a;
    void *record = NULL;

    c->starts_on = "2023-11-28"; /* the budget is of its second month */
    c->ends_on = "2023-12-20";
    c->cta = "Peça um teste";
    c->landing_url = "https://acme.example/teste";
    c->utm_source = "google";
    c->utm_medium = "cpc";
    c->utm_campaign = "fornos";
    assert_int_equal(db_write(w->cx, w->pool, change_in, c), OK);
    l = look(w, s.campaign);
    assert_int_equal(item(&l, "utm")->state, LAUNCH_DONE);
    assert_int_equal(item(&l, "landing")->state, LAUNCH_DONE);
    assert_int_equal(item(&l, "dates")->state, LAUNCH_DONE);
    assert_int_equal(item(&l, "budget")->state, LAUNCH_OPEN);
    assert_int_equal(item(&l, "assets")->state, LAUNCH_OPEN);
    (void)world_record(w, &budget_line_model,
                       with_id(w,
                               "{'plan':'%" PRId64 "','channel':'%" PRId64
                               "','month':'2023-12-01','planned_minor':100}",
                               s.plan, s.channel));
    a = world_record(w, &marketing_asset_model, "{'name':'Anúncio','kind':'ad','state':'draft'}");
    (void)world_record(
        w, &campaign_asset_model,
        with_id(w, "{'campaign':'%" PRId64 "','asset':'%" PRId64 "'}", s.campaign, a->record.id));
    l = look(w, s.campaign);
    assert_int_equal(item(&l, "budget")->state, LAUNCH_DONE);
    assert_int_equal(item(&l, "assets")->state, LAUNCH_OPEN); /* a draft */
    assert_false(item(&l, "paid_cap")->automatic);
    assert_int_equal(item(&l, "paid_cap")->state, LAUNCH_OPEN);
    w->cx->actor = 5;
    (void)world_record(
        w, &checklist_tick_model,
        with_id(w, "{'campaign':'%" PRId64 "','channel':'%" PRId64 "','item':'paid_cap'}",
                s.campaign, s.channel));
    l = look(w, s.campaign);
    assert_int_equal(item(&l, "paid_cap")->state, LAUNCH_DONE);
    assert_int_equal(item(&l, "paid_cap")->ticked_by, 5);
    assert_int_equal(item(&l, "paid_cap")->ticked_at, w->clock.now_ms);
    /* Neither what the program sees, nor what is on another list, nor twice. */
    static const char *const refused[] = {"utm", "fair_code", "paid_cap", "nada"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_int_equal(world_try_add(w, &checklist_tick_model,
                                       arena_print(w->cx->arena,
                                                   "{'campaign':'%" PRId64 "','channel':'%" PRId64
                                                   "','item':'%s'}",
                                                   s.campaign, s.channel, refused[i]),
                                       &record),
                         ERR_INVALID);
        assert_true(fault_has_field(w->cx, "item"));
        fault_clear(w->cx);
    }
    w->cx->actor = 0;
}

static void a_claim_without_proof_is_named_and_nobody_ticks_it(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    struct campaign *c = campaign_of(w, s.campaign);
    struct claim *fast, *cheap;
    struct marketing_asset *a;
    struct launch l = look(w, s.campaign);
    void *record = NULL;

    assert_true(item(&l, "claims_proved")->automatic);
    assert_int_equal(item(&l, "claims_proved")->state, LAUNCH_DONE);
    assert_non_null(strstr(item(&l, "claims_proved")->note, "nenhuma promessa"));
    c->landing_url = "https://acme.example/teste/?utm_source=google";
    assert_int_equal(db_write(w->cx, w->pool, change_in, c), OK);
    fast = world_record(w, &claim_model,
                        with_id(w, "{'plan':'%" PRId64 "','name':'Em 48 horas'}", s.plan));
    cheap = world_record(w, &claim_model,
                         with_id(w, "{'plan':'%" PRId64 "','name':'Custa menos'}", s.plan));
    (void)world_record(w, &claim_use_model,
                       with_id(w, "{'claim':'%" PRId64 "','campaign':'%" PRId64 "'}",
                               fast->record.id, s.campaign));
    (void)world_record(w, &claim_use_model,
                       with_id(w, "{'claim':'%" PRId64 "','url':'https://acme.example/ficha.pdf'}",
                               cheap->record.id));
    l = look(w, s.campaign);
    assert_int_equal(item(&l, "claims_proved")->state, LAUNCH_OPEN);
    assert_non_null(strstr(item(&l, "claims_proved")->note, "Em 48 horas"));
    assert_null(strstr(item(&l, "claims_proved")->note, "Custa menos"));
    /* Said by an asset that the campaign uses, it is the campaign's too. */
    a = world_record(w, &marketing_asset_model,
                     "{'name':'Ficha','kind':'ad','url':'https://acme.example/ficha.pdf'}");
    (void)world_record(
        w, &campaign_asset_model,
        with_id(w, "{'campaign':'%" PRId64 "','asset':'%" PRId64 "'}", s.campaign, a->record.id));
    l = look(w, s.campaign);
    assert_non_null(strstr(item(&l, "claims_proved")->note, "“Em 48 horas”, “Custa menos”"));
    (void)world_record(
        w, &claim_use_model,
        with_id(w, "{'claim':'%" PRId64 "','url':'https://acme.example/teste'}", cheap->record.id));
    for (size_t i = 0; i < 2; i++)
        (void)world_record(w, &claim_proof_model,
                           with_id(w, "{'claim':'%" PRId64 "','kind':'case','name':'Padaria Sol'}",
                                   i ? cheap->record.id : fast->record.id));
    l = look(w, s.campaign);
    assert_int_equal(item(&l, "claims_proved")->state, LAUNCH_DONE);
    assert_null(item(&l, "claims_proved")->note);
    assert_int_equal(world_try_add(w, &checklist_tick_model,
                                   with_id(w,
                                           "{'campaign':'%" PRId64 "','channel':'%" PRId64
                                           "','item':'claims_proved'}",
                                           s.campaign, s.channel),
                                   &record),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "checklist_tick.automatic");
    fault_clear(w->cx);
}

static void each_channel_of_a_campaign_has_its_own_list(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    struct channel *mail =
        world_record(w, &channel_model,
                     with_id(w, "{'plan':'%" PRId64 "','name':'Carta','kind':'mail'}", s.plan));
    const char *json = with_id(w, "{'campaign':'%" PRId64 "','channel':'%" PRId64 "'}", s.campaign,
                               mail->record.id);
    struct launch l;
    void *record = NULL;
    size_t claims = 0;

    (void)world_record(w, &campaign_channel_model, json);
    l = look(w, s.campaign);
    assert_int_equal(item(&l, "mail_test")->channel, mail->record.id);
    for (size_t i = 0; i < l.n; i++)
        claims += !strcmp(l.items[i].key, "claims_proved");
    assert_int_equal(claims, 1); /* of the campaign, however many channels say it */
    assert_int_equal(start(w, s.campaign, NULL, false, NULL), ERR_INVALID);
    assert_int_equal(wrong_fields(w), l.missing + l.open);
    fault_clear(w->cx);
    assert_int_equal(world_try_add(w, &campaign_channel_model, json, &record), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "asset.twice");
    fault_clear(w->cx);
}

struct deletion {
    const struct model *m;
    int64_t id;
};

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    struct deletion *d = arg;

    return model_delete(cx, db, d->m, d->id, 0);
}

static enum err drop(struct engine_world *w, const struct model *m, int64_t id)
{
    struct deletion d = {m, id};

    return db_write(w->cx, w->pool, delete_in, &d);
}

static void a_campaign_goes_with_its_links_and_stays_with_its_data(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    struct marketing_asset *a =
        world_record(w, &marketing_asset_model, "{'name':'Anúncio','kind':'ad'}");
    struct channel *mail =
        world_record(w, &channel_model,
                     with_id(w, "{'plan':'%" PRId64 "','name':'Carta','kind':'mail'}", s.plan));
    struct spend_line *spent;

    (void)world_record(
        w, &campaign_asset_model,
        with_id(w, "{'campaign':'%" PRId64 "','asset':'%" PRId64 "'}", s.campaign, a->record.id));
    (void)world_record(w, &campaign_channel_model,
                       with_id(w, "{'campaign':'%" PRId64 "','channel':'%" PRId64 "'}", s.campaign,
                               mail->record.id));
    (void)world_record(
        w, &checklist_tick_model,
        with_id(w, "{'campaign':'%" PRId64 "','channel':'%" PRId64 "','item':'paid_cap'}",
                s.campaign, s.channel));
    assert_int_equal(start(w, s.campaign, "A feira é amanhã", true, NULL), OK);
    spent = world_record(w, &spend_line_model,
                         with_id(w,
                                 "{'campaign':'%" PRId64
                                 "','channel':'ads','spent_on':'2023-11-02','amount_minor':100}",
                                 s.campaign));
    assert_int_equal(drop(w, &campaign_model, s.campaign), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "campaign.holds");
    assert_non_null(strstr(fault_message(w->cx), "gasto: 1"));
    fault_clear(w->cx);
    assert_int_equal(drop(w, &spend_line_model, spent->record.id), OK);
    assert_int_equal(drop(w, &campaign_model, s.campaign), OK);
    assert_int_equal(world_number(w, "select count(*) from campaign_assets"), 0);
    assert_int_equal(world_number(w, "select count(*) from campaign_channels"), 0);
    assert_int_equal(world_number(w, "select count(*) from checklist_ticks"), 0);
    assert_int_equal(world_number(w, "select count(*) from campaign_moves"), 0);
    assert_int_equal(world_number(w, "select count(*) from assets"), 1);
    assert_int_equal(world_number(w, "select count(*) from channels"), 2);
}

static void every_item_of_every_list_has_its_words(void **state)
{
    struct engine_world *w = *state;

    for (const struct checklist *c = checklists; c->kind; c++) {
        size_t n = 0;
        for (; n < CHECKLIST_MOST && c->items[n]; n++) {
            const char *key = arena_print(w->cx->arena, "checklist.%s", c->items[n]);
            assert_non_null(message_find(LANG_PT_BR, key));
            assert_non_null(message_find(LANG_EN, key));
        }
        assert_in_range(n, 4, 8);
    }
    assert_string_equal(checklist_of("nothing of the kind")->kind, "other");
}

static void the_last_day_of_a_goal_ends_where_the_site_is(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "referral");
    struct campaign *c = campaign_of(w, s.campaign);
    struct launch l;

    c->goal = s.goal; /* due on 2024-01-31 */
    assert_int_equal(db_write(w->cx, w->pool, change_in, c), OK);
    w->clock.now_ms =
        INT64_C(1706754600000); /* 2024-02-01 02:30 UTC, 23:30 of the day before in São Paulo */
    l = look(w, s.campaign);
    assert_int_equal(find_field(&l, "checklist.goal")->state, LAUNCH_DONE);
    w->clock.now_ms += INT64_C(3600000);
    l = look(w, s.campaign);
    assert_int_equal(find_field(&l, "checklist.goal")->state, LAUNCH_OPEN);
}

static void a_ready_asset_can_be_looked_at(void **state)
{
    struct engine_world *w = *state;
    void *record = NULL;

    assert_int_equal(world_try_add(w, &marketing_asset_model,
                                   "{'name':'x','kind':'ad','state':'ready'}", &record),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "asset.nowhere");
    fault_clear(w->cx);
    (void)world_record(w, &marketing_asset_model,
                       "{'name':'x','kind':'ad','state':'ready','body':'Peça um teste'}");
}

static void hours_are_of_a_month_that_has_begun(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    void *record = NULL;
    struct hours_line *h = world_record(
        w, &hours_line_model,
        with_id(w, "{'channel':'%" PRId64 "','month':'2023-11-13','hours':6}", s.channel));

    assert_string_equal(h->month, "2023-11-01");
    assert_int_equal(
        world_try_add(
            w, &hours_line_model,
            with_id(w, "{'channel':'%" PRId64 "','month':'2023-12-01','hours':6}", s.channel),
            &record),
        ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "field.future");
    fault_clear(w->cx);
}

static void a_month_is_explained_once_by_whoever_says_it(void **state)
{
    struct engine_world *w = *state;
    struct shop s = a_shop(w, "paid");
    const char *json =
        with_id(w, "{'plan':'%" PRId64 "','month':'2023-12-24','reason':'Natal'}", s.plan);
    struct budget_month *m;
    void *record = NULL;

    w->cx->actor = 9;
    m = world_record(w, &budget_month_model, json);
    w->cx->actor = 0;
    assert_string_equal(m->month, "2023-12-01");
    assert_int_equal(m->reasoned_by, 9);
    assert_int_equal(m->reasoned_at, w->clock.now_ms);
    assert_int_equal(world_try_add(w, &budget_month_model, json, &record), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "budget.month_twice");
    fault_clear(w->cx);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_stands_in_the_way_is_said_at_once),
        cmocka_unit_test(an_override_says_why_and_what_was_missing),
        cmocka_unit_test(what_is_filled_in_needs_no_reason),
        cmocka_unit_test(the_program_sees_what_it_can_and_asks_a_person_for_the_rest),
        cmocka_unit_test(a_claim_without_proof_is_named_and_nobody_ticks_it),
        cmocka_unit_test(each_channel_of_a_campaign_has_its_own_list),
        cmocka_unit_test(a_campaign_goes_with_its_links_and_stays_with_its_data),
        cmocka_unit_test(every_item_of_every_list_has_its_words),
        cmocka_unit_test(the_last_day_of_a_goal_ends_where_the_site_is),
        cmocka_unit_test(a_ready_asset_can_be_looked_at),
        cmocka_unit_test(hours_are_of_a_month_that_has_begun),
        cmocka_unit_test(a_month_is_explained_once_by_whoever_says_it),
    };
    return engines_run("launch", tests, COUNT_OF(tests), world_prepare);
}
