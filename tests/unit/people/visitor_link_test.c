/* visitor_link_test.c -- visitors who turn out to be people, and people who were not those visitors. */
#include "unit/people/segment_world.h"

#include "people/consent.h"
#include "people/consent_purpose.h"

enum { YES = CONSENT_PERFORMANCE | CONSENT_NAMED | CONSENT_ANSWERED | CONSENT_STABLE };

static int64_t person(struct engine_world *w, const char *email)
{
    return a_record(w, &contact_model, arena_print(w->cx->arena, "{'email':'%s'}", email));
}

/* A visitor looks at a page; nobody says who it is. signs: enum fact_sign. */
static void came_with(struct engine_world *w, int64_t visitor, const char *path, int64_t consent,
                      int64_t signs)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;

    f.id = id_next(w->cx);
    f.site = w->cx->site;
    f.at_ms = f.received_ms = ctx_now(w->cx);
    f.kind = "view";
    f.path = path;
    f.visitor = visitor;
    f.consent = consent;
    f.signs = signs;
    segment_must(w, fact_encode(w->cx, &f, bytes, &n));
    segment_must(w, journal_append(w->cx, segments_of_test(w)->journal, bytes, n, NULL));
}

static void came(struct engine_world *w, int64_t visitor, const char *path, int64_t consent)
{
    came_with(w, visitor, path, consent, 0);
}

struct linking {
    struct visitor_link_ask ask;
    int64_t link;
    enum visitor_link_outcome outcome;
};

static enum err link_in(struct ctx *cx, struct db *db, void *arg)
{
    struct linking *l = arg;

    return visitor_link(cx, db, &l->ask, &l->outcome);
}

static enum err unlink_in(struct ctx *cx, struct db *db, void *arg)
{
    struct linking *l = arg;

    return visitor_unlink(cx, db, l->ask.contact, l->link);
}

static enum err relink_in(struct ctx *cx, struct db *db, void *arg)
{
    struct linking *l = arg;

    return visitor_relink(cx, db, l->ask.contact, l->link, l->ask.consent);
}

static enum err try_link(struct engine_world *w, int64_t visitor, int64_t contact, const char *how,
                         int64_t consent, enum visitor_link_outcome *ret)
{
    struct linking l = {.ask = {visitor, contact, how, consent}};
    enum err e;

    fault_clear(w->cx);
    e = db_write(w->cx, w->pool, link_in, &l);
    *ret = l.outcome;
    return e;
}

static void tie(struct engine_world *w, int64_t visitor, int64_t contact)
{
    enum visitor_link_outcome outcome;

    segment_must(w, try_link(w, visitor, contact, "form", YES, &outcome));
    assert_int_equal(outcome, VISITOR_LINKED);
    segments_settle(w);
}

static int64_t last_link(struct engine_world *w, int64_t contact)
{
    return world_number(w, arena_print(w->cx->arena,
                                       "select max(id) from visitor_links where contact = %lld",
                                       (long long)contact));
}

static enum err try_untie(struct engine_world *w, int64_t contact, int64_t link)
{
    struct linking l = {.ask.contact = contact, .link = link};

    fault_clear(w->cx);
    return db_write(w->cx, w->pool, unlink_in, &l);
}

static void untie(struct engine_world *w, int64_t contact)
{
    segment_must(w, try_untie(w, contact, last_link(w, contact)));
    segments_settle(w);
}

static enum err try_retie(struct engine_world *w, int64_t contact, int64_t consent)
{
    struct linking l = {.ask = {.contact = contact, .consent = consent},
                        .link = last_link(w, contact)};
    enum err e;

    fault_clear(w->cx);
    e = db_write(w->cx, w->pool, relink_in, &l);
    if (!e)
        segments_settle(w);
    return e;
}

/* How many facts, and visits, are this person's. */
static int64_t facts_of(struct engine_world *w, int64_t contact)
{
    struct store_filter f = {.site = w->cx->site, .subjects = &contact, .subject_count = 1};
    struct store_count *rows = NULL;
    size_t n = 0;

    segment_must(w, store_counts(w->cx, segments_of_test(w)->store, &f, STORE_ALL, 1, &rows, &n));
    return rows[0].count;
}

static int64_t visits_of(struct engine_world *w, int64_t contact)
{
    struct store_filter f = {.site = w->cx->site, .subjects = &contact, .subject_count = 1};
    struct visit *rows = NULL;
    size_t n = 0;

    segment_must(w, store_visits(w->cx, segments_of_test(w)->store, &f,
                                 &(struct store_visit_page){.limit = 100}, &rows, &n));
    return (int64_t)n;
}

static void a_form_ties_what_was_before_and_what_comes(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");

    came(w, 5, "/", YES);
    came(w, 6, "/", YES);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 0);
    tie(w, 5, ana);
    assert_int_equal(facts_of(w, ana), 1);
    assert_int_equal(visits_of(w, ana), 1);
    clock_move(w, DAYS_MS(1));
    came(w, 5, "/precos", YES);
    came(w, 6, "/precos", YES);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 2);
    assert_int_equal(visits_of(w, ana), 2);
    assert_int_equal(world_number(w, "select count(*) from visitor_link_sends"), 0);
    assert_int_equal(world_number(w, "select count(*) from audit where action = 'visitor_link'"),
                     1);
}

static void a_link_is_taken_back_and_made_again(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");

    came(w, 5, "/", YES);
    tie(w, 5, ana);
    untie(w, ana);
    assert_int_equal(facts_of(w, ana), 0);
    assert_int_equal(visits_of(w, ana), 0);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 0);
    assert_int_equal(try_retie(w, ana, YES), OK);
    assert_int_equal(facts_of(w, ana), 2);
    assert_int_equal(world_number(w, "select count(*) from visitor_links"), 1);
    assert_int_equal(try_untie(w, ana, 1), ERR_NOTFOUND);
}

static enum err usual_in(struct ctx *cx, struct db *db, void *arg)
{
    return consent_purposes_usual(cx, db, arg);
}

struct saying {
    int64_t contact;
    const char *state;
};

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct saying *s = arg;
    struct consent c = {.contact = s->contact, .state = s->state, .at = NIL, .channel = "web"};
    struct consent_purpose *p = NULL;
    struct consent_text *t = NULL;
    enum err e = consent_purpose_find(cx, db, VISITOR_LINK_PURPOSE, &p);

    if (!e)
        e = consent_text_now(cx, db, p->record.id, LANG_PT_BR, &t);
    if (e)
        return e;
    c.purpose = p->record.id;
    c.text = t->record.id;
    c.actor = NIL;
    return consent_record(cx, db, &c);
}

static void says(struct engine_world *w, int64_t contact, const char *state)
{
    struct saying s = {contact, state};

    w->clock.now_ms += 1000;
    segment_must(w, db_write(w->cx, w->pool, say_in, &s));
    segments_settle(w);
}

static void without_a_yes_nothing_is_tied(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");
    enum visitor_link_outcome outcome;

    came(w, 5, "/", CONSENT_PERFORMANCE | CONSENT_ANSWERED);
    assert_int_equal(try_link(w, 5, ana, "form", CONSENT_PERFORMANCE | CONSENT_ANSWERED, &outcome),
                     OK);
    assert_int_equal(outcome, VISITOR_NO_CONSENT);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 0);
    assert_int_equal(world_number(w, "select count(*) from visitor_links"), 0);
}

static void the_ledger_decides_before_the_banner(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");
    enum visitor_link_outcome outcome;
    int added = 0;

    segment_must(w, db_write(w->cx, w->pool, usual_in, &added));
    came(w, 5, "/", 0);
    says(w, ana, "given");
    segment_must(w, try_link(w, 5, ana, "form", 0, &outcome));
    assert_int_equal(outcome, VISITOR_LINKED);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 1);
    says(w, ana, "withdrawn");
    assert_int_equal(facts_of(w, ana), 0);
    came(w, 5, "/", YES);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 0);
    segment_must(w, try_link(w, 5, ana, "form", YES, &outcome));
    assert_int_equal(outcome, VISITOR_NO_CONSENT);
    assert_int_equal(try_retie(w, ana, YES), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "visitor.no_consent");
}

static void a_choice_that_is_taken_back_holds_from_then_on(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");

    came(w, 5, "/", YES);
    tie(w, 5, ana);
    came(w, 5, "/precos", CONSENT_PERFORMANCE | CONSENT_ANSWERED | CONSENT_STABLE);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 1);
}

static void a_visitor_is_one_person_at_a_time(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example"), bia = person(w, "bia@acme.example");
    enum visitor_link_outcome outcome;

    came(w, 5, "/", YES);
    tie(w, 5, ana);
    assert_int_equal(try_link(w, 5, bia, "hand", YES, &outcome), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "visitor.taken");
    segment_must(w, try_link(w, 5, ana, "form", YES, &outcome));
    assert_int_equal(outcome, VISITOR_ALREADY);
    clock_move(w, DAYS_MS(1));
    tie(w, 5, bia);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 1);
    assert_int_equal(facts_of(w, bia), 1);
    untie(w, bia);
    assert_int_equal(facts_of(w, ana), 1); /* what was theirs stays */
    assert_int_equal(facts_of(w, bia), 0);
}

static void rules_count_what_was_before_and_forget_it_again(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");
    int64_t twice = a_segment(w, "{'event':'view','path':'/precos','at_least':2,'within_days':7}");

    came(w, 5, "/precos", YES);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    assert_false(is_member(w, twice, ana));
    tie(w, 5, ana);
    assert_true(is_member(w, twice, ana));
    assert_int_equal(differences(w), 0);
    untie(w, ana);
    assert_false(is_member(w, twice, ana));
    assert_int_equal(differences(w), 0);
    assert_int_equal(try_retie(w, ana, YES), OK);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    assert_true(is_member(w, twice, ana));
    assert_int_equal(world_number(w, "select sum(n) from behaviour_days"), 3);
}

static void links_follow_a_merge(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example"), also = person(w, "ana@casa.example");
    int64_t first, second;

    came(w, 5, "/", YES);
    tie(w, 5, also);
    (void)merged(w, MERGE_CONTACTS, ana, also);
    segments_settle(w);
    clock_move(w, VISITOR_WHO_MS + 1000);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    first = facts_of(w, also);
    second = facts_of(w, ana);
    assert_int_equal(first, 1); /* under the id it happened to */
    assert_int_equal(second, 1);
    untie(w, ana);
    assert_int_equal(facts_of(w, ana), 0);
}

static void the_same_controls_again_change_nothing(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");

    came(w, 5, "/", YES);
    tie(w, 5, ana);
    segment_must(w, engine_sql(w->cx, w->pool,
                               arena_print(w->cx->arena,
                                           "insert into visitor_link_sends (site, id, visitor, "
                                           "subject, undo) values (%lld, 1, 5, %lld, 0)",
                                           (long long)w->cx->site, (long long)ana)));
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 1);
    assert_int_equal(world_number(w, "select count(*) from visitor_link_sends"), 0);
}

static void another_site_sees_none_of_it(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example"), link, other = world_site(w, "Other");
    enum visitor_link_outcome outcome;

    came(w, 5, "/", YES);
    tie(w, 5, ana);
    link = last_link(w, ana);
    w->cx->site = other;
    assert_int_equal(try_link(w, 5, ana, "form", YES, &outcome), ERR_NOTFOUND);
    assert_int_equal(try_untie(w, ana, link), ERR_NOTFOUND);
}

static enum err let_go_in(struct ctx *cx, struct db *db, void *arg)
{
    return visitor_links_withdraw(cx, db, *(int64_t *)arg);
}

static void an_erasure_lets_go_of_every_visitor(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");

    came(w, 5, "/", YES);
    came(w, 6, "/", YES);
    tie(w, 5, ana);
    tie(w, 6, ana);
    assert_int_equal(facts_of(w, ana), 2);
    segment_must(w, db_write(w->cx, w->pool, let_go_in, &ana));
    segments_settle(w);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    assert_int_equal(facts_of(w, ana), 0);
    assert_int_equal(visits_of(w, ana), 0);
}

static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

static enum err withdraw_in(struct ctx *cx, struct db *db, void *arg)
{
    return visitor_withdraw(cx, db, *(int64_t *)arg);
}

/* In whatever order the followers run, counts are those of the store in the end. */
static void any_order_of_links_counts_right(void **state)
{
    struct engine_world *w = *state;
    struct segment_test_world *s = segments_of_test(w);
    int64_t who[3] = {person(w, "a@acme.example"), person(w, "b@acme.example"),
                      person(w, "c@acme.example")};
    uint64_t seed = 11;

    (void)a_segment(w, "{'event':'view','path':'/precos','at_least':2,'within_days':7}");
    for (int step = 0; step < 240; step++) {
        int64_t visitor = 1 + dice(&seed, 4), n = 0;
        enum visitor_link_outcome outcome;
        int sent = 0;
        switch (dice(&seed, 7)) {
        case 0:
            (void)try_link(w, visitor, who[dice(&seed, 3)], "form", YES, &outcome);
            break;
        case 1:
            segment_must(w, db_write(w->cx, w->pool, withdraw_in, &visitor));
            break;
        case 2:
            segment_must(w, outbox_send(w->cx, w->pool, s->journal, OUTBOX_VISITORS, &sent));
            break;
        case 3:
            segment_must(w, loader_step(w->cx, s->loader, &n));
            break;
        case 4:
            segment_must(w, counters_step(w->cx, s->counters, &n));
            break;
        default:
            came(w, visitor, dice(&seed, 2) ? "/precos" : "/", YES);
            w->clock.now_ms += HOURS_MS(1);
        }
        if (step == 120)
            (void)a_record(w, &segment_model,
                           "{'name':'late','subject':'contact','rule':{'event':'view','path':'/',"
                           "'at_least':1,'within_days':30}}");
        if (step % 60 == 59) {
            segments_settle(w);
            assert_int_equal(differences(w), 0);
        }
    }
    assert_true(world_number(w, "select count(*) from visitor_links") > 5);
}

/* Every visit of the store judged again: a robot's or not, as the dice say. */
static void judge_some(struct engine_world *w, uint64_t *seed)
{
    struct fact_store *st = segments_of_test(w)->store;
    struct store_filter all = {.site = w->cx->site, .robots = STORE_EVERYONE};
    struct visit *visits = NULL;
    int64_t moved = 0;
    size_t n = 0;

    segment_must(w, store_visits(w->cx, st, &all,
                                 &(struct store_visit_page){.limit = 1000, .newest = true}, &visits,
                                 &n));
    n = n < 12 ? n : 12;
    for (size_t i = 0; i < n; i++)
        visits[i].robot = dice(seed, 3) == 0;
    segment_must(w, store_judged(w->cx, st, visits, n, &moved));
}

static void a_visit_that_turns_out_a_robots_leaves_the_counts(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "ana@acme.example");
    int64_t twice = a_segment(w, "{'event':'view','path':'/precos','at_least':2,'within_days':7}");
    struct fact_store *st = segments_of_test(w)->store;
    struct store_filter all = {.site = w->cx->site, .robots = STORE_EVERYONE};
    struct visit *visits = NULL;
    int64_t moved = 0;
    size_t n = 0;

    came(w, 5, "/precos", YES);
    tie(w, 5, ana);
    came(w, 5, "/precos", YES);
    segments_settle(w);
    assert_true(is_member(w, twice, ana));
    came_with(w, 5, "/", YES, SIGN_WEBDRIVER); /* the same visit */
    segments_settle(w);
    assert_false(is_member(w, twice, ana));
    assert_int_equal(world_number(w, "select count(*) from behaviour_days"), 0);

    segment_must(
        w, store_visits(w->cx, st, &all, &(struct store_visit_page){.limit = 10}, &visits, &n));
    assert_int_equal(n, 1);
    visits[0].robot = false; /* rules were made milder, and history was judged by them */
    segment_must(w, store_judged(w->cx, st, visits, 1, &moved));
    assert_int_equal(moved, 3);
    segments_settle(w);
    assert_true(is_member(w, twice, ana));
    assert_int_equal(world_number(w, "select sum(n) from behaviour_days"), 2);
}

/* Visits become robots' in the middle, others are judged again, visitors are tied and untied: in whatever order the followers run,
 * counts are those of the store in the end. */
static void any_order_of_judgements_counts_right(void **state)
{
    struct engine_world *w = *state;
    struct segment_test_world *s = segments_of_test(w);
    int64_t who[3] = {person(w, "a@acme.example"), person(w, "b@acme.example"),
                      person(w, "c@acme.example")};
    uint64_t seed = 29;

    (void)a_segment(w, "{'event':'view','path':'/precos','at_least':2,'within_days':7}");
    for (int step = 0; step < 300; step++) {
        int64_t visitor = 1 + dice(&seed, 4), n = 0;
        enum visitor_link_outcome outcome;
        int sent = 0;
        switch (dice(&seed, 9)) {
        case 0:
            (void)try_link(w, visitor, who[dice(&seed, 3)], "form", YES, &outcome);
            break;
        case 1:
            segment_must(w, outbox_send(w->cx, w->pool, s->journal, OUTBOX_VISITORS, &sent));
            break;
        case 2:
            segment_must(w, loader_step(w->cx, s->loader, &n));
            break;
        case 3:
            segment_must(w, counters_step(w->cx, s->counters, &n));
            break;
        case 4:
            judge_some(w, &seed);
            break;
        case 5:
            came_with(w, visitor, "/precos", YES, SIGN_WEBDRIVER);
            break;
        default:
            came(w, visitor, dice(&seed, 2) ? "/precos" : "/", YES);
            w->clock.now_ms += MINUTES_MS(dice(&seed, 50));
        }
        if (step == 150)
            (void)a_record(w, &segment_model,
                           "{'name':'late','subject':'contact','rule':{'event':'view','path':'/',"
                           "'at_least':1,'within_days':30}}");
        if (step % 50 == 49) {
            segments_settle(w);
            assert_int_equal(differences(w), 0);
        }
    }
    assert_true(world_number(w, "select count(*) from visitor_links") > 5);
    assert_true(world_number(w, "select max(position) from journal_followers where name = "
                                "'counters_turns'") > 5);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_ties_what_was_before_and_what_comes),
        cmocka_unit_test(a_link_is_taken_back_and_made_again),
        cmocka_unit_test(without_a_yes_nothing_is_tied),
        cmocka_unit_test(the_ledger_decides_before_the_banner),
        cmocka_unit_test(a_choice_that_is_taken_back_holds_from_then_on),
        cmocka_unit_test(a_visitor_is_one_person_at_a_time),
        cmocka_unit_test(rules_count_what_was_before_and_forget_it_again),
        cmocka_unit_test(links_follow_a_merge),
        cmocka_unit_test(the_same_controls_again_change_nothing),
        cmocka_unit_test(another_site_sees_none_of_it),
        cmocka_unit_test(an_erasure_lets_go_of_every_visitor),
        cmocka_unit_test(any_order_of_links_counts_right),
        cmocka_unit_test(a_visit_that_turns_out_a_robots_leaves_the_counts),
        cmocka_unit_test(any_order_of_judgements_counts_right),
    };

    return engines_run("visitor_link", tests, COUNT_OF(tests), segment_world_prepare);
}
