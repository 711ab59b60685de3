/* score_test.c -- points that can be explained: versions, fit that is kept, engagement that fades, companies, conditions. */
#include "unit/world.h"

#include "people/account.h"
#include "people/behaviour.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/merge.h"
#include "people/rules.h"
#include "people/score.h"

#define LL(x) ((long long)(x))

static int64_t id_of(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

static PRINTF_LIKE(2, 3) const char *with(const struct engine_world *w, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprint(w->cx->arena, format, args);
    va_end(args);
    assert_non_null(text);
    return text;
}

/* --- models ------------------------------------------------------------------------------------ */

struct draft {
    enum score_kind kind;
    const char *json;
    int64_t version;
    struct score_model m;
    int added;
};

static enum err save_in(struct ctx *cx, struct db *db, void *arg)
{
    struct draft *d = arg;
    const struct json *in = NULL;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    if (!e)
        e = json_parse(cx, d->json, strlen(d->json), &in);
    return e ? e : score_draft_save(cx, db, &w, d->kind, in, d->version, &d->m);
}

static enum err publish_in(struct ctx *cx, struct db *db, void *arg)
{
    struct draft *d = arg;
    struct rule_world w;
    int64_t job = 0;
    enum err e = people_rules(cx, db, NULL, &w);

    return e ? e : score_publish(cx, db, &w, d->kind, 0, &job);
}

static enum err start_in(struct ctx *cx, struct db *db, void *arg)
{
    struct draft *d = arg;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    return e ? e : score_start(cx, db, &w, &d->added);
}

/* All behaviours count as counted up to now: this test writes the counts itself. */
static enum err live_in(struct ctx *cx, struct db *db, void *arg)
{
    struct behaviour_keys k;
    enum err e = behaviour_keys_of(cx, db, &k);

    (void)arg;
    for (size_t i = 0; i < k.n && !e; i++) {
        struct behaviour_key one = k.all[i];
        one.state = BEHAVIOUR_LIVE;
        e = behaviour_key_put(cx, db, &one);
    }
    return e;
}

static enum err try_save(struct engine_world *w, enum score_kind kind, const char *json)
{
    struct draft d = {.kind = kind};
    char *text = arena_dup(w->cx->arena, json);

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    d.json = text;
    return db_write(w->cx, w->pool, save_in, &d);
}

static void save(struct engine_world *w, enum score_kind kind, const char *json)
{
    if (try_save(w, kind, json))
        fail_msg("%s: %s: %s %s", json, w->cx->fault.key,
                 w->cx->fault.fields ? w->cx->fault.fields->field : "",
                 w->cx->fault.fields ? w->cx->fault.fields->key : w->cx->fault.detail);
}

static void publish(struct engine_world *w, enum score_kind kind)
{
    struct draft d = {.kind = kind};
    bool done = false;

    assert_int_equal(db_write(w->cx, w->pool, publish_in, &d), OK);
    assert_int_equal(db_write(w->cx, w->pool, live_in, NULL), OK);
    assert_int_equal(score_publish_now(w->cx, w->pool, kind, NULL, NULL, &done), OK);
    assert_true(done);
}

static void model(struct engine_world *w, enum score_kind kind, const char *json)
{
    save(w, kind, json);
    publish(w, kind);
}

static struct contact_score score_of(struct engine_world *w, int64_t contact)
{
    struct contact_score s;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (score_contact(w->cx, db, contact, &s))
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    db_return(db);
    return s;
}

static struct account_score company_score(struct engine_world *w, int64_t account)
{
    struct account_score s;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (score_account(w->cx, db, account, &s))
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    db_return(db);
    return s;
}

static int64_t kept(struct engine_world *w, int64_t contact)
{
    return world_number(
        w, with(w,
                "select max(f.fit) from contact_fits f join score_models m on m.site = f.site "
                "and m.id = f.model where m.state = 'published' and f.contact = %lld",
                LL(contact)));
}

struct patching {
    const struct model *m;
    int64_t id;
    const char *field, *value;
};

static enum err patch_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct patching *p = arg;
    void *record = NULL;
    enum err e = model_get(cx, db, p->m, p->id, &record);

    if (!e)
        e = model_set_text(cx, model_field(p->m, p->field), p->value, record);
    return e ? e : model_change(cx, db, p->m, record);
}

static void patch(struct engine_world *w, const struct model *m, int64_t id, const char *field,
                  const char *value)
{
    struct patching p = {m, id, field, value};

    if (db_write(w->cx, w->pool, patch_in, &p))
        fail_msg("%s: %s", field, w->cx->fault.key);
}

static const char simple_fit[] =
    "{'base': 10, 'rows': [{'label': 'Decide', 'points': 30, 'rule': {'field': 'seniority', 'is': "
    "'director'}},"
    "{'points': 40, 'rule': {'field': 'account.industry', 'is': 'Software'}},"
    "{'points': -20, 'rule': {'field': 'email', 'given': false}},"
    "{'points': 90, 'rule': {'field': 'buying_role', 'is': 'decider'}}]}";

/* --- claims ------------------------------------------------------------------------------------ */

static void a_fit_is_right_after_every_change_of_the_person_or_the_company(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = id_of(w, &account_model, "{'name':'Acme','industry':'Agro'}");
    int64_t old = id_of(w, &contact_model,
                        with(w, "{'name':'Ana','email':'a@x.example','account':'%lld'}", LL(acme)));
    int64_t fresh;

    model(w, SCORE_FIT, simple_fit);
    assert_int_equal(kept(w, old), 10);
    fresh = id_of(w, &contact_model, "{'name':'Bia','seniority':'director'}");
    assert_int_equal(kept(w, fresh), 20);
    patch(w, &contact_model, fresh, "email", "bia@x.example");
    assert_int_equal(kept(w, fresh), 40);
    patch(w, &account_model, acme, "industry", "Software");
    assert_int_equal(kept(w, old), 50);
    patch(w, &contact_model, old, "buying_role", "decider");
    assert_int_equal(kept(w, old), 100);
    assert_int_equal(score_of(w, old).kinds[SCORE_FIT].value, 100);
}

static void parts_base_and_limit_are_the_score_that_is_shown(void **state)
{
    struct engine_world *w = *state;
    struct contact_score s;
    int64_t sum, ana;

    model(w, SCORE_FIT, simple_fit);
    ana = id_of(w, &contact_model, "{'name':'Ana','buying_role':'decider','seniority':'director'}");
    s = score_of(w, ana);
    sum = s.kinds[0].model.base + s.kinds[0].limit;
    for (size_t i = 0; i < s.kinds[0].model.row_count; i++)
        sum += s.kinds[0].parts[i].points;
    assert_int_equal(s.kinds[0].value, 100);
    assert_int_equal(s.kinds[0].limit, -10);
    assert_int_equal(sum, 100);
    assert_null(s.grade);
    assert_non_null(strstr(s.kinds[0].parts[0].sentence, "senioridade"));
}

static void a_published_version_never_changes_and_can_still_be_read(void **state)
{
    struct engine_world *w = *state;
    int64_t ana =
        id_of(w, &contact_model, "{'name':'Ana','seniority':'director','email':'a@x.example'}");
    struct score_model *all = NULL, one;
    struct rule_world rules;
    struct db *db = NULL;
    size_t n = 0;

    model(w, SCORE_FIT, simple_fit);
    save(w, SCORE_FIT,
         "{'rows': [{'points': 7, 'rule': {'field': 'seniority', 'is': 'director'}}]}");
    assert_int_equal(kept(w, ana), 40);
    publish(w, SCORE_FIT);
    assert_int_equal(kept(w, ana), 7);
    assert_int_equal(world_number(w, "select count(*) from contact_fits"), 1);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(people_rules(w->cx, db, NULL, &rules), OK);
    assert_int_equal(score_models_of(w->cx, db, SCORE_FIT, &all, &n), OK);
    assert_int_equal(n, 2);
    assert_string_equal(all[0].state, "published");
    assert_string_equal(all[1].state, "retired");
    assert_int_equal(score_model_numbered(w->cx, db, &rules, SCORE_FIT, 1, &one), OK);
    assert_int_equal(one.row_count, 4);
    assert_int_equal(one.base, 10);
    db_return(db);
    assert_int_equal(world_number(w, "select count(*) from audit where model = 'score_model' and "
                                     "action = 'publish'"),
                     2);
}

static void who_changes_while_a_model_is_on_its_way_is_not_missed(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = id_of(w, &contact_model, "{'name':'Ana','email':'a@x.example'}");
    struct draft d = {.kind = SCORE_FIT};
    bool done = false;

    save(w, SCORE_FIT, simple_fit);
    assert_int_equal(db_write(w->cx, w->pool, publish_in, &d), OK);
    assert_int_equal(db_write(w->cx, w->pool, publish_in, &d), ERR_CONFLICT);
    fault_clear(w->cx);
    patch(w, &contact_model, ana, "seniority", "director");
    assert_int_equal(kept(w, ana), NIL);
    assert_int_equal(score_publish_now(w->cx, w->pool, SCORE_FIT, NULL, NULL, &done), OK);
    assert_int_equal(kept(w, ana), 40);
    assert_int_equal(score_publish_now(w->cx, w->pool, SCORE_FIT, NULL, NULL, &done), OK);
}

static void what_knows_the_outcome_or_passes_with_time_is_no_fit(void **state)
{
    static const struct {
        const char *rule, *key;
    } refused[] = {
        {"{'event':'view'}", "score.no_behaviour"},
        {"{'has':'deals'}", "score.no_deals"},
        {"{'field':'created_at','within_days':30}", "score.no_window"},
        {"{'field':'nothing','is':'x'}", "rule.field"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_int_equal(
            try_save(w, SCORE_FIT, with(w, "{'rows':[{'points':5,'rule':%s}]}", refused[i].rule)),
            ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->key, refused[i].key);
        fault_clear(w->cx);
    }
    assert_int_equal(
        try_save(w, SCORE_FIT, "{'rows':[{'rule':{'field':'name','given':true}}],'bands':[1,2,3]}"),
        ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "bands");
    assert_string_equal(w->cx->fault.fields->next->field, "rows.0.points");
    fault_clear(w->cx);
    assert_int_equal(try_save(w, SCORE_ENGAGEMENT,
                              "{'rows':[{'points':5,'behaviour':{'event':'view','at_least':2}}]}"),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "score.behaviour");
}

static void models_to_begin_with_are_drafts_and_made_once(void **state)
{
    struct engine_world *w = *state;
    struct draft d = {.added = 0};

    assert_int_equal(db_write(w->cx, w->pool, start_in, &d), OK);
    assert_int_equal(d.added, 2);
    assert_int_equal(world_number(w, "select count(*) from score_models where state = 'draft'"), 2);
    assert_int_equal(db_write(w->cx, w->pool, start_in, &d), OK);
    assert_int_equal(d.added, 0);
}

/* --- engagement -------------------------------------------------------------------------------- */

struct doing {
    int64_t contact, day, n;
    const char *event;
};

static enum err did_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct doing *d = arg;
    struct behaviour_keys k;
    enum err e = behaviour_keys_of(cx, db, &k);

    for (size_t i = 0; i < k.n && !e; i++)
        if (!strcmp(k.all[i].is.event, d->event))
            e = behaviour_add(cx, db, d->contact, k.all[i].counted, d->day, d->n);
    return e;
}

static int64_t today(struct engine_world *w)
{
    struct rule_world rules;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(people_rules(w->cx, db, NULL, &rules), OK);
    db_return(db);
    return rule_day(rules.zone, w->clock.now_ms);
}

static void did(struct engine_world *w, int64_t contact, const char *event, int64_t days_ago,
                int64_t n)
{
    struct doing d = {contact, today(w) - days_ago, n, event};

    assert_int_equal(db_write(w->cx, w->pool, did_in, &d), OK);
}

static const char simple_engagement[] =
    "{'rows': [{'label': 'Visitou', 'points': 3, 'behaviour': {'event': 'view'}, 'half_life_days': "
    "7, 'at_most': 20},"
    "{'points': 25, 'behaviour': {'event': 'form'}, 'half_life_days': 30, 'at_most': 60},"
    "{'points': -10, 'behaviour': {'event': 'refuse'}, 'half_life_days': 10, 'at_most': 30}]}";

static void what_was_done_fades_by_half(void **state)
{
    struct engine_world *w = *state;
    int64_t ana;
    struct contact_score s;

    model(w, SCORE_ENGAGEMENT, simple_engagement);
    ana = id_of(w, &contact_model, "{'name':'Ana'}");
    did(w, ana, "form", 0, 2);
    assert_int_equal(score_of(w, ana).kinds[SCORE_ENGAGEMENT].value, 50);
    w->clock.now_ms += DAYS_MS(30);
    s = score_of(w, ana);
    assert_int_equal(s.kinds[SCORE_ENGAGEMENT].value, 25);
    assert_int_equal(s.history[SCORE_HISTORY_DAYS - 1], 25);
    assert_int_equal(s.history[SCORE_HISTORY_DAYS - 31], 50);
    assert_int_equal(s.history[SCORE_HISTORY_DAYS - 32], 0);
    assert_int_equal(s.kinds[SCORE_ENGAGEMENT].parts[1].count, 2);
    assert_int_equal(s.kinds[SCORE_ENGAGEMENT].parts[1].undecayed, 50);
    w->clock.now_ms += DAYS_MS(700);
    assert_int_equal(score_of(w, ana).kinds[SCORE_ENGAGEMENT].value, 0);
}

static uint64_t roll_state;
static int64_t roll(int64_t n)
{
    roll_state = roll_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((roll_state >> 33) % (uint64_t)n);
}

static void parts_that_fade_still_add_up(void **state)
{
    struct engine_world *w = *state;

    roll_state = 7;
    model(w, SCORE_ENGAGEMENT, simple_engagement);
    for (int i = 0; i < 40; i++) {
        static const char *const events[] = {"view", "form", "refuse"};
        int64_t who = id_of(w, &contact_model, with(w, "{'name':'P%d'}", i));
        struct contact_score s;
        const struct score *g;
        int64_t sum;
        for (int64_t k = roll(6); k > 0; k--)
            did(w, who, events[roll(3)], roll(60), 1 + roll(4));
        s = score_of(w, who);
        g = &s.kinds[SCORE_ENGAGEMENT];
        sum = g->model.base + g->limit;
        for (size_t r = 0; r < g->model.row_count; r++)
            sum += g->parts[r].points;
        assert_int_equal(sum, g->value);
    }
}

/* --- as conditions ----------------------------------------------------------------------------- */

enum { PEOPLE = 30 };

static int64_t population[PEOPLE];

static void populate(struct engine_world *w)
{
    static const char *const levels[] = {"director", "manager", "junior"};
    static const char *const events[] = {"view", "form", "refuse"};

    for (int i = 0; i < PEOPLE; i++)
        population[i] = id_of(w, &contact_model,
                              with(w, "{'name':'P%d','seniority':'%s'%s}", i, levels[roll(3)],
                                   roll(2) ? ",'buying_role':'decider'" : ""));
    for (int i = 0; i < 150; i++)
        did(w, population[roll(PEOPLE)], events[roll(3)], roll(80), 1 + roll(5));
}

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merge_ask *ask = arg;
    int64_t id = 0;
    void *record = NULL;

    return merge_records(cx, db, ask, &id, &record);
}

/* What score_contact() says, read as a condition. */
static bool expected(const struct contact_score *s, int what, int64_t a, int64_t b, char *ret_rule)
{
    static const char *const grades[] = {"A1", "D4", "C", "3", "B2", "1"};
    int64_t fit = s->kinds[0].value, engagement = s->kinds[1].value;
    const char *g = grades[what % 6];

    if (what < 10) {
        (void)snprintf(ret_rule, 120, "{\"score\":\"%s\",\"at_least\":%d,\"at_most\":%d}",
                       what % 2 ? "fit" : "engagement", (int)a, (int)b);
        return what % 2 ? fit >= a && fit <= b : engagement >= a && engagement <= b;
    }
    (void)snprintf(ret_rule, 120, "{\"not\":{\"grade\":\"%s\"}}", g);
    if (g[1])
        return strcmp(g, s->grade) != 0;
    return *g != s->grade[*g <= '9'];
}

static void ask_all(struct engine_world *w, struct db *db, const struct rule_world *rules)
{
    struct contact_score all[PEOPLE];
    size_t gone = 0;

    for (int i = 0; i < PEOPLE; i++) {
        if (!population[i])
            gone++;
        else
            assert_int_equal(score_contact(w->cx, db, population[i], &all[i]), OK);
    }
    for (int what = 0; what < 22; what++) {
        int64_t a = roll(60), b = a + roll(100 - a + 1);
        struct rule_ids ids = {0};
        struct rule *r = NULL;
        size_t found = 0;
        char text[120];
        (void)expected(&all[1], what, a, b, text);
        if (rule_parse(w->cx, db, rules, &rule_contacts, text, "rule", &r) ||
            rule_members(w->cx, db, rules, r, &ids))
            fail_msg("%s: %s %s", text, w->cx->fault.key,
                     w->cx->fault.detail ? w->cx->fault.detail : "");
        for (int i = 0; i < PEOPLE; i++) {
            struct rule_face *face = NULL;
            bool member = false, is = false;
            int64_t next = 0;
            if (!population[i])
                continue;
            for (size_t k = 0; k < ids.n; k++)
                member |= ids.ids[k] == population[i];
            assert_int_equal(rule_face_load(w->cx, db, &rule_contacts, population[i], &face), OK);
            assert_int_equal(rule_match(w->cx, db, rules, r, face, &is, &next), OK);
            if (member != expected(&all[i], what, a, b, text) || is != member)
                fail_msg("%s: P%d fit %d engagement %d grade %s: sql %d match %d", text, i,
                         (int)all[i].kinds[0].value, (int)all[i].kinds[1].value, all[i].grade,
                         member, is);
            assert_true(next == 0 ||
                        (next > w->clock.now_ms && next <= w->clock.now_ms + DAYS_MS(1)));
            found += member;
        }
        assert_int_equal(found, ids.n);
        rule_ids_done(&ids);
    }
    (void)gone;
}

static void c_and_sql_say_the_same_at_any_clock_and_after_merges(void **state)
{
    struct engine_world *w = *state;

    roll_state = 11;
    model(w, SCORE_FIT, simple_fit);
    model(w, SCORE_ENGAGEMENT, simple_engagement);
    populate(w);
    for (int round = 0; round < 6; round++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct rule_world rules;
        struct db *db = NULL;
        assert_int_equal(db_read(w->cx, w->pool, &db), OK);
        assert_int_equal(people_rules(w->cx, db, NULL, &rules), OK);
        ask_all(w, db, &rules);
        db_return(db);
        arena_reset(w->cx->arena, mark);
        if (round == 2) {
            struct merge_ask ask = {
                .of = MERGE_CONTACTS, .kept = population[1], .gone = population[2]};
            assert_int_equal(db_write(w->cx, w->pool, merge_in, &ask), OK);
            population[2] = 0;
        }
        if (round == 3)
            model(w, SCORE_ENGAGEMENT,
                  "{'base': 40, 'rows': [{'points': 9, 'behaviour': {'event': 'view'}, "
                  "'half_life_days': 3},"
                  "{'points': -17, 'behaviour': {'event': 'refuse'}, 'half_life_days': 50, "
                  "'at_most': 45}]}");
        if (round == 3)
            for (int i = 0; i < 60; i++)
                did(w, population[3 + roll(PEOPLE - 3)], roll(2) ? "view" : "refuse", roll(20), 1);
        w->clock.now_ms += HOURS_MS(1 + roll(200));
    }
}

static void the_grid_counts_what_the_grades_say(void **state)
{
    struct engine_world *w = *state;
    struct score_grid g = {.known = false};
    struct score_brief briefs[PEOPLE];
    struct db *db = NULL;

    roll_state = 3;
    model(w, SCORE_FIT, simple_fit);
    model(w, SCORE_ENGAGEMENT, simple_engagement);
    populate(w);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (score_grid(w->cx, db, &g))
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    assert_int_equal(score_briefs(w->cx, db, population, PEOPLE, briefs), OK);
    db_return(db);
    assert_true(g.known);
    assert_int_equal(g.of, PEOPLE);
    for (int i = 0; i < PEOPLE; i++) {
        struct contact_score s = score_of(w, population[i]);
        assert_string_equal(briefs[i].grade, s.grade);
        g.counts[s.grade[0] - 'A'][s.grade[1] - '1']--;
    }
    for (int a = 0; a <= SCORE_BANDS; a++)
        for (int b = 0; b <= SCORE_BANDS; b++)
            assert_int_equal(g.counts[a][b], 0);
}

/* --- companies --------------------------------------------------------------------------------- */

static void a_company_is_its_people_by_weight_and_who_left_does_not_count(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = id_of(w, &account_model, "{'name':'Acme'}"), ana, beto, caio, deal, sum = 0;
    struct account_score s;

    model(w, SCORE_FIT, simple_fit);
    model(w, SCORE_ENGAGEMENT, simple_engagement);
    ana = id_of(w, &contact_model,
                with(w, "{'name':'Ana','email':'a@x.example','account':'%lld'}", LL(acme)));
    beto = id_of(
        w, &contact_model,
        with(w, "{'name':'Beto','email':'b@x.example','seniority':'director','account':'%lld'}",
             LL(acme)));
    caio = id_of(w, &contact_model,
                 with(w, "{'name':'Caio','email':'c@x.example','account':'%lld'}", LL(acme)));
    deal = id_of(w, &deal_model, with(w, "{'name':'d','account':'%lld'}", LL(acme)));
    (void)id_of(w, &deal_member_model,
                with(w, "{'deal':'%lld','contact':'%lld','role':'user'}", LL(deal), LL(ana)));
    (void)id_of(w, &deal_member_model,
                with(w, "{'deal':'%lld','contact':'%lld','role':'decider'}", LL(deal), LL(beto)));
    (void)id_of(
        w, &deal_member_model,
        with(w, "{'deal':'%lld','contact':'%lld','role':'payer','left_at':'2023-11-01T00:00:00Z'}",
             LL(deal), LL(caio)));
    did(w, ana, "form", 0, 1);
    did(w, beto, "form", 30, 2);
    did(w, caio, "form", 0, 2);
    s = company_score(w, acme);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.value[SCORE_FIT], 30);        /* (10 * 50 + 40 * 100) / 150 */
    assert_int_equal(s.value[SCORE_ENGAGEMENT], 38); /* 25 * 50 % + 25 * 100 %, half up */
    assert_string_equal(s.grade, "C2");
    for (size_t i = 0; i < s.n; i++)
        sum += s.people[i].points[SCORE_ENGAGEMENT];
    assert_int_equal(sum, 38);
    assert_string_equal(s.people[1].role, "decider");
    assert_int_equal(s.history[SCORE_HISTORY_DAYS - 31], 50);
}

static void every_failing_allocation_leaves_all_or_nothing(void **state)
{
    struct engine_world *w = *state;
    struct arena_mark mark;
    enum err e = ERR_LIMIT;

    model(w, SCORE_FIT, simple_fit);
    mark = arena_mark(w->cx->arena);
    for (size_t n = 1; e; n++) {
        struct draft d = {
            .kind = SCORE_FIT,
            .json = "{\"rows\":[{\"points\":5,\"rule\":{\"field\":\"name\",\"given\":true}}]}"};
        assert_true(n < 3000);
        fault_clear(w->cx);
        arena_fail_at(w->cx->arena, n);
        e = db_write(w->cx, w->pool, save_in, &d);
        arena_fail_at(w->cx->arena, 0);
        arena_reset(w->cx->arena, mark);
        if (n % 20 && e)
            continue;
        fault_clear(w->cx);
        assert_int_equal(world_number(w, "select count(*) from score_models where state = 'draft'"),
                         !e);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_is_right_after_every_change_of_the_person_or_the_company),
        cmocka_unit_test(parts_base_and_limit_are_the_score_that_is_shown),
        cmocka_unit_test(a_published_version_never_changes_and_can_still_be_read),
        cmocka_unit_test(who_changes_while_a_model_is_on_its_way_is_not_missed),
        cmocka_unit_test(what_knows_the_outcome_or_passes_with_time_is_no_fit),
        cmocka_unit_test(models_to_begin_with_are_drafts_and_made_once),
        cmocka_unit_test(what_was_done_fades_by_half),
        cmocka_unit_test(parts_that_fade_still_add_up),
        cmocka_unit_test(c_and_sql_say_the_same_at_any_clock_and_after_merges),
        cmocka_unit_test(the_grid_counts_what_the_grades_say),
        cmocka_unit_test(a_company_is_its_people_by_weight_and_who_left_does_not_count),
        cmocka_unit_test(every_failing_allocation_leaves_all_or_nothing),
    };
    return engines_run("scores", tests, COUNT_OF(tests), world_prepare);
}
