/* score_segment_test.c -- scores and segments together: with events that are counted as they come, and time that passes. */
#include "unit/people/segment_world.h"

#include "people/deal_member.h"
#include "people/erasure.h"
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

static const char weighted[] =
    "{'weights':{'decider':100,'none':30},'rows':[{'points':80,'rule':{'field':'seniority','is':"
    "'director'}}]}";

static PRINTF_LIKE(2, 3) const char *at(const struct engine_world *w, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprint(w->cx->arena, format, args);
    va_end(args);
    return text;
}

#define LL(id) ((long long)(id))

static uint32_t roll(uint32_t *dice, uint32_t n)
{
    *dice = *dice * 1664525u + 1013904223u;
    return (*dice >> 8) % n;
}

static void a_company_moves_with_its_people_their_roles_and_what_they_do(void **state)
{
    struct engine_world *w = *state;
    int64_t acme, ana, beto, eva, deal, seat, fits, cares;

    model(w, SCORE_FIT, weighted);
    model(w, SCORE_ENGAGEMENT, engagement);
    acme = a_record(w, &account_model, "{'name':'Acme'}");
    fits = a_segment_of(w, "account", "{'score':'fit','at_least':50}");
    cares = a_segment_of(w, "account", "{'score':'engagement','at_least':18}");
    ana = a_record(w, &contact_model,
                   at(w, "{'name':'Ana','seniority':'director','account':'%lld'}", LL(acme)));
    assert_true(is_member(w, fits, acme));
    beto = a_record(w, &contact_model,
                    at(w, "{'name':'Beto','buying_role':'decider','account':'%lld'}", LL(acme)));
    assert_false(is_member(w, fits, acme)); /* (30 * 80 + 100 * 0) / 130 = 18 */
    edit(w, &contact_model, beto, "{'seniority':'director'}");
    assert_true(is_member(w, fits, acme));
    edit(w, &contact_model, beto, "{'seniority':'junior'}");
    assert_false(is_member(w, fits, acme));
    eva = a_record(w, &contact_model, "{'name':'Eva','seniority':'director'}");
    deal = a_record(w, &deal_model, at(w, "{'name':'d','account':'%lld'}", LL(acme)));
    seat = a_record(w, &deal_member_model,
                    at(w, "{'deal':'%lld','contact':'%lld','role':'decider'}", LL(deal), LL(eva)));
    assert_false(is_member(w, fits, acme)); /* (2400 + 8000) / 230 = 45 */
    edit(w, &contact_model, ana, "{'buying_role':'decider'}");
    assert_true(is_member(w, fits, acme)); /* 16000 / 300 = 53 */
    edit(w, &contact_model, eva, "{'seniority':'junior'}");
    assert_false(is_member(w, fits, acme));
    edit(w, &contact_model, eva, "{'seniority':'director'}");
    assert_true(is_member(w, fits, acme));
    edit(w, &deal_member_model, seat, "{'left_at':'2023-11-14T00:00:00Z'}");
    assert_false(is_member(w, fits, acme));
    edit(w, &contact_model, ana, "{'buying_role':null}");
    seen(w, ana, "/precos");
    assert_false(is_member(w, cares, acme));
    seen(w, ana, "/precos");
    assert_true(is_member(w, cares, acme)); /* 60 * 30 / 100 */
    clock_move(w, DAYS_MS(1));
    assert_false(is_member(w, cares, acme));
    assert_int_equal(differences(w), 0);
}

static enum err erase_in(struct ctx *cx, struct db *db, void *arg)
{
    struct erasure x;

    return erasure_begin(cx, db, *(int64_t *)arg, 0, "person", &x);
}

static void erase(struct engine_world *w, int64_t contact)
{
    static const struct job_kind *const kinds[] = {erasure_job_kinds, NULL};
    struct worker_options o = {.pool = w->pool,
                               .kinds = kinds,
                               .clock = test_clock(&w->clock),
                               .ids = w->cx->ids,
                               .threads = 1};
    int ran = 0;

    segment_must(w, db_write(w->cx, w->pool, erase_in, &contact));
    segment_must(w, worker_run_due(w->cx, &o, &ran));
    assert_int_equal(world_number(w, "select count(*) from erasures where state = 'done'"), 1);
}

/* Nobody changes anything afterwards: what the erasure itself looks at must be enough. */
static void a_company_moves_when_one_of_a_committee_is_erased(void **state)
{
    struct engine_world *w = *state;
    int64_t acme, other, eva, deal, fits, few;

    model(w, SCORE_FIT, weighted);
    acme = a_record(w, &account_model, "{'name':'Acme'}");
    other = a_record(w, &account_model, "{'name':'Outra'}");
    fits = a_segment_of(w, "account", "{'score':'fit','at_least':50}");
    few = a_segment_of(w, "account", "{'score':'fit','at_most':30}");
    (void)a_record(w, &contact_model,
                   at(w, "{'name':'Ana','seniority':'junior','account':'%lld'}", LL(acme)));
    eva = a_record(w, &contact_model,
                   at(w, "{'name':'Eva','seniority':'director','account':'%lld'}", LL(other)));
    deal = a_record(w, &deal_model, at(w, "{'name':'d','account':'%lld'}", LL(acme)));
    (void)a_record(w, &deal_member_model,
                   at(w, "{'deal':'%lld','contact':'%lld','role':'decider'}", LL(deal), LL(eva)));
    assert_true(is_member(w, fits, acme)); /* (30 * 0 + 100 * 80) / 130 = 62 */
    assert_true(is_member(w, fits, other));
    assert_false(is_member(w, few, acme));
    erase(w, eva);
    assert_false(is_member(w, fits, acme));
    assert_true(is_member(w, few, acme));
    assert_false(is_member(w, fits, other));
    assert_int_equal(differences(w), 0);
}

static void companies_one_by_one_are_the_same_as_all_at_once(void **state)
{
    static const char *const roles[] = {"decider", "user", "payer", "blocker"};
    struct engine_world *w = *state;
    int64_t accounts[12], deals[12], people[40];
    uint32_t dice = 7;

    model(w, SCORE_FIT, weighted);
    model(w, SCORE_ENGAGEMENT, engagement);
    for (size_t i = 0; i < COUNT_OF(accounts); i++) {
        accounts[i] = a_record(w, &account_model, "{'name':'E'}");
        deals[i] =
            a_record(w, &deal_model, at(w, "{'name':'d','account':'%lld'}", LL(accounts[i])));
    }
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        people[i] = a_record(
            w, &contact_model,
            arena_print(w->cx->arena,
                        "{'name':'P','seniority':'%s','buying_role':'%s','account':'%lld'}",
                        roll(&dice, 2) ? "director" : "junior", roles[roll(&dice, 4)],
                        (long long)accounts[roll(&dice, 12)]));
        if (roll(&dice, 2))
            (void)a_record(w, &deal_member_model,
                           arena_print(w->cx->arena,
                                       "{'deal':'%lld','contact':'%lld','role':'%s'%s}",
                                       (long long)deals[roll(&dice, 12)], (long long)people[i],
                                       roles[roll(&dice, 4)],
                                       roll(&dice, 3) ? "" : ",'left_at':'2023-11-14T00:00:00Z'"));
        for (uint32_t n = roll(&dice, 4); n > 0; n--)
            happened(w, people[i], "view", "/precos", 0);
    }
    segments_settle(w);
    (void)a_segment_of(w, "account", "{'score':'fit','at_least':20,'at_most':60}");
    (void)a_segment_of(w, "account", "{'score':'engagement','at_least':60}");
    (void)a_segment_of(w, "account", "{'grade':'B'}");
    (void)a_segment_of(w, "account", "{'any':[{'grade':'A1'},{'grade':'4'}]}");
    assert_true(world_number(w, "select sum(member_count) from segments") > 3);
    assert_int_equal(differences(w), 0);
    for (size_t i = 0; i < COUNT_OF(people); i += 3)
        edit(w, &contact_model, people[i],
             roll(&dice, 2) ? "{'seniority':'director'}" : "{'account':null}");
    assert_int_equal(differences(w), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(engagement_moves_people_as_events_come_and_days_pass),
        cmocka_unit_test(a_grade_follows_the_record_and_the_model),
        cmocka_unit_test(a_company_moves_with_its_people_their_roles_and_what_they_do),
        cmocka_unit_test(a_company_moves_when_one_of_a_committee_is_erased),
        cmocka_unit_test(companies_one_by_one_are_the_same_as_all_at_once),
        cmocka_unit_test(a_model_waits_for_what_was_done_before_it_to_be_counted),
    };
    return engines_run("scores and segments", tests, COUNT_OF(tests), segment_world_prepare);
}
