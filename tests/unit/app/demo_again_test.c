/* demo_again_test.c -- the demonstration is the same for the same seed, and whole however often it was stopped. */
#include "unit/app/demo_make.h"

#include "facts/loader.h"
#include "people/contact.h"
#include "people/visitor_link.h"

static void the_same_seed_draws_the_same_company(void **state)
{
    struct engine_world *w = *state;
    int64_t first = open_site(w, "um", true), second, third;
    struct demo_result a = fill(w, 7), b, c;

    second = open_site(w, "dois", true);
    b = fill(w, 7);
    third = open_site(w, "tres", true);
    c = fill(w, 8);
    assert_int_equal(a.deals, b.deals);
    assert_int_equal(a.won, b.won);
    assert_int_equal(a.contacts, c.contacts);
    assert_int_equal(fingerprint(w, first), fingerprint(w, second));
    assert_int_not_equal(fingerprint(w, first), fingerprint(w, third));
}

/* --- begun again -------------------------------------------------------------------------------------- */

static enum err stop_at(struct ctx *cx, void *arg, int percent)
{
    return percent >= *(int *)arg ? fail(cx, ERR_BUSY, "work.stopping", NULL) : OK;
}

static void a_filling_that_was_stopped_is_begun_again(void **state)
{
    struct engine_world *w = *state;
    int64_t whole = open_site(w, "inteiro", true), broken;
    struct demo_result a = fill(w, 3), b;

    broken = open_site(w, "partido", true);
    for (int percent = 5; percent < 70; percent += 22) {
        struct demo_options o = {.seed = 3, .progress = stop_at, .arg = &percent};
        assert_int_equal(demo_fill(w->cx, w->pool, &o, &b), ERR_BUSY);
        fault_clear(w->cx);
    }
    assert_int_equal(w->cx->clock.self == &w->clock, 1);
    b = fill(w, 3);
    assert_false(b.was_filled);
    assert_int_equal(a.deals, b.deals);
    assert_int_equal(fingerprint(w, whole), fingerprint(w, broken));
    b = fill(w, 3);
    assert_true(b.was_filled);
}

static void a_real_site_is_left_alone(void **state)
{
    struct engine_world *w = *state;
    struct demo_options o = {.seed = 1};
    struct demo_result r;

    (void)open_site(w, "minha", false);
    assert_int_equal(demo_fill(w->cx, w->pool, &o, &r), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "demo.not_empty");
    assert_int_equal(each(w, &contact_model, NULL, NULL), 0);
}

/* --- events ------------------------------------------------------------------------------------------- */

static enum err stop_after_records(struct ctx *cx, void *arg, int percent)
{
    (void)arg;
    return percent > 85 ? fail(cx, ERR_BUSY, "work.stopping", NULL) : OK;
}

/* Every row is about visits of that person, and who was there is known by one. */
static void assert_visitors_are_people(struct engine_world *w, struct fact_store *store)
{
    struct store_filter all = {.site = w->cx->site};
    struct store_visit_page page = {.limit = 1000};
    struct ctx own = *w->cx;
    struct db *db = NULL;
    int64_t named = 0, browsers = 0;
    size_t n = 1;

    own.arena = arena_new(MIB(64));
    assert_int_equal(db_read(&own, w->pool, &db), OK);
    while (n) {
        struct arena_mark mark = arena_mark(own.arena);
        struct visit *v = NULL;
        assert_int_equal(store_visits(&own, store, &all, &page, &v, &n), OK);
        for (size_t i = 0; i < n; i++) {
            struct visitor_link *links = NULL;
            struct visitor_person who;
            size_t link_count = 0;
            page.after_ms = v[i].started_ms;
            page.after_id = v[i].id;
            if (!v[i].subject || named++ % 8)
                continue; /* each eighth is asked after */
            assert_int_equal(visitor_person(&own, db, v[i].visitor, &who), OK);
            assert_int_equal(who.contact, v[i].subject);
            assert_int_equal(visitor_links_of(&own, db, who.contact, &links, &link_count), OK);
            assert_in_range(link_count, 1, 2);
            browsers += link_count == 2;
        }
        arena_reset(own.arena, mark);
    }
    db_return(db);
    arena_free(own.arena);
    assert_true(named > 1000);
    assert_true(browsers > 20);
}

static void events_are_there_once_however_often_it_is_begun(void **state)
{
    static const char *const followers[] = {"loader", NULL};
    struct engine_world *w = *state;
    struct journal *j = NULL;
    struct fact_store *store = store_memory_new();
    struct demo_options o = {.seed = 1, .progress = stop_after_records};
    struct demo_result r;
    struct store_count *all = NULL;
    struct loader *l;
    int64_t records = 1;
    size_t n = 0;
    char dir[96];

    (void)snprintf(dir, sizeof(dir), "%s/journal", w->dir);
    (void)open_site(w, "demo", true);
    assert_int_equal(
        journal_open(w->cx, &(struct journal_options){.dir = dir, .followers = followers}, &j), OK);
    o.journal = j;
    assert_int_equal(demo_fill(w->cx, w->pool, &o, &r), ERR_BUSY);
    fault_clear(w->cx);
    o.progress = NULL;
    assert_int_equal(demo_fill(w->cx, w->pool, &o, &r), OK);
    assert_in_range(r.facts, 35000, 100000);
    l = loader_new(&(struct loader_options){
        .journal = j, .store = store, .follower = "loader", .clock = w->cx->clock});
    while (records)
        assert_int_equal(loader_step(w->cx, l, &records), OK);
    assert_int_equal(
        store_counts(w->cx, store,
                     &(struct store_filter){.site = w->cx->site, .robots = STORE_EVERYONE},
                     STORE_ALL, 1, &all, &n),
        OK);
    assert_int_equal(all[0].count, r.facts);
    assert_true(all[0].subjects > 1300);
    assert_visitors_are_people(w, store);
    loader_free(l);
    journal_close(j);
    store_close(store);
    engine_remove_dir(dir);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_same_seed_draws_the_same_company),
    cmocka_unit_test(a_filling_that_was_stopped_is_begun_again),
    cmocka_unit_test(a_real_site_is_left_alone),
    cmocka_unit_test(events_are_there_once_however_often_it_is_begun),
};

int main(void)
{
    return engines_run("demo again", tests, COUNT_OF(tests), world_prepare);
}
