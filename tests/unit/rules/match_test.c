/* match_test.c -- what a rule says of one person, and until when. */
#include "unit/rules/rules_world.h"

static int64_t ana(struct engine_world *w)
{
    return ((struct record *)world_record(w, &contact_model,
                                          "{'name': 'Ana', 'email': 'ana@acme.example'}"))
        ->id;
}

static void two_visits_count_until_the_midnight_that_drops_one(void **state)
{
    struct engine_world *w = *state;
    struct rules_world *rw = rules_of(w);
    struct rule *r =
        rules_read(w, &rule_contacts,
                   "{'event': 'view', 'path': '/precos', 'at_least': 2, 'within_days': 14}");
    int64_t id = ana(w), next = 0, today = rule_day(rw->world.zone, w->clock.now_ms);

    assert_false(rules_match(w, r, id, &next));
    assert_int_equal(next, 0);
    rules_add_fact(w, id, "view", "/precos", "", w->clock.now_ms - DAYS_MS(3), false);
    rules_add_fact(w, id, "view", "/precos", "", w->clock.now_ms, true);
    assert_false(rules_match(w, r, id, &next));
    rules_add_fact(w, id, "view", "/precos", "", w->clock.now_ms, false);
    assert_true(rules_match(w, r, id, &next));
    assert_int_equal(next, rule_day_start(rw->world.zone, today - 3 + 14));
    w->clock.now_ms = next - 1;
    assert_true(rules_match(w, r, id, &next));
    w->clock.now_ms++;
    assert_false(rules_match(w, r, id, &next));
    assert_int_equal(next, 0);
}

static void a_group_waits_for_the_member_that_holds_it_back(void **state)
{
    struct engine_world *w = *state;
    struct rule *r = rules_read(w, &rule_contacts,
                                "{'all': [{'event': 'view', 'at_most': 0, 'within_days': 5},"
                                " {'field': 'created_at', 'older_than_days': 20}]}");
    int64_t id = ana(w), next = 0;
    const struct zone *z = rules_of(w)->world.zone;

    rules_add_fact(w, id, "view", "/", "", w->clock.now_ms, false);
    assert_false(rules_match(w, r, id, &next));
    /* the visit is forgotten in 5 days, but nothing is true before the 20th */
    assert_int_equal(next, rule_day_start(z, rule_day(z, w->clock.now_ms) + 20));
}

static void a_missing_value_is_not_the_one_asked_for(void **state)
{
    struct engine_world *w = *state;
    int64_t id = ana(w), next;
    static const struct {
        const char *rule;
        bool is;
    } all[] = {
        {"{'field': 'job_title', 'is': 'CEO'}", false},
        {"{'not': {'field': 'job_title', 'is': 'CEO'}}", true},
        {"{'field': 'job_title', 'is_not': 'CEO'}", true},
        {"{'field': 'job_title', 'contains': 'c'}", false},
        {"{'field': 'job_title', 'given': false}", true},
        {"{'field': 'account.industry', 'is_not': 'X'}", true},
        {"{'field': 'account.industry', 'is': 'X'}", false},
        {"{'field': 'first_contact_at', 'older_than_days': 1}", false},
        {"{'has': 'deals'}", false},
        {"{'has': 'deals', 'at_most': 0}", true},
        {"{'all': []}", true},
    };

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (rules_match(w, rules_read(w, &rule_contacts, all[i].rule), id, &next) != all[i].is)
            fail_msg("%s", all[i].rule);
}

/* Today is 2023-11-14: three days are 12 to 14 looking back, and 14 to 16 looking on. */
static void a_window_of_days_has_today_in_it(void **state)
{
    struct engine_world *w = *state;
    int64_t next;
    static const struct {
        const char *ends_on, *window;
        bool is;
    } all[] = {
        {"2023-11-12", "within_days", true},       {"2023-11-11", "within_days", false},
        {"2023-11-14", "within_days", true},       {"2023-11-15", "within_days", false},
        {"2023-11-13", "within_next_days", false}, {"2023-11-14", "within_next_days", true},
        {"2023-11-16", "within_next_days", true},  {"2023-11-17", "within_next_days", false},
        {"2023-11-12", "older_than_days", false},  {"2023-11-11", "older_than_days", true},
    };

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const struct record *deal = world_record(
            w, &deal_model,
            arena_print(w->cx->arena, "{'name':'x','contract_ends_on':'%s'}", all[i].ends_on));
        const char *rule =
            arena_print(w->cx->arena, "{'field': 'contract_ends_on', '%s': 3}", all[i].window);
        if (rules_match(w, rules_read(w, &rule_deals, rule), deal->id, &next) != all[i].is)
            fail_msg("%s %s", all[i].ends_on, all[i].window);
    }
}

static void a_day_begins_and_ends_with_the_sites_clock(void **state)
{
    struct engine_world *w = *state;
    const char *const zones[] = {"America/Sao_Paulo", "America/St_Johns", "Pacific/Apia", "UTC"};

    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        const struct zone *z = NULL;
        int64_t t = INT64_C(1150000000000);
        assert_int_equal(zone_find(w->cx, zones[i], &z), OK);
        for (int k = 0; k < 40000; k++, t += INT64_C(20000001)) {
            int64_t day = rule_day(z, t);
            assert_true(rule_day_start(z, day) <= t);
            assert_true(rule_day_start(z, day + 1) > t);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_visits_count_until_the_midnight_that_drops_one),
        cmocka_unit_test(a_group_waits_for_the_member_that_holds_it_back),
        cmocka_unit_test(a_missing_value_is_not_the_one_asked_for),
        cmocka_unit_test(a_window_of_days_has_today_in_it),
        cmocka_unit_test(a_day_begins_and_ends_with_the_sites_clock),
    };

    return engines_run("rules/match", tests, COUNT_OF(tests), rules_prepare);
}
