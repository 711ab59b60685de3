/* measured_site_test.c -- keys, hosts and the salts of days. */
#include "measure/measured_site.h"

#include "access/site_key.h"
#include "base/time.h"
#include "unit/world.h"

static struct measured_site site_of(struct engine_world *w, int64_t id)
{
    struct measured_site *all = NULL;
    size_t n = 0;

    assert_int_equal(measured_sites(w->cx, w->pool, &all, &n), OK);
    for (size_t i = 0; i < n; i++)
        if (all[i].site == id)
            return all[i];
    fail_msg("the site is not there");
    return (struct measured_site){0};
}

static int64_t count_of(struct engine_world *w, const char *sql)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin_text(w->cx, db, sql, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    n = db_int(st, 0);
    db_done(st);
    db_return(db);
    return n;
}

struct hosts {
    const char *const *list;
    size_t n;
};

static enum err set_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct hosts *h = arg;

    return measured_hosts_set(cx, db, h->list, h->n);
}

static enum err set_hosts(struct engine_world *w, const char *const *list, size_t n)
{
    struct hosts h = {list, n};

    return db_write(w->cx, w->pool, set_in, &h);
}

static void every_site_has_a_key_of_its_own(void **state)
{
    struct engine_world *w = *state;
    int64_t other = world_site(w, "Beta"), found = 0;
    struct measured_site a = site_of(w, w->cx->site), b = site_of(w, other);
    struct db *db = NULL;

    assert_int_equal(strlen(a.key), SITE_KEY_CHARS);
    assert_string_not_equal(a.key, b.key);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(site_by_key(w->cx, db, b.key, &found), OK);
    assert_int_equal(found, other);
    assert_int_equal(site_by_key(w->cx, db, "nobody", &found), ERR_NOTFOUND);
    fault_clear(w->cx);
    db_return(db);
}

static void a_salt_ends_with_the_sites_day(void **state)
{
    struct engine_world *w = *state;
    struct measured_site today = site_of(w, w->cx->site), later, tomorrow;

    later = site_of(w, w->cx->site);
    assert_memory_equal(today.salts, later.salts, sizeof(today.salts));
    assert_memory_not_equal(today.salts[0], today.salts[1], VISITOR_SALT_BYTES);
    w->clock.now_ms = today.tomorrow_ms - 1;
    later = site_of(w, w->cx->site);
    assert_memory_equal(today.salts[0], later.salts[0], VISITOR_SALT_BYTES);
    w->clock.now_ms = today.tomorrow_ms;
    tomorrow = site_of(w, w->cx->site);
    assert_memory_equal(tomorrow.salts[0], today.salts[1], VISITOR_SALT_BYTES);
    assert_int_equal(tomorrow.tomorrow_ms, today.tomorrow_ms + DAYS_MS(1));
    assert_int_equal(count_of(w, "select count(*) from visitor_salts"),
                     2); /* that of the day before is destroyed */
}

static void a_host_is_read_as_people_write_it(void **state)
{
    struct engine_world *w = *state;
    static const char *const typed[] = {"https://Acme.example/precos", "*.acme.example",
                                        " loja.acme.example:8080"};
    static const char *const wrong[] = {"acme.example", "não é"};
    struct measured_site s;

    assert_int_equal(set_hosts(w, typed, COUNT_OF(typed)), OK);
    s = site_of(w, w->cx->site);
    assert_int_equal(s.host_count, 3);
    assert_true(measured_host_ok(&s, "acme.example"));
    assert_true(measured_host_ok(&s, "www.acme.example"));
    assert_true(measured_host_ok(&s, "a.b.acme.example"));
    assert_false(measured_host_ok(&s, "evilacme.example"));
    assert_false(measured_host_ok(&s, "example"));
    assert_false(measured_host_ok(&s, ""));
    assert_int_equal(set_hosts(w, wrong, COUNT_OF(wrong)), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "measure.host");
    fault_clear(w->cx);
    assert_int_equal(site_of(w, w->cx->site).host_count, 3);
}

static void what_is_no_host_is_refused(void **state)
{
    struct engine_world *w = *state;
    static const char *const wrong[] = {
        "",         "a b c",         "http://bad host/", "com",        "*.com",
        "*.com.br", "acme..example", "-.acme.example",   "*.10.0.0.1", "acme.example loja.example"};
    static const char *const right[] = {"localhost", "192.0.2.7", "[2001:db8::1]:8080",
                                        "http://loja.acme.com.br ", "acme.com.br:443"};

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(set_hosts(w, &wrong[i], 1), ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->key, "measure.host");
        fault_clear(w->cx);
    }
    assert_int_equal(set_hosts(w, right, COUNT_OF(right)), OK);
    assert_int_equal(site_of(w, w->cx->site).host_count, COUNT_OF(right));
}

static void a_site_without_hosts_takes_from_nobody(void **state)
{
    struct engine_world *w = *state;
    struct measured_site s = site_of(w, w->cx->site);

    assert_int_equal(s.host_count, 0);
    assert_false(measured_host_ok(&s, "acme.example"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_site_has_a_key_of_its_own),
        cmocka_unit_test(a_salt_ends_with_the_sites_day),
        cmocka_unit_test(a_host_is_read_as_people_write_it),
        cmocka_unit_test(what_is_no_host_is_refused),
        cmocka_unit_test(a_site_without_hosts_takes_from_nobody),
    };

    return engines_run("measured_site", tests, COUNT_OF(tests), world_prepare);
}
