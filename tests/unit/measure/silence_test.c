/* silence_test.c -- a site that falls silent is told of, once, and only where there used to be visits. */
#include "measure/silence.h"

#include "access/user.h"
#include "base/time.h"
#include "unit/world.h"

static void views(struct engine_world *w, struct fact_store *st, int64_t at, int n, bool robot)
{
    struct fact facts[20];
    struct store_batch b = {.follower = "loader", .facts = facts, .count = (size_t)n};

    assert_true(n <= (int)COUNT_OF(facts));
    assert_int_equal(store_position(w->cx, st, "loader", &b.from), OK);
    b.to = b.from + 1;
    for (int i = 0; i < n; i++) {
        facts[i] = fact_nothing();
        facts[i].id = facts[i].key_lo = id_next(w->cx);
        facts[i].site = w->cx->site;
        facts[i].at_ms = facts[i].received_ms = at + i;
        facts[i].kind = "view";
        facts[i].path = "/";
        facts[i].robot = robot;
    }
    assert_int_equal(store_append(w->cx, st, &b), OK);
}

static struct silence look(struct engine_world *w, struct fact_store *st)
{
    struct silence s = {0};

    assert_int_equal(silence_look(w->cx, w->pool, st, "https://praca.acme.example", &s), OK);
    return s;
}

static bool stands(struct engine_world *w)
{
    struct silence s;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(silence_get(w->cx, db, &s), OK);
    db_return(db);
    return s.silent;
}

static void silence_where_there_used_to_be_visits_is_told_until_they_are_back(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    int64_t now = ctx_now(w->cx);
    struct silence s;

    for (int week = 1; week <= 3; week++)
        views(w, st, now - DAYS_MS(7) * week - HOURS_MS(2), 12, false);
    s = look(w, st);
    assert_true(s.silent);
    assert_int_equal(s.last_at, now - DAYS_MS(7) - HOURS_MS(2) + 11);
    assert_int_equal(s.expected, 12);
    assert_true(stands(w));
    w->clock.now_ms +=
        HOURS_MS(12); /* an hour in which nothing is expected: still silent, since when it was */
    s = look(w, st);
    assert_true(s.silent);
    assert_int_equal(s.since, now);
    views(w, st, ctx_now(w->cx) - MINUTES_MS(1), 1, true); /* a robot breaks no silence */
    assert_true(look(w, st).silent);
    views(w, st, ctx_now(w->cx) - MINUTES_MS(1), 1, false);
    assert_false(look(w, st).silent);
    assert_false(stands(w));
    store_close(st);
}

static enum err owner_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct user u = {.email = "ana@acme.example", .name = "Ana", .locale = "en"};
    int64_t id = 0;
    enum err e = user_add(cx, db, &u, "x", &id);

    (void)arg;
    return e ? e : member_set(cx, db, cx->site, id, "owner");
}

static void each_silence_is_mailed_once_and_so_is_its_end(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    int64_t now = ctx_now(w->cx);

    assert_int_equal(db_write(w->cx, w->pool, owner_in, NULL), OK);
    for (int week = 1; week <= 3; week++)
        views(w, st, now - DAYS_MS(7) * week - HOURS_MS(2), 12, false);
    for (int i = 0; i < 3; i++) {
        assert_true(look(w, st).silent);
        assert_int_equal(world_number(w, "select count(*) from mails"), 1);
    }
    w->clock.now_ms += HOURS_MS(1);
    views(w, st, ctx_now(w->cx) - MINUTES_MS(1), 1, false);
    for (int i = 0; i < 3; i++) {
        assert_false(look(w, st).silent);
        assert_int_equal(world_number(w, "select count(*) from mails"), 2);
    }
    assert_int_equal(
        world_number(w, "select count(*) from mails where subject like 'No visits now"
                        " · Acme' and stop_url like 'https://praca.acme.example/p/stop/%'"),
        1);
    assert_int_equal(
        world_number(w, "select count(*) from mails where subject = 'Visits are back · Acme'"), 1);
    store_close(st);
}

static void a_quiet_hour_is_no_silence(void **state)
{
    struct engine_world *w = *state;
    struct fact_store *st = store_memory_new();
    int64_t now = ctx_now(w->cx);

    assert_false(look(w, st).silent); /* a site that never had any */
    views(w, st, now - DAYS_MS(7) - HOURS_MS(2), 12, false);
    for (int week = 2; week <= 4; week++)
        views(w, st, now - DAYS_MS(7) * week - HOURS_MS(2), 9, false); /* too few */
    views(w, st, now - DAYS_MS(14) - HOURS_MS(20), 20, false);         /* at another hour */
    assert_false(look(w, st).silent);
    views(w, st, now - DAYS_MS(14) - HOURS_MS(3), 1, false); /* ten: just enough */
    assert_true(look(w, st).silent);
    store_close(st);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_where_there_used_to_be_visits_is_told_until_they_are_back),
        cmocka_unit_test(each_silence_is_mailed_once_and_so_is_its_end),
        cmocka_unit_test(a_quiet_hour_is_no_silence),
    };

    return engines_run("silence", tests, COUNT_OF(tests), world_prepare);
}
