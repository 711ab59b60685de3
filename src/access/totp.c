/* totp.c -- one-time codes of an authenticator app. liboath does the arithmetic; used steps are
 * kept here, so that a code that was read over a shoulder does not work a second time. */
#include "access/session.h"

#include "access/totp_priv.h"
#include "base/hash.h"

#include "access_sql.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

enum { TOTP_SECRET_BYTES = 20, TOTP_DIGITS = 6 };

bool totp_matches(struct ctx *cx, const char *secret, const char *code, int64_t *ret_step)
{
    char *raw = NULL;
    size_t n = 0;
    uint64_t counter = 0;
    int position = 0, rc;

    if (!secret || strlen(code) != TOTP_DIGITS ||
        oath_base32_decode(secret, strlen(secret), &raw, &n) != OATH_OK)
        return false;
    rc = oath_totp_validate4(raw, n, (time_t)(ctx_now(cx) / 1000), OATH_TOTP_DEFAULT_TIME_STEP_SIZE,
                             OATH_TOTP_DEFAULT_START_TIME, 1, &position, &counter, 0, code);
    free(raw);
    if (rc < 0)
        return false;
    *ret_step = (int64_t)counter;
    return true;
}

enum err totp_use_step(struct ctx *cx, struct db *db, int64_t user, int64_t step)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_totp_step, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", user);
    db_bind_int(st, "step", step);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_DENIED, "access.totp_wrong", NULL);
out:
    db_done(st);
    return e;
}

enum err totp_begin(struct ctx *cx, struct db *db, int64_t user, const char **ret_secret)
{
    unsigned char raw[TOTP_SECRET_BYTES];
    struct db_stmt *st = NULL;
    char *text = NULL;
    enum err e = OK;

    random_bytes(raw, sizeof(raw));
    if (oath_base32_encode((const char *)raw, sizeof(raw), &text, NULL) != OATH_OK)
        return fail_memory(cx);
    *ret_secret = arena_dup(cx->arena, text);
    free(text);
    if (!*ret_secret)
        return fail_memory(cx);
    e = db_begin(cx, db, &SQL_totp_store, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", user);
    db_bind_text(st, "secret", *ret_secret);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "access.totp_is_on", NULL);
out:
    db_done(st);
    return e;
}

enum err totp_confirm(struct ctx *cx, struct db *db, int64_t user, const char *code)
{
    struct db_stmt *st = NULL;
    const char *secret = NULL;
    int64_t step = 0;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_user_secrets_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", user);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    secret = row ? db_text_dup(cx, st, 2) : NULL;
    db_done(st);
    st = NULL;
    if (!secret || !totp_matches(cx, secret, code, &step)) {
        e = fail_field(cx, "code", "access.totp_wrong", NULL);
        goto out;
    }
    e = db_begin(cx, db, &SQL_totp_on, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", user);
    db_bind_int(st, "step", step);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err totp_off(struct ctx *cx, struct db *db, int64_t user)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_totp_clear, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", user);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Percent-encode all but what RFC 3986 leaves alone. */
static void add_encoded(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
            strchr("-._~", *p))
            buf_add_char(out, *p);
        else
            buf_print(out, "%%%02X", (unsigned char)*p);
    }
}

const char *totp_uri(struct ctx *cx, const char *email, const char *secret)
{
    struct buf out = buf_in(cx->arena);

    buf_add_text(&out, "otpauth://totp/Pra%C3%A7a:");
    add_encoded(&out, email);
    buf_print(&out, "?secret=%s&issuer=Pra%%C3%%A7a&digits=6&period=30", secret);
    return buf_text(&out);
}
