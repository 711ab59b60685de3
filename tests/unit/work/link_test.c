/* link_test.c -- a signed link opens what it was made for, whole and in time, and nothing else. */
#include "unit/world.h"

#include "base/hash.h"
#include "base/time.h"
#include "work/link.h"

static const char *signed_link(struct engine_world *w, const struct link *l)
{
    const char *token = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(link_sign(w->cx, db, l, &token), OK);
    db_return(db);
    return token;
}

static enum err opened(struct engine_world *w, const char *token, const char *purpose,
                       struct link *ret)
{
    struct db *db = NULL;
    enum err e;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = link_check(w->cx, db, token, purpose, ret);
    db_return(db);
    return e;
}

static struct link a_link(const struct engine_world *w)
{
    return (struct link){.purpose = "preferences",
                         .site = w->cx->site,
                         .subject = INT64_C(0x7123456789abcdef),
                         .about = 7,
                         .version = 3,
                         .expires_at = w->clock.now_ms + DAYS_MS(30)};
}

static void a_link_says_what_was_signed(void **state)
{
    struct engine_world *w = *state;
    struct link l = a_link(w), got = {0};
    const char *token = signed_link(w, &l);

    assert_true(strlen(token) < LINK_TOKEN_MAX);
    assert_int_equal(opened(w, token, "preferences", &got), OK);
    assert_string_equal(got.purpose, "preferences");
    assert_int_equal(got.site, l.site);
    assert_int_equal(got.subject, l.subject);
    assert_int_equal(got.about, 7);
    assert_int_equal(got.version, 3);
    assert_int_equal(got.expires_at, l.expires_at);
    l = (struct link){.purpose = "confirm-by-mail", .site = 1, .subject = -1, .expires_at = NIL};
    assert_int_equal(opened(w, signed_link(w, &l), "confirm-by-mail", &got), ERR_DENIED);
    assert_int_equal(got.subject, -1);
}

static void a_link_for_one_thing_opens_no_other(void **state)
{
    struct engine_world *w = *state;
    struct link l = a_link(w), got = {0};
    const char *token = signed_link(w, &l);

    assert_int_equal(opened(w, token, "confirm", &got), ERR_NOTFOUND);
    assert_string_equal(w->cx->fault.key, "link.wrong");
    assert_int_equal(opened(w, token, "preference", &got), ERR_NOTFOUND);
}

static void a_link_ends_at_its_moment(void **state)
{
    struct engine_world *w = *state;
    struct link l = a_link(w), got = {0};
    const char *token = signed_link(w, &l);

    w->clock.now_ms = l.expires_at - 1;
    assert_int_equal(opened(w, token, "preferences", &got), OK);
    w->clock.now_ms = l.expires_at;
    got.subject = 0;
    assert_int_equal(opened(w, token, "preferences", &got), ERR_DENIED);
    assert_string_equal(w->cx->fault.key, "link.expired");
    assert_int_equal(got.subject, l.subject);
}

/* Every bit of every byte, every shorter piece, and what was never a link. */
static void a_changed_or_cut_link_is_no_link(void **state)
{
    struct engine_world *w = *state;
    struct link l = a_link(w), got = {0};
    const char *token = signed_link(w, &l);
    static const char *const never[] = {"", "A", "AQ", "AQAA", "AQEA", "ãé", "====", "AQtw cmVm"};
    unsigned char raw[LINK_TOKEN_MAX], bad[LINK_TOKEN_MAX];
    char text[2 * LINK_TOKEN_MAX];
    size_t n = 0;

    assert_true(base64url_read(token, raw, sizeof(raw), &n));
    for (size_t bit = 0; bit < n * 8; bit++) {
        memcpy(bad, raw, n);
        bad[bit / 8] ^= (unsigned char)(1 << bit % 8);
        base64url_text(bad, n, text);
        assert_int_equal(opened(w, text, "preferences", &got), ERR_NOTFOUND);
        assert_string_equal(w->cx->fault.key, "link.wrong");
    }
    for (size_t len = 0; len < strlen(token); len++) {
        memcpy(text, token, len);
        text[len] = 0;
        assert_int_equal(opened(w, text, "preferences", &got), ERR_NOTFOUND);
    }
    n = strlen(token);
    assert_true(n + 2 <= sizeof(text));
    memcpy(text, token, n);
    memcpy(text + n, "A", 2);
    assert_int_equal(opened(w, text, "preferences", &got), ERR_NOTFOUND);
    memset(text, 'A', sizeof(text) - 1);
    text[sizeof(text) - 1] = 0;
    assert_int_equal(opened(w, text, "preferences", &got), ERR_NOTFOUND);
    for (size_t i = 0; i < COUNT_OF(never); i++)
        assert_int_equal(opened(w, never[i], "preferences", &got), ERR_NOTFOUND);
    assert_int_equal(opened(w, NULL, "preferences", &got), ERR_NOTFOUND);
}

static void the_key_is_made_once_and_is_each_installations_own(void **state)
{
    struct engine_world *w = *state;
    struct link l = a_link(w), got = {0};
    const char *token = signed_link(w, &l);

    assert_int_equal(secrets_make(w->cx, w->pool), OK);
    assert_int_equal(opened(w, token, "preferences", &got), OK);
    assert_int_equal(engine_sql(w->cx, w->pool, "delete from secrets"), OK);
    assert_int_equal(opened(w, token, "preferences", &got), ERR_BROKEN);
    assert_string_equal(w->cx->fault.key, "work.no_secret");
    fault_clear(w->cx);
    assert_int_equal(secrets_make(w->cx, w->pool), OK);
    assert_int_equal(opened(w, token, "preferences", &got), ERR_NOTFOUND);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_says_what_was_signed),
        cmocka_unit_test(a_link_for_one_thing_opens_no_other),
        cmocka_unit_test(a_link_ends_at_its_moment),
        cmocka_unit_test(a_changed_or_cut_link_is_no_link),
        cmocka_unit_test(the_key_is_made_once_and_is_each_installations_own),
    };

    return engines_run("link", tests, COUNT_OF(tests), world_prepare);
}
