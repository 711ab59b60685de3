/* outcome_test.c -- expected against actual, by hand: for channels of a plan, ways of selling, partners; and what the words of a link mean. */
#include "measure/channel_outcome.h"
#include "measure/judge.h"
#include "measure/selling_outcome.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/partner.h"
#include "people/short_link.h"
#include "strategy/channel.h"
#include "strategy/plan.h"
#include "strategy/selling_channel.h"
#include "strategy/spend_line.h"
#include "unit/world.h"

static void *added(struct engine_world *w, const struct model *m, const char *before, int64_t id,
                   const char *after)
{
    return world_record(w, m, arena_print(w->cx->arena, "%s%lld%s", before, (long long)id, after));
}

typedef enum err outcome_fn(struct ctx *cx, struct db *db, int64_t plan, const char *from,
                            const char *to, struct buf *out);

static const struct json *told(struct engine_world *w, outcome_fn *fn, int64_t plan)
{
    struct buf out = buf_in(w->cx->arena);
    const struct json *in = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(fn(w->cx, db, plan, "2023-10-01", "2023-11-30", &out), OK);
    db_return(db);
    assert_int_equal(json_parse(w->cx, buf_text(&out), out.len, &in), OK);
    return json_get(in, "items")->first;
}

static int64_t figure(const struct json *item, const char *name)
{
    return json_int(json_get(json_get(item, "figures"), name), NIL);
}

static const char *why(const struct json *item, const char *name)
{
    return json_text(json_get(json_get(json_get(item, "reasons"), name), "code"), "");
}

static void a_channel_is_set_against_what_its_leads_did(void **state)
{
    struct engine_world *w = *state;
    const struct plan *plan = world_record(w, &plan_model, "{'name':'2023'}");
    const struct json *fairs, *untied;

    (void)added(w, &channel_model, "{'plan':'", plan->record.id,
                "','name':'Feira','kind':'fairs','matches':'Fairs','cost_model':'per_month',"
                "'price_minor':100000,'expected_leads':20}");
    (void)added(w, &channel_model, "{'plan':'", plan->record.id,
                "','name':'Rádio','kind':'other'}");
    (void)world_record(w, &spend_line_model,
                       "{'spent_on':'2023-10-05','channel':'fairs','amount_minor':300000,"
                       "'kind':'media'}");
    for (int i = 0; i < 20; i++)
        (void)world_record(
            w, &contact_model,
            "{'name':'Rui','channel':'fairs','first_contact_at':'2023-10-10T12:00:00Z',"
            "'lifecycle':'lead'}");
    fairs = told(w, channel_outcome_json, plan->record.id);
    untied = fairs->next;
    if (!json_text(json_get(fairs, "matches"), NULL)) {
        untied = fairs;
        fairs = fairs->next;
    }
    assert_string_equal(json_text(json_get(fairs, "key"), NULL),
                        "fairs"); /* as the report has it */
    assert_null(json_text(json_get(untied, "key"), NULL));
    assert_int_equal(figure(fairs, "leads"), 20);
    assert_int_equal(figure(fairs, "spend_minor"), 300000);
    assert_int_equal(figure(fairs, "cost_per_lead_minor"), 15000);
    assert_int_equal(figure(fairs, "mqls"), 0);
    assert_string_equal(why(fairs, "cost_per_mql_minor"), "metric.few_mqls");
    /* 61 days of 20 leads a month, at 5,000 each. */
    assert_int_equal(json_int(json_get(json_get(fairs, "expected"), "leads"), 0), 40);
    assert_int_equal(json_int(json_get(json_get(fairs, "expected"), "cost_per_lead_minor"), 0),
                     5000);
    assert_string_equal(why(untied, "leads"), "promote.not_tied");
    assert_int_equal(figure(untied, "leads"), NIL);
}

static void what_stays_of_a_sale_is_after_commission_and_service(void **state)
{
    struct engine_world *w = *state;
    const struct plan *plan = world_record(w, &plan_model, "{'name':'2023'}");
    const struct partner *p =
        world_record(w, &partner_model, "{'name':'Norte','kind':'distributor','commission':0.1}");
    const struct json *one;
    struct buf out = buf_in(w->cx->arena);
    const struct json *in = NULL;
    struct db *db = NULL;

    (void)added(w, &selling_channel_model, "{'plan':'", plan->record.id,
                "','name':'Revendas','kind':'distributor','margin':0.3,'cost_to_serve_minor':2000,"
                "'expected_share':0.5}");
    for (int i = 0; i < 6; i++)
        (void)added(w, &deal_model, "{'name':'x','partner':'", p->record.id,
                    "','amount_minor':100000,'outcome':'won','opened_at':'2023-10-01T12:00:00Z',"
                    "'closed_at':'2023-10-21T12:00:00Z'}");
    for (int i = 0; i < 2; i++)
        (void)world_record(w, &deal_model,
                           "{'name':'y','amount_minor':300000,'outcome':'won',"
                           "'closed_at':'2023-10-21T12:00:00Z'}");
    one = told(w, selling_outcome_json, plan->record.id);
    assert_int_equal(figure(one, "won"), 6);
    assert_int_equal(figure(one, "revenue_minor"), 600000);
    assert_int_equal(figure(one, "commission_minor"), 60000);
    /* 30 % of 600,000, less 60,000 of commission, less 2,000 for each of 6. */
    assert_int_equal(figure(one, "margin_minor"), 180000 - 60000 - 12000);
    assert_float_equal(json_real(json_get(json_get(one, "figures"), "share"), 0), 0.5, 1e-9);
    assert_string_equal(why(one, "win_rate"), "metric.few_closed");
    assert_string_equal(why(one, "cycle_days"), "report.few_won");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(partners_outcome_json(w->cx, db, NULL, NULL, &out), OK);
    db_return(db);
    assert_int_equal(json_parse(w->cx, buf_text(&out), out.len, &in), OK);
    one = json_get(in, "items")->first;
    assert_int_equal(figure(one, "won"), 6);
    assert_int_equal(figure(one, "commission_minor"), 60000);
}

static void the_words_of_a_link_mean_its_channel_after_the_owners_rules(void **state)
{
    struct engine_world *w = *state;
    struct visit v = {.agent = "",
                      .host = "a.example",
                      .entry = "/",
                      .exit = "/",
                      .referrer = "",
                      .channel = "",
                      .source = "banner",
                      .medium = "qr",
                      .campaign = "",
                      .content = "",
                      .term = "",
                      .click = "",
                      .click_id = "",
                      .network = "",
                      .robot_reason = "",
                      .tagged = true};
    struct judge_rules rules;
    struct db *db = NULL;

    (void)world_record(w, &short_link_model,
                       "{'name':'Banner','target':'https://a.example/','channel':'feira_norte',"
                       "'source':'banner','medium':'qr'}");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(judge_rules_load(w->cx, db, &rules), OK);
    assert_string_equal(judge_origin(w->cx, &rules, &v).channel, "feira_norte");
    v.source = "outro";
    assert_string_not_equal(judge_origin(w->cx, &rules, &v).channel, "feira_norte");
    db_return(db);
    assert_int_equal(engine_sql(w->cx, w->pool, "update short_links set active = 0"),
                     OK); /* paused: still its visits */
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    v.source = "banner";
    assert_int_equal(judge_rules_load(w->cx, db, &rules), OK);
    assert_string_equal(judge_origin(w->cx, &rules, &v).channel, "feira_norte");
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_channel_is_set_against_what_its_leads_did),
        cmocka_unit_test(what_stays_of_a_sale_is_after_commission_and_service),
        cmocka_unit_test(the_words_of_a_link_mean_its_channel_after_the_owners_rules),
    };

    return engines_run("outcome", tests, COUNT_OF(tests), world_prepare);
}
