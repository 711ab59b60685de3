/* user.h -- the people who work here, and which sites each may enter in which role.
 *
 * Ownership: text lives in the ctx's arena. A password is never kept in it longer than the call.
 * Errors:    ERR_NOTFOUND "access.no_user"; ERR_CONFLICT "access.last_owner" (a site keeps one owner); fault fields for email,
 *            name, password, role.
 * Units:     _at unix ms UTC; passwords in characters, PASSWORD_MIN to PASSWORD_MAX.
 * Source:    argon2id by libsodium, 32 MiB and three passes.
 */
#ifndef PRACA_ACCESS_USER_H
#define PRACA_ACCESS_USER_H

#include "db/db.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 200 };

struct user {
    int64_t id;
    const char *email, *name, *locale, *theme;
    const char *role; /* on the ctx's site, where a list says so */
    bool totp, disabled;
    int64_t disabled_at; /* NIL: not */
    int64_t created_at;
};

/* About 60 ms of one core: call it outside of a transaction. */
MUST_USE enum err password_digest(struct ctx *cx, const char *password, const char **ret);
/* Whether this is the user's password; as slow, and holds no connection meanwhile. A wrong one is the wrong
 * field `field`, "access.password_wrong". */
MUST_USE enum err password_check(struct ctx *cx, struct db_pool *pool, int64_t user,
                                 const char *field, const char *password);
/* Gathers fault fields; OK when none. */
MUST_USE enum err user_check(struct ctx *cx, const char *email, const char *name,
                             const char *password);

/* These run inside db_write(). */
MUST_USE enum err user_add(struct ctx *cx, struct db *db, const struct user *in,
                           const char *password_hash, int64_t *ret_id);
/* Name, locale and theme; fault fields of those names. */
MUST_USE enum err user_change(struct ctx *cx, struct db *db, const struct user *in);
MUST_USE enum err user_set_password(struct ctx *cx, struct db *db, int64_t user,
                                    const char *password_hash);
MUST_USE enum err user_disable(struct ctx *cx, struct db *db, int64_t user, bool disabled);
/* A user is one on all sites of an installation, disabled on all or on none.
 * ERR_DENIED: they enter a site that the ctx's actor does not own. */
MUST_USE enum err user_theirs(struct ctx *cx, struct db *db, int64_t user);
/* role NULL takes the membership away. */
MUST_USE enum err member_set(struct ctx *cx, struct db *db, int64_t site, int64_t user,
                             const char *role);

MUST_USE enum err user_get(struct ctx *cx, struct db *db, int64_t id, struct user *ret);
MUST_USE enum err user_find(struct ctx *cx, struct db *db, const char *email, struct user *ret);
/* Members of the ctx's site, by name. */
MUST_USE enum err member_list(struct ctx *cx, struct db *db, struct user **ret, size_t *ret_n);
/* Who was a member of the ctx's site and is none now, by name: id and name are filled. */
MUST_USE enum err member_list_left(struct ctx *cx, struct db *db, struct user **ret, size_t *ret_n);
/* What a list or a history calls a user; of one who left the ctx's site this is said behind the name, in the
 * reader's language. *ret is NULL when there is no such user (NIL and 0 too). */
MUST_USE enum err user_name(struct ctx *cx, struct db *db, int64_t id, const char **ret);
/* *ret is NULL when the user is no member. */
MUST_USE enum err member_role(struct ctx *cx, struct db *db, int64_t site, int64_t user,
                              const char **ret);
/* Of all sites: 0 before somebody set the installation up. */
MUST_USE enum err user_count(struct ctx *cx, struct db *db, int64_t *ret);

#endif
