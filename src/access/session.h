/* session.h -- proof of who is asking: a browser's session or a program's token.
 *
 * Both are 32 random bytes that only their holder has; the tables keep digests. A session also has
 * a CSRF token that a writing request must repeat in a header, which another site cannot read.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_DENIED "access.login" (wrong address or password, without saying which), "access.totp_needed",
 *            "access.totp_wrong", "access.session" (none, expired or revoked), "access.token"; ERR_LIMIT "access.too_many"
 *            (minutes); ERR_NOTFOUND "access.no_session", "access.no_token" of what is closed or deleted; fault fields where
 *            said.
 * Units:     _at unix ms UTC. A session ends SESSION_IDLE_MS after it was last seen, and SESSION_MOST_MS after it began.
 * Source:    TOTP is RFC 6238 with SHA-1, 30 s, 6 digits, one step of tolerance, each step used once.
 */
#ifndef PRACA_ACCESS_SESSION_H
#define PRACA_ACCESS_SESSION_H

#include "access/user.h"

#define SESSION_IDLE_MS ((int64_t)14 * 24 * 3600 * 1000)
#define SESSION_MOST_MS ((int64_t)90 * 24 * 3600 * 1000)
enum {
    SECRET_TEXT_MAX = 48,
    LOGIN_FAILURES_MAX = 10,
    LOGIN_ORIGIN_FAILURES_MAX = 30,
    LOGIN_WINDOW_MINUTES = 15
};

struct session {
    int64_t id;
    struct user user;
    const char *csrf;
    const char *agent, *address;
    int64_t created_at, seen_at, expires_at;
};

struct login {
    const char *email, *password, *totp; /* totp may be NULL */
    const char *agent, *address;
};

/* Checks the limit, the password and the second factor, and opens a session. ret_token is what the
 * cookie holds. Takes its own connections; none is held while the password is being checked. */
MUST_USE enum err session_login(struct ctx *cx, struct db_pool *pool, const struct login *in,
                                struct session *ret, const char **ret_token);
/* Opens one without a password, for the first-run setup. Inside db_write(). */
MUST_USE enum err session_open(struct ctx *cx, struct db *db, int64_t user, const char *agent,
                               const char *address, struct session *ret, const char **ret_token);
/* Whose cookie it is: ERR_DENIED "access.session" for one that is not known or over. */
MUST_USE enum err session_find(struct ctx *cx, struct db *db, const char *token,
                               struct session *ret);
/* Whether seen_at is old enough to be worth a write. */
bool session_is_stale(const struct ctx *cx, const struct session *s);
/* Seen now: its end moves on. Inside db_write(), as are those that close. */
MUST_USE enum err session_touch(struct ctx *cx, struct db *db, const struct session *s);
MUST_USE enum err session_close(struct ctx *cx, struct db *db, int64_t user, int64_t id);
/* All but keep (0: all). */
MUST_USE enum err session_close_others(struct ctx *cx, struct db *db, int64_t user, int64_t keep);
/* Those of a user. */
MUST_USE enum err session_list(struct ctx *cx, struct db *db, int64_t user, struct session **ret,
                               size_t *ret_n);

struct token {
    int64_t id, site, user;
    const char *name, *scopes;
    unsigned may;                            /* scopes, cut to what the user's role still allows */
    int64_t created_at, used_at, expires_at; /* NIL: never */
    bool expired;                            /* it opens nothing any more */
};

/* in says user, name, scopes and expires_at; id and created_at are filled in. ret_secret is told this once. Fault fields "name",
 * "scopes" ("access.scopes"), "expires_at" ("field.past"). Inside db_write(). */
MUST_USE enum err token_add(struct ctx *cx, struct db *db, struct token *in,
                            const char **ret_secret);
/* ERR_DENIED "access.token" for one that is not known or over; may is cut to the role that its user has now. */
MUST_USE enum err token_find(struct ctx *cx, struct db *db, const char *secret, struct token *ret);
MUST_USE enum err token_touch(struct ctx *cx, struct db *db, const struct token *t);
MUST_USE enum err token_list(struct ctx *cx, struct db *db, struct token **ret, size_t *ret_n);
MUST_USE enum err token_delete(struct ctx *cx, struct db *db, int64_t id);

/* The second factor. begin gives a new secret (base32) that counts only after confirm; it refuses
 * (ERR_CONFLICT "access.totp_is_on") while one is in force. */
MUST_USE enum err totp_begin(struct ctx *cx, struct db *db, int64_t user, const char **ret_secret);
/* The first code of the app that has the secret: from now on the login asks. Fault field "code" with "access.totp_wrong". */
MUST_USE enum err totp_confirm(struct ctx *cx, struct db *db, int64_t user, const char *code);
MUST_USE enum err totp_off(struct ctx *cx, struct db *db, int64_t user);
/* The otpauth:// address that an authenticator app reads. */
const char *totp_uri(struct ctx *cx, const char *email, const char *secret);

#endif
