/* research_test.c -- several people of one company who look around are told of, once. */
#include "unit/world.h"

#include "base/time.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/research.h"

static int64_t company(struct engine_world *w, const char *name)
{
    struct account *a =
        world_record(w, &account_model, arena_print(w->cx->arena, "{'name':'%s'}", name));

    return a->record.id;
}

static int64_t person_of(struct engine_world *w, int64_t account)
{
    struct contact *c = world_record(
        w, &contact_model,
        arena_print(w->cx->arena, "{'name':'P','account':'%lld'}", (long long)account));

    return c->record.id;
}

static void views(struct engine_world *w, struct fact_store *st, int64_t contact, int64_t at,
                  bool robot)
{
    struct fact f = fact_nothing();
    struct store_batch b = {.follower = "loader", .facts = &f, .count = 1};

    assert_int_equal(store_position(w->cx, st, "loader", &b.from), OK);
    b.to = b.from + 1;
    f.id = id_next(w->cx);
    f.site = w->cx->site;
    f.at_ms = f.received_ms = at;
    f.kind = "view";
    f.path = "/precos";
    f.subject = contact;
    f.robot = robot;
    assert_int_equal(store_append(w->cx, st, &b), OK);
}

static int look(struct engine_world *w, struct fact_store *st)
{
    int made = -1;

    assert_int_equal(research_look(w->cx, w->pool, st, &made), OK);
    return made;
}

static size_t alerts(struct engine_world *w, int64_t account, struct research_alert **rows)
{
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(research_alerts(w->cx, db, account, rows, &n), OK);
    db_return(db);
    return n;
}

static void two_people_of_a_company_within_a_week_are_told_of_once(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    struct research_alert *rows = NULL;
    int64_t acme = company(w, "Acme"), one = person_of(w, acme), two = person_of(w, acme),
            now = ctx_now(w->cx);

    views(w, st, one, now - DAYS_MS(6), false);
    assert_int_equal(look(w, st), 0);
    views(w, st, two, now - DAYS_MS(1), false);
    views(w, st, two, now - HOURS_MS(1), false);
    assert_int_equal(look(w, st), 1);
    assert_int_equal(look(w, st), 0);
    assert_int_equal(alerts(w, 0, &rows), 1);
    assert_int_equal(rows[0].account, acme);
    assert_int_equal(rows[0].people_count, 2);
    assert_int_equal(rows[0].people[0].contact, two);
    assert_int_equal(rows[0].people[0].views, 2);
    w->clock.now_ms += DAYS_MS(8);
    assert_int_equal(alerts(w, 0, &rows), 0);
    views(w, st, one, ctx_now(w->cx) - HOURS_MS(2), false);
    views(w, st, two, ctx_now(w->cx) - HOURS_MS(1), false);
    assert_int_equal(look(w, st), 1);
    store_close(st);
}

static void robots_strangers_and_one_who_comes_often_are_no_research(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    int64_t acme = company(w, "Acme"), one = person_of(w, acme), two = person_of(w, acme),
            now = ctx_now(w->cx);

    for (int i = 0; i < 5; i++)
        views(w, st, one, now - HOURS_MS(i), false);
    views(w, st, two, now, true);
    views(w, st, two, now - DAYS_MS(8), false);
    views(w, st, person_of(w, company(w, "Outra")), now, false);
    views(w, st, 77, now, false);
    assert_int_equal(look(w, st), 0);
    store_close(st);
}

struct deed {
    int64_t id;
    bool again;
};

static enum err dismiss_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct deed *d = arg;

    return research_dismiss(cx, db, d->id, d->again);
}

static void what_was_dismissed_is_shown_on_its_company_only(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    struct research_alert *rows = NULL;
    int64_t acme = company(w, "Acme");
    struct deed d = {0}, none = {.id = 5};

    views(w, st, person_of(w, acme), ctx_now(w->cx), false);
    views(w, st, person_of(w, acme), ctx_now(w->cx), false);
    assert_int_equal(look(w, st), 1);
    assert_int_equal(alerts(w, acme, &rows), 1);
    d.id = rows[0].id;
    assert_int_equal(db_write(w->cx, w->pool, dismiss_in, &d), OK);
    assert_int_equal(alerts(w, 0, &rows), 0);
    assert_int_equal(alerts(w, acme, &rows), 1);
    assert_true(rows[0].dismissed_at != NIL);
    d.again = true;
    assert_int_equal(db_write(w->cx, w->pool, dismiss_in, &d), OK);
    assert_int_equal(alerts(w, 0, &rows), 1);
    assert_int_equal(db_write(w->cx, w->pool, dismiss_in, &none), ERR_NOTFOUND);
    store_close(st);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_people_of_a_company_within_a_week_are_told_of_once),
        cmocka_unit_test(robots_strangers_and_one_who_comes_often_are_no_research),
        cmocka_unit_test(what_was_dismissed_is_shown_on_its_company_only),
    };
    return engines_run("research", tests, COUNT_OF(tests), world_prepare);
}
