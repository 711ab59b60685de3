/* login.c -- the one door that a stranger may knock on.
 *
 * What is surprising here: an unknown address costs the same time as a wrong password (a digest is
 * verified either way), failures are counted by digests of address and origin together, so that
 * nobody can lock another person out from elsewhere, and of the origin alone, so that nobody tries one
 * password on everyone; and no database connection is held while argon2 works.
 */
#include "access/session.h"

#include "access/secret_priv.h"
#include "access/totp_priv.h"
#include "base/text.h"
#include "base/time.h"

#include "access_sql.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* A digest of nothing anyone knows, with the costs of user.c, to spend the same time on a stranger.
 */
static const char nobody[] = "$argon2id$v=19$m=32768,t=3,p=1$"
                             "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

struct secrets {
    int64_t id;
    const char *password_hash, *totp_secret;
    bool totp_on, disabled;
};

struct attempt {
    const struct login *in;
    const char *email_key;
    char who[SHA256_HEX];    /* this address from this origin */
    char origin[SHA256_HEX]; /* any address from this origin */
    struct secrets found;
    int64_t totp_step;
    struct session session;
    const char *token;
};

static void attempt_name(struct ctx *cx, struct attempt *a)
{
    const char *from = a->in->address ? a->in->address : "";
    const char *both = arena_print(cx->arena, "%s|%s", a->email_key, from);
    const char *origin = arena_print(cx->arena, "|%s", from);

    secret_hash(both ? both : "", a->who);
    secret_hash(origin ? origin : "", a->origin);
}

static enum err refuse_after(struct ctx *cx, struct db *db, const char *who, int64_t most)
{
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t left_ms = 0;
    char minutes[24];
    enum err e = db_begin(cx, db, &SQL_attempts_get, &st);

    if (e)
        goto out;
    db_bind_text(st, "who", who);
    e = db_step(cx, st, &row);
    if (e || !row || db_int(st, 0) < most)
        goto out;
    left_ms = db_int(st, 1) + MINUTES_MS(LOGIN_WINDOW_MINUTES) - ctx_now(cx);
    if (left_ms <= 0)
        goto out;
    (void)snprintf(minutes, sizeof(minutes), "%lld", (long long)(left_ms / 60000 + 1));
    e = fail(cx, ERR_LIMIT, "access.too_many", "minutes", minutes, NULL);
out:
    db_done(st);
    return e;
}

static enum err refuse_too_many(struct ctx *cx, struct db *db, const struct attempt *a)
{
    enum err e = refuse_after(cx, db, a->who, LOGIN_FAILURES_MAX);

    return e ? e : refuse_after(cx, db, a->origin, LOGIN_ORIGIN_FAILURES_MAX);
}

static enum err look_up(struct ctx *cx, struct db *db, struct attempt *a)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_user_secrets, &st);

    if (e)
        goto out;
    db_bind_text(st, "email_key", a->email_key);
    e = db_step(cx, st, &row);
    if (e || !row)
        goto out;
    a->found = (struct secrets){.id = db_int(st, 0),
                                .password_hash = db_text_dup(cx, st, 1),
                                .totp_secret = db_text_dup(cx, st, 2),
                                .totp_on = !db_is_null(st, 3),
                                .disabled = !db_is_null(st, 5)};
out:
    db_done(st);
    return e;
}

static enum err count_one(struct ctx *cx, struct db *db, const char *who)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_attempt_failed, &st);

    if (e)
        goto out;
    db_bind_text(st, "who", who);
    db_bind_int(st, "window_start", ctx_now(cx) - MINUTES_MS(LOGIN_WINDOW_MINUTES));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err count_failure(struct ctx *cx, struct db *db, void *arg)
{
    const struct attempt *a = arg;
    enum err e = count_one(cx, db, a->who);

    return e ? e : count_one(cx, db, a->origin);
}

static enum err let_in(struct ctx *cx, struct db *db, void *arg)
{
    struct attempt *a = arg;
    struct db_stmt *st = NULL;
    enum err e = OK;

    if (a->found.totp_on)
        e = totp_use_step(cx, db, a->found.id, a->totp_step);
    if (!e)
        e = db_begin(cx, db, &SQL_attempts_forget, &st);
    if (e)
        goto out;
    db_bind_text(st, "who", a->who);
    db_bind_int(st, "window_start", ctx_now(cx) - MINUTES_MS(LOGIN_WINDOW_MINUTES));
    e = db_run(cx, st);
    db_done(st);
    st = NULL;
    if (!e)
        e = db_begin(cx, db, &SQL_sessions_delete_expired, &st);
    if (!e)
        e = db_run(cx, st);
    if (!e)
        e = session_open(cx, db, a->found.id, a->in->agent, a->in->address, &a->session, &a->token);
out:
    db_done(st);
    return e;
}

static enum err reject(struct ctx *cx, struct db_pool *pool, struct attempt *a, const char *key)
{
    enum err e = db_write(cx, pool, count_failure, a);

    return e ? e : fail(cx, ERR_DENIED, key, NULL);
}

enum err session_login(struct ctx *cx, struct db_pool *pool, const struct login *in,
                       struct session *ret, const char **ret_token)
{
    struct attempt a = {.in = in};
    struct db *db = NULL;
    bool right;
    enum err e;

    if (text_empty(in->email) || text_empty(in->password) || strlen(in->password) > PASSWORD_MAX)
        return fail(cx, ERR_DENIED, "access.login", NULL);
    a.email_key = text_fold(cx->arena, in->email);
    attempt_name(cx, &a);
    e = db_read(cx, pool, &db);
    if (!e)
        e = refuse_too_many(cx, db, &a);
    if (!e)
        e = look_up(cx, db, &a);
    db_return(db);
    if (e)
        return e;
    right = crypto_pwhash_str_verify(a.found.password_hash ? a.found.password_hash : nobody,
                                     in->password, strlen(in->password)) == 0;
    if (!right || !a.found.id || a.found.disabled)
        return reject(cx, pool, &a, "access.login");
    if (a.found.totp_on && text_empty(in->totp))
        return fail(cx, ERR_DENIED, "access.totp_needed", NULL);
    if (a.found.totp_on && !totp_matches(cx, a.found.totp_secret, in->totp, &a.totp_step))
        return reject(cx, pool, &a, "access.totp_wrong");
    e = db_write(cx, pool, let_in, &a);
    if (e)
        return e;
    *ret = a.session;
    *ret_token = a.token;
    return OK;
}
