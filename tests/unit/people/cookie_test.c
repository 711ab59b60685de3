/* The banner's text and its editions, and the ledger of receipts. */
#include "unit/world.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/measured_site.h"
#include "people/cookie_banner.h"
#include "people/cookie_consent.h"
#include "people/cookie_say.h"

#define ID_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define ID_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ID_C "cccccccccccccccccccccccccccccccc"

/* --- verbs */

struct change {
    const char *json;
    int64_t version;
    struct cookie_banner banner;
};

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct change *c = arg;
    const struct json *in = NULL;
    enum err e = json_parse(cx, c->json, strlen(c->json), &in);

    return e ? e : cookie_banner_change(cx, db, in, c->version, &c->banner);
}

static enum err change(struct engine_world *w, const char *json, int64_t version)
{
    struct change c = {.json = json, .version = version};

    return db_write(w->cx, w->pool, change_in, &c);
}

struct published {
    int64_t number;
    bool fresh;
};

static enum err publish_in(struct ctx *cx, struct db *db, void *arg)
{
    struct published *p = arg;

    return cookie_publish(cx, db, &p->number, &p->fresh);
}

static struct published publish(struct engine_world *w)
{
    struct published p = {0};

    assert_int_equal(db_write(w->cx, w->pool, publish_in, &p), OK);
    return p;
}

struct said {
    struct cookie_receipt r;
    bool again;
};

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    struct said *s = arg;

    return cookie_record(cx, db, &s->r, &s->again);
}

static enum err try_say(struct engine_world *w, const char *id, int64_t choices, struct said *ret)
{
    *ret = (struct said){.r = {.id = id,
                               .number = 1,
                               .lang = "pt-BR",
                               .choices = choices,
                               .how = "choose",
                               .ip = "203.0.113.7",
                               .agent = "Netscape/4"}};
    return db_write(w->cx, w->pool, say_in, ret);
}

static struct said say(struct engine_world *w, const char *id, int64_t choices)
{
    struct said s;

    assert_int_equal(try_say(w, id, choices, &s), OK);
    return s;
}

static void say_many(struct engine_world *w, int many)
{
    char id[COOKIE_ID_CHARS + 1];

    for (int i = 0; i < many; i++) {
        (void)snprintf(id, sizeof(id), "%032x", (unsigned)i + 1);
        (void)say(w, arena_dup(w->cx->arena, id), COOKIE_NECESSARY);
    }
}

static struct cookie_verdict verdict(struct engine_world *w)
{
    struct cookie_verdict v = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(cookie_verify(w->cx, db, &v), OK);
    db_return(db);
    return v;
}

static enum err prune_in(struct ctx *cx, struct db *db, void *arg)
{
    return cookie_prune(cx, db, arg);
}

static int64_t prune(struct engine_world *w)
{
    int64_t gone = 0;

    assert_int_equal(db_write(w->cx, w->pool, prune_in, &gone), OK);
    return gone;
}

static const char *text_now(struct engine_world *w, const char *lang)
{
    struct cookie_text t = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(cookie_text_get(w->cx, db, 0, lang, &t), OK);
    db_return(db);
    return t.body;
}

static enum err set_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {cookie_settings, NULL};
    const struct json *in = NULL;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

static void set(struct engine_world *w, const char *json)
{
    char *copy = arena_dup(w->cx->arena, json);

    assert_int_equal(db_write(w->cx, w->pool, set_in, copy), OK);
}

/* --- the text */

static void publishing_twice_makes_one_edition(void **state)
{
    struct engine_world *w = *state;
    struct published first = publish(w), again = publish(w), third;

    assert_int_equal(first.number, 1);
    assert_true(first.fresh);
    assert_int_equal(again.number, 1);
    assert_false(again.fresh);
    assert_int_equal(change(w, "{\"accent\":\"#ffffff\"}", 1), OK);
    assert_false(publish(w).fresh); /* a colour is no text */
    assert_int_equal(change(w, "{\"words\":{\"pt-BR\":{\"own\":\"Usamos um mapa.\"}}}", 2), OK);
    third = publish(w);
    assert_int_equal(third.number, 2);
    assert_non_null(strstr(text_now(w, "pt-BR"), "Usamos um mapa."));
    assert_null(strstr(text_now(w, "en"), "Usamos um mapa."));
}

static void an_owner_adds_words_and_takes_none_of_ours(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(change(w,
                            "{\"words\":{\"en\":{\"title\":\"Hello\",\"C0004\":\"We use a "
                            "pixel.\",\"policy_url\":\"/privacy\"}}}",
                            1),
                     OK);
    (void)publish(w);
    assert_non_null(strstr(text_now(w, "en"), "\"title\":\"Hello\""));
    assert_non_null(strstr(text_now(w, "en"), "We use a pixel."));
    for (const struct cookie_say *s = cookie_says; s->key; s++) {
        const char *key = arena_print(w->cx->arena, "cookies.say_%s", s->key);
        const char *text = message_find(LANG_EN, key);
        struct buf quoted = buf_in(w->cx->arena);
        struct json_writer j = json_to(&quoted);
        assert_non_null(text);
        json_put_text(&j, text);
        assert_int_equal(strstr(text_now(w, "en"), buf_text(&quoted)) != NULL,
                         s->when != SAY_UNCOUNTED);
    }
}

static void a_wrong_draft_is_refused_word_by_word(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(
        change(w,
               "{\"accent\":\"blue\",\"corner\":\"top\",\"words\":{\"en\":{\"policy_url\":"
               "\"javascript:alert(1)\",\"say_gpc\":\"no\"}}}",
               1),
        ERR_INVALID);
    assert_true(fault_has_field(w->cx, "accent"));
    assert_true(fault_has_field(w->cx, "corner"));
    assert_true(fault_has_field(w->cx, "words.en.policy_url"));
    assert_true(fault_has_field(w->cx, "words.en.say_gpc"));
    fault_clear(w->cx);
    assert_int_equal(change(w, "{\"corner\":\"right\"}", 7), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "model.version");
}

static void each_sentence_names_its_check_in_both_languages(void **state)
{
    struct engine_world *w = *state;

    for (const struct cookie_say *s = cookie_says; s->key; s++)
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            assert_non_null(
                message_find((enum lang)lang, arena_print(w->cx->arena, "cookies.say_%s", s->key)));
            assert_non_null(message_find((enum lang)lang,
                                         arena_print(w->cx->arena, "cookies.check_%s", s->check)));
        }
}

static void the_buttons_are_read_on_any_colour(void **state)
{
    (void)state;
    assert_string_equal(cookie_ink("#1F4E8C"), "#fff");
    assert_string_equal(cookie_ink("#ffffff"), "#000");
    assert_string_equal(cookie_ink("#000000"), "#fff");
    assert_string_equal(cookie_ink("#f2c94c"), "#000");
}

static enum err follow_in(struct ctx *cx, struct db *db, void *arg)
{
    return cookie_follow(cx, db, arg);
}

static bool follow(struct engine_world *w)
{
    bool fresh = false;

    assert_int_equal(db_write(w->cx, w->pool, follow_in, &fresh), OK);
    return fresh;
}

static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {measuring_settings, NULL};
    const struct json *in = NULL;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

static void the_text_follows_whether_refusing_visits_are_counted(void **state)
{
    struct engine_world *w = *state;
    char off[] = "{\"measure.count_refusing\":false}";

    assert_false(follow(w)); /* nothing is published */
    assert_int_equal(change(w, "{\"words\":{\"en\":{\"own\":\"One.\"}}}", 1), OK);
    (void)publish(w);
    assert_int_equal(change(w, "{\"words\":{\"en\":{\"own\":\"Half wri\"}}}", 2), OK);
    assert_false(follow(w));
    assert_int_equal(db_write(w->cx, w->pool, count_in, off), OK);
    assert_true(follow(w));
    assert_false(follow(w));
    assert_non_null(strstr(text_now(w, "en"), message_find(LANG_EN, "cookies.say_uncounted")));
    assert_null(strstr(text_now(w, "en"), "the day's figures"));
    assert_non_null(strstr(text_now(w, "en"), "One."));
    assert_null(strstr(text_now(w, "en"), "Half wri"));
}

/* --- receipts */

/* The check receipt_keeps_text. */
static void a_receipt_keeps_the_text_and_no_address(void **state)
{
    struct engine_world *w = *state;
    struct said s, again;

    (void)publish(w);
    s = say(w, ID_A, COOKIE_NECESSARY | COOKIE_PERFORMANCE);
    assert_int_equal(s.r.n, 1);
    assert_false(s.again);
    assert_int_equal(world_number(w, "select count(*) from cookie_receipts r join cookie_texts t "
                                     "on t.site = r.site and t.number = r.number and "
                                     "t.lang = r.lang and t.digest = r.text_digest"),
                     1);
    assert_int_equal(
        world_number(w, "select count(*) from cookie_receipts where ip_digest like '%203.0%' "
                        "or agent_digest like '%Netscape%'"),
        0);
    assert_int_equal(strlen(s.r.ip_digest), 64);
    again = say(w, ID_A, COOKIE_NECESSARY | COOKIE_PERFORMANCE);
    assert_true(again.again);
    assert_string_equal(again.r.chain, s.r.chain);
    assert_string_not_equal(say(w, ID_B, COOKIE_NECESSARY).r.ip_digest, s.r.ip_digest);
    assert_int_equal(verdict(w).receipts, 2);
}

/* The check gpc_refuses_targeting. */
static void the_gpc_signal_refuses_targeting(void **state)
{
    struct engine_world *w = *state;
    struct said s;

    (void)publish(w);
    assert_int_equal(try_say(w, ID_A, COOKIE_NECESSARY | COOKIE_TARGETING | COOKIE_GPC, &s),
                     ERR_INVALID);
    assert_true(fault_has_field(w->cx, "choices"));
    fault_clear(w->cx);
    assert_int_equal(try_say(w, ID_A, (COOKIE_ALL & ~COOKIE_TARGETING) | COOKIE_GPC, &s), OK);
    assert_int_equal(world_number(w, "select accepted from cookie_days"), 1);
    assert_int_equal(world_number(w, "select gpc from cookie_days"), 1);
}

static void a_receipt_that_says_nothing_is_refused(void **state)
{
    struct engine_world *w = *state;
    struct said s;

    assert_int_equal(try_say(w, ID_A, COOKIE_NECESSARY, &s), ERR_INVALID); /* no text yet */
    assert_true(fault_has_field(w->cx, "text"));
    fault_clear(w->cx);
    (void)publish(w);
    assert_int_equal(try_say(w, "short", COOKIE_NECESSARY, &s), ERR_INVALID);
    assert_true(fault_has_field(w->cx, "id"));
    fault_clear(w->cx);
    assert_int_equal(try_say(w, ID_A, COOKIE_PERFORMANCE, &s), ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(try_say(w, ID_A, COOKIE_NECESSARY | 64, &s), ERR_INVALID);
    fault_clear(w->cx);
    (void)say(w, ID_A, COOKIE_NECESSARY);
    assert_int_equal(try_say(w, ID_A, COOKIE_ALL, &s), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "cookies.other");
}

static void who_meddles_is_told_of(void **state)
{
    static const struct {
        const char *sql, *why;
        int64_t at;
    } cases[] = {
        {"update cookie_receipts set choices = 3 where n = 2", "consent.verify_changed", 2},
        {"update cookie_receipts set at = at + 1 where n = 1", "consent.verify_changed", 1},
        {"update cookie_receipts set chain = digest where n = 2", "consent.verify_chain", 2},
        {"update cookie_texts set body = '{}'", "consent.verify_words", 1},
        {"delete from cookie_receipts where n = 1", "consent.verify_gap", 1},
        {"delete from cookie_receipts where n = 3", "consent.verify_end", 3},
        {"update cookie_heads set from_n = 1, from_seal = 'x', from_at = 5, from_chain = (select "
         "chain from cookie_receipts where n = 1)",
         "consent.verify_gap", 1},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct engine_world *w = *state;
        struct cookie_verdict v;
        w->cx->site = world_site(w, "Other");
        assert_int_equal(engine_sql(w->cx, w->pool, "delete from cookie_receipts"), OK);
        assert_int_equal(engine_sql(w->cx, w->pool, "delete from cookie_heads"), OK);
        (void)publish(w);
        (void)say(w, ID_A, COOKIE_NECESSARY);
        (void)say(w, ID_B, COOKIE_ALL);
        (void)say(w, ID_C, COOKIE_NECESSARY);
        v = verdict(w);
        assert_null(v.why);
        assert_int_equal(strlen(v.head), 64);
        assert_int_equal(engine_sql(w->cx, w->pool, cases[i].sql), OK);
        v = verdict(w);
        assert_string_equal(v.why, cases[i].why);
        assert_int_equal(v.broken_at, cases[i].at);
    }
}

static void old_receipts_go_and_the_chain_still_holds(void **state)
{
    struct engine_world *w = *state;
    struct cookie_verdict v;

    (void)publish(w);
    set(w, "{\"cookies.keep_days\":30}");
    say_many(w, 5);
    assert_int_equal(prune(w), 0);
    w->clock.now_ms += DAYS_MS(20);
    (void)say(w, ID_A, COOKIE_NECESSARY);
    w->clock.now_ms += DAYS_MS(15);
    assert_int_equal(prune(w), 5);
    assert_int_equal(prune(w), 0);
    v = verdict(w);
    assert_null(v.why);
    assert_int_equal(v.receipts, 1);
    assert_int_equal(v.gone, 5);
    assert_int_equal(say(w, ID_B, COOKIE_ALL).r.n, 7);
    assert_null(verdict(w).why);
    assert_int_equal(world_number(w, "select sum(receipts) from cookie_days"), 7);
    w->clock.now_ms += DAYS_MS(60);
    assert_int_equal(prune(w), 2);
    v = verdict(w);
    assert_null(v.why);
    assert_int_equal(v.receipts, 0);
    assert_int_equal(say(w, ID_C, COOKIE_ALL).r.n, 8);
    assert_null(verdict(w).why);
}

static void a_flood_ends_at_the_days_limit(void **state)
{
    struct engine_world *w = *state;
    struct said s;

    (void)publish(w);
    set(w, "{\"cookies.a_day\":100}");
    say_many(w, 100);
    assert_int_equal(try_say(w, ID_A, COOKIE_NECESSARY, &s), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "cookies.many_today");
    fault_clear(w->cx);
    w->clock.now_ms += DAYS_MS(1);
    (void)say(w, ID_A, COOKIE_NECESSARY);
}

static void another_site_sees_nothing(void **state)
{
    struct engine_world *w = *state;
    struct cookie_receipt r;
    struct db *db = NULL;

    (void)publish(w);
    (void)say(w, ID_A, COOKIE_NECESSARY);
    w->cx->site = world_site(w, "Other");
    assert_int_equal(verdict(w).receipts, 0);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(cookie_receipt_get(w->cx, db, ID_A, &r), ERR_NOTFOUND);
    db_return(db);
}

static void memory_may_end_anywhere(void **state)
{
    struct engine_world *w = *state;
    struct said s;
    enum err e = ERR_LIMIT;

    (void)publish(w);
    for (size_t n = 1; e; n++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        assert_true(n < 2000);
        arena_fail_at(w->cx->arena, n);
        e = try_say(w, ID_A, COOKIE_ALL, &s);
        arena_fail_at(w->cx->arena, 0);
        assert_true(e == OK || e == ERR_LIMIT);
        arena_reset(w->cx->arena, mark);
        fault_clear(w->cx);
    }
    assert_int_equal(verdict(w).receipts, 1);
    assert_null(verdict(w).why);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(publishing_twice_makes_one_edition),
        cmocka_unit_test(an_owner_adds_words_and_takes_none_of_ours),
        cmocka_unit_test(a_wrong_draft_is_refused_word_by_word),
        cmocka_unit_test(each_sentence_names_its_check_in_both_languages),
        cmocka_unit_test(the_text_follows_whether_refusing_visits_are_counted),
        cmocka_unit_test(the_buttons_are_read_on_any_colour),
        cmocka_unit_test(a_receipt_keeps_the_text_and_no_address),
        cmocka_unit_test(the_gpc_signal_refuses_targeting),
        cmocka_unit_test(a_receipt_that_says_nothing_is_refused),
        cmocka_unit_test(who_meddles_is_told_of),
        cmocka_unit_test(old_receipts_go_and_the_chain_still_holds),
        cmocka_unit_test(a_flood_ends_at_the_days_limit),
        cmocka_unit_test(another_site_sees_nothing),
        cmocka_unit_test(memory_may_end_anywhere),
    };

    return engines_run("cookies", tests, COUNT_OF(tests), world_prepare);
}
