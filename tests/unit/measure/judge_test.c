/* judge_test.c -- what is concluded about visits, and judging history again. */
#include "measure/judge.h"

#include "facts/loader.h"
#include "measure/channel_rule.h"
#include "measure/rejudge.h"
#include "unit/world.h"

#define CHROME                                                                                     \
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "            \
    "Chrome/121.0.0.0 Safari/537.36"

struct scene {
    struct engine_world *w;
    struct journal *journal;
    struct fact_store *store;
    struct judge *judge;
    struct loader *loader;
    struct visit_stage stages[2];
    int64_t next;
};

static void scene_open(struct scene *s, struct engine_world *w, bool duckdb)
{
    static const char *const followers[] = {"loader", NULL};
    struct journal_options jo = {.dir = arena_print(w->cx->arena, "%s/journal%d", w->dir, duckdb),
                                 .followers = followers};
    struct store_duckdb_options so = {.dir = arena_print(w->cx->arena, "%s/facts", w->dir)};

    *s = (struct scene){.w = w, .next = 1};
    assert_int_equal(journal_open(w->cx, &jo, &s->journal), OK);
    s->store = duckdb ? store_duckdb_new(&so) : store_memory_new();
    s->judge = judge_new(w->pool);
    s->stages[0] = (struct visit_stage){"judge", judge_look, s->judge};
    s->loader = loader_new(&(struct loader_options){.journal = s->journal,
                                                    .store = s->store,
                                                    .follower = "loader",
                                                    .visit_stages = s->stages,
                                                    .clock = w->cx->clock});
}

static void scene_close(struct scene *s)
{
    loader_free(s->loader);
    judge_free(s->judge);
    journal_close(s->journal);
    store_close(s->store);
}

static void load(struct scene *s)
{
    int64_t records = 1, site = s->w->cx->site;

    while (records)
        assert_int_equal(loader_step(s->w->cx, s->loader, &records), OK);
    assert_int_equal(s->w->cx->site, site);
}

/* A view of a visitor's own; what it came with is the caller's. */
static struct fact a_view(struct scene *s, int64_t visitor)
{
    struct fact f = fact_nothing();

    f.id = s->next++;
    f.site = s->w->cx->site;
    f.at_ms = f.received_ms = s->w->clock.now_ms;
    f.kind = "view";
    f.path = "/";
    f.host = "www.norte.example";
    f.visitor = visitor;
    f.agent = CHROME;
    return f;
}

static void put(struct scene *s, const struct fact *f)
{
    unsigned char bytes[FACT_RECORD_MAX];
    size_t n = 0;

    assert_int_equal(fact_encode(s->w->cx, f, bytes, &n), OK);
    assert_int_equal(journal_append(s->w->cx, s->journal, bytes, n, NULL), OK);
}

static struct visit visit_of(struct scene *s, int64_t visitor)
{
    struct store_filter q = {.site = s->w->cx->site, .visitor = visitor, .robots = STORE_EVERYONE};
    struct store_visit_page page = {.limit = 10};
    struct visit *v = NULL;
    size_t n = 0;

    assert_int_equal(store_visits(s->w->cx, s->store, &q, &page, &v, &n), OK);
    assert_int_equal(n, 1);
    return v[0];
}

/* reason NULL: all of them. */
static int64_t fated_for(struct scene *s, enum store_fate fate, const char *reason)
{
    struct store_outcome *rows = NULL;
    int64_t sum = 0;
    size_t n = 0;

    assert_int_equal(store_outcomes(s->w->cx, s->store, s->w->cx->site, 0, 100000, &rows, &n), OK);
    for (size_t i = 0; i < n; i++)
        if (rows[i].fate == fate && (!reason || strcmp(rows[i].reason, reason) == 0))
            sum += rows[i].count;
    return sum;
}

static int64_t fated(struct scene *s, enum store_fate fate)
{
    return fated_for(s, fate, NULL);
}

/* An order of that much by the visitor, a minute after what was before. */
static void ordered(struct scene *s, int64_t visitor, int64_t minor, const char *currency)
{
    struct fact f = a_view(s, visitor);

    f.kind = "order";
    f.value_minor = minor;
    f.currency = currency;
    s->w->clock.now_ms += 60000;
    put(s, &f);
}

static void a_visit_is_worth_what_it_brought_in_the_money_of_the_site(void **state)
{
    struct engine_world *w = *state;
    struct scene s;
    struct visit v;

    scene_open(&s, w, false);
    ordered(&s, 5, 1000, "USD");
    ordered(&s, 5, 200, "BRL");
    load(&s); /* however it is cut into batches */
    ordered(&s, 5, 3000, "USD");
    ordered(&s, 5, 40, "BRL");
    ordered(&s, 6, 70, "BRL");
    ordered(&s, 6, 9000, "EUR");
    ordered(&s, 7, 5, "EUR");
    ordered(&s, 7, 6, "EUR");
    load(&s);
    v = visit_of(&s, 5);
    assert_int_equal(v.value_minor, 240);
    assert_string_equal(v.currency, "BRL");
    v = visit_of(&s, 6);
    assert_int_equal(v.value_minor, 70);
    assert_string_equal(v.currency, "BRL");
    v = visit_of(&s, 7);
    assert_int_equal(v.value_minor, 11);
    assert_string_equal(v.currency, "EUR");
    scene_close(&s);
}

static void a_visit_says_device_channel_and_campaign(void **state)
{
    struct engine_world *w = *state;
    struct scene s;
    struct fact f;
    struct visit v;

    scene_open(&s, w, false);
    f = a_view(&s, 5);
    f.referrer = "www.google.com.br/";
    put(&s, &f);
    f = a_view(&s, 6);
    f.source = "linkedin";
    f.medium = "cpc";
    f.campaign = "Outubro";
    put(&s, &f);
    load(&s);
    v = visit_of(&s, 5);
    assert_string_equal(v.channel, "organic_search");
    assert_string_equal(v.source, "google");
    assert_string_equal(v.medium, "organic");
    assert_string_equal(v.device, "desktop");
    assert_string_equal(v.browser, "Chrome");
    assert_string_equal(v.os, "Windows");
    assert_false(v.robot);
    assert_false(v.tagged);
    v = visit_of(&s, 6);
    assert_string_equal(v.channel, "paid_social");
    assert_string_equal(v.source, "linkedin");
    assert_true(v.tagged);
    scene_close(&s);
}

static void robots_are_kept_and_say_why(void **state)
{
    static const char *const reasons[] = {"agent",    "no_agent",   "webdriver",
                                          "headless", "datacentre", "pace"};
    struct engine_world *w = *state;
    struct scene s;

    scene_open(&s, w, false);
    for (int64_t i = 0; i < 5; i++) {
        struct fact f = a_view(&s, i + 1);
        f.agent = i == 0 ? "curl/8" : i == 1 ? "" : CHROME;
        f.signs = i == 2 ? SIGN_WEBDRIVER : i == 3 ? SIGN_NO_LANGUAGES : 0;
        f.network = i == 4 ? "datacentre" : "";
        put(&s, &f);
    }
    for (int64_t i = 0; i < 42; i++) { /* the first are a person's until the last */
        struct fact f = a_view(&s, 6);
        f.at_ms += i;
        f.kind = i == 5 ? "engage" : "view";
        put(&s, &f);
        if (i == 20)
            load(&s);
    }
    for (int64_t i = 0; i < 25; i++) {
        struct fact f = a_view(&s, 7);
        f.at_ms += MINUTES_MS(i);
        put(&s, &f);
    }
    for (int64_t i = 0; i < 26; i++) {
        struct fact f = a_view(&s, 8);
        f.at_ms += MINUTES_MS(i);
        f.kind = i == 3 ? "engage" : "view";
        f.engaged_ms = i == 3 ? 5000 : 0;
        put(&s, &f);
    }
    load(&s);
    for (int64_t i = 0; i < 6; i++) {
        assert_true(visit_of(&s, i + 1).robot);
        assert_string_equal(visit_of(&s, i + 1).robot_reason, reasons[i]);
        assert_int_equal(fated_for(&s, FATE_ROBOT, reasons[i]), i < 5 ? 1 : 42);
    }
    assert_int_equal(fated_for(&s, FATE_ROBOT, "silent"), 25);
    assert_string_equal(visit_of(&s, 7).robot_reason, "silent");
    assert_false(visit_of(&s, 8).robot);
    assert_int_equal(fated(&s, FATE_ROBOT), 5 + 42 + 25);
    assert_int_equal(fated(&s, FATE_HUMAN), 26);
    scene_close(&s);
}

/* A form's answer and what a program tells come without a reader's agent, and so does what was stored of them before that was said. */
static void what_is_told_is_not_judged_by_a_missing_agent(void **state)
{
    struct engine_world *w = *state;

    for (int duckdb = 0; duckdb < 2; duckdb++) {
        struct rejudge r = {0};
        struct scene s;
        struct fact f;
        struct visit v;
        int64_t moved = 0;
        bool more = true;

        scene_open(&s, w, duckdb);
        for (int64_t i = 1; i <= 3; i++) {
            f = a_view(&s, i);
            f.agent = i == 3 ? "curl/8" : "";
            f.kind = i == 1 ? "form" : "view";
            f.signs = SIGN_TOLD;
            put(&s, &f);
        }
        f = a_view(&s, 4);
        f.agent = "";
        f.kind = "order";
        f.value_minor = 90000;
        f.currency = "BRL";
        put(&s, &f);
        load(&s);
        assert_false(visit_of(&s, 1).robot);
        assert_false(visit_of(&s, 2).robot);
        assert_string_equal(visit_of(&s, 3).robot_reason, "agent");
        v = visit_of(&s, 4);
        assert_false(v.robot);
        v.robot = true;
        v.robot_reason = "no_agent";
        assert_int_equal(store_judged(w->cx, s.store, &v, 1, &moved), OK);
        assert_int_equal(fated(&s, FATE_HUMAN), 2);
        assert_int_equal(rejudge_page(w->cx, w->pool, s.store, &r, &more), OK);
        assert_int_equal(r.changed, 1);
        assert_int_equal(r.moved, 1);
        assert_false(visit_of(&s, 4).robot);
        assert_int_equal(fated(&s, FATE_HUMAN), 3);
        scene_close(&s);
    }
}

static void history_follows_the_rules_of_today(void **state)
{
    struct engine_world *w = *state;

    for (int duckdb = 0; duckdb < 2; duckdb++) {
        struct rejudge r = {0};
        struct scene s;
        struct fact f;
        void *rule = NULL;
        bool more = true;

        scene_open(&s, w, duckdb);
        f = a_view(&s, 5);
        f.referrer = "blog.parceiro.example/a";
        put(&s, &f);
        f = a_view(&s, 5);
        put(&s, &f);
        f = a_view(&s, 6);
        f.agent = "curl/8";
        put(&s, &f);
        f = a_view(&s, 7);
        f.robot = true; /* who sent it knew */
        f.robot_reason = "partner";
        put(&s, &f);
        load(&s);
        assert_string_equal(visit_of(&s, 5).channel, "referral");
        assert_int_equal(rejudge_page(w->cx, w->pool, s.store, &r, &more), OK);
        assert_false(more);
        assert_int_equal(r.done, 3);
        assert_int_equal(r.changed, 0); /* what is judged again by the same rules stays */
        assert_int_equal(world_try_add(w, &channel_rule_model,
                                       "{'channel':'parceiros','host':'parceiro.example'}", &rule),
                         OK);
        r = (struct rejudge){0};
        assert_int_equal(rejudge_page(w->cx, w->pool, s.store, &r, &more), OK);
        assert_int_equal(r.changed, 1);
        assert_int_equal(r.moved, 0);
        assert_string_equal(visit_of(&s, 5).channel, "parceiros");
        assert_int_equal(visit_of(&s, 5).views, 2);
        assert_true(visit_of(&s, 7).robot);
        assert_string_equal(visit_of(&s, 7).robot_reason, "partner");
        assert_int_equal(fated_for(&s, FATE_ROBOT, "partner"), 1);
        assert_int_equal(fated_for(&s, FATE_ROBOT, "agent"), 1);
        scene_close(&s);
        assert_int_equal(engine_sql(w->cx, w->pool, "delete from channel_rules"), OK);
    }
}

static void a_visit_judged_a_robot_takes_its_facts_and_their_counts_along(void **state)
{
    struct engine_world *w = *state;

    for (int duckdb = 0; duckdb < 2; duckdb++) {
        struct store_filter humans = {.site = w->cx->site};
        struct store_count *rows = NULL;
        struct visit v;
        struct scene s;
        struct fact f;
        int64_t moved = 0;
        size_t n = 0;

        scene_open(&s, w, duckdb);
        for (int i = 0; i < 3; i++) {
            f = a_view(&s, i < 2 ? 5 : 6);
            put(&s, &f);
        }
        load(&s);
        assert_int_equal(fated(&s, FATE_HUMAN), 3);
        v = visit_of(&s, 5);
        v.robot = true;
        v.robot_reason = "agent";
        v.views = 99; /* is no judgement */
        assert_int_equal(store_judged(w->cx, s.store, &v, 1, &moved), OK);
        assert_int_equal(moved, 2);
        assert_int_equal(fated(&s, FATE_HUMAN), 1);
        assert_int_equal(fated(&s, FATE_ROBOT), 2);
        assert_int_equal(visit_of(&s, 5).views, 2);
        assert_int_equal(store_counts(w->cx, s.store, &humans, STORE_ALL, 1, &rows, &n), OK);
        assert_int_equal(rows[0].count, 1);
        v.robot = false;
        v.robot_reason = "";
        assert_int_equal(store_judged(w->cx, s.store, &v, 1, &moved), OK);
        assert_int_equal(moved, 2);
        assert_int_equal(fated(&s, FATE_HUMAN), 3);
        assert_int_equal(fated(&s, FATE_ROBOT), 0);
        assert_false(visit_of(&s, 5).robot);
        scene_close(&s);
    }
}

static void a_channel_rule_needs_a_name_and_a_condition(void **state)
{
    struct engine_world *w = *state;
    void *record = NULL;

    assert_int_equal(world_try_add(w, &channel_rule_model, "{'channel':'x'}", &record),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "channel_rule.empty");
    fault_clear(w->cx);
    assert_int_equal(
        world_try_add(w, &channel_rule_model, "{'channel':'Nosso Canal','source':'x'}", &record),
        ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "channel_rule.channel");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_says_device_channel_and_campaign),
        cmocka_unit_test(a_visit_is_worth_what_it_brought_in_the_money_of_the_site),
        cmocka_unit_test(robots_are_kept_and_say_why),
        cmocka_unit_test(what_is_told_is_not_judged_by_a_missing_agent),
        cmocka_unit_test(history_follows_the_rules_of_today),
        cmocka_unit_test(a_visit_judged_a_robot_takes_its_facts_and_their_counts_along),
        cmocka_unit_test(a_channel_rule_needs_a_name_and_a_condition),
    };

    return engines_run("judge", tests, COUNT_OF(tests), world_prepare);
}
