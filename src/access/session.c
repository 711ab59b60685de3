/* session.c -- opening, finding and closing sessions.
 *
 * A session lives as long as it is used (14 days idle) and 90 days at most. Seeing it is a write
 * only every ten minutes, so that reading pages costs no commit.
 */
#include "access/session.h"

#include "access/secret_priv.h"
#include "base/time.h"

#include "access_sql.h"

#include <string.h>

const char *secret_make(struct ctx *cx, const char *prefix)
{
    unsigned char raw[SECRET_BYTES];
    char text[SECRET_TEXT_MAX];

    random_bytes(raw, sizeof(raw));
    base64url_text(raw, sizeof(raw), text);
    return arena_print(cx->arena, "%s%s", prefix, text);
}

void secret_hash(const char *secret, char ret[SHA256_HEX])
{
    unsigned char digest[SHA256_BYTES];

    sha256(secret, strlen(secret), digest);
    hex_text(digest, sizeof(digest), ret);
}

/* Longer than SESSION_MOST_MS after it was opened a session is never good again. */
static int64_t expiry(int64_t created_at, int64_t now)
{
    int64_t idle = now + SESSION_IDLE_MS, most = created_at + SESSION_MOST_MS;

    return idle < most ? idle : most;
}

enum err session_open(struct ctx *cx, struct db *db, int64_t user, const char *agent,
                      const char *address, struct session *ret, const char **ret_token)
{
    const char *token = secret_make(cx, ""), *csrf = secret_make(cx, "");
    int64_t id = id_next(cx), now = ctx_now(cx);
    char digest[SHA256_HEX];
    struct db_stmt *st = NULL;
    enum err e;

    if (!token || !csrf)
        return fail_memory(cx);
    secret_hash(token, digest);
    e = db_begin(cx, db, &SQL_session_insert, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "token_hash", digest);
    db_bind_int(st, "user_id", user);
    db_bind_text(st, "csrf", csrf);
    db_bind_text(st, "agent", agent);
    db_bind_text(st, "address", address);
    db_bind_int(st, "expires_at", expiry(now, now));
    e = db_run(cx, st);
    if (e)
        goto out;
    *ret = (struct session){.id = id,
                            .csrf = csrf,
                            .agent = agent,
                            .address = address,
                            .created_at = now,
                            .seen_at = now,
                            .expires_at = expiry(now, now)};
    *ret_token = token;
    e = user_get(cx, db, user, &ret->user);
out:
    db_done(st);
    return e;
}

static void session_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct session *ret = row;

    *ret = (struct session){
        .id = db_int(st, 0),
        .user.id = db_int(st, 1),
        .csrf = db_text_dup(cx, st, 2),
        .agent = db_text_dup(cx, st, 3),
        .address = db_text_dup(cx, st, 4),
        .created_at = db_int(st, 5),
        .seen_at = db_int(st, 6),
        .expires_at = db_int(st, 7),
    };
}

enum err session_find(struct ctx *cx, struct db *db, const char *token, struct session *ret)
{
    char digest[SHA256_HEX];
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_session_by_hash, &st);

    if (e)
        goto out;
    secret_hash(token, digest);
    db_bind_text(st, "token_hash", digest);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    if (row)
        session_read(cx, st, ret);
    if (!row || ret->expires_at <= ctx_now(cx))
        e = fail(cx, ERR_DENIED, "access.session", NULL);
    else
        e = user_get(cx, db, ret->user.id, &ret->user);
out:
    db_done(st);
    return e;
}

bool session_is_stale(const struct ctx *cx, const struct session *s)
{
    return ctx_now(cx) - s->seen_at > MINUTES_MS(10);
}

enum err session_touch(struct ctx *cx, struct db *db, const struct session *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_session_update_seen, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", s->id);
    db_bind_int(st, "expires_at", expiry(s->created_at, ctx_now(cx)));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err session_close(struct ctx *cx, struct db *db, int64_t user, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_session_delete, &st);

    if (e)
        goto out;
    db_bind_int(st, "user_id", user);
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_NOTFOUND, "access.no_session", NULL);
out:
    db_done(st);
    return e;
}

enum err session_close_others(struct ctx *cx, struct db *db, int64_t user, int64_t keep)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_sessions_delete_others, &st);

    if (e)
        goto out;
    db_bind_int(st, "user_id", user);
    db_bind_int(st, "keep", keep);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err session_list(struct ctx *cx, struct db *db, int64_t user, struct session **ret,
                      size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_sessions_of_user, &st);

    if (e)
        goto out;
    db_bind_int(st, "user_id", user);
    e = db_collect(cx, st, sizeof(**ret), session_read, ret, ret_n);
out:
    db_done(st);
    return e;
}
