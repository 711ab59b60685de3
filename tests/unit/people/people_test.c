/* people_test.c -- the records of people and plan stand in the schema as their tables say, and keep their rules. */
#include "unit/world.h"

#include "access/user.h"
#include "measure/channel_rule.h"
#include "measure/proposal.h"
#include "people/account.h"
#include "people/activity.h"
#include "people/chat_link.h"
#include "people/churn.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/deal_registration.h"
#include "people/deal_stage.h"
#include "people/import_source.h"
#include "people/lifecycle_rule.h"
#include "people/partner.h"
#include "people/promo_code.h"
#include "people/referral.h"
#include "people/short_link.h"
#include "people/site_form.h"
#include "strategy/answer_evidence.h"
#include "strategy/asset.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/budget_month.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/channel_fit.h"
#include "strategy/checklist.h"
#include "strategy/claim.h"
#include "strategy/claim_proof.h"
#include "strategy/claim_use.h"
#include "strategy/competitor.h"
#include "strategy/competitor_note.h"
#include "strategy/goal.h"
#include "strategy/hours_line.h"
#include "strategy/milestone.h"
#include "strategy/persona.h"
#include "strategy/plan.h"
#include "strategy/plan_event.h"
#include "strategy/positioning.h"
#include "strategy/positioning_rival.h"
#include "strategy/purchase_step.h"
#include "strategy/selling_channel.h"
#include "strategy/spend_line.h"
#include "unit/model/schema_check.h"
#include "watch/watch_source.h"

static void every_model_matches_its_table(void **state)
{
    static const struct model *const all[] = {&plan_model,
                                              &audience_model,
                                              &persona_model,
                                              &purchase_step_model,
                                              &competitor_model,
                                              &competitor_audience_model,
                                              &competitor_attribute_model,
                                              &competitor_mark_model,
                                              &competitor_objection_model,
                                              &competitor_note_model,
                                              &watch_source_model,
                                              &positioning_model,
                                              &positioning_rival_model,
                                              &claim_model,
                                              &claim_proof_model,
                                              &claim_use_model,
                                              &goal_model,
                                              &milestone_model,
                                              &proposal_model,
                                              &selling_channel_model,
                                              &channel_model,
                                              &budget_line_model,
                                              &campaign_model,
                                              &hours_line_model,
                                              &budget_month_model,
                                              &plan_event_model,
                                              &marketing_asset_model,
                                              &campaign_asset_model,
                                              &campaign_channel_model,
                                              &checklist_tick_model,
                                              &spend_line_model,
                                              &answer_evidence_model,
                                              &channel_rule_model,
                                              &account_model,
                                              &contact_model,
                                              &deal_model,
                                              &deal_member_model,
                                              &deal_stage_model,
                                              &deal_reason_model,
                                              &deal_competitor_model,
                                              &lifecycle_rule_model,
                                              &activity_model,
                                              &referral_model,
                                              &site_form_model,
                                              &churn_model,
                                              &import_source_model,
                                              &chat_link_model,
                                              &channel_fit_model,
                                              &short_link_model,
                                              &promo_code_model,
                                              &partner_model,
                                              &deal_registration_model};
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

static void a_currency_a_language_and_a_time_zone_are_known_ones(void **state)
{
    struct engine_world *w = *state;
    static const char *const bad[] = {"pt_BR", "PT",     "p",    "pt-",
                                      "pt-br", "pt-BRA", "port", "pt-B1"};
    static const char *const good[] = {"pt", "pt-BR", "es-419", "gsw"};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        refused(w, &contact_model, arena_print(w->cx->arena, "{'name':'x','locale':'%s'}", bad[i]),
                "locale", "field.locale");
    for (size_t i = 0; i < COUNT_OF(good); i++)
        (void)world_record(w, &contact_model,
                           arena_print(w->cx->arena, "{'name':'x','locale':'%s'}", good[i]));
    refused(w, &contact_model, "{'name':'x','time_zone':'America/Nowhere'}", "time_zone",
            "field.time_zone");
    refused(w, &contact_model, "{'name':'x','time_zone':'../../etc/passwd'}", "time_zone",
            "field.time_zone");
    (void)world_record(w, &contact_model, "{'name':'x','time_zone':'America/Sao_Paulo'}");
    refused(w, &deal_model, "{'name':'x','currency':'XYZ'}", "currency", "field.currency");
    refused(w, &account_model, "{'name':'x','currency':'brl'}", "currency", "field.currency");
    (void)world_record(w, &deal_model, "{'name':'x','amount_minor':1,'currency':'EUR'}");
    refused(w, &spend_line_model, "{'spent_on':'2020-01-01','amount_minor':1,'currency':'BR '}",
            "currency", "field.currency");
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

static enum err archive_in(struct ctx *cx, struct db *db, void *arg)
{
    struct plan *p = arg;

    p->state = "archived";
    return model_change(cx, db, &plan_model, p);
}

static void an_archived_plan_is_frozen(void **state)
{
    struct engine_world *w = *state;
    struct plan *p = world_record(w, &plan_model, "{'name':'2026'}");
    const char *more =
        arena_print(w->cx->arena, "{'plan':'%lld','name':'Metalúrgicas'}", (long long)p->record.id);
    void *record = NULL;

    (void)world_record(w, &audience_model, more);
    assert_int_equal(db_write(w->cx, w->pool, archive_in, p), OK);
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

/* "field:key field:key", as the fields came. */
static const char *all_wrong(struct engine_world *w, const struct model *m, const char *json)
{
    struct buf b = buf_in(w->cx->arena);
    void *record = NULL;

    assert_int_equal(world_try_add(w, m, json, &record), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "base.fields");
    for (const struct fault_field *f = w->cx->fault.fields; f; f = f->next)
        buf_print(&b, "%s%s:%s", b.len ? " " : "", f->field, f->key);
    fault_clear(w->cx);
    return buf_text(&b);
}

static void every_wrong_field_is_told_in_one_answer(void **state)
{
    struct engine_world *w = *state;

    assert_string_equal(all_wrong(w, &contact_model,
                                  "{'name':'Ana','email':'ana@','account':'987',"
                                  "'first_contact_at':'2090-01-01T00:00:00Z','owner':'654'}"),
                        "email:field.email account:field.ref first_contact_at:field.future"
                        " owner:field.owner");
    assert_string_equal(all_wrong(w, &account_model,
                                  "{'tax_number':'11.111.111/1111-11','domain':'gmail.com',"
                                  "'employees':-1,'parent':'987'}"),
                        "employees:field.range parent:field.ref tax_number:field.cnpj"
                        " domain:account.free_mail");
    assert_string_equal(all_wrong(w, &deal_model,
                                  "{'name':'x','outcome':'won','contact':'987','amount_minor':-1,"
                                  "'opened_at':'2090-01-01T00:00:00Z',"
                                  "'closed_at':'2090-02-01T00:00:00Z'}"),
                        "amount_minor:field.range contact:field.ref closed_at:field.future"
                        " opened_at:field.future");
    assert_string_equal(all_wrong(w, &spend_line_model,
                                  "{'spent_on':'2090-01-10','until_on':'2090-01-09',"
                                  "'campaign':'987','currency':'reais'}"),
                        "amount_minor:field.required currency:field.too_long campaign:field.ref"
                        " until_on:field.before_start spent_on:field.future");
}

/* Without a readable address nobody knows whether there was a name to go by. */
static void what_follows_from_a_wrong_field_is_no_second_mistake(void **state)
{
    struct engine_world *w = *state;

    assert_string_equal(all_wrong(w, &contact_model, "{'email':'ana@'}"), "email:field.email");
    assert_string_equal(all_wrong(w, &account_model, "{'domain':'not a domain'}"),
                        "domain:field.domain");
    assert_string_equal(all_wrong(w, &account_model,
                                  "{'name':'Alfa','country':'Portugal','tax_number':'503504564'}"),
                        "country:field.too_long");
}

static void a_wrong_field_is_told_before_the_plan_is_frozen(void **state)
{
    struct engine_world *w = *state;
    struct plan *p = world_record(w, &plan_model, "{'name':'2026'}");

    assert_int_equal(db_write(w->cx, w->pool, archive_in, p), OK);
    assert_string_equal(
        all_wrong(w, &audience_model,
                  arena_print(w->cx->arena, "{'plan':'%lld','name':'x','fit':9,'owner':'654'}",
                              (long long)p->record.id)),
        "fit:field.range owner:field.owner");
}

struct membership {
    int64_t user;
    const char *email, *role;
};

static enum err join_in(struct ctx *cx, struct db *db, void *arg)
{
    struct membership *m = arg;
    enum err e = OK;

    if (!m->user)
        e = user_add(cx, db, &(struct user){.email = m->email, .name = "Rui"}, "x", &m->user);
    return e ? e : member_set(cx, db, cx->site, m->user, m->role);
}

static enum err change_account_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_change(cx, db, &account_model, arg);
}

static void an_owner_is_a_member_and_stays_after_leaving(void **state)
{
    struct engine_world *w = *state;
    struct membership ana = {.email = "ana@acme.example", .role = "owner"};
    struct membership rui = {.email = "rui@acme.example", .role = "sales"};
    struct account *a;
    const char *json;

    assert_int_equal(db_write(w->cx, w->pool, join_in, &ana), OK);
    assert_int_equal(db_write(w->cx, w->pool, join_in, &rui), OK);
    json = arena_print(w->cx->arena, "{'name':'Alfa','owner':'%lld'}", (long long)rui.user);
    a = world_record(w, &account_model, json);
    rui.role = NULL;
    assert_int_equal(db_write(w->cx, w->pool, join_in, &rui), OK);
    a->city = "Recife";
    assert_int_equal(db_write(w->cx, w->pool, change_account_in, a), OK);
    a->owner = NIL;
    assert_int_equal(db_write(w->cx, w->pool, change_account_in, a), OK);
    a->owner = rui.user;
    assert_int_equal(db_write(w->cx, w->pool, change_account_in, a), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "field.owner");
    fault_clear(w->cx);
    refused(w, &contact_model, json, "owner", "field.owner");
    refused(w, &deal_model, json, "owner", "field.owner");
}

static void a_line_of_parents_forms_no_circle_and_has_an_end(void **state)
{
    struct engine_world *w = *state;
    struct account *line[22];

    line[0] = world_record(w, &account_model, "{'name':'0'}");
    for (int i = 1; i < 21; i++)
        line[i] = world_record(w, &account_model,
                               arena_print(w->cx->arena, "{'name':'%d','parent':'%lld'}", i,
                                           (long long)line[i - 1]->record.id));
    refused(
        w, &account_model,
        arena_print(w->cx->arena, "{'name':'x','parent':'%lld'}", (long long)line[20]->record.id),
        "parent", "field.levels");
    for (int i = 0; i < 20; i += 5) {
        line[0]->parent = line[i]->record.id;
        assert_int_equal(db_write(w->cx, w->pool, change_account_in, line[0]), ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, "parent");
        assert_string_equal(w->cx->fault.fields->key, "field.circle");
        fault_clear(w->cx);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_model_matches_its_table),
        cmocka_unit_test(a_company_is_known_by_a_checked_number_and_its_own_domain),
        cmocka_unit_test(money_without_a_currency_is_the_sites),
        cmocka_unit_test(a_currency_a_language_and_a_time_zone_are_known_ones),
        cmocka_unit_test(a_deal_that_is_won_and_deleted_lets_its_lead_step_back),
        cmocka_unit_test(a_campaign_does_not_start_blind),
        cmocka_unit_test(an_archived_plan_is_frozen),
        cmocka_unit_test(spend_is_of_the_past_and_does_not_end_before_it_begins),
        cmocka_unit_test(every_wrong_field_is_told_in_one_answer),
        cmocka_unit_test(what_follows_from_a_wrong_field_is_no_second_mistake),
        cmocka_unit_test(a_wrong_field_is_told_before_the_plan_is_frozen),
        cmocka_unit_test(an_owner_is_a_member_and_stays_after_leaving),
        cmocka_unit_test(a_line_of_parents_forms_no_circle_and_has_an_end),
    };
    return engines_run("people", tests, COUNT_OF(tests), world_prepare);
}
