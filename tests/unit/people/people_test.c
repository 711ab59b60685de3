/* people_test.c -- the records of people and plan stand in the schema as their tables say, and keep their rules. */
#include "unit/world.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/competitor.h"
#include "strategy/goal.h"
#include "strategy/persona.h"
#include "strategy/plan.h"
#include "strategy/positioning.h"
#include "strategy/selling_channel.h"
#include "strategy/spend_line.h"
#include "unit/model/schema_check.h"

static void every_model_matches_its_table(void **state)
{
    static const struct model *const all[] = {
        &plan_model,        &audience_model, &persona_model,         &competitor_model,
        &positioning_model, &goal_model,     &selling_channel_model, &channel_model,
        &budget_line_model, &campaign_model, &spend_line_model,      &account_model,
        &contact_model,     &deal_model,     &deal_member_model};
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (size_t i = 0; i < COUNT_OF(all); i++)
        model_matches_schema(w->cx, db, all[i]);
    db_return(db);
}

static void refused(struct engine_world *w, const struct model *m, const char *json,
                    const char *field, const char *code)
{
    void *record = NULL;

    assert_int_equal(world_try_add(w, m, json, &record), ERR_INVALID);
    assert_non_null(w->cx->fault.fields);
    assert_string_equal(w->cx->fault.fields->field, field);
    assert_string_equal(w->cx->fault.fields->key, code);
    fault_clear(w->cx);
}

static void a_company_is_known_by_a_checked_number_and_its_own_domain(void **state)
{
    struct engine_world *w = *state;
    struct account *a = world_record(
        w, &account_model,
        "{'name':'Alfa','tax_number':'12.abc.345/01de-35','domain':'https://www.Alfa.example/x'}");

    assert_string_equal(a->tax_number, "12ABC34501DE35");
    assert_string_equal(a->domain, "alfa.example");
    refused(w, &account_model, "{'name':'x','tax_number':'11.111.111/1111-11'}", "tax_number",
            "field.cnpj");
    refused(w, &account_model, "{'name':'x','domain':'gmail.com'}", "domain", "account.free_mail");
    refused(w, &account_model, "{'notes':'x'}", "name", "account.nameless");
}

static void money_without_a_currency_is_the_sites(void **state)
{
    struct engine_world *w = *state;
    struct deal *d = world_record(w, &deal_model, "{'name':'x','amount_minor':100}");

    assert_string_equal(d->currency, "BRL");
    refused(w, &deal_model, "{'name':'x','amount_minor':100,'currency':'reais'}", "currency",
            "field.too_long");
}

static void a_deal_that_is_won_and_deleted_lets_its_lead_step_back(void **state)
{
    struct engine_world *w = *state;
    struct contact *c = world_record(w, &contact_model, "{'name':'Ana','lifecycle':'mql'}");
    const char *json = arena_print(w->cx->arena, "{'name':'d','contact':'%lld','outcome':'won'}",
                                   (long long)c->record.id);

    (void)world_record(w, &deal_model, json);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'customer'"),
                     1);
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps where "
                                     "stage = 'customer' and before_stage = 'mql'"),
                     1);
}

static void a_campaign_does_not_start_blind(void **state)
{
    struct engine_world *w = *state;
    struct plan *p = world_record(w, &plan_model, "{'name':'2026'}");
    const char *blind = arena_print(w->cx->arena, "{'plan':'%lld','name':'c','state':'running'}",
                                    (long long)p->record.id);
    const char *argued = arena_print(
        w->cx->arena,
        "{'plan':'%lld','name':'c','state':'running','override_reason':'teste de uma semana'}",
        (long long)p->record.id);

    refused(w, &campaign_model, blind, "audience", "campaign.gate");
    (void)world_record(w, &campaign_model, argued);
}

static enum err publish_in(struct ctx *cx, struct db *db, void *arg)
{
    struct plan *p = arg;

    p->state = "published";
    return model_change(cx, db, &plan_model, p);
}

static void a_published_plan_is_frozen(void **state)
{
    struct engine_world *w = *state;
    struct plan *p = world_record(w, &plan_model, "{'name':'2026'}");
    const char *more =
        arena_print(w->cx->arena, "{'plan':'%lld','name':'Metalúrgicas'}", (long long)p->record.id);
    void *record = NULL;

    (void)world_record(w, &audience_model, more);
    assert_int_equal(db_write(w->cx, w->pool, publish_in, p), OK);
    assert_int_equal(world_try_add(w, &audience_model, more, &record), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "plan.frozen");
}

static void spend_is_of_the_past_and_does_not_end_before_it_begins(void **state)
{
    struct engine_world *w = *state;

    refused(w, &spend_line_model, "{'spent_on':'2030-01-01','amount_minor':1}", "spent_on",
            "field.future");
    refused(w, &spend_line_model,
            "{'spent_on':'2020-01-10','until_on':'2020-01-09','amount_minor':1}", "until_on",
            "field.before_start");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_model_matches_its_table),
        cmocka_unit_test(a_company_is_known_by_a_checked_number_and_its_own_domain),
        cmocka_unit_test(money_without_a_currency_is_the_sites),
        cmocka_unit_test(a_deal_that_is_won_and_deleted_lets_its_lead_step_back),
        cmocka_unit_test(a_campaign_does_not_start_blind),
        cmocka_unit_test(a_published_plan_is_frozen),
        cmocka_unit_test(spend_is_of_the_past_and_does_not_end_before_it_begins),
    };
    return engines_run("people", tests, COUNT_OF(tests), world_prepare);
}
