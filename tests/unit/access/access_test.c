/* access_test.c -- who comes in, with what, how often they may try, and what they may then do. */
#include "unit/world.h"

#include "access/may.h"
#include "access/session.h"
#include "base/time.h"
#include "model/audit.h"

#include "access_sql.h"

#include <liboath/oath.h>

static const char password[] = "uma senha comprida";

struct person {
    struct user user;
    const char *hash, *role;
    int64_t id;
};

static enum err add_person_in(struct ctx *cx, struct db *db, void *arg)
{
    struct person *p = arg;
    enum err e = user_add(cx, db, &p->user, p->hash, &p->id);

    return e ? e : member_set(cx, db, cx->site, p->id, p->role);
}

static int64_t person(struct engine_world *w, const char *email, const char *role)
{
    struct person p = {.user = {.email = email, .name = "Ana", .locale = "pt-BR"}, .role = role};

    assert_int_equal(password_digest(w->cx, password, &p.hash), OK);
    assert_int_equal(db_write(w->cx, w->pool, add_person_in, &p), OK);
    return p.id;
}

static enum err login(struct engine_world *w, const char *email, const char *pass, const char *totp,
                      const char **ret_token)
{
    struct session s = {0};
    struct login in = {
        .email = email, .password = pass, .totp = totp, .agent = "test", .address = "192.0.2.1"};

    return session_login(w->cx, w->pool, &in, &s, ret_token);
}

static enum err find(struct engine_world *w, const char *token, struct session *ret)
{
    struct db *db = NULL;
    enum err e = db_read(w->cx, w->pool, &db);

    if (!e)
        e = session_find(w->cx, db, token, ret);
    db_return(db);
    return e;
}

static void the_right_password_opens_a_session_and_the_table_cannot_be_used_to_enter(void **state)
{
    struct engine_world *w = *state;
    int64_t id = person(w, "Ana@acme.example", "owner");
    const char *token = NULL;
    struct session s = {0};

    assert_int_equal(login(w, "ana@ACME.example", password, NULL, &token), OK);
    assert_int_equal(find(w, token, &s), OK);
    assert_int_equal(s.user.id, id);
    assert_string_equal(s.user.email, "Ana@acme.example");
    assert_int_equal(
        world_number(w,
                     arena_print(w->cx->arena,
                                 "select count(*) from sessions where token_hash = '%s'", token)),
        0);
    assert_int_equal(world_number(w, "select count(*) from users where password_hash like "
                                     "'$argon2id$%'"),
                     1);
}

static void a_wrong_password_and_an_unknown_address_sound_the_same(void **state)
{
    struct engine_world *w = *state;
    const char *token = NULL;

    (void)person(w, "ana@acme.example", "owner");
    assert_int_equal(login(w, "ana@acme.example", "outra senha", NULL, &token), ERR_DENIED);
    assert_string_equal(w->cx->fault.key, "access.login");
    fault_clear(w->cx);
    assert_int_equal(login(w, "rui@acme.example", password, NULL, &token), ERR_DENIED);
    assert_string_equal(w->cx->fault.key, "access.login");
}

static void too_many_failures_close_the_door_for_a_while_to_that_origin_only(void **state)
{
    struct engine_world *w = *state;
    struct session s = {0};
    struct login elsewhere = {
        .email = "ana@acme.example", .password = password, .address = "198.51.100.7"};
    const char *token = NULL;

    (void)person(w, "ana@acme.example", "owner");
    for (int i = 0; i < LOGIN_FAILURES_MAX; i++) {
        assert_int_equal(login(w, "ana@acme.example", "outra senha", NULL, &token), ERR_DENIED);
        fault_clear(w->cx);
    }
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "access.too_many");
    fault_clear(w->cx);
    assert_int_equal(session_login(w->cx, w->pool, &elsewhere, &s, &token), OK);
    w->clock.now_ms += MINUTES_MS(LOGIN_WINDOW_MINUTES) + 1;
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), OK);
}

static void an_origin_that_tries_everyone_is_stopped_too(void **state)
{
    struct engine_world *w = *state;
    struct login elsewhere = {
        .email = "ana@acme.example", .password = password, .address = "198.51.100.7"};
    struct session s = {0};
    const char *token = NULL;

    (void)person(w, "ana@acme.example", "owner");
    for (int i = 0; i < LOGIN_ORIGIN_FAILURES_MAX; i++) {
        const char *email = arena_print(w->cx->arena, "p%d@acme.example", i);
        assert_int_equal(login(w, email, password, NULL, &token), ERR_DENIED);
        fault_clear(w->cx);
    }
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), ERR_LIMIT);
    fault_clear(w->cx);
    assert_int_equal(session_login(w->cx, w->pool, &elsewhere, &s, &token), OK);
}

static void a_session_ends_when_it_is_not_used(void **state)
{
    struct engine_world *w = *state;
    const char *token = NULL;
    struct session s = {0};

    (void)person(w, "ana@acme.example", "owner");
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), OK);
    w->clock.now_ms += SESSION_IDLE_MS - 1;
    assert_int_equal(find(w, token, &s), OK);
    assert_true(session_is_stale(w->cx, &s));
    w->clock.now_ms += 2;
    assert_int_equal(find(w, token, &s), ERR_DENIED);
    assert_string_equal(w->cx->fault.key, "access.session");
}

struct closing {
    int64_t user, id;
};

static enum err close_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct closing *c = arg;

    return session_close(cx, db, c->user, c->id);
}

static void a_revoked_session_is_gone_and_nobody_revokes_anothers(void **state)
{
    struct engine_world *w = *state;
    const char *token = NULL;
    struct session s = {0};
    struct closing stranger, own;

    (void)person(w, "ana@acme.example", "owner");
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), OK);
    assert_int_equal(find(w, token, &s), OK);
    stranger = (struct closing){s.user.id + 1, s.id};
    own = (struct closing){s.user.id, s.id};
    assert_int_equal(db_write(w->cx, w->pool, close_in, &stranger), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_int_equal(find(w, token, &s), OK);
    assert_int_equal(db_write(w->cx, w->pool, close_in, &own), OK);
    assert_int_equal(find(w, token, &s), ERR_DENIED);
}

struct totp {
    int64_t user;
    const char *secret, *code;
};

static enum err totp_begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct totp *t = arg;

    return totp_begin(cx, db, t->user, &t->secret);
}

static enum err totp_confirm_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct totp *t = arg;

    return totp_confirm(cx, db, t->user, t->code);
}

static const char *code_now(struct engine_world *w, const char *secret)
{
    char *raw = NULL, code[8];
    size_t n = 0;

    assert_int_equal(oath_base32_decode(secret, strlen(secret), &raw, &n), OATH_OK);
    assert_int_equal(oath_totp_generate(raw, n, (time_t)(w->clock.now_ms / 1000), 30, 0, 6, code),
                     OATH_OK);
    free(raw);
    return arena_dup(w->cx->arena, code);
}

static void the_second_factor_is_asked_for_and_each_code_works_once(void **state)
{
    struct engine_world *w = *state;
    struct totp t = {.user = person(w, "ana@acme.example", "owner")};
    const char *token = NULL;

    assert_int_equal(db_write(w->cx, w->pool, totp_begin_in, &t), OK);
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), OK); /* not yet */
    t.code = "000000";
    assert_int_equal(db_write(w->cx, w->pool, totp_confirm_in, &t), ERR_INVALID);
    fault_clear(w->cx);
    t.code = code_now(w, t.secret);
    assert_int_equal(db_write(w->cx, w->pool, totp_confirm_in, &t), OK);
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), ERR_DENIED);
    assert_string_equal(w->cx->fault.key, "access.totp_needed");
    fault_clear(w->cx);
    assert_int_equal(login(w, "ana@acme.example", password, t.code, &token), ERR_DENIED);
    assert_string_equal(w->cx->fault.key, "access.totp_wrong"); /* confirming used it up */
    fault_clear(w->cx);
    w->clock.now_ms += SECONDS_MS(30);
    t.code = code_now(w, t.secret);
    assert_int_equal(login(w, "ana@acme.example", password, t.code, &token), OK);
    assert_int_equal(login(w, "ana@acme.example", password, t.code, &token), ERR_DENIED);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, totp_begin_in, &t), ERR_CONFLICT);
}

struct tokens {
    struct token token;
    const char *secret;
};

static enum err token_in(struct ctx *cx, struct db *db, void *arg)
{
    struct tokens *t = arg;

    return token_add(cx, db, &t->token, &t->secret);
}

static void a_token_can_do_what_its_scopes_name_and_its_maker_still_may(void **state)
{
    struct engine_world *w = *state;
    struct tokens t = {.token = {.user = person(w, "ana@acme.example", "owner"),
                                 .name = "planilha",
                                 .scopes = "read,import,admin",
                                 .expires_at = NIL}};

    struct token found;
    struct db *db = NULL;

    assert_int_equal(db_write(w->cx, w->pool, token_in, &t), OK);
    assert_memory_equal(t.secret, "praca_", 6);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(token_find(w->cx, db, t.secret, &found), OK);
    assert_int_equal(found.may, MAY_READ | MAY_IMPORT | MAY_ADMIN);
    assert_int_equal(found.site, w->cx->site);
    (void)person(w, "rui@acme.example", "owner");
    assert_int_equal(engine_sql(w->cx, w->pool,
                                arena_print(w->cx->arena,
                                            "update memberships set role = 'readonly' "
                                            "where user_id = %lld",
                                            (long long)t.token.user)),
                     OK);
    assert_int_equal(token_find(w->cx, db, t.secret, &found), OK);
    assert_int_equal(found.may, MAY_READ);
    assert_int_equal(token_find(w->cx, db, "praca_nonsense", &found), ERR_DENIED);
    db_return(db);
}

static void a_token_past_its_end_is_said_to_be_over_and_opens_nothing(void **state)
{
    struct engine_world *w = *state;
    struct tokens t = {.token = {.user = person(w, "ana@acme.example", "owner"),
                                 .name = "planilha",
                                 .scopes = "read",
                                 .expires_at = ctx_now(w->cx) + DAYS_MS(2)}};
    struct token found, *all = NULL;
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_write(w->cx, w->pool, token_in, &t), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(token_list(w->cx, db, &all, &n), OK);
    assert_int_equal(n, 1);
    assert_false(all[0].expired);
    w->clock.now_ms += DAYS_MS(2);
    assert_int_equal(token_list(w->cx, db, &all, &n), OK);
    assert_int_equal(n, 1);
    assert_true(all[0].expired);
    assert_int_equal(token_find(w->cx, db, t.secret, &found), ERR_DENIED);
    db_return(db);
}

static enum err demote_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct person *p = arg;

    return member_set(cx, db, cx->site, p->id, p->role);
}

static enum err disable_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct person *p = arg;

    return user_disable(cx, db, p->id, true);
}

static void a_site_keeps_an_owner(void **state)
{
    struct engine_world *w = *state;
    struct person ana = {.id = person(w, "ana@acme.example", "owner"), .role = "sales"};
    const char *token = NULL;

    assert_int_equal(db_write(w->cx, w->pool, demote_in, &ana), ERR_CONFLICT);
    fault_clear(w->cx);
    ana.role = NULL;
    assert_int_equal(db_write(w->cx, w->pool, demote_in, &ana), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, disable_in, &ana), ERR_CONFLICT);
    fault_clear(w->cx);
    (void)person(w, "rui@acme.example", "owner");
    assert_int_equal(db_write(w->cx, w->pool, disable_in, &ana), OK);
    assert_int_equal(login(w, "ana@acme.example", password, NULL, &token), ERR_DENIED);
}

static enum err leave_in(struct ctx *cx, struct db *db, void *arg)
{
    const int64_t *id = arg;
    enum err e = member_set(cx, db, cx->site, *id, NULL);

    return e ? e : audit_add(cx, db, "user", *id, "delete", NULL);
}

static void one_who_left_is_named_still_and_said_to_have_left(void **state)
{
    struct engine_world *w = *state;
    int64_t here = person(w, "ana@acme.example", "owner");
    int64_t left = person(w, "rui@acme.example", "sales");
    int64_t site = w->cx->site;
    struct user *all = NULL;
    struct db *db = NULL;
    const char *name = "x";
    size_t n = 0;

    assert_int_equal(db_write(w->cx, w->pool, leave_in, &left), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    w->cx->lang = LANG_EN;
    assert_int_equal(user_name(w->cx, db, here, &name), OK);
    assert_string_equal(name, "Ana");
    assert_int_equal(user_name(w->cx, db, left, &name), OK);
    assert_string_equal(name, "Ana (left)");
    w->cx->lang = LANG_PT_BR;
    assert_int_equal(user_name(w->cx, db, left, &name), OK);
    assert_string_equal(name, "Ana (saiu)");
    assert_int_equal(user_name(w->cx, db, NIL, &name), OK);
    assert_null(name);

    assert_int_equal(member_list_left(w->cx, db, &all, &n), OK);
    assert_int_equal(n, 1);
    assert_true(all[0].id == left);
    assert_string_equal(all[0].name, "Ana");
    db_return(db);

    w->cx->site = world_site(w, "Outro");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(member_list_left(w->cx, db, &all, &n), OK);
    assert_int_equal(n, 0); /* nobody of another site */
    db_return(db);
    w->cx->site = site;
}

static void an_address_has_one_user(void **state)
{
    struct engine_world *w = *state;
    struct person again = {
        .user = {.email = "ANA@acme.example", .name = "x"}, .hash = "x", .role = "sales"};

    (void)person(w, "ana@acme.example", "owner");
    assert_int_equal(db_write(w->cx, w->pool, add_person_in, &again), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "field.taken");
}

static void a_weak_or_wrong_beginning_names_each_field(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(user_check(w->cx, "not-an-address", "", "curta"), ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 3);
    fault_clear(w->cx);
    assert_int_equal(user_check(w->cx, "ana@acme.example", "Ana", "ana@acme.example"), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "access.password_is_email");
}

static enum err bad_site_in(struct ctx *cx, struct db *db, void *arg)
{
    return site_add(cx, db, arg);
}

static void a_site_names_every_wrong_field_and_gets_a_slug_of_its_own(void **state)
{
    struct engine_world *w = *state;
    struct site bad = {.name = "", .currency = "reais", .locale = "fr", .time_zone = "Mars/Base"};
    struct site same = {
        .name = "Acme", .currency = "BRL", .locale = "en", .time_zone = "America/Sao_Paulo"};

    assert_int_equal(db_write(w->cx, w->pool, bad_site_in, &bad), ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 4);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, bad_site_in, &same), OK);
    assert_string_equal(same.slug, "acme-2");
}

static void every_role_and_scope_is_known(void **state)
{
    unsigned bits = 0;

    (void)state;
    for (const char *const *r = may_roles(); *r; r++)
        assert_true(may_of_role(*r) & MAY_READ);
    assert_int_equal(may_of_role("owner"), MAY_ALL);
    assert_int_equal(may_of_role("king"), 0);
    for (unsigned bit = 1; bit <= MAY_ALL; bit <<= 1) {
        assert_non_null(may_name(bit));
        assert_true(may_read_scopes(may_name(bit), &bits));
        assert_int_equal(bits, bit);
    }
    assert_false(may_read_scopes("read,fly", &bits));
}

static void every_query_stands_on_both_engines(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (const struct db_query *const *q = SQL_all_access; *q; q++)
        assert_int_equal(db_prepare_check(w->cx, db, *q), OK);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_password_opens_a_session_and_the_table_cannot_be_used_to_enter),
        cmocka_unit_test(a_wrong_password_and_an_unknown_address_sound_the_same),
        cmocka_unit_test(too_many_failures_close_the_door_for_a_while_to_that_origin_only),
        cmocka_unit_test(an_origin_that_tries_everyone_is_stopped_too),
        cmocka_unit_test(a_session_ends_when_it_is_not_used),
        cmocka_unit_test(a_revoked_session_is_gone_and_nobody_revokes_anothers),
        cmocka_unit_test(the_second_factor_is_asked_for_and_each_code_works_once),
        cmocka_unit_test(a_token_can_do_what_its_scopes_name_and_its_maker_still_may),
        cmocka_unit_test(a_token_past_its_end_is_said_to_be_over_and_opens_nothing),
        cmocka_unit_test(a_site_keeps_an_owner),
        cmocka_unit_test(one_who_left_is_named_still_and_said_to_have_left),
        cmocka_unit_test(an_address_has_one_user),
        cmocka_unit_test(a_weak_or_wrong_beginning_names_each_field),
        cmocka_unit_test(a_site_names_every_wrong_field_and_gets_a_slug_of_its_own),
        cmocka_unit_test(every_role_and_scope_is_known),
        cmocka_unit_test(every_query_stands_on_both_engines),
    };
    return engines_run("access", tests, COUNT_OF(tests), world_prepare);
}
